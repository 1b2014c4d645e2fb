//! Sealing of sensitive texts inside JSON (docs/adr/0005-sealed-fields.md).
//!
//! `{"$gevoelig": "text"}` becomes `{"$verzegeld": "base64", "sleutel": "key id"}`, encrypted with AES-256-SIV
//! (RFC 5297) and bound to the key id. It is deterministic on purpose: a rebuild must give the same rows, byte for
//! byte. What that tells an onlooker is only that two texts of one stream are equal.

use aes_siv::{KeyInit, siv::Aes256Siv};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value as Json, json};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;
use wijkspoor_domain::gevoelig::GEVOELIG;
use wijkspoor_projections::{Change, Value};

const VERZEGELD: &str = "$verzegeld";
const SLEUTEL: &str = "sleutel";

/// A key: one half authenticates, the other encrypts.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(pub(crate) [u8; 64]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// A key from its 64 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The 64 bytes, for a key that signs what goes out rather than seals what stays.
    pub fn bytes(&self) -> &[u8; 64] {
        &self.0
    }

    fn cipher(&self) -> Aes256Siv {
        Aes256Siv::new(&self.0.into())
    }
}

/// A key with its id, as it is used to seal. Without a key (it has been destroyed) nothing sensitive can be kept:
/// the text is dropped.
#[derive(Debug, Clone)]
pub struct Sealer {
    id: Uuid,
    key: Option<Key>,
}

impl Sealer {
    /// Seals with this key.
    pub fn new(id: Uuid, key: Option<Key>) -> Self {
        Self { id, key }
    }

    /// Replaces every sensitive text.
    pub fn seal(&self, json: &mut Json) {
        if let Some(text) = sensitive(json) {
            let text = text.map(ToOwned::to_owned);
            *json = text.and_then(|t| self.encrypt(&t)).unwrap_or_else(erased);
            return;
        }
        children(json, &mut |child| self.seal(child));
    }

    fn encrypt(&self, text: &str) -> Option<Json> {
        let id = self.id.to_string();
        let sealed = self.key.as_ref()?.cipher().encrypt([id.as_bytes()], text.as_bytes()).ok()?;
        Some(json!({ VERZEGELD: STANDARD.encode(sealed), SLEUTEL: id }))
    }

    /// Turns the sealed values of a change into text.
    pub fn seal_change(&self, mut change: Change) -> Change {
        let seal = |value: &mut Value| {
            if let Value::Sealed(json) = value {
                self.seal(json);
                *value = Value::Text(json.to_string());
            }
        };
        match &mut change {
            Change::Insert { row, .. } => row.iter_mut().for_each(seal),
            Change::Update { key, set, .. } => {
                key.iter_mut().chain(set.iter_mut().map(|(_, value)| value)).for_each(seal);
            }
        }
        change
    }
}

/// Whether there may be a sealed text in JSON that was written.
pub fn is_sealed(text: &str) -> bool {
    text.contains(VERZEGELD)
}

/// Replaces every sealed text by what it says; by `{"$gevoelig": null}` where its key is gone or does not fit.
pub fn unseal(json: &mut Json, keys: &HashMap<Uuid, Option<Key>>) {
    if let Some((id, sealed)) = sealed(json) {
        let text = keys.get(&id).and_then(Option::as_ref).and_then(|key| decrypt(key, id, sealed));
        *json = text.map_or_else(erased, |text| json!({ GEVOELIG: text }));
        return;
    }
    children(json, &mut |child| unseal(child, keys));
}

/// The ids of all keys that are needed to unseal.
pub fn key_ids(json: &Json, ids: &mut BTreeSet<Uuid>) {
    if let Some((id, _)) = sealed(json) {
        ids.insert(id);
        return;
    }
    match json {
        Json::Array(items) => items.iter().for_each(|child| key_ids(child, ids)),
        Json::Object(fields) => fields.values().for_each(|child| key_ids(child, ids)),
        _ => {}
    }
}

fn decrypt(key: &Key, id: Uuid, sealed: &str) -> Option<String> {
    let sealed = STANDARD.decode(sealed).ok()?;
    let text = key.cipher().decrypt([id.to_string().as_bytes()], &sealed).ok()?;
    String::from_utf8(text).ok()
}

fn erased() -> Json {
    json!({ GEVOELIG: null })
}

/// The text in `{"$gevoelig": …}`; `Some(None)` when it has been erased.
fn sensitive(json: &Json) -> Option<Option<&str>> {
    let fields = json.as_object().filter(|fields| fields.len() == 1)?;
    fields.get(GEVOELIG).map(Json::as_str)
}

fn sealed(json: &Json) -> Option<(Uuid, &str)> {
    let fields = json.as_object().filter(|fields| fields.len() == 2)?;
    let id = fields.get(SLEUTEL)?.as_str()?.parse().ok()?;
    Some((id, fields.get(VERZEGELD)?.as_str()?))
}

fn children(json: &mut Json, visit: &mut dyn FnMut(&mut Json)) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(visit),
        Json::Object(fields) => fields.values_mut().for_each(visit),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Key {
        Key([byte; 64])
    }

    fn example() -> Json {
        json!({"naam": {GEVOELIG: "Fatima"}, "lijst": [1, {GEVOELIG: "huis"}, {GEVOELIG: null}], "x": "open"})
    }

    #[test]
    fn what_was_sealed_comes_back_and_is_unreadable_meanwhile() {
        let id = Uuid::from_u128(7);
        let mut json = example();
        Sealer::new(id, Some(key(1))).seal(&mut json);
        let text = json.to_string();
        assert!(!text.contains("Fatima") && !text.contains("huis") && text.contains("open"));
        let mut ids = BTreeSet::new();
        key_ids(&json, &mut ids);
        assert_eq!(ids, BTreeSet::from([id]));
        unseal(&mut json, &HashMap::from([(id, Some(key(1)))]));
        assert_eq!(json, example());
    }

    #[test]
    fn sealing_is_deterministic_and_depends_on_the_key_and_its_id() {
        let seal = |id, k| {
            let mut json = example();
            Sealer::new(Uuid::from_u128(id), Some(key(k))).seal(&mut json);
            json["naam"][VERZEGELD].clone()
        };
        assert_eq!(seal(1, 1), seal(1, 1));
        assert_ne!(seal(1, 1), seal(1, 2));
        assert_ne!(seal(1, 1), seal(2, 1));
    }

    #[test]
    fn without_the_right_key_the_text_is_erased() {
        let id = Uuid::from_u128(7);
        for keys in [HashMap::new(), HashMap::from([(id, None)]), HashMap::from([(id, Some(key(2)))])] {
            let mut json = json!({GEVOELIG: "Fatima"});
            Sealer::new(id, Some(key(1))).seal(&mut json);
            unseal(&mut json, &keys);
            assert_eq!(json, json!({GEVOELIG: null}));
        }
    }

    #[test]
    fn nothing_sensitive_is_kept_when_the_key_has_been_destroyed() {
        let mut json = json!({GEVOELIG: "Fatima"});
        Sealer::new(Uuid::from_u128(7), None).seal(&mut json);
        assert_eq!(json, json!({GEVOELIG: null}));
    }
}
