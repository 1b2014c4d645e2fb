//! What is agreed with an initiative now.

use super::tijdlijn::leesbaar;
use super::{Actualiteit, niet_gevonden};
use crate::app::App;
use crate::moment::MomentView;
use crate::problem::ApiError;
use crate::reads::tijdlijn;
use crate::request::{Caller, id};
use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::feit::{self, AFSPRAKEN};
use wijkspoor_domain::initiatief::Gebeurtenis;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// Wat er nu is afgesproken.
#[derive(Debug, Serialize, ToSchema)]
struct Afspraken {
    /// De delen waarover iets is vastgelegd.
    #[schema(max_items = 1000)]
    afspraken: Vec<Afspraak>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Wat er over een deel is afgesproken.
#[derive(Debug, Serialize, ToSchema)]
struct Afspraak {
    /// Het deel: verwachting, doelen, tijdpad, …
    #[schema(max_length = 60)]
    onderdeel: &'static str,
    /// Wat dat is.
    #[schema(max_length = 200)]
    naam: &'static str,
    /// Wat er geldt; de velden zijn die van de feiten waarmee het is vastgelegd.
    #[schema(value_type = Object)]
    gegevens: Json,
    /// Wanneer het voor het eerst is afgesproken.
    gemaakt: MomentView,
    /// Wanneer het voor het laatst is veranderd.
    #[serde(skip_serializing_if = "Option::is_none")]
    gewijzigd: Option<MomentView>,
    /// Hoe vaak het is veranderd.
    #[schema(minimum = 0)]
    wijzigingen: usize,
}

impl From<feit::Afspraak> for Afspraak {
    fn from(afspraak: feit::Afspraak) -> Self {
        Self {
            onderdeel: afspraak.soort.code,
            naam: afspraak.soort.naam,
            gegevens: leesbaar(afspraak.gegevens()),
            gemaakt: afspraak.gemaakt.into(),
            gewijzigd: afspraak.gewijzigd.map(Into::into),
            wijzigingen: afspraak.wijzigingen,
        }
    }
}

/// Lees wat er is afgesproken
///
/// Wat de initiatiefnemer kan verwachten, de doelen, het tijdpad, wie wat doet, de termijnen van afdelingen: van elk
/// deel wat er het laatst over is vastgelegd, met hoe vaak het is veranderd.
#[utoipa::path(operation_id = "leesAfspraken", tag = "Feiten",
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 200, description = "Wat er nu geldt", body = Afspraken)))]
#[get("/initiatieven/{id}/afspraken")]
async fn lees(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let soorten: Vec<&str> = AFSPRAKEN.iter().flat_map(|a| a.soorten.iter().copied()).collect();
    let (stappen, head) = tijdlijn::alles(app.store(), &id.to_string(), &soorten).await?;
    let feiten: Vec<_> = (stappen.into_iter())
        .filter_map(|stap| match stap.feit.event {
            Gebeurtenis::Feit(feit) => Some((stap.feit.metadata.plaatsgevonden, feit)),
            _ => None,
        })
        .collect();
    if feiten.is_empty() && app.journal().load(id).await?.is_none() {
        return Err(niet_gevonden(id));
    }
    let geldend = feit::geldend(feiten.iter().map(|(moment, feit)| (*moment, feit)));
    let afspraken = geldend.into_iter().map(Into::into).collect();
    Ok(HttpResponse::Ok().json(Afspraken { afspraken, actualiteit: head.into() }))
}
