//! A document as PDF that can be read with any tool: tagged (PDF/UA-1), fit to be kept (PDF/A-2a), with its headings as bookmarks.
//!
//! `letters` knows how wide a text is and where it is broken, `blad` puts lines on pages, `opmaak` makes the document. It depends
//! on nothing else of the workspace and knows nothing of initiatives.
//!
//! To add something that a document may hold: a kind of [`Blok`], and how `opmaak` sets it.

mod blad;
mod letters;
mod opmaak;

pub use opmaak::pdf;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stuk {
    /// What it is called.
    pub titel: String,
    /// What it is about, for whoever looks for it.
    pub onderwerp: String,
    /// What it holds, in order.
    pub blokken: Vec<Blok>,
    /// What stands at the foot of each page, before its number.
    pub voet: String,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blok {
    /// A heading under the title, of level 1 or 2.
    Kop(u8, String),
    /// A paragraph.
    Alinea(String),
    /// Names, each with what it stands for.
    Gegevens(Vec<(String, String)>),
    /// Signs that are copied one by one, such as hashes.
    Tekens(String),
}
