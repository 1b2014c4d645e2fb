//! Repeated requests: one effect, one answer.

use crate::initiatief::{Initiatief, indiening, notitie};
use std::sync::Barrier;
use zwarte_doos::{Answer, Database, Server, unique};

/// Sends the same request over so many connections at once, by turns to each of the servers.
pub fn at_once(count: usize, servers: &[&Server], send: impl Fn(&Server) -> Answer + Sync) -> Vec<Answer> {
    let start = Barrier::new(count);
    std::thread::scope(|scope| {
        let (start, send) = (&start, &send);
        let threads: Vec<_> = (servers.iter().cycle().take(count))
            .map(|server| {
                scope.spawn(move || {
                    start.wait();
                    send(server)
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    })
}

/// Fails unless all answers are one answer, of which all but one say that they are a repetition.
pub fn are_one(answers: &[Answer]) {
    for answer in answers {
        answer.expect(201);
        assert_eq!(answer.body, answers[0].body);
        assert_eq!(answer.header("ETag"), answers[0].header("ETag"));
        assert_eq!(answer.header("Location"), answers[0].header("Location"));
    }
    let repeated = answers.iter().filter(|a| a.header("Idempotent-Replayed") == "true").count();
    assert_eq!(repeated, answers.len() - 1);
}

pub fn a_repeated_request_gets_the_stored_answer(database: &Database) {
    let key = unique("sleutel");
    let keyed = [("Idempotency-Key", key.as_str())];
    let server = Server::start(database);
    let i = Initiatief::nieuw(&server, "Bankje");
    let submit = |server: &Server| {
        server.role("initiatiefnemer").post_with("/v1/initiatieven", &keyed, &indiening("Speelplek"))
    };
    // The ids of the orders are made by the server, and must be the same the second time.
    let order = serde_json::json!({ "overgang": "draag_over", "opdrachten": [{ "afdeling": "Groen", "omschrijving": "Kijk." }] });
    let (overgangen, tijdlijn) = (i.pad("/overgangen"), i.pad("/tijdlijn"));
    let hand_over = |server: &Server| server.role("tlo").post_with(&overgangen, &keyed, &order);
    let submitted = submit(&server);
    i.overgang("tlo", "neem_in_behandeling", serde_json::json!({})).expect(201);
    let handed_over = hand_over(&server);
    i.als("tlo").write(&i.pad("/notities"), &notitie("Intussen ging het verder."));
    are_one(&[submitted.clone(), submit(&server)]);
    are_one(&[handed_over.clone(), hand_over(&server)]);
    // A refusal is no effect: it may succeed later, with the same key.
    let early = unique("sleutel");
    let take = |versie: &str| {
        let headers = [("Idempotency-Key", early.as_str()), ("If-Match", versie)];
        i.als("tlo").post_with(&i.pad("/notities"), &headers, &notitie("b"))
    };
    take("\"1\"").expect(412);
    take("\"5\"").expect(201);
    // The effect came first: what was stale by now is still the stored answer.
    assert_eq!(take("\"5\"").header("Idempotent-Replayed"), "true");
    let events = i.soorten().len();
    server.stop();

    let server = Server::start(database);
    are_one(&[submitted, submit(&server)]);
    are_one(&[handed_over, hand_over(&server)]);
    assert_eq!(server.client().all("/v1/initiatieven", "initiatieven").len(), 2);
    assert_eq!(server.client().all(&tijdlijn, "stappen").len(), events);
}

pub fn another_request_with_the_same_key_is_refused(database: &Database) {
    let server = Server::start(database);
    let (een, twee) = (Initiatief::nieuw(&server, "Bankje"), Initiatief::nieuw(&server, "Boom"));
    let key = unique("sleutel");
    let keyed = [("Idempotency-Key", key.as_str())];
    een.als("tlo").post_with(&een.pad("/notities"), &keyed, &notitie("a")).expect(201);
    for (i, tekst) in [(&een, "b"), (&twee, "a")] {
        let probleem = i.als("tlo").post_with(&i.pad("/notities"), &keyed, &notitie(tekst)).expect(409);
        assert_eq!(probleem["type"], "/problemen/sleutel-hergebruikt");
    }
    // The order of the fields says nothing; another caller's key is another key.
    let headers = [("Content-Type", "application/json"), keyed[0]];
    let same = een.als("tlo").send(
        "POST",
        &een.pad("/notities"),
        &headers,
        b"{ \"tekst\": \"a\",\n \"soort\": \"proef\" }",
    );
    assert_eq!((same.status, same.header("Idempotent-Replayed")), (201, "true"));
    een.als("management").post_with(&een.pad("/notities"), &keyed, &notitie("b")).expect(201);
    assert_eq!((een.soorten().len(), twee.soorten().len()), (3, 1));
}

pub fn many_connections_with_one_key_make_one_event(database: &Database) {
    let server = Server::start(database);
    let i = Initiatief::nieuw(&server, "Bankje");
    for (round, connections) in [2, 2, 2, 16, 16].into_iter().enumerate() {
        let key = unique("sleutel");
        are_one(&at_once(connections, &[&server], |_| {
            i.als("tlo").post_with(&i.pad("/notities"), &[("Idempotency-Key", &key)], &notitie("a"))
        }));
        assert_eq!(i.soorten().len(), round + 2);
    }
}
