//! Making a subscription.

use super::samen::{AbonnementMetGeheim, geheim_van, past_niet};
use super::{BereikView, view, vind};
use crate::app::App;
use crate::problem::{ApiError, InvalidParam};
use crate::request::{Body, Caller, WriteHeaders};
use crate::routes::gebeurtenissen::soort;
use crate::schema;
use crate::versie::etag;
use crate::write::hergebruikt;
use actix_web::{HttpResponse, http::header, post, web};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa::openapi::{ArrayBuilder, ObjectBuilder, Schema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_berichten::Keuze;
use wijkspoor_berichten::abonnement::{Abonnement, Abonnementsoort, Bereik, Sleutels, Status};
use wijkspoor_berichten::boek;
use wijkspoor_berichten::handtekening::geheim;
use wijkspoor_domain::Rol;
use wijkspoor_store::stable_id;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(maak);
}

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
