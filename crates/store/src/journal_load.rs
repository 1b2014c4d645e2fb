//! The first half of a command, and reads that need an aggregate: a stream as it stands.

use crate::{
    database::{Row, Statement, Value},
    journal::Journal,
    loaded::{Loaded, StoredAggregate, in_sequence},
    log::{RawEvent, select},
    read::PAGE,
    store::StoreError,
};
use cqrs_es::Aggregate;
use std::sync::Arc;
use uuid::Uuid;
use wijkspoor_projections::Projection;

impl<P: Projection<Aggregate: StoredAggregate>> Journal<P> {
    /// The stream as it is; `None` when there is none.
    ///
    /// # Errors
    /// When the database fails or the stream cannot be read.
    pub async fn load(&self, id: Uuid) -> Result<Option<Arc<Loaded<P>>>, StoreError> {
        let loaded = self.current(id).await?;
        Ok((loaded.version > 0).then_some(loaded))
    }

    /// The stream as this process remembers it, or as it is.
    pub(crate) async fn cached(&self, id: Uuid) -> Result<Arc<Loaded<P>>, StoreError> {
        match self.remembered(id).await? {
            Some(loaded) => Ok(loaded),
            None => self.current(id).await,
        }
    }

    /// The stream as it is: what is remembered, or a snapshot, and the events since.
    pub(crate) async fn current(&self, id: Uuid) -> Result<Arc<Loaded<P>>, StoreError> {
        let (mut loaded, mut page) = match self.remembered(id).await? {
            Some(loaded) => {
                let page = self.store.read_stream(id, loaded.version, PAGE).await?;
                (loaded, page)
            }
            None => self.read_anew(id).await?,
        };
        let services = self.services();
        while !page.is_empty() {
            in_sequence(loaded.version, &page)?;
            let next = Arc::make_mut(&mut loaded);
            for event in self.store.decode(page).await? {
                next.step(&event, &services);
            }
            page = self.store.read_stream(id, loaded.version, PAGE).await?;
        }
        // A stream that does not exist is not worth remembering: anyone can ask for any id.
        if loaded.version > 0 {
            let mut cache = self.cache();
            if cache.peek(&id).is_none_or(|known| known.version <= loaded.version) {
                cache.put(id, loaded.clone());
            }
        }
        Ok(loaded)
    }

    /// What is remembered; not when its key has been destroyed since, because then nobody may read it any more.
    async fn remembered(&self, id: Uuid) -> Result<Option<Arc<Loaded<P>>>, StoreError> {
        let Some(loaded) = self.cache().get(&id).cloned() else { return Ok(None) };
        if loaded.readable && self.key(id).await?.is_none() {
            self.cache().pop(&id);
            return Ok(None);
        }
        Ok(Some(loaded))
    }

    /// The snapshot, if there is one, and the first events after it.
    async fn read_anew(&self, id: Uuid) -> Result<(Arc<Loaded<P>>, Vec<RawEvent>), StoreError> {
        let of_stream = [Value::Text(id.to_string()), Value::Text(Loaded::<P>::schema())];
        let snapshot = "SELECT version, state FROM snapshot WHERE stream = ?1 AND schema = ?2";
        let tail = select(
            "WHERE stream = ?1 AND sequence > COALESCE((SELECT version FROM snapshot WHERE stream = ?1 \
             AND schema = ?2), 0) ORDER BY sequence LIMIT ?3",
        );
        let limited = of_stream.iter().cloned().chain([Value::Int(PAGE)]).collect::<Vec<_>>();
        let reads = vec![Statement::new(snapshot, of_stream), Statement::new(tail, limited)];
        let mut answers = self.store.database.query_many(reads).await?.into_iter();
        let (snapshot, mut tail) = (answers.next().unwrap_or_default(), answers.next().unwrap_or_default());
        if snapshot.is_empty() && tail.is_empty() {
            return Ok(Default::default());
        }
        let readable = self.key(id).await?.is_some();
        let (loaded, page) = match snapshot.first() {
            None => (Loaded::default(), tail.iter_mut().map(RawEvent::take).collect::<Result<_, _>>()?),
            Some(row) => match self.read_snapshot(row).await? {
                Some(loaded) => (loaded, tail.iter_mut().map(RawEvent::take).collect::<Result<_, _>>()?),
                // A snapshot that cannot be read is as good as none.
                None => (Loaded::default(), self.store.read_stream(id, 0, PAGE).await?),
            },
        };
        // The id of a stream of another kind: there is none of this kind with it.
        if page.iter().any(|event| event.stream_type != P::Aggregate::TYPE) {
            return Ok(Default::default());
        }
        Ok((Arc::new(Loaded { readable, ..loaded }), page))
    }

    async fn read_snapshot(&self, row: &Row) -> Result<Option<Loaded<P>>, StoreError> {
        let Ok(state) = serde_json::from_str(row.text(1)?) else { return Ok(None) };
        let state = self.store.unseal(vec![state]).await?.pop().unwrap_or_default();
        Ok(Loaded::from_snapshot(row.int(0)?, state))
    }
}
