//! Everything that is held about one person (AVG, article 15). Sealed text cannot be searched by the database, so the whole log is
//! read and unsealed, page by page; that is slow and misses nothing. A person is who is named: by the words of a name, an address or
//! a number, or by the pseudonym under which they acted.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::HashMap;
use uuid::Uuid;
use wijkspoor_domain::gevoelig::GEVOELIG;
use wijkspoor_projections::vouw;
use wijkspoor_store::{RawEvent, Statement, Store, StoreError, Value};

/// How many events are read at once.
const BLADZIJDE: i64 = 500;

/// Whom to look for: whoever is named by one of these.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Wie {
    /// Names, addresses, numbers, as they may have been written; capitals and accents do not matter.
    pub namen: Vec<String>,
    /// Pseudonyms under which they acted.
    pub actoren: Vec<String>,
}

/// All that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Inzage {
    /// Whom was looked for.
    pub gezocht: Wie,
    /// When.
    pub op: String,
    /// Up to which position of the log.
    pub tot_en_met_positie: i64,
    /// Where they are named.
    pub dossiers: Vec<Dossier>,
    /// Requests that are remembered so that they take effect once; the texts of those are not kept.
    pub onthouden_verzoeken: i64,
    /// Subscriptions that they made.
    pub abonnementen: Vec<String>,
}

/// An initiative, signal, programme or budget in which they are named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dossier {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub reeks: String,
    /// The steps in which they are named.
    pub stappen: Vec<Stap>,
}

/// A step in which they are named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stap {
    /// Its place in the log.
    pub positie: i64,
    /// Its number within the dossier.
    pub volgnummer: i64,
    /// What kind of step.
    pub soort: String,
    /// When it happened.
    pub plaatsgevonden_op: String,
    /// When it was recorded.
    pub vastgelegd_op: String,
    /// Whether they did it.
    pub zelf_gedaan: bool,
    /// The fields in which they are named, with the whole text.
    pub velden: Vec<Veld>,
}

/// A field in which they are named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Veld {
    /// Where it stands: a JSON pointer.
    pub plek: String,
    /// What it says.
    pub tekst: String,
}

/// Words without regard to capitals, accents and the space between them.
fn gelijk(tekst: &str) -> String {
    vouw(tekst).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every text that names them, with its place.
fn velden(json: &Json, plek: &str, gezocht: &[String], gevonden: &mut Vec<Veld>) {
    match json {
        Json::String(tekst) => {
            let zegt = gelijk(tekst);
            if gezocht.iter().any(|woorden| zegt.contains(woorden.as_str())) {
                gevonden.push(Veld { plek: plek.to_owned(), tekst: tekst.clone() });
            }
        }
        Json::Array(lijst) => {
            for (nummer, deel) in lijst.iter().enumerate() {
                velden(deel, &format!("{plek}/{nummer}"), gezocht, gevonden);
            }
        }
        Json::Object(map) => {
            for (naam, deel) in map {
                // The mark of a sensitive text is for the store, not for readers.
                let plek = if naam == GEVOELIG { plek.to_owned() } else { format!("{plek}/{naam}") };
                velden(deel, &plek, gezocht, gevonden);
            }
        }
        _ => {}
    }
}

/// What an unsealed event says of them.
fn stap(
    raw: &RawEvent,
    inhoud: &Json,
    metadata: &Json,
    namen: &[String],
    actoren: &[String],
) -> Option<Stap> {
    let mut gevonden = Vec::new();
    velden(inhoud, "", namen, &mut gevonden);
    for deel in ["herkomst", "actor"] {
        velden(&metadata[deel], &format!("/metadata/{deel}"), namen, &mut gevonden);
    }
    let zelf_gedaan =
        metadata["actor"]["id"].as_str().is_some_and(|id| actoren.iter().any(|actor| actor == id));
    (zelf_gedaan || !gevonden.is_empty()).then(|| Stap {
        positie: raw.position,
        volgnummer: raw.sequence,
        soort: raw.event_type.clone(),
        plaatsgevonden_op: raw.occurred_at.to_string(),
        vastgelegd_op: raw.recorded_at.to_string(),
        zelf_gedaan,
        velden: gevonden,
    })
}

/// Reads the whole log, and gives all that names them; `voortgang` hears how far it is.
///
/// # Errors
/// When the database fails, or an event cannot be read.
pub async fn zoek(
    store: &Store,
    wie: Wie,
    nu: Timestamp,
    voortgang: impl Fn(i64, i64),
) -> Result<Inzage, StoreError> {
    let namen: Vec<String> =
        wie.namen.iter().map(|naam| gelijk(naam)).filter(|naam| !naam.is_empty()).collect();
    let einde = store.head().await?.position;
    let (mut na, mut dossiers, mut plaats) = (0, Vec::<Dossier>::new(), HashMap::new());
    while na < einde {
        let raw = store.read_all(na, BLADZIJDE.min(einde - na)).await?;
        let Some(laatste) = raw.last() else { break };
        na = laatste.position;
        let mut teksten = Vec::with_capacity(raw.len() * 2);
        for event in &raw {
            for tekst in [&event.payload, &event.metadata] {
                let onleesbaar = |fout: serde_json::Error| StoreError::Unreadable {
                    position: event.position,
                    cause: fout.to_string(),
                };
                teksten.push(serde_json::from_str(tekst).map_err(onleesbaar)?);
            }
        }
        let open = store.unseal(teksten).await?;
        for (event, delen) in raw.iter().zip(open.chunks_exact(2)) {
            let [inhoud, metadata] = delen else { continue };
            let Some(stap) = stap(event, inhoud, metadata, &namen, &wie.actoren) else { continue };
            let nummer = *plaats.entry(event.stream).or_insert_with(|| {
                let (id, reeks) = (event.stream, event.stream_type.clone());
                dossiers.push(Dossier { id, reeks, stappen: Vec::new() });
                dossiers.len() - 1
            });
            if let Some(dossier) = dossiers.get_mut(nummer) {
                dossier.stappen.push(stap);
            }
        }
        voortgang(na, einde);
    }
    let (mut onthouden_verzoeken, mut abonnementen) = (0, Vec::new());
    for actor in &wie.actoren {
        let vraag = |sql: &'static str| Statement::new(sql, [Value::Text(actor.clone())]);
        let vragen = [
            vraag("SELECT COUNT(*) FROM idempotency WHERE actor = ?1"),
            vraag("SELECT id FROM abonnement WHERE aangemaakt_door = ?1 ORDER BY id"),
        ];
        let antwoorden = store.database().query_many(vragen.to_vec()).await?;
        if let [verzoeken, gemaakt] = antwoorden.as_slice() {
            onthouden_verzoeken += verzoeken.first().map_or(Ok(0), |rij| rij.int(0))?;
            for rij in gemaakt {
                abonnementen.push(rij.text(0)?.to_owned());
            }
        }
    }
    Ok(Inzage {
        gezocht: wie,
        op: nu.to_string(),
        tot_en_met_positie: einde,
        dossiers,
        onthouden_verzoeken,
        abonnementen,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_person_is_found_wherever_a_text_names_them_however_it_is_written() {
        let inhoud = json!({
            "initiatiefnemers": [{ "$gevoelig": "Mevr. Fátima  el Amrani" }, { "$gevoelig": null }],
            "contact": { "$gevoelig": "FATIMA@buurt.example" }, "gebied": "Malburgen",
        });
        let mut gevonden = Vec::new();
        let gezocht = ["fatima el amrani", "fatima@buurt.example"].map(gelijk);
        velden(&inhoud, "", &gezocht, &mut gevonden);
        let plekken: Vec<_> = gevonden.iter().map(|veld| veld.plek.as_str()).collect();
        assert_eq!(plekken, ["/contact", "/initiatiefnemers/0"]);
        assert_eq!(gevonden[1].tekst, "Mevr. Fátima  el Amrani", "whole, as it was written");
    }
}
