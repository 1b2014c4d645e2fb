//! The workflow definitions.

use crate::app::App;
use crate::problem::{ApiError, Soort};
use crate::request::{Caller, Parameters, Params};
use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::werkstroom::WerkstroomRef;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lijst).service(lees);
}

/// De werkstromen.
#[derive(Debug, Serialize, ToSchema)]
struct WerkstromenLijst {
    /// De werkstromen, elke versie apart.
    #[schema(max_items = 10000)]
    werkstromen: Vec<Kop>,
}

/// Een werkstroom in de lijst.
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
    let opzet = app.opzet();
    let werkstromen = &opzet.werkstromen;
    let kop = |w: &wijkspoor_domain::werkstroom::Werkstroom| Kop {
        code: w.code.clone(),
        versie: w.versie,
        naam: w.naam.clone(),
        omschrijving: w.omschrijving.clone(),
    };
    Ok(HttpResponse::Ok().json(WerkstromenLijst { werkstromen: werkstromen.iter().map(kop).collect() }))
}

/// Een hele werkstroom.
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
    /// De statussen: code, naam, fase, wie aan zet is, norm, of de wettelijke termijn stilstaat, en welke
    /// escalatie wordt voorgesteld als het te lang duurt.
    #[schema(value_type = Vec<Object>, max_items = 100)]
    statussen: Json,
    /// De overgangen: code, naam, soort, van, naar, rollen en vereisten.
    #[schema(value_type = Vec<Object>, max_items = 500)]
    overgangen: Json,
    /// De termijnen: code, naam, grondslag en duur.
    #[schema(value_type = Vec<Object>, max_items = 500)]
    termijnen: Json,
}

/// Which version.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// De versie; zonder dit de nieuwste.
    #[param(minimum = 1, maximum = 1000000)]
    versie: Option<u32>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesWerkstroom";
}

/// Lees een werkstroom
///
/// Nieuwe initiatieven beginnen met de nieuwste versie; een initiatief houdt de versie waarmee het begon.
#[utoipa::path(operation_id = "leesWerkstroom", tag = "Werkstromen",
    params(Vraag, ("code" = String, Path, description = "De code van de werkstroom", max_length = 60, pattern = "^[a-z][a-z0-9_]*$")),
    responses((status = 200, description = "De werkstroom", body = Werkstroom)))]
#[get("/werkstromen/{code}")]
async fn lees(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
    vraag: Params<Vraag>,
) -> Result<HttpResponse, ApiError> {
    let opzet = app.opzet();
    let werkstromen = &opzet.werkstromen;
    let werkstroom = match vraag.0.versie {
        None => werkstromen.nieuwste(&path),
        Some(versie) => werkstromen.zoek(&WerkstroomRef { code: path.into_inner(), versie }),
    };
    let werkstroom = werkstroom.ok_or_else(|| {
        let detail = "er is geen werkstroom met deze code en versie; GET /v1/werkstromen noemt ze alle";
        ApiError::new(Soort::NietGevonden, detail)
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
