//! The terms of an initiative: by when, by which rule, and how that was worked out.

use super::{Actualiteit, niet_gevonden};
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::tijdlijn;
use crate::request::{Caller, Parameters, Params, id};
use crate::schema;
use actix_web::{HttpResponse, get, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::Moment;
use wijkspoor_domain::moment::einde_van;
use wijkspoor_domain::termijn::{self, Kalender, Klok, Stand, VOLGT, dagen_tussen};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// As of which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// De stand aan het eind van deze dag; anders die van nu.
    #[param(schema_with = schema::datum)]
    peildatum: Option<Date>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesTermijnen";
}

/// De termijnen van een initiatief.
#[derive(Debug, Serialize, ToSchema)]
struct Termijnen {
    /// De termijnen, in de volgorde waarin zij begonnen.
    #[schema(max_items = 10000)]
    termijnen: Vec<Termijn>,
    /// De dag waarop dit zo is.
    #[schema(schema_with = schema::datum)]
    op: String,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Een termijn.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Termijn {
    /// De code.
    #[schema(max_length = 60)]
    code: String,
    /// De naam.
    #[schema(max_length = 1000)]
    naam: String,
    /// De wet of het beleid waar zij op rust.
    #[schema(max_length = 1000)]
    grondslag: String,
    /// Of de wet haar stelt: dan eindigt zij nooit in het weekend of op een feestdag.
    wettelijk: bool,
    /// De dag waarop zij begon; de volgende dag is de eerste die telt.
    #[schema(schema_with = schema::datum)]
    begin: String,
    /// De laatste dag; ontbreekt als een datum waar zij op rust niet op de dag bekend is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    einde: Option<String>,
    /// Waar zij staat.
    #[schema(schema_with = stand)]
    stand: &'static str,
    /// Hoeveel kalenderdagen er nog zijn; onder nul hoeveel zij voorbij is.
    #[serde(skip_serializing_if = "Option::is_none")]
    dagen_over: Option<i64>,
    /// Wanneer gebeurde waar zij voor is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    gebeurd_op: Option<String>,
    /// Hoe het einde is berekend, regel voor regel.
    #[schema(max_items = 10000)]
    afleiding: Vec<Regel>,
}

/// Een regel van de berekening.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TermijnRegel)]
struct Regel {
    /// Wat er is gedaan.
    #[schema(max_length = 1000)]
    tekst: String,
    /// De laatste dag na deze regel.
    #[schema(schema_with = schema::datum)]
    einde: String,
    /// De regel van de wet of het beleid.
    #[schema(max_length = 1000)]
    grondslag: String,
}

/// No deadline, because a date is not known to the day.
const ONBEKEND: &str = "onbekend";

fn stand() -> utoipa::openapi::ObjectBuilder {
    let standen = [Stand::Loopt, Stand::Opgeschort, Stand::Verstreken, Stand::Gehaald, Stand::TeLaat];
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(standen.map(Stand::code).into_iter().chain([ONBEKEND])))
}

impl Termijn {
    fn van(klok: Klok, op: Date, kalender: &Kalender) -> Self {
        let afleiding = klok.afleiding(op, kalender);
        let regel = |r: &termijn::Regel| Regel {
            tekst: r.tekst.clone(),
            einde: r.einde.to_string(),
            grondslag: r.grondslag.clone(),
        };
        let (einde, stand, regels) = match &afleiding {
            Some((a, stand)) => (Some(a.einde), stand.code(), a.regels.iter().map(regel).collect()),
            None => (None, ONBEKEND, Vec::new()),
        };
        Self {
            code: klok.termijn.code,
            naam: klok.termijn.naam,
            grondslag: klok.termijn.grondslag,
            wettelijk: klok.termijn.wettelijk,
            begin: klok.begin.to_string(),
            dagen_over: einde.filter(|_| klok.einde.is_none()).map(|einde| dagen_tussen(op, einde)),
            einde: einde.map(|einde| einde.to_string()),
            stand,
            gebeurd_op: klok.einde.map(|einde| einde.op.to_string()),
            afleiding: regels,
        }
    }
}

/// Lees de termijnen van een initiatief
///
/// Wat wanneer klaar moet zijn, volgens welke wet of welk beleid, met elke regel van de berekening: de duur, de dagen dat
/// de termijn stilstond, uitstel, en het verschuiven naar een werkdag (Algemene termijnenwet).
#[utoipa::path(operation_id = "leesTermijnen", tag = "Stagnatie",
    params(("id" = Uuid, Path, description = "Het initiatief"), Vraag),
    responses((status = 200, description = "De termijnen", body = Termijnen)))]
#[get("/initiatieven/{id}/termijnen")]
async fn lees(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
    vraag: Params<Vraag>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let nu = Moment::tijdstip(app.clock().now());
    let op = vraag.0.peildatum.unwrap_or(nu.dag());
    let (stappen, head) = tijdlijn::alles(app.store(), &id.to_string(), VOLGT).await?;
    if stappen.is_empty() {
        return Err(niet_gevonden(id));
    }
    let opzet = app.opzet();
    let tot = einde_van(op);
    let gebeurd = stappen.iter().filter(|stap| stap.plaatsgevonden().op < tot);
    let gebeurd = gebeurd.map(|stap| (stap.plaatsgevonden(), &stap.feit.event));
    let hervat = opzet.inrichting.hervatting(nu);
    let (klokken, kalender) =
        (termijn::klokken(gebeurd, &opzet.werkstromen, hervat), &opzet.inrichting.kalender);
    let termijnen = klokken.into_iter().map(|klok| Termijn::van(klok, op, kalender)).collect();
    Ok(HttpResponse::Ok().json(Termijnen { termijnen, op: op.to_string(), actualiteit: head.into() }))
}
