//! Checkpoints of the log: made beside the path of a write, signed with keys that are not in the database, and only when the log
//! still begins with what was signed before.

use crate::{
    clock::from_micros,
    database::{DatabaseError, Row, Statement, Value},
    store::Store,
};
use jiff::Timestamp;
use std::ops::Range;
use thiserror::Error;
use wijkspoor_bewijs::{Checkpoint, CheckpointError, Hash, Keyring, Note, NoteError, consistency};

/// A checkpoint as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The signed note.
    pub note: String,
    /// When it was signed, by the clock of who did.
    pub recorded_at: Timestamp,
}

/// Why no checkpoint was signed.
#[derive(Debug, Error)]
pub enum SignError {
    /// What was signed before is no longer there.
    #[error(
        "het log is niet meer dat van het checkpoint van {size} gebeurtenissen: daarin of daarvoor is het veranderd. Er wordt niets \
         meer ondertekend; wijkspoor controleer zegt waar het is"
    )]
    Rewritten {
        /// The size of that checkpoint.
        size: u64,
    },
    /// What is kept is no checkpoint of this log, or has no valid signature.
    #[error("het bewaarde checkpoint van {size} gebeurtenissen klopt niet: {cause}")]
    Kept {
        /// Its size.
        size: u64,
        /// Why.
        cause: String,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// A row of `checkpoint`, of which nobody said yet that it is in order.
pub(crate) struct Stored {
    pub(crate) size: i64,
    pub(crate) note: String,
    pub(crate) recorded_at: Timestamp,
}

impl Stored {
    pub(crate) const COLUMNS: &str = "size, note, recorded_at";

    pub(crate) fn read(row: &mut Row) -> Result<Self, DatabaseError> {
        Ok(Self { size: row.int(0)?, note: row.take_text(1)?, recorded_at: from_micros(row.int(2)?) })
    }

    /// What it says.
    pub(crate) fn checkpoint(&self) -> Result<(Note, Checkpoint), String> {
        let note: Note = self.note.parse().map_err(|e: NoteError| e.to_string())?;
        let checkpoint: Checkpoint = note.text.parse().map_err(|e: CheckpointError| e.to_string())?;
        match i64::try_from(checkpoint.size) {
            Ok(size) if size == self.size => Ok((note, checkpoint)),
            _ => Err(format!("het zegt iets over {} gebeurtenissen", checkpoint.size)),
        }
    }

    fn keep(self) -> Result<Kept, SignError> {
        match self.checkpoint() {
            Ok((_, checkpoint)) => Ok(Kept { checkpoint, note: self.note, recorded_at: self.recorded_at }),
            Err(cause) => Err(SignError::Kept { size: u64::try_from(self.size).unwrap_or(0), cause }),
        }
    }
}

impl Store {
    /// The latest checkpoint.
    ///
    /// # Errors
    /// When the database fails, or keeps something else.
    pub async fn latest_checkpoint(&self) -> Result<Option<Kept>, SignError> {
        let sql = format!("SELECT {} FROM checkpoint ORDER BY size DESC LIMIT 1", Stored::COLUMNS);
        self.kept(Statement::new(sql, [])).await
    }

    /// The checkpoint of so many events.
    ///
    /// # Errors
    /// When the database fails, or keeps something else.
    pub async fn checkpoint_of(&self, size: u64) -> Result<Option<Kept>, SignError> {
        let sql = format!("SELECT {} FROM checkpoint WHERE size = ?1", Stored::COLUMNS);
        self.kept(Statement::new(sql, [Value::Int(i64::try_from(size).unwrap_or(-1))])).await
    }

    async fn kept(&self, statement: Statement) -> Result<Option<Kept>, SignError> {
        let mut rows = self.database.query(statement).await?;
        rows.first_mut().map(|row| Stored::read(row)?.keep()).transpose()
    }

    /// Signs what the log has come to, when it has grown or the keys have changed since the latest checkpoint. `remembered` is what
    /// the signer knows of earlier ones from outside the database, where nobody can have changed it along with the log.
    ///
    /// # Errors
    /// When the log no longer begins with what was signed before: then nothing may be signed. Or when the database fails.
    pub async fn sign_checkpoint(
        &self,
        keys: &Keyring,
        remembered: Option<&Checkpoint>,
    ) -> Result<Option<Kept>, SignError> {
        let latest = self.latest_checkpoint().await?;
        let size = u64::try_from(self.head().await?.position).unwrap_or(0);
        for before in latest.iter().map(|kept| &kept.checkpoint).chain(remembered) {
            if before.size > size {
                return Err(SignError::Rewritten { size: before.size });
            }
        }
        if size == 0 || keys.signing().next().is_none() {
            return Ok(latest);
        }
        if let Some(kept) = &latest {
            // Who can change the log can also put another checkpoint there.
            let verified = kept.note.parse::<Note>().and_then(|note| note.verify(keys.known()).map(drop));
            let wrong = |e: NoteError| SignError::Kept { size: kept.checkpoint.size, cause: e.to_string() };
            verified.map_err(wrong)?;
        }
        if let Some(kept) = latest.as_ref().filter(|kept| is_signed(kept, keys, size)) {
            let same =
                remembered.is_none_or(|before| before.size < size || before.root == kept.checkpoint.root);
            if same {
                return Ok(latest);
            }
        }
        self.grow_tree(size).await?;
        for before in latest.iter().map(|kept| &kept.checkpoint).chain(remembered) {
            if self.root(before.size).await? != before.root {
                return Err(SignError::Rewritten { size: before.size });
            }
        }
        let checkpoint = Checkpoint { origin: keys.origin().to_owned(), size, root: self.root(size).await? };
        let note = keys.sign(&checkpoint.to_string());
        let recorded_at = self.clock.now();
        let sql = "INSERT INTO checkpoint (size, note, recorded_at) VALUES (?1, ?2, ?3) \
                   ON CONFLICT (size) DO UPDATE SET note = excluded.note, recorded_at = excluded.recorded_at";
        let size = Value::Int(i64::try_from(size).unwrap_or(i64::MAX));
        let row = [size, Value::Text(note.clone()), Value::Int(recorded_at.as_microsecond())];
        self.database.record(vec![Statement::new(sql, row)]).await?;
        Ok(Some(Kept { checkpoint, note, recorded_at }))
    }

    /// The proof that the log of `size` events begins with that of `first`; `size` is that of a checkpoint.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn consistency(&self, first: u64, size: u64) -> Result<Vec<Hash>, DatabaseError> {
        self.roots(&consistency(first, size)).await
    }

    /// The proof that an event is in the log of `size` events; `size` is that of a checkpoint.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn inclusion(&self, position: u64, size: u64) -> Result<Vec<Hash>, DatabaseError> {
        Ok(self.inclusions(&[position], size).await?.pop().unwrap_or_default())
    }

    /// The same of several events, at once: what their paths have in common is read once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn inclusions(&self, positions: &[u64], size: u64) -> Result<Vec<Vec<Hash>>, DatabaseError> {
        let path = |position: &u64| wijkspoor_bewijs::inclusion(position.saturating_sub(1), size);
        let paths: Vec<Vec<Range<u64>>> = positions.iter().map(path).collect();
        let mut parts: Vec<Range<u64>> = paths.iter().flatten().cloned().collect();
        let order = |part: &Range<u64>| (part.start, part.end);
        parts.sort_unstable_by_key(order);
        parts.dedup();
        let roots = self.roots(&parts).await?;
        let root = |part: &Range<u64>| parts.binary_search_by_key(&order(part), order).map(|n| roots[n]);
        // Every part was asked for.
        Ok(paths.iter().map(|path| path.iter().filter_map(|part| root(part).ok()).collect()).collect())
    }
}

/// Whether a checkpoint is of this size, and signed with all keys that sign now.
fn is_signed(kept: &Kept, keys: &Keyring, size: u64) -> bool {
    let signed = kept.note.parse::<Note>().ok().and_then(|note| {
        note.verify(keys.known()).ok().map(|signed| keys.signing().all(|key| signed.contains(&key)))
    });
    kept.checkpoint.size == size && kept.checkpoint.origin == keys.origin() && signed == Some(true)
}
