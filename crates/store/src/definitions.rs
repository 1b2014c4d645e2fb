//! Definitions that were registered: workflows, and the organisation. Once registered, a version never changes.

use crate::{
    database::{DatabaseError, Statement, Value},
    store::{Store, StoreError},
    vault::LOCK_HEAD,
};
use sha2::{Digest, Sha256};

/// What a definition defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Definition {
    /// A workflow.
    Werkstroom,
    /// The organisation.
    Inrichting,
}

impl Definition {
    /// What it is called, in the database and in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Werkstroom => "werkstroom",
            Self::Inrichting => "inrichting",
        }
    }
}

impl Store {
    /// Registers a version of a definition. Doing so again with the same content is harmless.
    ///
    /// # Errors
    /// When that version is registered with other content, or the database fails.
    pub async fn register(
        &self,
        kind: Definition,
        code: &str,
        version: u32,
        source: &str,
    ) -> Result<(), StoreError> {
        let id =
            [Value::Text(kind.name().to_owned()), Value::Text(code.to_owned()), Value::Int(version.into())];
        let known = "SELECT source FROM definition WHERE kind = ?1 AND code = ?2 AND version = ?3";
        let reads = vec![Statement::new(LOCK_HEAD, []), Statement::new(known, id.clone())];
        let (transaction, answers) = self.database.begin(reads).await?;
        let mut answers = answers.into_iter().map(|rows| rows.into_iter().next());
        let (head, known) = (answers.next().flatten(), answers.next().flatten());
        if let Some(known) = known {
            let same = known.text(0)? == source;
            transaction.rollback().await?;
            let code = code.to_owned();
            return if same { Ok(()) } else { Err(StoreError::OtherDefinition { kind, code, version }) };
        }
        let rest = [
            Value::Text(source.to_owned()),
            Value::Text(hex::encode(Sha256::digest(source.as_bytes()))),
            Value::Int(self.clock.now().as_microsecond()),
        ];
        let sql = "INSERT INTO definition (kind, code, version, source, hash, recorded_at) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let insert = Statement::new(sql, id.into_iter().chain(rest).collect::<Vec<_>>());
        let position = head.map_or(Ok(0), |row| row.int(0))?;
        Ok(transaction.commit(vec![insert], position).await?)
    }

    /// All registered definitions of a kind as (code, version, source), by code and version.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn definitions(&self, kind: Definition) -> Result<Vec<(String, u32, String)>, DatabaseError> {
        let sql = "SELECT code, version, source FROM definition WHERE kind = ?1 ORDER BY code, version";
        let rows = self.database.query(Statement::new(sql, [Value::Text(kind.name().to_owned())])).await?;
        let wrong = |_| DatabaseError::Other("het versienummer van een definitie klopt niet".to_owned());
        rows.iter()
            .map(|r| {
                let version = u32::try_from(r.int(1)?).map_err(wrong)?;
                Ok((r.text(0)?.to_owned(), version, r.text(2)?.to_owned()))
            })
            .collect()
    }
}
