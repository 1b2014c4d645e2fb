//! Filling new tables: all streams at first, divided among more tasks than there are processors; then again those that
//! changed meanwhile.

use super::{
    compare::Differences,
    fold::{BEGIN, END, Folded, Folder, Streams},
};
use crate::{
    database::{Database, Statement, Value},
    ddl::new_name,
    loaded::{ServicesOf, StoredAggregate},
    sql::{columns, upsert_rows},
    store::{Store, StoreError},
};
use cqrs_es::Aggregate;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    thread,
};
use tokio::sync::mpsc;
use uuid::Uuid;
use wijkspoor_projections::{Projection, Table};

/// Streams that one task takes up at a time.
const SHARE: i64 = 2000;

/// What was built: as a whole, or by a page.
#[derive(Default)]
pub(super) struct Built {
    /// Events folded, also those that were folded again.
    pub(super) events: u64,
    /// Streams folded, also those that were folded again.
    pub(super) streams: u64,
    /// Rows by read model.
    rows: BTreeMap<&'static str, i64>,
    differences: Differences,
}

impl Built {
    /// What a page more came to; its rows stand where none stood.
    async fn page(database: &dyn Database, folded: &Folded, compare: bool) -> Result<Self, StoreError> {
        let rows = folded.rows.iter();
        let rows = rows.map(|(table, rows)| (table.name, i64::try_from(rows.len()).unwrap_or(i64::MAX)));
        let differences = match compare {
            true => Differences::between(database, folded).await?,
            false => Differences::default(),
        };
        Ok(Self { events: folded.events, streams: folded.begun, rows: rows.collect(), differences })
    }

    /// Takes over a page of streams that were not folded before.
    pub(super) fn add(&mut self, page: Self) {
        self.count(&page);
        self.differences.add(page.differences);
    }

    fn count(&mut self, page: &Self) {
        self.events += page.events;
        self.streams += page.streams;
        for (table, rows) in &page.rows {
            *self.rows.entry(table).or_default() += rows;
        }
    }

    /// Folds streams again that changed; gives what is to be written.
    pub(super) async fn again<P: Projection<Aggregate: StoredAggregate>>(
        &mut self,
        store: &Store,
        services: &ServicesOf<P>,
        changed: &[Uuid],
        upto: i64,
        compare: bool,
    ) -> Result<Vec<Statement>, StoreError> {
        let database = &*store.database;
        let mut folder = Folder::<P>::new(store, services, Streams::these(changed), upto);
        let mut statements = Vec::new();
        while let Some(folded) = folder.next().await? {
            let mut page = Self::page(database, &folded, compare).await?;
            for (table, rows) in stood(database, &folded).await? {
                *page.rows.entry(table).or_default() -= rows;
            }
            self.count(&page);
            self.differences.replace(&folded.streams, page.differences);
            statements.extend(
                (folded.rows.into_iter())
                    .flat_map(|(table, rows)| upsert_rows(table, &new_name(table), rows)),
            );
        }
        Ok(statements)
    }

    /// The rows of a read model.
    pub(super) fn rows(&self, table: &Table) -> i64 {
        self.rows.get(table.name).copied().unwrap_or(0)
    }

    /// The rows of a read model that differ from what stood there.
    pub(super) fn differences(&self, table: &Table) -> i64 {
        self.differences.of(table)
    }
}

/// How many rows were built of these streams before.
async fn stood(database: &dyn Database, folded: &Folded) -> Result<Vec<(&'static str, i64)>, StoreError> {
    let count = |(table, _): &(&'static Table, _)| {
        let mut params = Vec::new();
        let these = folded.streams.condition(columns(table).first().unwrap_or(&""), &mut params);
        Statement::new(format!("SELECT COUNT(*) FROM {} WHERE {these}", new_name(table)), params)
    };
    let counts = database.query_many(folded.rows.iter().map(count).collect()).await?;
    let count =
        |(rows, (table, _)): (Vec<_>, &(&'static Table, _))| Ok((table.name, super::first_int(&rows)?));
    counts.into_iter().zip(&folded.rows).map(count).collect()
}

/// Folds all streams into the new tables, up to a position; gives page by page what was built.
pub(super) async fn all<P: Projection<Aggregate: StoredAggregate>>(
    store: &Arc<Store>,
    services: &Arc<ServicesOf<P>>,
    upto: i64,
    compare: bool,
) -> Result<mpsc::Receiver<Result<Built, StoreError>>, StoreError> {
    let shares = Arc::new(Mutex::new(shares::<P>(&*store.database).await?.into_iter()));
    // While one waits for the database, another folds.
    let tasks = thread::available_parallelism().map_or(1, usize::from) * 2;
    let (sender, pages) = mpsc::channel(tasks);
    for _ in 0..tasks {
        let (store, services, shares, sender) =
            (store.clone(), services.clone(), shares.clone(), sender.clone());
        tokio::spawn(async move {
            let next = || shares.lock().unwrap_or_else(PoisonError::into_inner).next();
            while let Some(streams) = next() {
                let mut folder = Folder::<P>::new(&store, &services, streams, upto);
                loop {
                    let page = match folder.next().await {
                        Ok(None) => break,
                        Ok(Some(folded)) => write(&*store.database, folded, compare).await,
                        Err(e) => Err(e),
                    };
                    let failed = page.is_err();
                    // Nobody listens any more when another task failed.
                    if sender.send(page).await.is_err() || failed {
                        return;
                    }
                }
            }
        });
    }
    Ok(pages)
}

async fn write(database: &dyn Database, folded: Folded, compare: bool) -> Result<Built, StoreError> {
    let page = Built::page(database, &folded, compare).await?;
    for (table, rows) in folded.rows {
        database.load(&new_name(table), &columns(table), rows).await?;
    }
    Ok(page)
}

/// All streams of an aggregate, in shares.
async fn shares<P: Projection>(database: &dyn Database) -> Result<Vec<Streams>, StoreError> {
    let sql = "SELECT id FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS n FROM stream WHERE type = ?1) AS s \
               WHERE n % ?2 = 0 ORDER BY id";
    let params = [Value::Text(P::Aggregate::TYPE.to_owned()), Value::Int(SHARE)];
    let rows = database.query(Statement::new(sql, params)).await?;
    let mut bounds = vec![BEGIN.to_owned()];
    for row in &rows {
        bounds.push(row.text(0)?.to_owned());
    }
    bounds.push(END.to_owned());
    let share = |bounds: &[String]| match bounds {
        [after, upto] => Some(Streams { after: after.clone(), upto: upto.clone(), these: None }),
        _ => None,
    };
    Ok(bounds.windows(2).filter_map(share).collect())
}
