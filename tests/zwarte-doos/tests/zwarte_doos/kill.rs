//! `kill -9` in the middle of a load, several times over: nothing acknowledged is lost, nothing happens twice.

use crate::initiatief::{Initiatief, indiening, notitie};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use zwarte_doos::{Client, Database, Server, program, random, run, unique, wait_until};

const ROUNDS: usize = 5;
const WRITERS: usize = 4;

/// A request with its key, and what was answered, if anything was.
struct Sent {
    path: String,
    key: String,
    body: Json,
    answer: Option<String>,
}

impl Sent {
    fn send(&self, client: &Client) -> Option<zwarte_doos::Answer> {
        let headers = [("Content-Type", "application/json"), ("Idempotency-Key", self.key.as_str())];
        client.try_send("POST", &self.path, &headers, self.body.to_string().as_bytes()).ok()
    }
}

/// Writes until the server is gone: notes to several initiatives, and now and then a new one.
fn write(client: &Client, paths: &[String], acknowledged: &AtomicUsize) -> Vec<Sent> {
    let mut all = Vec::new();
    for n in 0.. {
        let key = unique("werk");
        let (path, body) = match n % 5 {
            0 => ("/v1/initiatieven".to_owned(), indiening(&key)),
            n => (paths[n % paths.len()].clone(), notitie(&key)),
        };
        let mut sent = Sent { path, key, body, answer: None };
        sent.answer = sent.send(client).map(|answer| {
            assert_eq!(answer.status, 201, "{}", answer.body);
            answer.body
        });
        let lost = sent.answer.is_none();
        all.push(sent);
        if lost {
            break;
        }
        acknowledged.fetch_add(1, Ordering::SeqCst);
    }
    all
}

pub fn what_was_acknowledged_survives_kill_9(database: &Database) {
    let mut server = Server::start(database);
    let paths: Vec<_> =
        (0..3).map(|n| Initiatief::nieuw(&server, &format!("Initiatief {n}")).pad("/notities")).collect();
    let (mut all, mut unanswered, mut lost_answers): (Vec<Sent>, usize, usize) = Default::default();
    for _ in 0..ROUNDS {
        let acknowledged = AtomicUsize::new(0);
        // A moment that is another one every time, also within the handling of a request.
        let (enough, spin) = (20 + random(60) as usize, random(30_000));
        let client = server.role("tlo");
        std::thread::scope(|scope| {
            let writers: Vec<_> =
                (0..WRITERS).map(|_| scope.spawn(|| write(&client, &paths, &acknowledged))).collect();
            wait_until("the server is busy", || acknowledged.load(Ordering::SeqCst) >= enough);
            (0..spin).for_each(|n| {
                std::hint::black_box(n);
            });
            server.kill();
            writers.into_iter().for_each(|w| all.extend(w.join().unwrap()));
        });
        server = Server::start(database);
        let client = server.role("tlo");
        // Who got no answer asks again, with the same key.
        for sent in all.iter_mut().filter(|s| s.answer.is_none()) {
            let answer = sent.send(&client).unwrap();
            answer.expect(201);
            unanswered += 1;
            lost_answers += usize::from(answer.header("Idempotent-Replayed") == "true");
            sent.answer = Some(answer.body);
        }
    }
    assert!(unanswered > 0, "no request was interrupted: this tried nothing");
    println!("{} written, {unanswered} interrupted, {lost_answers} of them after the commit", all.len());

    everything_is_there_once(&server, &all);
    // Whatever is asked again, gets the answer that it had.
    for sent in all.iter().step_by(7) {
        let again = sent.send(&server.role("tlo")).unwrap();
        assert_eq!((again.status, again.body.as_str()), (201, sent.answer.as_deref().unwrap()));
    }
    everything_is_there_once(&server, &all);
    server.stop();
    the_read_models_agree(database);
}

/// Each request as one event, at the place that its receipt names, and the log without gaps.
fn everything_is_there_once(server: &Server, all: &[Sent]) {
    let client = server.role("auditor");
    let mut log = BTreeMap::new();
    for initiatief in client.all("/v1/initiatieven", "initiatieven") {
        let id = initiatief["id"].as_str().unwrap();
        let mut volgnummers = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = client.read(&format!("/v1/initiatieven/{id}/tijdlijn?limiet=200{cursor}"));
            for stap in page["stappen"].as_array().unwrap() {
                volgnummers.push(stap["volgnummer"].as_u64().unwrap());
                let gegevens = &stap["gegevens"];
                let key = gegevens["tekst"].as_str().or(gegevens["titel"].as_str()).unwrap().to_owned();
                let before = log.insert(stap["positie"].as_u64().unwrap(), key);
                assert_eq!(before, None, "two events at one position");
            }
            let Some(next) = page["volgende"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        volgnummers.sort_unstable();
        assert_eq!(volgnummers, (1..=initiatief["versie"].as_u64().unwrap()).collect::<Vec<_>>());
    }
    let positions: Vec<_> = log.keys().copied().collect();
    assert_eq!(positions, (1..=positions.len() as u64).collect::<Vec<_>>(), "the log has gaps");
    assert_eq!(positions.len(), all.len() + 3, "lost or doubled");
    for sent in all {
        let receipt: Json = serde_json::from_str(sent.answer.as_deref().unwrap()).unwrap();
        assert_eq!(log.get(&receipt["positie"].as_u64().unwrap()), Some(&sent.key), "{receipt}");
    }
}

/// A rebuild from the log comes to what stands there.
pub fn the_read_models_agree(database: &Database) {
    let output = run(program(database.folder()).args(["projecties", "herbouw"]).args(database.flags()));
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    let tables: Vec<_> = output.stdout.lines().filter(|line| line.starts_with("  ")).collect();
    assert!(
        tables.len() >= 9 && tables.iter().all(|t| t.ends_with("gelijk aan het log")),
        "{}",
        output.stdout
    );
}
