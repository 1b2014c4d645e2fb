//! What happens to a batch of appends, given what the database says: pure, so that it can be tested without one.

use crate::{
    chain::{self, Hash},
    clock::from_micros,
    database::{DatabaseError, Row, Statement, Value},
    log::{Append, AppendError, Appended, COLUMNS, Effects, Position, RawEvent, Request, Snapshot},
    sql,
    vault::LOCK_HEAD,
};
use jiff::Timestamp;
use std::{
    collections::{BTreeMap, HashMap},
    panic::{AssertUnwindSafe, catch_unwind},
};
use uuid::Uuid;

/// The end of the log, and all else that decides about appends.
pub(crate) struct Known {
    pub(crate) position: i64,
    pub(crate) hash: Hash,
    pub(crate) recorded_at: Timestamp,
    /// The versions of the projections, by kind of stream.
    pub(crate) projections: HashMap<String, i64>,
    /// The versions of the streams.
    pub(crate) streams: HashMap<Uuid, i64>,
    /// Fingerprint and receipt of requests, by actor and key.
    pub(crate) requests: HashMap<(String, String), (String, String)>,
}

/// What is to be written, and what is to be answered.
pub(crate) struct Decided {
    pub(crate) statements: Vec<Statement>,
    pub(crate) outcomes: Vec<Result<Appended, AppendError>>,
    /// The new end of the log.
    pub(crate) position: i64,
}

/// The questions to the database. The first takes the end of the log.
pub(crate) fn reads(appends: &[&Append]) -> Vec<Statement> {
    let text = |text: &str| Value::Text(text.to_owned());
    let (streams, ids) = sql::in_list(appends.iter().map(|a| text(&a.stream.to_string())), 1);
    let mut reads = vec![
        Statement::new(LOCK_HEAD, []),
        Statement::new("SELECT name, version FROM projection", []),
        Statement::new(format!("SELECT id, version FROM stream WHERE id IN {streams}"), ids),
    ];
    let keys: Vec<Value> = appends.iter().filter_map(|a| a.request.as_ref()).map(|r| text(&r.key)).collect();
    if !keys.is_empty() {
        let (list, keys) = sql::in_list(keys, 1);
        let select = format!("SELECT actor, key, fingerprint, receipt FROM idempotency WHERE key IN {list}");
        reads.push(Statement::new(select, keys));
    }
    reads
}

impl Known {
    /// Understands the answers to [`reads`].
    pub(crate) fn read(answers: &[Vec<Row>]) -> Result<Self, DatabaseError> {
        let rows = |i: usize| answers.get(i).map(Vec::as_slice).unwrap_or_default();
        let damaged = || DatabaseError::Other("het einde van het log (log_head) ontbreekt".to_owned());
        let head = rows(0).first().ok_or_else(damaged)?;
        let mut known = Self {
            position: head.int(0)?,
            hash: head.bytes(1)?.try_into().map_err(|_| damaged())?,
            recorded_at: from_micros(head.int(2)?),
            projections: HashMap::new(),
            streams: HashMap::new(),
            requests: HashMap::new(),
        };
        for row in rows(1) {
            known.projections.insert(row.text(0)?.to_owned(), row.int(1)?);
        }
        for row in rows(2) {
            known.streams.insert(row.id(0)?, row.int(1)?);
        }
        for row in rows(3) {
            let request = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
            known.requests.insert(request, (row.text(2)?.to_owned(), row.text(3)?.to_owned()));
        }
        Ok(known)
    }
}

/// Accepts or refuses each append in turn, and gathers what the accepted ones write.
pub(crate) fn decide(appends: &[&Append], known: Known, now: Timestamp) -> Decided {
    let start = known.position;
    let mut batch = Batch {
        // Recorded times never go back, even when a clock does.
        now: now.max(known.recorded_at),
        known,
        events: Vec::new(),
        streams: BTreeMap::new(),
        snapshots: BTreeMap::new(),
        requests: Vec::new(),
        keys: Vec::new(),
        changes: Vec::new(),
    };
    let outcomes = appends.iter().map(|append| batch.add(append)).collect();
    let position = batch.known.position;
    Decided { statements: batch.statements(start), outcomes, position }
}

struct Batch {
    now: Timestamp,
    known: Known,
    events: Vec<RawEvent>,
    streams: BTreeMap<Uuid, &'static str>,
    snapshots: BTreeMap<Uuid, Snapshot>,
    requests: Vec<Vec<Value>>,
    keys: Vec<Statement>,
    changes: Vec<wijkspoor_projections::Change>,
}

impl Batch {
    fn add(&mut self, append: &Append) -> Result<Appended, AppendError> {
        if let Some(receipt) = self.repeated(append.request.as_ref())? {
            return Ok(Appended::Duplicate { receipt });
        }
        let actual = self.known.streams.get(&append.stream).copied().unwrap_or(0);
        let expected = append.expected_version;
        if actual != expected {
            return Err(AppendError::Conflict { expected, actual });
        }
        if let Some(version) = append.projection
            && self.known.projections.get(append.stream_type) != Some(&i64::from(version))
        {
            return Err(AppendError::OtherProjection);
        }
        let first = self.known.position + 1;
        let positions: Vec<Position> = (first..)
            .zip(&append.events)
            .map(|(position, _)| Position { position, recorded_at: self.now })
            .collect();
        // Nothing of the batch has been touched yet: an append whose projection fails leaves no trace.
        let effects = effects(append, &positions)?;
        self.record(append, &positions, effects);
        Ok(Appended::Stored(positions))
    }

    fn repeated(&self, request: Option<&Request>) -> Result<Option<String>, AppendError> {
        let Some(request) = request else { return Ok(None) };
        match self.known.requests.get(&(request.actor.clone(), request.key.clone())) {
            None => Ok(None),
            Some((fingerprint, receipt)) if *fingerprint == request.fingerprint => Ok(Some(receipt.clone())),
            Some(_) => Err(AppendError::KeyReused),
        }
    }

    fn record(&mut self, append: &Append, positions: &[Position], effects: Effects) {
        for ((event, at), sequence) in append.events.iter().zip(positions).zip(append.expected_version + 1..)
        {
            let mut raw = RawEvent {
                position: at.position,
                stream: append.stream,
                sequence,
                stream_type: append.stream_type.to_owned(),
                event_type: event.event_type.clone(),
                schema_version: event.schema_version,
                payload: event.payload.to_string(),
                metadata: event.metadata.to_string(),
                occurred_at: from_micros(event.occurred_at.as_microsecond()),
                precision: event.precision.clone(),
                recorded_at: at.recorded_at,
                hash: Vec::new(),
            };
            self.known.hash = chain::link(&self.known.hash, &raw);
            raw.hash = self.known.hash.to_vec();
            self.known.position = at.position;
            self.known.streams.insert(append.stream, sequence);
            self.streams.insert(append.stream, append.stream_type);
            self.events.push(raw);
        }
        if let Some(request) = &append.request {
            let id = (request.actor.clone(), request.key.clone());
            self.known.requests.insert(id, (request.fingerprint.clone(), effects.receipt.clone()));
            let texts = [&request.key, &request.actor, &request.fingerprint, &effects.receipt];
            let mut row: Vec<Value> = texts.into_iter().cloned().map(Value::Text).collect();
            row.push(Value::Int(self.now.as_microsecond()));
            self.requests.push(row);
        }
        self.keys.extend(append.key.clone());
        self.changes.extend(effects.changes);
        self.snapshots.extend(effects.snapshot.map(|snapshot| (append.stream, snapshot)));
    }

    fn statements(self, start: i64) -> Vec<Statement> {
        let text = |id: &Uuid| Value::Text(id.to_string());
        let mut statements = self.keys;
        let moved = self.known.position > start;
        statements.extend(sql::insert(
            "event",
            &COLUMNS,
            self.events.into_iter().map(RawEvent::values).collect(),
            "",
        ));
        let version = |id| self.known.streams.get(id).copied().unwrap_or(0);
        let streams = self.streams.iter();
        let streams =
            streams.map(|(id, ty)| vec![text(id), Value::Text((*ty).to_owned()), Value::Int(version(id))]);
        let upsert = "ON CONFLICT (id) DO UPDATE SET version = excluded.version";
        statements.extend(sql::insert("stream", &["id", "type", "version"], streams.collect(), upsert));
        statements.extend(sql::changes(self.changes));
        let snapshots = self.snapshots.into_iter();
        let snapshots = snapshots.map(|(id, s)| {
            vec![text(&id), Value::Int(s.version), Value::Text(s.schema), Value::Text(s.state)]
        });
        let upsert = "ON CONFLICT (stream) DO UPDATE SET version = excluded.version, schema = excluded.schema, \
                      state = excluded.state";
        let columns = ["stream", "version", "schema", "state"];
        statements.extend(sql::insert("snapshot", &columns, snapshots.collect(), upsert));
        let columns = ["key", "actor", "fingerprint", "receipt", "recorded_at"];
        statements.extend(sql::insert("idempotency", &columns, self.requests, ""));
        if moved {
            let end = [
                Value::Int(self.known.position),
                Value::Bytes(self.known.hash.to_vec()),
                Value::Int(self.now.as_microsecond()),
            ];
            let sql = "UPDATE log_head SET position = ?1, hash = ?2, recorded_at = ?3 WHERE id = 1";
            statements.push(Statement::new(sql, end));
        }
        statements
    }
}

/// A projection is not the store's code: whatever it does, the lane must go on.
fn effects(append: &Append, positions: &[Position]) -> Result<Effects, AppendError> {
    let effects = catch_unwind(AssertUnwindSafe(|| (append.project)(positions)));
    let effects = effects.unwrap_or_else(|_| Err("de projectie is onverwacht gestopt".to_owned()));
    effects.map_err(AppendError::Projection)
}

#[cfg(test)]
mod tests;
