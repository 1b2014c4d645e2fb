//! When something happened, and how precisely that is known.

use crate::codes::codes;
use jiff::{
    Timestamp,
    civil::{Date, date},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// The time zone in which civil dates are meant (all terms of the law are).
pub const TIJDZONE: &str = "Europe/Amsterdam";

codes! {
    /// How far a moment from history is known.
    Nauwkeurigheid {
        /// To the instant: recorded as it happened.
        Tijdstip = "tijdstip",
        /// To the day.
        Dag = "dag",
        /// To the month.
        Maand = "maand",
        /// To the year.
        Jaar = "jaar",
        /// Not at all: the date is an estimate that only keeps the order; no duration may rest on it.
        Onbekend = "onbekend",
    }
}

/// A point in time with its precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The instant; below the precision its digits only keep the order.
    pub op: Timestamp,
    /// How far `op` is known.
    pub nauwkeurigheid: Nauwkeurigheid,
}

impl Moment {
    /// A moment known to the instant.
    pub fn tijdstip(op: Timestamp) -> Self {
        Self { op, nauwkeurigheid: Nauwkeurigheid::Tijdstip }
    }

    /// A civil date. Noon UTC is the same day everywhere in Europe; `rang` (seconds, up to nine hours, so that it
    /// stays the same day in summer too) keeps the order within a day.
    pub fn datum(datum: Date, nauwkeurigheid: Nauwkeurigheid, rang: u32) -> Self {
        let noon = datum.at(12, 0, 0, 0);
        let op = TimeZone::UTC.to_timestamp(noon).unwrap_or(Timestamp::MAX);
        let rang = i64::from(rang.min(9 * 3600));
        Self { op: op.checked_add(jiff::SignedDuration::from_secs(rang)).unwrap_or(op), nauwkeurigheid }
    }

    /// The civil date in Europe/Amsterdam.
    pub fn dag(&self) -> Date {
        tijdzone().to_datetime(self.op).date()
    }

    /// This moment as the boundary that follows `vloer`: what was recorded later happened no earlier, whatever its
    /// digits say. Where both can be true, as with a day and the month around it, it is as precise as the coarser of
    /// the two. Where they contradict each other it is not known, so that no duration rests on it.
    #[must_use]
    pub fn niet_voor(self, vloer: Self) -> Self {
        if self.op >= vloer.op || !vloer.is_bekend() {
            return self;
        }
        let kan = self.is_bekend() && self.periode().1 >= vloer.periode().0;
        let nauwkeurigheid = match kan {
            true => self.nauwkeurigheid.max(vloer.nauwkeurigheid),
            false => Nauwkeurigheid::Onbekend,
        };
        Self { op: vloer.op, nauwkeurigheid }
    }

    /// The first and last days that it can be; the same day when it is known to the day or better.
    pub fn dagen(&self) -> (Date, Date) {
        let dag = self.dag();
        match self.nauwkeurigheid {
            Nauwkeurigheid::Tijdstip | Nauwkeurigheid::Dag => (dag, dag),
            Nauwkeurigheid::Maand => (dag.first_of_month(), dag.last_of_month()),
            Nauwkeurigheid::Jaar => (dag.first_of_year(), dag.last_of_year()),
            Nauwkeurigheid::Onbekend => (Date::MIN, Date::MAX),
        }
    }

    /// The first and last instants that it can be.
    fn periode(&self) -> (Timestamp, Timestamp) {
        if self.nauwkeurigheid == Nauwkeurigheid::Tijdstip {
            return (self.op, self.op);
        }
        let ((eerste, laatste), zone) = (self.dagen(), tijdzone());
        let begin = zone.to_timestamp(eerste.at(0, 0, 0, 0)).unwrap_or(Timestamp::MIN);
        (begin, zone.to_timestamp(laatste.at(23, 59, 59, 999_999_999)).unwrap_or(Timestamp::MAX))
    }

    /// The civil day as days since 1970-01-01; `None` where no duration may rest on it.
    pub fn dagnummer(&self) -> Option<i64> {
        self.is_bekend().then(|| dagnummer(self.dag()))
    }

    /// Whether a duration may rest on this moment.
    pub fn is_bekend(&self) -> bool {
        self.nauwkeurigheid != Nauwkeurigheid::Onbekend
    }

    /// The moment in words, no more precise than it is known: `2019`, `2019-04`, `2019-04-01`, `onbekend`.
    pub fn in_woorden(&self) -> String {
        let dag = self.dag();
        match self.nauwkeurigheid {
            Nauwkeurigheid::Tijdstip | Nauwkeurigheid::Dag => dag.to_string(),
            Nauwkeurigheid::Maand => format!("{:04}-{:02}", dag.year(), dag.month()),
            Nauwkeurigheid::Jaar => format!("{:04}", dag.year()),
            Nauwkeurigheid::Onbekend => "onbekend".to_owned(),
        }
    }
}

/// The months in Dutch, each with its abbreviation.
pub const MAANDEN: [(&str, &str); 12] = [
    ("januari", "jan"),
    ("februari", "feb"),
    ("maart", "mrt"),
    ("april", "apr"),
    ("mei", "mei"),
    ("juni", "jun"),
    ("juli", "jul"),
    ("augustus", "aug"),
    ("september", "sep"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("december", "dec"),
];

/// The month of a date in Dutch, and its abbreviation.
pub fn maand(dag: Date) -> (&'static str, &'static str) {
    let plaats = usize::try_from(dag.month() - 1).ok();
    plaats.and_then(|plaats| MAANDEN.get(plaats)).copied().unwrap_or_default()
}

/// A date as people write it: `27 april 2026`.
pub fn datum_in_woorden(dag: Date) -> String {
    format!("{} {} {}", dag.day(), maand(dag).0, dag.year())
}

/// The first instant after a day in Europe/Amsterdam.
pub fn einde_van(dag: Date) -> Timestamp {
    let morgen = dag.tomorrow().unwrap_or(dag);
    tijdzone().to_timestamp(morgen.at(0, 0, 0, 0)).unwrap_or(Timestamp::MAX)
}

/// A civil day as days since 1970-01-01.
pub fn dagnummer(dag: Date) -> i64 {
    crate::termijn::dagen_tussen(date(1970, 1, 1), dag)
}

/// The civil day that is this many days after 1970-01-01.
pub fn van_dagnummer(nummer: i64) -> Date {
    crate::termijn::plus_dagen(date(1970, 1, 1), nummer)
}

/// The time zone of the Netherlands, in which days begin and end.
/// Looked up once: every event and every duration asks for it.
pub fn tijdzone() -> &'static TimeZone {
    static ZONE: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get(TIJDZONE).unwrap_or(TimeZone::UTC));
    &ZONE
}
