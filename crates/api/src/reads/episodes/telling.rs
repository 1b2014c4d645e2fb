//! Counts episodes, divided by some of their characteristics: from what was counted before (`kubus`), or else one by
//! one.

use super::keuze::{Keuze, Zeef};
use super::kolommen::{Rij, maand};
use super::kubus::{Kubus, Soort, Tijd};
use super::teller::Teller;
use super::{Groepen, Per, Selectie, Stand};
use std::sync::Arc;
use std::thread;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::moment::van_dagnummer;

/// Episodes that one processor counts at a time.
const DEEL: usize = 100_000;

impl Stand {
    /// The counts of a selection at the end of a day; groups without an episode are not there.
    pub fn tel(&self, selectie: &Selectie, per: &[Per], op: i64) -> Groepen {
        let Some(keuze) = Keuze::van(self.kolommen(), selectie, per) else { return Groepen::new() };
        let mut teller = Teller::nieuw(&keuze, &self.werkdagen, op);
        let kubussen: Option<Vec<_>> = tijden(selectie).and_then(|tijden| {
            tijden.into_iter().map(|tijd| self.past(&keuze, selectie.soort, tijd)).collect()
        });
        match kubussen {
            Some(kubussen) => kubussen
                .iter()
                .flat_map(|kubus| kubus.as_ref())
                .for_each(|kubus| kubus.antwoord(&keuze, &mut teller)),
            None => self.een_voor_een(selectie, &keuze, &mut teller, op),
        }
        teller.groepen()
    }

    /// Counts that serve a question; `None` when too much differs.
    fn past(&self, keuze: &Keuze, soort: Episodesoort, tijd: Tijd) -> Option<Arc<Option<Kubus>>> {
        // Counts of all serve more questions; where they would be too many, those of what is asked may not be.
        let alle = Soort { soort, kenmerken: keuze.kenmerken(), tijd, zeef: Zeef::default() };
        let gevraagd = Soort { soort, kenmerken: keuze.verdeling(), tijd, zeef: keuze.zeef.clone() };
        [alle, gevraagd].into_iter().map(|soort| self.kubus(soort)).find(|kubus| kubus.is_some())
    }

    /// The same, counted one by one.
    pub(super) fn een_voor_een<'a>(
        &'a self,
        selectie: &Selectie,
        keuze: &'a Keuze<'a>,
        geheel: &mut Teller<'a>,
        op: i64,
    ) {
        // What ended before the first day that is asked began before it, too.
        let vanaf = selectie.vanaf.map(maand);
        let maanden = self.kolommen().gesloten(selectie.soort).iter();
        let maanden =
            maanden.filter(|(maand, _)| maand.is_none() || **maand >= vanaf).map(|(_, rijen)| rijen);
        let delen: Vec<&[Rij]> = maanden.flat_map(|rijen| rijen.chunks(DEEL)).collect();
        let processors = thread::available_parallelism().map_or(1, usize::from);
        let draden = processors.min(delen.iter().map(|deel| deel.len()).sum::<usize>() / DEEL).max(1);
        let deel = |draad: usize| {
            let mut teller = Teller::nieuw(keuze, &self.werkdagen, op);
            let rijen = delen.iter().skip(draad).step_by(draden).copied().flatten();
            rijen.for_each(|rij| teller.gesloten(rij));
            teller
        };
        thread::scope(|scope| {
            let elders: Vec<_> = (1..draden).map(|draad| scope.spawn(move || deel(draad))).collect();
            geheel.voeg_samen(deel(0));
            elders.into_iter().filter_map(|draad| draad.join().ok()).for_each(|deel| geheel.voeg_samen(deel));
        });
        self.kolommen().open(selectie.soort).for_each(|rij| geheel.open(rij));
    }
}

/// How counts must be divided over time to answer a question together; `None` when none can.
fn tijden(selectie: &Selectie) -> Option<Vec<Tijd>> {
    let eerste = |dag: i64| van_dagnummer(dag).day() == 1;
    match (selectie.peil, selectie.vanaf, selectie.voor) {
        (None, None, None) => Some(vec![Tijd::Geheel]),
        (Some(peil), None, None) => Some(vec![Tijd::Verloop, Tijd::Deelmaand(peil)]),
        (None, vanaf, voor) if vanaf.is_none_or(eerste) && voor.is_none_or(eerste) => Some(vec![Tijd::Begin]),
        _ => None,
    }
}
