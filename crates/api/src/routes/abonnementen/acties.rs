//! Deciding what becomes of a subscription and of what fails.

use super::samen::{POGINGEN, geweigerd, gezien, past_niet, te_druk};
use super::{AbonnementView, codes, view, vind};
use crate::app::App;
use crate::problem::{ApiError, InvalidParam};
use crate::request::{Body, Caller, WriteHeaders};
use crate::versie::met_versie;
use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa::openapi::ObjectBuilder;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_berichten::abonnement::{Abonnement, Actie, Status, Weigering};
use wijkspoor_berichten::boek::{self, Aflevering, stand};
use wijkspoor_store::Statement;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(doe);
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
