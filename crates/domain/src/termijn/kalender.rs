//! Working days and holidays: article 3 of the Algemene termijnenwet, for any year, and the days that a royal decree puts
//! on a par with them.

use crate::moment::{dagnummer, van_dagnummer};
use jiff::Span;
use jiff::civil::{Date, Weekday, date};
use std::collections::BTreeSet;

/// The days that a royal decree put on a par with the holidays (Atw article 3, paragraph 3), as far as they are known:
/// (year, month, day).
const AANGEWEZEN: [(i16, i8, i8); 10] = [
    (2023, 4, 28),
    (2023, 5, 19),
    (2024, 5, 10),
    (2024, 12, 27),
    (2025, 5, 30),
    // Stcrt. 2025, 24713.
    (2026, 1, 2),
    (2026, 5, 15),
    (2027, 5, 7),
    (2028, 4, 28),
    (2028, 5, 26),
];

/// Which days are working days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kalender {
    aangewezen: BTreeSet<Date>,
}

impl Default for Kalender {
    fn default() -> Self {
        Self { aangewezen: AANGEWEZEN.into_iter().map(|(jaar, maand, dag)| date(jaar, maand, dag)).collect() }
    }
}

impl Kalender {
    /// With more days that a royal decree named.
    #[must_use]
    pub fn met_aangewezen(mut self, dagen: impl IntoIterator<Item = Date>) -> Self {
        self.aangewezen.extend(dagen);
        self
    }

    /// The holiday on a day, by name. Sundays that are a feast of themselves (Easter, Whitsun) are Sundays already.
    pub fn feestdag(&self, dag: Date) -> Option<&'static str> {
        let vast = match (dag.month(), dag.day()) {
            (1, 1) => Some("Nieuwjaarsdag"),
            (5, 5) => Some("Bevrijdingsdag"),
            (12, 25) => Some("eerste kerstdag"),
            (12, 26) => Some("tweede kerstdag"),
            _ if koningsdag(dag.year()) == dag => {
                Some(if dag.year() < 2014 { "Koninginnedag" } else { "Koningsdag" })
            }
            _ => None,
        };
        let na_pasen = || match dagen_tussen(pasen(dag.year()), dag) {
            -2 => Some("Goede Vrijdag"),
            1 => Some("tweede paasdag"),
            39 => Some("Hemelvaartsdag"),
            50 => Some("tweede pinksterdag"),
            _ => None,
        };
        let aangewezen = || self.aangewezen.contains(&dag).then_some("aangewezen dag (Atw artikel 3, lid 3)");
        // From Good Friday to Whit Monday the feasts go with Easter; the rest of the year need not look for it.
        let bij_pasen = (3..=6).contains(&dag.month()).then_some(());
        vast.or_else(|| bij_pasen.and_then(|()| na_pasen())).or_else(aangewezen)
    }

    /// Whether a day is no Saturday, Sunday or holiday.
    pub fn is_werkdag(&self, dag: Date) -> bool {
        !in_weekend(dag) && self.feestdag(dag).is_none()
    }

    /// Why a day is no working day, in words.
    pub fn waarom_vrij(&self, dag: Date) -> Option<&'static str> {
        match dag.weekday() {
            Weekday::Saturday => Some("een zaterdag"),
            Weekday::Sunday => Some("een zondag"),
            _ => self.feestdag(dag),
        }
    }

    /// This day, or the first working day after it.
    pub fn werkdag_vanaf(&self, dag: Date) -> Date {
        let mut dag = dag;
        while !self.is_werkdag(dag) && dag < Date::MAX {
            dag = plus_dagen(dag, 1);
        }
        dag
    }

    /// The day on which the n-th working day after this day falls; this day itself when n is 0.
    pub fn plus_werkdagen(&self, dag: Date, aantal: u32) -> Date {
        let mut dag = dag;
        for _ in 0..aantal {
            if dag == Date::MAX {
                break;
            }
            dag = self.werkdag_vanaf(plus_dagen(dag, 1));
        }
        dag
    }

    /// How many working days lie in [van, tot): a cost by the years between them, not by the days.
    pub fn werkdagen(&self, van: Date, tot: Date) -> i64 {
        if tot <= van {
            return 0;
        }
        let dagen = dagen_tussen(van, tot);
        let rest = (0..dagen % 7).filter(|n| !in_weekend(plus_dagen(van, *n))).count();
        let door_de_week = dagen / 7 * 5 + i64::try_from(rest).unwrap_or(0);
        let vrij = (van.year()..=tot.year()).flat_map(|jaar| self.feestdagen(jaar));
        let vrij = vrij.filter(|dag| van <= *dag && *dag < tot && !in_weekend(*dag)).count();
        door_de_week - i64::try_from(vrij).unwrap_or(0)
    }

    /// How many working days lie between days of this span: counted once, then looked up.
    pub fn tabel(&self, eerste: Date, laatste: Date) -> Werkdagentabel {
        let mut voor = vec![0];
        let (mut dag, mut aantal) = (eerste, 0);
        while dag < laatste {
            aantal += i64::from(self.is_werkdag(dag));
            voor.push(aantal);
            dag = plus_dagen(dag, 1);
        }
        Werkdagentabel { kalender: self.clone(), eerste: dagnummer(eerste), voor }
    }

    /// The holidays of a year, each once.
    pub fn feestdagen(&self, jaar: i16) -> BTreeSet<Date> {
        let pasen = pasen(jaar);
        let mut dagen: BTreeSet<Date> =
            self.aangewezen.range(date(jaar, 1, 1)..=date(jaar, 12, 31)).copied().collect();
        dagen.extend([-2, 1, 39, 50].map(|n| plus_dagen(pasen, n)));
        dagen.extend([(1, 1), (5, 5), (12, 25), (12, 26)].map(|(maand, dag)| date(jaar, maand, dag)));
        dagen.insert(koningsdag(jaar));
        dagen
    }
}

/// How many working days lie in [van, tot), for many of those.
#[derive(Debug, Clone)]
pub struct Werkdagentabel {
    kalender: Kalender,
    eerste: i64,
    /// How many working days lie before each day, from the first on.
    voor: Vec<i64>,
}

impl Werkdagentabel {
    /// Between two days, as days since 1970-01-01.
    pub fn tussen(&self, van: i64, tot: i64) -> i64 {
        let voor = |dag: i64| usize::try_from(dag - self.eerste).ok().and_then(|i| self.voor.get(i));
        match voor(van).zip(voor(tot)) {
            Some((van, tot)) => (tot - van).max(0),
            None => self.kalender.werkdagen(van_dagnummer(van), van_dagnummer(tot)),
        }
    }
}

fn in_weekend(dag: Date) -> bool {
    matches!(dag.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The king's birthday as it is kept: 27 April, before 2014 the queen's on 30 April; a day earlier on a Sunday.
fn koningsdag(jaar: i16) -> Date {
    let dag = date(jaar, 4, if jaar < 2014 { 30 } else { 27 });
    if dag.weekday() == Weekday::Sunday { plus_dagen(dag, -1) } else { dag }
}

/// Easter Sunday in the Gregorian calendar (the computus of Meeus, Jones and Butcher).
fn pasen(jaar: i16) -> Date {
    let j = i32::from(jaar);
    let (a, b, c) = (j.rem_euclid(19), j.div_euclid(100), j.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let f = (b + 8).div_euclid(25);
    let g = (b - f + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c.div_euclid(4), c.rem_euclid(4));
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l).div_euclid(451);
    let n = h + l - 7 * m + 114;
    // March or April, and a day of it: both fit.
    let (maand, dag) = (i8::try_from(n / 31).unwrap_or(3), i8::try_from(n % 31 + 1).unwrap_or(31));
    Date::new(jaar, maand, dag).unwrap_or(Date::MAX)
}

/// Days later, or earlier; the last day that there is where it would go beyond.
pub fn plus_dagen(dag: Date, aantal: i64) -> Date {
    let spanne: Result<Span, _> = Span::new().try_days(aantal);
    let later = spanne.and_then(|spanne| dag.checked_add(spanne));
    later.unwrap_or(if aantal < 0 { Date::MIN } else { Date::MAX })
}

/// Calendar days from one day to another.
pub fn dagen_tussen(van: Date, tot: Date) -> i64 {
    tot.duration_since(van).as_hours() / 24
}
