//! Counts episodes, one by one, in the groups that are asked.

use super::antwoorden::Antwoord;
use super::keuze::Keuze;
use super::kolommen::{Kenmerk, Kolommen, Rij, maand};
use super::tel::{Tel, Wat};
use super::{Geteld, Per, Selectie, Stand};
use std::panic::resume_unwind;
use std::thread;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::termijn::Werkdagentabel;

/// Episodes that one processor counts at a time.
const DEEL: usize = 100_000;

/// The counts so far.
#[derive(Debug, Clone)]
pub(super) struct Teller {
    keuze: Keuze,
    /// Each episode once: it may count in several groups.
    totaal: Tel,
    /// The groups, with the numbers that name them.
    groepen: Vec<((u16, u16), Tel)>,
    /// Where the group of two numbers stands, plus one.
    plaatsen: Vec<Vec<u32>>,
}

impl Stand {
    /// The counts of a selection at the end of a day.
    pub fn tel(&self, selectie: &Selectie, per: &[Per], op: i64) -> Geteld {
        let Some(keuze) = Keuze::van(self.kolommen(), selectie, per) else { return Geteld::default() };
        self.teller(keuze).geteld(op, self.kolommen(), &self.werkdagen)
    }
}

impl Antwoord for Teller {
    type Vraag = Keuze;

    /// On all processors.
    fn van(keuze: Keuze, kolommen: &Kolommen, werkdagen: &Werkdagentabel) -> Self {
        // What ended before the first day that is asked began before it, too.
        let vanaf = keuze.vanaf.map(maand);
        let maanden = kolommen.gesloten(keuze.soort).iter();
        let rijen = maanden.filter(|(maand, _)| maand.is_none() || **maand >= vanaf).map(|(_, rijen)| rijen);
        let delen: Vec<&[Rij]> = rijen.flat_map(|rijen| rijen.chunks(DEEL)).collect();
        let processors = thread::available_parallelism().map_or(1, usize::from);
        let draden = processors.min(delen.iter().map(|deel| deel.len()).sum::<usize>() / DEEL).max(1);
        let deel = |draad: usize| {
            let mut teller = Self::nieuw(keuze.clone());
            let rijen = delen.iter().skip(draad).step_by(draden).copied().flatten();
            rijen.for_each(|rij| teller.tel(rij, false, 1, kolommen, werkdagen));
            teller
        };
        let mut teller = thread::scope(|scope| {
            let elders: Vec<_> = (1..draden).map(|draad| scope.spawn(move || deel(draad))).collect();
            let eigen = deel(0);
            let elders =
                elders.into_iter().map(|draad| draad.join().unwrap_or_else(|fout| resume_unwind(fout)));
            elders.fold(eigen, Self::samen)
        });
        kolommen.open(keuze.soort).for_each(|rij| teller.tel(rij, true, 1, kolommen, werkdagen));
        teller
    }

    fn omvang(&self) -> usize {
        self.totaal.omvang() + self.groepen.iter().map(|(_, tel)| tel.omvang()).sum::<usize>()
    }

    fn soort(&self) -> Episodesoort {
        self.keuze.soort
    }

    fn tel(&mut self, rij: &Rij, duurt: bool, aantal: i32, kolommen: &Kolommen, werkdagen: &Werkdagentabel) {
        if !self.keuze.past(rij) {
            return;
        }
        let Some(wat) = Wat::van(rij, duurt, self.keuze.peil, werkdagen) else { return };
        self.totaal.bij(rij, wat, aantal);
        let Self { keuze, groepen, plaatsen, .. } = self;
        keuze.groepen(rij, kolommen, |codes| groep(groepen, plaatsen, codes).bij(rij, wat, aantal));
    }
}

impl Teller {
    fn nieuw(keuze: Keuze) -> Self {
        Self { keuze, totaal: Tel::default(), groepen: Vec::new(), plaatsen: Vec::new() }
    }

    /// These counts and those of the same question.
    fn samen(mut self, ander: Self) -> Self {
        self.totaal.voeg_samen(&ander.totaal);
        for (codes, tel) in &ander.groepen {
            groep(&mut self.groepen, &mut self.plaatsen, *codes).voeg_samen(tel);
        }
        self
    }

    /// What they say at the end of a day.
    fn geteld(&self, op: i64, kolommen: &Kolommen, werkdagen: &Werkdagentabel) -> Geteld {
        let einden = kolommen.woorden(Kenmerk::Einde);
        let groep = |tel: &Tel| tel.groep(op, einden, werkdagen);
        let groepen = self.groepen.iter();
        let groepen =
            groepen.filter_map(|(codes, tel)| Some((self.keuze.namen(*codes, kolommen), groep(tel)?)));
        Geteld { totaal: groep(&self.totaal).unwrap_or_default(), groepen: groepen.collect() }
    }
}

/// The counts of the group that two numbers name.
#[expect(clippy::indexing_slicing, reason = "the lists were made long enough on the lines before")]
fn groep<'a>(
    groepen: &'a mut Vec<((u16, u16), Tel)>,
    plaatsen: &mut Vec<Vec<u32>>,
    (een, twee): (u16, u16),
) -> &'a mut Tel {
    let (rij, kolom) = (usize::from(een), usize::from(twee));
    if rij >= plaatsen.len() {
        plaatsen.resize(rij + 1, Vec::new());
    }
    if kolom >= plaatsen[rij].len() {
        plaatsen[rij].resize(kolom + 1, 0);
    }
    let plaats = &mut plaatsen[rij][kolom];
    if *plaats == 0 {
        groepen.push(((een, twee), Tel::default()));
        *plaats = u32::try_from(groepen.len()).unwrap_or(u32::MAX);
    }
    &mut groepen[*plaats as usize - 1].1
}
