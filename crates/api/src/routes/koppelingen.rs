//! Initiatives that belong together: joined, or overlapping.

use super::{Actualiteit, niet_gevonden};
use crate::app::App;
use crate::moment::MomentView;
use crate::problem::ApiError;
use crate::reads::koppelingen;
use crate::request::{Caller, id};
use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// De initiatieven die bij een initiatief horen.
#[derive(Debug, Serialize, ToSchema)]
struct Koppelingen {
    /// Wat het langst gekoppeld is eerst.
    #[schema(max_items = 10000)]
    koppelingen: Vec<Koppeling>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Een initiatief dat erbij hoort.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Koppeling {
    /// Hoe: `gaat_verder_in` dat andere, `neemt_op` (het andere gaat hierin verder), of `overlapt`.
    #[schema(max_length = 60)]
    soort: &'static str,
    /// Het andere initiatief.
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
    /// Wanneer het is ingediend: zo lang wachten die indieners al.
    ingediend: MomentView,
    /// Sinds wanneer zij bij elkaar horen.
    sinds: MomentView,
}

impl From<koppelingen::Koppeling> for Koppeling {
    fn from(k: koppelingen::Koppeling) -> Self {
        let soort = match (k.soort.as_str(), k.van_ander) {
            ("samengevoegd", false) => "gaat_verder_in",
            ("samengevoegd", true) => "neemt_op",
            _ => "overlapt",
        };
        Self {
            soort,
            initiatief_id: k.ander,
            titel: k.titel,
            gebied: k.gebied,
            status: k.status,
            ingediend: k.ingediend.into(),
            sinds: k.sinds.into(),
        }
    }
}

/// Lees welke initiatieven bij elkaar horen
///
/// Een initiatief dat is samengevoegd, eindigt: zijn klokken staan stil en zijn opdrachten vervallen. Zijn indieners
/// horen voortaan van het initiatief waarin het verdergaat; dat noemt het hier, met sinds wanneer zij al wachten. Wat u
/// niet mag zien, staat er niet bij.
#[utoipa::path(operation_id = "leesKoppelingen", tag = "Initiatieven",
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 200, description = "De koppelingen, in beide richtingen", body = Koppelingen)))]
#[get("/initiatieven/{id}/koppelingen")]
async fn lees(
    app: web::Data<App>,
    caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let (lijst, head) = koppelingen::koppelingen(app.store(), caller.reikwijdte(), &id.to_string()).await?;
    if lijst.is_empty() && app.journal().load(id).await?.is_none() {
        return Err(niet_gevonden(id));
    }
    caller.toont(lijst.iter().map(|k| k.ander.as_str()));
    let koppelingen = lijst.into_iter().map(Into::into).collect();
    Ok(HttpResponse::Ok().json(Koppelingen { koppelingen, actualiteit: head.into() }))
}
