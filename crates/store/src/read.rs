//! Reading the log: by stream, as a whole, and as it grows.

use crate::{
    clock::from_micros,
    database::{DatabaseError, Row, Statement, Value},
    log::{RawEvent, select},
    seal::{is_sealed, key_ids, unseal},
    store::{Store, StoreError},
};
use jiff::Timestamp;
use serde_json::Value as Json;
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use tokio::sync::watch;
use uuid::Uuid;
use wijkspoor_domain::{
    Recorded,
    upcast::{StoredEvent, lees},
};

/// How many events are read at once.
pub(crate) const PAGE: i64 = 500;
/// How long a subscriber trusts that it would have been woken.
const LOOK: Duration = Duration::from_secs(5);

/// The end of the log: how fresh an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The last position; 0 when the log is empty.
    pub position: i64,
    /// When that event was recorded; 1970 when the log is empty.
    pub recorded_at: Timestamp,
}

impl Head {
    /// Asks for the end of the log, as one of several questions to one snapshot.
    pub fn statement() -> Statement {
        Statement::new("SELECT position, recorded_at FROM log_head", [])
    }

    /// Understands the answer to [`Head::statement`].
    ///
    /// # Errors
    /// When it is something else.
    pub fn read(rows: &[Row]) -> Result<Self, DatabaseError> {
        let row = rows.first().ok_or_else(|| DatabaseError::Other("log_head ontbreekt".to_owned()))?;
        Ok(Self { position: row.int(0)?, recorded_at: from_micros(row.int(1)?) })
    }
}

impl Store {
    /// The end of the log.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn head(&self) -> Result<Head, DatabaseError> {
        Head::read(&self.database.query(Head::statement()).await?)
    }

    /// Events of one stream, after a sequence number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read_stream(
        &self,
        stream: Uuid,
        after: i64,
        limit: i64,
    ) -> Result<Vec<RawEvent>, DatabaseError> {
        let sql = select("WHERE stream = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3");
        let params = [Value::Text(stream.to_string()), Value::Int(after), Value::Int(limit)];
        self.raw(Statement::new(sql, params)).await
    }

    /// Events of some streams, whole: stream by stream, each in its order, up to a position.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read_streams(&self, streams: &[Uuid], up_to: i64) -> Result<Vec<RawEvent>, DatabaseError> {
        let numbers: Vec<String> = (2..=streams.len() + 1).map(|n| format!("?{n}")).collect();
        let sql = select(&format!(
            "WHERE position <= ?1 AND stream IN ({}) ORDER BY stream, sequence",
            numbers.join(", ")
        ));
        let streams = streams.iter().map(|id| Value::Text(id.to_string()));
        let params: Vec<Value> = [Value::Int(up_to)].into_iter().chain(streams).collect();
        self.raw(Statement::new(sql, params)).await
    }

    /// Events of all streams in commit order, after a position.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read_all(&self, after: i64, limit: i64) -> Result<Vec<RawEvent>, DatabaseError> {
        let sql = select("WHERE position > ?1 ORDER BY position LIMIT ?2");
        self.raw(Statement::new(sql, [Value::Int(after), Value::Int(limit)])).await
    }

    pub(crate) async fn raw(&self, statement: Statement) -> Result<Vec<RawEvent>, DatabaseError> {
        self.database.query(statement).await?.iter_mut().map(RawEvent::take).collect()
    }

    /// Understands events of one kind of stream: unsealed, and lifted to the present schema version.
    ///
    /// # Errors
    /// When an event is of a kind or version that this program does not know, or the database fails.
    pub async fn decode<E: StoredEvent>(&self, raw: Vec<RawEvent>) -> Result<Vec<Recorded<E>>, StoreError> {
        let mut jsons = Vec::with_capacity(raw.len());
        for event in &raw {
            let metadata = is_sealed(&event.metadata).then_some(&event.metadata);
            for text in [Some(&event.payload), metadata].into_iter().flatten() {
                jsons.push(serde_json::from_str(text).map_err(|e| unreadable(event, &e))?);
            }
        }
        let mut jsons = self.unseal(jsons).await?.into_iter();
        let mut json = || jsons.next().unwrap_or_default();
        let mut recorded = Vec::with_capacity(raw.len());
        for event in raw {
            let payload = json();
            let metadata = match is_sealed(&event.metadata) {
                true => serde_json::from_value(json()),
                false => serde_json::from_str(&event.metadata),
            };
            let version = u32::try_from(event.schema_version).unwrap_or(u32::MAX);
            recorded.push(Recorded {
                position: event.position,
                stream: event.stream,
                sequence: event.sequence,
                recorded_at: event.recorded_at,
                metadata: metadata.map_err(|e| unreadable(&event, &e))?,
                event: lees(&event.event_type, version, payload).map_err(|e| unreadable(&event, &e))?,
            });
        }
        Ok(recorded)
    }

    /// Replaces every sealed text by what it says, or by `{"$gevoelig": null}` when its key has been destroyed. Asks
    /// for all keys at once, so give it a whole page of rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unseal(&self, mut jsons: Vec<Json>) -> Result<Vec<Json>, DatabaseError> {
        let mut ids = BTreeSet::new();
        jsons.iter().for_each(|json| key_ids(json, &mut ids));
        if !ids.is_empty() {
            let keys = self.vault.keys(&ids.into_iter().collect::<Vec<_>>()).await?;
            jsons.iter_mut().for_each(|json| unseal(json, &keys));
        }
        Ok(jsons)
    }

    /// Follows the log from a position on: every event once, in order.
    pub fn subscribe(self: &Arc<Self>, after: i64) -> Subscription {
        Subscription { store: self.clone(), head: self.database.head(), position: after }
    }
}

fn unreadable(event: &RawEvent, cause: &dyn std::fmt::Display) -> StoreError {
    StoreError::Unreadable { position: event.position, cause: cause.to_string() }
}

/// A reader that keeps up with the log.
pub struct Subscription {
    store: Arc<Store>,
    head: watch::Receiver<i64>,
    position: i64,
}

impl Subscription {
    /// The position up to which it has read: start there to go on later.
    pub fn position(&self) -> i64 {
        self.position
    }

    /// The next events, at least one; waits until there are. Safe to drop while it waits.
    ///
    /// # Errors
    /// When the database fails; asking again goes on where it was.
    pub async fn next(&mut self) -> Result<Vec<RawEvent>, DatabaseError> {
        loop {
            // Seen before reading: a commit after this wakes the wait below.
            self.head.mark_unchanged();
            let events = self.store.read_all(self.position, PAGE).await?;
            if let Some(last) = events.last() {
                self.position = last.position;
                return Ok(events);
            }
            if let Ok(Err(_)) = tokio::time::timeout(LOOK, self.head.changed()).await {
                return Err(DatabaseError::Other("het log is gesloten".to_owned()));
            }
        }
    }
}
