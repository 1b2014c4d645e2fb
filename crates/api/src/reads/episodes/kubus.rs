//! Episodes that are alike in what a question asks, counted once and kept up to date, so that the question costs by how many
//! different answers there are and not by the length of history. What is counted is exact: it is what counting one by one
//! gives ([`Teller`]).

use super::keuze::{Keuze, Zeef};
use super::kolommen::{Kenmerk, Kolommen, Rij, Wijziging, maand};
use super::kubussen::Telling;
use super::teller::{Tel, Teller};
use std::collections::{BTreeMap, HashMap};
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::termijn::Werkdagentabel;

/// More different episodes than this are not worth it.
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
    /// Only these.
    pub(super) zeef: Zeef,
}

/// A part of time in which counts are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Periode {
    /// Whenever it was; also where that is not known.
    Altijd,
    /// A year.
    Jaar(i32),
    /// A month, counted through the years.
    Maand(i32),
}

/// Counts of all episodes of a kind.
#[derive(Debug)]
pub(super) struct Kubus {
    van: Soort,
    cellen: Vec<Cel>,
    plaatsen: HashMap<(u128, Periode), usize>,
}

/// Counts of episodes that are alike.
#[derive(Debug)]
struct Cel {
    /// What they are.
    rij: Rij,
    /// When they ended or began.
    periode: Periode,
    /// What ended, and what lasts.
    tel: Tel,
    /// Where a past day is asked: all that ever began, by first day and last day of the norm; what ended is taken off
    /// what lasts in `tel`.
    begon: BTreeMap<(i64, Option<i64>), i32>,
}

/// There are none when too much differs.
impl Telling for Option<Kubus> {
    type Soort = Soort;

    fn van(soort: Soort, kolommen: &Kolommen, werkdagen: &Werkdagentabel) -> Self {
        let mut kubus = Kubus { van: soort, cellen: Vec::new(), plaatsen: HashMap::new() };
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

    fn omvang(&self) -> usize {
        let cellen = self.iter().flat_map(|kubus| &kubus.cellen);
        1 + cellen.map(|cel| cel.tel.omvang() + cel.begon.len()).sum::<usize>()
    }

    fn volg(&mut self, wijziging: &Wijziging, werkdagen: &Werkdagentabel) {
        let Some(kubus) = self.as_mut().filter(|kubus| kubus.van.soort == wijziging.soort) else { return };
        if let Some(oud) = &wijziging.oud {
            kubus.tel(oud, true, -1, werkdagen);
        }
        kubus.tel(&wijziging.nieuw, wijziging.duurt, 1, werkdagen);
    }
}

impl Kubus {
    fn tel(&mut self, rij: &Rij, duurt: bool, aantal: i32, werkdagen: &Werkdagentabel) {
        if !self.van.zeef.past(rij) {
            return;
        }
        let begin = match (self.van.tijd, rij.van()) {
            (Tijd::Begin, Some(van)) => Periode::Maand(maand(van)),
            _ => Periode::Altijd,
        };
        let einde = *rij.code(Kenmerk::Einde);
        match (rij.van(), rij.tot()) {
            (Some(van), _) if duurt => self.duurt(rij, van, begin, aantal),
            (Some(van), Some(tot)) => {
                let (kalender, werk) = (tot - van, werkdagen.tussen(van, tot));
                let perioden = match self.van.tijd {
                    Tijd::Geheel | Tijd::Begin => [Some(begin), None],
                    Tijd::Einde => {
                        self.duurt(rij, van, begin, aantal);
                        let maand = maand(tot);
                        [Some(Periode::Maand(maand)), Some(Periode::Jaar(maand.div_euclid(12)))]
                    }
                };
                let telt_begin = self.van.tijd == Tijd::Einde;
                for periode in perioden.into_iter().flatten() {
                    let tel = &mut self.cel(rij, periode).tel;
                    tel.kalender.bij(kalender, aantal);
                    tel.werk.bij(werk, aantal);
                    tel.normlengte.bij(van, rij.norm(), aantal);
                    tel.einde(einde, aantal.into());
                    if telt_begin {
                        tel.duurt(van, rij.norm(), -aantal);
                    }
                }
            }
            _ => {
                let tel = &mut self.cel(rij, begin).tel;
                tel.onbekend += i64::from(aantal);
                match rij.norm() {
                    _ if !duurt => tel.einde(einde, aantal.into()),
                    Some(norm) => tel.normen.bij(norm, aantal),
                    None => {}
                }
            }
        }
    }

    fn duurt(&mut self, rij: &Rij, van: i64, periode: Periode, aantal: i32) {
        let tijd = self.van.tijd;
        let cel = self.cel(rij, periode);
        match tijd {
            Tijd::Einde => *cel.begon.entry((van, rij.norm())).or_default() += aantal,
            Tijd::Geheel | Tijd::Begin => cel.tel.duurt(van, rij.norm(), aantal),
        }
    }

    #[expect(clippy::indexing_slicing, reason = "a place is one of a cell that was made")]
    fn cel(&mut self, rij: &Rij, periode: Periode) -> &mut Cel {
        let codes = self.van.kenmerken.iter().map(|kenmerk| u128::from(*rij.code(*kenmerk)));
        let sleutel = (codes.fold(0, |sleutel, code| sleutel << 16 | code), periode);
        let plaats = *self.plaatsen.entry(sleutel).or_insert_with(|| {
            let rij = rij.alleen(&self.van.kenmerken);
            self.cellen.push(Cel { rij, periode, tel: Tel::default(), begon: BTreeMap::new() });
            self.cellen.len() - 1
        });
        &mut self.cellen[plaats]
    }

    /// Counts what is asked; the question fits how these counts are divided over time.
    pub(super) fn antwoord(&self, keuze: &Keuze, teller: &mut Teller, kolommen: &Kolommen) {
        let peil = keuze.peil.unwrap_or(i64::MAX);
        let grens = keuze.peil.map_or(i32::MAX, maand);
        let (eerste, einde) = (keuze.vanaf.map(maand), keuze.voor.map(maand));
        let telt = |periode: Periode| match (self.van.tijd, periode) {
            (Tijd::Geheel | Tijd::Einde, Periode::Altijd) => true,
            // Whole years, and the months of the year that is not over.
            (_, Periode::Jaar(jaar)) => jaar < grens.div_euclid(12),
            (Tijd::Einde, Periode::Maand(maand)) => {
                maand < grens && maand.div_euclid(12) == grens.div_euclid(12)
            }
            (_, Periode::Maand(maand)) => {
                eerste.is_none_or(|eerste| maand >= eerste) && einde.is_none_or(|einde| maand < einde)
            }
            // What began on an unknown day did not begin in a period.
            (Tijd::Begin, Periode::Altijd) => false,
        };
        let alle = self.van.zeef == keuze.zeef;
        let cellen = self.cellen.iter().filter(|cel| telt(cel.periode));
        for cel in cellen.filter(|cel| alle || keuze.zeef.past(&cel.rij)) {
            teller.elk(&cel.rij, |tel| {
                tel.voeg_samen(&cel.tel);
                let begon = cel.begon.range(..=(peil, Some(i64::MAX)));
                begon.for_each(|((van, norm), aantal)| tel.duurt(*van, *norm, *aantal));
            });
        }
        // What ended in the month that is not over on that day.
        if self.van.tijd == Tijd::Einde {
            let maand = kolommen.gesloten(self.van.soort).get(&Some(grens)).into_iter().flatten();
            for rij in maand.filter(|rij| rij.tot().is_some_and(|tot| tot <= peil) && keuze.zeef.past(rij)) {
                teller.gesloten(rij);
                if let Some(van) = rij.van() {
                    teller.elk(rij, |tel| tel.duurt(van, rij.norm(), -1));
                }
            }
        }
    }
}
