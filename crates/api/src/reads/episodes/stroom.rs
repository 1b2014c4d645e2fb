//! What began and ended per period.

use super::keuze::Keuze;
use super::kolommen::{Kenmerk, Rij, maand};
use super::{Selectie, Stand};
use std::collections::BTreeMap;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::werkstroom::Fase;

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
    pub fn stroom(&self, selectie: &Selectie, grenzen: &[i64]) -> Vec<Periode> {
        let mut perioden: Vec<Periode> = (grenzen.windows(2))
            .map(|grens| Periode { begin: grens[0], einde: grens[1], ..Periode::default() })
            .collect();
        let selectie = Selectie { vanaf: None, voor: None, peil: None, ..selectie.clone() };
        let kolommen = self.kolommen();
        let Some(keuze) = Keuze::van(kolommen, &selectie, &[]) else { return perioden };
        let mut in_periode = |dag: Option<i64>, tel: &dyn Fn(&mut Periode)| {
            let Some(dag) = dag else { return };
            let plaats = grenzen.partition_point(|grens| *grens <= dag).checked_sub(1);
            if let Some(periode) = plaats.and_then(|plaats| perioden.get_mut(plaats)) {
                tel(periode);
            }
        };
        let uitkomst = |rij: &Rij| kolommen.woorden(Kenmerk::Einde).delen(*rij.code(Kenmerk::Einde)).0;
        // What ended before the first of these periods began before it, too.
        let eerste = grenzen.first().map(|dag| maand(*dag));
        let gesloten = |soort| {
            let maanden = kolommen.gesloten(soort).iter();
            maanden
                .filter(move |(maand, _)| maand.is_none() || **maand >= eerste)
                .flat_map(|(_, rijen)| rijen)
        };
        for rij in gesloten(Episodesoort::Looptijd).filter(|rij| keuze.past(rij)) {
            let Some(van) = rij.van() else { continue };
            in_periode(Some(van), &|periode| periode.begonnen += 1);
            in_periode(rij.tot(), &|periode| {
                match periode.geeindigd.get_mut(uitkomst(rij)) {
                    Some(aantal) => *aantal += 1,
                    None => drop(periode.geeindigd.insert(uitkomst(rij).to_owned(), 1)),
                }
                periode.doorlooptijd += rij.tot().map_or(0, |tot| tot - van);
            });
        }
        for rij in kolommen.open(Episodesoort::Looptijd).filter(|rij| keuze.past(rij)) {
            in_periode(rij.van(), &|periode| periode.begonnen += 1);
        }
        for rij in gesloten(Episodesoort::Aanloop).filter(|rij| rij.van().is_some() && keuze.past(rij)) {
            let gestart = uitkomst(rij) == Fase::Uitvoering.code();
            in_periode(rij.van(), &|periode| periode.wachtend += 1);
            in_periode(rij.tot(), &|periode| {
                periode.wachtend -= 1;
                periode.gestart += i64::from(gestart);
            });
        }
        for rij in kolommen.open(Episodesoort::Aanloop).filter(|rij| keuze.past(rij)) {
            in_periode(rij.van(), &|periode| periode.wachtend += 1);
        }
        perioden
    }
}
