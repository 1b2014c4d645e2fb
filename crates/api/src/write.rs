//! The way of every write: a command to the journal, a receipt back.

use crate::app::App;
use crate::moment::Plaatsgevonden;
use crate::problem::{ApiError, Soort};
use crate::request::WriteHeaders;
use crate::schema;
use crate::versie::{etag, gewijzigd};
use actix_web::{HttpResponse, http::header};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wijkspoor_domain::feit::{Verband, soorten};
use wijkspoor_domain::initiatief::{Commando, Context, Handeling, Weigering};
use wijkspoor_domain::{Actor, Metadata, Moment};
use wijkspoor_projections::Projection;
use wijkspoor_store::{CommandOf, Committed, ExecuteError, Journal, StoredAggregate};

/// Wat er is vastgelegd: waar, wanneer en als welke gebeurtenissen.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ontvangstbewijs {
    /// Waarbij het is vastgelegd: het initiatief, het signaal, het wijkprogramma.
    pub id: Uuid,
    /// Het initiatief, als het dat is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initiatief_id: Option<Uuid>,
    /// De versie na deze handeling; gebruik haar in If-Match.
    #[schema(minimum = 1)]
    pub versie: i64,
    /// De positie van de laatste gebeurtenis in het log.
    #[schema(minimum = 1)]
    pub positie: i64,
    /// Wanneer het is vastgelegd.
    #[schema(schema_with = schema::tijdstip)]
    pub vastgelegd_op: String,
    /// De gebeurtenissen die zijn vastgelegd.
    #[schema(max_items = 1000)]
    pub gebeurtenissen: Vec<VastgelegdeGebeurtenis>,
}

/// Een vastgelegde gebeurtenis.
#[derive(Debug, Serialize, ToSchema)]
pub struct VastgelegdeGebeurtenis {
    /// De soort.
    #[schema(max_length = 100)]
    pub soort: String,
    /// Het volgnummer binnen het initiatief.
    #[schema(minimum = 1)]
    pub volgnummer: i64,
    /// De opdracht, het besluit of de vraag waar zij over gaat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub betreft: Option<Uuid>,
}

/// A write on its way.
pub struct Write<'a> {
    /// The state of the process.
    pub app: &'a App,
    /// Who asks.
    pub actor: Actor,
    /// Idempotency and concurrency.
    pub headers: WriteHeaders,
    /// Tells a repeated request from another one.
    pub fingerprint: String,
}

impl Write<'_> {
    /// Gives a command to an initiative and answers 201 with the receipt; `place` is the `Location`.
    ///
    /// # Errors
    /// When the command is refused, in conflict, or the database fails.
    pub async fn execute(
        self,
        id: Uuid,
        handeling: Handeling,
        plaatsgevonden: Option<&Plaatsgevonden>,
        place: &str,
    ) -> Result<HttpResponse, ApiError> {
        let app = self.app;
        let commando = |context| Commando { context, handeling };
        let (committed, mut receipt) = self.give(app.journal(), id, commando, plaatsgevonden).await?;
        receipt.initiatief_id = Some(committed.stream);
        Ok(created(&committed, &receipt, place))
    }

    /// Gives a command to any kind of stream.
    ///
    /// # Errors
    /// When the command is refused, in conflict, or the database fails.
    pub async fn execute_in<P>(
        self,
        journal: &Journal<P>,
        id: Uuid,
        command: impl FnOnce(Context) -> CommandOf<P>,
        plaatsgevonden: Option<&Plaatsgevonden>,
        place: &str,
    ) -> Result<HttpResponse, ApiError>
    where
        P: Projection<Aggregate: StoredAggregate<Error = Weigering>>,
    {
        let (committed, receipt) = self.give(journal, id, command, plaatsgevonden).await?;
        Ok(created(&committed, &receipt, place))
    }

    async fn give<P>(
        self,
        journal: &Journal<P>,
        id: Uuid,
        command: impl FnOnce(Context) -> CommandOf<P>,
        plaatsgevonden: Option<&Plaatsgevonden>,
    ) -> Result<(Committed, Ontvangstbewijs), ApiError>
    where
        P: Projection<Aggregate: StoredAggregate<Error = Weigering>>,
    {
        let nu = self.app.clock().now();
        let plaatsgevonden = Plaatsgevonden::moment(plaatsgevonden, nu)?;
        let metadata = metadata(self.app, &self.actor, self.headers.idempotency_key.clone(), plaatsgevonden);
        let command = command(Context { actor: self.actor, nu, plaatsgevonden });
        let request = self.headers.idempotency_key.map(|key| (key, self.fingerprint));
        let committed = journal.execute(id, self.headers.if_match, command, metadata, request).await;
        let committed = committed.map_err(refused)?;
        let receipt = receipt(self.app, &committed).await?;
        Ok((committed, receipt))
    }
}

/// What the log says of a command that comes in.
pub(crate) fn metadata(
    app: &App,
    actor: &Actor,
    sleutel: Option<String>,
    plaatsgevonden: Moment,
) -> Metadata {
    let metadata = Metadata::nieuw(actor.clone(), app.ids.next(), plaatsgevonden);
    Metadata { idempotentiesleutel: sleutel, ..metadata }
}

pub(crate) fn created(committed: &Committed, receipt: &Ontvangstbewijs, place: &str) -> HttpResponse {
    let mut response = HttpResponse::Created();
    response.insert_header((header::ETAG, etag(committed.version)));
    response.insert_header((header::LOCATION, place.replace("{id}", &committed.stream.to_string())));
    if committed.replayed {
        response.insert_header(("Idempotent-Replayed", "true"));
    }
    response.json(receipt)
}

pub(crate) fn refused(error: ExecuteError<Weigering>) -> ApiError {
    match error {
        ExecuteError::Refused(weigering) => weigering.into(),
        ExecuteError::Conflict { expected, actual } => gewijzigd(expected, actual),
        ExecuteError::KeyReused => hergebruikt(),
        ExecuteError::Store(error) => error.into(),
        ExecuteError::OtherProjection => {
            tracing::error!(%error, "niet gereed");
            ApiError::new(Soort::NietGereed, "deze server wordt bijgewerkt; er is niets vastgelegd")
        }
    }
}

/// 409: the key belongs to another request.
pub(crate) fn hergebruikt() -> ApiError {
    let detail =
        "deze Idempotency-Key is eerder gebruikt voor een ander verzoek; gebruik voor elk verzoek een nieuwe";
    ApiError::new(Soort::SleutelHergebruikt, detail)
}

/// The receipt. The ids of orders and decisions are read back from the log, so that a repeated request, whose ids were
/// made the first time, gets the same answer.
pub(crate) async fn receipt(app: &App, committed: &Committed) -> Result<Ontvangstbewijs, ApiError> {
    let after = committed.events.first().map_or(committed.version, |e| e.sequence - 1);
    let opent = |soort: &str| soorten::zoek(soort).is_some_and(|soort| soort.verband == Verband::Opent);
    let noemt = |soort: &str| soort.starts_with("opdracht_") || soort.starts_with("besluit_") || opent(soort);
    let raw = match committed.events.iter().any(|e| noemt(&e.event_type)) {
        true => {
            let count = i64::try_from(committed.events.len()).unwrap_or(i64::MAX);
            app.store().read_stream(committed.stream, after, count).await?
        }
        false => Vec::new(),
    };
    let betreft = |sequence: i64| -> Option<Uuid> {
        let event = raw.iter().find(|r| r.sequence == sequence)?;
        let payload: serde_json::Value = serde_json::from_str(&event.payload).ok()?;
        let id = ["opdracht", "besluit", "id"].iter().find_map(|naam| payload.get(naam))?;
        id.as_str()?.parse().ok()
    };
    let gebeurtenissen = (committed.events.iter())
        .map(|e| VastgelegdeGebeurtenis {
            soort: e.event_type.clone(),
            volgnummer: e.sequence,
            betreft: betreft(e.sequence),
        })
        .collect();
    Ok(Ontvangstbewijs {
        id: committed.stream,
        initiatief_id: None,
        versie: committed.version,
        positie: committed.position,
        vastgelegd_op: committed.recorded_at.to_string(),
        gebeurtenissen,
    })
}
