//! Who may be told of an event.

use serde_json::Value as Json;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;
use wijkspoor_domain::{Actor, Rol};
use wijkspoor_store::{DatabaseError, RawEvent, Statement, Store, Value, erasure, in_list};

/// What decides about who may see the events of a stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feiten {
    /// The area in which it lies.
    pub gebied: Option<String>,
    /// The departments that ever got an order, a question or a mandate for it.
    pub afdelingen: BTreeSet<String>,
}

/// Whether somebody may see the events of a stream: as it is now, whenever they happened.
pub fn mag_zien(actor: &Actor, feiten: &Feiten) -> bool {
    match actor.rol {
        // A resident follows one initiative, by another way.
        Rol::Initiatiefnemer => false,
        Rol::Tlo => {
            actor.gebied.as_ref().is_none_or(|gebied| feiten.gebied.as_deref() == Some(gebied.as_str()))
        }
        Rol::Afdeling => {
            actor.afdeling.as_ref().is_some_and(|naam| feiten.afdelingen.contains(naam.as_str()))
        }
        Rol::Management | Rol::Bestuur | Rol::Auditor | Rol::Beheerder | Rol::Systeem => true,
    }
}

/// The stream that an event is about: an erasure is about another than its own.
pub(crate) fn onderwerp(raw: &RawEvent) -> (Uuid, String) {
    let zelf = || (raw.stream, raw.stream_type.clone());
    if raw.stream_type != erasure::STREAM_TYPE {
        return zelf();
    }
    let gewist = serde_json::from_str::<erasure::Erased>(&raw.payload);
    gewist.map_or_else(|_| zelf(), |gewist| (gewist.stroom, gewist.soort))
}

/// What decides, for all streams of a page at once.
pub(crate) async fn feiten(
    store: &Store,
    stromen: &BTreeSet<Uuid>,
) -> Result<HashMap<Uuid, Feiten>, DatabaseError> {
    if stromen.is_empty() {
        return Ok(HashMap::new());
    }
    // The area stands in the first event of every kind of stream, and never changes.
    let eerste = "SELECT stream, payload FROM event WHERE stream IN {} AND sequence = 1";
    // As the policy of the API counts them, so that who sees an object hears of it, too.
    let afdelingen = "SELECT initiatief_id, afdeling FROM opdracht WHERE initiatief_id IN {} \
         UNION SELECT initiatief_id, bij FROM openstaand WHERE initiatief_id IN {} AND bij IS NOT NULL \
         UNION SELECT budget_id, afdeling FROM ondermandaat WHERE budget_id IN {}";
    let (lijst, params) = in_list(stromen.iter().map(|id| Value::Text(id.to_string())), 1);
    let vraag = |sql: &str| Statement::new(sql.replace("{}", &lijst), params.clone());
    let vragen = vec![vraag(eerste), vraag(afdelingen)];
    let antwoorden = store.database().query_many(vragen).await?;
    let mut feiten: HashMap<Uuid, Feiten> = HashMap::new();
    for row in antwoorden.first().into_iter().flatten() {
        let inhoud: Json = serde_json::from_str(row.text(1)?).unwrap_or_default();
        feiten.entry(id(row.text(0)?)?).or_default().gebied = inhoud["gebied"].as_str().map(str::to_owned);
    }
    for row in antwoorden.get(1).into_iter().flatten() {
        feiten.entry(id(row.text(0)?)?).or_default().afdelingen.insert(row.text(1)?.to_owned());
    }
    Ok(feiten)
}

fn id(tekst: &str) -> Result<Uuid, DatabaseError> {
    tekst.parse().map_err(|_| DatabaseError::Other(format!("geen id: {tekst:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wijkspoor_domain::Naam;

    fn actor(rol: Rol, gebied: Option<&str>, afdeling: Option<&str>) -> Actor {
        let naam = |naam: Option<&str>| naam.map(|naam| Naam::try_from(naam).unwrap());
        Actor { id: "x".into(), rol, gebied: naam(gebied), afdeling: naam(afdeling) }
    }

    #[test]
    fn each_sees_what_is_his() {
        let feiten = Feiten { gebied: Some("Malburgen".into()), afdelingen: ["Groen".to_owned()].into() };
        let ziet = |rol, gebied, afdeling| mag_zien(&actor(rol, gebied, afdeling), &feiten);
        assert!(ziet(Rol::Tlo, Some("Malburgen"), None) && !ziet(Rol::Tlo, Some("Centrum"), None));
        assert!(ziet(Rol::Tlo, None, None), "a TLO member of every area");
        assert!(ziet(Rol::Afdeling, None, Some("Groen")) && !ziet(Rol::Afdeling, None, Some("Sport")));
        assert!(!ziet(Rol::Afdeling, None, None) && !ziet(Rol::Initiatiefnemer, None, None));
        for rol in [Rol::Management, Rol::Bestuur, Rol::Auditor, Rol::Beheerder, Rol::Systeem] {
            assert!(ziet(rol, None, None));
        }
        assert!(!mag_zien(&actor(Rol::Tlo, Some("Malburgen"), None), &Feiten::default()));
    }
}
