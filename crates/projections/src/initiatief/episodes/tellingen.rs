//! Counts of what ended, kept with the episodes themselves, so that a figure costs by its answer and not by the length of
//! history. They are exact: each says how many rows of [`EPISODE`](super::EPISODE) there are of what its key says. What
//! lasts now is little beside what ever was, and has an index of its own.
//!
//! - [`EPISODE_GESLOTEN`]: what ever ended, by how long it lasted.
//! - [`EPISODE_PERIODE`]: the same, of each year and month in which it ended.
//! - [`EPISODE_STAND`]: what ended, and lasted at the beginning of a month, by the day on which it began.
//!
//! Of all time it is counted by a few characteristics (`snede`), one at a time; per period over everything only. What asks
//! for more reads the episodes.

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

/// Over everything; its value is empty.
pub const ALLES: &str = "alles";
/// By area.
pub const GEBIED: &str = "gebied";
/// By neighbourhood; an episode counts in each of its own.
pub const WIJK: &str = "wijk";
/// By theme.
pub const THEMA: &str = "thema";
/// By category.
pub const CATEGORIE: &str = "categorie";

const fn int(name: &'static str) -> Column {
    Column { name, kind: Kind::Int, nullable: false }
}
const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text, nullable: false }
}

/// How many ended.
pub static EPISODE_GESLOTEN: Table = Table {
    name: "episode_gesloten",
    key: 12,
    columns: &[
        text("soort"),
        text("snede"),
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
    partial_indexes: &[],
    counts: true,
};

/// How many ended in a year or month, of those of which it is known how long they lasted.
pub static EPISODE_PERIODE: Table = Table {
    name: "episode_periode",
    key: 11,
    columns: &[
        text("soort"),
        text("periode"),
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
    partial_indexes: &[],
    counts: true,
};

/// How many of those that ended lasted when a month began.
pub static EPISODE_STAND: Table = Table {
    name: "episode_stand",
    key: 9,
    columns: &[
        text("soort"),
        text("maand"),
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
    partial_indexes: &[],
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
        [(ALLES, ""), (GEBIED, &*self.gebied), (THEMA, &*self.thema), (CATEGORIE, &*self.categorie)]
            .into_iter()
            .chain(self.wijken.iter().map(|wijk| (WIJK, wijk.as_str())))
    }
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
    let tel = |table: &'static Table, waarvan: &[&str]| {
        let mut key = teksten([soort]);
        key.extend(waarvan.iter().map(|tekst| Value::Text((*tekst).to_owned())));
        key.extend(groep(open));
        key.extend(teksten([uitkomst, reden]));
        key.extend([duur, werkdagen].map(|dagen| Value::Int(dagen.unwrap_or(ONBEKEND))));
        Change::Count { table, key }
    };
    let mut changes: Vec<Change> =
        kenmerken.sneden().map(|(snede, waarde)| tel(&EPISODE_GESLOTEN, &[snede, waarde])).collect();
    if let Some((van_dag, tot_dag)) = van_dag.zip(tot_dag) {
        let dag = van_dagnummer(tot_dag);
        changes.extend([jaar(dag), maand(dag)].map(|periode| tel(&EPISODE_PERIODE, &[&periode])));
        changes.extend(maanden(van_dag, tot_dag).map(|maand| {
            let mut key = teksten([soort, &maand]);
            key.extend(groep(open));
            key.extend([van_dag, open.norm_dag.unwrap_or(ONBEKEND)].map(Value::Int));
            Change::Count { table: &EPISODE_STAND, key }
        }));
    }
    changes
}

/// The year of a day, as a period. Years stand apart from months, so that all before one are found side by side.
pub fn jaar(dag: jiff::civil::Date) -> String {
    format!("j{:04}", dag.year())
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
