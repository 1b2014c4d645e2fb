//! How many initiatives have which status now: what stands beside a drawing of the workflow.

use super::Actualiteit;
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::dossiers;
use crate::request::Caller;
use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// Hoeveel initiatieven elke status nu heeft.
#[derive(Debug, Serialize, ToSchema)]
struct Statusaantallen {
    /// Per werkstroom en status; een status die niets heeft ontbreekt.
    #[schema(max_items = 10000)]
    aantallen: Vec<Statusaantal>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Hoeveel initiatieven een status heeft.
#[derive(Debug, Serialize, ToSchema)]
struct Statusaantal {
    /// De code van de werkstroom.
    #[schema(max_length = 60)]
    werkstroom: String,
    /// De code van de status.
    #[schema(max_length = 60)]
    status: String,
    /// Hoeveel.
    #[schema(minimum = 1)]
    aantal: i64,
}

/// Lees hoeveel initiatieven elke status heeft
#[utoipa::path(operation_id = "leesStatusaantallen", tag = "Werkstromen",
    responses((status = 200, description = "De aantallen", body = Statusaantallen)))]
#[get("/statusaantallen")]
async fn lees(app: web::Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    let (aantallen, head) = dossiers::per_status(app.store(), caller.reikwijdte()).await?;
    let view = |(werkstroom, status, aantal)| Statusaantal { werkstroom, status, aantal };
    let aantallen = aantallen.into_iter().map(view).collect();
    Ok(HttpResponse::Ok().json(Statusaantallen { aantallen, actualiteit: head.into() }))
}
