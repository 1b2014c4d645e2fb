//! Connections to SQLite, and the thread that watches for commits of other processes.

use crate::{
    database::{DatabaseError, Statement, raise},
    migrations,
    sqlite::{execute, failed, run},
};
use rusqlite::{Connection, OpenFlags};
use std::{
    fs::OpenOptions,
    path::{Path, PathBuf},
    sync::Weak,
    time::{Duration, Instant},
};
use tokio::sync::watch;

/// How long to wait for another process that writes.
const BUSY: Duration = Duration::from_secs(10);
/// How often to look whether another process has committed.
const POLL: Duration = Duration::from_millis(20);

/// No file, or not one of ours.
pub(crate) fn unreachable(path: &Path, error: &dyn std::fmt::Display) -> DatabaseError {
    DatabaseError::Unreachable { place: path.display().to_string(), cause: error.to_string() }
}

/// A connection that cannot write.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, DatabaseError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY)?;
        connection.set_prepared_statement_cache_capacity(256);
        Ok(connection)
    };
    open().map_err(|e| unreachable(path, &e))
}

/// A file for the owner only: keys and personal data stand in the database. SQLite gives its companions the same mode.
pub(crate) fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The connection that writes, on a file that is up to date, and the end of the log.
pub(crate) fn open_writer(path: &Path) -> Result<(Connection, i64), DatabaseError> {
    let open = || -> rusqlite::Result<Connection> {
        let mut connection = Connection::open(path)?;
        // Short naps: a writer of another process holds the file for milliseconds.
        connection.busy_handler(Some(|naps| {
            std::thread::sleep(Duration::from_millis(1));
            i64::from(naps) < i64::try_from(BUSY.as_millis()).unwrap_or(i64::MAX)
        }))?;
        connection.set_prepared_statement_cache_capacity(256);
        connection.pragma_update(None, "foreign_keys", true)?;
        // FULL: a commit that was answered survives a power cut.
        connection.pragma_update(None, "synchronous", "FULL")?;
        // A destroyed key must not linger in free pages of the file.
        connection.pragma_update(None, "secure_delete", true)?;
        Ok(connection)
    };
    private_file().open(path).map_err(|e| unreachable(path, &e))?;
    let connection = open().map_err(|e| unreachable(path, &e))?;
    use_wal(&connection, path)?;
    migrate(&connection)?;
    let head = Statement::new("SELECT position FROM log_head", []);
    let position = run(&connection, &[head])?.first().and_then(|r| r.first()).map_or(Ok(0), |r| r.int(0))?;
    Ok((connection, position))
}

/// Turns WAL on. SQLite does not call the busy handler for this, so several processes that start at once try again.
fn use_wal(connection: &Connection, path: &Path) -> Result<(), DatabaseError> {
    let start = Instant::now();
    loop {
        let mode = connection
            .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))
            .map_err(|e| (failed("journal_mode", &e), e));
        match mode {
            Ok(_) => return Ok(()),
            Err((DatabaseError::Busy, _)) if start.elapsed() < BUSY => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err((DatabaseError::Busy, _)) => return Err(DatabaseError::Busy),
            // The first look into the file: it may be no database at all.
            Err((_, e)) => return Err(unreachable(path, &e)),
        }
    }
}

fn migrate(connection: &Connection) -> Result<(), DatabaseError> {
    execute(connection, "BEGIN IMMEDIATE")?;
    let migrate = || {
        execute(connection, migrations::VERSION_TABLE)?;
        let rows = run(connection, &[Statement::new(migrations::READ_VERSION, [])])?;
        let found = rows.first().and_then(|r| r.first()).map_or(Ok(0), |r| r.int(0))?;
        execute(connection, &migrations::script(migrations::SQLITE, found)?)?;
        execute(connection, "COMMIT")
    };
    migrate().inspect_err(|_| {
        let _ = connection.execute_batch("ROLLBACK");
    })
}

/// Watches for commits of other processes, on a thread of its own, as long as the database is open.
pub(crate) fn watch_others(path: PathBuf, head: Weak<watch::Sender<i64>>) -> Result<(), DatabaseError> {
    let connection = open_reader(&path)?;
    let watch = move || {
        let mut seen = None;
        while let Some(head) = head.upgrade() {
            // The pragma looks into shared memory only. Without a subscriber there is nobody to wake.
            if head.receiver_count() > 0 {
                let version =
                    connection.pragma_query_value(None, "data_version", |r| r.get::<_, i64>(0)).ok();
                if version.is_none() || version != seen {
                    let position = connection.query_row("SELECT position FROM log_head", [], |r| r.get(0));
                    if let Ok(position) = position {
                        raise(&head, position);
                        seen = version;
                    }
                }
            }
            drop(head);
            std::thread::sleep(POLL);
        }
    };
    let thread = std::thread::Builder::new().name("wijkspoor-sqlite-head".to_owned());
    thread.spawn(watch).map(drop).map_err(|e| DatabaseError::Other(e.to_string()))
}
