//! The chain of hashes: each event carries SHA-256 over the hash before it and over everything that its own row
//! says. Who changes, removes or inserts a row breaks the chain at that place.

use crate::log::RawEvent;
use sha2::{Digest, Sha256};

/// A link of the chain.
pub type Hash = [u8; 32];

/// The hash before the first event.
pub const START: Hash = [0; 32];

/// The hash of an event after `previous`. Every field is preceded by its length, so that nothing can move from one
/// field to the next.
pub fn link(previous: &Hash, event: &RawEvent) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    let mut field = |bytes: &[u8]| {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    field(&event.position.to_be_bytes());
    field(event.stream.to_string().as_bytes());
    field(&event.sequence.to_be_bytes());
    field(event.stream_type.as_bytes());
    field(event.event_type.as_bytes());
    field(&event.schema_version.to_be_bytes());
    field(event.payload.as_bytes());
    field(event.metadata.as_bytes());
    field(&event.occurred_at.as_microsecond().to_be_bytes());
    field(event.precision.as_bytes());
    field(&event.recorded_at.as_microsecond().to_be_bytes());
    hasher.finalize().into()
}

/// How far a chain has been followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    /// The last position that fits.
    pub position: i64,
    /// Its hash.
    pub hash: Hash,
}

impl Default for Chain {
    fn default() -> Self {
        Self { position: 0, hash: START }
    }
}

impl Chain {
    /// Follows the chain along further events.
    ///
    /// # Errors
    /// Gives the first position that is missing or does not fit.
    pub fn follow(&mut self, events: &[RawEvent]) -> Result<(), i64> {
        for event in events {
            let next = self.position + 1;
            let hash = link(&self.hash, event);
            if event.position != next || event.hash[..] != hash {
                return Err(next);
            }
            *self = Self { position: next, hash };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use uuid::Uuid;

    fn chain(n: i64) -> Vec<RawEvent> {
        let mut previous = START;
        let event = |position| RawEvent {
            position,
            stream: Uuid::nil(),
            sequence: position,
            stream_type: "t".to_owned(),
            event_type: "a".to_owned(),
            schema_version: 1,
            payload: "{}".to_owned(),
            metadata: "{}".to_owned(),
            occurred_at: Timestamp::UNIX_EPOCH,
            precision: "dag".to_owned(),
            recorded_at: Timestamp::UNIX_EPOCH,
            hash: Vec::new(),
        };
        (1..=n)
            .map(event)
            .map(|mut event| {
                previous = link(&previous, &event);
                event.hash = previous.to_vec();
                event
            })
            .collect()
    }

    #[test]
    fn a_whole_chain_fits() {
        let mut end = Chain::default();
        assert_eq!(end.follow(&chain(5)), Ok(()));
        assert_eq!(end.position, 5);
    }

    #[test]
    fn a_change_a_hole_and_a_swap_are_found_where_they_are() {
        let broken = |change: fn(&mut Vec<RawEvent>)| {
            let mut events = chain(5);
            change(&mut events);
            Chain::default().follow(&events)
        };
        assert_eq!(broken(|e| e[2].payload = "{\"x\":1}".to_owned()), Err(3));
        assert_eq!(broken(|e| e[3].event_type = "b".to_owned()), Err(4));
        assert_eq!(broken(|e| e[1].recorded_at = Timestamp::MAX), Err(2));
        assert_eq!(broken(|e| drop(e.remove(0))), Err(1));
        assert_eq!(broken(|e| e.swap(1, 2)), Err(2));
    }

    #[test]
    fn text_cannot_move_between_fields() {
        let mut events = chain(1);
        events[0].stream_type = "ta".to_owned();
        events[0].event_type = String::new();
        assert_eq!(Chain::default().follow(&events), Err(1));
    }
}
