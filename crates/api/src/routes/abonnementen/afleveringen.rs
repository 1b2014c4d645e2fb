//! What became of each delivery of a subscription.

use super::{codes, vind};
use crate::app::App;
use crate::problem::ApiError;
use crate::request::{Caller, Parameters, Params};
use crate::routes::standaard_limiet;
use crate::schema;
use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::openapi::ObjectBuilder;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_berichten::boek::{self, afleveringen, stand};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

fn status() -> ObjectBuilder {
    codes(stand::ALLE)
}

/// Which deliveries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Alleen met deze status.
    #[param(schema_with = status)]
    status: Option<String>,
    /// De plaats in het log waarna wordt gelezen.
    #[serde(default)]
    #[param(minimum = 0)]
    na: Option<i64>,
    /// Hoeveel per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 1000)]
    limiet: i64,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesAfleveringen";
}

/// Een deel van de afleveringen.
#[derive(Debug, Serialize, ToSchema)]
struct Afleveringen {
    /// De afleveringen, in de volgorde van het log.
    #[schema(max_items = 1000)]
    afleveringen: Vec<Aflevering>,
    /// Geef dit mee in `na` voor wat erna komt; ontbreekt als er niet meer is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    volgende: Option<i64>,
}

/// Wat er van het bezorgen van een gebeurtenis werd.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Aflevering {
    /// De plaats van de gebeurtenis in het log.
    #[schema(minimum = 1)]
    positie: i64,
    /// Het soort gebeurtenis.
    #[schema(max_length = 100)]
    soort: String,
    /// Hoe het ervoor staat.
    #[schema(schema_with = status)]
    status: String,
    /// Hoe vaak het is geprobeerd.
    #[schema(minimum = 0)]
    pogingen: i64,
    /// Wanneer voor het eerst.
    #[schema(schema_with = schema::tijdstip)]
    eerste_poging: String,
    /// Wanneer voor het laatst.
    #[schema(schema_with = schema::tijdstip)]
    laatste_poging: String,
    /// De HTTP-status van het laatste antwoord.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 100, maximum = 999)]
    antwoord: Option<i64>,
    /// Wat er misging.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    fout: Option<String>,
    /// Hoe lang de laatste poging duurde, in milliseconden.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    duur: Option<i64>,
}

fn view(a: boek::Aflevering) -> Aflevering {
    Aflevering {
        positie: a.positie,
        soort: a.soort,
        status: a.status,
        pogingen: a.pogingen,
        eerste_poging: a.eerste_op.to_string(),
        laatste_poging: a.laatste_op.to_string(),
        antwoord: a.antwoord,
        fout: a.fout,
        duur: a.duur,
    }
}

/// Lees wat er van het bezorgen werd
///
/// Per gebeurtenis hoe vaak het is geprobeerd en wat het antwoord was. Wat goed ging blijft dertig dagen staan.
#[utoipa::path(operation_id = "leesAfleveringen", tag = "Berichten",
    params(("id" = Uuid, Path, description = "Het abonnement"), Vraag),
    responses((status = 200, description = "Een deel van de afleveringen", body = Afleveringen)))]
#[get("/abonnementen/{id}/afleveringen")]
async fn lees(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
    vraag: Params<Vraag>,
) -> Result<HttpResponse, ApiError> {
    let abonnement = vind(&app, &path).await?;
    let Vraag { status, na, limiet } = vraag.0;
    let database = app.store().database();
    let gevonden =
        afleveringen(database, abonnement.id, status.as_deref(), na.unwrap_or(0), limiet + 1).await?;
    let limiet = usize::try_from(limiet).unwrap_or(usize::MAX);
    let meer = gevonden.len() > limiet;
    let afleveringen: Vec<_> = gevonden.into_iter().take(limiet).map(view).collect();
    let volgende = afleveringen.last().filter(|_| meer).map(|a| a.positie);
    Ok(HttpResponse::Ok().json(Afleveringen { afleveringen, volgende }))
}
