//! What is asked, in numbers: which episodes, and where each counts.

use super::kolommen::{Kenmerk, Kolommen, Rij};
use super::{Per, Selectie};
use wijkspoor_domain::episode::Episodesoort;

/// Which episodes by their texts: of each characteristic that is asked for, which of them. A text that came later is none
/// of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Zeef(Vec<(Kenmerk, Vec<bool>)>);

impl Zeef {
    /// Whether an episode is meant.
    pub(super) fn past(&self, rij: &Rij) -> bool {
        let masker = |(kenmerk, masker): &(Kenmerk, Vec<bool>)| {
            masker.get(usize::from(*rij.code(*kenmerk))).is_some_and(|past| *past)
        };
        self.0.iter().all(masker)
    }
}

/// What is asked, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Keuze {
    pub(super) soort: Episodesoort,
    per: Vec<Per>,
    pub(super) zeef: Zeef,
    /// Which neighbourhood.
    wijk: Option<u16>,
    pub(super) vanaf: Option<i64>,
    pub(super) voor: Option<i64>,
    pub(super) peil: Option<i64>,
}

impl Keuze {
    /// `None` when something is asked for that no episode has.
    pub(super) fn van(kolommen: &Kolommen, s: &Selectie, per: &[Per]) -> Option<Self> {
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
        if let Some(wijk) = &wijk {
            let masker = kolommen.woorden(Kenmerk::Wijken);
            let masker = masker.masker(|_, set| kolommen.wijkset(set).contains(wijk));
            maskers.push((Kenmerk::Wijken, masker));
        }
        let iets = maskers.iter().all(|(_, masker)| masker.contains(&true));
        let (zeef, per) = (Zeef(maskers), per.to_vec());
        let Selectie { soort, vanaf, voor, peil, .. } = *s;
        iets.then_some(Self { soort, per, zeef, wijk, vanaf, voor, peil })
    }

    /// Whether an episode is meant, also by when it began.
    pub(super) fn past(&self, rij: &Rij) -> bool {
        self.zeef.past(rij)
            && self.vanaf.is_none_or(|vanaf| rij.van().is_some_and(|van| van >= vanaf))
            && self.voor.is_none_or(|voor| rij.van().is_some_and(|van| van < voor))
    }

    /// The numbers by which an episode counts in one way to divide.
    fn codes<'r>(&self, per: Per, rij: &'r Rij, kolommen: &'r Kolommen) -> &'r [u16] {
        match per {
            Per::Wijk => match &self.wijk {
                // Of several neighbourhoods only the one that is asked for.
                Some(wijk) => {
                    kolommen.wijken_van(rij).iter().find(|w| *w == wijk).map_or(&[], std::slice::from_ref)
                }
                None => kolommen.wijken_van(rij),
            },
            per => std::slice::from_ref(rij.code(kenmerk(per))),
        }
    }

    /// Tells of each group in which an episode counts; of none when it is not divided.
    pub(super) fn groepen(&self, rij: &Rij, kolommen: &Kolommen, mut groep: impl FnMut((u16, u16))) {
        let codes = |per| self.codes(per, rij, kolommen);
        match *self.per {
            [een, twee, ..] => {
                for een in codes(een) {
                    codes(twee).iter().for_each(|twee| groep((*een, *twee)));
                }
            }
            [een] => codes(een).iter().for_each(|een| groep((*een, 0))),
            [] => {}
        }
    }

    /// The texts that name a group.
    pub(super) fn namen(&self, (een, twee): (u16, u16), kolommen: &Kolommen) -> Vec<String> {
        self.per.iter().zip([een, twee]).flat_map(|(per, code)| naam(*per, code, kolommen)).collect()
    }
}

fn naam(per: Per, code: u16, kolommen: &Kolommen) -> Vec<String> {
    match per {
        Per::Wijk => vec![kolommen.wijken().woord(code).to_owned()],
        Per::Partij => {
            let (partij, naam) = kolommen.woorden(Kenmerk::Partij).delen(code);
            vec![partij.to_owned(), naam.to_owned()]
        }
        per => vec![kolommen.woorden(kenmerk(per)).woord(code).to_owned()],
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
