//! A connection to another system that is set up in the settings, and does more with an event than send it. It stands in the
//! same books as a webhook, and is delivered to in the same way: in order, until it is taken, in the same rhythm.

use crate::abonnement::Abonnement;
use crate::gebeurtenis::Bericht;
use crate::post::Antwoord;
use async_trait::async_trait;
use jiff::Timestamp;
use std::sync::Arc;
use wijkspoor_store::{DatabaseError, Store};

/// A connection.
#[async_trait]
pub trait Koppeling: Send + Sync {
    /// As what it stands in the books when it is new. The id is the same every time.
    fn abonnement(&self, nu: Timestamp) -> Abonnement;

    /// Does what an event asks for. The same event may come again: then nothing may be done twice.
    ///
    /// # Errors
    /// When the database of this program fails. What the other side does is the answer.
    async fn bezorg(&self, store: &Arc<Store>, bericht: &Bericht) -> Result<Antwoord, DatabaseError>;
}
