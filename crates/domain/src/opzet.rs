//! What a municipality has set up: its workflow definitions and its organisation. Every decision is taken with it.

use crate::inrichting::Inrichting;
use crate::werkstroom::{Fout, Werkstromen};

/// The set-up, as plain data; the `Services` of every aggregate.
#[derive(Debug, Clone, Default)]
pub struct Opzet {
    /// The workflow definitions.
    pub werkstromen: Werkstromen,
    /// The organisation.
    pub inrichting: Inrichting,
}

impl Opzet {
    /// The default definition, and every name free.
    ///
    /// # Errors
    /// Never for the embedded file: a test reads it.
    pub fn standaard() -> Result<Self, Vec<Fout>> {
        Ok(Self { werkstromen: Werkstromen::standaard()?, inrichting: Inrichting::default() })
    }
}
