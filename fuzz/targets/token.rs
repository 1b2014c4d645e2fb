//! Tokens and keys of an identity provider.
//!
//! A token is accepted only when our key signed exactly these bytes and it is of this provider, for us, and valid now. Whatever the
//! claims say, no text of theirs ends up as a line of its own in what we say of it.

#![no_main]

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use libfuzzer_sys::fuzz_target;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value as Json, json};
use std::sync::LazyLock;
use wijkspoor_api::Refusal;
use wijkspoor_oidc::{Oidc, Settings};

const NU: i64 = 1_800_000_000;

struct Provider {
    oidc: Oidc,
    paar: EcdsaKeyPair,
    sleutels: Vec<u8>,
}

static PROVIDER: LazyLock<Provider> = LazyLock::new(|| {
    let instellingen: Settings = toml::from_str(
        "issuer = 'https://op.example'\naudience = 'wij'\n[rollen]\n'r-tlo' = 'tlo'\n'r-afdeling' = 'afdeling'\n'r-m' = 'management'\n",
    )
    .expect("settings");
    let oidc = instellingen.provider().expect("good settings").expect("a provider");
    let (algoritme, toeval) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(algoritme, &toeval).expect("a key");
    let paar = EcdsaKeyPair::from_pkcs8(algoritme, pkcs8.as_ref(), &toeval).expect("a key");
    let punt = paar.public_key().as_ref();
    let sleutels = json!({ "keys": [{ "kty": "EC", "crv": "P-256", "kid": "a",
        "x": BASE64URL.encode(&punt[1..33]), "y": BASE64URL.encode(&punt[33..]) }] });
    Provider { oidc, sleutels: sleutels.to_string().into_bytes(), paar }
});

fn teken(kop: &str, inhoud: &str) -> String {
    let getekend = format!("{}.{}", BASE64URL.encode(kop), BASE64URL.encode(inhoud));
    let handtekening = PROVIDER.paar.sign(&SystemRandom::new(), getekend.as_bytes()).expect("a signature");
    format!("{getekend}.{}", BASE64URL.encode(handtekening))
}

fuzz_target!(|invoer: (&str, &str, Option<&str>, &[u8], Vec<(u16, u8)>)| {
    let (vreemd, claims, rol, sleutels, veranderingen) = invoer;
    let Provider { oidc, sleutels: eigen, .. } = &*PROVIDER;
    let nu = jiff::Timestamp::from_second(NU).expect("a time");
    // From elsewhere: nobody has our key. Its keys are read all the same.
    assert!(oidc.identity(vreemd, eigen, rol, nu).is_err(), "a token that we did not sign");
    let _ = oidc.identity(vreemd, sleutels, rol, nu);

    // Signed by us, with claims of any kind.
    let kop = r#"{"alg":"ES256","kid":"a"}"#;
    let goed = teken(kop, claims);
    let uitkomst = oidc.identity(&goed, eigen, rol, nu);
    if let Err(Refusal::Invalid(reden) | Refusal::NoRole(reden) | Refusal::Missing(reden)) = &uitkomst {
        assert!(!reden.contains(char::is_control), "{reden:?}");
    }
    if let Ok(identity) = uitkomst {
        let gezegd: Json = serde_json::from_str(claims).expect("what was accepted is JSON");
        assert_eq!(gezegd["iss"], "https://op.example");
        let voor_ons =
            gezegd["aud"] == "wij" || gezegd["aud"].as_array().is_some_and(|a| a.contains(&"wij".into()));
        assert!(voor_ons, "for another");
        assert!(gezegd["exp"].as_f64().is_some_and(|exp| exp > (NU - 60) as f64), "expired");
        assert!(identity.actor.id.starts_with("oidc:"), "not a pseudonym");
    }

    // The same, whole and valid, and then altered.
    let rest: Json = serde_json::from_str(claims).unwrap_or_default();
    let mut inhoud =
        json!({ "iss": "https://op.example", "aud": "wij", "exp": NU + 60, "sub": "x", "roles": ["r-m"] });
    for naam in ["sub", "roles", "gebied", "afdeling", "scope", "client_id", "azp", "nbf"] {
        if !rest[naam].is_null() {
            inhoud[naam] = rest[naam].clone();
        }
    }
    let goed = teken(kop, &inhoud.to_string());
    let uitkomst = oidc.identity(&goed, eigen, rol, nu);
    if let Err(Refusal::Invalid(reden) | Refusal::NoRole(reden) | Refusal::Missing(reden)) = &uitkomst {
        assert!(!reden.contains(char::is_control), "{reden:?}");
    }
    let mut bytes = goed.clone().into_bytes();
    for (waar, wat) in veranderingen {
        let lengte = bytes.len();
        bytes[usize::from(waar) % lengte] = wat;
    }
    if let Ok(anders) = std::str::from_utf8(&bytes)
        && anders != goed
    {
        assert!(oidc.identity(anders, eigen, rol, nu).is_err(), "a token that was altered is accepted");
    }
});
