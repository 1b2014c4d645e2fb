//! The timeline of an initiative.

use super::{Actualiteit, cursor, niet_gevonden, standaard_limiet};
use crate::app::App;
use crate::moment::MomentView;
use crate::problem::ApiError;
use crate::reads::{GEWIST, tijdlijn};
use crate::request::{Caller, Parameters, Params, id};
use crate::schema;
use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::gevoelig::GEVOELIG;
use wijkspoor_domain::upcast::StoredEvent;
use wijkspoor_domain::{Gevoelig, Herkomst, Metadata};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Bladeren {
    /// Hoeveel per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    pub(super) limiet: i64,
    /// Waar het verder gaat: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    pub(super) cursor: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct LeesTijdlijn(Bladeren);

impl Parameters for LeesTijdlijn {
    const OPERATION: &'static str = "leesTijdlijn";
}

/// Een deel van de tijdlijn.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Tijdlijn {
    /// De stappen, in de volgorde waarin zij gebeurden.
    #[schema(max_items = 200)]
    stappen: Vec<Stap>,
    /// De cursor van de volgende bladzijde, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Een stap in de tijdlijn.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Stap {
    /// Het volgnummer in de volgorde van vastleggen.
    #[schema(minimum = 1)]
    volgnummer: i64,
    /// De positie in het log.
    #[schema(minimum = 1)]
    positie: i64,
    /// Het soort gebeurtenis.
    #[schema(max_length = 100)]
    soort: String,
    /// De datum, kort; zie `plaatsgevonden` voor hoe precies zij bekend is.
    #[schema(schema_with = schema::datum)]
    datum: String,
    /// Hoe precies de datum bekend is.
    #[schema(max_length = 20)]
    nauwkeurigheid: String,
    /// Wanneer het gebeurde.
    plaatsgevonden: MomentView,
    /// Wanneer het is vastgelegd.
    #[schema(schema_with = schema::tijdstip)]
    vastgelegd_op: String,
    /// De status erna.
    #[schema(max_length = 60)]
    status: String,
    /// De fase erna.
    #[schema(max_length = 60)]
    fase: String,
    /// Wie het deed, als pseudoniem.
    #[schema(max_length = 1000)]
    actor: String,
    /// De rol waarin.
    #[schema(max_length = 60)]
    rol: String,
    /// Wat er gebeurde; de inhoud hangt af van het soort gebeurtenis.
    #[schema(value_type = Object)]
    gegevens: Json,
    /// De bron, bij wat van elders is overgenomen.
    #[serde(skip_serializing_if = "Option::is_none")]
    herkomst: Option<HerkomstView>,
}

/// Iets wat is vastgelegd.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Vastgelegd {
    /// Het volgnummer in de volgorde van vastleggen.
    #[schema(minimum = 1)]
    pub volgnummer: i64,
    /// De positie in het log.
    #[schema(minimum = 1)]
    pub positie: i64,
    /// Het soort feit.
    #[schema(max_length = 100)]
    pub soort: String,
    /// Wanneer het gebeurde.
    pub plaatsgevonden: MomentView,
    /// Wanneer het is vastgelegd.
    #[schema(schema_with = schema::tijdstip)]
    pub vastgelegd_op: String,
    /// Wie het vastlegde, als pseudoniem.
    #[schema(max_length = 1000)]
    pub actor: String,
    /// De rol waarin.
    #[schema(max_length = 60)]
    pub rol: String,
    /// Wat er gebeurde; de inhoud hangt af van het soort feit.
    #[schema(value_type = Object)]
    pub gegevens: Json,
}

/// Waar een stap uit is overgenomen.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Herkomst)]
struct HerkomstView {
    /// De casus in de bron.
    #[schema(max_length = 200)]
    casus: String,
    /// Het volgnummer in de bron; ontbreekt bij een stap die is afgeleid.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    volgnr: Option<u32>,
    /// Het soort gebeurtenis volgens de bron.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    soort: Option<String>,
    /// De partij volgens de bron.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    partij: Option<String>,
    /// Wat de bron zegt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    omschrijving: Option<String>,
    /// De tijd zoals de bron die noemt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    datum_in_bron: Option<String>,
    /// De regel van de bron.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    bronregel: Option<u32>,
    /// Of de bron zegt dat dit is gebeurd; anders is het een tussenstap.
    feitelijk: bool,
}

impl TryFrom<tijdlijn::Stap> for Stap {
    type Error = serde_json::Error;

    fn try_from(stap: tijdlijn::Stap) -> serde_json::Result<Self> {
        let plaatsgevonden = stap.plaatsgevonden();
        let tijdlijn::Stap { status, fase, feit } = stap;
        let Metadata { actor, herkomst, .. } = feit.metadata;
        Ok(Self {
            volgnummer: feit.sequence,
            positie: feit.position,
            soort: feit.event.soort().to_owned(),
            datum: plaatsgevonden.dag().to_string(),
            nauwkeurigheid: plaatsgevonden.nauwkeurigheid.code().to_owned(),
            plaatsgevonden: plaatsgevonden.into(),
            vastgelegd_op: feit.recorded_at.to_string(),
            status,
            fase,
            actor: actor.id,
            rol: actor.rol.code().to_owned(),
            gegevens: leesbaar(feit.event.inhoud()?),
            herkomst: herkomst.map(Into::into),
        })
    }
}

fn tekst(gevoelig: Gevoelig) -> String {
    gevoelig.tekst().unwrap_or(GEWIST).to_owned()
}

impl From<Herkomst> for HerkomstView {
    fn from(h: Herkomst) -> Self {
        Self {
            casus: h.casus,
            volgnr: h.volgnr,
            soort: h.soort,
            partij: h.partij.map(tekst),
            omschrijving: h.omschrijving.map(tekst),
            datum_in_bron: h.datum_in_bron,
            bronregel: h.bronregel,
            feitelijk: h.feitelijk,
        }
    }
}

/// Replaces the marks of sensitive texts by the texts: the mark is for the store, not for readers.
pub(super) fn leesbaar(json: Json) -> Json {
    match json {
        Json::Object(mut map) => match map.remove(GEVOELIG) {
            Some(Json::Null) => Json::String(GEWIST.to_owned()),
            Some(tekst) => tekst,
            None => Json::Object(map.into_iter().map(|(k, v)| (k, leesbaar(v))).collect()),
        },
        Json::Array(list) => Json::Array(list.into_iter().map(leesbaar).collect()),
        anders => anders,
    }
}

/// A page of the timeline, narrowed to some kinds of event or whole.
pub(super) async fn bladzijde(
    app: &App,
    path: &str,
    vraag: Bladeren,
    soorten: &[&str],
) -> Result<HttpResponse, ApiError> {
    let id = id("id", path)?;
    let na = cursor(vraag.cursor.as_deref(), "tijdlijn")?;
    let pagina = tijdlijn::tijdlijn(app.store(), &id.to_string(), soorten, na.as_ref(), vraag.limiet).await;
    let (stappen, volgende, head) = pagina?;
    if stappen.is_empty() && app.journal().load(id).await?.is_none() {
        return Err(niet_gevonden(id));
    }
    let stappen = stappen.into_iter().map(Stap::try_from).collect::<serde_json::Result<_>>();
    let stappen = stappen.map_err(|error| ApiError::internal(&error))?;
    Ok(HttpResponse::Ok().json(Tijdlijn {
        stappen,
        volgende: volgende.map(|c| c.encode()),
        actualiteit: head.into(),
    }))
}

/// Lees de tijdlijn van een initiatief
///
/// Alles wat er gebeurde, in de volgorde waarin het gebeurde, met de nauwkeurigheid waarmee dat bekend is.
#[utoipa::path(operation_id = "leesTijdlijn", tag = "Dossier",
    params(("id" = Uuid, Path, description = "Het initiatief"), Bladeren),
    responses((status = 200, description = "Een bladzijde van de tijdlijn", body = Tijdlijn)))]
#[get("/initiatieven/{id}/tijdlijn")]
async fn lees(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
    vraag: Params<LeesTijdlijn>,
) -> Result<HttpResponse, ApiError> {
    bladzijde(&app, &path, vraag.0.0, &[]).await
}
