//! Destroying dossiers by the archive law: what is due, the lists by which it is proposed and approved, and what was done.

mod besluiten;
mod kandidaten;
mod lijsten;
mod verklaring;

use crate::app::App;
use crate::problem::ApiError;
use crate::schema;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa::openapi::ObjectBuilder;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_domain::archief::{Bewaring, Waarderingsoort};
use wijkspoor_domain::vernietiging::Lijst;
use wijkspoor_projections::Vernietigingsspoor;
use wijkspoor_store::Loaded;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(kandidaten::lees);
    config.service(lijsten::stel_voor).service(lijsten::zoek).service(lijsten::lees);
    config.service(besluiten::keur_goed).service(besluiten::wijs_af).service(besluiten::voer_uit);
    config.service(verklaring::lees);
}

/// Wat de archiefwet van een gesloten dossier vraagt.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Bewaring)]
pub(super) struct BewaringView {
    /// Hoe het resultaat heet.
    #[schema(max_length = 1000)]
    resultaattype: String,
    /// Wat er met het dossier gebeurt.
    #[schema(schema_with = waardering)]
    waardering: &'static str,
    /// De selectielijst waarop dat rust.
    #[schema(max_length = 200)]
    selectielijst: String,
    /// Het nummer daarin.
    #[schema(max_length = 200)]
    categorie: String,
    /// Hoe lang het wordt bewaard (ISO 8601); ontbreekt bij wat blijft.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40)]
    bewaartermijn: Option<String>,
    /// De dag vanaf welke de termijn loopt: die waarop het dossier is gesloten.
    #[schema(schema_with = schema::datum)]
    brondatum: String,
    /// Vanaf welke dag het moet worden vernietigd; ontbreekt bij wat blijft.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    archiefactiedatum: Option<String>,
    /// Hoe dat volgt, in woorden.
    #[schema(max_length = 1000)]
    afleiding: String,
}

impl BewaringView {
    pub(super) fn van(bewaring: &Bewaring, selectielijst: &str) -> Self {
        let type_ = bewaring.resultaattype;
        Self {
            resultaattype: type_.naam.clone(),
            waardering: type_.waardering.soort().code(),
            selectielijst: selectielijst.to_owned(),
            categorie: type_.categorie.clone(),
            bewaartermijn: type_.waardering.termijn().map(|termijn| termijn.to_string()),
            brondatum: bewaring.brondatum.to_string(),
            archiefactiedatum: bewaring.archiefactiedatum.map(|dag| dag.to_string()),
            afleiding: bewaring.afleiding(),
        }
    }
}

pub(super) fn waardering() -> ObjectBuilder {
    schema::codes(Waarderingsoort::CODES)
}

/// A list as it stands.
async fn geladen(app: &App, id: Uuid) -> Result<Arc<Loaded<Vernietigingsspoor>>, ApiError> {
    let geladen = app.journals.vernietigingen.load(id).await?;
    geladen.filter(|geladen| geladen.aggregate.lijst().is_some()).ok_or_else(|| bestaat_niet(id))
}

fn lijst(geladen: &Loaded<Vernietigingsspoor>, id: Uuid) -> Result<&Lijst, ApiError> {
    geladen.aggregate.lijst().ok_or_else(|| bestaat_niet(id))
}

fn bestaat_niet(id: Uuid) -> ApiError {
    ApiError::bestaat_niet("vernietigingslijst", id)
}
