//! Initiatives in the shapes of ZGW, to be read: zaken, and what belongs to them. The lists stand where ZGW has them; what stands
//! in them is under its zaak, so that whoever may see the zaak may see it.

mod lijsten;

use super::niet_gevonden;
use crate::app::App;
use crate::problem::{ApiError, Soort};
use crate::reads::zgw;
use crate::request::{Caller, id};
use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_domain::Recorded;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_zgw::vormen::{AuditTrail, Besluit, Resultaat, Rol, Status, Zaak};
use wijkspoor_zgw::{Adressen, Beeld, Catalogus, Verloop, audittrail, beeld};

pub(super) fn routes(config: &mut ServiceConfig) {
    lijsten::routes(config);
    config
        .service(zaak)
        .service(trail)
        .service(regel)
        .service(status)
        .service(resultaat)
        .service(rol)
        .service(besluit);
}

/// The types of the municipality; without them nothing of ZGW can be shown.
fn catalogus(app: &App) -> Result<&Catalogus, ApiError> {
    app.zgw.as_ref().ok_or_else(|| {
        let detail = "op deze server is ZGW niet ingesteld; een beheerder doet dat met [zgw] in het configuratiebestand (docs/zgw.md)";
        let mut error = ApiError::new(Soort::NietGevonden, detail);
        error.0.regel = Some("zgw-niet-ingesteld".to_owned());
        error
    })
}

/// Where this server is reached: as it is set, or else as the caller did.
fn adressen(app: &App, req: &HttpRequest) -> Adressen {
    let gevraagd = || {
        let info = req.connection_info();
        format!("{}://{}", info.scheme(), info.host())
    };
    let adres = app.berichten.envelop.adres().map_or_else(gevraagd, str::to_owned);
    Adressen::onder(&format!("{adres}/v1"))
}

/// The events of the initiative in the path.
async fn events(app: &App, path: &str) -> Result<Vec<Recorded<Gebeurtenis>>, ApiError> {
    let id = id("id", path)?;
    let events = zgw::events(app.store(), &[id]).await?;
    if events.is_empty() { Err(niet_gevonden(id)) } else { Ok(events) }
}

/// The initiative in the path, in the shapes of ZGW.
async fn een(app: &App, req: &HttpRequest, path: &str) -> Result<Beeld, ApiError> {
    let catalogus = catalogus(app)?;
    let events = events(app, path).await?;
    let (opzet, adressen) = (app.opzet(), adressen(app, req));
    let verloop = Verloop::van(&events, &opzet);
    let beeld = verloop.map(|verloop| beeld(&verloop, catalogus, &opzet.inrichting.kalender, &adressen));
    beeld.ok_or_else(|| ApiError::new(Soort::NietGevonden, "dit initiatief is er niet"))
}

/// What belongs to a zaak, by the end of its address.
fn onderdeel<T: Serialize>(
    onderdelen: impl IntoIterator<Item = T>,
    url: impl Fn(&T) -> &str,
    (soort, wat): (&str, &str),
) -> Result<HttpResponse, ApiError> {
    let einde = format!("/{soort}/{wat}");
    let gevonden = onderdelen.into_iter().find(|onderdeel| url(onderdeel).ends_with(&einde));
    gevonden.map(|onderdeel| HttpResponse::Ok().json(onderdeel)).ok_or_else(|| geen(soort, wat))
}

fn geen(soort: &str, wat: &str) -> ApiError {
    let mut error = ApiError::new(Soort::NietGevonden, format!("deze zaak heeft geen {soort}/{wat}"));
    error.0.regel = Some("zgw-onderdeel-bestaat-niet".to_owned());
    error
}

/// Lees een initiatief als zaak
///
/// In de vorm van de Zaken API (1.7). Wat er van elk veld is, staat in docs/zgw.md.
#[utoipa::path(operation_id = "leesZgwZaak", tag = "ZGW",
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 200, description = "De zaak", body = Zaak)))]
#[get("/zgw/zaken/{id}")]
async fn zaak(
    app: web::Data<App>,
    _caller: Caller,
    req: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(een(&app, &req, &path).await?.zaak))
}

/// Lees het log van een initiatief als audittrail
///
/// Een regel voor elke gebeurtenis, in de volgorde van vastleggen. Zoals in ZGW is dit een lijst zonder bladzijden.
#[utoipa::path(operation_id = "leesZgwAudittrail", tag = "ZGW",
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 200, description = "De audittrail", body = Vec<AuditTrail>)))]
#[get("/zgw/zaken/{id}/audittrail")]
async fn trail(
    app: web::Data<App>,
    _caller: Caller,
    req: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(audittrail(&app, &req, &path).await?))
}

/// The audit trail of the initiative in the path.
async fn audittrail(app: &App, req: &HttpRequest, path: &str) -> Result<Vec<AuditTrail>, ApiError> {
    let catalogus = catalogus(app)?;
    let events = events(app, path).await?;
    let regels = audittrail::audittrail(&events, catalogus, &app.opzet(), &adressen(app, req));
    Ok(regels.unwrap_or_default())
}

/// Lees een regel van de audittrail
///
/// De `uuid` van een regel blijft gelijk.
#[utoipa::path(operation_id = "leesZgwAuditregel", tag = "ZGW",
    params(("id" = Uuid, Path, description = "Het initiatief"),
        ("regelId" = Uuid, Path, description = "De uuid van de regel")),
    responses((status = 200, description = "De regel", body = AuditTrail)))]
#[get("/zgw/zaken/{id}/audittrail/{regelId}")]
async fn regel(
    app: web::Data<App>,
    _caller: Caller,
    req: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let regel: Uuid = id("regelId", &path.1)?;
    let regels = audittrail(&app, &req, &path.0).await?;
    let gevonden = regels.into_iter().find(|een| een.uuid == regel);
    gevonden.map(|een| HttpResponse::Ok().json(een)).ok_or_else(|| geen("audittrail", &regel.to_string()))
}

/// Lees een status van een zaak
#[utoipa::path(operation_id = "leesZgwStatus", tag = "ZGW",
    params(("id" = Uuid, Path, description = "Het initiatief"),
        ("volgnummer" = i64, Path, description = "Het volgnummer van de gebeurtenis")),
    responses((status = 200, description = "De status", body = Status)))]
#[get("/zgw/zaken/{id}/statussen/{volgnummer}")]
async fn status(
    app: web::Data<App>,
    _caller: Caller,
    req: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    onderdeel(een(&app, &req, &path.0).await?.statussen, |s: &Status| &s.url, ("statussen", &path.1))
}

/// Lees het resultaat van een zaak
#[utoipa::path(operation_id = "leesZgwResultaat", tag = "ZGW",
    params(("id" = Uuid, Path, description = "Het initiatief"),
        ("volgnummer" = i64, Path, description = "Het volgnummer van de gebeurtenis")),
    responses((status = 200, description = "Het resultaat", body = Resultaat)))]
#[get("/zgw/zaken/{id}/resultaten/{volgnummer}")]
async fn resultaat(
    app: web::Data<App>,
    _caller: Caller,
    req: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    onderdeel(een(&app, &req, &path.0).await?.resultaat, |r: &Resultaat| &r.url, ("resultaten", &path.1))
}

/// Lees een rol van een zaak
#[utoipa::path(operation_id = "leesZgwRol", tag = "ZGW",
    params(("id" = Uuid, Path, description = "Het initiatief"),
        ("volgnummer" = i64, Path, description = "Het volgnummer van de gebeurtenis")),
    responses((status = 200, description = "De rol", body = Rol)))]
#[get("/zgw/zaken/{id}/rollen/{volgnummer}")]
async fn rol(
    app: web::Data<App>,
    _caller: Caller,
    req: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    onderdeel(een(&app, &req, &path.0).await?.rollen, |r: &Rol| &r.url, ("rollen", &path.1))
}

/// Lees een besluit bij een zaak
#[utoipa::path(operation_id = "leesZgwBesluit", tag = "ZGW",
    params(("id" = Uuid, Path, description = "Het initiatief"), ("besluitId" = Uuid, Path, description = "Het besluit")),
    responses((status = 200, description = "Het besluit", body = Besluit)))]
#[get("/zgw/zaken/{id}/besluiten/{besluitId}")]
async fn besluit(
    app: web::Data<App>,
    _caller: Caller,
    req: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let besluit: Uuid = id("besluitId", &path.1)?;
    let wat = ("besluiten", besluit.to_string());
    onderdeel(een(&app, &req, &path.0).await?.besluiten, |b: &Besluit| &b.url, (wat.0, &wat.1))
}
