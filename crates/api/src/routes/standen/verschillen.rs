//! What differs in a dossier between two moments.

use super::{Stap, beeld, bladzijde, events, nog_niet, tonen};
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::tijdlijn;
use crate::request::{Caller, Parameters, Params, id};
use crate::routes::{Actualiteit, cursor, standaard_limiet};
use crate::schema;
use crate::stand::{Stand, Toen, Tot};
use crate::verschil;
use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::{IntoParams, ToSchema};

/// Between which moments.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Het eerste moment: deze versie van het initiatief.
    #[param(minimum = 1)]
    van_versie: Option<i64>,
    /// Het eerste moment: deze positie in het log.
    #[param(minimum = 1)]
    van_positie: Option<i64>,
    /// Het eerste moment: zoals het toen bekend was.
    #[param(schema_with = schema::dag_of_tijdstip)]
    van_bekend_op: Option<Tot>,
    /// Het eerste moment: zoals het toen was.
    #[param(schema_with = schema::dag_of_tijdstip)]
    van_gebeurd_op: Option<Tot>,
    /// Het tweede moment: deze versie van het initiatief.
    #[param(minimum = 1)]
    tot_versie: Option<i64>,
    /// Het tweede moment: deze positie in het log.
    #[param(minimum = 1)]
    tot_positie: Option<i64>,
    /// Het tweede moment: zoals het toen bekend was.
    #[param(schema_with = schema::dag_of_tijdstip)]
    tot_bekend_op: Option<Tot>,
    /// Het tweede moment: zoals het toen was.
    #[param(schema_with = schema::dag_of_tijdstip)]
    tot_gebeurd_op: Option<Tot>,
    /// Hoeveel stappen per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    limiet: i64,
    /// Waar de stappen verder gaan: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesVerschillen";
}

/// Wat er in een dossier verschilt tussen twee momenten.
#[derive(Debug, Serialize, ToSchema)]
struct Dossierverschillen {
    /// De versie op het eerste moment; ontbreekt als het initiatief er toen nog niet was.
    #[serde(skip_serializing_if = "Option::is_none")]
    van: Option<Standpunt>,
    /// De versie op het tweede moment.
    tot: Standpunt,
    /// Wat anders is.
    #[schema(max_items = 1000000)]
    verschillen: Vec<Verschil>,
    /// De stappen die op maar een van de twee momenten meetellen, in de volgorde waarin zij zijn vastgelegd.
    #[schema(max_items = 200)]
    stappen: Vec<Stapverschil>,
    /// De cursor van de volgende bladzijde stappen, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Hoe ver een dossier op een moment was.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Standpunt {
    /// De versie.
    #[schema(minimum = 1)]
    versie: i64,
    /// De positie in het log van het laatste wat meetelt.
    #[schema(minimum = 1)]
    positie: i64,
    /// Wanneer dat is vastgelegd.
    #[schema(schema_with = schema::tijdstip)]
    vastgelegd_op: String,
}

/// Een plaats waar het dossier anders is.
#[derive(Debug, Serialize, ToSchema)]
struct Verschil {
    /// Waar: een JSON Pointer in het antwoord van `leesStand`; wat in een lijst staat heet naar zijn `id`.
    #[schema(max_length = 1000)]
    pad: String,
    /// Wat er op het eerste moment stond; ontbreekt als er niets stond.
    #[serde(skip_serializing_if = "Option::is_none")]
    van: Option<Json>,
    /// Wat er op het tweede moment stond; ontbreekt als er niets stond.
    #[serde(skip_serializing_if = "Option::is_none")]
    tot: Option<Json>,
}

/// Een stap die op maar een van de twee momenten meetelt.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Stapverschil {
    #[serde(flatten)]
    stap: Stap,
    /// Op welk van de twee momenten hij meetelt.
    #[schema(schema_with = moment)]
    alleen_op: &'static str,
}

const VAN: &str = "van";
const TOT: &str = "tot";

fn moment() -> utoipa::openapi::ObjectBuilder {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some([VAN, TOT]))
}

/// Lees wat er in een dossier verschilt tussen twee momenten
///
/// Elk moment wordt aangewezen zoals bij `leesStand`; zonder `tot…` is het tweede moment nu. Zo is ook te zien wat nu anders bekend
/// is van hetzelfde moment: `vanGebeurdOp` en `totGebeurdOp` gelijk, `vanBekendOp` en `totBekendOp` verschillend.
#[utoipa::path(operation_id = "leesVerschillen", tag = "Verantwoording",
    params(("id" = Uuid, Path, description = "Het initiatief"), Vraag),
    responses((status = 200, description = "De verschillen, met een bladzijde stappen", body = Dossierverschillen)))]
#[get("/initiatieven/{id}/verschillen")]
pub(super) async fn verschillen(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
    vraag: Params<Vraag>,
) -> Result<HttpResponse, ApiError> {
    let (id, Params(vraag)) = (id("id", &path)?, vraag);
    let na = cursor(vraag.cursor.as_deref(), "verschil")?;
    let van = Toen {
        versie: vraag.van_versie,
        positie: vraag.van_positie,
        bekend: vraag.van_bekend_op,
        gebeurd: vraag.van_gebeurd_op,
    };
    let tot = Toen {
        versie: vraag.tot_versie,
        positie: vraag.tot_positie,
        bekend: vraag.tot_bekend_op,
        gebeurd: vraag.tot_gebeurd_op,
    };
    let (events, head) = events(&app, id).await?;
    let opzet = app.opzet();
    let eerst = Stand::van(app.store(), &events, &van, &opzet).await?;
    let dan = Stand::van(app.store(), &events, &tot, &opzet).await?.ok_or_else(nog_niet)?;
    let (eerst, voor) = uitgelegd(&app, eerst)?;
    let (dan, na_) = uitgelegd(&app, Some(dan))?;
    let stappen = alleen(voor, na_, &van, &tot);
    let (stappen, volgende) =
        bladzijde(stappen, na.as_ref(), vraag.limiet, "verschil", |(stap, _)| (stap.feit.sequence, 0));
    let (stappen, op): (Vec<_>, Vec<_>) = stappen.into_iter().unzip();
    let stappen = tonen(stappen)?.into_iter().zip(op);
    let (van, oud) = eerst.unzip();
    let (tot, nieuw) = dan.ok_or_else(nog_niet)?;
    let verschillen = verschil::verschillen(&oud.unwrap_or_else(leeg), &nieuw);
    let verschil = |v: verschil::Verschil| Verschil { pad: v.pad, van: v.van, tot: v.tot };
    Ok(HttpResponse::Ok().json(Dossierverschillen {
        van,
        tot,
        verschillen: verschillen.into_iter().map(verschil).collect(),
        stappen: stappen.map(|(stap, alleen_op)| Stapverschil { stap, alleen_op }).collect(),
        volgende: volgende.map(|c| c.encode()),
        actualiteit: head.into(),
    }))
}

/// Before there was anything.
fn leeg() -> Json {
    serde_json::json!({ "initiatief": {}, "besluiten": [], "opdrachten": [] })
}

type Uitleg = (Option<(Standpunt, Json)>, Vec<tijdlijn::Stap>);

/// How far a dossier was, what it showed, and its steps.
fn uitgelegd(app: &App, stand: Option<Stand>) -> Result<Uitleg, ApiError> {
    let Some(stand) = stand else { return Ok((None, Vec::new())) };
    let versie = stand.dossier.versie;
    let (beeld, stappen) = beeld(&app.opzet(), stand);
    let punt = Standpunt { versie, positie: beeld.positie, vastgelegd_op: beeld.vastgelegd_op.clone() };
    let mut json = serde_json::to_value(&beeld).map_err(|error| ApiError::internal(&error))?;
    // How far it was is said already.
    for veld in ["positie", "vastgelegdOp"] {
        json.as_object_mut().and_then(|json| json.remove(veld));
    }
    Ok((Some((punt, json)), stappen))
}

/// The steps that count at one of two moments only, in the order in which they were recorded.
fn alleen(
    voor: Vec<tijdlijn::Stap>,
    na: Vec<tijdlijn::Stap>,
    van: &Toen,
    tot: &Toen,
) -> Vec<(tijdlijn::Stap, &'static str)> {
    let bestond = !voor.is_empty();
    let weg = voor.into_iter().filter(|stap| !tot.telt(&stap.feit)).map(|stap| (stap, VAN));
    let bij = na.into_iter().filter(|stap| !bestond || !van.telt(&stap.feit)).map(|stap| (stap, TOT));
    let mut alle: Vec<_> = weg.chain(bij).collect();
    alle.sort_by_key(|(stap, _)| stap.feit.sequence);
    alle
}
