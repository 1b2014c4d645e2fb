//! Who processed which personal data when: the Logboek Dataverwerkingen (LDV 1.0.0) of this server
//! (docs/adr/0037-who-looked-at-what.md).
//!
//! `activiteit` says which operations are processing and of which kind, `spoor` reads where a request belongs, `noteer` records
//! each before its answer goes out, `boek` keeps them and forgets them, `otlp` is how another logbook reads them, `uitvoer` passes
//! them on, `instellingen` is what can be set. No other module knows of the tables.
//!
//! To add an operation about an initiative: nothing, when its id is in the path; what lists initiatives says which it shows with
//! [`Caller::toont`](crate::caller::Caller::toont), and a test fails when it does not.

mod activiteit;
mod boek;
mod instellingen;
mod noteer;
pub mod otlp;
mod spoor;
mod uitvoer;

pub use activiteit::{Activiteit, activiteit};
pub use boek::{Boek, Filter, ORDE, lijst, vergeet};
pub use instellingen::{Settings, Verwerkingen};
pub use noteer::Getoond;
pub(crate) use noteer::{Begonnen, noteer};
pub use uitvoer::voer_uit;

use jiff::Timestamp;

/// One processing of personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verwerking {
    /// Its number, 1, 2, 3 … in the order in which they were recorded; 0 before it is.
    pub nummer: i64,
    /// To which chain of processing it belongs: 32 hexadecimal digits.
    pub trace_id: String,
    /// Itself: 16 hexadecimal digits.
    pub span_id: String,
    /// Of which processing elsewhere it is part.
    pub parent_span_id: Option<String>,
    /// The operation of the API.
    pub operatie: String,
    /// The kind of processing.
    pub activiteit: String,
    /// Whether it went well.
    pub gelukt: bool,
    /// When it began.
    pub begin: Timestamp,
    /// When it ended.
    pub eind: Timestamp,
    /// Who, as a pseudonym.
    pub actor: String,
    /// In which role.
    pub rol: String,
    /// The initiatives or signals that were processed.
    pub objecten: Vec<String>,
}
