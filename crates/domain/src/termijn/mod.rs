//! Terms (termijnen): when something must be ready, by which rule, and how that was worked out. Pure functions over dates
//! and events; all dates are civil dates in Europe/Amsterdam.
//!
//! `kalender` knows working days and holidays, `wettelijk` works a term out line by line, `klok` finds in the events of an
//! initiative what a term needs: when it began, when it was suspended, how it was put off, when it ended.
//!
//! How to add a rule of law: a line of the derivation in `wettelijk`; a ground of suspension: a code of the fact
//! `opschorting_gestart`, which `klok` reads.

mod kalender;
mod klok;
mod wettelijk;

pub use kalender::{Kalender, Werkdagentabel, dagen_tussen, plus_dagen};
pub use klok::{Einde, Klok, Klokken, VOLGT, klokken};
pub use wettelijk::{Afleiding, Opschorting, Regel, Stand, Termijnvraag, Verdaging, norm};
