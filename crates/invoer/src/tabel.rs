//! A sheet of cells, whatever file it came from.

use crate::{blad, komma};
use jiff::civil::DateTime;
use thiserror::Error;

/// A cell with something in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cel {
    /// Text, trimmed and not empty.
    Tekst(String),
    /// A number, where the file knows numbers.
    Getal(f64),
    /// A date or time, where the file knows those.
    Datum(DateTime),
}

/// A row under the heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Rij {
    /// Its line in the file, from 1.
    pub regel: u32,
    /// Its cells, by column.
    pub cellen: Vec<Option<Cel>>,
}

/// A heading with rows under it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tabel {
    /// The headings, by column; empty where there is none.
    pub koppen: Vec<String>,
    /// The rows with anything in them.
    pub rijen: Vec<Rij>,
    /// What whoever gave the file should know of how it was read.
    pub opmerkingen: Vec<String>,
}

/// Why a file is no table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct Tabelfout(pub String);

impl Tabel {
    /// Reads a file: XLSX where it begins like one, else CSV. `blad` names the sheet of a workbook; without, the first.
    ///
    /// # Errors
    /// When it is neither, or empty.
    pub fn lees(bytes: &[u8], blad: Option<&str>) -> Result<Self, Tabelfout> {
        let begin = |teken: &[u8]| bytes.starts_with(teken);
        let tabel = match () {
            () if begin(b"PK\x03\x04") => blad::lees(bytes, blad)?,
            () if begin(b"\xd0\xcf\x11\xe0") => {
                return fout(
                    "dit is een oud Excel-bestand (.xls), of een met een wachtwoord: sla het op als .xlsx zonder wachtwoord, of als CSV",
                );
            }
            () if begin(b"%PDF") => return fout("dit is een PDF: sla de tabel op als .xlsx of als CSV"),
            () if blad.is_some() => return fout("alleen een .xlsx-bestand heeft bladen: laat --blad weg"),
            () => komma::lees(bytes)?,
        };
        if tabel.koppen.is_empty() {
            return fout("het bestand is leeg: op de eerste regel horen de namen van de kolommen");
        }
        Ok(tabel)
    }
}

pub(crate) fn fout<T>(melding: impl Into<String>) -> Result<T, Tabelfout> {
    Err(Tabelfout(melding.into()))
}

/// The text of a cell, if there is any: lines end in one way, whatever wrote the file.
pub(crate) fn tekst(tekst: &str) -> Option<Cel> {
    let tekst = tekst.replace("\r\n", "\n");
    let tekst = tekst.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    (!tekst.is_empty()).then(|| Cel::Tekst(tekst.to_owned()))
}
