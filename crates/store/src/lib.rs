//! The store: one log of events on SQLite or PostgreSQL, with the read models in the same transaction.
//!
//! [`Journal`] is the way in: it carries out commands of one kind of aggregate, and keeps the read models of its
//! projection. Beneath it: [`Store`] (the log as a whole: append, read, follow, verify), and [`Database`], the port
//! behind which the two databases stand. It depends on `domain` and `projections`; `api` and the binary build on it.
//!
//! How to add …
//! - a read model: nothing here; describe its `Table` and fold it in `projections`, and raise the `VERSION`.
//! - a table of the store's own: the next number in both `migrations/sqlite` and `migrations/postgres`.
//! - a kind of aggregate: a `Projection` for it; open a `Journal` of that.
//! - a database: implement [`Database`], add a [`Target`], and expand `tests/conformance` for it.
//! - another place for keys: implement [`KeyVault`] and open the store with [`Store::new`].

mod audit;
mod batch;
pub mod chain;
mod checkpoint;
pub mod clock;
mod coalesce;
mod cqrs;
pub mod database;
mod ddl;
mod definitions;
pub mod erasure;
pub mod erasure_journal;
mod journal;
mod journal_append;
mod journal_load;
mod keyring;
mod lane;
mod loaded;
pub mod log;
mod memory;
mod migrations;
mod postgres;
mod postgres_connect;
mod postgres_copy;
mod postgres_value;
mod read;
mod read_models;
mod rebuild;
mod rewrap;
mod seal;
mod secret;
mod sql;
mod sqlite;
mod sqlite_connect;
mod store;
mod tls;
mod tree;
mod vault;
mod verify;

pub use audit::{Audit, Checked, Disagreement};
pub use checkpoint::{Kept, SignError};
pub use clock::{Clock, IdSource, ManualClock, SystemClock, SystemIds, stable_id};
pub use cqrs::{CqrsStore, MakeMetadata};
pub use database::{Database, DatabaseError, Lease, Row, Statement, Target, Transaction, Value};
pub use definitions::Definition;
pub use erasure_journal::ErasureJournal;
pub use journal::{CommandOf, Committed, CommittedEvent, ExecuteError, Journal};
pub use journal_append::Step;
pub use keyring::{Keyring, Master, NoMaster};
pub use loaded::{Loaded, StoredAggregate};
pub use log::{AppendError, Appended, RawEvent};
pub use memory::Model;
pub use read::{Head, Subscription};
pub use read_models::ReadModels;
pub use rebuild::{Report, TableReport, outdate, rebuild};
pub use seal::Key;
pub use sql::in_list;
pub use store::{Custody, Store, StoreError};
pub use tls::client_tls;
pub use vault::{DatabaseVault, KeyVault};
pub use verify::{Fault, Verification};
pub use wijkspoor_bewijs as bewijs;
