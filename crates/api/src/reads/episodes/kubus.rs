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
    /// What began by the month and year in which it did, and what ended likewise: how it was on a past day.
    Verloop,
    /// Only what ended in the month of a day, on that day or before: how it was then, where the month was not over.
    Deelmaand(i64),
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
    /// What ended, and what lasts; by month or year what was added to it.
    tel: Tel,
    /// Of a month: what began in it, by first day and last day of the norm, for a day on which it was not over.
    begon: BTreeMap<(i64, Option<i64>), i32>,
}

/// There are none when too much differs.
impl Telling for Option<Kubus> {
    type Soort = Soort;

    fn van(soort: Soort, kolommen: &Kolommen, werkdagen: &Werkdagentabel) -> Self {
        let mut kubus = Kubus { van: soort, cellen: Vec::new(), plaatsen: HashMap::new() };
        let soort = kubus.van.soort;
        let deel = match kubus.van.tijd {
            Tijd::Deelmaand(dag) => Some(Some(maand(dag))),
            _ => None,
        };
        let maanden =
            kolommen.gesloten(soort).iter().filter(|(maand, _)| deel.is_none_or(|deel| **maand == deel));
        for rij in maanden.flat_map(|(_, rijen)| rijen) {
            kubus.tel(rij, false, 1, werkdagen);
            if kubus.cellen.len() > VEEL {
                return None;
            }
        }
        if deel.is_none() {
            kolommen.open(soort).for_each(|rij| kubus.tel(rij, true, 1, werkdagen));
        }
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
        if let Tijd::Deelmaand(dag) = self.van.tijd {
            if let (Some(van), Some(tot)) = (rij.van(), rij.tot())
                && !duurt
                && tot <= dag
                && maand(tot) == maand(dag)
            {
                self.cel(rij, Periode::Altijd).tel.houdt_op(rij, van, tot, aantal, werkdagen);
            }
            return;
        }
        let periode = match (self.van.tijd, rij.van()) {
            (Tijd::Begin, Some(van)) => Periode::Maand(maand(van)),
            _ => Periode::Altijd,
        };
        let verloop = self.van.tijd == Tijd::Verloop;
        match (rij.van(), rij.tot()) {
            (Some(van), _) if duurt && verloop => self.begint(rij, van, aantal),
            (Some(van), _) if duurt => self.cel(rij, periode).tel.duurt(van, rij.norm(), aantal),
            (Some(van), Some(tot)) if verloop => {
                self.begint(rij, van, aantal);
                for periode in [Periode::Maand(maand(tot)), jaar(tot)] {
                    self.cel(rij, periode).tel.houdt_op(rij, van, tot, aantal, werkdagen);
                }
            }
            (Some(van), Some(tot)) => {
                self.cel(rij, periode).tel.eindigt(rij, van, tot, aantal, werkdagen);
            }
            _ => {
                let tel = &mut self.cel(rij, periode).tel;
                tel.onbekend += i64::from(aantal);
                match rij.norm() {
                    _ if !duurt => tel.einde(*rij.code(Kenmerk::Einde), aantal.into()),
                    Some(norm) => tel.normen.bij(norm, aantal),
                    None => {}
                }
            }
        }
    }

    fn begint(&mut self, rij: &Rij, van: i64, aantal: i32) {
        self.cel(rij, jaar(van)).tel.duurt(van, rij.norm(), aantal);
        let cel = self.cel(rij, Periode::Maand(maand(van)));
        cel.tel.duurt(van, rij.norm(), aantal);
        *cel.begon.entry((van, rij.norm())).or_default() += aantal;
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
    pub(super) fn antwoord(&self, keuze: &Keuze, teller: &mut Teller) {
        let grens = keuze.peil.map_or(i32::MAX, maand);
        let (eerste, einde) = (keuze.vanaf.map(maand), keuze.voor.map(maand));
        let telt = |periode: Periode| match (self.van.tijd, periode) {
            // What began on an unknown day did not begin in a period.
            (tijd, Periode::Altijd) => tijd != Tijd::Begin,
            // Whole years, and the months of the year that is not over.
            (_, Periode::Jaar(jaar)) => jaar < grens.div_euclid(12),
            (Tijd::Begin, Periode::Maand(maand)) => {
                eerste.is_none_or(|eerste| maand >= eerste) && einde.is_none_or(|einde| maand < einde)
            }
            (_, Periode::Maand(maand)) => maand < grens && maand.div_euclid(12) == grens.div_euclid(12),
        };
        let alle = self.van.zeef == keuze.zeef;
        for cel in self.cellen.iter().filter(|cel| alle || keuze.zeef.past(&cel.rij)) {
            if telt(cel.periode) {
                teller.elk(&cel.rij, |tel| tel.voeg_samen(&cel.tel));
            } else if let (Some(peil), Periode::Maand(maand)) = (keuze.peil, cel.periode)
                && maand == grens
            {
                // What began by then in the month that was not over; what ended in it is counted apart.
                let begon = cel.begon.range(..=(peil, Some(i64::MAX)));
                teller.elk(&cel.rij, |tel| {
                    begon.clone().for_each(|((van, norm), aantal)| tel.duurt(*van, *norm, *aantal));
                });
            }
        }
    }
}

fn jaar(dag: i64) -> Periode {
    Periode::Jaar(maand(dag).div_euclid(12))
}
