//! cqrs-es's `EventStore` over the same log, so that its `CqrsFramework` can be used.

use crate::{
    database::DatabaseError,
    journal::{ExecuteError, Journal},
    loaded::{EventOf, Loaded, StoredAggregate},
    read::PAGE,
    store::StoreError,
};
use cqrs_es::{Aggregate, AggregateContext, AggregateError, EventEnvelope, EventStore};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;
use wijkspoor_domain::Metadata;
use wijkspoor_projections::Projection;

/// Makes the metadata of an event from what the framework was given, which knows only texts.
pub type MakeMetadata = Box<dyn Fn(&HashMap<String, String>) -> Metadata + Send + Sync>;

/// A journal as cqrs-es sees it.
pub struct CqrsStore<P: Projection<Aggregate: StoredAggregate>> {
    journal: Arc<Journal<P>>,
    metadata: MakeMetadata,
}

impl<P: Projection<Aggregate: StoredAggregate>> CqrsStore<P> {
    /// Shows a journal to cqrs-es.
    pub fn new(journal: Arc<Journal<P>>, metadata: MakeMetadata) -> Self {
        Self { journal, metadata }
    }
}

/// A stream that the framework works on.
pub struct Context<P: Projection> {
    id: Uuid,
    loaded: Arc<Loaded<P>>,
    aggregate: P::Aggregate,
}

impl<P: Projection> AggregateContext<P::Aggregate> for Context<P> {
    fn aggregate(&mut self) -> &mut P::Aggregate {
        &mut self.aggregate
    }
}

type Failure<A> = AggregateError<<A as Aggregate>::Error>;

fn failure<E: std::error::Error>(error: StoreError) -> AggregateError<E> {
    match error {
        StoreError::Database(e @ (DatabaseError::Unreachable { .. } | DatabaseError::Busy)) => {
            AggregateError::DatabaseConnectionError(Box::new(e))
        }
        StoreError::Unreadable { .. } => AggregateError::DeserializationError(Box::new(error)),
        _ => AggregateError::UnexpectedError(Box::new(error)),
    }
}

fn parse<E: std::error::Error>(id: &str) -> Result<Uuid, AggregateError<E>> {
    id.parse().map_err(|e: uuid::Error| AggregateError::UnexpectedError(Box::new(e)))
}

fn sequence(sequence: i64) -> usize {
    usize::try_from(sequence).unwrap_or(usize::MAX)
}

impl<P, A> EventStore<A> for CqrsStore<P>
where
    A: StoredAggregate,
    P: Projection<Aggregate = A>,
{
    type AC = Context<P>;

    async fn load_events(&self, aggregate_id: &str) -> Result<Vec<EventEnvelope<A>>, Failure<A>> {
        let id = parse(aggregate_id)?;
        let store = self.journal.store();
        let mut events: Vec<EventEnvelope<A>> = Vec::new();
        loop {
            let after = events.last().map_or(0, |e| e.sequence as i64);
            let page = store.read_stream(id, after, PAGE).await.map_err(|e| failure(e.into()))?;
            if page.is_empty() {
                return Ok(events);
            }
            let page = store.decode::<EventOf<P>>(page).await.map_err(failure)?;
            events.extend(page.into_iter().map(|recorded| EventEnvelope {
                aggregate_id: aggregate_id.to_owned(),
                sequence: sequence(recorded.sequence),
                payload: recorded.event,
                metadata: HashMap::new(),
            }));
        }
    }

    async fn load_aggregate(&self, aggregate_id: &str) -> Result<Context<P>, Failure<A>> {
        let id = parse(aggregate_id)?;
        let loaded = self.journal.current(id).await.map_err(failure)?;
        Ok(Context { id, aggregate: loaded.aggregate.clone(), loaded })
    }

    async fn commit(
        &self,
        events: Vec<A::Event>,
        context: Context<P>,
        metadata: HashMap<String, String>,
    ) -> Result<Vec<EventEnvelope<A>>, Failure<A>> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let made = (self.metadata)(&metadata);
        let committed =
            self.journal.append(context.id, &context.loaded, vec![(events.clone(), made)], None).await;
        let committed = committed.map_err(|e| match e {
            ExecuteError::Refused(e) => AggregateError::UserError(e),
            ExecuteError::Conflict { .. } => AggregateError::AggregateConflict,
            ExecuteError::Store(e) => failure(e),
            other => AggregateError::UnexpectedError(other.to_string().into()),
        })?;
        let envelopes = events.into_iter().zip(committed.events).map(|(payload, event)| EventEnvelope {
            aggregate_id: context.id.to_string(),
            sequence: sequence(event.sequence),
            payload,
            metadata: metadata.clone(),
        });
        Ok(envelopes.collect())
    }
}
