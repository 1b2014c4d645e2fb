//! Several changes of one row become one.

use crate::database::Value;
use std::collections::HashMap;
use wijkspoor_projections::{Change, Table};

/// The key of a row in a form that can be looked up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[doc(hidden)]
pub enum Key {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

pub(crate) fn key(values: &[Value]) -> Vec<Key> {
    let key = |value: &Value| match value {
        Value::Null => Key::Null,
        Value::Int(i) => Key::Int(*i),
        Value::Text(text) => Key::Text(text.clone()),
        Value::Sealed(json) => Key::Text(json.to_string()),
        Value::Bytes(bytes) => Key::Bytes(bytes.clone()),
    };
    values.iter().map(key).collect()
}

/// Sets columns of a whole row; a column that the table does not have is left out, and its name returned.
pub(crate) fn set_columns(
    table: &Table,
    row: &mut [Value],
    set: Vec<(&'static str, Value)>,
) -> Result<(), &'static str> {
    for (name, value) in set {
        let place = table.columns.iter().position(|c| c.name == name).and_then(|i| row.get_mut(i));
        *place.ok_or(name)? = value;
    }
    Ok(())
}

/// Joins the changes of each row; the order of first touch stays.
pub(crate) fn coalesce(changes: Vec<Change>) -> Vec<Change> {
    let mut joined: Vec<Change> = Vec::with_capacity(changes.len());
    let mut places: HashMap<(&'static str, Vec<Key>), usize> = HashMap::new();
    for change in changes {
        let (table, id) = match &change {
            Change::Insert { table, row } => (*table, key(&row[..table.key.min(row.len())])),
            Change::Update { table, key: values, .. } => (*table, key(values)),
        };
        let earlier = places.get(&(table.name, id.clone())).and_then(|i| joined.get_mut(*i));
        match (earlier, change) {
            (Some(Change::Insert { row, .. }), Change::Update { table, key, set }) => {
                // An unknown column is a mistake in a projection: let the database name it.
                if let Err(name) = set_columns(table, row, set) {
                    joined.push(Change::Update { table, key, set: vec![(name, Value::Null)] });
                }
            }
            (Some(Change::Update { set: old, .. }), Change::Update { set, .. }) => {
                for (name, value) in set {
                    match old.iter_mut().find(|(n, _)| *n == name) {
                        Some(place) => place.1 = value,
                        None => old.push((name, value)),
                    }
                }
            }
            (_, change) => {
                places.insert((table.name, id), joined.len());
                joined.push(change);
            }
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use wijkspoor_projections::{Column, Kind};

    static T: Table = Table {
        name: "t",
        columns: &[
            Column { name: "id", kind: Kind::Int, nullable: false },
            Column { name: "a", kind: Kind::Int, nullable: true },
            Column { name: "b", kind: Kind::Int, nullable: true },
        ],
        key: 1,
        indexes: &[],
        partial_indexes: &[],
    };

    fn update(id: i64, set: &[(&'static str, i64)]) -> Change {
        let set = set.iter().map(|(n, v)| (*n, Value::Int(*v))).collect();
        Change::Update { table: &T, key: vec![Value::Int(id)], set }
    }

    #[test]
    fn an_update_of_a_new_row_changes_the_insert() {
        let insert = Change::Insert { table: &T, row: vec![Value::Int(1), Value::Null, Value::Null] };
        let joined = coalesce(vec![insert, update(2, &[("a", 5)]), update(1, &[("b", 7)])]);
        assert_eq!(joined.len(), 2);
        let Change::Insert { row, .. } = &joined[0] else { panic!("an insert comes first") };
        assert_eq!(row[..], [Value::Int(1), Value::Null, Value::Int(7)]);
    }

    #[test]
    fn updates_join_and_the_last_value_stays() {
        let joined = coalesce(vec![update(1, &[("a", 1), ("b", 1)]), update(1, &[("b", 2)])]);
        let [Change::Update { set, .. }] = &joined[..] else { panic!("one update") };
        assert_eq!(set[..], [("a", Value::Int(1)), ("b", Value::Int(2))]);
    }
}
