//! Facts beside the steps of the workflow: recording one, reading them back, and which kinds there are.

use super::reeksen::{controleer_koppeling, controleer_verwijzingen};
use super::standaard_limiet;
use super::tijdlijn::{Bladeren, Tijdlijn, bladzijde};
use crate::app::App;
use crate::feitschema::{self, BijInitiatief, Feitbody};
use crate::problem::ApiError;
use crate::request::{Body, Caller, Parameters, Params, WriteHeaders, id};
use crate::write::{Ontvangstbewijs, Write};
use actix_web::{HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::feit::{Feitsoort, Verband, Vorm, soorten};
use wijkspoor_domain::initiatief::Handeling;
use wijkspoor_domain::reeks::{Budgetsoort, Programmasoort, Reekssoort, Signaalsoort};

/// By a name without parameters: utoipa would take those for schemas, too.
type NieuwFeit = Feitbody<BijInitiatief>;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(leg_vast).service(lees).service(lees_soorten);
}

/// Leg iets vast bij een initiatief
///
/// Wat er gebeurt naast de stappen van de werkstroom: goedkeuring vragen en geven, belangen afwegen, verwachtingen en
/// afspraken, begeleiding, advies, partners, vergunningen, geld. `GET /feitsoorten` noemt alle soorten met hun velden.
#[utoipa::path(operation_id = "legFeitVast", tag = "Feiten", request_body = NieuwFeit,
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/initiatieven/{id}/feiten")]
async fn leg_vast(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<NieuwFeit>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let (feit, plaatsgevonden) = body.value.feit(&*app.ids)?;
    controleer_verwijzingen(&app, &caller.0, &feit).await?;
    if let Some(met) = feit.verwijzing("met") {
        controleer_koppeling(&app, id, met, feit.soort.verband == Verband::Beeindigt).await?;
    }
    let write = Write { app: &app, actor: caller.0, headers, fingerprint: body.fingerprint };
    let handeling = Handeling::LegVast(feit);
    write.execute(id, handeling, plaatsgevonden.as_ref(), "/v1/initiatieven/{id}/feiten").await
}

/// Which kinds, which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Alleen van deze soort.
    #[param(schema_with = feitschema::soort)]
    soort: Option<String>,
    /// Hoeveel per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    limiet: i64,
    /// Waar het verder gaat: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesFeiten";
}

/// Lees wat er bij een initiatief is vastgelegd
#[utoipa::path(operation_id = "leesFeiten", tag = "Feiten",
    params(("id" = Uuid, Path, description = "Het initiatief"), Vraag),
    responses((status = 200, description = "In de volgorde waarin het gebeurde", body = Tijdlijn)))]
#[get("/initiatieven/{id}/feiten")]
async fn lees(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
    vraag: Params<Vraag>,
) -> Result<HttpResponse, ApiError> {
    let Vraag { soort, limiet, cursor } = vraag.0;
    let soorten: Vec<&str> = match &soort {
        Some(soort) => vec![soort],
        None => soorten::INITIATIEF.iter().copied().flatten().map(|soort| soort.code).collect(),
    };
    bladzijde(&app, &path, Bladeren { limiet, cursor }, &soorten).await
}

/// De soorten feiten.
#[derive(Debug, Serialize, ToSchema)]
struct Feitsoorten {
    /// De soorten.
    #[schema(max_items = 1000)]
    soorten: Vec<Soort>,
}

/// Een soort feit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Feitsoort)]
struct Soort {
    /// De code.
    #[schema(max_length = 60)]
    soort: &'static str,
    /// Waar het bij hoort: initiatief, signaal, wijkprogramma of budget.
    #[schema(max_length = 60)]
    reeks: &'static str,
    /// Wat er gebeurde.
    #[schema(max_length = 1000)]
    uitleg: &'static str,
    /// Wie het mag vastleggen.
    #[schema(max_items = 20)]
    rollen: Vec<&'static str>,
    /// De soorten waarop dit het antwoord of vervolg is.
    #[schema(max_items = 20)]
    bij: Vec<&'static str>,
    /// Of er een antwoord op komt: dan staat het open tot dat er is.
    opent: bool,
    /// Of het initiatief ermee eindigt.
    beeindigt: bool,
    /// De velden.
    #[schema(max_items = 50)]
    velden: Vec<Veld>,
}

/// Een veld van een soort feit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Feitveld)]
struct Veld {
    /// De naam in JSON.
    #[schema(max_length = 60)]
    naam: &'static str,
    /// Wat erin staat.
    #[schema(max_length = 60)]
    vorm: &'static str,
    /// Of het er moet staan.
    verplicht: bool,
    /// Wat het is.
    #[schema(max_length = 1000)]
    uitleg: &'static str,
    /// Wat er gekozen kan worden.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    codes: Vec<&'static str>,
    /// De lijst van de inrichting waar het uit komt, als die is ingericht.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    lijst: Option<&'static str>,
}

fn soort(soort: &'static Feitsoort, reeks: &'static str) -> Soort {
    let veld = |v: &'static wijkspoor_domain::feit::Veld| Veld {
        naam: v.naam,
        vorm: v.vorm.woord(),
        verplicht: v.verplicht,
        uitleg: v.uitleg,
        codes: if let Vorm::Code(codes) = v.vorm { codes.to_vec() } else { Vec::new() },
        lijst: match v.vorm {
            Vorm::Uit(lijst) | Vorm::NamenUit(lijst) => Some(lijst.code()),
            _ => None,
        },
    };
    Soort {
        soort: soort.code,
        reeks,
        uitleg: soort.uitleg,
        rollen: soort.rollen.iter().map(|rol| rol.code()).collect(),
        bij: soort.bij().to_vec(),
        opent: soort.verband == Verband::Opent,
        beeindigt: soort.verband == Verband::Beeindigt,
        velden: soort.velden.iter().map(veld).collect(),
    }
}

/// Lees welke soorten feiten er zijn
///
/// Met hun velden; daaruit is een formulier te maken.
#[utoipa::path(operation_id = "leesFeitsoorten", tag = "Feiten",
    responses((status = 200, description = "De soorten", body = Feitsoorten)))]
#[get("/feitsoorten")]
async fn lees_soorten(_caller: Caller) -> HttpResponse {
    let initiatief = soorten::INITIATIEF.iter().copied().flatten().map(|s| soort(s, "initiatief"));
    let signaal = Signaalsoort::SOORTEN.iter().map(|s| soort(s, Signaalsoort::TYPE));
    let programma = Programmasoort::SOORTEN.iter().map(|s| soort(s, Programmasoort::TYPE));
    let budget = Budgetsoort::SOORTEN.iter().map(|s| soort(s, Budgetsoort::TYPE));
    let soorten = initiatief.chain(signaal).chain(programma).chain(budget).collect();
    HttpResponse::Ok().json(Feitsoorten { soorten })
}
