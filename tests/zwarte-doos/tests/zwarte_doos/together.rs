//! Several processes on one database, as if they were one.

use crate::idempotency::{are_one, at_once};
use crate::initiatief::{Initiatief, notitie};
use crate::kill::the_read_models_agree;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use zwarte_doos::{Database, Server, unique};

pub fn two_processes_write_one_initiative_and_lose_nothing(database: &Database) {
    let (een, twee) = (Server::start(database), Server::start(database));
    let i = Initiatief::nieuw(&een, "Bankje");
    let pad = i.pad("/notities");
    let per_thread = 15;
    let written: BTreeSet<(u64, String)> = std::thread::scope(|scope| {
        let threads: Vec<_> = [&een, &twee, &een, &twee]
            .map(|server| {
                let pad = &pad;
                scope.spawn(move || {
                    let write = |_| {
                        let tekst = unique("notitie");
                        let bewijs = server.role("tlo").write(pad, &notitie(&tekst));
                        (bewijs["versie"].as_u64().unwrap(), tekst)
                    };
                    (0..per_thread).map(write).collect::<Vec<_>>()
                })
            })
            .into();
        threads.into_iter().flat_map(|t| t.join().unwrap()).collect()
    });
    let versies: Vec<_> = written.iter().map(|(versie, _)| *versie).collect();
    assert_eq!(
        versies,
        (2..=1 + 4 * per_thread).collect::<Vec<_>>(),
        "every write made a version of its own"
    );
    for server in [&een, &twee] {
        let stappen = server.client().all(&i.pad("/tijdlijn"), "stappen").into_iter().skip(1);
        let gelezen: BTreeSet<_> = stappen
            .map(|s| (s["volgnummer"].as_u64().unwrap(), s["gegevens"]["tekst"].as_str().unwrap().to_owned()))
            .collect();
        assert_eq!(gelezen, written);
    }
    for path in [
        i.pad(""),
        i.pad("/tijdlijn?limiet=200"),
        "/v1/initiatieven".to_owned(),
        "/v1/werkvoorraad".to_owned(),
        "/v1/stagnatie".to_owned(),
    ] {
        assert_eq!(een.role("tlo").get(&path).body, twee.role("tlo").get(&path).body, "{path}");
    }
    een.stop();
    twee.stop();
    the_read_models_agree(database);
}

pub fn of_two_who_saw_the_same_version_one_wins(database: &Database) {
    let (een, twee) = (Server::start(database), Server::start(database));
    let i = Initiatief::nieuw(&een, "Bankje");
    for versie in 1..=15 {
        let etag = format!("\"{versie}\"");
        let answers = at_once(4, &[&een, &twee], |server| {
            server.role("tlo").post_with(&i.pad("/notities"), &[("If-Match", &etag)], &notitie("a"))
        });
        let mut statussen: Vec<_> = answers.iter().map(|a| a.status).collect();
        statussen.sort_unstable();
        assert_eq!(statussen, [201, 412, 412, 412]);
    }
    assert_eq!(twee.client().read(&i.pad(""))["versie"], 16);
}

pub fn one_key_at_two_processes_makes_one_event(database: &Database) {
    let (een, twee) = (Server::start(database), Server::start(database));
    let i = Initiatief::nieuw(&een, "Bankje");
    for round in 0..10 {
        let key = unique("sleutel");
        are_one(&at_once(4, &[&een, &twee], |server| {
            server.role("tlo").post_with(&i.pad("/notities"), &[("Idempotency-Key", &key)], &notitie("a"))
        }));
        assert_eq!(i.soorten().len(), round + 2);
    }
}

pub fn what_one_process_acknowledged_the_other_shows_at_once(database: &Database) {
    let (een, twee) = (Server::start(database), Server::start(database));
    let i = Initiatief::nieuw(&een, "Bankje");
    let overgang = |server: &Server, code: &str, velden: Json| {
        let mut body = velden;
        body["overgang"] = code.into();
        server.role("tlo").write(&i.pad("/overgangen"), &body);
    };
    // Each is asked what may be done now, which it can only know from what the other just wrote.
    overgang(&een, "neem_in_behandeling", json!({}));
    for _ in 0..10 {
        for (server, other) in [(&een, &twee), (&twee, &een)] {
            overgang(server, "houd_aan", json!({ "motivering": "Na de winter." }));
            let seen = other.role("tlo").read(&i.pad(""));
            assert_eq!(seen["status"], "aangehouden");
            assert_eq!(seen["mogelijkeOvergangen"][0]["overgang"], "hervat");
            overgang(other, "hervat", json!({}));
        }
    }
}
