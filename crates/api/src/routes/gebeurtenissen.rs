//! The feed: what happened, in the order of the log, to fetch page by page or to follow.

mod stroom;

use super::{EVENT_STREAM, standaard_limiet};
use crate::app::App;
use crate::problem::ApiError;
use crate::request::{Caller, Parameters, Params};
use crate::schema;
use actix_web::{HttpRequest, HttpResponse, get, http::header, web};
use serde::{Deserialize, Serialize};
use utoipa::openapi::ObjectBuilder;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_berichten::{Gebeurtenis, Keuze, Lezer, gebeurtenis};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// De plaats in het log waarna wordt gelezen.
    #[serde(default)]
    #[param(minimum = 0)]
    na: Option<i64>,
    /// Alleen van deze soort.
    #[param(schema_with = soort)]
    soort: Option<String>,
    /// Alleen in dit gebied.
    #[param(schema_with = schema::naam)]
    gebied: Option<String>,
    /// Hoeveel per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 1000)]
    limiet: i64,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesGebeurtenissen";
}

/// The kinds of event.
pub(super) fn soort() -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(gebeurtenis::soorten()))
}

/// Een deel van wat er gebeurde.
#[derive(Debug, Serialize, ToSchema)]
struct Gebeurtenissen {
    /// De gebeurtenissen, in de volgorde van het log.
    #[schema(max_items = 1000)]
    gebeurtenissen: Vec<Gebeurtenis>,
    /// Tot waar is gelezen: geef dit de volgende keer mee in `na`, ook als er nu niets was.
    #[schema(minimum = 0)]
    volgende: i64,
    /// Of er nu al meer is. Een bladzijde kan leeg zijn terwijl er meer is, voor wie niet alles ziet.
    meer: bool,
}

/// Regels zoals `text/event-stream` ze kent: `id` is de plaats in het log, `data` een gebeurtenis.
#[derive(ToSchema)]
#[schema(value_type = String, max_length = 100_000_000)]
#[expect(dead_code, reason = "stands for the stream in the published document")]
struct Gebeurtenisstroom(String);

/// Lees wat er gebeurde, of volg het
///
/// Elke gebeurtenis die u mag zien één keer, in de volgorde waarin zij is vastgelegd, ook dat persoonsgegevens zijn gewist.
/// Bewaar `volgende` en ga daar verder, na een minuut of na een maand: er is dan niets gemist. Wat u mag zien hangt af van hoe
/// het er nu voor staat.
///
/// Met `Accept: text/event-stream` blijft het antwoord open en komt elke gebeurtenis zodra zij is vastgelegd. Na een
/// onderbreking gaat het verder met `Last-Event-ID` (een browser doet dat zelf); zonder die header en zonder `na` begint het
/// bij nu. De server sluit de verbinding na een kwartier.
#[utoipa::path(operation_id = "leesGebeurtenissen", tag = "Berichten", params(Vraag),
    responses((status = 200, description = "Wat er gebeurde", content((Gebeurtenissen = "application/json"), (Gebeurtenisstroom = "text/event-stream")))))]
#[get("/gebeurtenissen")]
async fn lees(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    vraag: Params<Vraag>,
) -> Result<HttpResponse, ApiError> {
    let Vraag { na, soort, gebied, limiet } = vraag.0;
    let keuze = Keuze { soorten: soort.into_iter().collect(), gebieden: gebied.into_iter().collect() };
    let lezer = Lezer { actor: caller.0, keuze };
    if gevolgd(&req) {
        let na = laatste(&req)?.or(na);
        return stroom::volg(app.into_inner(), lezer, na).await;
    }
    let limiet = usize::try_from(limiet).unwrap_or(1);
    let bladzijde = app.berichten.envelop.bladzijde(app.store(), &lezer, na.unwrap_or(0), limiet).await?;
    Ok(HttpResponse::Ok().json(Gebeurtenissen {
        gebeurtenissen: bladzijde.berichten.into_iter().map(|bericht| bericht.gebeurtenis).collect(),
        volgende: bladzijde.tot,
        meer: bladzijde.meer,
    }))
}

/// Whether it is to be followed rather than fetched.
fn gevolgd(req: &HttpRequest) -> bool {
    let accept = req.headers().get_all(header::ACCEPT).filter_map(|waarde| waarde.to_str().ok());
    let mut soorten = accept.flat_map(|waarde| waarde.split(','));
    let eerste = soorten.next().and_then(|soort| soort.split(';').next()).unwrap_or_default();
    eerste.trim().eq_ignore_ascii_case(EVENT_STREAM)
}

/// Where a follower was when the connection was lost.
fn laatste(req: &HttpRequest) -> Result<Option<i64>, ApiError> {
    let Some(waarde) = req.headers().get("Last-Event-ID") else { return Ok(None) };
    let plaats = waarde.to_str().ok().and_then(|tekst| tekst.trim().parse::<i64>().ok());
    let plaats = plaats.filter(|plaats| *plaats >= 0).ok_or_else(|| {
        let reden = "gebruik de id van de laatste gebeurtenis die u kreeg: een geheel getal";
        ApiError::invalid_param("Last-Event-ID", "verkeerde-vorm", reden)
    })?;
    Ok(Some(plaats))
}
