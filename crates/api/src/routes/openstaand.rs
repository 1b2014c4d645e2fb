//! What waits for an answer, and what lacks in a dossier.

use super::{Actualiteit, cursor, niet_gevonden, standaard_limiet};
use crate::app::App;
use crate::feitschema;
use crate::moment::MomentView;
use crate::problem::ApiError;
use crate::reads::openstaand::{self, Filter};
use crate::reads::stagnatie::dagen;
use crate::request::{Caller, Parameters, Params, id};
use crate::schema;
use actix_web::{HttpResponse, get, web};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_domain::feit::{ONDERDELEN, Onderdeel};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees).service(volledigheid);
}

/// Which of it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Alleen bij dit initiatief.
    initiatief: Option<Uuid>,
    /// Alleen van deze soort.
    #[param(schema_with = feitschema::soort)]
    soort: Option<String>,
    /// Alleen wat aan deze afdeling, partner of dit programma is gevraagd.
    #[param(schema_with = schema::naam)]
    bij: Option<String>,
    /// Alleen in dit gebied.
    #[param(schema_with = schema::naam)]
    gebied: Option<String>,
    /// Hoeveel per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    limiet: i64,
    /// Waar de lijst verder gaat: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesOpenstaand";
}

/// Een deel van wat op antwoord wacht.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenstaandeVragen)]
struct Lijst {
    /// Wat het langst wacht eerst.
    #[schema(max_items = 200)]
    openstaand: Vec<Openstaand>,
    /// De cursor van de volgende bladzijde, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Iets wat op antwoord wacht.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Openstaand {
    /// Het id; een antwoord noemt het in `betreft`.
    #[schema(format = Uuid)]
    id: String,
    /// Het initiatief.
    #[schema(format = Uuid)]
    initiatief_id: String,
    /// Hoe het heet.
    #[schema(max_length = 200)]
    titel: String,
    /// Het gebied.
    #[schema(max_length = 200)]
    gebied: String,
    /// Het soort feit waarmee het begon.
    #[schema(max_length = 60)]
    soort: String,
    /// Van wie het antwoord moet komen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    bij: Option<String>,
    /// Wanneer het antwoord er moet zijn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    uiterlijk: Option<String>,
    /// Of die dag voorbij is.
    te_laat: bool,
    /// Sinds wanneer.
    sinds: MomentView,
    /// Hoeveel kalenderdagen dat is; ontbreekt als de datum onbekend is.
    #[serde(skip_serializing_if = "Option::is_none")]
    dagen: Option<i64>,
}

fn regel(open: openstaand::Openstaand, nu: Timestamp) -> Openstaand {
    let vandaag = wijkspoor_domain::Moment::tijdstip(nu).dag().to_string();
    Openstaand {
        id: open.id,
        initiatief_id: open.initiatief,
        titel: open.titel,
        gebied: open.gebied,
        soort: open.soort,
        bij: open.bij,
        te_laat: open.uiterlijk.as_ref().is_some_and(|uiterlijk| *uiterlijk < vandaag),
        uiterlijk: open.uiterlijk,
        sinds: open.sinds.into(),
        dagen: dagen(open.sinds, nu),
    }
}

/// Lees wat op antwoord wacht
///
/// Gevraagde goedkeuringen, adviezen, vergunningen, plaatsen op een agenda, partners en vragen van bewoners; wat het
/// langst wacht eerst.
#[utoipa::path(operation_id = "leesOpenstaand", tag = "Feiten", params(Vraag),
    responses((status = 200, description = "Een bladzijde", body = Lijst)))]
#[get("/openstaand")]
async fn lees(app: web::Data<App>, caller: Caller, vraag: Params<Vraag>) -> Result<HttpResponse, ApiError> {
    let vraag = vraag.0;
    let na = cursor(vraag.cursor.as_deref(), "openstaand")?;
    let filter = Filter {
        initiatief: vraag.initiatief.map(|id| id.to_string()),
        soort: vraag.soort,
        bij: vraag.bij,
        gebied: vraag.gebied,
    };
    let (lijst, volgende, head) =
        openstaand::lijst(app.store(), caller.reikwijdte(), &filter, na.as_ref(), vraag.limiet).await?;
    caller.toont(lijst.iter().map(|open| open.initiatief.as_str()));
    let nu = app.clock().now();
    Ok(HttpResponse::Ok().json(Lijst {
        openstaand: lijst.into_iter().map(|open| regel(open, nu)).collect(),
        volgende: volgende.map(|c| c.encode()),
        actualiteit: head.into(),
    }))
}

/// Wat er in een dossier hoort te staan, en wat ontbreekt.
#[derive(Debug, Serialize, ToSchema)]
struct Volledigheid {
    /// De afspraken die in elk dossier horen.
    #[schema(max_items = 100)]
    onderdelen: Vec<Deel>,
    /// Hoeveel er nu al hadden moeten zijn vastgelegd en ontbreken.
    #[schema(minimum = 0)]
    ontbreekt: usize,
    /// Wat is vastgelegd maar niet had mogen gebeuren, als codes.
    #[schema(max_items = 100)]
    waarschuwingen: Vec<String>,
}

/// Een afspraak die in elk dossier hoort.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VolledigheidOnderdeel)]
struct Deel {
    /// Wat het is.
    #[schema(max_length = 200)]
    naam: &'static str,
    /// De soorten feiten waarvan er een genoeg is.
    #[schema(max_items = 20)]
    soorten: Vec<&'static str>,
    /// Of het is vastgelegd.
    vastgelegd: bool,
    /// Of het in deze fase vastgelegd hoort te zijn.
    nodig: bool,
}

/// Lees wat er in het dossier ontbreekt
///
/// Welke afspraken zijn vastgelegd en welke niet. Dat iets ontbreekt bewijst niet dat het niet is gebeurd.
#[utoipa::path(operation_id = "leesVolledigheid", tag = "Feiten",
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 200, description = "De volledigheid van het dossier", body = Volledigheid)))]
#[get("/initiatieven/{id}/volledigheid")]
async fn volledigheid(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let loaded = app.journal().load(id).await?.ok_or_else(|| niet_gevonden(id))?;
    let toestand = loaded.aggregate.toestand().ok_or_else(|| niet_gevonden(id))?;
    let opzet = app.opzet();
    let werkstromen = &opzet.werkstromen;
    let status = werkstromen.zoek(&toestand.werkstroom).and_then(|w| w.status(&toestand.status));
    let deel = |onderdeel: &'static Onderdeel| Deel {
        naam: onderdeel.naam,
        soorten: onderdeel.soorten.to_vec(),
        vastgelegd: onderdeel.is_vastgelegd(&toestand.feiten),
        nodig: status.is_some_and(|s| onderdeel.vanaf.contains(&s.fase)),
    };
    let onderdelen: Vec<_> = ONDERDELEN.iter().map(deel).collect();
    Ok(HttpResponse::Ok().json(Volledigheid {
        ontbreekt: onderdelen.iter().filter(|deel| deel.nodig && !deel.vastgelegd).count(),
        onderdelen,
        waarschuwingen: toestand.feiten.waarschuwingen.iter().cloned().collect(),
    }))
}
