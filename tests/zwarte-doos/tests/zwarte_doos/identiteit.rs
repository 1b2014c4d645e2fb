//! Who may come in by a token of a real OpenID provider, and who may not.

use crate::initiatief::{indiening, notitie};
use serde_json::{Value as Json, json};
use std::path::Path;
use wijkspoor_store::{Clock, SystemClock};
use zwarte_doos::{Answer, Client, Database, Provider, Server, program, run, wait_until};

const API: &str = "urn:wijkspoor";
/// An address that every role may read.
const LIJST: &str = "/v1/initiatieven";

/// A server that takes the tokens of this provider.
fn server(database: &Database, issuer: &str) -> Server {
    let settings = settings(database.folder(), issuer);
    let [flag, place] = database.flags();
    Server::with(database.folder(), &["serve", "--port", "0", "--config", &settings, &flag, &place])
}

fn settings(folder: &Path, issuer: &str) -> String {
    let text = format!(
        "[oidc]\nissuer = '{issuer}'\naudience = '{API}'\nrol-claim = 'realm_access.roles'\n\
         [oidc.rollen]\nG-TLO = 'tlo'\nG-ADVIES = 'afdeling'\nG-MT = 'management'\n"
    );
    let path = folder.join("wijkspoor.toml");
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// What a good token of a member of the neighbourhood team says, now and for five minutes.
fn claims(issuer: &str) -> Json {
    let now = SystemClock.now().as_second();
    json!({ "iss": issuer, "aud": API, "sub": "jan", "iat": now, "exp": now + 300,
        "realm_access": { "roles": ["G-TLO"] }, "gebied": "Malburgen" })
}

/// The same with one claim changed; null leaves it out.
fn with(issuer: &str, name: &str, value: Json) -> Json {
    let mut claims = claims(issuer);
    claims[name] = value;
    claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    claims
}

/// Why a token is refused: the detail, when it is said in the way of RFC 6750.
fn refused(answer: &Answer) -> String {
    let problem = answer.expect(401);
    assert_eq!(problem["type"], "/problemen/niet-aangemeld");
    let challenge = answer.header("WWW-Authenticate");
    assert_eq!(challenge, "Bearer realm=\"wijkspoor\", error=\"invalid_token\"", "{problem}");
    problem["detail"].as_str().unwrap().to_owned()
}

/// Waits until a server knows the keys of its provider.
fn ready(client: &Client) {
    wait_until("the keys are known", || client.get(LIJST).status == 200);
}

pub fn a_client_does_what_its_scopes_allow(database: &Database) {
    let provider = Provider::start(database.folder());
    let server = server(database, &provider.issuer);
    assert!(
        server.output.contains(&provider.issuer) && !server.output.contains("LET OP"),
        "{}",
        server.output
    );
    let with = |scope: &str| server.client().bearer(&provider.client_token(scope, API));
    let (reads, writes, both) = (with("lezen"), with("schrijven"), with("lezen schrijven"));
    let bewijs = both.write(LIJST, &indiening("Bankje"));
    let pad = format!("{LIJST}/{}", bewijs["initiatiefId"].as_str().unwrap());
    assert_eq!(both.read(&pad)["versie"], 1);
    writes.write(&format!("{pad}/notities"), &notitie("a"));
    for (client, method, needed) in [(&reads, "POST", "schrijven"), (&writes, "GET", "lezen")] {
        let answer = match method {
            "GET" => client.get(&pad),
            _ => client.post(&format!("{pad}/notities"), &notitie("b")),
        };
        let problem = answer.expect(403);
        assert_eq!(problem["type"], "/problemen/niet-bevoegd");
        assert!(problem["detail"].as_str().unwrap().contains(&format!("scope {needed}")), "{problem}");
        let challenge = answer.header("WWW-Authenticate");
        assert!(
            challenge.contains("error=\"insufficient_scope\"") && challenge.contains(needed),
            "{challenge}"
        );
    }
    assert_eq!(writes.send("HEAD", &pad, &[], &[]).status, 403);
    assert_eq!(reads.read(&pad)["versie"], 2);
    // Who did it is a pseudonym, in the role of a system.
    let events = reads.read(&format!("{pad}/tijdlijn")).to_string();
    assert!(events.contains("\"oidc:") && events.contains("\"systeem\""), "{events}");
    assert!(!events.contains("zaaksysteem"), "{events}");
    // A token without a scope of ours, or for another API.
    let none = server.client().bearer(&provider.client_token("", API)).get(LIJST).expect(403);
    assert!(none["detail"].as_str().unwrap().contains("lezen, schrijven"), "{none}");
    let other = server.client().bearer(&provider.client_token("lezen", "urn:ander")).get(LIJST);
    assert!(refused(&other).contains("dit token is voor urn:ander; vraag een token voor urn:wijkspoor"));
}

#[test]
fn a_token_that_is_not_right_is_refused_with_the_reason() {
    let database = Database::sqlite();
    let provider = Provider::start(database.folder());
    let server = server(&database, &provider.issuer);
    let issuer = provider.issuer.as_str();
    for algorithm in ["RS256", "PS256", "ES256"] {
        // Unknown keys are asked after once in five seconds.
        provider.rotate(algorithm);
        let good = server.client().bearer(&provider.sign(&claims(issuer), "goed"));
        ready(&good);
        let get = |claims: &Json, how: &str| server.client().bearer(&provider.sign(claims, how)).get(LIJST);
        assert_eq!(get(&claims(issuer), "zonder kid").status, 200);
        for (how, reason) in [
            ("none", "algoritme \"none\""),
            ("hs256 met pem", "algoritme \"HS256\""),
            ("hs256 met jwk", "algoritme \"HS256\""),
            ("vreemd", "handtekening"),
            ("vreemd met jwk", "niet bekendmaakt"),
            ("andere soort", "past niet bij de sleutel"),
            ("veranderd", "handtekening"),
        ] {
            let detail = refused(&get(&claims(issuer), how));
            assert!(detail.contains(reason), "{algorithm} {how}: {detail}");
        }
        good.read(LIJST);
    }
    let now = SystemClock.now().as_second();
    for (name, value, reason) in [
        ("exp", json!(now - 61), "verlopen sinds 20"),
        ("exp", Json::Null, "exp"),
        ("exp", json!("morgen"), "exp"),
        ("nbf", json!(now + 120), "geldt pas vanaf 20"),
        ("aud", json!(["urn:ander", "urn:nog-een"]), "voor urn:ander, urn:nog-een"),
        ("aud", Json::Null, "aud"),
        ("iss", json!("https://ander.example"), "van https://ander.example"),
        ("iss", json!(format!("{issuer}/")), "niet van"),
        ("iss", Json::Null, "iss"),
        ("sub", Json::Null, "sub"),
    ] {
        let answer = server.client().bearer(&provider.sign(&with(issuer, name, value), "goed")).get(LIJST);
        let detail = refused(&answer);
        assert!(detail.contains(reason), "{name}: {detail}");
    }
    // The clocks of two machines may differ by a minute.
    for (name, value) in [("exp", now - 50), ("nbf", now + 50)] {
        let answer =
            server.client().bearer(&provider.sign(&with(issuer, name, json!(value)), "goed")).get(LIJST);
        assert_eq!(answer.status, 200, "{name}: {}", answer.body);
    }
    for nonsense in ["x", "a.b.c", "....", "ontwikkel:beheerder", "eyJhbGciOiJSUzI1NiJ9.e30.é"] {
        let answer = server.raw(
            format!("GET {LIJST} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {nonsense}\r\n\r\n")
                .as_bytes(),
        );
        assert!(answer.starts_with("HTTP/1.1 401"), "{nonsense}: {answer}");
    }
}

#[test]
fn a_person_without_a_role_here_is_told_so() {
    let database = Database::sqlite();
    let provider = Provider::start(database.folder());
    let server = server(&database, &provider.issuer);
    let issuer = provider.issuer.as_str();
    let get = |name: &str, value: Json| {
        let token = provider.sign(&with(issuer, name, value), "goed");
        server.client().bearer(&token).get(LIJST)
    };
    ready(&server.client().bearer(&provider.sign(&claims(issuer), "goed")));
    for (name, value, reason) in [
        ("realm_access", json!({ "roles": ["koffie"] }), "koffie; verwacht een van: G-ADVIES, G-MT, G-TLO"),
        ("realm_access", Json::Null, "geen rollen in realm_access.roles"),
        ("gebied", Json::Null, "gebied"),
        ("gebied", json!(["Malburgen", "Elden"]), "Wijkspoor-Rol: tlo:NAAM"),
    ] {
        let problem = get(name, value).expect(403);
        assert_eq!(problem["type"], "/problemen/niet-bevoegd");
        assert!(problem["detail"].as_str().unwrap().contains(reason), "{problem}");
    }
}

#[test]
fn without_a_token_nothing_is_open_but_what_is_for_all() {
    let database = Database::sqlite();
    let provider = Provider::start(database.folder());
    let server = server(&database, &provider.issuer);
    let client = server.client();
    let document = client.read("/v1/openapi.json");
    let mut asked = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        let id = "01900000-0000-7000-8000-000000000000";
        let path: String =
            path.split('/').map(|s| if s.starts_with('{') { id } else { s }).collect::<Vec<_>>().join("/");
        for (method, operation) in operations.as_object().unwrap() {
            let answer = match method.as_str() {
                "post" => client.post(&format!("/v1{path}"), &json!({})),
                _ => client.get(&format!("/v1{path}")),
            };
            if operation["security"] == json!([]) {
                let status = match path.split('/').nth(1) {
                    // No link to follow has this token, and no log this size.
                    Some("volgen" | "consistentiebewijzen") => [404, 400],
                    // None may have been signed yet.
                    Some("checkpoint") => [200, 404],
                    _ => [200, 200],
                };
                assert!(status.contains(&answer.status), "{path}: {}", answer.status);
                continue;
            }
            let problem = answer.expect(401);
            assert_eq!(answer.header("WWW-Authenticate"), "Bearer realm=\"wijkspoor\"", "{path}");
            assert!(problem["detail"].as_str().unwrap().contains(&provider.issuer), "{problem}");
            asked += 1;
        }
    }
    assert!(asked > 30, "{asked}");
}

#[test]
fn a_token_in_an_address_is_refused_also_when_it_is_good() {
    let database = Database::sqlite();
    let provider = Provider::start(database.folder());
    let server = server(&database, &provider.issuer);
    let token = provider.client_token("lezen", API);
    let good = server.client().bearer(&token);
    ready(&good);
    for client in [&good, &server.client()] {
        for path in ["/v1/initiatieven", "/v1/gezondheid", "/v1/openapi.json", "/v1/niets"] {
            let answer = client.get(&format!("{path}?access_token={token}"));
            let problem = answer.expect(400);
            assert_eq!(problem["invalidParams"][0]["name"], "access_token", "{problem}");
            assert!(problem["detail"].as_str().unwrap().contains("Authorization: Bearer"), "{problem}");
            assert!(!answer.body.contains(&token));
        }
    }
    assert!(!server.log().contains(&token));
}

#[test]
fn keys_are_renewed_while_the_server_runs() {
    let database = Database::sqlite();
    let provider = Provider::start(database.folder());
    let server = server(&database, &provider.issuer);
    let old = server.client().bearer(&provider.client_token("lezen", API));
    ready(&old);
    provider.rotate("ES256");
    // The first token by the new key is enough: nobody waits, and nobody restarts anything.
    let new = server.client().bearer(&provider.client_token("lezen", API));
    new.read(LIJST);
    // What was withdrawn is refused from then on.
    assert!(refused(&old.get(LIJST)).contains("niet bekendmaakt"));
    // Keys that are made up do not make the server ask all the time.
    let made_up = server.client().bearer(&provider.sign(&claims(&provider.issuer), "vreemd met jwk"));
    for _ in 0..20 {
        refused(&made_up.get(LIJST));
    }
    new.read(LIJST);
    provider.rotate("PS256");
    let newest = server.client().bearer(&provider.client_token("lezen", API));
    ready(&newest);
}

#[test]
fn a_provider_that_is_down_keeps_nobody_out_whose_key_is_known() {
    let database = Database::sqlite();
    let mut provider = Provider::start(database.folder());
    let (issuer, port) = (provider.issuer.clone(), provider.port().to_owned());
    let known = provider.client_token("lezen", API);
    let unknown = {
        // Another provider in its place: its key is never seen before it is down again.
        provider.kill();
        let other = Provider::start_on(database.folder(), &port);
        other.client_token("lezen", API)
    };
    // Down from the start: the server is there, says nothing of the token yet, and never lets it in.
    let server = server(&database, &issuer);
    let later = |client: &Client| {
        let answer = client.get(LIJST);
        let problem = answer.expect(503);
        assert_eq!(problem["type"], "/problemen/niet-gereed");
        assert!(problem["detail"].as_str().unwrap().contains("identiteitsprovider"), "{problem}");
        let wait: u64 = answer.header("Retry-After").parse().unwrap();
        assert!((1..=5).contains(&wait), "{wait}");
    };
    later(&server.client().bearer(&known));
    later(&server.client().bearer(&unknown));
    server.client().read("/v1/gereedheid");
    server.client().get(LIJST).expect(401);
    refused(&server.client().bearer("x").get(LIJST));
    // Up: the server finds it by itself.
    let mut provider = Provider::start_on(database.folder(), &port);
    let token = provider.client_token("lezen", API);
    let client = server.client().bearer(&token);
    ready(&client);
    // Down again: what is known goes on, what is not waits.
    provider.kill();
    for _ in 0..5 {
        client.read(LIJST);
    }
    wait_until("the last question is long ago", || server.client().bearer(&unknown).get(LIJST).status == 503);
    later(&server.client().bearer(&unknown));
    client.read(LIJST);
    // Up with a new key: both are told apart again.
    let provider = Provider::start_on(database.folder(), &port);
    ready(&server.client().bearer(&provider.client_token("lezen", API)));
    refused(&server.client().bearer(&unknown).get(LIJST));
}

#[test]
fn with_a_provider_the_server_may_be_reached_from_elsewhere() {
    let database = Database::sqlite();
    let folder = database.folder();
    let settings = settings(folder, "https://op.example");
    let begin = |args: &[&str], variable: Option<(&str, &str)>| {
        run(program(folder).args(["serve", "--port", "0"]).args(args).envs(variable))
    };
    let refused = |output: zwarte_doos::Output, part: &str| {
        assert!(output.code == Some(1) && output.stderr.contains(part), "{part}: {}", output.stderr);
    };
    refused(begin(&["--host", "0.0.0.0"], None), "geen identiteitsprovider");
    let http = ("WIJKSPOOR_OIDC_ISSUER", "http://op.example");
    refused(begin(&["--config", &settings], Some(http)), "https://");
    refused(begin(&[], Some(("WIJKSPOOR_OIDC_ISSUER", "https://op.example"))), "audience ontbreekt");
    refused(begin(&["--config", &settings], Some(("WIJKSPOOR_OIDC_ROLLEN", "G-MT=baas"))), "G-MT=baas");
    assert!(!folder.join("wijkspoor-data").exists(), "a refused start makes nothing");
    let [flag, place] = database.flags();
    // 127.0.0.0/8 is this machine, too; that it may listen on every address shows in what it prints.
    let args = ["serve", "--port", "0", "--host", "0.0.0.0", "--config", &settings, &flag, &place];
    let server = Server::with(folder, &args);
    assert!(server.output.contains("http://0.0.0.0:") && server.output.contains("https://op.example"));
    server.stop();
}

#[test]
fn a_provider_elsewhere_is_believed_only_with_a_certificate_that_is_trusted() {
    let database = Database::sqlite();
    let folder = database.folder();
    let provider = Provider::start_tls(folder);
    assert!(provider.issuer.starts_with("https://"));
    let settings = settings(folder, &provider.issuer);
    let token = provider.sign(&claims(&provider.issuer), "goed");
    let begin = |place: &str, trusted: &str| {
        let args = ["serve", "--port", "0", "--config", &settings, "--data-dir", place];
        Server::of(folder, program(folder).args(args).env("SSL_CERT_FILE", folder.join(trusted)))
    };
    let trusting = begin("a", "cert.pem");
    ready(&trusting.client().bearer(&token));
    // The same without that certificate among those that are trusted.
    std::fs::write(folder.join("none.pem"), "").unwrap();
    let wary = begin("b", "none.pem");
    wary.client().bearer(&token).get(LIJST).expect(503);
    assert!(wary.log().contains("is niet bereikbaar"), "{}", wary.log());
}
