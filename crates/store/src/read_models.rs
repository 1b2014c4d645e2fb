//! How the read models stand: which version of which projection filled them, beside the end of the log.

use crate::{
    database::{DatabaseError, Row, Statement},
    loaded::StoredAggregate,
    read::Head,
    store::Store,
};
use cqrs_es::Aggregate;
use wijkspoor_projections::Projection;

/// The read models that one projection filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadModels {
    /// The kind of stream that they are made of.
    pub name: String,
    /// The version of the projection that filled them; 0 when they no longer follow from the log (see [`outdate`](crate::outdate)).
    pub version: i64,
    /// How often they were made, counting the first time.
    pub generation: i64,
    /// Their tables.
    pub tables: Vec<String>,
}

impl ReadModels {
    /// Name and version of a projection, as this program knows it.
    pub fn known<P: Projection<Aggregate: StoredAggregate>>() -> (&'static str, i64) {
        (P::Aggregate::TYPE, P::VERSION.into())
    }
}

impl Store {
    /// All read models, in one snapshot with the end of the log. An event and its rows are one transaction, so what was
    /// filled by the version that writes is true up to that end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read_models(&self) -> Result<(Vec<ReadModels>, Head), DatabaseError> {
        let sql = "SELECT name, version, generation, tables FROM projection ORDER BY name";
        let questions = vec![Statement::new(sql, []), Head::statement()];
        let mut answers = self.database.query_many(questions).await?.into_iter();
        let rows = answers.next().unwrap_or_default();
        let read = |row: &Row| {
            let tables = row.text(3)?.split_whitespace().map(ToOwned::to_owned).collect();
            Ok(ReadModels {
                name: row.text(0)?.to_owned(),
                version: row.int(1)?,
                generation: row.int(2)?,
                tables,
            })
        };
        let models = rows.iter().map(read).collect::<Result<_, DatabaseError>>()?;
        Ok((models, Head::read(&answers.next().unwrap_or_default())?))
    }
}
