//! Episodes: the half-open intervals in which one party has the ball, in one status, for one order (design 3).

use super::{Feit, tables::EPISODE, text};
use crate::row::{Change, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wijkspoor_domain::Naam;
use wijkspoor_domain::initiatief::{Beurt, aan_zet};

/// The open episodes of one initiative.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Episodes {
    /// The number of the last one.
    laatste: i64,
    /// The open ones: number and whose turn.
    open: Vec<(i64, Beurt)>,
}

impl Episodes {
    pub(super) fn changes(&mut self, feit: &Feit) -> Vec<Change> {
        let nu: BTreeSet<Beurt> = feit.werkstroom.map(|w| aan_zet(feit.toestand, w)).unwrap_or_default();
        let andere_status = feit.event.event.stap().is_some();
        let (gebleven, gesloten): (Vec<_>, Vec<_>) =
            self.open.drain(..).partition(|(_, beurt)| !andere_status && nu.contains(beurt));
        self.open = gebleven;
        let mut changes: Vec<_> = gesloten.iter().map(|(nummer, _)| close(feit, *nummer)).collect();
        for beurt in nu {
            if self.open.iter().any(|(_, open)| *open == beurt) {
                continue;
            }
            self.laatste += 1;
            changes.push(open(feit, self.laatste, &beurt));
            self.open.push((self.laatste, beurt));
        }
        changes
    }
}

fn open(feit: &Feit, nummer: i64, beurt: &Beurt) -> Change {
    Change::Insert {
        table: &EPISODE,
        row: vec![
            feit.id(),
            Value::Int(nummer),
            text(beurt.partij.soort()),
            text(beurt.partij.naam().map_or("", Naam::as_str)),
            beurt.opdracht.map_or(Value::Null, |id| Value::Text(id.to_string())),
            text(&feit.toestand.status),
            text(feit.fase),
            text(feit.toestand.gebied.as_str()),
            feit.op(),
            feit.nauwkeurigheid(),
            Value::Null,
            Value::Null,
        ],
    }
}

fn close(feit: &Feit, nummer: i64) -> Change {
    Change::Update {
        table: &EPISODE,
        key: vec![feit.id(), Value::Int(nummer)],
        set: vec![("tot_op", feit.op()), ("tot_nauwkeurigheid", feit.nauwkeurigheid())],
    }
}
