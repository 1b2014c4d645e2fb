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
/// What the history of a dossier calls itself: raised when a field changes its meaning.
pub const GESCHIEDENIS: &str = "wijkspoor-geschiedenis/1";
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

/// De geschiedenis van een dossier, voor zover die wordt bewezen: een bestand van `/v1/initiatieven/{id}/geschiedenis`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Geschiedenisbewijs {
    /// De vorm van het bestand.
    pub formaat: String,
    /// Wat het tekent; zonder is er niets bewezen.
    pub ondertekening: Option<Ondertekening>,
    /// De gebeurtenissen, van de eerste af.
    pub gebeurtenissen: Vec<Bewijsregel>,
}

/// Een gebeurtenis daarvan.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Bewijsregel {
    /// Zoals zij in het log staat.
    pub rij: Logregel,
    /// Wat dat bewijst.
    pub bewijs: Regelbewijs,
}

/// Wat bewijst dat een regel zo in het log staat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Regelbewijs {
    /// De hash van de regel ervoor in het log (SHA-256, hexadecimaal); voor de eerste nullen.
    #[schema(schema_with = schema::hash)]
    pub vorige_hash: String,
    /// De hash van deze regel.
    #[schema(schema_with = schema::hash)]
    pub hash: String,
    /// Of die past bij de regel en bij de hash ervoor.
    pub klopt: bool,
    /// De hashes van het blad naar de wortel van de boom (RFC 9162, 2.1.3). Zonder pad staat de regel nog niet in het checkpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::hashes)]
    pub pad: Option<Vec<String>>,
}

/// Wat een bewijs tekent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ondertekening {
    /// Het ondertekende checkpoint (C2SP tlog-checkpoint).
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
    /// One of a history.
    #[error("positie {positie}: {fout}")]
    Regel {
        /// Which.
        positie: i64,
        /// Why.
        fout: Box<Self>,
    },
    /// Something is missing from a history.
    #[error("er ontbreekt een gebeurtenis: op de plaats van de {0}e staat een andere")]
    Gat(usize),
    /// A history without an end to it.
    #[error("er is niets ondertekend: {0}")]
    Ongetekend(&'static str),
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
        staat_in(&self.gebeurtenis, &self.vorige_hash, &self.pad, &bewezen.checkpoint)?;
        Ok(bewezen)
    }
}

impl Geschiedenisbewijs {
    /// Checks it against the keys that are believed: that each event stands so in the log, that they are of one dossier, and that none
    /// is missing between. With it, how many at the end came after the checkpoint, and so are not proven.
    ///
    /// # Errors
    /// Why it proves nothing.
    pub fn controleer(&self, bekend: &[Verifier]) -> Result<(Bewezen, usize), Bewijsfout> {
        is_soort(&self.formaat, GESCHIEDENIS)?;
        let geen = || Bewijsfout::Ongetekend("er staat geen ondertekening in het bestand");
        let bewezen = getekend(&self.ondertekening.as_ref().ok_or_else(geen)?.checkpoint, bekend)?;
        let mut bewezen_regels = 0;
        for (n, Bewijsregel { rij, bewijs }) in self.gebeurtenissen.iter().enumerate() {
            let fout = |fout| Bewijsfout::Regel { positie: rij.positie, fout: Box::new(fout) };
            let eerste = &self.gebeurtenissen[0].rij;
            let hoort = (rij.stroomsoort == eerste.stroomsoort && rij.stroom == eerste.stroom)
                && usize::try_from(rij.volgnummer) == Ok(n + 1);
            if !hoort {
                return Err(Bewijsfout::Gat(n + 1));
            }
            // What came later stands at the end: an event without a path between others would pass for a proven one.
            if bewijs.pad.is_some() && bewezen_regels < n {
                return Err(fout(Bewijsfout::Ander));
            }
            let ervoor = u64::try_from(rij.positie).is_ok_and(|positie| positie <= bewezen.checkpoint.size);
            match &bewijs.pad {
                Some(pad) => staat_in(rij, &bewijs.vorige_hash, pad, &bewezen.checkpoint).map_err(fout)?,
                // Only what came after the checkpoint has no path; of the rest it was taken away.
                None if ervoor => return Err(fout(Bewijsfout::Ander)),
                None => continue,
            }
            bewezen_regels += 1;
        }
        match bewezen_regels {
            0 => Err(Bewijsfout::Ongetekend("alle gebeurtenissen zijn van na het checkpoint")),
            aantal => Ok((bewezen, self.gebeurtenissen.len() - aantal)),
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

/// Whether an event stands so in the log of a checkpoint.
fn staat_in(
    regel: &Logregel,
    vorige: &str,
    pad: &[String],
    Checkpoint { size, root, .. }: &Checkpoint,
) -> Result<(), Bewijsfout> {
    let hash = regel.hash(&hash("vorigeHash", vorige)?);
    let pad = hashes(pad)?;
    let plaats = u64::try_from(regel.positie).ok().and_then(|positie| positie.checked_sub(1));
    match plaats {
        Some(plaats) if is_included(&leaf(&hash), plaats, *size, &pad, root) => Ok(()),
        _ => Err(Bewijsfout::Ander),
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
mod tests;
