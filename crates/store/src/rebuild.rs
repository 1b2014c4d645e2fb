//! Rebuilding the read models of a projection: beside the live ones, while everyone goes on working; compared, and
//! switched in one transaction. What is interrupted leaves the live read models untouched.

use crate::{
    database::{Database, DatabaseError, Lease, Row, Statement, Transaction, Value},
    ddl,
    fold::{Folded, Folder, Span},
    loaded::{ServicesOf, StoredAggregate},
    log::uuid,
    sql::{columns, count_rows, upsert_rows},
    store::{Store, StoreError},
    vault::LOCK_HEAD,
};
use cqrs_es::Aggregate;
use std::time::Duration;
use uuid::Uuid;
use wijkspoor_projections::{Projection, Table};

/// When so few streams changed meanwhile, they are folded while others wait; and after so many rounds in any case.
const FEW: usize = 64;
const ROUNDS: usize = 10;
/// Statements in one transaction beside which others append.
const AT_ONCE: usize = 100;

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
struct Live {
    version: i64,
    generation: i64,
    tables: Vec<String>,
}

/// Rebuilds when the live read models were not filled by this version of the projection.
pub(crate) async fn prepare<P: Projection<Aggregate: StoredAggregate>>(
    store: &Store,
    services: &ServicesOf<P>,
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
    build::<P>(store, services, progress).await.map(Some)
}

/// Rebuilds the read models of a projection, and says what was different. `progress` hears (done, total) in events.
///
/// # Errors
/// When an event cannot be read, the projection breaks its own tables, or the database fails.
pub async fn rebuild<P: Projection<Aggregate: StoredAggregate>>(
    store: &Store,
    services: &ServicesOf<P>,
    progress: impl Fn(u64, u64) + Send + Sync,
) -> Result<Report, StoreError> {
    let _lease = lease::<P>(store).await?;
    build::<P>(store, services, progress).await
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
    let sql = "SELECT version, generation, tables FROM projection WHERE name = ?1";
    let rows =
        store.database.query(Statement::new(sql, [Value::Text(P::Aggregate::TYPE.to_owned())])).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let tables = row.text(2)?.split_whitespace().map(ToOwned::to_owned).collect();
    Ok(Some(Live { version: row.int(0)?, generation: row.int(1)?, tables }))
}

/// Begins to write; gives the end of the log.
async fn begin(database: &dyn Database) -> Result<(Box<dyn Transaction>, i64), DatabaseError> {
    let (transaction, rows) = database.begin(vec![Statement::new(LOCK_HEAD, [])]).await?;
    Ok((transaction, rows.first().map_or(Ok(0), |rows| first_int(rows))?))
}

fn first_int(rows: &[Row]) -> Result<i64, DatabaseError> {
    rows.first().map_or(Ok(0), |row| row.int(0))
}

async fn build<P: Projection<Aggregate: StoredAggregate>>(
    store: &Store,
    services: &ServicesOf<P>,
    progress: impl Fn(u64, u64) + Send + Sync,
) -> Result<Report, StoreError> {
    let database = &*store.database;
    let live = live::<P>(store).await?;
    let generation = live.as_ref().map_or(1, |live| live.generation + 1);

    let (transaction, start) = begin(database).await?;
    let make = P::TABLES.iter().flat_map(|table| {
        let name = ddl::new_name(table);
        let create = ddl::create(table, &name, generation, database.text_type());
        std::iter::once(ddl::remove(&name)).chain(create)
    });
    transaction.commit(make.collect(), start).await?;

    let total = total::<P>(database).await?;
    let mut folder = Folder::<P>::all(store, services, Span::between(0, start));
    while let Some(folded) = folder.next().await? {
        write(database, folded).await?;
        progress(folder.events.min(total), total);
    }
    let (mut events, mut streams) = (folder.events, folder.streams);
    for index in P::TABLES.iter().flat_map(|table| ddl::indexes(table, &ddl::new_name(table), generation)) {
        beside(database, vec![index]).await?;
    }

    // Streams that changed meanwhile are folded anew, until few are left.
    let mut seen = start;
    for _ in 0..ROUNDS {
        let now = store.head().await?.position;
        let changed = changed::<P>(database, seen).await?;
        if changed.len() <= FEW {
            break;
        }
        let mut folder = Folder::<P>::these(store, services, &changed, Span::between(seen, now));
        while let Some(folded) = folder.next().await? {
            write(database, folded).await?;
        }
        (events, streams, seen) = (events + folder.events, streams + folder.streams, now);
    }

    // From here on nobody else appends. Reads go past this transaction, and see all that was committed.
    let (mut transaction, head) = begin(database).await?;
    let changed = changed::<P>(database, seen).await?;
    let mut folder = Folder::<P>::these(store, services, &changed, Span::between(seen, head));
    while let Some(folded) = folder.next().await? {
        transaction.run(statements(folded, ddl::new_name)).await?;
    }
    let comparable = live.as_ref().is_some_and(|live| live.version == i64::from(P::VERSION));
    let mut tables = Vec::with_capacity(P::TABLES.len());
    for table in P::TABLES {
        tables.push(compare(&mut *transaction, table, comparable).await?);
    }
    let old = live.map(|live| live.tables).unwrap_or_default();
    transaction.commit(switch::<P>(&old, generation), head).await?;
    progress(total, total);
    Ok(Report { events: events + folder.events, streams: streams + folder.streams, tables })
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
    database.query(Statement::new(sql, params)).await?.iter().map(|row| uuid(row.text(0)?)).collect()
}

fn statements(folded: Folded, name: impl Fn(&Table) -> String) -> Vec<Statement> {
    let rows = folded.rows.into_iter().flat_map(|(table, rows)| upsert_rows(table, &name(table), rows));
    let counts = folded.counts.into_iter().flat_map(|(table, rows)| count_rows(table, &name(table), rows));
    rows.chain(counts).collect()
}

/// Writes what nobody reads yet; whoever appends need not wait for it, where the database can write twice at once.
async fn beside(database: &dyn Database, statements: Vec<Statement>) -> Result<(), DatabaseError> {
    let (transaction, _) = database.begin(Vec::new()).await?;
    transaction.commit(statements, 0).await
}

/// Where the database cannot, whoever appends waits for each of these transactions, so none is long.
async fn write(database: &dyn Database, folded: Folded) -> Result<(), DatabaseError> {
    let mut statements = statements(folded, ddl::new_name);
    while !statements.is_empty() {
        let rest = statements.split_off(statements.len().min(AT_ONCE));
        beside(database, std::mem::replace(&mut statements, rest)).await?;
    }
    Ok(())
}

async fn compare(
    transaction: &mut dyn Transaction,
    table: &'static Table,
    comparable: bool,
) -> Result<TableReport, DatabaseError> {
    let (new, columns) = (ddl::new_name(table), columns(table).join(", "));
    let count = Statement::new(format!("SELECT COUNT(*) FROM {new}"), []);
    let mut questions = vec![count];
    if comparable {
        questions.extend([(table.name, &*new), (&*new, table.name)].map(|(one, other)| {
            let differ = format!("SELECT {columns} FROM {one} EXCEPT SELECT {columns} FROM {other}");
            Statement::new(format!("SELECT COUNT(*) FROM ({differ}) AS d"), [])
        }));
    }
    let counts = transaction.run(questions).await?;
    let counts: Vec<i64> = counts.iter().map(|rows| first_int(rows)).collect::<Result<_, _>>()?;
    let (rows, differences) = counts.split_first().map_or((0, &[][..]), |(rows, rest)| (*rows, rest));
    Ok(TableReport { name: table.name, rows, differences: comparable.then(|| differences.iter().sum()) })
}

fn switch<P: Projection>(old: &[String], generation: i64) -> Vec<Statement> {
    let mut statements: Vec<Statement> = old.iter().map(|name| ddl::remove(name)).collect();
    statements.extend(P::TABLES.iter().map(|table| ddl::rename(&ddl::new_name(table), table.name)));
    let names: Vec<&str> = P::TABLES.iter().map(|table| table.name).collect();
    let params = [
        Value::Text(P::Aggregate::TYPE.to_owned()),
        Value::Int(P::VERSION.into()),
        Value::Int(generation),
        Value::Text(names.join(" ")),
    ];
    let sql = "INSERT INTO projection (name, version, generation, tables) VALUES (?1, ?2, ?3, ?4) \
               ON CONFLICT (name) DO UPDATE SET version = excluded.version, generation = excluded.generation, \
               tables = excluded.tables";
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
    let mut folder = Folder::<P>::these(store, services, &[id], Span::counted());
    while let Some(folded) = folder.next().await? {
        transaction.run(statements(folded, |table| table.name.to_owned())).await?;
    }
    let forget = Statement::new("DELETE FROM snapshot WHERE stream = ?1", [Value::Text(id.to_string())]);
    Ok(transaction.commit(vec![forget], head).await?)
}
