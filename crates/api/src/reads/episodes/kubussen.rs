//! What was counted for earlier questions, as far as there is room.

use super::kolommen::Wijziging;
use super::kubus::{Kubus, Soort};
use std::collections::HashMap;
use std::sync::Arc;
use wijkspoor_domain::termijn::Werkdagentabel;

/// So many cells of counts are kept at most; what was asked longest ago goes first.
const CELLEN: usize = 200_000;

/// Counts by what is counted apart.
#[derive(Debug, Default)]
pub(super) struct Kubussen {
    bewaard: HashMap<Soort, Bewaard>,
    /// How many questions there were.
    vragen: u64,
}

#[derive(Debug)]
struct Bewaard {
    /// Nothing where too much differs.
    kubus: Option<Arc<Kubus>>,
    /// Which question asked it last.
    vraag: u64,
}

impl Kubussen {
    /// What was counted of this before, or that it is not worth it; nothing when it was not asked before.
    pub(super) fn zoek(&mut self, soort: &Soort) -> Option<Option<Arc<Kubus>>> {
        self.vragen += 1;
        let bewaard = self.bewaard.get_mut(soort)?;
        bewaard.vraag = self.vragen;
        Some(bewaard.kubus.clone())
    }

    /// Keeps counts, and lets go of others when there are too many.
    pub(super) fn bewaar(&mut self, soort: Soort, kubus: Option<Arc<Kubus>>) {
        self.bewaard.insert(soort, Bewaard { kubus, vraag: self.vragen });
        while self.bewaard.len() > 1 && self.omvang() > CELLEN {
            let oudste = self.bewaard.iter().min_by_key(|(_, bewaard)| bewaard.vraag);
            let Some(oudste) = oudste.map(|(soort, _)| soort.clone()) else { return };
            self.bewaard.remove(&oudste);
        }
    }

    fn omvang(&self) -> usize {
        self.bewaard.values().filter_map(|bewaard| bewaard.kubus.as_ref()).map(|kubus| kubus.omvang()).sum()
    }

    /// Takes over what became of an episode.
    pub(super) fn volg(&mut self, wijziging: &Wijziging, werkdagen: &Werkdagentabel) {
        // Whoever still counts with one of these reads an older state of it; it is made anew when it is asked again.
        self.bewaard.retain(|_, bewaard| match &mut bewaard.kubus {
            None => true,
            Some(kubus) => Arc::get_mut(kubus).map(|kubus| kubus.volg(wijziging, werkdagen)).is_some(),
        });
    }
}
