//! What is set about telling others.

use crate::adres::Toegestaan;
use crate::gebeurtenis::Envelop;
use crate::ritme::{MINSTENS, Ritme};
use serde::Deserialize;

/// One layer of settings, or all of them together.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Where others reach this server; references in events are relative without it.
    pub adres: Option<String>,
    /// The organisation in the Dutch register of those numbers.
    pub oin: Option<String>,
    /// Hosts to which may be delivered although they are inside, and without TLS.
    pub toegestaan: Option<Vec<String>>,
    /// After which waits to try again: `5s, 5m, 30m`.
    pub wachttijden: Option<String>,
}

/// How others are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Berichten {
    /// What is told.
    pub envelop: Envelop,
    /// Where may be delivered.
    pub toegestaan: Toegestaan,
    /// When to try again.
    pub ritme: Ritme,
    /// By which name this server asks receivers for leave.
    pub herkomst: String,
}

/// The name of a server of which nothing is said.
const NAAMLOOS: &str = "wijkspoor";

impl Settings {
    /// From variables of the environment: `WIJKSPOOR_BERICHTEN_…`, of which `look_up` gives those that say something.
    pub fn from_environment(look_up: impl Fn(&str) -> Option<String>) -> Self {
        let lijst = |tekst: String| tekst.split(',').map(|deel| deel.trim().to_owned()).collect();
        Self {
            adres: look_up("WIJKSPOOR_BERICHTEN_ADRES"),
            oin: look_up("WIJKSPOOR_BERICHTEN_OIN"),
            toegestaan: look_up("WIJKSPOOR_BERICHTEN_TOEGESTAAN").map(lijst),
            wachttijden: look_up("WIJKSPOOR_BERICHTEN_WACHTTIJDEN"),
        }
    }

    /// These, with another layer where these say nothing.
    #[must_use]
    pub fn or(self, lower: Self) -> Self {
        Self {
            adres: self.adres.or(lower.adres),
            oin: self.oin.or(lower.oin),
            toegestaan: self.toegestaan.or(lower.toegestaan),
            wachttijden: self.wachttijden.or(lower.wachttijden),
        }
    }

    /// What follows from them, for the server of a municipality.
    ///
    /// # Errors
    /// When one of them makes no sense.
    pub fn berichten(&self, gemeente: &str) -> Result<Berichten, String> {
        if let Some(oin) = self.oin.as_deref().filter(|oin| !is_oin(oin)) {
            return Err(format!("berichten: oin {oin:?} is geen OIN: dat zijn twintig cijfers"));
        }
        let adres = self.adres.as_deref();
        let url = adres.map(|adres| {
            let fout = |waarom: &str| format!("berichten: adres {adres:?} {waarom}");
            let url: reqwest::Url = adres.parse().map_err(|_| fout("is geen volledig adres"))?;
            let kaal = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
            match url.scheme() {
                "https" | "http" if kaal && url.username().is_empty() => Ok(url),
                _ => Err(fout("moet de vorm https://host hebben")),
            }
        });
        let url = url.transpose()?;
        let ritme = self.wachttijden.as_deref().map_or_else(|| Ok(Ritme::default()), Ritme::lees);
        let ritme = ritme.map_err(|fout| format!("berichten: wachttijden: {fout}"))?;
        Ok(Berichten {
            envelop: Envelop::nieuw(self.oin.as_deref(), gemeente, adres),
            toegestaan: Toegestaan::nieuw(self.toegestaan.iter().flatten()),
            ritme,
            herkomst: url.as_ref().and_then(|url| url.host_str()).unwrap_or(NAAMLOOS).to_owned(),
        })
    }
}

impl Berichten {
    /// Whether a receiver that is down for a day may miss something until somebody looks.
    pub fn is_ongeduldig(&self) -> bool {
        self.ritme.duur() < MINSTENS
    }
}

fn is_oin(tekst: &str) -> bool {
    tekst.len() == 20 && tekst.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_enough_and_nonsense_is_named() {
        let niets = Settings::default().berichten("Arnhem").unwrap();
        assert_eq!((niets.herkomst.as_str(), niets.is_ongeduldig()), ("wijkspoor", false));
        let met = |naam: &str, waarde: &str| {
            let naam = format!("WIJKSPOOR_BERICHTEN_{naam}");
            Settings::from_environment(|gevraagd| (gevraagd == naam).then(|| waarde.to_owned()))
        };
        let goed =
            met("ADRES", "https://wijkspoor.arnhem.example").or(met("WACHTTIJDEN", "1s")).berichten("Arnhem");
        let goed = goed.unwrap();
        assert_eq!((goed.herkomst.as_str(), goed.is_ongeduldig()), ("wijkspoor.arnhem.example", true));
        for (naam, waarde) in [
            ("ADRES", "wijkspoor"),
            ("ADRES", "https://a.example/pad"),
            ("ADRES", "ftp://a.example"),
            ("OIN", "123"),
            ("WACHTTIJDEN", "morgen"),
        ] {
            assert!(met(naam, waarde).berichten("").unwrap_err().contains("berichten: "), "{naam}={waarde}");
        }
    }
}
