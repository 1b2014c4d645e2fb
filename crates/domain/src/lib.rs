//! What an initiative is and what may be done with it: decisions, folds and workflow definitions. No IO, no clock.
//!
//! `initiatief` is the aggregate, `feit` what is recorded beside its steps, `werkstroom` reads and checks definitions,
//! `inrichting` does so with the organisation, `archief` works out how long a dossier is kept, `vernietiging` is the list by
//! which dossiers are destroyed, `termijn` works out when something must be ready; `Opzet` is both. `openbaar`
//! says what may be published. `gevoelig` marks text that may hold
//! personal data, `moment` is a time with its precision, `upcast` keeps old events readable. Every other crate may
//! depend on this one; it depends on none of them, nor on anything that reaches outside (`tests/zuiver.rs`).
//! docs/architecture.md says how the crates hang together.
//!
//! How to add …
//! - a kind of fact that is recorded and read back, without a rule of its own: see [`feit`]; most are.
//! - a stream of its own that holds only facts: see [`reeks`].
//! - an event, a command or a rule: see [`initiatief`].
//! - a kind of transition, a requirement or a phase: see [`werkstroom`].
//! - a list of names or a policy: see [`inrichting`].
//! - a role or a party: [`actor`]; then definitions can name it.
//! - a new version of an event: see [`upcast`].

pub mod actor;
pub mod archief;
mod codes;
mod definitie;
pub mod doorlooptijd;
pub mod episode;
pub mod feit;
pub mod gevoelig;
pub mod initiatief;
pub mod inrichting;
pub mod metadata;
pub mod moment;
pub mod naam;
pub mod openbaar;
mod opzet;
pub mod reeks;
pub mod statistiek;
pub mod termijn;
pub mod upcast;
pub mod vernietiging;
pub mod werkstroom;
pub mod wissing;

pub use actor::{Actor, Partij, Rol};
pub use gevoelig::Gevoelig;
pub use initiatief::Initiatief;
pub use metadata::{Herkomst, Metadata, Recorded};
pub use moment::{Moment, Nauwkeurigheid};
pub use naam::{Naam, NaamFout};
pub use opzet::Opzet;
pub use wissing::Wisbesluit;
