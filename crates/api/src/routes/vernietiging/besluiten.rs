//! Deciding about a list, by another than who proposed it; and carrying out what was approved.

use super::{geladen, lijst};
use crate::app::App;
use crate::problem::ApiError;
use crate::request::{Body, Caller, WriteHeaders, id};
use crate::schema;
use crate::vernietigen::{Uitkomst, Uitvoering};
use crate::versie::gewijzigd;
use crate::write::{Ontvangstbewijs, Write};
use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wijkspoor_domain::Naam;
use wijkspoor_domain::vernietiging::{Lijsthandeling, Lijstopdracht, Stand, Uitzondering};

/// Dat de dossiers vernietigd mogen worden.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NieuweGoedkeuring)]
#[schema(example = json!({
    "mandaat": "Gemeentearchivaris", "motivering": "De termijnen zijn nagekeken.",
    "uitzonderingen": [{ "dossier": "01890a5d-ac96-774b-bcce-b302099a8057", "reden": "Er loopt een bezwaar." }]
}))]
pub(super) struct Goedkeuring {
    /// De functie die dit mag besluiten; geen naam van een persoon.
    #[schema(schema_with = schema::naam)]
    mandaat: Naam,
    /// Waarom, zonder persoonsgegevens: deze tekst wordt nooit gewist.
    #[schema(schema_with = schema::blijvend)]
    motivering: String,
    /// Wat toch niet wordt vernietigd.
    #[serde(default)]
    #[schema(max_items = 200)]
    uitzonderingen: Vec<NieuweUitzondering>,
}

/// Een dossier dat toch niet wordt vernietigd.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NieuweUitzondering {
    /// Het initiatief.
    dossier: Uuid,
    /// Waarom, zonder persoonsgegevens: deze tekst wordt nooit gewist.
    #[schema(schema_with = schema::blijvend)]
    reden: String,
}

/// Dat er niet wordt vernietigd.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NieuweAfwijzing)]
#[schema(example = json!({ "mandaat": "Gemeentearchivaris", "motivering": "Deze dossiers horen bij een hotspot." }))]
pub(super) struct Afwijzing {
    /// De functie die dit mag besluiten; geen naam van een persoon.
    #[schema(schema_with = schema::naam)]
    mandaat: Naam,
    /// Waarom, zonder persoonsgegevens: deze tekst wordt nooit gewist.
    #[schema(schema_with = schema::blijvend)]
    motivering: String,
}

async fn beslis(
    app: &App,
    (caller, headers): (Caller, WriteHeaders),
    path: &str,
    fingerprint: String,
    handeling: Lijsthandeling,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", path)?;
    let command = |context| Lijstopdracht { context, handeling };
    let write = Write { app, actor: caller.0, headers, fingerprint };
    let place = "/v1/vernietigingslijsten/{id}";
    write.execute_in(&app.journals.vernietigingen, id, command, None, place).await
}

/// Keur een vernietigingslijst goed
///
/// Alleen door een ander dan wie haar voorstelde. Dossiers kunnen worden uitgezonderd, elk met een reden. Er wordt nog niets vernietigd:
/// daarvoor wordt de lijst uitgevoerd.
#[utoipa::path(operation_id = "keurVernietigingGoed", tag = "Archief", request_body = Goedkeuring,
    params(("id" = Uuid, Path, description = "De vernietigingslijst")),
    responses((status = 201, description = "Goedgekeurd", body = Ontvangstbewijs)))]
#[post("/vernietigingslijsten/{id}/goedkeuringen")]
pub(super) async fn keur_goed(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<Goedkeuring>,
) -> Result<HttpResponse, ApiError> {
    let Goedkeuring { mandaat, motivering, uitzonderingen } = body.value;
    let uitzonderingen = uitzonderingen
        .into_iter()
        .map(|NieuweUitzondering { dossier, reden }| Uitzondering { dossier, reden })
        .collect();
    let handeling = Lijsthandeling::KeurGoed { mandaat, motivering, uitzonderingen };
    beslis(&app, (caller, headers), &path, body.fingerprint, handeling).await
}

/// Wijs een vernietigingslijst af
///
/// Alleen door een ander dan wie haar voorstelde. Er wordt niets vernietigd, en de dossiers kunnen op een volgende lijst.
#[utoipa::path(operation_id = "wijsVernietigingAf", tag = "Archief", request_body = Afwijzing,
    params(("id" = Uuid, Path, description = "De vernietigingslijst")),
    responses((status = 201, description = "Afgewezen", body = Ontvangstbewijs)))]
#[post("/vernietigingslijsten/{id}/afwijzingen")]
pub(super) async fn wijs_af(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<Afwijzing>,
) -> Result<HttpResponse, ApiError> {
    let Afwijzing { mandaat, motivering } = body.value;
    let handeling = Lijsthandeling::WijsAf { mandaat, motivering };
    beslis(&app, (caller, headers), &path, body.fingerprint, handeling).await
}

/// Dat een goedgekeurde lijst wordt uitgevoerd.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NieuweUitvoering)]
#[schema(example = json!({ "aanvulling": "Back-ups van voor deze dag worden na vier weken overschreven." }))]
pub(super) struct Uitvoeren {
    /// Wat er buiten Wijkspoor met deze dossiers gebeurt, zoals met back-ups en afdrukken; komt in de verklaring. Zonder persoonsgegevens:
    /// deze tekst wordt nooit gewist.
    #[schema(schema_with = schema::blijvend)]
    aanvulling: Option<String>,
}

/// Voer een goedgekeurde vernietigingslijst uit
///
/// Vernietigt elk dossier dat nog is zoals het werd voorgesteld: alle teksten worden gewist, voor altijd, en er kan niets meer bij. Wat
/// intussen is veranderd wordt niet vernietigd, en staat met de reden in de verklaring. Werd dit onderbroken, dan maakt hetzelfde
/// verzoek het af.
#[utoipa::path(operation_id = "voerVernietigingUit", tag = "Archief", request_body = Uitvoeren,
    params(("id" = Uuid, Path, description = "De vernietigingslijst")),
    responses((status = 201, description = "Uitgevoerd; de verklaring is te lezen", body = Ontvangstbewijs)))]
#[post("/vernietigingslijsten/{id}/uitvoeringen")]
pub(super) async fn voer_uit(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<Uitvoeren>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let geladen = geladen(&app, id).await?;
    let Uitkomst { vernietigd, niet_vernietigd } = match &lijst(&geladen, id)?.stand {
        Stand::Goedgekeurd(_) => {
            // Before anything is destroyed it must be what the caller saw.
            if let Some(gezien) = headers.if_match.filter(|gezien| *gezien != geladen.version) {
                return Err(gewijzigd(gezien, geladen.version));
            }
            let (journals, actor) = (app.journals.clone(), caller.0.clone());
            let uitvoering =
                Uitvoering { journals, id, actor, nu: app.clock().now(), correlatie: app.ids.next() };
            // To the end, also when who asked does not wait for it.
            let klaar =
                actix_web::rt::spawn(async move { uitvoering.voer_uit(geladen.aggregate.lijst()).await })
                    .await;
            klaar.map_err(|fout| ApiError::internal(&fout))??
        }
        // The domain says why not; or it is the same request once more.
        Stand::Voorgesteld | Stand::Afgewezen(_) | Stand::Uitgevoerd(..) => Uitkomst::default(),
    };
    let handeling =
        Lijsthandeling::Verklaar { aanvulling: body.value.aanvulling, vernietigd, niet_vernietigd };
    let command = |context| Lijstopdracht { context, handeling };
    let write = Write { app: &app, actor: caller.0, headers, fingerprint: body.fingerprint };
    let place = "/v1/vernietigingslijsten/{id}/verklaring";
    write.execute_in(&app.journals.vernietigingen, id, command, None, place).await
}
