//! The link with which somebody follows an initiative without signing in. It cannot be guessed, and nothing of it is kept: it
//! is worked out from the id of the initiative, how often its link was renewed, and a secret of the installation. Whoever
//! renews it (a fact, `volglink_vernieuwd`) makes every earlier link of that initiative worth nothing.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use ring::hmac;
use uuid::Uuid;

/// The fact that makes earlier links worth nothing.
pub const VERNIEUWD: &str = "volglink_vernieuwd";

/// How much of the code of authentication a link holds: 128 bits.
const MERK: usize = 16;

/// Makes and recognises links.
#[derive(Clone)]
pub struct Volgsleutel(hmac::Key);

impl Volgsleutel {
    /// With this secret.
    pub fn new(geheim: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, geheim))
    }

    /// A key for something else, from which this one does not follow.
    pub fn afgeleid(&self, doel: &str) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&self.0, format!("afgeleid {doel}").as_bytes()).as_ref())
    }

    fn merk(&self, id: Uuid, ronde: u64) -> hmac::Tag {
        let mut over = b"volglink".to_vec();
        over.extend(id.as_bytes());
        over.extend(ronde.to_be_bytes());
        hmac::sign(&self.0, &over)
    }

    /// The token in the link of an initiative that was renewed so often.
    pub fn token(&self, id: Uuid, ronde: u64) -> String {
        let mut bytes = id.as_bytes().to_vec();
        bytes.extend(self.merk(id, ronde).as_ref().iter().take(MERK));
        BASE64URL.encode(bytes)
    }

    /// Which initiative a token would be of. Whether it is, [`Volgsleutel::klopt`] says.
    pub fn waarvan(token: &str) -> Option<Uuid> {
        let bytes = BASE64URL.decode(token).ok().filter(|bytes| bytes.len() == 16 + MERK)?;
        Uuid::from_slice(bytes.get(..16)?).ok()
    }

    /// Whether this is the token of an initiative now; the time it takes does not tell how much of it is right.
    pub fn klopt(&self, token: &str, id: Uuid, ronde: u64) -> bool {
        let goed = self.token(id, ronde);
        // Comparing what was made of both with a key is comparing them, at the same pace for any two.
        hmac::verify(&self.0, goed.as_bytes(), hmac::sign(&self.0, token.as_bytes()).as_ref()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_of_one_initiative_until_it_is_renewed() {
        let sleutel = Volgsleutel::new(&[1; 64]);
        let (id, ander) = (Uuid::from_u128(7), Uuid::from_u128(8));
        let token = sleutel.token(id, 0);
        assert_eq!(token.len(), 43);
        assert_eq!(Volgsleutel::waarvan(&token), Some(id));
        assert!(sleutel.klopt(&token, id, 0));
        assert!(!sleutel.klopt(&token, id, 1) && !sleutel.klopt(&token, ander, 0));
        assert!(!Volgsleutel::new(&[2; 64]).klopt(&token, id, 0));
        assert!(!sleutel.klopt(&sleutel.token(ander, 0), id, 0));
        for onzin in ["", "x", "é", &token[1..], &format!("{token}A"), &"A".repeat(43)] {
            assert!(Volgsleutel::waarvan(onzin).is_none_or(|van| !sleutel.klopt(onzin, van, 0)), "{onzin}");
        }
    }
}
