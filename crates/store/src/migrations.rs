//! Migrations run forward only, each once, numbered from 1 in both dialects alike.

use crate::database::DatabaseError;

/// A dialect's migrations, in order; the version of a schema is how many of them have run.
pub(crate) type Migrations = &'static [&'static str];

pub(crate) const SQLITE: Migrations = &[
    include_str!("../migrations/sqlite/0001_log.sql"),
    include_str!("../migrations/sqlite/0002_definitions.sql"),
    include_str!("../migrations/sqlite/0003_webhooks.sql"),
    include_str!("../migrations/sqlite/0004_edition.sql"),
    include_str!("../migrations/sqlite/0005_zgw.sql"),
    include_str!("../migrations/sqlite/0006_tree.sql"),
    include_str!("../migrations/sqlite/0007_master_key.sql"),
    include_str!("../migrations/sqlite/0008_verwerkingen.sql"),
];
pub(crate) const POSTGRES: Migrations = &[
    include_str!("../migrations/postgres/0001_log.sql"),
    include_str!("../migrations/postgres/0002_definitions.sql"),
    include_str!("../migrations/postgres/0003_webhooks.sql"),
    include_str!("../migrations/postgres/0004_edition.sql"),
    include_str!("../migrations/postgres/0005_zgw.sql"),
    include_str!("../migrations/postgres/0006_tree.sql"),
    include_str!("../migrations/postgres/0007_master_key.sql"),
    include_str!("../migrations/postgres/0008_verwerkingen.sql"),
];

/// Makes the table that tells which have run.
pub(crate) const VERSION_TABLE: &str =
    "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY, applied_at TEXT NOT NULL)";

/// Reads the version of the schema.
pub(crate) const READ_VERSION: &str = "SELECT COALESCE(MAX(version), 0) FROM schema_version";

/// The script that brings a schema from version `found` to the newest.
pub(crate) fn script(migrations: Migrations, found: i64) -> Result<String, DatabaseError> {
    let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    let done = usize::try_from(found).unwrap_or(0);
    if found > known {
        return Err(DatabaseError::Newer { found, known });
    }
    let due = migrations.iter().enumerate().skip(done);
    Ok(due
        .map(|(i, sql)| {
            format!(
                "{sql}\nINSERT INTO schema_version VALUES ({}, CAST(CURRENT_TIMESTAMP AS TEXT));\n",
                i + 1
            )
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_due_runs_and_a_newer_schema_is_refused() {
        assert!(script(&["A;", "B;"], 1).unwrap().starts_with("B;\nINSERT INTO schema_version VALUES (2"));
        assert_eq!(script(&["A;", "B;"], 2).unwrap(), "");
        assert_eq!(script(&["A;"], 2), Err(DatabaseError::Newer { found: 2, known: 1 }));
    }

    #[test]
    fn both_dialects_have_the_same_migrations() {
        assert_eq!(SQLITE.len(), POSTGRES.len());
    }
}
