//! A secret of the whole installation, the same for every process on one database: for what must not be guessed, and need
//! not be remembered.

use crate::{database::DatabaseError, store::Store};
use uuid::Uuid;

impl Store {
    /// The secret with this name, made the first time that it is asked for. It is kept in the key vault, and never destroyed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn secret(&self, name: Uuid) -> Result<[u8; 64], DatabaseError> {
        let found = async || Ok(self.vault.keys(&[name]).await?.remove(&name).flatten());
        if let Some(key) = found().await? {
            return Ok(key.0);
        }
        let (key, keep) = self.vault.new_key(name).await?;
        match keep {
            Some(keep) => self.database.record(vec![keep]).await.map(drop)?,
            None => return Ok(key.0),
        }
        // Another process may have been first: what was kept counts.
        let kept: Result<_, DatabaseError> = found().await;
        kept?.map(|key| key.0).ok_or_else(|| DatabaseError::Other(format!("het geheim {name} is vernietigd")))
    }
}
