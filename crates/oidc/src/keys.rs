//! The public keys of a provider (RFC 7517), and signatures by them. The list of algorithms is closed, and a key is only
//! ever used with the algorithms of its own type: a public key never serves as a shared secret.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use serde::Deserialize;
use serde_json::Value as Json;

/// The algorithms that are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Rs256,
    Ps256,
    Es256,
}

impl Algorithm {
    /// The names of all of them.
    pub(crate) const NAMES: &'static str = "RS256, PS256 en ES256";

    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "PS256" => Some(Self::Ps256),
            "ES256" => Some(Self::Es256),
            _ => None,
        }
    }
}

/// The keys of a provider, as far as they can be used.
#[derive(Debug, Default)]
pub(crate) struct KeySet(Vec<Key>);

#[derive(Debug)]
pub(crate) struct Key {
    id: Option<String>,
    algorithm: Option<Algorithm>,
    material: Material,
}

#[derive(Debug)]
enum Material {
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// An uncompressed point on P-256.
    Ec(Vec<u8>),
}

/// What is published; fields that it has besides are of no matter.
#[derive(Deserialize)]
pub(crate) struct Published {
    keys: Vec<Json>,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    r#use: Option<String>,
    key_ops: Option<Vec<String>>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

/// Which key a token needs.
#[derive(Debug)]
pub(crate) enum Found<'a> {
    Key(&'a Key),
    /// There is a key of that name, for something else.
    OfAnotherKind,
    Nothing,
}

impl KeySet {
    /// The keys that can be used; a provider may publish others for others.
    pub(crate) fn new(published: Published) -> Self {
        Self(published.keys.into_iter().filter_map(key).collect())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The key for a token. One that names no key gets one only when there is no choice.
    pub(crate) fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Found<'_> {
        let mut named = self.0.iter().filter(|key| id.is_none() || key.id.as_deref() == id).peekable();
        if named.peek().is_none() {
            return Found::Nothing;
        }
        let mut fitting = named.filter(|key| key.fits(algorithm));
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => Found::Key(key),
            (Some(key), Some(_)) if id.is_some() => Found::Key(key),
            (Some(_), Some(_)) => Found::Nothing,
            (None, _) => Found::OfAnotherKind,
        }
    }
}

fn key(json: Json) -> Option<Key> {
    let jwk: Jwk = serde_json::from_value(json).ok()?;
    let signs = jwk.r#use.as_deref().is_none_or(|u| u == "sig")
        && jwk.key_ops.as_ref().is_none_or(|ops| ops.iter().any(|op| op == "verify"));
    if !signs {
        return None;
    }
    let bytes = |text: Option<String>| BASE64URL.decode(text?).ok();
    let material = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
        ("RSA", None) => Material::Rsa { n: bytes(jwk.n)?, e: bytes(jwk.e)? },
        ("EC", Some("P-256")) => {
            let (x, y) = (bytes(jwk.x)?, bytes(jwk.y)?);
            if x.len() != 32 || y.len() != 32 {
                return None;
            }
            // SEC 1: 4 says that both coordinates follow.
            Material::Ec([&[4][..], &x, &y].concat())
        }
        _ => return None,
    };
    let algorithm = match jwk.alg {
        None => None,
        Some(name) => Some(Algorithm::named(&name)?),
    };
    Some(Key { id: jwk.kid, algorithm, material })
}

impl Key {
    fn fits(&self, algorithm: Algorithm) -> bool {
        let of_type = match self.material {
            Material::Rsa { .. } => matches!(algorithm, Algorithm::Rs256 | Algorithm::Ps256),
            Material::Ec(_) => algorithm == Algorithm::Es256,
        };
        of_type && self.algorithm.is_none_or(|own| own == algorithm)
    }

    /// Whether it signed this.
    pub(crate) fn signed(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let outcome = match (&self.material, algorithm) {
            (Material::Rsa { n, e }, Algorithm::Rs256) => {
                RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            }
            (Material::Rsa { n, e }, Algorithm::Ps256) => {
                RsaPublicKeyComponents { n, e }.verify(&RSA_PSS_2048_8192_SHA256, message, signature)
            }
            (Material::Ec(point), Algorithm::Es256) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }
            _ => return false,
        };
        outcome.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn set(keys: Json) -> KeySet {
        KeySet::new(serde_json::from_value(json!({ "keys": keys })).unwrap())
    }

    fn ec(kid: &str) -> Json {
        json!({ "kty": "EC", "crv": "P-256", "kid": kid, "x": BASE64URL.encode([1; 32]), "y": BASE64URL.encode([2; 32]) })
    }

    #[test]
    fn a_key_serves_only_the_algorithms_of_its_type() {
        let rsa = json!({ "kty": "RSA", "kid": "r", "n": "AQAB", "e": "AQAB" });
        let ps = json!({ "kty": "RSA", "kid": "p", "alg": "PS256", "n": "AQAB", "e": "AQAB" });
        let keys = set(json!([rsa, ps, ec("e")]));
        let fits = |id, algorithm| matches!(keys.find(Some(id), algorithm), Found::Key(_));
        assert!(fits("r", Algorithm::Rs256) && fits("r", Algorithm::Ps256) && !fits("r", Algorithm::Es256));
        assert!(!fits("p", Algorithm::Rs256) && fits("p", Algorithm::Ps256));
        assert!(fits("e", Algorithm::Es256) && !fits("e", Algorithm::Rs256));
        assert!(matches!(keys.find(Some("e"), Algorithm::Rs256), Found::OfAnotherKind));
        assert!(matches!(keys.find(Some("x"), Algorithm::Rs256), Found::Nothing));
        for name in ["none", "None", "HS256", "RS512", "ES384", "EdDSA", "rs256", ""] {
            assert_eq!(Algorithm::named(name), None, "{name}");
        }
    }

    #[test]
    fn a_token_that_names_no_key_gets_one_only_without_a_choice() {
        assert!(matches!(set(json!([ec("a")])).find(None, Algorithm::Es256), Found::Key(_)));
        assert!(matches!(set(json!([ec("a"), ec("b")])).find(None, Algorithm::Es256), Found::Nothing));
        assert!(matches!(set(json!([])).find(None, Algorithm::Es256), Found::Nothing));
    }

    #[test]
    fn keys_for_something_else_are_left_out() {
        let secret = json!({ "kty": "oct", "kid": "s", "k": "AAAA", "alg": "HS256" });
        let mut encrypts = ec("v");
        encrypts["use"] = json!("enc");
        let mut other = ec("a");
        other["alg"] = json!("ECDH-ES");
        let mut short = ec("k");
        short["x"] = json!("AAAA");
        assert_eq!(set(json!([secret, encrypts, other, short, "x", {}])).len(), 0);
    }
}
