//! What an initiative is and what may be done with it: decisions, folds and workflow definitions. No IO, no clock.

pub mod actor;
mod codes;
pub mod gevoelig;
pub mod initiatief;
pub mod metadata;
pub mod moment;
pub mod naam;
pub mod upcast;
pub mod werkstroom;

pub use actor::{Actor, Partij, Rol};
pub use gevoelig::Gevoelig;
pub use initiatief::Initiatief;
pub use metadata::{Herkomst, Metadata, Recorded};
pub use moment::{Moment, Nauwkeurigheid};
pub use naam::{Naam, NaamFout};
