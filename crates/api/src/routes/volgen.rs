//! Following an initiative with a link: what whoever has it may see and ask, and where a member of the municipality finds
//! it. See [`crate::volglink`].

use super::publiek::{Inhoud, inhoud};
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::tijdlijn;
use crate::request::{Body, Caller, WriteHeaders, id};
use crate::schema;
use crate::verwerkingen::Begonnen;
use crate::volglink::{VERNIEUWD, Volgsleutel};
use crate::write::{Ontvangstbewijs, Write};
use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_domain::feit::{Feit, soorten};
use wijkspoor_domain::initiatief::Handeling;
use wijkspoor_domain::{Actor, Rol};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(link).service(volg).service(vraag);
}

/// De volglink van een initiatief.
#[derive(Debug, Serialize, ToSchema)]
struct Volglink {
    /// Wat de link geheim maakt. Wie hem heeft, kan het initiatief volgen en iets vragen, zonder zich aan te melden.
    #[schema(max_length = 100)]
    token: String,
    /// Waar de pagina staat, op deze server.
    #[schema(max_length = 200)]
    pad: String,
}

/// How often the link of an initiative was renewed.
async fn ronde(app: &App, id: Uuid) -> Result<u64, ApiError> {
    let (stappen, _) = tijdlijn::alles(app.store(), &id.to_string(), &[VERNIEUWD]).await?;
    Ok(stappen.len() as u64)
}

/// Deel de volglink
///
/// Geef hem alleen aan wie het initiatief indiende. Met het feit `volglink_vernieuwd` komt er een nieuwe; de oude doet het dan niet meer.
#[utoipa::path(operation_id = "deelVolglink", tag = "Openbaar",
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 200, description = "De link", body = Volglink)))]
#[get("/initiatieven/{id}/volglink")]
async fn link(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    if app.journal().load(id).await?.is_none() {
        return Err(super::niet_gevonden(id));
    }
    let token = app.volgsleutel.token(id, ronde(&app, id).await?);
    let pad = format!("/volgen/{token}");
    Ok(HttpResponse::Ok().json(Volglink { token, pad }))
}

/// The initiative that a link is of. One that is not of any is not there, and so is one that was renewed.
async fn waarvan(app: &App, req: &HttpRequest, token: &str) -> Result<Uuid, ApiError> {
    let weg = || {
        let detail = "deze volglink bestaat niet of is vervangen; vraag de gemeente om een nieuwe";
        ApiError::new(crate::problem::Soort::NietGevonden, detail)
    };
    let id = Volgsleutel::waarvan(token).ok_or_else(weg)?;
    match app.volgsleutel.klopt(token, id, ronde(app, id).await?) {
        true => {
            let operatie = if req.method() == Method::GET { "volgInitiatief" } else { "stelVraag" };
            Begonnen::meld(app, req, operatie, &wie(), Some(id));
            Ok(id)
        }
        false => Err(weg()),
    }
}

/// Volg een initiatief met een link
///
/// De publieke kant van een initiatief, voor wie de volglink heeft: zonder token van een identiteitsprovider.
#[utoipa::path(operation_id = "volgInitiatief", tag = "Openbaar",
    params(("token" = String, Path, description = "Het token van de volglink", min_length = 1, max_length = 100, pattern = "^[A-Za-z0-9_-]+$")),
    responses((status = 200, description = "De publieke kant", body = Inhoud)))]
#[get("/volgen/{token}")]
async fn volg(
    app: web::Data<App>,
    req: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = waarvan(&app, &req, &path).await?;
    Ok(HttpResponse::Ok().json(inhoud(&app, id).await?))
}

/// Een vraag van wie het initiatief volgt.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "vraag": "Hoe staat het ervoor?" }))]
struct NieuweVraag {
    /// De vraag.
    #[schema(schema_with = schema::tekst)]
    vraag: String,
}

/// Who asks with a link: whoever submitted it, or somebody to whom they gave it.
const WIE: &str = "volglink";

fn wie() -> Actor {
    Actor { id: WIE.to_owned(), rol: Rol::Initiatiefnemer, gebied: None, afdeling: None }
}

/// Vraag hoe het ervoor staat
///
/// Wordt vastgelegd als `navraag_ontvangen`; wat de gemeente antwoordt staat daarna op de pagina van de volglink.
#[utoipa::path(operation_id = "stelVraag", tag = "Openbaar", request_body = NieuweVraag,
    params(("token" = String, Path, description = "Het token van de volglink", min_length = 1, max_length = 100, pattern = "^[A-Za-z0-9_-]+$")),
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/volgen/{token}/vragen")]
async fn vraag(
    app: web::Data<App>,
    req: HttpRequest,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<NieuweVraag>,
) -> Result<HttpResponse, ApiError> {
    let id = waarvan(&app, &req, &path).await?;
    let Body { value: NieuweVraag { vraag }, fingerprint } = body;
    let soort = soorten::zoek("navraag_ontvangen")
        .ok_or_else(|| ApiError::internal(&"de soort navraag_ontvangen ontbreekt"))?;
    let velden = json!({ "kanaal": "portaal", "vraag": { wijkspoor_domain::gevoelig::GEVOELIG: vraag } });
    let velden = velden.as_object().cloned().unwrap_or_default();
    let mut feit = Feit::lees(soort, velden).map_err(|fout| ApiError::internal(&fout))?;
    feit.id = Some(app.ids.next());
    let write = Write { app: &app, actor: wie(), headers, fingerprint };
    write.execute(id, Handeling::LegVast(feit), None, "/v1/initiatieven/{id}/publieke-kant").await
}
