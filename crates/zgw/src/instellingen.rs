//! What is set about ZGW, read and checked: all that is wrong with it comes together.

use crate::catalogus::{
    ARCHIEFNOMINATIE, Archief, Betrokkene, Catalogus, ROLLEN, Resultaattype, Roltype, VERTROUWELIJKHEID,
};
use crate::fouten::Fouten;
use jiff::Span;
use serde::Deserialize;
use std::collections::BTreeMap;
use wijkspoor_berichten::adres::Toegestaan;
use wijkspoor_domain::initiatief::gebeurtenis::Besluitsoort;
use wijkspoor_domain::werkstroom::Werkstromen;

/// The longest address of a type; that of a besluittype may be shorter (brc).
const URL: usize = 1000;
const URL_BESLUIT: usize = 200;
/// The longest code of an organisational unit (zrc).
const EENHEID: usize = 24;
/// How a municipality that says nothing else treats its zaken: its own people may read them.
const GEWOON: &str = "zaakvertrouwelijk";

/// One layer of settings, or all of them together.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Settings {
    /// The number of the municipality in the register of organisations.
    pub rsin: Option<String>,
    /// That of who answers for the zaken, when it is another.
    pub verantwoordelijke_organisatie: Option<String>,
    /// The type of every zaak.
    pub zaaktype: Option<String>,
    /// How confidential every zaak is.
    pub vertrouwelijkheidaanduiding: Option<String>,
    /// By status or phase, and `einde`.
    pub statustypen: BTreeMap<String, String>,
    /// By end status or phase.
    pub resultaattypen: BTreeMap<String, Resultaattypen>,
    /// By kind of party.
    pub roltypen: BTreeMap<String, Roltypen>,
    /// By kind of decision.
    pub besluittypen: BTreeMap<String, String>,
    /// Codes of departments and areas, by name.
    pub eenheden: BTreeMap<String, String>,
    /// The Zaken API to which is passed on; without it zaken are only read from here.
    pub zaken_api: Option<String>,
    /// The Besluiten API beside it.
    pub besluiten_api: Option<String>,
    /// As whom.
    pub client_id: Option<String>,
    /// With which secret.
    pub geheim: Option<String>,
}

/// A type of result in the settings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Resultaattypen {
    /// Its address.
    pub url: String,
    /// What becomes of the dossier.
    pub archiefnominatie: Option<String>,
    /// How long after its end, as `P10Y`.
    pub archiefactietermijn: Option<String>,
}

/// A type of role in the settings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Roltypen {
    /// Its address.
    pub url: String,
    /// What the Catalogi API calls it.
    pub omschrijving: String,
    /// What it comes to in general.
    pub omschrijving_generiek: String,
}

/// What follows from the settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Zgw {
    /// The types.
    pub catalogus: Catalogus,
    /// To whom is passed on, if to anybody.
    pub doorgeven: Option<Doorgeven>,
}

/// To whom is passed on.
#[derive(Clone, PartialEq, Eq)]
pub struct Doorgeven {
    /// The Zaken API, with a `/` at the end.
    pub zaken: String,
    /// The Besluiten API, likewise; there is one when there are besluittypen.
    pub besluiten: Option<String>,
    /// As whom.
    pub client_id: String,
    /// With which secret.
    pub geheim: String,
}

impl std::fmt::Debug for Doorgeven {
    // Never the secret: debug output ends up in log files.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Doorgeven")
            .field("zaken", &self.zaken)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

impl Settings {
    /// From variables of the environment: only the secret, which does not belong in a file that others read.
    pub fn from_environment(look_up: impl Fn(&str) -> Option<String>) -> Self {
        Self { geheim: look_up("WIJKSPOOR_ZGW_GEHEIM"), ..Self::default() }
    }

    /// These, with another layer where these say nothing.
    #[must_use]
    pub fn or(self, lower: Self) -> Self {
        fn een<T>(boven: BTreeMap<String, T>, onder: BTreeMap<String, T>) -> BTreeMap<String, T> {
            if boven.is_empty() { onder } else { boven }
        }
        Self {
            rsin: self.rsin.or(lower.rsin),
            verantwoordelijke_organisatie: self
                .verantwoordelijke_organisatie
                .or(lower.verantwoordelijke_organisatie),
            zaaktype: self.zaaktype.or(lower.zaaktype),
            vertrouwelijkheidaanduiding: self
                .vertrouwelijkheidaanduiding
                .or(lower.vertrouwelijkheidaanduiding),
            statustypen: een(self.statustypen, lower.statustypen),
            resultaattypen: een(self.resultaattypen, lower.resultaattypen),
            roltypen: een(self.roltypen, lower.roltypen),
            besluittypen: een(self.besluittypen, lower.besluittypen),
            eenheden: een(self.eenheden, lower.eenheden),
            zaken_api: self.zaken_api.or(lower.zaken_api),
            besluiten_api: self.besluiten_api.or(lower.besluiten_api),
            client_id: self.client_id.or(lower.client_id),
            geheim: self.geheim.or(lower.geheim),
        }
    }

    /// What follows from them, for these definitions; nothing when nothing is said. A secret alone is nothing.
    ///
    /// # Errors
    /// All that is wrong, in Dutch, a line each.
    pub fn zgw(&self, werkstromen: &Werkstromen, toegestaan: &Toegestaan) -> Result<Option<Zgw>, String> {
        if (Self { geheim: None, ..self.clone() }) == Self::default() {
            return Ok(None);
        }
        let mut fouten = Fouten::default();
        let catalogus = self.catalogus(&mut fouten);
        let doorgeven = self.doorgeven(&mut fouten, toegestaan);
        fouten.0.extend(catalogus.controleer(werkstromen).err().into_iter().flatten());
        match fouten.0.as_slice() {
            [] => Ok(Some(Zgw { catalogus, doorgeven })),
            fouten => Err(format!("zgw: {} (docs/zgw.md heeft een voorbeeld)", fouten.join("; "))),
        }
    }

    fn catalogus(&self, fouten: &mut Fouten) -> Catalogus {
        let bronorganisatie = fouten.rsin("rsin", self.rsin.as_deref());
        let ander = self.verantwoordelijke_organisatie.as_deref();
        let verantwoordelijk = match ander {
            Some(_) => fouten.rsin("verantwoordelijke-organisatie", ander),
            None => bronorganisatie.clone(),
        };
        let vertrouwelijkheid = self.vertrouwelijkheidaanduiding.as_deref().unwrap_or(GEWOON);
        fouten.een_van("vertrouwelijkheidaanduiding", vertrouwelijkheid, &VERTROUWELIJKHEID);
        let resultaattypen = self.resultaattypen.iter().map(|(naam, r)| {
            let plek = format!("resultaattypen.{naam}");
            let url = fouten.url(&format!("{plek}.url"), &r.url, URL);
            (naam.clone(), Resultaattype { url, archief: r.archief(&plek, fouten) })
        });
        let resultaattypen = resultaattypen.collect();
        let statustypen = self.statustypen.iter();
        let statustypen = statustypen
            .map(|(naam, url)| (naam.clone(), fouten.url(&format!("statustypen.{naam}"), url, URL)))
            .collect();
        Catalogus {
            bronorganisatie,
            verantwoordelijk,
            zaaktype: match &self.zaaktype {
                Some(url) => fouten.url("zaaktype", url, URL),
                None => fouten.mist("zaaktype ontbreekt: de URL van het zaaktype in de Catalogi API"),
            },
            vertrouwelijkheid: vertrouwelijkheid.to_owned(),
            statustypen,
            resultaattypen,
            roltypen: self.roltypen(fouten),
            besluittypen: self.besluittypen(fouten),
            eenheden: self.eenheden(fouten),
        }
    }

    fn roltypen(&self, fouten: &mut Fouten) -> BTreeMap<Betrokkene, Roltype> {
        let mut roltypen = BTreeMap::new();
        for (naam, rol) in &self.roltypen {
            let plek = format!("roltypen.{naam}");
            let Some(betrokkene) = Betrokkene::van_code(naam) else {
                fouten.een_van("roltypen", naam, Betrokkene::CODES);
                continue;
            };
            fouten.een_van(&format!("{plek}.omschrijving-generiek"), &rol.omschrijving_generiek, &ROLLEN);
            let url = fouten.url(&format!("{plek}.url"), &rol.url, URL);
            let (omschrijving, generiek) = (rol.omschrijving.clone(), rol.omschrijving_generiek.clone());
            roltypen.insert(betrokkene, Roltype { url, omschrijving, generiek });
        }
        roltypen
    }

    fn besluittypen(&self, fouten: &mut Fouten) -> BTreeMap<Besluitsoort, String> {
        let mut besluittypen = BTreeMap::new();
        for (naam, url) in &self.besluittypen {
            let url = fouten.url(&format!("besluittypen.{naam}"), url, URL_BESLUIT);
            match Besluitsoort::van_code(naam) {
                Some(soort) => drop(besluittypen.insert(soort, url)),
                None => fouten.een_van("besluittypen", naam, Besluitsoort::CODES),
            }
        }
        besluittypen
    }

    fn eenheden(&self, fouten: &mut Fouten) -> BTreeMap<String, String> {
        for (naam, code) in &self.eenheden {
            if code.is_empty() || code.chars().count() > EENHEID {
                fouten.0.push(format!("eenheden.{naam:?}: {code:?} moet 1 tot en met {EENHEID} tekens zijn"));
            }
        }
        self.eenheden.clone()
    }

    fn doorgeven(&self, fouten: &mut Fouten, toegestaan: &Toegestaan) -> Option<Doorgeven> {
        let mut adres = |naam: &str, url: &str| match toegestaan.controleer(url) {
            Ok(url) if url.query().is_none() => format!("{}/", url.as_str().trim_end_matches('/')),
            Ok(_) => fouten.mist(format!("{naam} {url:?} mag geen ? bevatten")),
            Err(waarom) => fouten.mist(format!("{naam} {url:?} {waarom}")),
        };
        let zaken = adres("zaken-api", self.zaken_api.as_deref()?);
        let besluiten = self.besluiten_api.as_deref().map(|url| adres("besluiten-api", url));
        if besluiten.is_none() && !self.besluittypen.is_empty() {
            fouten
                .0
                .push("besluiten-api ontbreekt: er zijn besluittypen, dus gaan er besluiten heen".to_owned());
        }
        let mut nodig = |naam: &str, waarde: Option<&String>| {
            let waarde = waarde.filter(|waarde| !waarde.trim().is_empty()).cloned();
            waarde.unwrap_or_else(|| fouten.mist(format!("{naam} ontbreekt")))
        };
        let client_id = nodig("client-id", self.client_id.as_ref());
        let geheim = nodig("het geheim (omgeving: WIJKSPOOR_ZGW_GEHEIM)", self.geheim.as_ref());
        Some(Doorgeven { zaken, besluiten, client_id, geheim })
    }
}

impl Resultaattypen {
    /// What becomes of a dossier after it.
    fn archief(&self, plek: &str, fouten: &mut Fouten) -> Option<Archief> {
        let termijn = self.archiefactietermijn.as_deref().and_then(|tekst| {
            let span = tekst.parse::<Span>().ok().filter(|span| tekst.starts_with('P') && span.is_positive());
            if span.is_none() {
                fouten.0.push(format!(
                    "{plek}.archiefactietermijn {tekst:?} is geen termijn; schrijf bijvoorbeeld P10Y"
                ));
            }
            span.map(Span::fieldwise)
        });
        let Some(nominatie) = self.archiefnominatie.clone() else {
            if self.archiefactietermijn.is_some() {
                fouten
                    .0
                    .push(format!("{plek}.archiefnominatie ontbreekt: er is wel een archiefactietermijn"));
            }
            return None;
        };
        fouten.een_van(&format!("{plek}.archiefnominatie"), &nominatie, &ARCHIEFNOMINATIE);
        if nominatie == "vernietigen" && self.archiefactietermijn.is_none() {
            fouten.0.push(format!("{plek}.archiefactietermijn ontbreekt: wanneer wordt er vernietigd?"));
        }
        Some(Archief { nominatie, termijn })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The example of the documentation.
    pub(crate) fn voorbeeld() -> Settings {
        #[derive(Deserialize)]
        struct Bestand {
            zgw: Settings,
        }
        let tekst = include_str!("../../../docs/voorbeelden/zgw.toml");
        toml::from_str::<Bestand>(tekst).unwrap().zgw
    }

    pub(crate) fn catalogus() -> Catalogus {
        let werkstromen = Werkstromen::standaard().unwrap();
        voorbeeld().zgw(&werkstromen, &Toegestaan::default()).unwrap().unwrap().catalogus
    }

    #[test]
    fn nothing_is_nothing_and_the_example_is_whole() {
        let (werkstromen, toegestaan) = (Werkstromen::standaard().unwrap(), Toegestaan::default());
        let geheim = |naam: &str| (naam == "WIJKSPOOR_ZGW_GEHEIM").then(|| "g".to_owned());
        let alleen_geheim = Settings::from_environment(geheim);
        assert_eq!(alleen_geheim.zgw(&werkstromen, &toegestaan), Ok(None));
        let lezen = voorbeeld().zgw(&werkstromen, &toegestaan).unwrap().unwrap();
        assert_eq!(lezen.doorgeven, None);
        let mut door = alleen_geheim.or(voorbeeld());
        door.zaken_api = Some("https://zaken.example/zaken/api/v1".to_owned());
        door.besluiten_api = Some("https://zaken.example/besluiten/api/v1/".to_owned());
        door.client_id = Some("wijkspoor".to_owned());
        let door = door.zgw(&werkstromen, &toegestaan).unwrap().unwrap().doorgeven.unwrap();
        assert_eq!(door.zaken, "https://zaken.example/zaken/api/v1/");
        assert!(!format!("{door:?}").contains("geheim"));
    }

    #[test]
    fn all_that_is_wrong_is_named_together() {
        let mut fout = voorbeeld();
        fout.rsin = Some("123456789".to_owned());
        fout.zaaktype = Some("zaaktype".to_owned());
        fout.vertrouwelijkheidaanduiding = Some("gemiddeld".to_owned());
        fout.statustypen.remove("tlo");
        fout.statustypen.insert("uitvoering".to_owned(), fout.statustypen["einde"].clone());
        fout.resultaattypen.remove("ingetrokken");
        fout.besluittypen.insert("gunning".to_owned(), "https://a.example/".to_owned());
        fout.roltypen.insert("baas".to_owned(), fout.roltypen["tlo"].clone());
        fout.eenheden.insert("Groen".to_owned(), "x".repeat(25));
        fout.zaken_api = Some("http://127.0.0.1/".to_owned());
        let tekst = fout.zgw(&Werkstromen::standaard().unwrap(), &Toegestaan::default()).unwrap_err();
        for deel in [
            "\"123456789\" is geen RSIN",
            "zaaktype \"zaaktype\" is geen volledig adres",
            "\"gemiddeld\" kan niet; kies uit openbaar",
            "geen statustype voor de status in_behandeling_tlo: geef statustypen.in_behandeling_tlo of statustypen.tlo",
            "statustypen.uitvoering is dezelfde als statustypen.einde",
            "geen resultaattype voor de eindstatus ingetrokken",
            "besluittypen: \"gunning\" kan niet",
            "roltypen: \"baas\" kan niet; kies uit tlo, afdeling, partner",
            "eenheden.\"Groen\"",
            "zaken-api \"http://127.0.0.1/\" moet met https:// beginnen",
            "besluiten-api ontbreekt",
            "client-id ontbreekt",
            "WIJKSPOOR_ZGW_GEHEIM",
        ] {
            assert!(tekst.contains(deel), "{deel}: {tekst}");
        }
    }
}
