//! An open store: a database, the lane into its log, a vault and a clock.

use crate::{
    clock::Clock,
    database::{self, Database, DatabaseError, Target},
    definitions::Definition,
    erasure_journal::ErasureJournal,
    keyring::Keyring,
    lane::Lane,
    log::{Append, AppendError, Appended},
    rewrap::rewrap,
    vault::{DatabaseVault, KeyVault},
};
use std::sync::Arc;
use thiserror::Error;

/// Why the store cannot give what was asked.
#[derive(Debug, Clone, Error)]
pub enum StoreError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// An event cannot be read.
    #[error("de gebeurtenis op positie {position} is niet te lezen: {cause}")]
    Unreadable {
        /// Its position.
        position: i64,
        /// Why.
        cause: String,
    },
    /// A definition is registered already, and says something else.
    #[error(
        "{} {code} versie {version} is al vastgelegd met een andere inhoud: geef de nieuwe inhoud een hoger \
         versienummer",
        kind.name()
    )]
    OtherDefinition {
        /// What it defines.
        kind: Definition,
        /// Its code.
        code: String,
        /// Its version.
        version: u32,
    },
    /// The read models were filled by a newer program.
    #[error(
        "de leesmodellen van {name} zijn gevuld door een nieuwere versie van het programma ({found}, dit kent {known}): \
         gebruik die versie, of herbouw de leesmodellen met deze"
    )]
    NewerProjection {
        /// The projection.
        name: &'static str,
        /// The version that filled them.
        found: i64,
        /// The version of this program.
        known: i64,
    },
    /// A projection does not keep to its own tables: a mistake in the program.
    #[error("de projectie {name} klopt niet: {cause}")]
    Projection {
        /// Its name.
        name: &'static str,
        /// What is wrong.
        cause: String,
    },
    /// The journal of erasures cannot be read or written.
    #[error("het wisjournaal {path}: {cause}")]
    Journal {
        /// Its file.
        path: String,
        /// Why.
        cause: String,
    },
    /// Anything that cannot be written as JSON: a mistake in the program.
    #[error("dit is niet als JSON te schrijven: {0}")]
    Json(String),
}

/// What is kept outside the database, to guard what is in it.
#[derive(Debug, Clone, Default)]
pub struct Custody {
    /// The master keys that wrap the data keys.
    pub keyring: Keyring,
    /// Where erasures are told of, so that they survive the restore of an older backup.
    pub journal: Option<ErasureJournal>,
}

/// An open store.
pub struct Store {
    pub(crate) database: Arc<dyn Database>,
    pub(crate) vault: Arc<dyn KeyVault>,
    pub(crate) clock: Arc<dyn Clock>,
    journal: Option<ErasureJournal>,
    lane: Lane,
}

impl Store {
    /// Opens a database, with the keys in the same database.
    ///
    /// # Errors
    /// When the database cannot be reached, or was written by a newer program.
    pub async fn open(target: &Target, clock: Arc<dyn Clock>) -> Result<Arc<Self>, DatabaseError> {
        Self::guarded(target, clock, Custody::default()).await
    }

    /// The same, with what guards it; all keys are wrapped by the present master key first.
    ///
    /// # Errors
    /// When the database cannot be reached, was written by a newer program, or needs a master key that is not there.
    pub async fn guarded(
        target: &Target,
        clock: Arc<dyn Clock>,
        custody: Custody,
    ) -> Result<Arc<Self>, DatabaseError> {
        let database = database::open(target).await?;
        let wrapped = rewrap(&*database, &custody.keyring).await?;
        if wrapped > 0 {
            database.settle().await?;
            tracing::info!(
                sleutels = wrapped,
                hoofdsleutel = custody.keyring.name(),
                "sleutels verpakt met de hoofdsleutel"
            );
        }
        let vault = Arc::new(DatabaseVault::new(database.clone(), custody.keyring, clock.clone()));
        Ok(Self::with(database, vault, clock, custody.journal))
    }

    /// A store over an open database. Needs a running tokio.
    pub fn new(database: Arc<dyn Database>, vault: Arc<dyn KeyVault>, clock: Arc<dyn Clock>) -> Arc<Self> {
        Self::with(database, vault, clock, None)
    }

    fn with(
        database: Arc<dyn Database>,
        vault: Arc<dyn KeyVault>,
        clock: Arc<dyn Clock>,
        journal: Option<ErasureJournal>,
    ) -> Arc<Self> {
        let lane = Lane::start(database.clone(), clock.clone());
        Arc::new(Self { database, vault, clock, journal, lane })
    }

    /// The journal of erasures outside the database, when there is one.
    pub fn erasure_journal(&self) -> Option<&ErasureJournal> {
        self.journal.as_ref()
    }

    /// The database, for queries on the read models.
    pub fn database(&self) -> &dyn Database {
        &*self.database
    }

    /// The keys.
    pub fn vault(&self) -> &dyn KeyVault {
        &*self.vault
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Brings the files to rest, at the end of the process.
    ///
    /// # Errors
    /// When the database fails; nothing is lost by it.
    pub async fn settle(&self) -> Result<(), DatabaseError> {
        self.database.settle().await
    }

    /// Appends events as they are, and waits for the commit. [`crate::Journal`] is the usual way.
    ///
    /// # Errors
    /// When the append is refused, or the database fails.
    pub async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        self.lane.append(append).await
    }
}
