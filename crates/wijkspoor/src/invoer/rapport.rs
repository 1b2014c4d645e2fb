//! How it went: in short for a terminal, whole as a table.

use super::werk::voegt_toe;
use crate::cli::Importeer;
use crate::open::oorzaak;
use crate::uitvoer::schoon;
use anyhow::{Result, anyhow};
use indicatif::HumanCount;
use std::fmt::Write as _;
use std::io::BufWriter;
use std::path::Path;
use std::time::Duration;
use tempfile::NamedTempFile;
use wijkspoor_invoer::{Ernst, Groep, Melding, Oordeel, Uitkomst, Verslag};

/// More than this nobody reads on a terminal.
const GETOOND: usize = 20;

/// All that there is to say.
pub struct Rapport<'a> {
    pub opdracht: &'a Importeer,
    pub waar: &'a str,
    pub groepen: &'a [Groep],
    /// What is wrong with rows of no initiative.
    pub zonder: &'a [Melding],
    pub oordelen: &'a [Oordeel],
    pub opmerkingen: &'a [String],
    pub duur: Duration,
}

impl Rapport<'_> {
    /// Whether anything was refused.
    pub fn is_geweigerd(&self) -> bool {
        !self.zonder.is_empty() || self.oordelen.iter().any(|o| o.uitkomst == Uitkomst::Geweigerd)
    }

    /// In short.
    pub fn tekst(&self) -> String {
        let mut tekst = String::new();
        for opmerking in self.opmerkingen {
            let _ = writeln!(tekst, "Let op: {opmerking}.");
        }
        tekst += &self.problemen();
        let rijen: usize = self.groepen.iter().map(|g| g.rijen.len()).sum::<usize>() + self.zonder.len();
        let _ = writeln!(
            tekst,
            "{}: {} regels van {} initiatieven in {} ({})",
            self.opdracht.bestand.display(),
            HumanCount(rijen as u64),
            HumanCount(self.groepen.len() as u64),
            in_woorden(self.duur),
            self.waar
        );
        for (naam, uitkomst) in [
            ("nieuw", Uitkomst::Nieuw),
            ("uitgebreid", Uitkomst::Uitgebreid),
            ("al ingevoerd", Uitkomst::Ongewijzigd),
            ("geweigerd", Uitkomst::Geweigerd),
        ] {
            let (mut initiatieven, mut regels) = (0, 0);
            for (groep, oordeel) in
                self.groepen.iter().zip(self.oordelen).filter(|(_, o)| o.uitkomst == uitkomst)
            {
                initiatieven += 1;
                regels +=
                    if voegt_toe(uitkomst) { groep.rijen.len() - oordeel.bekend } else { groep.rijen.len() };
            }
            if uitkomst == Uitkomst::Geweigerd {
                regels += self.zonder.len();
            }
            let _ = writeln!(
                tekst,
                "  {naam:<13} {:>9} initiatieven, {:>9} regels",
                HumanCount(initiatieven).to_string(),
                HumanCount(regels as u64).to_string()
            );
        }
        if let Some(verslag) = &self.opdracht.verslag {
            let _ = writeln!(tekst, "Wat er van elke regel is geworden staat in {}.", verslag.display());
        }
        tekst += match (self.opdracht.leg_vast, self.is_geweigerd()) {
            (true, false) => "",
            (true, true) => {
                "Wat in orde is, is vastgelegd. Verbeter de rest, en geef dezelfde opdracht opnieuw.\n"
            }
            (false, false) => {
                "Dit was een proef: er is NIETS vastgelegd. Klopt het? Geef dezelfde opdracht met --leg-vast.\n"
            }
            (false, true) => {
                "Dit was een proef: er is NIETS vastgelegd. Verbeter wat er mis is, of leg met --leg-vast vast wat in orde is.\n"
            }
        };
        tekst
    }

    fn problemen(&self) -> String {
        let los = self.zonder.iter().map(|m| ("", m));
        let van = |(groep, oordeel): (_, _)| -> Vec<(_, _)> {
            let (groep, oordeel): (&Groep, &Oordeel) = (groep, oordeel);
            oordeel.meldingen.iter().map(|m| (groep.sleutel.as_str(), m)).collect()
        };
        let mut alle: Vec<(&str, &Melding)> =
            los.chain(self.groepen.iter().zip(self.oordelen).flat_map(van)).collect();
        alle.sort_by_key(|(_, m)| m.regel);
        let mut tekst = String::new();
        for (sleutel, melding) in alle.iter().take(GETOOND) {
            let Melding { ernst, regel, kolom, wat, wel } = melding;
            let soort = if *ernst == Ernst::LetOp { ", let op" } else { "" };
            let kolom = kolom.as_ref().map(|k| format!(", kolom {k}")).unwrap_or_default();
            let sleutel = if sleutel.is_empty() { String::new() } else { format!(" ({})", schoon(sleutel)) };
            let _ = writeln!(tekst, "regel {regel}{kolom}{sleutel}{soort}: {}", schoon(wat));
            if !wel.is_empty() {
                let _ = writeln!(tekst, "    {}", schoon(wel));
            }
        }
        if alle.len() > GETOOND {
            let waar = if self.opdracht.verslag.is_some() { "" } else { " met --verslag BESTAND" };
            let _ = writeln!(
                tekst,
                "… en nog {}; ze staan alle in het verslag{waar}",
                HumanCount((alle.len() - GETOOND) as u64)
            );
        }
        if !alle.is_empty() {
            tekst.push('\n');
        }
        tekst
    }

    /// Whole, to a file.
    pub fn schrijf(&self, klad: NamedTempFile, pad: &Path) -> Result<()> {
        self.schrijf_klad(klad)
            .and_then(|klad| Ok(klad.persist(pad)?))
            .map_err(|fout| onschrijfbaar(pad, &fout))?;
        Ok(())
    }

    fn schrijf_klad(&self, klad: NamedTempFile) -> Result<NamedTempFile> {
        let mut verslag = Verslag::begin(BufWriter::new(klad))?;
        for melding in self.zonder {
            verslag.melding("", melding)?;
        }
        for (groep, oordeel) in self.groepen.iter().zip(self.oordelen) {
            verslag.initiatief(groep, oordeel)?;
        }
        Ok(verslag.klaar()?.into_inner()?)
    }
}

/// A file beside the one that is asked: half a report is worse than none.
pub fn klad(pad: &Path) -> Result<NamedTempFile> {
    let map = pad.parent().filter(|map| !map.as_os_str().is_empty()).unwrap_or(Path::new("."));
    NamedTempFile::new_in(map)
        .map_err(|fout| anyhow!("{} is niet te schrijven: {}", pad.display(), oorzaak(&fout)))
}

fn onschrijfbaar(pad: &Path, fout: &anyhow::Error) -> anyhow::Error {
    anyhow!("{} is niet te schrijven: {fout}", pad.display())
}

fn in_woorden(duur: Duration) -> String {
    match duur.as_secs() {
        0..60 => format!("{:.1} seconden", duur.as_secs_f64()).replace('.', ","),
        seconden => format!("{} minuten en {} seconden", seconden / 60, seconden % 60),
    }
}
