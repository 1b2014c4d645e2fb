//! The whole history of a dossier as a file, with what proves it: as JSON for a machine, as PDF for a person.

mod stuk;

use super::controle::laatste_checkpoint;
use super::standen::{Dossierstand, beeld, is_van};
use super::stuk::als_pdf;
use super::tijdlijn::Stap;
use super::{PDF, niet_gevonden};
use crate::app::App;
use crate::bewijs::{GESCHIEDENIS, Logregel, Ondertekening, Regelbewijs};
use crate::problem::ApiError;
use crate::reads::geschiedenis::{Schakel, schakels};
use crate::request::{Caller, id};
use crate::schema;
use crate::stand::{Stand, Toen};
use actix_web::{HttpRequest, HttpResponse, get, http::header, web};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use wijkspoor_domain::Opzet;
use wijkspoor_domain::initiatief::Initiatief;
use wijkspoor_store::Store;
use wijkspoor_store::bewijs::Keyring;
use wijkspoor_store::chain::Hash;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees);
}

/// De hele geschiedenis van een initiatief, met wat haar bewijst.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Geschiedenis {
    /// De vorm van dit bestand.
    #[schema(max_length = 60)]
    formaat: &'static str,
    /// De gemeente.
    #[schema(max_length = 200)]
    gemeente: String,
    /// Wanneer dit bestand is gemaakt.
    #[schema(schema_with = schema::tijdstip)]
    gemaakt: String,
    /// De stand van het log toen.
    keten: Keten,
    /// Wat de gebeurtenissen tekent, als het log wordt ondertekend.
    #[serde(skip_serializing_if = "Option::is_none")]
    ondertekening: Option<Ondertekening>,
    /// Het dossier zoals het nu bekend is.
    dossier: Dossierstand,
    /// Alles wat is vastgelegd, in de volgorde van vastleggen.
    #[schema(max_items = 1000000)]
    gebeurtenissen: Vec<Geschiedenisregel>,
    /// Wat de woorden betekenen.
    #[schema(max_items = 100)]
    begrippen: Vec<Begrip>,
}

/// De keten van hashes waarin elke gebeurtenis van het log vastzit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Keten {
    /// De laatste positie van het log.
    #[schema(minimum = 1)]
    positie: i64,
    /// De hash daarvan, hexadecimaal. Wie haar bewaart, kan later nagaan dat er niets van vóór die positie is veranderd.
    #[schema(max_length = 64)]
    hash: String,
    /// Hoe een hash wordt berekend.
    #[schema(max_length = 2000)]
    berekening: &'static str,
    /// Of elke gebeurtenis hieronder past bij haar hash en bij die ervoor.
    klopt: bool,
}

/// Een gebeurtenis: wat zij zegt, hoe zij in het log staat, en wat haar bewijst.
#[derive(Debug, Serialize, ToSchema)]
struct Geschiedenisregel {
    /// Wat er gebeurde, leesbaar.
    stap: Stap,
    /// De regel van het log, teken voor teken. Persoonlijke teksten zijn verzegeld; dit is waarover de hash gaat.
    rij: Logregel,
    /// Wat bewijst dat de regel zo in het log staat.
    bewijs: Regelbewijs,
}

/// Een woord, en wat het betekent.
#[derive(Debug, Serialize, ToSchema)]
struct Begrip {
    /// Het woord.
    #[schema(max_length = 60)]
    begrip: &'static str,
    /// Wat het betekent.
    #[schema(max_length = 1000)]
    betekenis: &'static str,
}

/// How a hash is worked out (`wijkspoor_store::chain`), for who does it again.
const BEREKENING: &str = "SHA-256 over de 32 bytes van vorigeHash, en dan over elk veld van rij in deze volgorde: positie, stroom, \
     volgnummer, stroomsoort, soort, schemaversie, inhoud, metadata, plaatsgevondenOp, nauwkeurigheid, vastgelegdOp. Vóór elk veld \
     staat zijn lengte in bytes als getal van 8 bytes. Teksten zijn UTF-8; getallen zijn 8 bytes met teken. Alle getallen beginnen met de \
     hoogste byte.";

const BEGRIPPEN: &[(&str, &str)] = &[
    (
        "gebeurtenis",
        "Iets wat gebeurde en is vastgelegd. Een gebeurtenis wordt nooit gewijzigd of verwijderd; een correctie is een nieuwe gebeurtenis.",
    ),
    (
        "plaatsgevonden",
        "Wanneer het gebeurde, zo precies als bekend is. Soms wordt iets later vastgelegd dan het gebeurde.",
    ),
    ("vastgelegd", "Wanneer het in het log is gekomen. Vóór dat moment kon niemand het in Wijkspoor zien."),
    (
        "actor",
        "Wie handelde, als pseudoniem: een vast kenmerk uit het aanmeldsysteem van de gemeente, geen naam.",
    ),
    ("rol", "De rol waarin iemand handelde, zoals tlo (team leefomgeving), afdeling, management of bestuur."),
    ("mandaat", "De bevoegdheid waaronder iemand namens het bestuur besloot."),
    ("grondslag", "Waar een besluit op berust: een regel, een plan of een eerder besluit."),
    ("motivering", "Waarom zo is besloten."),
    ("opdracht", "Een vraag van het team leefomgeving aan een afdeling om iets te doen of te beoordelen."),
    ("terugkoppeling", "Een bericht aan wie het initiatief indiende."),
    ("stagnatie", "Een melding dat het initiatief stilstaat, met de oorzaak."),
    ("hash", "Een vingerafdruk van een regel van het log. Verandert er één teken, dan verandert de hash."),
    (
        "keten",
        "Elke hash rekent de hash van de regel ervoor mee. Wie een oude regel verandert, breekt de keten op die plaats.",
    ),
    (
        "[gewist]",
        "Hier stonden persoonsgegevens die zijn gewist. De regel zelf staat er nog, en haar hash klopt nog.",
    ),
];

/// The line of the log and what proves it; the path is that to the checkpoint, if it stands in one.
fn bewezen(schakel: Schakel, pad: Option<&Vec<Hash>>) -> (Logregel, Regelbewijs) {
    let bewijs = Regelbewijs {
        vorige_hash: hex::encode(schakel.vorige),
        hash: hex::encode(&schakel.rij.hash),
        klopt: schakel.klopt,
        pad: pad.map(|pad| pad.iter().map(hex::encode).collect()),
    };
    (schakel.rij.into(), bewijs)
}

/// What signs the history, and the path of each of its events that stand in that checkpoint; none of a log that is not signed.
async fn ondertekend(
    store: &Store,
    keyring: Option<&Keyring>,
    schakels: &[Schakel],
) -> Result<(Option<Ondertekening>, Vec<Vec<Hash>>), ApiError> {
    let Some((keyring, kept)) = laatste_checkpoint(store, keyring).await? else {
        return Ok((None, Vec::new()));
    };
    let grootte = kept.checkpoint.size;
    let posities = schakels.iter().filter_map(|schakel| u64::try_from(schakel.rij.position).ok());
    let posities: Vec<u64> = posities.take_while(|positie| *positie <= grootte).collect();
    let paden = store.inclusions(&posities, grootte).await?;
    let sleutels = keyring.known().iter().map(ToString::to_string).collect();
    Ok((Some(Ondertekening { checkpoint: kept.note, sleutels }), paden))
}

/// A file of this name, which a browser keeps.
fn bestand(antwoord: &mut actix_web::HttpResponseBuilder, id: uuid::Uuid, soort: &str) {
    let naam = format!("attachment; filename=\"geschiedenis-{id}.{soort}\"");
    antwoord.insert_header((header::CONTENT_DISPOSITION, naam));
}

/// The history of an initiative as it is kept: the JSON, and the document; proven by a checkpoint when there are keys of the log.
///
/// # Errors
/// When there is no such initiative, or the database fails.
pub async fn bestanden(
    store: &Store,
    (opzet, keyring): (&Opzet, Option<&Keyring>),
    id: uuid::Uuid,
    nu: Timestamp,
) -> Result<(Vec<u8>, Vec<u8>), ApiError> {
    let geschiedenis = geschiedenis(store, (opzet, keyring), id, nu).await?;
    let json = serde_json::to_vec_pretty(&geschiedenis).map_err(|error| ApiError::internal(&error))?;
    let pdf = stuk::pdf(&geschiedenis, nu).map_err(|error| ApiError::internal(&error))?;
    Ok((json, pdf))
}

/// The whole history.
async fn geschiedenis(
    store: &Store,
    (opzet, keyring): (&Opzet, Option<&Keyring>),
    id: uuid::Uuid,
    nu: Timestamp,
) -> Result<Geschiedenis, ApiError> {
    let (mut schakels, head, hash) = schakels(store, &id.to_string()).await?;
    // The id may be that of something else.
    schakels.retain(|schakel| is_van::<Initiatief>(&schakel.rij));
    let raw = schakels.iter().map(|schakel| schakel.rij.clone()).collect();
    let events = store.decode(raw).await?;
    let stand = Stand::van(store, &events, &Toen::default(), opzet).await?;
    let (dossier, stappen) = beeld(opzet, stand.ok_or_else(|| niet_gevonden(id))?);
    let mut stappen: HashMap<i64, _> = stappen.into_iter().map(|stap| (stap.feit.position, stap)).collect();
    let keten = Keten {
        positie: head.position,
        hash: hex::encode(hash),
        berekening: BEREKENING,
        klopt: schakels.iter().all(|schakel| schakel.klopt),
    };
    let (ondertekening, paden) = ondertekend(store, keyring, &schakels).await?;
    let mut gebeurtenissen = Vec::with_capacity(schakels.len());
    for (n, schakel) in schakels.into_iter().enumerate() {
        let Some(stap) = stappen.remove(&schakel.rij.position) else { continue };
        let stap = Stap::try_from(stap).map_err(|error| ApiError::internal(&error))?;
        let (rij, bewijs) = bewezen(schakel, paden.get(n));
        gebeurtenissen.push(Geschiedenisregel { stap, rij, bewijs });
    }
    let begrip = |(begrip, betekenis): &(&'static str, &'static str)| Begrip { begrip, betekenis };
    Ok(Geschiedenis {
        formaat: GESCHIEDENIS,
        gemeente: gemeente(opzet),
        gemaakt: nu.to_string(),
        keten,
        ondertekening,
        dossier,
        gebeurtenissen,
        begrippen: BEGRIPPEN.iter().map(begrip).collect(),
    })
}

fn gemeente(opzet: &Opzet) -> String {
    opzet.inrichting.gemeente.to_string()
}

/// De geschiedenis als document: PDF/UA-1 en PDF/A-2a.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary, max_length = 100_000_000)]
#[expect(dead_code, reason = "stands for the bytes in the published document")]
struct GeschiedenisPdf(String);

/// Lees de geschiedenis van een dossier, als bestand
///
/// Alles wat is vastgelegd, leesbaar en zoals het in het log staat, met wat elke regel bewijst en het checkpoint dat haar tekent: wie dit
/// bestand heeft, gaat met `wijkspoor controleer-bewijs` zonder database na dat er niets in is veranderd en niets aan ontbreekt. Als `application/pdf` is het een document om te lezen en te bewaren.
#[utoipa::path(operation_id = "leesGeschiedenis", tag = "Verantwoording",
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 200, description = "De geschiedenis", content((Geschiedenis = "application/json"), (GeschiedenisPdf = "application/pdf")))))]
#[get("/initiatieven/{id}/geschiedenis")]
async fn lees(
    app: web::Data<App>,
    _caller: Caller,
    req: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let nu = app.clock().now();
    let geschiedenis = geschiedenis(app.store(), (&app.opzet(), app.controle.as_deref()), id, nu).await?;
    let mut antwoord = HttpResponse::Ok();
    if !als_pdf(&req) {
        bestand(&mut antwoord, id, "json");
        return Ok(antwoord.json(geschiedenis));
    }
    // A long one takes a while, in which others must be answered.
    let bytes = web::block(move || stuk::pdf(&geschiedenis, nu)).await;
    let bytes = bytes.map_err(|error| ApiError::internal(&error))?;
    let bytes = bytes.map_err(|error| ApiError::internal(&error))?;
    bestand(&mut antwoord, id, "pdf");
    Ok(antwoord.content_type(PDF).body(bytes))
}
