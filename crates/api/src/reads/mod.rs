//! The questions to the read models, as SQL that SQLite and PostgreSQL both understand. One question costs the same
//! number of statements however many rows answer it.

pub mod besluiten;
pub mod beurten;
pub mod budgetten;
pub mod cursor;
pub mod dossiers;
pub mod episodes;
pub mod gelijkende;
pub mod geschiedenis;
pub mod koppelingen;
pub mod objecten;
pub mod opdrachten;
pub mod openbaar;
pub mod openstaand;
pub mod programmas;
pub mod signalen;
pub mod stagnatie;
pub mod tijdlijn;
pub mod vernietiging;
pub mod werkvoorraad;
pub mod wissingen;
pub mod zgw;

use cursor::Cursor;
use jiff::Timestamp;
use serde_json::Value as Json;
use wijkspoor_domain::{Gevoelig, Moment, Nauwkeurigheid};
use wijkspoor_store::{DatabaseError, Row, Value};

/// Conditions of a question, with their parameters numbered.
#[derive(Default)]
pub struct Where {
    conditions: Vec<String>,
    /// The values so far.
    pub params: Vec<Value>,
}

impl Where {
    /// A parameter; gives its place, `?3`.
    pub fn param(&mut self, value: Value) -> String {
        self.params.push(value);
        format!("?{}", self.params.len())
    }

    /// A condition in which `{}` stands for a value.
    pub fn and(&mut self, condition: &str, value: Value) {
        let place = self.param(value);
        self.conditions.push(condition.replace("{}", &place));
    }

    /// A condition on a text that is asked for, or none.
    pub fn and_text(&mut self, condition: &str, value: Option<&str>) {
        if let Some(text) = value {
            self.and(condition, Value::Text(text.to_owned()));
        }
    }

    /// A condition without a value.
    pub fn and_always(&mut self, condition: impl Into<String>) {
        self.conditions.push(condition.into());
    }

    /// The whole, with `WHERE`.
    pub fn sql(&self) -> String {
        match self.conditions.as_slice() {
            [] => String::new(),
            conditions => format!("WHERE {}", conditions.join(" AND ")),
        }
    }
}

/// A moment from two columns.
pub(crate) fn moment(row: &Row, op: usize) -> Result<Moment, DatabaseError> {
    opt_moment(row, op)?.ok_or_else(|| DatabaseError::Other(format!("kolom {op} bevat geen moment")))
}

/// A moment from two columns, or nothing.
pub(crate) fn opt_moment(row: &Row, op: usize) -> Result<Option<Moment>, DatabaseError> {
    let Some(micros) = row.opt_int(op)? else { return Ok(None) };
    let nauwkeurigheid = row.opt_text(op + 1)?.and_then(Nauwkeurigheid::van_code);
    let nauwkeurigheid = nauwkeurigheid.unwrap_or(Nauwkeurigheid::Onbekend);
    Ok(Some(Moment { op: timestamp(micros), nauwkeurigheid }))
}

/// A time from microseconds.
pub(crate) fn timestamp(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A sealed column as JSON, to be unsealed with its page.
pub(crate) fn sealed(row: &Row, column: usize) -> Result<Json, DatabaseError> {
    Ok(row.opt_text(column)?.map_or(Json::Null, |text| serde_json::from_str(text).unwrap_or_default()))
}

/// What stands in place of a text whose key was destroyed.
pub const GEWIST: &str = "[gewist]";

/// A title, which stands unsealed and is emptied by erasure.
pub(crate) fn titel(row: &Row, column: usize) -> Result<String, DatabaseError> {
    Ok(Some(row.text(column)?).filter(|titel| !titel.is_empty()).unwrap_or(GEWIST).to_owned())
}

/// The text of an unsealed column.
pub(crate) fn tekst(json: Json) -> Option<String> {
    if json.is_null() {
        return None;
    }
    let gevoelig: Gevoelig = serde_json::from_value(json).unwrap_or_default();
    Some(gevoelig.tekst().unwrap_or(GEWIST).to_owned())
}

/// A list of names stored as JSON text.
pub(crate) fn namen(row: &Row, column: usize) -> Result<Vec<String>, DatabaseError> {
    Ok(serde_json::from_str(row.text(column)?).unwrap_or_default())
}

/// A database that answers another number of questions than it was asked.
pub(crate) fn geen_antwoord() -> DatabaseError {
    DatabaseError::Other("geen antwoord".to_owned())
}

/// A page of rows of which one more than asked was read, and the cursor of the next page if there is one.
pub(crate) fn bladzijde<T>(
    rows: &[Row],
    limiet: i64,
    lees: impl Fn(&Row) -> Result<T, DatabaseError>,
    plaats: impl Fn(&T) -> Cursor,
) -> Result<(Vec<T>, Option<Cursor>), DatabaseError> {
    let limit = usize::try_from(limiet).unwrap_or(usize::MAX);
    let page = rows.iter().take(limit).map(lees).collect::<Result<Vec<_>, _>>()?;
    let next = page.last().filter(|_| rows.len() > limit).map(plaats);
    Ok((page, next))
}

/// Leaves no more rows than were asked for, of which one more was read; whether there are more.
pub(crate) fn meer_dan(rows: &mut Vec<Row>, limiet: i64) -> bool {
    let limiet = usize::try_from(limiet).unwrap_or(usize::MAX);
    let meer = rows.len() > limiet;
    rows.truncate(limiet);
    meer
}

/// Parameters for a list of ids: `?2, ?3, ?4`.
pub(crate) fn places(conditions: &mut Where, ids: &[&str]) -> String {
    let places: Vec<_> = ids.iter().map(|id| conditions.param(Value::Text((*id).to_owned()))).collect();
    places.join(", ")
}
