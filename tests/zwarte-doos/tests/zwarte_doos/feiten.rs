//! Facts beside the steps: each kind is recorded as it describes itself, and read back.

use crate::initiatief::{Initiatief, codes};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use zwarte_doos::{Database, Server, unique};

/// A body for a kind, from what the API says of it; `tekst` goes into every free text.
fn body(soort: &Json, tekst: &str, ander: &str) -> Json {
    let mut velden: Map<String, Json> = Map::new();
    velden.insert("soort".to_owned(), soort["soort"].clone());
    for veld in soort["velden"].as_array().unwrap() {
        let naam = veld["naam"].as_str().unwrap();
        let waarde = match veld["vorm"].as_str().unwrap() {
            "tekst" => json!(tekst),
            "naam" => json!("Openbare Ruimte"),
            "lijst van namen" => json!(["groen", "verkeer"]),
            "code uit de lijst" => veld["codes"][0].clone(),
            "datum (JJJJ-MM-DD)" => json!("2099-01-15"),
            "bedrag in eurocenten" => json!(1_250_000),
            "aantal" => json!(10),
            "true of false" => json!(true),
            "UUID" => json!(ander),
            anders => panic!("an unknown form: {anders}"),
        };
        velden.insert(naam.to_owned(), waarde);
    }
    Json::Object(velden)
}

fn rol(soort: &Json) -> &'static str {
    let mag = |rol: &str| soort["rollen"].as_array().unwrap().iter().any(|r| r == rol);
    if mag("tlo") { "tlo:Malburgen" } else { "management" }
}

/// Records every kind of fact at an initiative: the codes with what was sent, and what is open after it.
pub fn leg_alles_vast(server: &Server, i: &Initiatief, geheim: &str) -> (Vec<(String, Json)>, Vec<String>) {
    let ander = Initiatief::nieuw(server, "Een ander bankje").id;
    let mut soorten = server.client().read("/v1/feitsoorten")["soorten"].as_array().unwrap().clone();
    soorten.retain(|soort| soort["reeks"] == "initiatief");
    assert!(soorten.len() > 45, "{}", soorten.len());
    let mut open: BTreeMap<String, String> = BTreeMap::new();
    let mut gedaan = Vec::new();
    // What answers comes after what asks; what changes after what was agreed; what ends it last.
    let ronde = |s: &Json| {
        let antwoordt = !s["bij"].as_array().unwrap().is_empty();
        (s["beeindigt"].as_bool().unwrap(), antwoordt, s["soort"].as_str().unwrap().ends_with("gewijzigd"))
    };
    let mut op_volgorde = soorten.clone();
    op_volgorde.sort_by_key(ronde);
    for soort in &op_volgorde {
        let code = soort["soort"].as_str().unwrap().to_owned();
        let mut body = body(soort, geheim, &ander);
        let bij = soort["bij"].as_array().unwrap();
        if let Some(vraag) = bij.iter().find_map(|b| open.get(b.as_str().unwrap()).cloned()) {
            body["betreft"] = json!(vraag);
        } else if let Some(vraag) = bij.first() {
            // Answered before: asked again.
            let vraag = soorten.iter().find(|s| s["soort"] == *vraag).unwrap();
            let bewijs = i.als(rol(vraag)).write(&i.pad("/feiten"), &self::body(vraag, geheim, &ander));
            body["betreft"] = bewijs["gebeurtenissen"][0]["betreft"].clone();
        }
        let bewijs = i.als(rol(soort)).write(&i.pad("/feiten"), &body);
        let gebeurtenis = &bewijs["gebeurtenissen"][0];
        assert_eq!(gebeurtenis["soort"], *code);
        match gebeurtenis["betreft"].as_str() {
            Some(id) => {
                assert_eq!(soort["opent"], true, "{code}");
                open.insert(code.clone(), id.to_owned());
            }
            None => assert_eq!(soort["opent"], false, "{code}"),
        }
        if soort["opent"] == false && !code.ends_with("verlengd") && !code.ends_with("afgestemd") {
            open.retain(|_, id| body["betreft"] != **id);
        }
        gedaan.push((code, body));
    }
    (gedaan, open.into_values().collect())
}

pub fn every_kind_is_recorded_and_read_back(database: &Database) {
    let server = Server::start(database);
    let i = Initiatief::nieuw(&server, "Bankje");
    i.overgang("tlo", "neem_in_behandeling", json!({})).expect(201);
    let (gedaan, mut verwacht) = leg_alles_vast(&server, &i, &unique("zeer persoonlijk"));
    // Read back whole, and by kind.
    let stappen = server.client().all(&i.pad("/feiten"), "stappen");
    for (code, body) in &gedaan {
        let stap =
            stappen.iter().find(|s| s["soort"] == **code && s["gegevens"]["betreft"] == body["betreft"]);
        let gegevens = &stap.unwrap_or_else(|| panic!("{code} is not read back"))["gegevens"];
        for (veld, waarde) in body.as_object().unwrap().iter().filter(|(veld, _)| *veld != "soort") {
            assert_eq!(gegevens[veld], *waarde, "{code}.{veld}");
        }
        let eigen = server.client().all(&i.pad(&format!("/feiten?soort={code}")), "stappen");
        assert!(!eigen.is_empty() && eigen.iter().all(|s| s["soort"] == **code), "{code}");
    }
    let wacht = server.client().all("/v1/openstaand", "openstaand");
    let mut wacht: Vec<String> = wacht.iter().map(|w| w["id"].as_str().unwrap().to_owned()).collect();
    wacht.sort();
    verwacht.sort();
    assert_eq!(wacht, verwacht, "what was not answered is open");
    server.stop();
    crate::kill::the_read_models_agree(database);
}

pub fn a_question_waits_until_it_is_answered(database: &Database) {
    let server = Server::start(database);
    let i = Initiatief::nieuw(&server, "Bankje");
    i.overgang("tlo", "neem_in_behandeling", json!({})).expect(201);
    let vraag = json!({ "soort": "goedkeuring_gevraagd", "bij": "Vastgoed", "vraag": "Mag het bankje op het plein?",
        "plaatsgevonden": { "datum": "2026-01-05" } });
    let vastgoed = server.role("afdeling:Vastgoed");
    let ja = json!({ "soort": "goedkeuring_verleend", "plaatsgevonden": { "datum": "2026-02-04" } });
    // As long as nothing is asked of it, this is no business of theirs.
    vastgoed.post(&i.pad("/feiten"), &ja).refused(404, "bestaat-niet");
    i.als("tlo").post(&i.pad("/feiten"), &ja).refused(409, "niet-open");
    let bewijs = i.als("tlo").write(&i.pad("/feiten"), &vraag);
    let id = bewijs["gebeurtenissen"][0]["betreft"].as_str().unwrap().to_owned();
    let lijst = server.client().read("/v1/openstaand?bij=Vastgoed");
    let open = &lijst["openstaand"][0];
    assert_eq!((&open["id"], &open["soort"]), (&json!(id), &json!("goedkeuring_gevraagd")));
    assert!(open["dagen"].as_i64().is_some_and(|dagen| dagen > 300), "{open}");
    assert_eq!(open["sinds"]["tekst"], "2026-01-05");

    // Asked twice: an answer must say which is meant.
    let tweede = i.als("tlo").write(&i.pad("/feiten"), &vraag);
    let probleem = vastgoed.post(&i.pad("/feiten"), &ja).refused(409, "niet-open");
    assert_eq!(probleem["mogelijk"].as_array().unwrap().len(), 2);
    for bewijs in [&bewijs, &tweede] {
        let mut antwoord = ja.clone();
        antwoord["betreft"] = bewijs["gebeurtenissen"][0]["betreft"].clone();
        vastgoed.write(&i.pad("/feiten"), &antwoord);
        vastgoed.post(&i.pad("/feiten"), &antwoord).expect(if bewijs == &tweede { 403 } else { 409 });
    }
    assert!(server.client().all("/v1/openstaand", "openstaand").is_empty());
    i.overgang("tlo", "trek_in", json!({ "motivering": "Hoeft niet meer." })).expect(201);
    i.als("tlo").post(&i.pad("/feiten"), &vraag).refused(409, "initiatief-beeindigd");
    let terugblik = json!({ "soort": "evaluatie_uitgevoerd", "bevindingen": "Eerst bellen." });
    i.als("tlo").write(&i.pad("/feiten"), &terugblik);
}

pub fn what_lacks_in_a_dossier_is_listed(database: &Database) {
    let server = Server::start(database);
    let i = Initiatief::nieuw(&server, "Bankje");
    let lees = || server.client().read(&i.pad("/volledigheid"));
    assert_eq!(lees()["ontbreekt"], 0, "nothing is due when it has just been submitted");
    i.overgang("tlo", "neem_in_behandeling", json!({})).expect(201);
    assert_eq!(lees()["ontbreekt"], 2);
    let verwachting = json!({ "soort": "verwachting_vastgelegd", "categorie": "klein_openbare_ruimte",
        "participatieniveau": "meebeslissen", "uiterlijk": "2099-05-01", "eisen": "Twee mensen die meedoen.",
        "grenzen": "Geen hek." });
    i.als("tlo")
        .post(&i.pad("/feiten"), &json!({ "soort": "verwachting_gewijzigd", "reden": "?" }))
        .refused(409, "eerst-nodig");
    i.als("tlo").write(&i.pad("/feiten"), &verwachting);
    i.als("tlo").post(&i.pad("/feiten"), &verwachting).refused(409, "al-vastgelegd");
    i.als("tlo").write(
        &i.pad("/feiten"),
        &json!({ "soort": "verwachting_gewijzigd", "uiterlijk": "2099-09-01", "reden": "Het weer." }),
    );
    assert_eq!(lees()["ontbreekt"], 1);
    assert_eq!(lees()["waarschuwingen"], json!([]));
    let rol = json!({ "soort": "rol_aangenomen", "rol": "opdrachtgever", "opdrachtnemer": "Hovenier BV", "extern": true });
    i.als("tlo").write(&i.pad("/feiten"), &rol);
    assert_eq!(lees()["waarschuwingen"], json!(["opdracht_aan_externe_partij"]));
    let namen = codes(&lees()["onderdelen"], "naam");
    assert!(namen.contains(&"Beheer geborgd".to_owned()), "{namen:?}");
}
