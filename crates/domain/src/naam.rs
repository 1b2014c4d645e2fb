//! Names of things that are no persons: gebied, wijk, afdeling, thema, partner, kenmerk.

use serde::{Deserialize, Serialize};
use std::{borrow::Borrow, fmt};
use thiserror::Error;

/// A name of 1 to 200 characters, trimmed, without control characters. Names of persons are [`crate::Gevoelig`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Naam(String);

/// Why a text is no name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NaamFout {
    /// Nothing but white space.
    #[error("een naam mag niet leeg zijn")]
    Leeg,
    /// Longer than allowed.
    #[error("een naam heeft hoogstens {max} tekens, dit zijn er {0}", max = Naam::MAX)]
    TeLang(usize),
    /// Holds a control character.
    #[error("een naam mag geen besturingstekens bevatten")]
    Besturingsteken,
}

impl Naam {
    /// The largest number of characters.
    pub const MAX: usize = 200;

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for Naam {
    type Error = NaamFout;
    fn try_from(tekst: &str) -> Result<Self, NaamFout> {
        let tekst = tekst.trim();
        let lengte = tekst.chars().count();
        match () {
            () if lengte == 0 => Err(NaamFout::Leeg),
            () if lengte > Self::MAX => Err(NaamFout::TeLang(lengte)),
            () if tekst.chars().any(char::is_control) => Err(NaamFout::Besturingsteken),
            () => Ok(Self(tekst.to_owned())),
        }
    }
}

impl TryFrom<String> for Naam {
    type Error = NaamFout;
    fn try_from(tekst: String) -> Result<Self, NaamFout> {
        Self::try_from(tekst.as_str())
    }
}

impl From<Naam> for String {
    fn from(naam: Naam) -> Self {
        naam.0
    }
}

impl fmt::Display for Naam {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for Naam {
    fn borrow(&self) -> &str {
        &self.0
    }
}
