//! Workflow definitions that were registered: once registered, a version never changes.

use crate::{
    database::{DatabaseError, Statement, Value},
    store::{Store, StoreError},
    vault::LOCK_HEAD,
};
use sha2::{Digest, Sha256};

impl Store {
    /// Registers a version of a workflow. Doing so again with the same content is harmless.
    ///
    /// # Errors
    /// When that version is registered with other content, or the database fails.
    pub async fn register_workflow(&self, code: &str, version: u32, source: &str) -> Result<(), StoreError> {
        let id = [Value::Text(code.to_owned()), Value::Int(version.into())];
        let known = "SELECT source FROM workflow WHERE code = ?1 AND version = ?2";
        let reads = vec![Statement::new(LOCK_HEAD, []), Statement::new(known, id.clone())];
        let (transaction, answers) = self.database.begin(reads).await?;
        let mut answers = answers.into_iter().map(|rows| rows.into_iter().next());
        let (head, known) = (answers.next().flatten(), answers.next().flatten());
        if let Some(known) = known {
            let same = known.text(0)? == source;
            transaction.rollback().await?;
            let code = code.to_owned();
            return if same { Ok(()) } else { Err(StoreError::OtherWorkflow { code, version }) };
        }
        let rest = [
            Value::Text(source.to_owned()),
            Value::Text(hex::encode(Sha256::digest(source.as_bytes()))),
            Value::Int(self.clock.now().as_microsecond()),
        ];
        let sql =
            "INSERT INTO workflow (code, version, source, hash, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5)";
        let insert = Statement::new(sql, id.into_iter().chain(rest).collect::<Vec<_>>());
        let position = head.map_or(Ok(0), |row| row.int(0))?;
        Ok(transaction.commit(vec![insert], position).await?)
    }

    /// All registered workflows as (code, version, source), by code and version.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn workflows(&self) -> Result<Vec<(String, u32, String)>, DatabaseError> {
        let sql = "SELECT code, version, source FROM workflow ORDER BY code, version";
        let rows = self.database.query(Statement::new(sql, [])).await?;
        let wrong = |_| DatabaseError::Other("het versienummer van een werkstroom klopt niet".to_owned());
        rows.iter()
            .map(|r| {
                let version = u32::try_from(r.int(1)?).map_err(wrong)?;
                Ok((r.text(0)?.to_owned(), version, r.text(2)?.to_owned()))
            })
            .collect()
    }
}
