//! Draws a workflow definition: [`svg`] for a page or README, [`mermaid`] for tools that draw themselves.
//!
//! Depends on the domain only, and nothing but the binary depends on it. The SVG is made in steps, a module each:
//! `indeling` decides what is drawn as an arrow and what as a numbered reference, `kaart` measures the box of a
//! state, `draden` routes the arrows of one row, `plaatsing` gives everything its place and `svg` writes it down.
//! A new fase needs its colour and name in `kleur`, and its zone in `indeling`.

mod draden;
mod indeling;
mod kaart;
mod kleur;
mod legenda;
mod mermaid;
mod pen;
mod plaatsing;
mod rails;
mod svg;
mod teken;
mod tekst;
#[cfg(test)]
mod tests;
mod woorden;

pub use mermaid::mermaid;
pub use svg::svg;
