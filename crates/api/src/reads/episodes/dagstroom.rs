//! What began and ended day by day, counted once and kept up to date, so that a question about periods costs by their days
//! and not by what happened in them.

use super::dagen::Dagen;
use super::keuze::Zeef;
use super::kolommen::{Kenmerk, Kolommen, Rij, Wijziging};
use super::kubussen::Telling;
use std::collections::BTreeMap;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::termijn::Werkdagentabel;

/// What is counted apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Stroomsoort {
    pub(super) soort: Episodesoort,
    /// Only these.
    pub(super) zeef: Zeef,
}

/// Counts of episodes whose begin is known, by how they ended.
#[derive(Debug)]
pub(super) struct Dagstroom {
    van: Stroomsoort,
    naar_einde: BTreeMap<u16, Dagtelling>,
}

/// How many, day by day.
#[derive(Debug, Default)]
pub(super) struct Dagtelling {
    /// How many began.
    pub(super) begonnen: Dagen,
    /// How many ended.
    pub(super) geeindigd: Dagen,
    /// How many days those that ended had lasted.
    duur: BTreeMap<i64, i64>,
}

impl Dagtelling {
    /// How many days those had lasted that ended from a day on, and before another.
    pub(super) fn duur(&self, van: i64, tot: i64) -> i64 {
        self.duur.range(van..tot.max(van)).map(|(_, dagen)| dagen).sum()
    }
}

impl Telling for Dagstroom {
    type Soort = Stroomsoort;

    fn van(van: Stroomsoort, kolommen: &Kolommen, _: &Werkdagentabel) -> Self {
        let soort = van.soort;
        let mut stroom = Self { van, naar_einde: BTreeMap::new() };
        let gesloten = kolommen.gesloten(soort).values().flatten();
        gesloten.chain(kolommen.open(soort)).for_each(|rij| stroom.tel(rij, 1));
        stroom
    }

    fn omvang(&self) -> usize {
        let omvang = |tel: &Dagtelling| tel.begonnen.omvang() + tel.geeindigd.omvang() + tel.duur.len();
        1 + self.naar_einde.values().map(omvang).sum::<usize>()
    }

    fn volg(&mut self, wijziging: &Wijziging, _: &Werkdagentabel) {
        if wijziging.soort == self.van.soort {
            wijziging.oud.iter().for_each(|oud| self.tel(oud, -1));
            self.tel(&wijziging.nieuw, 1);
        }
    }
}

impl Dagstroom {
    fn tel(&mut self, rij: &Rij, aantal: i32) {
        let Some(van) = rij.van().filter(|_| self.van.zeef.past(rij)) else { return };
        let tel = self.naar_einde.entry(*rij.code(Kenmerk::Einde)).or_default();
        tel.begonnen.bij(van, aantal);
        if let Some(tot) = rij.tot() {
            tel.geeindigd.bij(tot, aantal);
            *tel.duur.entry(tot).or_default() += (tot - van) * i64::from(aantal);
        }
    }

    /// The counts by the number of how they ended; also of those that last.
    pub(super) fn naar_einde(&self) -> impl Iterator<Item = (u16, &Dagtelling)> {
        self.naar_einde.iter().map(|(einde, telling)| (*einde, telling))
    }
}
