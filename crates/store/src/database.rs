//! The port to a database: what is asked of one, in dialect-neutral SQL. Which database stands behind it is chosen in
//! [`open`], and nowhere else.
//!
//! SQL is written once, with `?1`-style parameters, in the part of the language that SQLite and PostgreSQL share.
//! Only migrations (`migrations/`) differ.

use crate::{postgres, sqlite};
use async_trait::async_trait;
use std::{borrow::Cow, path::PathBuf, sync::Arc};
use thiserror::Error;
use tokio::sync::watch;
use uuid::Uuid;
pub use wijkspoor_projections::Value;
use wijkspoor_projections::View;

/// Why a database did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DatabaseError {
    /// No connection, or the connection was lost. Lost during a commit, the outcome is unknown: repeat the request
    /// with the same idempotency key.
    #[error("de database {place} is niet bereikbaar: {cause}")]
    Unreachable {
        /// Where it should be, without a password.
        place: String,
        /// What the driver says.
        cause: String,
    },
    /// The database was written by a newer program.
    #[error(
        "de database heeft schemaversie {found}, dit programma kent tot en met {known}: gebruik een nieuwere versie"
    )]
    Newer {
        /// The version of the database.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// Others kept the database occupied for too long.
    #[error("de database is nu te druk; probeer het zo weer")]
    Busy,
    /// Anything else: a mistake in the program, a full disk, a damaged file.
    #[error("fout in de database: {0}")]
    Other(String),
}

/// A statement with its parameters. [`Value::Sealed`] must have become [`Value::Text`] before it comes here.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The text, with parameters `?1`, `?2`, …
    pub sql: Cow<'static, str>,
    /// The values of the parameters.
    pub params: Vec<Value>,
}

impl Statement {
    /// A statement.
    pub fn new(sql: impl Into<Cow<'static, str>>, params: impl Into<Vec<Value>>) -> Self {
        Self { sql: sql.into(), params: params.into() }
    }
}

/// What a column holds, for whoever looks at its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number: 8 bytes, big-endian.
    Int,
    /// Text in UTF-8.
    Text,
    /// Bytes.
    Bytes,
}

/// Looks at a row: the bytes of each column, or nothing where it holds something of another kind.
pub type Look = Box<dyn FnMut(&[Option<&[u8]>]) + Send>;

/// A row of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Row(pub Vec<Value>);

impl Row {
    fn get(&self, column: usize) -> &Value {
        self.0.get(column).unwrap_or(&Value::Null)
    }

    fn wrong(&self, column: usize, wanted: &str) -> DatabaseError {
        DatabaseError::Other(format!("kolom {column} bevat geen {wanted}"))
    }

    /// A whole number.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn int(&self, column: usize) -> Result<i64, DatabaseError> {
        self.opt_int(column)?.ok_or_else(|| self.wrong(column, "getal"))
    }

    /// A whole number, or nothing.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, DatabaseError> {
        match self.get(column) {
            Value::Int(i) => Ok(Some(*i)),
            Value::Null => Ok(None),
            _ => Err(self.wrong(column, "getal")),
        }
    }

    /// A text.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn text(&self, column: usize) -> Result<&str, DatabaseError> {
        self.opt_text(column)?.ok_or_else(|| self.wrong(column, "tekst"))
    }

    /// An id, which stands there as text.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn id(&self, column: usize) -> Result<Uuid, DatabaseError> {
        let text = self.text(column)?;
        text.parse().map_err(|_| DatabaseError::Other(format!("geen id: {text:?}")))
    }

    /// A text, or nothing.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn opt_text(&self, column: usize) -> Result<Option<&str>, DatabaseError> {
        match self.get(column) {
            Value::Text(text) => Ok(Some(text)),
            Value::Null => Ok(None),
            _ => Err(self.wrong(column, "tekst")),
        }
    }

    /// A text, which is no longer in the row after.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn take_text(&mut self, column: usize) -> Result<String, DatabaseError> {
        self.text(column)?;
        match self.0.get_mut(column).map(|value| std::mem::replace(value, Value::Null)) {
            Some(Value::Text(text)) => Ok(text),
            _ => Err(self.wrong(column, "tekst")),
        }
    }

    /// Bytes, or nothing.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>, DatabaseError> {
        match self.get(column) {
            Value::Bytes(bytes) => Ok(Some(bytes)),
            Value::Null => Ok(None),
            _ => Err(self.wrong(column, "bytes")),
        }
    }

    /// Bytes.
    ///
    /// # Errors
    /// When the column holds something else.
    pub fn bytes(&self, column: usize) -> Result<&[u8], DatabaseError> {
        self.opt_bytes(column)?.ok_or_else(|| self.wrong(column, "bytes"))
    }
}

/// A database. Reads have connections of their own and never wait for a writer.
#[async_trait]
pub trait Database: Send + Sync {
    /// `SQLite` or `PostgreSQL`.
    fn name(&self) -> &'static str;

    /// The type of a text column whose order is that of its bytes, so that both databases sort alike.
    fn text_type(&self) -> &'static str;

    /// Whether a table gets its key faster after its rows; otherwise it must have it from the beginning.
    fn key_comes_later(&self) -> bool;

    /// Makes a view for reports, or makes it read the table that has its name now. Only a server has readers beside this
    /// program.
    fn view(&self, view: &View) -> Option<Statement>;

    /// Reads several times from one snapshot.
    async fn query_many(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, DatabaseError>;

    /// Reads once.
    async fn query(&self, statement: Statement) -> Result<Vec<Row>, DatabaseError>;

    /// Looks at rows one by one, as they stand there, without keeping them: as fast as the database can.
    async fn scan(
        &self,
        question: Statement,
        kinds: &'static [Kind],
        look: Look,
    ) -> Result<(), DatabaseError>;

    /// Starts the one write transaction of this process and runs the first statements in it, in one round trip.
    async fn begin(
        &self,
        statements: Vec<Statement>,
    ) -> Result<(Box<dyn Transaction>, Vec<Vec<Row>>), DatabaseError>;

    /// Fills a table that nobody reads yet, as fast as the database can, beside the one writer where it can.
    async fn load(
        &self,
        table: &str,
        columns: &[&'static str],
        rows: Vec<Vec<Value>>,
    ) -> Result<(), DatabaseError>;

    /// Whether a question about read models is answered with just these rows, in this order; as fast as the database can.
    async fn answers(&self, question: Statement, rows: &[Vec<Value>]) -> Result<bool, DatabaseError>;

    /// Runs a statement that may take long and on which nobody waits, beside the one writer where the database can.
    async fn beside(&self, statement: Statement) -> Result<(), DatabaseError>;

    /// Writes what is no event, in one transaction, and gives the rows of each statement; beside the one writer where the
    /// database can. Nobody is told of it.
    async fn record(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, DatabaseError>;

    /// The last committed position that this process knows of, from whichever process. A value that went by is not
    /// seen: it is a reason to read, not a thing to read.
    fn head(&self) -> watch::Receiver<i64>;

    /// Brings the files to rest, so that a copy of them is whole and what was destroyed stands in none of them.
    async fn settle(&self) -> Result<(), DatabaseError>;

    /// Takes a named lease, which one process at a time can hold; `None` when another has it. It ends when it is
    /// dropped, and with the process.
    async fn lease(&self, name: &str) -> Result<Option<Lease>, DatabaseError>;
}

/// An open write transaction. Dropping it rolls it back.
#[async_trait]
pub trait Transaction: Send {
    /// Runs statements in order.
    async fn run(&mut self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, DatabaseError>;

    /// Runs the last statements and commits, in one round trip; then tells everyone the new end of the log.
    async fn commit(self: Box<Self>, statements: Vec<Statement>, head: i64) -> Result<(), DatabaseError>;

    /// Undoes everything.
    async fn rollback(self: Box<Self>) -> Result<(), DatabaseError>;
}

/// A lease held, until it is dropped.
pub struct Lease {
    _held: Box<dyn Send + Sync>,
    alive: Box<dyn Fn() -> bool + Send + Sync>,
}

impl Lease {
    pub(crate) fn new(
        held: impl Send + Sync + 'static,
        alive: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Self {
        Self { _held: Box::new(held), alive: Box::new(alive) }
    }

    /// Whether it is still held, as far as this process knows: it is lost with the connection to the database.
    pub fn is_held(&self) -> bool {
        (self.alive)()
    }
}

/// Which database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A file.
    Sqlite(PathBuf),
    /// A `postgres://` URL.
    Postgres(String),
}

impl Target {
    /// Reads a setting: a `postgres://` or `postgresql://` URL, otherwise the path of a file.
    pub fn parse(text: &str) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Self::Postgres(text.to_owned())
        } else {
            Self::Sqlite(PathBuf::from(text.strip_prefix("sqlite:").unwrap_or(text)))
        }
    }
}

/// Opens a database and brings its schema up to date.
///
/// # Errors
/// When it cannot be reached, or was written by a newer program.
pub async fn open(target: &Target) -> Result<Arc<dyn Database>, DatabaseError> {
    Ok(match target {
        Target::Sqlite(path) => Arc::new(sqlite::Sqlite::open(path).await?),
        Target::Postgres(url) => Arc::new(postgres::Postgres::open(url).await?),
    })
}

/// Moves the known end of the log forward, never back.
pub(crate) fn raise(head: &watch::Sender<i64>, position: i64) {
    head.send_if_modified(|known| {
        let newer = position > *known;
        *known = position.max(*known);
        newer
    });
}
