//! Read models as pure folds from events to row changes (docs/adr/0004-projections-are-pure-folds.md).
//!
//! `row` says what a table and a change are, `projection` what every fold is, `initiatief` holds the read models of
//! initiatives, `reeks` those of signals and programmes, `vernietiging` those of the lists by which dossiers are destroyed, `zoeken` what makes texts alike. It depends on `domain` only, and knows no SQL; `store` turns changes into rows, and `api` asks them.
//!
//! How to add …
//! - a column: in `initiatief::tables`, filled by the fold of its file, in the order of the columns.
//! - a read model: a `Table` in `initiatief::tables`, a file with its fold, and both in [`Spoor`].
//! - a view for reports: in `initiatief::views`, and in docs/rapportage.md.
//! - In each case raise [`Spoor`]'s `VERSION`: the read models are rebuilt at the next start.

pub mod initiatief;
pub mod projection;
pub mod reeks;
pub mod row;
pub mod vernietiging;
mod zoeken;

pub use initiatief::Spoor;
pub use projection::Projection;
pub use reeks::{Budgetspoor, Programmaspoor, Signaalspoor};
pub use row::{Change, Column, Kind, PartialIndex, Rows, Shown, Table, Value, View};
pub use vernietiging::Vernietigingsspoor;
pub use zoeken::vouw;
