//! A case that is being played in memory: gives commands, keeps them, and knows by whom and on what ground.

use super::bestand::{Casus, Regel};
use super::plan::Stap;
use super::woorden::{genoemd, naam, rol_van};
use jiff::Timestamp;
use std::collections::BTreeMap;
use uuid::Uuid;
use wijkspoor_domain::initiatief::handeling::Dossierhandeling;
use wijkspoor_domain::initiatief::{Commando, Context, Handeling, Toestand, Weigering};
use wijkspoor_domain::werkstroom::{Fase, Werkstroom};
use wijkspoor_domain::{Actor, Gevoelig, Herkomst, Initiatief, Moment, Naam, Nauwkeurigheid, Opzet, Rol};
use wijkspoor_store::stable_id;

/// On what a command rests.
#[derive(Clone, Copy)]
pub(super) enum Bron<'a> {
    /// An entry says so, with its date.
    Regel(&'a Regel),
    /// The case says so beside its timeline, under this key; `false` when it is a judgement of who made the file.
    Gegeven(&'a str, bool),
    /// Nothing says so, but it must have happened; with the reason.
    Afgeleid(&'a str),
}

/// A case being played.
pub(super) struct Speler<'a> {
    pub(super) casus: &'a Casus,
    pub(super) statusovergang: &'a BTreeMap<String, String>,
    pub(super) werkstroom: &'a Werkstroom,
    /// Whether entries may move the initiative; else they only add to the dossier.
    pub(super) beweegt: bool,
    opzet: &'a Opzet,
    initiatief: Initiatief,
    id: Uuid,
    /// The time of the clock: never goes back, whatever the order of the dates.
    klok: Timestamp,
    /// The moment of the present entry.
    moment: Moment,
    stappen: Vec<Stap>,
}

impl<'a> Speler<'a> {
    pub(super) fn new(
        casus: &'a Casus,
        statusovergang: &'a BTreeMap<String, String>,
        opzet: &'a Opzet,
        werkstroom: &'a Werkstroom,
        start: Moment,
        beweegt: bool,
    ) -> Self {
        Self {
            casus,
            statusovergang,
            werkstroom,
            beweegt,
            opzet,
            initiatief: Initiatief::default(),
            id: stable_id(&["initiatief", &casus.id]),
            klok: start.op,
            moment: start,
            stappen: Vec::new(),
        }
    }

    /// On to the moment of the next entry.
    pub(super) fn ga_door_tot(&mut self, moment: Moment) {
        self.moment = moment;
        self.klok = self.klok.max(moment.op);
    }

    pub(super) fn moment(&self) -> Moment {
        self.moment
    }

    pub(super) fn stappen(self) -> Vec<Stap> {
        self.stappen
    }

    pub(super) fn toestand(&self) -> Result<&Toestand, Weigering> {
        self.initiatief.toestand().ok_or(Weigering::BestaatNiet)
    }

    pub(super) fn fase(&self) -> Result<Option<Fase>, Weigering> {
        Ok(self.werkstroom.status(&self.toestand()?.status).map(|s| s.fase))
    }

    /// The status that was left for the present one.
    pub(super) fn vorige_status(&self, status: &str) -> Option<String> {
        self.initiatief.toestand()?.herkomst.get(status).cloned()
    }

    /// Gives a command.
    pub(super) fn doe(&mut self, handeling: Handeling, actor: Actor, bron: Bron) -> Result<(), Weigering> {
        let plaatsgevonden = match bron {
            Bron::Regel(_) => self.moment,
            // Somewhere near; only the order is meant.
            _ => Moment { op: self.moment.op, nauwkeurigheid: Nauwkeurigheid::Onbekend },
        };
        let commando = Commando { context: Context { actor, nu: self.klok, plaatsgevonden }, handeling };
        let gebeurtenissen = self.initiatief.beslis(&commando, self.opzet)?;
        gebeurtenissen.iter().for_each(|g| self.initiatief.pas_toe(g));
        self.stappen.push(Stap { initiatief: self.id, herkomst: self.herkomst(bron), commando });
        Ok(())
    }

    fn herkomst(&self, bron: Bron) -> Herkomst {
        let leeg = Herkomst {
            casus: self.casus.id.clone(),
            volgnr: None,
            soort: None,
            partij: None,
            omschrijving: None,
            datum_in_bron: None,
            rij: None,
            bronregel: None,
            feitelijk: false,
        };
        match bron {
            Bron::Regel(regel) => Herkomst {
                volgnr: Some(regel.volgnr),
                soort: Some(regel.soort.clone()),
                partij: regel.partij.as_deref().map(Gevoelig::new),
                omschrijving: regel.omschrijving.as_deref().map(Gevoelig::new),
                datum_in_bron: regel.datum_in_bron.clone(),
                bronregel: regel.bronregel,
                feitelijk: regel.feitelijk,
                ..leeg
            },
            Bron::Gegeven(soort, feitelijk) => Herkomst { soort: Some(soort.to_owned()), feitelijk, ..leeg },
            Bron::Afgeleid(waarom) => Herkomst { omschrijving: Some(Gevoelig::new(waarom)), ..leeg },
        }
    }

    /// An id for an order or decision of this case.
    pub(super) fn nieuw_id(&self, deel: &str) -> Uuid {
        stable_id(&["deel", &self.casus.id, &self.stappen.len().to_string(), deel])
    }

    pub(super) fn tlo(&self) -> Actor {
        self.met_rol(Rol::Tlo)
    }

    pub(super) fn afdeling(&self, afdeling: &Naam) -> Actor {
        Actor { afdeling: Some(afdeling.clone()), ..self.met_rol(Rol::Afdeling) }
    }

    pub(super) fn met_rol(&self, rol: Rol) -> Actor {
        let gebied = self.initiatief.toestand().filter(|_| rol == Rol::Tlo).map(|t| t.gebied.clone());
        Actor { id: format!("demo-{rol}"), rol, gebied, afdeling: None }
    }

    /// Who decided, as far as the party of an entry says: college or council, management, a department with an order,
    /// else the TLO.
    pub(super) fn beslisser(&self, regel: &Regel) -> Actor {
        let partij = regel.partij.as_deref().unwrap_or_default();
        let opdrachten = self.initiatief.toestand().map(|t| &t.opdrachten);
        let heeft = |a: &Naam| opdrachten.is_some_and(|o| o.values().any(|o| o.afdeling == *a));
        match rol_van(partij) {
            Some(rol) => self.met_rol(rol),
            None => match genoemd(&self.casus.afdelingen, partij).into_iter().find(heeft) {
                Some(afdeling) => self.afdeling(&afdeling),
                None => self.tlo(),
            },
        }
    }

    /// The decision in force that was taken last.
    pub(super) fn laatste_besluit(&self) -> Option<Uuid> {
        let geldend = &self.initiatief.toestand()?.besluiten;
        let mut genomen = self.stappen.iter().rev().filter_map(|stap| match &stap.commando.handeling {
            Handeling::NeemBesluit(besluit) => Some(besluit.id),
            Handeling::VoerOvergangUit(overgang) => overgang.besluit.as_ref().map(|b| b.id),
            _ => None,
        });
        genomen.find(|id| geldend.contains_key(id))
    }

    /// Notes an entry under its own kind.
    pub(super) fn noteer_regel(&mut self, regel: &Regel) -> Result<(), Weigering> {
        let mut tekst = regel.omschrijving.clone().unwrap_or_else(|| regel.soort.clone());
        // What was meant for a fact that it did not become.
        regel.velden.iter().for_each(|(veld, waarde)| tekst += &format!("; {veld}: {waarde}"));
        self.noteer(&regel.soort, &tekst, regel.partij.as_deref(), Bron::Regel(regel))
    }

    pub(super) fn noteer(
        &mut self,
        soort: &str,
        tekst: &str,
        partij: Option<&str>,
        bron: Bron,
    ) -> Result<(), Weigering> {
        let tekst = [tekst, soort, "-"].into_iter().find(|t| !t.trim().is_empty()).unwrap_or("-");
        let (soort, tekst, partij) = (naam(soort), Gevoelig::new(tekst), partij.map(Gevoelig::new));
        self.doe(Handeling::Dossier(Dossierhandeling::Noteer { soort, tekst, partij }), self.tlo(), bron)
    }
}
