//! The API Design Rules of the Dutch government, as far as they can be seen from outside; docs/api-regels.md says which test proves
//! which rule.

use crate::initiatief::{Initiatief, indiening, notitie};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use zwarte_doos::{Answer, Database, Server};

/// All rules of version 2.2.
const REGELS: [&str; 36] = [
    "naming-resources",
    "naming-collections",
    "interface-language",
    "no-trailing-slash",
    "path-segments-kebab-case",
    "query-keys-camel-case",
    "hide-implementation",
    "date-time/format",
    "date-time/timezone",
    "date-time/date-omit-time-portion",
    "http-methods",
    "http-safety",
    "http-response-code",
    "stateless",
    "nested-child",
    "resource-operations",
    "error-handling/problem-details",
    "error-handling/invalid-input",
    "error-handling/all-errors",
    "doc-openapi",
    "doc-openapi-contact",
    "doc-language",
    "publish-openapi",
    "deprecation-schedule",
    "transition-period",
    "uri-version",
    "changelog",
    "semver",
    "version-header",
    "transport/tls",
    "transport/no-sensitive-uris",
    "transport/security-headers",
    "transport/cors",
    "modules/geospatial",
    "modules/signing",
    "modules/encryption",
];

/// What there is once, or is no list of things; all else that a path names is in the plural.
const ENKELVOUD: [&str; 11] = [
    "doorlooptijd",
    "gereedheid",
    "gezondheid",
    "inrichting",
    "openapi.json",
    "openstaand",
    "publieke-kant",
    "stagnatie",
    "tijdlijn",
    "volledigheid",
    "werkvoorraad",
];

fn wortel() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The sources with this name, below the crates and the tests.
fn bronnen(naam: &str) -> Vec<String> {
    let mut mappen = vec![wortel().join("crates"), wortel().join("tests")];
    let mut gevonden = Vec::new();
    while let Some(map) = mappen.pop() {
        for plek in fs::read_dir(map).unwrap().map(|plek| plek.unwrap().path()) {
            match plek.file_name().unwrap().to_str().unwrap() {
                "target" | "node_modules" => {}
                _ if plek.is_dir() => mappen.push(plek),
                bestand if bestand == naam => gevonden.push(fs::read_to_string(plek).unwrap()),
                _ => {}
            }
        }
    }
    gevonden
}

#[test]
fn every_rule_has_a_test_that_exists() {
    let bladzijde = fs::read_to_string(wortel().join("docs/api-regels.md")).unwrap();
    let stappen = fs::read_to_string(wortel().join("test")).unwrap();
    let rijen: Vec<Vec<&str>> = bladzijde
        .lines()
        .filter(|regel| regel.starts_with("| `"))
        .map(|regel| regel.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let genoemd: Vec<_> = rijen.iter().map(|rij| rij[0].trim_matches('`')).collect();
    assert_eq!(genoemd, REGELS, "all rules, once each");
    let bestaat = |verwijzing: &str| match verwijzing.split_once(".rs::") {
        Some((bestand, test)) => {
            let bronnen = bronnen(&format!("{bestand}.rs"));
            assert!(
                bronnen.iter().any(|bron| bron.contains(&format!("fn {test}("))),
                "docs/api-regels.md names {verwijzing}, which does not exist"
            );
            true
        }
        None => false,
    };
    for rij in &rijen {
        let [regel, vraagt, hoe, test] = rij.as_slice() else {
            panic!("{rij:?} has another number of columns")
        };
        assert!(!vraagt.is_empty() && !hoe.is_empty(), "{regel}");
        let tests = test.split('`').skip(1).step_by(2).filter(|verwijzing| bestaat(verwijzing)).count();
        let genoemd: Vec<_> = test.split('"').skip(1).step_by(2).collect();
        for stap in &genoemd {
            assert!(stappen.contains(&format!("step '{stap}'")), "./test has no step {stap:?}");
        }
        assert!(tests + genoemd.len() > 0, "{regel} has no test");
    }
    // And what is named below the table.
    bladzijde.split('`').skip(1).step_by(2).for_each(|verwijzing| {
        bestaat(verwijzing);
    });
}

/// The document as it is served.
fn document() -> Json {
    wijkspoor_api::document()
}

/// Each operation: its path, its method, and what the document says of it.
fn operaties(document: &Json) -> Vec<(&str, &str, &Json)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(p, o)| o.as_object().unwrap().iter().map(move |(m, o)| (p.as_str(), m.as_str(), o)))
        .collect()
}

/// The words of a path, without its parameters.
fn woorden(path: &str) -> Vec<&str> {
    path.split('/').filter(|deel| !deel.is_empty() && !deel.starts_with('{')).collect()
}

#[test]
fn paths_are_made_of_words_in_kebab_case() {
    let kebab = |woord: &str| {
        let delen = woord.split('-').collect::<Vec<_>>();
        delen.iter().all(|deel| {
            !deel.is_empty() && deel.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
    };
    for (path, ..) in operaties(&document()) {
        for woord in woorden(path) {
            // The one file, which the rule publish-openapi names.
            assert!(kebab(woord) || woord == "openapi.json", "{path}");
            // Dutch nouns; a verb would say what is done, and an English word is no Dutch one.
            for anders in ["get", "list", "create", "update", "delete", "search", "users", "events", "status"]
            {
                assert_ne!(woord, anders, "{path}");
            }
        }
    }
}

#[test]
fn collections_are_plural() {
    let document = document();
    for (path, ..) in operaties(&document) {
        for woord in woorden(path) {
            let meervoud = woord.ends_with("en") || woord.ends_with('s') || woord == "gelijkende";
            assert_ne!(meervoud, ENKELVOUD.contains(&woord), "{path}: {woord}");
        }
    }
}

#[test]
fn parameters_and_fields_are_camel_case() {
    let camel = |naam: &str| {
        naam.starts_with(|c: char| c.is_ascii_lowercase()) && naam.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let document = document();
    for (path, _, operatie) in operaties(&document) {
        for parameter in operatie["parameters"].as_array().into_iter().flatten() {
            let naam = parameter["name"].as_str().unwrap();
            assert!(camel(naam) || parameter["in"] == "header", "{path}: {naam}");
        }
    }
    for (schema, inhoud) in document["components"]["schemas"].as_object().unwrap() {
        for veld in inhoud["properties"].as_object().into_iter().flatten() {
            assert!(camel(veld.0), "{schema}: {}", veld.0);
        }
    }
}

#[test]
fn what_belongs_to_an_object_stands_under_it() {
    let document = document();
    for (path, method, _) in operaties(&document) {
        let delen: Vec<_> = path.split('/').skip(1).collect();
        for (i, deel) in delen.iter().enumerate() {
            assert_eq!(deel.starts_with('{'), i % 2 == 1, "{path}: a name, an id, a name, an id");
        }
        // What is done to an object makes a thing below it.
        assert!(method == "get" || delen.len() % 2 == 1, "{method} {path}");
        if let [ouder, id, ..] = delen.as_slice() {
            let bekend = document["paths"].get(format!("/{ouder}/{id}")).is_some();
            assert!(bekend, "{path} stands under something that cannot be read");
        }
    }
}

#[test]
fn there_is_nothing_to_sign_encrypt_or_draw_on_a_map() {
    let mut document = document();
    // What is delivered is no request to this API.
    document.as_object_mut().unwrap().remove("webhooks");
    let tekst =
        document["paths"].to_string().to_lowercase() + &document["components"].to_string().to_lowercase();
    for woord in ["geojson", "accept-crs", "latitude", "breedtegraad", "jws", "jwe-", "payload-signature"] {
        assert!(!tekst.contains(woord), "{woord}: then a module of the rules applies");
    }
}

/// What is wrong with how a document announces what goes.
fn aankondigingen(document: &Json) -> Vec<String> {
    let mut fouten = Vec::new();
    for (path, method, operatie) in operaties(document) {
        if operatie["deprecated"] != true {
            continue;
        }
        for (status, antwoord) in operatie["responses"].as_object().unwrap() {
            for header in ["Deprecation", "Sunset", "Link"] {
                if antwoord["headers"].get(header).is_none() {
                    fouten.push(format!("{method} {path} {status} has no {header}"));
                }
            }
        }
    }
    fouten
}

#[test]
fn what_is_deprecated_says_so_in_its_answers() {
    let mut document = document();
    assert_eq!(aankondigingen(&document), Vec::<String>::new());
    document["paths"]["/stagnatie"]["get"]["deprecated"] = json!(true);
    assert!(aankondigingen(&document).contains(&"get /stagnatie 200 has no Sunset".to_owned()));
}

/// Answers of every kind, each with what it is.
fn antwoorden(server: &Server) -> Vec<(u16, Answer)> {
    let i = Initiatief::nieuw(server, "Bankje");
    let tlo = server.role("tlo");
    let lijst = "/v1/initiatieven";
    let stuur = |method: &str, pad: &str, headers: &[(&str, &str)], body: &str| {
        tlo.send(method, pad, headers, body.as_bytes())
    };
    let json = ("Content-Type", "application/json");
    let antwoorden = vec![
        (200, tlo.get(lijst)),
        (200, tlo.get("/v1/openapi.json")),
        (200, tlo.get("/v1/gezondheid")),
        (200, tlo.get("/v1/stromen?gebied=Malburgen")),
        (201, tlo.post(&i.pad("/notities"), &notitie("a"))),
        (304, stuur("GET", &i.pad(""), &[("If-None-Match", "\"2\"")], "")),
        (400, tlo.get("/v1/initiatieven?limiet=0")),
        (400, stuur("POST", lijst, &[json], "{")),
        (401, server.client().bearer("onzin").get(lijst)),
        (403, server.role("beheerder").get(lijst)),
        (404, tlo.get("/v1/niets")),
        (404, tlo.get("/v1/initiatieven/01900000-0000-7000-8000-000000000000")),
        (404, tlo.get("/")),
        (405, stuur("DELETE", lijst, &[], "")),
        (406, stuur("GET", lijst, &[("Accept", "text/html")], "")),
        (409, i.overgang("tlo", "realiseer", json!({}))),
        (412, stuur("POST", &i.pad("/notities"), &[json, ("If-Match", "\"9\"")], &notitie("a").to_string())),
        (413, tlo.post(lijst, &json!({ "titel": "a".repeat(300_000) }))),
        (415, stuur("POST", lijst, &[("Content-Type", "text/plain")], "a")),
    ];
    for (status, antwoord) in &antwoorden {
        assert_eq!(antwoord.status, *status, "{}", antwoord.body);
    }
    antwoorden
}

#[test]
fn every_error_is_a_problem() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    for (status, antwoord) in antwoorden(&server).into_iter().filter(|(status, _)| *status >= 400) {
        assert_eq!(antwoord.header("Content-Type"), "application/problem+json", "{status}");
        let probleem = antwoord.json();
        assert_eq!(probleem["status"], status);
        for veld in ["type", "title", "detail"] {
            assert!(probleem[veld].as_str().is_some_and(|tekst| !tekst.is_empty()), "{probleem}");
        }
    }
    server.stop();
}

#[test]
fn every_answer_protects_a_browser() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let verwacht = [
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("Strict-Transport-Security", "max-age=31536000"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
    ];
    for (status, antwoord) in antwoorden(&server) {
        for (header, waarde) in verwacht {
            assert_eq!(antwoord.header(header), waarde, "{status}: {header}");
        }
        assert_eq!(antwoord.header("Content-Type").is_empty(), status == 304, "{status}");
    }
    let bladzijde = server.client().get("/documentatie/");
    assert!(bladzijde.header("Content-Security-Policy").contains("frame-ancestors 'none'"));
    assert_eq!(
        (bladzijde.header("X-Frame-Options"), bladzijde.header("Referrer-Policy")),
        ("DENY", "no-referrer")
    );
    server.stop();
}

#[test]
fn nothing_tells_how_it_is_made() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    for (status, antwoord) in antwoorden(&server) {
        for header in ["Server", "X-Powered-By", "Via"] {
            assert_eq!(antwoord.header(header), "", "{status}");
        }
        let inhoud = antwoord.body.to_lowercase();
        for woord in ["actix", "sqlite", "postgres", "select ", "panicked", ".rs:", "backtrace", "serde"] {
            assert!(status < 400 || !inhoud.contains(woord), "{status}: {woord} in {inhoud}");
        }
    }
    server.stop();
}

#[test]
fn the_version_is_in_the_address_and_on_every_answer() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let document = server.client().read("/v1/openapi.json");
    let versie = document["info"]["version"].as_str().unwrap();
    let delen: Vec<_> = versie.split('.').map(str::parse::<u32>).collect();
    assert!(delen.len() == 3 && delen.iter().all(Result::is_ok), "{versie}");
    for (status, antwoord) in antwoorden(&server) {
        assert_eq!(antwoord.header("API-Version"), versie, "{status}");
    }
    assert_eq!(document["servers"], json!([{ "url": "/v1", "description": "Deze server" }]));
    for andere in ["/v0", "/v2", "/v1.0", "/initiatieven", ""] {
        server.client().get(&format!("{andere}/initiatieven")).expect(404);
    }
    server.stop();
}

#[test]
fn the_document_is_there_for_everybody() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    for client in [server.client(), server.role("tlo"), server.client().bearer("onzin")] {
        let antwoord = client.get("/v1/openapi.json");
        assert_eq!((antwoord.status, antwoord.header("Access-Control-Allow-Origin")), (200, "*"));
        assert_eq!(antwoord.json(), document());
    }
    server.stop();
}

#[test]
fn what_changed_is_public() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let antwoord = server.client().bearer("onzin").get("/documentatie/wijzigingen.md");
    assert_eq!((antwoord.status, antwoord.header("Content-Type")), (200, "text/markdown; charset=utf-8"));
    let versie = document()["info"]["version"].as_str().unwrap().to_owned();
    assert!(antwoord.body.contains(&format!("## [{versie}]")), "{}", antwoord.body);
    server.stop();
}

#[test]
fn reading_changes_nothing() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let i = Initiatief::nieuw(&server, "Bankje");
    let auditor = server.role("auditor");
    let einde = || auditor.read("/v1/gereedheid")["actualiteit"]["positie"].clone();
    let (voor, document) = (einde(), document());
    let mut gelezen = BTreeSet::new();
    for (path, ..) in operaties(&document).into_iter().filter(|(_, method, _)| *method == "get") {
        let pad = format!("/v1{path}").replace("{id}", &i.id).replace("{code}", "wijkinitiatief");
        for method in ["GET", "HEAD"] {
            gelezen.insert(auditor.send(method, &pad, &[], &[]).status);
        }
    }
    assert!(gelezen.contains(&200), "{gelezen:?}");
    assert_eq!(einde(), voor);
    assert_eq!(i.soorten(), ["initiatief_ingediend"]);
    server.stop();
}

/// The texts in an answer that are a time.
fn tijdstippen(json: &Json, gevonden: &mut Vec<String>) {
    match json {
        Json::String(tekst)
            if tekst.len() > 15 && tekst.as_bytes()[10] == b'T' && tekst.starts_with("20") =>
        {
            gevonden.push(tekst.clone());
        }
        Json::Array(lijst) => lijst.iter().for_each(|waarde| tijdstippen(waarde, gevonden)),
        Json::Object(velden) => velden.values().for_each(|waarde| tijdstippen(waarde, gevonden)),
        _ => {}
    }
}

/// The fields of the document that hold a time or a day, by their format.
fn velden_met(json: &Json, format: &str, gevonden: &mut BTreeSet<String>) {
    for (naam, inhoud) in json.as_object().into_iter().flatten() {
        for (veld, schema) in inhoud["properties"].as_object().into_iter().flatten() {
            if schema["format"] == format {
                assert!(
                    schema["type"] == "string" || schema["type"] == json!(["string", "null"]),
                    "{naam}/{veld}"
                );
                gevonden.insert(veld.clone());
            }
        }
    }
}

#[test]
fn times_have_a_format_and_come_in_utc() {
    let document = document();
    let (mut tijden, mut dagen) = (BTreeSet::new(), BTreeSet::new());
    velden_met(&document["components"]["schemas"], "date-time", &mut tijden);
    velden_met(&document["components"]["schemas"], "date", &mut dagen);
    assert!(tijden.contains("vastgelegdOp") && tijden.contains("tijdstip"), "{tijden:?}");
    // Where the hour says nothing, there is none.
    assert!(["datum", "uiterlijk", "tot"].iter().all(|veld| dagen.contains(*veld)), "{dagen:?}");

    let database = Database::sqlite();
    let server = Server::start(&database);
    let mut body = indiening("Bankje");
    body["plaatsgevonden"] = json!({ "tijdstip": "2026-03-01T00:15:00+01:00" });
    let bewijs = server.role("initiatiefnemer").write("/v1/initiatieven", &body);
    let pad = format!("/v1/initiatieven/{}", bewijs["id"].as_str().unwrap());
    let gelezen = server.role("tlo").read(&format!("{pad}/tijdlijn"))["stappen"][0]["plaatsgevonden"].clone();
    assert_eq!(
        (&gelezen["tijdstip"], &gelezen["datum"]),
        (&json!("2026-02-28T23:15:00Z"), &json!("2026-03-01"))
    );
    let mut gevonden = Vec::new();
    for pad in [&pad, &format!("{pad}/tijdlijn"), "/v1/werkvoorraad", "/v1/gebeurtenissen", "/v1/gereedheid"]
    {
        tijdstippen(&server.role("auditor").read(pad), &mut gevonden);
    }
    assert!(gevonden.len() > 5 && gevonden.iter().all(|tijd| tijd.ends_with('Z')), "{gevonden:?}");
    server.stop();
}
