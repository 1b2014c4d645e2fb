//! Sensitive texts, and what destroying a key does.

use crate::{
    site::Site,
    teller::{Gebeurtenis, Opdracht, Tellers, besluit, doe, id, metadata, open},
};
use serde_json::{Value as Json, json};
use std::{sync::Arc, time::Duration};
use wijkspoor_domain::Recorded;
use wijkspoor_store::{Statement, Store, Target, erasure, rebuild};

const SECRET: &str = "Fatima woont op nummer 12";

async fn filled(site: &Site) -> (Arc<Store>, Tellers) {
    let store = site.store().await;
    let tellers = open(&store).await;
    for n in 1..=2 {
        doe(&tellers, id(n), Opdracht::Noteer(SECRET)).await;
        for _ in 0..110 {
            doe(&tellers, id(n), Opdracht::Tel(1)).await;
        }
    }
    (store, tellers)
}

async fn notes(store: &Store) -> Vec<Json> {
    let rows =
        store.database().query(Statement::new("SELECT notitie FROM teller ORDER BY id", [])).await.unwrap();
    store
        .unseal(rows.iter().map(|r| serde_json::from_str(r.text(0).unwrap()).unwrap()).collect())
        .await
        .unwrap()
}

async fn first_event(store: &Store, n: u128) -> Gebeurtenis {
    let raw = store.read_stream(id(n), 0, 1).await.unwrap();
    let events: Vec<Recorded<Gebeurtenis>> = store.decode(raw).await.unwrap();
    events[0].event.clone()
}

pub async fn nothing_sensitive_stands_in_the_clear(site: Arc<Site>) {
    let (store, _tellers) = filled(&site).await;
    let texts = site.all_texts(&store).await;
    assert!(texts.iter().any(|text| text.contains("$verzegeld")));
    assert!(texts.iter().any(|text| text.starts_with("teller/1/")), "there is a snapshot among them");
    assert!(texts.iter().all(|text| !text.contains("Fatima")));
    assert_eq!(notes(&store).await[0], json!({"$gevoelig": SECRET}));
    assert_eq!(first_event(&store, 1).await, Gebeurtenis::Genoteerd { tekst: SECRET.into() });
}

/// Not even in the write-ahead log. PostgreSQL's own files are the administrator's.
pub async fn a_destroyed_key_stands_in_no_file(site: Arc<Site>) {
    let Target::Sqlite(path) = &site.target else { return };
    let (store, tellers) = filled(&site).await;
    let keys = store.database().query(Statement::new("SELECT key FROM data_key", [])).await.unwrap();
    let keys: Vec<_> = keys.iter().map(|row| row.bytes(0).unwrap().to_vec()).collect();
    let found = || {
        let files = std::fs::read_dir(path.parent().unwrap()).unwrap();
        let files: Vec<_> = files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
        keys.iter().filter(|key| files.iter().any(|file| file.windows(key.len()).any(|w| w == *key))).count()
    };
    assert_eq!(found(), 2, "the keys are in the files before");
    tellers.erase(id(1), Some(&besluit()), &metadata()).await.unwrap();
    assert_eq!(found(), 1);
}

pub async fn a_destroyed_key_erases_everywhere(site: Arc<Site>) {
    let (store, tellers) = filled(&site).await;
    tellers.erase(id(1), Some(&besluit()), &metadata()).await.unwrap();
    tellers.erase(id(1), Some(&besluit()), &metadata()).await.unwrap();
    assert_eq!(notes(&store).await, [json!({"$gevoelig": null}), json!({"$gevoelig": SECRET})]);
    let Gebeurtenis::Genoteerd { tekst } = first_event(&store, 1).await else { panic!("the event stays") };
    assert_eq!(tekst.tekst(), None);
    for tellers in [&tellers, &open(&site.store().await).await] {
        let loaded = tellers.load(id(1)).await.unwrap().unwrap();
        assert_eq!(loaded.aggregate.notitie.as_ref().unwrap().tekst(), None);
        assert_eq!(loaded.aggregate.totaal, 110, "figures stay");
    }
    // The stream goes on, but nothing sensitive is kept of it any more.
    doe(&tellers, id(1), Opdracht::Noteer("weer Fatima")).await;
    assert_eq!(notes(&store).await[0], json!({"$gevoelig": null}));
    assert!(site.all_texts(&store).await.iter().all(|text| !text.contains("Fatima")));
    assert_eq!(store.verify(&[], |_, _| {}).await.unwrap().broken(), None, "the chain stays whole");
    let report = rebuild::<crate::teller::Model>(&store, &Arc::new(()), |_, _| {}).await.unwrap();
    assert!(report.tables.iter().all(|table| table.differences == Some(0)), "{report:?}");
}

/// Followers of the log hear of an erasure where it happened, once, whatever it was that was erased.
pub async fn an_erasure_stands_in_the_log_once(site: Arc<Site>) {
    let (store, tellers) = filled(&site).await;
    let before = store.head().await.unwrap().position;
    tellers.erase(id(1), Some(&besluit()), &metadata()).await.unwrap();
    doe(&tellers, id(2), Opdracht::Tel(1)).await;
    tellers.erase(id(1), Some(&besluit()), &metadata()).await.unwrap();
    let events = store.read_all(before, 100).await.unwrap();
    assert_eq!(
        events.iter().map(|e| e.event_type.as_str()).collect::<Vec<_>>(),
        [erasure::EVENT_TYPE, "Geteld"]
    );
    assert_eq!(events[0].schema_version, erasure::VERSION);
    let erased: erasure::Erased = serde_json::from_str(&events[0].payload).unwrap();
    assert_eq!((erased.stroom, erased.soort.as_str()), (id(1), "teller"));
    assert_eq!(erased.besluit, Some(besluit()));
    assert_eq!((events[0].stream, events[0].sequence), (erasure::stream(id(1)), 1));
    assert_eq!(store.verify(&[], |_, _| {}).await.unwrap().broken(), None);
}

pub async fn another_store_notices_a_destroyed_key(site: Arc<Site>) {
    let (_store, tellers) = filled(&site).await;
    let other = open(&site.store().await).await;
    assert_eq!(
        other.load(id(1)).await.unwrap().unwrap().aggregate.notitie.as_ref().unwrap().tekst(),
        Some(SECRET)
    );
    tellers.erase(id(1), Some(&besluit()), &metadata()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(5100)).await;
    assert_eq!(other.load(id(1)).await.unwrap().unwrap().aggregate.notitie.as_ref().unwrap().tekst(), None);
}
