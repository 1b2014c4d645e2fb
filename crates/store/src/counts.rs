//! Counts of many changes, summed before they reach the database.

use crate::{
    coalesce::{Key, key},
    database::Value,
};
use std::collections::HashMap;
use wijkspoor_projections::Table;

/// Rows of tables of counts; the last value of each is how many more there are.
pub(crate) type CountRows = Vec<(&'static Table, Vec<Vec<Value>>)>;

/// How many more there are of what, by table.
#[derive(Default)]
pub(crate) struct Counts(Vec<(&'static Table, HashMap<Vec<Key>, i64>)>);

impl Counts {
    /// Counts more of something.
    pub(crate) fn add(&mut self, table: &'static Table, what: &[Value], by: i64) {
        let place = self.0.iter().position(|(t, _)| t.name == table.name);
        let place = place.unwrap_or_else(|| {
            self.0.push((table, HashMap::new()));
            self.0.len() - 1
        });
        if let Some((_, counts)) = self.0.get_mut(place) {
            *counts.entry(key(what)).or_default() += by;
        }
    }

    /// How many different things are counted.
    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(|(_, counts)| counts.len()).sum()
    }

    /// Takes everything out, in an order in which the database finds the places side by side.
    pub(crate) fn take(&mut self) -> CountRows {
        let rows = |counts: HashMap<Vec<Key>, i64>| {
            let mut counts: Vec<_> = counts.into_iter().collect();
            counts.sort_unstable();
            let row = |(key, by): (Vec<Key>, i64)| {
                key.into_iter().map(Value::from).chain([Value::Int(by)]).collect()
            };
            counts.into_iter().map(row).collect()
        };
        std::mem::take(&mut self.0).into_iter().map(|(table, counts)| (table, rows(counts))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wijkspoor_projections::{Column, Kind};

    static T: Table = Table {
        name: "t",
        columns: &[
            Column { name: "wat", kind: Kind::Text, nullable: false },
            Column { name: "aantal", kind: Kind::Int, nullable: false },
        ],
        key: 1,
        indexes: &[],
        partial_indexes: &[],
        counts: true,
    };

    #[test]
    fn what_is_alike_is_written_once_and_in_order() {
        let mut counts = Counts::default();
        for (what, by) in [("b", 1), ("a", 2), ("b", 4), ("a", 1), ("c", 1)] {
            counts.add(&T, &[Value::Text(what.to_owned())], by);
        }
        assert_eq!(counts.len(), 3);
        let row = |what: &str, by| vec![Value::Text(what.to_owned()), Value::Int(by)];
        assert_eq!(counts.take()[0].1, [row("a", 3), row("b", 5), row("c", 1)]);
        assert_eq!(counts.len(), 0);
    }
}
