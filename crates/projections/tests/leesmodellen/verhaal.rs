//! An initiative whose events are folded into read models, day by day.

use crate::common::*;
use crate::tabellen::{Rij, Tabellen};
use jiff::{SignedDuration, Timestamp};
use wijkspoor_domain::initiatief::handeling::*;
use wijkspoor_domain::initiatief::{Gebeurtenis, Toestand, Weigering};
use wijkspoor_domain::werkstroom::{Werkstromen, Werkstroom};
use wijkspoor_domain::{Actor, Initiatief, Metadata, Moment, Nauwkeurigheid, Opzet, Recorded};
use wijkspoor_projections::initiatief::tables::*;
use wijkspoor_projections::{Projection, Spoor, Table};

pub struct Verhaal {
    pub opzet: Opzet,
    pub initiatief: Initiatief,
    pub spoor: Spoor,
    pub tabellen: Tabellen,
    pub gebeurtenissen: Vec<Gebeurtenis>,
    /// When the next command happens.
    pub moment: Moment,
}

impl Verhaal {
    /// Submitted on day 0, under the default definition.
    pub fn ingediend() -> Self {
        Self::begin(Werkstromen::standaard().unwrap(), indiening())
    }

    pub fn begin(werkstromen: Werkstromen, indiening: Indiening) -> Self {
        let mut verhaal = Self {
            opzet: Opzet { werkstromen, ..Opzet::default() },
            initiatief: Initiatief::default(),
            spoor: Spoor::default(),
            tabellen: Tabellen::default(),
            gebeurtenissen: Vec::new(),
            moment: Moment::tijdstip(nu()),
        };
        verhaal.doe(indiener(), Handeling::DienIn(indiening)).unwrap();
        verhaal
    }

    /// Handed over on day 5, with orders 1, 2, … to these departments.
    pub fn bij_kern(afdelingen: &[&str]) -> Self {
        let opdrachten = (1..).zip(afdelingen).map(|(nummer, afdeling)| opdracht(nummer, afdeling)).collect();
        let mut verhaal = Self::ingediend();
        verhaal.dag(2).stap(tlo(), stap("neem_in_behandeling"));
        verhaal.dag(5).stap(tlo(), draag_over(opdrachten));
        verhaal
    }

    /// On to this day after the submission.
    pub fn dag(&mut self, dag: i64) -> &mut Self {
        self.moment = Moment::tijdstip(dag_op(dag));
        self
    }

    pub fn na(&mut self, duur: SignedDuration) {
        self.moment.op = self.moment.op.checked_add(duur).unwrap();
    }

    /// Gives a command at the present moment; it is recorded a minute later.
    pub fn doe(&mut self, actor: Actor, handeling: Handeling) -> Result<(), Weigering> {
        let plaatsgevonden = self.moment;
        let context = Context { actor, nu: vastgelegd(plaatsgevonden), plaatsgevonden };
        self.geef(&Commando { context, handeling })
    }

    pub fn geef(&mut self, commando: &Commando) -> Result<(), Weigering> {
        for gebeurtenis in self.initiatief.beslis(commando, &self.opzet)? {
            self.vouw(gebeurtenis, commando.context.actor.clone());
        }
        Ok(())
    }

    /// Folds one event.
    pub fn vouw(&mut self, event: Gebeurtenis, actor: Actor) {
        self.gebeurtenissen.push(event.clone());
        let sequence = i64::try_from(self.gebeurtenissen.len()).unwrap();
        let recorded = Recorded {
            position: 1000 + sequence,
            stream: id(0),
            sequence,
            recorded_at: vastgelegd(self.moment),
            event,
            metadata: Metadata {
                actor,
                correlatie: id(77),
                oorzaak: None,
                idempotentiesleutel: None,
                plaatsgevonden: self.moment,
                herkomst: None,
            },
        };
        let mut after = self.initiatief.clone();
        after.pas_toe(&recorded.event);
        let changes = self.spoor.fold(&self.initiatief, &after, &recorded, &self.opzet);
        changes.iter().for_each(|change| self.tabellen.pas_toe(change));
        self.initiatief = after;
    }

    // Commands that must be accepted.

    pub fn stap(&mut self, actor: Actor, overgang: NieuweOvergang) {
        self.doe(actor, Handeling::VoerOvergangUit(overgang)).unwrap();
    }

    pub fn opdracht(&mut self, actor: Actor, nummer: u128, actie: Opdrachtactie) {
        self.doe(actor, Handeling::Opdracht { opdracht: id(nummer), actie }).unwrap();
    }

    pub fn voeg_toe(&mut self, actor: Actor, handeling: Dossierhandeling) {
        self.doe(actor, Handeling::Dossier(handeling)).unwrap();
    }

    // What stands there.

    pub fn toestand(&self) -> &Toestand {
        self.initiatief.toestand().unwrap()
    }

    pub fn werkstroom(&self) -> &Werkstroom {
        self.opzet.werkstromen.zoek(&self.toestand().werkstroom).unwrap()
    }

    pub fn rijen(&self, table: &'static Table) -> Vec<Rij<'_>> {
        self.tabellen.rijen(table)
    }

    pub fn dossier(&self) -> Rij<'_> {
        let rijen = self.rijen(&DOSSIER);
        assert_eq!(rijen.len(), 1);
        rijen[0]
    }

    /// The episodes in which a party had the ball.
    pub fn beurten(&self) -> Vec<Rij<'_>> {
        self.soort("beurt")
    }

    /// The episodes of a kind.
    pub fn soort(&self, soort: &str) -> Vec<Rij<'_>> {
        self.rijen(&EPISODE).into_iter().filter(|rij| rij.tekst("soort") == soort).collect()
    }

    /// Who had the ball when: `partij naam #opdracht [dag van, dag tot) status`.
    pub fn episodes(&self) -> Vec<String> {
        let regel = |rij: &Rij| {
            let mut partij =
                format!("{} {}", rij.tekst("partij"), rij.tekst("partij_naam")).trim().to_owned();
            if rij.tekst("bij_id") != "-" {
                partij += &format!(" #{}", nummer(rij.tekst("bij_id")));
            }
            let tot = rij.opt_getal("tot_op").map_or("…".to_owned(), |tot| dag_van(tot).to_string());
            format!("{partij} [{}, {tot}) {}", dag_van(rij.getal("van_op")), rij.tekst("status"))
        };
        self.beurten().iter().map(regel).collect()
    }
}

/// The day after the submission on which a time lies.
pub fn dag_van(microseconden: i64) -> i64 {
    (microseconden - nu().as_microsecond()) / 86_400_000_000
}

pub fn dag_op(dag: i64) -> Timestamp {
    nu().checked_add(SignedDuration::from_hours(24 * dag)).unwrap()
}

/// The number from which a test made an id.
pub fn nummer(uuid: &str) -> u128 {
    uuid.parse::<uuid::Uuid>().unwrap().as_u128() - id(0).as_u128()
}

fn vastgelegd(moment: Moment) -> Timestamp {
    // A date at noon may lie later than the morning on which it is recorded.
    let speling = if moment.nauwkeurigheid == Nauwkeurigheid::Tijdstip { 1 } else { 24 * 60 };
    moment.op.checked_add(SignedDuration::from_mins(speling)).unwrap()
}
