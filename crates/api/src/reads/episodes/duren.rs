//! How many ended after so many days, and how many have lasted so many.

use std::collections::BTreeMap;
use wijkspoor_domain::statistiek::Duurtelling;

/// So many days are looked up at once; what lasts longer is rare, or mistyped.
const KORT: usize = 8192;

/// Counts by a number of days.
#[derive(Debug, Clone, Default)]
pub struct Duren {
    /// By number of days: how many ended, how many last.
    kort: Vec<[i64; 2]>,
    lang: BTreeMap<i64, [i64; 2]>,
}

impl Duren {
    /// So many that ended after so many days.
    pub fn gesloten(&mut self, dagen: i64, aantal: i64) {
        self.plaats(dagen)[0] += aantal;
    }

    /// So many that have lasted so many.
    pub fn open(&mut self, dagen: i64, aantal: i64) {
        self.plaats(dagen)[1] += aantal;
    }

    #[expect(clippy::indexing_slicing, reason = "the list was made long enough on the line before")]
    fn plaats(&mut self, dagen: i64) -> &mut [i64; 2] {
        match usize::try_from(dagen) {
            Ok(dag) if dag < KORT => {
                if dag >= self.kort.len() {
                    self.kort.resize((dag + 1).next_power_of_two().min(KORT), [0; 2]);
                }
                &mut self.kort[dag]
            }
            _ => self.lang.entry(dagen.max(0)).or_default(),
        }
    }

    /// These and those.
    pub fn voeg_samen(&mut self, ander: &Self) {
        if self.kort.len() < ander.kort.len() {
            self.kort.resize(ander.kort.len(), [0; 2]);
        }
        for (hier, daar) in self.kort.iter_mut().zip(&ander.kort) {
            *hier = [hier[0] + daar[0], hier[1] + daar[1]];
        }
        for (dagen, daar) in &ander.lang {
            let hier = self.lang.entry(*dagen).or_default();
            *hier = [hier[0] + daar[0], hier[1] + daar[1]];
        }
    }

    /// What there is, the shortest first.
    pub fn tellingen(&self) -> impl Iterator<Item = Duurtelling> {
        let kort = (0..).zip(&self.kort).filter(|(_, aantal)| **aantal != [0; 2]);
        let lang = self.lang.iter().map(|(dagen, aantal)| (*dagen, aantal));
        kort.chain(lang).map(|(duur, [gesloten, open])| Duurtelling {
            duur,
            gesloten: *gesloten,
            open: *open,
        })
    }
}

impl PartialEq for Duren {
    fn eq(&self, ander: &Self) -> bool {
        self.tellingen().eq(ander.tellingen())
    }
}

impl Eq for Duren {}
