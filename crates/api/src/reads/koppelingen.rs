//! Which initiatives belong together, seen from one of them.

use super::objecten::binnen;
use super::{Where, moment, titel};
use crate::beleid::{Objectsoort, Reikwijdte};
use wijkspoor_domain::Moment;
use wijkspoor_store::{DatabaseError, Head, Statement, Store, Value};

/// An initiative that belongs to another.
#[derive(Debug, Clone)]
pub struct Koppeling {
    /// The kind of fact that ties them.
    pub soort: String,
    /// Whether it is the other one that was tied to this one.
    pub van_ander: bool,
    /// The other.
    pub ander: String,
    /// Its title.
    pub titel: String,
    /// Its area.
    pub gebied: String,
    /// Where it stands.
    pub status: String,
    /// When it was submitted.
    pub ingediend: Moment,
    /// Since when they belong together.
    pub sinds: Moment,
}

/// What belongs to an initiative and lies within a reach, in both directions, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn koppelingen(
    store: &Store,
    reikwijdte: &Reikwijdte,
    id: &str,
) -> Result<(Vec<Koppeling>, Head), DatabaseError> {
    let mut w = Where::default();
    let dit = w.param(Value::Text(id.to_owned()));
    binnen(&mut w, reikwijdte, Objectsoort::Initiatief, "d.initiatief_id", "d.gebied");
    let binnen = w.sql();
    let half = |zelf, ander, van_ander| {
        format!(
            "SELECT k.soort, CAST({van_ander} AS BIGINT), d.initiatief_id, d.titel, d.gebied, d.status, d.ingediend_op, \
             d.ingediend_nauwkeurigheid, k.sinds_op, k.sinds_nauwkeurigheid FROM koppeling k \
             JOIN dossier d ON d.initiatief_id = k.{ander} AND k.{zelf} = {dit} {binnen}"
        )
    };
    let (heen, terug) = (half("initiatief_id", "met_id", 0), half("met_id", "initiatief_id", 1));
    let sql = format!("{heen} UNION ALL {terug} ORDER BY 9, 3");
    let statements = vec![Statement::new(sql, w.params), Head::statement()];
    let answers = store.database().query_many(statements).await?;
    let [rows, head] = answers.as_slice() else {
        return Err(super::geen_antwoord());
    };
    let koppeling = |row: &wijkspoor_store::Row| {
        Ok(Koppeling {
            soort: row.text(0)?.to_owned(),
            van_ander: row.int(1)? == 1,
            ander: row.text(2)?.to_owned(),
            titel: titel(row, 3)?,
            gebied: row.text(4)?.to_owned(),
            status: row.text(5)?.to_owned(),
            ingediend: moment(row, 6)?,
            sinds: moment(row, 8)?,
        })
    };
    Ok((rows.iter().map(koppeling).collect::<Result<_, DatabaseError>>()?, Head::read(head)?))
}
