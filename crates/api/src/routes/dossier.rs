//! What adds to the dossier without moving the initiative: feedback, notes, people, partners, reported stalls.

use super::tijdlijn::{Bladeren, Tijdlijn, bladzijde};
use crate::app::App;
use crate::moment::Plaatsgevonden;
use crate::problem::ApiError;
use crate::request::{Body, Caller, Parameters, Params, WriteHeaders, id};
use crate::schema;
use crate::write::{Ontvangstbewijs, Write};
use actix_web::{HttpResponse, get, post, web};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::initiatief::Handeling;
use wijkspoor_domain::initiatief::gebeurtenis::{Blokkadereden, Kanaal};
use wijkspoor_domain::initiatief::handeling::Dossierhandeling as D;
use wijkspoor_domain::{Gevoelig, Naam};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees_terugkoppelingen).service(lees_notities);
    config
        .service(terugkoppelingen)
        .service(notities)
        .service(behandelaars)
        .service(kartrekkers)
        .service(partners)
        .service(stagnaties)
        .service(hervattingen);
}

/// A write to the dossier; each body says which.
trait Dossierhandeling {
    fn splits(self) -> (D, Option<Plaatsgevonden>);
}

async fn leg_vast(
    app: &App,
    (caller, headers): (Caller, WriteHeaders),
    path: &str,
    body: Body<impl Dossierhandeling>,
    place: &str,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", path)?;
    let (handeling, plaatsgevonden) = body.value.splits();
    let write = Write { app, actor: caller.0, headers, fingerprint: body.fingerprint };
    write.execute(id, Handeling::Dossier(handeling), plaatsgevonden.as_ref(), place).await
}

/// Een bericht aan de initiatiefnemer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "kanaal": "gesprek", "bericht": "Openbare Ruimte kijkt in januari naar de plekken." }))]
struct NieuweTerugkoppeling {
    /// Hoe.
    #[schema(schema_with = schema::kanaal)]
    kanaal: Kanaal,
    /// Wat er is gezegd of geschreven.
    #[schema(schema_with = schema::tekst)]
    bericht: String,
    /// Wanneer het gebeurde; zonder opgave: nu.
    plaatsgevonden: Option<Plaatsgevonden>,
}

impl Dossierhandeling for NieuweTerugkoppeling {
    fn splits(self) -> (D, Option<Plaatsgevonden>) {
        let nieuw = self;
        let handeling = D::GeefTerugkoppeling { kanaal: nieuw.kanaal, bericht: Gevoelig::new(nieuw.bericht) };
        (handeling, nieuw.plaatsgevonden)
    }
}

/// Geef een terugkoppeling
///
/// Alles wat de initiatiefnemer van de gemeente hoort; de tijd sinds de laatste is de radiostilte.
#[utoipa::path(operation_id = "geefTerugkoppeling", tag = "Dossier", request_body = NieuweTerugkoppeling,
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/initiatieven/{id}/terugkoppelingen")]
async fn terugkoppelingen(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<NieuweTerugkoppeling>,
) -> Result<HttpResponse, ApiError> {
    leg_vast(&app, (caller, headers), &path, body, "/v1/initiatieven/{id}/terugkoppelingen").await
}

/// Een notitie.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "soort": "bijeenkomst", "tekst": "De buurt heeft een werkgroep gevormd." }))]
struct NieuweNotitie {
    /// Het soort notitie, bijvoorbeeld `bijeenkomst`.
    #[schema(schema_with = schema::naam)]
    soort: Naam,
    /// Wat er te noteren is.
    #[schema(schema_with = schema::tekst)]
    tekst: String,
    /// Wie het betreft.
    #[schema(schema_with = schema::regel)]
    partij: Option<String>,
    /// Wanneer het gebeurde; zonder opgave: nu.
    plaatsgevonden: Option<Plaatsgevonden>,
}

impl Dossierhandeling for NieuweNotitie {
    fn splits(self) -> (D, Option<Plaatsgevonden>) {
        let nieuw = self;
        let handeling = D::Noteer {
            soort: nieuw.soort,
            tekst: Gevoelig::new(nieuw.tekst),
            partij: nieuw.partij.map(Gevoelig::new),
        };
        (handeling, nieuw.plaatsgevonden)
    }
}

/// Voeg een notitie toe
#[utoipa::path(operation_id = "voegNotitieToe", tag = "Dossier", request_body = NieuweNotitie,
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/initiatieven/{id}/notities")]
async fn notities(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<NieuweNotitie>,
) -> Result<HttpResponse, ApiError> {
    leg_vast(&app, (caller, headers), &path, body, "/v1/initiatieven/{id}/notities").await
}

/// Wie het voortaan behandelt.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "behandelaar": "Wijkmanager Malburgen", "overdracht": "Dossier doorgenomen op 3 maart." }))]
struct NieuweBehandelaar {
    /// Wie het voortaan behandelt bij het TLO.
    #[schema(schema_with = schema::regel)]
    behandelaar: String,
    /// De overdrachtsnotitie.
    #[schema(schema_with = schema::tekst)]
    overdracht: Option<String>,
    /// Wanneer het gebeurde; zonder opgave: nu.
    plaatsgevonden: Option<Plaatsgevonden>,
}

impl Dossierhandeling for NieuweBehandelaar {
    fn splits(self) -> (D, Option<Plaatsgevonden>) {
        let nieuw = self;
        let handeling = D::WijzigBehandelaar {
            behandelaar: Gevoelig::new(nieuw.behandelaar),
            overdracht: nieuw.overdracht.map(Gevoelig::new),
        };
        (handeling, nieuw.plaatsgevonden)
    }
}

/// Wijzig de behandelaar
///
/// Met een overdrachtsnotitie, zodat kennis niet verloren gaat.
#[utoipa::path(operation_id = "wijzigBehandelaar", tag = "Dossier", request_body = NieuweBehandelaar,
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/initiatieven/{id}/behandelaars")]
async fn behandelaars(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<NieuweBehandelaar>,
) -> Result<HttpResponse, ApiError> {
    leg_vast(&app, (caller, headers), &path, body, "/v1/initiatieven/{id}").await
}

/// Wie het voortaan trekt.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "kartrekker": "Buurtgroep Akkerstraat" }))]
struct NieuweKartrekker {
    /// Wie het voortaan trekt; laat weg als er niemand meer is.
    #[schema(schema_with = schema::regel)]
    kartrekker: Option<String>,
    /// Een toelichting.
    #[schema(schema_with = schema::tekst)]
    toelichting: Option<String>,
    /// Wanneer het gebeurde; zonder opgave: nu.
    plaatsgevonden: Option<Plaatsgevonden>,
}

impl Dossierhandeling for NieuweKartrekker {
    fn splits(self) -> (D, Option<Plaatsgevonden>) {
        let nieuw = self;
        let handeling = D::WijzigKartrekker {
            kartrekker: nieuw.kartrekker.map(Gevoelig::new),
            toelichting: nieuw.toelichting.map(Gevoelig::new),
        };
        (handeling, nieuw.plaatsgevonden)
    }
}

/// Wijzig de kartrekker
///
/// Zonder kartrekker: de laatste is vertrokken.
#[utoipa::path(operation_id = "wijzigKartrekker", tag = "Dossier", request_body = NieuweKartrekker,
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/initiatieven/{id}/kartrekkers")]
async fn kartrekkers(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<NieuweKartrekker>,
) -> Result<HttpResponse, ApiError> {
    leg_vast(&app, (caller, headers), &path, body, "/v1/initiatieven/{id}").await
}

/// Een partner.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "partner": "Rijnstad", "bijdrage": "Opbouwwerk" }))]
struct NieuwePartner {
    /// De organisatie.
    #[schema(schema_with = schema::naam)]
    partner: Naam,
    /// Wat zij doet.
    #[schema(schema_with = schema::tekst)]
    bijdrage: Option<String>,
    /// Wanneer het gebeurde; zonder opgave: nu.
    plaatsgevonden: Option<Plaatsgevonden>,
}

impl Dossierhandeling for NieuwePartner {
    fn splits(self) -> (D, Option<Plaatsgevonden>) {
        let nieuw = self;
        let handeling =
            D::VoegPartnerToe { partner: nieuw.partner, bijdrage: nieuw.bijdrage.map(Gevoelig::new) };
        (handeling, nieuw.plaatsgevonden)
    }
}

/// Voeg een partner toe
#[utoipa::path(operation_id = "voegPartnerToe", tag = "Dossier", request_body = NieuwePartner,
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/initiatieven/{id}/partners")]
async fn partners(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<NieuwePartner>,
) -> Result<HttpResponse, ApiError> {
    leg_vast(&app, (caller, headers), &path, body, "/v1/initiatieven/{id}").await
}

/// Een stagnatie.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "oorzaak": "vergunning", "toelichting": "De vergunning laat op zich wachten.", "wachtOp": "Vergunningen" }))]
struct NieuweStagnatie {
    /// Waardoor.
    #[schema(schema_with = schema::blokkadereden)]
    oorzaak: Blokkadereden,
    /// De eigen reden van de gemeente, uit haar inrichting, die telt als deze oorzaak.
    #[schema(schema_with = schema::naam)]
    eigen_reden: Option<Naam>,
    /// In woorden.
    #[schema(schema_with = schema::tekst)]
    toelichting: String,
    /// Op wie of wat het wacht.
    #[schema(schema_with = schema::naam)]
    wacht_op: Option<Naam>,
    /// Wanneer het gebeurde; zonder opgave: nu.
    plaatsgevonden: Option<Plaatsgevonden>,
}

impl Dossierhandeling for NieuweStagnatie {
    fn splits(self) -> (D, Option<Plaatsgevonden>) {
        let nieuw = self;
        let handeling = D::MeldStagnatie {
            oorzaak: nieuw.oorzaak,
            eigen_reden: nieuw.eigen_reden,
            toelichting: Gevoelig::new(nieuw.toelichting),
            wacht_op: nieuw.wacht_op,
        };
        (handeling, nieuw.plaatsgevonden)
    }
}

/// Meld stagnatie
///
/// Een initiatief kan in elke status stilstaan; de melding vervalt bij de volgende overgang.
#[utoipa::path(operation_id = "meldStagnatie", tag = "Dossier", request_body = NieuweStagnatie,
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/initiatieven/{id}/stagnaties")]
async fn stagnaties(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<NieuweStagnatie>,
) -> Result<HttpResponse, ApiError> {
    leg_vast(&app, (caller, headers), &path, body, "/v1/initiatieven/{id}").await
}

/// Het einde van een stagnatie.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "toelichting": "De vergunning is verleend." }))]
struct NieuweHervatting {
    /// Hoe het is opgelost.
    #[schema(schema_with = schema::tekst)]
    toelichting: Option<String>,
    /// Wanneer het gebeurde; zonder opgave: nu.
    plaatsgevonden: Option<Plaatsgevonden>,
}

impl Dossierhandeling for NieuweHervatting {
    fn splits(self) -> (D, Option<Plaatsgevonden>) {
        let nieuw = self;
        let handeling = D::HefStagnatieOp { toelichting: nieuw.toelichting.map(Gevoelig::new) };
        (handeling, nieuw.plaatsgevonden)
    }
}

/// Hef stagnatie op
///
/// Het obstakel is weg.
#[utoipa::path(operation_id = "hefStagnatieOp", tag = "Dossier", request_body = NieuweHervatting,
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/initiatieven/{id}/hervattingen")]
async fn hervattingen(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<NieuweHervatting>,
) -> Result<HttpResponse, ApiError> {
    leg_vast(&app, (caller, headers), &path, body, "/v1/initiatieven/{id}").await
}

#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct LeesTerugkoppelingen(Bladeren);

impl Parameters for LeesTerugkoppelingen {
    const OPERATION: &'static str = "leesTerugkoppelingen";
}

/// Lees de terugkoppelingen van een initiatief
#[utoipa::path(operation_id = "leesTerugkoppelingen", tag = "Dossier",
    params(("id" = Uuid, Path, description = "Het initiatief"), Bladeren),
    responses((status = 200, description = "In de volgorde waarin zij gebeurden", body = Tijdlijn)))]
#[get("/initiatieven/{id}/terugkoppelingen")]
async fn lees_terugkoppelingen(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
    vraag: Params<LeesTerugkoppelingen>,
) -> Result<HttpResponse, ApiError> {
    bladzijde(&app, &path, vraag.0.0, &["terugkoppeling_gegeven"]).await
}

#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct LeesNotities(Bladeren);

impl Parameters for LeesNotities {
    const OPERATION: &'static str = "leesNotities";
}

/// Lees de notities van een initiatief
#[utoipa::path(operation_id = "leesNotities", tag = "Dossier",
    params(("id" = Uuid, Path, description = "Het initiatief"), Bladeren),
    responses((status = 200, description = "In de volgorde waarin zij gebeurden", body = Tijdlijn)))]
#[get("/initiatieven/{id}/notities")]
async fn lees_notities(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
    vraag: Params<LeesNotities>,
) -> Result<HttpResponse, ApiError> {
    bladzijde(&app, &path, vraag.0.0, &["notitie_toegevoegd"]).await
}
