//! Initiatives as zaken: read from here, and passed on. What the shapes must be is held to the documents of ZGW elsewhere
//! (tests/zgw); here it is who may read them, and that nothing is made twice, on both databases.

use crate::autorisatie::{kanten, met_zgw};
use serde_json::{Value as Json, json};
use std::sync::{Arc, Mutex};
use zwarte_doos::ontvanger::{Antwoord, Ontvanger, Verzoek, met_inhoud};
use zwarte_doos::{Client, Database, Server, program, wait_until};

pub fn an_initiative_is_read_as_a_zaak_by_who_may(database: &Database) {
    let zonder = Server::start(database);
    let fout = zonder.role("auditor").get("/v1/zgw/zaken").refused(404, "zgw-niet-ingesteld");
    assert!(fout["detail"].as_str().unwrap().contains("[zgw] in het configuratiebestand"), "{fout}");
    zonder.stop();
    let server = met_zgw(database);
    let [mijn, ander] = kanten(&server);
    let (tlo, auditor) = (server.role("tlo:Malburgen"), server.role("auditor"));
    let lees = |client: &Client, wat: &str| client.read(&format!("/v1/zgw/{wat}"));
    let aantal = |client: &Client, wat: &str| lees(client, wat)["results"].as_array().unwrap().len();
    assert_eq!((aantal(&tlo, "zaken"), aantal(&auditor, "zaken")), (1, 2));
    assert_eq!((aantal(&tlo, "statussen"), aantal(&auditor, "statussen")), (3, 6));
    assert_eq!((&lees(&tlo, "besluiten")["count"], aantal(&tlo, "besluiten")), (&json!(1), 1));
    assert_eq!(aantal(&tlo, &format!("statussen?zaak={}", ander.initiatief)), 0, "as if it were not there");
    tlo.get(&format!("/v1/zgw/zaken/{}", ander.initiatief)).refused(404, "bestaat-niet");
    server.role("initiatiefnemer").get("/v1/zgw/zaken").refused(403, "beleid");
    // Page after page, and what is referred to is there.
    let eerste = lees(&auditor, "zaken?limiet=1");
    let basis = format!("http://{}", server.address);
    let pad = |url: &Json| url.as_str().unwrap().strip_prefix(&basis).unwrap().to_owned();
    let tweede = auditor.read(&pad(&eerste["next"]));
    assert_eq!(tweede["next"], Json::Null);
    assert_ne!(eerste["results"][0]["url"], tweede["results"][0]["url"]);
    let zaak = auditor.read(&format!("/v1/zgw/zaken/{}", mijn.initiatief));
    assert_eq!(zaak["omschrijving"], "Speeltuin in Malburgen");
    assert_eq!(zaak["kenmerken"][0], json!({ "kenmerk": "Malburgen", "bron": "gebied" }));
    assert_eq!(auditor.read(&pad(&zaak["status"]))["indicatieLaatstGezetteStatus"], true);
    assert_eq!(auditor.read(&pad(&zaak["rollen"][1]))["betrokkeneIdentificatie"]["naam"], "Groen");
    let trail = auditor.read(&format!("/v1/zgw/zaken/{}/audittrail", mijn.initiatief));
    let tijdlijn = auditor.all(&format!("/v1/initiatieven/{}/tijdlijn", mijn.initiatief), "stappen");
    assert_eq!(trail.as_array().unwrap().len(), tijdlijn.len(), "an entry for each event");
    let regel = |uuid: &str| format!("/v1/zgw/zaken/{}/audittrail/{uuid}", mijn.initiatief);
    assert_eq!(auditor.read(&regel(trail[1]["uuid"].as_str().unwrap())), trail[1]);
    auditor.get(&regel(&mijn.initiatief)).refused(404, "zgw-onderdeel-bestaat-niet");
    for tekst in ["Een speeltuin.", "Er is budget.", "Mag het?", "Kijk."] {
        assert!(!trail.to_string().contains(tekst) && !zaak.to_string().contains(tekst), "{tekst}");
    }
}

/// What a Zaken API has: of each kind what was made.
type Gemaakt = Arc<Mutex<Vec<(String, Json)>>>;

/// A small one. The first zaak and the first state that are made are made without an answer.
fn zaken_api(gemaakt: &Gemaakt) -> Ontvanger {
    let (gemaakt, mut verloren) = (gemaakt.clone(), Vec::new());
    Ontvanger::nieuw(move |verzoek: &Verzoek| {
        let (pad, vraag) = verzoek.pad.split_once('?').unwrap_or((&verzoek.pad, ""));
        let soort = pad.trim_start_matches("/api/").split('/').next().unwrap_or_default().to_owned();
        let mut lijst = gemaakt.lock().unwrap();
        match verzoek.methode.as_str() {
            "GET" => lijst_van(&lijst, &soort, vraag),
            "POST" => {
                let mut ding = verzoek.json();
                ding["url"] = json!(format!("http://zaken.example/{soort}/{}", lijst.len()));
                lijst.push((soort.clone(), ding.clone()));
                let eerste = ["zaken", "statussen"].contains(&soort.as_str()) && !verloren.contains(&soort);
                if eerste {
                    verloren.push(soort);
                    return None;
                }
                met_inhoud(201, &ding)
            }
            _ => met_inhoud(200, &json!({})),
        }
    })
}

fn lijst_van(lijst: &[(String, Json)], soort: &str, vraag: &str) -> Option<Antwoord> {
    let past = |ding: &Json| {
        let id = ding["identificatie"].as_str().unwrap_or_default();
        soort != "zaken" || vraag.contains(&format!("identificatie={id}"))
    };
    let results: Vec<_> =
        lijst.iter().filter(|(s, ding)| s == soort && past(ding)).map(|(_, ding)| ding).collect();
    met_inhoud(200, &json!({ "next": null, "results": results }))
}

fn doorgever(database: &Database, api: &Ontvanger) -> Server {
    let voorbeeld = include_str!("../../../../docs/voorbeelden/zgw.toml");
    // Without types of decisions no Besluiten API is needed.
    let zonder = voorbeeld.split("# De soorten besluit").next().unwrap();
    let waar = format!("[zgw]\nzaken-api = \"http://{}/api\"\nclient-id = \"wijkspoor\"", api.plek);
    let bestand = database.folder().join("zgw.toml");
    std::fs::write(&bestand, zonder.replace("[zgw]", &waar)).unwrap();
    let [flag, place] = database.flags();
    let mut command = program(database.folder());
    command
        .env("WIJKSPOOR_BERICHTEN_TOEGESTAAN", "127.0.0.1")
        .env("WIJKSPOOR_BERICHTEN_WACHTTIJDEN", "20ms,20ms,20ms,20ms,20ms,1s,1s")
        .env("WIJKSPOOR_ZGW_GEHEIM", "geheim")
        .args(["serve", "--port", "0", &flag, &place, "--config"])
        .arg(bestand);
    Server::of(database.folder(), &mut command)
}

pub fn a_zaak_is_passed_on_once_whatever_dies(database: &Database) {
    let gemaakt = Gemaakt::default();
    let api = zaken_api(&gemaakt);
    let mut server = doorgever(database, &api);
    let aantal = |soort: &str| gemaakt.lock().unwrap().iter().filter(|(s, _)| s == soort).count();
    let tlo = server.role("tlo");
    let nieuw = crate::autorisatie::nieuw("Malburgen");
    let id = tlo.write("/v1/initiatieven", &nieuw)["initiatiefId"].as_str().unwrap().to_owned();
    let overgang = json!({ "overgang": "neem_in_behandeling" });
    tlo.write(&format!("/v1/initiatieven/{id}/overgangen"), &overgang);
    wait_until("a zaak is made", || aantal("zaken") > 0);
    server.kill();
    let server = doorgever(database, &api);
    let stand = || {
        let alle = server.role("beheerder").read("/v1/abonnementen")["abonnementen"].clone();
        alle.as_array().unwrap().iter().find(|a| a["soort"] == "koppeling").cloned().unwrap_or_default()
    };
    wait_until("all is passed on", || stand()["achterstand"] == 0);
    assert_eq!((aantal("zaken"), aantal("statussen"), aantal("rollen")), (1, 2, 1));
    assert_eq!(stand()["status"], "actief");
    let verzoeken = api.gekregen.lock().unwrap().clone();
    let eerste = &verzoeken[0];
    assert!(
        eerste.pad.starts_with("/api/zaken?identificatie="),
        "looked for before it is made: {}",
        eerste.pad
    );
    assert!(eerste.header("authorization").starts_with("Bearer ey"));
    assert_eq!((eerste.header("accept-crs"), eerste.header("content-crs")), ("EPSG:4326", "EPSG:4326"));
    // A connection is set up elsewhere: it can wait, but has no key, and does not end here.
    let pad = format!("/v1/abonnementen/{}", stand()["id"].as_str().unwrap());
    let beheerder = server.role("beheerder");
    beheerder
        .post(&format!("{pad}/acties"), &json!({ "actie": "beeindig" }))
        .refused(409, "uit-instellingen");
    beheerder.post(&format!("{pad}/sleutels"), &json!({})).refused(409, "uit-instellingen");
    beheerder.post(&format!("{pad}/acties"), &json!({ "actie": "pauzeer" })).expect(200);
    // What no longer stands in the settings waits.
    beheerder.post(&format!("{pad}/acties"), &json!({ "actie": "hervat" })).expect(200);
    server.stop();
    let zonder = Server::start(database);
    let status = || zonder.role("beheerder").read(&pad)["status"].clone();
    wait_until("it waits", || status() == "gepauzeerd");
}
