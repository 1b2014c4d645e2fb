//! Folding all streams, divided among more tasks than there are processors, then again those that changed meanwhile;
//! and what is done with their rows.

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
    sync::{Arc, Mutex, PoisonError},
    thread,
};
use tokio::sync::mpsc;
use uuid::Uuid;
use wijkspoor_projections::Projection;

/// Streams that one task takes up at a time.
const SHARE: i64 = 2000;

/// What is done with the rows that streams fold to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// They are held against the live ones.
    Compare,
    /// They are written to the new tables.
    Fill,
}

/// What the work came to: as a whole, or of a page.
#[derive(Default)]
pub(super) struct Done {
    /// Events folded, also those that were folded again.
    pub(super) events: u64,
    /// Streams folded, also those that were folded again.
    pub(super) streams: u64,
    /// Where they were compared.
    pub(super) differences: Differences,
}

impl Done {
    /// Works on a page of streams that were not worked on before.
    async fn page(database: &dyn Database, folded: Folded, work: Work) -> Result<Self, StoreError> {
        let (events, streams) = (folded.events, folded.begun);
        let mut differences = Differences::default();
        match work {
            Work::Compare => differences = Differences::between(database, &folded).await?,
            Work::Fill => {
                for (table, rows) in folded.rows {
                    database.load(&new_name(table), &columns(table), rows).await?;
                }
            }
        }
        Ok(Self { events, streams, differences })
    }

    /// Takes over a page.
    pub(super) fn add(&mut self, page: Self) {
        self.events += page.events;
        self.streams += page.streams;
        self.differences.add(page.differences);
    }

    /// Folds streams again that changed; gives what is to be written.
    pub(super) async fn again<P: Projection<Aggregate: StoredAggregate>>(
        &mut self,
        store: &Store,
        services: &ServicesOf<P>,
        changed: &[Uuid],
        upto: i64,
        work: Work,
    ) -> Result<Vec<Statement>, StoreError> {
        let mut folder = Folder::<P>::new(store, services, Streams::these(changed), upto);
        let mut statements = Vec::new();
        while let Some(folded) = folder.next().await? {
            self.events += folded.events;
            self.streams += folded.begun;
            match work {
                Work::Compare => {
                    let found = Differences::between(&*store.database, &folded).await?;
                    self.differences.replace(&folded.streams, found);
                }
                Work::Fill => statements.extend(
                    (folded.rows.into_iter())
                        .flat_map(|(table, rows)| upsert_rows(table, &new_name(table), rows)),
                ),
            }
        }
        Ok(statements)
    }
}

/// Folds all streams up to a position; gives page by page what was done.
pub(super) async fn all<P: Projection<Aggregate: StoredAggregate>>(
    store: &Arc<Store>,
    services: &Arc<ServicesOf<P>>,
    upto: i64,
    work: Work,
) -> Result<mpsc::Receiver<Result<Done, StoreError>>, StoreError> {
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
                        Ok(Some(folded)) => Done::page(&*store.database, folded, work).await,
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
