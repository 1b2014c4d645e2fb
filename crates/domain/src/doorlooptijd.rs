//! The whole life of an initiative as a chain of who had the ball: half-open stretches of days that follow on each other,
//! and the share of each party. The stretches add up to the whole, and so do the shares.

use crate::termijn::{Kalender, dagen_tussen};
use crate::{Moment, Nauwkeurigheid, Partij};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A turn: one party had the ball in one status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beurtduur {
    /// Who.
    pub partij: Partij,
    /// In which status.
    pub status: String,
    /// From when.
    pub van: Moment,
    /// Until when; absent when it still is.
    pub tot: Option<Moment>,
}

/// Days in which the same parties had the ball.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schakel {
    /// The first day.
    pub van: Date,
    /// The first day after.
    pub tot: Date,
    /// Who had the ball; nobody between an end and a reopening.
    pub partijen: BTreeSet<Partij>,
    /// In which status; several where it is not known when one followed the other.
    pub statussen: BTreeSet<String>,
    /// Whether it is known who had the ball on each of these days; if not, these parties had it after each other, and
    /// nobody knows how long each.
    pub verdeeld: bool,
}

/// How long, in calendar days and in working days.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Dagen {
    /// Calendar days.
    pub kalender: f64,
    /// Working days.
    pub werk: f64,
}

/// A life as a chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Doorlooptijd {
    /// The stretches, in order.
    pub keten: Vec<Schakel>,
    /// The share of each party; a day on which several had the ball counts for each of them in equal parts.
    pub aandelen: BTreeMap<Partij, Dagen>,
    /// Days of which it is not known whose they were, or on which nobody had the ball.
    pub onverdeeld: Dagen,
    /// The whole.
    pub totaal: Dagen,
    /// Whether the first day or the last is an estimate: then only the order is known, and every length is about so long.
    pub geschat: bool,
}

impl Beurtduur {
    /// With its estimated days as if they were known.
    fn naar_schatting(&self) -> Self {
        let dag = |moment: Moment| Moment { nauwkeurigheid: Nauwkeurigheid::Dag, ..moment };
        Self { van: dag(self.van), tot: self.tot.map(dag), ..self.clone() }
    }
}

impl Schakel {
    /// Its length.
    pub fn dagen(&self, kalender: &Kalender) -> Dagen {
        // Days of one life: far below what a float holds exactly.
        #[expect(clippy::cast_precision_loss, reason = "a number of days")]
        let getal = |dagen: i64| dagen as f64;
        Dagen {
            kalender: getal(dagen_tussen(self.van, self.tot)),
            werk: getal(kalender.werkdagen(self.van, self.tot)),
        }
    }
}

impl Dagen {
    fn plus(&mut self, dagen: Self, deel: f64) {
        self.kalender += dagen.kalender * deel;
        self.werk += dagen.werk * deel;
    }
}

/// The chain of these turns, up to `tot` for those that have not ended; `None` when none had begun by then. Without a known
/// first and last day there is nothing to add up to: then the estimated days are taken for what they are.
pub fn doorlooptijd(beurten: &[Beurtduur], tot: Date, kalender: &Kalender) -> Option<Doorlooptijd> {
    let eerste = beurten.iter().map(|b| b.van).min_by_key(|van| van.op).filter(|van| van.dag() <= tot)?;
    let laatste = beurten.iter().filter_map(|b| b.tot).max_by_key(|m| m.op);
    let loopt = beurten.iter().any(|b| b.tot.is_none());
    let geschat = !eerste.is_bekend() || !loopt && laatste.is_some_and(|m| !m.is_bekend());
    let naar_schatting: Vec<Beurtduur>;
    let beurten = if geschat {
        naar_schatting = beurten.iter().map(Beurtduur::naar_schatting).collect();
        &naar_schatting
    } else {
        beurten
    };
    let grenzen = grenzen(beurten, tot);
    let mut keten: Vec<Schakel> = Vec::new();
    for (van, tot) in grenzen.iter().zip(grenzen.iter().skip(1)) {
        let schakel = schakel(beurten, *van, *tot);
        match keten.last_mut() {
            Some(vorige) if vorige.zelfde(&schakel) => vorige.tot = schakel.tot,
            _ => keten.push(schakel),
        }
    }
    let (mut aandelen, mut onverdeeld, mut totaal) =
        (BTreeMap::<Partij, Dagen>::new(), Dagen::default(), Dagen::default());
    for schakel in &keten {
        let dagen = schakel.dagen(kalender);
        totaal.plus(dagen, 1.0);
        if !schakel.verdeeld || schakel.partijen.is_empty() {
            onverdeeld.plus(dagen, 1.0);
            continue;
        }
        #[expect(clippy::cast_precision_loss, reason = "a number of parties")]
        let deel = 1.0 / schakel.partijen.len() as f64;
        for partij in &schakel.partijen {
            aandelen.entry(partij.clone()).or_default().plus(dagen, deel);
        }
    }
    Some(Doorlooptijd { keten, aandelen, onverdeeld, totaal, geschat })
}

/// The known days on which something began or ended, and the last day.
fn grenzen(beurten: &[Beurtduur], tot: Date) -> Vec<Date> {
    let momenten = beurten.iter().flat_map(|b| [Some(b.van), b.tot]).flatten();
    let mut grenzen: BTreeSet<Date> =
        momenten.filter(|m| m.is_bekend()).map(|m| m.dag()).filter(|dag| *dag <= tot).collect();
    if beurten.iter().any(|b| b.tot.is_none()) {
        grenzen.insert(tot);
    }
    grenzen.into_iter().collect()
}

/// Who had the ball between two known days that follow on each other.
fn schakel(beurten: &[Beurtduur], van: Date, tot: Date) -> Schakel {
    let dag = |moment: Option<Moment>| moment.map_or(Date::MAX, |m| m.dag());
    let daar: Vec<&Beurtduur> = beurten.iter().filter(|b| b.van.dag() < tot && van < dag(b.tot)).collect();
    // An estimate keeps the order, and so says between which known days it lies; not where.
    let hier = |moment: Moment| !moment.is_bekend() && (van..=tot).contains(&moment.dag());
    let verdeeld = !daar.iter().any(|b| hier(b.van) || b.tot.is_some_and(hier));
    Schakel {
        van,
        tot,
        partijen: daar.iter().map(|b| b.partij.clone()).collect(),
        statussen: daar.iter().map(|b| b.status.clone()).collect(),
        verdeeld,
    }
}

impl Schakel {
    fn zelfde(&self, ander: &Self) -> bool {
        (&self.partijen, &self.statussen, self.verdeeld)
            == (&ander.partijen, &ander.statussen, ander.verdeeld)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Naam;
    use jiff::civil::date;
    use proptest::{collection::vec, prelude::*};

    fn op(dag: Date) -> Moment {
        Moment::datum(dag, Nauwkeurigheid::Dag, 0)
    }

    fn ergens(dag: Date) -> Moment {
        Moment { nauwkeurigheid: Nauwkeurigheid::Onbekend, ..op(dag) }
    }

    fn afdeling(naam: &str) -> Partij {
        Partij::Afdeling(Naam::try_from(naam).unwrap())
    }

    fn beurt(partij: Partij, status: &str, van: Moment, tot: Option<Moment>) -> Beurtduur {
        Beurtduur { partij, status: status.to_owned(), van, tot }
    }

    /// First day, days, parties, and whether they are divided.
    type Kort = (i8, f64, usize, bool);

    /// The stretches, the shares, and what is not divided.
    fn keten(beurten: &[Beurtduur], tot: Date) -> (Vec<Kort>, Vec<f64>, f64) {
        let kalender = Kalender::default();
        let d = doorlooptijd(beurten, tot, &kalender).unwrap();
        let schakels = d.keten.iter();
        let keten =
            schakels.map(|s| (s.van.day(), s.dagen(&kalender).kalender, s.partijen.len(), s.verdeeld));
        (keten.collect(), d.aandelen.values().map(|a| a.kalender).collect(), d.onverdeeld.kalender)
    }

    #[test]
    fn days_with_several_parties_are_shared_and_all_add_up() {
        let dag = |d| date(2026, 6, d);
        let beurten = [
            beurt(Partij::Tlo, "ingediend", op(dag(1)), Some(op(dag(5)))),
            beurt(afdeling("Groen"), "kern", op(dag(5)), Some(op(dag(15)))),
            beurt(afdeling("Wegen"), "kern", op(dag(5)), None),
        ];
        let (keten, aandelen, onverdeeld) = keten(&beurten, dag(21));
        assert_eq!(keten, [(1, 4.0, 1, true), (5, 10.0, 2, true), (15, 6.0, 1, true)]);
        assert_eq!((aandelen, onverdeeld), (vec![4.0, 5.0, 11.0], 0.0));
    }

    #[test]
    fn what_lies_between_two_known_days_is_not_divided_by_guessing() {
        let dag = |d| date(2026, 6, d);
        let beurten = [
            beurt(Partij::Tlo, "ingediend", op(dag(1)), Some(ergens(dag(4)))),
            beurt(Partij::Bestuur, "bestuur", ergens(dag(4)), Some(op(dag(11)))),
            beurt(Partij::Tlo, "tlo", op(dag(11)), Some(op(dag(14)))),
        ];
        let (keten, aandelen, onverdeeld) = keten(&beurten, dag(30));
        assert_eq!(keten, [(1, 10.0, 2, false), (11, 3.0, 1, true)]);
        assert_eq!((aandelen, onverdeeld), (vec![3.0], 10.0));
        // Without a known beginning all of it is about so long.
        let nergens = [
            beurt(Partij::Tlo, "ingediend", ergens(dag(1)), Some(ergens(dag(11)))),
            beurt(afdeling("Groen"), "kern", ergens(dag(11)), Some(op(dag(21)))),
        ];
        let d = doorlooptijd(&nergens, dag(30), &Kalender::default()).unwrap();
        assert_eq!((d.keten.len(), d.totaal.kalender, d.geschat), (2, 20.0, true));
        assert!(doorlooptijd(&nergens, date(2026, 5, 31), &Kalender::default()).is_none(), "not begun");
        assert!(doorlooptijd(&[], dag(30), &Kalender::default()).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn stretches_follow_on_each_other_and_shares_add_up(
            beurten in vec((0..3_usize, 1..300_i64, 0..90_i64, any::<bool>(), 0..4_u8), 1..12),
        ) {
            let begin = date(2026, 1, 1);
            let dag = |n| crate::termijn::plus_dagen(begin, n);
            let partijen = [Partij::Tlo, Partij::Management, Partij::Bestuur];
            let mut beurten: Vec<_> = beurten
                .into_iter()
                .map(|(p, van, lang, open, zeker)| {
                    let moment = |n| if zeker == 0 { ergens(dag(n)) } else { op(dag(n)) };
                    beurt(partijen[p].clone(), "s", moment(van), (!open).then(|| moment(van + lang)))
                })
                .collect();
            beurten.push(beurt(Partij::Tlo, "s", op(begin), Some(op(dag(1)))));
            beurten.push(beurt(Partij::Tlo, "s", op(dag(399)), Some(op(dag(400)))));
            let kalender = Kalender::default();
            let d = doorlooptijd(&beurten, dag(400), &kalender).unwrap();
            prop_assert!(d.keten.windows(2).all(|w| w[0].tot == w[1].van));
            prop_assert_eq!((d.keten[0].van, d.keten.last().unwrap().tot), (begin, dag(400)));
            prop_assert!((d.totaal.kalender - 400.0).abs() < 1e-9);
            prop_assert!((d.totaal.werk - kalender.werkdagen(begin, dag(400)) as f64).abs() < 1e-9);
            let som = |f: fn(&Dagen) -> f64| d.aandelen.values().map(f).sum::<f64>() + f(&d.onverdeeld);
            prop_assert!((som(|a| a.kalender) - d.totaal.kalender).abs() < 1e-6);
            prop_assert!((som(|a| a.werk) - d.totaal.werk).abs() < 1e-6);
        }
    }
}
