//! The lists of ZGW. A page is one of initiatives: of what belongs to them it holds all.

use super::{adressen, catalogus};
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::cursor::Cursor;
use crate::reads::zgw;
use crate::request::{Caller, Parameters, Params};
use crate::routes::cursor;
use actix_web::{HttpRequest, HttpResponse, get, web};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_zgw::vormen::{Besluit, Resultaat, Rol, Status, Zaak};
use wijkspoor_zgw::{Beeld, Verloop, beeld};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(zaken).service(statussen).service(resultaten).service(rollen).service(besluiten);
}

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Alleen bij deze zaak: haar URL of haar id.
    #[param(max_length = 1000)]
    zaak: Option<String>,
    /// Van hoeveel zaken per keer.
    #[serde(default = "standaard")]
    #[param(minimum = 1, maximum = 100)]
    limiet: i64,
    /// Waar het verder gaat: zie `next`.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// Which zaken.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Zaakvraag {
    /// Alleen de zaak met deze identificatie.
    #[param(max_length = 40)]
    identificatie: Option<String>,
    /// Hoeveel per keer.
    #[serde(default = "standaard")]
    #[param(minimum = 1, maximum = 100)]
    limiet: i64,
    /// Waar het verder gaat: zie `next`.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

fn standaard() -> i64 {
    50
}

/// A list of ZGW, of one kind of thing.
macro_rules! lijsten {
    ($($(#[$doc:meta])* $naam:ident as $schema:ident ($vorm:ty, $vraag:ident($params:ty) = $operatie:literal)),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Serialize, ToSchema)]
        #[schema(as = $schema)]
        struct $naam {
            /// Waar het verder gaat, of `null`.
            #[schema(max_length = 3000)]
            next: Option<String>,
            /// Altijd `null`: deze lijst gaat alleen vooruit.
            #[schema(max_length = 3000)]
            previous: Option<String>,
            /// Wat er op deze bladzijde staat.
            #[schema(max_items = 1000000)]
            results: Vec<$vorm>,
        }

        #[derive(Debug, Deserialize)]
        #[serde(transparent)]
        struct $vraag($params);

        impl Parameters for $vraag {
            const OPERATION: &'static str = $operatie;
        }
    )+};
}

lijsten! {
    /// Zaken.
    Zaken as ZgwZaken (Zaak, LeesZaken(Zaakvraag) = "leesZgwZaken"),
    /// Statussen.
    Statussen as ZgwStatussen (Status, LeesStatussen(Vraag) = "leesZgwStatussen"),
    /// Resultaten.
    Resultaten as ZgwResultaten (Resultaat, LeesResultaten(Vraag) = "leesZgwResultaten"),
    /// Rollen.
    Rollen as ZgwRollen (Rol, LeesRollen(Vraag) = "leesZgwRollen"),
}

/// Besluiten.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ZgwBesluiten)]
struct Besluiten {
    /// Hoeveel het er op alle bladzijden samen zijn.
    #[schema(minimum = 0)]
    count: i64,
    /// Waar het verder gaat, of `null`.
    #[schema(max_length = 3000)]
    next: Option<String>,
    /// Altijd `null`: deze lijst gaat alleen vooruit.
    #[schema(max_length = 3000)]
    previous: Option<String>,
    /// Wat er op deze bladzijde staat.
    #[schema(max_items = 1000000)]
    results: Vec<Besluit>,
}

#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct LeesBesluiten(Vraag);

impl Parameters for LeesBesluiten {
    const OPERATION: &'static str = "leesZgwBesluiten";
}

impl Vraag {
    /// The zaak that is asked for; one that cannot be of ours is none.
    fn een(&self) -> Option<Uuid> {
        self.zaak.as_deref().map(|zaak| {
            let id = zaak.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            id.parse().unwrap_or(Uuid::nil())
        })
    }

    fn bladzijde(&self) -> (i64, Option<&str>) {
        (self.limiet, self.cursor.as_deref())
    }
}

/// A page of initiatives in the shapes of ZGW, and where the next is.
async fn lees(
    app: &App,
    caller: &Caller,
    req: &HttpRequest,
    een: Option<Uuid>,
    vraag: (i64, Option<&str>),
) -> Result<(Vec<Beeld>, Option<String>), ApiError> {
    let catalogus = catalogus(app)?;
    let (limiet, na) = (vraag.0, cursor(vraag.1, zgw::ORDE)?);
    let (ids, volgende) = zgw::bladzijde(app.store(), caller.reikwijdte(), een, na.as_ref(), limiet).await?;
    let getoond: Vec<String> = ids.iter().map(Uuid::to_string).collect();
    caller.toont(getoond.iter().map(String::as_str));
    let events = zgw::events(app.store(), &ids).await?;
    let (opzet, adressen) = (app.opzet(), adressen(app, req));
    let verlopen =
        events.chunk_by(|a, b| a.stream == b.stream).filter_map(|events| Verloop::van(events, &opzet));
    let beelden = verlopen.map(|v| beeld(&v, catalogus, &opzet.inrichting.kalender, &adressen)).collect();
    let next = volgende.map(|volgende| adres(app, req, &volgende, limiet));
    Ok((beelden, next))
}

/// The address of the next page.
fn adres(app: &App, req: &HttpRequest, volgende: &Cursor, limiet: i64) -> String {
    let cursor = utf8_percent_encode(&volgende.encode(), NON_ALPHANUMERIC).to_string();
    let soort = req.path().rsplit('/').next().unwrap_or_default();
    format!("{}?limiet={limiet}&cursor={cursor}", adressen(app, req).lijst(soort))
}

/// Lees initiatieven als zaken
///
/// In de vorm van de Zaken API (1.7), voor wie die kent. Volg `next` tot het `null` is; een totaal wordt niet geteld.
#[utoipa::path(operation_id = "leesZgwZaken", tag = "ZGW", params(Zaakvraag),
    responses((status = 200, description = "Een deel van de zaken", body = Zaken)))]
#[get("/zgw/zaken")]
async fn zaken(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    vraag: Params<LeesZaken>,
) -> Result<HttpResponse, ApiError> {
    let Zaakvraag { identificatie, limiet, cursor } = &vraag.0.0;
    let een = identificatie.as_deref().map(|id| id.parse().unwrap_or(Uuid::nil()));
    let (beelden, next) = lees(&app, &caller, &req, een, (*limiet, cursor.as_deref())).await?;
    let results = beelden.into_iter().map(|beeld| beeld.zaak).collect();
    Ok(HttpResponse::Ok().json(Zaken { next, previous: None, results }))
}

/// Lees de statussen van zaken
///
/// Met `zaak` die van één zaak. De bladzijden gaan per zaak: van elke zaak staan ze bij elkaar, de oudste eerst.
#[utoipa::path(operation_id = "leesZgwStatussen", tag = "ZGW", params(Vraag),
    responses((status = 200, description = "Een deel van de statussen", body = Statussen)))]
#[get("/zgw/statussen")]
async fn statussen(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    vraag: Params<LeesStatussen>,
) -> Result<HttpResponse, ApiError> {
    let vraag = &vraag.0.0;
    let (beelden, next) = lees(&app, &caller, &req, vraag.een(), vraag.bladzijde()).await?;
    let results = beelden.into_iter().flat_map(|beeld| beeld.statussen).collect();
    Ok(HttpResponse::Ok().json(Statussen { next, previous: None, results }))
}

/// Lees de resultaten van zaken
///
/// Alleen van zaken die zijn geëindigd. Met `zaak` dat van één zaak.
#[utoipa::path(operation_id = "leesZgwResultaten", tag = "ZGW", params(Vraag),
    responses((status = 200, description = "Een deel van de resultaten", body = Resultaten)))]
#[get("/zgw/resultaten")]
async fn resultaten(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    vraag: Params<LeesResultaten>,
) -> Result<HttpResponse, ApiError> {
    let vraag = &vraag.0.0;
    let (beelden, next) = lees(&app, &caller, &req, vraag.een(), vraag.bladzijde()).await?;
    let results = beelden.into_iter().filter_map(|beeld| beeld.resultaat).collect();
    Ok(HttpResponse::Ok().json(Resultaten { next, previous: None, results }))
}

/// Lees de rollen van zaken
///
/// Teams, afdelingen en partners; nooit een mens. Met `zaak` die van één zaak.
#[utoipa::path(operation_id = "leesZgwRollen", tag = "ZGW", params(Vraag),
    responses((status = 200, description = "Een deel van de rollen", body = Rollen)))]
#[get("/zgw/rollen")]
async fn rollen(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    vraag: Params<LeesRollen>,
) -> Result<HttpResponse, ApiError> {
    let vraag = &vraag.0.0;
    let (beelden, next) = lees(&app, &caller, &req, vraag.een(), vraag.bladzijde()).await?;
    let results = beelden.into_iter().flat_map(|beeld| beeld.rollen).collect();
    Ok(HttpResponse::Ok().json(Rollen { next, previous: None, results }))
}

/// Lees de besluiten bij zaken
///
/// In de vorm van de Besluiten API (1.1): de soorten waarvoor de gemeente een besluittype heeft. Met `zaak` die bij één zaak.
#[utoipa::path(operation_id = "leesZgwBesluiten", tag = "ZGW", params(Vraag),
    responses((status = 200, description = "Een deel van de besluiten", body = Besluiten)))]
#[get("/zgw/besluiten")]
async fn besluiten(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    vraag: Params<LeesBesluiten>,
) -> Result<HttpResponse, ApiError> {
    let vraag = &vraag.0.0;
    let soorten: Vec<_> = catalogus(&app)?.besluitsoorten().map(|soort| soort.code()).collect();
    let count = zgw::aantal_besluiten(app.store(), caller.reikwijdte(), vraag.een(), &soorten).await?;
    let (beelden, next) = lees(&app, &caller, &req, vraag.een(), vraag.bladzijde()).await?;
    let results = beelden.into_iter().flat_map(|beeld| beeld.besluiten).collect();
    Ok(HttpResponse::Ok().json(Besluiten { count, next, previous: None, results }))
}
