//! How long waiting takes, over waits that ended and waits that still last: the estimate of Kaplan and Meier, with the
//! variance of Greenwood and intervals by the log-log transformation.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// How many waits have a length. Those that still last have lasted so long by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duurtelling {
    /// The length, in whole days of whatever kind; not below 0.
    pub duur: i64,
    /// How many ended after so long.
    pub gesloten: i64,
    /// How many still last.
    pub open: i64,
}

/// A length at which waits ended, and how many last longer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stap {
    /// The length.
    pub duur: i64,
    /// How many lasted at least so long.
    pub over: i64,
    /// How many ended then.
    pub gesloten: i64,
    /// The estimated part that lasts longer.
    pub deel: f64,
    /// A part that it is hardly below, with 95 % confidence.
    pub laag: f64,
    /// A part that it is hardly above; absent where nothing can be said.
    pub hoog: Option<f64>,
}

/// The estimate as steps; between two steps nothing ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Overleving(pub Vec<Stap>);

/// A length within which a part of the waits ends; absent when so many have not ended yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kwantiel {
    /// The estimate.
    pub duur: Option<i64>,
    /// The lower end of its 95 % interval.
    pub van: Option<i64>,
    /// The upper end; absent when it is not reached.
    pub tot: Option<i64>,
}

/// What is told of a group of waits.
#[derive(Debug, Clone, PartialEq)]
pub struct Wachttijd {
    /// How many ended.
    pub gesloten: i64,
    /// How many still last.
    pub open: i64,
    /// Within which half of them end.
    pub mediaan: Kwantiel,
    /// Within which three quarters end.
    pub p75: Kwantiel,
    /// Within which nine of ten end.
    pub p90: Kwantiel,
    /// Within which nineteen of twenty end.
    pub p95: Kwantiel,
}

/// The standard normal deviate of a two-sided 95 % interval.
const Z: f64 = 1.959_963_984_540_054;
/// Products of fractions are not exact: what is this near to a quantile is at it.
const GELIJK: f64 = 1e-9;

/// The counts by length, the shortest first; lengths may come more than once, in any order.
pub(super) fn per_duur(tellingen: &[Duurtelling]) -> Cow<'_, [Duurtelling]> {
    if tellingen.is_sorted_by(|een, ander| een.duur < ander.duur) {
        return Cow::Borrowed(tellingen);
    }
    let mut per_duur: BTreeMap<i64, Duurtelling> = BTreeMap::new();
    for telling in tellingen {
        let leeg = Duurtelling { duur: telling.duur, gesloten: 0, open: 0 };
        let samen = per_duur.entry(telling.duur).or_insert(leeg);
        samen.gesloten += telling.gesloten;
        samen.open += telling.open;
    }
    Cow::Owned(per_duur.into_values().collect())
}

/// The estimate from counts.
pub fn overleving(tellingen: &[Duurtelling]) -> Overleving {
    let stap = |s: Schatting| {
        let (laag, hoog) = interval(s.deel, s.variantie);
        Stap { duur: s.duur, over: s.over, gesloten: s.gesloten, deel: s.deel, laag, hoog }
    };
    let per_duur = per_duur(tellingen);
    Overleving(schattingen(samen(&per_duur), per_duur.iter().copied()).map(stap).collect())
}

/// The estimate at one length.
struct Schatting {
    duur: i64,
    over: i64,
    gesloten: i64,
    deel: f64,
    variantie: f64,
    /// The negative logarithm of `deel` is not below the first, and not above the second of these: they cost only a division.
    log_tussen: [f64; 2],
}

/// How many there are together.
fn samen(tellingen: &[Duurtelling]) -> i64 {
    tellingen.iter().map(|telling| telling.gesloten + telling.open).sum()
}

/// The estimate, one length at which waits ended after another; `over` is how many there are of all lengths together.
fn schattingen(
    mut over: i64,
    oplopend: impl Iterator<Item = Duurtelling>,
) -> impl Iterator<Item = Schatting> {
    let (mut deel, mut variantie, mut log_tussen) = (1.0, 0.0, [0.0; 2]);
    oplopend.filter_map(move |Duurtelling { duur, gesloten, open }| {
        let hier = over;
        over -= gesloten + open;
        if gesloten == 0 {
            return None;
        }
        let (n, d) = (getal(hier), getal(gesloten));
        let rest = n - d;
        // Divisions are what a length costs: one serves all three, but at the end, where nothing is left.
        let deel_van_n = match rest > 0.0 {
            true => {
                let per = 1.0 / (n * rest);
                variantie += d * per;
                log_tussen[1] += d * n * per;
                d * rest * per
            }
            false => {
                (variantie, log_tussen[1]) = (f64::INFINITY, f64::INFINITY);
                1.0
            }
        };
        deel *= 1.0 - deel_van_n;
        log_tussen[0] += deel_van_n;
        Some(Schatting { duur, over: hier, gesloten, deel, variantie, log_tussen })
    })
}

/// Everything that is told of a group of waits.
pub fn wachttijd(tellingen: &[Duurtelling]) -> Wachttijd {
    let (gesloten, open) =
        (tellingen.iter().map(|t| t.gesloten).sum(), tellingen.iter().map(|t| t.open).sum());
    wachttijd_van(gesloten, open, per_duur(tellingen).iter().copied())
}

/// The same of lengths that come one after another, the shortest first, when it is known how many there are together.
pub fn wachttijd_van(gesloten: i64, open: i64, oplopend: impl Iterator<Item = Duurtelling>) -> Wachttijd {
    let mut kwantielen = [0.5, 0.75, 0.9, 0.95].map(Zoek::nieuw);
    let mut volgende = volgende(&kwantielen);
    let _ = schattingen(gesloten + open, oplopend).try_for_each(|schatting| {
        if zeker_ervoor(&schatting, volgende) {
            return ControlFlow::Continue(());
        }
        let grenzen = grenzen(&schatting);
        let gevonden = kwantielen.iter_mut().map(|kwantiel| kwantiel.zie(schatting.duur, grenzen));
        if gevonden.fold(false, |een, ander| een | ander) {
            volgende = self::volgende(&kwantielen);
        }
        // The long tail says nothing more, once nineteen of twenty and their margins are found.
        match volgende == [f64::INFINITY; 3] {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    });
    let [mediaan, p75, p90, p95] = kwantielen.map(|zoek| zoek.gevonden);
    Wachttijd { gesloten, open, mediaan, p75, p90, p95 }
}

/// Looks for the length within which a part of the waits ends: the first at which no more than the rest lasts longer.
struct Zoek {
    rest: f64,
    gevonden: Kwantiel,
}

impl Zoek {
    fn nieuw(deel: f64) -> Self {
        let rest = loglog(1.0 - deel + GELIJK);
        Self { rest, gevonden: Kwantiel { duur: None, van: None, tot: None } }
    }

    /// Looks at the next length: the estimate there, and the ends of its interval. Whether it found any.
    fn zie(&mut self, lengte: i64, grenzen: [f64; 3]) -> bool {
        let mut nieuw = false;
        let Kwantiel { duur, van, tot } = &mut self.gevonden;
        for (gevonden, grens) in [duur, van, tot].into_iter().zip(grenzen) {
            if gevonden.is_none() && grens >= self.rest {
                *gevonden = Some(lengte);
                nieuw = true;
            }
        }
        nieuw
    }

    /// Where the estimate and the ends of its interval must come, on a scale without the outer logarithm; nowhere any more
    /// for those that are found.
    fn nog(&self) -> [f64; 3] {
        let Kwantiel { duur, van, tot } = self.gevonden;
        [duur, van, tot].map(|gevonden| if gevonden.is_some() { f64::INFINITY } else { self.rest.exp() })
    }
}

/// What is to be found next: for the estimate, and for the ends of its interval.
fn volgende(kwantielen: &[Zoek]) -> [f64; 3] {
    let nog = kwantielen.iter().map(Zoek::nog);
    nog.fold([f64::INFINITY; 3], |[a, b, c], [d, e, f]| [a.min(d), b.min(e), c.min(f)])
}

/// Whether nothing can be found here yet, as bounds tell that need no logarithm, root or division: there are very many
/// lengths, and few at which something is found.
fn zeker_ervoor(schatting: &Schatting, [duur, van, tot]: [f64; 3]) -> bool {
    let [minstens, hoogstens] = schatting.log_tussen;
    // More than what rounding can come to.
    let hoogstens = hoogstens * (1.0 + GELIJK);
    // The upper end lies not beyond the estimate. The lower end lies a factor of exp(marge) further on, where marge is
    // Z √variantie / minstens. That is less than 1 + marge + marge² while marge < 1, and so it lies before `van` as long as
    // marge < 1 - hoogstens / van.
    let ruimte = (van - hoogstens) * minstens;
    hoogstens < duur
        && hoogstens < tot
        && (van == f64::INFINITY || ruimte > 0.0 && Z * Z * schatting.variantie * van * van < ruimte * ruimte)
}

/// The scale on which the interval is symmetrical; what is smaller lies higher on it.
fn loglog(deel: f64) -> f64 {
    (-deel.ln()).ln()
}

/// The estimate, its lower and its upper end, on the scale of [`loglog`]: to know which of two is smaller, no powers are
/// needed, and there are very many lengths.
fn grenzen(Schatting { deel, variantie, .. }: &Schatting) -> [f64; 3] {
    if *deel <= 0.0 {
        return [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY];
    }
    let log = -deel.ln();
    let (midden, marge) = (log.ln(), Z * variantie.sqrt() / log);
    [midden, midden + marge, midden - marge]
}

/// The interval by the log-log transformation: it never leaves [0, 1].
fn interval(deel: f64, variantie: f64) -> (f64, Option<f64>) {
    if deel <= 0.0 {
        return (0.0, None);
    }
    let log = deel.ln();
    let marge = Z * variantie.sqrt() / log;
    (deel.powf((-marge).exp()), Some(deel.powf(marge.exp())))
}

/// A count as a number; counts of a municipality are far below what a float holds exactly.
#[expect(clippy::cast_precision_loss, reason = "a count")]
pub(super) fn getal(aantal: i64) -> f64 {
    aantal as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    fn telling(duur: i64, gesloten: i64, open: i64) -> Duurtelling {
        Duurtelling { duur, gesloten, open }
    }

    #[test]
    fn what_still_waits_counts() {
        // Four ended on days 1 to 4; four others wait already ten days: the median is not 2, but day 4.
        let wacht = wachttijd(&[
            telling(1, 1, 0),
            telling(2, 1, 0),
            telling(3, 1, 0),
            telling(4, 1, 0),
            telling(10, 0, 4),
        ]);
        assert_eq!((wacht.gesloten, wacht.open), (4, 4));
        assert_eq!((wacht.mediaan.duur, wacht.p75.duur), (Some(4), None));
        let stappen = overleving(&[telling(6, 3, 1), telling(7, 1, 0), telling(9, 0, 1), telling(10, 1, 1)]);
        let delen: Vec<f64> = stappen.0.iter().map(|s| (s.deel * 1e6).round() / 1e6).collect();
        assert_eq!(delen, [0.625, 0.46875, 0.234_375]);
    }

    #[test]
    fn at_the_edges_it_says_what_is_known() {
        let leeg = wachttijd(&[]);
        assert_eq!((leeg.gesloten, leeg.mediaan.duur), (0, None));
        let open = wachttijd(&[telling(300, 0, 5)]);
        assert_eq!((open.mediaan.duur, open.mediaan.van, open.mediaan.tot), (None, None, None));
        let meteen = wachttijd(&[telling(0, 3, 0)]);
        assert_eq!((meteen.mediaan.duur, meteen.p95.duur), (Some(0), Some(0)));
        let precies_half = wachttijd(&[telling(5, 1, 0), telling(8, 1, 0)]);
        assert_eq!(precies_half.mediaan.duur, Some(5));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(500), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_falls_from_one_to_zero_at_most(tellingen in vec((0..60_i64, 0..4_i64, 0..4_i64), 0..40)) {
            let tellingen: Vec<_> = tellingen.into_iter().map(|(d, g, o)| telling(d, g, o)).collect();
            let stappen = overleving(&tellingen).0;
            prop_assert!(stappen.windows(2).all(|w| w[0].deel > w[1].deel && w[0].duur < w[1].duur));
            prop_assert!(stappen.iter().all(|s| s.laag <= s.deel + 1e-12 && s.hoog.is_none_or(|h| s.deel <= h + 1e-12)));
            prop_assert!(stappen.iter().all(|s| (0.0..=1.0).contains(&s.deel)));
            // In any order, and one by one, it is the same.
            let los = |t: &Duurtelling| {
                let gesloten = std::iter::repeat_n(telling(t.duur, 1, 0), usize::try_from(t.gesloten).unwrap());
                gesloten.chain(std::iter::repeat_n(telling(t.duur, 0, 1), usize::try_from(t.open).unwrap())).collect::<Vec<_>>()
            };
            let los: Vec<_> = tellingen.iter().rev().flat_map(los).collect();
            prop_assert_eq!(overleving(&los).0, stappen);
        }

        #[test]
        fn the_quantiles_stand_in_the_steps(tellingen in vec((0..90_i64, 0..9_i64, 0..3_i64), 0..90)) {
            let tellingen: Vec<_> = tellingen.into_iter().map(|(d, g, o)| telling(d, g, o)).collect();
            let (wacht, stappen) = (wachttijd(&tellingen), overleving(&tellingen).0);
            let kwantielen = [(wacht.mediaan, 0.5), (wacht.p75, 0.25), (wacht.p90, 0.1), (wacht.p95, 0.05)];
            for (kwantiel, rest) in kwantielen {
                let eerste = |deel: &dyn Fn(&Stap) -> Option<f64>| {
                    let stap = stappen.iter().find(|stap| deel(stap).is_some_and(|deel| deel <= rest + GELIJK));
                    stap.map(|stap| stap.duur)
                };
                prop_assert_eq!(kwantiel.duur, eerste(&|stap| Some(stap.deel)));
                prop_assert_eq!(kwantiel.van, eerste(&|stap| Some(stap.laag)));
                prop_assert_eq!(kwantiel.tot, eerste(&|stap| stap.hoog));
            }
        }

        #[test]
        fn without_open_waits_it_is_the_ordinary_quantile(mut duren in vec(0..200_i64, 1..80)) {
            let wacht = wachttijd(&duren.iter().map(|d| telling(*d, 1, 0)).collect::<Vec<_>>());
            duren.sort_unstable();
            for (kwantiel, procent) in [(wacht.mediaan, 50), (wacht.p75, 75), (wacht.p90, 90), (wacht.p95, 95)] {
                let rang = (duren.len() * procent).div_ceil(100).max(1) - 1;
                prop_assert_eq!(kwantiel.duur, Some(duren[rang]));
            }
        }
    }
}
