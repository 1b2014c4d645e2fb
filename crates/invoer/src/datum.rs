//! Dates as people write them, with how precisely they are known.

use crate::tabel::Cel;
use jiff::civil::{Date, DateTime, date};
use jiff::{Timestamp, tz::TimeZone};
use wijkspoor_domain::moment::{MAANDEN, TIJDZONE};
use wijkspoor_domain::{Moment, Nauwkeurigheid};

/// When something happened, as a cell says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanneer {
    /// On a date, or somewhere in its month or year.
    Op(Date, Nauwkeurigheid),
    /// At a time.
    Om(Timestamp),
    /// Nobody knows.
    Onbekend,
}

/// How a date can be written.
pub(crate) const VORMEN: &str = "schrijf 2024-03-11, 11-03-2024, 11 maart 2024, maart 2024, 2024 of onbekend";
const JAREN: std::ops::RangeInclusive<i16> = 1900..=2200;

impl Wanneer {
    /// Reads a cell.
    ///
    /// # Errors
    /// What would be right.
    pub(crate) fn lees(cel: &Cel) -> Result<Self, String> {
        match cel {
            Cel::Tekst(tekst) => van_tekst(tekst),
            Cel::Datum(moment) => Ok(van_moment(*moment)),
            Cel::Getal(getal) => van_getal(*getal),
        }
    }

    /// What was told as less precise than it was written; `None` when it was written less precise than that.
    pub(crate) fn hoogstens(self, grens: Nauwkeurigheid) -> Option<Self> {
        match self {
            _ if grens == Nauwkeurigheid::Tijdstip => matches!(self, Self::Om(_)).then_some(self),
            Self::Op(dag, nauwkeurigheid) => (nauwkeurigheid <= grens).then_some(Self::Op(dag, grens)),
            Self::Om(op) => Some(Self::Op(Moment::tijdstip(op).dag(), grens)),
            Self::Onbekend => (grens == Nauwkeurigheid::Onbekend).then_some(self),
        }
    }

    /// The moment; `rang` keeps the order within a day, `eerder` stands in for what nobody knows.
    pub(crate) fn moment(self, rang: u32, eerder: Option<Moment>) -> Option<Moment> {
        Some(match self {
            Self::Op(dag, nauwkeurigheid) => Moment::datum(dag, nauwkeurigheid, rang),
            Self::Om(op) => Moment::tijdstip(op),
            Self::Onbekend => Moment { op: eerder?.op, nauwkeurigheid: Nauwkeurigheid::Onbekend },
        })
    }

    /// The one way to write it.
    pub(crate) fn in_woorden(self) -> String {
        match self {
            Self::Op(dag, Nauwkeurigheid::Onbekend) => format!("ongeveer {dag}"),
            Self::Op(dag, nauwkeurigheid) => Moment::datum(dag, nauwkeurigheid, 0).in_woorden(),
            Self::Om(op) => op.to_string(),
            Self::Onbekend => "onbekend".to_owned(),
        }
    }
}

/// A date that is known to the day.
///
/// # Errors
/// What would be right.
pub(crate) fn dag(cel: &Cel) -> Result<Date, String> {
    match Wanneer::lees(cel)? {
        Wanneer::Op(dag, Nauwkeurigheid::Dag) => Ok(dag),
        Wanneer::Om(op) => Ok(Moment::tijdstip(op).dag()),
        _ => Err("hier is een hele datum nodig, zoals 2024-03-11".to_owned()),
    }
}

fn op(jaar: i16, maand: i8, dag: i8, nauwkeurigheid: Nauwkeurigheid) -> Result<Wanneer, String> {
    if !JAREN.contains(&jaar) {
        return Err(format!("het jaar {jaar} kan niet kloppen; {VORMEN}"));
    }
    let datum = Date::new(jaar, maand, dag).map_err(|_| match (1..=12).contains(&maand) {
        true => format!("die dag bestaat niet; {VORMEN}"),
        false => format!("maand {maand} bestaat niet (eerst de dag, dan de maand); {VORMEN}"),
    })?;
    Ok(Wanneer::Op(datum, nauwkeurigheid))
}

fn van_moment(moment: DateTime) -> Wanneer {
    match moment.time() == jiff::civil::Time::midnight() {
        true => Wanneer::Op(moment.date(), Nauwkeurigheid::Dag),
        false => Wanneer::Om(in_nederland(moment)),
    }
}

fn in_nederland(moment: DateTime) -> Timestamp {
    let zone = TimeZone::get(TIJDZONE).unwrap_or(TimeZone::UTC);
    zone.to_timestamp(moment).unwrap_or(Timestamp::MAX)
}

fn van_getal(getal: f64) -> Result<Wanneer, String> {
    let heel = getal.fract() == 0.0 && (0.0..100_000.0).contains(&getal);
    #[expect(clippy::cast_possible_truncation, reason = "whole and small, as was just seen")]
    let heel = heel.then_some(getal as i64).ok_or_else(|| format!("{getal} is geen datum; {VORMEN}"))?;
    van_geheel(heel)
}

/// A year; or the number that Excel keeps for a day, which nobody means to write.
fn van_geheel(getal: i64) -> Result<Wanneer, String> {
    if let Some(jaar) = i16::try_from(getal).ok().filter(|jaar| JAREN.contains(jaar)) {
        return op(jaar, 1, 1, Nauwkeurigheid::Jaar);
    }
    let dag = date(1899, 12, 30).checked_add(jiff::Span::new().days(getal.clamp(0, 100_000)));
    Err(match dag {
        Ok(dag) if getal > 20_000 => {
            format!(
                "{getal} is het getal dat Excel voor {dag} bewaart: geef de kolom de opmaak datum, of schrijf {dag}"
            )
        }
        _ => format!("{getal} is geen datum; {VORMEN}"),
    })
}

fn van_tekst(tekst: &str) -> Result<Wanneer, String> {
    let klein = tekst.to_lowercase();
    if matches!(klein.as_str(), "onbekend" | "?") {
        return Ok(Wanneer::Onbekend);
    }
    if let Ok(op) = tekst.parse::<Timestamp>() {
        return Ok(Wanneer::Om(op));
    }
    let (datum, tijd) = match klein.rsplit_once([' ', 't']) {
        Some((datum, tijd)) if tijd.contains(':') => (datum.trim(), Some(tijd)),
        _ => (klein.as_str(), None),
    };
    let gelezen = delen(datum).unwrap_or_else(|| Err(format!("{tekst:?} is geen datum; {VORMEN}")))?;
    match (tijd, gelezen) {
        (None, gelezen) => Ok(gelezen),
        (Some(tijd), Wanneer::Op(dag, Nauwkeurigheid::Dag)) => {
            let tijd = if tijd.len() == 4 { format!("0{tijd}") } else { tijd.to_owned() };
            let tijd = tijd.parse().map_err(|_| format!("{tijd:?} is geen tijd; schrijf 14:30"))?;
            Ok(Wanneer::Om(in_nederland(dag.to_datetime(tijd))))
        }
        (Some(_), _) => Err("een tijd hoort bij een hele datum, zoals 2024-03-11 14:30".to_owned()),
    }
}

/// A date without time; `None` when it looks like nothing.
fn delen(datum: &str) -> Option<Result<Wanneer, String>> {
    use Nauwkeurigheid::{Dag, Jaar, Maand};
    let delen: Vec<&str> = datum.split(['-', '/', '.', ' ']).filter(|deel| !deel.is_empty()).collect();
    let jaar = |deel: &str| (deel.len() == 4).then(|| deel.parse::<i16>().ok()).flatten();
    let klein = |deel: &str| (deel.len() <= 2).then(|| deel.parse::<i8>().ok()).flatten();
    let maand = |deel: &str| {
        let kort = deel.get(..3);
        let naam = MAANDEN.iter().position(|(lang, afgekort)| {
            *lang == deel || *afgekort == deel || (deel == "maa" || deel == "sept") && kort == lang.get(..3)
        });
        naam.and_then(|i| i8::try_from(i + 1).ok()).or_else(|| klein(deel))
    };
    Some(match delen.as_slice() {
        [een] => match jaar(een) {
            Some(jaar) => op(jaar, 1, 1, Jaar),
            None => van_geheel(een.parse().ok()?),
        },
        [een, twee] => match (jaar(een), jaar(twee)) {
            (Some(jaar), None) => op(jaar, maand(twee)?, 1, Maand),
            (None, Some(jaar)) => op(jaar, maand(een)?, 1, Maand),
            _ => return None,
        },
        [een, twee, drie] => match (jaar(een), jaar(drie)) {
            (Some(jaar), None) => op(jaar, maand(twee)?, klein(drie)?, Dag),
            (None, Some(jaar)) => op(jaar, maand(twee)?, klein(een)?, Dag),
            (None, None) if [een, twee, drie].iter().all(|d| klein(d).is_some()) => {
                Err("schrijf het jaar met vier cijfers".to_owned())
            }
            _ => return None,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Nauwkeurigheid::{Dag, Jaar, Maand, Onbekend};

    fn lees(tekst: &str) -> Result<Wanneer, String> {
        Wanneer::lees(&Cel::Tekst(tekst.to_owned()))
    }

    #[test]
    fn a_date_is_known_as_far_as_it_is_written() {
        let dag = Wanneer::Op(date(2024, 3, 11), Dag);
        for tekst in [
            "2024-03-11",
            "11-03-2024",
            "11-3-2024",
            "11/03/2024",
            "11.03.2024",
            "11 maart 2024",
            "11 mrt. 2024",
            "2024/3/11",
        ] {
            assert_eq!(lees(tekst), Ok(dag), "{tekst}");
        }
        for tekst in ["maart 2024", "Maart 2024", "mrt 2024", "2024-03", "03-2024", "3/2024"] {
            assert_eq!(lees(tekst), Ok(Wanneer::Op(date(2024, 3, 1), Maand)), "{tekst}");
        }
        assert_eq!(lees("2024"), Ok(Wanneer::Op(date(2024, 1, 1), Jaar)));
        assert_eq!(Wanneer::lees(&Cel::Getal(2024.0)), Ok(Wanneer::Op(date(2024, 1, 1), Jaar)));
        assert_eq!(lees("Onbekend"), Ok(Wanneer::Onbekend));
        let om = Wanneer::Om("2024-03-11T13:30:00Z".parse().unwrap());
        for tekst in
            ["2024-03-11 14:30", "11-03-2024 14:30:00", "2024-03-11T14:30", "2024-03-11T14:30:00+01:00"]
        {
            assert_eq!(lees(tekst), Ok(om), "{tekst}");
        }
        assert_eq!(Wanneer::lees(&Cel::Datum(date(2024, 3, 11).at(14, 30, 0, 0))), Ok(om));
        assert_eq!(Wanneer::lees(&Cel::Datum(date(2024, 3, 11).at(0, 0, 0, 0))), Ok(dag));
    }

    #[test]
    fn what_is_no_date_says_what_would_be() {
        for (tekst, deel) in [
            ("11-03-24", "vier cijfers"),
            ("03/14/2024", "maand 14 bestaat niet"),
            ("30-02-2024", "die dag bestaat niet"),
            ("45362", "2024-03-11"),
            ("gisteren", "is geen datum"),
            ("maart", "is geen datum"),
            ("2024 10:00", "hele datum"),
            ("11-03-2024 25:00", "geen tijd"),
            ("0024-03-11", "kan niet kloppen"),
            ("1-2-3-4", "is geen datum"),
        ] {
            let fout = lees(tekst).unwrap_err();
            assert!(fout.contains(deel), "{tekst}: {fout}");
        }
        assert!(Wanneer::lees(&Cel::Getal(45362.0)).unwrap_err().contains("2024-03-11"));
        assert!(Wanneer::lees(&Cel::Getal(0.5)).is_err());
        assert!(dag(&Cel::Tekst("maart 2024".to_owned())).is_err());
    }

    #[test]
    fn a_date_can_be_told_as_less_precise_never_as_more() {
        let dag = lees("11-03-2024").unwrap();
        assert_eq!(dag.hoogstens(Maand), Some(Wanneer::Op(date(2024, 3, 11), Maand)));
        assert_eq!(dag.hoogstens(Onbekend).map(Wanneer::in_woorden), Some("ongeveer 2024-03-11".to_owned()));
        assert_eq!(lees("2024").unwrap().hoogstens(Dag), None);
        assert_eq!(lees("onbekend").unwrap().hoogstens(Jaar), None);
    }
}
