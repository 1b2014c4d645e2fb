//! A span of days as whole years, whole months, and days that are left over at its ends.

use jiff::civil::Date;
use wijkspoor_domain::moment::{dagnummer, van_dagnummer};
use wijkspoor_projections::initiatief::episodes::tellingen::{jaar, maand};

/// The parts; together they are the span, and no day lies in two.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Perioden {
    /// Whole years: from the first up to, not including, the second; without an end where it is absent.
    pub(super) jaren: Option<(Option<String>, Option<String>)>,
    /// Whole months.
    pub(super) maanden: Vec<String>,
    /// Odd days, up to, not including, the second.
    pub(super) dagen: Vec<(i64, i64)>,
}

/// Divides the days from `van` up to, not including, `tot`; without an end where it is absent.
pub(super) fn verdeel(van: Option<i64>, tot: Option<i64>) -> Perioden {
    if van.zip(tot).is_some_and(|(van, tot)| van >= tot) {
        return Perioden::default();
    }
    let (van, tot) = (van.map(van_dagnummer), tot.map(van_dagnummer));
    let mut perioden = Perioden::default();
    // The first year that lies in it as a whole, and the first that no longer does.
    let eerste = van.map(|dag| if dag == dag.first_of_year() { dag } else { na(dag.last_of_year()) });
    let laatste = tot.map(Date::first_of_year);
    if eerste.zip(laatste).is_some_and(|(eerste, laatste)| eerste > laatste) {
        // Both in one year.
        if let (Some(van), Some(tot)) = (van, tot) {
            perioden.maanden_en_dagen(van, tot);
        }
        return perioden;
    }
    if let (Some(van), Some(eerste)) = (van, eerste) {
        perioden.maanden_en_dagen(van, eerste);
    }
    if let (Some(laatste), Some(tot)) = (laatste, tot) {
        perioden.maanden_en_dagen(laatste, tot);
    }
    if eerste.is_none() || laatste.is_none() || eerste < laatste {
        perioden.jaren = Some((eerste.map(jaar), laatste.map(jaar)));
    }
    perioden
}

impl Perioden {
    /// Less than a year, up to, not including, `tot`.
    fn maanden_en_dagen(&mut self, van: Date, tot: Date) {
        let mut dag = van;
        while dag < tot {
            let volgende = na(dag.last_of_month());
            if dag == dag.first_of_month() && volgende <= tot {
                self.maanden.push(maand(dag));
            } else {
                self.dagen.push((dagnummer(dag), dagnummer(volgende.min(tot))));
            }
            dag = volgende;
        }
    }
}

fn na(dag: Date) -> Date {
    dag.tomorrow().unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// How often a day lies in the parts.
    fn keer(perioden: &Perioden, dag: i64) -> usize {
        let datum = van_dagnummer(dag);
        let (j, m) = (jaar(datum), maand(datum));
        let in_jaren = perioden.jaren.as_ref().is_some_and(|(van, tot)| {
            van.as_ref().is_none_or(|van| *van <= j) && tot.as_ref().is_none_or(|tot| j < *tot)
        });
        let dagen = perioden.dagen.iter().filter(|(van, tot)| (*van..*tot).contains(&dag)).count();
        usize::from(in_jaren) + perioden.maanden.iter().filter(|x| **x == m).count() + dagen
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_day_lies_in_one_part_and_no_other_day_in_any(
            van in proptest::option::of(15_000..19_000_i64),
            tot in proptest::option::of(15_000..19_000_i64),
        ) {
            let perioden = verdeel(van, tot);
            prop_assert!(perioden.maanden.len() <= 22 && perioden.dagen.len() <= 2);
            for dag in 14_000..20_000 {
                let erin = van.is_none_or(|van| van <= dag) && tot.is_none_or(|tot| dag < tot);
                prop_assert_eq!(keer(&perioden, dag), usize::from(erin), "{}", dag);
            }
        }
    }
}
