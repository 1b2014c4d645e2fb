//! A journal of erasures outside the database: a file to which a line is added before a key is destroyed. Whoever puts an older
//! backup back has the destroyed keys back with it; by this file they are destroyed again
//! (docs/adr/0035-an-erasure-takes-a-decision-and-survives-a-restore.md). It holds no personal data and no key.

use crate::store::StoreError;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{
    fs::{File, OpenOptions},
    io::{self, ErrorKind, Read, Write},
    path::{Path, PathBuf},
};
use uuid::Uuid;
use wijkspoor_domain::Wisbesluit;

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The stream that was erased, which is the id of its key.
    pub stroom: Uuid,
    /// What it is.
    pub soort: String,
    /// When.
    pub op: Timestamp,
    /// By which decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub besluit: Option<Wisbesluit>,
}

/// The file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureJournal(PathBuf);

impl ErasureJournal {
    /// The journal in this file; it is made at the first line.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// All lines.
    ///
    /// # Errors
    /// When it cannot be read, or holds something else: nothing is passed by in silence.
    pub fn read(&self) -> Result<Vec<Entry>, StoreError> {
        let mut text = String::new();
        match File::open(&self.0).and_then(|mut file| file.read_to_string(&mut text)) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(self.failed(&error)),
        }
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let entry = |(number, line): (usize, &str)| {
            serde_json::from_str(line).map_err(|error| {
                self.failed(&io::Error::other(format!("regel {} is geen wissing: {error}", number + 1)))
            })
        };
        lines.map(entry).collect()
    }

    /// Adds a line, and waits until it stands on the disk. A stream that is in it already is not added again.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(&self, entry: &Entry) -> Result<(), StoreError> {
        if self.read()?.iter().any(|known| known.stroom == entry.stroom) {
            return Ok(());
        }
        let line = serde_json::to_string(entry).map_err(|e| StoreError::Json(e.to_string()))?;
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(&self.0).and_then(|mut file| {
            // In one piece: several processes may write.
            file.write_all(format!("{line}\n").as_bytes())?;
            file.sync_all()
        });
        written.map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &io::Error) -> StoreError {
        StoreError::Journal { path: self.0.display().to_string(), cause: error.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back_once_and_nonsense_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let journal = ErasureJournal::new(folder.path().join("wissingen.jsonl"));
        assert!(journal.read().unwrap().is_empty());
        let entry = |n| Entry {
            stroom: Uuid::from_u128(n),
            soort: "signaal".to_owned(),
            op: Timestamp::UNIX_EPOCH,
            besluit: None,
        };
        for n in [1, 2, 1] {
            journal.add(&entry(n)).unwrap();
        }
        assert_eq!(journal.read().unwrap(), [entry(1), entry(2)]);
        std::fs::write(journal.path(), "{\"stroom\":").unwrap();
        let error = journal.add(&entry(3)).unwrap_err().to_string();
        assert!(error.contains("wissingen.jsonl") && error.contains("regel 1"), "{error}");
    }
}
