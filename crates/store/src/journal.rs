//! The one way to write: load, decide, append; then answer. A command is answered after its commit.

use crate::{
    database::{DatabaseError, Statement, Value},
    loaded::{Loaded, ServicesOf, StoredAggregate},
    log::Request,
    rebuild::{self, Report},
    store::{Store, StoreError},
};
use cqrs_es::{Aggregate, event_sink::EventSink};
use jiff::Timestamp;
use lru::LruCache;
use serde::{Deserialize, Serialize};
use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};
use thiserror::Error;
use uuid::Uuid;
use wijkspoor_domain::{Metadata, Wisbesluit};
use wijkspoor_projections::Projection;

/// Streams remembered.
const CACHED: NonZeroUsize = NonZeroUsize::MIN.saturating_add(9_999);
/// Commands in one process take turns by stream; streams share this many turns.
const STRIPES: usize = 1024;
/// How often a command is decided anew because other processes were first. Who wins is ready sooner for the next round
/// than who lost and must read; under that handicap 20 attempts were sometimes not enough in a test.
const ATTEMPTS: usize = 100;

/// What a command came to. Also what is kept to answer a repeated request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Committed {
    /// The stream.
    pub stream: Uuid,
    /// Its version now.
    pub version: i64,
    /// The position of its last event.
    pub position: i64,
    /// When that was recorded.
    pub recorded_at: Timestamp,
    /// What was recorded; empty when there was nothing to do.
    pub events: Vec<CommittedEvent>,
    /// Whether this is the answer to an earlier request with the same key.
    #[serde(default)]
    pub replayed: bool,
}

/// An event that was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommittedEvent {
    /// Its kind.
    #[serde(rename = "type")]
    pub event_type: String,
    /// Its number within the stream.
    pub sequence: i64,
    /// Its global position.
    pub position: i64,
}

/// Why a command had no effect.
#[derive(Debug, Error)]
pub enum ExecuteError<E: std::error::Error> {
    /// The domain says no.
    #[error("{0}")]
    Refused(E),
    /// The stream is not at the version that the caller knows.
    #[error("de gegevens zijn intussen gewijzigd (versie {actual} in plaats van {expected})")]
    Conflict {
        /// What the caller knows.
        expected: i64,
        /// What it is.
        actual: i64,
    },
    /// The idempotency key was used for another request.
    #[error("deze idempotentiesleutel is al voor een ander verzoek gebruikt")]
    KeyReused,
    /// The read models were rebuilt by another version of the program.
    #[error(
        "de leesmodellen zijn door een andere versie van het programma bijgewerkt: start dit programma opnieuw"
    )]
    OtherProjection,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<E: std::error::Error> From<DatabaseError> for ExecuteError<E> {
    fn from(error: DatabaseError) -> Self {
        Self::Store(error.into())
    }
}

/// The refusal of a projection's aggregate.
pub(crate) type ErrorOf<P> = ExecuteError<<<P as Projection>::Aggregate as Aggregate>::Error>;
/// The command of a projection's aggregate.
pub type CommandOf<P> = <<P as Projection>::Aggregate as Aggregate>::Command;

/// All streams of one kind of aggregate, with its projection.
pub struct Journal<P: Projection<Aggregate: StoredAggregate>> {
    pub(crate) store: Arc<Store>,
    services: RwLock<Arc<ServicesOf<P>>>,
    cache: Mutex<LruCache<Uuid, Arc<Loaded<P>>>>,
    stripes: Vec<tokio::sync::Mutex<()>>,
}

impl<P: Projection<Aggregate: StoredAggregate>> Journal<P> {
    /// Opens the journal; first rebuilds the read models when another version of the projection filled them.
    ///
    /// # Errors
    /// When the rebuild fails.
    pub async fn open(
        store: Arc<Store>,
        services: Arc<ServicesOf<P>>,
        progress: impl Fn(u64, u64) + Send + Sync,
    ) -> Result<(Arc<Self>, Option<Report>), StoreError> {
        let report = rebuild::prepare::<P>(&store, &services, progress).await?;
        let journal = Self {
            store,
            services: RwLock::new(services),
            cache: Mutex::new(LruCache::new(CACHED)),
            stripes: (0..STRIPES).map(|_| tokio::sync::Mutex::default()).collect(),
        };
        Ok((Arc::new(journal), report))
    }

    /// The store beneath.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// The services with which commands are decided.
    pub fn services(&self) -> Arc<ServicesOf<P>> {
        self.services.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Decides further commands with other services, as when a workflow was added.
    pub fn set_services(&self, services: Arc<ServicesOf<P>>) {
        *self.services.write().unwrap_or_else(PoisonError::into_inner) = services;
    }

    /// Carries out a command. `expected` is the version that the caller knows, if it insists; `request` is the
    /// idempotency key and a fingerprint of what is asked: the same key with the same fingerprint has effect once.
    ///
    /// # Errors
    /// When the domain refuses, the stream has moved on, the key was used for something else, or the store fails.
    pub async fn execute(
        &self,
        id: Uuid,
        expected: Option<i64>,
        command: CommandOf<P>,
        metadata: Metadata,
        request: Option<(String, String)>,
    ) -> Result<Committed, ErrorOf<P>> {
        let actor = &metadata.actor.id;
        let request = request.map(|(key, fingerprint)| Request { actor: actor.clone(), key, fingerprint });
        if let Some(earlier) = self.earlier(request.as_ref()).await? {
            return Ok(earlier);
        }
        let _turn = self.turn(id).await;
        let mut loaded = self.cached(id).await?;
        for _ in 1..ATTEMPTS {
            let result =
                self.attempt(&loaded, id, expected, command.clone(), &metadata, request.clone()).await;
            let settled = match &result {
                Ok(committed) => committed.replayed || !committed.events.is_empty(),
                Err(ExecuteError::Refused(_) | ExecuteError::Conflict { .. }) => false,
                Err(_) => true,
            };
            if settled {
                return result;
            }
            // A "no" or "nothing to do" holds only for the stream as it is, not as this process remembers it.
            let current = self.current(id).await?;
            if current.version == loaded.version {
                // Another process may have carried out this very request meanwhile; that is why it is refused now.
                let earlier = if result.is_err() { self.earlier(request.as_ref()).await? } else { None };
                return earlier.map_or(result, Ok);
            }
            loaded = current;
        }
        self.attempt(&loaded, id, expected, command, &metadata, request).await
    }

    /// Erases the sensitive texts of a stream everywhere, for ever: destroys its key, and with it what the log says;
    /// records in the log that it did; then brings the rows of the stream in the read models up to that. Figures and the
    /// chain of hashes stay as they are. Gives whether it was recorded now, and not before.
    ///
    /// # Errors
    /// When the store fails; asking again finishes it.
    pub async fn erase(
        &self,
        id: Uuid,
        besluit: Option<&Wisbesluit>,
        metadata: &Metadata,
    ) -> Result<bool, StoreError> {
        let now = self.store.destroy_key(id, P::Aggregate::TYPE, besluit, metadata).await?;
        self.cache().pop(&id);
        rebuild::refresh::<P>(&self.store, &self.services(), id).await?;
        // Only then does no file hold the key any more, nor what stood in the clear in a row.
        self.store.settle().await?;
        Ok(now)
    }

    async fn attempt(
        &self,
        loaded: &Arc<Loaded<P>>,
        id: Uuid,
        expected: Option<i64>,
        command: CommandOf<P>,
        metadata: &Metadata,
        request: Option<Request>,
    ) -> Result<Committed, ErrorOf<P>> {
        if let Some(expected) = expected.filter(|expected| *expected != loaded.version) {
            return Err(ExecuteError::Conflict { expected, actual: loaded.version });
        }
        let services = self.services();
        // The command works on a copy: only events that were recorded change what is remembered.
        let mut copy = loaded.aggregate.clone();
        let sink = EventSink::default();
        copy.handle(command, &services, &sink).await.map_err(ExecuteError::Refused)?;
        let events = sink.collect().await;
        if events.is_empty() && request.is_none() {
            return Ok(Committed {
                stream: id,
                version: loaded.version,
                position: loaded.position,
                recorded_at: loaded.recorded_at,
                events: Vec::new(),
                replayed: false,
            });
        }
        self.append(id, loaded, vec![(events, metadata.clone())], request).await
    }

    /// What was answered to the same request before.
    async fn earlier(&self, request: Option<&Request>) -> Result<Option<Committed>, ErrorOf<P>> {
        let Some(request) = request else { return Ok(None) };
        let sql = "SELECT fingerprint, receipt FROM idempotency WHERE key = ?1 AND actor = ?2";
        let params = [&request.key, &request.actor].map(|text| Value::Text(text.clone()));
        let rows = self.store.database.query(Statement::new(sql, params)).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        if row.text(0)? != request.fingerprint {
            return Err(ExecuteError::KeyReused);
        }
        Ok(Some(replay(row.text(1)?)?))
    }

    /// Commands for one stream take turns within a process.
    pub(crate) async fn turn(&self, id: Uuid) -> tokio::sync::MutexGuard<'_, ()> {
        self.stripes[stripe(id)].lock().await
    }

    pub(crate) fn cache(&self) -> MutexGuard<'_, LruCache<Uuid, Arc<Loaded<P>>>> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a stored receipt says.
pub(crate) fn replay(receipt: &str) -> Result<Committed, StoreError> {
    let committed: Committed = serde_json::from_str(receipt).map_err(|e| StoreError::Json(e.to_string()))?;
    Ok(Committed { replayed: true, ..committed })
}

fn stripe(id: Uuid) -> usize {
    // The last bits of an id are the random ones.
    usize::try_from(id.as_u128() % STRIPES as u128).unwrap_or(0)
}
