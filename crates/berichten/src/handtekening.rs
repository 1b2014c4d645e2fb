//! Signatures by Standard Webhooks: the receiver sees that it was us, and that it was now.

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::hmac;

/// A secret as a receiver fills it in.
pub fn geheim(sleutel: &[u8]) -> String {
    format!("whsec_{}", STANDARD.encode(sleutel))
}

/// The header `webhook-signature`: a signature by each key, so that a receiver may take a new one into use in his own time.
pub(crate) fn onderteken<'a>(
    sleutels: impl IntoIterator<Item = &'a [u8]>,
    id: &str,
    tijd: i64,
    inhoud: &str,
) -> String {
    let gezegd = format!("{id}.{tijd}.{inhoud}");
    let met = |sleutel: &[u8]| {
        let sleutel = hmac::Key::new(hmac::HMAC_SHA256, sleutel);
        format!("v1,{}", STANDARD.encode(hmac::sign(&sleutel, gezegd.as_bytes())))
    };
    sleutels.into_iter().map(met).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_signature_of_the_specification() {
        let sleutel = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        assert_eq!(geheim(&sleutel), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let (id, tijd, inhoud) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        let met_een = onderteken([sleutel.as_slice()], id, tijd, inhoud);
        assert_eq!(met_een, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let met_twee = onderteken([sleutel.as_slice(), b"ander"], id, tijd, inhoud);
        assert!(met_twee.starts_with(&format!("{met_een} v1,")), "{met_twee}");
    }
}
