//! What was counted for earlier questions, as far as there is room.

use super::kolommen::{Kolommen, Wijziging};
use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use wijkspoor_domain::termijn::Werkdagentabel;

/// So many numbers are kept at most (some 200 MB); what was asked longest ago goes first.
const GETALLEN: usize = 50_000_000;
/// And so many counts, however small: each follows what happens.
const TELLINGEN: usize = 256;

/// Counts that are made once and then kept up to date.
pub(super) trait Telling: Sized {
    /// What is counted apart.
    type Soort: Clone + Debug + Eq + Hash;

    /// Counts all that there are.
    fn van(soort: Self::Soort, kolommen: &Kolommen, werkdagen: &Werkdagentabel) -> Self;

    /// How many numbers it keeps.
    fn omvang(&self) -> usize;

    /// Takes over what became of an episode.
    fn volg(&mut self, wijziging: &Wijziging, werkdagen: &Werkdagentabel);
}

/// Counts by what is counted apart.
#[derive(Debug)]
pub(super) struct Kubussen<T: Telling>(Mutex<Bewaard<T>>);

#[derive(Debug)]
struct Bewaard<T: Telling> {
    tellingen: HashMap<T::Soort, Gebruik<T>>,
    /// How many questions there were.
    vragen: u64,
}

#[derive(Debug)]
struct Gebruik<T> {
    telling: Arc<T>,
    omvang: usize,
    /// Which question asked it last.
    vraag: u64,
}

impl<T: Telling> Default for Kubussen<T> {
    fn default() -> Self {
        Self(Mutex::new(Bewaard { tellingen: HashMap::new(), vragen: 0 }))
    }
}

impl<T: Telling> Kubussen<T> {
    /// Counts that answer a question, made now if they were not there.
    pub(super) fn van(&self, soort: T::Soort, kolommen: &Kolommen, werkdagen: &Werkdagentabel) -> Arc<T> {
        let bewaard = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Not held while they are made: others have questions, too.
        let gekend = bewaard().zoek(&soort);
        gekend.unwrap_or_else(|| {
            let telling = Arc::new(T::van(soort.clone(), kolommen, werkdagen));
            bewaard().bewaar(soort, telling.clone());
            telling
        })
    }

    /// Takes over what became of an episode.
    pub(super) fn volg(&mut self, wijziging: &Wijziging, werkdagen: &Werkdagentabel) {
        // Whoever still counts with one of these reads an older state of it; it is made anew when it is asked again.
        let bewaard = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        bewaard.tellingen.retain(|_, gebruik| {
            Arc::get_mut(&mut gebruik.telling).map(|telling| telling.volg(wijziging, werkdagen)).is_some()
        });
    }
}

impl<T: Telling> Bewaard<T> {
    fn zoek(&mut self, soort: &T::Soort) -> Option<Arc<T>> {
        self.vragen += 1;
        let gebruik = self.tellingen.get_mut(soort)?;
        gebruik.vraag = self.vragen;
        Some(gebruik.telling.clone())
    }

    fn bewaar(&mut self, soort: T::Soort, telling: Arc<T>) {
        let omvang = telling.omvang();
        self.tellingen.insert(soort, Gebruik { telling, omvang, vraag: self.vragen });
        let mut samen: usize = self.tellingen.values().map(|gebruik| gebruik.omvang).sum();
        while self.tellingen.len() > TELLINGEN || self.tellingen.len() > 1 && samen > GETALLEN {
            let oudste = self.tellingen.iter().min_by_key(|(_, gebruik)| gebruik.vraag);
            let Some(oudste) = oudste.map(|(soort, _)| soort.clone()) else { return };
            samen -= self.tellingen.remove(&oudste).map_or(0, |gebruik| gebruik.omvang);
        }
    }
}
