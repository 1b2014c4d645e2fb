//! One stretch of the log, followed along every byte of every event.

use super::Fault;
use crate::{
    chain::{FIELDS, Hash, START, link_fields},
    database::{Database, DatabaseError, Kind, Statement, Value},
    log::{COLUMNS, select},
    tree::WIDTH,
};
use std::sync::{Arc, Mutex, PoisonError};
use wijkspoor_bewijs::{leaf, perfect};

/// Events in one stretch: a multiple of [`WIDTH`].
pub(super) const SIZE: u64 = 32 * WIDTH;
/// What the columns of the log hold, in the order of [`COLUMNS`].
const KINDS: &[Kind; COLUMNS.len()] = &[
    Kind::Int,
    Kind::Text,
    Kind::Int,
    Kind::Text,
    Kind::Text,
    Kind::Int,
    Kind::Text,
    Kind::Text,
    Kind::Int,
    Kind::Text,
    Kind::Int,
    Kind::Bytes,
];

/// A part of the log that is followed by itself.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    /// The last position before it.
    after: i64,
    /// Its last position.
    end: i64,
    /// At which sizes of the log the tree is asked for.
    sizes: Vec<u64>,
    /// Up to where it was followed.
    pub(super) at: i64,
    /// The stored hash there; none when that event is not there.
    pub(super) previous: Option<Hash>,
    /// Roots of the complete tiles.
    pub(super) nodes: Vec<Hash>,
    /// The leaves after them.
    pub(super) tile: Vec<Hash>,
    /// The leaves after the last complete tile, at each of the sizes.
    pub(super) tails: Vec<(u64, Vec<Hash>)>,
    pub(super) faults: Vec<Fault>,
}

impl Stretch {
    pub(super) fn new(after: u64, end: u64, sizes: &[u64]) -> Self {
        let position = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let sizes = sizes.iter().copied().filter(|size| after < *size && *size <= end).collect();
        let previous = (after == 0).then_some(START);
        let (after, end) = (position(after), position(end));
        Self { after, end, sizes, at: after, previous, ..Self::default() }
    }

    /// From the event before it on, whose hash is where it begins.
    fn question(&self) -> Statement {
        let sql = select("WHERE position >= ?1 AND position <= ?2 ORDER BY position");
        Statement::new(sql, [Value::Int(self.after.max(1)), Value::Int(self.end)])
    }

    fn see(&mut self, row: &[Option<&[u8]>]) {
        let hash = row.get(FIELDS).copied().flatten().and_then(|hash| Hash::try_from(hash).ok());
        let position = row.first().copied().flatten().and_then(|bytes| bytes.try_into().ok());
        let Some(position) = position.map(i64::from_be_bytes) else { return };
        if position == self.after {
            self.previous = hash;
            return;
        }
        let next = self.at + 1;
        if position < next {
            self.faults.push(Fault::Outside { position });
            return;
        }
        if position > next {
            self.gap(position - 1);
            self.previous = None;
        }
        let mut fields: [&[u8]; FIELDS] = [&[]; FIELDS];
        let mut whole = true;
        for (field, value) in fields.iter_mut().zip(row) {
            whole &= value.is_some();
            *field = value.unwrap_or_default();
        }
        let fits = match (self.previous, hash) {
            (Some(previous), Some(hash)) => link_fields(&previous, fields) == hash,
            // After what is missing there is nothing to hold it against.
            (None, Some(_)) => true,
            (_, None) => false,
        };
        if !(whole && fits) {
            self.faults.push(Fault::Changed { position });
        }
        self.step(position, hash);
    }

    fn step(&mut self, position: i64, hash: Option<Hash>) {
        (self.at, self.previous) = (position, hash);
        self.tile.push(leaf(&hash.unwrap_or_default()));
        if self.tile.len() as u64 == WIDTH {
            self.nodes.push(perfect(&self.tile));
            self.tile.clear();
        }
        if let Ok(size) = u64::try_from(position)
            && self.sizes.binary_search(&size).is_ok()
        {
            self.tails.push((size, self.tile.clone()));
        }
    }

    /// Events up to `to` are not there. What stands in their place makes the tree another one, as it should.
    fn gap(&mut self, to: i64) {
        let from = self.at + 1;
        self.faults.push(Fault::Missing { from, to });
        (from..=to).for_each(|position| self.step(position, None));
    }

    fn finish(&mut self) {
        if self.at < self.end {
            self.gap(self.end);
        }
    }
}

/// Follows a stretch to its end.
pub(super) async fn follow(database: Arc<dyn Database>, stretch: Stretch) -> Result<Stretch, DatabaseError> {
    let question = stretch.question();
    let shared = Arc::new(Mutex::new(stretch));
    let seeing = shared.clone();
    let see = move |row: &[Option<&[u8]>]| seeing.lock().unwrap_or_else(PoisonError::into_inner).see(row);
    database.scan(question, KINDS, Box::new(see)).await?;
    let mut stretch = std::mem::take(&mut *shared.lock().unwrap_or_else(PoisonError::into_inner));
    stretch.finish();
    Ok(stretch)
}
