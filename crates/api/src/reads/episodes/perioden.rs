//! All days before a day, as whole years, whole months of the next year, and the days that are left.

use wijkspoor_domain::moment::{dagnummer, van_dagnummer};
use wijkspoor_projections::initiatief::episodes::tellingen::{jaar, maand};

/// The parts; no day lies in two.
#[derive(Debug, PartialEq)]
pub(super) struct Perioden {
    /// Every year before this one.
    pub(super) voor_jaar: String,
    /// Whole months of it.
    pub(super) maanden: Vec<String>,
    /// The days after those: from the first up to, not including, the second.
    pub(super) dagen: Option<(i64, i64)>,
}

/// Divides the days before a day.
pub(super) fn verdeel_tot(tot: i64) -> Perioden {
    let dag = van_dagnummer(tot);
    let begin = dag.first_of_month();
    let maanden = (1..dag.month()).filter_map(|m| begin.with().month(m).build().ok()).map(maand);
    let eerste = dagnummer(begin);
    Perioden {
        voor_jaar: jaar(dag),
        maanden: maanden.collect(),
        dagen: (eerste < tot).then_some((eerste, tot)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often a day lies in the parts.
    fn keer(perioden: &Perioden, dag: i64) -> usize {
        let datum = van_dagnummer(dag);
        let jaren = jaar(datum) < perioden.voor_jaar;
        let maanden = perioden.maanden.contains(&maand(datum));
        let dagen = perioden.dagen.is_some_and(|(van, tot)| (van..tot).contains(&dag));
        usize::from(jaren) + usize::from(maanden) + usize::from(dagen)
    }

    #[test]
    fn every_day_before_it_lies_in_one_part_and_no_other_day_in_any() {
        for tot in 19_000..19_800 {
            let perioden = verdeel_tot(tot);
            for dag in 18_900..19_900 {
                assert_eq!(keer(&perioden, dag), usize::from(dag < tot), "{dag} {tot}");
            }
        }
    }
}
