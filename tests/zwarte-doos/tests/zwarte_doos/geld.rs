//! Budgets and grants, also when the server is killed on the way.

use crate::initiatief::Initiatief;
use serde_json::{Value as Json, json};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use zwarte_doos::{Client, Database, Server, wait_until};

/// A budget of 1,000 euros for 2026, all of it for green.
fn budget(server: &Server) -> String {
    let bestuur = server.role("bestuur");
    let nieuw = json!({ "gebied": "Malburgen", "jaar": 2026, "bedrag": 100_000, "besluit": "Raadsbesluit",
        "plaatsgevonden": { "datum": "2026-01-01" } });
    let id = bestuur.write("/v1/budgetten", &nieuw)["id"].as_str().unwrap().to_owned();
    let post = json!({ "soort": "post_vastgesteld", "post": "groen", "bedrag": 100_000, "vrijheid": "vrij",
        "plaatsgevonden": { "datum": "2026-01-02" } });
    bestuur.write(&format!("/v1/budgetten/{id}/feiten"), &post);
    id
}

fn toekenning(budget: &str, bedrag: i64) -> Json {
    json!({ "budgetId": budget, "post": "groen", "bedrag": bedrag })
}

fn standen(client: &Client, vraag: &str) -> [i64; 6] {
    let budget = &client.read(&format!("/v1/budgetten?{vraag}"))["budgetten"][0];
    ["totaal", "nietVerdeeld", "vrij", "gemandateerd", "gereserveerd", "besteed"]
        .map(|veld| budget[veld].as_i64().unwrap())
}

pub fn money_is_granted_mandated_spent_and_told_for_any_date(database: &Database) {
    let server = Server::start(database);
    let id = budget(&server);
    let (tlo, client) = (server.role("tlo:Malburgen"), server.client());
    let feiten = format!("/v1/budgetten/{id}/feiten");
    let i = Initiatief::nieuw(&server, "Bankje");
    let pad = i.pad("/toekenningen");
    // Twice the same request is one grant.
    let sleutel = [("Idempotency-Key", "toekenning-0001")];
    let bewijs = tlo.post_with(&pad, &sleutel, &toekenning(&id, 30_000)).expect(201);
    assert_eq!(tlo.post_with(&pad, &sleutel, &toekenning(&id, 30_000)).expect(201), bewijs);
    tlo.post_with(&pad, &sleutel, &toekenning(&id, 1)).expect(409);
    let zelfde = json!({ "budgetId": id, "post": "groen", "bedrag": 30_000.0 });
    assert_eq!(tlo.post_with(&pad, &sleutel, &zelfde).expect(201), bewijs, "30000.0 is 30000");
    tlo.post(&pad, &toekenning(&id, 70_001)).refused(409, "te-weinig-vrij");
    assert_eq!(i.soorten(), ["initiatief_ingediend", "budget_toegekend"]);
    let reservering = bewijs["gebeurtenissen"][0]["betreft"].clone();
    let gelezen = client.read(&pad)["toekenningen"][0].clone();
    assert_eq!((&gelezen["id"], &gelezen["status"]), (&reservering, &json!("bevestigd")));

    let mandaat = json!({ "soort": "ondermandaat_verleend", "post": "groen", "bij": "Groen", "bevoegdheid": "Snoeien",
        "bedrag": 50_000, "plaatsgevonden": { "datum": "2026-02-01" } });
    let mandaat = tlo.write(&feiten, &mandaat)["gebeurtenissen"][0]["betreft"].clone();
    let uit_mandaat = json!({ "budgetId": id, "post": "groen", "bedrag": 20_000, "mandaat": mandaat });
    server.role("afdeling:Sport").post(&pad, &uit_mandaat).refused(404, "bestaat-niet");
    tlo.write(&pad, &uit_mandaat);
    let besteed = json!({ "soort": "budget_besteed", "betreft": reservering, "bedrag": 10_000, "omschrijving": "Hout" });
    tlo.write(&feiten, &besteed);
    assert_eq!(standen(&client, "jaar=2026"), [100_000, 0, 20_000, 30_000, 40_000, 10_000]);
    assert_eq!(standen(&client, "peildatum=2026-01-01"), [100_000, 100_000, 0, 0, 0, 0]);
    assert_eq!(standen(&client, "peildatum=2026-02-01"), [100_000, 0, 50_000, 50_000, 0, 0]);
    tlo.write(&feiten, &json!({ "soort": "ondermandaat_ingetrokken", "reden": "Bezuiniging" }));
    let lager = json!({ "soort": "budget_verlaagd", "bedrag": 50_001, "post": "groen", "besluit": "Raad", "afzender": "Wethouder" });
    server.role("bestuur").post(&feiten, &lager).refused(409, "te-weinig-vrij");
    tlo.post(&feiten, &lager).refused(403, "niet-bevoegd");
    assert_eq!(standen(&client, "gebied=Malburgen"), [100_000, 0, 50_000, 0, 40_000, 10_000]);
    // What the initiative refuses costs nothing.
    i.overgang("tlo", "trek_in", json!({ "motivering": "Geen tijd." })).expect(201);
    tlo.post(&pad, &toekenning(&id, 1_000)).refused(409, "initiatief-beeindigd");
    assert_eq!(standen(&client, "gebied=Malburgen"), [100_000, 0, 50_000, 0, 40_000, 10_000]);
    server.stop();
    crate::kill::the_read_models_agree(database);
}

pub fn a_grant_is_whole_or_not_at_all_after_kill_9(database: &Database) {
    let mut server = Server::start(database);
    let id = budget(&server);
    let initiatief = Initiatief::nieuw(&server, "Bankje").id;
    let (pad, stop) = (format!("/v1/initiatieven/{initiatief}/toekenningen"), AtomicBool::new(false));
    for ronde in 0..3 {
        let client = server.role("tlo");
        stop.store(false, Ordering::SeqCst);
        let gelukt = AtomicU32::new(0);
        std::thread::scope(|threads| {
            for _ in 0..8 {
                threads.spawn(|| {
                    let body = toekenning(&id, 10).to_string();
                    let headers = [("Content-Type", "application/json")];
                    while !stop.load(Ordering::SeqCst) {
                        match client.try_send("POST", &pad, &headers, body.as_bytes()) {
                            Ok(answer) => gelukt.fetch_add(u32::from(answer.status == 201), Ordering::SeqCst),
                            Err(_) => return,
                        };
                    }
                });
            }
            // However slow the machine is, it is killed while grants go on, and after some were made.
            wait_until("some were granted", || gelukt.load(Ordering::SeqCst) > 5 * ronde);
            server.kill();
            stop.store(true, Ordering::SeqCst);
        });
        server = Server::start(database);
    }
    // What was broken off is finished when it is old enough to be nobody's.
    let client = server.client();
    let voorlopig = || {
        let gelezen = client.read(&format!("/v1/budgetten/{id}"));
        gelezen["reserveringen"].as_array().unwrap().iter().filter(|r| r["status"] == "voorlopig").count()
    };
    wait_until("no grant is provisional any more", || voorlopig() == 0);
    let gehoord =
        client.all(&format!("/v1/initiatieven/{initiatief}/feiten?soort=budget_toegekend"), "stappen");
    let [totaal, _, vrij, _, gereserveerd, _] = standen(&client, "jaar=2026");
    assert!(!gehoord.is_empty(), "some were granted");
    assert_eq!(gereserveerd, 10 * i64::try_from(gehoord.len()).unwrap(), "each is known on both sides, once");
    assert_eq!(vrij + gereserveerd, totaal);
    server.stop();
    crate::kill::the_read_models_agree(database);
}
