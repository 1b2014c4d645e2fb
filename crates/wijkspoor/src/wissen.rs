//! `wijkspoor log wis`: erasing personal data by a decision.

use crate::cli::{Besluit, Wis};
use anyhow::{Result, anyhow, bail};
use wijkspoor_api::Journals;
use wijkspoor_api::reads::wissingen::Wissing;
use wijkspoor_api::wissen;
use wijkspoor_domain::{Actor, Metadata, Moment, Naam, Rol, Wisbesluit};
use wijkspoor_store::{IdSource, Store, SystemIds};

/// Erases what is personal in one stream.
pub async fn wis(journals: &Journals, opdracht: &Wis) -> Result<String> {
    let Wis { id, besluit, ook_lopend, ja, .. } = opdracht;
    if !ja {
        bail!("dit wist de persoonsgegevens van {id} voor altijd, ook uit het log; geef --ja mee als dat de bedoeling is");
    }
    let metadata = metadata(journals.initiatieven.store());
    let wissing = wissen::wis(journals, *id, wisbesluit(besluit)?, *ook_lopend, &metadata).await;
    let wissing = wissing.map_err(|fout| anyhow!("{}", fout.to_string().replace("(ookLopend)", "(--ook-lopend)")))?;
    Ok(format!(
        "De persoonsgegevens van {} {id} zijn gewist. Het verloop en de cijfers blijven, en wie het log volgt hoort ervan.\n\
         In back-ups van hiervoor staan zij nog.\n",
        wissing.soort
    ))
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
    Metadata {
        actor: Actor { id: "opdrachtregel".to_owned(), rol: Rol::Beheerder, gebied: None, afdeling: None },
        correlatie: SystemIds::new(store.clock().clone()).next(),
        oorzaak: None,
        idempotentiesleutel: None,
        plaatsgevonden: Moment::tijdstip(store.clock().now()),
        herkomst: None,
    }
}

/// That it was erased, for a terminal.
pub fn regel(wissing: &Wissing) -> String {
    let waarom = wissing.besluit.as_ref().map_or("besluit niet vastgelegd", |besluit| besluit.grond.naam());
    format!("Persoonsgegevens gewist op {} ({waarom})\n", wissing.op.strftime("%Y-%m-%d"))
}
