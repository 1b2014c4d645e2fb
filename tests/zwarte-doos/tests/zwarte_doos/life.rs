//! The life of an initiative, step by step, by the roles that take part in it.

use crate::initiatief::{Initiatief, codes, indiening};
use serde_json::{Value as Json, json};
use zwarte_doos::{Client, Database, Server};

const RUIMTE: &str = "afdeling:Openbare%20Ruimte";
const GROEN: &str = "afdeling:Groen";

/// What lies with a party, according to the overview of what stalls.
fn stagnatie(client: &Client, partij: &str, naam: Option<&str>) -> Json {
    let overzicht = client.read("/v1/stagnatie?gebied=Malburgen");
    let partijen = overzicht["partijen"].as_array().unwrap();
    let gevonden = partijen.iter().find(|p| p["partij"] == partij && p["naam"].as_str() == naam);
    gevonden.cloned().unwrap_or_else(|| json!({ "open": 0 }))
}

pub fn an_initiative_goes_from_submission_to_result(database: &Database) {
    let server = Server::start(database);
    let ingediend = server.role("initiatiefnemer").post("/v1/initiatieven", &indiening("Groene speelplek"));
    let bewijs = ingediend.expect(201);
    let i = Initiatief::nieuw(&server, "Een ander");
    i.staat("ingediend", &["tlo"]);
    assert_eq!(ingediend.header("ETag"), "\"1\"");
    assert_eq!(
        ingediend.header("Location"),
        format!("/v1/initiatieven/{}", bewijs["initiatiefId"].as_str().unwrap())
    );
    assert_eq!(stagnatie(&server.client(), "tlo", None)["open"], 2);
    assert_eq!(i.mogelijk("initiatiefnemer"), ["trek_in"]);
    assert_eq!(
        i.mogelijk("tlo:Malburgen"),
        ["neem_in_behandeling", "vraag_aanvulling", "houd_aan", "wijs_af", "trek_in"]
    );
    i.als("tlo:Elderveld").get(&i.pad("")).refused(404, "bestaat-niet");

    i.overgang("tlo:Malburgen", "neem_in_behandeling", json!({ "motivering": "Past bij de wijk." }))
        .expect(201);
    i.staat("in_behandeling_tlo", &["tlo"]);
    assert!(i.mogelijk("tlo").contains(&"draag_over".to_owned()));

    the_departments_work(&i);
    it_is_escalated_twice_and_decided(&i);
    decisions_are_taken_and_reversed(&i);
    it_is_carried_out(&i);
    the_timeline_tells_it_all(&i);
}

fn the_departments_work(i: &Initiatief) {
    let opdrachten = json!({ "opdrachten": [
        { "afdeling": "Openbare Ruimte", "omschrijving": "Beoordeel de plek.", "uiterlijk": "2027-01-15" },
        { "afdeling": "Groen", "omschrijving": "Kies de bomen." },
    ] });
    let bewijs = i.overgang("tlo:Malburgen", "draag_over", opdrachten).expect(201);
    assert_eq!(
        codes(&bewijs["gebeurtenissen"], "soort"),
        ["opdracht_uitgezet", "opdracht_uitgezet", "overgedragen_aan_kernorganisatie"]
    );
    i.staat("in_behandeling_kernorganisatie", &["afdeling Groen*", "afdeling Openbare Ruimte*"]);
    let werk = i.als(RUIMTE).all("/v1/werkvoorraad?partij=afdeling&naam=Openbare%20Ruimte", "werk");
    assert_eq!((werk.len(), werk[0]["opdrachtStatus"].as_str()), (1, Some("uitgezet")));
    let ruimte = i.opdracht_van(RUIMTE, "Openbare Ruimte");
    assert_eq!(ruimte["mogelijkeActies"], json!(["accepteer", "weiger", "geef_terug"]));
    assert_eq!((&ruimte["uiterlijk"], &ruimte["ronde"]), (&json!("2027-01-15"), &json!(1)));
    let (ruimte, groen) = (ruimte["id"].as_str().unwrap(), i.opdracht_van(GROEN, "Groen"));
    let groen = groen["id"].as_str().unwrap();
    assert_eq!(codes(&bewijs["gebeurtenissen"].as_array().unwrap()[..2].into(), "betreft"), [ruimte, groen]);

    i.opdracht(RUIMTE, ruimte, "accepteer", json!({ "behandelaar": "Team Straten" })).expect(201);
    let geweigerd = json!({ "reden": "geen_capaciteit", "toelichting": "Na de zomer weer." });
    i.opdracht(GROEN, groen, "weiger", geweigerd).expect(201);
    // What came back lies with the TLO, on account of that order.
    i.staat("in_behandeling_kernorganisatie", &["afdeling Openbare Ruimte*", "tlo*"]);
    assert_eq!(i.opdracht_van("tlo", "Groen")["mogelijkeActies"], json!(["trek_in", "zet_opnieuw_uit"]));
    i.opdracht("tlo:Malburgen", groen, "zet_opnieuw_uit", json!({ "toelichting": "Mag in het najaar." }))
        .expect(201);
    assert_eq!(i.gezien_als("tlo")["pingpong"], 1);
    assert_eq!(i.opdracht_van("tlo", "Groen")["ronde"], 2);
    i.opdracht(GROEN, groen, "accepteer", json!({})).expect(201);

    i.opdracht(RUIMTE, ruimte, "blokkeer", json!({ "reden": "budget", "toelichting": "Er is geen post." }))
        .expect(201);
    let ligt = stagnatie(&i.als("auditor"), "afdeling", Some("Openbare Ruimte"));
    assert_eq!((&ligt["open"], &ligt["geblokkeerd"]), (&json!(1), &json!({ "budget": 1 })));
    i.opdracht(RUIMTE, ruimte, "deblokkeer", json!({ "toelichting": "Uit het wijkbudget." })).expect(201);
    assert_eq!(stagnatie(&i.als("auditor"), "afdeling", Some("Openbare Ruimte"))["geblokkeerd"], json!({}));
    i.opdracht(RUIMTE, ruimte, "rond_af", json!({ "toelichting": "De plek is goed." })).expect(201);
    i.staat("in_behandeling_kernorganisatie", &["afdeling Groen*"]);
}

fn it_is_escalated_twice_and_decided(i: &Initiatief) {
    let geschil = |tekst: &str| json!({ "geschilpunt": tekst, "motivering": "Zo komen we er niet uit." });
    i.overgang(GROEN, "escaleer_ambtelijk", geschil("Wie betaalt het onderhoud?")).expect(201);
    i.staat("geescaleerd_ambtelijk", &["management"]);
    // The order waits for the decision; the ball lies above.
    assert_eq!(i.opdracht_van(GROEN, "Groen")["status"], "geaccepteerd");
    assert_eq!(stagnatie(&i.als("auditor"), "management", None)["open"], 1);
    i.overgang("management", "escaleer_bestuurlijk", geschil("Een keuze voor het college.")).expect(201);
    i.staat("geescaleerd_bestuurlijk", &["bestuur"]);
    assert_eq!(i.mogelijk("tlo"), ["trek_in"]);
    let besluit =
        json!({ "soort": "escalatie", "mandaat": "College van B en W", "motivering": "Het onderhoud past." });
    i.overgang("bestuur", "besluit_uitvoeren", json!({ "besluit": besluit })).expect(201);
    i.staat("in_uitvoering", &["afdeling Groen*"]);
    let groen = i.opdracht_van(GROEN, "Groen");
    i.opdracht(GROEN, groen["id"].as_str().unwrap(), "rond_af", json!({})).expect(201);
    // No order is open any more, so the TLO must say what happens next.
    i.staat("in_uitvoering", &["tlo"]);
}

fn decisions_are_taken_and_reversed(i: &Initiatief) {
    let besluit = json!({ "besluit": { "soort": "toekenning", "mandaat": "Mandaat 12", "motivering": "Er is budget." } });
    let bewijs = i.als("management").write(&i.pad("/besluiten"), &besluit);
    let id = bewijs["gebeurtenissen"][0]["betreft"].as_str().unwrap();
    let terug = i.pad(&format!("/besluiten/{id}/terugdraaiingen"));
    i.als("bestuur").write(&terug, &json!({ "motivering": "De raad verlaagde het budget." }));
    let besluiten = i.als("auditor").read(&i.pad("/besluiten"));
    let [escalatie, toekenning] = besluiten["besluiten"].as_array().unwrap().as_slice() else {
        panic!("{besluiten}")
    };
    assert_eq!(
        (&escalatie["soort"], &escalatie["status"]),
        (&json!("escalatie"), &json!("geescaleerd_bestuurlijk"))
    );
    assert_eq!((&escalatie["rol"], &escalatie["teruggedraaid"]), (&json!("bestuur"), &Json::Null));
    assert_eq!(toekenning["teruggedraaid"]["status"], "in_uitvoering");
    assert_eq!(toekenning["teruggedraaid"]["motivering"], "De raad verlaagde het budget.");
    i.als("bestuur").post(&terug, &json!({ "motivering": "Nog eens." })).refused(404, "onbekend-besluit");
}

fn it_is_carried_out(i: &Initiatief) {
    assert_eq!(i.gezien_als("tlo").get("laatsteTerugkoppeling"), None);
    let bericht = json!({ "kanaal": "gesprek", "bericht": "In het voorjaar gaat de schop de grond in." });
    i.als("tlo:Malburgen").write(&i.pad("/terugkoppelingen"), &bericht);
    assert_eq!(i.gezien_als("tlo")["laatsteTerugkoppeling"]["nauwkeurigheid"], "tijdstip");
    assert_eq!(i.als("auditor").all(&i.pad("/terugkoppelingen"), "stappen").len(), 1);
    let gehoord = codes(&i.gezien_als("initiatiefnemer")["stappen"], "soort");
    assert_eq!(gehoord.last().map(String::as_str), Some("terugkoppeling_gegeven"));

    let vergunning = json!({ "oorzaak": "vergunning", "toelichting": "De kapvergunning wacht.", "wachtOp": "Vergunningen" });
    i.als(RUIMTE).post(&i.pad("/stagnaties"), &vergunning).refused(403, "niet-bevoegd");
    i.als("tlo:Malburgen").write(&i.pad("/stagnaties"), &vergunning);
    assert_eq!(stagnatie(&i.als("auditor"), "tlo", None)["gestagneerd"], json!({ "vergunning": 1 }));
    let gestagneerd = i.als("auditor").all("/v1/initiatieven?gestagneerd=true", "initiatieven");
    assert_eq!(codes(&gestagneerd.into(), "id"), [i.id.as_str()]);
    i.als("tlo:Malburgen").write(&i.pad("/hervattingen"), &json!({ "toelichting": "Verleend." }));
    assert_eq!(stagnatie(&i.als("auditor"), "tlo", None)["gestagneerd"], json!({}));

    let opdracht = json!({ "opdrachten": [{ "afdeling": "Openbare Ruimte", "omschrijving": "Leg aan." }] });
    i.als("tlo:Malburgen").write(&i.pad("/opdrachten"), &opdracht);
    i.staat("in_uitvoering", &["afdeling Openbare Ruimte*"]);
    let klaar = json!({ "resultaat": "Twaalf bomen en drie banken." });
    i.overgang("tlo:Malburgen", "realiseer", klaar.clone()).refused(409, "open-opdrachten");
    let overgangen = i.gezien_als("tlo")["mogelijkeOvergangen"].as_array().unwrap().clone();
    let realiseer = overgangen.iter().find(|o| o["overgang"] == "realiseer").unwrap();
    assert_eq!(realiseer["belemmering"], json!(["geen_open_opdrachten"]));
    let id = i.opdracht_van(RUIMTE, "Openbare Ruimte")["id"].as_str().unwrap().to_owned();
    i.opdracht(RUIMTE, &id, "accepteer", json!({})).expect(201);
    i.opdracht(RUIMTE, &id, "rond_af", json!({})).expect(201);
    i.overgang("tlo:Malburgen", "realiseer", klaar).expect(201);
    i.staat("gerealiseerd", &[]);
    assert_eq!(i.gezien_als("initiatiefnemer")["resultaat"], "Twaalf bomen en drie banken.");
    assert_eq!(i.mogelijk("tlo"), ["heropen"]);
}

fn the_timeline_tells_it_all(i: &Initiatief) {
    let stappen = i.als("auditor").all(&i.pad("/tijdlijn"), "stappen");
    let verteld: Vec<_> =
        stappen.iter().map(|s| format!("{} {}", s["rol"], s["soort"]).replace('"', "")).collect();
    assert_eq!(
        verteld,
        [
            "initiatiefnemer initiatief_ingediend",
            "tlo in_behandeling_genomen",
            "tlo opdracht_uitgezet",
            "tlo opdracht_uitgezet",
            "tlo overgedragen_aan_kernorganisatie",
            "afdeling opdracht_geaccepteerd",
            "afdeling opdracht_geweigerd",
            "tlo opdracht_heruitgezet",
            "afdeling opdracht_geaccepteerd",
            "afdeling opdracht_geblokkeerd",
            "afdeling opdracht_gedeblokkeerd",
            "afdeling opdracht_afgerond",
            "afdeling ambtelijk_geescaleerd",
            "management bestuurlijk_geescaleerd",
            "bestuur besluit_genomen",
            "bestuur escalatie_besloten",
            "afdeling opdracht_afgerond",
            "management besluit_genomen",
            "bestuur besluit_teruggedraaid",
            "tlo terugkoppeling_gegeven",
            "tlo stagnatie_gemeld",
            "tlo stagnatie_opgeheven",
            "tlo opdracht_uitgezet",
            "afdeling opdracht_geaccepteerd",
            "afdeling opdracht_afgerond",
            "tlo initiatief_gerealiseerd",
        ]
    );
    // What was refused left no trace, and what was recorded no gap.
    let volgnummers: Vec<_> = stappen.iter().map(|s| s["volgnummer"].as_u64().unwrap()).collect();
    assert_eq!(volgnummers, (1..=26).collect::<Vec<_>>());
    assert_eq!(stappen[25]["positie"], 27, "one event is of the other initiative");
    assert_eq!(
        (&stappen[6]["gegevens"]["reden"], &stappen[6]["actor"]),
        (&json!("geen_capaciteit"), &json!("ontwikkel:afdeling:Groen"))
    );
    assert_eq!(stappen[25]["status"], "gerealiseerd");
}

pub fn a_waiting_initiative_comes_back_where_it_was(database: &Database) {
    let server = Server::start(database);
    let i = Initiatief::nieuw(&server, "Buurtmoestuin");
    let vraag = json!({ "vraag": "Wie onderhoudt de tuin?", "hersteltermijn": "2027-02-01" });
    i.overgang("tlo", "vraag_aanvulling", vraag).expect(201);
    i.staat("wacht_op_initiatiefnemer", &["initiatiefnemer"]);
    assert_eq!(i.mogelijk("initiatiefnemer"), ["ontvang_aanvulling", "trek_in"]);
    i.overgang("initiatiefnemer", "ontvang_aanvulling", json!({ "motivering": "De buurt doet het." }))
        .expect(201);
    i.staat("ingediend", &["tlo"]);
    i.overgang("tlo", "houd_aan", json!({ "tot": "2027-04-01", "motivering": "Na de winter." })).expect(201);
    i.staat("aangehouden", &["tlo"]);
    i.overgang("tlo", "hervat", json!({})).expect(201);
    i.staat("ingediend", &["tlo"]);
    i.overgang("initiatiefnemer", "trek_in", json!({ "motivering": "Verhuisd." })).expect(201);
    i.staat("ingetrokken", &[]);
    i.overgang("tlo", "heropen", json!({ "motivering": "De buren nemen het over." })).expect(201);
    i.staat("in_behandeling_tlo", &["tlo"]);
    let opdracht = json!({ "opdrachten": [{ "afdeling": "Groen", "omschrijving": "Kijk." }] });
    i.overgang("tlo", "draag_over", opdracht).expect(201);
    i.overgang("tlo", "haal_terug", json!({ "motivering": "Eerst met de buurt praten." })).expect(201);
    // Nobody would have the ball for the order any more.
    assert_eq!(i.opdracht_van("tlo", "Groen")["status"], "ingetrokken");
    i.staat("in_behandeling_tlo", &["tlo"]);
    assert_eq!(
        i.soorten()[1..],
        [
            "aanvulling_gevraagd",
            "aanvulling_ontvangen",
            "initiatief_aangehouden",
            "initiatief_hervat",
            "initiatief_ingetrokken",
            "initiatief_heropend",
            "opdracht_uitgezet",
            "overgedragen_aan_kernorganisatie",
            "teruggehaald_door_tlo",
            "opdracht_ingetrokken",
        ]
    );
}
