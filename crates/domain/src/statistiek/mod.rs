//! Statistics that count the waiting. Pure functions over counts that a database can give: how many waits of each length
//! ended, and how many still last. A mean over what has ended would hide exactly what stalls (design, section 3).
//!
//! `wachttijd` estimates how long waiting takes (Kaplan–Meier), `vergelijking` tells whether two groups differ by more
//! than chance (log-rank), `stroom` whether what flows in and out agrees with itself (Little).
//!
//! How to add a figure: a function here over counts, with an independent library to compare it with
//! (`tests/oracle/statistiek`); then a question in `reads` and an endpoint of the API.

mod stroom;
mod vergelijking;
mod wachttijd;

pub use stroom::{Stroom, Telling, stroom};
pub use vergelijking::{Oordeel, Vergelijking, vergelijk};
pub use wachttijd::{
    Duurtelling, Kwantiel, Overleving, Stap, Wachttijd, overleving, wachttijd, wachttijd_van,
};
