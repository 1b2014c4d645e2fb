//! What comes of a command.

use crate::{
    site::Site,
    teller::{AlGeteld, Gebeurtenis, Model, Opdracht, Teller, doe, id, metadata, open, probeer},
};
use cqrs_es::{AggregateError, CqrsFramework, EventStore};
use std::{collections::HashMap, sync::Arc};
use wijkspoor_store::{
    AppendError, Appended, CqrsStore, ExecuteError, Statement, StoreError, Value,
    log::{Append, Effects, NewEvent},
};

pub async fn a_stale_version_conflicts(site: Arc<Site>) {
    let store = site.store().await;
    let (tellers, others) = (open(&store).await, open(&site.store().await).await);
    let tel = |expected| tellers.execute(id(1), Some(expected), Opdracht::Tel(1), metadata(), None);
    assert!(matches!(tel(3).await, Err(ExecuteError::Conflict { expected: 3, actual: 0 })));
    assert_eq!(tel(0).await.unwrap().version, 1);
    assert!(matches!(tel(0).await, Err(ExecuteError::Conflict { expected: 0, actual: 1 })));
    // The version that another process wrote counts, not the one that this process remembers.
    doe(&others, id(1), Opdracht::Tel(1)).await;
    assert!(matches!(tel(1).await, Err(ExecuteError::Conflict { expected: 1, actual: 2 })));
    assert_eq!(tel(2).await.unwrap().version, 3);
    assert_eq!(store.head().await.unwrap().position, 3);
}

pub async fn steps_decided_elsewhere_are_appended_whole_or_not_at_all(site: Arc<Site>) {
    let store = site.store().await;
    let (tellers, others) = (open(&store).await, open(&site.store().await).await);
    let step = |dag: i64| {
        let mut metadata = metadata();
        metadata.plaatsgevonden.op += jiff::SignedDuration::from_hours(24 * dag);
        (vec![Gebeurtenis::Geteld { hoeveel: 1 }; 2], metadata)
    };
    let committed = tellers.extend(id(1), 0, vec![step(0), step(1)]).await.unwrap();
    assert_eq!((committed.version, committed.position, committed.events.len()), (4, 4, 4));
    // Each with what was recorded beside it.
    let events = store.decode::<Gebeurtenis>(store.read_stream(id(1), 0, 10).await.unwrap()).await.unwrap();
    let verwacht = [0, 0, 1, 1].map(|dag| step(dag).1);
    assert_eq!(events.into_iter().map(|e| e.metadata).collect::<Vec<_>>(), verwacht);
    // On another version there is nothing to append them to, whoever moved it.
    for expected in [0, 3] {
        let result = tellers.extend(id(1), expected, vec![step(2)]).await;
        assert!(matches!(result, Err(ExecuteError::Conflict { actual: 4, .. })), "{result:?}");
    }
    assert_eq!(others.extend(id(1), 4, vec![step(2)]).await.unwrap().version, 6);
    assert!(matches!(
        tellers.extend(id(1), 4, vec![step(2)]).await,
        Err(ExecuteError::Conflict { actual: 6, .. })
    ));
    // Commands go on from there, in either process.
    assert_eq!(doe(&tellers, id(1), Opdracht::Tel(1)).await.version, 7);
    assert_eq!(tellers.extend(id(1), 7, vec![step(3)]).await.unwrap().version, 9);
}

pub async fn a_command_without_events_changes_nothing(site: Arc<Site>) {
    let store = site.store().await;
    let tellers = open(&store).await;
    doe(&tellers, id(1), Opdracht::Tel(1)).await;
    let committed = doe(&tellers, id(1), Opdracht::Niets).await;
    assert_eq!((committed.version, committed.position, committed.events.len()), (1, 1, 0));
    assert_eq!(doe(&tellers, id(2), Opdracht::Niets).await.version, 0);
    assert_eq!(store.head().await.unwrap().position, 1);
}

pub async fn a_refusal_is_not_stale(site: Arc<Site>) {
    let (one, two) = (open(&site.store().await).await, open(&site.store().await).await);
    doe(&one, id(1), Opdracht::Noteer("x")).await;
    assert!(two.load(id(1)).await.unwrap().is_some());
    doe(&one, id(1), Opdracht::Begin).await;
    // The other store remembers the stream from before; its answer must rest on what is there now.
    assert!(matches!(probeer(&two, id(1), Opdracht::Begin).await, Err(ExecuteError::Refused(AlGeteld))));
}

fn append(stream: u128, expected_version: i64, effects: fn() -> Result<Effects, String>) -> Append {
    let event = NewEvent {
        event_type: "Geteld".to_owned(),
        schema_version: 2,
        payload: serde_json::to_value(Gebeurtenis::Geteld { hoeveel: 1 }).unwrap(),
        metadata: serde_json::to_value(metadata()).unwrap(),
        occurred_at: metadata().plaatsgevonden.op,
        precision: "dag".to_owned(),
    };
    Append {
        stream: id(stream),
        stream_type: "teller",
        expected_version,
        events: vec![event],
        request: None,
        key: None,
        projection: None,
        project: Box::new(move |_| effects()),
    }
}

pub async fn an_old_event_is_lifted_and_an_unknown_one_is_named(site: Arc<Site>) {
    let store = site.store().await;
    let tellers = open(&store).await;
    let of_version = |stream, schema_version, payload: serde_json::Value| {
        let mut append = append(stream, 0, || Ok(Effects::default()));
        append.events[0].schema_version = schema_version;
        append.events[0].payload = payload;
        append
    };
    store.append(of_version(1, 1, serde_json::json!({"Geteld": 7}))).await.unwrap();
    store.append(of_version(2, 3, serde_json::json!({}))).await.unwrap();
    assert_eq!(tellers.load(id(1)).await.unwrap().unwrap().aggregate.totaal, 7);
    let error = tellers.load(id(2)).await.unwrap_err();
    assert!(matches!(error, StoreError::Unreadable { position: 2, .. }), "{error}");
    assert_eq!(
        store.read_stream(id(1), 0, 1).await.unwrap()[0].payload,
        "{\"Geteld\":7}",
        "the log keeps its word"
    );
}

pub async fn only_the_offending_append_of_a_batch_is_refused(site: Arc<Site>) {
    let store = site.store().await;
    let nothing: fn() -> Result<Effects, String> = || Ok(Effects::default());
    let appends = (0..300).map(|n| match n {
        100 => append(n, 5, nothing),
        200 => append(n, 0, || Err("stuk".to_owned())),
        201 => append(n, 0, || panic!("an accident in a projection")),
        _ => append(n, 0, nothing),
    });
    let outcomes = futures_util::future::join_all(appends.map(|append| store.append(append))).await;
    for (n, outcome) in outcomes.iter().enumerate() {
        match n {
            100 => assert_eq!(*outcome, Err(AppendError::Conflict { expected: 5, actual: 0 })),
            200 | 201 => assert!(matches!(outcome, Err(AppendError::Projection(_)))),
            _ => assert!(matches!(outcome, Ok(Appended::Stored(positions)) if positions.len() == 1)),
        }
    }
    assert_eq!(store.head().await.unwrap().position, 297);
    assert_eq!(store.verify(&[], |_, _| {}).await.unwrap().broken(), None);
}

pub async fn a_failing_statement_leaves_no_gap(site: Arc<Site>) {
    let store = site.store().await;
    let tellers = open(&store).await;
    doe(&tellers, id(0), Opdracht::Tel(1)).await;
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let tellers = tellers.clone();
            let command = if n % 5 == 3 { Opdracht::Breek } else { Opdracht::Tel(1) };
            tokio::spawn(async move { probeer(&tellers, id(n), command).await })
        })
        .collect();
    for (n, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await.unwrap().is_ok(), n % 5 != 3);
    }
    let positions: Vec<i64> = store.read_all(0, 100).await.unwrap().iter().map(|e| e.position).collect();
    assert_eq!(positions, (1..=17).collect::<Vec<_>>());
    assert!(tellers.load(id(3)).await.unwrap().is_none(), "nothing of it was kept");
    doe(&tellers, id(3), Opdracht::Tel(1)).await;
}

pub async fn a_snapshot_and_its_tail_equal_a_full_load(site: Arc<Site>) {
    let store = site.store().await;
    let tellers = open(&store).await;
    for n in 0..250 {
        doe(&tellers, id(1), if n % 7 == 0 { Opdracht::Noteer("geheim") } else { Opdracht::Tel(n) }).await;
    }
    let snapshots = || store.database().query(Statement::new("SELECT version FROM snapshot", []));
    assert_eq!(snapshots().await.unwrap()[0].int(0), Ok(200));
    let of_memory = tellers.load(id(1)).await.unwrap().unwrap();
    let of_snapshot = open(&site.store().await).await.load(id(1)).await.unwrap().unwrap();
    site.execute("DELETE FROM snapshot").await.unwrap();
    let of_events = open(&site.store().await).await.load(id(1)).await.unwrap().unwrap();
    for loaded in [&of_snapshot, &of_events] {
        assert_eq!(loaded.aggregate, of_memory.aggregate);
        assert_eq!((loaded.version, loaded.position), (250, 250));
        assert_eq!(loaded.recorded_at, of_memory.recorded_at);
    }
    // A snapshot that cannot be read, or that another version wrote, is as good as none.
    for (schema, state) in [("teller/1/1", "{}"), ("teller/1/1", "geen json"), ("teller/0/1", "{}")] {
        let sql = format!("INSERT INTO snapshot VALUES ('{}', 200, '{schema}', '{state}')", id(1));
        site.execute(&sql).await.unwrap();
        let loaded = open(&site.store().await).await.load(id(1)).await.unwrap().unwrap();
        assert_eq!(loaded.aggregate, of_memory.aggregate);
        site.execute("DELETE FROM snapshot").await.unwrap();
    }
}

pub async fn the_cqrs_framework_works_over_it(site: Arc<Site>) {
    let store = site.store().await;
    let tellers = open(&store).await;
    let adapter = || CqrsStore::<Model>::new(tellers.clone(), Box::new(|_| metadata()));
    let framework = CqrsFramework::new(adapter(), Vec::new(), ());
    let stream = id(1).to_string();
    framework.execute(&stream, Opdracht::Begin).await.unwrap();
    framework.execute(&stream, Opdracht::Tel(4)).await.unwrap();
    let refused = framework.execute(&stream, Opdracht::Begin).await;
    assert!(matches!(refused, Err(AggregateError::UserError(AlGeteld))));
    let events = EventStore::<Teller>::load_events(&adapter(), &stream).await.unwrap();
    assert_eq!(events.iter().map(|e| e.sequence).collect::<Vec<_>>(), [1, 2]);
    let rows = store.database().query(Statement::new("SELECT totaal FROM teller", [])).await.unwrap();
    assert_eq!(rows[0].0, [Value::Int(4)], "the read model came along");

    // Two that work on the same version: the second is refused.
    let stale = EventStore::<Teller>::load_aggregate(&adapter(), &stream).await.unwrap();
    doe(&tellers, id(1), Opdracht::Tel(1)).await;
    let event = vec![Gebeurtenis::Geteld { hoeveel: 1 }];
    let late = EventStore::<Teller>::commit(&adapter(), event, stale, HashMap::new()).await;
    assert!(matches!(late, Err(AggregateError::AggregateConflict)));
}
