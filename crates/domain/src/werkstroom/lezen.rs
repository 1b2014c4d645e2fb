//! Reads a definition from TOML. The raw form keeps the place of every word, so that [`super::controle`] can name the
//! line of each fault; all faults of a file come together.

use super::{Werkstroom, controle};
use serde::Deserialize;
use std::fmt;
use toml::Spanned;

/// A fault in a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fout {
    /// The line, from 1.
    pub regel: usize,
    /// The part of the definition: `overgangen "draag_over".naar`.
    pub plaats: String,
    /// What is wrong and what would be right.
    pub melding: String,
}

impl fmt::Display for Fout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "regel {}: {}: {}", self.regel, self.plaats, self.melding)
    }
}

pub(super) type Woord = Spanned<String>;

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
    pub duur: RuweDuur,
    pub vanaf: Woord,
    pub tot: Vec<Woord>,
}

/// Reads and checks a definition.
///
/// # Errors
/// Every fault of the text: one when it is no TOML of the right shape, else all that the checks find, by line.
pub fn lees(tekst: &str) -> Result<Werkstroom, Vec<Fout>> {
    let ruw: Ruw = toml::from_str(tekst).map_err(|fout| {
        let begin = fout.span().map_or(0, |span| span.start);
        vec![Fout {
            regel: regel_van(tekst, begin),
            plaats: "indeling van het bestand".to_owned(),
            melding: vertaal(fout.message()),
        }]
    })?;
    controle::controleer(&ruw, tekst)
}

pub(super) fn regel_van(tekst: &str, positie: usize) -> usize {
    tekst.as_bytes().iter().take(positie).filter(|b| **b == b'\n').count() + 1
}

/// The commonest messages of the TOML reader, in the language of the rest.
fn vertaal(melding: &str) -> String {
    let melding = melding.trim();
    for (engels, nederlands) in [
        ("missing field ", "verplicht veld ontbreekt: "),
        ("unknown field ", "onbekend veld: "),
        ("duplicate key", "sleutel staat er twee keer"),
        ("invalid type: ", "verkeerd soort waarde: "),
    ] {
        if let Some(rest) = melding.strip_prefix(engels) {
            return format!("{nederlands}{}", rest.replace("expected", "verwacht:"));
        }
    }
    format!("geen geldige TOML: {melding}")
}
