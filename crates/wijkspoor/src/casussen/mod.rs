//! Real cases, replayed through the commands that a user would give.
//!
//! `bestand` reads a case file; `plan` turns a case into commands. Planning is pure: a `speler` decides and folds in
//! memory, beginning with the `indiening`; `soorten` says what each kind of entry means, `lopen` takes the transitions
//! that `route` finds, `opdrachten` deals with departments, `woorden` reads the texts. `speel` then gives the commands to
//! the journal in the order of their dates. To let a kind of entry become an event of its own: a line in `soorten`.

mod bestand;
mod feiten;
mod indiening;
mod lopen;
mod opdrachten;
mod plan;
mod route;
mod soorten;
mod speel;
mod speler;
#[cfg(test)]
mod tests;
mod woorden;

pub use bestand::{EIGEN, lees};
pub use plan::{Stap, plan};
pub use speel::speel;
pub use woorden::{NIET_GENOEMD, naam};
