//! PostgreSQL: a batch takes two round trips, because requests are sent without waiting for the answers before them.

use crate::{
    database::{Database, DatabaseError, Kind, Lease, Look, Row, Statement, Transaction, Value, raise},
    migrations,
    postgres_connect::{self, Connector},
    postgres_copy::{self, Failed},
    postgres_value::{Param, dollars, read_row},
};
use async_trait::async_trait;
use deadpool_postgres::{Object, Pool};
use futures_util::future::{MaybeDone, maybe_done};
use std::{collections::HashSet, future::poll_fn, pin::Pin, sync::Arc, task::Poll};
use tokio::sync::watch;
use tokio_postgres::types::ToSql;
use wijkspoor_projections::{Shown, View};

/// Connections that read at once.
const READERS: usize = 8;
/// Connections that fill tables at once, and hold them against others.
const LOADERS: usize = 8;

/// A database on a server.
pub(crate) struct Postgres {
    connector: Arc<Connector>,
    /// One connection: whoever has it is the one writer of this process.
    writer: Pool,
    readers: Pool,
    /// Connections that fill what nobody reads yet.
    loaders: Pool,
    head: Arc<watch::Sender<i64>>,
    listener: tokio::task::JoinHandle<()>,
    channel: Arc<str>,
}

impl Postgres {
    /// Connects, migrates, and starts to listen.
    pub(crate) async fn open(url: &str) -> Result<Self, DatabaseError> {
        let connector = Arc::new(Connector::new(url)?);
        let writer = connector.pool(1, postgres_connect::WRITER)?;
        let channel = migrate(&connector, &writer).await?;
        let head = Arc::new(watch::Sender::new(0));
        let listener =
            tokio::spawn(postgres_connect::listen(connector.clone(), channel.clone(), head.clone()));
        let readers = connector.pool(READERS, postgres_connect::READER)?;
        let loaders = connector.pool(LOADERS, postgres_connect::LOADER)?;
        let postgres = Self { connector, writer, readers, loaders, head, listener, channel };
        let rows = postgres.query(Statement::new(postgres_connect::READ_HEAD, [])).await?;
        raise(&postgres.head, rows.first().map_or(Ok(0), |r| r.int(0))?);
        Ok(postgres)
    }

    async fn get(&self, pool: &Pool) -> Result<Object, DatabaseError> {
        pool.get().await.map_err(|e| self.connector.pool_failed(&e))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

#[async_trait]
impl Database for Postgres {
    fn name(&self) -> &'static str {
        "PostgreSQL"
    }

    fn text_type(&self) -> &'static str {
        "TEXT COLLATE \"C\""
    }

    fn key_comes_later(&self) -> bool {
        true
    }

    fn view(&self, view: &View) -> Option<Statement> {
        let column = |(name, shown): &(&str, Shown)| match shown {
            Shown::Same(column) => format!("{column} AS {name}"),
            Shown::Time(column) => format!("TO_TIMESTAMP({column} / 1e6) AS {name}"),
            Shown::Day(column) => format!("DATE '1970-01-01' + {column}::INTEGER AS {name}"),
        };
        let columns: Vec<String> = view.columns.iter().map(column).collect();
        let sql = format!(
            "CREATE OR REPLACE VIEW {} AS SELECT {} FROM {}",
            view.name,
            columns.join(", "),
            view.of.name
        );
        Some(Statement::new(sql, []))
    }

    async fn query(&self, statement: Statement) -> Result<Vec<Row>, DatabaseError> {
        Ok(self.read(None, vec![statement], None).await?.pop().unwrap_or_default())
    }

    async fn query_many(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, DatabaseError> {
        self.read(Some("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"), statements, Some("COMMIT")).await
    }

    async fn scan(
        &self,
        question: Statement,
        kinds: &'static [Kind],
        look: Look,
    ) -> Result<(), DatabaseError> {
        let client = self.get(&self.loaders).await?;
        let seen = postgres_copy::scan(&client, &question, kinds, look).await;
        self.copied(client, seen)
    }

    async fn begin(
        &self,
        statements: Vec<Statement>,
    ) -> Result<(Box<dyn Transaction>, Vec<Vec<Row>>), DatabaseError> {
        // Nothing has been written yet, so a connection that was lost while idle may be replaced without a word.
        let mut open = self.transaction(self.get(&self.writer).await?);
        let mut rows = open.pipeline(Some("BEGIN"), statements.clone(), None).await;
        if let Err(DatabaseError::Unreachable { .. }) = rows {
            drop(open);
            open = self.transaction(self.get(&self.writer).await?);
            rows = open.pipeline(Some("BEGIN"), statements, None).await;
        }
        Ok((Box::new(open), rows?))
    }

    async fn load(
        &self,
        table: &str,
        columns: &[&'static str],
        rows: Vec<Vec<Value>>,
    ) -> Result<(), DatabaseError> {
        if rows.is_empty() {
            return Ok(());
        }
        let client = self.get(&self.loaders).await?;
        let added = postgres_copy::add(&client, table, columns, &rows).await;
        self.copied(client, added)
    }

    async fn answers(&self, question: Statement, rows: &[Vec<Value>]) -> Result<bool, DatabaseError> {
        let client = self.get(&self.loaders).await?;
        let same = postgres_copy::same(&client, &question, rows).await;
        self.copied(client, same)
    }

    async fn beside(&self, statement: Statement) -> Result<(), DatabaseError> {
        let client = self.get(&self.loaders).await?;
        postgres_connect::query(&client, &self.connector, statement).await.map(drop)
    }

    async fn record(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, DatabaseError> {
        let client = self.get(&self.readers).await?;
        // After a failed statement COMMIT rolls back.
        let rows = pipeline(&client, &self.connector, Some("BEGIN"), statements, Some("COMMIT")).await;
        if rows.is_err() {
            drop(Object::take(client));
        }
        rows
    }

    fn head(&self) -> watch::Receiver<i64> {
        self.head.subscribe()
    }

    async fn settle(&self) -> Result<(), DatabaseError> {
        // The server sees to its files; how long old row versions linger there is the administrator's to set.
        Ok(())
    }

    async fn lease(&self, name: &str) -> Result<Option<Lease>, DatabaseError> {
        let client = Arc::new(self.connector.connect().await?);
        let sql = "SELECT pg_try_advisory_lock(hashtext(?1), hashtext(?2))";
        let statement = Statement::new(sql, [name, &self.channel].map(text));
        let rows = postgres_connect::query(&client, &self.connector, statement).await?;
        let taken = rows.first().map_or(Ok(0), |r| r.int(0))? == 1;
        let alive = client.clone();
        Ok(taken.then(|| Lease::new(client, move || !alive.is_closed())))
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

impl Postgres {
    /// Reads. A connection that was lost while idle is replaced without a word: there may be several, lost all at
    /// once when the server was restarted.
    async fn read(
        &self,
        first: Option<&str>,
        statements: Vec<Statement>,
        last: Option<&str>,
    ) -> Result<Vec<Vec<Row>>, DatabaseError> {
        let mut lost = 0;
        loop {
            let client = self.get(&self.readers).await?;
            match pipeline(&client, &self.connector, first, statements.clone(), last).await {
                Ok(rows) => return Ok(rows),
                Err(e) => {
                    // Not used again: its prepared statements may no longer fit the tables, which a rebuild changes.
                    drop(Object::take(client));
                    lost += 1;
                    if !matches!(e, DatabaseError::Unreachable { .. }) || lost > READERS {
                        return Err(e);
                    }
                }
            }
        }
    }

    /// What came of a copy. A connection that failed in the middle of one is not used again.
    fn copied<T>(&self, client: Object, copied: Result<T, Failed>) -> Result<T, DatabaseError> {
        copied.map_err(|failed| {
            drop(Object::take(client));
            match failed {
                Failed::Server(e) => self.connector.failed("COPY", &e),
                Failed::Program(e) => e,
            }
        })
    }

    fn transaction(&self, client: Object) -> PostgresTransaction {
        PostgresTransaction {
            client: Some(client),
            connector: self.connector.clone(),
            head: self.head.clone(),
            channel: self.channel.clone(),
        }
    }
}

/// The writer in a transaction. Dropped before the end, also by an error, its connection is closed: the server rolls
/// back, and prepared statements that may no longer fit the tables (a rebuild changes them) are gone with it.
struct PostgresTransaction {
    client: Option<Object>,
    connector: Arc<Connector>,
    head: Arc<watch::Sender<i64>>,
    channel: Arc<str>,
}

impl PostgresTransaction {
    async fn pipeline(
        &mut self,
        first: Option<&str>,
        statements: Vec<Statement>,
        last: Option<&str>,
    ) -> Result<Vec<Vec<Row>>, DatabaseError> {
        let ended = || DatabaseError::Other("de transactie is al afgelopen".to_owned());
        let client = self.client.as_ref().ok_or_else(ended)?;
        pipeline(client, &self.connector, first, statements, last).await
    }
}

impl Drop for PostgresTransaction {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            drop(Object::take(client));
        }
    }
}

#[async_trait]
impl Transaction for PostgresTransaction {
    async fn run(&mut self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, DatabaseError> {
        self.pipeline(None, statements, None).await
    }

    async fn commit(
        mut self: Box<Self>,
        mut statements: Vec<Statement>,
        head: i64,
    ) -> Result<(), DatabaseError> {
        let notice = [text(&self.channel), text(&head.to_string())];
        statements.push(Statement::new("SELECT pg_notify(?1, ?2)", notice));
        // After a failed statement COMMIT rolls back.
        self.pipeline(None, statements, Some("COMMIT")).await?;
        drop(self.client.take());
        raise(&self.head, head);
        Ok(())
    }

    async fn rollback(mut self: Box<Self>) -> Result<(), DatabaseError> {
        self.pipeline(Some("ROLLBACK"), Vec::new(), None).await?;
        drop(self.client.take());
        Ok(())
    }
}

/// Sends everything, then waits for the answers: one round trip, once the statements have been prepared.
async fn pipeline(
    client: &Object,
    connector: &Connector,
    first: Option<&str>,
    statements: Vec<Statement>,
    last: Option<&str>,
) -> Result<Vec<Vec<Row>>, DatabaseError> {
    let fail = |sql: &str, e: &tokio_postgres::Error| connector.failed(sql, e);
    let statements: Vec<_> = statements.into_iter().map(|s| (dollars(&s.sql), s.params)).collect();

    let texts: HashSet<&str> = statements.iter().map(|(sql, _)| sql.as_str()).collect();
    let preparing = texts.into_iter().map(|sql| async move { (sql, client.prepare_cached(sql).await) });
    let prepared = send_all(preparing.collect()).await;
    let mut known = std::collections::HashMap::new();
    for (sql, statement) in prepared {
        known.insert(sql, statement.map_err(|e| fail(sql, &e))?);
    }

    enum Request<'a> {
        Control(&'a str),
        Query(&'a str, Vec<Param<'a>>),
    }
    let queries =
        statements.iter().map(|(sql, params)| Request::Query(sql, params.iter().map(Param).collect()));
    let (first, last) = (first.map(Request::Control), last.map(Request::Control));
    let requests: Vec<Request<'_>> = first.into_iter().chain(queries).chain(last).collect();
    let known = &known;
    let sending = requests.iter().map(|request| async move {
        match request {
            Request::Control(sql) => (*sql, client.batch_execute(sql).await.map(|()| None)),
            Request::Query(sql, params) => {
                let params: Vec<&(dyn ToSql + Sync)> =
                    params.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
                let rows = match known.get(sql) {
                    Some(statement) => client.query(statement, &params).await,
                    None => client.query(*sql, &params).await,
                };
                (*sql, rows.map(Some))
            }
        }
    });
    let answers = send_all(sending.collect()).await;
    let mut all = Vec::with_capacity(statements.len());
    for (sql, rows) in answers {
        if let Some(rows) = rows.map_err(|e| fail(sql, &e))? {
            all.push(rows.iter().map(read_row).collect::<Result<_, _>>()?);
        }
    }
    Ok(all)
}

/// Polls every future once in order, because the first poll of a request is what sends it; then waits for all.
async fn send_all<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut waiting: Vec<Pin<Box<MaybeDone<F>>>> =
        futures.into_iter().map(|f| Box::pin(maybe_done(f))).collect();
    poll_fn(|context| {
        for future in &mut waiting {
            let _ = future.as_mut().poll(context);
        }
        Poll::Ready(())
    })
    .await;
    let mut outputs = Vec::with_capacity(waiting.len());
    for mut future in waiting {
        future.as_mut().await;
        outputs.extend(future.as_mut().take_output());
    }
    outputs
}

/// Runs what is due, one process at a time, and gives the name of the channel for commits: one per schema, because
/// several municipalities can share a database.
async fn migrate(connector: &Connector, writer: &Pool) -> Result<Arc<str>, DatabaseError> {
    let mut client = writer.get().await.map_err(|e| connector.pool_failed(&e))?;
    let migrated: Result<Result<Arc<str>, DatabaseError>, tokio_postgres::Error> = async {
        let transaction = client.transaction().await?;
        let row = transaction.query_one("SELECT COALESCE(current_schema(), '')", &[]).await?;
        let channel = format!("wijkspoor_{}", row.try_get::<_, String>(0)?);
        let lock = "SELECT pg_advisory_xact_lock(hashtext($1))";
        transaction.query(lock, &[&channel]).await?;
        transaction.batch_execute(migrations::VERSION_TABLE).await?;
        let found: i64 = transaction.query_one(migrations::READ_VERSION, &[]).await?.try_get(0)?;
        match migrations::script(migrations::POSTGRES, found) {
            Ok(script) => transaction.batch_execute(&script).await?,
            Err(e) => return Ok(Err(e)),
        }
        transaction.commit().await?;
        Ok(Ok(channel.into()))
    }
    .await;
    migrated.map_err(|e| connector.failed("migratie", &e))?
}
