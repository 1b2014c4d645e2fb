//! Telling others of what happened. The log is the outbox: whoever is told, is told from the log, from a position that he or
//! the database remembers; nothing is delivered from memory alone.
//!
//! `gebeurtenis` is the one place that makes what is told of an event, `zicht` the one that says who may be told, `feed`
//! reads both off the log. Of webhooks, `abonnement` and `ritme` decide what happens, purely; `boek` keeps it, `post` and
//! `adres` are the way out, `handtekening` signs, `bezorger` and `bezorging` do the work. `koppeling` is what is delivered in
//! another way than by a webhook. `instellingen` is what can be set.
//! It depends on `domain` and `store`; `api` shows it, and the binary starts it.
//!
//! How to add …
//! - something that is told of every event: a field of [`gebeurtenis::Gegevens`]; never a name of a person or free text.
//! - a kind of stream: its address in `gebeurtenis::PADEN`.

pub mod abonnement;
pub mod adres;
pub mod bezorger;
mod bezorging;
pub mod boek;
pub mod feed;
pub mod gebeurtenis;
pub mod handtekening;
pub mod instellingen;
mod koppeling;
pub mod post;
pub mod ritme;
pub mod zicht;

pub use abonnement::{Abonnement, Actie, Bereik, Status};
pub use bezorger::bezorg;
pub use feed::{Bladzijde, Keuze, Lezer};
pub use gebeurtenis::{Bericht, Envelop, Gebeurtenis};
pub use instellingen::{Berichten, Settings};
pub use koppeling::Koppeling;
pub use zicht::{Feiten, mag_zien};
