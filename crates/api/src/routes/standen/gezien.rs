//! What a decider could see: the dossier as it was known just before the decision, when it lay within reach of their role.

use super::{Besluit, Dossierstand, beeld, events};
use crate::app::App;
use crate::beleid;
use crate::problem::{ApiError, Soort};
use crate::request::{Caller, id};
use crate::routes::Actualiteit;
use crate::schema;
use crate::stand::{Stand, Toen};
use crate::verwerkingen::{self, Activiteit, Filter};
use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::{Actor, Recorded};

/// Wat een beslisser kon zien.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Gezien {
    /// Het besluit, zoals het nu bekend is.
    besluit: Besluit,
    /// Hoe ver de beslisser toen kon kijken: het hele dossier, de publieke kant, of niets.
    #[schema(schema_with = bereik)]
    bereik: &'static str,
    /// De versie van het dossier vlak voor het besluit; 0 als het er nog niet was.
    #[schema(minimum = 0)]
    versie: i64,
    /// Wanneer het besluit is vastgelegd.
    #[schema(schema_with = schema::tijdstip)]
    vastgelegd_op: String,
    /// Het dossier zoals het vlak voor het besluit bekend was, als de beslisser het kon zien. De stappen staan in `leesStand`, met
    /// deze versie.
    #[serde(skip_serializing_if = "Option::is_none")]
    dossier: Option<Dossierstand>,
    /// Wanneer de beslisser het dossier voor het besluit inzag, het laatst eerst; alleen voor wie het logboek van verwerkingen mag
    /// lezen, en zolang dat bewaard wordt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    ingezien: Option<Vec<Inzage>>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Een keer dat de beslisser het dossier inzag.
#[derive(Debug, Serialize, ToSchema)]
struct Inzage {
    /// Wanneer.
    #[schema(schema_with = schema::tijdstip)]
    op: String,
    /// Wat, als operatie van de API.
    #[schema(max_length = 100)]
    operatie: String,
}

/// How many are shown.
const INZAGEN: i64 = 20;

const DOSSIER: &str = "dossier";
const PUBLIEK: &str = "publieke-kant";
const NIETS: &str = "niets";

fn bereik() -> utoipa::openapi::ObjectBuilder {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some([DOSSIER, PUBLIEK, NIETS]))
}

/// The version before the command of which an event came: what came of one command was decided at once.
fn versie_voor(events: &[Recorded<Gebeurtenis>], genomen: &Recorded<Gebeurtenis>) -> i64 {
    let samen = |feit: &&Recorded<Gebeurtenis>| feit.metadata.correlatie == genomen.metadata.correlatie;
    let eerder = events.iter().rev().skip_while(|feit| feit.sequence > genomen.sequence);
    let eerste = eerder.take_while(samen).last().map_or(genomen.sequence, |feit| feit.sequence);
    eerste - 1
}

/// How far somebody could look, by the rules of the policy and by whose the dossier was.
fn kon_zien(actor: &Actor, feiten: &beleid::Feiten) -> &'static str {
    let binnen = |operatie| beleid::toegang(operatie, actor).is_ok_and(|reikwijdte| reikwijdte.omvat(feiten));
    match () {
        () if binnen("leesInitiatief") => DOSSIER,
        () if binnen("leesPubliekeKant") => PUBLIEK,
        () => NIETS,
    }
}

/// When the decider read the dossier before the decision was recorded.
async fn ingezien(app: &App, id: Uuid, genomen: &Recorded<Gebeurtenis>) -> Result<Vec<Inzage>, ApiError> {
    let filter = Filter {
        object: Some(id.to_string()),
        actor: Some(genomen.metadata.actor.id.clone()),
        activiteit: Some(Activiteit::Inzien.code().to_owned()),
        voor: Some(genomen.recorded_at),
        ..Filter::default()
    };
    let (lijst, _) = verwerkingen::lijst(app.store(), &filter, None, INZAGEN).await?;
    let inzage = |v: verwerkingen::Verwerking| Inzage { op: v.begin.to_string(), operatie: v.operatie };
    Ok(lijst.into_iter().filter(|v| v.gelukt).map(inzage).collect())
}

/// Lees wat de beslisser kon zien
///
/// Het dossier zoals het vlak voor het besluit bekend was, voor zover de rol van de beslisser het toen bereikte. Het bereik is dat van
/// de regels van nu, op het gebied, de opdrachten en de vragen van toen.
#[utoipa::path(operation_id = "leesGezien", tag = "Verantwoording",
    params(("id" = Uuid, Path, description = "Het initiatief"), ("besluitId" = Uuid, Path, description = "Het besluit")),
    responses((status = 200, description = "Wat de beslisser kon zien", body = Gezien)))]
#[get("/initiatieven/{id}/besluiten/{besluitId}/gezien")]
pub(super) async fn gezien(
    app: web::Data<App>,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (id, besluit): (Uuid, Uuid) = (id("id", &path.0)?, id("besluitId", &path.1)?);
    let (events, head) = events(&app, id).await?;
    let is_dit = |feit: &&Recorded<Gebeurtenis>| matches!(&feit.event, Gebeurtenis::BesluitGenomen(b) if b.besluit == besluit);
    let weg = || ApiError::new(Soort::NietGevonden, format!("dit initiatief heeft geen besluit {besluit}"));
    let genomen = events.iter().find(is_dit).ok_or_else(weg)?;
    let (store, opzet) = (app.store(), app.opzet());
    let nu = Stand::van(store, &events, &Toen::default(), &opzet).await?.ok_or_else(weg)?;
    let zelf = nu.besluiten.into_iter().find(|b| b.id == besluit.to_string()).ok_or_else(weg)?;
    let versie = versie_voor(&events, genomen);
    let toen = Toen { versie: Some(versie), ..Toen::default() };
    let stand = Stand::van(store, &events, &toen, &opzet).await?;
    let bereik = stand.as_ref().map_or(NIETS, |stand| kon_zien(&genomen.metadata.actor, &stand.feiten));
    let dossier = stand.filter(|_| bereik == DOSSIER).map(|stand| beeld(&app.opzet(), stand).0);
    let ingezien = match beleid::toegang("leesVerwerkingen", &caller.0) {
        Ok(_) => Some(ingezien(&app, id, genomen).await?),
        Err(_) => None,
    };
    Ok(HttpResponse::Ok().json(Gezien {
        besluit: zelf.into(),
        bereik,
        versie,
        vastgelegd_op: genomen.recorded_at.to_string(),
        dossier,
        ingezien,
        actualiteit: head.into(),
    }))
}
