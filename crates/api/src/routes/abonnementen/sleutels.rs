//! Giving a subscription another key.

use super::samen::{AbonnementMetGeheim, POGINGEN, geheim_van, geweigerd, gezien, te_druk};
use super::{view, vind};
use crate::app::App;
use crate::problem::ApiError;
use crate::request::{Body, Caller, WriteHeaders};
use crate::versie::etag;
use crate::write::hergebruikt;
use actix_web::{HttpResponse, http::header, post, web};
use jiff::SignedDuration;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_berichten::abonnement::{Abonnementsoort, Status, Weigering};
use wijkspoor_berichten::boek;
use wijkspoor_store::stable_id;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(wissel);
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
