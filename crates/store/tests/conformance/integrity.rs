//! The log cannot be changed unseen.

use crate::{
    site::Site,
    teller::{Opdracht, doe, id, open},
};
use std::sync::Arc;
use wijkspoor_store::Store;

async fn filled(site: &Site) -> Arc<Store> {
    let store = site.store().await;
    let tellers = open(&store).await;
    for n in 0..10 {
        doe(&tellers, id(n % 3), Opdracht::Tel(1)).await;
    }
    store
}

pub async fn the_chain_verifies(site: Arc<Site>) {
    let store = filled(&site).await;
    let verified = store.verify(&[], |_, _| {}).await.unwrap();
    assert_eq!((verified.size, verified.broken()), (10, None));
    let reopened = site.store().await.verify(&[], |_, _| {}).await.unwrap();
    assert_eq!(reopened, verified);
}

pub async fn the_log_refuses_change(site: Arc<Site>) {
    let store = filled(&site).await;
    let mut attempts = vec!["UPDATE event SET payload = '{}' WHERE position = 3", "DELETE FROM event"];
    attempts.extend((!site.is_sqlite()).then_some("TRUNCATE event"));
    for sql in attempts {
        let error = site.execute(sql).await.unwrap_err();
        assert!(error.contains("the log is never changed"), "{error}");
    }
    assert_eq!(store.verify(&[], |_, _| {}).await.unwrap().broken(), None);
}

pub async fn tampering_is_found(site: Arc<Site>) {
    let store = filled(&site).await;
    site.disarm().await;
    let broken = async || store.verify(&[], |_, _| {}).await.unwrap().broken();
    site.execute("UPDATE event SET recorded_at = recorded_at + 1 WHERE position = 7").await.unwrap();
    assert_eq!(broken().await, Some(7));
    site.execute("UPDATE event SET payload = '{\"Geteld\":{\"hoeveel\":100}}' WHERE position = 4")
        .await
        .unwrap();
    assert_eq!(broken().await, Some(4));
    site.execute("UPDATE event SET recorded_at = recorded_at - 1 WHERE position = 7").await.unwrap();
    site.execute("UPDATE event SET payload = '{\"Geteld\":{\"hoeveel\":1}}' WHERE position = 4")
        .await
        .unwrap();
    assert_eq!(broken().await, None, "it is as it was");
    site.execute("DELETE FROM event WHERE position = 10").await.unwrap();
    assert_eq!(broken().await, Some(10), "the end is missing");
    site.execute("DELETE FROM event WHERE position = 2").await.unwrap();
    assert_eq!(broken().await, Some(2));
}
