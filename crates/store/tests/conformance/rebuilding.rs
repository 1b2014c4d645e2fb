//! Rebuilding the read models.

use crate::{
    site::Site,
    teller::{AlGeteld, Model, Opdracht, Tellers, Versie, doe, id, metadata, open},
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use wijkspoor_store::{ExecuteError, Journal, Report, Row, Statement, Store, StoreError, rebuild};

/// Commands that look random, but are the same every time.
async fn fill(tellers: &Tellers, commands: u64, streams: u64) {
    let mut seed = 42_u64;
    for _ in 0..commands {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let command = if seed >> 33 & 3 == 0 { Opdracht::Noteer("geheim") } else { Opdracht::Tel(1) };
        doe(tellers, id(u128::from((seed >> 40) % streams)), command).await;
    }
}

async fn rows(store: &Store) -> Vec<Vec<Row>> {
    let statements =
        ["SELECT * FROM teller ORDER BY id", "SELECT * FROM teller_regel ORDER BY teller, volgnr"];
    store.database().query_many(statements.map(|sql| Statement::new(sql, [])).to_vec()).await.unwrap()
}

async fn edition(store: &Store) -> i64 {
    let rows = store.database().query(Store::edition_statement::<Model>()).await.unwrap();
    rows[0].int(0).unwrap()
}

fn differences(report: &Report) -> Vec<Option<i64>> {
    report.tables.iter().map(|table| table.differences).collect()
}

pub async fn a_rebuild_equals_the_live_rows(site: Arc<Site>) {
    let store = site.store().await;
    let tellers = open(&store).await;
    fill(&tellers, 400, 30).await;
    let (live, first) = (rows(&store).await, edition(&store).await);
    for _ in 0..2 {
        let heard = AtomicBool::new(false);
        let progress = |done, total| {
            assert!(done <= total && total == 400);
            heard.fetch_or(done == total, Ordering::SeqCst);
        };
        let report = rebuild::<Model>(&store, &Arc::new(()), progress).await.unwrap();
        assert!(heard.into_inner());
        assert_eq!((report.events, report.streams), (400, 30));
        assert_eq!(report.tables.iter().map(|t| t.rows).collect::<Vec<_>>(), [30, 400]);
        assert_eq!(differences(&report), [Some(0); 2]);
        assert_eq!(rows(&store).await, live, "byte for byte");
        assert_eq!(edition(&store).await, first, "who follows the rows goes on");
    }
    fill(&tellers, 10, 30).await;
}

pub async fn a_rebuild_while_others_write(site: Arc<Site>) {
    let store = site.store().await;
    let tellers = open(&store).await;
    fill(&tellers, 300, 100).await;
    let other = open(&site.store().await).await;
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = [tellers.clone(), other]
        .into_iter()
        .map(|tellers| {
            let stop = stop.clone();
            tokio::spawn(async move {
                let mut n = 0;
                while !stop.load(Ordering::SeqCst) {
                    doe(&tellers, id(n % 120), Opdracht::Tel(1)).await;
                    n += 1;
                }
                n
            })
        })
        .collect();
    for _ in 0..3 {
        let report = rebuild::<Model>(&store, &Arc::new(()), |_, _| {}).await.unwrap();
        assert_eq!(differences(&report), [Some(0); 2]);
    }
    stop.store(true, Ordering::SeqCst);
    let mut written = 300;
    for writer in writers {
        written += writer.await.unwrap();
    }
    let report = rebuild::<Model>(&store, &Arc::new(()), |_, _| {}).await.unwrap();
    assert_eq!(differences(&report), [Some(0); 2]);
    assert_eq!(u128::from(report.events), written);
}

pub async fn a_rebuild_finds_what_is_wrong(site: Arc<Site>) {
    let store = site.store().await;
    let tellers = open(&store).await;
    fill(&tellers, 50, 5).await;
    let (right, first) = (rows(&store).await, edition(&store).await);
    site.execute("UPDATE teller SET totaal = -1 WHERE regels > 0 AND id LIKE '%0'").await.unwrap();
    site.execute("DELETE FROM teller_regel WHERE volgnr = 2").await.unwrap();
    let report = rebuild::<Model>(&store, &Arc::new(()), |_, _| {}).await.unwrap();
    // A changed row counts twice: the wrong one, and the right one.
    assert_eq!(differences(&report), [Some(2), Some(5)]);
    assert_ne!(edition(&store).await, first, "who follows the rows must read them anew");
    assert_eq!(rows(&store).await, right);
    site.execute("INSERT INTO teller (id, totaal, regels, bijgewerkt_op) VALUES ('spook', 1, 1, 1)")
        .await
        .unwrap();
    let report = rebuild::<Model>(&store, &Arc::new(()), |_, _| {}).await.unwrap();
    assert_eq!(differences(&report), [Some(1), Some(0)], "a row of no stream");
    assert_eq!(rows(&store).await, right);
}

pub async fn an_interrupted_rebuild_does_no_harm(site: Arc<Site>) {
    let store = site.store().await;
    let tellers = open(&store).await;
    fill(&tellers, 50, 5).await;
    let live = rows(&store).await;
    // What a process that was killed leaves behind.
    site.execute("CREATE TABLE teller_nieuw (rommel BIGINT); INSERT INTO teller_nieuw VALUES (1)")
        .await
        .unwrap();
    assert_eq!(rows(&store).await, live);
    doe(&tellers, id(1), Opdracht::Tel(1)).await;
    let report = rebuild::<Model>(&store, &Arc::new(()), |_, _| {}).await.unwrap();
    assert_eq!(differences(&report), [Some(0); 2]);
    let left = store.database().query(Statement::new("SELECT * FROM teller_nieuw", [])).await;
    assert!(left.is_err(), "it is cleared away");
}

pub async fn an_older_program_does_not_write_rows_of_a_newer_one(site: Arc<Site>) {
    let old = site.store().await;
    let tellers = open(&old).await;
    fill(&tellers, 50, 5).await;
    let opened = Journal::<Versie<2>>::open(site.store().await, Arc::new(()), |_, _| {}).await.unwrap();
    let (newer, report) = (opened.0, opened.1.unwrap());
    assert_eq!(differences(&report), [None; 2], "nothing to compare with");
    let tel = |tellers: Tellers| async move {
        tellers.execute(id(1), None, Opdracht::Tel(1), metadata(), None).await
    };
    let refused: Result<_, ExecuteError<AlGeteld>> = tel(tellers).await;
    assert!(matches!(refused, Err(ExecuteError::OtherProjection)));
    assert_eq!(old.head().await.unwrap().position, 50);
    newer.execute(id(1), None, Opdracht::Tel(1), metadata(), None).await.unwrap();
    // Started anew, it does not silently turn the read models back; asked to, it does.
    let again = Journal::<Model>::open(old.clone(), Arc::new(()), |_, _| {}).await.err().unwrap();
    assert!(matches!(again, StoreError::NewerProjection { found: 2, known: 1, .. }));
    rebuild::<Model>(&old, &Arc::new(()), |_, _| {}).await.unwrap();
    open(&old).await;
}
