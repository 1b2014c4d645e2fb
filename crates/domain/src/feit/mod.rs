//! Facts (feiten): what is recorded beside the steps of the workflow, as events of a kind of their own. Approval asked
//! and given, interests weighed, expectations raised, help started and ended: many kinds that all work alike.
//!
//! A kind is data: its code in the past tense, who may record it, its fields, and how it hangs together with other
//! kinds. The rules here, the schema of the API, the reading of case files and the list of what is open follow from it.
//!
//! How to add a kind: an entry in the file of its subject in `soorten/`, and a golden file
//! (`UPDATE_GOUDEN=1 cargo nextest run -p wijkspoor-domain gouden`). Nothing else needs to know it.

mod afspraken;
mod inhoud;
mod regels;
mod soort;
pub mod soorten;
mod stand;
mod volledigheid;

pub use afspraken::{AFSPRAKEN, Afspraak, Afspraaksoort, geldend};
pub use inhoud::{Feit, FeitFout, GROOTSTE, Waarde};
pub(crate) use regels::Kring;
pub use soort::{Feitsoort, Veld, Verband, Vorm};
pub(crate) use soort::{ook, veld};
pub use stand::{Feitenstand, Openstaand};
pub use volledigheid::{ONDERDELEN, Onderdeel};
