//! The workflow definitions.

use crate::app::App;
use crate::problem::{ApiError, Soort};
use crate::request::Caller;
use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lijst).service(lees);
}

/// The definitions.
#[derive(Debug, Serialize, ToSchema)]
struct WerkstromenLijst {
    /// De werkstromen, elke versie apart.
    #[schema(max_items = 10000)]
    werkstromen: Vec<Kop>,
}

/// A definition in the list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WerkstroomKop)]
struct Kop {
    /// De code.
    #[schema(max_length = 60)]
    code: String,
    /// De versie.
    #[schema(minimum = 1)]
    versie: u32,
    /// De naam.
    #[schema(max_length = 1000)]
    naam: String,
    /// Waar zij voor is.
    #[schema(max_length = 10000)]
    omschrijving: String,
}

/// Lees welke werkstromen er zijn
#[utoipa::path(operation_id = "leesWerkstromen", tag = "Werkstromen",
    responses((status = 200, description = "De werkstromen", body = WerkstromenLijst)))]
#[get("/werkstromen")]
async fn lijst(app: web::Data<App>, _caller: Caller) -> Result<HttpResponse, ApiError> {
    let werkstromen = app.werkstromen();
    let kop = |w: &wijkspoor_domain::werkstroom::Werkstroom| Kop {
        code: w.code.clone(),
        versie: w.versie,
        naam: w.naam.clone(),
        omschrijving: w.omschrijving.clone(),
    };
    Ok(HttpResponse::Ok().json(WerkstromenLijst { werkstromen: werkstromen.iter().map(kop).collect() }))
}

/// A whole definition.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Werkstroom {
    /// De code.
    #[schema(max_length = 60)]
    code: String,
    /// De versie.
    #[schema(minimum = 1)]
    versie: u32,
    /// De naam.
    #[schema(max_length = 1000)]
    naam: String,
    /// De status waarin een initiatief begint.
    #[schema(max_length = 60)]
    begin: String,
    /// De statussen: code, naam, fase, wie aan zet is, norm, en of de wettelijke termijn is opgeschort.
    #[schema(value_type = Vec<Object>, max_items = 100)]
    statussen: Json,
    /// De overgangen: code, naam, soort, van, naar, rollen en vereisten.
    #[schema(value_type = Vec<Object>, max_items = 500)]
    overgangen: Json,
    /// De termijnen: code, naam, grondslag en duur.
    #[schema(value_type = Vec<Object>, max_items = 500)]
    termijnen: Json,
}

/// Lees een werkstroom
///
/// De nieuwste versie: daarmee beginnen nieuwe initiatieven.
#[utoipa::path(operation_id = "leesWerkstroom", tag = "Werkstromen",
    params(("code" = String, Path, description = "De code van de werkstroom", max_length = 60, pattern = "^[a-z][a-z0-9_]*$")),
    responses((status = 200, description = "De werkstroom", body = Werkstroom)))]
#[get("/werkstromen/{code}")]
async fn lees(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let werkstromen = app.werkstromen();
    let werkstroom = werkstromen.nieuwste(&path).ok_or_else(|| {
        ApiError::new(
            Soort::NietGevonden,
            "er is geen werkstroom met deze code; GET /v1/werkstromen noemt ze alle",
        )
    })?;
    let json = |value: serde_json::Result<Json>| value.map_err(|error| ApiError::internal(&error));
    Ok(HttpResponse::Ok().json(Werkstroom {
        code: werkstroom.code.clone(),
        versie: werkstroom.versie,
        naam: werkstroom.naam.clone(),
        begin: werkstroom.begin.clone(),
        statussen: json(serde_json::to_value(&werkstroom.statussen))?,
        overgangen: json(serde_json::to_value(&werkstroom.overgangen))?,
        termijnen: json(serde_json::to_value(&werkstroom.termijnen))?,
    }))
}
