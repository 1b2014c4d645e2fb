//! Counts episodes, one by one or many that are alike, in the groups that are asked.

use super::keuze::Keuze;
use super::kolommen::{Kenmerk, Rij};
use super::{Groep, Groepen};
use wijkspoor_domain::termijn::Werkdagentabel;

/// The counts so far.
pub(super) struct Teller<'a> {
    keuze: &'a Keuze<'a>,
    werkdagen: &'a Werkdagentabel,
    /// What lasts is counted until this day.
    op: i64,
    /// The groups, with the numbers that name them.
    groepen: Vec<((u16, u16), Tel)>,
    /// Where the group of two numbers stands, plus one.
    plaatsen: Vec<Vec<u32>>,
}

/// The counts of a group.
#[derive(Default)]
struct Tel {
    groep: Groep,
    /// By the number of how they ended.
    einden: Vec<i64>,
}

/// How episodes count.
pub(super) enum Telling {
    /// They ended after so many days.
    Kalender(i64),
    /// And after so many working days.
    Werk(i64),
    /// They ended in this way.
    Einde(u16),
    /// It is not known how long they lasted.
    Onbekend,
    /// They last since this day.
    Duurt(i64),
    /// They last, and have a norm: until this day.
    Norm(i64),
}

impl<'a> Teller<'a> {
    pub(super) fn nieuw(keuze: &'a Keuze<'a>, werkdagen: &'a Werkdagentabel, op: i64) -> Self {
        Self { keuze, werkdagen, op, groepen: Vec::new(), plaatsen: Vec::new() }
    }

    /// One that ended, as it was on the day that is asked.
    pub(super) fn gesloten(&mut self, rij: &Rij) {
        if !self.keuze.past(rij) {
            return;
        }
        match (rij.van().zip(rij.tot()), self.keuze.peil) {
            // What ended on an unknown day may have ended by then.
            (None, _) => self.tel(rij, [Telling::Onbekend, einde(rij)]),
            (Some((van, _)), Some(peil)) if van > peil => {}
            (Some((van, tot)), Some(peil)) if tot > peil => self.duurt(rij, van),
            (Some((van, tot)), _) => {
                let duur = [Telling::Kalender(tot - van), Telling::Werk(self.werkdagen.tussen(van, tot))];
                self.tel(rij, duur.into_iter().chain([einde(rij)]));
            }
        }
    }

    /// One that lasts.
    pub(super) fn open(&mut self, rij: &Rij) {
        if !self.keuze.past(rij) {
            return;
        }
        match rij.van() {
            Some(van) if self.keuze.peil.is_some_and(|peil| van > peil) => {}
            Some(van) => self.duurt(rij, van),
            None => self.tel(rij, [Telling::Onbekend].into_iter().chain(rij.norm().map(Telling::Norm))),
        }
    }

    fn duurt(&mut self, rij: &Rij, van: i64) {
        self.tel(rij, [Telling::Duurt(van)].into_iter().chain(rij.norm().map(Telling::Norm)));
    }

    fn tel(&mut self, rij: &Rij, tellingen: impl IntoIterator<Item = Telling>) {
        self.veel(rij, tellingen.into_iter().map(|telling| (telling, 1)));
    }

    /// Many that are alike.
    pub(super) fn veel(&mut self, rij: &Rij, tellingen: impl Iterator<Item = (Telling, i64)>) {
        let mut groepen = Vec::new();
        self.keuze.groepen(rij, |groep| groepen.push(groep));
        for (telling, aantal) in tellingen {
            for groep in &groepen {
                let (werkdagen, op) = (self.werkdagen, self.op);
                self.bij(*groep).tel(&telling, aantal, werkdagen, op);
            }
        }
    }

    #[expect(clippy::indexing_slicing, reason = "the lists were made long enough on the lines before")]
    fn bij(&mut self, (een, twee): (u16, u16)) -> &mut Tel {
        let (rij, kolom) = (usize::from(een), usize::from(twee));
        if rij >= self.plaatsen.len() {
            self.plaatsen.resize(rij + 1, Vec::new());
        }
        if kolom >= self.plaatsen[rij].len() {
            self.plaatsen[rij].resize(kolom + 1, 0);
        }
        let plaats = &mut self.plaatsen[rij][kolom];
        if *plaats == 0 {
            self.groepen.push(((een, twee), Tel::default()));
            *plaats = u32::try_from(self.groepen.len()).unwrap_or(u32::MAX);
        }
        &mut self.groepen[*plaats as usize - 1].1
    }

    /// These counts and those.
    pub(super) fn voeg_samen(&mut self, ander: Self) {
        for (naam, tel) in ander.groepen {
            self.bij(naam).voeg_samen(tel);
        }
    }

    /// The groups that have an episode, by name.
    pub(super) fn groepen(self) -> Groepen {
        let keuze = self.keuze;
        let einden = keuze.kolommen.woorden(Kenmerk::Einde);
        let groep = |tel: Tel| {
            let geteld = (0..=u16::MAX).zip(&tel.einden).filter(|(_, aantal)| **aantal > 0);
            let einden = geteld.map(|(code, aantal)| {
                let (uitkomst, reden) = einden.delen(code);
                ((uitkomst.to_owned(), reden.to_owned()), *aantal)
            });
            Groep { einden: einden.collect(), ..tel.groep }
        };
        let groepen = self.groepen.into_iter().map(|(codes, tel)| (keuze.namen(codes), groep(tel)));
        groepen.filter(|(_, groep)| !groep.is_leeg()).collect()
    }
}

/// How one ended.
fn einde(rij: &Rij) -> Telling {
    Telling::Einde(*rij.code(Kenmerk::Einde))
}

impl Tel {
    fn tel(&mut self, telling: &Telling, aantal: i64, werkdagen: &Werkdagentabel, op: i64) {
        match *telling {
            Telling::Kalender(dagen) => self.groep.kalender.gesloten(dagen, aantal),
            Telling::Werk(dagen) => self.groep.werk.gesloten(dagen, aantal),
            Telling::Einde(code) => *self.einde(code) += aantal,
            Telling::Onbekend => self.groep.onbekend += aantal,
            Telling::Duurt(van) => {
                // What was told ahead of its time has not begun to wait.
                self.groep.kalender.open((op - van).max(0), aantal);
                self.groep.werk.open(werkdagen.tussen(van, op), aantal);
            }
            Telling::Norm(laatste) => {
                self.groep.open_met_norm += aantal;
                self.groep.over_norm += if laatste < op { aantal } else { 0 };
            }
        }
    }

    #[expect(clippy::indexing_slicing, reason = "the list was made long enough on the line before")]
    fn einde(&mut self, einde: u16) -> &mut i64 {
        let plaats = usize::from(einde);
        if plaats >= self.einden.len() {
            self.einden.resize(plaats + 1, 0);
        }
        &mut self.einden[plaats]
    }

    fn voeg_samen(&mut self, ander: Self) {
        self.groep.voeg_samen(&ander.groep);
        for (einde, aantal) in (0..=u16::MAX).zip(ander.einden) {
            if aantal > 0 {
                *self.einde(einde) += aantal;
            }
        }
    }
}
