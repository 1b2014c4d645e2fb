//! A JSON Web Token (RFC 7519) in its compact form: read, its signature checked, and then what it says.

use crate::keys::{Algorithm, Found, KeySet};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// What a token says, once its signature is checked.
pub type Claims = Map<String, Json>;

/// How far the clocks of the provider and of this machine may differ, in seconds.
pub(crate) const SKEW: i64 = 60;

/// A token of which nothing is known yet but its form.
pub(crate) struct Unchecked<'a> {
    algorithm: Algorithm,
    key: Option<String>,
    signed: &'a str,
    payload: &'a str,
    signature: Vec<u8>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Json>,
}

impl<'a> Unchecked<'a> {
    /// Reads the form. Whatever the header says of keys besides a name (`jwk`, `jku`, `x5u`) is not looked at.
    pub(crate) fn read(text: &'a str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('.').collect();
        let (header, payload, signature) = match parts.as_slice() {
            [header, payload, signature] => (header, payload, signature),
            [_, _, _, _, _] => {
                return Err("dit token is versleuteld; stuur een ondertekend token (JWS)".to_owned());
            }
            _ => {
                return Err(
                    "dit is geen JWT van de identiteitsprovider: een JWT heeft drie delen, met punten \
                    ertussen"
                        .to_owned(),
                );
            }
        };
        let no_jwt = |_| "dit is geen JWT: de kop is onleesbaar".to_owned();
        let decoded = BASE64URL.decode(header).map_err(|_| no_jwt(()))?;
        let header: Header = serde_json::from_slice(&decoded).map_err(|_| no_jwt(()))?;
        if header.crit.is_some() {
            return Err("dit token vraagt om een uitbreiding (crit) die Wijkspoor niet kent".to_owned());
        }
        let algorithm = Algorithm::named(&header.alg).ok_or_else(|| {
            let alg: String = header.alg.chars().filter(char::is_ascii_alphanumeric).take(20).collect();
            format!("een token met het algoritme {alg:?} wordt niet aangenomen; wel: {}", Algorithm::NAMES)
        })?;
        let signature = BASE64URL.decode(signature);
        Ok(Self {
            algorithm,
            key: header.kid,
            signed: text.rsplit_once('.').map_or(text, |(signed, _)| signed),
            payload,
            signature: signature.map_err(|_| "de handtekening van dit token is onleesbaar".to_owned())?,
        })
    }

    /// What it says, when one of these keys signed it; nothing when they do not hold its key.
    pub(crate) fn verify(&self, keys: &KeySet) -> Result<Option<Claims>, String> {
        let key = match keys.find(self.key.as_deref(), self.algorithm) {
            Found::Key(key) => key,
            Found::Nothing => return Ok(None),
            Found::OfAnotherKind => {
                return Err("het algoritme van dit token past niet bij de sleutel die het noemt".to_owned());
            }
        };
        if !key.signed(self.algorithm, self.signed.as_bytes(), &self.signature) {
            return Err("de handtekening van dit token klopt niet".to_owned());
        }
        let claims = BASE64URL.decode(self.payload).ok().and_then(|json| serde_json::from_slice(&json).ok());
        claims.map(Some).ok_or_else(|| "de inhoud van dit token is geen JSON".to_owned())
    }
}

/// Whether a token is of this issuer, for this audience, and valid now.
pub(crate) fn check(claims: &Claims, issuer: &str, audience: &str, now: Timestamp) -> Result<(), String> {
    match claims.get("iss").and_then(Json::as_str) {
        Some(iss) if iss == issuer => {}
        Some(iss) => return Err(format!("dit token is van {}, niet van {issuer}", short(iss))),
        None => return Err(format!("dit token noemt geen uitgever (iss); verwacht: {issuer}")),
    }
    let intended = texts(claims.get("aud"));
    if !intended.contains(&audience) {
        let named = intended.iter().map(|aud| short(aud)).collect::<Vec<_>>().join(", ");
        return Err(match named.is_empty() {
            true => format!("dit token noemt niet voor wie het is (aud); verwacht: {audience}"),
            false => format!("dit token is voor {named}; vraag een token voor {audience}"),
        });
    }
    let nu = now.as_second();
    let exp = second(claims, "exp")?.ok_or("dit token noemt geen einde (exp)")?;
    if nu.saturating_sub(SKEW) >= exp {
        return Err(format!("dit token is verlopen sinds {}; vraag een nieuw token", moment(exp)));
    }
    if let Some(nbf) = second(claims, "nbf")?
        && nu.saturating_add(SKEW) < nbf
    {
        return Err(format!("dit token geldt pas vanaf {}", moment(nbf)));
    }
    Ok(())
}

/// The texts of a claim that is one text or a list of them.
pub(crate) fn texts(claim: Option<&Json>) -> Vec<&str> {
    match claim {
        Some(Json::String(text)) => vec![text],
        Some(Json::Array(list)) => list.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    }
}

/// A NumericDate, to the second before it.
fn second(claims: &Claims, name: &str) -> Result<Option<i64>, String> {
    let Some(claim) = claims.get(name) else { return Ok(None) };
    #[expect(clippy::cast_possible_truncation, reason = "its size was just seen")]
    let second =
        claim.as_i64().or_else(|| claim.as_f64().filter(|f| f.abs() < 1e15).map(|f| f.floor() as i64));
    second.map(Some).ok_or_else(|| format!("{name} in dit token is geen tijdstip"))
}

/// The moment that a claim names.
pub(crate) fn moment_of(claims: &Claims, name: &str) -> Option<Timestamp> {
    second(claims, name).ok().flatten().and_then(|second| Timestamp::from_second(second).ok())
}

fn moment(second: i64) -> String {
    Timestamp::from_second(second).map_or_else(|_| "een onmogelijk tijdstip".to_owned(), |t| t.to_string())
}

/// A text from a token, fit for a message.
pub(crate) fn short(text: &str) -> String {
    let plain = text.chars().filter(|c| !c.is_control());
    match text.chars().count() {
        ..=100 => plain.collect(),
        _ => plain.take(100).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: i64 = 1_800_000_000;

    fn checked(change: impl FnOnce(&mut Claims)) -> Result<(), String> {
        let mut claims =
            json!({ "iss": "https://op", "aud": "wij", "exp": NOW + 300 }).as_object().unwrap().clone();
        change(&mut claims);
        check(&claims, "https://op", "wij", Timestamp::from_second(NOW).unwrap())
    }

    fn set(name: &'static str, value: Json) -> Result<(), String> {
        checked(|claims| {
            claims.insert(name.to_owned(), value);
        })
    }

    #[test]
    fn a_token_is_held_to_issuer_audience_and_time() {
        assert_eq!(checked(|_| {}), Ok(()));
        assert!(set("iss", json!("https://op/")).unwrap_err().contains("niet van https://op"));
        assert!(set("iss", json!(["https://op"])).is_err());
        assert_eq!(set("aud", json!(["ander", "wij"])), Ok(()));
        assert!(set("aud", json!(["ander"])).unwrap_err().contains("voor ander"));
        assert!(set("aud", json!("wijk")).is_err());
        for claim in ["iss", "aud", "exp"] {
            assert!(checked(|claims| drop(claims.remove(claim))).is_err(), "{claim}");
        }
    }

    #[test]
    fn clocks_may_differ_by_a_minute_and_no_more() {
        for (name, good, bad) in [("exp", NOW - SKEW + 1, NOW - SKEW), ("nbf", NOW + SKEW, NOW + SKEW + 1)] {
            assert_eq!(set(name, json!(good)), Ok(()), "{name}");
            assert!(set(name, json!(bad)).is_err(), "{name}");
            assert!(set(name, json!("morgen")).is_err(), "{name}");
            assert!(set(name, json!(1e300)).is_err(), "{name}");
        }
        assert!(set("exp", json!(NOW - 3600)).unwrap_err().contains("sinds 2027-01-15T07:00:00Z"));
        assert_eq!(set("exp", json!(NOW as f64 + 0.5)), Ok(()));
        assert!(set("exp", json!(i64::MIN)).is_err() && set("nbf", json!(i64::MAX)).is_err());
    }

    #[test]
    fn only_the_form_and_the_algorithms_that_are_meant() {
        let token = |header: Json| format!("{}.e30.AAAA", BASE64URL.encode(header.to_string()));
        assert!(Unchecked::read(&token(json!({ "alg": "ES256", "kid": "a" }))).is_ok());
        for (bad, part) in [
            (token(json!({ "alg": "none" })), "\"none\""),
            (token(json!({ "alg": "HS256" })), "RS256, PS256 en ES256"),
            (token(json!({ "alg": "ES256", "crit": ["b64"], "b64": false })), "crit"),
            (token(json!({})), "onleesbaar"),
            ("a.b.c.d.e".to_owned(), "versleuteld"),
            ("ontwikkel:tlo".to_owned(), "drie delen"),
            (String::new(), "drie delen"),
            (format!("{}.e30.A=", BASE64URL.encode(r#"{"alg":"ES256"}"#)), "handtekening"),
            (format!("{}.e30.", BASE64URL.encode(r#"{"alg":"none","alg":"ES256"}"#)), "onleesbaar"),
        ] {
            let fout = Unchecked::read(&bad).err().unwrap_or_default();
            assert!(fout.contains(part), "{bad}: {fout}");
        }
    }
}
