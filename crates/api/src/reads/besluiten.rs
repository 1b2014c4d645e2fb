//! The decisions of an initiative, reversed ones included.

use super::{moment, opt_moment, sealed, tekst};
use wijkspoor_domain::Moment;
use wijkspoor_store::{DatabaseError, Statement, Store, Value};

/// A decision.
#[derive(Debug, Clone)]
pub struct Besluit {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub soort: String,
    /// The mandate.
    pub mandaat: String,
    /// The status in which it was taken.
    pub status: String,
    /// Who took it, as a pseudonym.
    pub actor: String,
    /// In which role.
    pub rol: String,
    /// When.
    pub genomen: Moment,
    /// Why.
    pub motivering: String,
    /// What it is based on.
    pub grondslag: Option<String>,
    /// What else was considered.
    pub alternatieven: Option<String>,
    /// In what capacity.
    pub hoedanigheid: Option<String>,
    /// The portfolio.
    pub portefeuille: Option<String>,
    /// When it was reversed, in which status, and why.
    pub teruggedraaid: Option<(Moment, String, String)>,
}

/// All decisions of an initiative, in the order in which they were taken.
///
/// # Errors
/// When the database fails.
pub async fn van_initiatief(store: &Store, id: &str) -> Result<Vec<Besluit>, DatabaseError> {
    let sql = "SELECT besluit_id, soort, mandaat, status, actor, rol, genomen_op, genomen_nauwkeurigheid, \
         teruggedraaid_op, teruggedraaid_nauwkeurigheid, teruggedraaid_status, motivering, grondslag, \
         teruggedraaid_motivering, alternatieven, hoedanigheid, portefeuille FROM besluit WHERE initiatief_id = ?1 ORDER BY genomen_op, besluit_id";
    let rows = store.database().query(Statement::new(sql, [Value::Text(id.to_owned())])).await?;
    let mut jsons = Vec::with_capacity(rows.len() * 4);
    for row in &rows {
        jsons.extend([sealed(row, 11)?, sealed(row, 12)?, sealed(row, 13)?, sealed(row, 14)?]);
    }
    let mut jsons = store.unseal(jsons).await?.into_iter();
    let mut volgende = || tekst(jsons.next().unwrap_or_default());
    rows.iter()
        .map(|row| {
            let text = |i| row.text(i).map(str::to_owned);
            let (motivering, grondslag, terug, alternatieven) =
                (volgende(), volgende(), volgende(), volgende());
            let teruggedraaid = match (opt_moment(row, 8)?, row.opt_text(10)?) {
                (Some(op), Some(status)) => Some((op, status.to_owned(), terug.unwrap_or_default())),
                _ => None,
            };
            Ok(Besluit {
                id: text(0)?,
                soort: text(1)?,
                mandaat: text(2)?,
                status: text(3)?,
                actor: text(4)?,
                rol: text(5)?,
                genomen: moment(row, 6)?,
                motivering: motivering.unwrap_or_default(),
                grondslag,
                alternatieven,
                hoedanigheid: row.opt_text(15)?.map(str::to_owned),
                portefeuille: row.opt_text(16)?.map(str::to_owned),
                teruggedraaid,
            })
        })
        .collect()
}
