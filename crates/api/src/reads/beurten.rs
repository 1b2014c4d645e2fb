//! Who had the ball in one initiative, from its beginning.

use super::{moment, opt_moment};
use wijkspoor_domain::doorlooptijd::Beurtduur;
use wijkspoor_domain::{Naam, Partij};
use wijkspoor_store::{DatabaseError, Head, Row, Statement, Store, Value};

/// All turns of an initiative, in the order in which they began.
///
/// # Errors
/// When the database fails.
pub async fn van_initiatief(store: &Store, id: &str) -> Result<(Vec<Beurtduur>, Head), DatabaseError> {
    let sql = "SELECT partij, partij_naam, status, van_op, van_nauwkeurigheid, tot_op, tot_nauwkeurigheid \
               FROM episode WHERE initiatief_id = ?1 AND soort = 'beurt' ORDER BY nummer";
    let statements = vec![Statement::new(sql, [Value::Text(id.to_owned())]), Head::statement()];
    let answers = store.database().query_many(statements).await?;
    let [rows, head] = answers.as_slice() else {
        return Err(super::geen_antwoord());
    };
    let beurt = |row: &Row| {
        Ok(Beurtduur {
            partij: partij(row.text(0)?, row.text(1)?)?,
            status: row.text(2)?.to_owned(),
            van: moment(row, 3)?,
            tot: opt_moment(row, 5)?,
        })
    };
    Ok((rows.iter().map(beurt).collect::<Result<_, DatabaseError>>()?, Head::read(head)?))
}

/// A party as the read models keep it.
fn partij(soort: &str, naam: &str) -> Result<Partij, DatabaseError> {
    let onbekend = || DatabaseError::Other(format!("onbekende partij {soort} {naam}"));
    let naam = || Naam::try_from(naam).map_err(|_| onbekend());
    Ok(match soort {
        "initiatiefnemer" => Partij::Initiatiefnemer,
        "tlo" => Partij::Tlo,
        "afdeling" => Partij::Afdeling(naam()?),
        "partner" => Partij::Partner(naam()?),
        "management" => Partij::Management,
        "bestuur" => Partij::Bestuur,
        _ => return Err(onbekend()),
    })
}
