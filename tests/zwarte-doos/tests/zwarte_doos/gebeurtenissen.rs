//! The feed: whole, in order, and for each what he may see.

use crate::initiatief::{Initiatief, indiening, notitie};
use serde_json::{Value as Json, json};
use zwarte_doos::{Client, Database, Server, Volger};

/// All events that a reader gets, page by page.
pub fn alles(client: &Client, vraag: &str) -> Vec<Json> {
    let (mut alle, mut na) = (Vec::new(), 0);
    loop {
        let blad = client.read(&format!("/v1/gebeurtenissen?na={na}&limiet=3{vraag}"));
        alle.extend(blad["gebeurtenissen"].as_array().unwrap().iter().cloned());
        na = blad["volgende"].as_i64().unwrap();
        if blad["meer"] == false {
            return alle;
        }
    }
}

pub fn plaatsen(gebeurtenissen: &[Json]) -> Vec<i64> {
    gebeurtenissen.iter().map(|g| g["sequence"].as_str().unwrap().parse().unwrap()).collect()
}

pub fn a_reader_misses_nothing_and_sees_what_is_his(database: &Database) {
    let server = Server::start(database);
    let een = Initiatief::nieuw(&server, "Bankje voor Fatima");
    let mut elders = indiening("Moestuin");
    elders["gebied"] = json!("Centrum");
    elders["wijken"] = json!([]);
    let bewijs = server.role("initiatiefnemer").write("/v1/initiatieven", &elders);
    let twee = Initiatief::bekend(&server, bewijs["initiatiefId"].as_str().unwrap());
    een.overgang("tlo", "neem_in_behandeling", json!({})).expect(201);
    let opdrachten = json!([{ "afdeling": "Openbare Ruimte", "omschrijving": "Geheim van Fatima" }]);
    een.overgang("tlo", "draag_over", json!({ "opdrachten": opdrachten })).expect(201);
    twee.als("tlo").write(&twee.pad("/notities"), &notitie("Fatima belde"));
    let vraag = json!({ "soort": "goedkeuring_gevraagd", "bij": "Vastgoed", "vraag": "Mag het hier?" });
    twee.als("tlo").write(&twee.pad("/feiten"), &vraag);

    let alle = alles(&server.role("auditor"), "");
    assert_eq!(plaatsen(&alle), (1..=alle.len() as i64).collect::<Vec<_>>(), "whole, and in order");
    let eerste = &alle[0];
    assert_eq!(eerste["type"], "nl.wijkspoor.initiatief-ingediend.v1");
    assert_eq!(
        (eerste["specversion"].as_str(), eerste["subject"].as_str()),
        (Some("1.0"), Some(een.id.as_str()))
    );
    assert_eq!(eerste["dataref"], format!("/v1/initiatieven/{}", een.id));
    assert_eq!(eerste["data"]["gebied"], "Malburgen");
    let tekst = Json::from(alle.clone()).to_string();
    for geheim in ["Fatima", "Bankje", "Buurtgroep", "ontwikkel"] {
        assert!(!tekst.contains(geheim), "{geheim} is told to others");
    }

    let van = |rol: &str, id: &str| -> Vec<Json> {
        let gezien = alles(&server.role(rol), "");
        assert!(gezien.iter().all(|g| g["subject"] == *id), "{rol} sees another's");
        gezien
    };
    let van_een: Vec<_> = alle.iter().filter(|g| g["subject"] == *een.id).cloned().collect();
    assert_eq!(van("tlo:Malburgen", &een.id), van_een);
    assert_eq!(van("tlo:Centrum", &twee.id).len(), 3);
    assert_eq!(van("afdeling:Openbare%20Ruimte", &een.id), van_een);
    assert_eq!(van("afdeling:Vastgoed", &twee.id).len(), 3, "who is asked something hears of it");
    assert!(van("afdeling:Sport", "").is_empty());
    server.role("initiatiefnemer").get("/v1/gebeurtenissen").refused(403, "beleid");
    let notities = alles(&server.role("tlo"), "&soort=notitie_toegevoegd");
    assert_eq!(notities.len(), 1, "{notities:?}");
    assert_eq!(alles(&server.role("tlo"), "&gebied=Centrum").len(), 3);

    // Away for a month, or for a moment: from where it was, nothing twice and nothing missed.
    let laatste = plaatsen(&alle).pop().unwrap();
    let verder = |client: &Client| client.read(&format!("/v1/gebeurtenissen?na={laatste}"));
    assert_eq!(verder(&server.role("tlo"))["meer"], false);
    twee.als("tlo").write(&twee.pad("/notities"), &notitie("Later"));
    assert_eq!(plaatsen(verder(&server.role("tlo"))["gebeurtenissen"].as_array().unwrap()), [laatste + 1]);
    // What is not seen is passed by all the same.
    let voorbij = verder(&server.role("tlo:Malburgen"));
    assert_eq!(
        (voorbij["gebeurtenissen"].as_array().unwrap().len(), &voorbij["volgende"]),
        (0, &json!(laatste + 1))
    );
    server.role("tlo").get("/v1/gebeurtenissen?na=-1").expect(400);
    server.role("tlo").get("/v1/gebeurtenissen?soort=onzin").expect(400);
    server.stop();
}

pub fn a_follower_comes_back_where_it_was(database: &Database) {
    let mut server = Server::start(database);
    let i = Initiatief::nieuw(&server, "Bankje");
    let pad = i.pad("/notities");
    let schrijf = |server: &Server, tekst: &str| {
        server.role("tlo").write(&pad, &notitie(tekst));
    };
    let mut volger = Volger::open(&server, "auditor", None);
    assert_eq!(volger.codering, "identity", "it is not held back to be compressed");
    assert_eq!(volger.laatste, "1", "from now");
    let mut gezien = Vec::new();
    for n in 0..3 {
        schrijf(&server, &format!("notitie {n}"));
        gezien.push(volger.volgende().unwrap());
    }
    // It is away while there is more, and the server dies meanwhile.
    let laatste = volger.laatste.clone();
    drop(volger);
    (3..20).for_each(|n| schrijf(&server, &format!("notitie {n}")));
    server.kill();
    let server2 = Server::start(database);
    let mut volger = Volger::open(&server2, "auditor", Some(&laatste));
    let mut buiten = Volger::open(&server2, "tlo:Centrum", Some("0"));
    (20..25).for_each(|n| schrijf(&server2, &format!("notitie {n}")));
    gezien.extend((3..25).map(|_| volger.volgende().unwrap()));
    assert_eq!(plaatsen(&gezien), (2..=26).collect::<Vec<_>>());
    // Stopping does not wait for who follows; and who may see nothing has been moved on.
    let begonnen = std::time::Instant::now();
    server2.stop();
    assert!(begonnen.elapsed() < std::time::Duration::from_secs(5), "{:?}", begonnen.elapsed());
    assert_eq!(volger.volgende(), None);
    assert_eq!((buiten.volgende(), buiten.laatste.parse::<i64>().unwrap() >= 21), (None, true));
}
