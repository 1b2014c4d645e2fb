//! What is recorded beside every event, whatever it says.

use crate::{Actor, Gevoelig, Moment};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Who, why, on what request, and when it happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    /// Who gave the command.
    pub actor: Actor,
    /// Ties together everything that came from one request.
    pub correlatie: Uuid,
    /// The event or request that led to this command, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oorzaak: Option<Uuid>,
    /// The client's key that makes a repeated request harmless.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotentiesleutel: Option<String>,
    /// When it happened, with its precision; when it was recorded stands in the log itself.
    pub plaatsgevonden: Moment,
    /// The source, for events that were taken over from elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub herkomst: Option<Herkomst>,
}

impl Metadata {
    /// Of a command that nothing else led to, that carries no key and was not taken over from elsewhere.
    pub fn nieuw(actor: Actor, correlatie: Uuid, plaatsgevonden: Moment) -> Self {
        Self { actor, correlatie, oorzaak: None, idempotentiesleutel: None, plaatsgevonden, herkomst: None }
    }
}

/// Where an imported event comes from. Nothing of the source entry is lost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Herkomst {
    /// The case in the source.
    pub casus: String,
    /// The number of the entry within the case; absent for a step that the import derived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volgnr: Option<u32>,
    /// The kind that the source gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub soort: Option<String>,
    /// The party as the source names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partij: Option<Gevoelig>,
    /// What the source says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub omschrijving: Option<Gevoelig>,
    /// The time as the source words it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datum_in_bron: Option<String>,
    /// The row of a table as it was imported, column by column: what a later import of the same table is held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rij: Option<Gevoelig>,
    /// The line of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bronregel: Option<u32>,
    /// Whether the source says that it happened; `false` is an interpolated step.
    pub feitelijk: bool,
}

/// An event as it stands in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded<E> {
    /// The global position, 1..n without gaps in commit order.
    pub position: i64,
    /// The stream: the id of the aggregate.
    pub stream: Uuid,
    /// The number within the stream, from 1.
    pub sequence: i64,
    /// When it was recorded.
    pub recorded_at: jiff::Timestamp,
    /// What it says.
    pub event: E,
    /// Who, why and when it happened.
    pub metadata: Metadata,
}
