//! Decisions, reversed ones included.

use super::{Feit, nauwkeurigheid, op, opt_sealed, opt_text, sealed, tables::BESLUIT, text};
use crate::row::{Change, Value};
use wijkspoor_domain::Naam;
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
                opt_text(b.hoedanigheid.map(|h| h.code())),
                opt_text(b.portefeuille.as_ref().map(Naam::as_str)),
                opt_sealed(b.alternatieven.as_ref()),
                text(&b.status),
                text(&feit.event.metadata.actor.id),
                text(feit.event.metadata.actor.rol.code()),
                op(feit.moment()),
                nauwkeurigheid(feit.moment()),
                Value::Null,
                Value::Null,
                Value::Null,
                Value::Null,
                Value::Int(feit.event.recorded_at.as_microsecond()),
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
                ("terug_vastgelegd_op", Value::Int(feit.event.recorded_at.as_microsecond())),
            ],
        }),
        _ => None,
    }
}
