//! What a municipality has in its Catalogi API, and how that fits what happens here. A [`Catalogus`] that exists has a type
//! for everything for which ZGW demands one.

use jiff::{SpanFieldwise, civil::Date};
use std::collections::BTreeMap;
use wijkspoor_domain::codes;
use wijkspoor_domain::initiatief::gebeurtenis::{Besluitsoort, Hoedanigheid};
use wijkspoor_domain::werkstroom::{Status, Werkstromen};

/// Under which name the one statustype is found that ends a zaak.
pub const EINDE: &str = "einde";
/// How confidential a zaak can be, from open to secret (zrc, `VertrouwelijkheidaanduidingEnum`).
pub const VERTROUWELIJKHEID: [&str; 8] = [
    "openbaar",
    "beperkt_openbaar",
    "intern",
    "zaakvertrouwelijk",
    "vertrouwelijk",
    "confidentieel",
    "geheim",
    "zeer_geheim",
];
/// What becomes of the dossier of a zaak (zrc, `ArchiefnominatieEnum`).
pub const ARCHIEFNOMINATIE: [&str; 2] = ["blijvend_bewaren", "vernietigen"];
/// What a role comes to in general (ztc, `omschrijvingGeneriek`).
pub const ROLLEN: [&str; 8] = [
    "adviseur",
    "behandelaar",
    "belanghebbende",
    "beslisser",
    "initiator",
    "klantcontacter",
    "zaakcoordinator",
    "mede_initiator",
];

/// The types of a municipality.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogus {
    /// The organisation that makes the zaak.
    pub bronorganisatie: String,
    /// The organisation that answers for it.
    pub verantwoordelijk: String,
    /// The type of every zaak.
    pub zaaktype: String,
    /// How confidential every zaak is; one of [`VERTROUWELIJKHEID`].
    pub vertrouwelijkheid: String,
    /// By status, by phase, or [`EINDE`].
    pub(crate) statustypen: BTreeMap<String, String>,
    /// By status or phase in which it ends.
    pub(crate) resultaattypen: BTreeMap<String, Resultaattype>,
    /// By kind of party; of a kind that is not in it no roles are made.
    pub(crate) roltypen: BTreeMap<Betrokkene, Roltype>,
    /// By kind of decision; a kind that is not in it is no besluit for ZGW.
    pub(crate) besluittypen: BTreeMap<Besluitsoort, String>,
    /// The municipality's own codes of departments and areas, by name.
    pub(crate) eenheden: BTreeMap<String, String>,
}

codes! {
    /// The kinds of party of which a role is made.
    Betrokkene {
        /// The team of an area.
        Tlo = "tlo",
        /// A department that got an order.
        Afdeling = "afdeling",
        /// A partner in the city.
        Partner = "partner",
    }
}

/// A type of result, and what becomes of the dossier after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Resultaattype {
    /// Its address in the Catalogi API.
    pub url: String,
    /// What becomes of the dossier, and how long after its end.
    pub archief: Option<Archief>,
}

/// What becomes of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archief {
    /// One of [`ARCHIEFNOMINATIE`].
    pub nominatie: String,
    /// How long after its end.
    pub termijn: Option<SpanFieldwise>,
}

impl Archief {
    /// The day on which that is, for a zaak that ended on this one.
    pub fn actiedatum(&self, einde: Date) -> Option<Date> {
        einde.checked_add(self.termijn?.0).ok()
    }
}

/// A type of role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roltype {
    /// Its address in the Catalogi API.
    pub url: String,
    /// What the Catalogi API calls it.
    pub omschrijving: String,
    /// What it comes to in general; one of [`ROLLEN`].
    pub generiek: String,
}

impl Catalogus {
    /// The type of a status. There is one for every status of every definition that was checked.
    pub fn statustype(&self, status: &Status) -> Option<&str> {
        let eigen = match status.fase.is_einde() {
            true => self.statustypen.get(EINDE),
            false => self.statustypen.get(&status.code).or_else(|| self.statustypen.get(status.fase.code())),
        };
        eigen.map(String::as_str)
    }

    /// The type of the result of an end status.
    pub fn resultaattype(&self, status: &Status) -> Option<&Resultaattype> {
        self.resultaattypen.get(&status.code).or_else(|| self.resultaattypen.get(status.fase.code()))
    }

    /// The type of a decision.
    pub fn besluittype(&self, soort: Besluitsoort) -> Option<&str> {
        self.besluittypen.get(&soort).map(String::as_str)
    }

    /// The kinds of decision that are besluiten for ZGW.
    pub fn besluitsoorten(&self) -> impl Iterator<Item = Besluitsoort> {
        self.besluittypen.keys().copied()
    }

    /// What is lacking for these definitions, all of it together.
    ///
    /// # Errors
    /// What is lacking, in Dutch, a line each.
    pub fn controleer(&self, werkstromen: &Werkstromen) -> Result<(), Vec<String>> {
        let mut fouten: Vec<String> =
            werkstromen.iter().flat_map(|w| &w.statussen).filter_map(|s| self.mist(s)).collect();
        let einde = self.statustypen.get(EINDE);
        for (naam, url) in &self.statustypen {
            if naam != EINDE && Some(url) == einde {
                fouten.push(format!(
                    "statustypen.{naam} is dezelfde als statustypen.einde: die sluit een zaak, en {naam} doet dat niet"
                ));
            }
        }
        fouten.sort();
        fouten.dedup();
        if fouten.is_empty() { Ok(()) } else { Err(fouten) }
    }

    fn mist(&self, status: &Status) -> Option<String> {
        let (code, fase) = (&status.code, status.fase.code());
        let geef = |lijst: &str| match code == fase {
            true => format!("geef {lijst}.{code}"),
            false => format!("geef {lijst}.{code} of {lijst}.{fase}"),
        };
        let einde = status.fase.is_einde();
        if self.statustype(status).is_none() {
            return Some(match einde {
                true => "statustypen.einde ontbreekt: het statustype dat een zaak sluit".to_owned(),
                false => format!("er is geen statustype voor de status {code}: {}", geef("statustypen")),
            });
        }
        let zonder = einde && self.resultaattype(status).is_none();
        zonder.then(|| {
            format!("er is geen resultaattype voor de eindstatus {code}: {}", geef("resultaattypen"))
        })
    }
}

/// The body of the municipality that decides in a capacity, where that is one of the law.
pub(crate) fn bestuursorgaan(hoedanigheid: Hoedanigheid) -> Option<&'static str> {
    match hoedanigheid {
        Hoedanigheid::College | Hoedanigheid::Wethouder | Hoedanigheid::Wijkwethouder => {
            Some("College van burgemeester en wethouders")
        }
        Hoedanigheid::Raad => Some("Gemeenteraad"),
        Hoedanigheid::Concerndirectie
        | Hoedanigheid::Afdelingshoofd
        | Hoedanigheid::Wijkmanager
        | Hoedanigheid::Anders => None,
    }
}
