//! Moving running initiatives to another version of their definition.

use crate::app::App;
use crate::problem::ApiError;
use crate::request::{Body, Caller};
use crate::schema;
use crate::werkstroomwijziging::{Uitkomst, wijzig};
use crate::write::metadata;
use actix_web::{HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa::openapi::ObjectBuilder;
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::initiatief::handeling::Werkstroomwijziging;
use wijkspoor_domain::initiatief::{Commando, Context, Handeling};
use wijkspoor_domain::werkstroom::WerkstroomRef;
use wijkspoor_domain::{Gevoelig, Moment, Naam};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(voer_uit);
}

/// More stranded initiatives than this are counted, not named.
const GENOEMD: usize = 1000;

/// Een werkstroom in een van haar versies.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Versie {
    /// De code van de werkstroom.
    #[schema(schema_with = schema::code)]
    code: String,
    /// De versie.
    #[schema(minimum = 1, maximum = 1_000_000)]
    versie: u32,
}

impl From<Versie> for WerkstroomRef {
    fn from(versie: Versie) -> Self {
        Self { code: versie.code, versie: versie.versie }
    }
}

/// Welke lopende initiatieven naar welke versie gaan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NieuweWerkstroomwijziging)]
#[schema(example = json!({
    "van": { "code": "wijkinitiatief", "versie": 1 }, "naar": { "code": "wijkinitiatief", "versie": 2 },
    "vertaling": { "in_behandeling_tlo": "in_gesprek" }, "mandaat": "Stedelijk manager",
    "motivering": "De nieuwe werkwijze geldt voor alle lopende initiatieven.", "proef": true
}))]
struct Nieuw {
    /// De werkstroom die de initiatieven nu volgen.
    van: Versie,
    /// De werkstroom die zij gaan volgen.
    naar: Versie,
    /// Hoe een status in de nieuwe versie heet, waar dat anders is.
    #[serde(default)]
    #[schema(schema_with = vertaling)]
    vertaling: BTreeMap<String, String>,
    /// De functie die dit mag besluiten.
    #[schema(schema_with = schema::naam)]
    mandaat: Naam,
    /// Waarom; het komt bij elk initiatief te staan.
    #[schema(schema_with = schema::tekst)]
    motivering: String,
    /// Of er alleen wordt gekeken wat er zou gebeuren.
    proef: bool,
}

fn vertaling() -> ObjectBuilder {
    ObjectBuilder::new()
        .property_names(Some(schema::code()))
        .additional_properties(Some(schema::code()))
        .max_properties(Some(100))
}

/// Wat er is gebeurd, of bij een proef: zou gebeuren.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Werkstroomwijzigingen {
    /// Of er alleen is gekeken.
    proef: bool,
    /// Hoeveel initiatieven over zijn, of over kunnen.
    #[schema(minimum = 0)]
    over: usize,
    /// Hoeveel er blijven waar zij zijn.
    #[schema(minimum = 0)]
    gestrand: usize,
    /// Van welke status naar welke, en hoeveel.
    #[schema(max_items = 10000)]
    statussen: Vec<Statuswissel>,
    /// Wat er blijft waar het is, en waarom; hoogstens duizend.
    #[schema(max_items = 1000)]
    gestrande_initiatieven: Vec<Gestrand>,
}

/// Hoeveel initiatieven van de ene status naar de andere gaan.
#[derive(Debug, Serialize, ToSchema)]
struct Statuswissel {
    /// De status in de oude versie.
    #[schema(max_length = 60)]
    van: String,
    /// De status in de nieuwe versie.
    #[schema(max_length = 60)]
    naar: String,
    /// Hoeveel.
    #[schema(minimum = 1)]
    aantal: usize,
}

/// Een initiatief dat blijft waar het is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = GestrandInitiatief)]
struct Gestrand {
    /// Het initiatief.
    #[schema(format = Uuid)]
    initiatief_id: String,
    /// De regel die het tegenhoudt.
    #[schema(max_length = 100)]
    regel: &'static str,
    /// Waarom, en wat zou helpen.
    #[schema(max_length = 10000)]
    waarom: String,
}

/// Breng lopende initiatieven naar een andere versie van de werkstroom
///
/// Begin met `proef`: die zegt welke initiatieven over kunnen en welke stranden, en waarom, en legt niets vast. Wat
/// strandt, volgt de oude versie gewoon verder. Een wachttijd begint niet opnieuw doordat een status anders gaat heten.
/// Herhalen mag: wat al over is, doet niet meer mee. Een beëindigd initiatief blijft bij de versie waarmee het eindigde.
#[utoipa::path(operation_id = "wijzigWerkstroom", tag = "Werkstromen", request_body = Nieuw,
    responses((status = 200, description = "Wat er is gebeurd, of zou gebeuren", body = Werkstroomwijzigingen)))]
#[post("/werkstroomwijzigingen")]
async fn voer_uit(app: web::Data<App>, caller: Caller, body: Body<Nieuw>) -> Result<HttpResponse, ApiError> {
    let Nieuw { van, naar, vertaling, mandaat, motivering, proef } = body.value;
    let van = WerkstroomRef::from(van);
    let motivering = Gevoelig::new(motivering);
    let wijziging = Werkstroomwijziging { naar: naar.into(), vertaling, mandaat, motivering };
    wijziging.controleer(&van, &caller.0, &app.opzet())?;
    let (actor, nu) = (caller.0, app.clock().now());
    let plaatsgevonden = Moment::tijdstip(nu);
    let metadata = metadata(&app, &actor, None, plaatsgevonden);
    let context = Context { actor, nu, plaatsgevonden };
    let commando = Commando { context, handeling: Handeling::WijzigWerkstroom(wijziging) };
    let uitkomsten = wijzig(&app, &van, &commando, &metadata, proef).await?;
    let (mut statussen, mut gestrand) = (BTreeMap::new(), Vec::new());
    for (id, uitkomst) in uitkomsten {
        match uitkomst {
            Uitkomst::Over(van, naar) => *statussen.entry((van, naar)).or_insert(0) += 1,
            Uitkomst::Blijft(weigering) => gestrand.push(Gestrand {
                initiatief_id: id.to_string(),
                regel: weigering.regel(),
                waarom: weigering.to_string(),
            }),
        }
    }
    let wissel = |((van, naar), aantal)| Statuswissel { van, naar, aantal };
    Ok(HttpResponse::Ok().json(Werkstroomwijzigingen {
        proef,
        over: statussen.values().sum(),
        gestrand: gestrand.len(),
        statussen: statussen.into_iter().map(wissel).collect(),
        gestrande_initiatieven: gestrand.into_iter().take(GENOEMD).collect(),
    }))
}
