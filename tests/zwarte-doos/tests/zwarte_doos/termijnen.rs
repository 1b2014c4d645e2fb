//! By when something must be ready, and who had the ball from the beginning.

use crate::initiatief::{Initiatief, codes, indiening};
use crate::kill::the_read_models_agree;
use serde_json::{Value as Json, json};
use zwarte_doos::{Database, Server, wait_until};

/// Submitted on 2 March 2026, asked for a supplement on the 10th, which came on the 24th.
pub fn aangevuld(server: &Server) -> Initiatief<'_> {
    let op = |datum: &str| json!({ "datum": datum });
    let mut body = indiening("Speeltuin");
    body["plaatsgevonden"] = op("2026-03-02");
    let bewijs = server.role("initiatiefnemer").write("/v1/initiatieven", &body);
    let i = Initiatief::bekend(server, bewijs["id"].as_str().unwrap());
    let stap = |code: &str, datum: &str, mut velden: Json| {
        velden["plaatsgevonden"] = op(datum);
        i.overgang("tlo:Malburgen", code, velden).expect(201);
    };
    stap("neem_in_behandeling", "2026-03-04", json!({}));
    let vraag = json!({ "vraag": "Een schets", "hersteltermijn": "2026-04-10" });
    stap("vraag_aanvulling", "2026-03-10", vraag);
    stap("ontvang_aanvulling", "2026-03-24", json!({}));
    let opdrachten = json!([{ "afdeling": "Groen", "omschrijving": "Kan het?" },
                            { "afdeling": "Wegen", "omschrijving": "Mag het?" }]);
    stap("draag_over", "2026-04-01", json!({ "opdrachten": opdrachten }));
    i
}

pub fn a_deadline_comes_with_every_line_of_how_it_was_worked_out(database: &Database) {
    let server = Server::start(database);
    let i = aangevuld(&server);
    let op = |dag: &str| {
        server.client().read(&i.pad(&format!("/termijnen?peildatum={dag}")))["termijnen"][0].clone()
    };
    let termijn = op("2026-05-01");
    assert_eq!(
        [&termijn["code"], &termijn["begin"], &termijn["einde"], &termijn["stand"], &termijn["dagenOver"]],
        [&json!("besluit"), &json!("2026-03-02"), &json!("2026-05-11"), &json!("loopt"), &json!(10)]
    );
    assert_eq!(
        codes(&termijn["afleiding"], "tekst"),
        [
            "8 weken na 2 maart 2026",
            "+13 dagen opschorting: 11 maart 2026 tot en met 23 maart 2026",
            "10 mei 2026 is een zondag"
        ]
    );
    assert_eq!(codes(&termijn["afleiding"], "einde"), ["2026-04-27", "2026-05-10", "2026-05-11"]);
    assert!(codes(&termijn["afleiding"], "grondslag")[1].starts_with("Awb 4:15"));
    // As it was then: suspended, and not knowing when that would end.
    assert_eq!(
        (&op("2026-03-15")["stand"], &op("2026-03-15")["einde"]),
        (&json!("opgeschort"), &json!("2026-05-04"))
    );
    assert_eq!(
        (&op("2026-05-20")["stand"], &op("2026-05-20")["dagenOver"]),
        (&json!("verstreken"), &json!(-9))
    );
    let verdaagd = json!({ "soort": "beslistermijn_verdaagd", "nieuweDatum": "2026-06-27", "reden": "Advies",
        "plaatsgevonden": { "datum": "2026-05-04" } });
    i.als("tlo:Malburgen").write(&i.pad("/feiten"), &verdaagd);
    assert_eq!(op("2026-05-20")["einde"], "2026-06-29", "27 June is a Saturday");
    let leeg = server.client().read(&i.pad("/termijnen?peildatum=2020-01-01"));
    assert_eq!(leeg["termijnen"], json!([]), "it had not begun");
    server.client().get("/v1/initiatieven/01900000-0000-7000-8000-000000000000/termijnen").expect(404);
    server.client().get(&i.pad("/termijnen?peildatum=morgen")).expect(400);
}

pub fn a_life_is_a_chain_of_who_had_the_ball_that_adds_up(database: &Database) {
    let server = Server::start(database);
    let i = aangevuld(&server);
    let d = server.client().read(&i.pad("/doorlooptijd?peildatum=2026-04-21"));
    let schakels = d["keten"].as_array().unwrap().iter().map(|s| {
        let wie: Vec<String> = s["partijen"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| {
                let naam = p["naam"].as_str().map(|n| format!(" {n}")).unwrap_or_default();
                format!("{}{naam}", p["partij"].as_str().unwrap())
            })
            .collect();
        (
            s["van"].as_str().unwrap().to_owned(),
            s["kalenderdagen"].as_f64().unwrap(),
            s["werkdagen"].as_f64().unwrap(),
            wie.join("+"),
        )
    });
    let verwacht = [
        ("2026-03-02", 2.0, 2.0, "tlo"),
        ("2026-03-04", 6.0, 4.0, "tlo"),
        ("2026-03-10", 14.0, 10.0, "initiatiefnemer"),
        ("2026-03-24", 8.0, 6.0, "tlo"),
        // Good Friday and Easter Monday.
        ("2026-04-01", 20.0, 12.0, "afdeling Groen+afdeling Wegen"),
    ];
    let verwacht = verwacht.map(|(van, dagen, werk, wie)| (van.to_owned(), dagen, werk, wie.to_owned()));
    assert_eq!(schakels.collect::<Vec<_>>(), verwacht);
    let getal = |json: &Json| json.as_f64().unwrap();
    let aandelen = d["aandelen"].as_array().unwrap();
    assert_eq!(codes(&d["aandelen"], "partij"), ["tlo", "initiatiefnemer", "afdeling", "afdeling"]);
    assert_eq!(
        aandelen.iter().map(|a| getal(&a["kalenderdagen"])).collect::<Vec<_>>(),
        [16.0, 14.0, 10.0, 10.0]
    );
    assert_eq!((getal(&d["kalenderdagen"]), getal(&d["werkdagen"])), (50.0, 34.0));
    let procenten: f64 = aandelen.iter().map(|a| getal(&a["procent"])).sum();
    assert!((procenten - 100.0).abs() < 1e-9 && d["loopt"] == true, "{d}");
    let eerder = server.client().read(&i.pad("/doorlooptijd?peildatum=2026-03-08"));
    assert_eq!((getal(&eerder["kalenderdagen"]), eerder["keten"].as_array().unwrap().len()), (6.0, 2));
    server.client().get("/v1/initiatieven/01900000-0000-7000-8000-000000000000/doorlooptijd").expect(404);
}

/// What the clock said of an initiative: the signal, for whom, and what it proposes.
pub fn gesignaleerd(server: &Server, i: &Initiatief) -> Vec<String> {
    let stappen = server.client().all(&i.pad("/tijdlijn"), "stappen").into_iter();
    let mut regels: Vec<String> = stappen
        .filter(|stap| stap["soort"] == "termijn_gesignaleerd")
        .map(|stap| {
            let g = &stap["gegevens"];
            let tekst = |json: &Json| json.as_str().unwrap_or("-").to_owned();
            assert_eq!(stap["rol"], "systeem");
            [&g["signaal"], &g["partij"]["naam"], &g["voorstel"]].map(tekst).join(" ")
        })
        .collect();
    regels.sort();
    regels
}

pub fn what_takes_too_long_is_signalled_once_after_downtime_by_whichever_process_is_there(
    database: &Database,
) {
    let mut server = Server::start(database);
    let aangevuld: Vec<String> = (0..3).map(|_| aangevuld(&server).id).collect();
    server.kill();
    let verwacht = [
        "norm_overschreden Groen escaleer_ambtelijk",
        "norm_overschreden Wegen escaleer_ambtelijk",
        "termijn_verstreken - escaleer_ambtelijk",
    ];
    for _ in 0..2 {
        let servers = [Server::start(database), Server::start(database)];
        for id in &aangevuld {
            let i = Initiatief::bekend(&servers[0], id);
            wait_until("the clock", || gesignaleerd(&servers[1], &i).len() >= verwacht.len());
            assert_eq!(gesignaleerd(&servers[0], &i), verwacht);
        }
        let lijst = |vraag: &str| servers[0].client().all(&format!("/v1/episodes?{vraag}"), "episodes");
        let beurten = lijst("soort=beurt&gesignaleerd=true");
        assert_eq!(beurten.len(), 2 * aangevuld.len());
        assert!(
            beurten.iter().all(|b| b["voorstel"] == "escaleer_ambtelijk" && b["gesignaleerdOp"].is_string())
        );
        assert!(lijst("soort=beurt&gesignaleerd=false").iter().all(|b| b.get("gesignaleerdOp").is_none()));
        assert_eq!(lijst("soort=termijn&gesignaleerd=true").len(), aangevuld.len());
        // The work lies where it lay: a signal is nobody's turn.
        assert_eq!(lijst("soort=beurt&duurtNog=true").len(), 2 * aangevuld.len());
        servers.into_iter().for_each(Server::stop);
    }
    the_read_models_agree(database);
}
