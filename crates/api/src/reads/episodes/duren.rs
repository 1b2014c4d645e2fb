//! How many ended after so many days, and how many have lasted so many.

use super::dagen::Dagen;
use wijkspoor_domain::statistiek::{Duurtelling, Wachttijd, wachttijd_van};

/// Counts by a number of days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Duren {
    pub(super) gesloten: Dagen,
    pub(super) open: Dagen,
}

impl Duren {
    /// So many that ended after so many days.
    pub fn gesloten(&mut self, dagen: i64, aantal: i32) {
        self.gesloten.bij(dagen, aantal);
    }

    /// So many that have lasted so many.
    pub fn open(&mut self, dagen: i64, aantal: i32) {
        self.open.bij(dagen, aantal);
    }

    /// How many have lasted from so many days on, and less than so many.
    pub fn open_tussen(&self, van: i64, tot: i64) -> i64 {
        self.open.tussen(van, tot)
    }

    /// How many last.
    pub fn alle_open(&self) -> i64 {
        self.open.som()
    }

    /// How many days the longest has lasted.
    pub fn langst_open(&self) -> Option<i64> {
        self.open.laatste()
    }

    /// What there is, the shortest first.
    pub fn tellingen(&self) -> impl Iterator<Item = Duurtelling> + '_ {
        let telling = |(duur, gesloten, open)| Duurtelling { duur, gesloten, open };
        self.gesloten.naast(&self.open).map(telling)
    }

    /// How long waiting takes, by these.
    pub fn wachttijd(&self) -> Wachttijd {
        wachttijd_van(self.gesloten.som(), self.open.som(), self.tellingen())
    }

    /// How many days all lasted together.
    pub fn samen(&self) -> i64 {
        self.gesloten.gewogen() + self.open.gewogen()
    }

    /// Whether there is nothing.
    pub(super) fn is_leeg(&self) -> bool {
        self.gesloten.laatste().is_none() && self.open.laatste().is_none()
    }
}
