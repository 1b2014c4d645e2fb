//! How many of something there are on each day, or after each number of days.

use std::collections::{BTreeMap, BTreeSet, btree_set};
use std::ops::Range;

/// So many days are kept side by side; what lies further off is rare, or mistyped.
const BREED: i64 = 8192;

/// Numbers by day.
#[derive(Debug, Clone, Default)]
pub struct Dagen {
    /// The day of the first of `aantallen`.
    eerste: i64,
    aantallen: Vec<i32>,
    ver: BTreeMap<i64, i32>,
}

impl Dagen {
    /// None yet, with room for these days.
    pub(super) fn met_ruimte(eerste: i64, laatste: i64) -> Self {
        let mut dagen = Self::default();
        dagen.plaats(eerste, laatste.max(eerste));
        dagen
    }

    /// So many more.
    pub fn bij(&mut self, dag: i64, aantal: i32) {
        let hier = usize::try_from(dag.saturating_sub(self.eerste)).ok();
        if let Some(hier) = hier.and_then(|plaats| self.aantallen.get_mut(plaats)) {
            *hier += aantal;
            return;
        }
        match self.plaats(dag, dag).first_mut() {
            Some(hier) => *hier += aantal,
            None => *self.ver.entry(dag).or_default() += aantal,
        }
    }

    /// How many there are so many days before a day; what would be less than `minste` days before it is that many.
    pub(super) fn gespiegeld(&self, op: i64, minste: i64) -> Self {
        let eerste = op - (self.eerste + lengte(&self.aantallen) - 1);
        let erna = usize::try_from(minste.saturating_sub(eerste)).unwrap_or(0).min(self.aantallen.len());
        let (ervoor, teveel) = self.aantallen.split_at(self.aantallen.len() - erna);
        let mut dagen = Self { aantallen: ervoor.iter().rev().copied().collect(), ..Self::default() };
        dagen.eerste = eerste.max(minste);
        let ver = self.ver.iter().map(|(dag, aantal)| ((op - dag).max(minste), *aantal));
        let samen =
            teveel.iter().map(|aantal| (minste, *aantal)).chain(ver).filter(|(_, aantal)| *aantal != 0);
        samen.for_each(|(dag, aantal)| dagen.bij(dag, aantal));
        dagen
    }

    /// All of both, day by day, in order: how many of this and of that there are on days that have either.
    pub(super) fn naast(&self, ander: &Self) -> impl Iterator<Item = (i64, i64, i64)> {
        let breed = [self, ander].into_iter().filter(|dagen| !dagen.aantallen.is_empty());
        let breed = breed.map(|dagen| dagen.eerste..dagen.eerste + lengte(&dagen.aantallen));
        let breed =
            breed.reduce(|een, ander| een.start.min(ander.start)..een.end.max(ander.end)).unwrap_or(0..0);
        let ver: BTreeSet<i64> = self.ver.keys().chain(ander.ver.keys()).copied().collect();
        let los = |dagen: btree_set::Range<i64>| -> Vec<(i64, (i32, i32))> {
            dagen.map(|dag| (*dag, (self.op(*dag), ander.op(*dag)))).collect()
        };
        let (ervoor, erna) = (los(ver.range(..breed.start)), los(ver.range(breed.end..)));
        // As a rule nothing lies far off, and all that lies side by side can be walked through at once.
        let [een, twee] = [self, ander].map(|dagen| dagen.uitgevouwen(&breed));
        let samen = ervoor.into_iter().chain(breed.zip(een.into_iter().zip(twee))).chain(erna);
        let wat = |(dag, (een, ander)): (i64, (i32, i32))| {
            (een | ander != 0).then(|| (dag, i64::from(een), i64::from(ander)))
        };
        samen.filter_map(wat)
    }

    /// How many there are on each day of a span in which all lie that are kept side by side.
    fn uitgevouwen(&self, span: &Range<i64>) -> Vec<i32> {
        let plaats = |dag: i64| usize::try_from(dag - span.start).unwrap_or(0);
        let mut dagen = vec![0; plaats(span.end)];
        if let Some(hier) = dagen.get_mut(plaats(self.eerste)..) {
            hier.iter_mut().zip(&self.aantallen).for_each(|(hier, aantal)| *hier = *aantal);
        }
        for (dag, aantal) in self.ver.range(span.clone()) {
            dagen.get_mut(plaats(*dag)).into_iter().for_each(|hier| *hier = *aantal);
        }
        dagen
    }

    /// How many there are on a day.
    fn op(&self, dag: i64) -> i32 {
        let hier = usize::try_from(dag - self.eerste).ok().and_then(|plaats| self.aantallen.get(plaats));
        hier.or_else(|| self.ver.get(&dag)).copied().unwrap_or(0)
    }

    /// How many there are.
    pub fn som(&self) -> i64 {
        self.aantallen.iter().chain(self.ver.values()).map(|aantal| i64::from(*aantal)).sum()
    }

    /// The sum of the days, each as often as there are of it.
    pub(super) fn gewogen(&self) -> i64 {
        let hier = self.aantallen.iter().zip(self.eerste..).map(|(aantal, dag)| i64::from(*aantal) * dag);
        hier.chain(self.ver.iter().map(|(dag, aantal)| i64::from(*aantal) * dag)).sum()
    }

    /// The last day that has any.
    pub(super) fn laatste(&self) -> Option<i64> {
        let hier = self.aantallen.iter().rposition(|aantal| *aantal != 0);
        let hier = hier.and_then(|plaats| i64::try_from(plaats).ok()).map(|plaats| self.eerste + plaats);
        let ver = self.ver.iter().rev().find(|(_, aantal)| **aantal != 0).map(|(dag, _)| *dag);
        hier.max(ver)
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
    pub fn tussen(&self, van: i64, tot: i64) -> i64 {
        let plaats = |dag: i64| {
            usize::try_from(dag.saturating_sub(self.eerste)).unwrap_or(0).min(self.aantallen.len())
        };
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

impl PartialEq for Dagen {
    fn eq(&self, ander: &Self) -> bool {
        self.alle().eq(ander.alle())
    }
}

impl Eq for Dagen {}

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
    fn in_a_mirror_days_lie_as_far_the_other_way() {
        let mut dagen = Dagen::default();
        GEGEVEN.iter().for_each(|(dag, aantal)| dagen.bij(*dag, *aantal));
        for op in [0, 700, 20_000] {
            for minste in [i64::MIN, 0, 201, 9_000] {
                let mut verwacht = Dagen::default();
                ALLE.iter().for_each(|(dag, aantal)| {
                    verwacht.bij((op - dag).max(minste), i32::try_from(*aantal).unwrap());
                });
                assert_eq!(dagen.gespiegeld(op, minste), verwacht, "{op} {minste}");
                assert_eq!(verwacht.som(), dagen.som());
                assert_eq!(verwacht.laatste(), verwacht.alle().last().map(|(dag, _)| dag));
            }
        }
        assert_eq!(Dagen::default().gespiegeld(5, 0), Dagen::default());
    }

    #[test]
    fn beside_each_other_each_day_comes_once() {
        for deel in 0..=GEGEVEN.len() {
            let (mut een, mut ander) = (Dagen::default(), Dagen::default());
            GEGEVEN[..deel].iter().for_each(|(dag, aantal)| een.bij(*dag, *aantal));
            GEGEVEN[deel..].iter().for_each(|(dag, aantal)| ander.bij(*dag, *aantal));
            let mut samen = Vec::new();
            samen.extend(een.naast(&ander).map(|(dag, een, ander)| (dag, een + ander)));
            samen.retain(|(_, aantal)| *aantal != 0);
            assert_eq!(samen, ALLE);
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
