//! Signals.

use super::cursor::Cursor;
use super::objecten::binnen;
use super::{Where, moment, namen, sealed, tekst};
use crate::beleid::{Objectsoort, Reikwijdte};
use wijkspoor_domain::Moment;
use wijkspoor_store::{DatabaseError, Head, Statement, Store, Value};

/// Which of them.
#[derive(Debug, Default, Clone)]
pub struct Filter {
    /// This one.
    pub id: Option<String>,
    /// Of this status.
    pub status: Option<String>,
    /// In this area.
    pub gebied: Option<String>,
    /// Of this theme.
    pub thema: Option<String>,
}

/// A signal.
#[derive(Debug, Clone)]
pub struct Signaal {
    /// Its id.
    pub id: String,
    /// Its version.
    pub versie: i64,
    /// Its area.
    pub gebied: String,
    /// Its neighbourhoods.
    pub wijken: Vec<String>,
    /// Its theme.
    pub thema: String,
    /// From whom it came.
    pub herkomst: String,
    /// What it says.
    pub signaal: String,
    /// Where it stands.
    pub status: String,
    /// Why it was refused.
    pub reden: Option<String>,
    /// What it went over into.
    pub doel: Option<String>,
    /// When it came.
    pub ontvangen: Moment,
    /// Since when it stands there.
    pub status_sinds: Moment,
}

/// A page of signals, oldest first, the cursor of the next, and how fresh it is.
///
/// # Errors
/// When the database fails.
pub async fn lijst(
    store: &Store,
    reikwijdte: &Reikwijdte,
    filter: &Filter,
    na: Option<&Cursor>,
    limiet: i64,
) -> Result<(Vec<Signaal>, Option<Cursor>, Head), DatabaseError> {
    let mut w = Where::default();
    binnen(&mut w, reikwijdte, Objectsoort::Signaal, "signaal_id", "gebied");
    for (column, value) in [
        ("signaal_id", &filter.id),
        ("status", &filter.status),
        ("gebied", &filter.gebied),
        ("thema", &filter.thema),
    ] {
        w.and_text(&format!("{column} = {{}}"), value.as_deref());
    }
    if let Some(cursor) = na {
        let op = w.param(Value::Int(cursor.int.unwrap_or_default()));
        let id = w.param(Value::Text(cursor.id.clone()));
        w.and_always(format!("(ontvangen_op, signaal_id) > ({op}, {id})"));
    }
    let sql = format!(
        "SELECT signaal_id, versie, gebied, wijken, thema, herkomst, status, reden, doel_id, ontvangen_op, \
         ontvangen_nauwkeurigheid, status_sinds_op, status_sinds_nauwkeurigheid, signaal FROM signaal {} \
         ORDER BY ontvangen_op, signaal_id LIMIT {}",
        w.sql(),
        limiet + 1
    );
    let answers = store.database().query_many(vec![Statement::new(sql, w.params), Head::statement()]).await?;
    let [rows, head] = answers.as_slice() else {
        return Err(super::geen_antwoord());
    };
    let limit = usize::try_from(limiet).unwrap_or(usize::MAX);
    let page = rows.get(..limit).unwrap_or(rows);
    let teksten = store.unseal(page.iter().map(|row| sealed(row, 13)).collect::<Result<_, _>>()?).await?;
    let mut lijst = Vec::with_capacity(page.len());
    for (row, signaal) in page.iter().zip(teksten) {
        let text = |i| row.text(i).map(str::to_owned);
        let opt_text = |i| row.opt_text(i).map(|t| t.map(str::to_owned));
        lijst.push(Signaal {
            id: text(0)?,
            versie: row.int(1)?,
            gebied: text(2)?,
            wijken: namen(row, 3)?,
            thema: text(4)?,
            herkomst: text(5)?,
            status: text(6)?,
            reden: opt_text(7)?,
            doel: opt_text(8)?,
            ontvangen: moment(row, 9)?,
            status_sinds: moment(row, 11)?,
            signaal: tekst(signaal).unwrap_or_default(),
        });
    }
    let next = lijst.last().filter(|_| rows.len() > limit).map(|last| Cursor {
        order: "signalen".to_owned(),
        int: Some(last.ontvangen.op.as_microsecond()),
        text: None,
        id: last.id.clone(),
    });
    Ok((lijst, next, Head::read(head)?))
}
