//! A grant: money of a budget set apart for an initiative, and told to it. That is two streams, so it is a process of
//! three steps: reserve (provisional), tell the initiative, confirm. Each step has an idempotency key of its own, so
//! that it can be done again; what was broken off is finished by [`herstel`], or undone when the initiative refuses.

use crate::app::Journals;
use crate::problem::ApiError;
use crate::write::refused;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, json};
use uuid::Uuid;
use wijkspoor_domain::feit::{Feit, soorten};
use wijkspoor_domain::initiatief::{Commando, Context, Handeling, Weigering};
use wijkspoor_domain::reeks::{Budgetsoort, LegVast, Reeksfeit};
use wijkspoor_domain::{Actor, Metadata, Moment, Recorded};
use wijkspoor_store::{Committed, ExecuteError, Statement, StoreError, Value};

/// A grant of which the money has been reserved.
#[derive(Debug, Clone)]
pub struct Toekenning {
    /// The budget.
    pub budget: Uuid,
    /// The reservation in it.
    pub reservering: Uuid,
    /// The initiative.
    pub initiatief: Uuid,
    /// Eurocents.
    pub bedrag: i64,
    /// Who granted it.
    pub actor: Actor,
    /// What belongs together in the log.
    pub correlatie: Uuid,
    /// When it happened.
    pub plaatsgevonden: Moment,
    /// The version of the initiative that the granter saw; a grant that was broken off is finished whatever came between.
    pub gezien: Option<i64>,
}

/// How a grant ended.
#[derive(Debug)]
pub enum Uitkomst {
    /// The initiative knows it, and the reservation is confirmed.
    Toegekend(Committed),
    /// The initiative refused it, and the money is free again.
    Geweigerd(Weigering),
}

type Fout = ExecuteError<Weigering>;

impl Toekenning {
    /// Finishes it, from wherever it was broken off.
    ///
    /// # Errors
    /// When the initiative is not what the granter saw; then the money is free again. When the store fails; then [`herstel`]
    /// does it later.
    pub async fn rond_af(&self, journals: &Journals, nu: Timestamp) -> Result<Uitkomst, ApiError> {
        match self.vertel(journals, nu).await {
            Ok(committed) => {
                self.bevestig(journals, nu).await.map_err(refused)?;
                Ok(Uitkomst::Toegekend(committed))
            }
            Err(ExecuteError::Refused(weigering)) => {
                let waarom = format!("Het initiatief weigert: {weigering}");
                self.geef_vrij(journals, nu, &waarom).await.map_err(refused)?;
                Ok(Uitkomst::Geweigerd(weigering))
            }
            Err(fout @ ExecuteError::Conflict { .. }) if self.gezien.is_some() => {
                self.geef_vrij(journals, nu, "Het initiatief is intussen gewijzigd")
                    .await
                    .map_err(refused)?;
                Err(refused(fout))
            }
            Err(fout) => Err(refused(fout)),
        }
    }

    /// The second step: the initiative hears it.
    ///
    /// # Errors
    /// When the initiative refuses it, or the store fails.
    pub async fn vertel(&self, journals: &Journals, nu: Timestamp) -> Result<Committed, Fout> {
        let velden = json!({ "bron": "wijkbudget", "bedrag": self.bedrag, "reservering": self.reservering });
        let feit = feit("budget_toegekend", velden)?;
        let commando = Commando { context: self.context(nu), handeling: Handeling::LegVast(feit) };
        let (metadata, request) = (self.metadata(), self.sleutel("vertel"));
        journals.initiatieven.execute(self.initiatief, self.gezien, commando, metadata, Some(request)).await
    }

    /// The third step: the reservation is no longer provisional.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn bevestig(&self, journals: &Journals, nu: Timestamp) -> Result<Committed, Fout> {
        self.bij_reservering(journals, nu, "bevestig", "reservering_bevestigd", json!({})).await
    }

    /// Instead of the third step: the money is free again.
    async fn geef_vrij(&self, journals: &Journals, nu: Timestamp, waarom: &str) -> Result<Committed, Fout> {
        let velden = json!({ "reden": waarom });
        self.bij_reservering(journals, nu, "geef_vrij", "reservering_vrijgegeven", velden).await
    }

    async fn bij_reservering(
        &self,
        journals: &Journals,
        nu: Timestamp,
        stap: &str,
        soort: &str,
        velden: serde_json::Value,
    ) -> Result<Committed, Fout> {
        let feit = Feit { betreft: Some(self.reservering), ..feit(soort, velden)? };
        let command = LegVast { context: self.context(nu), feit };
        let (metadata, request) = (self.metadata(), self.sleutel(stap));
        journals.budgetten.execute(self.budget, None, command, metadata, Some(request)).await
    }

    fn context(&self, nu: Timestamp) -> Context {
        Context { actor: self.actor.clone(), nu, plaatsgevonden: self.plaatsgevonden }
    }

    fn metadata(&self) -> Metadata {
        let metadata = Metadata::nieuw(self.actor.clone(), self.correlatie, self.plaatsgevonden);
        Metadata { oorzaak: Some(self.reservering), ..metadata }
    }

    /// The key of a step, and what tells it from another request: the same thing.
    fn sleutel(&self, stap: &str) -> (String, String) {
        let sleutel = format!("toekenning:{}:{stap}", self.reservering);
        (sleutel.clone(), sleutel)
    }
}

fn feit(soort: &str, velden: serde_json::Value) -> Result<Feit, Fout> {
    let fout = |waarom: String| ExecuteError::Store(StoreError::Json(waarom));
    let soort = soorten::zoek(soort).ok_or_else(|| fout(format!("er is geen soort {soort}")))?;
    let velden: Map<_, _> = velden.as_object().cloned().unwrap_or_default();
    Feit::lees(soort, velden).map_err(|e| fout(e.to_string()))
}

/// Finishes the grants that were broken off longer than `leeftijd` ago; gives how many. One process at a time does it.
///
/// # Errors
/// When the database fails; what is left is done the next time.
pub async fn herstel(
    journals: &Journals,
    nu: Timestamp,
    leeftijd: SignedDuration,
) -> Result<usize, ApiError> {
    let store = journals.budgetten.store();
    let Some(_lease) = store.database().lease("toekenningen").await? else { return Ok(0) };
    let voor = nu.saturating_sub(leeftijd).unwrap_or(nu).as_microsecond();
    let sql = "SELECT budget_id, reservering_id, initiatief_id, bedrag, positie FROM reservering \
               WHERE status = 'voorlopig' AND vastgelegd_op <= ?1 ORDER BY vastgelegd_op LIMIT 1000";
    let rows = store.database().query(Statement::new(sql, [Value::Int(voor)])).await?;
    let mut hersteld = 0;
    for row in &rows {
        let id = |i| row.text(i).map(|text| text.parse::<Uuid>().unwrap_or_default());
        // The log knows who granted it, and when.
        let raw = store.read_all(row.int(4)? - 1, 1).await?;
        let events: Vec<Recorded<Reeksfeit<Budgetsoort>>> = store.decode(raw).await?;
        let Some(event) = events.into_iter().next() else { continue };
        let toekenning = Toekenning {
            budget: id(0)?,
            reservering: id(1)?,
            initiatief: id(2)?,
            bedrag: row.int(3)?,
            actor: event.metadata.actor,
            correlatie: event.metadata.correlatie,
            plaatsgevonden: event.metadata.plaatsgevonden,
            gezien: None,
        };
        toekenning.rond_af(journals, nu).await?;
        hersteld += 1;
    }
    Ok(hersteld)
}
