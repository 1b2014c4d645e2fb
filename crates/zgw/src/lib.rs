//! The bridge to ZGW, the API's of Dutch municipalities for cases (VNG, Zaken 1.7 and Besluiten 1.1): an initiative as a zaak,
//! to be read from here, and to be passed on to a Zaken API elsewhere.
//!
//! `verloop` is what the events of an initiative come to, as far as ZGW has a place for it; `vormen` are the shapes of ZGW;
//! `afbeelding` and `audittrail` make the one of the other, purely. `catalogus` and `instellingen` (with `fouten`) are what ZGW
//! needs and Wijkspoor does not have. Of passing on, `plan` decides purely what must be sent, `verzoek` how much of it,
//! `doorgeven` does it, `api` speaks to the other side, `boek` remembers what was made there. It depends on `domain`, `store` and `berichten`; `api` shows it, and the
//! binary starts it.
//!
//! How to add …
//! - a field of a shape: in `vormen` and `afbeelding`, and in the table of docs/zgw.md. No text that is sealed, no name of a person.
//! - a kind of event that changes one of them: in `verloop`, and to the list of [`verloop::volgt`].

pub mod afbeelding;
mod api;
pub mod audittrail;
mod boek;
pub mod catalogus;
mod doorgeven;
mod fouten;
pub mod instellingen;
mod plan;
pub mod verloop;
mod verzoek;
pub mod vormen;

pub use afbeelding::{Adressen, Beeld, beeld};
pub use catalogus::Catalogus;
pub use doorgeven::Doorgever;
pub use instellingen::{Settings, Zgw};
pub use verloop::Verloop;
