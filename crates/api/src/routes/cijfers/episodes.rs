//! The episodes behind a figure.

use super::csv::{self, CsvTabel};
use super::filter::Filter;
use crate::app::App;
use crate::moment::MomentView;
use crate::problem::ApiError;
use crate::reads::cursor::Cursor;
use crate::reads::episodes::lijst::{self, ORDE, Welke};
use crate::request::{Caller, Parameters, Params};
use crate::routes::{Actualiteit, cursor, standaard_limiet};
use crate::schema;
use actix_web::{HttpRequest, HttpResponse, get, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::Moment;
use wijkspoor_domain::moment::{dagnummer, van_dagnummer};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// Which ones.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Alleen wat nog duurt, of juist niet.
    duurt_nog: Option<bool>,
    /// Alleen wat de wekker heeft gesignaleerd, of juist niet.
    gesignaleerd: Option<bool>,
    /// Alleen waarvan de laatste dag van de norm deze dag of later is.
    #[param(schema_with = schema::datum)]
    norm_vanaf: Option<Date>,
    /// Alleen waarvan de laatste dag van de norm deze dag of eerder is.
    #[param(schema_with = schema::datum)]
    norm_tot_en_met: Option<Date>,
    /// Hoeveel per keer; voor een tabel geldt geen grens.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    limiet: i64,
    /// Waar de lijst verder gaat: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    cursor: Option<String>,
    #[serde(flatten)]
    #[param(ignore)]
    filter: Filter,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesEpisodes";
}

/// Een bladzijde episodes.
#[derive(Debug, Serialize, ToSchema)]
struct Episodes {
    /// De episodes; wat het eerst begon eerst.
    #[schema(max_items = 200)]
    episodes: Vec<Episode>,
    /// De cursor van de volgende bladzijde, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// De dag tot en met welke is gerekend.
    #[schema(schema_with = schema::datum)]
    op: String,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Een episode: iets wat duurt of duurde.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Episode {
    /// Het initiatief.
    #[schema(format = Uuid)]
    initiatief_id: String,
    /// Hoe het heet.
    #[schema(max_length = 200)]
    titel: String,
    /// Het gebied.
    #[schema(max_length = 200)]
    gebied: String,
    /// Het soort partij.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 60)]
    partij: String,
    /// De naam van de afdeling of partner, of bij wie iets is gevraagd.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 200)]
    naam: String,
    /// De status waarin het begon.
    #[schema(max_length = 60)]
    status: String,
    /// De fase waarin het begon.
    #[schema(max_length = 60)]
    fase: String,
    /// De aard: een reden, een soort vraag, `eerste` of `opnieuw`.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 200)]
    aard: String,
    /// Wanneer het begon.
    van: MomentView,
    /// Wanneer het eindigde; ontbreekt zolang het duurt.
    #[serde(skip_serializing_if = "Option::is_none")]
    tot: Option<MomentView>,
    /// Hoeveel kalenderdagen dat zijn; ontbreekt als het begin of het einde niet bekend is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    kalenderdagen: Option<i64>,
    /// Hoeveel werkdagen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    werkdagen: Option<i64>,
    /// De laatste dag waarop het op tijd is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    norm: Option<String>,
    /// Of het over de norm is, of te laat eindigde.
    #[serde(skip_serializing_if = "Option::is_none")]
    over_norm: Option<bool>,
    /// Wanneer de wekker het signaleerde: over de norm, of bij een termijn ook bijna.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::tijdstip)]
    gesignaleerd_op: Option<String>,
    /// De escalatie die de werkstroom toen voorstelde: de code van een overgang.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    voorstel: Option<String>,
    /// Hoe het eindigde.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 60)]
    uitkomst: String,
    /// Waarom.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 60)]
    reden: String,
}

fn view(e: lijst::Episode, op: Date, kalender: &wijkspoor_domain::termijn::Kalender) -> Episode {
    let peil = dagnummer(op);
    // As it stood at the end of that day: what ended later had not ended.
    let tot = e.tot.filter(|tot| dagnummer(tot.dag()) <= peil);
    let einde = if tot.is_some() { e.dagen.1 } else { Some(peil) };
    let dagen = e.dagen.0.zip(einde).map(|(van, tot)| (van, tot.max(van)));
    let (uitkomst, reden) = if tot.is_some() { e.uitkomst } else { Default::default() };
    let (gesignaleerd_op, voorstel) =
        e.gesignaleerd.filter(|(wanneer, _)| Moment::tijdstip(*wanneer).dag() <= op).unzip();
    let gesignaleerd_op = gesignaleerd_op.map(|op: jiff::Timestamp| op.to_string());
    Episode {
        initiatief_id: e.initiatief,
        titel: e.titel,
        gebied: e.gebied,
        partij: e.partij,
        naam: e.naam,
        status: e.status,
        fase: e.fase,
        aard: e.aard,
        van: e.van.into(),
        tot: tot.map(MomentView::from),
        kalenderdagen: dagen.map(|(van, tot)| tot - van),
        werkdagen: dagen.map(|(van, tot)| kalender.werkdagen(van_dagnummer(van), van_dagnummer(tot))),
        norm: e.norm_dag.map(|dag| van_dagnummer(dag).to_string()),
        over_norm: e.norm_dag.zip(einde).map(|(norm, einde)| norm < einde),
        gesignaleerd_op,
        voorstel: voorstel.flatten(),
        uitkomst,
        reden,
    }
}

/// Lees de episodes
///
/// Wat er achter een cijfer staat: elke episode apart, met haar initiatief. Het filter is dat van de wachttijden; elke groep
/// daar noemt het adres van haar episodes. Als `text/csv` is het een tabel van alles wat aan de
/// vraag voldoet, vanaf de cursor als die er is; `limiet` geldt dan niet.
#[utoipa::path(operation_id = "leesEpisodes", tag = "Stagnatie", params(Vraag, Filter),
    responses((status = 200, description = "Een bladzijde episodes", content((Episodes = "application/json"), (CsvTabel = "text/csv")))))]
#[get("/episodes")]
async fn lees(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    vraag: Params<Vraag>,
) -> Result<HttpResponse, ApiError> {
    let Params(Vraag {
        duurt_nog,
        gesignaleerd,
        norm_vanaf,
        norm_tot_en_met,
        limiet,
        cursor: plaats,
        filter,
    }) = vraag;
    let na = cursor(plaats.as_deref(), ORDE)?;
    let vandaag = Moment::tijdstip(app.clock().now()).dag();
    let welke = Welke {
        open: duurt_nog,
        gesignaleerd,
        norm_vanaf: norm_vanaf.map(dagnummer),
        norm_tot_en_met: norm_tot_en_met.map(dagnummer),
    };
    let selectie = filter.selectie(vandaag, caller.reikwijdte())?;
    let (op, opzet) = (filter.op(vandaag), app.opzet());
    if csv::gevraagd(&req) {
        let getoond = caller.getoond();
        let lees = move |na: Option<Cursor>| {
            let (app, opzet, selectie) = (app.clone(), opzet.clone(), selectie.clone());
            let getoond = getoond.clone();
            async move {
                let lijst = lijst::lijst(app.store(), &selectie, welke, na.as_ref(), csv::PER_KEER);
                let (episodes, volgende, _) = lijst.await?;
                let kalender = &opzet.inrichting.kalender;
                let episodes: Vec<Episode> = episodes.into_iter().map(|e| view(e, op, kalender)).collect();
                getoond.deel(&app, episodes.iter().map(|e| e.initiatief_id.as_str())).await?;
                Ok((episodes.into_iter().map(rij).collect(), volgende))
            }
        };
        return csv::stroom("episodes", KOPPEN, na, lees).await;
    }
    let (episodes, volgende, head) = lijst::lijst(app.store(), &selectie, welke, na.as_ref(), limiet).await?;
    let episodes: Vec<Episode> =
        episodes.into_iter().map(|e| view(e, op, &opzet.inrichting.kalender)).collect();
    caller.toont(episodes.iter().map(|e| e.initiatief_id.as_str()));
    let volgende = volgende.map(|cursor| cursor.encode());
    Ok(HttpResponse::Ok().json(Episodes { episodes, volgende, op: op.to_string(), actualiteit: head.into() }))
}

/// The columns of the table.
const KOPPEN: [&str; 13] = [
    "initiatief_id",
    "titel",
    "gebied",
    "partij",
    "naam",
    "status",
    "fase",
    "aard",
    "kalenderdagen",
    "werkdagen",
    "norm",
    "uitkomst",
    "reden",
];

fn rij(e: Episode) -> [String; KOPPEN.len()] {
    let getal = |getal: Option<i64>| getal.map_or(String::new(), |getal| getal.to_string());
    [
        e.initiatief_id,
        e.titel,
        e.gebied,
        e.partij,
        e.naam,
        e.status,
        e.fase,
        e.aard,
        getal(e.kalenderdagen),
        getal(e.werkdagen),
        e.norm.unwrap_or_default(),
        e.uitkomst,
        e.reden,
    ]
}
