//! What was imported before, and whether the file still says the same.

use crate::kop::{DATUM, STAP};
use crate::melding::Melding;
use crate::regel::Regel;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::{Initiatief, Recorded};

/// What there is of an initiative already.
#[derive(Debug, Clone, PartialEq)]
pub enum Eerder {
    /// Nothing.
    Niets,
    /// What was imported of it, and what happened to it since.
    Ingevoerd(Box<Ingevoerd>),
    /// Another initiative has this key as its kenmerk: it came in another way.
    Elders(Uuid),
}

/// An initiative that was imported.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ingevoerd {
    /// As it stands.
    pub initiatief: Initiatief,
    /// The number of its events.
    pub versie: i64,
    /// Its rows by number, from 1, as they were; `None` when they were erased.
    pub rijen: BTreeMap<u32, Option<String>>,
}

impl Ingevoerd {
    /// From its events.
    pub fn van(gebeurtenissen: &[Recorded<Gebeurtenis>]) -> Self {
        let mut ingevoerd = Self::default();
        for gebeurtenis in gebeurtenissen {
            ingevoerd.initiatief.pas_toe(&gebeurtenis.event);
            ingevoerd.versie = gebeurtenis.sequence;
            let herkomst = gebeurtenis.metadata.herkomst.as_ref();
            if let Some((nummer, rij)) = herkomst.and_then(|h| Some((h.volgnr?, h.rij.as_ref()?))) {
                ingevoerd.rijen.insert(nummer, rij.tekst().map(str::to_owned));
            }
        }
        ingevoerd
    }
}

/// A row as it is kept.
pub(crate) fn bewaar(woorden: &BTreeMap<&'static str, String>) -> String {
    serde_json::to_string(woorden).unwrap_or_default()
}

/// What a row says otherwise than it did; nothing when it says the same, or when nobody can tell any more.
pub(crate) fn verschil(regel: &Regel, eerder: Option<&str>) -> Option<Melding> {
    let eerder = eerder.filter(|eerder| *eerder != bewaar(&regel.woorden))?;
    let was: BTreeMap<String, String> = serde_json::from_str(eerder).unwrap_or_default();
    let kolommen: BTreeSet<&str> =
        was.keys().map(String::as_str).chain(regel.woorden.keys().copied()).collect();
    let verschilt = |kolom: &&str| was.get(*kolom) != regel.woorden.get(*kolom);
    let anders: Vec<&str> = kolommen.into_iter().filter(verschilt).collect();
    // Whole other steps: the rows have shifted.
    let verschoven = anders.contains(&STAP);
    let kolom = if verschoven { STAP } else { anders.first().copied().unwrap_or(DATUM) };
    let wat = match verschoven {
        true => format!(
            "op deze plaats is eerder een andere regel ingevoerd: {}",
            was.get(STAP).map(String::as_str).unwrap_or_default()
        ),
        false => format!("deze regel is eerder ingevoerd met iets anders in: {}", anders.join(", ")),
    };
    let wel = "wat is ingevoerd verandert niet meer: zet terug wat er stond, en leg een verbetering of een vergeten stap vast als \
               nieuwe regel, onder de andere regels van dit initiatief";
    Some(regel.fout(kolom, wat, wel))
}
