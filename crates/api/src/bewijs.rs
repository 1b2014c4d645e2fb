//! Proofs as they are given out and checked: what stands in one is all that is needed to check it, without a database and
//! without this server. Checking is pure.

use crate::schema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;
use wijkspoor_store::bewijs::{Checkpoint, Hash, Note, Verifier, is_consistent, is_included, leaf};
use wijkspoor_store::{RawEvent, chain};

/// What a proof of an event calls itself.
pub const BEWIJS: &str = "wijkspoor-bewijs-1";
/// What a proof that a log was only added to calls itself.
pub const CONSISTENTIE: &str = "wijkspoor-consistentie-1";

/// Het bewijs dat een gebeurtenis zo in het log staat als hier, ondertekend. Bewaar het als bestand; `wijkspoor controleer-bewijs`
/// controleert het zonder database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Bewijs {
    /// De vorm van dit bewijs.
    #[schema(max_length = 40, example = "wijkspoor-bewijs-1")]
    pub soort: String,
    /// De gebeurtenis, zoals zij in het log staat.
    pub gebeurtenis: Logregel,
    /// De hash van de gebeurtenis ervoor (SHA-256, hexadecimaal); voor de eerste nullen.
    #[schema(schema_with = schema::hash)]
    pub vorige_hash: String,
    /// De hashes van het blad naar de wortel van de boom (RFC 9162, 2.1.3).
    #[schema(schema_with = schema::hashes)]
    pub pad: Vec<String>,
    /// Het ondertekende checkpoint waarin de gebeurtenis staat (C2SP tlog-checkpoint).
    #[schema(max_length = 100_000)]
    pub checkpoint: String,
    /// De openbare sleutels van dit log. Vertrouw ze pas als u ze ook ergens anders vandaan hebt.
    #[schema(schema_with = schema::sleutels)]
    pub sleutels: Vec<String>,
}

/// Een regel van het log. Verzegelde tekst blijft verzegeld.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Logregel {
    /// De positie in het log.
    #[schema(minimum = 1)]
    pub positie: i64,
    /// Waarvan het een gebeurtenis is: het id van het initiatief, signaal, wijkprogramma of budget.
    #[schema(max_length = 36)]
    pub stroom: String,
    /// De hoeveelste daarvan.
    #[schema(minimum = 1)]
    pub volgnummer: i64,
    /// Wat dat is, zoals `initiatief`.
    #[schema(max_length = 100)]
    pub stroomsoort: String,
    /// Wat er gebeurde.
    #[schema(max_length = 200)]
    pub soort: String,
    /// De versie van de vorm van de inhoud.
    pub schemaversie: i64,
    /// De inhoud: JSON, letterlijk zoals zij is bewaard.
    #[schema(max_length = 10_000_000)]
    pub inhoud: String,
    /// Wie en waarom: JSON, letterlijk zoals het is bewaard.
    #[schema(max_length = 1_000_000)]
    pub metadata: String,
    /// Wanneer het gebeurde, in microseconden sinds 1970 (UTC).
    pub plaatsgevonden_op: i64,
    /// Hoe nauwkeurig dat bekend is.
    #[schema(max_length = 60)]
    pub nauwkeurigheid: String,
    /// Wanneer het is vastgelegd, in microseconden sinds 1970 (UTC).
    pub vastgelegd_op: i64,
}

/// Het bewijs dat het log sinds een eerdere grootte alleen is aangevuld.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Consistentiebewijs {
    /// De vorm van dit bewijs.
    #[schema(max_length = 40, example = "wijkspoor-consistentie-1")]
    pub soort: String,
    /// De eerdere grootte.
    #[schema(minimum = 1)]
    pub van: u64,
    /// De hashes die het bewijzen (RFC 9162, 2.1.4).
    #[schema(schema_with = schema::hashes)]
    pub pad: Vec<String>,
    /// Het ondertekende checkpoint van nu (C2SP tlog-checkpoint).
    #[schema(max_length = 100_000)]
    pub checkpoint: String,
    /// De openbare sleutels van dit log. Vertrouw ze pas als u ze ook ergens anders vandaan hebt.
    #[schema(schema_with = schema::sleutels)]
    pub sleutels: Vec<String>,
}

/// Why a proof proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Bewijsfout {
    /// Of another form.
    #[error("dit is geen {verwacht}, maar {gevonden:?}")]
    Soort {
        /// What it should call itself.
        verwacht: &'static str,
        /// What it calls itself.
        gevonden: String,
    },
    /// Something in it cannot be read.
    #[error("{0} is geen hash van 64 hexadecimale tekens")]
    Hash(&'static str),
    /// The note is not signed by whom it should.
    #[error("het checkpoint: {0}")]
    Checkpoint(String),
    /// The path does not lead from the event to the root.
    #[error(
        "de gebeurtenis staat niet zo in het log van dit checkpoint: zij, de hash ervoor of het pad is veranderd"
    )]
    Ander,
    /// The path does not lead from the one root to the other.
    #[error(
        "het log van {0} gebeurtenissen is niet het begin van dat van dit checkpoint: het is herschreven"
    )]
    Herschreven(u64),
}

/// What is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bewezen {
    /// In the log of which checkpoint.
    pub checkpoint: Checkpoint,
    /// Who signed that, of the keys that were given.
    pub getekend: Vec<Verifier>,
}

impl Logregel {
    /// As it is hashed: all that the row says.
    fn hash(&self, vorige: &Hash) -> Hash {
        let velden = [
            &self.positie.to_be_bytes()[..],
            self.stroom.as_bytes(),
            &self.volgnummer.to_be_bytes(),
            self.stroomsoort.as_bytes(),
            self.soort.as_bytes(),
            &self.schemaversie.to_be_bytes(),
            self.inhoud.as_bytes(),
            self.metadata.as_bytes(),
            &self.plaatsgevonden_op.to_be_bytes(),
            self.nauwkeurigheid.as_bytes(),
            &self.vastgelegd_op.to_be_bytes(),
        ];
        chain::link_fields(vorige, velden)
    }
}

impl From<RawEvent> for Logregel {
    fn from(event: RawEvent) -> Self {
        Self {
            positie: event.position,
            stroom: event.stream.to_string(),
            volgnummer: event.sequence,
            stroomsoort: event.stream_type,
            soort: event.event_type,
            schemaversie: event.schema_version,
            inhoud: event.payload,
            metadata: event.metadata,
            plaatsgevonden_op: event.occurred_at.as_microsecond(),
            nauwkeurigheid: event.precision,
            vastgelegd_op: event.recorded_at.as_microsecond(),
        }
    }
}

impl Bewijs {
    /// A proof from its parts.
    pub fn nieuw(
        event: RawEvent,
        vorige: &[u8],
        pad: &[Hash],
        checkpoint: String,
        sleutels: &[Verifier],
    ) -> Self {
        Self {
            soort: BEWIJS.to_owned(),
            gebeurtenis: event.into(),
            vorige_hash: hex::encode(vorige),
            pad: pad.iter().map(hex::encode).collect(),
            checkpoint,
            sleutels: sleutels.iter().map(ToString::to_string).collect(),
        }
    }

    /// Checks it against the keys that are believed.
    ///
    /// # Errors
    /// Why it proves nothing.
    pub fn controleer(&self, bekend: &[Verifier]) -> Result<Bewezen, Bewijsfout> {
        is_soort(&self.soort, BEWIJS)?;
        let bewezen = getekend(&self.checkpoint, bekend)?;
        let hash = self.gebeurtenis.hash(&hash("vorigeHash", &self.vorige_hash)?);
        let pad = hashes(&self.pad)?;
        let Checkpoint { size, root, .. } = &bewezen.checkpoint;
        let plaats = u64::try_from(self.gebeurtenis.positie).ok().and_then(|positie| positie.checked_sub(1));
        match plaats {
            Some(plaats) if is_included(&leaf(&hash), plaats, *size, &pad, root) => Ok(bewezen),
            _ => Err(Bewijsfout::Ander),
        }
    }
}

impl Consistentiebewijs {
    /// A proof from its parts.
    pub fn nieuw(van: u64, pad: &[Hash], checkpoint: String, sleutels: &[Verifier]) -> Self {
        Self {
            soort: CONSISTENTIE.to_owned(),
            van,
            pad: pad.iter().map(hex::encode).collect(),
            checkpoint,
            sleutels: sleutels.iter().map(ToString::to_string).collect(),
        }
    }

    /// Checks it against the root that the log had at that size, and the keys that are believed.
    ///
    /// # Errors
    /// Why it proves nothing.
    pub fn controleer(&self, toen: &Hash, bekend: &[Verifier]) -> Result<Bewezen, Bewijsfout> {
        is_soort(&self.soort, CONSISTENTIE)?;
        let bewezen = getekend(&self.checkpoint, bekend)?;
        let Checkpoint { size, root, .. } = &bewezen.checkpoint;
        match is_consistent(self.van, toen, *size, root, &hashes(&self.pad)?) {
            true => Ok(bewezen),
            false => Err(Bewijsfout::Herschreven(self.van)),
        }
    }
}

fn is_soort(gevonden: &str, verwacht: &'static str) -> Result<(), Bewijsfout> {
    match gevonden == verwacht {
        true => Ok(()),
        false => Err(Bewijsfout::Soort { verwacht, gevonden: gevonden.chars().take(60).collect() }),
    }
}

fn getekend(checkpoint: &str, bekend: &[Verifier]) -> Result<Bewezen, Bewijsfout> {
    let fout = |fout: &dyn ToString| Bewijsfout::Checkpoint(fout.to_string());
    let note: Note = checkpoint.parse().map_err(|e| fout(&e))?;
    let getekend: Vec<Verifier> = note.verify(bekend).map_err(|e| fout(&e))?.into_iter().cloned().collect();
    let checkpoint: Checkpoint = note.text.parse().map_err(|e| fout(&e))?;
    // A key signs for its own log only.
    match getekend.iter().all(|sleutel| sleutel.name() == checkpoint.origin) {
        true => Ok(Bewezen { checkpoint, getekend }),
        false => Err(Bewijsfout::Checkpoint(format!("het is van een ander log, {:?}", checkpoint.origin))),
    }
}

fn hash(wat: &'static str, tekst: &str) -> Result<Hash, Bewijsfout> {
    let bytes = hex::decode(tekst).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or(Bewijsfout::Hash(wat))
}

fn hashes(pad: &[String]) -> Result<Vec<Hash>, Bewijsfout> {
    pad.iter().map(|tekst| hash("een hash van het pad", tekst)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wijkspoor_store::bewijs::{Keyring, Signer, node};

    fn sleutels() -> Keyring {
        Keyring::new(vec![Signer::new("log", &[1; 32]).unwrap()], vec![]).unwrap().unwrap()
    }

    fn bewijs() -> Bewijs {
        let gebeurtenis = Logregel {
            positie: 1,
            stroom: "x".to_owned(),
            volgnummer: 1,
            stroomsoort: "initiatief".to_owned(),
            soort: "BesluitGenomen".to_owned(),
            schemaversie: 1,
            inhoud: "{}".to_owned(),
            metadata: "{}".to_owned(),
            plaatsgevonden_op: 1,
            nauwkeurigheid: "dag".to_owned(),
            vastgelegd_op: 2,
        };
        let ander = leaf(b"ander");
        let root = node(&leaf(&gebeurtenis.hash(&chain::START)), &ander);
        let checkpoint = Checkpoint { origin: "log".to_owned(), size: 2, root };
        Bewijs {
            soort: BEWIJS.to_owned(),
            gebeurtenis,
            vorige_hash: hex::encode(chain::START),
            pad: vec![hex::encode(ander)],
            checkpoint: sleutels().sign(&checkpoint.to_string()),
            sleutels: Vec::new(),
        }
    }

    #[test]
    fn a_proof_proves_itself_and_nothing_else() {
        let (goed, keyring) = (bewijs(), sleutels());
        assert_eq!(goed.controleer(keyring.known()).unwrap().checkpoint.size, 2);
        let vreemd = Signer::new("log", &[2; 32]).unwrap();
        assert!(matches!(goed.controleer(&[vreemd.verifier().clone()]), Err(Bewijsfout::Checkpoint(_))));
        assert!(matches!(goed.controleer(&[]), Err(Bewijsfout::Checkpoint(_))));
        let veranderingen: [fn(&mut Bewijs); 16] = [
            |b| b.gebeurtenis.positie = 2,
            |b| b.gebeurtenis.positie = -1,
            |b| b.gebeurtenis.stroom.push('y'),
            |b| b.gebeurtenis.volgnummer = 2,
            |b| b.gebeurtenis.stroomsoort.push('y'),
            |b| b.gebeurtenis.soort = "BesluitTeruggedraaid".to_owned(),
            |b| b.gebeurtenis.schemaversie = 2,
            |b| b.gebeurtenis.inhoud.push(' '),
            |b| b.gebeurtenis.metadata.push(' '),
            |b| b.gebeurtenis.plaatsgevonden_op = 2,
            |b| b.gebeurtenis.nauwkeurigheid.push('y'),
            |b| b.gebeurtenis.vastgelegd_op = 3,
            |b| b.vorige_hash = "00".repeat(31),
            |b| b.pad.clear(),
            |b| b.checkpoint = b.checkpoint.replacen("log\n2", "log\n3", 1),
            |b| b.soort = CONSISTENTIE.to_owned(),
        ];
        for (n, verandering) in veranderingen.into_iter().enumerate() {
            let mut fout = goed.clone();
            verandering(&mut fout);
            assert!(fout.controleer(keyring.known()).is_err(), "{n}");
        }
    }
}
