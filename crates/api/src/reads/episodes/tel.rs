//! The counts of one group of episodes.

use super::dagen::Dagen;
use super::kolommen::{Kenmerk, Rij, Woorden};
use super::{Duren, Groep, Normlengte};
use wijkspoor_domain::termijn::Werkdagentabel;

/// How an episode counts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wat {
    /// It ended, after so many calendar days and working days.
    Eindigde { van: i64, kalender: i64, werk: i64 },
    /// It lasts.
    Duurt { van: i64 },
    /// It ended, and nobody knows after how long.
    EindigdeOnbekend,
    /// It lasts, and nobody knows since when.
    DuurtOnbekend,
}

impl Wat {
    /// How it counts as it was at the end of a day, or now; `None` when it had not begun.
    pub(super) fn van(rij: &Rij, duurt: bool, peil: Option<i64>, werkdagen: &Werkdagentabel) -> Option<Self> {
        let later = |dag: i64| peil.is_some_and(|peil| dag > peil);
        match (rij.van(), rij.tot()) {
            (None, _) if duurt => Some(Self::DuurtOnbekend),
            (Some(van), _) if duurt => (!later(van)).then_some(Self::Duurt { van }),
            (Some(van), Some(_)) if later(van) => None,
            (Some(van), Some(tot)) if later(tot) => Some(Self::Duurt { van }),
            (Some(van), Some(tot)) => {
                Some(Self::Eindigde { van, kalender: tot - van, werk: werkdagen.tussen(van, tot) })
            }
            // What ended on an unknown day may have ended by then.
            _ => Some(Self::EindigdeOnbekend),
        }
    }
}

/// The counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Tel {
    /// By how many calendar days they lasted, and how many working days.
    kalender: Dagen,
    werk: Dagen,
    /// By the number of how they ended.
    einden: Vec<i64>,
    /// Of how many it is not known how long they lasted.
    onbekend: i64,
    /// What lasts: by the day on which it began, and by the last day of its norm.
    sinds: Dagen,
    normen: Dagen,
    /// How long the norms are of all that began on a known day.
    normlengte: Normlengte,
}

impl Tel {
    /// So many more, or less.
    pub(super) fn bij(&mut self, rij: &Rij, wat: Wat, aantal: i32) {
        match wat {
            Wat::Eindigde { van, kalender, werk } => {
                self.kalender.bij(kalender, aantal);
                self.werk.bij(werk, aantal);
                self.normlengte.bij(van, rij.norm(), aantal);
            }
            Wat::Duurt { van } => {
                self.sinds.bij(van, aantal);
                self.normlengte.bij(van, rij.norm(), aantal);
            }
            Wat::EindigdeOnbekend | Wat::DuurtOnbekend => self.onbekend += i64::from(aantal),
        }
        match wat {
            Wat::Eindigde { .. } | Wat::EindigdeOnbekend => {
                self.einde(*rij.code(Kenmerk::Einde), aantal.into());
            }
            Wat::Duurt { .. } | Wat::DuurtOnbekend => {
                rij.norm().into_iter().for_each(|norm| self.normen.bij(norm, aantal));
            }
        }
    }

    #[expect(clippy::indexing_slicing, reason = "the list was made long enough on the line before")]
    fn einde(&mut self, einde: u16, aantal: i64) {
        let plaats = usize::from(einde);
        if plaats >= self.einden.len() {
            self.einden.resize(plaats + 1, 0);
        }
        self.einden[plaats] += aantal;
    }

    /// These and those.
    pub(super) fn voeg_samen(&mut self, ander: &Self) {
        self.kalender.voeg_samen(&ander.kalender);
        self.werk.voeg_samen(&ander.werk);
        self.sinds.voeg_samen(&ander.sinds);
        self.normen.voeg_samen(&ander.normen);
        self.normlengte.voeg_samen(ander.normlengte);
        self.onbekend += ander.onbekend;
        for (einde, aantal) in (0..=u16::MAX).zip(&ander.einden).filter(|(_, aantal)| **aantal != 0) {
            self.einde(einde, *aantal);
        }
    }

    /// How many numbers there are.
    pub(super) fn omvang(&self) -> usize {
        let dagen = [&self.kalender, &self.werk, &self.sinds, &self.normen];
        dagen.into_iter().map(Dagen::omvang).sum::<usize>() + self.einden.len() + 1
    }

    /// What they say at the end of a day; `None` when there is no episode.
    pub(super) fn groep(&self, op: i64, einden: &Woorden, werkdagen: &Werkdagentabel) -> Option<Groep> {
        let mut groep = Groep { onbekend: self.onbekend, normen: self.normlengte, ..Groep::default() };
        for (code, aantal) in (0..=u16::MAX).zip(&self.einden).filter(|(_, aantal)| **aantal > 0) {
            let (uitkomst, reden) = einden.delen(code);
            groep.einden.insert((uitkomst.to_owned(), reden.to_owned()), *aantal);
        }
        // What was told ahead of its time has not begun to wait.
        let open = self.sinds.gespiegeld(op, 0);
        let langst = open.laatste().map_or(0, |dagen| werkdagen.tussen(op - dagen, op));
        let mut open_werk = Dagen::met_ruimte(0, langst);
        for (dagen, aantal) in open.alle() {
            let aantal = i32::try_from(aantal).unwrap_or(i32::MAX);
            open_werk.bij(werkdagen.tussen(op - dagen, op), aantal);
        }
        groep.kalender = Duren { gesloten: self.kalender.clone(), open };
        groep.werk = Duren { gesloten: self.werk.clone(), open: open_werk };
        groep.normafstanden = self.normen.gespiegeld(op, i64::MIN);
        (!groep.is_leeg()).then_some(groep)
    }
}
