//! The logbook of processing on both databases: numbers without gaps whoever writes, found by whom and about what, never changed,
//! forgotten after its term.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests, too")]

#[expect(dead_code, reason = "what the tests share is more than this one needs")]
mod samen;

use jiff::{SignedDuration, Timestamp};
use samen::{journals, nu, postgres};
use std::sync::Arc;
use tokio::task::JoinHandle;
use wijkspoor_api::verwerkingen::{Boek, Filter, Verwerking, lijst, vergeet};
use wijkspoor_store::{DatabaseError, Statement, Store, Target};

#[tokio::test(flavor = "multi_thread")]
async fn the_logbook_is_kept_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    the_logbook_is_kept(&Target::Sqlite(folder.path().join("t.db"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_logbook_is_kept_on_postgres() {
    the_logbook_is_kept(&postgres().await).await;
}

/// Begun so many days ago.
fn verwerking(dagen: i64, actor: &str, objecten: &[&str]) -> Verwerking {
    let begin = nu() - SignedDuration::from_hours(24 * dagen);
    Verwerking {
        nummer: 0,
        trace_id: "4bf92f3577b34da6a3ce929d0e0e4736".to_owned(),
        span_id: "00f067aa0ba902b7".to_owned(),
        parent_span_id: None,
        operatie: "leesInitiatief".to_owned(),
        activiteit: "inzien".to_owned(),
        gelukt: true,
        begin,
        eind: begin,
        actor: actor.to_owned(),
        rol: "tlo".to_owned(),
        objecten: objecten.iter().map(|id| (*id).to_owned()).collect(),
    }
}

async fn nummers(store: &Store, filter: Filter) -> Vec<i64> {
    let (alle, _) = lijst(store, &filter, None, 500).await.unwrap();
    alle.into_iter().map(|v| v.nummer).collect()
}

async fn klaar(taken: impl IntoIterator<Item = JoinHandle<Result<(), DatabaseError>>>) {
    for taak in taken {
        taak.await.unwrap().unwrap();
    }
}

async fn the_logbook_is_kept(target: &Target) {
    let store = journals(target).await.initiatieven.store().clone();
    // Two processes on one database, each with many who wait.
    let boeken = [Boek::nieuw(store.clone()), Boek::nieuw(Store::open(target, samen::klok()).await.unwrap())];
    let boeken = boeken.map(Arc::new);
    let mut taken = Vec::new();
    for i in 0..150_usize {
        let boek = boeken[i % 2].clone();
        let (dagen, actor) = if i < 40 { (30, "oud") } else { (1, "nieuw") };
        // The same twice in one request is one.
        let objecten: &[&str] = if i % 3 == 0 { &["a", "b", "a"] } else { &["b"] };
        let verwerking = verwerking(dagen, actor, objecten);
        if i == 40 {
            // The old ones first: numbers are in the order of time, but for what overlaps.
            klaar(taken.drain(..)).await;
        }
        taken.push(tokio::spawn(async move { boek.schrijf(verwerking).await }));
    }
    klaar(taken).await;
    assert_eq!(nummers(&store, Filter::default()).await, (1..=150).rev().collect::<Vec<_>>());
    let van = |object: &str| Filter { object: Some(object.to_owned()), ..Filter::default() };
    assert_eq!(nummers(&store, van("a")).await.len(), 50);
    assert_eq!(nummers(&store, van("b")).await.len(), 150);
    let oud = || Filter { actor: Some("oud".to_owned()), ..Filter::default() };
    assert_eq!(nummers(&store, oud()).await, (1..=40).rev().collect::<Vec<_>>());
    let gisteren = Filter { vanaf: Some(nu() - SignedDuration::from_hours(48)), ..Filter::default() };
    assert_eq!(nummers(&store, gisteren).await.len(), 110);

    // Page after page, each once.
    let (mut gelezen, mut na) = (Vec::new(), None);
    loop {
        let (deel, volgende) = lijst(&store, &van("b"), na.as_ref(), 40).await.unwrap();
        gelezen.extend(deel.into_iter().map(|v| v.nummer));
        na = volgende;
        if na.is_none() {
            break;
        }
    }
    assert_eq!(gelezen, (1..=150).rev().collect::<Vec<_>>());

    // It is never changed, but forgotten.
    let wijzig = Statement::new("UPDATE verwerking SET actor = 'niemand' WHERE nummer = 1", []);
    let fout = store.database().record(vec![wijzig]).await.unwrap_err().to_string();
    assert!(fout.contains("never changed"), "{fout}");
    let voor = nu() - SignedDuration::from_hours(24 * 7);
    assert_eq!(vergeet(store.database(), voor).await.unwrap(), 40);
    assert_eq!(vergeet(store.database(), voor).await.unwrap(), 0);
    assert_eq!(nummers(&store, Filter::default()).await, (41..=150).rev().collect::<Vec<_>>());
    assert!(nummers(&store, oud()).await.is_empty());
    assert_eq!(nummers(&store, van("b")).await.len(), 110);
    assert_eq!(vergeet(store.database(), Timestamp::MAX).await.unwrap(), 110);
    assert!(nummers(&store, van("b")).await.is_empty());
}
