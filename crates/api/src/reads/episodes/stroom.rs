//! What began and ended per period.

use super::dagstroom::Stroomsoort;
use super::keuze::Keuze;
use super::kolommen::Kenmerk;
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
        let Some(keuze) = Keuze::van(self.kolommen(), &selectie, &[]) else { return perioden };
        let stroom = |soort| self.dagstroom(Stroomsoort { soort, zeef: keuze.zeef.clone() });
        let einden = self.kolommen().woorden(Kenmerk::Einde);
        for (einde, cel) in stroom(Episodesoort::Looptijd).naar_einde() {
            let (uitkomst, _) = einden.delen(einde);
            for periode in &mut perioden {
                let (begin, einde) = (periode.begin, periode.einde);
                periode.begonnen += cel.begonnen.tussen(begin, einde);
                let geeindigd = cel.geeindigd.tussen(begin, einde);
                if geeindigd != 0 {
                    *periode.geeindigd.entry(uitkomst.to_owned()).or_default() += geeindigd;
                    periode.doorlooptijd += cel.duur(begin, einde);
                }
            }
        }
        for (einde, cel) in stroom(Episodesoort::Aanloop).naar_einde() {
            let gestart = einden.delen(einde).0 == Fase::Uitvoering.code();
            for periode in &mut perioden {
                let geeindigd = cel.geeindigd.tussen(periode.begin, periode.einde);
                periode.wachtend += cel.begonnen.tussen(periode.begin, periode.einde) - geeindigd;
                periode.gestart += if gestart { geeindigd } else { 0 };
            }
        }
        perioden
    }
}
