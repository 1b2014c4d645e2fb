//! What can have happened to a list. Each kind has a name in the past tense and a schema version; a stored event is never
//! changed: raise the version, add an upcaster, keep the old golden file.

use crate::Naam;
use crate::upcast::{StoredEvent, Upcaster};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

/// An event of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "gegevens")]
pub enum Vernietigingsgebeurtenis {
    /// Proposed.
    #[serde(rename = "vernietiging_voorgesteld")]
    Voorgesteld(Voorgesteld),
    /// Approved, but for what was excepted.
    #[serde(rename = "vernietiging_goedgekeurd")]
    Goedgekeurd(Goedgekeurd),
    /// Refused.
    #[serde(rename = "vernietiging_afgewezen")]
    Afgewezen(Afgewezen),
    /// Carried out: the declaration.
    #[serde(rename = "vernietiging_uitgevoerd")]
    Uitgevoerd(Uitgevoerd),
}

/// The kinds, with their present schema versions.
const SOORTEN: [(&str, u32); 4] = [
    ("vernietiging_voorgesteld", 1),
    ("vernietiging_goedgekeurd", 1),
    ("vernietiging_afgewezen", 1),
    ("vernietiging_uitgevoerd", 1),
];

/// Dossiers are proposed for destruction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voorgesteld {
    /// By whom, as a pseudonym: another must approve it.
    pub door: String,
    /// Why.
    pub motivering: String,
    /// What the list of appraisals is called on which it rests.
    pub selectielijst: String,
    /// Which.
    pub dossiers: Vec<Kandidaat>,
}

/// A dossier that is due, as it was when it was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Kandidaat {
    /// The initiative.
    pub dossier: Uuid,
    /// Its version: when that has moved on, it is not destroyed.
    pub versie: i64,
    /// The status in which it ended.
    pub resultaat: String,
    /// The number in the selectielijst.
    pub categorie: String,
    /// How long it is kept: `P10Y`.
    pub bewaartermijn: String,
    /// The day on which it was closed.
    pub brondatum: Date,
    /// From which day it must be destroyed.
    pub archiefactiedatum: Date,
}

/// The list is approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goedgekeurd {
    /// By whom, as a pseudonym.
    pub door: String,
    /// The function that may decide so.
    pub mandaat: Naam,
    /// Why.
    pub motivering: String,
    /// What is not destroyed after all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uitzonderingen: Vec<Uitzondering>,
}

/// A dossier that is not destroyed after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uitzondering {
    /// Which.
    pub dossier: Uuid,
    /// Why.
    pub reden: String,
}

/// The list is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Afgewezen {
    /// By whom, as a pseudonym.
    pub door: String,
    /// The function that may decide so.
    pub mandaat: Naam,
    /// Why.
    pub motivering: String,
}

/// What was destroyed: the declaration (verklaring van vernietiging).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Uitgevoerd {
    /// By whom, as a pseudonym.
    pub door: String,
    /// How.
    pub methode: String,
    /// What becomes of copies elsewhere, such as backups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aanvulling: Option<String>,
    /// Which dossiers.
    pub vernietigd: Vec<Uuid>,
    /// Which were on the list, and were not destroyed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub niet_vernietigd: Vec<NietVernietigd>,
}

/// A dossier that was on an approved list, and was not destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NietVernietigd {
    /// Which.
    pub dossier: Uuid,
    /// The code of the rule.
    pub regel: String,
    /// Why, in words.
    pub reden: String,
}

impl Vernietigingsgebeurtenis {
    /// Every kind of event with its present schema version.
    pub fn soorten() -> impl Iterator<Item = (&'static str, u32)> {
        SOORTEN.into_iter()
    }
}

impl StoredEvent for Vernietigingsgebeurtenis {
    const UPCASTERS: &'static [Upcaster] = &[];

    fn soort(&self) -> &'static str {
        match self {
            Self::Voorgesteld(_) => "vernietiging_voorgesteld",
            Self::Goedgekeurd(_) => "vernietiging_goedgekeurd",
            Self::Afgewezen(_) => "vernietiging_afgewezen",
            Self::Uitgevoerd(_) => "vernietiging_uitgevoerd",
        }
    }

    fn huidige_versie(soort: &str) -> Option<u32> {
        Self::soorten().find(|(s, _)| *s == soort).map(|(_, versie)| versie)
    }

    fn inhoud(&self) -> serde_json::Result<Json> {
        match self {
            Self::Voorgesteld(inhoud) => serde_json::to_value(inhoud),
            Self::Goedgekeurd(inhoud) => serde_json::to_value(inhoud),
            Self::Afgewezen(inhoud) => serde_json::to_value(inhoud),
            Self::Uitgevoerd(inhoud) => serde_json::to_value(inhoud),
        }
    }

    fn van_inhoud(soort: &str, inhoud: Json) -> serde_json::Result<Self> {
        serde_json::from_value(serde_json::json!({ "type": soort, "gegevens": inhoud }))
    }
}

impl cqrs_es::DomainEvent for Vernietigingsgebeurtenis {
    fn event_type(&self) -> String {
        self.soort().to_owned()
    }

    fn event_version(&self) -> String {
        Self::huidige_versie(self.soort()).unwrap_or(1).to_string()
    }
}
