//! Episodes that are alike in what a question asks, counted once and kept up to date, so that the question costs by how many
//! different answers there are and not by the length of history. What is counted is exact: it is what counting one by one
//! gives ([`Teller`]).

use super::dagen::Dagen;
use super::keuze::Keuze;
use super::kolommen::{Kenmerk, Kolommen, Rij, Wijziging, maand};
use super::teller::{Teller, Telling};
use std::collections::{BTreeMap, HashMap};
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::termijn::Werkdagentabel;

/// More different episodes than this are not worth it: then they are counted one by one.
const VEEL: usize = 16_384;

/// How counts are divided over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Tijd {
    /// Not at all: all that ended, and what lasts.
    Geheel,
    /// What ended by the month in which it did, beside all that began: how it was on a past day.
    Einde,
    /// By the month in which they began.
    Begin,
}

/// What is counted apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Soort {
    pub(super) soort: Episodesoort,
    pub(super) kenmerken: Vec<Kenmerk>,
    pub(super) tijd: Tijd,
}

/// Counts of all episodes of a kind.
#[derive(Debug)]
pub(super) struct Kubus {
    van: Soort,
    cellen: Vec<Cel>,
    plaatsen: HashMap<(u128, Option<i32>), usize>,
}

/// Counts of episodes that are alike.
#[derive(Debug)]
struct Cel {
    /// What they are.
    rij: Rij,
    /// In which month they ended or began; none where that does not matter, or is not known.
    maand: Option<i32>,
    /// How many ended after so many days, and so many working days.
    kalender: Dagen,
    werk: Dagen,
    /// By how.
    einden: Vec<i64>,
    /// Of how many it is not known how long they lasted.
    onbekend: i64,
    /// How many last, or ever began, by first day and last day of the norm.
    duurt: BTreeMap<(i64, Option<i64>), i64>,
    /// How many more last since a day, and have a norm until one: fewer, of what ended.
    sinds: Dagen,
    normen: Dagen,
}

impl Kubus {
    /// Counts all that there are; `None` when too much differs.
    pub(super) fn van(soort: Soort, kolommen: &Kolommen, werkdagen: &Werkdagentabel) -> Option<Self> {
        let mut kubus = Self { van: soort, cellen: Vec::new(), plaatsen: HashMap::new() };
        let soort = kubus.van.soort;
        for rij in kolommen.gesloten(soort).values().flatten() {
            kubus.tel(rij, false, 1, werkdagen);
            if kubus.cellen.len() > VEEL {
                return None;
            }
        }
        kolommen.open(soort).for_each(|rij| kubus.tel(rij, true, 1, werkdagen));
        Some(kubus)
    }

    /// How many different episodes there are.
    pub(super) fn omvang(&self) -> usize {
        self.cellen.len()
    }

    /// Takes over what became of an episode.
    pub(super) fn volg(&mut self, wijziging: &Wijziging, werkdagen: &Werkdagentabel) {
        if wijziging.soort != self.van.soort {
            return;
        }
        if let Some(oud) = &wijziging.oud {
            self.tel(oud, true, -1, werkdagen);
        }
        self.tel(&wijziging.nieuw, wijziging.duurt, 1, werkdagen);
    }

    fn tel(&mut self, rij: &Rij, duurt: bool, aantal: i32, werkdagen: &Werkdagentabel) {
        let (tijd, begin) = (self.van.tijd, rij.van().map(maand).filter(|_| self.van.tijd == Tijd::Begin));
        let Some((van, tot)) = rij.van().zip(if duurt { rij.van() } else { rij.tot() }) else {
            let cel = self.cel(rij, begin);
            cel.onbekend += i64::from(aantal);
            match (duurt, rij.norm()) {
                (true, Some(norm)) => cel.normen.bij(norm, aantal),
                (true, None) => {}
                (false, _) => cel.eindigt(rij, aantal),
            }
            return;
        };
        if duurt || tijd == Tijd::Einde {
            *self.cel(rij, begin).duurt.entry((van, rij.norm())).or_default() += i64::from(aantal);
        }
        if duurt {
            return;
        }
        let cel = self.cel(rij, if tijd == Tijd::Einde { Some(maand(tot)) } else { begin });
        cel.kalender.bij(tot - van, aantal);
        cel.werk.bij(werkdagen.tussen(van, tot), aantal);
        cel.eindigt(rij, aantal);
        if tijd == Tijd::Einde {
            cel.sinds.bij(van, -aantal);
            rij.norm().into_iter().for_each(|norm| cel.normen.bij(norm, -aantal));
        }
    }

    #[expect(clippy::indexing_slicing, reason = "a place is one of a cell that was made")]
    fn cel(&mut self, rij: &Rij, maand: Option<i32>) -> &mut Cel {
        let codes = self.van.kenmerken.iter().map(|kenmerk| u128::from(*rij.code(*kenmerk)));
        let sleutel = (codes.fold(0, |sleutel, code| sleutel << 16 | code), maand);
        let plaats = *self.plaatsen.entry(sleutel).or_insert_with(|| {
            self.cellen.push(Cel::nieuw(rij.alleen(&self.van.kenmerken), maand));
            self.cellen.len() - 1
        });
        &mut self.cellen[plaats]
    }

    /// Counts what is asked; the question fits how these counts are divided over time.
    pub(super) fn antwoord(&self, keuze: &Keuze, teller: &mut Teller, kolommen: &Kolommen) {
        let peil = keuze.peil.unwrap_or(i64::MAX);
        let grens = keuze.peil.map(maand);
        let (eerste, einde) = (keuze.vanaf.map(maand), keuze.voor.map(maand));
        for cel in self.cellen.iter().filter(|cel| keuze.kent(&cel.rij)) {
            let telt = match (self.van.tijd, cel.maand) {
                (Tijd::Geheel, _) | (Tijd::Einde, None) => true,
                (Tijd::Einde, maand) => maand < grens,
                (Tijd::Begin, None) => false,
                (Tijd::Begin, Some(maand)) => {
                    eerste.is_none_or(|eerste| maand >= eerste) && einde.is_none_or(|einde| maand < einde)
                }
            };
            if telt {
                teller.veel(&cel.rij, cel.tellingen(peil));
            }
        }
        // What ended in the month that is not over on that day.
        if self.van.tijd == Tijd::Einde {
            let maand = kolommen.gesloten(self.van.soort).get(&grens).into_iter().flatten();
            for rij in maand.filter(|rij| rij.tot().is_some_and(|tot| tot <= peil) && keuze.kent(rij)) {
                teller.gesloten(rij);
                let begon = rij.van().map(|van| (Telling::Duurt(van), -1));
                teller.veel(rij, begon.into_iter().chain(rij.norm().map(|norm| (Telling::Norm(norm), -1))));
            }
        }
    }
}

impl Cel {
    fn nieuw(rij: Rij, maand: Option<i32>) -> Self {
        Self {
            rij,
            maand,
            kalender: Dagen::default(),
            werk: Dagen::default(),
            einden: Vec::new(),
            onbekend: 0,
            duurt: BTreeMap::new(),
            sinds: Dagen::default(),
            normen: Dagen::default(),
        }
    }

    #[expect(clippy::indexing_slicing, reason = "the list was made long enough on the line before")]
    fn eindigt(&mut self, rij: &Rij, aantal: i32) {
        let code = usize::from(*rij.code(Kenmerk::Einde));
        if code >= self.einden.len() {
            self.einden.resize(code + 1, 0);
        }
        self.einden[code] += i64::from(aantal);
    }

    /// What there is to count of these, of what began by a day.
    fn tellingen(&self, peil: i64) -> impl Iterator<Item = (Telling, i64)> {
        let einden = (0..=u16::MAX).zip(&self.einden).map(|(code, aantal)| (Telling::Einde(code), *aantal));
        let duurt = self.duurt.range(..=(peil, Some(i64::MAX))).flat_map(|((van, norm), aantal)| {
            [(Telling::Duurt(*van), *aantal)]
                .into_iter()
                .chain(norm.map(|norm| (Telling::Norm(norm), *aantal)))
        });
        (self.kalender.alle().map(|(dagen, aantal)| (Telling::Kalender(dagen), aantal)))
            .chain(self.werk.alle().map(|(dagen, aantal)| (Telling::Werk(dagen), aantal)))
            .chain(einden.filter(|(_, aantal)| *aantal != 0))
            .chain((self.onbekend != 0).then_some((Telling::Onbekend, self.onbekend)))
            .chain(duurt)
            .chain(self.sinds.alle().map(|(dag, aantal)| (Telling::Duurt(dag), aantal)))
            .chain(self.normen.alle().map(|(dag, aantal)| (Telling::Norm(dag), aantal)))
    }
}
