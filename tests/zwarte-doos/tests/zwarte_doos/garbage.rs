//! Nonsense: always a problem that says so, never a fault of ours, and the server lives on.

use crate::initiatief::{Initiatief, indiening};
use serde_json::{Value as Json, json};
use zwarte_doos::{Database, Server};

/// The status of a bare answer, of which only the head is looked at.
fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("no answer")
}

fn lives(server: &Server) {
    let gereed = server.client().read("/v1/gereedheid");
    assert!(gereed["actualiteit"]["positie"].as_i64().unwrap() > 0, "{gereed}");
}

pub fn nonsense_in_a_body_is_a_problem(database: &Database) {
    let server = Server::start(database);
    let i = Initiatief::nieuw(&server, "Bankje");
    let client = server.role("tlo");
    let deep = "[".repeat(100_000);
    let objects = "{\"a\":".repeat(5_000);
    let bodies: [&[u8]; 14] = [
        b"",
        b"{oeps",
        b"null",
        b"[]",
        b"\"tekst\"",
        b"NaN",
        b"{\"titel\":1e999}",
        b"{\"titel\":\"\\ud800\"}",
        b"{\"titel\":\"\xff\xfe\"}",
        b"\xef\xbb\xbf{}",
        b"\0",
        b"{}{}",
        deep.as_bytes(),
        objects.as_bytes(),
    ];
    let json = [("Content-Type", "application/json")];
    let paden = [
        "/v1/initiatieven".to_owned(),
        i.pad("/overgangen"),
        i.pad("/opdrachten"),
        i.pad("/notities"),
        i.pad("/besluiten"),
    ];
    for pad in &paden {
        for body in bodies {
            client.send("POST", pad, &json, body).expect(400);
        }
    }
    for encoding in ["gzip", "br", "deflate"] {
        let headers = [json[0], ("Content-Encoding", encoding)];
        let answer = client.send("POST", "/v1/initiatieven", &headers, b"this is not packed");
        assert!([400, 415].contains(&answer.status), "{encoding}: {}", answer.body);
    }
    // Every field, of every wrong type and size; `free` are those in which such a value may be right.
    let wrong = [
        json!(null),
        json!(-1),
        json!(1e300),
        json!(true),
        json!([]),
        json!({}),
        json!("a\0b"),
        json!("x".repeat(30_000)),
        json!([[[]]]),
    ];
    let good = [
        ("/v1/initiatieven".to_owned(), indiening("Boom"), ["omschrijving", "initiatiefnemers"].as_slice()),
        (
            i.pad("/notities"),
            json!({ "soort": "s", "tekst": "t", "partij": "p", "plaatsgevonden": { "datum": "2026-01-01" } }),
            &["tekst", "partij", "plaatsgevonden"],
        ),
    ];
    for (pad, good, free) in good {
        for field in good.as_object().unwrap().keys() {
            for value in &wrong {
                let mut body = good.clone();
                body[field] = value.clone();
                let answer = client.post(&pad, &body);
                let allowed: &[u16] = if free.contains(&field.as_str()) { &[201, 400] } else { &[400] };
                let empty = [json!([]), json!(null)].contains(value)
                    && ["wijken", "categorie"].contains(&field.as_str());
                assert!(allowed.contains(&answer.status) || empty, "{field} {value}: {}", answer.body);
            }
        }
    }
    for moment in [
        "9999-12-31T23:59:59-23:59",
        "0000-01-01T00:00:00+23:59",
        "2016-12-31T23:59:60Z",
        "2026-01-01T00:00:00+99:99",
        "2026-02-30T00:00:00Z",
    ] {
        let body = json!({ "soort": "s", "tekst": "t", "plaatsgevonden": { "tijdstip": moment } });
        client.post(&i.pad("/notities"), &body);
    }
    lives(&server);
}

pub fn nonsense_in_an_address_is_a_problem(database: &Database) {
    let server = Server::start(database);
    let i = Initiatief::nieuw(&server, "Bankje");
    let client = server.role("tlo");
    let long = "a".repeat(2_001);
    let other = |text: &str| base64(text.as_bytes());
    let cursors = [
        other("{\"order\":\"-gewijzigd\",\"int\":1,\"text\":null}"),
        other("{\"order\":\"-gewijzigd\",\"int\":null,\"text\":null,\"id\":\"\\u0000\"}"),
        other("[]"),
        "kapot".to_owned(),
        "%00".to_owned(),
        long,
    ];
    for pad in ["/v1/initiatieven".to_owned(), "/v1/werkvoorraad".to_owned(), i.pad("/tijdlijn")] {
        for cursor in &cursors {
            let status = client.get(&format!("{pad}?cursor={cursor}")).status;
            assert!([400, 404].contains(&status), "{pad} {cursor}");
        }
        for query in [
            "limiet=0",
            "limiet=-1",
            "limiet=201",
            "limiet=99999999999999999999",
            "limiet=",
            "limiet=1&limiet=2",
            "x=%00",
            "%FF=1",
            "limiet=%FF",
        ] {
            client.get(&format!("{pad}?{query}")).expect(400);
        }
    }
    for query in
        ["zoek=%00", "gebied=%0A", "status=%20", "fase=geen", "zoek=%ZZ", "zoek=%", "zoek=%FF", "zoek=%C3%28"]
    {
        client.get(&format!("/v1/initiatieven?{query}")).expect(400);
    }
    for id in
        ["x", "%ZZ", "%FF", "%00", "..%2F..", "%7B01900000-0000-7000-8000-000000000000%7D", "'%20OR%201=1"]
    {
        client.get(&format!("/v1/initiatieven/{id}")).expect(400);
    }
    for (key, value) in [
        ("Idempotency-Key", "kort"),
        ("Idempotency-Key", "met spatie 123"),
        ("Idempotency-Key", "\"aanhaling\""),
    ] {
        client
            .post_with(&i.pad("/notities"), &[(key, value)], &json!({ "soort": "s", "tekst": "t" }))
            .expect(400);
    }
    // What is no HTTP gets no document, but an answer.
    for bytes in [
        b"ONZIN\r\n\r\n".as_slice(),
        b"GET /v1/\0 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/gezondheid HTTP/1.1\r\nHo st: x\r\n\r\n",
        b"POST /v1/initiatieven HTTP/1.1\r\nHost: x\r\nContent-Length: -3\r\n\r\n",
        b"POST /v1/initiatieven HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ] {
        assert_eq!(status(&server.raw(bytes)), "400", "{}", String::from_utf8_lossy(bytes));
    }
    let header = format!("GET /v1/gezondheid HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "a".repeat(200_000));
    assert!(["431", "no answer"].contains(&status(&server.raw(header.as_bytes()))));
    lives(&server);
}

/// As cursors are written (RFC 4648, section 5, without padding).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let groups = bytes.chunks(3).flat_map(|group| {
        let bits = (0..3).fold(0u32, |bits, i| bits << 8 | u32::from(group.get(i).copied().unwrap_or(0)));
        let letter = move |i: usize| char::from(LETTERS[(bits >> (18 - 6 * i)) as usize & 63]);
        (0..=group.len()).map(letter).collect::<Vec<_>>()
    });
    groups.collect()
}

pub fn any_text_comes_back_as_it_went(database: &Database) {
    let server = Server::start(database);
    for tekst in [
        "één coöperatie à Ĳburg, naïef",
        "🌳🪑 een bankje",
        "e\u{301} los accent",
        "\u{202e}omgekeerd\u{202c}",
        "a\0b",
        "stuur\u{1}\u{7f}\u{85}tekens",
        "'; DROP TABLE event; --",
        "<script>alert(1)</script>",
        "regel 1\r\nregel 2\ttab",
        "  spaties  ",
        "\u{feff}bom",
        "{\"$gevoelig\":1}",
        "%s %00 \\ \" '",
    ] {
        let mut body = indiening("Tekst");
        body["omschrijving"] = Json::from(tekst);
        let bewijs = server.role("initiatiefnemer").write("/v1/initiatieven", &body);
        let pad = format!("/v1/initiatieven/{}", bewijs["initiatiefId"].as_str().unwrap());
        server.role("tlo").write(&format!("{pad}/notities"), &json!({ "soort": "proef", "tekst": tekst }));
        assert_eq!(server.role("tlo").read(&pad)["omschrijving"], tekst);
        let stappen = server.role("tlo").all(&format!("{pad}/tijdlijn"), "stappen");
        assert_eq!(stappen[0]["gegevens"]["omschrijving"], tekst);
        assert_eq!(stappen[1]["gegevens"]["tekst"], tekst);
    }
}
