//! What the roles may not, and what the rules refuse.

use crate::initiatief::{Initiatief, codes};
use serde_json::json;
use zwarte_doos::{Database, Server, unique};

pub fn a_role_does_only_what_it_may(database: &Database) {
    let server = Server::start(database);
    let i = Initiatief::nieuw(&server, "Bankje");
    // What is not theirs is not there; what they do not do is not for them; the rest is for the workflow to say.
    for (rol, status, regel) in [
        ("tlo:Elderveld", 404, "bestaat-niet"),
        ("afdeling:Groen", 404, "bestaat-niet"),
        ("auditor", 403, "beleid"),
        ("beheerder", 403, "beleid"),
        ("initiatiefnemer", 403, "niet-bevoegd"),
        ("management", 403, "niet-bevoegd"),
        ("bestuur", 403, "niet-bevoegd"),
    ] {
        i.overgang(rol, "neem_in_behandeling", json!({})).refused(status, regel);
    }
    i.overgang("tlo:Malburgen", "neem_in_behandeling", json!({})).expect(201);
    let groen = json!({ "opdrachten": [{ "afdeling": "Groen", "omschrijving": "Kijk." }] });
    i.overgang("tlo", "draag_over", groen).expect(201);
    let id = i.opdracht_van("tlo", "Groen")["id"].as_str().unwrap().to_owned();
    let reden = json!({ "reden": "anders", "toelichting": "Niet van ons." });
    for (rol, actie, velden, status, regel) in [
        ("afdeling:Sport", "accepteer", json!({}), 404, "bestaat-niet"),
        ("tlo", "accepteer", json!({}), 403, "niet-bevoegd"),
        ("initiatiefnemer", "weiger", reden, 403, "beleid"),
        ("afdeling:Groen", "trek_in", json!({ "toelichting": "Weg ermee." }), 403, "niet-bevoegd"),
        ("tlo:Elderveld", "trek_in", json!({ "toelichting": "Weg ermee." }), 404, "bestaat-niet"),
    ] {
        i.opdracht(rol, &id, actie, velden).refused(status, regel);
    }
    let bericht = json!({ "kanaal": "email", "bericht": "Hallo." });
    i.als("initiatiefnemer").post(&i.pad("/terugkoppelingen"), &bericht).refused(403, "beleid");
    i.als("auditor").post(&i.pad("/notities"), &json!({ "soort": "x", "tekst": "y" })).refused(403, "beleid");
    let besluit = json!({ "besluit": { "soort": "toekenning", "mandaat": "geen", "motivering": "Omdat." } });
    i.als("initiatiefnemer").post(&i.pad("/besluiten"), &besluit).refused(403, "beleid");
    for token in ["", "ontwikkel:koning", "ontwikkel:afdeling", "iets-anders"] {
        let header = format!("Bearer {token}");
        let answer = server.client().send("GET", "/v1/initiatieven", &[("Authorization", &header)], &[]);
        assert_eq!(
            (answer.status, answer.header("WWW-Authenticate").split(' ').next()),
            (401, Some("Bearer"))
        );
    }
    assert_eq!(i.gezien_als("auditor")["versie"], 4, "what was refused left no trace");
}

pub fn a_rule_that_refuses_names_itself_and_what_can_be_done(database: &Database) {
    let server = Server::start(database);
    let i = Initiatief::nieuw(&server, "Fietspad");
    let probleem = i.overgang("tlo", "draag_over", json!({})).refused(409, "overgang-niet-mogelijk");
    let mogelijk = ["neem_in_behandeling", "vraag_aanvulling", "houd_aan", "wijs_af", "trek_in"];
    assert_eq!(probleem["mogelijk"], json!(mogelijk));
    let probleem = i.overgang("tlo", "tover_weg", json!({})).refused(409, "onbekende-overgang");
    assert_eq!(probleem["mogelijk"], json!(mogelijk));
    i.als("tlo").post(&i.pad("/hervattingen"), &json!({})).refused(409, "geen-stagnatie");

    i.overgang("tlo", "neem_in_behandeling", json!({})).expect(201);
    let opdracht =
        |afdeling: &str| json!({ "opdrachten": [{ "afdeling": afdeling, "omschrijving": "Kijk." }] });
    i.overgang("tlo", "draag_over", opdracht("Verkeer")).expect(201);
    i.als("tlo").post(&i.pad("/opdrachten"), &opdracht("Verkeer")).refused(409, "afdeling-heeft-opdracht");
    let id = i.opdracht_van("tlo", "Verkeer")["id"].as_str().unwrap().to_owned();
    let probleem = i.opdracht("afdeling:Verkeer", &id, "rond_af", json!({})).refused(409, "opdracht-status");
    assert_eq!(probleem["mogelijk"], json!(["accepteer", "weiger", "geef_terug", "trek_in"]));
    let onbekend = "01900000-0000-7000-8000-000000000000";
    i.opdracht("afdeling:Verkeer", onbekend, "accepteer", json!({})).refused(404, "onbekende-opdracht");

    i.overgang("tlo", "trek_in", json!({ "motivering": "Dubbel." })).expect(201);
    let probleem =
        i.als("tlo").post(&i.pad("/opdrachten"), &opdracht("Groen")).refused(409, "initiatief-beeindigd");
    assert_eq!(probleem["mogelijk"], json!(["heropen"]));
    let morgen = json!({ "soort": "x", "tekst": "y", "plaatsgevonden": { "datum": "2999-01-01" } });
    let probleem = i.als("tlo").post(&i.pad("/notities"), &morgen).refused(409, "in-de-toekomst");
    assert_eq!(codes(&probleem["invalidParams"], "name"), ["/plaatsgevonden"]);
    let nergens = "/v1/initiatieven/01900000-0000-7000-8000-000000000000";
    let notitie = json!({ "soort": "x", "tekst": "y" });
    server.role("tlo").post(&format!("{nergens}/notities"), &notitie).refused(404, "bestaat-niet");
    server.role("tlo").get(nergens).expect(404);
}

pub fn all_that_is_missing_comes_together(database: &Database) {
    let server = Server::start(database);
    let i = Initiatief::nieuw(&server, unique("Speeltuin").as_str());
    let probleem = i.overgang("tlo", "vraag_aanvulling", json!({})).refused(409, "vereiste-ontbreekt");
    let mut namen = codes(&probleem["invalidParams"], "name");
    namen.sort();
    assert_eq!(namen, ["/hersteltermijn", "/vraag"]);
    let teveel = json!({ "resultaat": "Niets.", "geschilpunt": "Alles." });
    let probleem = i.overgang("tlo", "neem_in_behandeling", teveel).refused(409, "overbodig-gegeven");
    assert_eq!(codes(&probleem["invalidParams"], "name"), ["/geschilpunt", "/resultaat"]);
    i.overgang("tlo", "neem_in_behandeling", json!({})).expect(201);
    i.overgang("tlo", "draag_over", json!({})).refused(409, "vereiste-ontbreekt");
    i.staat("in_behandeling_tlo", &["tlo"]);
}
