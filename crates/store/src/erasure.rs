//! An erasure is an event, too: whoever follows the log must hear of it, and drop what he kept himself. It stands in a
//! stream of its own beside the one that was erased, whatever kind that is, so that no aggregate has to know of it
//! (docs/adr/0025-an-erasure-is-an-event.md).

use crate::{
    clock::stable_id,
    erasure_journal::Entry,
    log::{Append, AppendError, Effects, NewEvent},
    seal::Sealer,
    store::{Store, StoreError},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wijkspoor_domain::{Metadata, Wisbesluit};

/// The type of the streams that tell of erasures.
pub const STREAM_TYPE: &str = "wissing";
/// The kind of event that they hold.
pub const EVENT_TYPE: &str = "persoonsgegevens_gewist";
/// Its schema version: since 2 it says by which decision.
pub const VERSION: i64 = 2;

/// What an erasure says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// The stream of which the sensitive texts are gone.
    pub stroom: Uuid,
    /// The type of that stream.
    pub soort: String,
    /// The decision behind it; absent from what was erased before decisions were recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub besluit: Option<Wisbesluit>,
}

/// The stream that tells of the erasure of another.
pub fn stream(of: Uuid) -> Uuid {
    stable_id(&[STREAM_TYPE, &of.to_string()])
}

impl Store {
    /// Destroys the key of a stream, and records it, in one transaction. Doing so again is harmless. Gives whether it was
    /// recorded now; the first decision stands.
    pub(crate) async fn destroy_key(
        &self,
        id: Uuid,
        stream_type: &'static str,
        besluit: Option<&Wisbesluit>,
        metadata: &Metadata,
    ) -> Result<bool, StoreError> {
        let json = |e: serde_json::Error| StoreError::Json(e.to_string());
        let mut said = serde_json::to_value(metadata).map_err(json)?;
        // Without a key nothing sensitive is kept: that would be erased the next moment.
        Sealer::new(id, None).seal(&mut said);
        let besluit = besluit.cloned();
        if let Some(journal) = self.erasure_journal() {
            // Before the key is gone: what is broken off here is finished by whoever reads the journal.
            let (soort, op) = (stream_type.to_owned(), metadata.plaatsgevonden.op);
            journal.add(&Entry { stroom: id, soort, op, besluit: besluit.clone() })?;
        }
        let payload = serde_json::to_value(Erased { stroom: id, soort: stream_type.to_owned(), besluit });
        let event = NewEvent {
            event_type: EVENT_TYPE.to_owned(),
            schema_version: VERSION,
            payload: payload.map_err(json)?,
            metadata: said,
            occurred_at: metadata.plaatsgevonden.op,
            precision: metadata.plaatsgevonden.nauwkeurigheid.code().to_owned(),
        };
        let append = Append {
            stream: stream(id),
            stream_type: STREAM_TYPE,
            expected_version: 0,
            events: vec![event],
            request: None,
            key: self.vault.destroy(id).await?,
            projection: None,
            project: Box::new(|_| Ok(Effects::default())),
        };
        let now = match self.append(append).await {
            Ok(_) => true,
            // It was erased before: what was sealed since never had a key.
            Err(AppendError::Conflict { .. }) => false,
            Err(AppendError::Database(error)) => return Err(error.into()),
            Err(error) => {
                return Err(StoreError::Projection { name: STREAM_TYPE, cause: error.to_string() });
            }
        };
        self.vault.destroyed(id);
        Ok(now)
    }
}
