//! Positions, times, and readers that follow.

use crate::{
    site::Site,
    teller::{Gebeurtenis, Opdracht, doe, id, metadata, open},
};
use jiff::{SignedDuration, Timestamp};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use wijkspoor_domain::Recorded;
use wijkspoor_store::{Journal, ManualClock, Store, Subscription};

pub async fn what_was_appended_can_be_read(site: Arc<Site>) {
    let store = site.store().await;
    let tellers = open(&store).await;
    let first = doe(&tellers, id(1), Opdracht::Tel(5)).await;
    doe(&tellers, id(2), Opdracht::Noteer("geheim")).await;
    let third = doe(&tellers, id(1), Opdracht::Tel(7)).await;
    assert_eq!((first.version, first.position), (1, 1));
    assert_eq!((third.version, third.position), (2, 3));
    assert_eq!((&*third.events[0].event_type, third.events[0].sequence), ("Geteld", 2));

    let stream = store.read_stream(id(1), 0, 10).await.unwrap();
    assert_eq!(stream.iter().map(|e| (e.position, e.sequence)).collect::<Vec<_>>(), [(1, 1), (3, 2)]);
    assert_eq!(store.read_stream(id(1), 1, 10).await.unwrap().len(), 1);
    let all: Vec<Recorded<Gebeurtenis>> = store.decode(store.read_all(0, 10).await.unwrap()).await.unwrap();
    assert_eq!(all[2].event, Gebeurtenis::Geteld { hoeveel: 7 });
    assert_eq!(all[1].event, Gebeurtenis::Genoteerd { tekst: "geheim".into() });
    // Both times: when it happened, with its precision, and when it was recorded.
    assert_eq!(all[0].metadata, metadata());
    assert_eq!((stream[0].occurred_at, &*stream[0].precision), (metadata().plaatsgevonden.op, "maand"));
    assert_eq!((all[0].recorded_at, all[2].recorded_at), (first.recorded_at, third.recorded_at));
    assert!(stream[0].recorded_at > stream[0].occurred_at);

    let head = store.head().await.unwrap();
    assert_eq!((head.position, head.recorded_at), (3, third.recorded_at));
    let loaded = tellers.load(id(1)).await.unwrap().unwrap();
    assert_eq!((loaded.aggregate.totaal, loaded.version), (12, 2));
    assert!(tellers.load(id(9)).await.unwrap().is_none());
}

pub async fn positions_have_no_gaps_and_subscribers_miss_nothing(site: Arc<Site>) {
    let store = site.store().await;
    let tellers = open(&store).await;
    let follower = tokio::spawn(follow(store.subscribe(0), 640));
    let writers: Vec<_> = (0..64)
        .map(|writer| {
            let tellers = tellers.clone();
            tokio::spawn(async move {
                for _ in 0..10 {
                    doe(&tellers, id(writer % 8), Opdracht::Tel(1)).await;
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    for n in 0..8 {
        assert_eq!(tellers.load(id(n)).await.unwrap().unwrap().aggregate.totaal, 80, "no update is lost");
    }
    assert_eq!(follower.await.unwrap(), (1..=640).collect::<Vec<_>>());
    assert_eq!(store.verify(&[], |_, _| {}).await.unwrap().broken(), None);
}

pub async fn several_stores_write_to_one_database(site: Arc<Site>) {
    let (one, two) = (site.store().await, site.store().await);
    let journals = [open(&one).await, open(&two).await];
    let follower = tokio::spawn(follow(two.subscribe(0), 320));
    let writers: Vec<_> = (0..32)
        .map(|writer| {
            let tellers = journals[writer % 2].clone();
            tokio::spawn(async move {
                for _ in 0..10 {
                    // Both stores write to the same streams, so they meet each other's events all the time.
                    doe(&tellers, id(writer as u128 / 2 % 4), Opdracht::Tel(1)).await;
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(follower.await.unwrap(), (1..=320).collect::<Vec<_>>());
    for tellers in &journals {
        for n in 0..4 {
            assert_eq!(tellers.load(id(n)).await.unwrap().unwrap().aggregate.totaal, 80);
        }
    }
    assert_eq!(one.verify(&[], |_, _| {}).await.unwrap().broken(), None);
}

async fn follow(mut subscription: Subscription, until: i64) -> Vec<i64> {
    let mut seen = Vec::new();
    while subscription.position() < until {
        seen.extend(subscription.next().await.unwrap().iter().map(|event| event.position));
    }
    seen
}

pub async fn recorded_times_never_go_back(site: Arc<Site>) {
    let start: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let clock = Arc::new(ManualClock::new(start));
    let store = Store::open(&site.target, clock.clone()).await.unwrap();
    let tellers: Arc<Journal<crate::teller::Model>> =
        Journal::open(store.clone(), Arc::new(()), |_, _| {}).await.unwrap().0;
    assert_eq!(doe(&tellers, id(1), Opdracht::Tel(1)).await.recorded_at, start);
    clock.advance(SignedDuration::from_hours(-5));
    assert_eq!(doe(&tellers, id(1), Opdracht::Tel(1)).await.recorded_at, start);
    clock.advance(SignedDuration::from_hours(24 * 365));
    assert!(doe(&tellers, id(1), Opdracht::Tel(1)).await.recorded_at > start);
}

pub async fn a_subscriber_wakes_within_milliseconds(site: Arc<Site>) {
    let (writer, reader) = (site.store().await, site.store().await);
    let tellers = open(&writer).await;
    for (store, limit) in [(writer, 50), (reader, 150)] {
        let mut subscription = store.subscribe(store.head().await.unwrap().position);
        let woken = tokio::spawn(async move {
            subscription.next().await.unwrap();
            Instant::now()
        });
        tokio::time::sleep(Duration::from_millis(200)).await;
        doe(&tellers, id(1), Opdracht::Tel(1)).await;
        let committed = Instant::now();
        let waited = woken.await.unwrap().saturating_duration_since(committed);
        assert!(waited < Duration::from_millis(limit), "{waited:?}");
    }
}
