//! Draws a workflow definition. The SVG is made in steps, a module each: `indeling` decides what is drawn as an arrow and
//! what as a numbered reference, `kaart` measures the box of a state, `draden` routes the arrows of one row, `plaatsing`
//! gives everything its place and `svg` writes it down. `stand` is what may be told beside the definition.
//!
//! A new fase needs its colour and name in `kleur`, and its zone in `indeling`.

mod draden;
mod indeling;
mod kaart;
mod kleur;
mod legenda;
mod mermaid;
mod plaatsing;
mod rails;
mod stand;
mod svg;
mod teken;
#[cfg(test)]
mod tests;
mod woorden;

use crate::{pen, tekst};
pub use mermaid::mermaid;
pub use stand::{Stand, Standen};
pub use svg::{stijl, svg, svg_met_standen};
