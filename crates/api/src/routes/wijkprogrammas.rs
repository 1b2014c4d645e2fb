//! Wijkprogramma's: what a gebied means to do in a year, from whom that came, and where residents were asked.

use super::reeksen::{Begin, Reeksschema, Vervolg, feiten, id_per_jaar, leg_vast, niet_gevonden};
use super::tijdlijn::Vastgelegd;
use super::wissingen::WissingView;
use super::{Actualiteit, cursor, standaard_limiet};
use crate::app::App;
use crate::feitschema::Feitbody;
use crate::moment::MomentView;
use crate::problem::ApiError;
use crate::reads::programmas::{self, Filter, Tellingen};
use crate::reads::wissingen;
use crate::request::{Body, Caller, Parameters, Params, WriteHeaders, id};
use crate::schema;
use crate::versie::{bekend, met_versie};
use crate::write::Ontvangstbewijs;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::Moment;
use wijkspoor_domain::reeks::{Programmasoort, Reekssoort};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(stel_vast).service(vervolg).service(zoek).service(lees);
}

/// By a name without parameters: utoipa would take those for schemas, too.
type NieuwWijkprogramma = Feitbody<Begin<Programmasoort>>;
type NieuwWijkprogrammafeit = Feitbody<Vervolg<Programmasoort>>;

impl Reeksschema for Programmasoort {
    const NIEUW: &'static str = "NieuwWijkprogramma";
    const FEIT: &'static str = "NieuwWijkprogrammafeit";
}

/// Stel een wijkprogramma vast
///
/// Een gebied heeft er een per jaar.
#[utoipa::path(operation_id = "stelWijkprogrammaVast", tag = "Wijkprogrammas", request_body = NieuwWijkprogramma,
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/wijkprogrammas")]
async fn stel_vast(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    body: Body<NieuwWijkprogramma>,
) -> Result<HttpResponse, ApiError> {
    let id = id_per_jaar::<Programmasoort>(&body.value.velden);
    leg_vast(&app, &app.journals.programmas, (caller, headers), id, body, "/v1/wijkprogrammas/{id}").await
}

/// Vul een wijkprogramma
///
/// Prioriteiten, acties met hun herkomst, de initiatieven die erbij horen, en momenten waarop bewoners iets te zeggen
/// krijgen.
#[utoipa::path(operation_id = "legWijkprogrammafeitVast", tag = "Wijkprogrammas", request_body = NieuwWijkprogrammafeit,
    params(("id" = Uuid, Path, description = "Het wijkprogramma")),
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/wijkprogrammas/{id}/feiten")]
async fn vervolg(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<NieuwWijkprogrammafeit>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    leg_vast(&app, &app.journals.programmas, (caller, headers), id, body, "/v1/wijkprogrammas/{id}").await
}

/// Which programmes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Alleen van dit gebied.
    #[param(schema_with = schema::naam)]
    gebied: Option<String>,
    /// Alleen van dit jaar.
    #[param(minimum = 0, maximum = 9999)]
    jaar: Option<i64>,
    /// Hoeveel per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    limiet: i64,
    /// Waar de lijst verder gaat: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "zoekWijkprogrammas";
}

/// Een deel van de lijst van wijkprogramma's.
#[derive(Debug, Serialize, ToSchema)]
struct Wijkprogrammas {
    /// De wijkprogramma's, per gebied en jaar.
    #[schema(max_items = 200)]
    wijkprogrammas: Vec<Samenvatting>,
    /// De cursor van de volgende bladzijde, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Een wijkprogramma, geteld.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WijkprogrammaSamenvatting)]
struct Samenvatting {
    /// Het id.
    #[schema(format = Uuid)]
    id: String,
    /// De versie.
    #[schema(minimum = 1)]
    versie: i64,
    /// Het gebied.
    #[schema(max_length = 200)]
    gebied: String,
    /// Het jaar.
    #[schema(minimum = 0)]
    jaar: i64,
    /// Waar het staat.
    #[schema(max_length = 60)]
    status: String,
    /// Wanneer het is vastgesteld.
    vastgesteld: MomentView,
    /// Hoeveel prioriteiten.
    #[schema(minimum = 0)]
    prioriteiten: i64,
    /// Hoeveel acties.
    #[schema(minimum = 0)]
    acties: i64,
    /// Hoeveel daarvan van bewoners komen.
    #[schema(minimum = 0)]
    acties_van_bewoners: i64,
    /// Hoeveel acties klaar zijn.
    #[schema(minimum = 0)]
    acties_afgerond: i64,
    /// Hoeveel acties niet doorgaan.
    #[schema(minimum = 0)]
    acties_vervallen: i64,
    /// Hoeveel momenten van inspraak er zijn gepland.
    #[schema(minimum = 0)]
    inspraak_gepland: i64,
    /// Hoeveel er zijn gehouden.
    #[schema(minimum = 0)]
    inspraak_gehouden: i64,
    /// Hoeveel er zijn vervallen, of waarvan de dag voorbij is zonder dat er iets is vastgelegd.
    #[schema(minimum = 0)]
    inspraak_gemist: i64,
}

fn samenvatting(p: programmas::Programma) -> Samenvatting {
    let Tellingen { acties, acties_bewoners, acties_afgerond, acties_vervallen, .. } = p.tellingen;
    Samenvatting {
        id: p.id,
        versie: p.versie,
        gebied: p.gebied,
        jaar: p.jaar,
        status: p.status,
        vastgesteld: p.vastgesteld.into(),
        prioriteiten: p.prioriteiten,
        acties,
        acties_van_bewoners: acties_bewoners,
        acties_afgerond,
        acties_vervallen,
        inspraak_gepland: p.tellingen.inspraak_gepland,
        inspraak_gehouden: p.tellingen.inspraak_gehouden,
        inspraak_gemist: p.tellingen.inspraak_gemist,
    }
}

fn vandaag(app: &App) -> String {
    Moment::tijdstip(app.clock().now()).dag().to_string()
}

/// Zoek wijkprogramma's
#[utoipa::path(operation_id = "zoekWijkprogrammas", tag = "Wijkprogrammas", params(Vraag),
    responses((status = 200, description = "Een bladzijde", body = Wijkprogrammas)))]
#[get("/wijkprogrammas")]
async fn zoek(app: web::Data<App>, caller: Caller, vraag: Params<Vraag>) -> Result<HttpResponse, ApiError> {
    let vraag = vraag.0;
    let na = cursor(vraag.cursor.as_deref(), "wijkprogrammas")?;
    let filter = Filter { id: None, gebied: vraag.gebied, jaar: vraag.jaar };
    let pagina = programmas::lijst(
        app.store(),
        caller.reikwijdte(),
        &filter,
        &vandaag(&app),
        na.as_ref(),
        vraag.limiet,
    )
    .await;
    let (lijst, volgende, head) = pagina?;
    Ok(HttpResponse::Ok().json(Wijkprogrammas {
        wijkprogrammas: lijst.into_iter().map(samenvatting).collect(),
        volgende: volgende.map(|c| c.encode()),
        actualiteit: head.into(),
    }))
}

/// Een actie, of een moment van inspraak.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WijkprogrammaDeel)]
struct Deel {
    /// Het id; een vervolg noemt het in `betreft`.
    #[schema(format = Uuid)]
    id: String,
    /// `actie_opgenomen` of `inspraakmoment_gepland`.
    #[schema(max_length = 60)]
    soort: String,
    /// Wat het is.
    #[schema(max_length = 20000)]
    tekst: String,
    /// Van wie het komt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    herkomst: Option<String>,
    /// Wanneer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    uiterlijk: Option<String>,
    /// De initiatieven die erbij horen.
    #[schema(max_items = 10000)]
    initiatieven: Vec<String>,
    /// Hoe het afliep.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    uitkomst: Option<String>,
    /// Sinds wanneer.
    begin: MomentView,
    /// Tot wanneer.
    #[serde(skip_serializing_if = "Option::is_none")]
    einde: Option<MomentView>,
}

/// Een wijkprogramma met wat erin staat.
#[derive(Debug, Serialize, ToSchema)]
struct Wijkprogramma {
    /// Het wijkprogramma.
    #[serde(flatten)]
    samenvatting: Samenvatting,
    /// De acties en de momenten van inspraak.
    #[schema(max_items = 10000)]
    delen: Vec<Deel>,
    /// Alles wat is vastgelegd.
    #[schema(max_items = 500)]
    feiten: Vec<Vastgelegd>,
    /// Dat de persoonsgegevens zijn gewist, en door welk besluit.
    #[serde(skip_serializing_if = "Option::is_none")]
    gewist: Option<WissingView>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Lees een wijkprogramma
#[utoipa::path(operation_id = "leesWijkprogramma", tag = "Wijkprogrammas",
    params(("id" = Uuid, Path, description = "Het wijkprogramma")),
    responses((status = 200, description = "Het wijkprogramma", body = Wijkprogramma)))]
#[get("/wijkprogrammas/{id}")]
async fn lees(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let filter = Filter { id: Some(id.to_string()), ..Filter::default() };
    let (mut gevonden, _, head) =
        programmas::lijst(app.store(), caller.reikwijdte(), &filter, &vandaag(&app), None, 1).await?;
    let programma = gevonden.pop().ok_or_else(|| niet_gevonden(Programmasoort::NAAM, id))?;
    let gewist = wissingen::van(app.store(), id).await?;
    // What was erased is no new version, but must not be shown from memory either.
    if gewist.is_none()
        && let Some(bekend) = bekend(&req, programma.versie)
    {
        return Ok(bekend);
    }
    let versie = programma.versie;
    let delen = programmas::delen(app.store(), &id.to_string()).await?.into_iter().map(|d| Deel {
        id: d.id,
        soort: d.soort,
        tekst: d.tekst,
        herkomst: d.herkomst,
        uiterlijk: d.uiterlijk,
        initiatieven: d.initiatieven,
        uitkomst: d.uitkomst,
        begin: d.begin.into(),
        einde: d.einde.map(Into::into),
    });
    let feiten = feiten::<Programmasoort>(&app, id).await?;
    let delen = delen.collect();
    let samenvatting = samenvatting(programma);
    Ok(met_versie(
        versie,
        &Wijkprogramma {
            samenvatting,
            delen,
            feiten,
            gewist: gewist.map(Into::into),
            actualiteit: head.into(),
        },
    ))
}
