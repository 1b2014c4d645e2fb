//! Health, readiness and the document itself.

use super::Actualiteit;
use crate::app::App;
use crate::problem::ApiError;
use actix_web::{HttpResponse, get, http::header, web};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(gezondheid).service(gereedheid).service(openapi);
}

/// Of het proces leeft.
#[derive(Debug, Serialize, ToSchema)]
struct Gezondheid {
    /// Altijd `in orde`: zonder antwoord is het proces dood.
    #[schema(max_length = 20)]
    status: &'static str,
}

/// Leeft het proces?
#[utoipa::path(operation_id = "leesGezondheid", tag = "Systeem",
    responses((status = 200, description = "Het proces leeft", body = Gezondheid)))]
#[get("/gezondheid")]
async fn gezondheid() -> HttpResponse {
    HttpResponse::Ok().json(Gezondheid { status: "in orde" })
}

/// Of het proces zijn werk kan doen.
#[derive(Debug, Serialize, ToSchema)]
struct Gereedheid {
    /// De database.
    #[schema(max_length = 60)]
    database: &'static str,
    /// Tot waar het log loopt.
    actualiteit: Actualiteit,
}

/// Kan het proces zijn werk doen?
#[utoipa::path(operation_id = "leesGereedheid", tag = "Systeem",
    responses((status = 200, description = "De database antwoordt", body = Gereedheid)))]
#[get("/gereedheid")]
async fn gereedheid(app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    let head = app.store().head().await?;
    let database = app.store().database().name();
    Ok(HttpResponse::Ok().json(Gereedheid { database, actualiteit: head.into() }))
}

/// Lees dit document
#[utoipa::path(operation_id = "leesOpenapi", tag = "Systeem",
    responses((status = 200, description = "Het OpenAPI-document", body = Object)))]
#[get("/openapi.json")]
async fn openapi(app: web::Data<App>) -> HttpResponse {
    // Open to all, by the design rule publish-openapi.
    HttpResponse::Ok().insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")).json(&app.document)
}
