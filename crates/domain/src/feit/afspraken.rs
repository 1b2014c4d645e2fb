//! What is agreed now: of each part of an agreement, what was said of it last.

use super::inhoud::{Feit, Waarde};
use super::soort::Verband;
use crate::Moment;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// A part of the agreement with an initiative.
#[derive(Debug, PartialEq, Eq)]
pub struct Afspraaksoort {
    /// Its code.
    pub code: &'static str,
    /// What it is, in Dutch, for people.
    pub naam: &'static str,
    /// The kinds of fact that say it.
    pub soorten: &'static [&'static str],
    /// The field of which each value has an agreement of its own.
    pub per: Option<&'static str>,
}

const fn een(code: &'static str, naam: &'static str, soorten: &'static [&'static str]) -> Afspraaksoort {
    Afspraaksoort { code, naam, soorten, per: None }
}

/// The parts, in the order in which they are made.
pub const AFSPRAKEN: &[Afspraaksoort] = &[
    een(
        "verwachting",
        "Wat de initiatiefnemer kan verwachten",
        &["verwachting_vastgelegd", "verwachting_gewijzigd"],
    ),
    een("categorie", "De categorie", &["categorie_toegekend"]),
    een("themas", "De beleidsthema's", &["thema_toegekend"]),
    een("eigenaar", "Wie eigenaar is", &["eigenaar_aangewezen"]),
    een("coordinator", "Wie het overzicht houdt", &["coordinator_aangewezen"]),
    een("rol", "De rol van de wijkmanager", &["rol_aangenomen"]),
    Afspraaksoort {
        code: "termijn",
        naam: "De termijn van een afdeling",
        soorten: &["termijn_afgesproken"],
        per: Some("afdeling"),
    },
    een("doelen", "De doelen", &["doelen_vastgesteld"]),
    een("tijdpad", "Het tijdpad", &["tijdpad_vastgesteld"]),
    een("taakverdeling", "De taakverdeling", &["taakverdeling_vastgelegd"]),
    een("financiering", "De financiering", &["financiering_rond", "gestart_voor_dekking"]),
    een("beheer", "Het beheer na afloop", &["geborgd"]),
];

/// What is agreed of one part.
#[derive(Debug, Clone, PartialEq)]
pub struct Afspraak {
    /// The part.
    pub soort: &'static Afspraaksoort,
    /// What was said, by field.
    velden: BTreeMap<&'static str, Waarde>,
    /// When it was made.
    pub gemaakt: Moment,
    /// When it was changed last.
    pub gewijzigd: Option<Moment>,
    /// How often it was changed.
    pub wijzigingen: usize,
}

impl Afspraak {
    /// What was said, as JSON.
    pub fn gegevens(&self) -> Json {
        Json::Object(self.velden.iter().map(|(veld, waarde)| ((*veld).to_owned(), waarde.json())).collect())
    }
}

/// What is agreed after these facts, which come in the order in which they happened. A change says only what changes;
/// a fact of another kind replaces what was agreed before it.
pub fn geldend<'a>(feiten: impl IntoIterator<Item = (Moment, &'a Feit)>) -> Vec<Afspraak> {
    let mut afspraken: BTreeMap<(usize, Option<String>), Afspraak> = BTreeMap::new();
    for (moment, feit) in feiten {
        let Some(plaats) = AFSPRAKEN.iter().position(|a| a.soorten.contains(&feit.soort.code)) else {
            continue;
        };
        let soort = &AFSPRAKEN[plaats];
        let van = soort.per.and_then(|veld| feit.naam(veld)).map(ToString::to_string);
        let nieuw =
            || Afspraak { soort, velden: BTreeMap::new(), gemaakt: moment, gewijzigd: None, wijzigingen: 0 };
        let mut eerste = false;
        let afspraak = afspraken.entry((plaats, van)).or_insert_with(|| {
            eerste = true;
            nieuw()
        });
        if !eerste {
            afspraak.gewijzigd = Some(moment);
            afspraak.wijzigingen += 1;
        }
        if !matches!(feit.soort.verband, Verband::Na(_)) {
            afspraak.velden.clear();
        }
        afspraak.velden.extend(feit.velden.iter().map(|(veld, waarde)| (*veld, waarde.clone())));
    }
    afspraken.into_values().collect()
}
