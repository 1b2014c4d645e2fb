//! A stream as it stands: its aggregate and what its projection remembers.

use crate::{
    clock::from_micros,
    log::{RawEvent, Snapshot},
    seal::Sealer,
    store::StoreError,
};
use cqrs_es::Aggregate;
use jiff::Timestamp;
use serde_json::{Value as Json, json};
use wijkspoor_domain::{Recorded, upcast::StoredEvent};
use wijkspoor_projections::{Change, Projection};

/// Raise it when the meaning of what stands in a snapshot changes while no projection's version does.
const FORMAT: u32 = 1;

/// What an aggregate must be, so that it can be stored.
pub trait StoredAggregate:
    Aggregate<Event: StoredEvent + 'static, Services: 'static, Command: Clone + Send> + Clone + 'static
{
}

impl<A> StoredAggregate for A where
    A: Aggregate<Event: StoredEvent + 'static, Services: 'static, Command: Clone + Send> + Clone + 'static
{
}

/// The event of a projection's aggregate.
pub(crate) type EventOf<P> = <<P as Projection>::Aggregate as Aggregate>::Event;
/// The services of a projection's aggregate.
pub(crate) type ServicesOf<P> = <<P as Projection>::Aggregate as Aggregate>::Services;

/// A stream as it stands at a version.
#[derive(Debug, Clone)]
pub struct Loaded<P: Projection> {
    /// The aggregate.
    pub aggregate: P::Aggregate,
    /// What the projection remembers.
    pub projection: P,
    /// The number of events; 0 when the stream does not exist.
    pub version: i64,
    /// The position of the last event.
    pub position: i64,
    /// When the last event was recorded.
    pub recorded_at: Timestamp,
    /// The version that the last snapshot holds.
    pub(crate) snapshot: i64,
    /// Whether its sensitive texts could be read.
    pub(crate) readable: bool,
}

impl<P: Projection> Default for Loaded<P> {
    fn default() -> Self {
        Self {
            aggregate: P::Aggregate::default(),
            projection: P::default(),
            version: 0,
            position: 0,
            recorded_at: Timestamp::UNIX_EPOCH,
            snapshot: 0,
            readable: true,
        }
    }
}

impl<P: Projection<Aggregate: StoredAggregate>> Loaded<P> {
    /// Takes one more event in, and tells what it changes in the read models.
    pub(crate) fn step(&mut self, event: &Recorded<EventOf<P>>, services: &ServicesOf<P>) -> Vec<Change> {
        let before = self.aggregate.clone();
        self.aggregate.apply(event.event.clone());
        self.version = event.sequence;
        self.position = event.position;
        self.recorded_at = event.recorded_at;
        self.projection.fold(&before, &self.aggregate, event, services)
    }

    /// What wrote a snapshot, and can read it.
    pub(crate) fn schema() -> String {
        format!("{}/{}/{FORMAT}", P::Aggregate::TYPE, P::VERSION)
    }

    /// Writes a snapshot.
    pub(crate) fn snapshot(&self, sealer: &Sealer) -> Result<Snapshot, serde_json::Error> {
        let mut state = json!({
            "aggregate": serde_json::to_value(&self.aggregate)?,
            "projection": serde_json::to_value(&self.projection)?,
            "position": self.position,
            "recorded_at": self.recorded_at.as_microsecond(),
        });
        sealer.seal(&mut state);
        Ok(Snapshot { version: self.version, schema: Self::schema(), state: state.to_string() })
    }

    /// Reads an unsealed snapshot; `None` when it does not fit, and the events must tell.
    pub(crate) fn from_snapshot(version: i64, mut state: Json) -> Option<Self> {
        Some(Self {
            aggregate: serde_json::from_value(state["aggregate"].take()).ok()?,
            projection: serde_json::from_value(state["projection"].take()).ok()?,
            version,
            position: state["position"].as_i64()?,
            recorded_at: from_micros(state["recorded_at"].as_i64()?),
            snapshot: version,
            readable: true,
        })
    }
}

/// Checks that events follow each other, and that there is no hole before the first.
pub(crate) fn in_sequence(after: i64, events: &[RawEvent]) -> Result<(), StoreError> {
    let expected = after + 1..;
    match events.iter().zip(expected).find(|(event, expected)| event.sequence != *expected) {
        None => Ok(()),
        Some((event, expected)) => Err(StoreError::Unreadable {
            position: event.position,
            cause: format!("gebeurtenis {expected} van reeks {} ontbreekt", event.stream),
        }),
    }
}
