//! Signals and wijkprogramma's: what begins before an initiative, and around it.

use crate::initiatief::{Initiatief, codes};
use serde_json::{Value as Json, json};
use zwarte_doos::{Client, Database, Server};

fn signaal(tekst: &str) -> Json {
    json!({ "gebied": "Malburgen", "wijken": ["Malburgen West"], "thema": "eenzaamheid",
        "herkomst": "sociaal_wijkteam", "signaal": tekst })
}

pub fn what_looks_alike_is_found_in_other_areas_too(database: &Database) {
    let server = Server::start(database);
    let i = Initiatief::nieuw(&server, "Speeltuin Éikenlaan");
    Initiatief::nieuw(&server, "Twee speeltuinen aan de eikenlaan");
    Initiatief::nieuw(&server, "Nieuwe speeltuin");
    Initiatief::nieuw(&server, "Bankje");
    let lijst = server.client().read(&i.pad("/gelijkende"))["gelijkende"].clone();
    assert_eq!(codes(&lijst, "titel"), ["Twee speeltuinen aan de eikenlaan", "Nieuwe speeltuin"]);
    assert_eq!(lijst[0]["woorden"], json!(["eikenlaan", "speeltuin"]));
    server.client().get("/v1/initiatieven/01900000-0000-7000-8000-000000000000/gelijkende").expect(404);
}

pub fn two_initiatives_go_on_as_one(database: &Database) {
    let server = Server::start(database);
    let (i, ander) = (Initiatief::nieuw(&server, "Speeltuin"), Initiatief::nieuw(&server, "Speelplek"));
    let los = Initiatief::nieuw(&server, "Bankje");
    i.overgang("tlo", "neem_in_behandeling", json!({})).expect(201);
    let opdracht = json!({ "afdeling": "Groen", "omschrijving": "Kan het?" });
    i.overgang("tlo", "draag_over", json!({ "opdrachten": [opdracht] })).expect(201);
    let samen = |met: &str| json!({ "soort": "samengevoegd", "met": met, "toelichting": "Hetzelfde; de buurt weet het." });
    let tlo = server.role("tlo:Malburgen");
    tlo.post(&i.pad("/feiten"), &samen(&i.id)).refused(409, "verwijst-naar-zichzelf");
    tlo.write(&i.pad("/feiten"), &samen(&ander.id));
    // Its clocks stand still and its orders are gone; the other's go on.
    i.staat("ingetrokken", &[]);
    ander.staat("ingediend", &["tlo"]);
    tlo.post(&i.pad("/feiten"), &samen(&ander.id)).refused(409, "initiatief-beeindigd");
    tlo.post(&los.pad("/feiten"), &samen(&i.id)).refused(409, "verwijst-naar-beeindigd");
    tlo.write(&los.pad("/feiten"), &json!({ "soort": "overlap_gemeld", "met": ander.id }));
    let koppelingen = |i: &Initiatief| server.client().read(&i.pad("/koppelingen"))["koppelingen"].clone();
    assert_eq!(codes(&koppelingen(&i), "soort"), ["gaat_verder_in"]);
    assert_eq!(codes(&koppelingen(&ander), "soort"), ["neemt_op", "overlapt"]);
    assert_eq!(koppelingen(&ander)[0]["initiatiefId"], json!(i.id));
    assert_eq!(koppelingen(&ander)[0]["ingediend"], i.gezien_als("tlo")["ingediend"]);
    assert_eq!(codes(&koppelingen(&los), "titel"), ["Speelplek"]);
    server.client().get("/v1/initiatieven/01900000-0000-7000-8000-000000000000/koppelingen").expect(404);
    server.stop();
    crate::kill::the_read_models_agree(database);
}

fn meld(client: &Client, tekst: &str) -> String {
    client.write("/v1/signalen", &signaal(tekst))["id"].as_str().unwrap().to_owned()
}

pub fn a_signal_is_bundled_turned_into_an_initiative_or_refused(database: &Database) {
    let server = Server::start(database);
    let tlo = server.role("tlo:Malburgen");
    let [een, twee, drie] = ["Ouderen zitten alleen", "Weinig aanloop", "Hondenpoep"].map(|t| meld(&tlo, t));
    let feit = |id: &str| format!("/v1/signalen/{id}/feiten");
    tlo.write(&feit(&een), &json!({ "soort": "signaal_onderbouwd", "onderbouwing": "Twaalf gesprekken." }));
    tlo.write(&feit(&twee), &json!({ "soort": "signaal_gebundeld", "met": een }));
    let afgewezen =
        json!({ "soort": "signaal_afgewezen", "reden": "geen_taak", "toelichting": "Bel de gemeente." });
    server.role("tlo:Elderveld").post(&feit(&drie), &afgewezen).refused(404, "bestaat-niet");
    tlo.write(&feit(&drie), &afgewezen);
    tlo.post(&feit(&drie), &afgewezen).refused(409, "initiatief-beeindigd");

    let weg = "01900000-0000-7000-8000-000000000000";
    tlo.post(&feit(&een), &json!({ "soort": "signaal_omgezet", "initiatief": weg }))
        .refused(409, "verwijst-naar-niets");
    let i = Initiatief::nieuw(&server, "Ontmoetingsplek");
    tlo.write(&feit(&een), &json!({ "soort": "signaal_omgezet", "initiatief": i.id }));

    let client = server.client();
    let stand = |id: &str| {
        let s = client.read(&format!("/v1/signalen/{id}"));
        (s["status"].as_str().unwrap().to_owned(), s["doelId"].clone(), s["feiten"].as_array().unwrap().len())
    };
    assert_eq!(stand(&een), ("signaal_omgezet".to_owned(), json!(i.id), 3));
    assert_eq!(stand(&twee), ("signaal_gebundeld".to_owned(), json!(een), 2));
    assert_eq!(stand(&drie), ("signaal_afgewezen".to_owned(), Json::Null, 2));
    let lijst = |vraag: &str| client.all(&format!("/v1/signalen?{vraag}"), "signalen").into();
    assert_eq!(
        codes(&lijst("gebied=Malburgen"), "signaal"),
        ["Ouderen zitten alleen", "Weinig aanloop", "Hondenpoep"]
    );
    assert_eq!(codes(&lijst("status=signaal_afgewezen"), "reden"), ["geen_taak"]);
    assert!(codes(&lijst("status=signaal_ontvangen"), "id").is_empty());
    client.get(&format!("/v1/signalen/{weg}")).expect(404);
    tlo.post(&feit(weg), &json!({ "soort": "signaal_onderbouwd", "onderbouwing": "?" })).expect(404);
    server.stop();
    crate::kill::the_read_models_agree(database);
}

pub fn a_programme_shows_what_came_from_residents_and_where_they_were_asked(database: &Database) {
    let server = Server::start(database);
    let tlo = server.role("tlo:Malburgen");
    let programma = json!({ "gebied": "Malburgen", "jaar": 2026 });
    let id = tlo.write("/v1/wijkprogrammas", &programma)["id"].as_str().unwrap().to_owned();
    for gebied in ["Malburgen", " malburgen "] {
        tlo.post("/v1/wijkprogrammas", &json!({ "gebied": gebied, "jaar": 2026 })).refused(409, "bestaat-al");
    }
    let pad = format!("/v1/wijkprogrammas/{id}");
    let leg_vast =
        |feit: Json| tlo.write(&format!("{pad}/feiten"), &feit)["gebeurtenissen"][0]["betreft"].clone();
    leg_vast(json!({ "soort": "prioriteit_vastgesteld", "prioriteit": "Ontmoeten" }));
    let actie =
        |herkomst: &str| json!({ "soort": "actie_opgenomen", "actie": "Een bank", "herkomst": herkomst });
    let van_bewoners = leg_vast(actie("bewoners"));
    let van_tlo = leg_vast(actie("tlo"));
    let i = Initiatief::nieuw(&server, "Bankje");
    leg_vast(json!({ "soort": "initiatief_gekoppeld", "betreft": van_bewoners, "initiatief": i.id }));
    leg_vast(json!({ "soort": "actie_afgerond", "betreft": van_bewoners, "resultaat": "Hij staat er." }));
    leg_vast(
        json!({ "soort": "actie_vervallen", "betreft": van_tlo, "reden": "geen_budget", "toelichting": "Op." }),
    );
    let moment = |dag: &str, gepland: &str| {
        json!({ "soort": "inspraakmoment_gepland", "onderwerp": "Het plein", "uiterlijk": dag,
            "plaatsgevonden": { "datum": gepland } })
    };
    // Planned long ago for a day that has passed: missed.
    leg_vast(moment("2026-02-01", "2026-01-10"));
    let gehouden = leg_vast(moment("2026-03-01", "2026-01-10"));
    leg_vast(
        json!({ "soort": "inspraakmoment_gehouden", "betreft": gehouden, "uitkomst": "Ja", "deelnemers": 12 }),
    );
    leg_vast(moment("2099-01-01", "2026-01-10"));

    let gelezen = server.client().read(&pad);
    for (veld, aantal) in [
        ("prioriteiten", 1),
        ("acties", 2),
        ("actiesVanBewoners", 1),
        ("actiesAfgerond", 1),
        ("actiesVervallen", 1),
        ("inspraakGepland", 3),
        ("inspraakGehouden", 1),
        ("inspraakGemist", 1),
    ] {
        assert_eq!(gelezen[veld], aantal, "{veld}");
    }
    let delen = gelezen["delen"].as_array().unwrap();
    let deel = delen.iter().find(|d| d["id"] == van_bewoners).unwrap();
    assert_eq!((&deel["initiatieven"], &deel["uitkomst"]), (&json!([i.id]), &json!("actie_afgerond")));
    assert_eq!(delen.len(), 5);
    let lijst = server.client().read("/v1/wijkprogrammas?gebied=Malburgen&jaar=2026");
    assert_eq!(lijst["wijkprogrammas"][0]["actiesVanBewoners"], 1);
    assert!(server.client().all("/v1/wijkprogrammas?jaar=2027", "wijkprogrammas").is_empty());
    server.stop();
    crate::kill::the_read_models_agree(database);
}
