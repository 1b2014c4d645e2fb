//! How many of something there are on each day, or after each number of days.

use std::collections::BTreeMap;

/// So many days are kept side by side; what lies further off is rare, or mistyped.
const BREED: i64 = 8192;

/// Numbers by day.
#[derive(Debug, Clone, Default)]
pub(super) struct Dagen {
    /// The day of the first of `aantallen`.
    eerste: i64,
    aantallen: Vec<i32>,
    ver: BTreeMap<i64, i32>,
}

impl Dagen {
    /// So many more.
    pub(super) fn bij(&mut self, dag: i64, aantal: i32) {
        match self.plaats(dag, dag).first_mut() {
            Some(hier) => *hier += aantal,
            None => *self.ver.entry(dag).or_default() += aantal,
        }
    }

    /// These and those.
    pub(super) fn voeg_samen(&mut self, ander: &Self) {
        if self.omvang() == 0 {
            self.clone_from(ander);
            return;
        }
        let laatste = ander.eerste + lengte(&ander.aantallen) - 1;
        let hier = self.plaats(ander.eerste, laatste);
        if hier.len() == ander.aantallen.len() {
            hier.iter_mut().zip(&ander.aantallen).for_each(|(hier, daar)| *hier += daar);
        } else {
            (ander.eerste..).zip(&ander.aantallen).for_each(|(dag, aantal)| self.bij(dag, *aantal));
        }
        ander.ver.iter().for_each(|(dag, aantal)| self.bij(*dag, *aantal));
    }

    /// How many there are from a day on, and before another.
    pub(super) fn tussen(&self, van: i64, tot: i64) -> i64 {
        let plaats = |dag: i64| usize::try_from(dag - self.eerste).unwrap_or(0).min(self.aantallen.len());
        let hier = self.aantallen.get(plaats(van)..plaats(tot)).unwrap_or_default();
        let ver = self.ver.range(van..tot.max(van)).map(|(_, aantal)| aantal);
        hier.iter().chain(ver).map(|aantal| i64::from(*aantal)).sum()
    }

    /// How many numbers are kept.
    pub(super) fn omvang(&self) -> usize {
        self.aantallen.len() + self.ver.len()
    }

    /// The places of days that lie side by side; none where that would take too much room.
    fn plaats(&mut self, van: i64, tot: i64) -> &mut [i32] {
        if self.aantallen.is_empty() {
            self.eerste = van;
        }
        let (begin, einde) = (self.eerste.min(van), (self.eerste + lengte(&self.aantallen)).max(tot + 1));
        if einde - begin > BREED {
            return &mut [];
        }
        if begin < self.eerste {
            // More room than is needed, because the next may come before it.
            let erbij = (self.eerste - begin).max(lengte(&self.aantallen).min(BREED - (einde - self.eerste)));
            self.aantallen.splice(0..0, (0..erbij).map(|_| 0));
            self.eerste -= erbij;
        }
        let plaats = |dag: i64| usize::try_from(dag - self.eerste).unwrap_or(0);
        let (van, tot) = (plaats(van), plaats(tot + 1));
        if tot > self.aantallen.len() {
            self.aantallen.resize(tot, 0);
        }
        self.aantallen.get_mut(van..tot).unwrap_or_default()
    }

    /// All that there are, in order.
    pub(super) fn alle(&self) -> impl Iterator<Item = (i64, i64)> {
        let ver = |(dag, aantal): (&i64, &i32)| (*dag, i64::from(*aantal));
        let hier = (self.eerste..).zip(&self.aantallen).map(|(dag, aantal)| (dag, i64::from(*aantal)));
        let ervoor = self.ver.range(..self.eerste).map(ver);
        ervoor.chain(hier).chain(self.ver.range(self.eerste..).map(ver)).filter(|(_, aantal)| *aantal != 0)
    }
}

fn lengte(aantallen: &[i32]) -> i64 {
    i64::try_from(aantallen.len()).unwrap_or(BREED)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GEGEVEN: [(i64, i32); 7] =
        [(500, 1), (20_000, 2), (499, 3), (-9_000, 4), (0, 5), (500, -1), (8_000, 6)];
    const ALLE: [(i64, i64); 5] = [(-9_000, 4), (0, 5), (499, 3), (8_000, 6), (20_000, 2)];

    #[test]
    fn days_come_in_any_order_and_from_far() {
        for draai in 0..GEGEVEN.len() {
            let mut dagen = Dagen::default();
            GEGEVEN.iter().cycle().skip(draai).take(7).for_each(|(dag, aantal)| dagen.bij(*dag, *aantal));
            assert_eq!(dagen.alle().collect::<Vec<_>>(), ALLE);
        }
    }

    #[test]
    fn those_of_a_period_are_those_of_its_days() {
        let mut dagen = Dagen::default();
        GEGEVEN.iter().for_each(|(dag, aantal)| dagen.bij(*dag, *aantal));
        for (van, tot) in
            [(-9_000, 20_001), (-9_000, 20_000), (0, 1), (1, 499), (499, 501), (600, 8_000), (5, 2)]
        {
            let verwacht = ALLE.iter().filter(|(dag, _)| (van..tot).contains(dag)).map(|(_, aantal)| aantal);
            assert_eq!(dagen.tussen(van, tot), verwacht.sum::<i64>(), "{van} {tot}");
        }
    }

    #[test]
    fn two_together_are_all_of_both() {
        for deel in 0..=GEGEVEN.len() {
            let (mut een, mut ander) = (Dagen::default(), Dagen::default());
            GEGEVEN[..deel].iter().for_each(|(dag, aantal)| een.bij(*dag, *aantal));
            GEGEVEN[deel..].iter().for_each(|(dag, aantal)| ander.bij(*dag, *aantal));
            een.voeg_samen(&ander);
            assert_eq!(een.alle().collect::<Vec<_>>(), ALLE);
        }
    }
}
