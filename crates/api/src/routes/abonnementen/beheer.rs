//! What an administrator does with subscriptions: make them, change their keys, and decide what becomes of what fails.

use super::{AbonnementView, BereikView, codes, view, vind};
use crate::app::App;
use crate::problem::{ApiError, InvalidParam, Soort};
use crate::request::{Body, Caller, WriteHeaders};
use crate::routes::gebeurtenissen::soort;
use crate::schema;
use crate::versie::{etag, gewijzigd, met_versie};
use crate::write::hergebruikt;
use actix_web::{HttpResponse, http::header, post, web};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::{ArrayBuilder, ObjectBuilder, Schema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_berichten::Keuze;
use wijkspoor_berichten::abonnement::{
    Abonnement, Abonnementsoort, Actie, Bereik, Sleutels, Status, Weigering,
};
use wijkspoor_berichten::boek::{self, Aflevering, stand};
use wijkspoor_berichten::handtekening::geheim;
use wijkspoor_domain::Rol;
use wijkspoor_store::{Statement, stable_id};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(maak).service(wissel).service(doe);
}

/// A decision is taken anew when another was taken meanwhile; so often.
const POGINGEN: usize = 5;

/// Een nieuw abonnement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NieuwAbonnement)]
#[schema(example = json!({
    "naam": "Zaaksysteem", "adres": "https://zaken.gemeente.example/wijkspoor",
    "soorten": ["initiatief_ingediend", "initiatief_gerealiseerd"], "bereik": { "rol": "systeem" }
}))]
struct Nieuw {
    /// Hoe het heet.
    #[schema(schema_with = schema::regel)]
    naam: String,
    /// Waar wordt bezorgd: een adres met https.
    #[schema(schema_with = adres)]
    adres: String,
    /// Alleen van deze soorten; zonder opgave alle.
    #[serde(default)]
    #[schema(schema_with = soorten)]
    soorten: Vec<String>,
    /// Alleen in deze gebieden; zonder opgave alle.
    #[serde(default)]
    #[schema(schema_with = gebieden)]
    gebieden: Vec<String>,
    /// Wat de ontvanger mag zien; zonder opgave alles.
    bereik: Option<BereikView>,
    /// De plaats in het log waarna wordt bezorgd; 0 is alles wat er ooit gebeurde, zonder opgave is het wat nog komt.
    #[schema(minimum = 0)]
    vanaf: Option<i64>,
}

fn adres() -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .min_length(Some(1))
        .max_length(Some(wijkspoor_berichten::adres::MAX))
}

fn lijst(items: ObjectBuilder, hoogstens: usize) -> Schema {
    Schema::Array(ArrayBuilder::new().items(items).max_items(Some(hoogstens)).build())
}

fn soorten() -> Schema {
    lijst(soort(), 200)
}

fn gebieden() -> Schema {
    lijst(schema::naam(), 100)
}

/// Een abonnement met zijn geheim.
#[derive(Debug, Serialize, ToSchema)]
struct AbonnementMetGeheim {
    /// Het abonnement.
    #[serde(flatten)]
    abonnement: AbonnementView,
    /// Het geheim waarmee de ontvanger handtekeningen controleert. Het wordt alleen nu getoond.
    #[schema(max_length = 200)]
    geheim: String,
}

/// Maak een abonnement
///
/// Van elke gebeurtenis die de ontvanger mag zien en die is gekozen, wordt een bericht bezorgd, in de volgorde van het log. Eerst
/// wordt de ontvanger gevraagd of hij dat wil (een OPTIONS, zie bij webhooks); tot dan is de status `aanmelden`. Bewaar het
/// geheim: het wordt niet nog eens getoond.
#[utoipa::path(operation_id = "maakAbonnement", tag = "Berichten", request_body = Nieuw,
    responses((status = 201, description = "Gemaakt", body = AbonnementMetGeheim)))]
#[post("/abonnementen")]
async fn maak(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    body: Body<Nieuw>,
) -> Result<HttpResponse, ApiError> {
    let head = app.store().head().await?.position;
    let Body { value: nieuw, fingerprint } = body;
    let bereik = controleer(&app, &nieuw, head)?;
    let sleutel = headers.idempotency_key;
    // The same key is the same subscription.
    let id =
        sleutel.map_or_else(|| app.ids.next(), |sleutel| stable_id(&["abonnement", &caller.0.id, &sleutel]));
    let (key, bewaar) = app.store().vault().new_key(id_van_sleutel(id)).await?;
    let nu = app.clock().now();
    let abonnement = Abonnement {
        id,
        soort: Abonnementsoort::Webhook,
        versie: 1,
        verzoek: fingerprint,
        naam: nieuw.naam.trim().to_owned(),
        adres: nieuw.adres.trim().to_owned(),
        keuze: Keuze { soorten: nieuw.soorten, gebieden: nieuw.gebieden },
        bereik,
        status: Status::Aanmelden,
        positie: nieuw.vanaf.unwrap_or(head),
        pogingen: 0,
        mislukt_sinds: None,
        volgende_op: None,
        laatste_fout: None,
        gelukt_op: None,
        per_minuut: None,
        sleutels: Sleutels { nu: id_van_sleutel(id), sinds: nu, vorige: None },
        aangemaakt_op: nu,
        aangemaakt_door: caller.0.id,
    };
    let place = format!("/v1/abonnementen/{id}");
    let mut antwoord = HttpResponse::Created();
    antwoord.insert_header((header::LOCATION, place)).insert_header((header::ETAG, etag(1)));
    if boek::maak(app.store().database(), &abonnement, bewaar).await? {
        app.store().vault().kept(abonnement.sleutels.nu, &key);
        let geheim = geheim(key.bytes());
        return Ok(antwoord.json(AbonnementMetGeheim { abonnement: view(abonnement, head), geheim }));
    }
    let eerder = vind(&app, &id.to_string()).await?;
    if eerder.verzoek != abonnement.verzoek {
        return Err(hergebruikt());
    }
    antwoord.insert_header(("Idempotent-Replayed", "true"));
    antwoord.insert_header((header::ETAG, etag(eerder.versie)));
    let geheim = geheim_van(&app, eerder.sleutels.nu).await?;
    Ok(antwoord.json(AbonnementMetGeheim { abonnement: view(eerder, head), geheim }))
}

/// The first key of a subscription.
fn id_van_sleutel(abonnement: Uuid) -> Uuid {
    stable_id(&["sleutel", &abonnement.to_string()])
}

async fn geheim_van(app: &App, sleutel: Uuid) -> Result<String, ApiError> {
    let key = app.store().vault().keys(&[sleutel]).await?.remove(&sleutel).flatten();
    let weg =
        || ApiError::new(Soort::RegelWeigert, "dit geheim is er niet meer: het abonnement is beëindigd");
    key.map(|key| geheim(key.bytes())).ok_or_else(weg)
}

/// It fits the schema, and a rule that the schema cannot say refuses it: 409, with the fields at fault.
fn past_niet(fouten: Vec<InvalidParam>) -> ApiError {
    let detail = match fouten.as_slice() {
        [een] => format!("{}: {}", een.name, een.reason),
        _ => format!("{} gegevens passen niet; zie invalidParams", fouten.len()),
    };
    let mut error = ApiError::new(Soort::RegelWeigert, detail);
    error.0.regel = Some("abonnement-past-niet".to_owned());
    error.0.invalid_params = fouten;
    error
}

/// What the schema cannot say, all faults together.
fn controleer(app: &App, nieuw: &Nieuw, head: i64) -> Result<Bereik, ApiError> {
    let mut fouten = Vec::new();
    let mut fout = |name: &str, code: &str, reason: String| {
        fouten.push(InvalidParam { name: name.to_owned(), code: code.to_owned(), reason });
    };
    if let Err(waarom) = app.berichten.toegestaan.controleer(nieuw.adres.trim()) {
        fout("/adres", "niet-toegestaan", waarom);
    }
    if nieuw.vanaf.is_some_and(|vanaf| vanaf > head) {
        fout("/vanaf", "te-groot", format!("het log loopt tot {head}"));
    }
    let alles = BereikView { rol: Rol::Systeem, gebied: None, afdeling: None };
    let BereikView { rol, gebied, afdeling } = nieuw.bereik.clone().unwrap_or(alles);
    if gebied.is_some() && rol != Rol::Tlo {
        fout("/bereik/gebied", "hoort-niet", "hoort alleen bij de rol tlo".to_owned());
    }
    match (rol == Rol::Afdeling, &afdeling) {
        (true, None) => {
            fout("/bereik/afdeling", "ontbreekt", "noem bij de rol afdeling welke afdeling".to_owned())
        }
        (false, Some(_)) => {
            fout("/bereik/afdeling", "hoort-niet", "hoort alleen bij de rol afdeling".to_owned());
        }
        _ => {}
    }
    if fouten.is_empty() { Ok(Bereik { rol, gebied, afdeling }) } else { Err(past_niet(fouten)) }
}

/// Een nieuwe sleutel voor een abonnement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schema(as = NieuweSleutel, example = json!({ "samenUren": 24 }))]
struct Wissel {
    /// Hoeveel uren er ook nog met de huidige sleutel wordt ondertekend; zonder opgave een dag.
    #[serde(default = "een_dag")]
    #[schema(minimum = 0, maximum = 720)]
    samen_uren: i64,
}

fn een_dag() -> i64 {
    24
}

/// Geef een abonnement een nieuwe sleutel
///
/// Een tijd lang staan er twee handtekeningen bij elk bericht, zodat de ontvanger de nieuwe in gebruik kan nemen wanneer het hem
/// uitkomt. Bewaar het geheim: het wordt niet nog eens getoond. Is een sleutel uitgelekt, kies dan 0 uren.
#[utoipa::path(operation_id = "wisselSleutel", tag = "Berichten", request_body = Wissel,
    params(("id" = Uuid, Path, description = "Het abonnement")),
    responses((status = 201, description = "Gewisseld", body = AbonnementMetGeheim)))]
#[post("/abonnementen/{id}/sleutels")]
async fn wissel(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<Wissel>,
) -> Result<HttpResponse, ApiError> {
    let samen = SignedDuration::from_hours(body.value.samen_uren);
    let vault = app.store().vault();
    for _ in 0..POGINGEN {
        let mut abonnement = vind(&app, &path).await?;
        if abonnement.status == Status::Beeindigd {
            return Err(geweigerd(Weigering::Beeindigd));
        }
        if abonnement.soort == Abonnementsoort::Koppeling {
            return Err(geweigerd(Weigering::UitInstellingen));
        }
        let van = abonnement.id.to_string();
        let nieuw = headers.idempotency_key.as_ref();
        let nieuw =
            nieuw.map_or_else(|| app.ids.next(), |key| stable_id(&["sleutel", &van, &caller.0.id, key]));
        let mut ook = Vec::new();
        // A repeated request: it was changed already.
        let sleutels = &abonnement.sleutels;
        if sleutels.nu == nieuw
            && sleutels.vorige.is_some_and(|(_, tot)| tot.duration_since(sleutels.sinds) != samen)
        {
            return Err(hergebruikt());
        }
        let herhaald = sleutels.nu == nieuw || sleutels.vorige.is_some_and(|(vorige, _)| vorige == nieuw);
        if !herhaald {
            gezien(&headers, &abonnement)?;
            let (_, bewaar) = vault.new_key(nieuw).await?;
            let weg = abonnement.wissel(nieuw, app.clock().now(), samen);
            ook.extend(bewaar);
            if let Some(weg) = weg {
                ook.extend(vault.destroy(weg).await?);
            }
            if !boek::besluit(app.store().database(), &abonnement, None, ook).await? {
                continue;
            }
            weg.iter().for_each(|weg| vault.destroyed(*weg));
            abonnement.versie += 1;
        }
        let head = app.store().head().await?.position;
        let geheim = geheim_van(&app, nieuw).await?;
        let mut antwoord = HttpResponse::Created();
        antwoord.insert_header((header::LOCATION, format!("/v1/abonnementen/{van}")));
        antwoord.insert_header((header::ETAG, etag(abonnement.versie)));
        if herhaald {
            antwoord.insert_header(("Idempotent-Replayed", "true"));
        }
        return Ok(antwoord.json(AbonnementMetGeheim { abonnement: view(abonnement, head), geheim }));
    }
    Err(te_druk())
}

/// Wat er met een abonnement gebeurt.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NieuweAbonnementactie, example = json!({ "actie": "sla_over", "positie": 12 }))]
struct Doe {
    /// `pauzeer` laat alles wachten; `hervat` gaat verder en probeert het meteen; `sla_over` gaat voorbij aan de gebeurtenis die
    /// hapert; `herhaal` bezorgt één gebeurtenis nog eens; `herhaal_mislukte` alles wat is mislukt of overgeslagen;
    /// `herhaal_vanaf` alles vanaf een plaats; `beeindig` stopt voorgoed.
    #[schema(schema_with = actie)]
    actie: String,
    /// De plaats in het log, bij `sla_over`, `herhaal` en `herhaal_vanaf`.
    #[schema(minimum = 1)]
    positie: Option<i64>,
}

const ZONDER_PLAATS: [&str; 4] = ["pauzeer", "hervat", "herhaal_mislukte", "beeindig"];
const MET_PLAATS: [&str; 3] = ["sla_over", "herhaal", "herhaal_vanaf"];

fn actie() -> ObjectBuilder {
    codes(ZONDER_PLAATS.into_iter().chain(MET_PLAATS))
}

/// Handel met een abonnement
///
/// Wat hapert houdt tegen wat erna komt, tot het lukt, wordt overgeslagen of lang genoeg is geprobeerd; dan staat het
/// abonnement stil en gaat `hervat` verder waar het bleef. Er gaat niets verloren: het log blijft, en `herhaal` bezorgt er weer uit.
#[utoipa::path(operation_id = "handelMetAbonnement", tag = "Berichten", request_body = Doe,
    params(("id" = Uuid, Path, description = "Het abonnement")),
    responses((status = 200, description = "Hoe het ervoor staat", body = AbonnementView)))]
#[post("/abonnementen/{id}/acties")]
async fn doe(
    app: web::Data<App>,
    _caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<Doe>,
) -> Result<HttpResponse, ApiError> {
    let Doe { actie, positie } = body.value;
    let plaats = |code: &str, reason: String| InvalidParam {
        name: "/positie".to_owned(),
        code: code.to_owned(),
        reason,
    };
    let plaats = match (MET_PLAATS.contains(&actie.as_str()), positie) {
        (true, None) => Err(past_niet(vec![plaats("ontbreekt", format!("hoort bij {actie}"))])),
        (false, Some(_)) => Err(past_niet(vec![plaats("hoort-niet", format!("hoort niet bij {actie}"))])),
        (_, positie) => Ok(positie.unwrap_or_default()),
    }?;
    for _ in 0..POGINGEN {
        let mut abonnement = vind(&app, &path).await?;
        gezien(&headers, &abonnement)?;
        let besluit = besluit(&app, &mut abonnement, &actie, plaats).await?;
        if boek::besluit(app.store().database(), &abonnement, besluit.naar, besluit.ook).await? {
            besluit.weg.iter().for_each(|sleutel| app.store().vault().destroyed(*sleutel));
            let head = app.store().head().await?.position;
            return Ok(met_versie(abonnement.versie + 1, &view(abonnement, head)));
        }
    }
    Err(te_druk())
}

/// Whether who decides saw what there is to decide about.
fn gezien(headers: &WriteHeaders, abonnement: &Abonnement) -> Result<(), ApiError> {
    match headers.if_match {
        Some(gezien) if gezien != abonnement.versie => Err(gewijzigd(gezien, abonnement.versie)),
        _ => Ok(()),
    }
}

/// What goes along with a decision.
#[derive(Default)]
struct Besluit {
    naar: Option<i64>,
    ook: Vec<Statement>,
    weg: Vec<Uuid>,
}

async fn besluit(app: &App, a: &mut Abonnement, actie: &str, plaats: i64) -> Result<Besluit, ApiError> {
    let database = app.store().database();
    let mut besluit = Besluit::default();
    match actie {
        "sla_over" => {
            let hapert = boek::hapert(database, a).await?;
            a.doe(Actie::SlaOver(plaats), hapert.as_ref().map(|h| h.positie)).map_err(geweigerd)?;
            let over =
                hapert.map(|h| Aflevering { status: stand::OVERGESLAGEN.to_owned(), pogingen: 0, ..h });
            besluit.ook.extend(over.map(|over| boek::boek(a.id, &over)));
            besluit.naar = Some(a.positie);
        }
        "herhaal_vanaf" => {
            a.doe(Actie::HerhaalVanaf(plaats), None).map_err(geweigerd)?;
            besluit.naar = Some(a.positie);
        }
        "herhaal" => besluit.ook.push(herhaal(app, a, plaats).await?),
        "herhaal_mislukte" => {
            besluit.ook.push(boek::herhaal_mislukte(a.id, a.positie));
            // What it was stopped by is one of them.
            if matches!(a.status, Status::Storing | Status::Beeindigd) {
                a.doe(Actie::Hervat, None).map_err(geweigerd)?;
            }
        }
        "beeindig" => {
            a.doe(Actie::Beeindig, None).map_err(geweigerd)?;
            besluit.weg = [Some(a.sleutels.nu), a.sleutels.vorige.map(|(sleutel, _)| sleutel)]
                .into_iter()
                .flatten()
                .collect();
            for sleutel in &besluit.weg {
                besluit.ook.extend(app.store().vault().destroy(*sleutel).await?);
            }
        }
        "pauzeer" => a.doe(Actie::Pauzeer, None).map_err(geweigerd)?,
        _ => a.doe(Actie::Hervat, None).map_err(geweigerd)?,
    }
    Ok(besluit)
}

/// Has one event wait to be delivered again.
async fn herhaal(app: &App, a: &Abonnement, plaats: i64) -> Result<Statement, ApiError> {
    if a.status == Status::Beeindigd {
        return Err(geweigerd(Weigering::Beeindigd));
    }
    if plaats > a.positie {
        return Err(geweigerd(Weigering::NogNiet));
    }
    let raw = app.store().read_all(plaats - 1, 1).await?;
    let gekozen = app.berichten.envelop.kies(app.store(), &a.lezer(), &raw).await?;
    let bericht = gekozen.first().ok_or_else(|| geweigerd(Weigering::NietErbij))?;
    let nu = app.clock().now();
    let wacht = Aflevering {
        positie: bericht.positie,
        soort: bericht.gebeurtenis.data.soort.clone(),
        status: stand::WACHT.to_owned(),
        pogingen: 0,
        eerste_op: nu,
        laatste_op: nu,
        antwoord: None,
        fout: None,
        duur: None,
    };
    Ok(boek::boek(a.id, &wacht))
}

fn geweigerd(weigering: Weigering) -> ApiError {
    let mut fout = ApiError::new(Soort::RegelWeigert, weigering.to_string());
    fout.0.regel = Some(weigering.regel().to_owned());
    fout
}

fn te_druk() -> ApiError {
    let detail =
        "er wordt nu te vaak over dit abonnement besloten; er is niets veranderd, probeer het zo weer";
    ApiError::new(Soort::NietGereed, detail).with_header(header::RETRY_AFTER, "1")
}
