//! What a municipality sets about requests: how many, through which proxies, and from which pages of others.

use serde::Deserialize;
use std::net::IpAddr;

/// Requests a minute of one who is signed in. A person does not come near; a coupling that reads a whole municipality does
/// so within minutes.
const PER_MINUUT: u32 = 3000;
/// Requests a minute of one address without a token that is good: several people may sit behind one.
const PER_MINUUT_ADRES: u32 = 600;

/// One layer of settings, or all of them together.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// How many requests a minute somebody who is signed in may make; 0 is no limit.
    pub per_minuut: Option<u32>,
    /// How many an address may make without being signed in; 0 is no limit.
    pub per_minuut_adres: Option<u32>,
    /// Proxies that are believed when they say for whom they ask (`X-Forwarded-For`).
    pub proxys: Option<Vec<IpAddr>>,
    /// Which sites may ask from a browser: `https://host`, with a port when it is another.
    pub herkomsten: Option<Vec<String>>,
}

/// What holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verzoeken {
    /// Requests a minute of one who is signed in; 0 is no limit.
    pub per_minuut: u32,
    /// The same for an address.
    pub per_minuut_adres: u32,
    /// Proxies that are believed.
    pub proxys: Vec<IpAddr>,
    /// Origins that may ask from a browser.
    pub herkomsten: Vec<String>,
}

impl Default for Verzoeken {
    fn default() -> Self {
        Self {
            per_minuut: PER_MINUUT,
            per_minuut_adres: PER_MINUUT_ADRES,
            proxys: Vec::new(),
            herkomsten: Vec::new(),
        }
    }
}

impl Settings {
    /// From variables of the environment: `WIJKSPOOR_VERZOEKEN_…`, of which `look_up` gives those that say something.
    ///
    /// # Errors
    /// When one of them makes no sense.
    pub fn from_environment(look_up: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let lijst =
            |tekst: String| -> Vec<String> { tekst.split(',').map(|deel| deel.trim().to_owned()).collect() };
        let getal = |naam: &str| {
            let fout = |tekst: &str| format!("{naam}: {tekst:?} is geen aantal (0 of meer; 0 is geen grens)");
            look_up(naam).map(|tekst| tekst.trim().parse().map_err(|_| fout(&tekst))).transpose()
        };
        let adres = |tekst: String| {
            tekst.parse().map_err(|_| format!("WIJKSPOOR_VERZOEKEN_PROXYS: {tekst:?} is geen IP-adres"))
        };
        let proxys = look_up("WIJKSPOOR_VERZOEKEN_PROXYS").map(lijst);
        Ok(Self {
            per_minuut: getal("WIJKSPOOR_VERZOEKEN_PER_MINUUT")?,
            per_minuut_adres: getal("WIJKSPOOR_VERZOEKEN_PER_MINUUT_ADRES")?,
            proxys: proxys.map(|lijst| lijst.into_iter().map(adres).collect()).transpose()?,
            herkomsten: look_up("WIJKSPOOR_VERZOEKEN_HERKOMSTEN").map(lijst),
        })
    }

    /// These, with another layer where these say nothing.
    #[must_use]
    pub fn or(self, lower: Self) -> Self {
        Self {
            per_minuut: self.per_minuut.or(lower.per_minuut),
            per_minuut_adres: self.per_minuut_adres.or(lower.per_minuut_adres),
            proxys: self.proxys.or(lower.proxys),
            herkomsten: self.herkomsten.or(lower.herkomsten),
        }
    }

    /// What follows from them.
    ///
    /// # Errors
    /// When an origin is none.
    pub fn verzoeken(self) -> Result<Verzoeken, String> {
        let herkomsten = self.herkomsten.unwrap_or_default();
        if let Some(fout) = herkomsten.iter().find(|herkomst| !is_herkomst(herkomst)) {
            return Err(format!(
                "verzoeken: herkomst {fout:?} heeft niet de vorm https://host of https://host:poort, in kleine letters \
                 en zonder schuine streep aan het eind; * kan niet"
            ));
        }
        let usual = Verzoeken::default();
        Ok(Verzoeken {
            per_minuut: self.per_minuut.unwrap_or(usual.per_minuut),
            per_minuut_adres: self.per_minuut_adres.unwrap_or(usual.per_minuut_adres),
            proxys: self.proxys.unwrap_or_default(),
            herkomsten,
        })
    }
}

/// Whether this is how a browser names an origin (RFC 6454, section 6.2); it is compared letter by letter.
fn is_herkomst(tekst: &str) -> bool {
    let host = tekst.strip_prefix("https://").or_else(|| tekst.strip_prefix("http://"));
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-:[]".contains(&b);
    host.is_some_and(|host| !host.is_empty() && host.bytes().all(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(naam: &str, waarde: &str) -> Result<Verzoeken, String> {
        let zoek = |gevraagd: &str| (gevraagd == naam).then(|| waarde.to_owned());
        Settings::from_environment(zoek)?.verzoeken()
    }

    #[test]
    fn nothing_is_the_usual_and_what_is_said_holds() {
        assert_eq!(Settings::default().verzoeken().unwrap(), Verzoeken::default());
        assert_eq!(met("WIJKSPOOR_VERZOEKEN_PER_MINUUT", "0").unwrap().per_minuut, 0);
        let twee = met("WIJKSPOOR_VERZOEKEN_HERKOMSTEN", "https://a.example, http://localhost:5173").unwrap();
        assert_eq!(twee.herkomsten, ["https://a.example", "http://localhost:5173"]);
        assert_eq!(met("WIJKSPOOR_VERZOEKEN_PROXYS", "::1,10.0.0.5").unwrap().proxys.len(), 2);
        let hoger = Settings { per_minuut: Some(1), ..Settings::default() };
        let lager = Settings { per_minuut: Some(2), per_minuut_adres: Some(3), ..Settings::default() };
        let samen = hoger.or(lager).verzoeken().unwrap();
        assert_eq!((samen.per_minuut, samen.per_minuut_adres), (1, 3));
    }

    #[test]
    fn nonsense_is_named() {
        for (naam, waarde) in [
            ("WIJKSPOOR_VERZOEKEN_PER_MINUUT", "veel"),
            ("WIJKSPOOR_VERZOEKEN_PER_MINUUT_ADRES", "-1"),
            ("WIJKSPOOR_VERZOEKEN_PROXYS", "proxy.example"),
            ("WIJKSPOOR_VERZOEKEN_HERKOMSTEN", "*"),
            ("WIJKSPOOR_VERZOEKEN_HERKOMSTEN", "https://a.example/"),
            ("WIJKSPOOR_VERZOEKEN_HERKOMSTEN", "https://A.example"),
        ] {
            assert!(met(naam, waarde).unwrap_err().contains(waarde), "{naam} {waarde}");
        }
    }
}
