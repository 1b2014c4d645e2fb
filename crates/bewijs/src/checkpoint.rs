//! Checkpoints (C2SP tlog-checkpoint): which log, how many leaves, and the root over them.

use crate::tree::Hash;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// Why a text is no checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("dit is geen checkpoint: {0}")]
pub struct CheckpointError(&'static str);

/// What a log came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

impl fmt::Display for Checkpoint {
    /// The text that is signed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, STANDARD.encode(self.root))
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    /// Reads the text of a note; lines after the third are for others.
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
        let origin = lines.next().filter(|line| !line.is_empty());
        let origin = origin.ok_or(CheckpointError("de eerste regel noemt geen log"))?;
        let size =
            lines.next().and_then(|line| line.parse::<u64>().ok().filter(|size| size.to_string() == line));
        let size = size.ok_or(CheckpointError("de tweede regel is geen aantal"))?;
        let root = lines.next().and_then(|line| STANDARD.decode(line).ok()?.try_into().ok());
        let root = root.ok_or(CheckpointError("de derde regel is geen hash van 32 bytes in base64"))?;
        Ok(Self { origin: origin.to_owned(), size, root })
    }
}
