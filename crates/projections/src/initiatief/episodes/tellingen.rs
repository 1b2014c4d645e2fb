//! Counts of episodes, kept with the episodes themselves, so that a figure costs by its answer and not by the length of
//! history. They are exact: each says how many rows of [`EPISODE`](super::EPISODE) there are of what its key says.
//!
//! - [`EPISODE_OPEN`]: what lasts now, by the day on which it began and the last day that its norm allows.
//! - [`EPISODE_GESLOTEN`]: what ended, by how long it lasted: of all time, and per year and month in which it ended.
//! - [`EPISODE_STAND`]: what ended, and lasted at the beginning of a month, by the day on which it began.
//!
//! Each is counted by a few characteristics (`snede`) one at a time; a question about two at once reads the episodes.

use super::Open;
use crate::row::{Change, Column, Kind, Table, Value};
use serde::{Deserialize, Serialize};
use wijkspoor_domain::Moment;
use wijkspoor_domain::initiatief::gebeurtenis::InitiatiefIngediend;
use wijkspoor_domain::moment::{dagnummer, van_dagnummer};

/// Stands for a day or a number of days that is not known. No day in the life of a municipality has this number.
pub const ONBEKEND: i64 = -1_000_000;
/// The category of an initiative to which none was given.
pub const GEEN_CATEGORIE: &str = "onbekend";

/// By what episodes are counted.
pub const GEBIED: &str = "gebied";
/// By neighbourhood; an episode counts in each of its own.
pub const WIJK: &str = "wijk";
/// By theme.
pub const THEMA: &str = "thema";
/// Before a period in which episodes began.
pub const BEGONNEN: &str = "b";
/// Before a period in which episodes ended.
pub const GEEINDIGD: &str = "e";

/// By category.
pub const CATEGORIE: &str = "categorie";

const fn int(name: &'static str) -> Column {
    Column { name, kind: Kind::Int, nullable: false }
}
const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text, nullable: false }
}

/// How many last now.
pub static EPISODE_OPEN: Table = Table {
    name: "episode_open",
    key: 10,
    columns: &[
        text("soort"),
        text("snede"),
        text("waarde"),
        text("partij"),
        text("partij_naam"),
        text("status"),
        text("fase"),
        text("aard"),
        int("van_dag"),
        int("norm_dag"),
        int("aantal"),
    ],
    indexes: &[],
    counts: true,
};

/// How many ended. `periode` is empty for all time; of the areas there are also the years and months in which they began
/// ([`BEGONNEN`]), where that is known, and in which they ended ([`GEEINDIGD`]), where both are.
pub static EPISODE_GESLOTEN: Table = Table {
    name: "episode_gesloten",
    key: 13,
    columns: &[
        text("soort"),
        text("snede"),
        text("periode"),
        text("waarde"),
        text("partij"),
        text("partij_naam"),
        text("status"),
        text("fase"),
        text("aard"),
        text("uitkomst"),
        text("reden"),
        int("duur"),
        int("werkdagen"),
        int("aantal"),
    ],
    indexes: &[],
    counts: true,
};

/// How many of those that ended lasted when a month began.
pub static EPISODE_STAND: Table = Table {
    name: "episode_stand",
    key: 10,
    columns: &[
        text("soort"),
        text("maand"),
        text("gebied"),
        text("partij"),
        text("partij_naam"),
        text("status"),
        text("fase"),
        text("aard"),
        int("van_dag"),
        int("norm_dag"),
        int("aantal"),
    ],
    indexes: &[],
    counts: true,
};

/// What all episodes of an initiative have in common.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Kenmerken {
    pub(super) gebied: String,
    pub(super) wijken: Vec<String>,
    pub(super) thema: String,
    pub(super) categorie: String,
    pub(super) oorsprong: String,
}

impl Kenmerken {
    pub(super) fn van(ingediend: &InitiatiefIngediend) -> Self {
        let mut wijken: Vec<_> = ingediend.wijken.iter().map(ToString::to_string).collect();
        wijken.sort_unstable();
        wijken.dedup();
        Self {
            gebied: ingediend.gebied.to_string(),
            wijken,
            thema: ingediend.thema.to_string(),
            categorie: ingediend.categorie.map_or(GEEN_CATEGORIE, |c| c.code()).to_owned(),
            oorsprong: ingediend.oorsprong.to_string(),
        }
    }

    fn sneden(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [(GEBIED, &*self.gebied), (THEMA, &*self.thema), (CATEGORIE, &*self.categorie)]
            .into_iter()
            .chain(self.wijken.iter().map(|wijk| (WIJK, wijk.as_str())))
    }
}

/// More, or fewer, that last.
pub(super) fn open(kenmerken: &Kenmerken, open: &Open, by: i64) -> Vec<Change> {
    kenmerken.sneden().map(|(snede, waarde)| tel_open(snede, waarde, open, by)).collect()
}

/// More, or fewer, that last, in a category.
pub(super) fn per_categorie(categorie: &str, open: &Open, by: i64) -> Option<Change> {
    Some(tel_open(CATEGORIE, categorie, open, by))
}

fn tel_open(snede: &str, waarde: &str, open: &Open, by: i64) -> Change {
    let mut key = teksten([open.sleutel.soort.code(), snede, waarde]);
    key.extend(groep(open));
    key.extend([open.van.dagnummer(), open.norm_dag].map(|dag| Value::Int(dag.unwrap_or(ONBEKEND))));
    Change::Count { table: &EPISODE_OPEN, key, by }
}

/// One that ended.
pub(super) fn gesloten(
    kenmerken: &Kenmerken,
    open: &Open,
    tot: Moment,
    werkdagen: Option<i64>,
    (uitkomst, reden): (&str, &str),
) -> Vec<Change> {
    let (van_dag, tot_dag) = (open.van.dagnummer(), tot.dagnummer());
    let duur = van_dag.zip(tot_dag).map(|(van, tot)| tot - van);
    let soort = open.sleutel.soort.code();
    let tel = |snede: &str, waarde: &str, periode: &str| {
        let mut key = teksten([soort, snede, periode, waarde]);
        key.extend(groep(open));
        key.extend(teksten([uitkomst, reden]));
        key.extend([duur, werkdagen].map(|dagen| Value::Int(dagen.unwrap_or(ONBEKEND))));
        Change::Count { table: &EPISODE_GESLOTEN, key, by: 1 }
    };
    let mut changes: Vec<Change> = kenmerken.sneden().map(|(snede, waarde)| tel(snede, waarde, "")).collect();
    for (welke, dag) in [(BEGONNEN, van_dag), (GEEINDIGD, van_dag.and(tot_dag))] {
        let Some(dag) = dag.map(van_dagnummer) else { continue };
        changes.extend(
            [jaar(dag), maand(dag)]
                .map(|periode| tel(GEBIED, &kenmerken.gebied, &format!("{welke}{periode}"))),
        );
    }
    if let Some((van_dag, tot_dag)) = van_dag.zip(tot_dag) {
        changes.extend(maanden(van_dag, tot_dag).map(|maand| {
            let mut key = teksten([soort, &maand, &kenmerken.gebied]);
            key.extend(groep(open));
            key.extend([van_dag, open.norm_dag.unwrap_or(ONBEKEND)].map(Value::Int));
            Change::Count { table: &EPISODE_STAND, key, by: 1 }
        }));
    }
    changes
}

/// The year of a day, as a period.
pub fn jaar(dag: jiff::civil::Date) -> String {
    format!("{:04}", dag.year())
}

/// The month of a day, as a period.
pub fn maand(dag: jiff::civil::Date) -> String {
    format!("{:04}-{:02}", dag.year(), dag.month())
}

/// The months at whose beginning something lasted that began on one day and ended on another.
fn maanden(van_dag: i64, tot_dag: i64) -> impl Iterator<Item = String> {
    let volgende = |dag: jiff::civil::Date| van_dagnummer(dagnummer(dag.last_of_month()) + 1);
    std::iter::successors(Some(volgende(van_dagnummer(van_dag))), move |dag| Some(volgende(*dag)))
        .take(EEUW)
        .take_while(move |dag| dagnummer(*dag) <= tot_dag)
        .map(maand)
}

/// Months in a century: no wait is longer, and no mistyped year makes more rows than that.
const EEUW: usize = 1200;

fn groep(open: &Open) -> Vec<Value> {
    teksten([&*open.sleutel.partij, &open.sleutel.naam, &open.status, &open.fase, &open.aard])
}

fn teksten<const N: usize>(teksten: [&str; N]) -> Vec<Value> {
    teksten.into_iter().map(|tekst| Value::Text(tekst.to_owned())).collect()
}
