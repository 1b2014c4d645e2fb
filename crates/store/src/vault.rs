//! Where the keys of sealed fields are kept: outside the log, so that destroying one erases what it sealed.

use crate::{
    clock::Clock,
    database::{Database, DatabaseError, Statement, Value},
    keyring::Keyring,
    seal::Key,
    sql::in_list,
};
use async_trait::async_trait;
use lru::LruCache;
use std::{
    collections::HashMap,
    num::NonZeroUsize,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// How long a key is remembered: another process may destroy it, and that must be noticed.
const REMEMBER: Duration = Duration::from_secs(5);
const CACHED: NonZeroUsize = NonZeroUsize::MIN.saturating_add(9_999);

/// Keeps keys. A key is made once, and never again after it has been destroyed.
#[async_trait]
pub trait KeyVault: Send + Sync {
    /// Makes a key. The statement, if any, keeps it, and runs in the transaction of the first event that needs it.
    async fn new_key(&self, id: Uuid) -> Result<(Key, Option<Statement>), DatabaseError>;

    /// The keys with these ids; `None` for one that was destroyed or never made.
    async fn keys(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Option<Key>>, DatabaseError>;

    /// Tells that a key of [`KeyVault::new_key`] has been kept.
    fn kept(&self, id: Uuid, key: &Key);

    /// Destroys a key, for ever. The statement, if any, does so, and runs in the transaction of what tells of it.
    async fn destroy(&self, id: Uuid) -> Result<Option<Statement>, DatabaseError>;

    /// Tells that a key of [`KeyVault::destroy`] is gone.
    fn destroyed(&self, id: Uuid);
}

/// Keys in the table `data_key` of the same database, wrapped by a master key when there is one.
pub struct DatabaseVault {
    database: Arc<dyn Database>,
    ring: Keyring,
    clock: Arc<dyn Clock>,
    cache: Mutex<LruCache<Uuid, (Instant, Option<Key>)>>,
}

impl DatabaseVault {
    /// A vault in this database.
    pub fn new(database: Arc<dyn Database>, ring: Keyring, clock: Arc<dyn Clock>) -> Self {
        Self { database, ring, clock, cache: Mutex::new(LruCache::new(CACHED)) }
    }

    fn cache(&self) -> MutexGuard<'_, LruCache<Uuid, (Instant, Option<Key>)>> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remembered(&self, id: Uuid) -> Option<Option<Key>> {
        let mut cache = self.cache();
        let (since, key) = cache.get(&id)?;
        (since.elapsed() < REMEMBER).then(|| key.clone())
    }
}

#[async_trait]
impl KeyVault for DatabaseVault {
    #[expect(clippy::disallowed_methods, reason = "the vault is the one place that makes keys")]
    async fn new_key(&self, id: Uuid) -> Result<(Key, Option<Statement>), DatabaseError> {
        let mut bytes = [0; 64];
        getrandom::fill(&mut bytes)
            .map_err(|e| DatabaseError::Other(format!("geen toeval voor een sleutel: {e}")))?;
        let key = Key(bytes);
        let params = [
            Value::Text(id.to_string()),
            Value::Bytes(self.ring.wrap(id, &key)?),
            Value::Int(self.clock.now().as_microsecond()),
            self.ring.name().map_or(Value::Null, |name| Value::Text(name.to_owned())),
        ];
        // An id whose key was destroyed never gets another: what was sealed meanwhile then counts as erased.
        let keep = "INSERT INTO data_key (id, key, created_at, master) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING";
        Ok((key, Some(Statement::new(keep, params))))
    }

    async fn keys(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Option<Key>>, DatabaseError> {
        let known = |id: &Uuid| self.remembered(*id).map(|key| (*id, key));
        let mut keys: HashMap<Uuid, Option<Key>> = ids.iter().filter_map(known).collect();
        let missing: Vec<Uuid> = ids.iter().copied().filter(|id| !keys.contains_key(id)).collect();
        if missing.is_empty() {
            return Ok(keys);
        }
        let before = Instant::now();
        let (list, params) = in_list(missing.iter().map(|id| Value::Text(id.to_string())), 1);
        let sql = format!("SELECT id, key, master FROM data_key WHERE id IN {list}");
        let mut found: HashMap<Uuid, Option<Key>> = HashMap::new();
        for row in self.database.query(Statement::new(sql, params)).await? {
            let (id, master) = (row.id(0)?, row.opt_text(2)?);
            let key = row.opt_bytes(1)?.map(|kept| self.ring.unwrap(id, kept, master)).transpose()?;
            found.insert(id, key);
        }
        for id in missing {
            let key = found.remove(&id);
            // A key that does not exist yet is not remembered as absent: it may be made at any moment.
            if let Some(key) = &key {
                self.cache().put(id, (before, key.clone()));
            }
            keys.insert(id, key.flatten());
        }
        Ok(keys)
    }

    fn kept(&self, id: Uuid, key: &Key) {
        self.cache().put(id, (Instant::now(), Some(key.clone())));
    }

    async fn destroy(&self, id: Uuid) -> Result<Option<Statement>, DatabaseError> {
        let now = Value::Int(self.clock.now().as_microsecond());
        // Also when no key was ever made: none shall be made any more.
        let destroy = "INSERT INTO data_key (id, key, created_at, destroyed_at) VALUES (?1, NULL, ?2, ?2) \
                       ON CONFLICT (id) DO UPDATE SET key = NULL, \
                       destroyed_at = COALESCE(data_key.destroyed_at, excluded.destroyed_at)";
        Ok(Some(Statement::new(destroy, [Value::Text(id.to_string()), now])))
    }

    fn destroyed(&self, id: Uuid) {
        self.cache().put(id, (Instant::now(), None));
    }
}

/// Takes the end of the log: the first statement of every write transaction, so that all wait in one line and none
/// can be caught in a deadlock.
pub(crate) const LOCK_HEAD: &str =
    "UPDATE log_head SET position = position WHERE id = 1 RETURNING position, hash, recorded_at";
