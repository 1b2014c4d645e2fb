//! From the claims of a token to who asks here: role, gebied or afdeling, and scopes.

use crate::token::{Claims, short, texts};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use wijkspoor_api::identity::{ROL_HEADER, keuze, naam};
use wijkspoor_api::{Identity, Refusal, Scope};
use wijkspoor_domain::{Actor, Naam, Rol};

/// In which role somebody with several acts when they choose none: first the roles of the daily work. To decide as
/// management or bestuur is a choice, never what happens by itself.
const VOLGORDE: [Rol; 8] = [
    Rol::Tlo,
    Rol::Afdeling,
    Rol::Management,
    Rol::Bestuur,
    Rol::Initiatiefnemer,
    Rol::Beheerder,
    Rol::Auditor,
    Rol::Systeem,
];

/// The value of the gebied claim that means every gebied. Without it a missing claim would.
const ELK_GEBIED: &str = "*";

/// What the claims of a provider mean.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    pub(crate) rol: ClaimPath,
    pub(crate) gebied: ClaimPath,
    pub(crate) afdeling: ClaimPath,
    pub(crate) scope: ClaimPath,
    pub(crate) rollen: BTreeMap<String, Rol>,
    pub(crate) scopes: BTreeMap<String, Scope>,
}

/// Where a claim is: its name, or the names of the objects around it with points between them.
#[derive(Debug, Clone)]
pub(crate) struct ClaimPath(String);

impl ClaimPath {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The texts there. A claim whose whole name has points in it, as an address does, goes first.
    fn texts<'a>(&self, claims: &'a Claims) -> Vec<&'a str> {
        let within = || {
            let mut names = self.0.split('.');
            let first = claims.get(names.next()?)?;
            names.try_fold(first, |object: &Json, name| object.get(name))
        };
        texts(claims.get(&self.0).or_else(within))
    }
}

impl Mapping {
    /// Who asks, in the role that they chose with the header if they did.
    pub(crate) fn identity(&self, claims: &Claims, chosen: Option<&str>) -> Result<Identity, Refusal> {
        let sub = claims.get("sub").and_then(Json::as_str).filter(|sub| !sub.is_empty());
        let sub =
            sub.ok_or_else(|| Refusal::Invalid("dit token noemt niet van wie het is (sub)".to_owned()))?;
        let iss = claims.get("iss").and_then(Json::as_str).unwrap_or_default();
        let (rol, name) = self.rol(claims, sub, chosen).map_err(Refusal::NoRole)?;
        let (gebied, afdeling) = match rol {
            Rol::Tlo => (self.gebied(claims, name).map_err(Refusal::NoRole)?, None),
            Rol::Afdeling => (None, Some(self.afdeling(claims, name).map_err(Refusal::NoRole)?)),
            _ if name.is_some() => {
                return Err(Refusal::NoRole(format!("bij de rol {rol} in {ROL_HEADER} hoort geen naam")));
            }
            _ => (None, None),
        };
        let scopes = self.scopes(claims, rol).map_err(Refusal::NoRole)?;
        Ok(Identity { actor: Actor { id: pseudonym(iss, sub), rol, gebied, afdeling }, scopes })
    }

    /// Everything as which this person may act: each role with each name that belongs to it. A role whose name is missing
    /// is no choice; when none is left, why stands in the refusal.
    pub(crate) fn choices(&self, claims: &Claims) -> Result<Vec<Actor>, Refusal> {
        let headers = self.held(claims).into_iter().flat_map(|rol| {
            let names = match rol {
                Rol::Tlo => self.gebied.texts(claims),
                Rol::Afdeling => self.afdeling.texts(claims),
                _ => Vec::new(),
            };
            match names.is_empty() || (rol == Rol::Tlo && names.contains(&ELK_GEBIED)) {
                true => vec![keuze(rol, None)],
                false => names.into_iter().map(|name| keuze(rol, Some(name))).collect(),
            }
        });
        let allowed = headers.filter_map(|chosen| self.identity(claims, Some(&chosen)).ok());
        let allowed: Vec<Actor> = allowed.map(|identity| identity.actor).collect();
        match allowed.is_empty() {
            true => self.identity(claims, None).map(|identity| vec![identity.actor]),
            false => Ok(allowed),
        }
    }

    /// The roles of a person, those of the daily work first.
    fn held(&self, claims: &Claims) -> Vec<Rol> {
        let values = self.rol.texts(claims);
        let held: Vec<Rol> = values.iter().filter_map(|v| self.rollen.get(*v).copied()).collect();
        VOLGORDE.into_iter().filter(|rol| held.contains(rol)).collect()
    }

    /// The role, and the name that was chosen with it.
    fn rol(&self, claims: &Claims, sub: &str, chosen: Option<&str>) -> Result<(Rol, Option<Naam>), String> {
        let values = self.rol.texts(claims);
        let held = match is_client(claims, sub) {
            true => vec![Rol::Systeem],
            false => self.held(claims),
        };
        let Some(first) = held.first() else {
            let known = self.rollen.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            let seen = match values.as_slice() {
                [] => format!("dit token heeft geen rollen in {}", self.rol.0),
                values => format!("geen rol in {} geeft toegang: {}", self.rol.0, list(values)),
            };
            return Err(format!("{seen}; verwacht een van: {known}"));
        };
        let Some(chosen) = chosen else { return Ok((*first, None)) };
        let (code, name) = chosen.split_once(':').map_or((chosen, None), |(code, name)| (code, Some(name)));
        let rol = Rol::van_code(code.trim()).filter(|rol| held.contains(rol)).ok_or_else(|| {
            let held: Vec<&str> = held.iter().map(|rol| rol.code()).collect();
            format!("{ROL_HEADER} noemt een rol die u niet heeft; u heeft: {}", list(&held))
        })?;
        let name = name.map(naam).transpose().map_err(|fout| format!("{ROL_HEADER}: {fout}"))?;
        Ok((rol, name))
    }

    /// The gebied of a TLO member; none is every gebied.
    fn gebied(&self, claims: &Claims, chosen: Option<Naam>) -> Result<Option<Naam>, String> {
        let values = self.gebied.texts(claims);
        if values.contains(&ELK_GEBIED) {
            return Ok(chosen);
        }
        one("tlo", &self.gebied.0, &values, chosen).map(Some)
    }

    fn afdeling(&self, claims: &Claims, chosen: Option<Naam>) -> Result<Naam, String> {
        one("afdeling", &self.afdeling.0, &self.afdeling.texts(claims), chosen)
    }

    /// What the token may be used for. An integration must be given scopes; somebody's token may be narrowed by them.
    fn scopes(&self, claims: &Claims, rol: Rol) -> Result<Option<Vec<Scope>>, String> {
        let texts = self.scope.texts(claims);
        let words = texts.iter().flat_map(|text| text.split_ascii_whitespace());
        let mut scopes: Vec<Scope> = words.filter_map(|word| self.scopes.get(word).copied()).collect();
        scopes.sort();
        scopes.dedup();
        match (scopes.is_empty(), rol) {
            (true, Rol::Systeem) => {
                let known: Vec<&str> = self.scopes.keys().map(String::as_str).collect();
                Err(format!(
                    "een koppeling heeft scopes nodig; vraag een token met een of meer van: {} (in {})",
                    list(&known),
                    self.scope.0
                ))
            }
            (true, _) => Ok(None),
            (false, _) => Ok(Some(scopes)),
        }
    }
}

/// The one name that a token gives, or the one of several that was chosen.
fn one(rol: &str, claim: &str, values: &[&str], chosen: Option<Naam>) -> Result<Naam, String> {
    let names = values.iter().map(|value| Naam::try_from(*value)).collect::<Result<Vec<_>, _>>();
    let names = names.map_err(|fout| format!("{claim} in dit token is niet te lezen: {fout}"))?;
    match (chosen, names.as_slice()) {
        (_, []) => Err(format!("bij de rol {rol} hoort een naam in {claim}, en dit token heeft die niet")),
        (Some(chosen), names) if names.contains(&chosen) => Ok(chosen),
        (Some(_), _) => {
            Err(format!("{ROL_HEADER} noemt een naam die niet in {claim} staat: {}", list(values)))
        }
        (None, [name]) => Ok(name.clone()),
        (None, _) => Err(format!(
            "{claim} noemt er meer dan één ({}): kies er een met de header {ROL_HEADER}: {rol}:NAAM",
            list(values)
        )),
    }
}

fn list(values: &[&str]) -> String {
    let mut shown: Vec<String> = values.iter().take(20).map(|value| short(value)).collect();
    if values.len() > shown.len() {
        shown.push(format!("en nog {}", values.len() - shown.len()));
    }
    shown.join(", ")
}

/// Whether a client got this token for itself, by its client credentials (RFC 9068, section 2.2: `sub` is the client).
fn is_client(claims: &Claims, sub: &str) -> bool {
    ["client_id", "azp"].iter().any(|name| claims.get(*name).and_then(Json::as_str) == Some(sub))
}

/// The same for the same person at the same provider, and no name or number that others know them by.
fn pseudonym(iss: &str, sub: &str) -> String {
    let mut hash = Sha256::new();
    for part in [iss, sub] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    format!("oidc:{}", hex::encode(&hash.finalize()[..16]))
}

#[cfg(test)]
mod tests;
