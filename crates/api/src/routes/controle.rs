//! What lets others check the log: checkpoints, proofs, and the keys with which they are signed.

use crate::app::App;
use crate::bewijs::{Bewijs, Consistentiebewijs};
use crate::problem::{ApiError, Soort};
use crate::request::Caller;
use crate::schema;
use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_store::bewijs::{Keyring, Verifier};
use wijkspoor_store::{Kept, SignError, Store, chain};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(checkpoint).service(sleutels).service(consistentie).service(bewijs);
}

/// Een ondertekend checkpoint: de naam van het log, het aantal gebeurtenissen, de wortel, en de handtekeningen (C2SP
/// tlog-checkpoint).
#[derive(ToSchema)]
#[schema(value_type = String, max_length = 100_000)]
#[expect(dead_code, reason = "stands for the text in the published document")]
struct Checkpoint(String);

/// De sleutels van het log.
#[derive(Debug, Serialize, ToSchema)]
struct Controlesleutels {
    /// De openbare sleutels, die nu tekenen eerst.
    #[schema(max_items = 100)]
    sleutels: Vec<Controlesleutel>,
}

/// Een sleutel van het log.
#[derive(Debug, Serialize, ToSchema)]
struct Controlesleutel {
    /// De openbare sleutel: naam, kenmerk en sleutel (C2SP signed-note).
    #[schema(schema_with = schema::sleutel)]
    sleutel: String,
    /// Of hij nu tekent; anders telt alleen wat hij eerder tekende.
    tekent: bool,
}

/// Lees het laatste checkpoint
///
/// Wat het log geworden is, in een paar regels met een handtekening. Bewaar het ergens waar de beheerder van de database niet bij kan:
/// daarmee is later te zien dat er niets van is veranderd.
#[utoipa::path(operation_id = "leesCheckpoint", tag = "Controle",
    responses((status = 200, description = "Het laatste checkpoint", content((Checkpoint = "text/plain")))))]
#[get("/checkpoint")]
async fn checkpoint(app: web::Data<App>) -> Result<HttpResponse, ApiError> {
    let (_, kept) = laatste(&app).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(kept.note))
}

/// Lees met welke sleutels het log wordt ondertekend
///
/// Haal ze niet alleen hier: vergelijk ze met wat de gemeente elders bekendmaakt.
#[utoipa::path(operation_id = "leesControlesleutels", tag = "Controle",
    responses((status = 200, description = "De openbare sleutels", body = Controlesleutels)))]
#[get("/controlesleutels")]
async fn sleutels(app: web::Data<App>) -> HttpResponse {
    let keyring = app.controle.as_deref();
    let tekent =
        |sleutel: &Verifier| keyring.is_some_and(|keyring| keyring.signing().any(|key| key == sleutel));
    let sleutel =
        |sleutel: &Verifier| Controlesleutel { sleutel: sleutel.to_string(), tekent: tekent(sleutel) };
    let sleutels = keyring.map_or(&[][..], Keyring::known).iter().map(sleutel).collect();
    HttpResponse::Ok().json(Controlesleutels { sleutels })
}

/// Bewijs dat het log sinds een eerdere grootte alleen is aangevuld
///
/// Tot aan het laatste checkpoint. Houd het tegen het checkpoint dat u van die grootte bewaarde.
#[utoipa::path(operation_id = "leesConsistentiebewijs", tag = "Controle",
    params(("grootte" = u64, Path, description = "Hoeveel gebeurtenissen het log toen had", minimum = 1)),
    responses((status = 200, description = "Het bewijs", body = Consistentiebewijs)))]
#[get("/consistentiebewijzen/{grootte}")]
async fn consistentie(app: web::Data<App>, path: web::Path<String>) -> Result<HttpResponse, ApiError> {
    let grootte = getal("grootte", &path)?;
    let (keyring, kept) = laatste(&app).await?;
    let nu = kept.checkpoint.size;
    if grootte > nu {
        let detail =
            format!("het laatste checkpoint is van {nu} gebeurtenissen; van {grootte} is er nog geen");
        return Err(ApiError::new(Soort::NietGevonden, detail));
    }
    let pad = app.store().consistency(grootte, nu).await?;
    Ok(HttpResponse::Ok().json(Consistentiebewijs::nieuw(grootte, &pad, kept.note, keyring.known())))
}

/// Bewijs dat een gebeurtenis in het log staat
///
/// De tijdlijn noemt van elke stap de positie. Bewaar het antwoord als bestand: `wijkspoor controleer-bewijs` controleert het zonder
/// database en zonder deze server. Verzegelde persoonsgegevens blijven erin verzegeld.
#[utoipa::path(operation_id = "leesBewijs", tag = "Controle",
    params(("positie" = u64, Path, description = "De positie in het log", minimum = 1)),
    responses((status = 200, description = "Het bewijs", body = Bewijs)))]
#[get("/bewijzen/{positie}")]
async fn bewijs(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let positie = getal("positie", &path)?;
    let (keyring, kept) = laatste(&app).await?;
    let grootte = kept.checkpoint.size;
    if positie > grootte {
        let detail = format!(
            "het laatste checkpoint gaat tot en met positie {grootte}; een gebeurtenis erna krijgt haar bewijs zodra er een volgend \
             checkpoint is"
        );
        return Err(ApiError::new(Soort::NietGevonden, detail));
    }
    let weg = || ApiError::internal(&format!("positie {positie} ontbreekt in het log: wijkspoor controleer"));
    let plaats = i64::try_from(positie).map_err(|_| weg())?;
    // The one before it, for its hash; the first has none.
    let vorige = (plaats - 1).min(1);
    let mut regels = app.store().read_all(plaats - 1 - vorige, vorige + 1).await?;
    let event = regels.pop().filter(|event| event.position == plaats).ok_or_else(weg)?;
    let vorige = regels.pop().map_or(chain::START.to_vec(), |event| event.hash);
    let pad = app.store().inclusion(positie, grootte).await?;
    let bewijs = Bewijs::nieuw(event, &vorige, &pad, kept.note, keyring.known());
    // What does not prove itself must not go out as a proof.
    bewijs
        .controleer(keyring.known())
        .map_err(|fout| ApiError::internal(&format!("positie {positie}: {fout}")))?;
    Ok(HttpResponse::Ok().json(bewijs))
}

/// The latest checkpoint, with the keys of the log; none of a log that is not signed, or not yet.
pub(super) async fn laatste_checkpoint<'a>(
    store: &Store,
    keyring: Option<&'a Keyring>,
) -> Result<Option<(&'a Keyring, Kept)>, ApiError> {
    let Some(keyring) = keyring else { return Ok(None) };
    let kept = store.latest_checkpoint().await.map_err(|fout| match fout {
        SignError::Database(fout) => fout.into(),
        fout => ApiError::internal(&fout),
    })?;
    Ok(kept.map(|kept| (keyring, kept)))
}

/// The same, for whom there must be one.
async fn laatste(app: &App) -> Result<(&Keyring, Kept), ApiError> {
    let waarom = match app.controle {
        None => {
            "dit log wordt niet ondertekend: er is geen sleutel ingesteld (controle, in het configuratiebestand)"
        }
        Some(_) => "er is nog geen checkpoint: het eerste komt als er iets is vastgelegd",
    };
    let gevonden = laatste_checkpoint(app.store(), app.controle.as_deref()).await?;
    gevonden.ok_or_else(|| ApiError::new(Soort::NietGevonden, waarom))
}

fn getal(naam: &str, tekst: &str) -> Result<u64, ApiError> {
    let getal = tekst.parse::<u64>().ok().filter(|getal| *getal > 0);
    getal.ok_or_else(|| ApiError::invalid_param(naam, "verkeerde-vorm", "gebruik een geheel getal vanaf 1"))
}
