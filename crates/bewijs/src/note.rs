//! Signed notes (C2SP signed-note): a text, and below it lines that say who signed it. Keys are written as Go's `sumdb/note` does, so
//! that tools of others take them.

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// The byte for Ed25519 before a key.
const ALGORITHM: u8 = 1;
/// How a line with a signature begins.
const MARK: &str = "— ";
/// How a key that signs begins.
const PRIVATE: &str = "PRIVATE+KEY+";
/// The longest note: far above any real one.
const LONGEST: usize = 1_000_000;

/// Why a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    /// Of another form.
    #[error("een sleutel heeft de vorm naam+kenmerk+base64; deze niet")]
    Form,
    /// A name with a space or plus, or none.
    #[error("de naam van een sleutel mag geen spatie of + bevatten, en niet leeg zijn")]
    Name,
    /// The id is not that of the key.
    #[error("het kenmerk hoort niet bij deze sleutel: er is een teken veranderd")]
    Id,
    /// Another algorithm, or too short.
    #[error("dit is geen Ed25519-sleutel")]
    Algorithm,
    /// A secret key where a public one belongs.
    #[error("dit is de geheime sleutel; geef de openbare")]
    Secret,
}

/// Why a text is no note, or not one that is signed as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoteError {
    /// Not of the form of a note.
    #[error("dit is geen ondertekende notitie: {0}")]
    Form(&'static str),
    /// A signature of a known key does not fit the text.
    #[error("de handtekening van {0} klopt niet: de tekst is veranderd")]
    Invalid(String),
    /// No signature is of a known key.
    #[error("geen van de handtekeningen is van een bekende sleutel")]
    Unknown,
}

/// A public key, with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    id: [u8; 4],
    key: [u8; 32],
}

impl Verifier {
    fn new(name: &str, key: [u8; 32]) -> Result<Self, KeyError> {
        if name.is_empty() || name.contains(|c: char| c == '+' || c.is_whitespace() || c.is_control()) {
            return Err(KeyError::Name);
        }
        let hash =
            Sha256::new().chain_update(name).chain_update([b'\n', ALGORITHM]).chain_update(key).finalize();
        let mut id = [0; 4];
        id.copy_from_slice(&hash[..4]);
        Ok(Self { name: name.to_owned(), id, key })
    }

    /// Of whom it is.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What tells it from others of the same name.
    pub fn id(&self) -> String {
        hex(&self.id)
    }

    fn is_of(&self, signature: &Signature) -> bool {
        self.name == signature.name && self.id == signature.id
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{}+{}", self.name, hex(&self.id), encode(&self.key))
    }
}

impl FromStr for Verifier {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        if text.starts_with(PRIVATE) {
            return Err(KeyError::Secret);
        }
        let (name, id, key) = parts(text)?;
        let verifier = Self::new(name, key)?;
        if verifier.id() == id { Ok(verifier) } else { Err(KeyError::Id) }
    }
}

/// A key that signs.
pub struct Signer {
    verifier: Verifier,
    pair: Ed25519KeyPair,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.verifier)
    }
}

impl Signer {
    /// A key from 32 random bytes.
    ///
    /// # Errors
    /// When the name cannot be that of a key.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| KeyError::Algorithm)?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| KeyError::Algorithm)?;
        Ok(Self { verifier: Verifier::new(name, public)?, pair })
    }

    /// The key as text, to keep secret; it is read with [`str::parse`].
    ///
    /// # Errors
    /// When the name cannot be that of a key.
    pub fn secret(name: &str, seed: &[u8; 32]) -> Result<String, KeyError> {
        let id = Self::new(name, seed)?.verifier.id();
        Ok(format!("{PRIVATE}{name}+{id}+{}", encode(seed)))
    }

    /// Its public half.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    fn sign(&self, text: &str) -> String {
        let mut bytes = self.verifier.id.to_vec();
        bytes.extend_from_slice(self.pair.sign(text.as_bytes()).as_ref());
        format!("{MARK}{} {}\n", self.verifier.name, STANDARD.encode(bytes))
    }
}

impl FromStr for Signer {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (name, id, seed) = parts(text.strip_prefix(PRIVATE).ok_or(KeyError::Form)?)?;
        let signer = Self::new(name, &seed)?;
        if signer.verifier.id() == id { Ok(signer) } else { Err(KeyError::Id) }
    }
}

fn hex(id: &[u8; 4]) -> String {
    format!("{:08x}", u32::from_be_bytes(*id))
}

fn encode(key: &[u8; 32]) -> String {
    let mut bytes = vec![ALGORITHM];
    bytes.extend_from_slice(key);
    STANDARD.encode(bytes)
}

fn parts(text: &str) -> Result<(&str, &str, [u8; 32]), KeyError> {
    // The key itself may hold a plus.
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(KeyError::Form);
    };
    let bytes = STANDARD.decode(key).map_err(|_| KeyError::Form)?;
    match bytes.split_first() {
        Some((&ALGORITHM, key)) => Ok((name, id, key.try_into().map_err(|_| KeyError::Algorithm)?)),
        _ => Err(KeyError::Algorithm),
    }
}

/// The keys of a log: those that sign now, and those of before that still count.
#[derive(Debug)]
pub struct Keyring {
    signers: Vec<Signer>,
    known: Vec<Verifier>,
}

impl Keyring {
    /// All keys must have one name: it is that of the log. None when there are no keys.
    ///
    /// # Errors
    /// The two names, when there is more than one.
    pub fn new(signers: Vec<Signer>, before: Vec<Verifier>) -> Result<Option<Self>, (String, String)> {
        let mut known: Vec<Verifier> = signers.iter().map(|signer| signer.verifier.clone()).collect();
        for verifier in before {
            if !known.contains(&verifier) {
                known.push(verifier);
            }
        }
        let Some(first) = known.first() else { return Ok(None) };
        match known.iter().find(|other| other.name != first.name) {
            Some(other) => Err((first.name.clone(), other.name.clone())),
            None => Ok(Some(Self { signers, known })),
        }
    }

    /// The name of the log: the first line of its checkpoints.
    pub fn origin(&self) -> &str {
        self.known.first().map_or("", Verifier::name)
    }

    /// All keys that count, those that sign now first.
    pub fn known(&self) -> &[Verifier] {
        &self.known
    }

    /// The keys that sign now.
    pub fn signing(&self) -> impl Iterator<Item = &Verifier> {
        self.signers.iter().map(Signer::verifier)
    }

    /// Signs a text that ends with a line end, with all keys that sign now.
    pub fn sign(&self, text: &str) -> String {
        let lines: String = self.signers.iter().map(|signer| signer.sign(text)).collect();
        format!("{text}\n{lines}")
    }
}

/// A text with signatures of which nobody said yet that they fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text that was signed, with its last line end.
    pub text: String,
    signatures: Vec<Signature>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Signature {
    name: String,
    id: [u8; 4],
    bytes: Vec<u8>,
}

impl FromStr for Note {
    type Err = NoteError;

    fn from_str(note: &str) -> Result<Self, NoteError> {
        if note.len() > LONGEST {
            return Err(NoteError::Form("zij is te lang"));
        }
        if note.contains(|c: char| c != '\n' && c.is_ascii_control()) {
            return Err(NoteError::Form("er staat een stuurteken in"));
        }
        let (text, lines) = note
            .rsplit_once("\n\n")
            .ok_or(NoteError::Form("er is geen lege regel voor de handtekeningen"))?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Form("de laatste regel is niet af"))?;
        let signatures = lines.split('\n').map(Signature::read).collect::<Option<_>>();
        let signatures =
            signatures.ok_or(NoteError::Form("een regel met een handtekening is niet te lezen"))?;
        Ok(Self { text: format!("{text}\n"), signatures })
    }
}

impl Signature {
    fn read(line: &str) -> Option<Self> {
        let (name, bytes) = line.strip_prefix(MARK)?.split_once(' ')?;
        let bytes = STANDARD.decode(bytes).ok()?;
        let (id, bytes) = bytes.split_first_chunk::<4>()?;
        let named = !name.is_empty() && !name.contains(|c: char| c == '+' || c.is_whitespace());
        (named && !bytes.is_empty()).then(|| Self { name: name.to_owned(), id: *id, bytes: bytes.to_vec() })
    }
}

impl Note {
    /// Which of the known keys signed it. Signatures of other keys do not count, for or against.
    ///
    /// # Errors
    /// When none did, or a signature in the name of one does not fit.
    pub fn verify<'a>(&self, known: &'a [Verifier]) -> Result<Vec<&'a Verifier>, NoteError> {
        let mut signed = Vec::new();
        for signature in &self.signatures {
            let Some(verifier) = known.iter().find(|verifier| verifier.is_of(signature)) else { continue };
            let key = UnparsedPublicKey::new(&ED25519, verifier.key);
            let fits = key.verify(self.text.as_bytes(), &signature.bytes);
            fits.map_err(|_| NoteError::Invalid(format!("{} ({})", verifier.name, verifier.id())))?;
            signed.push(verifier);
        }
        if signed.is_empty() { Err(NoteError::Unknown) } else { Ok(signed) }
    }
}
