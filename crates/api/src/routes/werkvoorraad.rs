//! The work list: what lies with whom.

use super::{Actualiteit, cursor, standaard_limiet};
use crate::app::App;
use crate::moment::MomentView;
use crate::problem::ApiError;
use crate::reads::stagnatie::dagen;
use crate::reads::werkvoorraad::{self, Filter, Orde};
use crate::request::{Caller, Parameters, Params};
use crate::schema;
use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::Moment;
use wijkspoor_domain::moment::{dagnummer, van_dagnummer};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// Whose work list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Alleen wat bij dit soort partij ligt.
    #[param(schema_with = super::partij)]
    partij: Option<String>,
    /// Alleen wat bij de afdeling of partner van deze naam ligt.
    #[param(schema_with = schema::naam)]
    naam: Option<String>,
    /// Alleen in dit gebied.
    #[param(schema_with = schema::naam)]
    gebied: Option<String>,
    /// De volgorde: wat het langst wacht eerst (`sinds`), of wat het verst over zijn norm is (`norm`).
    #[serde(default)]
    #[param(schema_with = volgorde)]
    volgorde: Volgorde,
    /// Alleen wat over zijn norm is.
    #[serde(default)]
    over_norm: bool,
    /// Hoeveel per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    limiet: i64,
    /// Waar de lijst verder gaat: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

/// In which order.
#[derive(Debug, Default, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Volgorde {
    #[default]
    Sinds,
    Norm,
}

fn volgorde() -> utoipa::openapi::ObjectBuilder {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(["sinds", "norm"]))
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesWerkvoorraad";
}

/// Een deel van de werkvoorraad.
#[derive(Debug, Serialize, ToSchema)]
struct Werkvoorraad {
    /// Wat er ligt; wat het langst wacht eerst.
    #[schema(max_items = 200)]
    werk: Vec<Werk>,
    /// De cursor van de volgende bladzijde, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Iets wat bij een partij ligt.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Werk {
    /// Het initiatief.
    #[schema(format = Uuid)]
    initiatief_id: String,
    /// Hoe het heet.
    #[schema(max_length = 200)]
    titel: String,
    /// Het gebied.
    #[schema(max_length = 200)]
    gebied: String,
    /// De status.
    #[schema(max_length = 60)]
    status: String,
    /// De fase.
    #[schema(max_length = 60)]
    fase: String,
    /// Het soort partij.
    #[schema(schema_with = super::partij)]
    partij: String,
    /// De naam van de afdeling of partner.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    naam: Option<String>,
    /// De opdracht.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Uuid)]
    opdracht_id: Option<String>,
    /// Hoe het met de opdracht staat.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    opdracht_status: Option<String>,
    /// Sinds wanneer het bij deze partij ligt.
    sinds: MomentView,
    /// Hoeveel kalenderdagen dat is; ontbreekt als de datum onbekend is.
    #[serde(skip_serializing_if = "Option::is_none")]
    dagen: Option<i64>,
    /// De laatste dag binnen de norm, als er een geldt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    norm: Option<String>,
    /// Hoeveel kalenderdagen het over zijn norm is; onder nul hoeveel er nog zijn.
    #[serde(skip_serializing_if = "Option::is_none")]
    dagen_over_norm: Option<i64>,
    /// Wanneer iemand er het laatst iets aan deed.
    laatste_activiteit: MomentView,
}

/// Lees de werkvoorraad
///
/// Wie heeft de bal: alles wat nu bij een partij ligt, wat het langst wacht of het verst over zijn norm is eerst.
#[utoipa::path(operation_id = "leesWerkvoorraad", tag = "Stagnatie", params(Vraag),
    responses((status = 200, description = "Een bladzijde van de werkvoorraad", body = Werkvoorraad)))]
#[get("/werkvoorraad")]
async fn lees(app: web::Data<App>, caller: Caller, vraag: Params<Vraag>) -> Result<HttpResponse, ApiError> {
    let Params(vraag) = vraag;
    let orde = match vraag.volgorde {
        Volgorde::Sinds => Orde::Sinds,
        Volgorde::Norm => Orde::Norm,
    };
    let na = cursor(vraag.cursor.as_deref(), orde.code())?;
    let nu = app.clock().now();
    let vandaag = dagnummer(Moment::tijdstip(nu).dag());
    let over_norm_op = vraag.over_norm.then_some(vandaag);
    let filter = Filter { partij: vraag.partij, naam: vraag.naam, gebied: vraag.gebied, over_norm_op };
    let (store, reikwijdte) = (app.store(), caller.reikwijdte());
    let pagina = werkvoorraad::werkvoorraad(store, reikwijdte, &filter, orde, na.as_ref(), vraag.limiet);
    let (werk, volgende, head) = pagina.await?;
    caller.toont(werk.iter().map(|w| w.initiatief.as_str()));
    let view = |w: werkvoorraad::Werk| Werk {
        initiatief_id: w.initiatief,
        titel: w.titel,
        gebied: w.gebied,
        status: w.status,
        fase: w.fase,
        partij: w.partij,
        naam: w.naam,
        opdracht_id: w.opdracht,
        opdracht_status: w.opdracht_status,
        dagen: dagen(w.sinds, nu),
        norm: w.norm_dag.map(|dag| van_dagnummer(dag).to_string()),
        dagen_over_norm: w.norm_dag.map(|dag| vandaag - dag),
        sinds: w.sinds.into(),
        laatste_activiteit: w.activiteit.into(),
    };
    Ok(HttpResponse::Ok().json(Werkvoorraad {
        werk: werk.into_iter().map(view).collect(),
        volgende: volgende.map(|c| c.encode()),
        actualiteit: head.into(),
    }))
}
