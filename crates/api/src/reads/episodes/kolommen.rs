//! Episodes in memory, as numbers: every text is kept once, and an episode is where its texts stand. What ended never
//! changes, so it is a list for each month that only grows; what lasts is found by its key.

use std::collections::{BTreeMap, HashMap};
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::moment::van_dagnummer;
use wijkspoor_store::{DatabaseError, Row};

/// A day that is not known. No day in the life of a municipality has this number.
const ONBEKEND: i32 = i32::MIN;

/// The columns that [`Kolommen::voeg_toe`] reads.
pub(super) const SELECT: &str = "initiatief_id, nummer, soort, partij, partij_naam, status, fase, aard, gebied, thema, \
     categorie, wijken, uitkomst, reden, van_dag, tot_op, tot_dag, norm_dag, positie";

/// Parts a kind of party from its name, and an outcome from its reason.
const SCHEIDING: char = '\u{1f}';

/// What of an episode is a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kenmerk {
    Partij,
    Status,
    Fase,
    Aard,
    Gebied,
    Thema,
    Categorie,
    /// All neighbourhoods together.
    Wijken,
    /// Outcome and reason.
    Einde,
}

const KENMERKEN: usize = 9;

/// An episode.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rij {
    codes: [u16; KENMERKEN],
    van: i32,
    tot: i32,
    norm: i32,
}

impl Rij {
    /// Where a text of it stands.
    pub(super) fn code(&self, kenmerk: Kenmerk) -> &u16 {
        &self.codes[kenmerk as usize]
    }

    /// The civil day on which it began, where that is known.
    pub(super) fn van(&self) -> Option<i64> {
        bekend(self.van)
    }

    /// The civil day on which it ended.
    pub(super) fn tot(&self) -> Option<i64> {
        bekend(self.tot)
    }

    /// The last day that its norm allows.
    pub(super) fn norm(&self) -> Option<i64> {
        bekend(self.norm)
    }
}

fn bekend(dag: i32) -> Option<i64> {
    (dag != ONBEKEND).then_some(i64::from(dag))
}

/// The month of a civil day, counted through the years.
pub(super) fn maand(dag: i64) -> i32 {
    let dag = van_dagnummer(dag);
    i32::from(dag.year()) * 12 + i32::from(dag.month()) - 1
}

/// What became of one episode.
#[derive(Debug)]
pub(super) struct Wijziging {
    pub(super) soort: Episodesoort,
    /// As it was, if it was there; it lasted then.
    pub(super) oud: Option<Rij>,
    /// As it is.
    pub(super) nieuw: Rij,
    /// Whether it lasts.
    pub(super) duurt: bool,
}

/// Texts by number.
#[derive(Debug, Default)]
pub(super) struct Woorden {
    plaats: HashMap<String, u16>,
    woorden: Vec<String>,
}

impl Woorden {
    fn code(&mut self, woord: &str) -> Result<u16, DatabaseError> {
        if let Some(code) = self.plaats.get(woord) {
            return Ok(*code);
        }
        let vol = |_| {
            DatabaseError::Other(format!("te veel verschillende waarden in episode; de laatste is {woord:?}"))
        };
        let code = u16::try_from(self.woorden.len()).map_err(vol)?;
        self.plaats.insert(woord.to_owned(), code);
        self.woorden.push(woord.to_owned());
        Ok(code)
    }

    /// The text of a number.
    pub(super) fn woord(&self, code: u16) -> &str {
        self.woorden.get(usize::from(code)).map_or("", String::as_str)
    }

    /// The two parts of a text that has two.
    pub(super) fn delen(&self, code: u16) -> (&str, &str) {
        self.woord(code).split_once(SCHEIDING).unwrap_or((self.woord(code), ""))
    }

    /// How many there are.
    pub(super) fn aantal(&self) -> usize {
        self.woorden.len()
    }

    /// Which of them are meant.
    pub(super) fn masker(&self, is: impl Fn(&Self, u16) -> bool) -> Vec<bool> {
        (0..=u16::MAX).take(self.woorden.len()).map(|code| is(self, code)).collect()
    }

    /// The number of a text, if it is there.
    pub(super) fn zoek(&self, woord: &str) -> Option<u16> {
        self.plaats.get(woord).copied()
    }
}

/// All episodes.
#[derive(Debug, Default)]
pub(super) struct Kolommen {
    woorden: [Woorden; KENMERKEN],
    wijken: Woorden,
    /// The neighbourhoods of each set of neighbourhoods.
    wijksets: Vec<Vec<u16>>,
    /// By the month in which it ended; first those of which that is not known.
    gesloten: [BTreeMap<Option<i32>, Vec<Rij>>; SOORTEN],
    open: [HashMap<(String, i64), Rij>; SOORTEN],
}

const SOORTEN: usize = Episodesoort::ALLE.len();

impl Kolommen {
    /// What ended, of a kind, by the month in which it did.
    pub(super) fn gesloten(&self, soort: Episodesoort) -> &BTreeMap<Option<i32>, Vec<Rij>> {
        &self.gesloten[soort as usize]
    }

    /// What lasts, of a kind.
    pub(super) fn open(&self, soort: Episodesoort) -> impl Iterator<Item = &Rij> {
        self.open[soort as usize].values()
    }

    /// The texts of a characteristic.
    pub(super) fn woorden(&self, kenmerk: Kenmerk) -> &Woorden {
        &self.woorden[kenmerk as usize]
    }

    /// The names of neighbourhoods.
    pub(super) fn wijken(&self) -> &Woorden {
        &self.wijken
    }

    /// The neighbourhoods of an episode.
    pub(super) fn wijken_van(&self, rij: &Rij) -> &[u16] {
        self.wijkset(*rij.code(Kenmerk::Wijken))
    }

    /// The neighbourhoods that a text of all of them names.
    pub(super) fn wijkset(&self, code: u16) -> &[u16] {
        self.wijksets.get(usize::from(code)).map_or(&[], Vec::as_slice)
    }

    /// Takes over one episode as it is now. Those that ended must come once.
    pub(super) fn voeg_toe(&mut self, row: &Row) -> Result<Wijziging, DatabaseError> {
        let Some(soort) = Episodesoort::van_code(row.text(2)?) else {
            return Err(DatabaseError::Other(format!("onbekende soort episode {}", row.text(2)?)));
        };
        let samen = |een: usize, twee: usize| Ok(format!("{}{SCHEIDING}{}", row.text(een)?, row.text(twee)?));
        let (partij, einde) = (samen(3, 4)?, samen(12, 13)?);
        let teksten =
            [&*partij, row.text(5)?, row.text(6)?, row.text(7)?, row.text(8)?, row.text(9)?, row.text(10)?]
                .into_iter()
                .chain([row.text(11)?, &*einde]);
        let mut codes = [0; KENMERKEN];
        for ((code, woorden), tekst) in codes.iter_mut().zip(&mut self.woorden).zip(teksten) {
            *code = woorden.code(tekst)?;
        }
        self.leer_wijken(row.text(11)?)?;
        let dag = |kolom| {
            row.opt_int(kolom).map(|dag| dag.and_then(|dag| i32::try_from(dag).ok()).unwrap_or(ONBEKEND))
        };
        let rij = Rij { codes, van: dag(14)?, tot: dag(16)?, norm: dag(17)? };
        let sleutel = (row.text(0)?.to_owned(), row.int(1)?);
        let (open, gesloten) = (&mut self.open[soort as usize], &mut self.gesloten[soort as usize]);
        let duurt = row.opt_int(15)?.is_none();
        let oud = match duurt {
            true => open.insert(sleutel, rij),
            false => {
                gesloten.entry(rij.tot().map(maand)).or_default().push(rij);
                open.remove(&sleutel)
            }
        };
        Ok(Wijziging { soort, oud, nieuw: rij, duurt })
    }

    fn leer_wijken(&mut self, wijken: &str) -> Result<(), DatabaseError> {
        if self.wijksets.len() < self.woorden(Kenmerk::Wijken).aantal() {
            let namen = wijken.lines().map(|wijk| self.wijken.code(wijk));
            let set = namen.collect::<Result<_, _>>()?;
            self.wijksets.push(set);
        }
        Ok(())
    }
}
