//! Idempotency keys.

use crate::{
    site::Site,
    teller::{AlGeteld, Opdracht, Tellers, id, metadata, metadata_of, open},
};
use std::sync::Arc;
use wijkspoor_store::{Committed, ExecuteError};

async fn ask(
    tellers: &Tellers,
    command: Opdracht,
    key: &str,
    fingerprint: &str,
) -> Result<Committed, ExecuteError<AlGeteld>> {
    let request = Some((key.to_owned(), fingerprint.to_owned()));
    tellers.execute(id(1), None, command, metadata(), request).await
}

pub async fn a_repeated_request_has_one_effect(site: Arc<Site>) {
    let store = site.store().await;
    let tellers = open(&store).await;
    let first = ask(&tellers, Opdracht::Tel(1), "a", "tel 1").await.unwrap();
    assert!(!first.replayed);
    ask(&tellers, Opdracht::Tel(1), "b", "tel 1").await.unwrap();
    let again = ask(&open(&site.store().await).await, Opdracht::Tel(1), "a", "tel 1").await.unwrap();
    assert_eq!(again, Committed { replayed: true, ..first });
    assert_eq!(store.head().await.unwrap().position, 2);
    // Also a request that came to nothing keeps its answer.
    assert_eq!(ask(&tellers, Opdracht::Niets, "c", "niets").await.unwrap().version, 2);
    ask(&tellers, Opdracht::Tel(1), "d", "tel 1").await.unwrap();
    let nothing = ask(&tellers, Opdracht::Niets, "c", "niets").await.unwrap();
    assert_eq!((nothing.version, nothing.replayed), (2, true));
    // A refused request may be tried again under its key.
    assert!(matches!(ask(&tellers, Opdracht::Begin, "e", "begin").await, Err(ExecuteError::Refused(_))));
    assert!(!ask(&tellers, Opdracht::Tel(1), "e", "begin").await.unwrap().replayed);
}

pub async fn the_same_request_at_two_stores_at_once_has_one_effect(site: Arc<Site>) {
    let (one, two) = (open(&site.store().await).await, open(&site.store().await).await);
    for round in 0..20 {
        // `Begin` is refused the second time, so that the loser must find out that it was its own request.
        let command = if round == 0 { Opdracht::Begin } else { Opdracht::Tel(1) };
        let key = format!("ronde {round}");
        let asks = [&one, &two, &one, &two].map(|tellers| ask(tellers, command.clone(), &key, "x"));
        let answers = futures_util::future::join_all(asks).await;
        let answers: Vec<Committed> = answers.into_iter().map(Result::unwrap).collect();
        assert_eq!(answers.iter().filter(|a| !a.replayed).count(), 1);
        assert!(answers.iter().all(|a| a.position == round + 1 && a.events == answers[0].events));
    }
    assert_eq!(one.store().head().await.unwrap().position, 20);
}

pub async fn a_key_for_another_request_is_refused(site: Arc<Site>) {
    let store = site.store().await;
    let tellers = open(&store).await;
    ask(&tellers, Opdracht::Tel(1), "a", "tel 1").await.unwrap();
    assert!(matches!(ask(&tellers, Opdracht::Tel(2), "a", "tel 2").await, Err(ExecuteError::KeyReused)));
    assert_eq!(store.head().await.unwrap().position, 1);
}

pub async fn keys_of_two_actors_do_not_meet(site: Arc<Site>) {
    let tellers = open(&site.store().await).await;
    for actor in ["een", "twee"] {
        let request = Some(("a".to_owned(), actor.to_owned()));
        let committed = tellers.execute(id(1), None, Opdracht::Tel(1), metadata_of(actor), request).await;
        assert!(!committed.unwrap().replayed);
    }
}
