//! A dossier as it was, or as it was known: at any moment, at the moment of a decision, and what differs between two moments.

mod gezien;
mod verschillen;

use super::besluiten::Besluit;
use super::initiatieven::samenvatting::{Dossierinhoud, Samenvatting, samenvatting};
use super::opdrachten::Opdracht;
use super::tijdlijn::Stap;
use super::{Actualiteit, cursor, niet_gevonden, standaard_limiet};
use crate::app::App;
use crate::problem::{ApiError, Soort};
use crate::reads::cursor::Cursor;
use crate::reads::tijdlijn;
use crate::request::{Caller, Parameters, Params, id};
use crate::schema;
use crate::stand::{Stand, Toen, Tot};
use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_domain::initiatief::{Gebeurtenis, Initiatief};
use wijkspoor_domain::{Opzet, Recorded};
use wijkspoor_store::{Head, RawEvent, StoredAggregate};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lees).service(verschillen::verschillen).service(gezien::gezien);
}

/// At which moment.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct Vraag {
    /// Tot en met deze versie van het initiatief.
    #[param(minimum = 1)]
    versie: Option<i64>,
    /// Tot en met deze positie in het log.
    #[param(minimum = 1)]
    positie: Option<i64>,
    /// Zoals het toen bekend was: wat later is vastgelegd telt niet. Een datum telt tot het eind van die dag.
    #[param(schema_with = schema::dag_of_tijdstip)]
    bekend_op: Option<Tot>,
    /// Zoals het toen was: wat later gebeurde telt niet, ook als het nu bekend is. Een datum telt tot het eind van die dag.
    #[param(schema_with = schema::dag_of_tijdstip)]
    gebeurd_op: Option<Tot>,
    /// Hoeveel stappen per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    limiet: i64,
    /// Waar de stappen verder gaan: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesStand";
}

/// Een dossier zoals het op een moment was.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Dossierstand {
    /// Het initiatief, en wat het dossier ervan zegt.
    initiatief: Initiatiefstand,
    /// De besluiten, ook de teruggedraaide.
    #[schema(max_items = 100000)]
    besluiten: Vec<Besluit>,
    /// De opdrachten, ook de afgehandelde.
    #[schema(max_items = 100000)]
    opdrachten: Vec<Opdracht>,
    /// De positie in het log van het laatste wat meetelt.
    #[schema(minimum = 1)]
    positie: i64,
    /// Wanneer dat is vastgelegd.
    #[schema(schema_with = schema::tijdstip)]
    vastgelegd_op: String,
}

/// Een initiatief zoals het op een moment was.
#[derive(Debug, Serialize, ToSchema)]
struct Initiatiefstand {
    #[serde(flatten)]
    samenvatting: Samenvatting,
    #[serde(flatten)]
    inhoud: Dossierinhoud,
}

/// Een dossier zoals het op een moment was, met een deel van de stappen tot dan.
#[derive(Debug, Serialize, ToSchema)]
struct StandMetStappen {
    #[serde(flatten)]
    stand: Dossierstand,
    /// Wat er tot dan was gebeurd, in de volgorde waarin het gebeurde.
    #[schema(max_items = 200)]
    stappen: Vec<Stap>,
    /// De cursor van de volgende bladzijde stappen, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// All events of an initiative, and the end of the log up to which they are all.
async fn events(app: &App, id: Uuid) -> Result<(Vec<Recorded<Gebeurtenis>>, Head), ApiError> {
    let store = app.store();
    let head = store.head().await?;
    let mut raw = store.read_streams(&[id], head.position).await?;
    // The id may be that of something else.
    raw.retain(is_van::<Initiatief>);
    let events = store.decode(raw).await?;
    if events.is_empty() { Err(niet_gevonden(id)) } else { Ok((events, head)) }
}

/// Whether an event is of a stream of this kind.
pub(super) fn is_van<A: StoredAggregate>(event: &RawEvent) -> bool {
    event.stream_type == A::TYPE
}

fn nog_niet() -> ApiError {
    let detail = "op dat moment was dit initiatief er nog niet, of het was nog niet bekend";
    let mut error = ApiError::new(Soort::NietGevonden, detail);
    error.0.regel = Some("nog-niet".to_owned());
    error
}

/// The representation of a dossier, and its steps.
pub(super) fn beeld(opzet: &Opzet, stand: Stand) -> (Dossierstand, Vec<tijdlijn::Stap>) {
    let initiatief =
        Initiatiefstand { samenvatting: samenvatting(opzet, stand.dossier), inhoud: stand.inhoud.into() };
    let beeld = Dossierstand {
        initiatief,
        besluiten: stand.besluiten.into_iter().map(Into::into).collect(),
        opdrachten: stand.opdrachten.into_iter().map(Into::into).collect(),
        positie: stand.laatste.0,
        vastgelegd_op: stand.laatste.1.to_string(),
    };
    (beeld, stand.stappen)
}

/// The steps after a cursor, no more than asked for, and the cursor of what follows.
fn bladzijde<T>(
    alle: Vec<T>,
    na: Option<&Cursor>,
    limiet: i64,
    orde: &str,
    plaats: impl Fn(&T) -> (i64, i64),
) -> (Vec<T>, Option<Cursor>) {
    let na = na.map(|c| (c.int.unwrap_or_default(), c.id.parse().unwrap_or_default()));
    let limiet = usize::try_from(limiet).unwrap_or(usize::MAX);
    let mut over: Vec<T> = alle.into_iter().filter(|t| na.is_none_or(|na| plaats(t) > na)).collect();
    let meer = over.len() > limiet;
    over.truncate(limiet);
    let volgende = over.last().filter(|_| meer).map(|laatste| {
        let (op, nummer) = plaats(laatste);
        Cursor { order: orde.to_owned(), int: Some(op), text: None, id: nummer.to_string() }
    });
    (over, volgende)
}

/// Where a step stands in the order in which things happened.
fn plaats(stap: &tijdlijn::Stap) -> (i64, i64) {
    (stap.plaatsgevonden().op.as_microsecond(), stap.feit.sequence)
}

/// The steps as they are shown.
fn tonen(stappen: Vec<tijdlijn::Stap>) -> Result<Vec<Stap>, ApiError> {
    let stappen = stappen.into_iter().map(Stap::try_from).collect::<serde_json::Result<_>>();
    stappen.map_err(|error| ApiError::internal(&error))
}

/// Lees een dossier zoals het was
///
/// Het hele dossier op een moment: zoals het toen bekend was (`bekendOp`, `versie` of `positie`), zoals het toen was, met wat er
/// later over bekend werd (`gebeurdOp`), of beide. Zonder opgave: nu.
#[utoipa::path(operation_id = "leesStand", tag = "Verantwoording",
    params(("id" = Uuid, Path, description = "Het initiatief"), Vraag),
    responses((status = 200, description = "Het dossier, met een bladzijde stappen", body = StandMetStappen)))]
#[get("/initiatieven/{id}/stand")]
async fn lees(
    app: web::Data<App>,
    _caller: Caller,
    path: web::Path<String>,
    vraag: Params<Vraag>,
) -> Result<HttpResponse, ApiError> {
    let (id, Params(vraag)) = (id("id", &path)?, vraag);
    let na = cursor(vraag.cursor.as_deref(), "stand")?;
    let toen = Toen {
        versie: vraag.versie,
        positie: vraag.positie,
        bekend: vraag.bekend_op,
        gebeurd: vraag.gebeurd_op,
    };
    let (events, head) = events(&app, id).await?;
    let stand = Stand::van(app.store(), &events, &toen, &app.opzet()).await?.ok_or_else(nog_niet)?;
    let (stand, stappen) = beeld(&app.opzet(), stand);
    let (stappen, volgende) = bladzijde(stappen, na.as_ref(), vraag.limiet, "stand", plaats);
    Ok(HttpResponse::Ok().json(StandMetStappen {
        stand,
        stappen: tonen(stappen)?,
        volgende: volgende.map(|c| c.encode()),
        actualiteit: head.into(),
    }))
}
