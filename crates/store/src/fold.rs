//! Folding whole streams into rows, a page of events at a time: memory holds the rows of one stream, one page and what
//! was counted, however long the log is.
//!
//! Rows are made anew from a whole stream as often as it is folded. Counts are of all streams together: each event is
//! counted once, by the fold in whose [`Span`] it lies.

use crate::{
    counts::{CountRows, Counts},
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
use wijkspoor_projections::{Change, Projection, Table};

/// Events read at once.
const PAGE: i64 = 1000;
/// Streams named in one question.
const NAMED: usize = 256;

/// More different counts than this are handed over before the end.
const COUNTED: usize = 200_000;

/// Rows of whole streams, by read model.
pub(crate) type Rows = Vec<(&'static Table, Vec<Vec<Value>>)>;

/// What a page more comes to.
pub(crate) struct Folded {
    /// The rows of the streams that are complete.
    pub(crate) rows: Rows,
    /// How many more there are of what is counted.
    pub(crate) counts: CountRows,
}

/// Which events are folded: up to a position; and which of them are counted: those after another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    after: i64,
    upto: i64,
}

impl Span {
    /// Counts everything after one position, up to another.
    pub(crate) fn between(after: i64, upto: i64) -> Self {
        Self { after, upto }
    }

    /// Counts nothing: everything has been counted.
    pub(crate) fn counted() -> Self {
        Self { after: i64::MAX, upto: i64::MAX }
    }
}

/// Folds streams, one after another.
pub(crate) struct Folder<'a, P: Projection<Aggregate: StoredAggregate>> {
    store: &'a Store,
    services: &'a ServicesOf<P>,
    /// Questions still to ask: for all streams (`None`), or for these.
    todo: Vec<Option<Vec<Uuid>>>,
    /// Where the present question has got to.
    after: (String, i64),
    span: Span,
    stream: Option<Stream<P>>,
    rows: Rows,
    counts: Counts,
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
    pub(crate) fn all(store: &'a Store, services: &'a ServicesOf<P>, span: Span) -> Self {
        Self::new(store, services, vec![None], span)
    }

    /// Folds these streams, where they are of the aggregate.
    pub(crate) fn these(store: &'a Store, services: &'a ServicesOf<P>, ids: &[Uuid], span: Span) -> Self {
        Self::new(store, services, ids.chunks(NAMED).map(|ids| Some(ids.to_vec())).collect(), span)
    }

    fn new(store: &'a Store, services: &'a ServicesOf<P>, todo: Vec<Option<Vec<Uuid>>>, span: Span) -> Self {
        Self {
            store,
            services,
            todo,
            after: Default::default(),
            span,
            stream: None,
            rows: Vec::new(),
            counts: Counts::default(),
            events: 0,
            streams: 0,
        }
    }

    /// Folds a page more; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Folded>, StoreError> {
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
        let full = self.todo.is_empty() || self.counts.len() > COUNTED;
        let counts = if full { self.counts.take() } else { CountRows::new() };
        Ok(Some(Folded { rows: std::mem::take(&mut self.rows), counts }))
    }

    async fn read(&self, list: Option<&[Uuid]>) -> Result<Vec<RawEvent>, StoreError> {
        let kind = Value::Text(P::Aggregate::TYPE.to_owned());
        let (stream, sequence) = (Value::Text(self.after.0.clone()), Value::Int(self.after.1));
        let mut params = vec![kind, stream, sequence, Value::Int(self.span.upto), Value::Int(PAGE)];
        let mut these = String::new();
        if let Some(ids) = list {
            let (text, ids) = in_list(ids.iter().map(|id| Value::Text(id.to_string())), params.len() + 1);
            these = format!("AND stream IN {text} ");
            params.extend(ids);
        }
        let sql = select(&format!(
            "WHERE (stream, sequence) > (?2, ?3) AND stream_type = ?1 AND position <= ?4 {these}\
             ORDER BY stream, sequence LIMIT ?5"
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
        let mut rows = Vec::with_capacity(changes.len());
        for change in changes {
            match change {
                Change::Count { table, key } if event.position > self.span.after => {
                    self.counts.add(table, &key, 1);
                }
                Change::Count { .. } => {}
                change => rows.push(stream.sealer.seal_change(change)),
            }
        }
        stream.model.apply(rows).map_err(|cause| StoreError::Projection { name: P::Aggregate::TYPE, cause })
    }

    fn finish_stream(&mut self) {
        let Some(mut stream) = self.stream.take() else { return };
        for &table in P::TABLES.iter().filter(|table| !table.counts) {
            let rows = stream.model.take(table);
            match self.rows.iter_mut().find(|(t, _)| t.name == table.name) {
                Some((_, all)) => all.extend(rows),
                None => self.rows.push((table, rows)),
            }
        }
    }
}
