//! What all definitions that are written as TOML have in common: faults with their place, all of a file together.

use serde::de::DeserializeOwned;
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

/// A word that knows its place.
pub(crate) type Woord = Spanned<String>;

/// Reads TOML of this shape.
///
/// # Errors
/// The one fault that keeps it from being read.
pub(crate) fn lees_toml<T: DeserializeOwned>(tekst: &str) -> Result<T, Vec<Fout>> {
    toml::from_str(tekst).map_err(|fout| {
        vec![Fout {
            regel: regel_van(tekst, fout.span().map_or(0, |span| span.start)),
            plaats: "indeling van het bestand".to_owned(),
            melding: vertaal(fout.message()),
        }]
    })
}

/// Collects the faults of a text.
pub(crate) struct Fouten<'a> {
    tekst: &'a str,
    fouten: Vec<Fout>,
}

impl<'a> Fouten<'a> {
    pub(crate) fn van(tekst: &'a str) -> Self {
        Self { tekst, fouten: Vec::new() }
    }

    pub(crate) fn meld(&mut self, positie: usize, plaats: impl Into<String>, melding: impl Into<String>) {
        let regel = regel_van(self.tekst, positie);
        self.fouten.push(Fout { regel, plaats: plaats.into(), melding: melding.into() });
    }

    /// A word of a closed set; an unknown one is reported with what would be right.
    pub(crate) fn kies<T: Copy + 'static>(
        &mut self,
        woord: &Woord,
        plaats: &str,
        alle: &[T],
        code: fn(T) -> &'static str,
    ) -> Option<T> {
        let gevonden = alle.iter().copied().find(|x| code(*x) == woord.as_ref());
        if gevonden.is_none() {
            let mogelijk: Vec<_> = alle.iter().map(|x| code(*x)).collect();
            let melding = format!("{:?} is onbekend; mogelijk is: {}", woord.as_ref(), mogelijk.join(", "));
            self.meld(woord.span().start, plaats, melding);
        }
        gevonden
    }

    /// A code: the name of something for programs.
    pub(crate) fn code(&mut self, woord: &Woord, plaats: &str) -> String {
        let code: &String = woord.as_ref();
        let goed = code.len() <= 60
            && code.starts_with(|c: char| c.is_ascii_lowercase())
            && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !goed {
            let melding = format!(
                "{code:?} is geen code: gebruik hoogstens 60 kleine letters, cijfers en _, met een letter voorop"
            );
            self.meld(woord.span().start, plaats, melding);
        }
        code.clone()
    }

    pub(crate) fn is_leeg(&self) -> bool {
        self.fouten.is_empty()
    }

    /// The value, if there is no fault; else the faults, by line.
    pub(crate) fn of<T>(mut self, waarde: T) -> Result<T, Vec<Fout>> {
        self.fouten.sort_by_key(|f| f.regel);
        if self.fouten.is_empty() { Ok(waarde) } else { Err(self.fouten) }
    }
}

fn regel_van(tekst: &str, positie: usize) -> usize {
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
            return format!(
                "{nederlands}{}",
                rest.replace("expected", "verwacht:")
                    .replace("a TOML datetime", "een datum zoals 2021-01-31")
            );
        }
    }
    format!("geen geldige TOML: {melding}")
}
