//! An open store: a database, the lane into its log, a vault and a clock.

use crate::{
    clock::Clock,
    database::{self, Database, DatabaseError, Target},
    definitions::Definition,
    lane::Lane,
    log::{Append, AppendError, Appended},
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
    /// Anything that cannot be written as JSON: a mistake in the program.
    #[error("dit is niet als JSON te schrijven: {0}")]
    Json(String),
}

/// An open store.
pub struct Store {
    pub(crate) database: Arc<dyn Database>,
    pub(crate) vault: Arc<dyn KeyVault>,
    pub(crate) clock: Arc<dyn Clock>,
    lane: Lane,
}

impl Store {
    /// Opens a database, with the keys in the same database.
    ///
    /// # Errors
    /// When the database cannot be reached, or was written by a newer program.
    pub async fn open(target: &Target, clock: Arc<dyn Clock>) -> Result<Arc<Self>, DatabaseError> {
        let database = database::open(target).await?;
        let vault = Arc::new(DatabaseVault::new(database.clone(), clock.clone()));
        Ok(Self::new(database, vault, clock))
    }

    /// A store over an open database. Needs a running tokio.
    pub fn new(database: Arc<dyn Database>, vault: Arc<dyn KeyVault>, clock: Arc<dyn Clock>) -> Arc<Self> {
        let lane = Lane::start(database.clone(), clock.clone());
        Arc::new(Self { database, vault, clock, lane })
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
