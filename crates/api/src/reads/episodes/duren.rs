//! How many ended after so many days, and how many have lasted so many.

use super::dagen::Dagen;
use wijkspoor_domain::statistiek::Duurtelling;

/// Counts by a number of days.
#[derive(Debug, Clone, Default)]
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

    /// What there is, the shortest first.
    pub fn tellingen(&self) -> Vec<Duurtelling> {
        let mut open = self.open.alle().peekable();
        let mut tellingen = Vec::with_capacity(self.gesloten.omvang() + self.open.omvang());
        for (duur, gesloten) in self.gesloten.alle() {
            while let Some((duur, open)) = open.next_if(|(open, _)| *open < duur) {
                tellingen.push(Duurtelling { duur, gesloten: 0, open });
            }
            let open = open.next_if(|(open, _)| *open == duur).map_or(0, |(_, aantal)| aantal);
            tellingen.push(Duurtelling { duur, gesloten, open });
        }
        tellingen.extend(open.map(|(duur, open)| Duurtelling { duur, gesloten: 0, open }));
        tellingen
    }

    /// Whether there is nothing.
    pub(super) fn is_leeg(&self) -> bool {
        self.gesloten.alle().next().is_none() && self.open.alle().next().is_none()
    }
}

impl PartialEq for Duren {
    fn eq(&self, ander: &Self) -> bool {
        self.tellingen() == ander.tellingen()
    }
}

impl Eq for Duren {}
