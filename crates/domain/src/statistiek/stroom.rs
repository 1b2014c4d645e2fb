//! What flows in and out: per period, and whether it agrees with itself by Little's law.

use super::wachttijd::getal;

/// What happened in a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Telling {
    /// How many days the period has.
    pub dagen: i64,
    /// How many began.
    pub begonnen: i64,
    /// How many were carried out for the first time.
    pub gestart: i64,
    /// How many ended.
    pub geeindigd: i64,
    /// How many days all that ended had lasted.
    pub doorlooptijd: i64,
}

/// The flow over some periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroom {
    /// How many lasted at the end of each period.
    pub lopend: Vec<i64>,
    /// How many lasted on average (L), from how many lasted at the ends of the periods.
    pub gemiddeld_lopend: Option<f64>,
    /// How many ended per day (λ).
    pub per_dag: Option<f64>,
    /// How many days each lasts, by Little's law (W = L / λ): of a steady flow.
    pub volgens_little: Option<f64>,
    /// How many days each that ended had lasted, on average.
    pub gemeten: Option<f64>,
}

/// The flow of periods that follow on each other; `begin` lasted when the first began.
pub fn stroom(begin: i64, tellingen: &[Telling]) -> Stroom {
    let lopend: Vec<i64> = tellingen
        .iter()
        .scan(begin, |stand, t| {
            *stand += t.begonnen - t.geeindigd;
            Some(*stand)
        })
        .collect();
    let voor = std::iter::once(begin).chain(lopend.iter().copied());
    let oppervlak: f64 = (voor.zip(&lopend).zip(tellingen))
        .map(|((voor, na), t)| getal(voor + na) / 2.0 * getal(t.dagen))
        .sum();
    let som = |van: fn(&Telling) -> i64| tellingen.iter().map(van).sum::<i64>();
    let (dagen, geeindigd) = (som(|t| t.dagen), som(|t| t.geeindigd));
    let per = |deel: f64, aantal: i64| (aantal > 0).then(|| deel / getal(aantal));
    let gemiddeld_lopend = per(oppervlak, dagen);
    let per_dag = per(getal(geeindigd), dagen);
    Stroom {
        gemiddeld_lopend,
        volgens_little: gemiddeld_lopend.zip(per_dag.filter(|l| *l > 0.0)).map(|(l, per_dag)| l / per_dag),
        per_dag,
        gemeten: per(getal(som(|t| t.doorlooptijd)), geeindigd),
        lopend,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_flow_agrees_with_itself() {
        // Ten come and ten go each week, each after three weeks: thirty are always there.
        let week = Telling { dagen: 7, begonnen: 10, gestart: 10, geeindigd: 10, doorlooptijd: 210 };
        let stroom = stroom(30, &[week; 8]);
        assert_eq!(stroom.lopend, [30; 8]);
        assert_eq!((stroom.gemiddeld_lopend, stroom.gemeten), (Some(30.0), Some(21.0)));
        assert!((stroom.volgens_little.unwrap_or_default() - 21.0).abs() < 1e-9);
    }

    #[test]
    fn of_nothing_nothing_is_said() {
        let leeg = stroom(0, &[]);
        assert_eq!((leeg.gemiddeld_lopend, leeg.per_dag, leeg.volgens_little), (None, None, None));
        let stil = stroom(4, &[Telling { dagen: 30, ..Telling::default() }]);
        assert_eq!((stil.lopend.as_slice(), stil.volgens_little), (&[4][..], None));
    }
}
