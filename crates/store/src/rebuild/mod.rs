//! Rebuilding the read models of a projection while everyone goes on working. What the log says is first held against what
//! stands there: where that is the same, nothing is written. Otherwise new tables are filled beside the live ones, and
//! switched in one transaction. What is interrupted leaves the live read models untouched.
//!
//! `fold` makes rows of streams, `compare` holds them against the live ones, `fill` does either work for all streams.

mod compare;
mod fill;
mod fold;

use crate::{
    database::{Database, DatabaseError, Lease, Row, Statement, Transaction, Value},
    ddl,
    loaded::{ServicesOf, StoredAggregate},
    sql::upsert_rows,
    store::{Store, StoreError},
    vault::LOCK_HEAD,
};
use cqrs_es::Aggregate;
use fill::{Done, Work};
use fold::{Folder, Streams};
use futures_util::future::try_join_all;
use std::{sync::Arc, time::Duration};
use uuid::Uuid;
use wijkspoor_projections::{Projection, Table};

/// When so few streams changed meanwhile, they are folded while others wait; and after so many rounds in any case.
const FEW: usize = 64;
const ROUNDS: usize = 10;

/// What a rebuild came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Events folded, also those that were folded again.
    pub events: u64,
    /// Streams folded, also those that were folded again.
    pub streams: u64,
    /// The read models.
    pub tables: Vec<TableReport>,
}

/// What the rebuild of one read model came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableReport {
    /// Its name.
    pub name: &'static str,
    /// Rows now.
    pub rows: i64,
    /// Rows that were not the same before, counted in both; `None` when another version of the projection filled it,
    /// so that there was nothing to compare with.
    pub differences: Option<i64>,
}

/// What is known of the live read models.
#[derive(Default)]
struct Live {
    version: i64,
    generation: i64,
    edition: i64,
    tables: Vec<String>,
}

/// Rebuilds when the live read models were not filled by this version of the projection.
pub(crate) async fn prepare<P: Projection<Aggregate: StoredAggregate>>(
    store: &Arc<Store>,
    services: &Arc<ServicesOf<P>>,
    progress: impl Fn(u64, u64) + Send + Sync,
) -> Result<Option<Report>, StoreError> {
    if is_current::<P>(store).await? {
        return Ok(None);
    }
    let _lease = lease::<P>(store).await?;
    // Whoever had the lease before may have done it.
    if is_current::<P>(store).await? {
        return Ok(None);
    }
    let live = live::<P>(store).await?;
    build::<P>(store, services, &progress, live).await.map(Some)
}

/// Holds the read models of a projection against the log, says what was different, and builds them anew when anything was,
/// or when another version of the projection filled them. `progress` hears (done, total) in events.
///
/// # Errors
/// When an event cannot be read, the projection breaks its own tables, or the database fails.
pub async fn rebuild<P: Projection<Aggregate: StoredAggregate>>(
    store: &Arc<Store>,
    services: &Arc<ServicesOf<P>>,
    progress: impl Fn(u64, u64) + Send + Sync,
) -> Result<Report, StoreError> {
    let _lease = lease::<P>(store).await?;
    let live = live::<P>(store).await?;
    if live.as_ref().is_none_or(|live| live.version != i64::from(P::VERSION)) {
        return build::<P>(store, services, &progress, live).await;
    }
    let compared = compare::<P>(store, services, &progress).await?;
    if compared.tables.iter().all(|table| table.differences == Some(0)) {
        return Ok(compared);
    }
    let built = build::<P>(store, services, &progress, live).await?;
    let differing = built.tables.into_iter().zip(compared.tables);
    let tables =
        differing.map(|(built, TableReport { differences, .. })| TableReport { differences, ..built });
    Ok(Report { tables: tables.collect(), ..built })
}

/// Says that the read models no longer follow from the log: nobody writes until they were made anew, which happens when
/// the journal is opened next.
///
/// # Errors
/// When the database fails.
pub async fn outdate<P: Projection>(store: &Store) -> Result<(), DatabaseError> {
    let (transaction, head) = begin(&*store.database).await?;
    let name = Value::Text(P::Aggregate::TYPE.to_owned());
    let outdate = Statement::new("UPDATE projection SET version = 0 WHERE name = ?1", [name]);
    transaction.commit(vec![outdate], head).await
}

async fn lease<P: Projection>(store: &Store) -> Result<Lease, DatabaseError> {
    let name = format!("herbouw-{}", P::Aggregate::TYPE);
    loop {
        if let Some(lease) = store.database.lease(&name).await? {
            return Ok(lease);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn is_current<P: Projection>(store: &Store) -> Result<bool, StoreError> {
    let (name, known) = (P::Aggregate::TYPE, i64::from(P::VERSION));
    match live::<P>(store).await? {
        Some(Live { version: found, .. }) if found > known => {
            Err(StoreError::NewerProjection { name, found, known })
        }
        live => Ok(live.is_some_and(|live| live.version == known)),
    }
}

async fn live<P: Projection>(store: &Store) -> Result<Option<Live>, StoreError> {
    let sql = "SELECT version, generation, edition, tables FROM projection WHERE name = ?1";
    let rows =
        store.database.query(Statement::new(sql, [Value::Text(P::Aggregate::TYPE.to_owned())])).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let tables = row.text(3)?.split_whitespace().map(ToOwned::to_owned).collect();
    Ok(Some(Live { version: row.int(0)?, generation: row.int(1)?, edition: row.int(2)?, tables }))
}

impl Store {
    /// Asks for the edition of the read models of a projection: another number when a rebuild made rows others than they
    /// were, so that whoever follows them by position must read all anew.
    pub fn edition_statement<P: Projection>() -> Statement {
        let name = Value::Text(P::Aggregate::TYPE.to_owned());
        Statement::new("SELECT edition FROM projection WHERE name = ?1", [name])
    }
}

/// Begins to write; gives the end of the log.
async fn begin(database: &dyn Database) -> Result<(Box<dyn Transaction>, i64), DatabaseError> {
    let (transaction, rows) = database.begin(vec![Statement::new(LOCK_HEAD, [])]).await?;
    Ok((transaction, rows.first().map_or(Ok(0), |rows| first_int(rows))?))
}

fn first_int(rows: &[Row]) -> Result<i64, DatabaseError> {
    rows.first().map_or(Ok(0), |row| row.int(0))
}

/// Holds the live rows against those that the log says.
async fn compare<P: Projection<Aggregate: StoredAggregate>>(
    store: &Arc<Store>,
    services: &Arc<ServicesOf<P>>,
    progress: &(impl Fn(u64, u64) + Send + Sync),
) -> Result<Report, StoreError> {
    let start = store.head().await?.position;
    let mut run = Run::<P>::new(store, services, Work::Compare).await?;
    run.all(start, progress).await?;
    let (transaction, head) = run.rest(start).await?;
    // What a build that was broken off left behind.
    let remove = P::TABLES.iter().map(|table| ddl::remove(&ddl::new_name(table)));
    transaction.commit(remove.collect(), head).await?;
    run.report().await
}

/// Fills new tables, and puts them in the place of the live ones.
async fn build<P: Projection<Aggregate: StoredAggregate>>(
    store: &Arc<Store>,
    services: &Arc<ServicesOf<P>>,
    progress: &(impl Fn(u64, u64) + Send + Sync),
    live: Option<Live>,
) -> Result<Report, StoreError> {
    let database = &*store.database;
    let live = live.unwrap_or_default();
    let generation = live.generation + 1;
    let (transaction, start) = begin(database).await?;
    let make = P::TABLES.iter().flat_map(|table| {
        let name = ddl::new_name(table);
        [ddl::remove(&name), ddl::create(table, &name, generation, database)]
    });
    transaction.commit(make.collect(), start).await?;

    let mut run = Run::<P>::new(store, services, Work::Fill).await?;
    run.all(start, progress).await?;
    // Side by side: each keeps a processor of the database busy.
    let index = |table: &'static Table| async move {
        for index in ddl::indexes(table, &ddl::new_name(table), generation, database) {
            database.beside(index).await?;
        }
        Ok::<_, DatabaseError>(())
    };
    try_join_all(P::TABLES.iter().copied().map(index)).await?;
    let (transaction, head) = run.rest(start).await?;
    transaction.commit(switch::<P>(database, &live.tables, generation, live.edition + 1), head).await?;
    run.report().await
}

/// One time through all streams of a projection.
struct Run<'a, P: Projection<Aggregate: StoredAggregate>> {
    store: &'a Arc<Store>,
    services: &'a Arc<ServicesOf<P>>,
    work: Work,
    /// How many events there were at first.
    total: u64,
    done: Done,
}

impl<'a, P: Projection<Aggregate: StoredAggregate>> Run<'a, P> {
    async fn new(
        store: &'a Arc<Store>,
        services: &'a Arc<ServicesOf<P>>,
        work: Work,
    ) -> Result<Self, DatabaseError> {
        let total = total::<P>(&*store.database).await?;
        Ok(Self { store, services, work, total, done: Done::default() })
    }

    /// All streams, up to a position.
    async fn all(&mut self, upto: i64, progress: &impl Fn(u64, u64)) -> Result<(), StoreError> {
        let mut pages = fill::all::<P>(self.store, self.services, upto, self.work).await?;
        while let Some(page) = pages.recv().await {
            self.done.add(page?);
            progress(self.done.events.min(self.total), self.total);
        }
        progress(self.total, self.total);
        Ok(())
    }

    /// Those that changed after a position, until there are none. From then on nobody else appends before the transaction
    /// ends; gives the end of the log, too.
    async fn rest(&mut self, mut seen: i64) -> Result<(Box<dyn Transaction>, i64), StoreError> {
        let (store, services, work) = (self.store, self.services, self.work);
        let database = &*store.database;
        for _ in 0..ROUNDS {
            let now = store.head().await?.position;
            let changed = changed::<P>(database, seen).await?;
            if changed.len() <= FEW {
                break;
            }
            for some in changed.chunks(FEW) {
                let statements = self.done.again::<P>(store, services, some, now, work).await?;
                if !statements.is_empty() {
                    let (transaction, _) = database.begin(Vec::new()).await?;
                    transaction.commit(statements, 0).await?;
                }
            }
            seen = now;
        }
        // Reads go past this transaction, and see all that was committed.
        let (mut transaction, head) = begin(database).await?;
        for some in changed::<P>(database, seen).await?.chunks(FEW) {
            let statements = self.done.again::<P>(store, services, some, head, work).await?;
            transaction.run(statements).await?;
        }
        Ok((transaction, head))
    }

    /// What it came to.
    async fn report(self) -> Result<Report, StoreError> {
        let count = |table: &&Table| Statement::new(format!("SELECT COUNT(*) FROM {}", table.name), []);
        let counts = self.store.database.query_many(P::TABLES.iter().map(count).collect()).await?;
        let report = |(table, rows): (&&'static Table, Vec<Row>)| {
            let differences = (self.work == Work::Compare).then(|| self.done.differences.of(table));
            Ok(TableReport { name: table.name, rows: first_int(&rows)?, differences })
        };
        let tables = P::TABLES.iter().zip(counts).map(report).collect::<Result<_, StoreError>>()?;
        Ok(Report { events: self.done.events, streams: self.done.streams, tables })
    }
}

async fn total<P: Projection>(database: &dyn Database) -> Result<u64, DatabaseError> {
    let sql = "SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM stream WHERE type = ?1";
    let statement = Statement::new(sql, [Value::Text(P::Aggregate::TYPE.to_owned())]);
    Ok(u64::try_from(first_int(&database.query(statement).await?)?).unwrap_or(0))
}

/// The streams of the aggregate with events after a position.
async fn changed<P: Projection>(database: &dyn Database, after: i64) -> Result<Vec<Uuid>, DatabaseError> {
    let sql = "SELECT DISTINCT stream FROM event WHERE position > ?1 AND stream_type = ?2";
    let params = [Value::Int(after), Value::Text(P::Aggregate::TYPE.to_owned())];
    database.query(Statement::new(sql, params)).await?.iter().map(|row| row.id(0)).collect()
}

/// Puts new tables in the place of old ones. Views go over to the new tables before the old ones are removed, and stay
/// what they are to whoever may read them.
fn switch<P: Projection>(
    database: &dyn Database,
    old: &[String],
    generation: i64,
    edition: i64,
) -> Vec<Statement> {
    let mut statements: Vec<Statement> =
        old.iter().map(|name| ddl::rename(name, &ddl::old_name(name))).collect();
    statements.extend(P::TABLES.iter().map(|table| ddl::rename(&ddl::new_name(table), table.name)));
    statements.extend(P::VIEWS.iter().filter_map(|view| database.view(view)));
    statements.extend(old.iter().map(|name| ddl::remove(&ddl::old_name(name))));
    let names: Vec<&str> = P::TABLES.iter().map(|table| table.name).collect();
    let params = [
        Value::Text(P::Aggregate::TYPE.to_owned()),
        Value::Int(P::VERSION.into()),
        Value::Int(generation),
        Value::Int(edition),
        Value::Text(names.join(" ")),
    ];
    let sql = "INSERT INTO projection (name, version, generation, edition, tables) VALUES (?1, ?2, ?3, ?4, ?5) \
               ON CONFLICT (name) DO UPDATE SET version = excluded.version, generation = excluded.generation, \
               edition = excluded.edition, tables = excluded.tables";
    statements.push(Statement::new(sql, params));
    statements
}

/// Brings the rows of one stream up to what its events say now, after its key was destroyed.
pub(crate) async fn refresh<P: Projection<Aggregate: StoredAggregate>>(
    store: &Store,
    services: &ServicesOf<P>,
    id: Uuid,
) -> Result<(), StoreError> {
    let (mut transaction, head) = begin(&*store.database).await?;
    let mut folder = Folder::<P>::new(store, services, Streams::these(&[id]), i64::MAX);
    while let Some(folded) = folder.next().await? {
        let rows = folded.rows.into_iter();
        let statements = rows.flat_map(|(table, rows)| upsert_rows(table, table.name, rows));
        transaction.run(statements.collect()).await?;
    }
    let forget = Statement::new("DELETE FROM snapshot WHERE stream = ?1", [Value::Text(id.to_string())]);
    Ok(transaction.commit(vec![forget], head).await?)
}
