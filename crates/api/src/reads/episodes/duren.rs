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

    /// These and those.
    pub fn voeg_samen(&mut self, ander: &Self) {
        self.gesloten.voeg_samen(&ander.gesloten);
        self.open.voeg_samen(&ander.open);
    }

    /// What there is, the shortest first.
    pub fn tellingen(&self) -> impl Iterator<Item = Duurtelling> {
        let (mut gesloten, mut open) = (self.gesloten.alle().peekable(), self.open.alle().peekable());
        std::iter::from_fn(move || {
            let duur = [gesloten.peek(), open.peek()].into_iter().flatten().map(|(duur, _)| *duur).min()?;
            let van = |(dagen, _): &(i64, i64)| *dagen == duur;
            let gesloten = gesloten.next_if(van).map_or(0, |(_, aantal)| aantal);
            let open = open.next_if(van).map_or(0, |(_, aantal)| aantal);
            Some(Duurtelling { duur, gesloten, open })
        })
    }
}

impl PartialEq for Duren {
    fn eq(&self, ander: &Self) -> bool {
        self.tellingen().eq(ander.tellingen())
    }
}

impl Eq for Duren {}
