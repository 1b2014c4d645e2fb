//! Wijkprogramma's.

use super::cursor::Cursor;
use super::objecten::binnen;
use super::{Where, bladzijde, moment, namen, opt_moment, sealed, tekst};
use crate::beleid::{Objectsoort, Reikwijdte};
use wijkspoor_domain::Moment;
use wijkspoor_store::{DatabaseError, Head, Row, Statement, Store, Value};

/// Which of them.
#[derive(Debug, Default, Clone)]
pub struct Filter {
    /// This one.
    pub id: Option<String>,
    /// Of this area.
    pub gebied: Option<String>,
    /// Of this year.
    pub jaar: Option<i64>,
}

/// A programme with its counts.
#[derive(Debug, Clone)]
pub struct Programma {
    /// Its id.
    pub id: String,
    /// Its version.
    pub versie: i64,
    /// Its area.
    pub gebied: String,
    /// Its year.
    pub jaar: i64,
    /// Where it stands.
    pub status: String,
    /// How many priorities it has.
    pub prioriteiten: i64,
    /// When it was adopted.
    pub vastgesteld: Moment,
    /// What it holds, counted.
    pub tellingen: Tellingen,
}

/// What a programme holds, counted.
#[derive(Debug, Clone, Default)]
pub struct Tellingen {
    /// Actions.
    pub acties: i64,
    /// Of those: from residents.
    pub acties_bewoners: i64,
    /// Actions that are finished.
    pub acties_afgerond: i64,
    /// Actions that were dropped.
    pub acties_vervallen: i64,
    /// Moments planned.
    pub inspraak_gepland: i64,
    /// Moments held.
    pub inspraak_gehouden: i64,
    /// Moments dropped, or past their day without a word.
    pub inspraak_gemist: i64,
}

/// An action, or a moment at which residents are asked.
#[derive(Debug, Clone)]
pub struct Deel {
    /// Its id.
    pub id: String,
    /// `actie_opgenomen` or `inspraakmoment_gepland`.
    pub soort: String,
    /// What it is.
    pub tekst: String,
    /// From whom it came.
    pub herkomst: Option<String>,
    /// By when.
    pub uiterlijk: Option<String>,
    /// Which initiatives belong to it.
    pub initiatieven: Vec<String>,
    /// The kind of fact that ended it.
    pub uitkomst: Option<String>,
    /// Since when.
    pub begin: Moment,
    /// Until when.
    pub einde: Option<Moment>,
}

/// A page of programmes, by area and year, the cursor of the next, and how fresh it is. `vandaag` decides which moments
/// have been missed.
///
/// # Errors
/// When the database fails.
pub async fn lijst(
    store: &Store,
    reikwijdte: &Reikwijdte,
    filter: &Filter,
    vandaag: &str,
    na: Option<&Cursor>,
    limiet: i64,
) -> Result<(Vec<Programma>, Option<Cursor>, Head), DatabaseError> {
    let mut w = Where::default();
    let dag = w.param(Value::Text(vandaag.to_owned()));
    binnen(&mut w, reikwijdte, Objectsoort::Wijkprogramma, "p.programma_id", "p.gebied");
    w.and_text("p.programma_id = {}", filter.id.as_deref());
    w.and_text("p.gebied = {}", filter.gebied.as_deref());
    if let Some(jaar) = filter.jaar {
        w.and("p.jaar = {}", Value::Int(jaar));
    }
    if let Some(cursor) = na {
        let gebied = w.param(Value::Text(cursor.text.clone().unwrap_or_default()));
        let jaar = w.param(Value::Int(cursor.int.unwrap_or_default()));
        let id = w.param(Value::Text(cursor.id.clone()));
        w.and_always(format!("(p.gebied, p.jaar, p.programma_id) > ({gebied}, {jaar}, {id})"));
    }
    let tel = |voorwaarde: &str| format!("COUNT(CASE WHEN {voorwaarde} THEN 1 END)");
    let actie = "d.soort = 'actie_opgenomen'";
    let tellingen = [
        tel(actie),
        tel(&format!("{actie} AND d.herkomst = 'bewoners'")),
        tel("d.uitkomst = 'actie_afgerond'"),
        tel("d.uitkomst = 'actie_vervallen'"),
        tel("d.soort = 'inspraakmoment_gepland'"),
        tel("d.uitkomst = 'inspraakmoment_gehouden'"),
        tel(&format!(
            "d.uitkomst = 'inspraakmoment_vervallen' OR \
             (d.soort = 'inspraakmoment_gepland' AND d.uitkomst IS NULL AND d.uiterlijk < {dag})"
        )),
    ];
    let columns = "p.programma_id, p.versie, p.gebied, p.jaar, p.status, p.prioriteiten, p.vastgesteld_op, \
                   p.vastgesteld_nauwkeurigheid";
    let sql = format!(
        "SELECT {columns}, {} FROM wijkprogramma p LEFT JOIN wijkprogramma_deel d ON d.programma_id = p.programma_id \
         {} GROUP BY {columns} ORDER BY p.gebied, p.jaar, p.programma_id LIMIT {}",
        tellingen.join(", "),
        w.sql(),
        limiet + 1
    );
    let answers = store.database().query_many(vec![Statement::new(sql, w.params), Head::statement()]).await?;
    let [rows, head] = answers.as_slice() else {
        return Err(super::geen_antwoord());
    };
    let (lijst, next) = bladzijde(rows, limiet, programma, |last| Cursor {
        order: "wijkprogrammas".to_owned(),
        int: Some(last.jaar),
        text: Some(last.gebied.clone()),
        id: last.id.clone(),
    })?;
    Ok((lijst, next, Head::read(head)?))
}

fn programma(row: &Row) -> Result<Programma, DatabaseError> {
    let text = |i| row.text(i).map(str::to_owned);
    Ok(Programma {
        id: text(0)?,
        versie: row.int(1)?,
        gebied: text(2)?,
        jaar: row.int(3)?,
        status: text(4)?,
        prioriteiten: row.int(5)?,
        vastgesteld: moment(row, 6)?,
        tellingen: Tellingen {
            acties: row.int(8)?,
            acties_bewoners: row.int(9)?,
            acties_afgerond: row.int(10)?,
            acties_vervallen: row.int(11)?,
            inspraak_gepland: row.int(12)?,
            inspraak_gehouden: row.int(13)?,
            inspraak_gemist: row.int(14)?,
        },
    })
}

/// The actions and moments of a programme, in the order in which they came.
///
/// # Errors
/// When the database fails.
pub async fn delen(store: &Store, id: &str) -> Result<Vec<Deel>, DatabaseError> {
    let sql = "SELECT deel_id, soort, herkomst, uiterlijk, initiatieven, uitkomst, begin_op, begin_nauwkeurigheid, \
               eind_op, eind_nauwkeurigheid, tekst FROM wijkprogramma_deel WHERE programma_id = ?1 \
               ORDER BY begin_op, deel_id";
    let rows = store.database().query(Statement::new(sql, [Value::Text(id.to_owned())])).await?;
    let teksten = store.unseal(rows.iter().map(|row| sealed(row, 10)).collect::<Result<_, _>>()?).await?;
    let deel = |(row, inhoud): (&Row, _)| {
        let opt_text = |i| row.opt_text(i).map(|t| t.map(str::to_owned));
        Ok(Deel {
            id: row.text(0)?.to_owned(),
            soort: row.text(1)?.to_owned(),
            herkomst: opt_text(2)?,
            uiterlijk: opt_text(3)?,
            initiatieven: namen(row, 4)?,
            uitkomst: opt_text(5)?,
            begin: moment(row, 6)?,
            einde: opt_moment(row, 8)?,
            tekst: tekst(inhoud).unwrap_or_default(),
        })
    };
    rows.iter().zip(teksten).map(deel).collect()
}
