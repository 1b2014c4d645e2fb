//! The overview of what stalls.

use super::Actualiteit;
use crate::app::App;
use crate::moment::MomentView;
use crate::problem::ApiError;
use crate::reads::stagnatie::{self, PartijStagnatie, Uitschieter, dagen};
use crate::request::{Caller, Parameters, Params};
use crate::schema;
use actix_web::{HttpResponse, get, web};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// Of which area.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Alleen dit gebied.
    #[param(schema_with = schema::naam)]
    gebied: Option<String>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesStagnatie";
}

/// Wat stagneert, per partij.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Stagnatie {
    /// Per partij, elke afdeling apart; de grootste voorraad eerst.
    #[schema(max_items = 10000)]
    partijen: Vec<Partij>,
    /// De dag waarop de dagen zijn geteld.
    #[schema(schema_with = schema::datum)]
    gerekend_op: String,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Wat er bij een partij ligt.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Partij {
    /// Het soort partij.
    #[schema(schema_with = super::partij)]
    partij: String,
    /// De naam van de afdeling of partner.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    naam: Option<String>,
    /// Hoe vaak deze partij nu aan zet is.
    #[schema(minimum = 0)]
    open: i64,
    /// Hoeveel daarvan op een onbekende datum begonnen; die tellen niet mee voor de langste wachttijd.
    #[schema(minimum = 0)]
    weggelaten: i64,
    /// Wat het langst wacht.
    #[serde(skip_serializing_if = "Option::is_none")]
    langst_wachtend: Option<Wacht>,
    /// Waar het langst niemand iets deed.
    #[serde(skip_serializing_if = "Option::is_none")]
    langst_stil: Option<Wacht>,
    /// Hoeveel niet meetellen voor de langste stilte, omdat de datum van de laatste activiteit onbekend is.
    #[schema(minimum = 0)]
    stilte_weggelaten: i64,
    /// Geblokkeerde opdrachten, per reden.
    geblokkeerd: BTreeMap<String, i64>,
    /// Initiatieven waarvan stagnatie is gemeld, per oorzaak.
    gestagneerd: BTreeMap<String, i64>,
}

/// Een uitschieter.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Wacht {
    /// Het initiatief.
    #[schema(format = Uuid)]
    initiatief_id: String,
    /// Hoe het heet.
    #[schema(max_length = 200)]
    titel: String,
    /// Sinds wanneer.
    sinds: MomentView,
    /// Hoeveel kalenderdagen dat is.
    dagen: i64,
}

fn wacht(uitschieter: Uitschieter, nu: Timestamp) -> Option<Wacht> {
    let dagen = dagen(uitschieter.sinds, nu)?;
    let Uitschieter { initiatief, titel, sinds } = uitschieter;
    Some(Wacht { initiatief_id: initiatief, titel, sinds: sinds.into(), dagen })
}

fn partij((partij, naam): (String, String), p: PartijStagnatie, nu: Timestamp) -> Partij {
    Partij {
        partij,
        naam: Some(naam).filter(|n| !n.is_empty()),
        open: p.open,
        weggelaten: p.weggelaten,
        langst_wachtend: p.langst_wachtend.and_then(|u| wacht(u, nu)),
        langst_stil: p.langst_stil.and_then(|u| wacht(u, nu)),
        stilte_weggelaten: p.stilte_weggelaten,
        geblokkeerd: p.geblokkeerd,
        gestagneerd: p.gemeld,
    }
}

/// Lees wat stagneert
///
/// Per partij en per afdeling: hoeveel er ligt, wat het langst wacht, waar het het langst stil is, en waardoor
/// opdrachten geblokkeerd zijn. Een duur rust nooit op een onbekende datum; hoeveel er daarom buiten blijven, staat
/// erbij.
#[utoipa::path(operation_id = "leesStagnatie", tag = "Stagnatie", params(Vraag),
    responses((status = 200, description = "Het overzicht", body = Stagnatie)))]
#[get("/stagnatie")]
async fn lees(app: web::Data<App>, caller: Caller, vraag: Params<Vraag>) -> Result<HttpResponse, ApiError> {
    let gevraagd = stagnatie::stagnatie(app.store(), caller.reikwijdte(), vraag.0.gebied.as_deref()).await;
    let (overzicht, head) = gevraagd?;
    let uitschieters = overzicht.values().flat_map(|p| [&p.langst_wachtend, &p.langst_stil]).flatten();
    caller.toont(uitschieters.map(|u| u.initiatief.as_str()));
    let nu = app.clock().now();
    let mut partijen: Vec<_> = overzicht.into_iter().map(|(wie, p)| partij(wie, p, nu)).collect();
    partijen.sort_by_key(|p| std::cmp::Reverse(p.open));
    let gerekend_op = wijkspoor_domain::Moment::tijdstip(nu).dag().to_string();
    Ok(HttpResponse::Ok().json(Stagnatie { partijen, gerekend_op, actualiteit: head.into() }))
}
