//! Signals: what lives in the wijk before anybody submits an initiative.

use super::reeksen::{Begin, Reeksschema, Vervolg, feiten, leg_vast, niet_gevonden};
use super::tijdlijn::Vastgelegd;
use super::wissingen::WissingView;
use super::{Actualiteit, cursor, standaard_limiet};
use crate::app::App;
use crate::feitschema::Feitbody;
use crate::moment::MomentView;
use crate::problem::ApiError;
use crate::reads::signalen::{self, Filter};
use crate::reads::wissingen;
use crate::request::{Body, Caller, Parameters, Params, WriteHeaders, id};
use crate::schema;
use crate::versie::{bekend, met_versie};
use crate::write::Ontvangstbewijs;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::reeks::{Reekssoort, Signaalsoort};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(ontvang).service(vervolg).service(zoek).service(lees);
}

/// By a name without parameters: utoipa would take those for schemas, too.
type NieuwSignaal = Feitbody<Begin<Signaalsoort>>;
type NieuwSignaalfeit = Feitbody<Vervolg<Signaalsoort>>;

impl Reeksschema for Signaalsoort {
    const NIEUW: &'static str = "NieuwSignaal";
    const FEIT: &'static str = "NieuwSignaalfeit";
}

/// Leg een signaal vast
///
/// Van bewoners, een sociaal wijkteam of een partner; een indiener is niet nodig.
#[utoipa::path(operation_id = "legSignaalVast", tag = "Signalen", request_body = NieuwSignaal,
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/signalen")]
async fn ontvang(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    body: Body<NieuwSignaal>,
) -> Result<HttpResponse, ApiError> {
    let id = app.ids.next();
    leg_vast(&app, &app.journals.signalen, (caller, headers), id, body, "/v1/signalen/{id}").await
}

/// Leg vast wat er met een signaal gebeurt
///
/// Onderbouwd, gebundeld met een ander signaal, omgezet in een initiatief, of afgewezen met een reden.
#[utoipa::path(operation_id = "legSignaalfeitVast", tag = "Signalen", request_body = NieuwSignaalfeit,
    params(("id" = Uuid, Path, description = "Het signaal")),
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/signalen/{id}/feiten")]
async fn vervolg(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<NieuwSignaalfeit>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    leg_vast(&app, &app.journals.signalen, (caller, headers), id, body, "/v1/signalen/{id}").await
}

/// Which signals.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Alleen met deze status.
    #[param(schema_with = status)]
    status: Option<String>,
    /// Alleen in dit gebied.
    #[param(schema_with = schema::naam)]
    gebied: Option<String>,
    /// Alleen met dit thema.
    #[param(schema_with = schema::naam)]
    thema: Option<String>,
    /// Hoeveel per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    limiet: i64,
    /// Waar de lijst verder gaat: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "zoekSignalen";
}

fn status() -> utoipa::openapi::ObjectBuilder {
    let begin = Signaalsoort::SOORTEN.first().map(|soort| soort.code);
    let codes = begin.into_iter().chain(Signaalsoort::EINDEN.iter().copied());
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(codes))
}

/// Een deel van de lijst van signalen.
#[derive(Debug, Serialize, ToSchema)]
struct Signalen {
    /// De signalen, het oudste eerst.
    #[schema(max_items = 200)]
    signalen: Vec<Samenvatting>,
    /// De cursor van de volgende bladzijde, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Een signaal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SignaalSamenvatting)]
struct Samenvatting {
    /// Het id.
    #[schema(format = Uuid)]
    id: String,
    /// De versie.
    #[schema(minimum = 1)]
    versie: i64,
    /// Het gebied.
    #[schema(max_length = 200)]
    gebied: String,
    /// De wijken.
    #[schema(max_items = 100)]
    wijken: Vec<String>,
    /// Het thema.
    #[schema(max_length = 200)]
    thema: String,
    /// Van wie het komt.
    #[schema(max_length = 60)]
    herkomst: String,
    /// Wat er speelt.
    #[schema(max_length = 20000)]
    signaal: String,
    /// Waar het staat.
    #[schema(schema_with = status)]
    status: String,
    /// Waarom het is afgewezen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    reden: Option<String>,
    /// Het initiatief of het signaal waarin het verdergaat.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Uuid)]
    doel_id: Option<String>,
    /// Wanneer het is ontvangen.
    ontvangen: MomentView,
    /// Sinds wanneer het daar staat.
    status_sinds: MomentView,
}

fn samenvatting(s: signalen::Signaal) -> Samenvatting {
    Samenvatting {
        id: s.id,
        versie: s.versie,
        gebied: s.gebied,
        wijken: s.wijken,
        thema: s.thema,
        herkomst: s.herkomst,
        signaal: s.signaal,
        status: s.status,
        reden: s.reden,
        doel_id: s.doel,
        ontvangen: s.ontvangen.into(),
        status_sinds: s.status_sinds.into(),
    }
}

/// Zoek signalen
#[utoipa::path(operation_id = "zoekSignalen", tag = "Signalen", params(Vraag),
    responses((status = 200, description = "Een bladzijde", body = Signalen)))]
#[get("/signalen")]
async fn zoek(app: web::Data<App>, caller: Caller, vraag: Params<Vraag>) -> Result<HttpResponse, ApiError> {
    let vraag = vraag.0;
    let na = cursor(vraag.cursor.as_deref(), "signalen")?;
    let filter = Filter { id: None, status: vraag.status, gebied: vraag.gebied, thema: vraag.thema };
    let (lijst, volgende, head) =
        signalen::lijst(app.store(), caller.reikwijdte(), &filter, na.as_ref(), vraag.limiet).await?;
    caller.toont(lijst.iter().map(|signaal| signaal.id.as_str()));
    Ok(HttpResponse::Ok().json(Signalen {
        signalen: lijst.into_iter().map(samenvatting).collect(),
        volgende: volgende.map(|c| c.encode()),
        actualiteit: head.into(),
    }))
}

/// Een signaal met wat ermee is gebeurd.
#[derive(Debug, Serialize, ToSchema)]
struct Signaal {
    /// Het signaal.
    #[serde(flatten)]
    samenvatting: Samenvatting,
    /// Wat ermee is gebeurd.
    #[schema(max_items = 500)]
    feiten: Vec<Vastgelegd>,
    /// Dat de persoonsgegevens zijn gewist, en door welk besluit.
    #[serde(skip_serializing_if = "Option::is_none")]
    gewist: Option<WissingView>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Lees een signaal
#[utoipa::path(operation_id = "leesSignaal", tag = "Signalen",
    params(("id" = Uuid, Path, description = "Het signaal")),
    responses((status = 200, description = "Het signaal", body = Signaal)))]
#[get("/signalen/{id}")]
async fn lees(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let filter = Filter { id: Some(id.to_string()), ..Filter::default() };
    let (mut gevonden, _, head) = signalen::lijst(app.store(), caller.reikwijdte(), &filter, None, 1).await?;
    let signaal = gevonden.pop().ok_or_else(|| niet_gevonden(Signaalsoort::NAAM, id))?;
    let gewist = wissingen::van(app.store(), id).await?;
    // What was erased is no new version, but must not be shown from memory either.
    if gewist.is_none()
        && let Some(bekend) = bekend(&req, signaal.versie)
    {
        return Ok(bekend);
    }
    let versie = signaal.versie;
    let feiten = feiten::<Signaalsoort>(&app, id).await?;
    let samenvatting = samenvatting(signaal);
    Ok(met_versie(
        versie,
        &Signaal { samenvatting, feiten, gewist: gewist.map(Into::into), actualiteit: head.into() },
    ))
}
