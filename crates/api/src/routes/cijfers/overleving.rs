//! The curve behind a median: which part lasts longer than so many days.

use super::csv::{self, CsvTabel, Tabel};
use super::filter::Filter;
use super::groep::{KwantielView, cijfers};
use crate::app::App;
use crate::problem::ApiError;
use crate::request::{Caller, Parameters, Params};
use crate::routes::Actualiteit;
use crate::schema;
use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::Moment;
use wijkspoor_domain::moment::dagnummer;
use wijkspoor_domain::statistiek::{Stap, overleving};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// Of what.
#[derive(Debug, Deserialize)]
struct Vraag {
    #[serde(flatten)]
    filter: Filter,
}

impl IntoParams for Vraag {
    fn into_params(
        _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
    ) -> Vec<utoipa::openapi::path::Parameter> {
        Vec::new()
    }
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesOverleving";
}

/// De overlevingscurve: welk deel langer duurt dan zoveel dagen, geschat naar Kaplan en Meier.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Overleving {
    /// De treden omlaag, op volgorde; daartussen eindigt er niets.
    #[schema(max_items = 100000)]
    treden: Vec<Trede>,
    /// Wat nog duurt, naar hoe lang het al duurt.
    #[schema(max_items = 100000)]
    open: Vec<Open>,
    /// Binnen hoeveel kalenderdagen de helft eindigt.
    mediaan: KwantielView,
    /// Hoe lang de norm gemiddeld is, in kalenderdagen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    norm_dagen: Option<i64>,
    /// Hoeveel er zijn geëindigd.
    #[schema(minimum = 0)]
    aantal_gesloten: i64,
    /// Hoeveel er nog duren.
    #[schema(minimum = 0)]
    aantal_open: i64,
    /// Hoeveel er buiten blijven omdat hun begin of einde niet bekend is.
    #[schema(minimum = 0)]
    weggelaten: i64,
    /// Waar de episodes achter deze curve staan.
    #[schema(max_length = 5000)]
    episodes: String,
    /// De dag tot en met welke is gerekend.
    #[schema(schema_with = schema::datum)]
    op: String,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Een trede: een aantal dagen waarna er eindigden.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Overlevingstrede)]
struct Trede {
    /// Na hoeveel kalenderdagen.
    #[schema(minimum = 0)]
    dagen: i64,
    /// Hoeveel er minstens zo lang duurden.
    #[schema(minimum = 1)]
    over: i64,
    /// Hoeveel er toen eindigden.
    #[schema(minimum = 1)]
    gesloten: i64,
    /// Het deel dat langer duurt.
    #[schema(minimum = 0, maximum = 1)]
    deel: f64,
    /// Het is waarschijnlijk niet minder dan dit (95 %).
    #[schema(minimum = 0, maximum = 1)]
    laag: f64,
    /// Het is waarschijnlijk niet meer dan dit; ontbreekt waar dat niet te zeggen is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1)]
    hoog: Option<f64>,
}

/// Hoeveel er al zo lang duren.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Overlevingopen)]
struct Open {
    /// Al zoveel kalenderdagen.
    #[schema(minimum = 0)]
    dagen: i64,
    /// Hoeveel.
    #[schema(minimum = 1)]
    aantal: i64,
}

impl From<Stap> for Trede {
    fn from(s: Stap) -> Self {
        Self { dagen: s.duur, over: s.over, gesloten: s.gesloten, deel: s.deel, laag: s.laag, hoog: s.hoog }
    }
}

/// Lees de overlevingscurve
///
/// De curve achter een mediaan: welk deel langer duurt dan zoveel kalenderdagen, met wat nog duurt meegeteld (Kaplan-Meier)
/// en met een marge. Het filter is dat van de wachttijden. Als `text/csv` is het een tabel van de treden.
#[utoipa::path(operation_id = "leesOverleving", tag = "Stagnatie", params(Filter),
    responses((status = 200, description = "De curve", content((Overleving = "application/json"), (CsvTabel = "text/csv")))))]
#[get("/overleving")]
async fn lees(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    vraag: Params<Vraag>,
) -> Result<HttpResponse, ApiError> {
    let filter = vraag.0.filter;
    let vandaag = Moment::tijdstip(app.clock().now()).dag();
    let op = filter.op(vandaag);
    let selectie = filter.selectie(vandaag, caller.reikwijdte())?;
    let (groep, head) =
        app.episodes.vraag(app.store(), move |stand| stand.tel(&selectie, &[], dagnummer(op)).totaal).await?;
    let tellingen: Vec<_> = groep.kalender.tellingen().collect();
    let treden: Vec<Trede> = overleving(&tellingen).0.into_iter().map(Trede::from).collect();
    if csv::gevraagd(&req) {
        return Ok(tabel(&treden).antwoord("overleving"));
    }
    let samen = cijfers(&groep);
    let open = tellingen.iter().filter(|t| t.open > 0).map(|t| Open { dagen: t.duur, aantal: t.open });
    Ok(HttpResponse::Ok().json(Overleving {
        treden,
        open: open.collect(),
        mediaan: samen.kalenderdagen.mediaan,
        norm_dagen: samen.norm_dagen,
        aantal_gesloten: samen.gesloten,
        aantal_open: samen.open,
        weggelaten: samen.weggelaten,
        episodes: filter.episodes(&[], &[]),
        op: op.to_string(),
        actualiteit: head.into(),
    }))
}

fn tabel(treden: &[Trede]) -> Tabel {
    let koppen = ["dagen", "over", "gesloten", "deel", "laag", "hoog"];
    let mut tabel = Tabel::nieuw(koppen.map(str::to_owned));
    for t in treden {
        let getallen = [t.dagen, t.over, t.gesloten].map(|getal| getal.to_string());
        let delen = [Some(t.deel), Some(t.laag), t.hoog]
            .map(|deel| deel.map_or(String::new(), |deel| format!("{deel:.4}")));
        tabel.rij(getallen.into_iter().chain(delen));
    }
    tabel
}
