//! Charts: figures as SVG.
//!
//! Each chart is data (a struct of what to show, with the address that each mark leads to) and a function `teken` that
//! gives a [`Grafiek`]. The same drawing serves twice: [`Grafiek::pagina`] within a page, that has [`STIJL`] in its style
//! sheet, and [`Grafiek::bestand`] as a file that needs nothing beside it.
//!
//! Colour never tells anything alone: severity has a sign ([`Ernst`]), bands and bars have their name and number beside
//! them. No text overlaps another, whatever names and numbers there are; `tests` holds every chart to that.
//!
//! How to add a chart: a module with its data and `teken`, a case in `tests` (random data) and one in
//! `examples/galerij.rs`, which is made to be looked at.

mod assen;
pub mod balken;
pub mod banden;
pub mod banen;
mod blad;
pub mod cumulatief;
mod ernst;
pub mod matrix;
pub mod overleving;
mod stijl;
pub mod stroom;
#[cfg(test)]
mod tests;
pub mod vergelijking;

pub use blad::Grafiek;
pub use ernst::Ernst;
pub use stijl::STIJL;

/// The width of a chart that does not need more.
const BREED: f64 = 960.0;
