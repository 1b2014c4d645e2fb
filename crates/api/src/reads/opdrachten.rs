//! The orders of an initiative.

use super::{moment, opt_moment, sealed, tekst};
use wijkspoor_domain::Moment;
use wijkspoor_store::{DatabaseError, Row, Statement, Store, Value};

/// An order.
#[derive(Debug, Clone)]
pub struct Opdracht {
    /// Its id.
    pub id: String,
    /// The department.
    pub afdeling: String,
    /// Where it stands.
    pub status: String,
    /// How often it went out.
    pub ronde: i64,
    /// By when an answer is expected.
    pub uiterlijk: Option<String>,
    /// Why it is refused, returned or blocked.
    pub reden: Option<String>,
    /// The municipality's own name for that.
    pub eigen_reden: Option<String>,
    /// When it (last) went out.
    pub uitgezet: Moment,
    /// The first answer in this round.
    pub antwoord: Option<(String, Moment)>,
    /// Since when it stands so.
    pub status_sinds: Moment,
    /// What is asked.
    pub omschrijving: String,
    /// Who treats it.
    pub behandelaar: Option<String>,
    /// The last remark.
    pub toelichting: Option<String>,
}

pub(crate) const KOLOMMEN: &str = "opdracht_id, afdeling, status, ronde, uiterlijk, reden, uitgezet_op, \
     uitgezet_nauwkeurigheid, antwoord_op, antwoord_nauwkeurigheid, antwoord, status_sinds_op, \
     status_sinds_nauwkeurigheid, omschrijving, behandelaar, toelichting, eigen_reden";

/// All orders of an initiative, in the order in which they were given.
///
/// # Errors
/// When the database fails.
pub async fn van_initiatief(store: &Store, id: &str) -> Result<Vec<Opdracht>, DatabaseError> {
    let sql =
        format!("SELECT {KOLOMMEN} FROM opdracht WHERE initiatief_id = ?1 ORDER BY uitgezet_op, opdracht_id");
    let rows = store.database().query(Statement::new(sql, [Value::Text(id.to_owned())])).await?;
    lees(store, &rows).await
}

/// Orders, from rows of [`KOLOMMEN`].
pub(crate) async fn lees(store: &Store, rows: &[Row]) -> Result<Vec<Opdracht>, DatabaseError> {
    let mut jsons = Vec::with_capacity(rows.len() * 3);
    for row in rows {
        jsons.extend([sealed(row, 13)?, sealed(row, 14)?, sealed(row, 15)?]);
    }
    let mut jsons = store.unseal(jsons).await?.into_iter();
    let mut volgende = || tekst(jsons.next().unwrap_or_default());
    rows.iter()
        .map(|row| {
            let text = |i| row.text(i).map(str::to_owned);
            let antwoord = row.opt_text(10)?.map(str::to_owned).zip(opt_moment(row, 8)?);
            Ok(Opdracht {
                id: text(0)?,
                afdeling: text(1)?,
                status: text(2)?,
                ronde: row.int(3)?,
                uiterlijk: row.opt_text(4)?.map(str::to_owned),
                reden: row.opt_text(5)?.map(str::to_owned),
                eigen_reden: row.opt_text(16)?.map(str::to_owned),
                uitgezet: moment(row, 6)?,
                antwoord,
                status_sinds: moment(row, 11)?,
                omschrijving: volgende().unwrap_or_default(),
                behandelaar: volgende(),
                toelichting: volgende(),
            })
        })
        .collect()
}
