//! Bodies made from the published schemas, with a text of its own in every field that is free. So no field can be forgotten:
//! what a schema gains is planted, too.

use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;
use zwarte_doos::unique;

/// A text that was planted, and where.
#[derive(Debug, Clone)]
pub struct Kiem {
    pub veld: String,
    pub tekst: String,
}

pub struct Planter {
    schemas: Json,
    merk: String,
    pub kiemen: Vec<Kiem>,
}

/// What is no body but a part of one that is filled by hand.
const MOMENT: &str = "Plaatsgevonden";

impl Planter {
    pub fn nieuw(document: &Json) -> Self {
        let merk: String = unique("kiem").chars().filter(char::is_ascii_alphanumeric).collect();
        Self { schemas: document["components"]["schemas"].clone(), merk, kiemen: Vec::new() }
    }

    /// A text that is nowhere else.
    pub fn plant(&mut self, veld: &str) -> String {
        let tekst = format!("{}n{}n", self.merk, self.kiemen.len());
        self.kiemen.push(Kiem { veld: veld.to_owned(), tekst: tekst.clone() });
        tekst
    }

    /// A body by a schema: what is given stays as it is, `null` leaves a field out, and every other free field gets a text.
    pub fn body(&mut self, schema: &str, eigen: &Json) -> Json {
        let vorm = self.schemas[schema].clone();
        self.object(schema, &vorm, eigen)
    }

    fn object(&mut self, naam: &str, vorm: &Json, eigen: &Json) -> Json {
        let (naam, vorm) = variant(&self.schemas, naam, vorm, eigen);
        let mut body: Map<String, Json> = Map::new();
        for (veld, vorm) in velden(&self.schemas, &vorm) {
            let plek = format!("{naam}.{veld}");
            let waarde = match (&eigen[&veld], soort(&self.schemas, &vorm)) {
                (Json::Null, _) if eigen.get(&veld).is_some() => None,
                (Json::Null, Soort::Vrij) => Some(json!(self.plant(&plek))),
                (Json::Null, Soort::Vrijen) => Some(json!([self.plant(&plek)])),
                (Json::Null, _) => None,
                (Json::Array(delen), Soort::Objecten(naam, vorm)) => {
                    Some(delen.iter().map(|deel| self.object(&naam, &vorm, deel)).collect())
                }
                (deel @ Json::Object(_), Soort::Object(naam, vorm)) if naam != MOMENT => {
                    Some(self.object(&naam, &vorm, deel))
                }
                (gegeven, _) => Some(gegeven.clone()),
            };
            if let Some(waarde) = waarde {
                body.insert(veld, waarde);
            }
        }
        Json::Object(body)
    }
}

/// What a field takes.
enum Soort {
    Vrij,
    Vrijen,
    Object(String, Json),
    Objecten(String, Json),
    Anders,
}

/// Follows references, and leaves "or null" away.
fn los(schemas: &Json, vorm: &Json) -> (String, Json) {
    let naam = |vorm: &Json| vorm["$ref"].as_str().map(|r| r.rsplit('/').next().unwrap().to_owned());
    if let Some(naam) = naam(vorm) {
        return (naam.clone(), schemas[&naam].clone());
    }
    let keuzes = vorm["oneOf"].as_array().map(Vec::as_slice).unwrap_or_default();
    match keuzes.iter().filter(|keuze| keuze["type"] != "null").collect::<Vec<_>>().as_slice() {
        [een] if keuzes.len() == 2 => los(schemas, een),
        _ => (String::new(), vorm.clone()),
    }
}

fn soort(schemas: &Json, vorm: &Json) -> Soort {
    let (naam, vorm) = los(schemas, vorm);
    let tekst =
        vorm["type"] == "string" || vorm["type"].as_array().is_some_and(|t| t.contains(&json!("string")));
    let code = vorm["pattern"].as_str().is_some_and(|patroon| patroon.starts_with("^[a-z]"));
    match vorm["type"].as_str() {
        _ if tekst && vorm["enum"].is_null() && vorm["format"].is_null() && !code => Soort::Vrij,
        Some("array") => match soort(schemas, &vorm["items"]) {
            Soort::Vrij => Soort::Vrijen,
            Soort::Object(naam, vorm) => Soort::Objecten(naam, vorm),
            _ => Soort::Anders,
        },
        _ if vorm["properties"].is_object() || vorm["oneOf"].is_array() || vorm["allOf"].is_array() => {
            Soort::Object(naam, vorm)
        }
        _ => Soort::Anders,
    }
}

/// The fields of an object, also of one that is put together.
fn velden(schemas: &Json, vorm: &Json) -> Vec<(String, Json)> {
    let eigen = vorm["properties"].as_object().into_iter().flatten();
    let mut alle: Vec<_> = eigen.map(|(veld, vorm)| (veld.clone(), vorm.clone())).collect();
    for deel in vorm["allOf"].as_array().into_iter().flatten() {
        alle.extend(velden(schemas, &los(schemas, deel).1));
    }
    alle
}

/// What tells one variant from another.
const KEUZEN: [&str; 2] = ["soort", "actie"];

/// The variants of a schema with the names by which their fields go.
fn varianten(schemas: &Json, naam: &str, vorm: &Json) -> Vec<(String, Json)> {
    let Some(keuzes) = vorm["oneOf"].as_array() else { return vec![(naam.to_owned(), vorm.clone())] };
    let met_naam = |keuze: &Json| {
        let vorm = los(schemas, keuze).1;
        let codes = velden(schemas, &vorm).into_iter().find_map(|(veld, vorm)| {
            KEUZEN.contains(&veld.as_str()).then(|| vorm["enum"][0].as_str().map(str::to_owned)).flatten()
        });
        (format!("{naam}.{}", codes.unwrap_or_default()), vorm)
    };
    keuzes.iter().map(met_naam).collect()
}

fn variant(schemas: &Json, naam: &str, vorm: &Json, eigen: &Json) -> (String, Json) {
    let code = KEUZEN.iter().find_map(|keuze| eigen[keuze].as_str()).unwrap_or_default();
    let mut alle = varianten(schemas, naam, vorm);
    if alle.len() == 1 {
        return alle.remove(0);
    }
    let gezocht = format!("{naam}.{code}");
    let gevonden = alle.into_iter().find(|(naam, _)| *naam == gezocht);
    gevonden.unwrap_or_else(|| panic!("{naam} has no variant {code:?}"))
}

/// Every free field of every write in the document.
pub fn vrije_velden(document: &Json) -> BTreeSet<String> {
    let schemas = &document["components"]["schemas"];
    let mut gevonden = BTreeSet::new();
    for operatie in document["paths"].as_object().unwrap().values().filter_map(|pad| pad.get("post")) {
        let (naam, vorm) = los(schemas, &operatie["requestBody"]["content"]["application/json"]["schema"]);
        verzamel(schemas, &naam, &vorm, &mut gevonden);
    }
    gevonden
}

fn verzamel(schemas: &Json, naam: &str, vorm: &Json, gevonden: &mut BTreeSet<String>) {
    for (naam, vorm) in varianten(schemas, naam, vorm) {
        for (veld, vorm) in velden(schemas, &vorm) {
            match soort(schemas, &vorm) {
                Soort::Vrij | Soort::Vrijen => {
                    gevonden.insert(format!("{naam}.{veld}"));
                }
                Soort::Object(naam, vorm) | Soort::Objecten(naam, vorm) if naam != MOMENT => {
                    verzamel(schemas, &naam, &vorm, gevonden);
                }
                _ => {}
            }
        }
    }
}
