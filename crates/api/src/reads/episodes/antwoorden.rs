//! What was answered before, kept and followed, as far as there is room: the same question costs by its answer, and not by the
//! length of history.

use super::kolommen::{Kolommen, Rij, Wijziging};
use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::termijn::Werkdagentabel;

/// So many numbers are kept at most (some 200 MB); what was asked longest ago goes first.
const GETALLEN: usize = 50_000_000;
/// And so many answers, however small: each follows what happens.
const ANTWOORDEN: usize = 256;

/// An answer that is counted once and then kept up to date.
pub(super) trait Antwoord: Clone {
    /// What was asked.
    type Vraag: Clone + Debug + Eq + Hash;

    /// Counts all that there is.
    fn van(vraag: Self::Vraag, kolommen: &Kolommen, werkdagen: &Werkdagentabel) -> Self;

    /// How many numbers it keeps.
    fn omvang(&self) -> usize;

    /// Of which kind of episodes it is.
    fn soort(&self) -> Episodesoort;

    /// So many more of an episode of that kind, or less.
    fn tel(&mut self, rij: &Rij, duurt: bool, aantal: i32, kolommen: &Kolommen, werkdagen: &Werkdagentabel);
}

/// Answers by what was asked.
#[derive(Debug)]
pub(super) struct Antwoorden<T: Antwoord>(Mutex<Bewaard<T>>);

#[derive(Debug)]
struct Bewaard<T: Antwoord> {
    antwoorden: HashMap<T::Vraag, Gebruik<T>>,
    /// How many numbers they keep together.
    omvang: usize,
    /// How many questions there were.
    vragen: u64,
}

#[derive(Debug)]
struct Gebruik<T> {
    antwoord: Arc<T>,
    omvang: usize,
    /// Which question asked it last.
    vraag: u64,
}

impl<T: Antwoord> Default for Antwoorden<T> {
    fn default() -> Self {
        Self(Mutex::new(Bewaard { antwoorden: HashMap::new(), omvang: 0, vragen: 0 }))
    }
}

impl<T: Antwoord> Antwoorden<T> {
    /// The answer to a question, counted now if it was not there.
    pub(super) fn van(&self, vraag: T::Vraag, kolommen: &Kolommen, werkdagen: &Werkdagentabel) -> Arc<T> {
        let bewaard = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Not held while it is counted: others have questions, too.
        let gekend = bewaard().zoek(&vraag);
        gekend.unwrap_or_else(|| {
            let antwoord = Arc::new(T::van(vraag.clone(), kolommen, werkdagen));
            bewaard().bewaar(vraag, antwoord.clone());
            antwoord
        })
    }

    /// Takes over what became of an episode.
    pub(super) fn volg(&mut self, wijziging: &Wijziging, kolommen: &Kolommen, werkdagen: &Werkdagentabel) {
        let bewaard = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        let antwoorden = bewaard.antwoorden.values_mut().map(|gebruik| &mut gebruik.antwoord);
        for antwoord in antwoorden.filter(|antwoord| antwoord.soort() == wijziging.soort) {
            // Whoever still counts with one of these reads an older state of it.
            let antwoord = Arc::make_mut(antwoord);
            wijziging.oud.iter().for_each(|oud| antwoord.tel(oud, true, -1, kolommen, werkdagen));
            antwoord.tel(&wijziging.nieuw, wijziging.duurt, 1, kolommen, werkdagen);
        }
    }
}

impl<T: Antwoord> Bewaard<T> {
    fn zoek(&mut self, vraag: &T::Vraag) -> Option<Arc<T>> {
        self.vragen += 1;
        let gebruik = self.antwoorden.get_mut(vraag)?;
        gebruik.vraag = self.vragen;
        Some(gebruik.antwoord.clone())
    }

    fn bewaar(&mut self, vraag: T::Vraag, antwoord: Arc<T>) {
        let omvang = antwoord.omvang();
        let gebruik = Gebruik { antwoord, omvang, vraag: self.vragen };
        // Who asked the same at the same time was first, perhaps.
        let vorige = self.antwoorden.insert(vraag, gebruik).map_or(0, |vorige| vorige.omvang);
        self.omvang += omvang;
        self.omvang -= vorige;
        while self.antwoorden.len() > ANTWOORDEN || self.antwoorden.len() > 1 && self.omvang > GETALLEN {
            let oudste = self.antwoorden.iter().min_by_key(|(_, gebruik)| gebruik.vraag);
            let Some(oudste) = oudste.map(|(vraag, _)| vraag.clone()) else { return };
            self.omvang -= self.antwoorden.remove(&oudste).map_or(0, |gebruik| gebruik.omvang);
        }
    }
}
