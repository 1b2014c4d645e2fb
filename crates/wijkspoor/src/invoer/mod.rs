//! Importing a spreadsheet: reads the file, judges every initiative in it against what there is, and records those that
//! are in order, many at once. What a row means and whether it may, is in `wijkspoor_invoer`.
//!
//! `werk` reads what there is, judges and records; `rapport` says how it went.

mod rapport;
mod werk;

use crate::Antwoord;
use crate::bronnen::Bronnen;
use crate::cli::Importeer;
use crate::genereer::balk;
use crate::instellingen::Instellingen;
use crate::open::{Database, journaal, oorzaak, plaats, probeer};
use crate::serve::omgeving;
use anyhow::{Result, anyhow, bail};
use indicatif::ProgressBar;
use rapport::Rapport;
use std::path::Path;
use std::sync::Arc;
use werk::{Werk, voegt_toe};
use wijkspoor_api::Journals;
use wijkspoor_invoer::{Bestand, Invoer, Tabel, groepeer};
use wijkspoor_store::{SystemClock, Target, stable_id};

/// The exit code when some of it was refused.
const GEWEIGERD: u8 = 3;

/// `wijkspoor importeer`.
pub async fn importeer(opdracht: &Importeer) -> Result<Antwoord> {
    let pad = &opdracht.bestand;
    if opdracht.verslag.as_ref().is_some_and(|verslag| is_zelfde(verslag, pad)) {
        bail!("--verslag {} is het bestand zelf; kies een andere naam", pad.display());
    }
    // Before anything is recorded it is known that it can be told.
    let klad = opdracht.verslag.as_deref().map(rapport::klad).transpose()?;
    let klok = ProgressBar::hidden();
    let (bestand, opmerkingen) = lees(pad, opdracht.blad.as_deref())?;
    let (journals, waar, _proef) = open(opdracht).await?;
    let journal = journals.initiatieven;
    let nu = journal.store().clock().now();
    let (invoer, groepen, zonder) = Invoer::nieuw(&opdracht.bron, bestand, journal.services(), nu, stable_id);
    let werk = Arc::new(Werk { journal, invoer, groepen });

    let controle = balk("controleren", werk.groepen.len() as u64);
    let mut oordelen = werk.controleer(|n| controle.inc(n)).await?;
    controle.finish_and_clear();
    if opdracht.leg_vast {
        let aantal = oordelen.iter().filter(|o| voegt_toe(o.uitkomst)).count();
        let vastleggen = balk("vastleggen", aantal as u64);
        werk.leg_vast(&mut oordelen, |n| vastleggen.inc(n)).await?;
        vastleggen.finish_and_clear();
    }
    let rapport = Rapport {
        opdracht,
        waar: &waar,
        groepen: &werk.groepen,
        zonder: &zonder,
        oordelen: &oordelen,
        opmerkingen: &opmerkingen,
        duur: klok.elapsed(),
    };
    if let (Some(verslag), Some(klad)) = (&opdracht.verslag, klad) {
        rapport.schrijf(klad, verslag)?;
    }
    let code = if rapport.is_geweigerd() { GEWEIGERD } else { 0 };
    Ok(Antwoord { tekst: rapport.tekst(), code })
}

fn lees(pad: &Path, blad: Option<&str>) -> Result<(Bestand, Vec<String>)> {
    let naam = pad.display();
    let bytes = std::fs::read(pad).map_err(|fout| anyhow!("{naam} is niet te lezen: {}", oorzaak(&fout)))?;
    let mut tabel = Tabel::lees(&bytes, blad).map_err(|fout| anyhow!("{naam}: {fout}"))?;
    let opmerkingen = std::mem::take(&mut tabel.opmerkingen);
    let bestand = groepeer(tabel).map_err(|fout| anyhow!("{naam}: {}", fout.0.replace('\n', "; ")))?;
    Ok((bestand, opmerkingen))
}

/// The data; a dry run makes no database and registers nothing in one. What comes last is to be kept as long as the data.
async fn open(opdracht: &Importeer) -> Result<(Journals, String, Option<tempfile::TempDir>)> {
    let instellingen = Instellingen::lees(&opdracht.gegevens, (None, None), omgeving)?;
    let klok = Arc::new(SystemClock);
    if opdracht.leg_vast {
        let (journals, waar) = journaal(&instellingen, klok, Database::MagNieuw).await?;
        return Ok((journals, waar, None));
    }
    let bronnen = Bronnen::lees(instellingen.werkstromen.as_deref(), instellingen.inrichting.as_deref())?;
    let (target, waar, map) = match instellingen.target() {
        Target::Sqlite(pad) if !pad.exists() => {
            let map = tempfile::tempdir()?;
            let waar = format!("er is nog geen database {}", pad.display());
            (Target::Sqlite(map.path().join("proef.db")), waar, Some(map))
        }
        target => {
            let waar = plaats(&target);
            (target, waar, None)
        }
    };
    Ok((probeer(&target, klok, bronnen, instellingen.bewaring.custody()?).await?, waar, map))
}

fn is_zelfde(een: &Path, ander: &Path) -> bool {
    match (een.canonicalize(), ander.canonicalize()) {
        (Ok(een), Ok(ander)) => een == ander,
        _ => false,
    }
}
