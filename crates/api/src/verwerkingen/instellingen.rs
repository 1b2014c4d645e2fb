//! What is set about the logbook: how long it is kept, what the register calls each kind of processing, and where it is passed on.

use super::activiteit::Activiteit;
use jiff::SignedDuration;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How long the logbook is kept when nothing is said: three years.
const BEWAAR_DAGEN: u32 = 1095;
/// What a kind of processing is called when the register has no address for it.
const ZONDER_ADRES: &str = "urn:wijkspoor:verwerkingsactiviteit:";

/// One layer of settings, or all of them together.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// How many days each processing is kept; 0 is for ever.
    pub bewaar_dagen: Option<u32>,
    /// What the register of processing activities calls each kind, as an address.
    pub activiteiten: Option<BTreeMap<String, String>>,
    /// Where it is passed on: the address at which a collector takes spans (OTLP over HTTP, JSON).
    pub otlp: Option<String>,
    /// What the collector wants to see in `Authorization`.
    pub otlp_autorisatie: Option<String>,
}

/// What holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verwerkingen {
    /// How long each processing is kept; nothing is for ever.
    pub bewaar: Option<SignedDuration>,
    /// Where it is passed on.
    pub otlp: Option<String>,
    /// What the collector wants to see.
    pub autorisatie: Option<String>,
    activiteiten: BTreeMap<String, String>,
}

impl Default for Verwerkingen {
    fn default() -> Self {
        Self { bewaar: dagen(BEWAAR_DAGEN), otlp: None, autorisatie: None, activiteiten: BTreeMap::new() }
    }
}

fn dagen(dagen: u32) -> Option<SignedDuration> {
    (dagen > 0).then(|| SignedDuration::from_hours(24 * i64::from(dagen)))
}

impl Verwerkingen {
    /// What the register calls a kind of processing.
    pub fn adres(&self, activiteit: &str) -> String {
        self.activiteiten.get(activiteit).cloned().unwrap_or_else(|| format!("{ZONDER_ADRES}{activiteit}"))
    }
}

impl Settings {
    /// From variables of the environment: `WIJKSPOOR_VERWERKINGEN_…`, of which `look_up` gives those that say something.
    ///
    /// # Errors
    /// When one of them makes no sense.
    pub fn from_environment(look_up: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let naam = "WIJKSPOOR_VERWERKINGEN_BEWAAR_DAGEN";
        let fout = |tekst: &str| format!("{naam}: {tekst:?} is geen aantal dagen (0 is voor altijd)");
        let bewaar = look_up(naam).map(|tekst| tekst.trim().parse().map_err(|_| fout(&tekst)));
        Ok(Self {
            bewaar_dagen: bewaar.transpose()?,
            activiteiten: None,
            otlp: look_up("WIJKSPOOR_VERWERKINGEN_OTLP"),
            otlp_autorisatie: look_up("WIJKSPOOR_VERWERKINGEN_OTLP_AUTORISATIE"),
        })
    }

    /// These, with another layer where these say nothing.
    #[must_use]
    pub fn or(self, lower: Self) -> Self {
        Self {
            bewaar_dagen: self.bewaar_dagen.or(lower.bewaar_dagen),
            activiteiten: self.activiteiten.or(lower.activiteiten),
            otlp: self.otlp.or(lower.otlp),
            otlp_autorisatie: self.otlp_autorisatie.or(lower.otlp_autorisatie),
        }
    }

    /// What follows from them.
    ///
    /// # Errors
    /// When one of them makes no sense.
    pub fn verwerkingen(self) -> Result<Verwerkingen, String> {
        let activiteiten = self.activiteiten.unwrap_or_default();
        let codes = Activiteit::ALLE.map(Activiteit::code);
        for (code, adres) in &activiteiten {
            if !codes.contains(&code.as_str()) {
                let bekend = codes.join(", ");
                return Err(format!("verwerkingen: {code:?} is geen activiteit; dat zijn {bekend}"));
            }
            if !is_uri(adres) {
                return Err(format!(
                    "verwerkingen: activiteit {code} verwijst naar {adres:?}, en dat is geen URI (https://… of urn:…)"
                ));
            }
        }
        if let Some(otlp) = self.otlp.as_deref().filter(|otlp| !is_http(otlp)) {
            return Err(format!("verwerkingen: otlp {otlp:?} moet de vorm https://host/v1/traces hebben"));
        }
        Ok(Verwerkingen {
            bewaar: dagen(self.bewaar_dagen.unwrap_or(BEWAAR_DAGEN)),
            otlp: self.otlp,
            autorisatie: self.otlp_autorisatie,
            activiteiten,
        })
    }
}

fn is_uri(tekst: &str) -> bool {
    let Some((schema, rest)) = tekst.split_once(':') else { return false };
    let letters = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    !rest.is_empty()
        && schema.bytes().next().is_some_and(|b| b.is_ascii_alphabetic())
        && schema.bytes().all(letters)
        && tekst.bytes().all(|b| b.is_ascii_graphic())
}

fn is_http(tekst: &str) -> bool {
    let host = tekst.strip_prefix("https://").or_else(|| tekst.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.starts_with('/')) && is_uri(tekst)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_enough_and_nonsense_is_named() {
        let niets = Settings::default().verwerkingen().unwrap();
        assert_eq!(niets, Verwerkingen::default());
        assert_eq!(niets.adres("inzien"), "urn:wijkspoor:verwerkingsactiviteit:inzien");
        let met = |naam: &str, waarde: &str| {
            let naam = format!("WIJKSPOOR_VERWERKINGEN_{naam}");
            Settings::from_environment(|gevraagd| (gevraagd == naam).then(|| waarde.to_owned()))
        };
        assert_eq!(met("BEWAAR_DAGEN", "0").unwrap().verwerkingen().unwrap().bewaar, None);
        assert!(met("BEWAAR_DAGEN", "lang").unwrap_err().contains("aantal dagen"));
        assert!(met("OTLP", "collector:4318").unwrap().verwerkingen().unwrap_err().contains("otlp"));
        let activiteiten = |code: &str, uri: &str| Settings {
            activiteiten: Some([(code.to_owned(), uri.to_owned())].into()),
            ..Settings::default()
        };
        let goed = activiteiten("inzien", "https://avg.example/register/12").verwerkingen().unwrap();
        assert_eq!(goed.adres("inzien"), "https://avg.example/register/12");
        assert!(
            activiteiten("kijken", "https://x.example").verwerkingen().unwrap_err().contains("behandelen")
        );
        assert!(activiteiten("inzien", "register 12").verwerkingen().unwrap_err().contains("geen URI"));
    }
}
