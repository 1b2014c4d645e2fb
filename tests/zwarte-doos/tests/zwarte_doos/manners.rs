//! The manners of HTTP: what an API of the government promises of addresses, methods, types and versions.

use crate::initiatief::{Initiatief, codes, indiening, notitie};
use serde_json::json;
use zwarte_doos::{Database, Server};

pub fn what_is_known_already_is_not_sent_again(database: &Database) {
    let server = Server::start(database);
    let i = Initiatief::nieuw(&server, "Bankje");
    let tlo = i.als("tlo");
    let eerst = tlo.get(&i.pad(""));
    let etag = eerst.header("ETag").to_owned();
    assert_eq!((etag.as_str(), eerst.expect(200)["versie"].as_i64()), ("\"1\"", Some(1)));
    for known in [etag.as_str(), "\"7\", \"1\""] {
        let again = tlo.send("GET", &i.pad(""), &[("If-None-Match", known)], &[]);
        assert_eq!((again.status, again.body.as_str(), again.header("ETag")), (304, "", "\"1\""), "{known}");
    }
    let geschreven = tlo.post(&i.pad("/notities"), &notitie("a"));
    assert_eq!((geschreven.status, geschreven.header("ETag")), (201, "\"2\""));
    assert_eq!(tlo.send("GET", &i.pad(""), &[("If-None-Match", &etag)], &[]).status, 200);
}

pub fn a_stale_version_is_refused(database: &Database) {
    let server = Server::start(database);
    let i = Initiatief::nieuw(&server, "Bankje");
    let post =
        |versie: &str| i.als("tlo").post_with(&i.pad("/notities"), &[("If-Match", versie)], &notitie("a"));
    post("\"1\"").expect(201);
    let probleem = post("\"1\"").expect(412);
    assert_eq!((&probleem["type"], &probleem["versie"]), (&json!("/problemen/gewijzigd"), &json!(2)));
    post("\"3\"").expect(412);
    // A proxy that compresses makes an ETag weak.
    post("W/\"1\"").expect(412);
    post("W/\"2\"").expect(201);
    post("*").expect(201);
    for onzin in ["2", "W/2", "\"a\"", "\"4\",\"5\""] {
        assert_eq!(codes(&post(onzin).expect(400)["invalidParams"], "name"), ["If-Match"]);
    }
    assert_eq!(i.gezien_als("tlo")["versie"], 4);
}

pub fn lists_are_paged_whole_and_once(database: &Database) {
    let server = Server::start(database);
    for n in 0..20 {
        // Equal titles: only the id keeps them apart.
        Initiatief::nieuw(&server, &format!("Initiatief {}", n % 3));
    }
    let client = server.role("auditor");
    for sorteer in ["ingediend", "-ingediend", "gewijzigd", "-gewijzigd", "titel", "-titel"] {
        let lijst = client.all(&format!("/v1/initiatieven?sorteer={sorteer}"), "initiatieven").into();
        let (titels, mut ids) = (codes(&lijst, "titel"), codes(&lijst, "id"));
        if sorteer.ends_with("titel") {
            let mut op_volgorde = titels.clone();
            op_volgorde.sort();
            if sorteer.starts_with('-') {
                op_volgorde.reverse();
            }
            assert_eq!(titels, op_volgorde);
        }
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 20, "{sorteer}");
    }
    assert_eq!(client.all("/v1/werkvoorraad?partij=tlo", "werk").len(), 20);
    assert_eq!(client.all("/v1/initiatieven?zoek=initiatief%202", "initiatieven").len(), 6);
    // A cursor belongs to its order.
    let cursor =
        client.read("/v1/initiatieven?sorteer=titel&limiet=2")["volgende"].as_str().unwrap().to_owned();
    client.get(&format!("/v1/initiatieven?sorteer=-titel&cursor={cursor}")).expect(404);
}

#[test]
fn what_is_not_there_and_what_cannot_be_done_there_are_told_apart() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let i = Initiatief::nieuw(&server, "Bankje");
    let client = server.client();
    let slash = i.pad("/");
    for pad in [
        "/v1",
        "/v1/",
        "/v2/initiatieven",
        "/v1/initiatieven/",
        "/v1//initiatieven",
        "/v1/Initiatieven",
        &slash,
    ] {
        client.get(pad).expect(404);
    }
    for (methode, pad, allow) in [
        ("PUT", "/v1/initiatieven".to_owned(), "GET, HEAD, POST"),
        ("DELETE", i.pad(""), "GET, HEAD"),
        ("PATCH", i.pad(""), "GET, HEAD"),
        ("GET", i.pad("/overgangen"), "POST"),
        ("POST", i.pad("/tijdlijn"), "GET, HEAD"),
        ("DELETE", "/v1/gezondheid".to_owned(), "GET, HEAD"),
        ("VERZIN", "/v1/stagnatie".to_owned(), "GET, HEAD"),
    ] {
        let answer = client.send(methode, &pad, &[], &[]);
        assert_eq!((answer.status, answer.header("Allow")), (405, allow), "{methode} {pad}");
    }
}

pub fn titles_are_sorted_and_found_without_regard_to_capitals_and_accents(database: &Database) {
    let server = Server::start(database);
    for titel in ["Éénhoornpad", "eeuwfeest", "Zwembad", "ecoduct", "Appelboom"] {
        Initiatief::nieuw(&server, titel);
    }
    let titels = |pad: &str| codes(&server.client().all(pad, "initiatieven").into(), "titel");
    let op_titel = titels("/v1/initiatieven?sorteer=titel");
    assert_eq!(op_titel, ["Appelboom", "ecoduct", "Éénhoornpad", "eeuwfeest", "Zwembad"]);
    for zoek in ["EENHOORN", "%C3%A9%C3%A9nhoorn", "eenhoornpad+malburgen"] {
        assert_eq!(titels(&format!("/v1/initiatieven?zoek={zoek}")), ["Éénhoornpad"], "{zoek}");
    }
    assert!(titels("/v1/initiatieven?zoek=e_nhoorn").is_empty(), "no wildcards");
}

#[test]
fn head_is_get_without_the_body() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let i = Initiatief::nieuw(&server, "Bankje");
    let client = server.client();
    for pad in ["/v1/initiatieven".to_owned(), i.pad(""), "/v1/openapi.json".to_owned()] {
        let head = client.send("HEAD", &pad, &[], &[]);
        assert_eq!((head.status, head.body.as_str()), (200, ""), "{pad}");
        assert_eq!(head.header("Content-Type"), client.get(&pad).header("Content-Type"), "{pad}");
    }
    assert_eq!(client.send("HEAD", &i.pad(""), &[], &[]).header("ETag"), "\"1\"");
    assert_eq!(client.send("HEAD", "/v1/niets", &[], &[]).status, 404);
    assert_eq!(client.send("HEAD", &i.pad("/overgangen"), &[], &[]).header("Allow"), "POST");
}

#[test]
fn a_workflow_is_read_in_each_of_its_versions() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let client = server.client();
    let nieuwste = client.read("/v1/werkstromen/wijkinitiatief");
    assert_eq!(client.read("/v1/werkstromen/wijkinitiatief?versie=2"), nieuwste);
    client.get("/v1/werkstromen/wijkinitiatief?versie=3").expect(404);
    client.get("/v1/werkstromen/wijkinitiatief?versie=nul").expect(400);
}

#[test]
fn only_json_is_spoken() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let (client, body) = (server.role("tlo"), indiening("Bankje").to_string());
    for accept in ["text/html", "application/xml, image/*", "application/json;q=0", "nonsense"] {
        client.send("GET", "/v1/initiatieven", &[("Accept", accept)], &[]).expect(406);
    }
    for accept in
        ["*/*", "application/json", "text/html, application/*;q=0.1", "Application/JSON; charset=utf-8"]
    {
        assert_eq!(
            client.send("GET", "/v1/initiatieven", &[("Accept", accept)], &[]).status,
            200,
            "{accept}"
        );
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json", ""] {
        let answer = client.send("POST", "/v1/initiatieven", &[("Content-Type", kind)], body.as_bytes());
        assert_eq!(answer.expect(415)["type"], "/problemen/onbekend-mediatype", "{kind}");
    }
    let json = [("Content-Type", "application/json; charset=utf-8")];
    assert_eq!(client.send("POST", "/v1/initiatieven", &json, body.as_bytes()).status, 201);
    let packed = [json[0], ("Content-Encoding", "br")];
    client.send("POST", "/v1/initiatieven", &packed, body.as_bytes()).expect(415);
    let large = format!("{{\"titel\":\"{}\"}}", "a".repeat(300_000));
    client.send("POST", "/v1/initiatieven", &json, large.as_bytes()).expect(413);
    assert_eq!(client.all("/v1/initiatieven", "initiatieven").len(), 1);
}

#[test]
fn all_faults_of_a_request_come_together() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let body = json!({ "titel": "", "omschrijving": 7, "wijken": "Malburgen", "thema": "x\ny", "categorie": "groot",
        "oorsprong": "bewoners", "verzonnen": true, "plaatsgevonden": { "datum": "31 mei" } });
    let probleem = server.role("initiatiefnemer").post("/v1/initiatieven", &body).expect(400);
    assert_eq!(probleem["type"], "/problemen/ongeldige-invoer");
    let mut fouten: Vec<_> = probleem["invalidParams"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| {
            assert!(p["reason"].as_str().is_some_and(|r| !r.is_empty()), "{p}");
            format!("{} {}", p["name"].as_str().unwrap(), p["code"].as_str().unwrap())
        })
        .collect();
    fouten.sort();
    fouten.dedup();
    assert_eq!(
        fouten,
        [
            "/categorie onbekende-waarde",
            "/gebied verplicht",
            "/omschrijving verkeerd-type",
            "/plaatsgevonden/datum verkeerde-vorm",
            "/thema verkeerde-vorm",
            "/titel te-kort",
            "/titel verkeerde-vorm",
            "/verzonnen onbekend",
            "/wijken verkeerd-type",
        ]
    );
    let probleem = server
        .client()
        .get("/v1/initiatieven?limiet=veel&sorteer=kleur&verzonnen=1&gestagneerd=ja")
        .expect(400);
    let mut namen = codes(&probleem["invalidParams"], "name");
    namen.sort();
    assert_eq!(namen, ["gestagneerd", "limiet", "sorteer", "verzonnen"]);
    // Of a choice that nobody knows, all that could be chosen is named.
    let pad = "/v1/initiatieven/01900000-0000-7000-8000-000000000000/opdrachten/01900000-0000-7000-8000-000000000001/acties";
    let probleem = server.role("tlo").post(pad, &json!({ "actie": "verzin" })).expect(400);
    assert_eq!(codes(&probleem["invalidParams"], "name"), ["/actie"]);
    for actie in [
        "accepteer",
        "weiger",
        "geef_terug",
        "blokkeer",
        "deblokkeer",
        "rond_af",
        "trek_in",
        "zet_opnieuw_uit",
    ] {
        assert!(probleem["detail"].as_str().unwrap().contains(actie), "{probleem}");
    }
    let probleem = server.role("tlo").post(pad, &json!({ "actie": "weiger", "reden": "zin" })).expect(400);
    let mut namen = codes(&probleem["invalidParams"], "name");
    namen.sort();
    assert_eq!(namen, ["/reden", "/toelichting"]);
}
