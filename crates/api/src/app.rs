//! The state that all handlers share.

use crate::reads::episodes::Bestand;
use crate::verwerkingen::{Boek, Verwerkingen};
use crate::verzoeken::Verzoeken;
use crate::volglink::Volgsleutel;
use crate::{document, identity::Identities, routing::Allowed, tempo::Tempo, validation::Validators};
use ring::hmac;
use serde_json::Value as Json;
use std::sync::Arc;
use tokio::sync::{Semaphore, watch};
use wijkspoor_berichten::Berichten;
use wijkspoor_domain::Opzet;
use wijkspoor_projections::{Budgetspoor, Programmaspoor, Signaalspoor, Spoor, Vernietigingsspoor};
use wijkspoor_store::bewijs::Keyring;
use wijkspoor_store::{Clock, IdSource, Journal, Report, Store, StoreError};
use wijkspoor_zgw::Catalogus;

/// The write paths, one for each kind of stream, on one store.
#[derive(Clone)]
pub struct Journals {
    /// Initiatives.
    pub initiatieven: Arc<Journal<Spoor>>,
    /// Signals.
    pub signalen: Arc<Journal<Signaalspoor>>,
    /// Wijkprogramma's.
    pub programmas: Arc<Journal<Programmaspoor>>,
    /// Budgets.
    pub budgetten: Arc<Journal<Budgetspoor>>,
    /// Lists by which dossiers are destroyed.
    pub vernietigingen: Arc<Journal<Vernietigingsspoor>>,
}

impl Journals {
    /// Opens them all; read models that another version of the program filled are rebuilt, and `report` hears how many
    /// events that took.
    ///
    /// # Errors
    /// When a rebuild fails.
    pub async fn open(
        store: &Arc<Store>,
        opzet: Arc<Opzet>,
        report: impl Fn(u64),
    ) -> Result<Self, StoreError> {
        let hoor = |bericht: Option<Report>| bericht.into_iter().for_each(|r| report(r.events));
        let (initiatieven, bericht) = Journal::open(store.clone(), opzet.clone(), |_, _| {}).await?;
        hoor(bericht);
        let (signalen, bericht) = Journal::open(store.clone(), opzet.clone(), |_, _| {}).await?;
        hoor(bericht);
        let (programmas, bericht) = Journal::open(store.clone(), opzet.clone(), |_, _| {}).await?;
        hoor(bericht);
        let (budgetten, bericht) = Journal::open(store.clone(), opzet.clone(), |_, _| {}).await?;
        hoor(bericht);
        let (vernietigingen, bericht) = Journal::open(store.clone(), opzet.clone(), |_, _| {}).await?;
        hoor(bericht);
        Ok(Self { initiatieven, signalen, programmas, budgetten, vernietigingen })
    }
}

/// Everything that a handler needs.
pub struct App {
    /// The write paths.
    pub journals: Journals,
    /// Where new ids come from.
    pub ids: Arc<dyn IdSource>,
    /// The episodes of which the figures tell, in memory.
    pub episodes: Arc<Bestand>,
    /// Who is asking.
    pub identities: Box<dyn Identities>,
    /// Makes and recognises the links with which people follow an initiative.
    pub volgsleutel: Volgsleutel,
    /// What is remembered of requests goes through this: of a key or a body that somebody guesses it must not be seen whether it
    /// was sent.
    pub verzoekmerk: hmac::Key,
    /// The published schemas.
    pub validators: Validators,
    /// The published document.
    pub document: Json,
    /// Which methods exist on which path.
    pub allowed: Allowed,
    /// How others are told of events.
    pub berichten: Berichten,
    /// How many requests one may make.
    pub tempo: Tempo,
    /// From which sites pages may ask.
    pub herkomsten: Vec<String>,
    /// The keys of the log, when it is signed.
    pub controle: Option<Arc<Keyring>>,
    /// The types of ZGW, when they are set up.
    pub zgw: Option<Catalogus>,
    /// The logbook of processing.
    pub verwerkingen: Boek,
    /// What is set about it.
    pub ingesteld: Verwerkingen,
    /// Leave to follow the feed: so many at once.
    pub volgers: Arc<Semaphore>,
    /// Becomes true when the server stops: what would go on for ever then ends.
    pub sluit: Arc<watch::Sender<bool>>,
}

/// How many follow the feed at once: each holds a page of the log.
const VOLGERS: usize = 500;

impl App {
    /// Puts the state together.
    ///
    /// # Errors
    /// When the OpenAPI document is not valid: a mistake in the program.
    pub fn new(
        journals: Journals,
        ids: Arc<dyn IdSource>,
        identities: Box<dyn Identities>,
        volgsleutel: Volgsleutel,
    ) -> Result<Self, String> {
        let document = document::document();
        let validators = Validators::new(&document)?;
        let allowed = Allowed::new(&document);
        let inrichting = &journals.initiatieven.services().inrichting;
        let episodes = Arc::new(Bestand::nieuw(&inrichting.kalender));
        let verwerkingen = Boek::nieuw(journals.initiatieven.store().clone());
        let berichten = wijkspoor_berichten::Settings::default().berichten(&inrichting.gemeente)?;
        let verzoekmerk = volgsleutel.afgeleid("verzoek");
        Ok(Self {
            journals,
            ids,
            verzoekmerk,
            episodes,
            identities,
            volgsleutel,
            validators,
            document,
            allowed,
            berichten,
            tempo: Tempo::nieuw(&Verzoeken::default()),
            herkomsten: Vec::new(),
            controle: None,
            zgw: None,
            verwerkingen,
            ingesteld: Verwerkingen::default(),
            volgers: Arc::new(Semaphore::new(VOLGERS)),
            sluit: Arc::new(watch::Sender::new(false)),
        })
    }

    /// With what is set about telling others.
    #[must_use]
    pub fn met_berichten(self, berichten: Berichten) -> Self {
        Self { berichten, ..self }
    }

    /// With what is set about requests.
    #[must_use]
    pub fn met_verzoeken(self, verzoeken: Verzoeken) -> Self {
        let tempo = Tempo::nieuw(&verzoeken);
        Self { tempo, herkomsten: verzoeken.herkomsten, ..self }
    }

    /// With the keys of the log.
    #[must_use]
    pub fn met_controle(self, controle: Option<Arc<Keyring>>) -> Self {
        Self { controle, ..self }
    }

    /// With what is set about the logbook of processing.
    #[must_use]
    pub fn met_verwerkingen(self, ingesteld: Verwerkingen) -> Self {
        Self { ingesteld, ..self }
    }

    /// With the types of ZGW.
    #[must_use]
    pub fn met_zgw(self, zgw: Option<Catalogus>) -> Self {
        Self { zgw, ..self }
    }

    /// The write path of initiatives.
    pub fn journal(&self) -> &Journal<Spoor> {
        &self.journals.initiatieven
    }

    /// The store under the journals.
    pub fn store(&self) -> &Arc<Store> {
        self.journal().store()
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        &**self.store().clock()
    }

    /// What the municipality has set up: its workflow definitions and its organisation.
    pub fn opzet(&self) -> Arc<Opzet> {
        self.journal().services()
    }
}
