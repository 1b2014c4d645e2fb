//! `wijkspoor inzage`: everything that is held about one person, as a list and as an export.

use crate::cli::Inzage;
use crate::open::{bestaande, schrijf_nieuw};
use anyhow::{Result, bail};
use indicatif::ProgressBar;
use std::fmt::Write as _;
use wijkspoor_api::inzage::{self, Wie, zoek};

/// Shortest text to look for: less than this names everybody.
const KORTST: usize = 3;

/// Looks for a person in the whole log.
pub async fn inzage(opdracht: &Inzage) -> Result<String> {
    let wie = Wie { namen: opdracht.naam.clone(), actoren: opdracht.actor.clone() };
    if let Some(kort) = wie.namen.iter().find(|naam| naam.trim().chars().count() < KORTST) {
        bail!("{kort:?} is te kort om iemand aan te herkennen: geef minstens {KORTST} tekens");
    }
    if wie.namen.is_empty() && wie.actoren.is_empty() {
        bail!("geef een --naam (ook een e-mailadres of telefoonnummer) of een --actor");
    }
    let journals = bestaande(&opdracht.gegevens).await?;
    let store = journals.initiatieven.store();
    let balk = ProgressBar::new(0);
    let gevonden = zoek(store, wie, store.clock().now(), |gedaan, totaal| {
        balk.set_length(u64::try_from(totaal).unwrap_or(0));
        balk.set_position(u64::try_from(gedaan).unwrap_or(0));
    })
    .await?;
    balk.finish_and_clear();
    let mut tekst = overzicht(&gevonden);
    if let Some(pad) = &opdracht.uit {
        schrijf_nieuw(pad, &serde_json::to_vec_pretty(&gevonden)?)?;
        let _ = writeln!(
            tekst,
            "Alles staat in {}. Daar staan persoonsgegevens in: bewaar het niet langer dan nodig.",
            pad.display()
        );
    }
    Ok(tekst)
}

fn overzicht(gevonden: &inzage::Inzage) -> String {
    let mut tekst = format!(
        "Gezocht in {} gebeurtenissen: genoemd in {} dossiers.\n",
        gevonden.tot_en_met_positie,
        gevonden.dossiers.len()
    );
    for dossier in &gevonden.dossiers {
        let velden: usize = dossier.stappen.iter().map(|stap| stap.velden.len()).sum();
        let zelf = dossier.stappen.iter().filter(|stap| stap.zelf_gedaan).count();
        let _ = writeln!(
            tekst,
            "  {:<14} {}  genoemd in {velden} velden, deed zelf {zelf} stappen",
            dossier.reeks, dossier.id
        );
    }
    if gevonden.onthouden_verzoeken > 0 || !gevonden.abonnementen.is_empty() {
        let _ = writeln!(
            tekst,
            "Buiten het log: {} onthouden verzoeken, {} abonnementen gemaakt.",
            gevonden.onthouden_verzoeken,
            gevonden.abonnementen.len()
        );
    }
    if !gevonden.dossiers.is_empty() {
        let ids: Vec<_> = gevonden.dossiers.iter().map(|dossier| dossier.id.to_string()).collect();
        let _ = writeln!(
            tekst,
            "Wissen gaat per dossier, met alles wat van wie dan ook daarin staat:\n  wijkspoor log wis {} …",
            ids.join(" ")
        );
    }
    tekst
}
