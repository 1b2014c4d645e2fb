//! Counts episodes, one by one or many that are alike, in the groups that are asked.

use super::dagen::Dagen;
use super::keuze::Keuze;
use super::kolommen::{Kenmerk, Rij};
use super::{Duren, Groep, Groepen, Normlengte};
use wijkspoor_domain::termijn::Werkdagentabel;

/// The counts so far.
pub(super) struct Teller<'a> {
    keuze: &'a Keuze<'a>,
    werkdagen: &'a Werkdagentabel,
    /// What lasts is counted until this day.
    op: i64,
    /// The groups, with the numbers that name them.
    groepen: Vec<((u16, u16), Tel)>,
    /// Where the group of two numbers stands, plus one.
    plaatsen: Vec<Vec<u32>>,
}

/// The counts of a group.
#[derive(Debug, Default)]
pub(super) struct Tel {
    /// By how many calendar days they lasted, and how many working days.
    pub(super) kalender: Dagen,
    pub(super) werk: Dagen,
    /// By the number of how they ended.
    einden: Vec<i64>,
    /// Of how many it is not known how long they lasted.
    pub(super) onbekend: i64,
    /// What lasts: by the day on which it began, and by the last day of its norm.
    pub(super) sinds: Dagen,
    pub(super) normen: Dagen,
    /// How long the norms are of all that began on a known day.
    pub(super) normlengte: Normlengte,
}

impl<'a> Teller<'a> {
    pub(super) fn nieuw(keuze: &'a Keuze<'a>, werkdagen: &'a Werkdagentabel, op: i64) -> Self {
        Self { keuze, werkdagen, op, groepen: Vec::new(), plaatsen: Vec::new() }
    }

    /// One that ended, as it was on the day that is asked.
    pub(super) fn gesloten(&mut self, rij: &Rij) {
        if !self.keuze.past(rij) {
            return;
        }
        let einde = *rij.code(Kenmerk::Einde);
        match (rij.van().zip(rij.tot()), self.keuze.peil) {
            // What ended on an unknown day may have ended by then.
            (None, _) => self.elk(rij, |tel| {
                tel.onbekend += 1;
                tel.einde(einde, 1);
            }),
            (Some((van, _)), Some(peil)) if van > peil => {}
            (Some((van, tot)), Some(peil)) if tot > peil => {
                self.elk(rij, |tel| tel.duurt(van, rij.norm(), 1))
            }
            (Some((van, tot)), _) => {
                let werkdagen = self.werkdagen;
                self.elk(rij, |tel| tel.eindigt(rij, van, tot, 1, werkdagen));
            }
        }
    }

    /// One that lasts.
    pub(super) fn open(&mut self, rij: &Rij) {
        if !self.keuze.past(rij) {
            return;
        }
        match rij.van() {
            Some(van) if self.keuze.peil.is_some_and(|peil| van > peil) => {}
            Some(van) => self.elk(rij, |tel| tel.duurt(van, rij.norm(), 1)),
            None => self.elk(rij, |tel| {
                tel.onbekend += 1;
                rij.norm().into_iter().for_each(|norm| tel.normen.bij(norm, 1));
            }),
        }
    }

    /// In each group in which an episode counts.
    pub(super) fn elk(&mut self, rij: &Rij, mut tel: impl FnMut(&mut Tel)) {
        let keuze = self.keuze;
        keuze.groepen(rij, |groep| tel(self.bij(groep)));
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

    /// These counts and those.
    pub(super) fn voeg_samen(&mut self, ander: Self) {
        for (naam, tel) in ander.groepen {
            self.bij(naam).voeg_samen(&tel);
        }
    }

    /// The groups that have an episode, by name.
    pub(super) fn groepen(self) -> Groepen {
        let (keuze, werkdagen, op) = (self.keuze, self.werkdagen, self.op);
        let einden = keuze.kolommen.woorden(Kenmerk::Einde);
        let groep = |tel: Tel| {
            let mut groep = Groep { onbekend: tel.onbekend, normen: tel.normlengte, ..Groep::default() };
            for (code, aantal) in (0..=u16::MAX).zip(&tel.einden).filter(|(_, aantal)| **aantal > 0) {
                let (uitkomst, reden) = einden.delen(code);
                groep.einden.insert((uitkomst.to_owned(), reden.to_owned()), *aantal);
            }
            // What was told ahead of its time has not begun to wait.
            let open = tel.sinds.gespiegeld(op, 0);
            let langst = open.laatste().map_or(0, |dagen| werkdagen.tussen(op - dagen, op));
            let mut open_werk = Dagen::met_ruimte(0, langst);
            for (dagen, aantal) in open.alle() {
                let aantal = i32::try_from(aantal).unwrap_or(i32::MAX);
                open_werk.bij(werkdagen.tussen(op - dagen, op), aantal);
            }
            groep.kalender = Duren { gesloten: tel.kalender, open };
            groep.werk = Duren { gesloten: tel.werk, open: open_werk };
            groep.normafstanden = tel.normen.gespiegeld(op, i64::MIN);
            groep
        };
        let groepen = self.groepen.into_iter().map(|(codes, tel)| (keuze.namen(codes), groep(tel)));
        groepen.filter(|(_, groep)| !groep.is_leeg()).collect()
    }
}

impl Tel {
    /// So many last since a day.
    pub(super) fn duurt(&mut self, van: i64, norm: Option<i64>, aantal: i32) {
        self.sinds.bij(van, aantal);
        norm.into_iter().for_each(|norm| self.normen.bij(norm, aantal));
        self.normlengte.bij(van, norm, aantal);
    }

    /// So many ended that had begun on a day.
    pub(super) fn eindigt(&mut self, rij: &Rij, van: i64, tot: i64, aantal: i32, werkdagen: &Werkdagentabel) {
        self.kalender.bij(tot - van, aantal);
        self.werk.bij(werkdagen.tussen(van, tot), aantal);
        self.normlengte.bij(van, rij.norm(), aantal);
        self.einde(*rij.code(Kenmerk::Einde), aantal.into());
    }

    /// So many ended of those that were counted as lasting.
    pub(super) fn houdt_op(
        &mut self,
        rij: &Rij,
        van: i64,
        tot: i64,
        aantal: i32,
        werkdagen: &Werkdagentabel,
    ) {
        self.eindigt(rij, van, tot, aantal, werkdagen);
        self.duurt(van, rij.norm(), -aantal);
    }

    /// So many ended in a way.
    #[expect(clippy::indexing_slicing, reason = "the list was made long enough on the line before")]
    pub(super) fn einde(&mut self, einde: u16, aantal: i64) {
        let plaats = usize::from(einde);
        if plaats >= self.einden.len() {
            self.einden.resize(plaats + 1, 0);
        }
        self.einden[plaats] += aantal;
    }

    /// How many numbers it keeps.
    pub(super) fn omvang(&self) -> usize {
        let dagen = [&self.kalender, &self.werk, &self.sinds, &self.normen];
        dagen.into_iter().map(Dagen::omvang).sum::<usize>() + self.einden.len() + 1
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
}
