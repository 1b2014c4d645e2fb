//! How many of something there are on each day, or after each number of days.

use std::collections::BTreeMap;

/// So many days are kept side by side; what lies further off is rare, or mistyped.
const BREED: i64 = 8192;

/// Numbers by day.
#[derive(Debug, Default)]
pub(super) struct Dagen {
    eerste: i64,
    aantallen: Vec<i32>,
    ver: BTreeMap<i64, i32>,
}

impl Dagen {
    /// So many more.
    pub(super) fn bij(&mut self, dag: i64, aantal: i32) {
        if self.aantallen.is_empty() {
            self.eerste = dag;
        }
        if dag < self.eerste && self.eerste + self.lengte() - dag <= BREED {
            // More room than is needed, because the next may come before it.
            let erbij = (self.eerste - dag).max(self.lengte().min(BREED - self.lengte()));
            self.aantallen.splice(0..0, (0..erbij).map(|_| 0));
            self.eerste -= erbij;
        }
        let plaats = dag - self.eerste;
        if (self.lengte()..BREED).contains(&plaats) {
            self.aantallen.resize(usize::try_from(plaats + 1).unwrap_or(0), 0);
        }
        match usize::try_from(plaats).ok().and_then(|plaats| self.aantallen.get_mut(plaats)) {
            Some(hier) => *hier += aantal,
            None => *self.ver.entry(dag).or_default() += aantal,
        }
    }

    fn lengte(&self) -> i64 {
        i64::try_from(self.aantallen.len()).unwrap_or(BREED)
    }

    /// All that there are.
    pub(super) fn alle(&self) -> impl Iterator<Item = (i64, i64)> {
        let hier = (self.eerste..).zip(&self.aantallen).map(|(dag, aantal)| (dag, i64::from(*aantal)));
        let ver = self.ver.iter().map(|(dag, aantal)| (*dag, i64::from(*aantal)));
        hier.chain(ver).filter(|(_, aantal)| *aantal != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_in_any_order_and_from_far() {
        let mut dagen = Dagen::default();
        let gegeven = [(500, 1), (20_000, 2), (499, 3), (-9_000, 4), (0, 5), (500, -1), (8_000, 6)];
        gegeven.into_iter().for_each(|(dag, aantal)| dagen.bij(dag, aantal));
        let mut alle: Vec<_> = dagen.alle().collect();
        alle.sort_unstable();
        assert_eq!(alle, [(-9_000, 4), (0, 5), (499, 3), (8_000, 6), (20_000, 2)]);
    }
}
