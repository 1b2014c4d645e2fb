//! Limits: how often somebody may ask, how much, and from which pages of others.

use crate::initiatief::indiening;
use serde_json::json;
use std::time::Duration;
use zwarte_doos::{Answer, Client, Database, Server, program};

/// A server with these settings.
fn server(database: &Database, settings: &[(&str, &str)]) -> Server {
    let [flag, place] = database.flags();
    let mut command = program(database.folder());
    command.envs(settings.iter().map(|(name, value)| (format!("WIJKSPOOR_VERZOEKEN_{name}"), value)));
    Server::of(database.folder(), command.args(["serve", "--port", "0", &flag, &place]))
}

/// Asks until it is refused, and gives how often it was not, and the refusal.
fn tot_het_vol_is(mut ask: impl FnMut() -> Answer) -> (u32, Answer) {
    for n in 0..100 {
        let answer = ask();
        if answer.status == 429 {
            return (n, answer);
        }
    }
    panic!("it is never refused");
}

#[test]
fn who_asks_too_often_is_told_when_to_come_back() {
    let database = Database::sqlite();
    // One every two seconds, and thirty at once.
    let server = server(&database, &[("PER_MINUUT", "30")]);
    let client = server.role("initiatiefnemer");
    let eerste = client.post("/v1/initiatieven", &indiening("Bankje"));
    assert_eq!(eerste.header("RateLimit-Policy"), "\"aangemeld\";q=30;w=60");
    assert_eq!((eerste.status, eerste.header("RateLimit")), (201, "\"aangemeld\";r=29;t=2"));
    let key = [("Idempotency-Key", "grens-boom")];
    let (n, refused) =
        tot_het_vol_is(|| client.post_with("/v1/initiatieven", &key, &json!({ "titel": "Boom" })));
    assert!((29..35).contains(&n), "{n}");
    assert_eq!(refused.expect(429)["type"], "/problemen/te-veel-verzoeken");
    let wacht: u64 = refused.header("Retry-After").parse().unwrap();
    assert!((1..=2).contains(&wacht), "{wacht}");
    assert_eq!(refused.header("RateLimit"), format!("\"aangemeld\";r=0;t={wacht}"));
    // Others have limits of their own; and whether the process lives is always told, without counting.
    assert_eq!(
        server.role("tlo").get("/v1/initiatieven").expect(200)["initiatieven"].as_array().unwrap().len(),
        1
    );
    for pad in ["/v1/gezondheid", "/v1/gereedheid"] {
        let answer = client.get(pad);
        assert_eq!((answer.status, answer.header("RateLimit")), (200, ""), "{pad}");
    }
    std::thread::sleep(Duration::from_secs(wacht));
    client.post_with("/v1/initiatieven", &key, &indiening("Boom")).expect(201);
    server.stop();
}

#[test]
fn pages_are_limited_too_and_say_when_to_come_back() {
    let database = Database::sqlite();
    let settings = [("PER_MINUUT_ADRES", "20"), ("PER_MINUUT", "8"), ("PROXYS", "127.0.0.1")];
    let server = server(&database, &settings);
    let vraag = |pad: &str, adres: &str, koekje: &str| {
        server.paginas(
            "GET",
            pad,
            &[("X-Forwarded-For", adres), ("Cookie", koekje), ("Accept", "text/html")],
            &[],
        )
    };
    // Guessing links, signing in and coming back from a provider: all from one address, and in one bucket.
    let mut paden = ["/volgen/geraden", "/aanmelden", "/aanmelden/terug?code=a&state=b"].iter().cycle();
    let eerst = (0..100).find_map(|n| {
        let (status, _, tekst) = vraag(paden.next().unwrap(), "192.0.2.1", "");
        (status == 429).then_some((n, tekst))
    });
    let (n, tekst) = eerst.expect("it is never refused");
    assert!((20..24).contains(&n), "{n}");
    assert!(
        tekst.contains("<h1>Dat gaat te snel</h1>") && tekst.contains("laad de pagina daarna opnieuw"),
        "{tekst}"
    );
    // Style is for everybody, another address is another, and who is signed in has a bucket of their own.
    let stijl =
        tekst.split('"').find(|deel| deel.starts_with("/statisch/") && deel.contains(".css")).unwrap();
    assert_eq!(vraag(stijl, "192.0.2.1", "").0, 200);
    assert_eq!(vraag("/aanmelden", "192.0.2.2", "").0, 200);
    let form = [("X-Forwarded-For", "192.0.2.3"), ("Content-Type", "application/x-www-form-urlencoded")];
    let (_, sessie, _) = server.paginas("POST", "/aanmelden", &form, b"rol=tlo");
    let sessie = sessie.split(';').next().unwrap().to_owned();
    let (n, _) = (0..100)
        .find_map(|n| Some((n, vraag("/initiatieven", "192.0.2.1", &sessie))).filter(|(_, a)| a.0 != 200))
        .expect("who is signed in is never refused");
    assert!((8..11).contains(&n), "{n}");
    server.stop();
}

#[test]
fn an_address_without_a_token_that_is_good_is_limited_too() {
    let database = Database::sqlite();
    let server = server(&database, &[("PER_MINUUT_ADRES", "10"), ("PROXYS", "127.0.0.1")]);
    let van = |client: Client, adres: &'static str| {
        move |pad: &str| client.send("GET", pad, &[("X-Forwarded-For", adres)], &[])
    };
    let (een, twee) = (van(server.client(), "192.0.2.1"), van(server.client(), "6.6.6.6, 192.0.2.2"));
    let mut paden =
        ["/v1/openbare-cijfers?per=gebied&jaar=2026", "/v1/openapi.json", "/v1/niets"].iter().cycle();
    let (n, refused) = tot_het_vol_is(|| een(paden.next().unwrap()));
    assert!((10..13).contains(&n), "{n}");
    assert_eq!(refused.header("RateLimit-Policy"), "\"adres\";q=10;w=60");
    assert_eq!(twee("/v1/openapi.json").status, 200, "another address");
    // Guessing tokens counts for the address; who has a good one is not kept from anything by that.
    let raadt = van(server.client().bearer("geraden"), "192.0.2.2");
    let (n, _) = tot_het_vol_is(|| raadt("/v1/initiatieven"));
    assert!((9..12).contains(&n), "{n}");
    assert_eq!(van(server.role("tlo"), "192.0.2.2")("/v1/initiatieven").status, 200);
    server.stop();
}

#[test]
fn no_limit_is_none() {
    let database = Database::sqlite();
    let server = server(&database, &[("PER_MINUUT", "0"), ("PER_MINUUT_ADRES", "0")]);
    let answer = server.role("tlo").get("/v1/initiatieven");
    assert_eq!((answer.status, answer.header("RateLimit"), answer.header("RateLimit-Policy")), (200, "", ""));
    server.stop();
}

#[test]
fn what_is_too_large_is_refused_with_what_would_be_right() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let client = server.role("tlo");
    let lang = "a".repeat(50_000);
    let probleem = client.get(&format!("/v1/initiatieven?zoek={lang}")).expect(414);
    assert_eq!(probleem["type"], "/problemen/adres-te-lang");
    let header = "a".repeat(40_000);
    let probleem = client.send("GET", "/v1/initiatieven", &[("X-Groot", &header)], &[]).expect(431);
    assert_eq!(probleem["type"], "/problemen/headers-te-groot");
    let body = json!({ "titel": "a".repeat(300_000) });
    let probleem = client.post("/v1/initiatieven", &body).expect(413);
    assert_eq!(probleem["type"], "/problemen/te-groot");
    // A body that does not say how long it is, is not read further than it may be.
    let chunk = format!("{:x}\r\n{}\r\n", 60_000, "a".repeat(60_000));
    let start = "POST /v1/initiatieven HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    let answer = server.raw(format!("{start}{}0\r\n\r\n", chunk.repeat(6)).as_bytes());
    assert!(answer.starts_with("HTTP/1.1 413") || answer.is_empty(), "{answer}");
    client.get("/v1/initiatieven").expect(200);
    server.stop();
}

#[test]
fn pages_of_others_ask_only_when_they_may() {
    let database = Database::sqlite();
    let server = server(&database, &[("HERKOMSTEN", "https://app.gemeente.example,http://localhost:5173")]);
    let client = server.role("tlo");
    let vooraf = |herkomst: &str, pad: &str| {
        let headers = [("Origin", herkomst), ("Access-Control-Request-Method", "POST")];
        client.send("OPTIONS", pad, &headers, &[])
    };
    let lees = |herkomst: &str, pad: &str| client.send("GET", pad, &[("Origin", herkomst)], &[]);
    for herkomst in ["https://app.gemeente.example", "http://localhost:5173"] {
        let mag = vooraf(herkomst, "/v1/initiatieven");
        assert_eq!((mag.status, mag.header("Access-Control-Allow-Origin")), (204, herkomst));
        assert_eq!(mag.header("Access-Control-Allow-Methods"), "GET, HEAD, POST");
        for header in ["Authorization", "Idempotency-Key", "If-Match", "Wijkspoor-Rol"] {
            assert!(mag.header("Access-Control-Allow-Headers").contains(header), "{header}");
        }
        let answer = lees(herkomst, "/v1/initiatieven");
        assert_eq!((answer.status, answer.header("Access-Control-Allow-Origin")), (200, herkomst));
        assert!(answer.header("Access-Control-Expose-Headers").contains("ETag"));
        // Also what is wrong can be read.
        assert_eq!(lees(herkomst, "/v1/niets").header("Access-Control-Allow-Origin"), herkomst);
        assert_eq!(answer.header("Access-Control-Allow-Credentials"), "");
    }
    for herkomst in ["https://kwaad.example", "https://app.gemeente.example.kwaad.example", "null"] {
        let mag = vooraf(herkomst, "/v1/initiatieven");
        assert_eq!((mag.status, mag.header("Access-Control-Allow-Origin")), (405, ""), "{herkomst}");
        let answer = lees(herkomst, "/v1/initiatieven");
        assert_eq!((answer.status, answer.header("Access-Control-Allow-Origin")), (200, ""), "{herkomst}");
        assert!(answer.header("Vary").contains("Origin"));
        // What is for everybody, is so in a browser too.
        assert_eq!(lees(herkomst, "/v1/openapi.json").header("Access-Control-Allow-Origin"), "*");
    }
    assert_eq!(vooraf("https://app.gemeente.example", "/v1/niets").status, 404);
    server.stop();
}

#[test]
fn without_a_setting_no_page_of_others_may_ask() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let origin = [("Origin", "https://app.gemeente.example"), ("Access-Control-Request-Method", "GET")];
    let answer = server.client().send("OPTIONS", "/v1/initiatieven", &origin, &[]);
    assert_eq!((answer.status, answer.header("Access-Control-Allow-Origin")), (405, ""));
    server.stop();
}
