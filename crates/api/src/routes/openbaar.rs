//! Figures that everybody may see: about groups, never about persons, and never about a group that is too small.

use super::Actualiteit;
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::openbaar::{self, Aantallen, Per};
use crate::request::{Parameters, Params};
use actix_web::{HttpResponse, get, web};
use jiff::civil::date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::moment::{Moment, einde_van};
use wijkspoor_domain::openbaar::toonbaar;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

const PER: [(&str, Per); 5] = [
    ("gebied", Per::Gebied),
    ("wijk", Per::Wijk),
    ("thema", Per::Thema),
    ("categorie", Per::Categorie),
    ("oorsprong", Per::Oorsprong),
];

/// By what, and of when.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Waarnaar wordt verdeeld.
    #[serde(default = "gebied")]
    #[param(schema_with = per)]
    per: String,
    /// Het jaar waarin de initiatieven zijn ingediend; zonder opgave: dit jaar.
    #[param(minimum = 1900, maximum = 2200)]
    jaar: Option<i16>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesOpenbareCijfers";
}

fn gebied() -> String {
    "gebied".to_owned()
}

fn per() -> utoipa::openapi::ObjectBuilder {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(PER.map(|(code, _)| code)))
}

/// Aantallen initiatieven, per groep en naar wat ervan is gekomen.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct OpenbareCijfers {
    /// Waarnaar is verdeeld.
    #[schema(schema_with = per)]
    per: String,
    /// Het jaar waarin zij zijn ingediend.
    jaar: i16,
    /// Aantallen hieronder staan er niet in; wat er wel staat, is afgerond op een veelvoud hiervan.
    #[schema(minimum = 0)]
    kleinste_groep: i64,
    /// De groepen, op naam.
    #[schema(max_items = 10000)]
    groepen: Vec<Groep>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Een groep. Een getal dat ontbreekt is te klein.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpenbareGroep)]
struct Groep {
    /// De naam.
    #[schema(max_length = 200)]
    naam: String,
    /// Hoeveel er zijn ingediend.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    ingediend: Option<i64>,
    /// Hoeveel ervan nog lopen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    lopend: Option<i64>,
    /// Hoeveel er zijn gerealiseerd.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    gerealiseerd: Option<i64>,
    /// Hoeveel er zijn afgewezen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    afgewezen: Option<i64>,
    /// Hoeveel er zijn ingetrokken.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    ingetrokken: Option<i64>,
}

impl Groep {
    fn van(naam: String, groep: Aantallen, kleinste: i64) -> Self {
        let Aantallen { lopend, gerealiseerd, afgewezen, ingetrokken } = groep;
        Self {
            naam,
            ingediend: toonbaar(lopend + gerealiseerd + afgewezen + ingetrokken, kleinste),
            lopend: toonbaar(lopend, kleinste),
            gerealiseerd: toonbaar(gerealiseerd, kleinste),
            afgewezen: toonbaar(afgewezen, kleinste),
            ingetrokken: toonbaar(ingetrokken, kleinste),
        }
    }
}

/// Lees de openbare cijfers
///
/// Hoeveel initiatieven er in een jaar zijn ingediend en wat ervan is gekomen, per gebied, wijk, thema, categorie of
/// oorsprong. Een aantal dat zo klein is dat het om één persoon kan gaan staat er niet in, en de rest is afgerond, zodat
/// het ook niet is uit te rekenen; hoe klein bepaalt de gemeente in haar inrichting (`kleinste_groep`).
#[utoipa::path(operation_id = "leesOpenbareCijfers", tag = "Openbaar", params(Vraag),
    responses((status = 200, description = "De cijfers", body = OpenbareCijfers)))]
#[get("/openbare-cijfers")]
async fn lees(app: web::Data<App>, vraag: Params<Vraag>) -> Result<HttpResponse, ApiError> {
    let Vraag { per: code, jaar } = vraag.0;
    let nu = Moment::tijdstip(app.clock().now());
    let jaar = jaar.unwrap_or_else(|| nu.dag().year());
    let per = PER.iter().find(|(bekend, _)| *bekend == code).map_or(Per::Gebied, |(_, per)| *per);
    let grens = |jaar: i16| einde_van(date(jaar, 12, 31)).as_microsecond();
    let (groepen, head) = openbaar::aantallen(app.store(), per, (grens(jaar - 1), grens(jaar))).await?;
    let kleinste_groep = app.opzet().inrichting.kleinste_groep(nu);
    Ok(HttpResponse::Ok().json(OpenbareCijfers {
        per: code,
        jaar,
        kleinste_groep,
        groepen: groepen.into_iter().map(|(naam, g)| Groep::van(naam, g, kleinste_groep)).collect(),
        actualiteit: head.into(),
    }))
}
