//! The timeline of an initiative, in the order in which things happened.

use super::cursor::Cursor;
use super::{Where, meer_dan};
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::{Moment, Recorded};
use wijkspoor_store::{DatabaseError, Head, RawEvent, Row, Statement, Store, StoreError, Value};

/// One step.
#[derive(Debug, Clone)]
pub struct Stap {
    /// The status after it.
    pub status: String,
    /// The phase after it.
    pub fase: String,
    /// What happened, unsealed and in the present schema version.
    pub feit: Recorded<Gebeurtenis>,
}

impl Stap {
    /// When it happened.
    pub fn plaatsgevonden(&self) -> Moment {
        self.feit.metadata.plaatsgevonden
    }
}

/// How much of the timeline to read at a time.
const BLADZIJDE: i64 = 500;

/// All steps of some kinds, whole.
///
/// # Errors
/// When the database fails, or an event in the log cannot be read.
pub async fn alles(store: &Store, id: &str, soorten: &[&str]) -> Result<(Vec<Stap>, Head), StoreError> {
    let (mut alle, mut na) = (Vec::new(), None);
    loop {
        let (stappen, volgende, head) = tijdlijn(store, id, soorten, na.as_ref(), BLADZIJDE).await?;
        alle.extend(stappen);
        na = volgende;
        if na.is_none() {
            return Ok((alle, head));
        }
    }
}

/// A page of the timeline; `soorten` narrows it to some kinds of event.
///
/// # Errors
/// When the database fails, or an event in the log cannot be read.
pub async fn tijdlijn(
    store: &Store,
    id: &str,
    soorten: &[&str],
    na: Option<&Cursor>,
    limiet: i64,
) -> Result<(Vec<Stap>, Option<Cursor>, Head), StoreError> {
    let mut w = Where::default();
    w.and("t.initiatief_id = {}", Value::Text(id.to_owned()));
    if !soorten.is_empty() {
        let places = super::places(&mut w, soorten);
        w.and_always(format!("t.soort IN ({places})"));
    }
    if let Some(cursor) = na {
        let op = w.param(Value::Int(cursor.int.unwrap_or_default()));
        let nummer = w.param(Value::Int(cursor.id.parse().unwrap_or_default()));
        w.and_always(format!("(t.plaatsgevonden_op, t.volgnummer) > ({op}, {nummer})"));
    }
    let sql = format!(
        "SELECT {}, t.status, t.fase FROM tijdlijn t JOIN event e ON e.position = t.positie {} \
         ORDER BY t.plaatsgevonden_op, t.volgnummer LIMIT {}",
        RawEvent::columns("e"),
        w.sql(),
        limiet + 1
    );
    let mut answers =
        store.database().query_many(vec![Statement::new(sql, w.params), Head::statement()]).await?;
    let [rows, head] = answers.as_mut_slice() else {
        return Err(super::geen_antwoord().into());
    };
    let more = meer_dan(rows, limiet);
    let raw = rows.iter_mut().map(RawEvent::take).collect::<Result<Vec<_>, _>>()?;
    let feiten = store.decode(raw).await?;
    let stap = |(row, feit): (&Row, _)| {
        let (status, fase) =
            (row.text(RawEvent::WIDTH)?.to_owned(), row.text(RawEvent::WIDTH + 1)?.to_owned());
        Ok(Stap { status, fase, feit })
    };
    let stappen = rows.iter().zip(feiten).map(stap).collect::<Result<Vec<_>, DatabaseError>>()?;
    let next = (stappen.last().filter(|_| more)).map(|last| Cursor {
        order: "tijdlijn".to_owned(),
        int: Some(last.plaatsgevonden().op.as_microsecond()),
        text: None,
        id: last.feit.sequence.to_string(),
    });
    Ok((stappen, next, Head::read(head)?))
}
