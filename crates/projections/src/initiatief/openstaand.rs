//! What waits for an answer: approval, advice, a permit, a partner, an inquiry of the resident.

use super::{Feit, nauwkeurigheid, op, tables::OPENSTAAND, text, zet};
use crate::row::{Change, Value};
use wijkspoor_domain::Naam;
use wijkspoor_domain::feit::Verband;
use wijkspoor_domain::initiatief::Gebeurtenis;

pub(super) fn changes(feit: &Feit) -> Option<Change> {
    let Gebeurtenis::Feit(vastgelegd) = &feit.event.event else { return None };
    let uiterlijk = vastgelegd.datum("uiterlijk").map(|datum| Value::Text(datum.to_string()));
    if let (Verband::Opent, Some(id)) = (vastgelegd.soort.verband, vastgelegd.id) {
        let row = vec![
            feit.id(),
            Value::Text(id.to_string()),
            text(vastgelegd.soort.code),
            vastgelegd.naam("bij").map_or(Value::Null, |bij: &Naam| text(bij.as_str())),
            text(feit.toestand.gebied.as_str()),
            uiterlijk.unwrap_or(Value::Null),
            op(feit.grens),
            nauwkeurigheid(feit.grens),
            Value::Null,
            Value::Null,
            Value::Null,
        ];
        return Some(Change::Insert { table: &OPENSTAAND, row });
    }
    let id = vastgelegd.betreft?;
    let mut set: Vec<_> = uiterlijk.map(|datum| ("uiterlijk", datum)).into_iter().collect();
    if !matches!(vastgelegd.soort.verband, Verband::Vervolgt(_)) {
        set.push(("antwoord", text(vastgelegd.soort.code)));
        zet(&mut set, ["antwoord_op", "antwoord_nauwkeurigheid"], feit.grens);
    }
    let key = vec![feit.id(), Value::Text(id.to_string())];
    (!set.is_empty()).then_some(Change::Update { table: &OPENSTAAND, key, set })
}
