//! Ids that tell nothing: the same within one export, and others in the next.

use anyhow::{Result, anyhow};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How ids are written.
#[derive(Debug)]
pub enum Pseudoniem {
    /// As a code that only this export knows how to make.
    Geheim([u8; 32]),
    /// As they are.
    Eigen,
}

impl Pseudoniem {
    /// With a key that is forgotten when the export is done.
    #[expect(
        clippy::disallowed_methods,
        reason = "it seals nothing that must be read again, so no vault keeps it"
    )]
    pub fn nieuw() -> Result<Self> {
        let mut sleutel = [0; 32];
        getrandom::fill(&mut sleutel)
            .map_err(|fout| anyhow!("geen toeval van het besturingssysteem: {fout}"))?;
        Ok(Self::Geheim(sleutel))
    }

    /// The id of something of a kind.
    pub fn id(&self, soort: &str, id: Uuid) -> String {
        match self {
            Self::Eigen => format!("{soort} {id}"),
            Self::Geheim(sleutel) => {
                let hash =
                    Sha256::new().chain_update(sleutel).chain_update(soort).chain_update(id).finalize();
                let begin: String = hex::encode(hash).chars().take(24).collect();
                format!("{soort} {begin}")
            }
        }
    }
}
