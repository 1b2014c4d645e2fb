//! The REST API under `/v1`: routes, representations, problems and the OpenAPI document.
//!
//! `routes` holds the endpoints, `reads` the questions to the read models, `write` the one way of every write.
//! `request` checks what comes in against the published document, `beleid` says who may do what with which objects,
//! `bewijs` is what proofs of the log look like and how they are checked; `problem` is the list of errors. It depends on
//! `domain`, `projections` and `store`; the binary puts it together.
//!
//! How to add an endpoint: see `routes`. How to add a kind of error: see `problem`.

pub mod app;
pub mod beleid;
pub mod bewijs;
mod caller;
mod development;
pub mod document;
mod feitschema;
mod herkomst;
pub mod identity;
pub mod ids;
pub mod inzage;
pub mod moment;
pub mod problem;
pub mod reads;
pub mod request;
pub mod routes;
mod routing;
pub mod schema;
mod server;
mod stand;
mod tempo;
pub mod toekenning;
pub mod validation;
pub mod vernietigen;
mod verschil;
mod versie;
pub mod verwerkingen;
pub mod verzoeken;
pub mod volglink;
pub mod wekker;
mod werkstroomwijziging;
pub mod wissen;
pub mod write;

pub use actix_web::web::Data;
pub use app::{App, Journals};
pub use development::DevelopmentIdentities;
pub use document::{VERSION, document};
pub use identity::{Credentials, Identities, Identity, Refusal, Scope};
pub use routes::geschiedenis;
pub use server::{configure, head_is_get, secure, server};
