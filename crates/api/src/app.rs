//! The state that all handlers share.

use crate::{document, identity::Identities, routing::Allowed, validation::Validators};
use serde_json::Value as Json;
use std::sync::Arc;
use wijkspoor_domain::werkstroom::Werkstromen;
use wijkspoor_projections::Spoor;
use wijkspoor_store::{Clock, IdSource, Journal, Store};

/// Everything that a handler needs.
pub struct App {
    /// The write path.
    pub journal: Arc<Journal<Spoor>>,
    /// Where new ids come from.
    pub ids: Arc<dyn IdSource>,
    /// Who is asking.
    pub identities: Box<dyn Identities>,
    /// The published schemas.
    pub validators: Validators,
    /// The published document.
    pub document: Json,
    /// Which methods exist on which path.
    pub allowed: Allowed,
}

impl App {
    /// Puts the state together.
    ///
    /// # Errors
    /// When the OpenAPI document is not valid: a mistake in the program.
    pub fn new(
        journal: Arc<Journal<Spoor>>,
        ids: Arc<dyn IdSource>,
        identities: Box<dyn Identities>,
    ) -> Result<Self, String> {
        let document = document::document();
        let validators = Validators::new(&document)?;
        let allowed = Allowed::new(&document);
        Ok(Self { journal, ids, identities, validators, document, allowed })
    }

    /// The store under the journal.
    pub fn store(&self) -> &Arc<Store> {
        self.journal.store()
    }

    /// The clock.
    pub fn clock(&self) -> &dyn Clock {
        &**self.store().clock()
    }

    /// The workflow definitions.
    pub fn werkstromen(&self) -> Arc<Werkstromen> {
        self.journal.services()
    }
}
