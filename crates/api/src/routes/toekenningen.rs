//! Grants: money of a budget for an initiative.

use super::niet_gevonden;
use crate::app::App;
use crate::beleid::Objectsoort;
use crate::caller::mag_noemen;
use crate::moment::{MomentView, Plaatsgevonden};
use crate::problem::{ApiError, Soort};
use crate::reads::budgetten::{self, Bij};
use crate::request::{Body, Caller, WriteHeaders, id};
use crate::schema;
use crate::toekenning::{Toekenning, Uitkomst};
use crate::versie::gewijzigd;
use crate::write::{created, metadata, receipt, refused};
use actix_web::{HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_domain::Naam;
use wijkspoor_domain::feit::Feit;
use wijkspoor_domain::initiatief::Context;
use wijkspoor_domain::reeks::{Budgetsoort, LegVast, Reekssoort};
use wijkspoor_store::stable_id;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(ken_toe).service(lees);
}

/// Geld uit een wijkbudget voor een initiatief.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NieuweToekenning {
    /// Het budget.
    budget_id: Uuid,
    /// Uit welke post.
    #[schema(schema_with = schema::naam)]
    post: Naam,
    /// Uit welk ondermandaat.
    mandaat: Option<Uuid>,
    /// Hoeveel, in eurocenten.
    #[schema(minimum = 1, maximum = 10_000_000_000_000_i64)]
    bedrag: i64,
    /// Wanneer het gebeurde; zonder opgave: nu.
    plaatsgevonden: Option<Plaatsgevonden>,
}

/// Ken geld toe aan een initiatief
///
/// Het geld wordt gereserveerd in het budget, en het staat bij het initiatief; of geen van beide, ook als de server
/// onderweg uitvalt.
#[utoipa::path(operation_id = "kenToe", tag = "Budgetten", request_body = NieuweToekenning,
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 201, description = "Toegekend; het bewijs is dat van het initiatief",
               body = crate::write::Ontvangstbewijs)))]
#[post("/initiatieven/{id}/toekenningen")]
async fn ken_toe(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<NieuweToekenning>,
) -> Result<HttpResponse, ApiError> {
    let initiatief = id("id", &path)?;
    let loaded = app.journal().load(initiatief).await?.ok_or_else(|| niet_gevonden(initiatief))?;
    let budget = body.value.budget_id;
    if !mag_noemen(&app, &caller.0, "legBudgetfeitVast", Objectsoort::Budget, budget).await? {
        return Err(ApiError::bestaat_niet(Objectsoort::Budget.naam(), budget));
    }
    let (nieuw, actor, nu) = (body.value, caller.0, app.clock().now());
    let plaatsgevonden = Plaatsgevonden::moment(nieuw.plaatsgevonden.as_ref(), nu)?;
    // The same request makes the same reservation.
    let reservering = match &headers.idempotency_key {
        Some(sleutel) => stable_id(&["toekenning", &actor.id, sleutel]),
        None => app.ids.next(),
    };
    let gezien = headers.if_match;
    let metadata = metadata(&app, &actor, headers.idempotency_key.clone(), plaatsgevonden);
    let toekenning = Toekenning {
        budget: nieuw.budget_id,
        reservering,
        initiatief,
        bedrag: nieuw.bedrag,
        actor: actor.clone(),
        correlatie: metadata.correlatie,
        plaatsgevonden,
        gezien,
    };
    // Who did not see how it is now reserves nothing; a request that is repeated did, the first time.
    if let Some(gezien) = gezien.filter(|gezien| *gezien != loaded.version)
        && !loopt(&app, &toekenning).await?
    {
        return Err(gewijzigd(gezien, loaded.version));
    }
    let feit = gereserveerd(&nieuw, &toekenning)?;
    let command = LegVast { context: Context { actor, nu, plaatsgevonden }, feit };
    let request = headers.idempotency_key.map(|sleutel| (sleutel, body.fingerprint));
    let budgetten = &app.journals.budgetten;
    let gereserveerd =
        budgetten.execute(nieuw.budget_id, None, command, metadata, request).await.map_err(refused)?;
    if gereserveerd.replayed && !loopt(&app, &toekenning).await? {
        let detail = "deze toekenning is niet doorgegaan of al afgesloten; doe een nieuwe met een nieuwe Idempotency-Key";
        return Err(ApiError::new(Soort::RegelWeigert, detail));
    }
    match toekenning.rond_af(&app.journals, nu).await? {
        Uitkomst::Geweigerd(weigering) => Err(weigering.into()),
        Uitkomst::Toegekend(mut committed) => {
            committed.replayed = gereserveerd.replayed;
            let mut bewijs = receipt(&app, &committed).await?;
            bewijs.initiatief_id = Some(initiatief);
            if let Some(gebeurtenis) = bewijs.gebeurtenissen.first_mut() {
                gebeurtenis.betreft = Some(reservering);
            }
            Ok(created(&committed, &bewijs, "/v1/initiatieven/{id}/toekenningen"))
        }
    }
}

/// Whether the reservation is still there.
async fn loopt(app: &App, toekenning: &Toekenning) -> Result<bool, ApiError> {
    let budget = app.journals.budgetten.load(toekenning.budget).await?;
    Ok(budget.is_some_and(|b| b.aggregate.eigen().reserveringen.contains_key(&toekenning.reservering)))
}

fn gereserveerd(nieuw: &NieuweToekenning, toekenning: &Toekenning) -> Result<Feit, ApiError> {
    let ongeldig = |reden: String| ApiError::invalid_param("/", "ongeldig", reden);
    let mut velden: Map<String, Json> = Map::new();
    for (veld, waarde) in [
        ("initiatief", json!(toekenning.initiatief)),
        ("post", json!(nieuw.post)),
        ("mandaat", json!(nieuw.mandaat)),
        ("bedrag", json!(nieuw.bedrag)),
    ] {
        if !waarde.is_null() {
            velden.insert(veld.to_owned(), waarde);
        }
    }
    let soort = Budgetsoort::zoek("budget_gereserveerd").ok_or_else(|| ongeldig("geen soort".to_owned()))?;
    let feit = Feit::lees(soort, velden).map_err(|fout| ongeldig(fout.to_string()))?;
    Ok(Feit { id: Some(toekenning.reservering), ..feit })
}

/// Een reservering.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Reservering)]
pub(super) struct ReserveringView {
    /// Het id.
    #[schema(format = Uuid)]
    id: String,
    /// Het budget.
    #[schema(format = Uuid)]
    budget_id: String,
    /// Het initiatief.
    #[schema(format = Uuid)]
    initiatief_id: String,
    /// De post.
    #[schema(max_length = 200)]
    post: String,
    /// Het ondermandaat.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Uuid)]
    mandaat_id: Option<String>,
    /// Hoeveel het was, in eurocenten.
    bedrag: i64,
    /// Wat daarvan over is.
    over: i64,
    /// `voorlopig`, `bevestigd` of `vrijgegeven`.
    #[schema(max_length = 20)]
    status: String,
    /// Sinds wanneer.
    gereserveerd: MomentView,
}

pub(super) fn reservering(r: budgetten::Reservering) -> ReserveringView {
    ReserveringView {
        id: r.id,
        budget_id: r.budget,
        initiatief_id: r.initiatief,
        post: r.post,
        mandaat_id: r.mandaat,
        bedrag: r.bedrag,
        over: r.over,
        status: r.status,
        gereserveerd: r.gereserveerd.into(),
    }
}

/// Wat er aan een initiatief is toegekend.
#[derive(Debug, Serialize, ToSchema)]
struct Toekenningen {
    /// De reserveringen, de nieuwste eerst.
    #[schema(max_items = 500)]
    toekenningen: Vec<ReserveringView>,
}

/// Lees wat er aan een initiatief is toegekend
#[utoipa::path(operation_id = "leesToekenningen", tag = "Budgetten",
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 200, description = "De toekenningen", body = Toekenningen)))]
#[get("/initiatieven/{id}/toekenningen")]
async fn lees(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    app.journal().load(id).await?.ok_or_else(|| niet_gevonden(id))?;
    let lijst = budgetten::reserveringen(app.store(), Bij::Initiatief, &id.to_string(), 500).await?;
    Ok(HttpResponse::Ok().json(Toekenningen { toekenningen: lijst.into_iter().map(reservering).collect() }))
}
