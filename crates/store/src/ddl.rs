//! Read models are made from their descriptions.

use crate::database::{Database, Statement};
use wijkspoor_projections::{Kind, Rows, Table};

/// The name under which a read model is built, beside the live one.
pub(crate) fn new_name(table: &Table) -> String {
    format!("{}_nieuw", table.name)
}

/// The name under which a read model waits to be removed, once no view reads it any more.
pub(crate) fn old_name(name: &str) -> String {
    format!("{name}_oud")
}

/// Makes a table under the name `name`, with its key, unless that comes later.
pub(crate) fn create(table: &Table, name: &str, generation: i64, database: &dyn Database) -> Statement {
    let columns = table.columns.iter().map(|column| {
        let kind = match column.kind {
            Kind::Int => "BIGINT",
            Kind::Text => database.text_type(),
        };
        let null = if column.nullable { "" } else { " NOT NULL" };
        format!("{} {kind}{null}", column.name)
    });
    let key = (!database.key_comes_later()).then(|| key(table, generation));
    let columns: Vec<String> = columns.chain(key).collect();
    Statement::new(format!("CREATE TABLE {name} ({})", columns.join(", ")), [])
}

/// The key of a table. Names of keys and indexes do not follow when a table is renamed, so each generation has its own.
fn key(table: &Table, generation: i64) -> String {
    let key: Vec<&str> = table.columns.iter().take(table.key).map(|c| c.name).collect();
    format!("CONSTRAINT {}_pk_{generation} PRIMARY KEY ({})", table.name, key.join(", "))
}

/// Makes its indexes, and its key where that comes later: after it was filled, because that costs far less than keeping
/// them while it is.
pub(crate) fn indexes(table: &Table, name: &str, generation: i64, database: &dyn Database) -> Vec<Statement> {
    let key =
        (database.key_comes_later()).then(|| format!("ALTER TABLE {name} ADD {}", key(table, generation)));
    let indexes = table.indexes.iter().enumerate().map(|(i, columns)| {
        format!("CREATE INDEX {}_ix{i}_{generation} ON {name} ({})", table.name, columns.join(", "))
    });
    let partial = table.partial_indexes.iter().enumerate().map(|(i, index)| {
        let columns = index.columns.join(", ");
        let of = match index.of {
            Rows::Without(column) => format!("{column} IS NULL"),
            Rows::With(column) => format!("{column} IS NOT NULL"),
        };
        format!("CREATE INDEX {}_part{i}_{generation} ON {name} ({columns}) WHERE {of}", table.name)
    });
    key.into_iter().chain(indexes).chain(partial).map(|sql| Statement::new(sql, [])).collect()
}

/// Removes a table, if it is there.
pub(crate) fn remove(name: &str) -> Statement {
    Statement::new(format!("DROP TABLE IF EXISTS {name}"), [])
}

/// Renames a table.
pub(crate) fn rename(from: &str, to: &str) -> Statement {
    Statement::new(format!("ALTER TABLE {from} RENAME TO {to}"), [])
}
