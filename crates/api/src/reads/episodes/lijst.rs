//! The episodes behind a figure, one by one: those that last longest first.

use super::Selectie;
use super::vraag::Vraag;
use crate::reads::cursor::Cursor;
use crate::reads::{bladzijde, moment, opt_moment, timestamp, titel};
use jiff::Timestamp;
use wijkspoor_domain::Moment;
use wijkspoor_store::{DatabaseError, Head, Row, Store};

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
    let statement = Vraag::uit_episodes(selectie, &[]).lijst(welke, na, limiet + 1);
    let answers = store.database().query_many(vec![statement, Head::statement()]).await?;
    let [rows, head] = answers.as_slice() else {
        return Err(DatabaseError::Other("geen antwoord".to_owned()));
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
