//! Whether two groups of waits differ by more than chance: the log-rank test.

use super::wachttijd::{Duurtelling, getal, per_duur};
use std::iter::Peekable;
use std::slice::Iter;

/// What can be said of two groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oordeel {
    /// They differ by more than chance.
    Verschil,
    /// That they differ by more than chance is not shown.
    GeenAantoonbaarVerschil,
    /// Too few waits have ended to say anything.
    TeWeinigGegevens,
}

impl Oordeel {
    /// All of them.
    pub const ALLE: [Self; 3] = [Self::Verschil, Self::GeenAantoonbaarVerschil, Self::TeWeinigGegevens];

    /// The code in the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Verschil => "verschil",
            Self::GeenAantoonbaarVerschil => "geen_aantoonbaar_verschil",
            Self::TeWeinigGegevens => "te_weinig_gegevens",
        }
    }
}

/// The outcome of the test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vergelijking {
    /// The statistic: chi-square with one degree of freedom.
    pub toets: f64,
    /// How likely a difference like this is by chance alone.
    pub p: f64,
    /// What that means.
    pub oordeel: Oordeel,
}

/// Below this chance it is called a difference.
const ALFA: f64 = 0.05;
/// Fewer waits that ended than this in either group say nothing: the test rests on large numbers.
const MINSTENS: i64 = 5;

/// Compares two groups.
pub fn vergelijk(een: &[Duurtelling], ander: &[Duurtelling]) -> Vergelijking {
    let gesloten = |groep: &[Duurtelling]| groep.iter().map(|t| t.gesloten).sum::<i64>();
    let genoeg = gesloten(een).min(gesloten(ander)) >= MINSTENS;
    let (een, ander) = (per_duur(een), per_duur(ander));
    let som = |groep: &[Duurtelling]| groep.iter().map(|t| t.gesloten + t.open).sum::<i64>();
    let (mut over_een, mut over_ander) = (som(&een), som(&ander));
    let (mut verschil, mut variantie) = (0.0, 0.0);
    let (mut een, mut ander) = (een.iter().peekable(), ander.iter().peekable());
    while let Some(duur) = [een.peek(), ander.peek()].into_iter().flatten().map(|t| t.duur).min() {
        let telling = |groep: &mut Peekable<Iter<'_, Duurtelling>>| {
            groep.next_if(|t| t.duur == duur).map_or((0, 0), |t| (t.gesloten, t.open))
        };
        let ((d1, o1), (d2, o2)) = (telling(&mut een), telling(&mut ander));
        let (n, d, n1) = (getal(over_een + over_ander), getal(d1 + d2), getal(over_een));
        if d1 + d2 > 0 {
            verschil += getal(d1) - d * n1 / n;
            if n > 1.0 {
                variantie += d * (n1 / n) * (1.0 - n1 / n) * (n - d) / (n - 1.0);
            }
        }
        over_een -= d1 + o1;
        over_ander -= d2 + o2;
    }
    let toets = if variantie > 0.0 { verschil * verschil / variantie } else { 0.0 };
    // A chi-square with one degree of freedom is the square of a standard normal.
    let p = libm::erfc((toets / 2.0).sqrt());
    let oordeel = match () {
        () if !genoeg => Oordeel::TeWeinigGegevens,
        () if p < ALFA => Oordeel::Verschil,
        () => Oordeel::GeenAantoonbaarVerschil,
    };
    Vergelijking { toets, p, oordeel }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    fn telling((duur, gesloten, open): (i64, i64, i64)) -> Duurtelling {
        Duurtelling { duur, gesloten, open }
    }

    #[test]
    fn groups_that_differ_are_told_from_groups_that_do_not() {
        let snel: Vec<_> = (1..=20).map(|d| telling((d, 1, 0))).collect();
        let traag: Vec<_> = (1..=20).map(|d| telling((d * 4, 1, 0))).collect();
        assert_eq!(vergelijk(&snel, &traag).oordeel, Oordeel::Verschil);
        let zelfde = vergelijk(&snel, &snel);
        assert_eq!((zelfde.oordeel, zelfde.p), (Oordeel::GeenAantoonbaarVerschil, 1.0));
        assert_eq!(vergelijk(&snel[..4], &traag).oordeel, Oordeel::TeWeinigGegevens);
        assert_eq!(vergelijk(&[], &[]).oordeel, Oordeel::TeWeinigGegevens);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(500), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_does_not_matter_which_group_comes_first(
            een in vec((0..40_i64, 0..4_i64, 0..4_i64), 0..30),
            ander in vec((0..40_i64, 0..4_i64, 0..4_i64), 0..30),
        ) {
            let (een, ander): (Vec<_>, Vec<_>) = (een.into_iter().map(telling).collect(), ander.into_iter().map(telling).collect());
            let (heen, terug) = (vergelijk(&een, &ander), vergelijk(&ander, &een));
            prop_assert!((heen.toets - terug.toets).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&heen.p));
        }
    }
}
