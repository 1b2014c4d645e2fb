//! Real cases, replayed through the commands that a user would give.
//!
//! `bestand` reads a case file, `plan` turns a case into commands (pure: it decides and folds in memory), `soorten`
//! says what each kind of entry means, `route` finds the transitions to a status, `woorden` reads the texts, `speel`
//! gives the commands to the journal in the order of their dates. To let a kind of entry become an event of its own:
//! a line in `soorten`.

mod bestand;
mod plan;
mod route;
mod soorten;
mod speel;
#[cfg(test)]
mod tests;
mod woorden;

pub use bestand::{EIGEN, lees};
pub use plan::plan;
pub use speel::speel;
