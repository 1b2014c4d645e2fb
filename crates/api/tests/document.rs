//! The published document is the one that the code makes, and every operation is described.

use serde_json::Value as Json;
use std::{fs, path::Path};

const UPDATE: &str = "UPDATE_OPENAPI=1 cargo nextest run --cargo-profile quick -p wijkspoor-api document";

#[test]
fn the_published_document_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../api-spec/openapi.json");
    let made = serde_json::to_string_pretty(&wijkspoor_api::document()).unwrap() + "\n";
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert!(made == published, "api-spec/openapi.json is out of date; update it with: {UPDATE}");
}

#[test]
fn every_operation_has_a_summary_an_id_and_bounded_texts() {
    let document = wijkspoor_api::document();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let name = format!("{method} {path}");
            assert!(operation["operationId"].is_string(), "{name} has no operationId");
            assert!(operation["summary"].is_string(), "{name} has no summary");
            assert!(operation["responses"]["500"].is_object(), "{name} does not mention problems");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(
                    parameter["description"].is_string(),
                    "{name} does not explain {}",
                    parameter["name"]
                );
            }
        }
    }
    let mut unbounded = Vec::new();
    texts(&document["paths"], "paths", &mut unbounded);
    texts(&document["components"], "components", &mut unbounded);
    assert_eq!(unbounded, Vec::<String>::new(), "texts without maxLength, enum or format");
}

/// Every schema of a text says how long it may be. `If-None-Match` is the exception: any text is accepted, one that
/// matches nothing simply matches nothing.
fn texts(json: &Json, place: &str, unbounded: &mut Vec<String>) {
    match json {
        Json::Object(map) if map.get("name").is_none_or(|name| name != "If-None-Match") => {
            let text =
                map.get("type").is_some_and(|t| t == "string" || *t == serde_json::json!(["string", "null"]));
            let bounded =
                ["maxLength", "enum", "format", "const", "pattern"].iter().any(|k| map.contains_key(*k));
            if text
                && !bounded
                && !place.ends_with("/items")
                && !place.ends_with("/propertyNames")
                && !place.contains("securitySchemes")
            {
                unbounded.push(place.to_owned());
            }
            map.iter().for_each(|(key, value)| texts(value, &format!("{place}/{key}"), unbounded));
        }
        Json::Array(list) => {
            list.iter().enumerate().for_each(|(i, value)| texts(value, &format!("{place}/{i}"), unbounded));
        }
        _ => {}
    }
}
