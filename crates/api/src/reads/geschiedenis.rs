//! The rows of the log that are of one initiative, each with the link of the chain before it: what an outsider needs to work out
//! the hash of each again.

use wijkspoor_store::chain::{Hash, START, link};
use wijkspoor_store::{DatabaseError, Head, RawEvent, Row, Statement, Store, Value};

/// A row of the log in its chain.
#[derive(Debug, Clone)]
pub struct Schakel {
    /// The row, as it stands there.
    pub rij: RawEvent,
    /// The hash of the row before it in the log, of whichever stream.
    pub vorige: Hash,
    /// Whether its own hash is that of its row after the one before it.
    pub klopt: bool,
}

/// All rows of an initiative, and the end of the log with its hash, from one snapshot.
///
/// # Errors
/// When the database fails.
pub async fn schakels(store: &Store, id: &str) -> Result<(Vec<Schakel>, Head, Vec<u8>), DatabaseError> {
    let van = || [Value::Text(id.to_owned())];
    let rijen =
        format!("SELECT {} FROM event e WHERE e.stream = ?1 ORDER BY e.sequence", RawEvent::columns("e"));
    let vorige = "SELECT v.position, v.hash FROM event e JOIN event v ON v.position = e.position - 1 WHERE e.stream = ?1";
    let statements = vec![
        Statement::new(rijen, van()),
        Statement::new(vorige, van()),
        Head::statement(),
        Statement::new("SELECT hash FROM log_head", []),
    ];
    let mut answers = store.database().query_many(statements).await?;
    let [rijen, vorige, head, einde] = answers.as_mut_slice() else {
        return Err(super::geen_antwoord());
    };
    let hash = |bytes: &[u8]| {
        Hash::try_from(bytes).map_err(|_| DatabaseError::Other("een hash heeft een andere lengte".to_owned()))
    };
    let mut bekend = std::collections::HashMap::new();
    for row in vorige.iter() {
        bekend.insert(row.int(0)?, hash(row.bytes(1)?)?);
    }
    let schakel = |row: &mut Row| {
        let rij = RawEvent::take(row)?;
        // Before the first there is nothing. That of a row that is gone is unknown, and so nothing fits.
        let vorige = bekend.get(&(rij.position - 1)).copied().unwrap_or(START);
        let klopt = link(&vorige, &rij)[..] == rij.hash[..];
        Ok::<_, DatabaseError>(Schakel { rij, vorige, klopt })
    };
    let schakels = rijen.iter_mut().map(schakel).collect::<Result<_, _>>()?;
    let einde = einde.first().map_or(Ok(Vec::new()), |row| row.bytes(0).map(<[u8]>::to_vec))?;
    Ok((schakels, Head::read(head)?, einde))
}
