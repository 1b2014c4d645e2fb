//! What was erased, when and by which decision: from the streams that tell of it.

use super::{Where, meer_dan};
use jiff::Timestamp;
use uuid::Uuid;
use wijkspoor_domain::{Metadata, Rol, Wisbesluit};
use wijkspoor_store::erasure::{self, Erased};
use wijkspoor_store::{Head, RawEvent, Row, Statement, Store, StoreError, Value};

/// An erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wissing {
    /// Its place in the log.
    pub positie: i64,
    /// When.
    pub op: Timestamp,
    /// Of what.
    pub stroom: Uuid,
    /// What that is.
    pub soort: String,
    /// Who did it, as a pseudonym.
    pub actor: String,
    /// In which role.
    pub rol: Rol,
    /// By which decision; absent from what was erased before those were recorded.
    pub besluit: Option<Wisbesluit>,
}

fn wissing(row: &mut Row) -> Result<Wissing, StoreError> {
    let raw = RawEvent::take(row)?;
    let onleesbaar =
        |fout: serde_json::Error| StoreError::Unreadable { position: raw.position, cause: fout.to_string() };
    let gewist: Erased = serde_json::from_str(&raw.payload).map_err(onleesbaar)?;
    let metadata: Metadata = serde_json::from_str(&raw.metadata).map_err(onleesbaar)?;
    Ok(Wissing {
        positie: raw.position,
        op: raw.recorded_at,
        stroom: gewist.stroom,
        soort: gewist.soort,
        actor: metadata.actor.id,
        rol: metadata.actor.rol,
        besluit: gewist.besluit,
    })
}

/// The erasure of one stream, when there was one.
///
/// # Errors
/// When the database fails.
pub async fn van(store: &Store, stroom: Uuid) -> Result<Option<Wissing>, StoreError> {
    antwoord(&mut store.database().query(vraag(stroom)).await?)
}

/// Asks for the erasure of one stream, as one of several questions to one snapshot.
pub(super) fn vraag(stroom: Uuid) -> Statement {
    let sql =
        format!("SELECT {} FROM event e WHERE e.stream = ?1 AND e.sequence = 1", RawEvent::columns("e"));
    Statement::new(sql, [Value::Text(erasure::stream(stroom).to_string())])
}

/// Understands the answer to [`vraag`].
pub(super) fn antwoord(rows: &mut [Row]) -> Result<Option<Wissing>, StoreError> {
    rows.first_mut().map(wissing).transpose()
}

/// Erasures, the last first, before a position; whether there are more; and how fresh that is.
///
/// # Errors
/// When the database fails.
pub async fn lijst(
    store: &Store,
    voor: Option<i64>,
    limiet: i64,
) -> Result<(Vec<Wissing>, bool, Head), StoreError> {
    let mut w = Where::default();
    w.and("s.type = {}", Value::Text(erasure::STREAM_TYPE.to_owned()));
    if let Some(voor) = voor {
        w.and("e.position < {}", Value::Int(voor));
    }
    let sql = format!(
        "SELECT {} FROM stream s JOIN event e ON e.stream = s.id {} ORDER BY e.position DESC LIMIT {}",
        RawEvent::columns("e"),
        w.sql(),
        limiet + 1
    );
    let mut answers =
        store.database().query_many(vec![Statement::new(sql, w.params), Head::statement()]).await?;
    let [rows, head] = answers.as_mut_slice() else {
        return Err(super::geen_antwoord().into());
    };
    let meer = meer_dan(rows, limiet);
    let wissingen = rows.iter_mut().map(wissing).collect::<Result<_, _>>()?;
    Ok((wissingen, meer, Head::read(head)?))
}
