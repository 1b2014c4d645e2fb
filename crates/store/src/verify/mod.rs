//! Whether the log says what it said: the chain of hashes is followed along every byte of every event, and the tree is made anew.
//! Stretches of the log are followed beside each other, because each begins with the stored hash before it.

mod fault;
mod stretch;

use crate::{
    chain::{Hash, START},
    database::{DatabaseError, Statement, Value},
    store::Store,
    tree::{STEP, WIDTH},
};
pub use fault::Fault;
use futures_util::{StreamExt, TryStreamExt, stream};
use std::collections::BTreeMap;
use stretch::{SIZE, Stretch, follow};
use wijkspoor_bewijs::{Peaks, perfect};

/// More faults than this say nothing new.
const FAULTS: usize = 100;
/// What came out of checking the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// How many events it should have.
    pub size: u64,
    /// The hash at its end.
    pub hash: Hash,
    /// The root of the tree over all events.
    pub root: Hash,
    /// The roots over as many events as was asked for, where there are so many.
    pub roots: BTreeMap<u64, Hash>,
    /// Where it is not what it was, in the order in which it was found; at most a hundred.
    pub faults: Vec<Fault>,
}

impl Verification {
    /// The first position at which something is wrong; a node of the tree only says so of many events.
    pub fn broken(&self) -> Option<i64> {
        let places = self.faults.iter().map(|fault| (matches!(fault, Fault::Node { .. }), fault.position()));
        places.min().map(|(_, position)| position)
    }
}

/// The end of the log, and the first and last event, from one snapshot.
struct Ends {
    size: u64,
    hash: Vec<u8>,
    first: Option<i64>,
    last: Option<i64>,
    /// The first after the end.
    beyond: Option<i64>,
}

impl Ends {
    fn position(&self) -> i64 {
        i64::try_from(self.size).unwrap_or(i64::MAX)
    }

    /// How far there is something to follow.
    fn followed(&self) -> u64 {
        self.size.min(u64::try_from(self.last.unwrap_or(0)).unwrap_or(0))
    }

    fn faults(&self) -> Vec<Fault> {
        let (first, last, end) = (self.first, self.last.unwrap_or(0), self.position());
        let outside = [first.filter(|first| *first < 1), self.beyond];
        let outside = outside.into_iter().flatten().map(|position| Fault::Outside { position });
        let gone = (last < end).then(|| Fault::Missing { from: last.max(0) + 1, to: end });
        outside.chain(gone).collect()
    }
}

impl Store {
    async fn ends(&self) -> Result<Ends, DatabaseError> {
        let head = Statement::new("SELECT position, hash FROM log_head", []);
        let sql = "SELECT MIN(position), MAX(position), (SELECT MIN(position) FROM event WHERE position > \
                 (SELECT position FROM log_head)) FROM event";
        let ends = Statement::new(sql, []);
        let rows = self.database.query_many(vec![head, ends]).await?;
        let missing = || DatabaseError::Other("log_head ontbreekt".to_owned());
        let [head, ends] = &rows[..] else { return Err(missing()) };
        let (head, ends) = (head.first().ok_or_else(missing)?, ends.first().ok_or_else(missing)?);
        Ok(Ends {
            size: u64::try_from(head.int(0)?).unwrap_or(0),
            hash: head.bytes(1)?.to_vec(),
            first: ends.opt_int(0)?,
            last: ends.opt_int(1)?,
            beyond: ends.opt_int(2)?,
        })
    }

    /// Follows the chain of hashes along every byte of every event, from the first to what was the end of the log when it began, and
    /// holds the stored tree against the one that follows from them. `sizes` are those at which the root is asked for; `progress` hears
    /// how many events of how many.
    ///
    /// # Errors
    /// When the database fails. That the log was changed is no error but an outcome.
    pub async fn verify(
        &self,
        sizes: &[u64],
        progress: impl Fn(u64, u64),
    ) -> Result<Verification, DatabaseError> {
        let ends = self.ends().await?;
        let mut sizes = sizes.to_vec();
        sizes.sort_unstable();
        sizes.dedup();
        let mut faults = ends.faults();
        let stretches = (0..ends.followed()).step_by(usize::try_from(SIZE).unwrap_or(usize::MAX));
        let following = stretches.map(|after| {
            let stretch = Stretch::new(after, ends.followed().min(after + SIZE), &sizes);
            let following = tokio::spawn(follow(self.database.clone(), stretch));
            async move { following.await.map_err(|e| DatabaseError::Other(e.to_string()))? }
        });
        // As many at once as there are processors, and one more that is read meanwhile.
        let at_once = std::thread::available_parallelism().map_or(1, usize::from) + 1;
        let mut following = stream::iter(following).buffered(at_once);
        let (mut peaks, mut nodes) = (Peaks::default(), Vec::new());
        let mut roots: BTreeMap<u64, Hash> =
            sizes.first().filter(|s| **s == 0).map(|s| (*s, peaks.root())).into_iter().collect();
        let mut hash = Some(START);
        while let Some(stretch) = following.try_next().await? {
            faults.extend(stretch.faults);
            let mut tails = stretch.tails.into_iter().peekable();
            let first = nodes.len() as u64;
            for (n, node) in (first..).zip(&stretch.nodes) {
                while let Some((size, tail)) = tails.next_if(|(size, _)| size / WIDTH == n) {
                    roots.insert(size, with_tail(&peaks, &tail).root());
                }
                peaks.push(STEP, *node);
            }
            for (size, tail) in tails {
                roots.insert(size, with_tail(&peaks, &tail).root());
            }
            nodes.extend(stretch.nodes);
            stretch.tile.iter().for_each(|leaf| peaks.push(0, *leaf));
            hash = stretch.previous;
            progress(u64::try_from(stretch.at).unwrap_or(0), ends.size);
            if faults.len() >= FAULTS {
                break;
            }
        }
        if faults.is_empty() && hash.as_ref().map(|hash| &hash[..]) != Some(&ends.hash[..]) {
            faults.push(Fault::Head { position: i64::try_from(ends.size).unwrap_or(i64::MAX) });
        }
        if faults.len() < FAULTS {
            self.verify_tree(nodes, &mut faults).await?;
        }
        faults.truncate(FAULTS);
        Ok(Verification {
            size: ends.size,
            hash: hash.unwrap_or_default(),
            root: peaks.root(),
            roots,
            faults,
        })
    }

    /// Holds what is stored of the tree against what follows from the events.
    async fn verify_tree(&self, nodes: Vec<Hash>, faults: &mut Vec<Fault>) -> Result<(), DatabaseError> {
        let (mut level, mut nodes) = (STEP, nodes);
        // Whoever signs may have stored more meanwhile.
        let now = self.head().await?.position;
        let possible = |level: u8, index: i64| index < now.checked_shr(level.into()).unwrap_or(0);
        while !nodes.is_empty() {
            let width = 1_i64 << level;
            let mut next = 0;
            loop {
                let sql =
                    "SELECT idx, hash FROM tree_node WHERE level = ?1 AND idx >= ?2 ORDER BY idx LIMIT 4096";
                let params = [Value::Int(level.into()), Value::Int(next)];
                let rows = self.database.query(Statement::new(sql, params)).await?;
                let Some(last) = rows.last() else { break };
                let last = last.int(0)?;
                for row in &rows {
                    let index = row.int(0)?;
                    let fits = match usize::try_from(index).ok().and_then(|index| nodes.get(index)) {
                        Some(node) => row.opt_bytes(1).ok().flatten() == Some(&node[..]),
                        None => possible(level, index),
                    };
                    // Before a hole: those after it were stored, so that one was, too.
                    if index != next || !fits {
                        let from = next.saturating_mul(width).saturating_add(1);
                        let to = index.saturating_add(1).saturating_mul(width);
                        faults.push(Fault::Node { level, from, to });
                    }
                    next = index.saturating_add(1);
                }
                if next <= last {
                    break;
                }
            }
            let complete = nodes.chunks_exact(1 << STEP);
            nodes = complete.map(perfect).collect();
            level += STEP;
        }
        let sql = "SELECT level, idx FROM tree_node WHERE level >= ?1 ORDER BY level, idx LIMIT 1";
        let above = self.database.query(Statement::new(sql, [Value::Int(level.into())])).await?;
        if let Some(row) = above.first() {
            let level = u8::try_from(row.int(0)?).unwrap_or(u8::MAX);
            if !possible(level, row.int(1)?) {
                faults.push(Fault::Node { level, from: 1, to: now });
            }
        }
        Ok(())
    }
}

fn with_tail(peaks: &Peaks, tail: &[Hash]) -> Peaks {
    let mut peaks = peaks.clone();
    tail.iter().for_each(|leaf| peaks.push(0, *leaf));
    peaks
}
