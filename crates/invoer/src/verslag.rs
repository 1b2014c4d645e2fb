//! The report: what became of every row, for a spreadsheet.

use crate::groep::Groep;
use crate::keten::{Oordeel, Uitkomst};
use crate::melding::{Ernst, Melding};
use std::io::Write;

/// A spreadsheet takes what begins with one of these for a formula.
const FORMULE: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A report that is being written.
pub struct Verslag<W: Write>(csv::Writer<W>);

impl<W: Write> Verslag<W> {
    /// With its heading. Semicolons and a mark of UTF-8: so that a Dutch Excel opens it as a table.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(mut uit: W) -> csv::Result<Self> {
        uit.write_all("\u{feff}".as_bytes())?;
        let mut verslag = Self(
            csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(uit),
        );
        verslag.rij(["regel", "initiatief", "uitkomst", "kolom", "wat", "wat wel kan"].map(str::to_owned))?;
        Ok(verslag)
    }

    /// What became of the rows of one initiative: a line for each thing to say, or one that says how it is.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn initiatief(&mut self, groep: &Groep, oordeel: &Oordeel) -> csv::Result<()> {
        let fout = oordeel.meldingen.iter().find(|m| m.ernst == Ernst::Fout).map(|m| m.regel);
        for (i, rij) in groep.rijen.iter().enumerate() {
            let mut gezegd = false;
            for melding in oordeel.meldingen.iter().filter(|m| m.regel == rij.regel) {
                self.melding(groep.sleutel.as_str(), melding)?;
                gezegd |= melding.ernst == Ernst::Fout;
            }
            if gezegd {
                continue;
            }
            let (uitkomst, wat) = match (oordeel.uitkomst, fout) {
                _ if i < oordeel.bekend => ("al ingevoerd", String::new()),
                (Uitkomst::Geweigerd, Some(fout)) => (
                    "vervalt",
                    format!("om de fout in regel {fout} wordt niets van dit initiatief ingevoerd"),
                ),
                _ => ("goed", String::new()),
            };
            let cellen = [rij.regel.to_string(), groep.sleutel.to_string(), uitkomst.to_owned()];
            self.rij(cellen.into_iter().chain([String::new(), wat, String::new()]))?;
        }
        Ok(())
    }

    /// Something to say of one row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn melding(&mut self, sleutel: &str, melding: &Melding) -> csv::Result<()> {
        let uitkomst = match melding.ernst {
            Ernst::Fout => "fout",
            Ernst::LetOp => "let op",
        };
        let kolom = melding.kolom.clone().unwrap_or_default();
        let cellen = [melding.regel.to_string(), sleutel.to_owned(), uitkomst.to_owned(), kolom];
        self.rij(cellen.into_iter().chain([melding.wat.clone(), melding.wel.clone()]))
    }

    /// All is written; gives back what it was written to.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn klaar(self) -> csv::Result<W> {
        self.0.into_inner().map_err(|fout| csv::Error::from(std::io::Error::other(fout.to_string())))
    }

    fn rij(&mut self, cellen: impl IntoIterator<Item = String>) -> csv::Result<()> {
        self.0.write_record(cellen.into_iter().map(|cel| match cel.starts_with(FORMULE) {
            true => format!("'{cel}"),
            false => cel,
        }))
    }
}
