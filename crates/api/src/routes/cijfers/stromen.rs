//! What comes in, is begun and goes out, per month or week.

use super::csv::{self, CsvTabel, Tabel};
use super::filter::Filter;
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::episodes::stroom::{Periode, Stroom};
use crate::request::{Caller, Parameters, Params};
use crate::routes::Actualiteit;
use crate::schema;
use actix_web::{HttpRequest, HttpResponse, get, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::Moment;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::moment::{dagnummer, van_dagnummer};
use wijkspoor_domain::statistiek::{self, Telling};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// Of when, and of which initiatives.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct Vraag {
    #[serde(default = "maand")]
    #[param(schema_with = perioden_schema)]
    periode: String,
    /// Hoeveel perioden.
    #[serde(default = "dertien")]
    #[param(minimum = 1, maximum = 600)]
    aantal: i64,
    /// Een dag in de laatste periode; anders vandaag.
    #[param(schema_with = schema::datum)]
    tot_en_met: Option<Date>,
    #[param(schema_with = schema::naam)]
    gebied: Option<String>,
    #[param(schema_with = schema::naam)]
    wijk: Option<String>,
    #[param(schema_with = schema::naam)]
    thema: Option<String>,
    #[param(schema_with = schema::code)]
    categorie: Option<String>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesStromen";
}

/// A year and the month that is not over.
fn dertien() -> i64 {
    13
}

fn maand() -> String {
    "maand".to_owned()
}

fn perioden_schema() -> utoipa::openapi::ObjectBuilder {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(["maand", "week"]))
}

/// De stroom van initiatieven.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Stromen {
    /// Hoeveel er liepen toen de eerste periode begon.
    #[schema(minimum = 0)]
    lopend_vooraf: i64,
    /// Hoeveel daarvan nog niet in uitvoering waren geweest.
    #[schema(minimum = 0)]
    wachtend_vooraf: i64,
    /// De perioden, op volgorde.
    #[schema(max_items = 600)]
    perioden: Vec<PeriodeView>,
    /// Hoeveel er gemiddeld liepen (L).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    gemiddeld_lopend: Option<f64>,
    /// Hoeveel er per dag eindigden (λ).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    geeindigd_per_dag: Option<f64>,
    /// De doorlooptijd in kalenderdagen naar de wet van Little (L / λ): wat zij zou zijn als de stroom gelijk bleef.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    doorlooptijd_volgens_little: Option<f64>,
    /// De gemiddelde doorlooptijd in kalenderdagen van wat is geëindigd. Is zij veel kleiner dan die naar Little, dan
    /// blijft er werk liggen dat zij niet laat zien.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    gemeten_doorlooptijd: Option<f64>,
    /// Hoeveel er nooit meetellen omdat hun begin of einde niet bekend is.
    #[schema(minimum = 0)]
    weggelaten: i64,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Wat er in een periode gebeurde.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stroomperiode)]
#[serde(rename_all = "camelCase")]
struct PeriodeView {
    /// De eerste dag.
    #[schema(schema_with = schema::datum)]
    van: String,
    /// De laatste dag.
    #[schema(schema_with = schema::datum)]
    tot_en_met: String,
    /// Hoeveel er zijn ingediend, of heropend.
    #[schema(minimum = 0)]
    ingediend: i64,
    /// Hoeveel er voor het eerst in uitvoering kwamen.
    #[schema(minimum = 0)]
    gestart: i64,
    /// Hoeveel er eindigden, naar de fase waarin.
    geeindigd: BTreeMap<String, i64>,
    /// Hoeveel er aan het eind liepen.
    lopend: i64,
    /// Hoeveel daarvan nog niet in uitvoering waren geweest.
    wachtend: i64,
}

/// Lees de stromen
///
/// Hoeveel initiatieven er per maand of week zijn ingediend, in uitvoering kwamen en eindigden, hoeveel er liepen, en de wet
/// van Little naast de gemeten doorlooptijd. Als `text/csv` is het een tabel.
#[utoipa::path(operation_id = "leesStromen", tag = "Stagnatie", params(Vraag),
    responses((status = 200, description = "De stromen", content((Stromen = "application/json"), (CsvTabel = "text/csv")))))]
#[get("/stromen")]
async fn lees(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    vraag: Params<Vraag>,
) -> Result<HttpResponse, ApiError> {
    let Params(vraag) = vraag;
    let vandaag = Moment::tijdstip(app.clock().now()).dag();
    let tot_en_met = vraag.tot_en_met.unwrap_or(vandaag);
    let grenzen = grenzen(tot_en_met, vraag.aantal, vraag.periode == "week");
    let selectie = Filter {
        soort: Episodesoort::Looptijd,
        gebied: vraag.gebied,
        wijk: vraag.wijk,
        thema: vraag.thema,
        categorie: vraag.categorie,
        ..Filter::default()
    }
    .selectie(vandaag, caller.reikwijdte())?;
    let (stroom, head) =
        app.episodes.vraag(app.store(), move |stand| stand.stroom(&selectie, &grenzen)).await?;
    let Stroom { lopend_vooraf, wachtend_vooraf, perioden, weggelaten } = stroom;
    let telling = |p: &Periode| Telling {
        dagen: (p.einde.min(dagnummer(vandaag) + 1) - p.begin).max(0),
        begonnen: p.begonnen,
        gestart: p.gestart,
        geeindigd: p.geeindigd.values().sum(),
        doorlooptijd: p.doorlooptijd,
    };
    let uitslag = statistiek::stroom(lopend_vooraf, &perioden.iter().map(telling).collect::<Vec<_>>());
    let mut wachtend = wachtend_vooraf;
    let perioden = perioden.into_iter().zip(uitslag.lopend).map(|(p, lopend)| {
        wachtend += p.wachtend;
        PeriodeView {
            van: van_dagnummer(p.begin).to_string(),
            tot_en_met: van_dagnummer(p.einde - 1).to_string(),
            ingediend: p.begonnen,
            gestart: p.gestart,
            geeindigd: p.geeindigd,
            lopend,
            wachtend,
        }
    });
    let perioden: Vec<PeriodeView> = perioden.collect();
    if csv::gevraagd(&req) {
        return Ok(tabel(&perioden).antwoord("stromen"));
    }
    Ok(HttpResponse::Ok().json(Stromen {
        lopend_vooraf,
        wachtend_vooraf,
        perioden,
        gemiddeld_lopend: uitslag.gemiddeld_lopend,
        geeindigd_per_dag: uitslag.per_dag,
        doorlooptijd_volgens_little: uitslag.volgens_little,
        gemeten_doorlooptijd: uitslag.gemeten,
        weggelaten,
        actualiteit: head.into(),
    }))
}

/// The first days of so many periods up to the one in which a day lies, and of the one after it.
fn grenzen(tot_en_met: Date, aantal: i64, weken: bool) -> Vec<i64> {
    let begin = |dag: Date| match weken {
        true => dagnummer(dag) - i64::from(dag.weekday().to_monday_zero_offset()),
        false => dagnummer(dag.first_of_month()),
    };
    let laatste = begin(tot_en_met);
    let erna = if weken { laatste + 7 } else { dagnummer(tot_en_met.last_of_month()) + 1 };
    let mut grenzen = vec![erna, laatste];
    for _ in 1..aantal {
        let eerder = grenzen.last().map_or(laatste, |dag| begin(van_dagnummer(dag - 1)));
        grenzen.push(eerder);
    }
    grenzen.reverse();
    grenzen
}

fn tabel(perioden: &[PeriodeView]) -> Tabel {
    let einden = ["gerealiseerd", "afgewezen", "ingetrokken"];
    let koppen =
        ["van", "tot_en_met", "ingediend", "gestart"].into_iter().chain(einden).chain(["lopend", "wachtend"]);
    let mut tabel = Tabel::nieuw(koppen.map(str::to_owned));
    for p in perioden {
        let geeindigd = einden.map(|fase| p.geeindigd.get(fase).copied().unwrap_or_default().to_string());
        let begin = [p.van.clone(), p.tot_en_met.clone(), p.ingediend.to_string(), p.gestart.to_string()];
        tabel.rij(
            begin.into_iter().chain(geeindigd).chain([p.lopend, p.wachtend].map(|aantal| aantal.to_string())),
        );
    }
    tabel
}
