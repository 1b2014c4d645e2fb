//! Three processes on one PostgreSQL, and clients that ask now the one, now the other: together they are one server, also
//! while each of them dies in its turn.

use crate::abonnementen::{abonneer, server};
use crate::gebeurtenissen::{alles, plaatsen};
use crate::idempotency::{are_one, at_once};
use crate::initiatief::{Initiatief, indiening, notitie};
use crate::kill::the_read_models_agree;
use crate::termijnen::{aangevuld, gesignaleerd};
use serde_json::{Value as Json, json};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use zwarte_doos::ontvanger::{Ontvanger, Verzoek, status};
use zwarte_doos::{Client, DEADLINE, Database, Server, Volger, random, unique, wait_until};

const PROCESSEN: usize = 3;
const SCHRIJVERS: usize = 4;
/// How many rounds of one writer.
const RONDEN: usize = 8;

/// One of them.
fn een<T>(lijst: &[T]) -> &T {
    &lijst[usize::try_from(random(lijst.len() as u64)).unwrap()]
}

/// One that tries again soon, whoever is away.
fn start(database: &Database) -> Server {
    server(database, &["50ms"; 100].join(","))
}

fn bezorgd(ontvanger: &Ontvanger) -> Vec<i64> {
    ontvanger.bezorgd().iter().map(Verzoek::plaats).collect()
}

/// What the log came to, as one of them says.
fn einde(server: &Server) -> i64 {
    server.role("auditor").read("/v1/gereedheid")["actualiteit"]["positie"].as_i64().unwrap()
}

/// The life of some initiatives of one's own, each request to any of the processes.
fn schrijf(servers: &[Server], ronden: usize) {
    let allen: Vec<&Server> = servers.iter().collect();
    for _ in 0..ronden {
        // Submitted at all of them at once, with one key.
        let (sleutel, titel) = (unique("indienen"), unique("Initiatief"));
        let antwoorden = at_once(allen.len(), &allen, |server| {
            let key = [("Idempotency-Key", sleutel.as_str())];
            server.role("initiatiefnemer").post_with("/v1/initiatieven", &key, &indiening(&titel))
        });
        are_one(&antwoorden);
        let id = antwoorden[0].json()["initiatiefId"].as_str().unwrap().to_owned();
        let bij = |server| Initiatief::bekend(server, &id);
        bij(een(servers)).overgang("tlo", "neem_in_behandeling", json!({})).expect(201);
        // Changed at all of them at once, by who saw the same version.
        let notities = bij(een(servers)).pad("/notities");
        for _ in 0..2 {
            let etag = een(servers).role("tlo").get(&bij(een(servers)).pad("")).header("ETag").to_owned();
            let antwoorden = at_once(allen.len(), &allen, |server| {
                let gezien = [("If-Match", etag.as_str())];
                server.role("tlo").post_with(&notities, &gezien, &notitie(&unique("tekst")))
            });
            let mut statussen: Vec<_> = antwoorden.iter().map(|a| a.status).collect();
            statussen.sort_unstable();
            assert_eq!(statussen, [201, 412, 412]);
        }
        // What one acknowledged, any other shows.
        let opdracht = json!({ "opdrachten": [{ "afdeling": "Groen", "omschrijving": "Kijk." }] });
        bij(een(servers)).overgang("tlo", "draag_over", opdracht).expect(201);
        let opdracht =
            bij(een(servers)).opdracht_van("afdeling:Groen", "Groen")["id"].as_str().unwrap().to_owned();
        bij(een(servers)).opdracht("afdeling:Groen", &opdracht, "accepteer", json!({})).expect(201);
        assert_eq!(bij(een(servers)).stand().1, ["afdeling Groen*"]);
    }
}

/// What a feed says, from the beginning, followed until this place.
fn gevolgd(server: &Server, tot: i64) -> Vec<Json> {
    let mut volger = Volger::open(server, "auditor", Some("0"));
    let mut gezien = Vec::new();
    while (gezien.len() as i64) < tot {
        gezien.push(volger.volgende().unwrap());
    }
    gezien
}

#[test]
fn three_processes_are_one_server() {
    let database = Database::postgres();
    // What the clock has to signal lies there before they start.
    let mut eerst = start(&database);
    let oud = aangevuld(&eerst).id;
    eerst.kill();
    let mut servers: Vec<Server> = (0..PROCESSEN).map(|_| start(&database)).collect();
    let ontvangers: Vec<Ontvanger> = (0..3).map(|_| Ontvanger::gewillig(|_| status(200))).collect();
    for (server, ontvanger) in servers.iter().zip(&ontvangers) {
        abonneer(server, ontvanger, json!({ "vanaf": 0 }));
    }
    std::thread::scope(|scope| {
        for _ in 0..SCHRIJVERS {
            scope.spawn(|| schrijf(&servers, RONDEN));
        }
    });
    wait_until("the clock", || gesignaleerd(&servers[1], &Initiatief::bekend(&servers[1], &oud)).len() >= 3);

    // The feed is the same at each, whole and in order, read and followed.
    let tot = einde(&servers[0]);
    let feed = alles(&servers[0].role("auditor"), "");
    assert_eq!(plaatsen(&feed), (1..=tot).collect::<Vec<_>>());
    for server in &servers {
        assert_eq!(einde(server), tot);
        assert_eq!(alles(&server.role("auditor"), ""), feed);
        assert_eq!(gevolgd(server, tot), feed);
        // The clock of three spoke once.
        assert_eq!(gesignaleerd(server, &Initiatief::bekend(server, &oud)).len(), 3);
    }
    // Each receiver got each event once, and in order.
    for ontvanger in &ontvangers {
        wait_until("all is delivered", || bezorgd(ontvanger).len() as i64 >= tot);
    }
    std::thread::sleep(Duration::from_millis(500));
    for ontvanger in &ontvangers {
        assert_eq!(bezorgd(ontvanger), (1..=tot).collect::<Vec<_>>());
    }

    each_of_them_dies(&database, &mut servers, &ontvangers);
    servers.into_iter().for_each(Server::stop);
    the_read_models_agree(&database);
}

/// Sends a request to any of the processes until one answers.
fn hardnekkig(clients: &Mutex<Vec<Client>>, pad: &str, body: &Json) {
    let sleutel = unique("hardnekkig");
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", sleutel.as_str())];
    let begonnen = Instant::now();
    loop {
        let client = een(&clients.lock().unwrap()).clone();
        match client.try_send("POST", pad, &headers, body.to_string().as_bytes()) {
            Ok(antwoord) if antwoord.status != 503 => return drop(antwoord.expect(201)),
            _ => std::thread::sleep(Duration::from_millis(5)),
        }
        assert!(begonnen.elapsed() < DEADLINE, "nobody answers");
    }
}

/// Each is killed in its turn while all write, so also the one that delivers: the others go on, another delivers, and nothing is
/// lost.
fn each_of_them_dies(database: &Database, servers: &mut [Server], ontvangers: &[Ontvanger]) {
    let voor = einde(&servers[0]);
    let pad = Initiatief::nieuw(&servers[0], "Bankje").pad("/notities");
    let clients = Mutex::new(servers.iter().map(|server| server.role("tlo")).collect::<Vec<_>>());
    let (geschreven, klaar) = (AtomicUsize::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for _ in 0..SCHRIJVERS {
            scope.spawn(|| {
                while !klaar.load(Ordering::SeqCst) {
                    hardnekkig(&clients, &pad, &notitie(&unique("tekst")));
                    geschreven.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        for (n, server) in servers.iter_mut().enumerate() {
            let tot = geschreven.load(Ordering::SeqCst) + 20;
            wait_until("they are busy", || geschreven.load(Ordering::SeqCst) >= tot);
            server.kill();
            let tot = geschreven.load(Ordering::SeqCst) + 20;
            wait_until("the others go on", || geschreven.load(Ordering::SeqCst) >= tot);
            *server = start(database);
            clients.lock().unwrap()[n] = server.role("tlo");
        }
        klaar.store(true, Ordering::SeqCst);
    });
    let tot = einde(&servers[0]);
    let aantal = i64::try_from(geschreven.load(Ordering::SeqCst)).unwrap();
    assert_eq!(tot, voor + 1 + aantal, "written once each");
    for server in servers.iter() {
        assert_eq!(plaatsen(&alles(&server.role("auditor"), "")), (1..=tot).collect::<Vec<_>>());
    }
    for ontvanger in ontvangers {
        wait_until("another delivers", || bezorgd(ontvanger).last() == Some(&tot));
        // What was taken and not yet written down comes again; nothing is passed by.
        bezorgd(ontvanger).into_iter().fold(0, |hoogste, plaats| {
            assert!(plaats <= hoogste + 1, "{plaats} came after {hoogste}");
            plaats.max(hoogste)
        });
    }
}
