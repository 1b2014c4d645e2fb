//! What follows on an attempt to deliver: pure, so that days of failing can be tried in a moment.

use jiff::{SignedDuration, Timestamp};

/// The usual waits after each failure: 75 hours in all, so that a receiver may be down over a weekend.
const STANDAARD: [SignedDuration; 9] = [
    SignedDuration::from_secs(5),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(5),
    SignedDuration::from_hours(10),
    SignedDuration::from_hours(14),
    SignedDuration::from_hours(20),
    SignedDuration::from_hours(24),
];
/// How long must be tried at least.
pub const MINSTENS: SignedDuration = SignedDuration::from_hours(24);
/// The longest that a receiver may ask to be left alone.
const HOOGSTENS: SignedDuration = SignedDuration::from_hours(24);
/// By how much a wait may be longer, in percent: receivers that failed together are not all tried again together.
const SPREIDING: i32 = 20;

/// After which waits to try again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ritme(Vec<SignedDuration>);

impl Default for Ritme {
    fn default() -> Self {
        Self(STANDAARD.to_vec())
    }
}

/// What an attempt came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uitslag {
    /// It was taken.
    Gelukt,
    /// The receiver wants nothing any more.
    Opgezegd,
    /// It was not taken; the receiver may say how long to wait.
    Mislukt {
        /// How long, at least.
        wacht: Option<SignedDuration>,
    },
}

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vervolg {
    /// On to the next.
    Verder,
    /// The same again, then.
    Opnieuw(Timestamp),
    /// It was tried for long enough: an administrator must look.
    Opgeven,
    /// The receiver is left alone for good.
    Stoppen,
}

impl Ritme {
    /// Reads waits such as `5s, 5m, 2h`; `ms` is for tests.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn lees(tekst: &str) -> Result<Self, String> {
        let wacht = |deel: &str| {
            let (getal, eenheid) = deel.split_at(deel.find(|c: char| !c.is_ascii_digit())?);
            let getal: i64 = getal.parse().ok()?;
            let millis = match eenheid {
                "ms" => getal,
                "s" => getal.checked_mul(1000)?,
                "m" => getal.checked_mul(60_000)?,
                "h" => getal.checked_mul(3_600_000)?,
                _ => return None,
            };
            Some(SignedDuration::from_millis(millis)).filter(|wacht| *wacht <= HOOGSTENS)
        };
        let wachttijden = tekst.split(',').map(str::trim).map(|deel| {
            wacht(deel).ok_or_else(|| {
                format!("{deel:?} is geen wachttijd; schrijf bijvoorbeeld 5s, 5m of 2h, hoogstens 24h")
            })
        });
        wachttijden.collect::<Result<_, _>>().map(Self)
    }

    /// How long is tried before giving up.
    pub fn duur(&self) -> SignedDuration {
        self.0.iter().fold(SignedDuration::ZERO, |som, wacht| som.saturating_add(*wacht))
    }

    /// What follows on an attempt after so many failures in a row; `spreiding` is a number below 1000 that differs from one
    /// receiver and attempt to the next.
    pub fn vervolg(&self, mislukt: u32, uitslag: Uitslag, nu: Timestamp, spreiding: u16) -> Vervolg {
        let gevraagd = match uitslag {
            Uitslag::Gelukt => return Vervolg::Verder,
            Uitslag::Opgezegd => return Vervolg::Stoppen,
            Uitslag::Mislukt { wacht } => wacht.unwrap_or(SignedDuration::ZERO),
        };
        let Some(wacht) = usize::try_from(mislukt).ok().and_then(|n| self.0.get(n)) else {
            return Vervolg::Opgeven;
        };
        let langer = *wacht * SPREIDING / 100 * i32::from(spreiding.min(999)) / 1000;
        let wacht = (*wacht + langer).max(gevraagd.min(HOOGSTENS));
        Vervolg::Opnieuw(nu.saturating_add(wacht).unwrap_or(Timestamp::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MISLUKT: Uitslag = Uitslag::Mislukt { wacht: None };

    fn nu() -> Timestamp {
        "2026-03-02T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn it_is_tried_for_more_than_a_day_and_then_given_up() {
        let ritme = Ritme::default();
        assert!(ritme.duur() > MINSTENS);
        let (mut op, mut pogingen) = (nu(), 0);
        while let Vervolg::Opnieuw(dan) = ritme.vervolg(pogingen, MISLUKT, op, 0) {
            assert!(dan > op);
            (op, pogingen) = (dan, pogingen + 1);
        }
        assert_eq!((op.duration_since(nu()), pogingen), (ritme.duur(), 9));
        assert_eq!(ritme.vervolg(9, MISLUKT, op, 0), Vervolg::Opgeven);
        assert_eq!(ritme.vervolg(9, Uitslag::Gelukt, op, 0), Vervolg::Verder, "also at the last attempt");
    }

    #[test]
    fn what_the_receiver_says_is_obeyed() {
        let ritme = Ritme::default();
        let vraagt = |uren| Uitslag::Mislukt { wacht: Some(SignedDuration::from_hours(uren)) };
        let na = |uitslag| match ritme.vervolg(0, uitslag, nu(), 0) {
            Vervolg::Opnieuw(op) => op.duration_since(nu()),
            anders => panic!("{anders:?}"),
        };
        assert_eq!(na(vraagt(3)), SignedDuration::from_hours(3));
        assert_eq!(na(vraagt(0)), SignedDuration::from_secs(5), "not sooner than is usual");
        assert_eq!(na(vraagt(24 * 365)), SignedDuration::from_hours(24), "not for ever");
        assert_eq!(ritme.vervolg(0, Uitslag::Opgezegd, nu(), 0), Vervolg::Stoppen);
    }

    #[test]
    fn waits_are_read_and_nonsense_is_named() {
        let ritme = Ritme::lees("20ms, 5s,2h").unwrap();
        assert_eq!(ritme.duur(), SignedDuration::from_millis(7_205_020));
        for fout in ["", "5", "s", "5d", "25h", "-5s", "5s,,5s", "99999999999999999h"] {
            assert!(Ritme::lees(fout).is_err(), "{fout}");
        }
    }

    proptest! {
        #[test]
        fn a_wait_is_never_shorter_than_planned_nor_a_fifth_longer(
            mislukt in 0_u32..12, spreiding in any::<u16>(), wacht in proptest::option::of(0_i64..1_000_000_000),
        ) {
            let ritme = Ritme::default();
            let uitslag = Uitslag::Mislukt { wacht: wacht.map(SignedDuration::from_secs) };
            match ritme.vervolg(mislukt, uitslag, nu(), spreiding) {
                Vervolg::Opnieuw(op) => {
                    let (gepland, na) = (STANDAARD[mislukt as usize], op.duration_since(nu()));
                    let gevraagd = SignedDuration::from_secs(wacht.unwrap_or(0)).min(HOOGSTENS);
                    prop_assert!(na >= gepland && na >= gevraagd);
                    prop_assert!(na <= (gepland * 6 / 5).max(gevraagd));
                }
                anders => prop_assert_eq!((anders, mislukt >= 9), (Vervolg::Opgeven, true)),
            }
        }

        #[test]
        fn whatever_the_answers_nothing_is_passed_by_without_success(
            uitslagen in proptest::collection::vec(0_u8..4, 0..60),
        ) {
            // The state machine of one event: only success goes on, and the number of failures is what counts.
            let (ritme, mut mislukt, mut op) = (Ritme::default(), 0_u32, nu());
            for keuze in uitslagen {
                let uitslag = match keuze {
                    0 => Uitslag::Gelukt,
                    1 => Uitslag::Mislukt { wacht: Some(SignedDuration::from_secs(90)) },
                    _ => MISLUKT,
                };
                match ritme.vervolg(mislukt, uitslag, op, u16::from(keuze) * 200) {
                    Vervolg::Verder => {
                        prop_assert_eq!(uitslag, Uitslag::Gelukt);
                        mislukt = 0;
                    }
                    Vervolg::Opnieuw(dan) => {
                        prop_assert!(dan > op && uitslag != Uitslag::Gelukt);
                        (mislukt, op) = (mislukt + 1, dan);
                    }
                    Vervolg::Opgeven => {
                        prop_assert_eq!(mislukt, 9);
                        break;
                    }
                    Vervolg::Stoppen => prop_assert!(false, "nobody said so"),
                }
            }
        }
    }
}
