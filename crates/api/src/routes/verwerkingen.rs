//! Who looked at what, and who changed what: the logbook of processing, for who checks it.

use super::{cursor, standaard_limiet};
use crate::app::App;
use crate::problem::ApiError;
use crate::request::{Caller, Parameters, Params};
use crate::schema;
use crate::verwerkingen::{self, Activiteit, Filter};
use actix_web::{HttpResponse, get, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::openapi::{ObjectBuilder, schema::Type};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_domain::moment::einde_van;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

fn activiteit() -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(Activiteit::ALLE.iter().map(|activiteit| activiteit.code())))
}

/// Which processing.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Alleen van dit initiatief of signaal.
    #[param(format = Uuid)]
    object: Option<Uuid>,
    /// Alleen door deze persoon of koppeling (een pseudoniem).
    #[param(min_length = 1, max_length = 1000)]
    actor: Option<String>,
    /// Alleen in deze rol.
    #[param(schema_with = schema::rol)]
    rol: Option<String>,
    /// Alleen van deze soort.
    #[param(schema_with = activiteit)]
    activiteit: Option<String>,
    /// Alleen wat op deze dag of later begon.
    #[param(schema_with = schema::datum)]
    begonnen_vanaf: Option<Date>,
    /// Alleen wat op deze dag of eerder begon.
    #[param(schema_with = schema::datum)]
    begonnen_tot_en_met: Option<Date>,
    /// Hoeveel per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    limiet: i64,
    /// Waar de lijst verder gaat: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesVerwerkingen";
}

/// Een deel van het logboek.
#[derive(Debug, Serialize, ToSchema)]
struct Verwerkingenlijst {
    /// De verwerkingen; de laatste eerst.
    #[schema(max_items = 200)]
    verwerkingen: Vec<Verwerking>,
    /// De cursor van de volgende bladzijde, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
}

/// Een verwerking van persoonsgegevens: een verzoek dat las of schreef.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Verwerking {
    /// Het nummer: 1, 2, 3 … zonder gaten, tot wat na de bewaartermijn is vergeten.
    #[schema(minimum = 1)]
    nummer: i64,
    /// Wie, als pseudoniem; `volglink` voor wie niet was aangemeld.
    #[schema(max_length = 1000)]
    actor: String,
    /// In welke rol.
    #[schema(schema_with = schema::rol)]
    rol: String,
    /// De operatie van de API.
    #[schema(max_length = 100)]
    operatie: String,
    /// De soort verwerking.
    #[schema(schema_with = activiteit)]
    activiteit: String,
    /// Hoe die heet in het register van verwerkingsactiviteiten (`dpl.core.processing_activity_id`).
    #[schema(max_length = 2000)]
    verwerkingsactiviteit: String,
    /// Of het lukte.
    gelukt: bool,
    /// Wanneer het begon.
    #[schema(schema_with = schema::tijdstip)]
    begin: String,
    /// Wanneer het klaar was.
    #[schema(schema_with = schema::tijdstip)]
    eind: String,
    /// De initiatieven of signalen die werden getoond of gewijzigd.
    #[schema(max_items = 100000)]
    objecten: Vec<String>,
    /// De keten van verwerkingen waar het bij hoort (W3C Trace Context).
    #[schema(max_length = 32)]
    trace_id: String,
    /// Deze verwerking in die keten.
    #[schema(max_length = 16)]
    span_id: String,
    /// De verwerking elders die erom vroeg.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 16)]
    parent_span_id: Option<String>,
}

/// Lees wie wat inzag en wijzigde
///
/// Elk verzoek dat gegevens van een initiatief of signaal las of schreef, ook via de pagina's: het Logboek Dataverwerkingen. Een regel
/// staat er voordat het antwoord de deur uitgaat. Ook deze vraag komt erin, met de dossiers waarover de regels gaan.
#[utoipa::path(operation_id = "leesVerwerkingen", tag = "Verantwoording", params(Vraag),
    responses((status = 200, description = "Een bladzijde van het logboek", body = Verwerkingenlijst)))]
#[get("/verwerkingen")]
async fn lees(app: web::Data<App>, caller: Caller, vraag: Params<Vraag>) -> Result<HttpResponse, ApiError> {
    let Params(vraag) = vraag;
    let na = cursor(vraag.cursor.as_deref(), verwerkingen::ORDE)?;
    let filter = Filter {
        object: vraag.object.map(|id| id.to_string()),
        actor: vraag.actor,
        rol: vraag.rol,
        activiteit: vraag.activiteit,
        vanaf: vraag.begonnen_vanaf.and_then(|dag| dag.yesterday().ok()).map(einde_van),
        voor: vraag.begonnen_tot_en_met.map(einde_van),
    };
    let (lijst, volgende) = verwerkingen::lijst(app.store(), &filter, na.as_ref(), vraag.limiet).await?;
    // Who asks of one sees lines of that one; what else was in the same request is no concern of this one.
    match &filter.object {
        Some(object) => caller.toont([object.as_str()]),
        None => caller.toont(lijst.iter().flat_map(|v| v.objecten.iter().map(String::as_str))),
    }
    let een = |v: verwerkingen::Verwerking| Verwerking {
        nummer: v.nummer,
        actor: v.actor,
        rol: v.rol,
        operatie: v.operatie,
        verwerkingsactiviteit: app.ingesteld.adres(&v.activiteit),
        activiteit: v.activiteit,
        gelukt: v.gelukt,
        begin: v.begin.to_string(),
        eind: v.eind.to_string(),
        objecten: match &filter.object {
            Some(object) => vec![object.clone()],
            None => v.objecten,
        },
        trace_id: v.trace_id,
        span_id: v.span_id,
        parent_span_id: v.parent_span_id,
    };
    Ok(HttpResponse::Ok().json(Verwerkingenlijst {
        verwerkingen: lijst.into_iter().map(een).collect(),
        volgende: volgende.map(|cursor| cursor.encode()),
    }))
}
