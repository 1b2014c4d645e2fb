//! The organisation as it is set up: names and policy, as they hold on a day.

use crate::app::App;
use crate::problem::ApiError;
use crate::request::{Caller, Parameters, Params};
use crate::schema;
use actix_web::{HttpResponse, get, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::archief as domein_archief;
use wijkspoor_domain::inrichting::{self as domein, Beleidswaarde, Eenheid, Lijst, Periode};
use wijkspoor_domain::{Moment, Nauwkeurigheid};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// On which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// De dag waarop het geldt; zonder opgave: vandaag.
    #[param(schema_with = schema::datum)]
    op: Option<Date>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesInrichting";
}

/// De inrichting van de organisatie, zoals zij op een dag geldt.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Inrichting {
    /// De gemeente; ontbreekt als er niets is ingericht.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    gemeente: Option<String>,
    /// De versie van de inrichting; 0 als er niets is ingericht.
    #[schema(minimum = 0)]
    versie: u32,
    /// Wat het is.
    #[schema(max_length = 10000)]
    omschrijving: String,
    /// De werkstroom van een initiatief dat er zelf geen noemt.
    #[schema(max_length = 60)]
    werkstroom: String,
    /// De dag waarop dit geldt.
    #[schema(schema_with = schema::datum)]
    op: String,
    /// De gebieden, elk met zijn team en zijn wijken.
    #[schema(max_items = 10000)]
    gebieden: Vec<Gebied>,
    /// De afdelingen van de kernorganisatie.
    #[schema(max_items = 10000)]
    afdelingen: Vec<Vermelding>,
    /// De stedelijke programma's.
    #[schema(max_items = 10000)]
    programmas: Vec<Vermelding>,
    /// De portefeuilles van het college.
    #[schema(max_items = 10000)]
    portefeuilles: Vec<Vermelding>,
    /// De posten van de wijkbudgetten.
    #[schema(max_items = 10000)]
    posten: Vec<Vermelding>,
    /// De thema's.
    #[schema(max_items = 10000)]
    themas: Vec<Vermelding>,
    /// De eigen redenen, en als welke reden uit de gesloten lijst zij tellen.
    #[schema(max_items = 10000)]
    redenen: Vec<Reden>,
    /// Wat de gemeente heeft bepaald.
    #[schema(max_items = 10000)]
    beleid: Vec<Beleid>,
    /// De selectielijst waarnaar dossiers worden gewaardeerd.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    selectielijst: Option<String>,
    /// Wat er gebeurt met een dossier dat op deze dag wordt gesloten.
    #[schema(max_items = 10000)]
    resultaattypen: Vec<Resultaattype>,
    /// De lijsten die niet zijn ingericht: daarin mag elke naam.
    #[schema(max_items = 20)]
    vrij: Vec<&'static str>,
}

/// Een gebied.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InrichtingGebied)]
struct Gebied {
    /// De naam.
    #[schema(max_length = 200)]
    naam: String,
    /// Hoe het team leefomgeving heet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    tlo: Option<String>,
    /// De wijken.
    #[schema(max_items = 10000)]
    wijken: Vec<String>,
    #[serde(flatten)]
    #[schema(inline)]
    periode: Geldigheid,
}

/// Een naam in een lijst.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InrichtingNaam)]
struct Vermelding {
    /// De naam.
    #[schema(max_length = 200)]
    naam: String,
    #[serde(flatten)]
    #[schema(inline)]
    periode: Geldigheid,
}

/// Een eigen reden.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InrichtingReden)]
struct Reden {
    /// De naam; een reden noemt haar in `eigenReden`.
    #[schema(max_length = 200)]
    naam: String,
    /// De reden uit de gesloten lijst.
    #[schema(max_length = 60)]
    telt_als: &'static str,
    #[serde(flatten)]
    #[schema(inline)]
    periode: Geldigheid,
}

/// Wat de gemeente heeft bepaald: een getal met zijn eenheid, of wat een begrip betekent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InrichtingBeleid)]
struct Beleid {
    /// De code.
    #[schema(max_length = 60)]
    code: String,
    /// De naam.
    #[schema(max_length = 1000)]
    naam: String,
    /// Het getal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    waarde: Option<i64>,
    /// De eenheid van het getal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = eenheid)]
    eenheid: Option<&'static str>,
    /// De betekenis.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 10000)]
    tekst: Option<String>,
    /// Het besluit of de wet waar het op rust.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    grondslag: Option<String>,
    /// De eerste dag; ontbreekt als het altijd gold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    vanaf: Option<String>,
}

/// Hoe een dossier wordt gewaardeerd dat zo eindigt.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InrichtingResultaattype)]
struct Resultaattype {
    /// De eindstatus of de fase.
    #[schema(max_length = 60)]
    resultaat: String,
    /// De naam.
    #[schema(max_length = 1000)]
    naam: String,
    /// Wat er met het dossier gebeurt.
    #[schema(schema_with = super::vernietiging::waardering)]
    waardering: &'static str,
    /// Hoe lang het wordt bewaard (ISO 8601); ontbreekt bij wat blijft.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40)]
    bewaartermijn: Option<String>,
    /// Het nummer in de selectielijst.
    #[schema(max_length = 200)]
    categorie: String,
    /// Waarom zo.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 10000)]
    toelichting: Option<String>,
    #[serde(flatten)]
    #[schema(inline)]
    periode: Geldigheid,
}

impl From<&domein_archief::Resultaattype> for Resultaattype {
    fn from(type_: &domein_archief::Resultaattype) -> Self {
        Self {
            resultaat: type_.resultaat.clone(),
            naam: type_.naam.clone(),
            waardering: type_.waardering.soort().code(),
            bewaartermijn: type_.waardering.termijn().map(|termijn| termijn.to_string()),
            categorie: type_.categorie.clone(),
            toelichting: type_.toelichting.clone(),
            periode: type_.periode.into(),
        }
    }
}

/// Van wanneer tot wanneer iets geldt.
#[derive(Debug, Serialize, ToSchema)]
struct Geldigheid {
    /// De eerste dag; ontbreekt als het altijd gold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    vanaf: Option<String>,
    /// De eerste dag erna; ontbreekt als er geen einde is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    tot: Option<String>,
}

fn eenheid() -> utoipa::openapi::ObjectBuilder {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(Eenheid::ALLE.iter().map(|e| e.code())))
}

impl From<Periode> for Geldigheid {
    fn from(periode: Periode) -> Self {
        let tekst = |datum: Option<Date>| datum.map(|datum| datum.to_string());
        Self { vanaf: tekst(periode.vanaf), tot: tekst(periode.tot) }
    }
}

fn op_dag(inrichting: &domein::Inrichting, dag: Date) -> Inrichting {
    let op = Moment::datum(dag, Nauwkeurigheid::Dag, 0);
    let lijst = |lijst: Lijst| -> Vec<Vermelding> {
        let geldend = inrichting.namen(lijst).into_iter().filter(|(_, periode)| periode.geldt(op));
        geldend.map(|(naam, p)| Vermelding { naam: naam.to_string(), periode: p.into() }).collect()
    };
    let gebied = |g: &domein::Gebied| Gebied {
        naam: g.naam.to_string(),
        tlo: g.tlo.as_ref().map(ToString::to_string),
        wijken: g.wijken.iter().map(ToString::to_string).collect(),
        periode: g.periode.into(),
    };
    let reden = |r: &domein::Reden| Reden {
        naam: r.naam.to_string(),
        telt_als: r.telt_als,
        periode: r.periode.into(),
    };
    Inrichting {
        gemeente: Some(inrichting.gemeente.clone()).filter(|g| !g.is_empty()),
        versie: inrichting.versie,
        omschrijving: inrichting.omschrijving.clone(),
        werkstroom: inrichting.werkstroom().to_owned(),
        op: dag.to_string(),
        gebieden: inrichting.gebieden.iter().filter(|g| g.periode.geldt(op)).map(gebied).collect(),
        afdelingen: lijst(Lijst::Afdelingen),
        programmas: lijst(Lijst::Programmas),
        portefeuilles: lijst(Lijst::Portefeuilles),
        posten: lijst(Lijst::Posten),
        themas: lijst(Lijst::Themas),
        redenen: inrichting.redenen.iter().filter(|r| r.periode.geldt(op)).map(reden).collect(),
        beleid: inrichting.geldend_beleid(op).into_iter().map(beleid).collect(),
        selectielijst: Some(inrichting.selectielijst.clone()).filter(|naam| !naam.is_empty()),
        resultaattypen: (inrichting.resultaattypen.iter())
            .filter(|type_| type_.periode.geldt_op(dag))
            .map(Into::into)
            .collect(),
        vrij: Lijst::ALLE.iter().filter(|l| inrichting.namen(**l).is_empty()).map(|l| l.code()).collect(),
    }
}

fn beleid(regel: &domein::Beleidsregel) -> Beleid {
    let (waarde, eenheid, tekst) = match &regel.waarde {
        Beleidswaarde::Getal(getal, eenheid) => (Some(*getal), Some(eenheid.code()), None),
        Beleidswaarde::Tekst(tekst) => (None, None, Some(tekst.clone())),
    };
    Beleid {
        code: regel.code.clone(),
        naam: regel.naam.clone(),
        waarde,
        eenheid,
        tekst,
        grondslag: regel.grondslag.clone(),
        vanaf: regel.vanaf.map(|datum| datum.to_string()),
    }
}

/// Lees de inrichting
///
/// Welke gebieden, wijken, afdelingen, programma's, portefeuilles, posten, thema's en redenen de gemeente kent, en wat
/// zij heeft bepaald. Staat er in een lijst iets, dan mag in een veld dat uit die lijst komt niets anders; een lijst
/// die niet is ingericht, is vrij.
#[utoipa::path(operation_id = "leesInrichting", tag = "Inrichting", params(Vraag),
    responses((status = 200, description = "De inrichting", body = Inrichting)))]
#[get("/inrichting")]
async fn lees(app: web::Data<App>, _caller: Caller, vraag: Params<Vraag>) -> Result<HttpResponse, ApiError> {
    let dag = vraag.0.op.unwrap_or_else(|| Moment::tijdstip(app.clock().now()).dag());
    Ok(HttpResponse::Ok().json(op_dag(&app.opzet().inrichting, dag)))
}
