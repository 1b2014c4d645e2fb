//! What all episodes of an initiative have in common.

use serde::{Deserialize, Serialize};
use wijkspoor_domain::initiatief::gebeurtenis::InitiatiefIngediend;

/// The category of an initiative to which none was given.
const GEEN_CATEGORIE: &str = "onbekend";

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Kenmerken {
    pub(super) gebied: String,
    /// Each on a line.
    pub(super) wijken: String,
    pub(super) thema: String,
    pub(super) categorie: String,
    pub(super) oorsprong: String,
}

impl Kenmerken {
    pub(super) fn van(ingediend: &InitiatiefIngediend) -> Self {
        let mut wijken: Vec<_> = ingediend.wijken.iter().map(ToString::to_string).collect();
        wijken.sort_unstable();
        wijken.dedup();
        Self {
            gebied: ingediend.gebied.to_string(),
            wijken: wijken.join("\n"),
            thema: ingediend.thema.to_string(),
            categorie: ingediend.categorie.map_or(GEEN_CATEGORIE, |c| c.code()).to_owned(),
            oorsprong: ingediend.oorsprong.to_string(),
        }
    }
}
