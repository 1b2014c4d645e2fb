//! A database for one test.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};
use tempfile::TempDir;
use tokio_postgres::NoTls;
use wijkspoor_store::{Statement, Store, SystemClock, Target, Value};

/// A database of a test's own, removed when the test ends.
pub struct Site {
    pub target: Target,
    place: Place,
}

enum Place {
    /// Removed with its folder.
    File(#[expect(dead_code, reason = "held until the test ends")] TempDir),
    Server {
        admin: String,
        name: String,
    },
}

/// Runs a case and cleans up, also when it fails.
pub async fn on<F: Future<Output = ()> + Send + 'static>(site: Site, case: fn(Arc<Site>) -> F) {
    let site = Arc::new(site);
    let result = tokio::spawn(case(site.clone())).await;
    if let Place::Server { admin, name } = &site.place {
        execute_postgres(admin, &format!("DROP DATABASE \"{name}\" WITH (FORCE)")).await.unwrap();
    }
    if let Err(failure) = result {
        std::panic::resume_unwind(failure.into_panic());
    }
}

impl Site {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { target: Target::Sqlite(folder.path().join("test.db")), place: Place::File(folder) }
    }

    pub async fn postgres() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let admin = std::env::var("WIJKSPOOR_TEST_POSTGRES").expect(
            "WIJKSPOOR_TEST_POSTGRES is not set: run ./test, which starts a PostgreSQL for the tests",
        );
        let name = format!("ws_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        execute_postgres(&admin, &format!("CREATE DATABASE \"{name}\"")).await.unwrap();
        let mut url = admin.clone();
        let path = url.rfind('/').unwrap();
        let end = url[path..].find('?').map_or(url.len(), |i| path + i);
        url.replace_range(path + 1..end, &name);
        Self { target: Target::Postgres(url), place: Place::Server { admin, name } }
    }

    pub async fn store(&self) -> Arc<Store> {
        Store::open(&self.target, Arc::new(SystemClock)).await.unwrap()
    }

    /// Runs SQL past the store, as an intruder would.
    pub async fn execute(&self, sql: &str) -> Result<(), String> {
        match &self.target {
            Target::Sqlite(path) => {
                let connection = rusqlite::Connection::open(path).map_err(|e| e.to_string())?;
                connection.execute_batch(sql).map_err(|e| e.to_string())
            }
            Target::Postgres(url) => execute_postgres(url, sql).await,
        }
    }

    pub fn is_sqlite(&self) -> bool {
        matches!(self.place, Place::File(_))
    }

    /// Lets the log be changed.
    pub async fn disarm(&self) {
        let sql = if self.is_sqlite() {
            "DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete"
        } else {
            "ALTER TABLE event DISABLE TRIGGER USER"
        };
        self.execute(sql).await.unwrap();
    }

    /// Every text in every table, also the bytes that read as text.
    pub async fn all_texts(&self, store: &Store) -> Vec<String> {
        let tables = if self.is_sqlite() {
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        } else {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema()"
        };
        let mut texts = Vec::new();
        for table in store.database().query(Statement::new(tables, [])).await.unwrap() {
            let sql = format!("SELECT * FROM {}", table.text(0).unwrap());
            for row in store.database().query(Statement::new(sql, [])).await.unwrap() {
                texts.extend(row.0.into_iter().filter_map(|value| match value {
                    Value::Text(text) => Some(text),
                    Value::Bytes(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
                    _ => None,
                }));
            }
        }
        texts
    }
}

async fn execute_postgres(url: &str, sql: &str) -> Result<(), String> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.map_err(|e| e.to_string())?;
    let connection = tokio::spawn(connection);
    let result = client.batch_execute(sql).await.map_err(|e| format!("{e:?}"));
    drop(client);
    let _ = connection.await;
    result
}
