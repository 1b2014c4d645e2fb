//! What began and ended per period, and how many there were before.

use super::antwoorden::Antwoord;
use super::keuze::{Keuze, Zeef};
use super::kolommen::{Kenmerk, Kolommen, Rij};
use super::{Selectie, Stand};
use std::collections::BTreeMap;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::termijn::Werkdagentabel;
use wijkspoor_domain::werkstroom::Fase;

/// What became of initiatives. What began or ended nobody knows when is in none of these numbers, but in `weggelaten`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stroom {
    /// How many were going on before the first period.
    pub lopend_vooraf: i64,
    /// How many of those were not carried out yet.
    pub wachtend_vooraf: i64,
    /// The periods.
    pub perioden: Vec<Periode>,
    /// How many were left out.
    pub weggelaten: i64,
}

/// What became of initiatives in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Periode {
    /// The first day.
    pub begin: i64,
    /// The first day after it.
    pub einde: i64,
    /// How many were submitted, or reopened.
    pub begonnen: i64,
    /// How many were carried out for the first time.
    pub gestart: i64,
    /// How many of those that were not carried out yet came (above 0) or went (below 0).
    pub wachtend: i64,
    /// How many ended, by the phase in which they did.
    pub geeindigd: BTreeMap<String, i64>,
    /// How many days those had lasted.
    pub doorlooptijd: i64,
}

impl Stand {
    /// What began and ended in each period between these days, whenever it is asked.
    pub fn stroom(&self, selectie: &Selectie, grenzen: &[i64]) -> Stroom {
        let perioden = grenzen.windows(2).map(|g| Periode { begin: g[0], einde: g[1], ..Periode::default() });
        let mut stroom = Stroom { perioden: perioden.collect(), ..Stroom::default() };
        let Some(keuze) = Keuze::van(self.kolommen(), selectie, &[]) else { return stroom };
        let tel = |soort| {
            self.stroomteller(Stroomvraag { soort, zeef: keuze.zeef.clone(), grenzen: grenzen.to_vec() })
        };
        let (looptijd, aanloop) = (tel(Episodesoort::Looptijd), tel(Episodesoort::Aanloop));
        stroom.lopend_vooraf = looptijd.vooraf.blijft();
        stroom.wachtend_vooraf = aanloop.vooraf.blijft();
        stroom.weggelaten = looptijd.weggelaten;
        let einden = self.kolommen().woorden(Kenmerk::Einde);
        for (periode, vak) in stroom.perioden.iter_mut().zip(&looptijd.perioden) {
            periode.begonnen = vak.begonnen;
            periode.doorlooptijd = vak.duur;
            for (einde, aantal) in vak.geeindigd.iter().filter(|(_, aantal)| **aantal != 0) {
                *periode.geeindigd.entry(einden.delen(*einde).0.to_owned()).or_default() += aantal;
            }
        }
        for (periode, vak) in stroom.perioden.iter_mut().zip(&aanloop.perioden) {
            let gestart =
                vak.geeindigd.iter().filter(|(einde, _)| einden.delen(**einde).0 == Fase::Uitvoering.code());
            periode.gestart = gestart.map(|(_, aantal)| aantal).sum();
            periode.wachtend = vak.blijft();
        }
        stroom
    }
}

/// What is counted by period.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Stroomvraag {
    soort: Episodesoort,
    /// Only these.
    zeef: Zeef,
    /// The first day of each period, and the first day after the last.
    grenzen: Vec<i64>,
}

/// Counts by period of episodes that began and ended on known days, or last.
#[derive(Debug, Clone)]
pub(super) struct Stroomteller {
    van: Stroomvraag,
    vooraf: Vak,
    perioden: Vec<Vak>,
    weggelaten: i64,
}

/// The counts of a period.
#[derive(Debug, Clone, Default)]
struct Vak {
    begonnen: i64,
    /// By the number of how they ended.
    geeindigd: BTreeMap<u16, i64>,
    /// How many days those that ended had lasted.
    duur: i64,
}

impl Vak {
    /// How many more began than ended.
    fn blijft(&self) -> i64 {
        self.begonnen - self.geeindigd.values().sum::<i64>()
    }
}

impl Antwoord for Stroomteller {
    type Vraag = Stroomvraag;

    fn van(van: Stroomvraag, kolommen: &Kolommen, werkdagen: &Werkdagentabel) -> Self {
        let (soort, perioden) = (van.soort, vec![Vak::default(); van.grenzen.len().saturating_sub(1)]);
        let mut teller = Self { van, vooraf: Vak::default(), perioden, weggelaten: 0 };
        let gesloten = kolommen.gesloten(soort).values().flatten();
        gesloten.for_each(|rij| teller.tel(rij, false, 1, kolommen, werkdagen));
        kolommen.open(soort).for_each(|rij| teller.tel(rij, true, 1, kolommen, werkdagen));
        teller
    }

    fn omvang(&self) -> usize {
        self.van.grenzen.len() + self.perioden.iter().map(|vak| 2 + vak.geeindigd.len()).sum::<usize>()
    }

    fn soort(&self) -> Episodesoort {
        self.van.soort
    }

    fn tel(&mut self, rij: &Rij, duurt: bool, aantal: i32, _: &Kolommen, _: &Werkdagentabel) {
        let aantal = i64::from(aantal);
        if !self.van.zeef.past(rij) {
            return;
        }
        let (van, tot) = match (rij.van(), rij.tot()) {
            (Some(van), None) if duurt => (van, None),
            (Some(van), Some(tot)) => (van, Some(tot)),
            _ => {
                self.weggelaten += aantal;
                return;
            }
        };
        if let Some(vak) = self.vak(van) {
            vak.begonnen += aantal;
        }
        if let Some((tot, vak)) = tot.and_then(|tot| Some((tot, self.vak(tot)?))) {
            *vak.geeindigd.entry(*rij.code(Kenmerk::Einde)).or_default() += aantal;
            vak.duur += (tot - van) * aantal;
        }
    }
}

impl Stroomteller {
    /// The period of a day; none of a day after the last.
    fn vak(&mut self, dag: i64) -> Option<&mut Vak> {
        match self.van.grenzen.partition_point(|grens| *grens <= dag).checked_sub(1) {
            Some(periode) => self.perioden.get_mut(periode),
            None => Some(&mut self.vooraf),
        }
    }
}
