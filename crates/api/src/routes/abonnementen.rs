//! Subscriptions: whom to tell of events, how it goes, and what an administrator does about it.

mod acties;
mod afleveringen;
mod maken;
mod samen;
mod sleutels;

use crate::app::App;
use crate::problem::{ApiError, Soort};
use crate::request::{Caller, Parameters, Params, id};
use crate::schema;
use crate::versie::met_versie;
use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::openapi::ObjectBuilder;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_berichten::abonnement::{Abonnement, Abonnementsoort, Bereik, Status};
use wijkspoor_berichten::boek::abonnementen;
use wijkspoor_domain::Rol;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lijst).service(lees);
    maken::routes(config);
    sleutels::routes(config);
    acties::routes(config);
    afleveringen::routes(config);
}

/// Een abonnement, en hoe het ermee gaat.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Abonnement)]
struct AbonnementView {
    /// Het id.
    id: Uuid,
    /// Of het een webhook is, of een koppeling uit de instellingen van de server.
    #[schema(schema_with = abonnementsoort)]
    soort: &'static str,
    /// Hoe het heet.
    #[schema(max_length = 200)]
    naam: String,
    /// Waar wordt bezorgd.
    #[schema(max_length = 2000)]
    adres: String,
    /// Alleen van deze soorten; leeg is alle.
    #[schema(max_items = 200)]
    soorten: Vec<String>,
    /// Alleen in deze gebieden; leeg is alle.
    #[schema(max_items = 100)]
    gebieden: Vec<String>,
    /// Wat de ontvanger mag zien.
    bereik: BereikView,
    /// Hoe het ervoor staat.
    #[schema(schema_with = status)]
    status: &'static str,
    /// Tot en met deze plaats in het log is alles afgehandeld.
    #[schema(minimum = 0)]
    positie: i64,
    /// Hoeveel gebeurtenissen er daarna nog in het log staan, ook die niet voor deze ontvanger zijn.
    #[schema(minimum = 0)]
    achterstand: i64,
    /// Of een beheerder hiernaar moet kijken.
    alarm: bool,
    /// Hoe vaak het achter elkaar is mislukt.
    #[schema(minimum = 0)]
    pogingen: u32,
    /// Sinds wanneer het mislukt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::tijdstip)]
    mislukt_sinds: Option<String>,
    /// Wanneer het opnieuw wordt geprobeerd.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::tijdstip)]
    volgende_poging: Option<String>,
    /// Wat er het laatst misging.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    laatste_fout: Option<String>,
    /// Wanneer het laatst iets aankwam.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::tijdstip)]
    laatst_gelukt: Option<String>,
    /// Hoe vaak per minuut de ontvanger iets wil ontvangen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    per_minuut: Option<i64>,
    /// Sinds wanneer de sleutel geldt waarmee wordt ondertekend.
    #[schema(schema_with = schema::tijdstip)]
    sleutel_sinds: String,
    /// Tot wanneer er ook met de vorige sleutel wordt ondertekend.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::tijdstip)]
    vorige_sleutel_tot: Option<String>,
    /// Wanneer het is gemaakt.
    #[schema(schema_with = schema::tijdstip)]
    aangemaakt: String,
    /// Door wie, als pseudoniem.
    #[schema(max_length = 1000)]
    aangemaakt_door: String,
}

/// Wat een ontvanger mag zien: wat iemand in deze rol ziet.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Abonnementbereik)]
struct BereikView {
    /// De rol; `systeem` ziet alles.
    #[schema(schema_with = bereikrol)]
    rol: Rol,
    /// Het gebied, bij `tlo`; zonder gebied: alle gebieden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::naam)]
    gebied: Option<wijkspoor_domain::Naam>,
    /// De afdeling, bij `afdeling`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::naam)]
    afdeling: Option<wijkspoor_domain::Naam>,
}

impl From<Bereik> for BereikView {
    fn from(Bereik { rol, gebied, afdeling }: Bereik) -> Self {
        Self { rol, gebied, afdeling }
    }
}

fn codes(codes: impl IntoIterator<Item = &'static str>) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(codes.into_iter().collect::<Vec<_>>()))
}

fn status() -> ObjectBuilder {
    codes(Status::CODES.iter().copied())
}

fn abonnementsoort() -> ObjectBuilder {
    codes(Abonnementsoort::CODES.iter().copied())
}

/// As whom a receiver may be told something.
fn bereikrol() -> ObjectBuilder {
    codes([Rol::Systeem, Rol::Tlo, Rol::Afdeling].map(Rol::code))
}

fn view(a: Abonnement, head: i64) -> AbonnementView {
    AbonnementView {
        alarm: a.alarm(),
        id: a.id,
        soort: a.soort.code(),
        naam: a.naam,
        adres: a.adres,
        soorten: a.keuze.soorten,
        gebieden: a.keuze.gebieden,
        bereik: a.bereik.into(),
        status: a.status.code(),
        positie: a.positie,
        achterstand: (head - a.positie).max(0),
        pogingen: a.pogingen,
        mislukt_sinds: a.mislukt_sinds.map(|op| op.to_string()),
        volgende_poging: a.volgende_op.map(|op| op.to_string()),
        laatste_fout: a.laatste_fout,
        laatst_gelukt: a.gelukt_op.map(|op| op.to_string()),
        per_minuut: a.per_minuut,
        sleutel_sinds: a.sleutels.sinds.to_string(),
        vorige_sleutel_tot: a.sleutels.vorige.map(|(_, tot)| tot.to_string()),
        aangemaakt: a.aangemaakt_op.to_string(),
        aangemaakt_door: a.aangemaakt_door,
    }
}

/// The subscription with the id in a path.
async fn vind(app: &App, path: &str) -> Result<Abonnement, ApiError> {
    let id = id("id", path)?;
    let gevonden = abonnementen(app.store().database(), Some(id)).await?.pop();
    gevonden.ok_or_else(|| ApiError::new(Soort::NietGevonden, format!("er is geen abonnement {id}")))
}

/// Which subscriptions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Alleen waar een beheerder naar moet kijken, of juist niet.
    alarm: Option<bool>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesAbonnementen";
}

/// De abonnementen.
#[derive(Debug, Serialize, ToSchema)]
struct Abonnementen {
    /// De abonnementen, het oudste eerst.
    #[schema(max_items = 100000)]
    abonnementen: Vec<AbonnementView>,
}

/// Lees de abonnementen
///
/// Wie er bericht krijgt van wat er gebeurt, hoe ver dat is, en waar een beheerder naar moet kijken.
#[utoipa::path(operation_id = "leesAbonnementen", tag = "Berichten", params(Vraag),
    responses((status = 200, description = "De abonnementen", body = Abonnementen)))]
#[get("/abonnementen")]
async fn lijst(app: web::Data<App>, _caller: Caller, vraag: Params<Vraag>) -> Result<HttpResponse, ApiError> {
    let head = app.store().head().await?.position;
    let alle = abonnementen(app.store().database(), None).await?.into_iter();
    let alle = alle.filter(|a| vraag.0.alarm.is_none_or(|alarm| alarm == a.alarm()));
    Ok(HttpResponse::Ok().json(Abonnementen { abonnementen: alle.map(|a| view(a, head)).collect() }))
}

/// Lees een abonnement
///
/// De ETag is de versie van wat erover is besloten: geef haar mee in If-Match bij een volgend besluit. Hoe ver het is, verandert zonder dat.
#[utoipa::path(operation_id = "leesAbonnement", tag = "Berichten",
    params(("id" = Uuid, Path, description = "Het abonnement")),
    responses((status = 200, description = "Het abonnement", body = AbonnementView)))]
#[get("/abonnementen/{id}")]
async fn lees(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let abonnement = vind(&app, &path).await?;
    let head = app.store().head().await?.position;
    Ok(met_versie(abonnement.versie, &view(abonnement, head)))
}
