//! One initiative explained: who had the ball, from its beginning, and how long each.

use super::{Actualiteit, niet_gevonden};
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::beurten;
use crate::request::{Caller, Parameters, Params, id};
use crate::schema;
use actix_web::{HttpResponse, get, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::doorlooptijd::{self as domein, Dagen, doorlooptijd};
use wijkspoor_domain::moment::einde_van;
use wijkspoor_domain::termijn::Kalender;
use wijkspoor_domain::{Moment, Naam, Partij};

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
    const OPERATION: &'static str = "leesDoorlooptijd";
}

/// De doorlooptijd van een initiatief, als keten van wie aan zet was.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Doorlooptijd {
    /// De schakels van de keten; zij volgen op elkaar, en zijn samen het geheel.
    #[schema(max_items = 100000)]
    keten: Vec<Schakel>,
    /// Het aandeel van elke partij, het grootste eerst. Was op een dag meer dan één partij aan zet, dan telt die dag voor
    /// elk voor een gelijk deel.
    #[schema(max_items = 10000)]
    aandelen: Vec<Aandeel>,
    /// Kalenderdagen waarvan niet bekend is wie aan zet was, of waarop niemand het was.
    #[schema(minimum = 0)]
    onverdeeld_kalenderdagen: f64,
    /// Of de eerste of de laatste dag een schatting is. Dan is alleen de volgorde bekend: elke duur is ongeveer zo lang, en er
    /// rust geen cijfer op.
    geschat: bool,
    /// Het geheel in kalenderdagen; ontbreekt als het toen nog niet was begonnen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    kalenderdagen: Option<f64>,
    /// Het geheel in werkdagen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    werkdagen: Option<f64>,
    /// Of het nog loopt.
    loopt: bool,
    /// De dag tot welke is gerekend.
    #[schema(schema_with = schema::datum)]
    op: String,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Een schakel: dagen waarop dezelfde partijen aan zet waren.
#[derive(Debug, Serialize, ToSchema)]
struct Schakel {
    /// De eerste dag.
    #[schema(schema_with = schema::datum)]
    van: String,
    /// De eerste dag erna.
    #[schema(schema_with = schema::datum)]
    tot: String,
    /// Kalenderdagen.
    #[schema(minimum = 0)]
    kalenderdagen: f64,
    /// Werkdagen.
    #[schema(minimum = 0)]
    werkdagen: f64,
    /// Wie aan zet waren; leeg tussen een einde en een heropening.
    #[schema(max_items = 1000)]
    partijen: Vec<PartijView>,
    /// De status; meer dan één waar niet bekend is wanneer de ene op de andere volgde.
    #[schema(max_items = 1000)]
    statussen: Vec<String>,
    /// Of bekend is wie op elk van deze dagen aan zet was. Zo niet, dan waren zij het na elkaar, en weet niemand hoe lang.
    verdeeld: bool,
}

/// Een partij.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Wie)]
struct PartijView {
    /// Het soort partij.
    #[schema(schema_with = super::partij)]
    partij: &'static str,
    /// De naam van de afdeling of partner.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    naam: Option<String>,
}

/// Het aandeel van een partij.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Doorlooptijdaandeel)]
struct Aandeel {
    #[serde(flatten)]
    #[schema(inline)]
    partij: PartijView,
    /// Kalenderdagen.
    #[schema(minimum = 0)]
    kalenderdagen: f64,
    /// Werkdagen.
    #[schema(minimum = 0)]
    werkdagen: f64,
    /// Het deel van het geheel, in procenten van de kalenderdagen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 100)]
    procent: Option<f64>,
}

fn partij(partij: &Partij) -> PartijView {
    PartijView { partij: partij.soort(), naam: partij.naam().map(Naam::to_string) }
}

fn schakel(schakel: &domein::Schakel, kalender: &Kalender) -> Schakel {
    let Dagen { kalender: kalenderdagen, werk: werkdagen } = schakel.dagen(kalender);
    Schakel {
        van: schakel.van.to_string(),
        tot: schakel.tot.to_string(),
        kalenderdagen,
        werkdagen,
        partijen: schakel.partijen.iter().map(partij).collect(),
        statussen: schakel.statussen.iter().cloned().collect(),
        verdeeld: schakel.verdeeld,
    }
}

fn aandelen(d: &domein::Doorlooptijd) -> Vec<Aandeel> {
    let procent = |dagen: f64| (d.totaal.kalender > 0.0).then(|| dagen / d.totaal.kalender * 100.0);
    let aandeel = |(wie, dagen): (&Partij, &Dagen)| Aandeel {
        partij: partij(wie),
        kalenderdagen: dagen.kalender,
        werkdagen: dagen.werk,
        procent: procent(dagen.kalender),
    };
    let mut aandelen: Vec<Aandeel> = d.aandelen.iter().map(aandeel).collect();
    aandelen.sort_by(|a, b| b.kalenderdagen.total_cmp(&a.kalenderdagen));
    aandelen
}

/// Lees de doorlooptijd van een initiatief
///
/// Wie er aan zet was, van de indiening tot het einde of nu, in kalenderdagen en werkdagen, met het aandeel van elke
/// partij. De schakels zijn samen het geheel, en de aandelen met `onverdeeld` ook. Tussen twee bekende datums wordt niet
/// geraden: wat niemand weet, staat er als onverdeeld. Is ook de eerste of de laatste dag niet bekend, dan is alles
/// naar schatting, en staat dat erbij.
#[utoipa::path(operation_id = "leesDoorlooptijd", tag = "Stagnatie",
    params(("id" = Uuid, Path, description = "Het initiatief"), Vraag),
    responses((status = 200, description = "De keten", body = Doorlooptijd)))]
#[get("/initiatieven/{id}/doorlooptijd")]
async fn lees(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
    vraag: Params<Vraag>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let op = vraag.0.peildatum.unwrap_or_else(|| Moment::tijdstip(app.clock().now()).dag());
    let (mut beurten, head) = beurten::van_initiatief(app.store(), &id.to_string()).await?;
    if beurten.is_empty() {
        return Err(niet_gevonden(id));
    }
    // As it was at the end of that day: what began later had not begun, and what ended later had not ended.
    let tot = einde_van(op);
    beurten.retain(|b| b.van.op < tot);
    beurten.iter_mut().for_each(|b| b.tot = b.tot.filter(|moment| moment.op < tot));
    let opzet = app.opzet();
    let kalender = &opzet.inrichting.kalender;
    let gevonden = doorlooptijd(&beurten, op, kalender);
    let d = gevonden.as_ref();
    Ok(HttpResponse::Ok().json(Doorlooptijd {
        keten: d.map(|d| d.keten.iter().map(|s| schakel(s, kalender)).collect()).unwrap_or_default(),
        aandelen: d.map(aandelen).unwrap_or_default(),
        onverdeeld_kalenderdagen: d.map_or(0.0, |d| d.onverdeeld.kalender),
        geschat: d.is_some_and(|d| d.geschat),
        kalenderdagen: d.map(|d| d.totaal.kalender),
        werkdagen: d.map(|d| d.totaal.werk),
        loopt: beurten.iter().any(|b| b.tot.is_none()),
        op: op.to_string(),
        actualiteit: head.into(),
    }))
}
