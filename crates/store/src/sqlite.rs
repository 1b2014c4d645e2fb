//! SQLite: one file, one writer connection, a few readers; WAL, so that readers and the writer do not wait for each
//! other.

use crate::{
    database::{Database, DatabaseError, Kind, Lease, Look, Row, Statement, Transaction, Value, raise},
    sql::insert,
    sqlite_connect::{open_reader, open_writer, private_file, unreachable, watch_others},
};
use async_trait::async_trait;
use rusqlite::{Connection, ErrorCode, types::ValueRef};
use std::{
    fs::TryLockError,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{
    sync::{OwnedMutexGuard, Semaphore, watch},
    task::spawn_blocking,
};
use wijkspoor_projections::View;

/// Reading at once.
const READERS: usize = 4;
/// Statements with rows in one transaction for which whoever appends must wait.
const AT_ONCE: usize = 100;

/// A database in a file.
pub(crate) struct Sqlite {
    path: PathBuf,
    writer: Arc<tokio::sync::Mutex<Connection>>,
    readers: Arc<Readers>,
    head: Arc<watch::Sender<i64>>,
}

/// Connections at rest, and leave to use at most so many at once.
struct Readers {
    idle: Mutex<Vec<Connection>>,
    leave: Arc<Semaphore>,
}

impl Sqlite {
    /// Opens or makes the file.
    pub(crate) async fn open(path: &Path) -> Result<Self, DatabaseError> {
        let place = path.to_path_buf();
        let (writer, position) = blocking(move || open_writer(&place)).await?;
        let head = Arc::new(watch::Sender::new(position));
        watch_others(path.to_path_buf(), Arc::downgrade(&head))?;
        Ok(Self {
            path: path.to_path_buf(),
            writer: Arc::new(tokio::sync::Mutex::new(writer)),
            readers: Arc::new(Readers { idle: Mutex::default(), leave: Arc::new(Semaphore::new(READERS)) }),
            head,
        })
    }
}

impl Sqlite {
    /// Lends a connection that reads to a thread that may block.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, DatabaseError> + Send + 'static,
    ) -> Result<T, DatabaseError> {
        let leave = self.readers.leave.clone().acquire_owned().await;
        let leave = leave.map_err(|e| DatabaseError::Other(e.to_string()))?;
        let (path, readers) = (self.path.clone(), self.readers.clone());
        blocking(move || {
            let _leave = leave;
            let idle = readers.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let connection = idle.map_or_else(|| open_reader(&path), Ok)?;
            let result = work(&connection);
            readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            result
        })
        .await
    }
}

#[async_trait]
impl Database for Sqlite {
    fn name(&self) -> &'static str {
        "SQLite"
    }

    fn text_type(&self) -> &'static str {
        "TEXT"
    }

    fn key_comes_later(&self) -> bool {
        false
    }

    fn view(&self, _: &View) -> Option<Statement> {
        None
    }

    async fn query(&self, statement: Statement) -> Result<Vec<Row>, DatabaseError> {
        Ok(self.query_many(vec![statement]).await?.pop().unwrap_or_default())
    }

    async fn query_many(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, DatabaseError> {
        self.read(move |connection| {
            // One statement is a snapshot by itself.
            if statements.len() == 1 {
                return run(connection, &statements);
            }
            execute(connection, "BEGIN")?;
            let rows = run(connection, &statements);
            execute(connection, "COMMIT")?;
            rows
        })
        .await
    }

    async fn scan(
        &self,
        question: Statement,
        kinds: &'static [Kind],
        mut look: Look,
    ) -> Result<(), DatabaseError> {
        let reading = move |connection: &Connection| {
            scan(connection, &question, kinds, &mut look).map_err(|e| failed(&question.sql, &e))
        };
        self.read(reading).await
    }

    async fn begin(
        &self,
        statements: Vec<Statement>,
    ) -> Result<(Box<dyn Transaction>, Vec<Vec<Row>>), DatabaseError> {
        let guard = self.writer.clone().lock_owned().await;
        let head = self.head.clone();
        blocking(move || {
            execute(&guard, "BEGIN IMMEDIATE")?;
            let transaction = SqliteTransaction { connection: Some(Open(guard)), head };
            let rows = match &transaction.connection {
                Some(open) => run(&open.0, &statements)?,
                None => Vec::new(),
            };
            Ok((Box::new(transaction) as Box<dyn Transaction>, rows))
        })
        .await
    }

    async fn load(
        &self,
        table: &str,
        columns: &[&'static str],
        rows: Vec<Vec<Value>>,
    ) -> Result<(), DatabaseError> {
        let mut statements = insert(table, columns, rows, "");
        while !statements.is_empty() {
            let rest = statements.split_off(statements.len().min(AT_ONCE));
            let (transaction, _) = self.begin(Vec::new()).await?;
            transaction.commit(std::mem::replace(&mut statements, rest), 0).await?;
        }
        Ok(())
    }

    async fn answers(&self, question: Statement, rows: &[Vec<Value>]) -> Result<bool, DatabaseError> {
        let answer = self.query(question).await?;
        Ok(answer.iter().map(|Row(row)| row).eq(rows))
    }

    async fn beside(&self, statement: Statement) -> Result<(), DatabaseError> {
        let (transaction, _) = self.begin(Vec::new()).await?;
        transaction.commit(vec![statement], 0).await
    }

    async fn record(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, DatabaseError> {
        let (transaction, rows) = self.begin(statements).await?;
        transaction.commit(Vec::new(), 0).await?;
        Ok(rows)
    }

    fn head(&self) -> watch::Receiver<i64> {
        self.head.subscribe()
    }

    async fn settle(&self) -> Result<(), DatabaseError> {
        let writer = self.writer.clone().lock_owned().await;
        // The write-ahead log goes into the file and is cut off.
        blocking(move || execute(&writer, "PRAGMA wal_checkpoint(TRUNCATE)")).await
    }

    async fn lease(&self, name: &str) -> Result<Option<Lease>, DatabaseError> {
        // The operating system ends a lock on a file with the process.
        let mut path = self.path.clone().into_os_string();
        path.push(format!(".{name}.lease"));
        blocking(move || {
            let file = private_file().open(&path);
            let file = file.map_err(|e| unreachable(Path::new(&path), &e))?;
            match file.try_lock() {
                Ok(()) => Ok(Some(Lease::new(file, || true))),
                Err(TryLockError::WouldBlock) => Ok(None),
                Err(TryLockError::Error(e)) => Err(unreachable(Path::new(&path), &e)),
            }
        })
        .await
    }
}

/// The writer in a transaction. Dropped before the end, it rolls back.
struct Open(OwnedMutexGuard<Connection>);

impl Drop for Open {
    fn drop(&mut self) {
        if !self.0.is_autocommit() && self.0.execute_batch("ROLLBACK").is_err() {
            tracing::error!("een transactie kon niet worden teruggedraaid");
        }
    }
}

struct SqliteTransaction {
    connection: Option<Open>,
    head: Arc<watch::Sender<i64>>,
}

impl SqliteTransaction {
    /// Lends the connection to a thread that may block.
    async fn with<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, DatabaseError> + Send + 'static,
    ) -> Result<T, DatabaseError> {
        let ended = || DatabaseError::Other("de transactie is al afgelopen".to_owned());
        let open = self.connection.take().ok_or_else(ended)?;
        let (open, result) = blocking(move || {
            let result = work(&open.0);
            Ok((open, result))
        })
        .await?;
        self.connection = Some(open);
        result
    }
}

#[async_trait]
impl Transaction for SqliteTransaction {
    async fn run(&mut self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, DatabaseError> {
        self.with(move |connection| run(connection, &statements)).await
    }

    async fn commit(mut self: Box<Self>, statements: Vec<Statement>, head: i64) -> Result<(), DatabaseError> {
        self.with(move |connection| {
            run(connection, &statements)?;
            execute(connection, "COMMIT")
        })
        .await?;
        // Free for the next writer before anyone is told.
        drop(self.connection.take());
        raise(&self.head, head);
        Ok(())
    }

    async fn rollback(mut self: Box<Self>) -> Result<(), DatabaseError> {
        self.with(|connection| execute(connection, "ROLLBACK")).await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DatabaseError> + Send + 'static,
) -> Result<T, DatabaseError> {
    spawn_blocking(work).await.map_err(|e| DatabaseError::Other(e.to_string()))?
}

pub(crate) fn run(connection: &Connection, statements: &[Statement]) -> Result<Vec<Vec<Row>>, DatabaseError> {
    statements.iter().map(|s| rows(connection, s).map_err(|e| failed(&s.sql, &e))).collect()
}

fn bind(prepared: &mut rusqlite::Statement<'_>, params: &[Value]) -> rusqlite::Result<()> {
    for (i, value) in params.iter().enumerate() {
        match value {
            Value::Null => prepared.raw_bind_parameter(i + 1, rusqlite::types::Null)?,
            Value::Int(int) => prepared.raw_bind_parameter(i + 1, int)?,
            Value::Text(text) => prepared.raw_bind_parameter(i + 1, text)?,
            Value::Bytes(bytes) => prepared.raw_bind_parameter(i + 1, bytes)?,
            Value::Sealed(_) => return Err(rusqlite::Error::ToSqlConversionFailure("unsealed value".into())),
        }
    }
    Ok(())
}

fn scan(
    connection: &Connection,
    question: &Statement,
    kinds: &[Kind],
    look: &mut Look,
) -> rusqlite::Result<()> {
    let mut prepared = connection.prepare_cached(&question.sql)?;
    bind(&mut prepared, &question.params)?;
    let mut numbers = vec![[0; 8]; kinds.len()];
    let mut answer = prepared.raw_query();
    while let Some(row) = answer.next()? {
        let mut values = Vec::with_capacity(kinds.len());
        for (i, (kind, number)) in kinds.iter().zip(&mut numbers).enumerate() {
            values.push(match (kind, row.get_ref(i)?) {
                (Kind::Int, ValueRef::Integer(int)) => {
                    *number = int.to_be_bytes();
                    Some(&number[..])
                }
                (Kind::Text, ValueRef::Text(bytes)) | (Kind::Bytes, ValueRef::Blob(bytes)) => Some(bytes),
                _ => None,
            });
        }
        look(&values);
    }
    Ok(())
}

fn rows(connection: &Connection, statement: &Statement) -> rusqlite::Result<Vec<Row>> {
    let mut prepared = connection.prepare_cached(&statement.sql)?;
    let width = prepared.column_count();
    bind(&mut prepared, &statement.params)?;
    let mut answer = prepared.raw_query();
    let mut rows = Vec::new();
    while let Some(row) = answer.next()? {
        rows.push(Row((0..width).map(|i| value(row.get_ref(i)?, i)).collect::<Result<_, _>>()?));
    }
    Ok(rows)
}

fn value(value: ValueRef<'_>, column: usize) -> rusqlite::Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(int) => Value::Int(int),
        ValueRef::Text(text) => Value::Text(std::str::from_utf8(text)?.to_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => {
            let kind = rusqlite::types::Type::Real;
            return Err(rusqlite::Error::InvalidColumnType(column, "CAST AS BIGINT".to_owned(), kind));
        }
    })
}

pub(crate) fn execute(connection: &Connection, sql: &str) -> Result<(), DatabaseError> {
    connection.execute_batch(sql).map_err(|e| failed(sql, &e))
}

pub(crate) fn failed(sql: &str, error: &rusqlite::Error) -> DatabaseError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => DatabaseError::Busy,
        _ => DatabaseError::Other(format!("{error} (in: {})", sql.chars().take(200).collect::<String>())),
    }
}
