//! The second half of a command: sealing its events, folding the projection, and the append itself.

use crate::{
    journal::{Committed, CommittedEvent, ErrorOf, ExecuteError, Journal, replay},
    loaded::{EventOf, Loaded, ServicesOf, StoredAggregate},
    log::{Append, AppendError, Appended, Effects, NewEvent, Position, Request},
    seal::{Key, Sealer},
    store::StoreError,
};
use cqrs_es::Aggregate;
use serde_json::Value as Json;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;
use wijkspoor_domain::{Metadata, Recorded, upcast::StoredEvent};
use wijkspoor_projections::Projection;

/// A snapshot is written after so many events. Measured (tests/speed.rs): each event makes a first look at a stream
/// 6 µs slower, so 100 events cost less than a millisecond, once; below that, writing snapshots in the transaction for
/// which everyone waits would cost more than it saves. Most initiatives end before they get one.
const SNAPSHOT_EVERY: i64 = 100;

impl<P: Projection<Aggregate: StoredAggregate>> Journal<P> {
    /// The key with which the sensitive texts of a stream are sealed.
    pub(crate) async fn key(&self, id: Uuid) -> Result<Option<Key>, StoreError> {
        Ok(self.store.vault.keys(&[id]).await?.remove(&id).flatten())
    }

    /// Appends steps that were decided on `loaded`, in one transaction: the events of each, with what is recorded beside
    /// them.
    pub(crate) async fn append(
        &self,
        id: Uuid,
        loaded: &Arc<Loaded<P>>,
        steps: Vec<Step<P>>,
        request: Option<Request>,
    ) -> Result<Committed, ErrorOf<P>> {
        let fresh = loaded.version == 0 && steps.iter().any(|(events, _)| !events.is_empty());
        let (key, new_key) = if fresh {
            let (key, keep) = self.store.vault.new_key(id).await?;
            (Some(key), keep)
        } else {
            (self.key(id).await?, None)
        };
        let sealer = Sealer::new(id, key.clone());
        let sealed = seal_steps::<P>(&steps, &sealer)?;
        let fold = Fold {
            id,
            loaded: loaded.clone(),
            steps,
            services: self.services(),
            sealer,
            keep_receipt: request.is_some(),
        };
        let folded: Arc<Mutex<Option<Folded<P>>>> = Arc::default();
        let slot = folded.clone();
        let append = Append {
            stream: id,
            stream_type: P::Aggregate::TYPE,
            expected_version: loaded.version,
            events: sealed,
            request,
            key: new_key,
            projection: Some(P::VERSION),
            project: Box::new(move |positions| {
                let (loaded, committed, effects) = fold.run(positions).map_err(|e| e.to_string())?;
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some((loaded, committed));
                Ok(effects)
            }),
        };
        match self.store.append(append).await {
            Ok(Appended::Stored(_)) => {
                let folded = folded.lock().unwrap_or_else(PoisonError::into_inner).take();
                let missing = || StoreError::Json("de projectie is niet uitgevoerd".to_owned());
                let (mut loaded, committed) = folded.ok_or_else(missing)?;
                if let Some(key) = key.filter(|_| fresh) {
                    self.store.vault.kept(id, &key);
                    loaded.readable = true;
                }
                if loaded.version > 0 {
                    self.cache().put(id, Arc::new(loaded));
                }
                Ok(committed)
            }
            Ok(Appended::Duplicate { receipt }) => Ok(replay(&receipt)?),
            Err(AppendError::Conflict { expected, actual }) => {
                Err(ExecuteError::Conflict { expected, actual })
            }
            Err(AppendError::KeyReused) => Err(ExecuteError::KeyReused),
            Err(AppendError::OtherProjection) => Err(ExecuteError::OtherProjection),
            Err(AppendError::Projection(cause)) => {
                Err(StoreError::Projection { name: P::Aggregate::TYPE, cause }.into())
            }
            Err(AppendError::Database(e)) => Err(e.into()),
        }
    }
}

impl<P: Projection<Aggregate: StoredAggregate>> Journal<P> {
    /// Appends steps that were decided elsewhere, on the stream as it was at a version; all of them or none, with the
    /// read models.
    ///
    /// # Errors
    /// When the stream is at another version, or the store fails.
    pub async fn extend(
        &self,
        id: Uuid,
        expected: i64,
        steps: Vec<Step<P>>,
    ) -> Result<Committed, ErrorOf<P>> {
        let _turn = self.turn(id).await;
        // Whether a new stream is new, the transaction sees.
        let loaded = if expected == 0 { Arc::default() } else { self.current(id).await? };
        match loaded.version == expected {
            true => self.append(id, &loaded, steps, None).await,
            false => Err(ExecuteError::Conflict { expected, actual: loaded.version }),
        }
    }

    /// Writes the whole life of a new stream to the log, and nothing to the read models: faster by far where there are
    /// many. Whoever does this first says so with [`outdate`](crate::outdate) and opens the journal again after, which makes
    /// the read models anew. Gives whether it was written; a stream that exists stays as it is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn backfill(&self, id: Uuid, life: &[Step<P>]) -> Result<bool, StoreError> {
        let (key, new_key) = self.store.vault.new_key(id).await?;
        let events = seal_steps::<P>(life, &Sealer::new(id, Some(key)))?;
        let append = Append {
            stream: id,
            stream_type: P::Aggregate::TYPE,
            expected_version: 0,
            events,
            request: None,
            key: new_key,
            projection: None,
            project: Box::new(|_| Ok(Effects::default())),
        };
        match self.store.append(append).await {
            Ok(_) => Ok(true),
            Err(AppendError::Conflict { .. }) => Ok(false),
            Err(AppendError::Database(e)) => Err(e.into()),
            Err(e) => Err(StoreError::Projection { name: P::Aggregate::TYPE, cause: e.to_string() }),
        }
    }
}

/// The events of one step, and what is recorded beside them.
pub type Step<P> = (Vec<EventOf<P>>, Metadata);

fn seal_steps<P: Projection<Aggregate: StoredAggregate>>(
    steps: &[Step<P>],
    sealer: &Sealer,
) -> Result<Vec<NewEvent>, StoreError> {
    let mut events = Vec::new();
    for (some, metadata) in steps {
        events.extend(seal::<EventOf<P>>(some, metadata, sealer)?);
    }
    Ok(events)
}

fn seal<E: StoredEvent>(
    events: &[E],
    metadata: &Metadata,
    sealer: &Sealer,
) -> Result<Vec<NewEvent>, StoreError> {
    let metadata_json = sealed(serde_json::to_value(metadata), sealer)?;
    let event = |event: &E| {
        let soort = event.soort();
        let unknown = || StoreError::Json(format!("soort {soort} heeft geen schemaversie"));
        Ok(NewEvent {
            event_type: soort.to_owned(),
            schema_version: E::huidige_versie(soort).ok_or_else(unknown)?.into(),
            payload: sealed(event.inhoud(), sealer)?,
            metadata: metadata_json.clone(),
            occurred_at: metadata.plaatsgevonden.op,
            precision: metadata.plaatsgevonden.nauwkeurigheid.code().to_owned(),
        })
    };
    events.iter().map(event).collect()
}

fn sealed(json: serde_json::Result<Json>, sealer: &Sealer) -> Result<Json, StoreError> {
    let mut json = json.map_err(|e| StoreError::Json(e.to_string()))?;
    sealer.seal(&mut json);
    Ok(json)
}

/// What comes out of folding: the stream with its new events, and what to answer.
type Folded<P> = (Loaded<P>, Committed);

/// What the lane needs to fold the projection, once positions are known.
struct Fold<P: Projection<Aggregate: StoredAggregate>> {
    id: Uuid,
    loaded: Arc<Loaded<P>>,
    steps: Vec<Step<P>>,
    services: Arc<ServicesOf<P>>,
    sealer: Sealer,
    keep_receipt: bool,
}

impl<P: Projection<Aggregate: StoredAggregate>> Fold<P> {
    fn run(&self, positions: &[Position]) -> Result<(Loaded<P>, Committed, Effects), serde_json::Error> {
        let mut next = (*self.loaded).clone();
        let mut effects = Effects::default();
        let mut events = Vec::with_capacity(positions.len());
        let steps =
            self.steps.iter().flat_map(|(events, metadata)| events.iter().map(move |e| (e, metadata)));
        for ((event, metadata), at) in steps.zip(positions) {
            let recorded = Recorded {
                position: at.position,
                stream: self.id,
                sequence: next.version + 1,
                recorded_at: at.recorded_at,
                event: event.clone(),
                metadata: metadata.clone(),
            };
            let changes = next.step(&recorded, &self.services);
            effects.changes.extend(changes.into_iter().map(|change| self.sealer.seal_change(change)));
            events.push(CommittedEvent {
                event_type: event.soort().to_owned(),
                sequence: next.version,
                position: at.position,
            });
        }
        if next.version - next.snapshot >= SNAPSHOT_EVERY {
            effects.snapshot = Some(next.snapshot(&self.sealer)?);
            next.snapshot = next.version;
        }
        let committed = Committed {
            stream: self.id,
            version: next.version,
            position: next.position,
            recorded_at: next.recorded_at,
            events,
            replayed: false,
        };
        if self.keep_receipt {
            effects.receipt = serde_json::to_string(&committed)?;
        }
        Ok((next, committed, effects))
    }
}
