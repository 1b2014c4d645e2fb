//! Holding folded rows against the live ones, stream by stream, while everyone goes on working: a stream that changed
//! meanwhile is folded and compared again, at last while nobody appends.

use super::fold::{Folded, Streams};
use crate::{
    database::{Database, Row, Statement, Value},
    sql::columns,
    store::StoreError,
};
use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap},
};
use wijkspoor_projections::Table;

/// How many rows differ, counted in both: by stream and read model.
#[derive(Default)]
pub(super) struct Differences(HashMap<String, BTreeMap<&'static str, i64>>);

impl Differences {
    /// Reads the live rows of streams that were folded, and remembers how these differ.
    pub(super) async fn between(database: &dyn Database, folded: &Folded) -> Result<Self, StoreError> {
        let question = |table: &'static Table| {
            let columns = columns(table);
            let key = columns.get(..table.key).unwrap_or_default().join(", ");
            let mut params = Vec::new();
            let these = folded.streams.condition(columns.first().unwrap_or(&""), &mut params);
            let sql =
                format!("SELECT {} FROM {} WHERE {these} ORDER BY {key}", columns.join(", "), table.name);
            Statement::new(sql, params)
        };
        let mut differences = Self::default();
        for (table, folded) in &folded.rows {
            // As a rule they are the same; only otherwise is it worth looking where not.
            if !database.answers(question(table), folded).await? {
                differences.count(table, &database.query(question(table)).await?, folded);
            }
        }
        Ok(differences)
    }

    fn count(&mut self, table: &'static Table, live: &[Row], folded: &[Vec<Value>]) {
        let key = |row: &[Value]| row.get(..table.key).unwrap_or_default().to_vec();
        let (mut live, mut folded) = (live.iter().peekable(), folded.iter().peekable());
        loop {
            let order = match (live.peek(), folded.peek()) {
                (None, None) => return,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(Row(old)), Some(new)) if old == *new => {
                    live.next();
                    folded.next();
                    continue;
                }
                (Some(Row(old)), Some(new)) => order(&key(old), &key(new)),
            };
            let old = live.next_if(|_| order != Ordering::Greater).map(|Row(row)| row);
            let new = folded.next_if(|_| order != Ordering::Less);
            for row in [old, new].into_iter().flatten() {
                if let Some(Value::Text(stream)) = row.first() {
                    *self.0.entry(stream.clone()).or_default().entry(table.name).or_default() += 1;
                }
            }
        }
    }

    /// Takes over what was found of streams that were not compared before.
    pub(super) fn add(&mut self, found: Self) {
        self.0.extend(found.0);
    }

    /// Takes over what was found of some streams; what was found of them before no longer holds.
    pub(super) fn replace(&mut self, streams: &Streams, found: Self) {
        self.0.retain(|stream, _| !streams.has(stream));
        self.add(found);
    }

    /// How many rows of a read model differ.
    pub(super) fn of(&self, table: &Table) -> i64 {
        self.0.values().filter_map(|tables| tables.get(table.name)).sum()
    }
}

/// The order in which both databases give keys.
fn order(one: &[Value], other: &[Value]) -> Ordering {
    let value = |pair: (&Value, &Value)| match pair {
        (Value::Int(one), Value::Int(other)) => one.cmp(other),
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        _ => Ordering::Equal,
    };
    one.iter().zip(other).map(value).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wijkspoor_projections::{Column, Kind};

    static T: Table = Table {
        name: "t",
        columns: &[
            Column { name: "stream", kind: Kind::Text, nullable: false },
            Column { name: "n", kind: Kind::Int, nullable: false },
            Column { name: "a", kind: Kind::Text, nullable: true },
        ],
        key: 2,
        indexes: &[],
        partial_indexes: &[],
    };

    fn row(stream: &str, n: i64, a: &str) -> Vec<Value> {
        vec![Value::Text(stream.to_owned()), Value::Int(n), Value::Text(a.to_owned())]
    }

    #[test]
    fn what_is_only_here_only_there_or_other_is_counted_in_both() {
        let live = [row("a", 1, "x"), row("a", 2, "x"), row("b", 1, "x"), row("d", 1, "x")].map(Row);
        let folded = [row("a", 1, "x"), row("a", 2, "y"), row("c", 1, "x"), row("d", 1, "x")];
        let mut found = Differences::default();
        found.count(&T, &live, &folded);
        let of = |stream: &str| found.0.get(stream).and_then(|tables| tables.get("t")).copied();
        assert_eq!(["a", "b", "c", "d"].map(of), [Some(2), Some(1), Some(1), None]);
        assert_eq!(found.of(&T), 4);
    }

    #[test]
    fn a_stream_that_was_compared_again_is_as_it_was_found_last() {
        let mut all = Differences::default();
        all.count(&T, &["a", "b", "c"].map(|stream| Row(row(stream, 1, "x"))), &[]);
        let mut again = Differences::default();
        again.count(&T, &[Row(row("b", 1, "x")), Row(row("b", 2, "x"))], &[]);
        let streams = Streams { after: "a".to_owned(), upto: "c".to_owned(), these: None };
        all.replace(&streams, again);
        assert_eq!(
            all.of(&T),
            3,
            "of a what was found first, of b what was found last, of c nothing any more"
        );
    }
}
