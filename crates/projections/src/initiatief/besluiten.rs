//! Decisions, reversed ones included.

use super::{Feit, nauwkeurigheid, op, opt_sealed, sealed, tables::BESLUIT, text};
use crate::row::{Change, Value};
use wijkspoor_domain::initiatief::Gebeurtenis as G;

pub(super) fn changes(feit: &Feit) -> Option<Change> {
    match &feit.event.event {
        G::BesluitGenomen(b) => Some(Change::Insert {
            table: &BESLUIT,
            row: vec![
                feit.id(),
                Value::Text(b.besluit.to_string()),
                text(b.soort.code()),
                text(b.mandaat.as_str()),
                sealed(&b.motivering),
                opt_sealed(b.grondslag.as_ref()),
                text(&b.status),
                text(&feit.event.metadata.actor.id),
                text(feit.event.metadata.actor.rol.code()),
                op(feit.moment()),
                nauwkeurigheid(feit.moment()),
                Value::Null,
                Value::Null,
                Value::Null,
                Value::Null,
            ],
        }),
        G::BesluitTeruggedraaid(b) => Some(Change::Update {
            table: &BESLUIT,
            key: vec![feit.id(), Value::Text(b.besluit.to_string())],
            set: vec![
                ("teruggedraaid_op", op(feit.moment())),
                ("teruggedraaid_nauwkeurigheid", nauwkeurigheid(feit.moment())),
                ("teruggedraaid_motivering", sealed(&b.motivering)),
                ("teruggedraaid_status", text(&b.status)),
            ],
        }),
        _ => None,
    }
}
