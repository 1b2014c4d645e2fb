//! Every write of the published document, one by one: a repeat with the same key gets the answer of the first time, and what
//! changes an object does so only for who saw its newest version. A new operation fails here until it is told what to send.

use crate::abonnementen::{abonneer, server, wacht_op_status};
use crate::autorisatie::kant::{Kant, besluit, budget, kanten, nieuw, signaal, wissing};
use crate::vernietigen::{goedkeuring, ingetrokken, voorgesteld, voorstel};
use serde_json::{Value as Json, json};
use zwarte_doos::ontvanger::{Ontvanger, status};
use zwarte_doos::{Answer, Client, Database, Server, unique};

/// These do nothing the second time, whether or not they have a key.
const HERHAALBAAR: [&str; 3] = ["handelMetAbonnement", "wijzigWerkstroom", "wisPersoonsgegevens"];
/// Of these more changes than their version tells, so they are read whole every time.
const ALTIJD_VERS: [&str; 2] = ["/abonnementen/{id}", "/vernietigingslijsten/{id}"];

/// What there is to write to.
struct Wereld {
    server: Server,
    kant: Kant,
    abonnement: String,
    lijst: String,
    ontvanger: Ontvanger,
}

impl Wereld {
    /// In which role an operation is done, and with what; it is accepted.
    fn geval(&self, operatie: &str) -> (&'static str, Json) {
        match operatie {
            "dienInitiatiefIn" => ("initiatiefnemer", nieuw("Malburgen")),
            "legSignaalVast" => ("tlo", signaal("Malburgen")),
            "stelWijkprogrammaVast" => ("tlo", json!({ "gebied": "Malburgen", "jaar": 2031 })),
            "stelBudgetVast" => ("bestuur", budget("Malburgen", 2031)),
            "voerOvergangUit" => ("tlo", json!({ "overgang": "haal_terug", "motivering": "Toch zelf." })),
            "legFeitVast" => {
                ("tlo", json!({ "soort": "goedkeuring_gevraagd", "bij": "Groen", "vraag": "Mag het?" }))
            }
            "voegNotitieToe" => ("tlo", json!({ "soort": "proef", "tekst": "Een notitie." })),
            "wijzigKartrekker" => ("tlo", json!({ "kartrekker": "De buurt" })),
            "meldStagnatie" => ("tlo", json!({ "oorzaak": "capaciteit", "toelichting": "Te druk." })),
            "hefStagnatieOp" => ("tlo", json!({})),
            "zetOpdrachtenUit" => {
                ("tlo", json!({ "opdrachten": [{ "afdeling": "Sport", "omschrijving": "Kijk." }] }))
            }
            "handelMetOpdracht" => ("afdeling:Groen", json!({ "actie": "accepteer" })),
            "neemBesluit" => ("management", besluit()),
            "draaiBesluitTerug" => ("bestuur", json!({ "motivering": "Het budget is verlaagd." })),
            "geefTerugkoppeling" => ("tlo", json!({ "kanaal": "email", "bericht": "Wij kijken ernaar." })),
            "wijzigBehandelaar" => ("tlo", json!({ "behandelaar": "Team" })),
            "voegPartnerToe" => ("tlo", json!({ "partner": "Rijnstad" })),
            "kenToe" => ("tlo", json!({ "budgetId": self.kant.budget, "post": "groen", "bedrag": 1 })),
            "legSignaalfeitVast" => {
                ("tlo", json!({ "soort": "signaal_onderbouwd", "onderbouwing": "Gesprekken." }))
            }
            "legWijkprogrammafeitVast" => {
                ("tlo", json!({ "soort": "prioriteit_vastgesteld", "prioriteit": "Ontmoeten" }))
            }
            "legBudgetfeitVast" => (
                "bestuur",
                json!({ "soort": "budget_verlaagd", "bedrag": 1, "post": "groen", "besluit": "Raad", "afzender": "Raad" }),
            ),
            "wijzigWerkstroom" => (
                "beheerder",
                json!({ "van": { "code": "wijkinitiatief", "versie": 1 },
                    "naar": { "code": "wijkinitiatief", "versie": 2 }, "vertaling": {}, "mandaat": "Beheer",
                    "motivering": "Nieuw.", "proef": true }),
            ),
            "wisPersoonsgegevens" => ("beheerder", wissing(&self.kant.initiatief)),
            "maakAbonnement" => ("beheerder", json!({ "naam": "Proef", "adres": self.ontvanger.adres() })),
            "wisselSleutel" => ("beheerder", json!({})),
            "stelVraag" => ("initiatiefnemer", json!({ "vraag": "Hoe staat het ervoor?" })),
            "handelMetAbonnement" => ("beheerder", json!({ "actie": "pauzeer" })),
            "stelVernietigingVoor" => ("management", voorstel(&[&ingetrokken(&self.server, "Tuin")])),
            "keurVernietigingGoed" | "wijsVernietigingAf" => ("bestuur", goedkeuring()),
            "voerVernietigingUit" => ("beheerder", json!({})),
            onbekend => panic!("say here who does {onbekend}, and with what"),
        }
    }

    /// An initiative of its own for each operation, with an order and a decision.
    fn verse(&mut self, operatie: &str) {
        let tlo = self.server.role("tlo");
        let betreft = |bewijs: Json| bewijs["gebeurtenissen"][0]["betreft"].as_str().unwrap().to_owned();
        let bewijs = self.server.role("initiatiefnemer").write("/v1/initiatieven", &nieuw("Malburgen"));
        let id = bewijs["id"].as_str().unwrap().to_owned();
        let pad = |rest: &str| format!("/v1/initiatieven/{id}/{rest}");
        tlo.write(&pad("overgangen"), &json!({ "overgang": "neem_in_behandeling" }));
        let opdracht = json!({ "afdeling": "Groen", "omschrijving": "Kijk." });
        let over = json!({ "overgang": "draag_over", "opdrachten": [opdracht] });
        self.kant.opdracht = betreft(tlo.write(&pad("overgangen"), &over));
        self.kant.besluit = betreft(self.server.role("management").write(&pad("besluiten"), &besluit()));
        if operatie == "hefStagnatieOp" {
            tlo.write(&pad("stagnaties"), &json!({ "oorzaak": "capaciteit", "toelichting": "Te druk." }));
        }
        self.kant.initiatief = id;
        if operatie.contains("Vernietiging") {
            let pad = voorgesteld(&self.server, &[&ingetrokken(&self.server, "Tuin")]);
            if operatie == "voerVernietigingUit" {
                self.server.role("bestuur").write(&format!("{pad}/goedkeuringen"), &goedkeuring());
            }
            self.lijst = pad.rsplit('/').next().unwrap().to_owned();
        }
    }

    /// The path of an operation, and that of the object it changes.
    fn paden(&self, path: &str) -> (String, Option<String>) {
        let id = match path.split('/').nth(1).unwrap() {
            "initiatieven" => &self.kant.initiatief,
            "signalen" => &self.kant.signaal,
            "wijkprogrammas" => &self.kant.programma,
            "budgetten" => &self.kant.budget,
            "vernietigingslijsten" => &self.lijst,
            "abonnementen" => &self.abonnement,
            _ => "",
        };
        let heel = format!("/v1{path}").replace("{id}", id);
        let heel = heel
            .replace("{opdrachtId}", &self.kant.opdracht)
            .replace("{besluitId}", &self.kant.besluit)
            .replace("{token}", &self.kant.volglink);
        let object = path.split_once("{id}").map(|(voor, _)| format!("/v1{voor}{id}"));
        (heel, object)
    }

    fn etag(&self, object: &str) -> String {
        let answer = self.server.role("auditor").get(object);
        answer.expect(200);
        answer.header("ETag").to_owned()
    }
}

/// The same request in another form, which is another request.
fn anders(operatie: &str, body: &Json) -> Json {
    let mut body = body.clone();
    match operatie {
        "maakAbonnement" => body["naam"] = json!("Ander"),
        "wisselSleutel" => body["samenUren"] = json!(1),
        "stelVraag" => body["vraag"] = json!("En nu?"),
        "voerVernietigingUit" => body["aanvulling"] = json!("Ook de afdrukken."),
        _ if operatie.contains("Vernietiging") => body["motivering"] = json!("Anders."),
        _ => body["plaatsgevonden"] = json!({ "datum": "2026-01-02" }),
    }
    body
}

fn params(operatie: &Json) -> Vec<&str> {
    operatie["parameters"].as_array().into_iter().flatten().filter_map(|p| p["name"].as_str()).collect()
}

pub fn every_write_is_done_once_and_on_what_was_seen(database: &Database) {
    let server = server(database, "10ms");
    let [kant, _] = kanten(&server);
    let ontvanger = Ontvanger::gewillig(|_| status(200));
    let abonnement = abonneer(&server, &ontvanger, json!({}));
    wacht_op_status(&server, &abonnement, "actief");
    let abonnement = abonnement["id"].as_str().unwrap().to_owned();
    let document = server.client().read("/v1/openapi.json");
    let lijst = voorgesteld(&server, &[&ingetrokken(&server, "Tuin")]);
    let lijst = lijst.rsplit('/').next().unwrap().to_owned();
    let mut wereld = Wereld { server, kant, abonnement, lijst, ontvanger };
    let mut aantal = 0;
    for (path, operaties) in document["paths"].as_object().unwrap() {
        for (method, operatie) in operaties.as_object().unwrap() {
            let id = operatie["operationId"].as_str().unwrap();
            match method.as_str() {
                // What is computed in the shapes of ZGW has no version of its own.
                "get" if path.starts_with("/zgw/") => {}
                "get" => reading_tells_the_version(&wereld, path, operatie),
                "post" => {
                    aantal += 1;
                    let sleutel = params(operatie).contains(&"Idempotency-Key");
                    assert_eq!(sleutel, !HERHAALBAAR.contains(&id), "{id}: a key");
                    let voorwaarde = operatie["responses"]["412"].is_object();
                    assert_eq!(voorwaarde, path.contains("{id}"), "{id}: a condition");
                    wereld.verse(id);
                    writes_once(&wereld, id, path, sleutel);
                }
                method => panic!("{method} {path}: what does it promise?"),
            }
        }
    }
    assert!(aantal > 20, "{aantal}");
    wereld.server.stop();
}

fn reading_tells_the_version(wereld: &Wereld, path: &str, operatie: &Json) {
    let een = path.ends_with("/{id}");
    assert_eq!(operatie["responses"]["200"]["headers"]["ETag"].is_object(), een, "{path}");
    let bekend = een && !ALTIJD_VERS.contains(&path);
    assert_eq!(params(operatie).contains(&"If-None-Match"), bekend, "{path}");
    assert_eq!(operatie["responses"]["304"].is_object(), bekend, "{path}");
    let (pad, _) = wereld.paden(path);
    if een {
        let etag = wereld.etag(&pad);
        let lees =
            |tag: &str| wereld.server.role("auditor").send("GET", &pad, &[("If-None-Match", tag)], &[]);
        let status = if bekend { 304 } else { 200 };
        assert_eq!((lees(&etag).status, lees(&etag).header("ETag")), (status, etag.as_str()), "{path}");
        assert_eq!(lees("\"0\"").status, 200, "{path}");
    }
}

/// One write, in all the ways in which it may be sent.
fn writes_once(wereld: &Wereld, id: &str, path: &str, sleutel: bool) {
    let (rol, body) = wereld.geval(id);
    let (pad, object) = wereld.paden(path);
    let client: Client = wereld.server.role(rol);
    let post = |headers: &[(&str, &str)], body: &Json| -> Answer { client.post_with(&pad, headers, body) };
    if let Some(object) = &object {
        let voor = wereld.etag(object);
        let probleem = post(&[("If-Match", "\"999\"")], &body).expect(412);
        assert_eq!(
            (&probleem["type"], format!("\"{}\"", probleem["versie"])),
            (&json!("/problemen/gewijzigd"), voor.clone()),
            "{id}"
        );
        post(&[("If-Match", "onzin")], &body).expect(400);
        assert_eq!(wereld.etag(object), voor, "{id}: nothing happened");
    }
    if sleutel {
        post(&[("Idempotency-Key", "te kort")], &body).expect(400);
    }
    let (gezien, key) = (object.as_ref().map(|object| wereld.etag(object)), unique("sleutel"));
    let mut headers = Vec::new();
    headers.extend(gezien.as_deref().map(|gezien| ("If-Match", gezien)));
    headers.extend(sleutel.then_some(("Idempotency-Key", key.as_str())));
    let eerst = post(&headers, &body);
    // Here is one workflow only; that moving to another may be repeated, `zandmeer` shows.
    let gelukt = match (id, sleutel) {
        ("wijzigWerkstroom", _) => 409,
        (_, true) => 201,
        (_, false) => 200,
    };
    assert_eq!(eerst.status, gelukt, "{id}: {}", eerst.body);
    if let Some(object) = &object {
        assert_ne!(Some(eerst.header("ETag")), gezien.as_deref(), "{id}");
        assert_eq!(wereld.etag(object), eerst.header("ETag"), "{id}: the answer names the new version");
    }
    let nogmaals = post(&headers, &body);
    if sleutel {
        assert!(eerst.header("Location").starts_with("/v1/"), "{id}");
        assert_eq!(
            (eerst.header("Idempotent-Replayed"), nogmaals.header("Idempotent-Replayed")),
            ("", "true"),
            "{id}: {}",
            nogmaals.body
        );
        for header in ["ETag", "Location"] {
            assert_eq!(nogmaals.header(header), eerst.header(header), "{id}: {header}");
        }
        assert_eq!((nogmaals.status, &nogmaals.body), (201, &eerst.body), "{id}");
        let probleem = post(&headers, &anders(id, &body)).expect(409);
        assert_eq!(probleem["type"], "/problemen/sleutel-hergebruikt", "{id}");
    } else if object.is_some() {
        assert_eq!(nogmaals.status, 412, "{id}: it was done already");
    } else {
        assert_eq!((nogmaals.status, &nogmaals.body), (gelukt, &eerst.body), "{id}");
    }
    if let Some(object) = &object {
        assert_eq!(wereld.etag(object), eerst.header("ETag"), "{id}: it happened once");
    }
}
