//! Axes: round numbers and dates at which a line is drawn.

use super::blad::Letter;
use crate::tekst::getal;
use jiff::{ToSpan, civil::Date};
use wijkspoor_domain::moment::maand as naam_van_maand;

/// From values to places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schaal {
    van: f64,
    per: f64,
    begin: f64,
}

impl Schaal {
    /// `van` stands at `begin`, and `tot` at `einde`.
    pub fn nieuw(van: f64, tot: f64, begin: f64, einde: f64) -> Self {
        let bereik = if tot > van { tot - van } else { 1.0 };
        Self { van, per: (einde - begin) / bereik, begin }
    }

    pub fn op(&self, waarde: f64) -> f64 {
        self.begin + (waarde - self.van) * self.per
    }
}

/// The round step with which about so many fit below a number; whole, and at least 1.
fn stap(tot: f64, ongeveer: f64) -> f64 {
    let ruw = (tot / ongeveer).max(1.0);
    let macht = 10_f64.powf(ruw.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|s| s * macht).find(|s| *s >= ruw - 1e-9).unwrap_or(ruw).ceil()
}

/// Round numbers from 0 up to what is at least `tot`.
pub(super) fn ronde(tot: f64, ongeveer: f64) -> Vec<f64> {
    let stap = stap(tot.max(1.0), ongeveer);
    let aantal = (tot.max(1.0) / stap).ceil() as usize;
    (0..=aantal).map(|i| i as f64 * stap).collect()
}

/// Round numbers from 0 that do not pass `tot`.
pub(super) fn ronde_tot(tot: f64, ongeveer: f64) -> Vec<f64> {
    ronde(tot, ongeveer).into_iter().filter(|w| *w <= tot + 1e-9).collect()
}

/// The room that the numbers beside an axis need.
pub(super) fn as_breedte(lijnen: &[f64]) -> f64 {
    lijnen.iter().map(|w| Letter::KLEIN.breedte(&getal(*w as i64))).fold(28.0, f64::max) + 14.0
}

/// The days between two dates.
pub(super) fn dagen(van: Date, tot: Date) -> f64 {
    (tot - van).get_days().into()
}

/// First days of months, quarters or years between two dates, about so many, with their name.
pub(super) fn data(van: Date, tot: Date, hoogstens: usize) -> Vec<(Date, String)> {
    let maanden = i64::from(tot.year() - van.year()) * 12 + i64::from(tot.month() - van.month()) + 1;
    let passend = |stap: &i64| maanden / stap <= i64::try_from(hoogstens).unwrap_or(1);
    let stap = [1, 2, 3, 6, 12, 24, 60, 120, 600].into_iter().find(passend).unwrap_or(1200);
    let mut uit = Vec::new();
    let mut nummer = i64::from(van.year()) * 12;
    let einde = i64::from(tot.year()) * 12 + i64::from(tot.month()) - 1;
    while nummer <= einde {
        let (jaar, maand) = (nummer.div_euclid(12), nummer.rem_euclid(12));
        let dag = i16::try_from(jaar).ok().zip(i8::try_from(maand + 1).ok());
        if let Some(dag) =
            dag.and_then(|(jaar, maand)| Date::new(jaar, maand, 1).ok()).filter(|d| van <= *d && *d <= tot)
        {
            let (_, naam) = naam_van_maand(dag);
            let eerste = uit.is_empty();
            let tekst = match () {
                () if stap >= 12 => jaar.to_string(),
                () if maand == 0 || eerste => format!("{naam} {jaar}"),
                () => naam.to_owned(),
            };
            uit.push((dag, tekst));
        }
        nummer += stap;
    }
    uit
}

/// The day after.
pub(super) fn morgen(dag: Date) -> Date {
    dag.checked_add(1.day()).unwrap_or(dag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ronde_getallen() {
        assert_eq!(ronde(63.0, 5.0), [0.0, 20.0, 40.0, 60.0, 80.0]);
        assert_eq!(ronde(3.0, 5.0), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(ronde(0.0, 5.0), [0.0, 1.0]);
        assert_eq!(ronde_tot(63.0, 5.0), [0.0, 20.0, 40.0, 60.0]);
    }

    #[test]
    fn ronde_data() {
        let dag = |jaar, maand, dag| jiff::civil::date(jaar, maand, dag);
        let namen: Vec<String> =
            data(dag(2025, 11, 3), dag(2026, 3, 1), 12).into_iter().map(|(_, n)| n).collect();
        assert_eq!(namen, ["dec 2025", "jan 2026", "feb", "mrt"]);
        let namen: Vec<String> =
            data(dag(2016, 2, 1), dag(2026, 3, 1), 12).into_iter().map(|(_, n)| n).collect();
        assert_eq!(namen.first().map(String::as_str), Some("2017"));
        assert!(namen.len() <= 12);
        assert!(data(dag(2026, 1, 2), dag(2026, 1, 3), 12).is_empty());
    }
}
