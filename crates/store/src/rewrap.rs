//! Wrapping what is not wrapped by the present master key: keys from before there was one, or from the one before. It happens
//! when a store is opened, so that setting another master key is all there is to changing it.

use crate::{
    database::{Database, DatabaseError, Row, Statement, Value},
    keyring::Keyring,
};

/// So many keys at a time.
const PAGE: usize = 500;

/// Wraps all keys with the present master key; gives how many were wrapped otherwise.
pub(crate) async fn rewrap(database: &dyn Database, ring: &Keyring) -> Result<u64, DatabaseError> {
    if let Some(name) = strange(database, &ring.names()).await? {
        return Err(DatabaseError::Other(format!(
            "de sleutels in deze database zijn verpakt met hoofdsleutel {name}, en die is niet ingesteld; stel haar in als hoofdsleutel, of \
             als vorige hoofdsleutel. Zonder haar is er geen persoonsgegeven te lezen"
        )));
    }
    let Some(now) = ring.name() else { return Ok(0) };
    let mut done = 0;
    loop {
        let page = others(database, now).await?;
        if page.is_empty() {
            return Ok(done);
        }
        let statements = page.iter().map(|row| wrapped(ring, now, row)).collect::<Result<Vec<_>, _>>()?;
        done += page.len() as u64;
        database.record(statements).await?;
    }
}

/// A master key that wraps something here, and is not known.
async fn strange(database: &dyn Database, known: &[&str]) -> Result<Option<String>, DatabaseError> {
    let mut last = String::new();
    loop {
        // From one name to the next by the index: there are few names, and many keys.
        let sql = "SELECT MIN(master) FROM data_key WHERE key IS NOT NULL AND master > ?1";
        let rows = database.query(Statement::new(sql, [Value::Text(last)])).await?;
        match rows.first().map(|row| row.opt_text(0)).transpose()?.flatten() {
            None => return Ok(None),
            Some(name) if !known.contains(&name) => return Ok(Some(name.to_owned())),
            Some(name) => last = name.to_owned(),
        }
    }
}

/// Keys that are wrapped otherwise, or not at all.
async fn others(database: &dyn Database, now: &str) -> Result<Vec<Row>, DatabaseError> {
    let mut page = Vec::new();
    for other in ["master IS NULL", "master < ?1", "master > ?1"] {
        let sql =
            format!("SELECT id, key, master FROM data_key WHERE key IS NOT NULL AND {other} LIMIT {PAGE}");
        let params: &[Value] = if other.contains('?') { &[Value::Text(now.to_owned())] } else { &[] };
        page = database.query(Statement::new(sql, params.to_vec())).await?;
        if !page.is_empty() {
            break;
        }
    }
    Ok(page)
}

fn wrapped(ring: &Keyring, now: &str, row: &Row) -> Result<Statement, DatabaseError> {
    let id = row.id(0)?;
    let key = ring.unwrap(id, row.bytes(1)?, row.opt_text(2)?)?;
    let params =
        [Value::Text(id.to_string()), Value::Bytes(ring.wrap(id, &key)?), Value::Text(now.to_owned())];
    // Never a key that was destroyed meanwhile.
    let sql = "UPDATE data_key SET key = ?2, master = ?3 WHERE id = ?1 AND key IS NOT NULL";
    Ok(Statement::new(sql, params))
}
