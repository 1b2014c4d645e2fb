//! The work list of a party: what lies with it, what has waited longest first.

use super::cursor::Cursor;
use super::objecten::binnen;
use super::{Where, bladzijde, moment};
use crate::beleid::{Objectsoort, Reikwijdte};
use wijkspoor_domain::Moment;
use wijkspoor_store::{DatabaseError, Head, Row, Statement, Store, Value};

/// One thing that lies with a party.
#[derive(Debug, Clone)]
pub struct Werk {
    /// The initiative.
    pub initiatief: String,
    /// Its title.
    pub titel: String,
    /// Its area.
    pub gebied: String,
    /// Its status.
    pub status: String,
    /// Its phase.
    pub fase: String,
    /// The kind of party.
    pub partij: String,
    /// The name of a department or partner.
    pub naam: Option<String>,
    /// The order.
    pub opdracht: Option<String>,
    /// Where the order stands.
    pub opdracht_status: Option<String>,
    /// Since when it has the ball.
    pub sinds: Moment,
    /// When a person last did something.
    pub activiteit: Moment,
    /// The last day that its norm allows.
    pub norm_dag: Option<i64>,
    nummer: i64,
}

/// In which order.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Orde {
    /// What has waited longest first.
    #[default]
    Sinds,
    /// What is furthest over its norm first; what has none comes last.
    Norm,
}

impl Orde {
    /// As a cursor names it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sinds => "werkvoorraad",
            Self::Norm => "werkvoorraad-norm",
        }
    }

    const fn kolom(self) -> &'static str {
        match self {
            Self::Sinds => "e.van_op",
            Self::Norm => GEEN_NORM_LAATST,
        }
    }
}

/// Later than any day of a norm: the two must say the same.
const GEEN_NORM_LAATST: &str = "COALESCE(e.norm_dag, 99999999)";
const GEEN_NORM: i64 = 99_999_999;

/// Whose work list.
#[derive(Debug, Default, Clone)]
pub struct Filter {
    /// This kind of party.
    pub partij: Option<String>,
    /// The department or partner of this name.
    pub naam: Option<String>,
    /// In this area.
    pub gebied: Option<String>,
    /// Only what is over its norm on this day.
    pub over_norm_op: Option<i64>,
}

/// A page of the work list; what began at an unknown date stands in its estimated place.
///
/// # Errors
/// When the database fails.
pub async fn werkvoorraad(
    store: &Store,
    reikwijdte: &Reikwijdte,
    filter: &Filter,
    orde: Orde,
    na: Option<&Cursor>,
    limiet: i64,
) -> Result<(Vec<Werk>, Option<Cursor>, Head), DatabaseError> {
    let mut w = Where::default();
    w.and_always("e.tot_op IS NULL AND e.soort = 'beurt'");
    binnen(&mut w, reikwijdte, Objectsoort::Initiatief, "e.initiatief_id", "e.gebied");
    w.and_text("e.partij = {}", filter.partij.as_deref());
    w.and_text("e.partij_naam = {}", filter.naam.as_deref());
    w.and_text("e.gebied = {}", filter.gebied.as_deref());
    if let Some(dag) = filter.over_norm_op {
        let dag = w.param(Value::Int(dag));
        w.and_always(format!("e.norm_dag < {dag}"));
    }
    let kolom = orde.kolom();
    if let Some(cursor) = na {
        let plaats = w.param(Value::Int(cursor.int.unwrap_or_default()));
        let id = w.param(Value::Text(cursor.id.clone()));
        let nummer =
            w.param(Value::Int(cursor.text.as_deref().and_then(|t| t.parse().ok()).unwrap_or_default()));
        w.and_always(format!("({kolom}, e.initiatief_id, e.nummer) > ({plaats}, {id}, {nummer})"));
    }
    let sql = format!(
        "SELECT e.initiatief_id, d.titel, e.gebied, e.status, e.fase, e.partij, e.partij_naam, e.bij_id, \
         o.status, e.van_op, e.van_nauwkeurigheid, d.activiteit_op, d.activiteit_nauwkeurigheid, e.nummer, e.norm_dag \
         FROM episode e JOIN dossier d ON d.initiatief_id = e.initiatief_id \
         LEFT JOIN opdracht o ON o.initiatief_id = e.initiatief_id AND o.opdracht_id = e.bij_id {} \
         ORDER BY {kolom}, e.initiatief_id, e.nummer LIMIT {}",
        w.sql(),
        limiet + 1
    );
    let answers = store.database().query_many(vec![Statement::new(sql, w.params), Head::statement()]).await?;
    let [rows, head] = answers.as_slice() else {
        return Err(super::geen_antwoord());
    };
    let (werk, next) = bladzijde(rows, limiet, read, |last| Cursor {
        order: orde.code().to_owned(),
        int: Some(match orde {
            Orde::Sinds => last.sinds.op.as_microsecond(),
            Orde::Norm => last.norm_dag.unwrap_or(GEEN_NORM),
        }),
        text: Some(last.nummer.to_string()),
        id: last.initiatief.clone(),
    })?;
    Ok((werk, next, Head::read(head)?))
}

fn read(row: &Row) -> Result<Werk, DatabaseError> {
    let text = |i| row.text(i).map(str::to_owned);
    Ok(Werk {
        initiatief: text(0)?,
        titel: super::titel(row, 1)?,
        gebied: text(2)?,
        status: text(3)?,
        fase: text(4)?,
        partij: text(5)?,
        naam: Some(text(6)?).filter(|n| !n.is_empty()),
        opdracht: row.opt_text(7)?.map(str::to_owned),
        opdracht_status: row.opt_text(8)?.map(str::to_owned),
        sinds: moment(row, 9)?,
        activiteit: moment(row, 11)?,
        norm_dag: row.opt_int(14)?,
        nummer: row.int(13)?,
    })
}
