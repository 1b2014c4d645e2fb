//! Folding whole streams into rows, a page of events at a time: memory holds the rows of one stream and one page,
//! however long the log is.

use crate::{
    database::{Statement, Value},
    loaded::{EventOf, Loaded, ServicesOf, StoredAggregate},
    log::{RawEvent, select},
    memory::Model,
    seal::{Key, Sealer},
    sql::in_list,
    store::{Store, StoreError},
};
use cqrs_es::Aggregate;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;
use wijkspoor_domain::Recorded;
use wijkspoor_projections::{Projection, Table};

/// Events read at once.
const PAGE: i64 = 1000;
/// Streams named in one question.
const NAMED: usize = 256;

/// Rows of whole streams, by read model.
pub(crate) type Rows = Vec<(&'static Table, Vec<Vec<Value>>)>;

/// Folds streams, one after another.
pub(crate) struct Folder<'a, P: Projection<Aggregate: StoredAggregate>> {
    store: &'a Store,
    services: &'a ServicesOf<P>,
    /// Questions still to ask: for all streams (`None`), or for these.
    todo: Vec<Option<Vec<Uuid>>>,
    /// Where the present question has got to.
    after: (String, i64),
    stream: Option<Stream<P>>,
    rows: Rows,
    /// Events folded so far.
    pub(crate) events: u64,
    /// Streams begun so far.
    pub(crate) streams: u64,
}

struct Stream<P: Projection> {
    id: Uuid,
    sealer: Sealer,
    loaded: Loaded<P>,
    model: Model,
}

impl<'a, P: Projection<Aggregate: StoredAggregate>> Folder<'a, P> {
    /// Folds every stream of the aggregate.
    pub(crate) fn all(store: &'a Store, services: &'a ServicesOf<P>) -> Self {
        Self::new(store, services, vec![None])
    }

    /// Folds these streams, where they are of the aggregate.
    pub(crate) fn these(store: &'a Store, services: &'a ServicesOf<P>, ids: &[Uuid]) -> Self {
        Self::new(store, services, ids.chunks(NAMED).map(|ids| Some(ids.to_vec())).collect())
    }

    fn new(store: &'a Store, services: &'a ServicesOf<P>, todo: Vec<Option<Vec<Uuid>>>) -> Self {
        Self {
            store,
            services,
            todo,
            after: Default::default(),
            stream: None,
            rows: Vec::new(),
            events: 0,
            streams: 0,
        }
    }

    /// Folds a page more, and hands over the rows of the streams that are complete; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Rows>, StoreError> {
        let Some(list) = self.todo.last() else { return Ok(None) };
        let page = self.read(list.as_deref()).await?;
        match page.last() {
            Some(last) => {
                self.after = (last.stream.to_string(), last.sequence);
                self.feed(page).await?;
            }
            None => {
                self.finish_stream();
                self.todo.pop();
                self.after = Default::default();
            }
        }
        Ok(Some(std::mem::take(&mut self.rows)))
    }

    async fn read(&self, list: Option<&[Uuid]>) -> Result<Vec<RawEvent>, StoreError> {
        let kind = Value::Text(P::Aggregate::TYPE.to_owned());
        let (stream, sequence) = (Value::Text(self.after.0.clone()), Value::Int(self.after.1));
        let mut params = vec![kind, stream, sequence, Value::Int(PAGE)];
        let mut these = String::new();
        if let Some(ids) = list {
            let (text, ids) = in_list(ids.iter().map(|id| Value::Text(id.to_string())), params.len() + 1);
            these = format!("AND stream IN {text} ");
            params.extend(ids);
        }
        let sql = select(&format!(
            "WHERE (stream, sequence) > (?2, ?3) AND stream_type = ?1 {these}ORDER BY stream, sequence LIMIT ?4"
        ));
        Ok(self.store.raw(Statement::new(sql, params)).await?)
    }

    async fn feed(&mut self, page: Vec<RawEvent>) -> Result<(), StoreError> {
        let ids: BTreeSet<Uuid> = page.iter().map(|event| event.stream).collect();
        let mut keys = self.store.vault.keys(&ids.into_iter().collect::<Vec<_>>()).await?;
        for event in self.store.decode::<EventOf<P>>(page).await? {
            self.step(&event, &mut keys)?;
        }
        Ok(())
    }

    fn step(
        &mut self,
        event: &Recorded<EventOf<P>>,
        keys: &mut HashMap<Uuid, Option<Key>>,
    ) -> Result<(), StoreError> {
        if self.stream.as_ref().is_none_or(|stream| stream.id != event.stream) {
            self.finish_stream();
            self.streams += 1;
        }
        let stream = self.stream.get_or_insert_with(|| Stream {
            id: event.stream,
            sealer: Sealer::new(event.stream, keys.remove(&event.stream).flatten()),
            loaded: Loaded::default(),
            model: Model::default(),
        });
        if event.sequence != stream.loaded.version + 1 {
            let cause =
                format!("gebeurtenis {} van reeks {} ontbreekt", stream.loaded.version + 1, stream.id);
            return Err(StoreError::Unreadable { position: event.position, cause });
        }
        self.events += 1;
        let changes = stream.loaded.step(event, self.services);
        let changes = changes.into_iter().map(|change| stream.sealer.seal_change(change));
        stream
            .model
            .apply(changes)
            .map_err(|cause| StoreError::Projection { name: P::Aggregate::TYPE, cause })
    }

    fn finish_stream(&mut self) {
        let Some(mut stream) = self.stream.take() else { return };
        for &table in P::TABLES {
            let rows = stream.model.take(table);
            match self.rows.iter_mut().find(|(t, _)| t.name == table.name) {
                Some((_, all)) => all.extend(rows),
                None => self.rows.push((table, rows)),
            }
        }
    }
}
