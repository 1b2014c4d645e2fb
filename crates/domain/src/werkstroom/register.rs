//! All definitions that a process knows, by code and version.

use super::{Fout, STANDAARD, Werkstroom, lees};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// The definition and version to which an initiative is pinned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WerkstroomRef {
    /// The code.
    pub code: String,
    /// The version.
    pub versie: u32,
}

impl fmt::Display for WerkstroomRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} versie {}", self.code, self.versie)
    }
}

/// The definitions, as plain data; the `Services` of the aggregate.
#[derive(Debug, Clone, Default)]
pub struct Werkstromen(BTreeMap<WerkstroomRef, Werkstroom>);

impl Werkstromen {
    /// Only the default definition.
    ///
    /// # Errors
    /// Never for the embedded file: a test reads it.
    pub fn standaard() -> Result<Self, Vec<Fout>> {
        let mut register = Self::default();
        register.voeg_toe(lees(STANDAARD)?);
        Ok(register)
    }

    /// Adds or replaces a definition.
    pub fn voeg_toe(&mut self, werkstroom: Werkstroom) {
        let sleutel = WerkstroomRef { code: werkstroom.code.clone(), versie: werkstroom.versie };
        self.0.insert(sleutel, werkstroom);
    }

    /// The definition of an initiative.
    pub fn zoek(&self, r: &WerkstroomRef) -> Option<&Werkstroom> {
        self.0.get(r)
    }

    /// The newest version of a definition: the one with which new initiatives start.
    pub fn nieuwste(&self, code: &str) -> Option<&Werkstroom> {
        self.0.values().rfind(|w| w.code == code)
    }

    /// All definitions, by code and version.
    pub fn iter(&self) -> impl Iterator<Item = &Werkstroom> {
        self.0.values()
    }
}
