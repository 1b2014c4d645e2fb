//! Statement texts that are built from lists: many rows at once, sets of keys, changes to read models.

use crate::{
    coalesce::coalesce,
    database::{Statement, Value},
};
use std::fmt::Write;
use wijkspoor_projections::{Change, Table};

/// How many rows go into one INSERT. A few fixed sizes keep the number of prepared statements small; the largest
/// keeps `rows × columns` far below what both databases accept.
const CHUNKS: [usize; 4] = [64, 16, 4, 1];

/// Inserts rows; `conflict` may end each statement, as in `ON CONFLICT …`.
pub(crate) fn insert(table: &str, columns: &[&str], rows: Vec<Vec<Value>>, conflict: &str) -> Vec<Statement> {
    let mut statements = Vec::new();
    let mut left = rows.len();
    let mut rows = rows.into_iter();
    while left > 0 {
        let chunk = CHUNKS.into_iter().find(|c| *c <= left).unwrap_or(1);
        let params: Vec<Value> = rows.by_ref().take(chunk).flatten().collect();
        statements.push(Statement::new(insert_text(table, columns, chunk, conflict), params));
        left -= chunk;
    }
    statements
}

fn insert_text(table: &str, columns: &[&str], rows: usize, conflict: &str) -> String {
    let mut sql = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
    for row in 0..rows {
        let start = row * columns.len();
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=columns.len() {
            let comma = if column == 1 { "" } else { ", " };
            // Writing to a String cannot fail.
            let _ = write!(sql, "{comma}?{}", start + column);
        }
        sql.push(')');
    }
    if !conflict.is_empty() {
        sql.push(' ');
        sql.push_str(conflict);
    }
    sql
}

/// `(?1, ?2, …)` with its values. The list is filled up to a power of two with its last value, so that few
/// different texts arise. An empty list matches nothing.
pub fn in_list(values: impl IntoIterator<Item = Value>, first: usize) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = values.into_iter().collect();
    let last = values.last().cloned().unwrap_or(Value::Null);
    values.resize(values.len().next_power_of_two(), last);
    let marks: Vec<String> = (first..first + values.len()).map(|i| format!("?{i}")).collect();
    (format!("({})", marks.join(", ")), values)
}

/// The names of a read model's columns.
pub(crate) fn columns(table: &Table) -> Vec<&'static str> {
    table.columns.iter().map(|c| c.name).collect()
}

/// Statements for changes of which every [`Value::Sealed`] has been sealed.
pub(crate) fn changes(changes: Vec<Change>) -> Vec<Statement> {
    let mut inserts: Vec<(&'static Table, Vec<Vec<Value>>)> = Vec::new();
    let mut statements = Vec::new();
    for change in coalesce(changes) {
        match change {
            Change::Insert { table, row } => gather(&mut inserts, table, row),
            Change::Update { table, key, set } => statements.push(update(table, key, set)),
        }
    }
    // Each row has one change left, so the order between rows is free.
    statements.extend(inserts.into_iter().flat_map(|(t, rows)| insert(t.name, &columns(t), rows, "")));
    statements
}

fn gather(rows: &mut Vec<(&'static Table, Vec<Vec<Value>>)>, table: &'static Table, row: Vec<Value>) {
    match rows.iter_mut().find(|(t, _)| t.name == table.name) {
        Some((_, rows)) => rows.push(row),
        None => rows.push((table, vec![row])),
    }
}

fn update(table: &Table, key: Vec<Value>, set: Vec<(&'static str, Value)>) -> Statement {
    let mut n = 0;
    let mut marked = |name: &str| {
        n += 1;
        format!("{name} = ?{n}")
    };
    let assigned: Vec<String> = set.iter().map(|(name, _)| marked(name)).collect();
    let matched: Vec<String> = table.columns[..table.key].iter().map(|c| marked(c.name)).collect();
    let sql = format!("UPDATE {} SET {} WHERE {}", table.name, assigned.join(", "), matched.join(" AND "));
    Statement::new(sql, set.into_iter().map(|(_, value)| value).chain(key).collect::<Vec<_>>())
}

/// Inserts whole rows of a read model into the table `name`, over what stood there.
pub(crate) fn upsert_rows(table: &'static Table, name: &str, rows: Vec<Vec<Value>>) -> Vec<Statement> {
    let columns = columns(table);
    let (key, rest) = columns.split_at(table.key.min(columns.len()));
    let conflict = if rest.is_empty() {
        "ON CONFLICT DO NOTHING".to_owned()
    } else {
        let set: Vec<String> = rest.iter().map(|c| format!("{c} = excluded.{c}")).collect();
        format!("ON CONFLICT ({}) DO UPDATE SET {}", key.join(", "), set.join(", "))
    };
    insert(name, &columns, rows, &conflict)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_inserted_in_few_sizes() {
        let rows = (0..70).map(|i| vec![Value::Int(i), Value::Null]).collect();
        let statements = insert("t", &["a", "b"], rows, "");
        let sizes: Vec<usize> = statements.iter().map(|s| s.params.len() / 2).collect();
        assert_eq!(sizes, [64, 4, 1, 1]);
        assert_eq!(statements[3].sql, "INSERT INTO t (a, b) VALUES (?1, ?2)");
        assert!(statements[1].sql.ends_with("(?7, ?8)"));
        assert_eq!(statements[3].params[0], Value::Int(69));
    }

    #[test]
    fn lists_are_filled_up() {
        let (text, values) = in_list([1, 2, 3].map(Value::Int), 2);
        assert_eq!(text, "(?2, ?3, ?4, ?5)");
        assert_eq!(values, [1, 2, 3, 3].map(Value::Int));
        assert_eq!(in_list([], 1), ("(?1)".to_owned(), vec![Value::Null]));
    }
}
