//! What an intruder with all rights on the database can do, and where it is found.

use crate::{
    proving::{events, grow, keys},
    site::Site,
};
use std::{collections::BTreeMap, sync::Arc};
use wijkspoor_store::{
    Disagreement, Fault, Statement, Store, Value, Verification,
    bewijs::Checkpoint,
    chain::{START, link},
    log::RawEvent,
};

const SIZE: usize = 530;

struct Crime {
    site: Arc<Site>,
    store: Arc<Store>,
    signed: Checkpoint,
    tried: BTreeMap<&'static str, u32>,
}

impl Crime {
    async fn scene(site: Arc<Site>) -> Self {
        let store = site.store().await;
        grow(&store, SIZE).await;
        let signed = store.sign_checkpoint(&keys(&[1], &[]), None).await.unwrap().unwrap().checkpoint;
        site.disarm().await;
        for table in ["event", "log_head", "tree_node", "checkpoint"] {
            site.execute(&format!("CREATE TABLE was_{table} AS SELECT * FROM {table}")).await.unwrap();
        }
        Self { site, store, signed, tried: BTreeMap::new() }
    }

    async fn commit(&mut self, kind: &'static str, sql: &str) {
        assert!(self.try_to(kind, sql).await, "{sql}");
    }

    /// Whether it was possible at all: two events of one stream cannot have one number.
    async fn try_to(&mut self, kind: &'static str, sql: &str) -> bool {
        match self.site.execute(sql).await {
            Ok(()) => {
                *self.tried.entry(kind).or_default() += 1;
                true
            }
            Err(error) if error.contains("UNIQUE") || error.contains("unique constraint") => false,
            Err(error) => panic!("{sql}: {error}"),
        }
    }

    async fn verify(&self) -> Verification {
        self.store.verify(&[], |_, _| {}).await.unwrap()
    }

    async fn disagreements(&self) -> Vec<Disagreement> {
        let elsewhere = [self.signed.clone()];
        self.store.audit(keys(&[1], &[]).known(), &elsewhere, |_, _| {}).await.unwrap().disagreements
    }

    /// Puts an event back as it was.
    async fn restore_event(&self, position: usize) {
        let sql = format!(
            "DELETE FROM event WHERE position = {position}; INSERT INTO event SELECT * FROM was_event WHERE position = {position}"
        );
        self.site.execute(&sql).await.unwrap();
    }

    async fn restore(&self) {
        let all = ["event", "log_head", "tree_node", "checkpoint"]
            .map(|t| format!("DELETE FROM {t}; INSERT INTO {t} SELECT * FROM was_{t};"));
        self.site.execute(&all.concat()).await.unwrap();
    }

    fn report(&self, what: &str) {
        let sum: u32 = self.tried.values().sum();
        let database = self.store.database().name();
        println!("{database}: {what}: {sum} mutations, all found where they are: {:?}", self.tried);
        assert!(sum > 0);
    }
}

/// A value as SQL.
fn literal(value: &Value, sqlite: bool) -> String {
    match value {
        Value::Int(int) => int.to_string(),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Bytes(bytes) if sqlite => format!("x'{}'", hex::encode(bytes)),
        Value::Bytes(bytes) => format!("decode('{}', 'hex')", hex::encode(bytes)),
        other => panic!("{other:?}"),
    }
}

/// What a value may be changed into: every bit of a number, every byte of a text or hash, and something longer and shorter.
fn variants(value: &Value) -> Vec<Value> {
    match value {
        Value::Int(int) => {
            (0..63).map(|bit| Value::Int(int ^ (1 << bit))).chain([Value::Int(-int - 1)]).collect()
        }
        Value::Text(text) => {
            let changed = text.char_indices().map(|(at, c)| {
                let other = if c == '#' { '@' } else { '#' };
                format!("{}{other}{}", &text[..at], &text[at + c.len_utf8()..])
            });
            let whole = [
                format!("{text} "),
                format!(" {text}"),
                text[1..].to_owned(),
                text.to_uppercase(),
                String::new(),
            ];
            changed.chain(whole).filter(|other| other != text).map(Value::Text).collect()
        }
        Value::Bytes(bytes) => {
            let flipped = (0..bytes.len()).map(|at| {
                let mut bytes = bytes.clone();
                bytes[at] ^= 1 << (at % 8);
                bytes
            });
            let longer = bytes.iter().copied().chain([0]).collect();
            flipped.chain([bytes[1..].to_vec(), longer, Vec::new()]).map(Value::Bytes).collect()
        }
        other => panic!("{other:?}"),
    }
}

pub async fn a_change_to_any_byte_of_any_column_is_found_where_it_is(site: Arc<Site>) {
    let mut crime = Crime::scene(site).await;
    let sqlite = crime.site.is_sqlite();
    const COLUMNS: [&str; 12] = [
        "position",
        "stream",
        "sequence",
        "stream_type",
        "type",
        "schema_version",
        "payload",
        "metadata",
        "occurred_at",
        "precision",
        "recorded_at",
        "hash",
    ];
    // All bytes of one event, and something of each column at the edges of tiles and of the log.
    for position in [300, 1, 256, 257, SIZE] {
        let sql = format!("SELECT {} FROM event WHERE position = {position}", COLUMNS.join(", "));
        let row = crime.store.database().query(Statement::new(sql, [])).await.unwrap().remove(0);
        for (column, value) in COLUMNS.into_iter().zip(&row.0).skip(1) {
            let mut variants = variants(value);
            if position != 300 {
                variants.truncate(2);
            }
            let mut changes: Vec<String> = variants.iter().map(|value| literal(value, sqlite)).collect();
            if sqlite {
                // The same bytes as another type.
                changes.push(format!("CAST({column} AS BLOB)"));
                changes.retain(|change| column != "hash" || !change.starts_with("CAST"));
            }
            for change in changes {
                let sql = format!("UPDATE event SET {column} = {change} WHERE position = {position}");
                if !crime.try_to(column, &sql).await {
                    assert_eq!(column, "sequence");
                    continue;
                }
                let found = crime.verify().await;
                let here = Fault::Changed { position: position as i64 };
                assert!(found.faults.contains(&here), "{sql}: {:?}", found.faults);
                assert_eq!(found.broken(), Some(position as i64), "{sql}");
                // With another hash the next event no longer fits either, nor the tile; nothing else is accused.
                assert!(
                    found.faults.len() <= if column == "hash" { 4 } else { 1 },
                    "{sql}: {:?}",
                    found.faults
                );
                crime.restore_event(position).await;
            }
        }
        // To where nothing is, after, before and far away.
        for to in [SIZE as i64 + 1, SIZE as i64 + 70, i64::MAX, 0, -1, i64::MIN] {
            let sql = format!("UPDATE event SET position = {to} WHERE position = {position}");
            crime.commit("position", &sql).await;
            let faults = crime.verify().await.faults;
            let gone = |f: &Fault| matches!(f, Fault::Missing { from, .. } if *from == position as i64);
            assert!(faults.iter().any(gone), "{sql}: {faults:?}");
            assert!(faults.contains(&Fault::Outside { position: to }), "{sql}: {faults:?}");
            crime.site.execute(&format!("DELETE FROM event WHERE position = {to}")).await.unwrap();
            crime.restore_event(position).await;
        }
    }
    assert_eq!(crime.verify().await.faults, [], "it is as it was");
    crime.report("columns");
}

pub async fn what_is_removed_inserted_or_swapped_is_found(site: Arc<Site>) {
    let mut crime = Crime::scene(site).await;
    let end = SIZE as i64;
    for position in [1, 2, 255, 256, 257, 300, end - 1, end] {
        crime.commit("removed", &format!("DELETE FROM event WHERE position = {position}")).await;
        let faults = crime.verify().await.faults;
        assert!(faults.contains(&Fault::Missing { from: position, to: position }), "{faults:?}");
        crime.restore_event(position as usize).await;
    }
    crime.commit("removed", "DELETE FROM event WHERE position > 100 AND position <= 300").await;
    assert!(crime.verify().await.faults.contains(&Fault::Missing { from: 101, to: 300 }));
    crime.restore().await;
    crime.commit("removed", "DELETE FROM event").await;
    assert_eq!(crime.verify().await.broken(), Some(1));
    crime.restore().await;

    // The one after it moves up, so that nothing seems to be gone.
    for position in [1, 256, 300] {
        let sql = format!(
            "DELETE FROM event WHERE position = {position}; \
             UPDATE event SET position = -position WHERE position > {position}; \
             UPDATE event SET position = -position - 1 WHERE position < 0; \
             UPDATE log_head SET position = position - 1"
        );
        crime.commit("removed and moved up", &sql).await;
        assert_eq!(crime.verify().await.broken(), Some(position));
        let short = crime
            .disagreements()
            .await
            .iter()
            .any(|d| *d == Disagreement::Short { size: SIZE as u64, end: SIZE as u64 - 1 });
        assert!(short);
        crime.restore().await;
    }
    // One more, at the end or in between.
    let copy = |to: i64, of: i64| {
        format!(
            "INSERT INTO event SELECT {to}, stream, sequence + 100000, stream_type, type, schema_version, payload, metadata, occurred_at, \
             precision, recorded_at, hash FROM event WHERE position = {of}"
        )
    };
    for of in [1, 300, end] {
        crime.commit("inserted", &copy(end + 1, of)).await;
        assert_eq!(crime.verify().await.faults, [Fault::Outside { position: end + 1 }]);
        crime.commit("inserted", "UPDATE log_head SET position = position + 1").await;
        let found = crime.verify().await.faults;
        assert_eq!(found.first(), Some(&Fault::Changed { position: end + 1 }), "{found:?}");
        crime.restore().await;
        let sql = format!(
            "UPDATE event SET position = -position WHERE position > {of}; \
             UPDATE event SET position = -position + 1 WHERE position < 0; {}; \
             UPDATE log_head SET position = position + 1",
            copy(of + 1, of)
        );
        crime.commit("inserted", &sql).await;
        assert_eq!(crime.verify().await.broken(), Some(of + 1));
        crime.restore().await;
    }
    for (one, other) in [(1, 2), (255, 256), (256, 257), (10, 500), (end - 1, end)] {
        let swap = format!(
            "UPDATE event SET position = -1 WHERE position = {one}; \
             UPDATE event SET position = {one} WHERE position = {other}; \
             UPDATE event SET position = {other} WHERE position = -1"
        );
        crime.commit("swapped", &swap).await;
        let faults = crime.verify().await.faults;
        for position in [one, other] {
            assert!(faults.contains(&Fault::Changed { position }), "{one} {other}: {faults:?}");
        }
        crime.restore().await;
    }
    crime.report("whole events");
}

pub async fn a_change_to_the_tree_or_the_end_is_found(site: Arc<Site>) {
    let mut crime = Crime::scene(site).await;
    let end = SIZE as i64;
    let sqlite = crime.site.is_sqlite();
    let other = literal(&Value::Bytes(vec![7; 32]), sqlite);
    for tile in 0..2_i64 {
        let (from, to) = (tile * 256 + 1, (tile + 1) * 256);
        crime.commit("node", &format!("UPDATE tree_node SET hash = {other} WHERE idx = {tile}")).await;
        assert_eq!(crime.verify().await.faults, [Fault::Node { level: 8, from, to }]);
        crime.restore().await;
    }
    crime.commit("node", "DELETE FROM tree_node WHERE idx = 0").await;
    assert!(matches!(crime.verify().await.faults[..], [Fault::Node { level: 8, from: 1, .. }]));
    crime.restore().await;
    // A node before its time would be believed when its time comes.
    for (level, index) in [(8, 2), (8, 1_000_000), (16, 0), (24, 0)] {
        crime.commit("node", &format!("INSERT INTO tree_node VALUES ({level}, {index}, {other})")).await;
        assert!(matches!(crime.verify().await.faults[..], [Fault::Node { .. }]), "{level} {index}");
        crime.restore().await;
    }
    crime.commit("end", &format!("UPDATE log_head SET hash = {other}")).await;
    assert_eq!(crime.verify().await.faults, [Fault::Head { position: end }]);
    crime.restore().await;
    crime.commit("end", "UPDATE log_head SET position = position + 5").await;
    assert_eq!(crime.verify().await.faults, [Fault::Missing { from: end + 1, to: end + 5 }]);
    crime.restore().await;
    crime.commit("end", "UPDATE log_head SET position = position - 5").await;
    assert_eq!(crime.verify().await.faults, [Fault::Outside { position: end - 4 }]);
    crime.restore().await;
    // The tail is gone, and the end of the log made to fit: by itself nothing is wrong with it.
    for cut in [1, 20, 300, SIZE] {
        let size = SIZE - cut;
        let hash = if size == 0 { "was.hash" } else { "e.hash" };
        let sql = format!(
            "DELETE FROM event WHERE position > {size}; \
             UPDATE log_head SET position = {size}, hash = COALESCE((SELECT {hash} FROM event e WHERE position = {size}), {}); \
             DELETE FROM tree_node WHERE (idx + 1) * 256 > {size}; DELETE FROM checkpoint",
            literal(&Value::Bytes(START.to_vec()), sqlite)
        )
        .replace("was.hash", "hash");
        crime.commit("tail", &sql).await;
        assert_eq!(crime.verify().await.faults, []);
        assert_eq!(
            crime.disagreements().await,
            [Disagreement::Short { size: SIZE as u64, end: size as u64 }]
        );
        crime.restore().await;
    }
    crime.report("tree and end");
}

/// Changes an event and makes all hashes after it anew, as somebody does who knows how.
pub async fn rewrite(site: &Site, store: &Store, position: usize) {
    let mut all: Vec<RawEvent> = events(store).await;
    all[position - 1].payload = "{\"Geteld\":{\"hoeveel\":1000000}}".to_owned();
    let mut previous =
        all.get(position.wrapping_sub(2)).map_or(START, |e| e.hash.clone().try_into().unwrap());
    let mut sql = String::new();
    for event in &mut all[position - 1..] {
        previous = link(&previous, event);
        let hash = literal(&Value::Bytes(previous.to_vec()), site.is_sqlite());
        sql += &format!(
            "UPDATE event SET payload = '{}', hash = {hash} WHERE position = {};",
            event.payload, event.position
        );
    }
    sql += &format!(
        "UPDATE log_head SET hash = {}",
        literal(&Value::Bytes(previous.to_vec()), site.is_sqlite())
    );
    site.execute(&sql).await.unwrap();
}

pub async fn a_chain_made_anew_is_found_by_a_checkpoint(site: Arc<Site>) {
    let mut crime = Crime::scene(site).await;
    let size = SIZE as u64;
    for position in [1, 200, 300, SIZE] {
        rewrite(&crime.site, &crime.store, position).await;
        crime.commit("rewritten", "SELECT 1").await;
        // The stored tree tells, as long as it is left as it was.
        let broken = crime.verify().await.broken();
        let tile = (position - 1) / 256;
        assert_eq!(broken, (tile < 2).then_some(tile as i64 * 256 + 1));
        crime.commit("rewritten", "DELETE FROM tree_node").await;
        assert_eq!(crime.verify().await.faults, [], "by itself nothing is wrong with it");
        let other = Disagreement::Other { size, fits: 0 };
        assert_eq!(
            crime.disagreements().await,
            [other.clone(), other.clone()],
            "that of elsewhere, and that beside it"
        );
        crime.commit("rewritten", "DELETE FROM checkpoint").await;
        assert_eq!(crime.disagreements().await, [other], "that of elsewhere remains");
        crime.restore().await;
    }
    // A forged checkpoint over it is not signed by our key.
    rewrite(&crime.site, &crime.store, 300).await;
    crime.commit("forged", "DELETE FROM tree_node; DELETE FROM checkpoint").await;
    crime.store.sign_checkpoint(&keys(&[9], &[]), None).await.unwrap().unwrap();
    let found = crime.disagreements().await;
    assert!(matches!(found[0], Disagreement::Invalid { size: 530, .. }), "{found:?}");
    assert_eq!(found[1], Disagreement::Other { size, fits: 0 });
    crime.restore().await;
    // Each byte of a kept checkpoint.
    let text = crime.store.latest_checkpoint().await.unwrap().unwrap().note;
    for change in variants(&Value::Text(text)) {
        let sql = format!("UPDATE checkpoint SET note = {}", literal(&change, crime.site.is_sqlite()));
        crime.commit("checkpoint", &sql).await;
        let found = crime.disagreements().await;
        assert!(matches!(found[..], [Disagreement::Invalid { .. }]), "{sql}: {found:?}");
    }
    crime.restore().await;
    // Between two checkpoints it is narrowed down.
    grow(&crime.store, 70).await;
    crime.signed = crime.store.sign_checkpoint(&keys(&[1], &[]), None).await.unwrap().unwrap().checkpoint;
    rewrite(&crime.site, &crime.store, 550).await;
    crime.commit("rewritten", "DELETE FROM tree_node").await;
    let other = Disagreement::Other { size: size + 70, fits: size };
    assert_eq!(crime.disagreements().await, [other.clone(), other]);
    crime.report("rewritten logs and checkpoints");
}
