//! `wijkspoor log`: erasing personal data from it.

use crate::cli::{Gegevens, Log};
use crate::instellingen::Instellingen;
use crate::open::{Database, journaal};
use crate::serve::omgeving;
use anyhow::{Result, anyhow, bail};
use std::sync::Arc;
use uuid::Uuid;
use wijkspoor_api::Journals;
use wijkspoor_domain::{Actor, Metadata, Moment, Rol};
use wijkspoor_store::{IdSource, Statement, SystemClock, SystemIds, Value};

/// `wijkspoor log`.
pub async fn log(opdracht: &Log) -> Result<String> {
    let Log::Wis { id, ja, gegevens } = opdracht;
    wis(&open(gegevens).await?, *id, *ja).await
}

async fn open(gegevens: &Gegevens) -> Result<Journals> {
    let instellingen = Instellingen::lees(gegevens, (None, None), omgeving)?;
    Ok(journaal(&instellingen, Arc::new(SystemClock), Database::MoetBestaan).await?.0)
}

async fn wis(journals: &Journals, id: Uuid, ja: bool) -> Result<String> {
    let store = journals.initiatieven.store();
    let soort = Statement::new("SELECT type FROM stream WHERE id = ?1", [Value::Text(id.to_string())]);
    let rijen = store.database().query(soort).await?;
    let soort =
        rijen.first().ok_or_else(|| anyhow!("{id} bestaat niet; wijkspoor toon noemt het id"))?.text(0)?;
    if !ja {
        bail!(
            "dit wist de persoonsgegevens van {soort} {id} voor altijd, ook uit het log; geef --ja mee als dat de bedoeling is"
        );
    }
    let metadata = Metadata {
        actor: Actor { id: "opdrachtregel".to_owned(), rol: Rol::Beheerder, gebied: None, afdeling: None },
        correlatie: SystemIds::new(store.clock().clone()).next(),
        oorzaak: None,
        idempotentiesleutel: None,
        plaatsgevonden: Moment::tijdstip(store.clock().now()),
        herkomst: None,
    };
    match soort {
        "initiatief" => journals.initiatieven.erase(id, &metadata).await?,
        "signaal" => journals.signalen.erase(id, &metadata).await?,
        "wijkprogramma" => journals.programmas.erase(id, &metadata).await?,
        "budget" => journals.budgetten.erase(id, &metadata).await?,
        ander => bail!("{id} is van de soort {ander}; daar staan geen persoonsgegevens in"),
    }
    Ok(format!(
        "De persoonsgegevens van {soort} {id} zijn gewist. Het verloop en de cijfers blijven, en wie het log volgt hoort ervan.\n\
         In back-ups van hiervoor staan zij nog.\n"
    ))
}
