//! Erasing what is personal in one stream, by a decision: the one way for the API and the command line.

use crate::app::Journals;
use crate::problem::{ApiError, InvalidParam, Soort};
use crate::reads::wissingen::{Wissing, lijst, van};
use jiff::tz::TimeZone;
use std::collections::HashSet;
use thiserror::Error;
use uuid::Uuid;
use wijkspoor_domain::werkstroom::Fase;
use wijkspoor_domain::wissing::Wisfout;
use wijkspoor_domain::{Actor, Metadata, Moment, Rol, Wisbesluit};
use wijkspoor_store::erasure_journal::Entry;
use wijkspoor_store::{DatabaseError, ErasureJournal, Statement, Store, StoreError, Value};

/// Why nothing was erased.
#[derive(Debug, Error)]
pub enum Geweigerd {
    /// There is no such stream, or it can hold nothing personal.
    #[error(
        "er is niets met id {0} waarin persoonsgegevens staan: geef het id van een initiatief, signaal, wijkprogramma of budget"
    )]
    BestaatNiet(Uuid),
    /// The decision is not whole.
    #[error(transparent)]
    Besluit(#[from] Wisfout),
    /// It goes on, and what is written at it from then on would not be kept.
    #[error(
        "initiatief {0} loopt nog. Na het wissen wordt er van geen enkele tekst bij dit initiatief nog iets bewaard, ook niet van een \
         nieuwe notitie of een nieuw bericht. Rond het eerst af, of zeg erbij dat het ook lopend mag (ookLopend)"
    )]
    LooptNog(Uuid),
    /// It was erased, by another decision.
    #[error("de persoonsgegevens van {} {} zijn al gewist, op {}, om een ander besluit", .0.soort, .0.stroom, .0.op)]
    AlGewist(Box<Wissing>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Erases what is personal in a stream, for ever, and records by which decision. The same decision once more is harmless: it
/// finishes what was broken off, and gives what was recorded the first time.
///
/// # Errors
/// When there is no such stream, the decision is not whole, the initiative goes on, or the store fails.
pub async fn wis(
    journals: &Journals,
    id: Uuid,
    besluit: Wisbesluit,
    ook_lopend: bool,
    metadata: &Metadata,
) -> Result<Wissing, Geweigerd> {
    let store = journals.initiatieven.store();
    let vandaag = TimeZone::UTC.to_datetime(store.clock().now()).date();
    let besluit = besluit.gecontroleerd(vandaag)?;
    let eerder = van(store, id).await?;
    if let Some(eerder) = &eerder
        && eerder.besluit.as_ref().is_some_and(|eerste| *eerste != besluit)
    {
        return Err(Geweigerd::AlGewist(Box::new(eerder.clone())));
    }
    if eerder.is_none() && !ook_lopend && loopt(journals, id).await.map_err(StoreError::from)? {
        return Err(Geweigerd::LooptNog(id));
    }
    uitvoeren(journals, id, Some(&besluit), metadata).await?;
    van(store, id).await?.ok_or(Geweigerd::BestaatNiet(id))
}

/// Erases it, whatever kind of stream it is; gives whether there is one that can hold something personal.
async fn uitvoeren(
    journals: &Journals,
    id: Uuid,
    besluit: Option<&Wisbesluit>,
    metadata: &Metadata,
) -> Result<bool, StoreError> {
    let soort = Statement::new("SELECT type FROM stream WHERE id = ?1", [Value::Text(id.to_string())]);
    let rijen = journals.initiatieven.store().database().query(soort).await?;
    match rijen.first().map(|rij| rij.text(0)).transpose()? {
        Some("initiatief") => journals.initiatieven.erase(id, besluit, metadata).await?,
        Some("signaal") => journals.signalen.erase(id, besluit, metadata).await?,
        Some("wijkprogramma") => journals.programmas.erase(id, besluit, metadata).await?,
        Some("budget") => journals.budgetten.erase(id, besluit, metadata).await?,
        _ => return Ok(false),
    };
    Ok(true)
}

/// Whether an initiative has not ended.
async fn loopt(journals: &Journals, id: Uuid) -> Result<bool, DatabaseError> {
    let fase =
        Statement::new("SELECT fase FROM dossier WHERE initiatief_id = ?1", [Value::Text(id.to_string())]);
    let rijen = journals.initiatieven.store().database().query(fase).await?;
    let fase = rijen.first().map(|rij| rij.text(0)).transpose()?.and_then(Fase::van_code);
    Ok(fase.is_some_and(|fase| !fase.is_einde()))
}

/// What became of the lines of a journal of erasures.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Herhaald {
    /// What was erased again.
    pub gewist: usize,
    /// What was erased already.
    pub al_gewist: usize,
    /// What is not in this database.
    pub onbekend: usize,
}

/// Erases again what a journal says was erased: for who put an older backup back, in which the keys still are.
///
/// # Errors
/// When the journal cannot be read, or the store fails; asking again goes on where it was.
pub async fn herhaal(journals: &Journals, journaal: &ErasureJournal) -> Result<Herhaald, StoreError> {
    let regels = journaal.read()?;
    let mut herhaald = Herhaald::default();
    let gewist: HashSet<Uuid> = match regels.is_empty() {
        true => HashSet::new(),
        false => alle(journals.initiatieven.store()).await?.iter().map(|wissing| wissing.stroom).collect(),
    };
    for regel in regels {
        if gewist.contains(&regel.stroom) {
            herhaald.al_gewist += 1;
            continue;
        }
        let actor = Actor { id: "wisjournaal".to_owned(), rol: Rol::Systeem, gebied: None, afdeling: None };
        let metadata = Metadata::nieuw(actor, regel.stroom, Moment::tijdstip(regel.op));
        match uitvoeren(journals, regel.stroom, regel.besluit.as_ref(), &metadata).await? {
            true => herhaald.gewist += 1,
            false => herhaald.onbekend += 1,
        }
    }
    Ok(herhaald)
}

/// Adds to the journal what the log says was erased and the journal does not: from before there was a journal.
///
/// # Errors
/// When the journal cannot be read or written, or the store fails.
pub async fn vul_aan(store: &Store, journaal: &ErasureJournal) -> Result<(), StoreError> {
    let bekend: HashSet<Uuid> = journaal.read()?.iter().map(|regel| regel.stroom).collect();
    for Wissing { stroom, soort, op, besluit, .. } in alle(store).await? {
        if !bekend.contains(&stroom) {
            journaal.add(&Entry { stroom, soort, op, besluit })?;
        }
    }
    Ok(())
}

/// Every erasure that the log tells of, the last first.
async fn alle(store: &Store) -> Result<Vec<Wissing>, StoreError> {
    let (mut alle, mut voor) = (Vec::new(), None);
    loop {
        let (wissingen, meer, _) = lijst(store, voor, 200).await?;
        voor = wissingen.last().filter(|_| meer).map(|wissing| wissing.positie);
        alle.extend(wissingen);
        if voor.is_none() {
            return Ok(alle);
        }
    }
}

impl From<Geweigerd> for ApiError {
    fn from(geweigerd: Geweigerd) -> Self {
        let regel = |soort: Soort, regel: &str| {
            let mut fout = Self::new(soort, geweigerd.to_string());
            fout.0.regel = Some(regel.to_owned());
            fout
        };
        match &geweigerd {
            Geweigerd::BestaatNiet(_) => regel(Soort::NietGevonden, "bestaat-niet"),
            Geweigerd::LooptNog(_) => {
                let mut fout = regel(Soort::RegelWeigert, "loopt-nog");
                fout.0.mogelijk = vec!["ookLopend".to_owned()];
                fout
            }
            Geweigerd::AlGewist(_) => regel(Soort::RegelWeigert, "al-gewist"),
            // It fits the schema; what does not fit is that the parts of a decision do not go together (ADR 0013).
            Geweigerd::Besluit(wisfout) => {
                let code = match wisfout {
                    Wisfout::Persoonlijk(_) => "persoonsgegeven",
                    Wisfout::Verzoekdag(_) | Wisfout::Toekomst(_) | Wisfout::Lengte(..) => {
                        "besluit-onvolledig"
                    }
                };
                let mut fout = regel(Soort::RegelWeigert, code);
                fout.0.invalid_params = vec![InvalidParam {
                    name: format!("/{}", wisfout.veld()),
                    code: code.to_owned(),
                    reason: wisfout.to_string(),
                }];
                fout
            }
            Geweigerd::Store(_) => match geweigerd {
                Geweigerd::Store(fout) => fout.into(),
                anders => Self::internal(&anders),
            },
        }
    }
}
