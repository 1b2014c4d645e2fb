//! The decisions of all initiatives: who decided what, when, on which ground, as it was known on any day, and what was
//! decided or reversed between two days.

use super::cijfers::csv::{self, CsvTabel};
use super::{Actualiteit, cursor, standaard_limiet};
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::besluiten::{self, Filter, InInitiatief, ORDE};
use crate::reads::cursor::Cursor;
use crate::request::{Caller, Parameters, Params};
use crate::schema;
use actix_web::{HttpRequest, HttpResponse, get, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::moment::einde_van;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// Which decisions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Alleen in dit gebied.
    #[param(schema_with = schema::naam)]
    gebied: Option<String>,
    /// Alleen over dit soort.
    #[param(schema_with = schema::besluitsoort)]
    soort: Option<String>,
    /// Alleen wat op deze dag of later is genomen.
    #[param(schema_with = schema::datum)]
    genomen_vanaf: Option<Date>,
    /// Alleen wat op deze dag of eerder is genomen.
    #[param(schema_with = schema::datum)]
    genomen_tot_en_met: Option<Date>,
    /// Zoals het aan het eind van deze dag was: wat later gebeurde telt niet, ook geen terugdraaiing.
    #[param(schema_with = schema::datum)]
    gebeurd_op: Option<Date>,
    /// Zoals het aan het eind van deze dag bekend was: wat later is vastgelegd telt niet, ook geen terugdraaiing.
    #[param(schema_with = schema::datum)]
    bekend_op: Option<Date>,
    /// Alleen wat na het eind van deze dag is vastgelegd of teruggedraaid: het verschil tussen twee dagen.
    #[param(schema_with = schema::datum)]
    nieuw_sinds: Option<Date>,
    /// Hoeveel per keer; voor een tabel geldt geen grens.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    limiet: i64,
    /// Waar de lijst verder gaat: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesBesluitgeschiedenis";
}

/// Een deel van de besluiten.
#[derive(Debug, Serialize, ToSchema)]
struct Besluitgeschiedenis {
    /// De besluiten; het laatste eerst.
    #[schema(max_items = 200)]
    besluiten: Vec<Besluitregel>,
    /// De cursor van de volgende bladzijde, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Een besluit over een initiatief.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Besluitregel {
    /// Het initiatief.
    #[schema(format = Uuid)]
    initiatief_id: String,
    /// Hoe het heet.
    #[schema(max_length = 200)]
    titel: String,
    /// Het gebied.
    #[schema(max_length = 200)]
    gebied: String,
    /// Het besluit.
    #[serde(flatten)]
    besluit: super::besluiten::Besluit,
    /// Wanneer het is vastgelegd.
    #[schema(schema_with = schema::tijdstip)]
    vastgelegd_op: String,
    /// Wanneer de terugdraaiing is vastgelegd.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::tijdstip)]
    terugdraaiing_vastgelegd_op: Option<String>,
}

impl From<InInitiatief> for Besluitregel {
    fn from(regel: InInitiatief) -> Self {
        Self {
            initiatief_id: regel.initiatief,
            titel: regel.titel,
            gebied: regel.gebied,
            vastgelegd_op: regel.besluit.vastgelegd.to_string(),
            terugdraaiing_vastgelegd_op: regel.besluit.terug_vastgelegd.map(|op| op.to_string()),
            besluit: regel.besluit.into(),
        }
    }
}

/// Lees wie wat wanneer besloot
///
/// De besluiten over alle initiatieven die u mag zien, met grond, mandaat en motivering, zoals zij op een dag bekend waren
/// (`bekendOp`) of waren (`gebeurdOp`), of wat er tussen twee dagen bij kwam of werd teruggedraaid (`nieuwSinds` en `bekendOp`). Elk
/// besluit zegt in `gezien` waar staat wat de beslisser toen kon zien. Als `text/csv` is het een tabel van alles wat aan de vraag
/// voldoet, vanaf de cursor als die er is; `limiet` geldt dan niet.
#[utoipa::path(operation_id = "leesBesluitgeschiedenis", tag = "Besluiten", params(Vraag),
    responses((status = 200, description = "Een bladzijde besluiten", content((Besluitgeschiedenis = "application/json"), (CsvTabel = "text/csv")))))]
#[get("/besluiten")]
async fn lees(
    app: web::Data<App>,
    caller: Caller,
    req: HttpRequest,
    vraag: Params<Vraag>,
) -> Result<HttpResponse, ApiError> {
    let Params(vraag) = vraag;
    let na = cursor(vraag.cursor.as_deref(), ORDE)?;
    let filter = Filter {
        gebied: vraag.gebied,
        soort: vraag.soort,
        vanaf: vraag.genomen_vanaf.and_then(|dag| dag.yesterday().ok()).map(einde_van),
        voor: vraag.genomen_tot_en_met.map(einde_van),
        gebeurd: vraag.gebeurd_op.map(einde_van),
        bekend: vraag.bekend_op.map(einde_van),
        nieuw: vraag.nieuw_sinds.map(einde_van),
    };
    if csv::gevraagd(&req) {
        let reikwijdte = caller.reikwijdte().clone();
        let getoond = caller.getoond();
        let lees = move |na: Option<Cursor>| {
            let (app, reikwijdte, filter) = (app.clone(), reikwijdte.clone(), filter.clone());
            let getoond = getoond.clone();
            async move {
                let lijst = besluiten::lijst(app.store(), &reikwijdte, &filter, na.as_ref(), csv::PER_KEER);
                let (besluiten, volgende, _) = lijst.await?;
                getoond.deel(&app, besluiten.iter().map(|regel| regel.initiatief.as_str())).await?;
                Ok((besluiten.into_iter().map(rij).collect(), volgende))
            }
        };
        return csv::stroom("besluiten", KOPPEN, na, lees).await;
    }
    let lijst = besluiten::lijst(app.store(), caller.reikwijdte(), &filter, na.as_ref(), vraag.limiet);
    let (besluiten, volgende, head) = lijst.await?;
    caller.toont(besluiten.iter().map(|regel| regel.initiatief.as_str()));
    Ok(HttpResponse::Ok().json(Besluitgeschiedenis {
        besluiten: besluiten.into_iter().map(Into::into).collect(),
        volgende: volgende.map(|cursor| cursor.encode()),
        actualiteit: head.into(),
    }))
}

/// The columns of the table.
const KOPPEN: [&str; 22] = [
    "initiatief_id",
    "titel",
    "gebied",
    "besluit_id",
    "soort",
    "genomen",
    "vastgelegd",
    "rol",
    "namens",
    "actor",
    "hoedanigheid",
    "mandaat",
    "grondslag",
    "portefeuille",
    "motivering",
    "alternatieven",
    "status",
    "teruggedraaid",
    "teruggedraaid_vastgelegd",
    "teruggedraaid_motivering",
    "volgnummer",
    "positie",
];

fn rij(InInitiatief { initiatief, titel, gebied, besluit: b }: InInitiatief) -> [String; KOPPEN.len()] {
    let (terug, waarom) =
        b.teruggedraaid.map_or_else(Default::default, |(op, _, waarom)| (op.in_woorden(), waarom));
    let of_leeg = Option::unwrap_or_default;
    let plaats = b.vastlegging.as_ref().map(|v| (v.volgnummer.to_string(), v.positie.to_string()));
    let (volgnummer, positie) = plaats.unwrap_or_default();
    let namens = b.vastlegging.and_then(|v| v.actor.afdeling.or(v.actor.gebied));
    [
        initiatief,
        titel,
        gebied,
        b.id,
        b.soort,
        b.genomen.in_woorden(),
        b.vastgelegd.to_string(),
        b.rol,
        namens.map(|naam| naam.to_string()).unwrap_or_default(),
        b.actor,
        of_leeg(b.hoedanigheid),
        b.mandaat,
        of_leeg(b.grondslag),
        of_leeg(b.portefeuille),
        b.motivering,
        of_leeg(b.alternatieven),
        b.status,
        terug,
        b.terug_vastgelegd.map(|op| op.to_string()).unwrap_or_default(),
        waarom,
        volgnummer,
        positie,
    ]
}
