//! Episodes as counts: how many ended after how long, and how many lasted at the end of a day. The figures are worked
//! out from these by the pure functions of [`wijkspoor_domain::statistiek`].
//!
//! A question is answered from the tables of counts where they can answer it, and from the episodes otherwise; both say
//! the same (`tests/conformance` compares them). `perioden` divides a span of days into years, months and odd days,
//! `vraag` writes the SQL.

pub mod lijst;
mod perioden;
pub mod stroom;
mod vraag;

use std::collections::BTreeMap;
use vraag::Vraag;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_projections::initiatief::episodes::tellingen::{CATEGORIE, GEBIED, ONBEKEND, THEMA, WIJK};
use wijkspoor_store::{DatabaseError, Head, Row, Store};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

impl Per {
    /// By which characteristic of the tables of counts, where it is one.
    fn snede(self) -> Option<&'static str> {
        match self {
            Self::Gebied => Some(GEBIED),
            Self::Wijk => Some(WIJK),
            Self::Thema => Some(THEMA),
            Self::Categorie => Some(CATEGORIE),
            Self::Partij | Self::Status | Self::Fase | Self::Aard => None,
        }
    }

    /// How many texts name a group.
    pub fn breedte(self) -> usize {
        if self == Self::Partij { 2 } else { 1 }
    }
}

/// Episodes that ended alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gesloten {
    /// How they ended.
    pub uitkomst: String,
    /// Why.
    pub reden: String,
    /// After how many calendar and working days; `None` where that is not known.
    pub duur: Option<(i64, i64)>,
    /// How many.
    pub aantal: i64,
}

/// Episodes that last alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Open {
    /// The day on which they began; `None` where that is not known.
    pub van: Option<i64>,
    /// The last day that their norm allows.
    pub norm: Option<i64>,
    /// How many.
    pub aantal: i64,
}

/// A group of episodes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groep {
    /// What ended.
    pub gesloten: Vec<Gesloten>,
    /// What lasted.
    pub open: Vec<Open>,
}

/// Groups by the texts that name them.
pub type Groepen = BTreeMap<Vec<String>, Groep>;

/// Counts episodes, divided by some of their characteristics, all in one snapshot.
///
/// # Errors
/// When the database fails.
pub async fn tel(store: &Store, selectie: &Selectie, per: &[Per]) -> Result<(Groepen, Head), DatabaseError> {
    beantwoord(store, Vraag::nieuw(selectie, per)).await
}

/// The same, counted from the episodes themselves.
///
/// # Errors
/// When the database fails.
pub async fn tel_na(
    store: &Store,
    selectie: &Selectie,
    per: &[Per],
) -> Result<(Groepen, Head), DatabaseError> {
    beantwoord(store, Vraag::uit_episodes(selectie, per)).await
}

async fn beantwoord(store: &Store, vraag: Vraag<'_>) -> Result<(Groepen, Head), DatabaseError> {
    let breedte = vraag.breedte();
    let gesloten = vraag.gesloten();
    let open = vraag.open();
    let (aantal_gesloten, mut statements) = (gesloten.len(), gesloten);
    statements.extend(open);
    statements.push(Head::statement());
    let mut answers = store.database().query_many(statements).await?;
    let head = Head::read(&answers.pop().unwrap_or_default())?;
    let mut groepen = Groepen::new();
    for (nummer, rows) in answers.iter().enumerate() {
        for row in rows {
            let naam = (0..breedte).map(|i| row.text(i).map(str::to_owned)).collect::<Result<_, _>>()?;
            let groep: &mut Groep = groepen.entry(naam).or_default();
            match nummer < aantal_gesloten {
                true => groep.gesloten.push(Gesloten {
                    uitkomst: row.text(breedte)?.to_owned(),
                    reden: row.text(breedte + 1)?.to_owned(),
                    duur: bekend(row, breedte + 2)?.zip(bekend(row, breedte + 3)?),
                    aantal: row.int(breedte + 4)?,
                }),
                false => groep.open.push(Open {
                    van: bekend(row, breedte)?,
                    norm: bekend(row, breedte + 1)?,
                    aantal: row.int(breedte + 2)?,
                }),
            }
        }
    }
    // What is known of a past day is found by adding and taking away: what is left of it is put together.
    if vraag.telt_terug() {
        groepen.values_mut().for_each(Groep::vat_samen);
        groepen.retain(|_, groep| !groep.gesloten.is_empty() || !groep.open.is_empty());
    }
    Ok((groepen, head))
}

/// How something ended, why, and after how many days.
type Einde = (String, String, Option<(i64, i64)>);

impl Groep {
    /// One entry for what is alike; none for what is none.
    pub fn vat_samen(&mut self) {
        let mut gesloten: BTreeMap<Einde, i64> = BTreeMap::new();
        for g in self.gesloten.drain(..) {
            *gesloten.entry((g.uitkomst, g.reden, g.duur)).or_default() += g.aantal;
        }
        let mut open: BTreeMap<(Option<i64>, Option<i64>), i64> = BTreeMap::new();
        for o in self.open.drain(..) {
            *open.entry((o.van, o.norm)).or_default() += o.aantal;
        }
        let gesloten = gesloten.into_iter().filter(|(_, aantal)| *aantal != 0);
        self.gesloten = gesloten
            .map(|((uitkomst, reden, duur), aantal)| Gesloten { uitkomst, reden, duur, aantal })
            .collect();
        let open = open.into_iter().filter(|(_, aantal)| *aantal != 0);
        self.open = open.map(|((van, norm), aantal)| Open { van, norm, aantal }).collect();
    }
}

/// A day or a number of days, or nothing where it is not known.
fn bekend(row: &Row, column: usize) -> Result<Option<i64>, DatabaseError> {
    Ok(row.opt_int(column)?.filter(|getal| *getal != ONBEKEND))
}
