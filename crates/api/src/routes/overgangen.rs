//! Transitions: what may be done now, and doing it.

use super::besluiten::NieuwBesluit;
use super::opdrachten::NieuweOpdracht;
use crate::app::App;
use crate::moment::Plaatsgevonden;
use crate::problem::ApiError;
use crate::request::{Body, Caller, WriteHeaders, id};
use crate::schema;
use crate::write::{Ontvangstbewijs, Write};
use actix_web::{HttpResponse, post, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_domain::initiatief::{self, Handeling, handeling};
use wijkspoor_domain::{Actor, Gevoelig, Naam};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(voer_uit);
}

/// Een overgang die u nu mag maken.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MogelijkeOvergang {
    /// De code van de overgang.
    #[schema(max_length = 60)]
    overgang: String,
    /// De naam, zoals op een knop.
    #[schema(max_length = 1000)]
    naam: String,
    /// De status waar zij heen leidt.
    #[schema(max_length = 60)]
    naar: String,
    /// De naam van die status.
    #[schema(max_length = 1000)]
    naar_naam: String,
    /// Wat u moet meegeven, en aan welke voorwaarden het initiatief moet voldoen.
    #[schema(max_items = 20)]
    vereist: Vec<String>,
    /// De velden die u mag meegeven; andere horen niet bij deze overgang.
    #[schema(max_items = 20)]
    mee_te_geven: Vec<&'static str>,
    /// De voorwaarden waaraan het initiatief nu nog niet voldoet.
    #[schema(max_items = 20)]
    belemmering: Vec<String>,
}

/// What a caller may do with an initiative now.
pub(super) async fn mogelijk(app: &App, id: Uuid, actor: &Actor) -> Result<Vec<MogelijkeOvergang>, ApiError> {
    let Some(loaded) = app.journal().load(id).await? else { return Ok(Vec::new()) };
    let opzet = app.opzet();
    let werkstromen = &opzet.werkstromen;
    let toestand = loaded.aggregate.toestand();
    let Some(werkstroom) = toestand.and_then(|t| werkstromen.zoek(&t.werkstroom)) else {
        return Ok(Vec::new());
    };
    let codes = |vereisten: &[wijkspoor_domain::werkstroom::Vereiste]| {
        vereisten.iter().map(|v| v.code().to_owned()).collect()
    };
    let mogelijk = initiatief::mogelijke_overgangen(&loaded.aggregate, werkstroom, actor);
    Ok(mogelijk
        .into_iter()
        .map(|m| MogelijkeOvergang {
            overgang: m.overgang.code.clone(),
            naam: m.overgang.naam.clone(),
            naar: m.naar.code.clone(),
            naar_naam: m.naar.naam.clone(),
            vereist: codes(&m.overgang.vereist),
            mee_te_geven: initiatief::mee_te_geven(m.overgang),
            belemmering: codes(&m.belemmering),
        })
        .collect())
}

/// Een overgang, met wat die vraagt.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "overgang": "neem_in_behandeling", "motivering": "Past in het wijkprogramma." }))]
struct NieuweOvergang {
    /// De code van de overgang, uit `mogelijkeOvergangen`.
    #[schema(schema_with = schema::code)]
    overgang: String,
    /// Waarom.
    #[schema(schema_with = schema::tekst)]
    motivering: Option<String>,
    /// Wat de initiatiefnemer moet aanvullen.
    #[schema(schema_with = schema::tekst)]
    vraag: Option<String>,
    /// Voor wanneer (Awb 4:5: zonder termijn wordt de beslistermijn niet opgeschort).
    #[schema(schema_with = schema::datum)]
    hersteltermijn: Option<Date>,
    /// Waar het geschil over gaat.
    #[schema(schema_with = schema::tekst)]
    geschilpunt: Option<String>,
    /// De portefeuille die erover moet beslissen, bij een escalatie.
    #[schema(schema_with = schema::naam)]
    portefeuille: Option<Naam>,
    /// Wat er is bereikt.
    #[schema(schema_with = schema::tekst)]
    resultaat: Option<String>,
    /// Tot wanneer het wordt aangehouden, als dat bekend is.
    #[schema(schema_with = schema::datum)]
    tot: Option<Date>,
    /// Het besluit dat erbij hoort.
    besluit: Option<NieuwBesluit>,
    /// De opdrachten die ermee worden uitgezet.
    #[serde(default)]
    #[schema(max_items = 100)]
    opdrachten: Vec<NieuweOpdracht>,
    /// Wanneer het gebeurde; zonder opgave: nu.
    plaatsgevonden: Option<Plaatsgevonden>,
}

/// Voer een overgang uit
///
/// Brengt het initiatief in een andere status. Wat mag en wat daarvoor nodig is, staat in `mogelijkeOvergangen` van het
/// initiatief.
#[utoipa::path(operation_id = "voerOvergangUit", tag = "Initiatieven", request_body = NieuweOvergang,
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 201, description = "Uitgevoerd", body = Ontvangstbewijs)))]
#[post("/initiatieven/{id}/overgangen")]
async fn voer_uit(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<NieuweOvergang>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let Body { value: nieuw, fingerprint } = body;
    let gevoelig = |tekst: Option<String>| tekst.map(Gevoelig::new);
    let handeling = Handeling::VoerOvergangUit(handeling::NieuweOvergang {
        overgang: nieuw.overgang,
        motivering: gevoelig(nieuw.motivering),
        vraag: gevoelig(nieuw.vraag),
        hersteltermijn: nieuw.hersteltermijn,
        geschilpunt: gevoelig(nieuw.geschilpunt),
        portefeuille: nieuw.portefeuille,
        resultaat: gevoelig(nieuw.resultaat),
        tot: nieuw.tot,
        besluit: nieuw.besluit.map(|b| b.met_id(app.ids.next())),
        opdrachten: nieuw.opdrachten.into_iter().map(|o| o.met_id(app.ids.next())).collect(),
    });
    let write = Write { app: &app, actor: caller.0, headers, fingerprint };
    write.execute(id, handeling, nieuw.plaatsgevonden.as_ref(), "/v1/initiatieven/{id}").await
}
