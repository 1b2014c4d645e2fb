//! Ten thousand events to a receiver that fails half of the time and is restarted, from a server that is killed at random
//! moments while they are written: none is lost, and each comes in its turn.

use crate::abonnementen::{abonneer, server};
use crate::initiatief::indiening;
use serde_json::{Value as Json, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use zwarte_doos::ontvanger::{Doet, Ontvanger, Verzoek, status, wil};
use zwarte_doos::{Client, Database, Server, random, unique};

/// So many initiatives, each with so many orders, make so many events: three more than there are orders.
const INITIATIEVEN: usize = 100;
const OPDRACHTEN: usize = 97;
const GEBEURTENISSEN: usize = INITIATIEVEN * (OPDRACHTEN + 3);
/// How often the server is killed, and the receiver restarted.
const DODEN: usize = 5;
const HERSTARTS: usize = 4;
const GEDULD: Duration = Duration::from_secs(90);

/// What it took, in the order in which it did.
type Genomen = Arc<Mutex<Vec<i64>>>;

/// A receiver that fails half of the time; what it answers 200 to, it took.
fn wankel(genomen: &Genomen) -> Doet {
    let (genomen, mut n) = (genomen.clone(), random(u64::MAX));
    Box::new(move |verzoek: &Verzoek| {
        if verzoek.methode == "OPTIONS" {
            return wil();
        }
        n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        match (n >> 33) % 20 {
            // It took it, and the answer is lost on the way.
            0 => {
                genomen.lock().unwrap().push(verzoek.plaats());
                None
            }
            1 => None,
            2..=5 => status(503),
            6..=10 => status(500),
            _ => {
                genomen.lock().unwrap().push(verzoek.plaats());
                status(200)
            }
        }
    })
}

/// Each position only after the one before it, whatever came again: none was passed by.
fn in_volgorde(genomen: &[i64]) -> i64 {
    genomen.iter().fold(0, |hoogste, plaats| {
        assert!(*plaats <= hoogste + 1, "{plaats} came after {hoogste}");
        hoogste.max(*plaats)
    })
}

/// Sends a request until it is answered, by whichever server is there.
fn hardnekkig(client: &Mutex<Client>, pad: &str, body: &Json) -> Json {
    let sleutel = unique("hardnekkig");
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", sleutel.as_str())];
    let begonnen = Instant::now();
    loop {
        let nu = client.lock().unwrap().clone();
        match nu.try_send("POST", pad, &headers, body.to_string().as_bytes()) {
            Ok(antwoord) if antwoord.status == 201 => return antwoord.json(),
            Ok(antwoord) => assert_eq!(antwoord.status, 503, "{}", antwoord.body),
            Err(_) => std::thread::sleep(Duration::from_millis(20)),
        }
        assert!(begonnen.elapsed() < GEDULD, "nobody answers");
    }
}

/// Submits initiatives and hands them over with as many orders as there may be at once: many events in few requests.
fn schrijf(client: &Mutex<Client>, geschreven: &AtomicUsize) {
    let een = |n: usize| json!({ "afdeling": format!("Afdeling {n}"), "omschrijving": "Kijk ernaar." });
    let over =
        json!({ "overgang": "draag_over", "opdrachten": (0..OPDRACHTEN).map(een).collect::<Vec<_>>() });
    loop {
        let n = geschreven.fetch_add(1, Ordering::SeqCst);
        if n >= INITIATIEVEN {
            return;
        }
        let bewijs = hardnekkig(client, "/v1/initiatieven", &indiening(&format!("Initiatief {n}")));
        let pad = format!("/v1/initiatieven/{}/overgangen", bewijs["initiatiefId"].as_str().unwrap());
        hardnekkig(client, &pad, &json!({ "overgang": "neem_in_behandeling" }));
        hardnekkig(client, &pad, &over);
    }
}

pub fn nothing_is_lost_and_order_is_kept_whatever_dies(database: &Database) {
    let wachttijden = ["1ms"; 100].join(",");
    let start = || -> Server { server(database, &wachttijden) };
    let mut server = start();
    let [wankel_nam, vlot_nam] = [Genomen::default(), Genomen::default()];
    let gekregen = Arc::default();
    let mut wankele = Some(Ontvanger::op("127.0.0.1:0", Arc::clone(&gekregen), wankel(&wankel_nam)));
    let plek = wankele.as_ref().unwrap().plek.clone();
    let nam = vlot_nam.clone();
    let vlotte = Ontvanger::gewillig(move |verzoek| {
        nam.lock().unwrap().push(verzoek.plaats());
        status(204)
    });
    for ontvanger in [wankele.as_ref().unwrap(), &vlotte] {
        abonneer(&server, ontvanger, json!({ "vanaf": 0 }));
    }
    let client = Mutex::new(server.role("tlo"));
    let geschreven = AtomicUsize::new(0);
    let begonnen = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| schrijf(&client, &geschreven));
        }
        // Death comes while it is written and while it is delivered.
        for ronde in 1..=DODEN.max(HERSTARTS) {
            let tot = GEBEURTENISSEN * ronde / (DODEN + 1);
            while (wankel_nam.lock().unwrap().iter().max().copied().unwrap_or(0) as usize) < tot {
                assert!(
                    begonnen.elapsed() < GEDULD,
                    "it gets no further: {:?}",
                    wankel_nam.lock().unwrap().last()
                );
                std::thread::sleep(Duration::from_millis(1 + random(20)));
            }
            if ronde <= HERSTARTS {
                drop(wankele.take());
                std::thread::sleep(Duration::from_millis(random(100)));
                wankele = Some(Ontvanger::op(&plek, gekregen.clone(), wankel(&wankel_nam)));
            }
            if ronde <= DODEN {
                std::thread::sleep(Duration::from_millis(random(150)));
                server.kill();
                server = start();
                *client.lock().unwrap() = server.role("tlo");
            }
        }
    });
    let einde = server.role("auditor").read("/v1/gereedheid")["actualiteit"]["positie"].as_i64().unwrap();
    assert_eq!(einde, GEBEURTENISSEN as i64, "written once each");
    for nam in [&wankel_nam, &vlot_nam] {
        while in_volgorde(&nam.lock().unwrap()) < einde {
            assert!(begonnen.elapsed() < GEDULD, "it gets no further than {:?}", nam.lock().unwrap().last());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    let (keren, vlot) = (wankel_nam.lock().unwrap().len(), vlot_nam.lock().unwrap().len());
    println!(
        "{einde} events in {:?}: taken {keren} times by the one that fails, {vlot} times by the other; {} requests",
        begonnen.elapsed(),
        gekregen.lock().unwrap().len()
    );
    server.stop();
}
