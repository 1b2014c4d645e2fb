//! Who is asking: one port, so that an OIDC provider can take the place of the development identities.

use wijkspoor_domain::{Actor, Naam, Rol};

/// Turns the `Authorization` header of a request into an actor.
pub trait Identities: Send + Sync {
    /// The actor behind a bearer token; `None` when the request carries none.
    ///
    /// # Errors
    /// Why the token is not accepted, in Dutch.
    fn identify(&self, token: Option<&str>) -> Result<Actor, String>;
}

/// Identities without a password, for a server on a loopback address only: `ontwikkel:ROL` or `ontwikkel:ROL:NAAM`,
/// where NAAM is the gebied of a tlo or the afdeling of an adviser, percent-encoded. Without a token: a TLO member of
/// every gebied.
pub struct DevelopmentIdentities;

const VOORBEELD: &str = "gebruik bijvoorbeeld `ontwikkel:tlo`, `ontwikkel:tlo:Malburgen`, \
     `ontwikkel:afdeling:Openbare%20Ruimte`, `ontwikkel:management` of `ontwikkel:auditor`";

impl Identities for DevelopmentIdentities {
    fn identify(&self, token: Option<&str>) -> Result<Actor, String> {
        let Some(token) = token else {
            let id = "ontwikkelaar".to_owned();
            return Ok(Actor { id, rol: Rol::Tlo, gebied: None, afdeling: None });
        };
        let mut delen = token.splitn(3, ':');
        if delen.next() != Some("ontwikkel") {
            return Err(format!("dit token is geen ontwikkelidentiteit; {VOORBEELD}"));
        }
        let rol = delen.next().and_then(Rol::van_code).ok_or_else(|| {
            let rollen: Vec<_> = Rol::ALLE.iter().map(|r| r.code()).collect();
            format!("onbekende rol; mogelijk is: {}; {VOORBEELD}", rollen.join(", "))
        })?;
        let naam = match delen.next() {
            None => None,
            Some(tekst) => Some(naam(tekst)?),
        };
        let (gebied, afdeling) = match (rol, naam) {
            (Rol::Afdeling, None) => {
                return Err(format!("noem bij de rol afdeling welke afdeling; {VOORBEELD}"));
            }
            (Rol::Afdeling, naam) => (None, naam),
            (Rol::Tlo, naam) => (naam, None),
            (_, None) => (None, None),
            (rol, Some(_)) => return Err(format!("bij de rol {rol} hoort geen naam; {VOORBEELD}")),
        };
        let bij = gebied.as_ref().or(afdeling.as_ref()).map(|n| format!(":{n}")).unwrap_or_default();
        Ok(Actor { id: format!("ontwikkel:{rol}{bij}"), rol, gebied, afdeling })
    }
}

fn naam(tekst: &str) -> Result<Naam, String> {
    let tekst = percent_encoding::percent_decode_str(tekst).decode_utf8();
    let tekst = tekst.map_err(|_| "de naam in het token is geen geldige UTF-8".to_owned())?;
    Naam::try_from(tekst.as_ref()).map_err(|fout| fout.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_hold_spaces() {
        let actor = DevelopmentIdentities.identify(Some("ontwikkel:afdeling:Openbare%20Ruimte")).unwrap();
        assert_eq!(actor.afdeling.unwrap().as_str(), "Openbare Ruimte");
    }

    #[test]
    fn nonsense_is_refused_with_what_would_be_right() {
        for token in
            ["", "x", "ontwikkel:koning", "ontwikkel:afdeling", "ontwikkel:auditor:x", "ontwikkel:tlo:%FF"]
        {
            let fout = DevelopmentIdentities.identify(Some(token)).unwrap_err();
            assert!(!fout.is_empty(), "{token}");
        }
    }
}
