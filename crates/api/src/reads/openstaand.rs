//! What waits for an answer.

use super::cursor::Cursor;
use super::objecten::binnen;
use super::{Where, bladzijde, moment};
use crate::beleid::{Objectsoort, Reikwijdte};
use wijkspoor_domain::Moment;
use wijkspoor_store::{DatabaseError, Head, Row, Statement, Store, Value};

/// Which of it.
#[derive(Debug, Default, Clone)]
pub struct Filter {
    /// At this initiative.
    pub initiatief: Option<String>,
    /// Of this kind.
    pub soort: Option<String>,
    /// Asked of this party.
    pub bij: Option<String>,
    /// In this area.
    pub gebied: Option<String>,
}

/// Something that waits for an answer.
#[derive(Debug, Clone)]
pub struct Openstaand {
    /// Its id: an answer names it.
    pub id: String,
    /// The initiative.
    pub initiatief: String,
    /// Its title.
    pub titel: String,
    /// Its area.
    pub gebied: String,
    /// The kind of fact that opened it.
    pub soort: String,
    /// Of whom an answer is asked.
    pub bij: Option<String>,
    /// When the answer should be there.
    pub uiterlijk: Option<String>,
    /// Since when.
    pub sinds: Moment,
}

/// A page of what waits longest, the cursor of the next, and how fresh it is.
///
/// # Errors
/// When the database fails.
pub async fn lijst(
    store: &Store,
    reikwijdte: &Reikwijdte,
    filter: &Filter,
    na: Option<&Cursor>,
    limiet: i64,
) -> Result<(Vec<Openstaand>, Option<Cursor>, Head), DatabaseError> {
    let mut w = Where::default();
    w.and_always("o.antwoord IS NULL");
    binnen(&mut w, reikwijdte, Objectsoort::Initiatief, "o.initiatief_id", "o.gebied");
    w.and_text("o.initiatief_id = {}", filter.initiatief.as_deref());
    w.and_text("o.soort = {}", filter.soort.as_deref());
    w.and_text("o.bij = {}", filter.bij.as_deref());
    w.and_text("o.gebied = {}", filter.gebied.as_deref());
    if let Some(cursor) = na {
        let op = w.param(Value::Int(cursor.int.unwrap_or_default()));
        let id = w.param(Value::Text(cursor.id.clone()));
        w.and_always(format!("(o.sinds_op, o.openstaand_id) > ({op}, {id})"));
    }
    let sql = format!(
        "SELECT o.openstaand_id, o.initiatief_id, d.titel, o.gebied, o.soort, o.bij, o.uiterlijk, o.sinds_op, \
         o.sinds_nauwkeurigheid FROM openstaand o JOIN dossier d ON d.initiatief_id = o.initiatief_id {} \
         ORDER BY o.sinds_op, o.openstaand_id LIMIT {}",
        w.sql(),
        limiet + 1
    );
    let answers = store.database().query_many(vec![Statement::new(sql, w.params), Head::statement()]).await?;
    let [rows, head] = answers.as_slice() else {
        return Err(super::geen_antwoord());
    };
    let (lijst, next) = bladzijde(rows, limiet, read, |last| Cursor {
        order: "openstaand".to_owned(),
        int: Some(last.sinds.op.as_microsecond()),
        text: None,
        id: last.id.clone(),
    })?;
    Ok((lijst, next, Head::read(head)?))
}

fn read(row: &Row) -> Result<Openstaand, DatabaseError> {
    let text = |i| row.text(i).map(str::to_owned);
    Ok(Openstaand {
        id: text(0)?,
        initiatief: text(1)?,
        titel: super::titel(row, 2)?,
        gebied: text(3)?,
        soort: text(4)?,
        bij: row.opt_text(5)?.map(str::to_owned),
        uiterlijk: row.opt_text(6)?.map(str::to_owned),
        sinds: moment(row, 7)?,
    })
}
