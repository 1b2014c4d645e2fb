//! How long waiting takes, by whatever it is divided: parties, hand-overs, blocks, silence, lead times.

use super::csv::{self, CsvTabel, Tabel};
use super::filter::{Filter, PER, namen, per, per_schema};
use super::groep::{Groepscijfers, KwantielView, cijfers};
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::episodes::{Groep, Per};
use crate::request::{Caller, Parameters, Params};
use crate::routes::Actualiteit;
use crate::schema;
use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::Moment;
use wijkspoor_domain::moment::dagnummer;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// Of what, and by what.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct Vraag {
    #[serde(default = "partij")]
    #[param(schema_with = per_schema)]
    per: String,
    #[param(schema_with = per_schema)]
    en_per: Option<String>,
    #[serde(flatten)]
    #[param(ignore)]
    filter: Filter,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesWachttijden";
}

fn partij() -> String {
    "partij".to_owned()
}

/// Hoe lang iets duurt, per groep. Wat nog duurt telt mee: een gemiddelde over alleen wat af is, verbergt wat stilligt.
#[derive(Debug, Serialize, ToSchema)]
struct Wachttijden {
    /// Alles samen.
    totaal: Groepscijfers,
    /// De groepen; wat samen het langst heeft geduurd eerst.
    #[schema(max_items = 100000)]
    groepen: Vec<Wachtgroep>,
    /// De dag tot en met welke is gerekend.
    #[schema(schema_with = schema::datum)]
    op: String,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Een groep: waarvan, en wat ervan te zeggen is.
#[derive(Debug, Serialize, ToSchema)]
struct Wachtgroep {
    /// Waarvan: de namen waarnaar is verdeeld, met hun waarde.
    #[schema(schema_with = waarvan)]
    van: BTreeMap<&'static str, String>,
    /// Wat ervan te zeggen is.
    cijfers: Groepscijfers,
    /// Waar de episodes achter deze cijfers staan.
    #[schema(max_length = 5000)]
    episodes: String,
}

/// The names by which can be divided.
fn waarvan() -> utoipa::openapi::ObjectBuilder {
    let namen = PER.iter().flat_map(|(_, per)| namen(*per));
    let object = utoipa::openapi::ObjectBuilder::new()
        .description(Some("Waarvan: de namen waarnaar is verdeeld, met hun waarde."));
    namen.fold(object, |object, naam| object.property(*naam, schema::naam()))
}

/// Lees de wachttijden
///
/// Hoe lang iets duurt of duurde, met wat nog duurt meegeteld (Kaplan-Meier). `soort` zegt waarvan: wie aan zet is
/// (`beurt`), tot het eerste antwoord op een opdracht (`overdracht`), blokkades, gemelde stagnatie, radiostilte, vragen die
/// op antwoord wachten, de aanloop tot de uitvoering, of de hele looptijd. Met `per` en `enPer` wordt verdeeld:
/// `soort=overdracht&per=gebied&enPer=partij` is de overdrachtsmatrix van TLO en afdeling. Als `text/csv` is het een tabel.
#[utoipa::path(operation_id = "leesWachttijden", tag = "Stagnatie", params(Vraag, Filter),
    responses((status = 200, description = "De wachttijden", content((Wachttijden = "application/json"), (CsvTabel = "text/csv")))))]
#[get("/wachttijden")]
async fn lees(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    vraag: Params<Vraag>,
) -> Result<HttpResponse, ApiError> {
    let Params(Vraag { per: eerste, en_per, filter }) = vraag;
    let mut verdeeld: Vec<Per> =
        [Some(eerste), en_per].into_iter().flatten().filter_map(|naam| per(&naam)).collect();
    verdeeld.dedup();
    let vandaag = Moment::tijdstip(app.clock().now()).dag();
    let op = filter.op(vandaag);
    let selectie = filter.selectie(vandaag, caller.reikwijdte())?;
    let kolommen: Vec<&'static str> = verdeeld.iter().flat_map(|per| namen(*per)).copied().collect();
    let van = kolommen.clone();
    // The estimates are part of the counting: both take long for who only wants to read a row.
    let ((totaal, groepen), head) = app
        .episodes
        .vraag(app.store(), move |stand| {
            let geteld = stand.tel(&selectie, &verdeeld, dagnummer(op));
            let groep = |(groep, tellingen): (&Vec<String>, &Groep)| Wachtgroep {
                van: van.iter().copied().zip(groep.iter().cloned()).filter(|(_, w)| !w.is_empty()).collect(),
                cijfers: cijfers(tellingen),
                episodes: filter.episodes(&verdeeld, groep),
            };
            let mut groepen: Vec<Wachtgroep> = geteld.groepen.iter().map(groep).collect();
            groepen.sort_by_key(|groep| std::cmp::Reverse(groep.cijfers.totaal_kalenderdagen));
            (cijfers(&geteld.totaal), groepen)
        })
        .await?;
    if csv::gevraagd(&req) {
        return Ok(tabel(&kolommen, &groepen).antwoord("wachttijden"));
    }
    Ok(HttpResponse::Ok().json(Wachttijden { totaal, groepen, op: op.to_string(), actualiteit: head.into() }))
}

fn tabel(kolommen: &[&'static str], groepen: &[Wachtgroep]) -> Tabel {
    let mut tabel =
        Tabel::nieuw(kolommen.iter().map(|naam| (*naam).to_owned()).chain(KOPPEN.map(str::to_owned)));
    for groep in groepen {
        let c = &groep.cijfers;
        let van = kolommen.iter().map(|naam| groep.van.get(naam).cloned().unwrap_or_default());
        let getallen =
            [c.gesloten, c.open, c.weggelaten, c.totaal_kalenderdagen, c.open_met_norm, c.over_norm];
        let kwantielen = [&c.kalenderdagen, &c.werkdagen].into_iter().flat_map(|v| {
            [&v.mediaan, &v.p75, &v.p90, &v.p95]
                .map(|k: &KwantielView| k.dagen.map_or(String::new(), |d| d.to_string()))
        });
        tabel.rij(van.chain(getallen.map(|getal| getal.to_string())).chain(kwantielen));
    }
    tabel
}

const KOPPEN: [&str; 14] = [
    "gesloten",
    "open",
    "weggelaten",
    "totaal_kalenderdagen",
    "open_met_norm",
    "over_norm",
    "mediaan_kalenderdagen",
    "p75_kalenderdagen",
    "p90_kalenderdagen",
    "p95_kalenderdagen",
    "mediaan_werkdagen",
    "p75_werkdagen",
    "p90_werkdagen",
    "p95_werkdagen",
];
