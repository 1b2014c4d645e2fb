//! The log of the server, at the most talkative level there is: no secret stands in it, and nobody from outside writes a line of it.

use crate::initiatief::Initiatief;
use serde_json::{Value as Json, json};
use std::io::{Read, Write};
use std::net::TcpListener;
use zwarte_doos::ontvanger::{Antwoord, Ontvanger};
use zwarte_doos::{Database, Server, program, run, unique, wait_until};

/// What somebody would have an operator believe, after the end of his own line.
const VALS: &str = "9999-12-31T23:59:59.000000Z  INFO wijkspoor: alles is in orde";

/// A text that ends a line in every way there is, steers a terminal and closes a string and an object of JSON.
fn kwaad() -> String {
    format!("x\r\n{VALS}\u{1b}[2J\u{1b}]0;raak\u{7}\u{8}\u{2028}{VALS}\u{85}\u{202e}\"}}\n{VALS}")
}

fn met_trace(database: &Database, omgeving: &[(&str, &str)], args: &[&str]) -> Server {
    let [flag, place] = database.flags();
    let mut command = program(database.folder());
    command.env("WIJKSPOOR_LOG", "trace").envs(omgeving.iter().copied());
    command.args(["serve", "--port", "0", &flag, &place]).args(args);
    Server::of(database.folder(), &mut command)
}

/// Every line is one of ours, and none of these texts is in it.
fn is_schoon(log: &str, geheimen: &[&str]) {
    for regel in log.lines() {
        let (tijd, rest) = regel.split_once(' ').unwrap_or_default();
        let niveau = rest.split_whitespace().next().unwrap_or_default();
        let van_ons = tijd.ends_with('Z') && ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"].contains(&niveau);
        assert!(van_ons && !regel.starts_with("9999"), "no line of ours: {regel:?}");
        let vreemd = |c: char| c.is_control() || ['\u{2028}', '\u{2029}', '\u{202e}'].contains(&c);
        assert!(!regel.contains(vreemd), "a sign that does something: {regel:?}");
    }
    for geheim in geheimen {
        assert!(geheim.len() > 7, "too short to tell anything: {geheim:?}");
        assert!(!log.contains(geheim), "{geheim:?} is in the log:\n{log}");
    }
}

#[test]
fn a_secret_is_not_in_the_log_and_nobody_forges_a_line() {
    let database = Database::sqlite();
    let hoofdsleutel = run(program(database.folder()).args(["sleutel", "hoofdsleutel"])).stdout;
    std::fs::write(database.folder().join("hoofd.sleutel"), &hoofdsleutel).unwrap();
    let server = met_trace(
        &database,
        &[
            ("WIJKSPOOR_HOOFDSLEUTEL_BESTAND", "hoofd.sleutel"),
            ("WIJKSPOOR_BERICHTEN_TOEGESTAAN", "127.0.0.1"),
            ("WIJKSPOOR_BERICHTEN_WACHTTIJDEN", "10ms,10ms"),
        ],
        &[],
    );
    let i = Initiatief::nieuw(&server, "Bankje voor Fatima");
    let volglink = i.als("tlo").read(&i.pad("/volglink"))["token"].as_str().unwrap().to_owned();

    // A receiver that says evil things and fails until the subscription stands still.
    let ontvanger = Ontvanger::gewillig(|_| {
        Some(Antwoord { code: 500, headers: "X-Kwaad: a\tb\r\n".to_owned(), inhoud: kwaad() })
    });
    let abonnement = json!({ "naam": "Zaaksysteem", "adres": format!("{}?sleutel=geheim-van-de-ontvanger", ontvanger.adres()), "vanaf": 0 });
    let abonnement = server.role("beheerder").write("/v1/abonnementen", &abonnement);
    let haaksleutel = abonnement["geheim"].as_str().unwrap_or_default().to_owned();
    assert!(!haaksleutel.is_empty(), "{abonnement}");
    let pad = format!("/v1/abonnementen/{}", abonnement["id"].as_str().unwrap());
    wait_until("it is told of", || server.log().contains("een abonnement staat stil"));

    // Somebody signed in to the pages.
    let (status, koekje, _) = server.paginas("POST", "/aanmelden", &[FORMULIER], b"rol=tlo&naam=&naar=%2F");
    assert_eq!(status, 303);
    let koekje = koekje.split(';').next().unwrap().to_owned();
    let (_, _, pagina) = server.paginas("GET", "/indienen", &[("Cookie", &koekje)], &[]);
    let bewijs = pagina.split("name=\"bewijs\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let bewijs = bewijs.unwrap_or_else(|| panic!("no form: {pagina}")).to_owned();

    // What is asked holds evil in every place that there is for it.
    let (token, sleutel) = (unique("geheim-token"), unique("geheime-sleutel"));
    let kwaad_in_adres: String = kwaad().bytes().map(|b| format!("%{b:02x}")).collect();
    let als = server.client().bearer(&token);
    let mut antwoorden: Vec<Json> = vec![als.get("/v1/initiatieven").expect(401)];
    for pad in [
        format!("/v1/{kwaad_in_adres}"),
        format!("/v1/initiatieven/{kwaad_in_adres}"),
        format!("/v1/initiatieven?zoek={kwaad_in_adres}"),
        format!("/v1/initiatieven?{kwaad_in_adres}=1"),
        format!("/v1/volgen/{kwaad_in_adres}"),
    ] {
        antwoorden.push(server.client().get(&pad).json());
    }
    for header in [
        "User-Agent",
        "Wijkspoor-Rol",
        "Idempotency-Key",
        "If-Match",
        "Accept",
        "Origin",
        "X-Forwarded-For",
        "Traceparent",
    ] {
        // What a header cannot hold, the client does not send; a tab and a byte above ASCII it does.
        server.client().send("GET", "/v1/initiatieven", &[(header, &format!("a\t{VALS}\u{e9}"))], &[]);
    }
    i.als("tlo").post_with(
        &i.pad("/notities"),
        &[("Idempotency-Key", &sleutel)],
        &json!({ "tekst": kwaad() }),
    );
    for veld in ["titel", "gebied", "onbekend", "werkstroom"] {
        let mut body =
            json!({ "titel": "a", "omschrijving": "b", "gebied": "c", "thema": "d", "oorsprong": "e" });
        body[veld] = json!(kwaad());
        antwoorden.push(server.role("tlo").post("/v1/initiatieven", &body).json());
    }
    antwoorden
        .push(server.role("beheerder").post(&format!("{pad}/acties"), &json!({ "actie": kwaad() })).json());
    // Not through a client that keeps to HTTP.
    for regel in [
        format!(
            "GET /v1/initiatieven HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\nX: a\r\n{VALS}\u{1b}[2J\r\nConnection: close\r\n\r\n"
        ),
        format!("GET /{} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", kwaad()),
        format!("{} / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", kwaad()),
        kwaad(),
    ] {
        server.raw(regel.as_bytes());
    }
    for pad in
        [format!("/volgen/{volglink}"), format!("/volgen/{volglink}x"), format!("/v1/volgen/{volglink}")]
    {
        server.paginas("GET", &pad, &[("Accept", "text/html"), ("Cookie", &koekje)], &[]);
    }
    server.paginas("GET", &format!("/aanmelden?naar={kwaad_in_adres}"), &[("Accept", "text/html")], &[]);

    let toets = "AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH";
    let waarde = koekje.split_once('=').unwrap().1;
    let geheimen = [
        hoofdsleutel.trim(),
        volglink.as_str(),
        &haaksleutel,
        "geheim-van-de-ontvanger",
        waarde,
        &bewijs,
        &token,
        &sleutel,
        toets,
    ];
    for antwoord in &antwoorden {
        let tekst = antwoord.to_string();
        for geheim in geheimen {
            assert!(!tekst.contains(geheim), "{geheim:?} is in an answer: {tekst}");
        }
    }
    server.terminate();
    wait_until("it stops", || server.log().contains("stoppen"));
    let log = server.log();
    assert!(log.contains("DEBUG wijkspoor_api"), "the level does nothing:\n{log}");
    // Whoever runs the server sees who is refused, and that a secret lies open.
    assert!(log.contains("een verzoek is geweigerd") && log.contains("status=401"), "{log}");
    assert!(log.contains("ook voor anderen te lezen"), "{log}");
    is_schoon(&log, &geheimen);
}

/// How a browser sends a form.
const FORMULIER: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

#[test]
fn a_provider_that_says_evil_things_forges_no_line() {
    let database = Database::sqlite();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut verbinding in listener.incoming().flatten() {
            let inhoud = json!({ "issuer": kwaad(), "jwks_uri": kwaad() }).to_string();
            let mut gevraagd = [0; 4096];
            let _ = verbinding.read(&mut gevraagd);
            let _ = write!(
                verbinding,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{inhoud}",
                inhoud.len()
            );
        }
    });
    let server = met_trace(
        &database,
        &[
            ("WIJKSPOOR_OIDC_ISSUER", &issuer),
            ("WIJKSPOOR_OIDC_AUDIENCE", "wij"),
            ("WIJKSPOOR_OIDC_ROLLEN", "a=tlo"),
            ("WIJKSPOOR_PAGINAS_ADRES", "https://wijkspoor.example"),
            ("WIJKSPOOR_PAGINAS_CLIENT_ID", "dashboard"),
            ("WIJKSPOOR_PAGINAS_CLIENT_SECRET", "geheim-van-het-dashboard"),
        ],
        &[],
    );
    wait_until("it is told of", || server.log().contains("geeft geen sleutels"));
    server.paginas("GET", "/aanmelden/provider", &[("Accept", "text/html")], &[]);
    is_schoon(&server.log(), &["geheim-van-het-dashboard"]);
}

#[test]
fn a_password_of_the_database_is_not_told() {
    let map = Database::sqlite();
    for url in [
        "postgres://wij:geheim-wachtwoord@127.0.0.1:1/wij?sslmode=onzin",
        "postgres://wij:geheim-wachtwoord@127.0.0.1:1/wij?geheim-wachtwoord",
        "postgres://wij:geheim-wachtwoord@127.0.0.1:poort/wij",
        "postgres://wij:geheim-wachtwoord@127.0.0.1:1/wij",
        "postgres://wij:geheim-wachtwoord%@@127.0.0.1:1/%zz",
    ] {
        let mut command = program(map.folder());
        let uitvoer =
            run(command.env("WIJKSPOOR_LOG", "trace").env("WIJKSPOOR_DATABASE", url).args(["lijst"]));
        assert_ne!(uitvoer.code, Some(0));
        assert!(!uitvoer.stderr.is_empty());
        for tekst in [&uitvoer.stdout, &uitvoer.stderr] {
            assert!(!tekst.contains("geheim-wachtwoord"), "{url}: {tekst}");
        }
    }
}
