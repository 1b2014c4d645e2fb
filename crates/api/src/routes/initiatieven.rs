//! Initiatives: submit, list, read.

mod indienen;
mod lijst;
pub(super) mod samenvatting;

use super::overgangen::{MogelijkeOvergang, mogelijk};
use super::wissingen::WissingView;
use super::{Actualiteit, niet_gevonden};
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::dossiers;
use crate::request::{Caller, id};
use crate::versie::{bekend, met_versie};
use actix_web::{HttpRequest, HttpResponse, get, web};
use samenvatting::{Dossierinhoud, Samenvatting, samenvatting};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lijst::lijst).service(indienen::dien_in).service(lees);
}

/// Een initiatief met alles wat er nu van bekend is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Initiatief {
    #[serde(flatten)]
    samenvatting: Samenvatting,
    #[serde(flatten)]
    inhoud: Dossierinhoud,
    /// Dat de persoonsgegevens zijn gewist, en door welk besluit.
    #[serde(skip_serializing_if = "Option::is_none")]
    gewist: Option<WissingView>,
    /// Wat u nu mag doen, en wat elke overgang vereist.
    #[schema(max_items = 500)]
    mogelijke_overgangen: Vec<MogelijkeOvergang>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Lees een initiatief
///
/// De ETag is de versie: geef haar mee in If-Match als u iets verandert.
#[utoipa::path(operation_id = "leesInitiatief", tag = "Initiatieven",
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 200, description = "Het initiatief", body = Initiatief)))]
#[get("/initiatieven/{id}")]
async fn lees(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let (gevonden, head) = dossiers::een(app.store(), id).await?;
    let (dossier, inhoud, gewist) = gevonden.ok_or_else(|| niet_gevonden(id))?;
    // What was erased is no new version, but must not be shown from memory either.
    if gewist.is_none()
        && let Some(bekend) = bekend(&req, dossier.versie)
    {
        return Ok(bekend);
    }
    let versie = dossier.versie;
    let mogelijke_overgangen = mogelijk(&app, id, &caller.0).await?;
    let initiatief = Initiatief {
        samenvatting: samenvatting(&app.opzet(), dossier),
        inhoud: inhoud.into(),
        gewist: gewist.map(Into::into),
        mogelijke_overgangen,
        actualiteit: head.into(),
    };
    Ok(met_versie(versie, &initiatief))
}
