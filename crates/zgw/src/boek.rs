//! What was made at the other side, in the database. It says where, and by a hash what was sent: no text stands in it.

use crate::plan::{Bekend, Gemaakt, Sleutel, Soort};
use uuid::Uuid;
use wijkspoor_store::{Database, DatabaseError, Statement, Value};

fn tekst(tekst: impl Into<String>) -> Value {
    Value::Text(tekst.into())
}

/// What was made for an initiative, by one connection.
pub(crate) async fn bekend(
    database: &dyn Database,
    koppeling: Uuid,
    initiatief: Uuid,
) -> Result<Bekend, DatabaseError> {
    let sql = "SELECT soort, sleutel, url, vingerafdruk FROM zgw_object WHERE abonnement_id = ?1 AND initiatief_id = ?2";
    let params = [tekst(koppeling.to_string()), tekst(initiatief.to_string())];
    let rows = database.query(Statement::new(sql, params)).await?;
    let lees = |row: &wijkspoor_store::Row| {
        let code = row.text(0)?;
        let soort = Soort::ALLE.into_iter().find(|soort| soort.code() == code);
        let soort =
            soort.ok_or_else(|| DatabaseError::Other(format!("onbekende soort {code:?} in zgw_object")))?;
        let gemaakt = Gemaakt { url: row.text(2)?.to_owned(), vingerafdruk: row.text(3)?.to_owned() };
        Ok(((soort, row.text(1)?.to_owned()), gemaakt))
    };
    rows.iter().map(lees).collect()
}

/// Remembers something; without anything to remember, forgets it.
pub(crate) async fn onthoud(
    database: &dyn Database,
    koppeling: Uuid,
    initiatief: Uuid,
    (soort, sleutel): &Sleutel,
    gemaakt: Option<&Gemaakt>,
) -> Result<(), DatabaseError> {
    let mut params = vec![
        tekst(koppeling.to_string()),
        tekst(initiatief.to_string()),
        tekst(soort.code()),
        tekst(sleutel.as_str()),
    ];
    let sql = match gemaakt {
        Some(gemaakt) => {
            params.extend([tekst(gemaakt.url.as_str()), tekst(gemaakt.vingerafdruk.as_str())]);
            "INSERT INTO zgw_object (abonnement_id, initiatief_id, soort, sleutel, url, vingerafdruk) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (abonnement_id, initiatief_id, soort, sleutel) DO UPDATE SET \
             url = excluded.url, vingerafdruk = excluded.vingerafdruk"
        }
        None => {
            "DELETE FROM zgw_object WHERE abonnement_id = ?1 AND initiatief_id = ?2 AND soort = ?3 AND sleutel = ?4"
        }
    };
    database.record(vec![Statement::new(sql, params)]).await.map(drop)
}
