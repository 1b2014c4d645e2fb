//! The endpoints, a file for each resource. To add one: a handler with `#[utoipa::path]` in the file of its resource,
//! and a line in that file's `routes`; the document, the checks of its input, 405 and `Allow` follow from it.

pub mod abonnementen;
pub mod afspraken;
pub mod besluiten;
pub mod besluitgeschiedenis;
pub mod budgetten;
mod cijfers;
pub mod controle;
pub mod doorlooptijd;
pub mod dossier;
pub mod feiten;
pub mod gebeurtenissen;
pub mod gelijkende;
pub mod geschiedenis;
pub mod initiatieven;
pub mod inrichting;
pub mod koppelingen;
pub mod leesmodellen;
pub mod opdrachten;
pub mod openbaar;
pub mod openstaand;
pub mod overgangen;
pub mod publiek;
mod reeksen;
pub mod signalen;
pub mod stagnatie;
mod standen;
pub mod statusaantallen;
pub(crate) mod stuk;
pub mod systeem;
pub mod termijnen;
pub mod tijdlijn;
pub mod toekenningen;
mod vernietiging;
mod verwerkingen;
pub mod volgen;
pub mod werkstromen;
pub mod werkstroomwijzigingen;
pub mod werkvoorraad;
pub mod wijkprogrammas;
pub mod wissingen;
pub mod zgw;

use crate::moment::MomentView;
use crate::problem::{ApiError, Soort};
use crate::reads::cursor::Cursor;
use crate::schema;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::moment::van_dagnummer;
use wijkspoor_store::Head;

/// The type of a table.
pub const CSV: &str = "text/csv";
/// The figures that can be had as a table.
pub const ALS_TABEL: [&str; 5] =
    ["/v1/wachttijden", "/v1/overleving", "/v1/stromen", "/v1/episodes", "/v1/besluiten"];

/// The type of a text.
pub const TEKST: &str = "text/plain";
/// What is one.
pub const ALS_TEKST: &str = "/v1/checkpoint";
/// The type of a document.
pub const PDF: &str = "application/pdf";
/// What can be had as one: addresses that end so.
pub const ALS_STUK: [&str; 2] = ["/geschiedenis", "/verklaring"];

/// The type of a stream that goes on.
pub const EVENT_STREAM: &str = "text/event-stream";
/// What can be had as one.
pub const ALS_STROOM: &str = "/v1/gebeurtenissen";

/// All routes under `/v1`.
pub fn routes(config: &mut ServiceConfig) {
    initiatieven::routes(config);
    publiek::routes(config);
    gelijkende::routes(config);
    koppelingen::routes(config);
    afspraken::routes(config);
    overgangen::routes(config);
    opdrachten::routes(config);
    besluiten::routes(config);
    besluitgeschiedenis::routes(config);
    standen::routes(config);
    geschiedenis::routes(config);
    dossier::routes(config);
    feiten::routes(config);
    openstaand::routes(config);
    signalen::routes(config);
    wijkprogrammas::routes(config);
    budgetten::routes(config);
    toekenningen::routes(config);
    tijdlijn::routes(config);
    termijnen::routes(config);
    doorlooptijd::routes(config);
    werkvoorraad::routes(config);
    stagnatie::routes(config);
    cijfers::routes(config);
    werkstromen::routes(config);
    statusaantallen::routes(config);
    werkstroomwijzigingen::routes(config);
    inrichting::routes(config);
    gebeurtenissen::routes(config);
    abonnementen::routes(config);
    controle::routes(config);
    wissingen::routes(config);
    vernietiging::routes(config);
    zgw::routes(config);
    openbaar::routes(config);
    volgen::routes(config);
    leesmodellen::routes(config);
    verwerkingen::routes(config);
    systeem::routes(config);
}

/// Hoe actueel een antwoord is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Actualiteit {
    /// De positie in het log tot en met welke dit antwoord klopt.
    #[schema(minimum = 0)]
    positie: i64,
    /// Wanneer die gebeurtenis is vastgelegd.
    #[schema(schema_with = schema::tijdstip)]
    vastgelegd_op: String,
}

impl From<Head> for Actualiteit {
    fn from(head: Head) -> Self {
        Self { positie: head.position, vastgelegd_op: head.recorded_at.to_string() }
    }
}

/// Een partij die aan zet is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AanZet {
    /// Het soort partij.
    #[schema(schema_with = partij)]
    partij: String,
    /// De naam van de afdeling of partner.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    naam: Option<String>,
    /// De opdracht waarvoor een afdeling aan zet is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Uuid)]
    opdracht: Option<String>,
    /// Sinds wanneer.
    sinds: MomentView,
    /// De laatste dag binnen de norm, als er een geldt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    norm: Option<String>,
}

impl From<crate::reads::dossiers::Beurt> for AanZet {
    fn from(beurt: crate::reads::dossiers::Beurt) -> Self {
        Self {
            partij: beurt.partij,
            naam: beurt.naam,
            opdracht: beurt.opdracht,
            sinds: beurt.sinds.into(),
            norm: beurt.norm_dag.map(|dag| van_dagnummer(dag).to_string()),
        }
    }
}

/// The kinds of party.
pub fn partij() -> utoipa::openapi::ObjectBuilder {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(["initiatiefnemer", "tlo", "afdeling", "partner", "management", "bestuur"]))
}

/// The size of a page that is not asked for.
pub fn standaard_limiet() -> i64 {
    50
}

fn cursor(text: Option<&str>, order: &str) -> Result<Option<Cursor>, ApiError> {
    let Some(text) = text else { return Ok(None) };
    let cursor = Cursor::decode(text, order).ok_or_else(|| {
        let detail = "deze cursor wijst geen plaats in de lijst aan; gebruik de waarde van volgende uit het vorige \
             antwoord, met dezelfde sortering";
        ApiError::new(Soort::NietGevonden, detail)
    })?;
    Ok(Some(cursor))
}

fn niet_gevonden(id: uuid::Uuid) -> ApiError {
    ApiError::bestaat_niet("initiatief", id)
}
