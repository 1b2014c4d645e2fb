//! Old events stay readable: each stored event carries the schema version of its kind, and is lifted step by step to
//! the present one when it is read. An event in the log is never changed.

use serde_json::Value as Json;
use thiserror::Error;

/// One step: from version `van` of a kind of event to `van + 1`.
pub struct Upcaster {
    /// The kind of event.
    pub soort: &'static str,
    /// The version that it lifts.
    pub van: u32,
    /// Rewrites the content.
    pub stap: fn(Json) -> Json,
}

/// Why a stored event cannot be read by this program.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UpcastFout {
    /// The program does not know this kind of event.
    #[error("gebeurtenis van de onbekende soort {0:?}: is het log door een nieuwere versie geschreven?")]
    OnbekendeSoort(String),
    /// Written by a newer program.
    #[error("gebeurtenis {soort} heeft schemaversie {versie}, dit programma kent tot en met {bekend}")]
    TeNieuw {
        /// The kind of event.
        soort: String,
        /// Its version.
        versie: u32,
        /// The newest known.
        bekend: u32,
    },
    /// The content is not what its kind and version say.
    #[error("gebeurtenis {soort} is onleesbaar: {reden}")]
    Onleesbaar {
        /// The kind of event.
        soort: String,
        /// What is wrong with it.
        reden: String,
    },
    /// A step is missing from the table: a mistake in the program.
    #[error("geen upcaster voor {soort} van versie {van}")]
    GeenStap {
        /// The kind of event.
        soort: String,
        /// The version from which no step leads on.
        van: u32,
    },
}

/// An event that can be stored and read back in any later version of the program.
pub trait StoredEvent: cqrs_es::DomainEvent {
    /// Every step that was ever needed.
    const UPCASTERS: &'static [Upcaster];
    /// The kind, as it stands in the log.
    fn soort(&self) -> &'static str;
    /// The present schema version of a kind; `None` when the kind is unknown.
    fn huidige_versie(soort: &str) -> Option<u32>;
    /// The content as it stands in the log: without the kind, which has a column of its own.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    fn inhoud(&self) -> serde_json::Result<Json>;
    /// The event of a kind with this content, of the present schema version.
    ///
    /// # Errors
    /// When there is no such kind, or the content does not fit it.
    fn van_inhoud(soort: &str, inhoud: Json) -> serde_json::Result<Self>;
}

/// Understands a stored event of any schema version.
///
/// # Errors
/// When the kind or the version is unknown, a step is missing, or the content does not fit.
pub fn lees<E: StoredEvent>(soort: &str, versie: u32, inhoud: Json) -> Result<E, UpcastFout> {
    let inhoud = upcast::<E>(soort, versie, inhoud)?;
    let onleesbaar =
        |e: serde_json::Error| UpcastFout::Onleesbaar { soort: soort.to_owned(), reden: e.to_string() };
    E::van_inhoud(soort, inhoud).map_err(onleesbaar)
}

/// Lifts the content of a stored event to the present version of its kind.
///
/// # Errors
/// When the kind or the version is unknown, or a step is missing.
fn upcast<E: StoredEvent>(soort: &str, versie: u32, inhoud: Json) -> Result<Json, UpcastFout> {
    let bekend = E::huidige_versie(soort).ok_or_else(|| UpcastFout::OnbekendeSoort(soort.to_owned()))?;
    lift(E::UPCASTERS, soort, versie, bekend, inhoud)
}

fn lift(
    upcasters: &[Upcaster],
    soort: &str,
    versie: u32,
    bekend: u32,
    inhoud: Json,
) -> Result<Json, UpcastFout> {
    if versie > bekend {
        return Err(UpcastFout::TeNieuw { soort: soort.to_owned(), versie, bekend });
    }
    (versie..bekend).try_fold(inhoud, |inhoud, van| {
        let stap = upcasters.iter().find(|u| u.soort == soort && u.van == van);
        stap.map(|u| (u.stap)(inhoud)).ok_or_else(|| UpcastFout::GeenStap { soort: soort.to_owned(), van })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const STAPPEN: &[Upcaster] = &[
        Upcaster {
            soort: "a",
            van: 1,
            stap: |mut v| {
                v["twee"] = json!(2);
                v
            },
        },
        Upcaster {
            soort: "a",
            van: 2,
            stap: |mut v| {
                v["drie"] = json!(v["twee"].as_i64().unwrap_or(0) + 1);
                v
            },
        },
    ];

    #[test]
    fn steps_are_taken_in_order_from_the_stored_version() {
        assert_eq!(lift(STAPPEN, "a", 1, 3, json!({})), Ok(json!({"twee": 2, "drie": 3})));
        assert_eq!(lift(STAPPEN, "a", 2, 3, json!({"twee": 5})), Ok(json!({"twee": 5, "drie": 6})));
        assert_eq!(lift(STAPPEN, "a", 3, 3, json!({"x": 1})), Ok(json!({"x": 1})));
    }

    #[test]
    fn a_newer_event_and_a_missing_step_are_named() {
        assert!(matches!(lift(STAPPEN, "a", 4, 3, json!({})), Err(UpcastFout::TeNieuw { versie: 4, .. })));
        assert!(matches!(lift(STAPPEN, "b", 1, 2, json!({})), Err(UpcastFout::GeenStap { van: 1, .. })));
    }
}
