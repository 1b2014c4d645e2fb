//! The submission of a case, and what the case says of itself beside its timeline.

use super::bestand::Regel;
use super::speler::{Bron, Speler};
use super::woorden::naam;
use serde_json::{Map, Value as Json};
use wijkspoor_domain::initiatief::gebeurtenis::Categorie;
use wijkspoor_domain::initiatief::handeling::{Dossierhandeling, Indiening};
use wijkspoor_domain::initiatief::{Handeling, Weigering};
use wijkspoor_domain::werkstroom::STANDAARDCODE;
use wijkspoor_domain::{Gevoelig, Rol};

/// What the interface takes (api-spec): characters of a line, lines of a list. What is longer is kept whole in a note.
const MAX_REGEL: usize = 200;
const MAX_LIJST: usize = 50;
/// What who made the file thinks, rather than what the source says.
const OORDELEN: &[&str] = &["categorie_reden", "categorie_alternatief", "gebied_herkomst", "onzekerheden"];

impl Speler<'_> {
    /// Submits, at the entry that says so, and records what the case says of itself.
    pub(super) fn dien_in(&mut self, regel: Option<&Regel>) -> Result<(), Weigering> {
        let casus = self.casus;
        let eerste = regel.or(casus.gebeurtenissen.first());
        let omschrijving = eerste.and_then(|r| r.omschrijving.as_deref()).unwrap_or(&casus.naam);
        let categorie = casus.categorie.as_deref().and_then(Categorie::van_code);
        let titel = Some(kort(&casus.naam)).filter(|t| !t.is_empty());
        let indiening = Indiening {
            werkstroom: Some(STANDAARDCODE.to_owned()),
            titel: Gevoelig::new(titel.unwrap_or_else(|| "Zonder naam".to_owned())),
            omschrijving: Gevoelig::new(omschrijving),
            gebied: naam(&casus.gebied),
            wijken: casus.wijken.iter().take(MAX_LIJST).map(|w| naam(w)).collect(),
            thema: naam(&casus.thema),
            oorsprong: naam(&casus.oorsprong),
            categorie,
            initiatiefnemers: (casus.initiatiefnemers.iter())
                .take(MAX_LIJST)
                .map(|i| Gevoelig::new(kort(i)))
                .collect(),
            contact: None,
            kenmerk: Some(naam(&casus.id)),
        };
        let bron = regel.map_or(Bron::Afgeleid("De bron noemt geen indiening."), Bron::Regel);
        self.doe(Handeling::DienIn(indiening), self.met_rol(Rol::Initiatiefnemer), bron)?;
        for partner in casus.partners.iter().map(|p| naam(p)) {
            if !self.toestand()?.partners.contains(&partner) {
                let handeling = Dossierhandeling::VoegPartnerToe { partner, bijdrage: None };
                self.doe(Handeling::Dossier(handeling), self.tlo(), Bron::Gegeven("partners", true))?;
            }
        }
        let gegevens = self.zonder_plaats(categorie.is_none());
        self.noteer_alles(&gegevens, |soort| Bron::Gegeven(soort, !OORDELEN.contains(&soort)))
    }

    /// What an entry says beside what has a place of its own.
    pub(super) fn overig(&mut self, regel: &Regel) -> Result<(), Weigering> {
        self.noteer_alles(&regel.overig, |_| Bron::Regel(regel))
    }

    /// What the case says that has no place of its own, or does not fit in it whole.
    fn zonder_plaats(&self, categorie_onbekend: bool) -> Map<String, Json> {
        let casus = self.casus;
        let mut gegevens = casus.overig.clone();
        let mut bewaar = |soort: &str, waarde: Json| {
            // What stands there already is the list as the file has it.
            gegevens.entry(soort).or_insert(waarde);
        };
        for (soort, waarde) in [
            ("id", &casus.id),
            ("naam", &casus.naam),
            ("gebied", &casus.gebied),
            ("thema", &casus.thema),
            ("oorsprong", &casus.oorsprong),
        ] {
            if !past(waarde) {
                bewaar(soort, Json::from(waarde.clone()));
            }
        }
        for (soort, lijst, max) in [
            ("wijken", &casus.wijken, MAX_LIJST),
            ("initiatiefnemers", &casus.initiatiefnemers, MAX_LIJST),
            ("partners", &casus.partners, usize::MAX),
        ] {
            if lijst.len() > max || !lijst.iter().all(|n| past(n)) {
                bewaar(soort, Json::from(lijst.clone()));
            }
        }
        if !casus.afdelingen.is_empty() {
            bewaar("afdelingen", Json::from(casus.afdelingen.clone()));
        }
        if let Some(onbekend) = casus.categorie.as_ref().filter(|_| categorie_onbekend) {
            bewaar("categorie", Json::from(onbekend.clone()));
        }
        gegevens
    }

    /// Notes under their own names; a list of objects becomes a note each.
    fn noteer_alles<'b>(
        &mut self,
        gegevens: &'b Map<String, Json>,
        bron: impl Fn(&'b str) -> Bron<'b>,
    ) -> Result<(), Weigering> {
        for (soort, waarde) in gegevens {
            match waarde.as_array() {
                Some(lijst) if lijst.iter().any(Json::is_object) => {
                    for een in lijst {
                        self.noteer(soort, &in_woorden(een), None, bron(soort))?;
                    }
                }
                _ => self.noteer(soort, &in_woorden(waarde), None, bron(soort))?,
            }
        }
        Ok(())
    }
}

/// One line of at most so many characters.
fn kort(tekst: &str) -> String {
    let schoon = tekst.trim().chars().map(|c| if c.is_control() { ' ' } else { c });
    schoon.take(MAX_REGEL).collect::<String>().trim().to_owned()
}

fn past(tekst: &str) -> bool {
    tekst.trim() == kort(tekst)
}

/// A value of the file for people: nothing is lost but the brackets.
fn in_woorden(json: &Json) -> String {
    match json {
        Json::Null => "niet vermeld".to_owned(),
        Json::String(tekst) => tekst.clone(),
        Json::Array(lijst) => {
            let tussen = if lijst.iter().any(Json::is_string) { "\n" } else { ", " };
            lijst.iter().map(in_woorden).collect::<Vec<_>>().join(tussen)
        }
        Json::Object(map) => {
            map.iter().map(|(k, v)| format!("{k}: {}", in_woorden(v))).collect::<Vec<_>>().join("; ")
        }
        anders => anders.to_string(),
    }
}
