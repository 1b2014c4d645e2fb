//! Erasing personal data by a decision, and the register of what was erased.

use super::tijdlijn::Bladeren;
use super::{Actualiteit, cursor};
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::cursor::Cursor;
use crate::reads::wissingen::{self, Wissing};
use crate::request::{Body, Caller, Parameters, Params};
use crate::schema;
use crate::wissen::wis;
use crate::write::metadata;
use actix_web::{HttpResponse, get, post, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::ObjectBuilder;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_domain::wissing::{MAX_KENMERK, Wisaanleiding, Wisgrond};
use wijkspoor_domain::{Moment, Naam, Wisbesluit};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees).service(voer_uit);
}

/// The order of the list.
const ORDE: &str = "wissingen";

/// Wat er wordt gewist, en door welk besluit.
///
/// Het besluit blijft staan, leesbaar en voor altijd: er mag geen persoonsgegeven in staan. Het verzoek zelf hoort in uw
/// zaaksysteem, onder `kenmerk`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schema(as = NieuweWissing)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8059", "aanleiding": "verzoek_betrokkene", "verzoekOp": "2026-03-01",
    "grond": "toestemming_ingetrokken", "kenmerk": "Z-2026-0012345", "mandaat": "Privacy officer",
    "motivering": "De indiener trok zijn toestemming in; er is geen andere grond om zijn gegevens te bewaren."
}))]
struct Nieuw {
    /// Het initiatief, signaal, wijkprogramma of budget.
    id: Uuid,
    /// De aanleiding.
    #[schema(schema_with = aanleiding)]
    aanleiding: Wisaanleiding,
    /// De dag waarop erom is gevraagd; alleen bij een verzoek.
    #[schema(schema_with = schema::datum)]
    verzoek_op: Option<Date>,
    /// De grond (AVG, artikel 17).
    #[schema(schema_with = grond)]
    grond: Wisgrond,
    /// Waar het verzoek en het besluit zijn bewaard, bijvoorbeeld een zaaknummer.
    #[schema(schema_with = kenmerk)]
    kenmerk: Option<String>,
    /// De functie die dit mag besluiten; geen naam van een persoon.
    #[schema(schema_with = schema::naam)]
    mandaat: Naam,
    /// Waarom, zonder persoonsgegevens: deze tekst wordt nooit gewist.
    #[schema(schema_with = schema::blijvend)]
    motivering: String,
    /// Of het ook mag als het initiatief nog loopt: van wat er daarna bij komt, wordt geen tekst bewaard.
    #[serde(default)]
    ook_lopend: bool,
}

fn aanleiding() -> ObjectBuilder {
    schema::codes(Wisaanleiding::CODES)
}

fn grond() -> ObjectBuilder {
    schema::codes(Wisgrond::CODES)
}

fn kenmerk() -> ObjectBuilder {
    schema::naam().max_length(Some(MAX_KENMERK))
}

/// Dat persoonsgegevens zijn gewist, en door welk besluit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Wissing)]
pub(super) struct WissingView {
    /// Waarvan: het initiatief, het signaal, het wijkprogramma of het budget.
    id: Uuid,
    /// Wat dat is.
    #[schema(max_length = 60)]
    reeks: String,
    /// Wanneer.
    #[schema(schema_with = schema::tijdstip)]
    gewist_op: String,
    /// De positie in het log.
    #[schema(minimum = 1)]
    positie: i64,
    /// Wie het uitvoerde, als pseudoniem.
    #[schema(max_length = 1000)]
    actor: String,
    /// De rol waarin.
    #[schema(max_length = 60)]
    rol: String,
    /// Het besluit; ontbreekt bij wat is gewist voordat besluiten werden vastgelegd.
    #[serde(skip_serializing_if = "Option::is_none")]
    besluit: Option<WisbesluitView>,
}

/// Het besluit om te wissen.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Wisbesluit)]
struct WisbesluitView {
    /// De aanleiding.
    #[schema(schema_with = aanleiding)]
    aanleiding: &'static str,
    /// De dag waarop erom is gevraagd.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    verzoek_op: Option<String>,
    /// De grond.
    #[schema(schema_with = grond)]
    grond: &'static str,
    /// De grond, in woorden.
    #[schema(max_length = 200)]
    grond_naam: &'static str,
    /// Waar het verzoek en het besluit zijn bewaard.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    kenmerk: Option<String>,
    /// De functie die besloot.
    #[schema(max_length = 200)]
    mandaat: String,
    /// Waarom.
    #[schema(max_length = 500)]
    motivering: String,
}

impl From<Wissing> for WissingView {
    fn from(wissing: Wissing) -> Self {
        let besluit = wissing.besluit.map(|besluit| WisbesluitView {
            aanleiding: besluit.aanleiding.code(),
            verzoek_op: besluit.verzoek_op.map(|dag| dag.to_string()),
            grond: besluit.grond.code(),
            grond_naam: besluit.grond.naam(),
            kenmerk: besluit.kenmerk,
            mandaat: besluit.mandaat.into(),
            motivering: besluit.motivering,
        });
        Self {
            id: wissing.stroom,
            reeks: wissing.soort,
            gewist_op: wissing.op.to_string(),
            positie: wissing.positie,
            actor: wissing.actor,
            rol: wissing.rol.code().to_owned(),
            besluit,
        }
    }
}

/// Wis persoonsgegevens
///
/// Wist alle namen, contactgegevens en vrije teksten van één initiatief, signaal, wijkprogramma of budget, voor altijd: de sleutel waarmee
/// zij zijn versleuteld wordt vernietigd. Het verloop en de cijfers blijven, en het log blijft te controleren. Hetzelfde besluit nog
/// eens sturen mag: dat verandert niets, en maakt af wat werd onderbroken. In back-ups van hiervoor staan de gegevens nog.
#[utoipa::path(operation_id = "wisPersoonsgegevens", tag = "Persoonsgegevens", request_body = Nieuw,
    responses((status = 200, description = "Gewist", body = WissingView)))]
#[post("/wissingen")]
async fn voer_uit(app: web::Data<App>, caller: Caller, body: Body<Nieuw>) -> Result<HttpResponse, ApiError> {
    let Nieuw { id, aanleiding, verzoek_op, grond, kenmerk, mandaat, motivering, ook_lopend } = body.value;
    let besluit = Wisbesluit { aanleiding, verzoek_op, grond, kenmerk, mandaat, motivering };
    let metadata = metadata(&app, &caller.0, None, Moment::tijdstip(app.clock().now()));
    let wissing = wis(&app.journals, id, besluit, ook_lopend, &metadata).await?;
    Ok(HttpResponse::Ok().json(WissingView::from(wissing)))
}

#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct LeesWissingen(Bladeren);

impl Parameters for LeesWissingen {
    const OPERATION: &'static str = "leesWissingen";
}

/// Een deel van het register van wissingen.
#[derive(Debug, Serialize, ToSchema)]
struct Wissingen {
    /// De wissingen; de laatste eerst.
    #[schema(max_items = 200)]
    wissingen: Vec<WissingView>,
    /// De cursor van de volgende bladzijde, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Lees wat er is gewist
///
/// Het register van wissingen: wat, wanneer, op welke grond, en door wie dat is besloten.
#[utoipa::path(operation_id = "leesWissingen", tag = "Persoonsgegevens", params(Bladeren),
    responses((status = 200, description = "Een bladzijde van het register", body = Wissingen)))]
#[get("/wissingen")]
async fn lees(
    app: web::Data<App>,
    _caller: Caller,
    vraag: Params<LeesWissingen>,
) -> Result<HttpResponse, ApiError> {
    let vraag = vraag.0.0;
    let voor = cursor(vraag.cursor.as_deref(), ORDE)?.and_then(|cursor| cursor.int);
    let (wissingen, meer, head) = wissingen::lijst(app.store(), voor, vraag.limiet).await?;
    let volgende = wissingen.last().filter(|_| meer).map(|laatste| {
        let (order, int) = (ORDE.to_owned(), Some(laatste.positie));
        Cursor { order, int, text: None, id: laatste.stroom.to_string() }.encode()
    });
    let wissingen = wissingen.into_iter().map(WissingView::from).collect();
    Ok(HttpResponse::Ok().json(Wissingen { wissingen, volgende, actualiteit: head.into() }))
}
