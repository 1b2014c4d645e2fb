//! Identities without a password, for a server on a loopback address only.

use crate::identity::{Credentials, Identities, Identity, Refusal, naam};
use async_trait::async_trait;
use wijkspoor_domain::{Actor, Rol};

/// `ontwikkel:ROL` or `ontwikkel:ROL:NAAM`, where NAAM is the gebied of a tlo or the afdeling of an adviser,
/// percent-encoded. Without a token: a TLO member of every gebied. The token names the role, so no header chooses one.
pub struct DevelopmentIdentities;

const VOORBEELD: &str = "gebruik bijvoorbeeld `ontwikkel:tlo`, `ontwikkel:tlo:Malburgen`, \
     `ontwikkel:afdeling:Openbare%20Ruimte`, `ontwikkel:management` of `ontwikkel:auditor`";

#[async_trait]
impl Identities for DevelopmentIdentities {
    async fn identify(&self, credentials: Credentials<'_>) -> Result<Identity, Refusal> {
        let actor = actor(credentials.token).map_err(Refusal::Invalid)?;
        Ok(Identity { actor, scopes: None })
    }
}

fn actor(token: Option<&str>) -> Result<Actor, String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_hold_spaces() {
        let actor = super::actor(Some("ontwikkel:afdeling:Openbare%20Ruimte")).unwrap();
        assert_eq!(actor.afdeling.unwrap().as_str(), "Openbare Ruimte");
    }

    #[test]
    fn nonsense_is_refused_with_what_would_be_right() {
        for token in
            ["", "x", "ontwikkel:koning", "ontwikkel:afdeling", "ontwikkel:auditor:x", "ontwikkel:tlo:%FF"]
        {
            let fout = actor(Some(token)).unwrap_err();
            assert!(!fout.is_empty(), "{token}");
        }
    }
}
