//! Master keys: what wraps the data keys, so that who has a copy of the database has no key to what it says
//! (docs/adr/0036-data-keys-are-wrapped-by-a-master-key.md). Data keys are wrapped with AES-256-SIV (RFC 5297, made for wrapping keys),
//! bound to their id.

use crate::{database::DatabaseError, seal::Key};
use aes_siv::{KeyInit, siv::Aes256Siv};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use thiserror::Error;
use uuid::Uuid;

/// A key that wraps keys.
#[derive(Clone)]
pub struct Master {
    name: String,
    key: Key,
}

impl std::fmt::Debug for Master {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Master({})", self.name)
    }
}

/// Why a text is no master key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "een hoofdsleutel is 64 willekeurige bytes in base64 (88 tekens), zoals wijkspoor sleutel hoofdsleutel er een maakt"
)]
pub struct NoMaster;

impl Master {
    /// A master key from its text: 64 bytes in base64.
    ///
    /// # Errors
    /// When it is something else.
    pub fn from_text(text: &str) -> Result<Self, NoMaster> {
        let bytes = STANDARD.decode(text.trim()).map_err(|_| NoMaster)?;
        let key = Key::from_bytes(&bytes).ok_or(NoMaster)?;
        // The name tells which key is meant, and nothing of the key.
        let name = Sha256::new().chain_update(b"wijkspoor-hoofdsleutel").chain_update(key.bytes()).finalize();
        Ok(Self { name: hex::encode(name.get(..8).unwrap_or_default()), key })
    }

    /// A new one, as text.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    #[expect(
        clippy::disallowed_methods,
        reason = "a master key is random, and made only when somebody asks for it"
    )]
    pub fn make() -> Result<String, DatabaseError> {
        let mut bytes = [0; 64];
        getrandom::fill(&mut bytes)
            .map_err(|e| DatabaseError::Other(format!("geen toeval voor een sleutel: {e}")))?;
        Ok(STANDARD.encode(bytes))
    }

    /// By what it is known; tells nothing of the key.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn cipher(&self) -> Aes256Siv {
        Aes256Siv::new(self.key.bytes().into())
    }
}

/// The master keys that this process has: with the first everything is wrapped, the others can still be read.
#[derive(Debug, Clone, Default)]
pub struct Keyring(Vec<Master>);

impl Keyring {
    /// The present master key, and those before it.
    pub fn new(now: Master, before: Vec<Master>) -> Self {
        Self([vec![now], before].concat())
    }

    /// The name of the present master key; none when keys are not wrapped.
    pub fn name(&self) -> Option<&str> {
        self.0.first().map(Master::name)
    }

    /// A data key as it is kept.
    pub(crate) fn wrap(&self, id: Uuid, key: &Key) -> Result<Vec<u8>, DatabaseError> {
        let Some(master) = self.0.first() else { return Ok(key.bytes().to_vec()) };
        let wrapped = master.cipher().encrypt([id.to_string().as_bytes()], key.bytes());
        wrapped.map_err(|_| DatabaseError::Other(format!("de sleutel {id} is niet te verpakken")))
    }

    /// A data key from how it is kept. A wrong master key is an error, never a key that is gone.
    pub(crate) fn unwrap(&self, id: Uuid, kept: &[u8], master: Option<&str>) -> Result<Key, DatabaseError> {
        let other = |why: &str| DatabaseError::Other(format!("de sleutel {id} is niet te lezen: {why}"));
        let Some(name) = master else {
            return Key::from_bytes(kept).ok_or_else(|| other("hij heeft een verkeerde lengte"));
        };
        let master = self.0.iter().find(|master| master.name == name).ok_or_else(|| {
            other(&format!("hij is verpakt met hoofdsleutel {name}, en die is hier niet ingesteld"))
        })?;
        let bytes = master.cipher().decrypt([id.to_string().as_bytes()], kept);
        let key = bytes.ok().and_then(|bytes| Key::from_bytes(&bytes));
        key.ok_or_else(|| other("hij is veranderd buiten Wijkspoor om"))
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.0.iter().map(Master::name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn master(byte: u8) -> Master {
        Master::from_text(&STANDARD.encode([byte; 64])).unwrap()
    }

    #[test]
    fn a_key_comes_back_with_its_master_only_and_under_its_own_id() {
        let (id, key) = (Uuid::from_u128(7), Key([9; 64]));
        let ring = Keyring::new(master(1), vec![master(2)]);
        let wrapped = ring.wrap(id, &key).unwrap();
        assert!(wrapped.len() == 80 && !wrapped.windows(8).any(|w| w == [9; 8]));
        let name = ring.name().unwrap();
        assert!(ring.unwrap(id, &wrapped, Some(name)).unwrap() == key);
        assert!(ring.unwrap(Uuid::from_u128(8), &wrapped, Some(name)).is_err(), "bound to its id");
        for ring in [Keyring::default(), Keyring::new(master(3), Vec::new())] {
            let error = ring.unwrap(id, &wrapped, Some(name)).unwrap_err().to_string();
            assert!(error.contains(name), "{error}");
        }
        let later = Keyring::new(master(3), vec![master(1)]);
        assert!(later.unwrap(id, &wrapped, Some(name)).unwrap() == key, "the one before can be read");
        let open = Keyring::default().wrap(id, &key).unwrap();
        assert!(ring.unwrap(id, &open, None).unwrap() == key, "what was never wrapped, too");
    }

    #[test]
    fn what_is_no_master_key_is_refused() {
        for text in ["", "x", "AAAA", &STANDARD.encode([1; 63])] {
            assert_eq!(Master::from_text(text).unwrap_err(), NoMaster);
        }
        let made = Master::make().unwrap();
        assert!(Master::from_text(&format!("{made}\n")).is_ok());
        assert!(!format!("{:?}", Master::from_text(&made).unwrap()).contains(&made[..8]));
    }
}
