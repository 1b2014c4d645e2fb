//! Workflow definitions (werkstromen): states and transitions as data (docs/werkstromen.md).
//!
//! A definition is written as TOML (docs/werkstromen.md describes the format), read by [`lezen`] and checked by
//! [`controle`]; a [`Werkstroom`] that exists is valid. To add a requirement or a kind of transition: add it to
//! [`soorten`], decide it in `initiatief/overgangen.rs`, describe it in docs/werkstromen.md.

pub mod controle;
pub mod lezen;
mod register;
pub mod soorten;

pub use crate::definitie::Fout;
pub use lezen::lees;
pub use register::{Werkstromen, WerkstroomRef};
pub use soorten::{Aanzet, Fase, Overgangsoort, Termijneenheid, Vereiste};

use crate::Rol;
use serde::{Deserialize, Serialize};

/// The code of the default definition.
pub const STANDAARDCODE: &str = "wijkinitiatief";
/// Its source.
pub const STANDAARD: &str = include_str!("wijkinitiatief.toml");

/// A valid workflow definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Werkstroom {
    /// Its code, the same in every version.
    pub code: String,
    /// Its version, from 1.
    pub versie: u32,
    /// Its name for people.
    pub naam: String,
    /// What it is for.
    pub omschrijving: String,
    /// The status in which an initiative starts.
    pub begin: String,
    /// The states.
    pub statussen: Vec<Status>,
    /// The transitions.
    pub overgangen: Vec<Overgang>,
    /// The terms that run beside the states.
    pub termijnen: Vec<Termijn>,
}

/// A state of the workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// Its code.
    pub code: String,
    /// Its name for people.
    pub naam: String,
    /// What it means for the figures, whatever it is called.
    pub fase: Fase,
    /// Whose turn it is.
    pub aan_zet: Vec<Aanzet>,
    /// Whose turn it is when `aan_zet` names only afdelingen or partners and there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terugval: Option<Aanzet>,
    /// How long it should take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub norm: Option<Duur>,
    /// Whether the statutory clock is suspended.
    pub schort_op: bool,
    /// The escalation that is proposed when it takes too long here; without, that is only signalled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bij_overschrijding: Option<String>,
}

impl Status {
    /// Whether orders may stand open here: it lets departments work, or it is a pause after which they go on.
    pub fn kent_opdrachten(&self) -> bool {
        self.aan_zet.contains(&Aanzet::Afdelingen)
            || matches!(
                self.fase,
                Fase::WachtOpIndiener
                    | Fase::EscalatieAmbtelijk
                    | Fase::EscalatieBestuurlijk
                    | Fase::Aangehouden
            )
    }
}

/// A number of days or weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duur {
    /// How many.
    pub aantal: u32,
    /// Of what.
    pub eenheid: Termijneenheid,
}

/// Where a transition leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub enum Doel {
    /// To this status.
    Status(String),
    /// Back to the status that was left when the present one was entered.
    Herkomst,
}

/// How [`Doel::Herkomst`] is written.
pub const HERKOMST: &str = "@herkomst";

impl From<Doel> for String {
    fn from(doel: Doel) -> Self {
        match doel {
            Doel::Status(code) => code,
            Doel::Herkomst => HERKOMST.to_owned(),
        }
    }
}

/// A transition between states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Overgang {
    /// Its code.
    pub code: String,
    /// Its name for people, as on a button.
    pub naam: String,
    /// What happens: decides the event that is recorded.
    pub soort: Overgangsoort,
    /// The states from which it may be taken.
    pub van: Vec<String>,
    /// Where it leads.
    pub naar: Doel,
    /// Who may take it.
    pub rollen: Vec<Rol>,
    /// What it requires, those of its kind included.
    pub vereist: Vec<Vereiste>,
}

/// A term, statutory or of the municipality's own policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Termijn {
    /// Its code.
    pub code: String,
    /// Its name for people.
    pub naam: String,
    /// Its legal basis or policy.
    pub grondslag: String,
    /// Whether the law sets it: then the Algemene termijnenwet moves its end off weekends and holidays.
    pub wettelijk: bool,
    /// How long.
    pub duur: Duur,
    /// The status whose entry starts it.
    pub vanaf: String,
    /// The phases that end it.
    pub tot: Vec<Fase>,
}

impl Werkstroom {
    /// The status with this code.
    pub fn status(&self, code: &str) -> Option<&Status> {
        self.statussen.iter().find(|s| s.code == code)
    }

    /// The transition with this code.
    pub fn overgang(&self, code: &str) -> Option<&Overgang> {
        self.overgangen.iter().find(|o| o.code == code)
    }

    /// The transitions that may be taken from a status, in the order of the definition.
    pub fn overgangen_van<'a>(&'a self, status: &'a str) -> impl Iterator<Item = &'a Overgang> {
        self.overgangen.iter().filter(move |o| o.van.iter().any(|v| v == status))
    }

    /// Whether a status ends the initiative.
    pub fn is_einde(&self, status: &str) -> bool {
        self.status(status).is_some_and(|s| s.fase.is_einde())
    }

    /// The states that a transition may lead to from one of its states: one, or for `@herkomst` every state from
    /// which that state can be entered.
    pub fn doelen<'a>(&'a self, overgang: &'a Overgang, van: &'a str) -> Vec<&'a str> {
        match &overgang.naar {
            Doel::Status(code) => vec![code],
            Doel::Herkomst => {
                let mut bronnen: Vec<&str> = (self.overgangen.iter())
                    .filter(|o| o.naar == Doel::Status(van.to_owned()))
                    .flat_map(|o| o.van.iter().map(String::as_str))
                    .filter(|bron| *bron != van)
                    .collect();
                bronnen.sort_unstable();
                bronnen.dedup();
                bronnen
            }
        }
    }
}
