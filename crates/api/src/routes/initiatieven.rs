//! Initiatives: submit, list, read.

use super::overgangen::{MogelijkeOvergang, mogelijk};
use super::{AanZet, Actualiteit, cursor, niet_gevonden, standaard_limiet};
use crate::app::App;
use crate::moment::{MomentView, Plaatsgevonden};
use crate::problem::ApiError;
use crate::reads::dossiers::{self, Dossier, Filter, Orde, orde_code};
use crate::request::{Body, Caller, Parameters, Params, WriteHeaders, id};
use crate::schema;
use crate::write::{Ontvangstbewijs, Write};
use actix_web::{HttpRequest, HttpResponse, get, http::header, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::initiatief::gebeurtenis::Categorie;
use wijkspoor_domain::initiatief::{Handeling, handeling};
use wijkspoor_domain::{Gevoelig, Naam};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lijst).service(dien_in).service(lees);
}

/// Een initiatief om in te dienen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "titel": "Een groenere speelplek aan de Akkerstraat",
    "omschrijving": "Wij willen met de buurt bomen planten en banken plaatsen.",
    "gebied": "Malburgen", "wijken": ["Malburgen West"], "thema": "leefbaarheid",
    "oorsprong": "bewoners", "categorie": "klein_openbare_ruimte",
    "initiatiefnemers": ["Buurtgroep Akkerstraat"]
}))]
pub struct NieuwInitiatief {
    /// Hoe het initiatief heet.
    #[schema(schema_with = schema::regel)]
    titel: String,
    /// Wat de indieners willen.
    #[schema(schema_with = schema::tekst)]
    omschrijving: String,
    /// Het gebied; het team leefomgeving van dit gebied behandelt het.
    #[schema(schema_with = schema::naam)]
    gebied: Naam,
    /// De wijken waar het over gaat.
    #[serde(default)]
    #[schema(schema_with = wijken)]
    wijken: Vec<Naam>,
    /// Het thema.
    #[schema(schema_with = schema::naam)]
    thema: Naam,
    /// Van wie het komt: bewoners, tlo, gemeente, sociaal_wijkteam, …
    #[schema(schema_with = schema::naam)]
    oorsprong: Naam,
    /// De categorie, als die bekend is.
    #[schema(schema_with = schema::categorie)]
    categorie: Option<Categorie>,
    /// De bewoners of groepen die indienen.
    #[serde(default)]
    #[schema(schema_with = indieners)]
    initiatiefnemers: Vec<String>,
    /// Hoe zij te bereiken zijn.
    #[schema(schema_with = schema::tekst)]
    contact: Option<String>,
    /// Een kenmerk van de afzender, bijvoorbeeld een zaaknummer.
    #[schema(schema_with = schema::naam)]
    kenmerk: Option<Naam>,
    /// De werkstroom; zonder keuze `wijkinitiatief`.
    #[serde(default = "wijkinitiatief")]
    #[schema(schema_with = schema::code)]
    werkstroom: String,
    /// Wanneer het is ingediend; zonder opgave: nu.
    #[schema(inline = false)]
    plaatsgevonden: Option<Plaatsgevonden>,
}

fn wijken() -> utoipa::openapi::ArrayBuilder {
    utoipa::openapi::ArrayBuilder::new().items(schema::naam()).max_items(Some(50))
}

fn indieners() -> utoipa::openapi::ArrayBuilder {
    utoipa::openapi::ArrayBuilder::new().items(schema::regel()).max_items(Some(50))
}

fn wijkinitiatief() -> String {
    "wijkinitiatief".to_owned()
}

/// Dien een initiatief in
#[utoipa::path(operation_id = "dienInitiatiefIn", tag = "Initiatieven", request_body = NieuwInitiatief,
    responses((status = 201, description = "Ingediend", body = Ontvangstbewijs)))]
#[post("/initiatieven")]
async fn dien_in(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    body: Body<NieuwInitiatief>,
) -> Result<HttpResponse, ApiError> {
    let Body { value: nieuw, fingerprint } = body;
    let indiening = handeling::Indiening {
        werkstroom: nieuw.werkstroom,
        titel: Gevoelig::new(nieuw.titel.trim()),
        omschrijving: Gevoelig::new(nieuw.omschrijving),
        gebied: nieuw.gebied,
        wijken: nieuw.wijken,
        thema: nieuw.thema,
        oorsprong: nieuw.oorsprong,
        categorie: nieuw.categorie,
        initiatiefnemers: nieuw.initiatiefnemers.into_iter().map(Gevoelig::new).collect(),
        contact: nieuw.contact.map(Gevoelig::new),
        kenmerk: nieuw.kenmerk,
    };
    let id = app.ids.next();
    // There is no version yet that could be matched.
    let headers = WriteHeaders { if_match: None, ..headers };
    let write = Write { app: &app, actor: caller.0, headers, fingerprint };
    let handeling = Handeling::DienIn(indiening);
    write.execute(id, handeling, nieuw.plaatsgevonden.as_ref(), "/v1/initiatieven/{id}").await
}

/// What to look for in the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct Zoekvraag {
    /// Alleen met deze status.
    #[param(schema_with = schema::code)]
    status: Option<String>,
    /// Alleen in deze fase.
    #[param(schema_with = schema::fase)]
    fase: Option<String>,
    /// Alleen in dit gebied.
    #[param(schema_with = schema::naam)]
    gebied: Option<String>,
    /// Alleen in deze wijk.
    #[param(schema_with = schema::naam)]
    wijk: Option<String>,
    /// Alleen met dit thema.
    #[param(schema_with = schema::naam)]
    thema: Option<String>,
    /// Alleen in deze categorie.
    #[param(schema_with = schema::categorie)]
    categorie: Option<String>,
    /// Alleen met dit kenmerk.
    #[param(schema_with = schema::naam)]
    kenmerk: Option<String>,
    /// Alleen waar dit soort partij aan zet is.
    #[param(schema_with = super::partij)]
    partij: Option<String>,
    /// Alleen waar deze afdeling aan zet is.
    #[param(schema_with = schema::naam)]
    afdeling: Option<String>,
    /// Alleen waar stagnatie is gemeld (of juist niet).
    gestagneerd: Option<bool>,
    /// Woorden die alle voorkomen in titel, gebied, wijk, thema of kenmerk.
    #[param(schema_with = schema::regel)]
    zoek: Option<String>,
    /// De volgorde; met een min ervoor aflopend.
    #[serde(default = "nieuwste_eerst")]
    #[param(schema_with = orde)]
    sorteer: String,
    /// Hoeveel per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    limiet: i64,
    /// Waar de lijst verder gaat: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl Parameters for Zoekvraag {
    const OPERATION: &'static str = "zoekInitiatieven";
}

const ORDEN: [Orde; 3] = [Orde::Ingediend, Orde::Gewijzigd, Orde::Titel];

fn orden() -> impl Iterator<Item = (Orde, bool)> {
    ORDEN.into_iter().flat_map(|orde| [(orde, false), (orde, true)])
}

fn orde() -> utoipa::openapi::ObjectBuilder {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(orden().map(|(orde, aflopend)| orde_code(orde, aflopend))))
}

fn nieuwste_eerst() -> String {
    orde_code(Orde::Gewijzigd, true).to_owned()
}

/// Een deel van de lijst.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Initiatieven {
    /// De initiatieven.
    #[schema(max_items = 200)]
    initiatieven: Vec<Samenvatting>,
    /// De cursor van de volgende bladzijde, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Een initiatief in een lijst.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Samenvatting {
    /// Het id.
    #[schema(format = Uuid)]
    id: String,
    /// De versie; de ETag van het initiatief.
    #[schema(minimum = 1)]
    versie: i64,
    /// Hoe het heet.
    #[schema(max_length = 200)]
    titel: String,
    /// De werkstroom.
    #[schema(max_length = 60)]
    werkstroom: String,
    /// De versie van de werkstroom.
    #[schema(minimum = 1)]
    werkstroom_versie: i64,
    /// De code van de status.
    #[schema(max_length = 60)]
    status: String,
    /// De naam van de status.
    #[schema(max_length = 1000)]
    status_naam: String,
    /// Sinds wanneer het deze status heeft.
    status_sinds: MomentView,
    /// De fase.
    #[schema(max_length = 60)]
    fase: String,
    /// Wie aan zet is; leeg in een eindstatus.
    #[schema(max_items = 1000)]
    aan_zet: Vec<AanZet>,
    /// Het gebied.
    #[schema(max_length = 200)]
    gebied: String,
    /// De wijken.
    #[schema(max_items = 50)]
    wijken: Vec<String>,
    /// Het thema.
    #[schema(max_length = 200)]
    thema: String,
    /// Van wie het komt.
    #[schema(max_length = 200)]
    oorsprong: String,
    /// De categorie.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    categorie: Option<String>,
    /// Het kenmerk van de afzender.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    kenmerk: Option<String>,
    /// Stedelijke partners.
    #[schema(max_items = 1000)]
    partners: Vec<String>,
    /// Wanneer het is ingediend.
    ingediend: MomentView,
    /// Wanneer iemand er het laatst iets aan deed.
    laatste_activiteit: MomentView,
    /// Wanneer de initiatiefnemer het laatst iets hoorde.
    #[serde(skip_serializing_if = "Option::is_none")]
    laatste_terugkoppeling: Option<MomentView>,
    /// Waarom het stilstaat, als dat is gemeld.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    stagnatie: Option<String>,
    /// Sinds wanneer het stilstaat.
    #[serde(skip_serializing_if = "Option::is_none")]
    stagnatie_sinds: Option<MomentView>,
    /// Hoe vaak een opdracht terugkwam.
    #[schema(minimum = 0)]
    pingpong: i64,
}

fn samenvatting(app: &App, d: Dossier) -> Samenvatting {
    let opzet = app.opzet();
    let werkstromen = &opzet.werkstromen;
    let versie = u32::try_from(d.werkstroom.1).unwrap_or_default();
    let werkstroom = werkstromen
        .zoek(&wijkspoor_domain::werkstroom::WerkstroomRef { code: d.werkstroom.0.clone(), versie });
    let status_naam =
        werkstroom.and_then(|w| w.status(&d.status)).map_or(d.status.clone(), |s| s.naam.clone());
    Samenvatting {
        id: d.id,
        versie: d.versie,
        titel: d.titel,
        werkstroom: d.werkstroom.0,
        werkstroom_versie: d.werkstroom.1,
        status: d.status,
        status_naam,
        status_sinds: d.status_sinds.into(),
        fase: d.fase,
        aan_zet: d.aan_zet.into_iter().map(Into::into).collect(),
        gebied: d.gebied,
        wijken: d.wijken,
        thema: d.thema,
        oorsprong: d.oorsprong,
        categorie: d.categorie,
        kenmerk: d.kenmerk,
        partners: d.partners,
        ingediend: d.ingediend.into(),
        laatste_activiteit: d.activiteit.into(),
        laatste_terugkoppeling: d.terugkoppeling.map(Into::into),
        stagnatie: d.stagnatie,
        stagnatie_sinds: d.stagnatie_sinds.map(Into::into),
        pingpong: d.pingpong,
    }
}

/// Zoek initiatieven
///
/// Filter, zoek, sorteer en blader. Een cursor wijst een plaats in de volgorde aan, geen bladzijdenummer: er valt niets
/// tussenuit en niets komt dubbel, behalve wat onder het bladeren zelf van plaats verandert, zoals bij `gewijzigd`.
#[utoipa::path(operation_id = "zoekInitiatieven", tag = "Initiatieven", params(Zoekvraag),
    responses((status = 200, description = "Een bladzijde van de lijst", body = Initiatieven)))]
#[get("/initiatieven")]
async fn lijst(
    app: web::Data<App>,
    _caller: Caller,
    vraag: Params<Zoekvraag>,
) -> Result<HttpResponse, ApiError> {
    let Params(vraag) = vraag;
    let (orde, aflopend) = (orden().find(|(orde, aflopend)| orde_code(*orde, *aflopend) == vraag.sorteer))
        .unwrap_or((Orde::Gewijzigd, true));
    let na = cursor(vraag.cursor.as_deref(), &vraag.sorteer)?;
    let filter = Filter {
        status: vraag.status,
        fase: vraag.fase,
        gebied: vraag.gebied,
        wijk: vraag.wijk,
        thema: vraag.thema,
        categorie: vraag.categorie,
        kenmerk: vraag.kenmerk,
        partij: vraag.partij,
        afdeling: vraag.afdeling,
        gestagneerd: vraag.gestagneerd,
        zoek: vraag.zoek,
    };
    let pagina = dossiers::lijst(app.store(), &filter, orde, aflopend, na.as_ref(), vraag.limiet).await;
    let (lijst, volgende, head) = pagina?;
    Ok(HttpResponse::Ok().json(Initiatieven {
        initiatieven: lijst.into_iter().map(|d| samenvatting(&app, d)).collect(),
        volgende: volgende.map(|c| c.encode()),
        actualiteit: head.into(),
    }))
}

/// Een initiatief met alles wat er nu van bekend is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Initiatief {
    #[serde(flatten)]
    samenvatting: Samenvatting,
    /// Wat de indieners willen.
    #[schema(max_length = 20000)]
    omschrijving: String,
    /// De bewoners of groepen die indienden.
    #[schema(max_items = 50)]
    initiatiefnemers: Vec<String>,
    /// Hoe zij te bereiken zijn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    contact: Option<String>,
    /// Wie het behandelt bij het TLO.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    behandelaar: Option<String>,
    /// Wie het trekt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    kartrekker: Option<String>,
    /// Wat er is bereikt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    resultaat: Option<String>,
    /// Waarom het stilstaat, in woorden.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    stagnatie_toelichting: Option<String>,
    /// Wat u nu mag doen, en wat elke overgang vereist.
    #[schema(max_items = 500)]
    mogelijke_overgangen: Vec<MogelijkeOvergang>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Lees een initiatief
///
/// De ETag is de versie: geef haar mee in If-Match als u iets verandert.
#[utoipa::path(operation_id = "leesInitiatief", tag = "Initiatieven",
    params(("id" = Uuid, Path, description = "Het initiatief"),
           ("If-None-Match" = Option<String>, Header, description = "De ETag die u al hebt; is die er nog, dan 304")),
    responses((status = 200, description = "Het initiatief", body = Initiatief),
              (status = 304, description = "Niet gewijzigd")))]
#[get("/initiatieven/{id}")]
async fn lees(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let (gevonden, head) = dossiers::een(app.store(), &id.to_string()).await?;
    let (dossier, inhoud) = gevonden.ok_or_else(|| niet_gevonden(id))?;
    let etag = format!("\"{}\"", dossier.versie);
    let known = req.headers().get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if known.split(',').any(|tag| tag.trim() == etag) {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, etag)).finish());
    }
    let mogelijke_overgangen = mogelijk(&app, id, &caller.0).await?;
    Ok(HttpResponse::Ok().insert_header((header::ETAG, etag)).json(Initiatief {
        samenvatting: samenvatting(&app, dossier),
        omschrijving: inhoud.omschrijving,
        initiatiefnemers: inhoud.initiatiefnemers,
        contact: inhoud.contact,
        behandelaar: inhoud.behandelaar,
        kartrekker: inhoud.kartrekker,
        resultaat: inhoud.resultaat,
        stagnatie_toelichting: inhoud.stagnatie,
        mogelijke_overgangen,
        actualiteit: head.into(),
    }))
}
