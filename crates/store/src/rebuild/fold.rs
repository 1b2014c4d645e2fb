//! Folding whole streams into rows, a page of events at a time: memory holds the rows of one stream and of one page,
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
const PAGE: i64 = 4000;
/// Comes before and after every id.
pub(super) const BEGIN: &str = "";
pub(super) const END: &str = "~";

/// Rows of whole streams, of each read model, in the order of their keys.
pub(super) type Rows = Vec<(&'static Table, Vec<Vec<Value>>)>;

/// Which streams: those with an id after one and up to another, as text; or of those only these.
#[derive(Debug, Clone)]
pub(super) struct Streams {
    pub(super) after: String,
    pub(super) upto: String,
    pub(super) these: Option<Vec<Uuid>>,
}

impl Streams {
    /// Named streams.
    pub(super) fn these(ids: &[Uuid]) -> Self {
        Self { after: BEGIN.to_owned(), upto: END.to_owned(), these: Some(ids.to_vec()) }
    }

    /// Whether a stream is among them.
    pub(super) fn has(&self, stream: &str) -> bool {
        let named = |ids: &Vec<Uuid>| ids.iter().any(|id| id.to_string() == stream);
        self.after.as_str() < stream && stream <= self.upto.as_str() && self.these.as_ref().is_none_or(named)
    }

    /// The condition on a column with ids of streams; its parameters follow those that are there.
    pub(super) fn condition(&self, column: &str, params: &mut Vec<Value>) -> String {
        let first = params.len() + 1;
        params.extend([&self.after, &self.upto].map(|id| Value::Text(id.clone())));
        let between = format!("{column} > ?{first} AND {column} <= ?{}", first + 1);
        let Some(ids) = &self.these else { return between };
        let (list, ids) = in_list(ids.iter().map(|id| Value::Text(id.to_string())), params.len() + 1);
        params.extend(ids);
        format!("{between} AND {column} IN {list}")
    }
}

/// What a page more came to.
pub(super) struct Folded {
    /// Which streams are complete now; also those without events.
    pub(super) streams: Streams,
    /// Their rows.
    pub(super) rows: Rows,
    /// How many events were folded.
    pub(super) events: u64,
    /// How many streams were begun.
    pub(super) begun: u64,
}

/// Folds streams, one after another.
pub(super) struct Folder<'a, P: Projection<Aggregate: StoredAggregate>> {
    store: &'a Store,
    services: &'a ServicesOf<P>,
    /// What is still to be handed over.
    streams: Streams,
    /// Events after this position are left out.
    upto: i64,
    /// Where the reading has got to: a stream, and a number in it.
    read: (String, i64),
    /// The stream that is being read.
    stream: Option<Stream<P>>,
    /// The last stream that is complete, and the rows that are.
    complete: String,
    rows: Rows,
    ended: bool,
}

struct Stream<P: Projection> {
    id: Uuid,
    sealer: Sealer,
    loaded: Loaded<P>,
    model: Model,
}

impl<'a, P: Projection<Aggregate: StoredAggregate>> Folder<'a, P> {
    /// Folds these streams as far as they are of the aggregate, up to a position.
    pub(super) fn new(store: &'a Store, services: &'a ServicesOf<P>, streams: Streams, upto: i64) -> Self {
        let complete = streams.after.clone();
        let read = (complete.clone(), i64::MAX);
        Self {
            store,
            services,
            streams,
            upto,
            read,
            stream: None,
            complete,
            rows: empty::<P>(),
            ended: false,
        }
    }

    /// Folds a page more; `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Folded>, StoreError> {
        if self.ended {
            return Ok(None);
        }
        let page = self.page().await?;
        let (events, mut begun) = (page.len() as u64, 0);
        match page.last() {
            Some(last) => {
                self.read = (last.stream.to_string(), last.sequence);
                begun = self.feed(page).await?;
            }
            None => {
                self.finish_stream();
                self.complete.clone_from(&self.streams.upto);
                self.ended = true;
            }
        }
        let streams = Streams { upto: self.complete.clone(), ..self.streams.clone() };
        self.streams.after.clone_from(&self.complete);
        Ok(Some(Folded { streams, rows: std::mem::replace(&mut self.rows, empty::<P>()), events, begun }))
    }

    async fn page(&self) -> Result<Vec<RawEvent>, StoreError> {
        let (stream, sequence) = (Value::Text(self.read.0.clone()), Value::Int(self.read.1));
        let kind = Value::Text(P::Aggregate::TYPE.to_owned());
        let mut params = vec![stream, sequence, kind, Value::Int(self.upto), Value::Int(PAGE)];
        let these = self.streams.condition("stream", &mut params);
        let sql = select(&format!(
            "WHERE (stream, sequence) > (?1, ?2) AND {these} AND stream_type = ?3 AND position <= ?4 \
             ORDER BY stream, sequence LIMIT ?5"
        ));
        Ok(self.store.raw(Statement::new(sql, params)).await?)
    }

    /// Folds events; gives how many streams were begun.
    async fn feed(&mut self, page: Vec<RawEvent>) -> Result<u64, StoreError> {
        let ids: BTreeSet<Uuid> = page.iter().map(|event| event.stream).collect();
        let mut keys = self.store.vault.keys(&ids.into_iter().collect::<Vec<_>>()).await?;
        let mut begun = 0;
        for event in self.store.decode::<EventOf<P>>(page).await? {
            begun += u64::from(self.step(&event, &mut keys)?);
        }
        Ok(begun)
    }

    fn step(
        &mut self,
        event: &Recorded<EventOf<P>>,
        keys: &mut HashMap<Uuid, Option<Key>>,
    ) -> Result<bool, StoreError> {
        let begins = self.stream.as_ref().is_none_or(|stream| stream.id != event.stream);
        if begins {
            self.finish_stream();
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
        let changes = stream.loaded.step(event, self.services);
        let rows = changes.into_iter().map(|change| stream.sealer.seal_change(change));
        let applied = stream.model.apply(rows);
        applied.map_err(|cause| StoreError::Projection { name: P::Aggregate::TYPE, cause })?;
        Ok(begins)
    }

    fn finish_stream(&mut self) {
        let Some(mut stream) = self.stream.take() else { return };
        self.complete = stream.id.to_string();
        for (table, rows) in &mut self.rows {
            rows.extend(stream.model.take(table));
        }
    }
}

fn empty<P: Projection>() -> Rows {
    P::TABLES.iter().map(|&table| (table, Vec::new())).collect()
}
