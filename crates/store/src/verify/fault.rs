//! What can be wrong with the log, in words for who checks it.

use std::fmt;

/// Where the log is not what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// An event does not fit its hash, or its hash not the one before.
    Changed {
        /// Its position.
        position: i64,
    },
    /// Events are gone.
    Missing {
        /// The first.
        from: i64,
        /// The last.
        to: i64,
    },
    /// Events stand outside the log: before its first, or after its end.
    Outside {
        /// One of them.
        position: i64,
    },
    /// The hash at the end of the log is not that of the last event.
    Head {
        /// The last position.
        position: i64,
    },
    /// A stored node of the tree is not that of its events: it, or they with their hashes, were changed.
    Node {
        /// Its level.
        level: u8,
        /// The first event beneath it.
        from: i64,
        /// The last.
        to: i64,
    },
}

impl Fault {
    /// The first position at which something may be wrong.
    pub fn position(self) -> i64 {
        match self {
            Self::Changed { position } | Self::Outside { position } | Self::Head { position } => position,
            Self::Missing { from, .. } | Self::Node { from, .. } => from,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { position } => write!(
                f,
                "positie {position}: deze gebeurtenis past niet bij haar hash en bij de gebeurtenis ervoor; zij is veranderd of verwisseld"
            ),
            Self::Missing { from, to } if from == to => {
                write!(f, "positie {from}: deze gebeurtenis ontbreekt")
            }
            Self::Missing { from, to } => {
                write!(f, "positie {from} tot en met {to}: deze gebeurtenissen ontbreken")
            }
            Self::Outside { position } => {
                write!(f, "positie {position}: hier staat een gebeurtenis die niet in het log is vastgelegd")
            }
            Self::Head { position } => {
                write!(
                    f,
                    "het einde van het log (log_head) hoort niet bij de laatste gebeurtenis, op positie {position}"
                )
            }
            Self::Node { level, from, to } => write!(
                f,
                "positie {from} tot en met {to}: de knoop van de boom erboven (niveau {level}) hoort er niet bij; hij is veranderd, of deze \
                 gebeurtenissen zijn met hun hashes opnieuw gemaakt"
            ),
        }
    }
}
