//! Reads a definition from TOML. The raw form keeps the place of every word, so that [`super::controle`] can name the
//! line of each fault; all faults of a file come together.

use super::{Werkstroom, controle};
use crate::definitie::{Fout, Woord, lees_toml};
use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ruw {
    pub code: Woord,
    pub versie: Spanned<u32>,
    pub naam: String,
    #[serde(default)]
    pub omschrijving: String,
    pub begin: Woord,
    pub statussen: Spanned<Vec<RuweStatus>>,
    pub overgangen: Vec<RuweOvergang>,
    #[serde(default)]
    pub termijnen: Vec<RuweTermijn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuweStatus {
    pub code: Woord,
    pub naam: String,
    pub fase: Woord,
    #[serde(default)]
    pub aan_zet: Vec<Woord>,
    pub terugval: Option<Woord>,
    pub norm: Option<RuweDuur>,
    #[serde(default)]
    pub schort_op: bool,
    pub bij_overschrijding: Option<Woord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuweDuur {
    pub aantal: Spanned<u32>,
    pub eenheid: Woord,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuweOvergang {
    pub code: Woord,
    pub naam: String,
    pub soort: Woord,
    pub van: Vec<Woord>,
    pub naar: Woord,
    pub rollen: Vec<Woord>,
    #[serde(default)]
    pub vereist: Vec<Woord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuweTermijn {
    pub code: Woord,
    pub naam: String,
    pub grondslag: String,
    #[serde(default = "ja")]
    pub wettelijk: bool,
    pub duur: RuweDuur,
    pub vanaf: Woord,
    pub tot: Vec<Woord>,
}

fn ja() -> bool {
    true
}

/// Reads and checks a definition.
///
/// # Errors
/// Every fault of the text: one when it is no TOML of the right shape, else all that the checks find, by line.
pub fn lees(tekst: &str) -> Result<Werkstroom, Vec<Fout>> {
    controle::controleer(&lees_toml(tekst)?, tekst)
}
