//! Decisions: take, reverse, list.

use super::niet_gevonden;
use crate::app::App;
use crate::moment::{MomentView, Plaatsgevonden};
use crate::problem::ApiError;
use crate::reads::besluiten;
use crate::request::{Body, Caller, WriteHeaders, id};
use crate::schema;
use crate::write::{Ontvangstbewijs, Write};
use actix_web::{HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_domain::initiatief::gebeurtenis::{Besluitsoort, Hoedanigheid};
use wijkspoor_domain::initiatief::{Handeling, handeling};
use wijkspoor_domain::{Gevoelig, Naam};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lijst).service(neem).service(draai_terug);
}

/// Een besluit, bij een overgang of op zichzelf.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "soort": "toekenning", "mandaat": "Ondermandaatbesluit, bevoegdheid 12",
    "motivering": "Past in het wijkprogramma en er is budget." }))]
pub struct NieuwBesluit {
    /// Waar het over gaat.
    #[schema(schema_with = schema::besluitsoort)]
    soort: Besluitsoort,
    /// Het mandaat waaronder het wordt genomen.
    #[schema(schema_with = schema::naam)]
    mandaat: Naam,
    /// Waarom.
    #[schema(schema_with = schema::tekst)]
    motivering: String,
    /// Waar het op berust.
    #[schema(schema_with = schema::tekst)]
    grondslag: Option<String>,
    /// In welke hoedanigheid.
    #[schema(schema_with = schema::hoedanigheid)]
    hoedanigheid: Option<Hoedanigheid>,
    /// Onder welke portefeuille het valt.
    #[schema(schema_with = schema::naam)]
    portefeuille: Option<Naam>,
    /// Wat er verder is overwogen.
    #[schema(schema_with = schema::tekst)]
    alternatieven: Option<String>,
}

impl NieuwBesluit {
    /// With an id of its own.
    pub fn met_id(self, id: Uuid) -> handeling::NieuwBesluit {
        handeling::NieuwBesluit {
            id,
            soort: self.soort,
            mandaat: self.mandaat,
            motivering: Gevoelig::new(self.motivering),
            grondslag: self.grondslag.map(Gevoelig::new),
            hoedanigheid: self.hoedanigheid,
            portefeuille: self.portefeuille,
            alternatieven: self.alternatieven.map(Gevoelig::new),
        }
    }
}

/// Een besluit, en wanneer het is genomen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TeNemenBesluit {
    /// Het besluit.
    besluit: NieuwBesluit,
    /// Wanneer het is genomen; zonder opgave: nu.
    plaatsgevonden: Option<Plaatsgevonden>,
}

/// Neem een besluit
#[utoipa::path(operation_id = "neemBesluit", tag = "Besluiten", request_body = TeNemenBesluit,
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 201, description = "Genomen", body = Ontvangstbewijs)))]
#[post("/initiatieven/{id}/besluiten")]
async fn neem(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<TeNemenBesluit>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let Body { value: nieuw, fingerprint } = body;
    let handeling = Handeling::NeemBesluit(nieuw.besluit.met_id(app.ids.next()));
    let write = Write { app: &app, actor: caller.0, headers, fingerprint };
    write.execute(id, handeling, nieuw.plaatsgevonden.as_ref(), "/v1/initiatieven/{id}/besluiten").await
}

/// Waarom een besluit wordt teruggedraaid.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "motivering": "Het budget is door de raad verlaagd." }))]
struct NieuweTerugdraaiing {
    /// Waarom.
    #[schema(schema_with = schema::tekst)]
    motivering: String,
    /// Wanneer het is teruggedraaid; zonder opgave: nu.
    plaatsgevonden: Option<Plaatsgevonden>,
}

/// Draai een besluit terug
#[utoipa::path(operation_id = "draaiBesluitTerug", tag = "Besluiten", request_body = NieuweTerugdraaiing,
    params(("id" = Uuid, Path, description = "Het initiatief"), ("besluitId" = Uuid, Path, description = "Het besluit")),
    responses((status = 201, description = "Teruggedraaid", body = Ontvangstbewijs)))]
#[post("/initiatieven/{id}/besluiten/{besluitId}/terugdraaiingen")]
async fn draai_terug(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<(String, String)>,
    body: Body<NieuweTerugdraaiing>,
) -> Result<HttpResponse, ApiError> {
    let (initiatief, besluit) = (id("id", &path.0)?, id("besluitId", &path.1)?);
    let Body { value: nieuw, fingerprint } = body;
    let handeling = Handeling::DraaiBesluitTerug { besluit, motivering: Gevoelig::new(nieuw.motivering) };
    let write = Write { app: &app, actor: caller.0, headers, fingerprint };
    write
        .execute(initiatief, handeling, nieuw.plaatsgevonden.as_ref(), "/v1/initiatieven/{id}/besluiten")
        .await
}

/// De besluiten van een initiatief.
#[derive(Debug, Serialize, ToSchema)]
struct Besluiten {
    /// De besluiten, ook de teruggedraaide.
    #[schema(max_items = 100000)]
    besluiten: Vec<Besluit>,
}

/// Een besluit.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Besluit {
    /// Het id.
    #[schema(format = Uuid)]
    id: String,
    /// Waar het over gaat.
    #[schema(max_length = 60)]
    soort: String,
    /// Het mandaat.
    #[schema(max_length = 200)]
    mandaat: String,
    /// Waarom.
    #[schema(max_length = 20000)]
    motivering: String,
    /// Waar het op berust.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    grondslag: Option<String>,
    /// In welke hoedanigheid.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    hoedanigheid: Option<String>,
    /// Onder welke portefeuille het valt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    portefeuille: Option<String>,
    /// Wat er verder is overwogen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    alternatieven: Option<String>,
    /// De status waarin het werd genomen.
    #[schema(max_length = 60)]
    status: String,
    /// Wie besliste, als pseudoniem.
    #[schema(max_length = 1000)]
    actor: String,
    /// De rol waarin.
    #[schema(schema_with = schema::rol)]
    rol: String,
    /// Het gebied of de afdeling waarvoor.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    namens: Option<String>,
    /// Het volgnummer in de volgorde van vastleggen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    volgnummer: Option<i64>,
    /// De positie in het log.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    positie: Option<i64>,
    /// Waar staat wat de beslisser toen kon zien: het dossier zoals het vlak voor het besluit bekend was.
    #[schema(max_length = 200)]
    gezien: String,
    /// Wanneer.
    genomen: MomentView,
    /// De terugdraaiing, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    teruggedraaid: Option<Terugdraaiing>,
}

/// Het terugdraaien van een besluit.
#[derive(Debug, Serialize, ToSchema)]
struct Terugdraaiing {
    /// Wanneer.
    op: MomentView,
    /// De status waarin: een late terugdraaiing valt op.
    #[schema(max_length = 60)]
    status: String,
    /// Waarom.
    #[schema(max_length = 20000)]
    motivering: String,
}

impl From<besluiten::Besluit> for Besluit {
    fn from(b: besluiten::Besluit) -> Self {
        let gezien = format!("/v1/initiatieven/{}/besluiten/{}/gezien", b.initiatief, b.id);
        let plaats = b.vastlegging.as_ref().map(|v| (v.volgnummer, v.positie));
        let (volgnummer, positie) = plaats.unzip();
        let namens = b.vastlegging.and_then(|v| v.actor.afdeling.or(v.actor.gebied));
        Self {
            id: b.id,
            namens: namens.map(|naam| naam.to_string()),
            volgnummer,
            positie,
            gezien,
            soort: b.soort,
            mandaat: b.mandaat,
            motivering: b.motivering,
            grondslag: b.grondslag,
            hoedanigheid: b.hoedanigheid,
            portefeuille: b.portefeuille,
            alternatieven: b.alternatieven,
            status: b.status,
            actor: b.actor,
            rol: b.rol,
            genomen: b.genomen.into(),
            teruggedraaid: b.teruggedraaid.map(|(op, status, motivering)| Terugdraaiing {
                op: op.into(),
                status,
                motivering,
            }),
        }
    }
}

/// Lees de besluiten van een initiatief
#[utoipa::path(operation_id = "leesBesluiten", tag = "Besluiten",
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 200, description = "De besluiten", body = Besluiten)))]
#[get("/initiatieven/{id}/besluiten")]
async fn lijst(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    app.journal().load(id).await?.ok_or_else(|| niet_gevonden(id))?;
    let besluiten = besluiten::van_initiatief(app.store(), &id.to_string()).await?;
    Ok(HttpResponse::Ok().json(Besluiten { besluiten: besluiten.into_iter().map(Into::into).collect() }))
}
