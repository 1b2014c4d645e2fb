//! Two groups side by side, and whether they differ by more than chance.

use super::filter::Filter;
use super::groep::{Groepscijfers, cijfers};
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::episodes::Groep;
use crate::request::{Caller, Parameters, Params};
use crate::routes::{Actualiteit, partij};
use crate::schema;
use actix_web::{HttpResponse, get, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::Moment;
use wijkspoor_domain::moment::dagnummer;
use wijkspoor_domain::statistiek::{Oordeel, vergelijk};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// One group, and in what the other differs.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct Vraag {
    #[param(schema_with = schema::naam)]
    met_gebied: Option<String>,
    #[param(schema_with = schema::naam)]
    met_wijk: Option<String>,
    #[param(schema_with = schema::naam)]
    met_thema: Option<String>,
    #[param(schema_with = schema::code)]
    met_categorie: Option<String>,
    #[param(schema_with = partij)]
    met_partij: Option<String>,
    #[param(schema_with = schema::naam)]
    met_naam: Option<String>,
    #[param(schema_with = schema::naam)]
    met_aard: Option<String>,
    #[param(schema_with = schema::datum)]
    met_begonnen_vanaf: Option<Date>,
    #[param(schema_with = schema::datum)]
    met_begonnen_tot_en_met: Option<Date>,
    #[serde(flatten)]
    #[param(ignore)]
    filter: Filter,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesVergelijking";
}

impl Vraag {
    /// The other group; `None` when it is the same.
    fn ander(self) -> (Filter, Option<Filter>) {
        let f = self.filter;
        let mut ander = f.clone();
        let mut anders = false;
        let mut zet = |plaats: &mut Option<String>, waarde: Option<String>| {
            anders |= waarde.is_some();
            *plaats = waarde.or(plaats.take());
        };
        zet(&mut ander.gebied, self.met_gebied);
        zet(&mut ander.wijk, self.met_wijk);
        zet(&mut ander.thema, self.met_thema);
        zet(&mut ander.categorie, self.met_categorie);
        zet(&mut ander.partij, self.met_partij);
        zet(&mut ander.naam, self.met_naam);
        zet(&mut ander.aard, self.met_aard);
        anders |= self.met_begonnen_vanaf.or(self.met_begonnen_tot_en_met).is_some();
        ander.begonnen_vanaf = self.met_begonnen_vanaf.or(ander.begonnen_vanaf);
        ander.begonnen_tot_en_met = self.met_begonnen_tot_en_met.or(ander.begonnen_tot_en_met);
        (f, anders.then_some(ander))
    }
}

/// Twee groepen naast elkaar.
#[derive(Debug, Serialize, ToSchema)]
struct Groepsvergelijking {
    /// De ene groep.
    een: Groepscijfers,
    /// De andere groep.
    ander: Groepscijfers,
    /// Wat de toets zegt, over kalenderdagen.
    toets: Logrank,
    /// Dat in een zin.
    #[schema(max_length = 1000)]
    zin: String,
    /// De dag tot en met welke is gerekend.
    #[schema(schema_with = schema::datum)]
    op: String,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// De logrank-toets: of het verschil in duur groter is dan toeval.
#[derive(Debug, Serialize, ToSchema)]
struct Logrank {
    /// De toetsingsgrootheid (chi-kwadraat, één vrijheidsgraad).
    #[schema(minimum = 0)]
    waarde: f64,
    /// De kans op zo'n verschil, of een groter, als er geen is.
    #[schema(minimum = 0, maximum = 1)]
    p: f64,
    /// Wat dat betekent.
    #[schema(schema_with = oordelen)]
    oordeel: &'static str,
}

fn oordelen() -> utoipa::openapi::ObjectBuilder {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(Oordeel::ALLE.map(Oordeel::code)))
}

fn zin(oordeel: Oordeel, een: &Groepscijfers, ander: &Groepscijfers) -> String {
    let mediaan = |g: &Groepscijfers| match g.kalenderdagen.mediaan.dagen {
        Some(dagen) => format!("{dagen} kalenderdagen"),
        None => "nog niet te zeggen".to_owned(),
    };
    let medianen = format!("de mediaan is {} tegen {}", mediaan(een), mediaan(ander));
    match oordeel {
        Oordeel::Verschil => format!("De duren verschillen meer dan door toeval: {medianen}."),
        Oordeel::GeenAantoonbaarVerschil => {
            format!("Een verschil is niet aangetoond: {medianen}, en dat kan toeval zijn.")
        }
        Oordeel::TeWeinigGegevens => {
            "Er is in een van beide groepen te weinig geëindigd om er iets van te zeggen.".to_owned()
        }
    }
}

/// Vergelijk twee groepen
///
/// De ene groep is die van het filter; de andere is dezelfde, behalve wat met `met…` anders wordt gevraagd: een ander
/// gebied, een andere afdeling, een andere periode. De logrank-toets zegt of de duren meer verschillen dan door toeval; wat
/// nog duurt telt mee.
#[utoipa::path(operation_id = "leesVergelijking", tag = "Stagnatie", params(Vraag, Filter),
    responses((status = 200, description = "De vergelijking", body = Groepsvergelijking)))]
#[get("/vergelijkingen")]
async fn lees(app: web::Data<App>, caller: Caller, vraag: Params<Vraag>) -> Result<HttpResponse, ApiError> {
    let (filter, ander) = vraag.0.ander();
    let ander = ander.unwrap_or_else(|| filter.clone());
    let vandaag = Moment::tijdstip(app.clock().now()).dag();
    let op = filter.op(vandaag);
    let binnen = |filter: &Filter| filter.selectie(vandaag, caller.reikwijdte());
    let selecties = [binnen(&filter)?, binnen(&ander)?];
    let ([links, rechts], head) = app
        .episodes
        .vraag(app.store(), move |stand| {
            selecties.map(|selectie| stand.tel(&selectie, &[], dagnummer(op)).totaal)
        })
        .await?;
    let dagen = |groep: &Groep| groep.kalender.tellingen().collect::<Vec<_>>();
    let uitslag = vergelijk(&dagen(&links), &dagen(&rechts));
    let (een, ander) = (cijfers(&links), cijfers(&rechts));
    Ok(HttpResponse::Ok().json(Groepsvergelijking {
        zin: zin(uitslag.oordeel, &een, &ander),
        een,
        ander,
        toets: Logrank { waarde: uitslag.toets, p: uitslag.p, oordeel: uitslag.oordeel.code() },
        op: op.to_string(),
        actualiteit: head.into(),
    }))
}
