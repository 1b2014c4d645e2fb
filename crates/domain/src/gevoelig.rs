//! Text that may hold personal data. The type travels through the program in the clear, but its JSON form is
//! marked, so that the store can seal every such value before it is written without a list of fields.

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};
use std::fmt;

/// The key of the JSON object that marks a sensitive text: `{"$gevoelig": "text"}`; `null` means erased.
pub const GEVOELIG: &str = "$gevoelig";

/// A sensitive text, or the trace of one that has been erased because its key was destroyed.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Gevoelig(Option<String>);

impl Gevoelig {
    /// Wraps a text.
    pub fn new(tekst: impl Into<String>) -> Self {
        Self(Some(tekst.into()))
    }

    /// The text, or `None` when it has been erased.
    pub fn tekst(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// Whether nothing readable stands here: only white space, or erased.
    pub fn is_leeg(&self) -> bool {
        self.tekst().is_none_or(|t| t.trim().is_empty())
    }
}

impl fmt::Debug for Gevoelig {
    // Never the text itself: debug output ends up in log files.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Gevoelig(…)" } else { "Gevoelig(gewist)" })
    }
}

impl From<&str> for Gevoelig {
    fn from(tekst: &str) -> Self {
        Self::new(tekst)
    }
}

impl Serialize for Gevoelig {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(GEVOELIG, &self.0)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Gevoelig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Marked {
            #[serde(rename = "$gevoelig")]
            tekst: Option<String>,
        }
        Marked::deserialize(deserializer).map(|m| Self(m.tekst))
    }
}
