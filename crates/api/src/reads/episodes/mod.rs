//! Episodes as counts: how many ended after how long, and how many lasted at the end of a day. The figures are worked
//! out from these by the pure functions of [`wijkspoor_domain::statistiek`].
//!
//! `bestand` follows the read model and keeps it in memory as numbers (`kolommen`). A question (`keuze`) is counted one by one
//! (`teller`, in the groups of `tel`; `stroom` by period) when it is asked first, and its answer is kept and followed
//! (`antwoorden`). `lijst` is the drill-down, which is read from the database.

mod antwoorden;
mod bestand;
mod dagen;
mod duren;
mod keuze;
mod kolommen;
pub mod lijst;
pub mod stroom;
mod tel;
mod teller;

pub use bestand::{Bestand, Stand};
pub use dagen::Dagen;
pub use duren::Duren;
use std::collections::BTreeMap;
use wijkspoor_domain::episode::Episodesoort;

/// Which episodes. Days are civil days since 1970-01-01.
#[derive(Debug, Clone)]
pub struct Selectie {
    /// Of this kind.
    pub soort: Episodesoort,
    /// Of an initiative in this area.
    pub gebied: Option<String>,
    /// In this neighbourhood.
    pub wijk: Option<String>,
    /// On this theme.
    pub thema: Option<String>,
    /// Of this category.
    pub categorie: Option<String>,
    /// Of this kind of party.
    pub partij: Option<String>,
    /// Of the department or partner of this name.
    pub naam: Option<String>,
    /// In this status.
    pub status: Option<String>,
    /// In this phase.
    pub fase: Option<String>,
    /// Of this nature within its kind.
    pub aard: Option<String>,
    /// That began on this day or later.
    pub vanaf: Option<i64>,
    /// That began before this day.
    pub voor: Option<i64>,
    /// As it was at the end of this day; now when absent.
    pub peil: Option<i64>,
}

/// By what episodes are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Per {
    /// Kind of party and its name.
    Partij,
    /// Status.
    Status,
    /// Phase.
    Fase,
    /// What there is to know beside the kind: a reason, a route.
    Aard,
    /// Area.
    Gebied,
    /// Neighbourhood; an episode counts in each of its own.
    Wijk,
    /// Theme.
    Thema,
    /// Category.
    Categorie,
}

/// What is counted of a group of episodes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groep {
    /// By how many calendar days they lasted, or last.
    pub kalender: Duren,
    /// By how many working days.
    pub werk: Duren,
    /// How many ended how (outcome and reason).
    pub einden: BTreeMap<(String, String), i64>,
    /// Of how many it is not known how long they lasted.
    pub onbekend: i64,
    /// What lasts and has a norm: how many, by how many days they are past its last day (below 0: days that are left).
    pub normafstanden: Dagen,
    /// How long the norms are.
    pub normen: Normlengte,
}

/// How many calendar days norms allow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Normlengte {
    /// Of how many.
    pub aantal: i64,
    /// Together.
    pub dagen: i64,
}

impl Normlengte {
    /// So many more that began on a day and have a norm up to another.
    pub fn bij(&mut self, van: i64, norm: Option<i64>, aantal: i32) {
        if let Some(norm) = norm {
            self.aantal += i64::from(aantal);
            self.dagen += i64::from(aantal) * (norm - van);
        }
    }

    /// These and those.
    pub fn voeg_samen(&mut self, ander: Self) {
        self.aantal += ander.aantal;
        self.dagen += ander.dagen;
    }

    /// How long a norm is on average, in whole days.
    pub fn gemiddeld(self) -> Option<i64> {
        (self.aantal > 0).then(|| (self.dagen + self.aantal / 2).div_euclid(self.aantal))
    }
}

impl Groep {
    /// For how many that last a norm holds, and how many of those are over it.
    pub fn met_norm(&self) -> (i64, i64) {
        (self.normafstanden.som(), self.normafstanden.tussen(1, i64::MAX))
    }

    /// Whether there is none.
    fn is_leeg(&self) -> bool {
        self.onbekend == 0 && self.kalender.is_leeg()
    }
}

/// Groups by the texts that name them; groups without an episode are not there.
pub type Groepen = BTreeMap<Vec<String>, Groep>;

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Geteld {
    /// All together. It is no sum of the groups: by neighbourhood an episode may count more than once.
    pub totaal: Groep,
    /// The groups; none when it was not asked by what to divide.
    pub groepen: Groepen,
}
