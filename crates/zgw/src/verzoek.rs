//! What of a shape is sent to an API.

use crate::vormen::json;
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// What an API gives and does not take.
const ALLEEN_LEZEN: &[&str] = &[
    "url",
    "uuid",
    "einddatum",
    "betalingsindicatieWeergave",
    "deelzaken",
    "eigenschappen",
    "rollen",
    "status",
    "zaakinformatieobjecten",
    "zaakobjecten",
    "resultaat",
    "indicatieLaatstGezetteStatus",
    "omschrijvingGeneriek",
    "registratiedatum",
    "statussen",
    "vervalredenWeergave",
];

/// What of a shape is sent: without what the other side makes of it itself, and without these.
pub(crate) fn verzoek(vorm: &impl Serialize, zonder: &[&str]) -> Map<String, Json> {
    let Json::Object(mut velden) = json(vorm) else { return Map::new() };
    velden.retain(|veld, _| !ALLEEN_LEZEN.contains(&veld.as_str()) && !zonder.contains(&veld.as_str()));
    velden
}
