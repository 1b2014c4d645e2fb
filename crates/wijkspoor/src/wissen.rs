//! `wijkspoor log wis`: erasing personal data by a decision; `wissingen herhaal`: once more, after a restore.

use crate::cli::{Besluit, Log, Wis, Wissingen};
use crate::open::bestaande;
use anyhow::{Result, anyhow, bail};
use wijkspoor_api::Journals;
use wijkspoor_api::reads::wissingen::Wissing;
use wijkspoor_api::wissen;
use wijkspoor_domain::{Actor, Metadata, Moment, Naam, Rol, Wisbesluit};
use wijkspoor_store::{ErasureJournal, IdSource, Store, SystemIds};

/// `wijkspoor log`.
pub async fn log(opdracht: &Log) -> Result<String> {
    let Log::Wis(wis) = opdracht;
    self::wis(&bestaande(&wis.gegevens).await?, wis).await
}

/// Erases what is personal in some streams.
async fn wis(journals: &Journals, opdracht: &Wis) -> Result<String> {
    let Wis { ids, besluit, ook_lopend, ja, .. } = opdracht;
    if !ja {
        let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
        bail!(
            "dit wist de persoonsgegevens van {} voor altijd, ook uit het log; geef --ja mee als dat de bedoeling is",
            ids.join(", ")
        );
    }
    let metadata = metadata(journals.initiatieven.store());
    let mut tekst = String::new();
    for id in ids {
        let wissing = wissen::wis(journals, *id, wisbesluit(besluit)?, *ook_lopend, &metadata).await;
        let wissing = wissing.map_err(|fout| {
            anyhow!("{tekst}{}", fout.to_string().replace("(ookLopend)", "(--ook-lopend)"))
        })?;
        tekst += &format!("De persoonsgegevens van {} {id} zijn gewist.\n", wissing.soort);
    }
    tekst += "Het verloop en de cijfers blijven, en wie het log volgt hoort ervan.\nIn back-ups van hiervoor staan zij nog.\n";
    Ok(tekst)
}

/// `wijkspoor wissingen`.
pub async fn wissingen(opdracht: &Wissingen) -> Result<String> {
    let Wissingen::Herhaal { bestand, gegevens } = opdracht;
    if !bestand.is_file() {
        bail!("er is geen wisjournaal {}", bestand.display());
    }
    let journals = bestaande(gegevens).await?;
    let wissen::Herhaald { gewist, al_gewist, onbekend } =
        wissen::herhaal(&journals, &ErasureJournal::new(bestand)).await?;
    Ok(format!("Opnieuw gewist: {gewist}. Al gewist: {al_gewist}. Niet in deze database: {onbekend}.\n"))
}

fn wisbesluit(besluit: &Besluit) -> Result<Wisbesluit> {
    Ok(Wisbesluit {
        aanleiding: besluit.aanleiding,
        verzoek_op: besluit.verzoek_op,
        grond: besluit.grond,
        kenmerk: besluit.kenmerk.clone(),
        mandaat: Naam::try_from(besluit.mandaat.as_str())?,
        motivering: besluit.motivering.clone(),
    })
}

/// Who erases from the command line, and when.
fn metadata(store: &Store) -> Metadata {
    let actor = Actor { id: "opdrachtregel".to_owned(), rol: Rol::Beheerder, gebied: None, afdeling: None };
    let correlatie = SystemIds::new(store.clock().clone()).next();
    Metadata::nieuw(actor, correlatie, Moment::tijdstip(store.clock().now()))
}

/// That it was erased, for a terminal.
pub fn regel(wissing: &Wissing) -> String {
    let waarom = wissing.besluit.as_ref().map_or("besluit niet vastgelegd", |besluit| besluit.grond.naam());
    format!("Persoonsgegevens gewist op {} ({waarom})\n", wissing.op.strftime("%Y-%m-%d"))
}
