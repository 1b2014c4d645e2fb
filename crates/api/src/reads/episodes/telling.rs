//! Counts episodes, divided by some of their characteristics: one pass over those of a kind.

use super::kolommen::{Kenmerk, Kolommen, Rij};
use super::{Groep, Groepen, Per, Selectie, Stand};
use std::thread;
use wijkspoor_domain::moment::van_dagnummer;
use wijkspoor_domain::termijn::{Kalender, Werkdagentabel};

/// From so many episodes on it is worth to count on more than one processor.
const VEEL: usize = 200_000;
/// For so many years back working days are counted once; what began earlier is rare.
const JAREN: i64 = 40;

impl Stand {
    /// The counts of a selection at the end of a day; groups without an episode are not there.
    pub fn tel(&self, selectie: &Selectie, per: &[Per], op: i64, kalender: &Kalender) -> Groepen {
        let kolommen = self.kolommen();
        let Some(keuze) = Keuze::van(kolommen, selectie, per) else { return Groepen::new() };
        let rijen = kolommen.gesloten(selectie.soort);
        let werkdagen = kalender.tabel(van_dagnummer(op - JAREN * 366), van_dagnummer(op));
        let teller =
            || Teller { keuze: &keuze, werkdagen: &werkdagen, op, groepen: Vec::new(), plaatsen: Vec::new() };
        let mut geheel = teller();
        let draden =
            if rijen.len() < VEEL { 1 } else { thread::available_parallelism().map_or(1, usize::from) };
        let delen = rijen.chunks(rijen.len().div_ceil(draden).max(1));
        let geteld: Vec<Teller> = thread::scope(|scope| {
            let deel = |rijen: &'_ [Rij]| {
                let mut teller = teller();
                rijen.iter().for_each(|rij| teller.gesloten(rij));
                teller
            };
            let mut delen: Vec<&[Rij]> = delen.collect();
            let hier = delen.pop();
            let elders: Vec<_> = delen.into_iter().map(|rijen| scope.spawn(move || deel(rijen))).collect();
            let hier = hier.map(deel);
            elders.into_iter().filter_map(|draad| draad.join().ok()).chain(hier).collect()
        });
        geteld.into_iter().for_each(|deel| geheel.voeg_samen(deel));
        kolommen.open(selectie.soort).for_each(|rij| geheel.open(rij));
        geheel.groepen()
    }
}

/// What is asked, in numbers.
pub(super) struct Keuze<'a> {
    kolommen: &'a Kolommen,
    per: &'a [Per],
    /// Of each characteristic that is asked for: which of its texts.
    maskers: Vec<(Kenmerk, Vec<bool>)>,
    /// Which neighbourhood.
    wijk: Option<u16>,
    vanaf: Option<i64>,
    voor: Option<i64>,
    peil: Option<i64>,
}

impl<'a> Keuze<'a> {
    /// `None` when something is asked for that no episode has.
    pub(super) fn van(kolommen: &'a Kolommen, s: &Selectie, per: &'a [Per]) -> Option<Self> {
        let gelijk = [
            (Kenmerk::Status, &s.status),
            (Kenmerk::Fase, &s.fase),
            (Kenmerk::Aard, &s.aard),
            (Kenmerk::Gebied, &s.gebied),
            (Kenmerk::Thema, &s.thema),
            (Kenmerk::Categorie, &s.categorie),
        ];
        let mut maskers = Vec::new();
        for (kenmerk, waarde) in gelijk {
            let Some(waarde) = waarde else { continue };
            maskers.push((
                kenmerk,
                kolommen.woorden(kenmerk).masker(|woorden, code| woorden.woord(code) == waarde),
            ));
        }
        if s.partij.is_some() || s.naam.is_some() {
            let past = |deel: &str, gevraagd: &Option<String>| gevraagd.as_ref().is_none_or(|g| g == deel);
            let masker = kolommen.woorden(Kenmerk::Partij).masker(|woorden, code| {
                let (partij, naam) = woorden.delen(code);
                past(partij, &s.partij) && past(naam, &s.naam)
            });
            maskers.push((Kenmerk::Partij, masker));
        }
        let wijk = match &s.wijk {
            None => None,
            Some(wijk) => Some(kolommen.wijken().zoek(wijk)?),
        };
        let iets = maskers.iter().all(|(_, masker)| masker.contains(&true));
        let (vanaf, voor, peil) = (s.vanaf, s.voor, s.peil);
        iets.then_some(Self { kolommen, per, maskers, wijk, vanaf, voor, peil })
    }

    /// Whether an episode is meant, whenever it lasted.
    pub(super) fn past(&self, rij: &Rij) -> bool {
        let masker = |(kenmerk, masker): &(Kenmerk, Vec<bool>)| {
            masker.get(usize::from(*rij.code(*kenmerk))).is_some_and(|past| *past)
        };
        self.maskers.iter().all(masker)
            && self.wijk.is_none_or(|wijk| self.kolommen.wijken_van(rij).contains(&wijk))
            && self.vanaf.is_none_or(|vanaf| rij.van().is_some_and(|van| van >= vanaf))
            && self.voor.is_none_or(|voor| rij.van().is_some_and(|van| van < voor))
    }

    /// The numbers by which an episode counts in one way to divide.
    fn codes<'r>(&self, per: Per, rij: &'r Rij) -> &'r [u16]
    where
        'a: 'r,
    {
        match per {
            Per::Wijk => match &self.wijk {
                // Of several neighbourhoods only the one that is asked for.
                Some(wijk) => self
                    .kolommen
                    .wijken_van(rij)
                    .iter()
                    .find(|w| *w == wijk)
                    .map_or(&[], std::slice::from_ref),
                None => self.kolommen.wijken_van(rij),
            },
            per => std::slice::from_ref(rij.code(kenmerk(per))),
        }
    }

    fn naam(&self, per: Per, code: u16) -> Vec<String> {
        match per {
            Per::Wijk => vec![self.kolommen.wijken().woord(code).to_owned()],
            Per::Partij => {
                let (partij, naam) = self.kolommen.woorden(Kenmerk::Partij).delen(code);
                vec![partij.to_owned(), naam.to_owned()]
            }
            per => vec![self.kolommen.woorden(kenmerk(per)).woord(code).to_owned()],
        }
    }
}

fn kenmerk(per: Per) -> Kenmerk {
    match per {
        Per::Partij => Kenmerk::Partij,
        Per::Status => Kenmerk::Status,
        Per::Fase => Kenmerk::Fase,
        Per::Aard => Kenmerk::Aard,
        Per::Gebied => Kenmerk::Gebied,
        Per::Wijk => Kenmerk::Wijken,
        Per::Thema => Kenmerk::Thema,
        Per::Categorie => Kenmerk::Categorie,
    }
}

/// The counts so far.
struct Teller<'a> {
    keuze: &'a Keuze<'a>,
    werkdagen: &'a Werkdagentabel<'a>,
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

/// How an episode counts.
enum Telling {
    Gesloten { kalender: i64, werk: i64, einde: u16 },
    Onbekend { einde: Option<u16>, norm: Option<i64> },
    Open { kalender: i64, werk: i64, norm: Option<i64> },
}

impl Teller<'_> {
    fn gesloten(&mut self, rij: &Rij) {
        if !self.keuze.past(rij) {
            return;
        }
        let einde = *rij.code(Kenmerk::Einde);
        let Some((van, tot)) = rij.van().zip(rij.tot()) else {
            // What ended on an unknown day may have ended by then.
            return self.tel(rij, &Telling::Onbekend { einde: Some(einde), norm: None });
        };
        match self.keuze.peil {
            Some(peil) if tot > peil && van > peil => {}
            Some(peil) if tot > peil => self.duurt(rij, van),
            _ => {
                let werk = self.werkdagen.tussen(van, tot);
                self.tel(rij, &Telling::Gesloten { kalender: tot - van, werk, einde });
            }
        }
    }

    fn open(&mut self, rij: &Rij) {
        if !self.keuze.past(rij) {
            return;
        }
        match rij.van() {
            Some(van) if self.keuze.peil.is_some_and(|peil| van > peil) => {}
            Some(van) => self.duurt(rij, van),
            None => self.tel(rij, &Telling::Onbekend { einde: None, norm: rij.norm() }),
        }
    }

    fn duurt(&mut self, rij: &Rij, van: i64) {
        // What was told ahead of its time has not begun to wait.
        let (kalender, werk) = ((self.op - van).max(0), self.werkdagen.tussen(van, self.op));
        self.tel(rij, &Telling::Open { kalender, werk, norm: rij.norm() });
    }

    fn tel(&mut self, rij: &Rij, telling: &Telling) {
        let (keuze, op) = (self.keuze, self.op);
        match *keuze.per {
            [een, twee, ..] => {
                for een in keuze.codes(een, rij) {
                    keuze.codes(twee, rij).iter().for_each(|twee| self.bij((*een, *twee)).tel(telling, op));
                }
            }
            [een] => keuze.codes(een, rij).iter().for_each(|een| self.bij((*een, 0)).tel(telling, op)),
            [] => self.bij((0, 0)).tel(telling, op),
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

    fn voeg_samen(&mut self, ander: Self) {
        for (naam, tel) in ander.groepen {
            self.bij(naam).voeg_samen(tel);
        }
    }

    fn groepen(self) -> Groepen {
        let keuze = self.keuze;
        let naam = |(een, twee): (u16, u16)| -> Vec<String> {
            let namen = keuze.per.iter().zip([een, twee]);
            namen.flat_map(|(per, code)| keuze.naam(*per, code)).collect()
        };
        let einden = keuze.kolommen.woorden(Kenmerk::Einde);
        let groep = |tel: Tel| {
            let geteld = (0..=u16::MAX).zip(&tel.einden).filter(|(_, aantal)| **aantal > 0);
            let einden = geteld.map(|(code, aantal)| {
                let (uitkomst, reden) = einden.delen(code);
                ((uitkomst.to_owned(), reden.to_owned()), *aantal)
            });
            Groep { einden: einden.collect(), ..tel.groep }
        };
        self.groepen.into_iter().map(|(codes, tel)| (naam(codes), groep(tel))).collect()
    }
}

impl Tel {
    fn tel(&mut self, telling: &Telling, op: i64) {
        match *telling {
            Telling::Gesloten { kalender, werk, einde } => {
                self.groep.kalender.gesloten(kalender);
                self.groep.werk.gesloten(werk);
                *self.einde(einde) += 1;
            }
            Telling::Onbekend { einde, norm } => {
                self.groep.onbekend += 1;
                self.norm(norm, op);
                if let Some(einde) = einde {
                    *self.einde(einde) += 1;
                }
            }
            Telling::Open { kalender, werk, norm } => {
                self.groep.kalender.open(kalender);
                self.groep.werk.open(werk);
                self.norm(norm, op);
            }
        }
    }

    fn norm(&mut self, norm: Option<i64>, op: i64) {
        self.groep.open_met_norm += i64::from(norm.is_some());
        self.groep.over_norm += i64::from(norm.is_some_and(|laatste| laatste < op));
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
