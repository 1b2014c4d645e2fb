//! The log held against its checkpoints: those that are kept with it, and those that somebody kept elsewhere.

use crate::{
    checkpoint::Stored,
    database::{DatabaseError, Statement},
    store::Store,
    verify::Verification,
};
use jiff::Timestamp;
use std::fmt;
use wijkspoor_bewijs::{Checkpoint, Verifier};

/// What came out of an audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// The log by itself.
    pub log: Verification,
    /// The checkpoints that are kept with it and that fit, smallest first.
    pub fitting: Vec<Checked>,
    /// What does not fit.
    pub disagreements: Vec<Disagreement>,
}

/// A checkpoint that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Of how many events.
    pub size: u64,
    /// When it was signed, for one that is kept with the log.
    pub signed_at: Option<Timestamp>,
}

/// A checkpoint that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disagreement {
    /// It is none of this log, or has no valid signature.
    Invalid {
        /// Its size.
        size: i64,
        /// Why.
        cause: String,
    },
    /// The log is shorter.
    Short {
        /// Its size.
        size: u64,
        /// That of the log.
        end: u64,
    },
    /// The log has another root at that size.
    Other {
        /// Its size.
        size: u64,
        /// The size of the largest checkpoint before it that fits; 0 when there is none.
        fits: u64,
    },
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid { size, cause } => {
                write!(f, "het checkpoint van {size} gebeurtenissen klopt niet: {cause}")
            }
            Self::Short { size, end } => write!(
                f,
                "het log eindigt bij positie {end}, maar er is een checkpoint van {size} gebeurtenissen: positie {} tot en met {size} zijn \
                 eraf gehaald",
                end + 1
            ),
            Self::Other { size, fits } => write!(
                f,
                "het log is niet dat van het checkpoint van {size} gebeurtenissen: het is opnieuw gemaakt, met een eerste verandering op positie \
                 {} tot en met {size}",
                fits + 1
            ),
        }
    }
}

impl Audit {
    /// Whether all is as it was.
    pub fn is_whole(&self) -> bool {
        self.log.faults.is_empty() && self.disagreements.is_empty()
    }
}

impl Store {
    /// Verifies the log, and holds it against the checkpoints that are kept with it and against `elsewhere`. With `known` keys the
    /// signatures of those that are kept must fit; those of elsewhere are for the caller to look at, who knows where they come from.
    ///
    /// # Errors
    /// When the database fails. What does not fit is no error but an outcome.
    pub async fn audit(
        &self,
        known: &[Verifier],
        elsewhere: &[Checkpoint],
        progress: impl Fn(u64, u64),
    ) -> Result<Audit, DatabaseError> {
        // Before the end of the log is looked at: none of them can be ahead of it.
        let sql = format!("SELECT {} FROM checkpoint ORDER BY size", Stored::COLUMNS);
        let mut rows = self.database.query(Statement::new(sql, [])).await?;
        let stored: Vec<Stored> = rows.iter_mut().map(Stored::read).collect::<Result<_, _>>()?;
        let mut disagreements = Vec::new();
        let mut checkpoints: Vec<(Checkpoint, Option<Timestamp>)> =
            elsewhere.iter().map(|checkpoint| (checkpoint.clone(), None)).collect();
        for stored in stored {
            let valid = stored.checkpoint().and_then(|(note, checkpoint)| match known {
                [] => Ok(checkpoint),
                known => note.verify(known).map(|_| checkpoint).map_err(|e| e.to_string()),
            });
            match valid {
                Ok(checkpoint) => checkpoints.push((checkpoint, Some(stored.recorded_at))),
                Err(cause) => disagreements.push(Disagreement::Invalid { size: stored.size, cause }),
            }
        }
        checkpoints.sort_by_key(|(checkpoint, _)| checkpoint.size);
        let sizes: Vec<u64> = checkpoints.iter().map(|(checkpoint, _)| checkpoint.size).collect();
        let log = self.verify(&sizes, progress).await?;
        let mut fitting: Vec<Checked> = Vec::new();
        for (Checkpoint { size, root, .. }, signed_at) in checkpoints {
            let fits = fitting.last().map_or(0, |checked| checked.size);
            match log.roots.get(&size) {
                Some(found) if *found == root => fitting.push(Checked { size, signed_at }),
                Some(_) => disagreements.push(Disagreement::Other { size, fits }),
                None if size > log.size => disagreements.push(Disagreement::Short { size, end: log.size }),
                // Not followed so far, for what was wrong before it: that is said already.
                None => {}
            }
        }
        Ok(Audit { log, fitting, disagreements })
    }
}
