//! Opening a database.

use crate::{
    site::Site,
    teller::{Opdracht, doe, id, open},
};
use std::sync::Arc;
use wijkspoor_store::{DatabaseError, Definition, Statement, Store, SystemClock, Target, Value};

pub async fn everything_is_there_after_reopening(site: Arc<Site>) {
    {
        let tellers = open(&site.store().await).await;
        doe(&tellers, id(1), Opdracht::Tel(3)).await;
    }
    let store = site.store().await;
    let (tellers, report) =
        wijkspoor_store::Journal::<crate::teller::Model>::open(store.clone(), Arc::new(()), |_, _| {})
            .await
            .unwrap();
    assert_eq!(report, None, "the read models were up to date");
    assert_eq!(doe(&tellers, id(1), Opdracht::Tel(4)).await.position, 2);
    assert_eq!(tellers.load(id(1)).await.unwrap().unwrap().aggregate.totaal, 7);
}

pub async fn many_open_a_fresh_database_at_once(site: Arc<Site>) {
    let tasks: Vec<_> = (0..6)
        .map(|n| {
            let site = site.clone();
            tokio::spawn(async move {
                let tellers = open(&site.store().await).await;
                doe(&tellers, id(n), Opdracht::Tel(1)).await;
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let store = site.store().await;
    assert_eq!(store.head().await.unwrap().position, 6);
    assert_eq!(store.verify(&[], |_, _| {}).await.unwrap().broken(), None);
}

pub async fn a_newer_schema_is_refused(site: Arc<Site>) {
    drop(site.store().await);
    site.execute("INSERT INTO schema_version VALUES (99, 'morgen')").await.unwrap();
    let error = Store::open(&site.target, Arc::new(SystemClock)).await.err().unwrap();
    assert!(matches!(error, DatabaseError::Newer { found: 99, .. }), "{error}");
    assert!(error.to_string().contains("schemaversie 99"));
}

pub async fn an_unreachable_database_is_named(site: Arc<Site>) {
    let target = if site.is_sqlite() {
        Target::parse("/bestaat/niet/test.db")
    } else {
        Target::parse("postgres://iemand:geheim@127.0.0.1:1/wijkspoor")
    };
    let error = Store::open(&target, Arc::new(SystemClock)).await.err().unwrap();
    let DatabaseError::Unreachable { place, .. } = &error else { panic!("{error}") };
    assert!(place.contains("bestaat/niet") || place.contains("127.0.0.1:1/wijkspoor"));
    assert!(!error.to_string().contains("geheim"), "no password in a message");
    if site.is_sqlite() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "dit is geen database, maar een brief van honderd tekens".repeat(50))
            .unwrap();
        let error =
            Store::open(&Target::Sqlite(file.path().into()), Arc::new(SystemClock)).await.err().unwrap();
        assert!(matches!(error, DatabaseError::Unreachable { .. }), "{error}");
    }
}

pub async fn definitions_never_change(site: Arc<Site>) {
    let store = site.store().await;
    let register = |kind, version, source| store.register(kind, "proef", version, source);
    register(Definition::Werkstroom, 1, "een").await.unwrap();
    register(Definition::Werkstroom, 1, "een").await.unwrap();
    register(Definition::Werkstroom, 2, "twee").await.unwrap();
    register(Definition::Inrichting, 1, "anders").await.unwrap();
    let other = register(Definition::Werkstroom, 1, "anders").await.unwrap_err();
    assert_eq!(
        other.to_string(),
        "werkstroom proef versie 1 is al vastgelegd met een andere inhoud: geef de nieuwe inhoud een hoger versienummer"
    );
    let known = site.store().await.definitions(Definition::Werkstroom).await.unwrap();
    let expected = [(1, "een"), (2, "twee")].map(|(v, s)| ("proef".to_owned(), v, s.to_owned()));
    assert_eq!(known, expected);
}

pub async fn a_lease_is_held_by_one(site: Arc<Site>) {
    let (one, two) = (site.store().await, site.store().await);
    let lease = one.database().lease("wekker").await.unwrap().unwrap();
    assert!(lease.is_held());
    assert!(two.database().lease("wekker").await.unwrap().is_none());
    assert!(two.database().lease("iets-anders").await.unwrap().is_some());
    drop(lease);
    // A connection closes a moment after it was dropped.
    for _ in 0..100 {
        if two.database().lease("wekker").await.unwrap().is_some() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the lease was not given back");
}

/// Only a server can lose connections; a file must merely go on.
pub async fn lost_connections_are_replaced(site: Arc<Site>) {
    let (store, other) = (site.store().await, site.store().await);
    let (tellers, others) = (open(&store).await, open(&other).await);
    let mut subscription = store.subscribe(0);
    for round in 1..=5 {
        if !site.is_sqlite() {
            let others = "pid <> pg_backend_pid() AND datname = current_database()";
            site.execute(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
                .await
                .unwrap();
        }
        // Nobody notices, in this process nor in the other, which also reads and follows.
        doe(&others, id(1), Opdracht::Tel(1)).await;
        assert_eq!(subscription.next().await.unwrap()[0].position, 2 * round - 1);
        doe(&tellers, id(1), Opdracht::Tel(1)).await;
        assert_eq!(subscription.next().await.unwrap()[0].position, 2 * round);
    }
    assert_eq!(store.verify(&[], |_, _| {}).await.unwrap().broken(), None);
}

/// Several municipalities on one PostgreSQL, each in a schema of its own.
pub async fn schemas_of_one_database_do_not_meet(site: Arc<Site>) {
    let Target::Postgres(url) = &site.target else { return };
    site.execute("CREATE SCHEMA arnhem; CREATE SCHEMA ede").await.unwrap();
    let of = |schema: &str| Target::Postgres(format!("{url}?options=-c%20search_path%3D{schema}"));
    let mut stores = Vec::new();
    for schema in ["arnhem", "ede"] {
        stores.push(Store::open(&of(schema), Arc::new(SystemClock)).await.unwrap());
    }
    let (arnhem, ede) = (open(&stores[0]).await, open(&stores[1]).await);
    let _lease = stores[0].database().lease("wekker").await.unwrap().unwrap();
    assert!(stores[1].database().lease("wekker").await.unwrap().is_some());
    let ends = stores[1].database().head();
    for _ in 0..3 {
        doe(&arnhem, id(1), Opdracht::Tel(1)).await;
    }
    assert_eq!(doe(&ede, id(2), Opdracht::Tel(1)).await.position, 1);
    assert!(ede.load(id(1)).await.unwrap().is_none());
    assert_eq!(*ends.borrow(), 1, "commits of one do not wake the other");
}

/// What is no event is written in one transaction, and moves nothing in the log.
pub async fn what_is_recorded_beside_the_log_is_whole_or_not_there(site: Arc<Site>) {
    let store = site.store().await;
    let database = store.database();
    let insert = |id: &str| {
        let sql = "INSERT INTO aflevering (abonnement_id, positie, soort, status, pogingen, eerste_op, laatste_op) \
                   VALUES (?1, 1, 's', 'x', 1, 0, 0) RETURNING abonnement_id, fout";
        Statement::new(sql, [Value::Text(id.to_owned())])
    };
    let rows = database.record(vec![insert("a"), insert("b")]).await.unwrap();
    let texts: Vec<_> = rows.iter().map(|rows| rows[0].text(0).unwrap()).collect();
    assert_eq!((texts, rows[0][0].opt_text(1)), (vec!["a", "b"], Ok(None)));
    assert!(database.record(vec![insert("c"), insert("a")]).await.is_err());
    let all = Statement::new("SELECT abonnement_id FROM aflevering", []);
    assert_eq!(database.query(all).await.unwrap().len(), 2);
    assert_eq!(store.head().await.unwrap().position, 0);
}
