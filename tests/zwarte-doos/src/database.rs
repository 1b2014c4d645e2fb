//! A database for one test, removed when the test ends.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;
use tokio_postgres::{NoTls, SimpleQueryMessage};

/// A database of a test's own.
pub struct Database {
    /// Holds the SQLite file, and whatever a process writes beside it.
    folder: TempDir,
    server: Option<Postgres>,
}

struct Postgres {
    admin: String,
    name: String,
    url: String,
}

impl Database {
    /// A file.
    pub fn sqlite() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), server: None }
    }

    /// A database on the server that `WIJKSPOOR_TEST_POSTGRES` names. Without it the test fails: what was not tried on
    /// both databases is not there.
    pub fn postgres() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Ok(admin) = std::env::var("WIJKSPOOR_TEST_POSTGRES") else {
            panic!("WIJKSPOOR_TEST_POSTGRES is not set: run ./test, which starts a PostgreSQL for the tests")
        };
        let name = format!("zd_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        execute(&admin, &format!("CREATE DATABASE \"{name}\"")).unwrap();
        let url = with_database(&admin, &name);
        Self { folder: tempfile::tempdir().unwrap(), server: Some(Postgres { admin, name, url }) }
    }

    /// The folder of this test.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Whether it is a file.
    pub fn is_sqlite(&self) -> bool {
        self.server.is_none()
    }

    /// A copy of it as it is now; nobody may be using it.
    pub fn backup(&self) -> String {
        let copy = crate::unique("oud");
        match &self.server {
            None => copy_files(&self.folder.path().join("gegevens"), &self.folder.path().join(&copy)),
            Some(Postgres { admin, name, .. }) => {
                execute(admin, &format!("CREATE DATABASE \"{name}_{copy}\" TEMPLATE \"{name}\"")).unwrap();
            }
        }
        copy
    }

    /// Puts a copy in the place of what is there.
    pub fn restore(&self, copy: String) {
        match &self.server {
            None => {
                let place = self.folder.path().join("gegevens");
                std::fs::remove_dir_all(&place).unwrap();
                std::fs::rename(self.folder.path().join(copy), place).unwrap();
            }
            Some(Postgres { admin, name, .. }) => {
                execute(admin, &format!("DROP DATABASE \"{name}\" WITH (FORCE)")).unwrap();
                execute(admin, &format!("ALTER DATABASE \"{name}_{copy}\" RENAME TO \"{name}\"")).unwrap();
            }
        }
    }

    /// The flags with which the program opens it.
    pub fn flags(&self) -> [String; 2] {
        match &self.server {
            Some(server) => ["--database".to_owned(), server.url.clone()],
            None => ["--data-dir".to_owned(), self.folder.path().join("gegevens").display().to_string()],
        }
    }

    /// The URL of another database on the same server.
    pub fn url_of(&self, name: &str) -> String {
        with_database(&self.server.as_ref().unwrap().admin, name)
    }

    /// Runs SQL past the program.
    pub fn execute(&self, sql: &str) {
        execute(&self.server.as_ref().unwrap().url, sql).unwrap();
    }

    /// Runs SQL past the program, and gives the rows: a line each, with what stands between tabs. An error names its code.
    pub fn select(&self, sql: &str) -> Result<String, String> {
        let rows = ask(&self.server.as_ref().unwrap().url, sql)?;
        Ok(rows.iter().map(|row| row.join("\t") + "\n").collect())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(Postgres { admin, name, .. }) = &self.server {
            let dropped = execute(admin, &format!("DROP DATABASE \"{name}\" WITH (FORCE)"));
            if !std::thread::panicking() {
                dropped.unwrap();
            }
        }
    }
}

/// A URL with another database in it.
fn with_database(url: &str, name: &str) -> String {
    let path = url.rfind('/').unwrap();
    let end = url[path..].find('?').map_or(url.len(), |i| path + i);
    format!("{}/{name}{}", &url[..path], &url[end..])
}

fn copy_files(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for file in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

fn execute(url: &str, sql: &str) -> Result<(), String> {
    ask(url, sql).map(drop)
}

fn ask(url: &str, sql: &str) -> Result<Vec<Vec<String>>, String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|e| e.to_string())?;
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.map_err(|e| e.to_string())?;
        let connection = tokio::spawn(connection);
        let result = client.simple_query(sql).await.map_err(|e| format!("{e:?}"));
        drop(client);
        let _ = connection.await;
        let row = |message: &SimpleQueryMessage| match message {
            SimpleQueryMessage::Row(row) => {
                Some((0..row.len()).map(|i| row.get(i).unwrap_or_default().to_owned()).collect())
            }
            _ => None,
        };
        Ok(result?.iter().filter_map(row).collect())
    })
}
