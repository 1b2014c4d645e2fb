use super::*;
use crate::log::NewEvent;
use serde_json::json;

fn known() -> Known {
    Known {
        position: 10,
        hash: [7; 32],
        recorded_at: from_micros(1_000),
        projections: HashMap::from([("teller".to_owned(), 3)]),
        streams: HashMap::from([(id(1), 4)]),
        requests: HashMap::from([(
            ("tester".to_owned(), "oud".to_owned()),
            ("afdruk".to_owned(), "antwoord".to_owned()),
        )]),
    }
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn append(stream: u128, expected_version: i64, events: usize) -> Append {
    let event = NewEvent {
        event_type: "Geteld".to_owned(),
        schema_version: 1,
        payload: json!({}),
        metadata: json!({}),
        occurred_at: Timestamp::UNIX_EPOCH,
        precision: "dag".to_owned(),
    };
    Append {
        stream: id(stream),
        stream_type: "teller",
        expected_version,
        events: vec![event; events],
        request: None,
        key: None,
        projection: None,
        project: Box::new(|positions| {
            let receipt = format!("{positions:?}");
            Ok(Effects { receipt, ..Effects::default() })
        }),
    }
}

fn with_key(append: Append, key: &str, fingerprint: &str) -> Append {
    let request =
        Request { actor: "tester".to_owned(), key: key.to_owned(), fingerprint: fingerprint.to_owned() };
    Append { request: Some(request), ..append }
}

fn run(appends: &[Append], now: i64) -> Decided {
    decide(&appends.iter().collect::<Vec<_>>(), known(), from_micros(now))
}

fn positions(outcome: &Result<Appended, AppendError>) -> Vec<i64> {
    match outcome {
        Ok(Appended::Stored(positions)) => positions.iter().map(|p| p.position).collect(),
        other => panic!("not stored: {other:?}"),
    }
}

/// The parameters of the statement that begins so.
fn params<'a>(decided: &'a Decided, start: &str) -> Option<&'a [Value]> {
    decided.statements.iter().find(|s| s.sql.starts_with(start)).map(|s| &s.params[..])
}

#[test]
fn positions_go_on_without_gaps_past_what_is_refused() {
    let decided = run(&[append(1, 4, 2), append(2, 1, 1), append(3, 0, 1)], 2_000);
    assert_eq!(positions(&decided.outcomes[0]), [11, 12]);
    assert_eq!(decided.outcomes[1], Err(AppendError::Conflict { expected: 1, actual: 0 }));
    assert_eq!(positions(&decided.outcomes[2]), [13]);
    assert_eq!(decided.position, 13);
    let end = params(&decided, "UPDATE log_head").unwrap();
    assert_eq!((&end[0], &end[2]), (&Value::Int(13), &Value::Int(2_000)));
}

#[test]
fn appends_to_one_stream_follow_each_other_within_a_batch() {
    let decided = run(&[append(1, 4, 1), append(1, 4, 1), append(1, 5, 1)], 2_000);
    assert_eq!(positions(&decided.outcomes[0]), [11]);
    assert_eq!(decided.outcomes[1], Err(AppendError::Conflict { expected: 4, actual: 5 }));
    assert_eq!(positions(&decided.outcomes[2]), [12]);
    assert_eq!(params(&decided, "INSERT INTO stream").unwrap()[2], Value::Int(6));
}

#[test]
fn the_chain_goes_on_from_the_last_hash() {
    let decided = run(&[append(1, 4, 1)], 2_000);
    let row = params(&decided, "INSERT INTO event").unwrap();
    let raw = RawEvent::take(&mut Row(row.to_vec())).unwrap();
    assert_eq!(raw.hash, chain::link(&[7; 32], &raw));
    assert_eq!(params(&decided, "UPDATE log_head").unwrap()[1], Value::Bytes(raw.hash));
}

#[test]
fn a_clock_that_went_back_does_not_take_the_log_along() {
    let decided = run(&[append(1, 4, 1)], 500);
    let Ok(Appended::Stored(positions)) = &decided.outcomes[0] else { panic!("stored") };
    assert_eq!(positions[0].recorded_at, from_micros(1_000));
}

#[test]
fn a_repeated_request_gets_the_first_answer() {
    let again = with_key(append(1, 99, 1), "oud", "afdruk");
    let (first, second) = (with_key(append(1, 4, 1), "nieuw", "x"), with_key(append(1, 4, 1), "nieuw", "x"));
    let decided = run(&[again, first, second], 2_000);
    assert_eq!(decided.outcomes[0], Ok(Appended::Duplicate { receipt: "antwoord".to_owned() }));
    let receipt = format!("{:?}", [Position { position: 11, recorded_at: from_micros(2_000) }]);
    assert_eq!(positions(&decided.outcomes[1]), [11]);
    assert_eq!(decided.outcomes[2], Ok(Appended::Duplicate { receipt }), "also within one batch");
    assert_eq!(params(&decided, "INSERT INTO idempotency").unwrap().len(), 5, "kept once");
}

#[test]
fn a_key_of_another_request_is_refused_and_of_another_actor_is_not() {
    let mut stranger = with_key(append(1, 4, 1), "oud", "anders");
    if let Some(request) = &mut stranger.request {
        request.actor = "ander".to_owned();
    }
    let decided = run(&[with_key(append(1, 4, 1), "oud", "anders"), stranger], 2_000);
    assert_eq!(decided.outcomes[0], Err(AppendError::KeyReused));
    assert_eq!(positions(&decided.outcomes[1]), [11]);
}

#[test]
fn a_refused_request_does_not_use_up_its_key() {
    let decided =
        run(&[with_key(append(1, 9, 1), "nieuw", "x"), with_key(append(1, 4, 1), "nieuw", "y")], 2_000);
    assert!(matches!(decided.outcomes[0], Err(AppendError::Conflict { .. })));
    assert_eq!(positions(&decided.outcomes[1]), [11]);
}

#[test]
fn a_projection_that_fails_or_panics_leaves_no_trace() {
    let failing = |project: crate::log::Project| Append { project, ..append(1, 4, 1) };
    let decided = run(
        &[
            failing(Box::new(|_| Err("stuk".to_owned()))),
            failing(Box::new(|_| panic!("an accident"))),
            append(1, 4, 1),
        ],
        2_000,
    );
    assert_eq!(decided.outcomes[0], Err(AppendError::Projection("stuk".to_owned())));
    assert!(matches!(decided.outcomes[1], Err(AppendError::Projection(_))));
    assert_eq!(positions(&decided.outcomes[2]), [11]);
}

#[test]
fn another_version_of_the_projection_is_refused() {
    let of = |version| Append { projection: Some(version), ..append(1, 4, 1) };
    let decided = run(&[of(2), of(4), of(3)], 2_000);
    assert_eq!(decided.outcomes[..2], [Err(AppendError::OtherProjection), Err(AppendError::OtherProjection)]);
    assert_eq!(positions(&decided.outcomes[2]), [11]);
}

#[test]
fn nothing_is_written_when_everything_is_refused() {
    let decided = run(&[append(1, 0, 1), with_key(append(1, 4, 1), "oud", "afdruk")], 2_000);
    assert!(decided.statements.is_empty());
    assert_eq!(decided.position, 10);
}

#[test]
fn a_request_without_events_is_kept_and_moves_nothing() {
    let decided = run(&[with_key(append(1, 4, 0), "nieuw", "x")], 2_000);
    assert_eq!(positions(&decided.outcomes[0]), [0; 0]);
    assert!(params(&decided, "INSERT INTO idempotency").is_some());
    assert!(params(&decided, "UPDATE log_head").is_none());
}
