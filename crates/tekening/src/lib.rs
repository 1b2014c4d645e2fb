//! Draws: a workflow definition ([`svg`] for a README, [`svg_met_standen`] for a page that also tells how many initiatives
//! are where, [`mermaid`] for tools that draw themselves), and figures as charts ([`grafiek`]).
//!
//! Depends on the domain only. Everything is a pure function from data to text; `pen` writes the elements and `tekst`
//! knows how much room a text takes, for both.

pub mod grafiek;
mod pen;
mod tekst;
mod werkstroom;

pub use werkstroom::{Stand, Standen, mermaid, stijl, svg, svg_met_standen};
