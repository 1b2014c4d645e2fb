//! Which initiatives belong together: one goes on in another, or they overlap.

use super::{Feit, nauwkeurigheid, op, tables::KOPPELING, text};
use crate::row::{Change, Value};
use wijkspoor_domain::initiatief::Gebeurtenis;

/// The kinds of fact that tie an initiative to another one.
const KOPPELT: &[&str] = &["samengevoegd", "overlap_gemeld"];

pub(super) fn changes(feit: &Feit) -> Option<Change> {
    let Gebeurtenis::Feit(vastgelegd) = &feit.event.event else { return None };
    let met = vastgelegd.verwijzing("met").filter(|_| KOPPELT.contains(&vastgelegd.soort.code))?;
    let row = vec![
        feit.id(),
        Value::Int(feit.event.sequence),
        Value::Text(met.to_string()),
        text(vastgelegd.soort.code),
        op(feit.moment()),
        nauwkeurigheid(feit.moment()),
    ];
    Some(Change::Insert { table: &KOPPELING, row })
}
