//! The Merkle tree over the log. Leaf `n` is the chain hash of event `n + 1`, which stands in the log already; of the nodes above,
//! those at every eighth level are stored, in the manner of C2SP tlog-tiles. So a node costs one row per 256 events, a proof reads
//! some hundreds of hashes however long the log is, and nothing is added to the path of a write.

use crate::{
    chain::Hash,
    database::{DatabaseError, Row, Statement, Value},
    sql,
    store::Store,
};
use std::ops::Range;
use wijkspoor_bewijs::{Peaks, Subtree, cover, leaf, perfect};

/// Levels from one stored node to the next.
pub(crate) const STEP: u8 = 8;
/// Nodes under a stored node.
pub(crate) const WIDTH: u64 = 1 << STEP;
/// Stored nodes that are added in one transaction.
const AT_ONCE: u64 = 64;

/// The hash in the first column.
fn hash(row: &Row) -> Result<Hash, DatabaseError> {
    let wrong = |_| DatabaseError::Other("een hash in het log is geen 32 bytes".to_owned());
    row.bytes(0)?.try_into().map_err(wrong)
}

/// Asks for nodes of a level that is stored: 0 are the leaves.
fn question(level: u8, nodes: Range<u64>) -> Statement {
    let number = |n: u64| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
    let (from, to) = (number(nodes.start), number(nodes.end));
    match level {
        0 => {
            let sql = "SELECT hash FROM event WHERE position > ?1 AND position <= ?2 ORDER BY position";
            Statement::new(sql, [from, to])
        }
        level => {
            let sql = "SELECT hash FROM tree_node WHERE level = ?1 AND idx >= ?2 AND idx < ?3 ORDER BY idx";
            Statement::new(sql, [Value::Int(level.into()), from, to])
        }
    }
}

/// The answer: as many as there must be.
fn nodes(level: u8, wanted: &Range<u64>, rows: &[Row]) -> Result<Vec<Hash>, DatabaseError> {
    if rows.len() as u64 != wanted.end - wanted.start {
        return Err(DatabaseError::Other(format!(
            "van de boom ontbreken knopen op niveau {level}, tussen {} en {}: wijkspoor controleer zegt waar het log is veranderd",
            wanted.start, wanted.end
        )));
    }
    let seen = |hash: Hash| if level == 0 { leaf(&hash) } else { hash };
    rows.iter().map(|row| hash(row).map(seen)).collect()
}

/// The stored nodes from which the root of a subtree follows: their level and which.
fn beneath(subtree: Subtree) -> (u8, Range<u64>) {
    let up = subtree.level % STEP;
    (subtree.level - up, subtree.index << up..(subtree.index + 1) << up)
}

impl Store {
    /// Stores the nodes that have become complete up to a size. Cost follows what is new; several may do it at once, for what
    /// they store is the same.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn grow_tree(&self, size: u64) -> Result<(), DatabaseError> {
        let mut level = 0;
        let mut complete = size;
        loop {
            complete >>= STEP;
            let above = level + STEP;
            if complete == 0 {
                return Ok(());
            }
            let sql = "SELECT COALESCE(MAX(idx) + 1, 0) FROM tree_node WHERE level = ?1";
            let rows = self.database.query(Statement::new(sql, [Value::Int(above.into())])).await?;
            let mut next = rows.first().map_or(Ok(0), |row| row.int(0))?.try_into().unwrap_or(0);
            while next < complete {
                let end = complete.min(next + AT_ONCE);
                let wanted = next << STEP..end << STEP;
                let rows = self.database.query(question(level, wanted.clone())).await?;
                let below = nodes(level, &wanted, &rows)?;
                let tiles = (next..end).zip(below.chunks(1 << STEP));
                let rows = tiles.map(|(index, tile)| {
                    let index = i64::try_from(index).unwrap_or(i64::MAX);
                    vec![Value::Int(above.into()), Value::Int(index), Value::Bytes(perfect(tile).to_vec())]
                });
                let columns = ["level", "idx", "hash"];
                let insert = sql::insert("tree_node", &columns, rows.collect(), "ON CONFLICT DO NOTHING");
                self.database.record(insert).await?;
                next = end;
            }
            level = above;
        }
    }

    /// The roots over parts of the tree, each a part of which a proof speaks, from one snapshot.
    ///
    /// # Errors
    /// When the database fails, or the tree has not grown so far.
    pub async fn roots(&self, parts: &[Range<u64>]) -> Result<Vec<Hash>, DatabaseError> {
        let covers: Vec<Vec<Subtree>> = parts.iter().cloned().map(cover).collect();
        let wanted: Vec<(u8, Range<u64>)> = covers.iter().flatten().copied().map(beneath).collect();
        let questions = wanted.iter().map(|(level, range)| question(*level, range.clone())).collect();
        let rows = self.database.query_many(questions).await?;
        let hashes =
            wanted.iter().zip(&rows).map(|((level, range), rows)| Ok(perfect(&nodes(*level, range, rows)?)));
        let mut hashes = hashes.collect::<Result<Vec<Hash>, DatabaseError>>()?.into_iter();
        let root = |cover: Vec<Subtree>| {
            let mut peaks = Peaks::default();
            cover.iter().zip(&mut hashes).for_each(|(subtree, hash)| peaks.push(subtree.level, hash));
            peaks.root()
        };
        Ok(covers.into_iter().map(root).collect())
    }

    /// The root over the first events.
    pub(crate) async fn root(&self, size: u64) -> Result<Hash, DatabaseError> {
        let roots = self.roots(&[Range { start: 0, end: size }]).await?;
        roots.first().copied().ok_or_else(|| DatabaseError::Other("de boom heeft geen wortel".to_owned()))
    }
}
