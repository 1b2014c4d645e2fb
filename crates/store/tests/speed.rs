//! How many commands a second: `cargo nextest run --release -p wijkspoor-store --run-ignored only --no-capture`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement for people"
)]
#![expect(dead_code, reason = "the modules serve the conformance suite first")]

#[path = "conformance/site.rs"]
mod site;
#[path = "conformance/teller.rs"]
mod teller;

use site::Site;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use teller::{Opdracht, doe, id, open};

const SECONDS: u64 = 5;

async fn measure(site: Arc<Site>) {
    let store = site.store().await;
    let name = store.database().name();
    let tellers = open(&store).await;
    for (tasks, streams) in [(1, 1), (64, 64), (64, 100_000), (256, 100_000)] {
        let start = Instant::now();
        let workers: Vec<_> = (0..tasks)
            .map(|task| {
                let tellers = tellers.clone();
                tokio::spawn(async move {
                    let mut done = 0;
                    let mut slowest = Duration::ZERO;
                    while start.elapsed() < Duration::from_secs(SECONDS) {
                        let begin = Instant::now();
                        // With 64 streams each task has its own; with many, nearly every command is for a new one.
                        doe(&tellers, id((done * tasks + task) % streams), Opdracht::Tel(1)).await;
                        slowest = slowest.max(begin.elapsed());
                        done += 1;
                    }
                    (done, slowest)
                })
            })
            .collect();
        let (mut done, mut slowest) = (0, Duration::ZERO);
        for worker in workers {
            let (n, worst) = worker.await.unwrap();
            (done, slowest) = (done + n, slowest.max(worst));
        }
        let rate = done as f64 / start.elapsed().as_secs_f64();
        println!("{name}: {tasks} tasks, {streams} streams: {rate:.0} commands/s, slowest {slowest:?}");
    }
    let start = Instant::now();
    let report = wijkspoor_store::rebuild::<teller::Model>(&store, &Arc::new(()), |_, _| {}).await.unwrap();
    println!(
        "{name}: rebuilt {} events of {} streams in {:?}",
        report.events,
        report.streams,
        start.elapsed()
    );
    assert!(report.tables.iter().all(|table| table.differences == Some(0)));
}

/// What a first look at a stream costs, by its length; with more than 100 events it has a snapshot.
async fn measure_loads(site: Arc<Site>) {
    let store = site.store().await;
    let tellers = open(&store).await;
    for (n, length) in [1, 50, 99, 100, 199].into_iter().enumerate() {
        for _ in 0..length {
            doe(&tellers, id(n as u128), Opdracht::Noteer("geheim")).await;
        }
        let start = Instant::now();
        for _ in 0..200 {
            // A fresh journal remembers nothing.
            open(&store).await.load(id(n as u128)).await.unwrap().unwrap();
        }
        println!("{}: a stream of {length} events: {:?}", store.database().name(), start.elapsed() / 200);
    }
}

#[ignore = "a measurement"]
#[tokio::test(flavor = "multi_thread")]
async fn sqlite_loads() {
    site::on(Site::sqlite(), measure_loads).await;
}

#[ignore = "a measurement"]
#[tokio::test(flavor = "multi_thread")]
async fn postgres_loads() {
    site::on(Site::postgres().await, measure_loads).await;
}

#[ignore = "a measurement"]
#[tokio::test(flavor = "multi_thread")]
async fn sqlite() {
    site::on(Site::sqlite(), measure).await;
}

#[ignore = "a measurement"]
#[tokio::test(flavor = "multi_thread")]
async fn postgres() {
    site::on(Site::postgres().await, measure).await;
}
