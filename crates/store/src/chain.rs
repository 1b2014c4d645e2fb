//! The chain of hashes: each event carries SHA-256 over the hash before it and over everything that its own row
//! says. Who changes, removes or inserts a row breaks the chain at that place.

use crate::log::RawEvent;
use sha2::{Digest, Sha256};
pub use wijkspoor_bewijs::Hash;

/// The hash before the first event.
pub const START: Hash = [0; 32];

/// What is hashed of an event: as many fields as `event` has columns, without the hash itself.
pub const FIELDS: usize = 11;

/// The hash after `previous` of an event with these fields, in the order of the columns; whole numbers are 8 bytes, big-endian. Every
/// field is preceded by its length, so that nothing can move from one field to the next.
pub fn link_fields(previous: &Hash, fields: [&[u8]; FIELDS]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    for bytes in fields {
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    }
    hasher.finalize().into()
}

/// The hash of an event after `previous`.
pub fn link(previous: &Hash, event: &RawEvent) -> Hash {
    link_fields(
        previous,
        [
            &event.position.to_be_bytes(),
            event.stream.to_string().as_bytes(),
            &event.sequence.to_be_bytes(),
            event.stream_type.as_bytes(),
            event.event_type.as_bytes(),
            &event.schema_version.to_be_bytes(),
            event.payload.as_bytes(),
            event.metadata.as_bytes(),
            &event.occurred_at.as_microsecond().to_be_bytes(),
            event.precision.as_bytes(),
            &event.recorded_at.as_microsecond().to_be_bytes(),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use uuid::Uuid;

    #[test]
    fn every_field_counts_and_text_cannot_move_between_them() {
        let event = RawEvent {
            position: 1,
            stream: Uuid::nil(),
            sequence: 1,
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
        let changes: [fn(&mut RawEvent); 12] = [
            |e| e.position = 2,
            |e| e.stream = Uuid::max(),
            |e| e.sequence = 2,
            |e| e.stream_type = "u".to_owned(),
            |e| e.event_type = "b".to_owned(),
            |e| e.schema_version = 2,
            |e| e.payload = "{ }".to_owned(),
            |e| e.metadata = "{ }".to_owned(),
            |e| e.occurred_at = Timestamp::MAX,
            |e| e.precision = "uur".to_owned(),
            |e| e.recorded_at = Timestamp::MAX,
            |e| (e.stream_type, e.event_type) = ("ta".to_owned(), String::new()),
        ];
        let mut hashes = std::collections::BTreeSet::from([link(&START, &event), link(&[1; 32], &event)]);
        for change in changes {
            let mut event = event.clone();
            change(&mut event);
            hashes.insert(link(&START, &event));
        }
        assert_eq!(hashes.len(), 2 + changes.len());
    }
}
