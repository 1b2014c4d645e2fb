//! Every row of docs/knelpunten.md: what it names is recorded over HTTP, and read back.

use crate::feiten::leg_alles_vast;
use crate::initiatief::{Initiatief, codes};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use zwarte_doos::{Database, Server};

const TABEL: &str = include_str!("../../../../docs/knelpunten.md");

/// The number and the kinds of event of every row.
fn rijen() -> Vec<(String, Vec<String>)> {
    let rijen = TABEL.lines().filter(|regel| regel.starts_with("| K"));
    rijen
        .map(|regel| {
            let kolommen: Vec<&str> = regel.split('|').map(str::trim).collect();
            let soorten = kolommen[3].split('`').skip(1).step_by(2).map(str::to_owned).collect();
            (kolommen[1].to_owned(), soorten)
        })
        .collect()
}

/// An order of a department, and its id.
fn opdracht(i: &Initiatief, afdeling: &str) -> String {
    i.opdracht_van("tlo", afdeling)["id"].as_str().unwrap().to_owned()
}

/// The steps and the orders.
fn loop_door(i: &Initiatief) {
    i.overgang("tlo", "neem_in_behandeling", json!({})).expect(201);
    i.overgang("tlo", "vraag_aanvulling", json!({ "vraag": "Een schets?", "hersteltermijn": "2099-01-01" }))
        .expect(201);
    i.overgang("initiatiefnemer", "ontvang_aanvulling", json!({})).expect(201);
    let afdelingen =
        ["Groen", "Sport", "Vastgoed"].map(|a| json!({ "afdeling": a, "omschrijving": "Kijk." }));
    i.overgang("tlo", "draag_over", json!({ "opdrachten": afdelingen })).expect(201);
    i.opdracht("afdeling:Groen", &opdracht(i, "Groen"), "accepteer", json!({})).expect(201);
    let reden = |reden: &str| json!({ "reden": reden, "toelichting": "Niet van ons." });
    i.opdracht("afdeling:Sport", &opdracht(i, "Sport"), "weiger", reden("geen_taak")).expect(201);
    i.opdracht("afdeling:Vastgoed", &opdracht(i, "Vastgoed"), "geef_terug", reden("onvolledig")).expect(201);
    i.overgang("tlo", "escaleer_ambtelijk", json!({ "geschilpunt": "Wie betaalt?" })).expect(201);
    i.overgang("management", "escaleer_bestuurlijk", json!({ "geschilpunt": "Wie betaalt?" })).expect(201);
    let besluit = json!({ "soort": "escalatie", "mandaat": "college", "motivering": "De wijk gaat voor." });
    i.overgang("bestuur", "besluit_naar_tlo", json!({ "besluit": besluit, "motivering": "Zo." })).expect(201);
    let besluit = i.als("tlo").read(&i.pad("/besluiten"))["besluiten"][0]["id"].as_str().unwrap().to_owned();
    let terug = json!({ "motivering": "Toch niet." });
    i.als("bestuur").write(&i.pad(&format!("/besluiten/{besluit}/terugdraaiingen")), &terug);
    for (plek, body) in [
        ("terugkoppelingen", json!({ "kanaal": "email", "bericht": "Wij kijken." })),
        ("behandelaars", json!({ "behandelaar": "Mevrouw Smit" })),
        ("kartrekkers", json!({ "kartrekker": "De heer Bos" })),
        ("kartrekkers", json!({})),
        ("stagnaties", json!({ "oorzaak": "budget", "toelichting": "Geen geld." })),
        ("hervattingen", json!({})),
    ] {
        i.als("tlo").write(&i.pad(&format!("/{plek}")), &body);
    }
    i.overgang("tlo", "houd_aan", json!({ "motivering": "Even niet." })).expect(201);
    i.overgang("tlo", "trek_in", json!({ "motivering": "Klaar." })).expect(201);
}

/// Signals, a programme and a budget, with everything that can happen to them; gives the kinds.
fn daaromheen(server: &Server) -> BTreeSet<String> {
    let i = Initiatief::nieuw(server, "Met geld").id;
    let (tlo, bestuur) = (server.role("tlo"), server.role("bestuur"));
    let mut soorten = BTreeSet::new();
    let id = |bewijs: &Json| bewijs["id"].as_str().unwrap().to_owned();
    let mut signalen = Vec::new();
    for _ in 0..3 {
        let nieuw = json!({ "gebied": "Malburgen", "thema": "groen", "herkomst": "partner", "signaal": "Het is er kaal." });
        signalen.push(id(&tlo.write("/v1/signalen", &nieuw)));
    }
    for (n, feit) in [
        (0, json!({ "soort": "signaal_onderbouwd", "onderbouwing": "Twaalf gesprekken." })),
        (0, json!({ "soort": "signaal_omgezet", "initiatief": i })),
        (1, json!({ "soort": "signaal_gebundeld", "met": signalen[0] })),
        (
            2,
            json!({ "soort": "signaal_afgewezen", "reden": "geen_taak", "toelichting": "Bel de provincie." }),
        ),
    ] {
        tlo.write(&format!("/v1/signalen/{}/feiten", signalen[n]), &feit);
    }
    let programma = id(&tlo.write("/v1/wijkprogrammas", &json!({ "gebied": "Malburgen", "jaar": 2030 })));
    let gepland =
        json!({ "soort": "inspraakmoment_gepland", "onderwerp": "Het plein", "uiterlijk": "2099-01-01" });
    for feit in [
        gepland.clone(),
        json!({ "soort": "inspraakmoment_gehouden", "uitkomst": "Ja." }),
        gepland,
        json!({ "soort": "inspraakmoment_vervallen", "toelichting": "Regen." }),
    ] {
        tlo.write(&format!("/v1/wijkprogrammas/{programma}/feiten"), &feit);
    }
    let nieuw = json!({ "gebied": "Malburgen", "jaar": 2030, "bedrag": 100_000, "besluit": "Raad" });
    let budget = id(&bestuur.write("/v1/budgetten", &nieuw));
    let feiten = format!("/v1/budgetten/{budget}/feiten");
    bestuur.write(
        &feiten,
        &json!({ "soort": "post_vastgesteld", "post": "groen", "bedrag": 90_000, "vrijheid": "vrij" }),
    );
    bestuur.write(
        &feiten,
        &json!({ "soort": "budget_verlaagd", "bedrag": 1, "besluit": "Raad", "afzender": "College" }),
    );
    let mandaat = json!({ "soort": "ondermandaat_verleend", "post": "groen", "bij": "Groen", "bevoegdheid": "Snoeien", "bedrag": 1 });
    tlo.write(&feiten, &mandaat);
    tlo.write(&feiten, &json!({ "soort": "ondermandaat_ingetrokken", "reden": "Op." }));
    let toekenning = json!({ "budgetId": budget, "post": "groen", "bedrag": 500 });
    tlo.write(&format!("/v1/initiatieven/{i}/toekenningen"), &toekenning);
    tlo.write(&feiten, &json!({ "soort": "budget_besteed", "bedrag": 400, "omschrijving": "Hout." }));
    let gelezen = [("signalen", signalen), ("wijkprogrammas", vec![programma]), ("budgetten", vec![budget])];
    for (plek, ids) in gelezen {
        for id in ids {
            soorten.extend(codes(&server.client().read(&format!("/v1/{plek}/{id}"))["feiten"], "soort"));
        }
    }
    soorten
}

#[test]
fn every_row_of_the_table_is_recorded_and_read_back() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let (stappen, feiten) =
        (Initiatief::nieuw(&server, "Met stappen"), Initiatief::nieuw(&server, "Met feiten"));
    loop_door(&stappen);
    leg_alles_vast(&server, &feiten, "Zo is het gegaan.");
    let afgewezen = Initiatief::nieuw(&server, "Afgewezen");
    afgewezen.overgang("tlo", "neem_in_behandeling", json!({})).expect(201);
    let besluit = json!({ "soort": "afwijzing", "mandaat": "teamleider", "motivering": "Kan niet." });
    afgewezen
        .overgang("tlo", "wijs_af", json!({ "besluit": besluit, "motivering": "Kan niet." }))
        .expect(201);
    let mut gezien: BTreeSet<String> = stappen.soorten().into_iter().collect();
    gezien.extend(feiten.soorten());
    gezien.extend(afgewezen.soorten());
    gezien.extend(daaromheen(&server));

    let rijen = rijen();
    let nummers: Vec<String> = (1..=43).map(|n| format!("K{n:02}")).collect();
    assert_eq!(rijen.iter().map(|(nummer, _)| nummer.clone()).collect::<Vec<_>>(), nummers);
    for (nummer, soorten) in rijen {
        assert!(!soorten.is_empty(), "{nummer} names no event");
        for soort in soorten {
            assert!(gezien.contains(&soort), "{nummer}: {soort} was not recorded");
        }
    }
}
