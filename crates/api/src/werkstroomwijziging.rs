//! Moving running initiatives to another version of their definition. The dry run asks every initiative the very rule
//! that will decide; each move is a command of its own, so what was broken off is finished by asking again.

use crate::app::App;
use crate::problem::ApiError;
use crate::write::refused;
use futures_util::{StreamExt, TryStreamExt, stream};
use std::collections::BTreeMap;
use uuid::Uuid;
use wijkspoor_domain::Metadata;
use wijkspoor_domain::initiatief::{Commando, Gebeurtenis, Weigering};
use wijkspoor_domain::werkstroom::{Fase, WerkstroomRef};
use wijkspoor_store::{DatabaseError, ExecuteError, Statement, Value};

/// How many initiatives to ask at the same time.
const TEGELIJK: usize = 32;
/// How many ids to read at a time.
const BLADZIJDE: i64 = 1000;

/// What became of one initiative.
#[derive(Debug)]
pub enum Uitkomst {
    /// It went, or would go, from one status to another.
    Over(String, String),
    /// It stays where it is, and why.
    Blijft(Weigering),
}

/// Asks all running initiatives that follow `van`; moves them unless it is a dry run.
///
/// # Errors
/// When the store fails; what was moved stays moved, and asking again does the rest.
pub async fn wijzig(
    app: &App,
    van: &WerkstroomRef,
    commando: &Commando,
    metadata: &Metadata,
    proef: bool,
) -> Result<BTreeMap<Uuid, Uitkomst>, ApiError> {
    let mut uitkomsten = BTreeMap::new();
    let mut na = String::new();
    loop {
        let ids = lopend(app, van, &na).await?;
        let Some(laatste) = ids.last() else { return Ok(uitkomsten) };
        na = laatste.to_string();
        let deel: Vec<_> = stream::iter(ids)
            .map(|id| async move {
                let uitkomst = match proef {
                    true => probeer(app, id, commando).await?,
                    false => voer_uit(app, id, commando, metadata).await?,
                };
                Ok::<_, ApiError>((id, uitkomst))
            })
            .buffer_unordered(TEGELIJK)
            .try_collect()
            .await?;
        uitkomsten.extend(deel);
    }
}

/// The ids of the running initiatives that follow a definition, after one of them.
async fn lopend(app: &App, van: &WerkstroomRef, na: &str) -> Result<Vec<Uuid>, ApiError> {
    let einden: Vec<&str> = Fase::ALLE.iter().filter(|f| f.is_einde()).map(|f| f.code()).collect();
    let sql = format!(
        "SELECT initiatief_id FROM dossier WHERE werkstroom = ?1 AND werkstroom_versie = ?2 \
         AND fase NOT IN ('{}') AND initiatief_id > ?3 ORDER BY initiatief_id LIMIT {BLADZIJDE}",
        einden.join("', '")
    );
    let params = [Value::Text(van.code.clone()), Value::Int(van.versie.into()), Value::Text(na.to_owned())];
    let rows = app.store().database().query(Statement::new(sql, params)).await?;
    Ok(rows.iter().map(|row| row.id(0)).collect::<Result<_, DatabaseError>>()?)
}

/// What the rule says of an initiative as it stands.
async fn probeer(app: &App, id: Uuid, commando: &Commando) -> Result<Uitkomst, ApiError> {
    let loaded = app.journal().load(id).await?;
    let besloten = match &loaded {
        Some(loaded) => loaded.aggregate.beslis(commando, &app.opzet()),
        None => Err(Weigering::BestaatNiet),
    };
    Ok(match besloten.as_deref() {
        Ok([Gebeurtenis::WerkstroomGewijzigd(over)]) => {
            Uitkomst::Over(over.status_van.clone(), over.status.clone())
        }
        Ok(_) => Uitkomst::Blijft(Weigering::BestaatAl),
        Err(weigering) => Uitkomst::Blijft(weigering.clone()),
    })
}

async fn voer_uit(
    app: &App,
    id: Uuid,
    commando: &Commando,
    metadata: &Metadata,
) -> Result<Uitkomst, ApiError> {
    let uitkomst = probeer(app, id, commando).await?;
    if matches!(uitkomst, Uitkomst::Blijft(_)) {
        return Ok(uitkomst);
    }
    match app.journal().execute(id, None, commando.clone(), metadata.clone(), None).await {
        Ok(_) => Ok(uitkomst),
        // It changed since it was asked.
        Err(ExecuteError::Refused(weigering)) => Ok(Uitkomst::Blijft(weigering)),
        Err(fout) => Err(refused(fout)),
    }
}
