//! What a running server answers, held to the rules.

use super::{document, operaties};
use crate::initiatief::{Initiatief, indiening, notitie};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use zwarte_doos::{Answer, Database, Server};

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
        (404, tlo.get("/v2")),
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
        (
            "Content-Security-Policy",
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
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
    for andere in ["/v0", "/v2", "/v1.0"] {
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
