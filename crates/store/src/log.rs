//! What goes into the log and what comes out of it, whatever the events say.

use crate::{
    clock::from_micros,
    database::{DatabaseError, Row, Statement, Value},
};
use jiff::Timestamp;
use serde_json::Value as Json;
use thiserror::Error;
use uuid::Uuid;
use wijkspoor_projections::Change;

/// A row of the log, as it stands there: sealed, and in the schema version in which it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawEvent {
    /// The global position.
    pub position: i64,
    /// The stream.
    pub stream: Uuid,
    /// The number within the stream, from 1.
    pub sequence: i64,
    /// The kind of stream.
    pub stream_type: String,
    /// The kind of event.
    pub event_type: String,
    /// The schema version of the kind.
    pub schema_version: i64,
    /// What it says, as JSON.
    pub payload: String,
    /// Who and why, as JSON.
    pub metadata: String,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// How precisely that is known.
    pub precision: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The link of the chain.
    pub hash: Vec<u8>,
}

/// The columns of `event`, in the order of [`RawEvent`].
pub(crate) const COLUMNS: [&str; 12] = [
    "position",
    "stream",
    "sequence",
    "stream_type",
    "type",
    "schema_version",
    "payload",
    "metadata",
    "occurred_at",
    "precision",
    "recorded_at",
    "hash",
];

/// `SELECT` over all columns.
pub(crate) fn select(rest: &str) -> String {
    format!("SELECT {} FROM event {rest}", COLUMNS.join(", "))
}

impl RawEvent {
    /// The columns of the log for a question that joins it under an alias; they come first, for [`RawEvent::take`].
    pub fn columns(alias: &str) -> String {
        COLUMNS.map(|column| format!("{alias}.{column}")).join(", ")
    }

    /// How many columns those are.
    pub const WIDTH: usize = COLUMNS.len();

    /// Takes an event out of a row that begins with the columns of the log.
    ///
    /// # Errors
    /// When it begins with something else.
    pub fn take(row: &mut Row) -> Result<Self, DatabaseError> {
        Ok(Self {
            position: row.int(0)?,
            stream: row.id(1)?,
            sequence: row.int(2)?,
            stream_type: row.take_text(3)?,
            event_type: row.take_text(4)?,
            schema_version: row.int(5)?,
            payload: row.take_text(6)?,
            metadata: row.take_text(7)?,
            occurred_at: from_micros(row.int(8)?),
            precision: row.take_text(9)?,
            recorded_at: from_micros(row.int(10)?),
            hash: row.bytes(11)?.to_vec(),
        })
    }

    pub(crate) fn values(self) -> Vec<Value> {
        vec![
            Value::Int(self.position),
            Value::Text(self.stream.to_string()),
            Value::Int(self.sequence),
            Value::Text(self.stream_type),
            Value::Text(self.event_type),
            Value::Int(self.schema_version),
            Value::Text(self.payload),
            Value::Text(self.metadata),
            Value::Int(self.occurred_at.as_microsecond()),
            Value::Text(self.precision),
            Value::Int(self.recorded_at.as_microsecond()),
            Value::Bytes(self.hash),
        ]
    }
}

/// An event to append, sealed.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// The kind of event.
    pub event_type: String,
    /// The schema version of the kind.
    pub schema_version: i64,
    /// What it says.
    pub payload: Json,
    /// Who and why.
    pub metadata: Json,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// How precisely that is known.
    pub precision: String,
}

/// A client's request, which takes effect once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Who asks.
    pub actor: String,
    /// The key that the client chose.
    pub key: String,
    /// What tells one request from another with the same key.
    pub fingerprint: String,
}

/// Where and when an event was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The global position.
    pub position: i64,
    /// When.
    pub recorded_at: Timestamp,
}

/// What else is written with events, once their positions are known.
#[derive(Debug, Default)]
pub struct Effects {
    /// Changes to the read models, sealed.
    pub changes: Vec<Change>,
    /// What the stream has come to.
    pub snapshot: Option<Snapshot>,
    /// What is answered, and answered again when the request is repeated.
    pub receipt: String,
}

/// What a stream came to at a version.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The version.
    pub version: i64,
    /// What wrote it: another program ignores it.
    pub schema: String,
    /// The state, as sealed JSON.
    pub state: String,
}

/// Works out the effects. It may be asked twice, when a batch failed and its appends are tried one by one.
pub type Project = Box<dyn Fn(&[Position]) -> Result<Effects, String> + Send + Sync>;

/// Events for one stream, with all that is committed along with them.
pub struct Append {
    /// The stream.
    pub stream: Uuid,
    /// Its kind.
    pub stream_type: &'static str,
    /// The version of the stream on which the events rest.
    pub expected_version: i64,
    /// The events; there may be none, when only the request is to be remembered.
    pub events: Vec<NewEvent>,
    /// The request that asked for them.
    pub request: Option<Request>,
    /// Keeps the key of a new stream, or destroys one, in the same transaction.
    pub key: Option<Statement>,
    /// The version of the projection that works out the effects.
    pub projection: Option<u32>,
    /// Works out the effects.
    pub project: Project,
}

/// How an append went well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Appended {
    /// The events were recorded.
    Stored(Vec<Position>),
    /// The request had taken effect before.
    Duplicate {
        /// What was answered then.
        receipt: String,
    },
}

/// Why an append was refused. Others in the same batch are not touched by it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AppendError {
    /// The stream has moved on.
    #[error("de gegevens zijn intussen gewijzigd (versie {actual} in plaats van {expected})")]
    Conflict {
        /// The version on which the events rest.
        expected: i64,
        /// The version of the stream.
        actual: i64,
    },
    /// The key was used for another request.
    #[error("deze idempotentiesleutel is al voor een ander verzoek gebruikt")]
    KeyReused,
    /// The read models were rebuilt by another version of the program.
    #[error(
        "de leesmodellen zijn door een andere versie van het programma bijgewerkt: start dit programma opnieuw"
    )]
    OtherProjection,
    /// The projection failed: a mistake in the program.
    #[error("de gebeurtenissen konden niet worden verwerkt: {0}")]
    Projection(String),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}
