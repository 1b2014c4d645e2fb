//! Episodes: the half-open intervals in which one party has the ball, in one status, for one order.

use super::verloop::Verloop;
use super::{Feit, nauwkeurigheid, op, tables::EPISODE, text};
use crate::row::{Change, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wijkspoor_domain::initiatief::{Beurt, Gebeurtenis, aan_zet};
use wijkspoor_domain::{Moment, Naam};

/// The open episodes of one initiative.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Episodes {
    /// The number of the last one.
    laatste: i64,
    /// The open ones.
    open: Vec<Open>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Open {
    nummer: i64,
    beurt: Beurt,
    van: Moment,
}

impl Episodes {
    pub(super) fn changes(&mut self, feit: &Feit, verloop: &Verloop) -> Vec<Change> {
        let nu: BTreeSet<Beurt> = feit.werkstroom.map(|w| aan_zet(feit.toestand, w)).unwrap_or_default();
        let andere_status = feit.beweegt;
        let (gebleven, gesloten): (Vec<_>, Vec<_>) =
            self.open.drain(..).partition(|open| !andere_status && nu.contains(&open.beurt));
        self.open = gebleven;
        let mut changes: Vec<_> = gesloten.iter().map(|open| close(feit, open)).collect();
        if matches!(feit.event.event, Gebeurtenis::WerkstroomGewijzigd(_)) {
            // The wait goes on; only its status is called otherwise.
            changes.extend(self.open.iter().map(|open| rename(feit, open)));
        }
        for beurt in nu {
            if self.open.iter().any(|open| open.beurt == beurt) {
                continue;
            }
            // A turn that no order brings begins when the last of the orders has ended, which need not be the one
            // that was recorded last.
            let na_opdrachten = feit.event.event.opdracht().is_some() && beurt.opdracht.is_none();
            let van = verloop.laatste.filter(|_| na_opdrachten).unwrap_or(feit.grens);
            self.laatste += 1;
            let open = Open { nummer: self.laatste, beurt, van };
            changes.push(insert(feit, &open));
            self.open.push(open);
        }
        changes
    }
}

fn insert(feit: &Feit, Open { nummer, beurt, van }: &Open) -> Change {
    Change::Insert {
        table: &EPISODE,
        row: vec![
            feit.id(),
            Value::Int(*nummer),
            text(beurt.partij.soort()),
            text(beurt.partij.naam().map_or("", Naam::as_str)),
            beurt.opdracht.map_or(Value::Null, |id| Value::Text(id.to_string())),
            text(&feit.toestand.status),
            text(feit.fase),
            text(feit.toestand.gebied.as_str()),
            op(*van),
            nauwkeurigheid(*van),
            Value::Null,
            Value::Null,
            dag(*van),
            Value::Null,
            Value::Null,
        ],
    }
}

/// The civil day of a moment, as far as a duration may rest on it.
fn dag(moment: Moment) -> Value {
    moment.dagnummer().map_or(Value::Null, Value::Int)
}

fn rename(feit: &Feit, open: &Open) -> Change {
    let (key, set) =
        (vec![feit.id(), Value::Int(open.nummer)], vec![("status", text(&feit.toestand.status))]);
    Change::Update { table: &EPISODE, key, set }
}

fn close(feit: &Feit, open: &Open) -> Change {
    let tot = feit.grens.niet_voor(open.van);
    let bekend = open.van.is_bekend() && tot.is_bekend();
    let werkdagen = match bekend {
        true => Value::Int(feit.kalender.werkdagen(open.van.dag(), tot.dag())),
        false => Value::Null,
    };
    Change::Update {
        table: &EPISODE,
        key: vec![feit.id(), Value::Int(open.nummer)],
        set: vec![
            ("tot_op", op(tot)),
            ("tot_nauwkeurigheid", nauwkeurigheid(tot)),
            ("tot_dag", dag(tot)),
            ("werkdagen", werkdagen),
        ],
    }
}
