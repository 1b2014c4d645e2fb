//! Where work lies still, per party. What began at an unknown date is counted, but no duration rests on it.

use super::objecten::binnen;
use super::{Where, moment};
use crate::beleid::{Objectsoort, Reikwijdte};
use std::collections::BTreeMap;
use wijkspoor_domain::Moment;
use wijkspoor_store::{DatabaseError, Head, Row, Statement, Store};

/// An initiative that stands out, and since when.
#[derive(Debug, Clone)]
pub struct Uitschieter {
    /// The initiative.
    pub initiatief: String,
    /// Its title.
    pub titel: String,
    /// Since when.
    pub sinds: Moment,
}

/// What lies with one party.
#[derive(Debug, Clone, Default)]
pub struct PartijStagnatie {
    /// How many turns are open.
    pub open: i64,
    /// How many of those began at an unknown date, and are left out of what follows.
    pub weggelaten: i64,
    /// What has waited longest.
    pub langst_wachtend: Option<Uitschieter>,
    /// How many were left out of the silence, because the last activity is not dated.
    pub stilte_weggelaten: i64,
    /// Where nobody did anything for longest.
    pub langst_stil: Option<Uitschieter>,
    /// Blocked orders by reason.
    pub geblokkeerd: BTreeMap<String, i64>,
    /// Initiatives with a reported stall, by reason.
    pub gemeld: BTreeMap<String, i64>,
}

/// Per kind of party and name.
pub type Overzicht = BTreeMap<(String, String), PartijStagnatie>;

/// The last thing that a person did while this turn was open.
const STIL_OP: &str = "CASE WHEN d.activiteit_op > e.van_op THEN d.activiteit_op ELSE e.van_op END";
const STIL_NAUWKEURIGHEID: &str =
    "CASE WHEN d.activiteit_op > e.van_op THEN d.activiteit_nauwkeurigheid ELSE e.van_nauwkeurigheid END";

/// The overview, in one snapshot; the number of questions does not depend on how much there is.
///
/// # Errors
/// When the database fails.
pub async fn stagnatie(
    store: &Store,
    reikwijdte: &Reikwijdte,
    gebied: Option<&str>,
) -> Result<(Overzicht, Head), DatabaseError> {
    let mut w = Where::default();
    w.and_always("e.tot_op IS NULL AND e.soort = 'beurt'");
    w.and_text("e.gebied = {}", gebied);
    binnen(&mut w, reikwijdte, Objectsoort::Initiatief, "e.initiatief_id", "e.gebied");
    let mut opdrachten = Where::default();
    opdrachten.and_always("o.status = 'geblokkeerd'");
    opdrachten.and_text("o.gebied = {}", gebied);
    binnen(&mut opdrachten, reikwijdte, Objectsoort::Initiatief, "o.initiatief_id", "o.gebied");
    let from = format!("FROM episode e JOIN dossier d ON d.initiatief_id = e.initiatief_id {}", w.sql());
    let tellen = format!(
        "SELECT e.partij, e.partij_naam, COUNT(*), \
         COUNT(CASE WHEN e.van_nauwkeurigheid = 'onbekend' THEN 1 END), \
         COUNT(CASE WHEN {STIL_NAUWKEURIGHEID} = 'onbekend' THEN 1 END) {from} GROUP BY e.partij, e.partij_naam"
    );
    let gemeld = format!(
        "SELECT e.partij, e.partij_naam, d.stagnatie, COUNT(DISTINCT d.initiatief_id) {from} \
         AND d.stagnatie IS NOT NULL GROUP BY e.partij, e.partij_naam, d.stagnatie"
    );
    let geblokkeerd = format!(
        "SELECT 'afdeling', o.afdeling, o.reden, COUNT(*) FROM opdracht o {} GROUP BY o.afdeling, o.reden",
        opdrachten.sql()
    );
    let uiterste = |op: &str, nauwkeurigheid: &str| {
        format!(
            "SELECT partij, partij_naam, initiatief_id, titel, op, nauwkeurigheid FROM (\
             SELECT e.partij, e.partij_naam, e.initiatief_id, d.titel, {op} AS op, {nauwkeurigheid} AS nauwkeurigheid, \
             ROW_NUMBER() OVER (PARTITION BY e.partij, e.partij_naam ORDER BY {op}, e.initiatief_id) AS rang \
             {from} AND {nauwkeurigheid} <> 'onbekend') AS x WHERE rang = 1"
        )
    };
    let beurten = |vraag: String| Statement::new(vraag, w.params.clone());
    let statements = vec![
        beurten(tellen),
        beurten(uiterste("e.van_op", "e.van_nauwkeurigheid")),
        beurten(uiterste(STIL_OP, STIL_NAUWKEURIGHEID)),
        Statement::new(geblokkeerd, opdrachten.params),
        beurten(gemeld),
        Head::statement(),
    ];
    let answers = store.database().query_many(statements).await?;
    let [tellen, wachtend, stil, geblokkeerd, gemeld, head] = answers.as_slice() else {
        return Err(super::geen_antwoord());
    };
    let mut overzicht = Overzicht::new();
    for row in tellen {
        let partij = partij(&mut overzicht, row)?;
        (partij.open, partij.weggelaten, partij.stilte_weggelaten) = (row.int(2)?, row.int(3)?, row.int(4)?);
    }
    for row in wachtend {
        partij(&mut overzicht, row)?.langst_wachtend = Some(uitschieter(row)?);
    }
    for row in stil {
        partij(&mut overzicht, row)?.langst_stil = Some(uitschieter(row)?);
    }
    for row in geblokkeerd {
        let reden = row.opt_text(2)?.unwrap_or("anders").to_owned();
        partij(&mut overzicht, row)?.geblokkeerd.insert(reden, row.int(3)?);
    }
    for row in gemeld {
        partij(&mut overzicht, row)?.gemeld.insert(row.text(2)?.to_owned(), row.int(3)?);
    }
    Ok((overzicht, Head::read(head)?))
}

fn partij<'a>(overzicht: &'a mut Overzicht, row: &Row) -> Result<&'a mut PartijStagnatie, DatabaseError> {
    Ok(overzicht.entry((row.text(0)?.to_owned(), row.text(1)?.to_owned())).or_default())
}

fn uitschieter(row: &Row) -> Result<Uitschieter, DatabaseError> {
    let (initiatief, titel) = (row.text(2)?.to_owned(), super::titel(row, 3)?);
    Ok(Uitschieter { initiatief, titel, sinds: moment(row, 4)? })
}

/// The whole days between a moment and now; `None` when the moment is not known.
pub fn dagen(sinds: Moment, nu: jiff::Timestamp) -> Option<i64> {
    let dag = |op| Moment::tijdstip(op).dag();
    let span = dag(sinds.op).until(dag(nu)).ok()?;
    sinds.is_bekend().then(|| i64::from(span.get_days()))
}
