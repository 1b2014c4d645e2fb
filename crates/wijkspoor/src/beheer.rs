//! The commands for those who run it: definitions, read models, the document.

use crate::bronnen::geldig;
use crate::cli::{Formaat, Gegevens, Inrichting, Werkstroom};
use crate::instellingen::Instellingen;
use crate::open::{Database, journaal, lees_bestand, oorzaak};
use crate::serve::omgeving;
use crate::uitvoer::meld;
use crate::voorbeeld::INRICHTING;
use anyhow::{Result, anyhow};
use indicatif::ProgressBar;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use wijkspoor_api::Journals;
use wijkspoor_domain::inrichting::{self, Lijst};
use wijkspoor_domain::werkstroom::{self, Fout};
use wijkspoor_projections::{Budgetspoor, Programmaspoor, Signaalspoor, Spoor, Vernietigingsspoor};
use wijkspoor_store::{SystemClock, rebuild};

/// `wijkspoor werkstroom`.
pub fn werkstroom(opdracht: &Werkstroom) -> Result<String> {
    match opdracht {
        Werkstroom::Controleer { bestand } => {
            let w = controleer(bestand, werkstroom::lees)?;
            let (statussen, overgangen) = (w.statussen.len(), w.overgangen.len());
            Ok(format!(
                "{}: {} versie {} is in orde ({statussen} statussen, {overgangen} overgangen)\n",
                bestand.display(),
                w.code,
                w.versie,
            ))
        }
        Werkstroom::Teken { bestand, formaat, uit } => {
            let w = geldig(&bestand.display().to_string(), werkstroom::lees(&lees_bestand(bestand)?))?;
            let mermaid =
                uit.as_ref().and_then(|u| u.extension()).is_some_and(|e| e == "mmd" || e == "mermaid");
            let tekening = match formaat.unwrap_or(if mermaid { Formaat::Mermaid } else { Formaat::Svg }) {
                Formaat::Svg => wijkspoor_tekening::svg(&w),
                Formaat::Mermaid => wijkspoor_tekening::mermaid(&w),
            };
            let Some(uit) = uit else { return Ok(tekening) };
            let geschreven = std::fs::write(uit, tekening);
            geschreven
                .map_err(|fout| anyhow!("{} is niet te schrijven: {}", uit.display(), oorzaak(&fout)))?;
            Ok(String::new())
        }
    }
}

/// `wijkspoor inrichting`.
pub fn inrichting(opdracht: &Inrichting) -> Result<String> {
    let bestand = match opdracht {
        Inrichting::Voorbeeld => return Ok(INRICHTING.to_owned()),
        Inrichting::Controleer { bestand } => bestand,
    };
    let i = controleer(bestand, inrichting::lees)?;
    let namen = |lijst: &Lijst| match i.namen(*lijst).len() {
        0 => format!("{lijst} vrij"),
        n => format!("{lijst} {n}"),
    };
    let lijsten: Vec<String> = Lijst::ALLE.iter().map(namen).collect();
    let (pad, lijsten) = (bestand.display(), lijsten.join(", "));
    Ok(format!(
        "{pad}: {} versie {} is in orde ({lijsten}, beleid {})\n",
        i.gemeente,
        i.versie,
        i.beleid.len()
    ))
}

/// A definition out of a file; each fault of it is named.
fn controleer<T>(bestand: &Path, lees: fn(&str) -> Result<T, Vec<Fout>>) -> Result<T> {
    lees(&lees_bestand(bestand)?).map_err(|fouten| {
        let pad = bestand.display();
        fouten.iter().for_each(|fout| meld(&format!("{pad}: {fout}")));
        anyhow!("{pad}: {} {}", fouten.len(), if fouten.len() == 1 { "fout" } else { "fouten" })
    })
}

/// `wijkspoor projecties herbouw`.
pub async fn herbouw(gegevens: &Gegevens) -> Result<String> {
    let instellingen = Instellingen::lees(gegevens, (None, None), omgeving)?;
    let (journals, waar) = journaal(&instellingen, Arc::new(SystemClock), Database::MoetBestaan).await?;
    let Journals { initiatieven, signalen, programmas, budgetten, vernietigingen } = journals;
    let balk = ProgressBar::new(0);
    let voortgang = |gedaan, totaal| {
        balk.set_length(totaal);
        balk.set_position(gedaan);
    };
    let store = initiatieven.store();
    let berichten = [
        ("initiatieven", rebuild::<Spoor>(store, &initiatieven.services(), voortgang).await?),
        ("signalen", rebuild::<Signaalspoor>(store, &signalen.services(), voortgang).await?),
        ("wijkprogramma's", rebuild::<Programmaspoor>(store, &programmas.services(), voortgang).await?),
        ("budgetten", rebuild::<Budgetspoor>(store, &budgetten.services(), voortgang).await?),
        (
            "vernietigingslijsten",
            rebuild::<Vernietigingsspoor>(store, &vernietigingen.services(), voortgang).await?,
        ),
    ];
    balk.finish_and_clear();
    let mut tekst = format!("Leesmodellen vergeleken met het log ({waar})\n");
    let mut verschillen = 0;
    for (naam, bericht) in &berichten {
        let _ = writeln!(tekst, "{naam}: {} gebeurtenissen van {}", bericht.events, bericht.streams);
        for tabel in &bericht.tables {
            let verschil = match tabel.differences {
                Some(0) => "gelijk aan het log".to_owned(),
                Some(n) => format!("{n} verschillen met het log"),
                None => "nieuw".to_owned(),
            };
            verschillen += tabel.differences.unwrap_or(0);
            let _ = writeln!(tekst, "  {:<18} {:>8} rijen, {verschil}", tabel.name, tabel.rows);
        }
    }
    if verschillen > 0 {
        tekst += "Waar verschillen waren zijn de leesmodellen herbouwd, en nu in gebruik. Verschillen horen er niet te zijn: meld ze.\n";
    }
    Ok(tekst)
}

/// `wijkspoor openapi`.
pub fn openapi() -> Result<String> {
    Ok(serde_json::to_string_pretty(&wijkspoor_api::document())? + "\n")
}
