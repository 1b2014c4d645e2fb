//! Initiatives as ZGW needs them: their events, whole, a page of initiatives at a time.

use super::cursor::Cursor;
use super::objecten::binnen;
use super::{Where, bladzijde as bladzij, places};
use crate::beleid::{Objectsoort, Reikwijdte};
use uuid::Uuid;
use wijkspoor_domain::Recorded;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_store::{DatabaseError, Statement, Store, StoreError, Value};

/// The order of the lists, in which a cursor is a place.
pub const ORDE: &str = "zgw";

/// The next initiatives within a reach, or the one that is asked for, and the cursor of what follows.
///
/// # Errors
/// When the database fails.
pub async fn bladzijde(
    store: &Store,
    reikwijdte: &Reikwijdte,
    een: Option<Uuid>,
    na: Option<&Cursor>,
    limiet: i64,
) -> Result<(Vec<Uuid>, Option<Cursor>), DatabaseError> {
    let mut w = voorwaarden(reikwijdte, een);
    w.and_text("d.initiatief_id > {}", na.map(|cursor| cursor.id.as_str()));
    let sql = format!(
        "SELECT d.initiatief_id FROM dossier d {} ORDER BY d.initiatief_id LIMIT {}",
        w.sql(),
        limiet + 1
    );
    let rows = store.database().query(Statement::new(sql, w.params)).await?;
    let id = |row: &wijkspoor_store::Row| {
        let tekst = row.text(0)?;
        tekst.parse::<Uuid>().map_err(|_| DatabaseError::Other(format!("geen id: {tekst:?}")))
    };
    let plaats = |id: &Uuid| Cursor { order: ORDE.to_owned(), int: None, text: None, id: id.to_string() };
    bladzij(&rows, limiet, id, plaats)
}

/// How many decisions of some kinds there are within a reach.
///
/// # Errors
/// When the database fails.
pub async fn aantal_besluiten(
    store: &Store,
    reikwijdte: &Reikwijdte,
    een: Option<Uuid>,
    soorten: &[&str],
) -> Result<i64, DatabaseError> {
    if soorten.is_empty() {
        return Ok(0);
    }
    let mut w = voorwaarden(reikwijdte, een);
    let soorten = places(&mut w, soorten);
    w.and_always(format!("b.soort IN ({soorten})"));
    let sql = format!(
        "SELECT COUNT(*) FROM besluit b JOIN dossier d ON d.initiatief_id = b.initiatief_id {}",
        w.sql()
    );
    let rows = store.database().query(Statement::new(sql, w.params)).await?;
    rows.first().map_or(Ok(0), |row| row.int(0))
}

fn voorwaarden(reikwijdte: &Reikwijdte, een: Option<Uuid>) -> Where {
    let mut w = Where::default();
    binnen(&mut w, reikwijdte, Objectsoort::Initiatief, "d.initiatief_id", "d.gebied");
    if let Some(id) = een {
        w.and("d.initiatief_id = {}", Value::Text(id.to_string()));
    }
    w
}

/// The events of some initiatives, initiative by initiative.
///
/// # Errors
/// When the database fails, or an event in the log cannot be read.
pub async fn events(store: &Store, ids: &[Uuid]) -> Result<Vec<Recorded<Gebeurtenis>>, StoreError> {
    match ids {
        [] => Ok(Vec::new()),
        ids => store.decode(store.read_streams(ids, i64::MAX).await?).await,
    }
}
