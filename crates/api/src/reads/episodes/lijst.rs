//! The episodes behind a figure, one by one: those that last longest first.

use super::Selectie;
use crate::reads::Where;
use crate::reads::cursor::Cursor;
use crate::reads::{bladzijde, moment, opt_moment, timestamp, titel};
use jiff::Timestamp;
use wijkspoor_domain::Moment;
use wijkspoor_store::{DatabaseError, Head, Row, Statement, Store, Value};

/// The order of the list, as its cursor knows it.
pub const ORDE: &str = "episodes";

/// An episode.
#[derive(Debug, Clone)]
pub struct Episode {
    /// The initiative.
    pub initiatief: String,
    /// Its title.
    pub titel: String,
    /// The number of the episode in it.
    pub nummer: i64,
    /// The kind of party; empty where nobody in particular must act.
    pub partij: String,
    /// The name of the department, partner or programme.
    pub naam: String,
    /// The status in which it began.
    pub status: String,
    /// The phase of that.
    pub fase: String,
    /// What there is to know beside its kind.
    pub aard: String,
    /// The area.
    pub gebied: String,
    /// When it began.
    pub van: Moment,
    /// When it ended.
    pub tot: Option<Moment>,
    /// The civil days of both, where a duration may rest on them.
    pub dagen: (Option<i64>, Option<i64>),
    /// The last day that its norm allows.
    pub norm_dag: Option<i64>,
    /// When the clock last signalled it, and what escalation was proposed then.
    pub gesignaleerd: Option<(Timestamp, Option<String>)>,
    /// How it ended, and why.
    pub uitkomst: (String, String),
}

/// Which episodes of a selection.
#[derive(Debug, Clone, Copy, Default)]
pub struct Welke {
    /// Those that last, or those that do not.
    pub open: Option<bool>,
    /// Those that the clock signalled, or those that it did not.
    pub gesignaleerd: Option<bool>,
    /// Those of which the last day of the norm is this one or later.
    pub norm_vanaf: Option<i64>,
    /// Those of which it is this one or earlier.
    pub norm_tot_en_met: Option<i64>,
}

/// A page of the episodes of a selection, those that began first first.
///
/// # Errors
/// When the database fails.
pub async fn lijst(
    store: &Store,
    selectie: &Selectie,
    welke: Welke,
    na: Option<&Cursor>,
    limiet: i64,
) -> Result<(Vec<Episode>, Option<Cursor>, Head), DatabaseError> {
    let statement = vraag(selectie, welke, na, limiet + 1);
    let answers = store.database().query_many(vec![statement, Head::statement()]).await?;
    let [rows, head] = answers.as_slice() else {
        return Err(super::super::geen_antwoord());
    };
    let (episodes, volgende) = bladzijde(rows, limiet, lees, |laatste| Cursor {
        order: ORDE.to_owned(),
        int: Some(laatste.van.op.as_microsecond()),
        text: Some(laatste.nummer.to_string()),
        id: laatste.initiatief.clone(),
    })?;
    Ok((episodes, volgende, Head::read(head)?))
}

fn lees(row: &Row) -> Result<Episode, DatabaseError> {
    let text = |i| row.text(i).map(str::to_owned);
    let voorstel = row.opt_text(17)?.map(str::to_owned);
    let gesignaleerd = row.opt_int(16)?.map(|op| (timestamp(op), voorstel));
    Ok(Episode {
        initiatief: text(0)?,
        titel: titel(row, 1)?,
        nummer: row.int(2)?,
        partij: text(3)?,
        naam: text(4)?,
        status: text(5)?,
        fase: text(6)?,
        aard: text(7)?,
        gebied: text(8)?,
        van: moment(row, 9)?,
        tot: opt_moment(row, 11)?,
        dagen: (row.opt_int(13)?, row.opt_int(14)?),
        norm_dag: row.opt_int(15)?,
        gesignaleerd,
        uitkomst: (text(18)?, text(19)?),
    })
}

fn vraag(selectie: &Selectie, welke: Welke, na: Option<&Cursor>, limiet: i64) -> Statement {
    let van = match selectie.wijk {
        Some(_) => "episode JOIN dossier_wijk w ON w.initiatief_id = episode.initiatief_id",
        None => "episode",
    };
    let mut w = waar(selectie);
    let peil = selectie.peil.map(|peil| w.param(Value::Int(peil)));
    if let Some(peil) = &peil {
        w.and_always(format!("(van_dag <= {peil} OR van_dag IS NULL)"));
    }
    let lasts =
        peil.map_or("tot_op IS NULL".to_owned(), |peil| format!("(tot_op IS NULL OR tot_dag > {peil})"));
    match welke.open {
        Some(true) => w.and_always(lasts),
        Some(false) => w.and_always(format!("NOT {lasts}")),
        None => {}
    }
    if let Some(gesignaleerd) = welke.gesignaleerd {
        let niet = if gesignaleerd { "NOT" } else { "" };
        w.and_always(format!("gesignaleerd_op IS {niet} NULL"));
    }
    if let Some(vanaf) = welke.norm_vanaf {
        w.and("norm_dag >= {}", Value::Int(vanaf));
    }
    if let Some(tot_en_met) = welke.norm_tot_en_met {
        w.and("norm_dag <= {}", Value::Int(tot_en_met));
    }
    if let Some(cursor) = na {
        let nummer = cursor.text.as_deref().and_then(|t| t.parse().ok()).unwrap_or_default();
        let op = w.param(Value::Int(cursor.int.unwrap_or_default()));
        let id = w.param(Value::Text(cursor.id.clone()));
        let nummer = w.param(Value::Int(nummer));
        w.and_always(format!("(van_op, episode.initiatief_id, nummer) > ({op}, {id}, {nummer})"));
    }
    let sql = format!(
        "SELECT x.initiatief_id, d.titel, nummer, partij, partij_naam, x.status, x.fase, aard, x.gebied, van_op, \
             van_nauwkeurigheid, tot_op, tot_nauwkeurigheid, van_dag, tot_dag, norm_dag, gesignaleerd_op, \
             voorstel, uitkomst, reden \
             FROM (SELECT episode.* FROM {} {} ORDER BY van_op, episode.initiatief_id, nummer LIMIT {limiet}) AS x \
             JOIN dossier d ON d.initiatief_id = x.initiatief_id ORDER BY van_op, x.initiatief_id, nummer",
        van,
        w.sql()
    );
    Statement::new(sql, w.params)
}

/// The conditions of a selection.
fn waar(s: &Selectie) -> Where {
    let mut w = Where::default();
    w.and("soort = {}", Value::Text(s.soort.code().to_owned()));
    let gelijk = [
        ("gebied", &s.gebied),
        ("w.wijk", &s.wijk),
        ("thema", &s.thema),
        ("categorie", &s.categorie),
        ("partij", &s.partij),
        ("partij_naam", &s.naam),
        ("status", &s.status),
        ("fase", &s.fase),
        ("aard", &s.aard),
    ];
    for (kolom, waarde) in gelijk {
        w.and_text(&format!("{kolom} = {{}}"), waarde.as_deref());
    }
    if let Some(vanaf) = s.vanaf {
        w.and("van_dag >= {}", Value::Int(vanaf));
    }
    if let Some(voor) = s.voor {
        w.and("van_dag < {}", Value::Int(voor));
    }
    w
}
