//! A timeline as lines of text.

use crate::uitvoer::kort;
use serde_json::Value as Json;
use std::collections::HashMap;
use wijkspoor_api::reads::dossiers::Dossier;
use wijkspoor_api::reads::tijdlijn::Stap;
use wijkspoor_domain::gevoelig::GEVOELIG;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::upcast::StoredEvent;
use wijkspoor_domain::werkstroom::{Werkstromen, Werkstroom, WerkstroomRef};

const BREEDTE: usize = 160;
/// Where events keep what they say, the fullest first.
const TEKSTEN: &[&str] = &[
    "bericht",
    "tekst",
    "vraag",
    "geschilpunt",
    "resultaat",
    "toelichting",
    "motivering",
    "omschrijving",
    "partner",
    "kartrekker",
    "behandelaar",
];

/// Tells a timeline, and remembers which order went to whom.
pub struct Tijdlijn<'a> {
    werkstroom: Option<&'a Werkstroom>,
    afdelingen: HashMap<String, String>,
}

impl<'a> Tijdlijn<'a> {
    /// Of this initiative.
    pub fn new(dossier: &Dossier, werkstromen: &'a Werkstromen) -> Self {
        let (code, versie) = dossier.werkstroom.clone();
        let r = WerkstroomRef { code, versie: u32::try_from(versie).unwrap_or_default() };
        Self { werkstroom: werkstromen.zoek(&r), afdelingen: HashMap::new() }
    }

    /// One step: when, what, where it led and what was said.
    pub fn regel(&mut self, stap: &Stap) -> String {
        let event = &stap.feit.event;
        // What cannot be written as JSON was never in the log.
        let inhoud = event.inhoud().unwrap_or_default();
        let herkomst = stap.feit.metadata.herkomst.as_ref();
        let bron = herkomst.and_then(|h| h.omschrijving.as_ref()).and_then(|o| o.tekst());
        let tekst = bron.map(str::to_owned).or_else(|| gezegd(&inhoud)).unwrap_or_default();
        let waarheen = self.waarheen(event);
        let merk = match herkomst {
            // A derived step says so itself.
            Some(h) if !h.feitelijk && !tekst.starts_with("Afgelei") => "[niet in de bron] ",
            _ => "",
        };
        format!(
            "  {:<10}  {:<46}  {}\n",
            stap.plaatsgevonden().in_woorden(),
            kort(&self.wat(event.soort(), &inhoud), 46),
            kort(&format!("{merk}{waarheen}{tekst}"), BREEDTE)
        )
    }

    /// The kind of event, with what it is about.
    fn wat(&mut self, soort: &str, inhoud: &Json) -> String {
        let veld = |naam: &str| inhoud.get(naam).and_then(Json::as_str);
        let over = match (veld("opdracht"), veld("afdeling")) {
            (Some(id), Some(afdeling)) => {
                self.afdelingen.insert(id.to_owned(), afdeling.to_owned());
                Some(afdeling)
            }
            (Some(id), None) => self.afdelingen.get(id).map(String::as_str),
            _ => ["soort", "oorzaak", "bij", "rol", "beleidskader"].iter().find_map(|naam| veld(naam)),
        };
        let naam = match soort {
            "notitie_toegevoegd" => "notitie".to_owned(),
            soort => soort.replace('_', " "),
        };
        over.map_or_else(|| naam.clone(), |over| format!("{naam}: {over}"))
    }

    /// Where a transition led.
    fn waarheen(&self, event: &Gebeurtenis) -> String {
        let Some(stap) = event.stap() else { return String::new() };
        let status =
            self.werkstroom.and_then(|w| w.status(&stap.naar)).map_or(&*stap.naar, |s| s.naam.as_str());
        format!("→ {status}. ")
    }
}

/// What an event says of itself.
fn gezegd(inhoud: &Json) -> Option<String> {
    let tekst = |json: &Json| match json {
        Json::String(tekst) => Some(tekst.clone()),
        Json::Object(map) => map.get(GEVOELIG).and_then(Json::as_str).map(str::to_owned),
        _ => None,
    };
    let zelf = TEKSTEN.iter().find_map(|naam| inhoud.get(naam).and_then(tekst));
    let zelf = zelf.or_else(|| inhoud.pointer("/stap/motivering").and_then(tekst));
    // A fact has fields of its own; its first text is what it is about.
    zelf.or_else(|| inhoud.as_object()?.values().filter(|json| json.is_object()).find_map(tekst))
}
