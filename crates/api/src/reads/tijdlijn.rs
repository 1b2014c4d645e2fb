//! The timeline of an initiative, in the order in which things happened.

use super::cursor::Cursor;
use super::{Where, moment, sealed, timestamp};
use jiff::Timestamp;
use serde_json::Value as Json;
use wijkspoor_domain::{Metadata, Moment};
use wijkspoor_store::{DatabaseError, Head, Statement, Store, Value};

/// One step.
#[derive(Debug, Clone)]
pub struct Stap {
    /// The number within the initiative, in the order of recording.
    pub volgnummer: i64,
    /// The position in the log.
    pub positie: i64,
    /// The kind of event.
    pub soort: String,
    /// The status after it.
    pub status: String,
    /// The phase after it.
    pub fase: String,
    /// When it happened.
    pub plaatsgevonden: Moment,
    /// When it was recorded.
    pub vastgelegd: Timestamp,
    /// What it says, unsealed.
    pub gegevens: Json,
    /// Who, and where it comes from, unsealed; `None` when it cannot be read.
    pub metadata: Option<Metadata>,
}

/// A page of the timeline; `soorten` narrows it to some kinds of event.
///
/// # Errors
/// When the database fails.
pub async fn tijdlijn(
    store: &Store,
    id: &str,
    soorten: &[&str],
    na: Option<&Cursor>,
    limiet: i64,
) -> Result<(Vec<Stap>, Option<Cursor>, Head), DatabaseError> {
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
        "SELECT t.volgnummer, t.positie, t.soort, t.status, t.fase, t.plaatsgevonden_op, t.nauwkeurigheid, \
         t.vastgelegd_op, e.payload, e.metadata FROM tijdlijn t JOIN event e ON e.position = t.positie {} \
         ORDER BY t.plaatsgevonden_op, t.volgnummer LIMIT {}",
        w.sql(),
        limiet + 1
    );
    let answers = store.database().query_many(vec![Statement::new(sql, w.params), Head::statement()]).await?;
    let [rows, head] = answers.as_slice() else {
        return Err(DatabaseError::Other("geen antwoord".to_owned()));
    };
    let limit = usize::try_from(limiet).unwrap_or(usize::MAX);
    let page = rows.get(..limit).unwrap_or(rows);
    let mut jsons = Vec::with_capacity(page.len() * 2);
    for row in page {
        jsons.extend([sealed(row, 8)?, sealed(row, 9)?]);
    }
    let mut jsons = store.unseal(jsons).await?.into_iter();
    let mut stappen = Vec::with_capacity(page.len());
    for row in page {
        let (gegevens, metadata) = (jsons.next().unwrap_or_default(), jsons.next().unwrap_or_default());
        stappen.push(Stap {
            volgnummer: row.int(0)?,
            positie: row.int(1)?,
            soort: row.text(2)?.to_owned(),
            status: row.text(3)?.to_owned(),
            fase: row.text(4)?.to_owned(),
            plaatsgevonden: moment(row, 5)?,
            vastgelegd: timestamp(row.int(7)?),
            gegevens,
            metadata: serde_json::from_value(metadata).ok(),
        });
    }
    let next = (stappen.last().filter(|_| rows.len() > limit)).map(|last| Cursor {
        order: "tijdlijn".to_owned(),
        int: Some(last.plaatsgevonden.op.as_microsecond()),
        text: None,
        id: last.volgnummer.to_string(),
    });
    Ok((stappen, next, Head::read(head)?))
}
