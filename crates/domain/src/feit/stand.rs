//! What the rules on facts must remember: what is open, and which kinds were recorded.

use super::inhoud::Feit;
use super::soort::Verband;
use super::volledigheid::waarschuwing;
use crate::Naam;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// More open at once than this is a mistake of the sender, and would make the state grow without bound.
pub(crate) const MAX_OPEN: usize = 1000;

/// What waits for an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Openstaand {
    /// The kind that opened it.
    pub soort: String,
    /// Of whom the answer is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bij: Option<Naam>,
}

/// The facts of one stream, as far as rules need them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Feitenstand {
    /// What is open.
    pub open: BTreeMap<Uuid, Openstaand>,
    /// The kinds that were recorded; no more than there are kinds.
    pub vastgelegd: BTreeSet<String>,
    /// What was recorded that should not have happened, as codes.
    #[serde(default)]
    pub waarschuwingen: BTreeSet<String>,
}

impl Feitenstand {
    pub(crate) fn pas_toe(&mut self, feit: &Feit) {
        self.vastgelegd.insert(feit.soort.code.to_owned());
        self.waarschuwingen.extend(waarschuwing(feit).map(str::to_owned));
        match feit.soort.verband {
            Verband::Opent => {
                if let Some(id) = feit.id {
                    let bij = feit.naam("bij").cloned();
                    self.open.insert(id, Openstaand { soort: feit.soort.code.to_owned(), bij });
                }
            }
            Verband::Sluit(_) | Verband::SluitMisschien(_) => {
                if let Some(id) = feit.betreft {
                    self.open.remove(&id);
                }
            }
            _ => {}
        }
    }

    /// The one open item of these kinds, when there is just one: then nobody has to name it.
    pub fn enige(&self, soorten: &[&str]) -> Option<Uuid> {
        let mut passend = self.open.iter().filter(|(_, open)| soorten.contains(&open.soort.as_str()));
        match (passend.next(), passend.next()) {
            (Some((id, _)), None) => Some(*id),
            _ => None,
        }
    }
}
