//! The log as process mining reads it: OCEL 2.0 (JSON or SQLite) and XES; and as an archive takes it over: MDTO. Initiative by initiative, so that the memory it
//! takes does not grow with the log.
//!
//! `geval` makes objects and events of one initiative, `pseudoniem` their ids; `ocel_json`, `ocel_sqlite` and `xes` write them. `mdto` writes whole dossiers, each in a folder.

mod geval;
mod mdto;
mod ocel_json;
mod ocel_sqlite;
mod pseudoniem;
#[cfg(test)]
mod tests;
mod xes;

use crate::cli::{Exporteer, Exportformaat};
use crate::instellingen::Instellingen;
use crate::open::{Database, journaal};
use crate::serve::omgeving;
use anyhow::{Context as _, Result, anyhow, bail};
use geval::{Geval, Object};
use indicatif::{HumanCount, ProgressBar};
use pseudoniem::Pseudoniem;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;
use wijkspoor_domain::Recorded;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_store::{Statement, Store, SystemClock, Value};

/// Initiatives that are read at a time.
const BLADZIJDE: usize = 200;

/// What a file can be written as.
trait Schrijver {
    /// One initiative more; `nieuw` are the shared objects that were not there yet.
    fn geval(&mut self, geval: &Geval, nieuw: &[Object]) -> Result<()>;
    /// All is written.
    fn sluit(self: Box<Self>) -> Result<()>;
}

/// `wijkspoor exporteer`.
pub async fn exporteer(opdracht: &Exporteer) -> Result<String> {
    if opdracht.uit.exists() {
        bail!("{} is er al; kies een andere naam", opdracht.uit.display());
    }
    let instellingen = Instellingen::lees(&opdracht.gegevens, (None, None), omgeving)?;
    let (journals, waar) = journaal(&instellingen, Arc::new(SystemClock), Database::MoetBestaan).await?;
    let pseudoniem = if opdracht.eigen_ids { Pseudoniem::Eigen } else { Pseudoniem::nieuw()? };
    let klad = klad(&opdracht.uit)?;
    let schrijver: Box<dyn Schrijver> = match formaat(opdracht)? {
        Exportformaat::OcelJson => Box::new(ocel_json::OcelJson::nieuw(klad.path())?),
        Exportformaat::OcelSqlite => Box::new(ocel_sqlite::OcelSqlite::nieuw(klad.path())?),
        Exportformaat::Xes => Box::new(xes::Xes::nieuw(klad.path())?),
        // No log, but whole dossiers, under their own ids.
        Exportformaat::Mdto => {
            let controle = instellingen.controle.controle()?;
            return mdto::exporteer(&journals, controle.as_ref(), &opdracht.uit).await;
        }
    };
    let geteld = schrijf(journals.initiatieven.store(), &pseudoniem, schrijver).await?;
    klad.persist_noclobber(&opdracht.uit)
        .map_err(|fout| anyhow!("{} is niet te schrijven: {}", opdracht.uit.display(), fout.error))?;
    Ok(format!(
        "{}: {} initiatieven met {} gebeurtenissen ({waar})\n",
        opdracht.uit.display(),
        HumanCount(geteld.0),
        HumanCount(geteld.1)
    ))
}

/// A file beside the one that is asked: half a log is worse than none.
fn klad(uit: &Path) -> Result<tempfile::NamedTempFile> {
    let map = uit.parent().filter(|map| !map.as_os_str().is_empty()).unwrap_or(Path::new("."));
    tempfile::NamedTempFile::new_in(map).with_context(|| format!("{} is niet te beschrijven", map.display()))
}

fn formaat(opdracht: &Exporteer) -> Result<Exportformaat> {
    let uitgang = opdracht.uit.extension().and_then(|uitgang| uitgang.to_str());
    match (opdracht.formaat, uitgang) {
        (Some(formaat), _) => Ok(formaat),
        (None, Some("json" | "jsonocel")) => Ok(Exportformaat::OcelJson),
        (None, Some("sqlite" | "db")) => Ok(Exportformaat::OcelSqlite),
        (None, Some("xes")) => Ok(Exportformaat::Xes),
        (None, _) => {
            bail!("aan {} is het formaat niet te zien; noem het met --formaat", opdracht.uit.display())
        }
    }
}

/// Writes all initiatives as they are now; gives how many, and how many events.
async fn schrijf(store: &Store, p: &Pseudoniem, mut schrijver: Box<dyn Schrijver>) -> Result<(u64, u64)> {
    let tot = store.head().await?.position;
    let (mut initiatieven, mut gebeurtenissen) = (0, 0);
    let mut gezien: BTreeSet<Object> = BTreeSet::new();
    let balk = ProgressBar::new_spinner();
    let mut na = Uuid::nil();
    loop {
        let ids = bladzijde(store, na).await?;
        let Some(laatste) = ids.last() else { break };
        na = *laatste;
        let events: Vec<Recorded<Gebeurtenis>> = store.decode(store.read_streams(&ids, tot).await?).await?;
        for events in events.chunk_by(|a, b| a.stream == b.stream) {
            let geval = Geval::van(events, p);
            let nieuw: Vec<Object> = geval.gedeeld.difference(&gezien).cloned().collect();
            schrijver.geval(&geval, &nieuw)?;
            gezien.extend(nieuw);
            initiatieven += 1;
            gebeurtenissen += u64::try_from(events.len())?;
        }
        balk.set_message(format!("{} initiatieven", HumanCount(initiatieven)));
        balk.tick();
    }
    balk.finish_and_clear();
    schrijver.sluit()?;
    Ok((initiatieven, gebeurtenissen))
}

async fn bladzijde(store: &Store, na: Uuid) -> Result<Vec<Uuid>> {
    let sql = "SELECT initiatief_id FROM dossier WHERE initiatief_id > ?1 ORDER BY initiatief_id LIMIT ?2";
    let params = [Value::Text(na.to_string()), Value::Int(i64::try_from(BLADZIJDE)?)];
    let rows = store.database().query(Statement::new(sql, params)).await?;
    rows.iter().map(|row| Ok(row.text(0)?.parse()?)).collect()
}
