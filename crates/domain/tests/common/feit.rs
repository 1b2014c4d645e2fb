//! A fact of any kind, from what the kind says of itself.

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;
use wijkspoor_domain::feit::{Feit, Feitsoort, Verband, Vorm};

/// Fields that came after the golden files of their kinds. They may be left out, so those files still say all that
/// must be said.
const LATER: &[&str] = &["eigenReden"];

/// With every field filled; `id` is its own, or of what it answers.
pub fn voorbeeld(soort: &'static Feitsoort, id: Uuid) -> Feit {
    let waarde = |vorm| match vorm {
        Vorm::Tekst => json!({ "$gevoelig": "Zo is het gegaan." }),
        Vorm::Naam | Vorm::Uit(_) => json!("Openbare Ruimte"),
        Vorm::NamenUit(_) => json!(["groen", "verkeer"]),
        Vorm::Code(codes) => json!(codes.last()),
        Vorm::Datum => json!("2026-04-15"),
        Vorm::Bedrag => json!(1_250_000),
        Vorm::Aantal => json!(15),
        Vorm::JaNee => json!(true),
        Vorm::Verwijzing => json!("01890a5d-ac96-774b-bcce-b302099a8059"),
    };
    let velden =
        soort.velden.iter().filter(|v| !LATER.contains(&v.naam)).map(|v| (v.naam.to_owned(), waarde(v.vorm)));
    let mut feit = Feit::lees(soort, velden.collect::<Map<String, Json>>()).unwrap();
    match soort.verband {
        Verband::Opent => feit.id = Some(id),
        _ if !soort.bij().is_empty() => feit.betreft = Some(id),
        _ => {}
    }
    feit
}
