//! Initiatives that look like another one, so that they can be linked or joined.

use super::niet_gevonden;
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::gelijkende;
use crate::request::{Caller, id};
use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// Initiatieven die op dit initiatief lijken.
#[derive(Debug, Serialize, ToSchema)]
struct Gelijkende {
    /// Wat er het meest op lijkt eerst.
    #[schema(max_items = 20)]
    gelijkende: Vec<Gelijkend>,
}

/// Een initiatief dat erop lijkt.
#[derive(Debug, Serialize, ToSchema)]
struct Gelijkend {
    /// Het id.
    #[schema(format = Uuid)]
    id: String,
    /// Hoe het heet.
    #[schema(max_length = 200)]
    titel: String,
    /// Het gebied.
    #[schema(max_length = 200)]
    gebied: String,
    /// Het thema.
    #[schema(max_length = 200)]
    thema: String,
    /// De status.
    #[schema(max_length = 60)]
    status: String,
    /// De woorden die beide titels hebben.
    #[schema(max_items = 200)]
    woorden: Vec<String>,
}

/// Zoek initiatieven die hierop lijken
///
/// In alle gebieden die u mag zien, naar de woorden in de titel. Verbind ze met `overlap_gemeld`, of laat het ene verdergaan in
/// het andere met `samengevoegd`.
#[utoipa::path(operation_id = "leesGelijkende", tag = "Initiatieven",
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 200, description = "Hoogstens twintig", body = Gelijkende)))]
#[get("/initiatieven/{id}/gelijkende")]
async fn lees(
    app: web::Data<App>,
    caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let gevonden = gelijkende::gelijkende(app.store(), caller.reikwijdte(), &id.to_string(), 20).await?;
    caller.toont(gevonden.iter().flatten().map(|g| g.id.as_str()));
    let gelijkend = |g: gelijkende::Gelijkend| Gelijkend {
        id: g.id,
        titel: g.titel,
        gebied: g.gebied,
        thema: g.thema,
        status: g.status,
        woorden: g.woorden,
    };
    let gelijkende = gevonden.ok_or_else(|| niet_gevonden(id))?.into_iter().map(gelijkend).collect();
    Ok(HttpResponse::Ok().json(Gelijkende { gelijkende }))
}
