//! What differs between two representations, as places with what stood there: pure.

use serde_json::{Map, Value as Json};

/// A place where two representations differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Verschil {
    /// Where, as a JSON pointer; what is in a list is named by its `id`.
    pub pad: String,
    /// What stood there in the one.
    pub van: Option<Json>,
    /// What stands there in the other.
    pub tot: Option<Json>,
}

/// Every place where they differ.
pub fn verschillen(van: &Json, tot: &Json) -> Vec<Verschil> {
    let mut gevonden = Vec::new();
    vergelijk("", Some(van), Some(tot), &mut gevonden);
    gevonden
}

fn vergelijk(pad: &str, van: Option<&Json>, tot: Option<&Json>, gevonden: &mut Vec<Verschil>) {
    if van == tot {
        return;
    }
    match (van.and_then(delen), tot.and_then(delen)) {
        (Some(a), Some(b)) => {
            let nieuw = b.iter().filter(|(naam, _)| !a.iter().any(|(bekend, _)| bekend == naam));
            for (naam, _) in a.iter().chain(nieuw) {
                let deel = |delen: &[(String, Json)]| {
                    delen.iter().find(|(bekend, _)| bekend == naam).map(|(_, deel)| deel.clone())
                };
                // RFC 6901: what would be read as a separator is written otherwise.
                let plaats = format!("{pad}/{}", naam.replace('~', "~0").replace('/', "~1"));
                vergelijk(&plaats, deel(&a).as_ref(), deel(&b).as_ref(), gevonden);
            }
        }
        _ => gevonden.push(Verschil { pad: pad.to_owned(), van: van.cloned(), tot: tot.cloned() }),
    }
}

/// The parts of something that is compared part by part: an object, or a list of what has an id. A moment is one thing.
fn delen(json: &Json) -> Option<Vec<(String, Json)>> {
    let is_moment = |map: &Map<String, Json>| map.contains_key("nauwkeurigheid");
    match json {
        Json::Object(map) if !is_moment(map) => {
            Some(map.iter().map(|(naam, deel)| (naam.clone(), deel.clone())).collect())
        }
        Json::Array(lijst) => {
            lijst.iter().map(|deel| Some((deel.get("id")?.as_str()?.to_owned(), deel.clone()))).collect()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_differs_is_named_where_it_stands() {
        let moment = |dag| json!({ "datum": dag, "nauwkeurigheid": "dag" });
        let van = json!({ "titel": "a", "sinds": moment("2026-01-01"), "weg": 1, "zelfde": [1, 2],
            "besluiten": [{ "id": "x", "status": "genomen" }], "namen": ["a"] });
        let tot = json!({ "titel": "b", "sinds": moment("2026-01-02"), "zelfde": [1, 2],
            "besluiten": [{ "id": "y" }, { "id": "x", "status": "terug" }], "namen": ["a", "b"] });
        let paden: Vec<_> = verschillen(&van, &tot).into_iter().map(|v| (v.pad, v.van, v.tot)).collect();
        let verwacht = [
            ("/besluiten/x/status", Some(json!("genomen")), Some(json!("terug"))),
            ("/besluiten/y", None, Some(json!({ "id": "y" }))),
            ("/namen", Some(json!(["a"])), Some(json!(["a", "b"]))),
            ("/sinds", Some(moment("2026-01-01")), Some(moment("2026-01-02"))),
            ("/titel", Some(json!("a")), Some(json!("b"))),
            ("/weg", Some(json!(1)), None),
        ];
        for (pad, van, tot) in verwacht {
            assert!(paden.contains(&(pad.to_owned(), van, tot)), "{pad}: {paden:?}");
        }
        assert_eq!(paden.len(), 6);
        assert!(verschillen(&van, &van).is_empty());
    }

    #[test]
    fn what_was_not_there_is_new_as_a_whole() {
        let lijst = verschillen(&json!({ "besluiten": [] }), &json!({ "besluiten": [{ "id": "a" }] }));
        assert_eq!(lijst.len(), 1);
        assert_eq!((lijst[0].pad.as_str(), &lijst[0].van), ("/besluiten/a", &None));
        assert_eq!(verschillen(&Json::Null, &json!({ "a": 1 }))[0].pad, "");
    }
}
