//! Submitting an initiative.

use crate::app::App;
use crate::moment::Plaatsgevonden;
use crate::problem::ApiError;
use crate::request::{Body, Caller, WriteHeaders};
use crate::schema;
use crate::write::{Ontvangstbewijs, Write};
use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;
use wijkspoor_domain::initiatief::gebeurtenis::Categorie;
use wijkspoor_domain::initiatief::{Handeling, handeling};
use wijkspoor_domain::{Gevoelig, Naam};

/// Een initiatief om in te dienen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "titel": "Een groenere speelplek aan de Akkerstraat",
    "omschrijving": "Wij willen met de buurt bomen planten en banken plaatsen.",
    "gebied": "Malburgen", "wijken": ["Malburgen West"], "thema": "leefbaarheid",
    "oorsprong": "bewoners", "categorie": "klein_openbare_ruimte",
    "initiatiefnemers": ["Buurtgroep Akkerstraat"]
}))]
pub struct NieuwInitiatief {
    /// Hoe het initiatief heet.
    #[schema(schema_with = schema::regel)]
    titel: String,
    /// Wat de indieners willen.
    #[schema(schema_with = schema::tekst)]
    omschrijving: String,
    /// Het gebied; het team leefomgeving van dit gebied behandelt het.
    #[schema(schema_with = schema::naam)]
    gebied: Naam,
    /// De wijken waar het over gaat.
    #[serde(default)]
    #[schema(schema_with = wijken)]
    wijken: Vec<Naam>,
    /// Het thema.
    #[schema(schema_with = schema::naam)]
    thema: Naam,
    /// Van wie het komt: bewoners, tlo, gemeente, sociaal_wijkteam, …
    #[schema(schema_with = schema::naam)]
    oorsprong: Naam,
    /// De categorie, als die bekend is.
    #[schema(schema_with = schema::categorie)]
    categorie: Option<Categorie>,
    /// De bewoners of groepen die indienen.
    #[serde(default)]
    #[schema(schema_with = indieners)]
    initiatiefnemers: Vec<String>,
    /// Hoe zij te bereiken zijn.
    #[schema(schema_with = schema::tekst)]
    contact: Option<String>,
    /// Een kenmerk van de afzender, bijvoorbeeld een zaaknummer.
    #[schema(schema_with = schema::naam)]
    kenmerk: Option<Naam>,
    /// De werkstroom; zonder keuze die van de inrichting.
    #[schema(schema_with = schema::code)]
    werkstroom: Option<String>,
    /// Wanneer het is ingediend; zonder opgave: nu.
    #[schema(inline = false)]
    plaatsgevonden: Option<Plaatsgevonden>,
}

fn wijken() -> utoipa::openapi::ArrayBuilder {
    utoipa::openapi::ArrayBuilder::new().items(schema::naam()).max_items(Some(50))
}

fn indieners() -> utoipa::openapi::ArrayBuilder {
    utoipa::openapi::ArrayBuilder::new().items(schema::regel()).max_items(Some(50))
}

/// Dien een initiatief in
#[utoipa::path(operation_id = "dienInitiatiefIn", tag = "Initiatieven", request_body = NieuwInitiatief,
    responses((status = 201, description = "Ingediend", body = Ontvangstbewijs)))]
#[post("/initiatieven")]
pub(super) async fn dien_in(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    body: Body<NieuwInitiatief>,
) -> Result<HttpResponse, ApiError> {
    let Body { value: nieuw, fingerprint } = body;
    let indiening = handeling::Indiening {
        werkstroom: nieuw.werkstroom,
        titel: Gevoelig::new(nieuw.titel.trim()),
        omschrijving: Gevoelig::new(nieuw.omschrijving),
        gebied: nieuw.gebied,
        wijken: nieuw.wijken,
        thema: nieuw.thema,
        oorsprong: nieuw.oorsprong,
        categorie: nieuw.categorie,
        initiatiefnemers: nieuw.initiatiefnemers.into_iter().map(Gevoelig::new).collect(),
        contact: nieuw.contact.map(Gevoelig::new),
        kenmerk: nieuw.kenmerk,
    };
    let id = app.ids.next();
    // There is no version yet that could be matched.
    let headers = WriteHeaders { if_match: None, ..headers };
    let write = Write { app: &app, actor: caller.0, headers, fingerprint };
    let handeling = Handeling::DienIn(indiening);
    write.execute(id, handeling, nieuw.plaatsgevonden.as_ref(), "/v1/initiatieven/{id}").await
}
