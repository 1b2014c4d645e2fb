//! What all decisions about a subscription have in common.

use super::AbonnementView;
use crate::app::App;
use crate::problem::{ApiError, InvalidParam, Soort};
use crate::request::WriteHeaders;
use crate::versie::gewijzigd;
use actix_web::http::header;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wijkspoor_berichten::abonnement::{Abonnement, Weigering};
use wijkspoor_berichten::handtekening::geheim;

/// A decision is taken anew when another was taken meanwhile; so often.
pub(super) const POGINGEN: usize = 5;

/// Een abonnement met zijn geheim.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AbonnementMetGeheim {
    /// Het abonnement.
    #[serde(flatten)]
    pub(super) abonnement: AbonnementView,
    /// Het geheim waarmee de ontvanger handtekeningen controleert. Het wordt alleen nu getoond.
    #[schema(max_length = 200)]
    pub(super) geheim: String,
}

/// The secret of a key, as the receiver gets it.
pub(super) async fn geheim_van(app: &App, sleutel: Uuid) -> Result<String, ApiError> {
    let key = app.store().vault().keys(&[sleutel]).await?.remove(&sleutel).flatten();
    let weg =
        || ApiError::new(Soort::RegelWeigert, "dit geheim is er niet meer: het abonnement is beëindigd");
    key.map(|key| geheim(key.bytes())).ok_or_else(weg)
}

/// It fits the schema, and a rule that the schema cannot say refuses it: 409, with the fields at fault.
pub(super) fn past_niet(fouten: Vec<InvalidParam>) -> ApiError {
    let detail = match fouten.as_slice() {
        [een] => format!("{}: {}", een.name, een.reason),
        _ => format!("{} gegevens passen niet; zie invalidParams", fouten.len()),
    };
    let mut error = ApiError::new(Soort::RegelWeigert, detail);
    error.0.regel = Some("abonnement-past-niet".to_owned());
    error.0.invalid_params = fouten;
    error
}

/// Whether who decides saw what there is to decide about.
pub(super) fn gezien(headers: &WriteHeaders, abonnement: &Abonnement) -> Result<(), ApiError> {
    match headers.if_match {
        Some(gezien) if gezien != abonnement.versie => Err(gewijzigd(gezien, abonnement.versie)),
        _ => Ok(()),
    }
}

/// A rule refuses it.
pub(super) fn geweigerd(weigering: Weigering) -> ApiError {
    let mut fout = ApiError::new(Soort::RegelWeigert, weigering.to_string());
    fout.0.regel = Some(weigering.regel().to_owned());
    fout
}

/// Others decide about it all the time.
pub(super) fn te_druk() -> ApiError {
    let detail =
        "er wordt nu te vaak over dit abonnement besloten; er is niets veranderd, probeer het zo weer";
    ApiError::new(Soort::NietGereed, detail).with_header(header::RETRY_AFTER, "1")
}
