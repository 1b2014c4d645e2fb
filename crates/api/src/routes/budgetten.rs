//! Budgets: adopting and dividing them, and reading them as of any date.

use super::reeksen::{Begin, Reeksschema, Vervolg, feiten, id_per_jaar, leg_vast, niet_gevonden};
use super::tijdlijn::Vastgelegd;
use super::toekenningen::{ReserveringView, reservering};
use super::wissingen::WissingView;
use super::{Actualiteit, cursor, standaard_limiet};
use crate::app::App;
use crate::feitschema::Feitbody;
use crate::moment::MomentView;
use crate::problem::ApiError;
use crate::reads::budgetten::{self, Bij, Filter};
use crate::reads::wissingen;
use crate::request::{Body, Caller, Parameters, Params, WriteHeaders, id};
use crate::schema;
use crate::versie::{bekend, met_versie};
use crate::write::Ontvangstbewijs;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::moment::einde_van;
use wijkspoor_domain::reeks::{Budgetsoort, Reekssoort};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(stel_vast).service(vervolg).service(zoek).service(lees);
}

/// By a name without parameters: utoipa would take those for schemas, too.
type NieuwBudget = Feitbody<Begin<Budgetsoort>>;
type NieuwBudgetfeit = Feitbody<Vervolg<Budgetsoort>>;

impl Reeksschema for Budgetsoort {
    const NIEUW: &'static str = "NieuwBudget";
    const FEIT: &'static str = "NieuwBudgetfeit";
    // A grant reserves and confirms: then the initiative hears of it, too.
    const VAN_PROCES: &'static [&'static str] = &["budget_gereserveerd", "reservering_bevestigd"];
}

/// Stel een budget vast
///
/// Een gebied heeft er een per jaar. Bedragen zijn hele eurocenten.
#[utoipa::path(operation_id = "stelBudgetVast", tag = "Budgetten", request_body = NieuwBudget,
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/budgetten")]
async fn stel_vast(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    body: Body<NieuwBudget>,
) -> Result<HttpResponse, ApiError> {
    let id = id_per_jaar::<Budgetsoort>(&body.value.velden);
    leg_vast(&app, &app.journals.budgetten, (caller, headers), id, body, "/v1/budgetten/{id}").await
}

/// Leg vast wat er met een budget gebeurt
///
/// Verdelen over posten, ondermandaat verlenen en intrekken, verlagen, verhogen, besteden en vrijgeven. Reserveren gaat
/// met een toekenning aan een initiatief.
#[utoipa::path(operation_id = "legBudgetfeitVast", tag = "Budgetten", request_body = NieuwBudgetfeit,
    params(("id" = Uuid, Path, description = "Het budget")),
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/budgetten/{id}/feiten")]
async fn vervolg(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<NieuwBudgetfeit>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    leg_vast(&app, &app.journals.budgetten, (caller, headers), id, body, "/v1/budgetten/{id}").await
}

/// Which budgets.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Alleen van dit gebied.
    #[param(schema_with = schema::naam)]
    gebied: Option<String>,
    /// Alleen van dit jaar.
    #[param(minimum = 0, maximum = 9999)]
    jaar: Option<i64>,
    /// De stand aan het eind van deze dag; anders die van nu.
    #[param(schema_with = schema::datum)]
    peildatum: Option<Date>,
    /// Hoeveel per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    limiet: i64,
    /// Waar de lijst verder gaat: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "zoekBudgetten";
}

/// Een deel van de lijst van budgetten.
#[derive(Debug, Serialize, ToSchema)]
struct Budgetten {
    /// De budgetten, per gebied en jaar.
    #[schema(max_items = 200)]
    budgetten: Vec<Samenvatting>,
    /// De cursor van de volgende bladzijde, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// De stand van een budget, in hele eurocenten.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = BudgetSamenvatting)]
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
    /// Hoeveel er in totaal is of was; de velden hieronder tellen hiertoe op.
    totaal: i64,
    /// Niet over posten verdeeld.
    niet_verdeeld: i64,
    /// Vrij in de posten.
    vrij: i64,
    /// Vrij in ondermandaten van afdelingen.
    gemandateerd: i64,
    /// Gereserveerd voor initiatieven en nog niet besteed.
    gereserveerd: i64,
    /// Besteed.
    besteed: i64,
    /// Hoeveel mutaties zijn weggelaten omdat hun datum onbekend is.
    #[schema(minimum = 0)]
    weggelaten: i64,
}

fn samenvatting(b: budgetten::Budget) -> Samenvatting {
    let budgetten::Standen { totaal, niet_verdeeld, vrij, gemandateerd, gereserveerd, besteed } = b.standen;
    Samenvatting {
        id: b.id,
        versie: b.versie,
        gebied: b.gebied,
        jaar: b.jaar,
        totaal,
        niet_verdeeld,
        vrij,
        gemandateerd,
        gereserveerd,
        besteed,
        weggelaten: b.weggelaten,
    }
}

fn voor(peildatum: Option<Date>) -> Option<i64> {
    peildatum.map(|dag| einde_van(dag).as_microsecond())
}

/// Zoek budgetten
///
/// Vrij, gemandateerd, gereserveerd en besteed per gebied en jaar, nu of aan het eind van een dag.
#[utoipa::path(operation_id = "zoekBudgetten", tag = "Budgetten", params(Vraag),
    responses((status = 200, description = "Een bladzijde", body = Budgetten)))]
#[get("/budgetten")]
async fn zoek(app: web::Data<App>, caller: Caller, vraag: Params<Vraag>) -> Result<HttpResponse, ApiError> {
    let vraag = vraag.0;
    let na = cursor(vraag.cursor.as_deref(), "budgetten")?;
    let filter = Filter { id: None, gebied: vraag.gebied, jaar: vraag.jaar, voor: voor(vraag.peildatum) };
    let (lijst, volgende, head) =
        budgetten::lijst(app.store(), caller.reikwijdte(), &filter, na.as_ref(), vraag.limiet).await?;
    Ok(HttpResponse::Ok().json(Budgetten {
        budgetten: lijst.into_iter().map(samenvatting).collect(),
        volgende: volgende.map(|c| c.encode()),
        actualiteit: head.into(),
    }))
}

/// Een post.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Budgetpost)]
struct Post {
    /// De post.
    #[schema(max_length = 200)]
    post: String,
    /// Wie over de besteding gaat.
    #[schema(max_length = 60)]
    vrijheid: String,
    /// Hoeveel er in de post zit.
    bedrag: i64,
    /// Hoeveel daarvan vrij is.
    vrij: i64,
}

/// Een ondermandaat.
#[derive(Debug, Serialize, ToSchema)]
struct Ondermandaat {
    /// Het id.
    #[schema(format = Uuid)]
    id: String,
    /// De post.
    #[schema(max_length = 200)]
    post: String,
    /// De afdeling.
    #[schema(max_length = 200)]
    afdeling: String,
    /// De bevoegdheid waar het op rust.
    #[schema(max_length = 200)]
    bevoegdheid: String,
    /// Hoeveel het was.
    bedrag: i64,
    /// Wat daarvan over is.
    vrij: i64,
    /// Sinds wanneer.
    verleend: MomentView,
    /// Tot wanneer.
    #[serde(skip_serializing_if = "Option::is_none")]
    ingetrokken: Option<MomentView>,
}

/// Een budget met wat erin zit.
#[derive(Debug, Serialize, ToSchema)]
struct Budget {
    /// De stand.
    #[serde(flatten)]
    samenvatting: Samenvatting,
    /// De posten.
    #[schema(max_items = 10000)]
    posten: Vec<Post>,
    /// De ondermandaten, ook de ingetrokken.
    #[schema(max_items = 10000)]
    ondermandaten: Vec<Ondermandaat>,
    /// De laatste reserveringen.
    #[schema(max_items = 500)]
    reserveringen: Vec<ReserveringView>,
    /// Wat is vastgelegd.
    #[schema(max_items = 500)]
    feiten: Vec<Vastgelegd>,
    /// Dat de persoonsgegevens zijn gewist, en door welk besluit.
    #[serde(skip_serializing_if = "Option::is_none")]
    gewist: Option<WissingView>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Lees een budget
#[utoipa::path(operation_id = "leesBudget", tag = "Budgetten",
    params(("id" = Uuid, Path, description = "Het budget")),
    responses((status = 200, description = "Het budget", body = Budget)))]
#[get("/budgetten/{id}")]
async fn lees(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let filter = Filter { id: Some(id.to_string()), ..Filter::default() };
    let (mut gevonden, _, head) =
        budgetten::lijst(app.store(), caller.reikwijdte(), &filter, None, 1).await?;
    let budget = gevonden.pop().ok_or_else(|| niet_gevonden(Budgetsoort::NAAM, id))?;
    let gewist = wissingen::van(app.store(), id).await?;
    // What was erased is no new version, but must not be shown from memory either.
    if gewist.is_none()
        && let Some(bekend) = bekend(&req, budget.versie)
    {
        return Ok(bekend);
    }
    let versie = budget.versie;
    let (posten, mandaten) = budgetten::posten(app.store(), &id.to_string()).await?;
    let reserveringen = budgetten::reserveringen(app.store(), Bij::Budget, &id.to_string(), 500).await?;
    let post =
        |p: budgetten::Post| Post { post: p.post, vrijheid: p.vrijheid, bedrag: p.bedrag, vrij: p.vrij };
    let mandaat = |m: budgetten::Ondermandaat| Ondermandaat {
        id: m.id,
        post: m.post,
        afdeling: m.afdeling,
        bevoegdheid: m.bevoegdheid,
        bedrag: m.bedrag,
        vrij: m.vrij,
        verleend: m.verleend.into(),
        ingetrokken: m.ingetrokken.map(Into::into),
    };
    let budget = Budget {
        samenvatting: samenvatting(budget),
        posten: posten.into_iter().map(post).collect(),
        ondermandaten: mandaten.into_iter().map(mandaat).collect(),
        reserveringen: reserveringen.into_iter().map(reservering).collect(),
        feiten: feiten::<Budgetsoort>(&app, id).await?,
        gewist: gewist.map(Into::into),
        actualiteit: head.into(),
    };
    Ok(met_versie(versie, &budget))
}
