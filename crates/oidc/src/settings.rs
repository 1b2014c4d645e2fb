//! What a municipality fills in: which provider, and what its claims mean.

use crate::http::secure;
use crate::mapping::{ClaimPath, Mapping};
use reqwest::Url;
use serde::Deserialize;
use std::collections::BTreeMap;
use wijkspoor_api::Scope;
use wijkspoor_domain::Rol;

/// One layer of settings, or all of them together.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The provider, exactly as its tokens name it in `iss`.
    pub issuer: Option<String>,
    /// What its tokens for Wijkspoor name in `aud`.
    pub audience: Option<String>,
    /// Where a token has roles.
    pub rol_claim: Option<String>,
    /// Where a token has the gebieden of a TLO member.
    pub gebied_claim: Option<String>,
    /// Where a token has the afdelingen of an adviser.
    pub afdeling_claim: Option<String>,
    /// Where a token has scopes.
    pub scope_claim: Option<String>,
    /// Which role each value of the role claim gives.
    pub rollen: Option<BTreeMap<String, Rol>>,
    /// Which scope each value of the scope claim gives.
    pub scopes: Option<BTreeMap<String, Scope>>,
}

/// A provider that can be used.
#[derive(Debug, Clone)]
pub struct Oidc {
    pub(crate) issuer: String,
    pub(crate) address: Url,
    pub(crate) audience: String,
    pub(crate) mapping: Mapping,
}

impl Settings {
    /// From variables of the environment: `WIJKSPOOR_OIDC_…`, of which `look_up` gives those that say something.
    ///
    /// # Errors
    /// When one of them makes no sense.
    pub fn from_environment(look_up: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        Ok(Self {
            issuer: look_up("WIJKSPOOR_OIDC_ISSUER"),
            audience: look_up("WIJKSPOOR_OIDC_AUDIENCE"),
            rol_claim: look_up("WIJKSPOOR_OIDC_ROL_CLAIM"),
            gebied_claim: look_up("WIJKSPOOR_OIDC_GEBIED_CLAIM"),
            afdeling_claim: look_up("WIJKSPOOR_OIDC_AFDELING_CLAIM"),
            scope_claim: look_up("WIJKSPOOR_OIDC_SCOPE_CLAIM"),
            rollen: pairs("WIJKSPOOR_OIDC_ROLLEN", &look_up, Rol::van_code)?,
            scopes: pairs("WIJKSPOOR_OIDC_SCOPES", &look_up, Scope::van_code)?,
        })
    }

    /// These, with another layer where these say nothing.
    #[must_use]
    pub fn or(self, lower: Self) -> Self {
        Self {
            issuer: self.issuer.or(lower.issuer),
            audience: self.audience.or(lower.audience),
            rol_claim: self.rol_claim.or(lower.rol_claim),
            gebied_claim: self.gebied_claim.or(lower.gebied_claim),
            afdeling_claim: self.afdeling_claim.or(lower.afdeling_claim),
            scope_claim: self.scope_claim.or(lower.scope_claim),
            rollen: self.rollen.or(lower.rollen),
            scopes: self.scopes.or(lower.scopes),
        }
    }

    /// The provider; none when nothing is set.
    ///
    /// # Errors
    /// When what is set is not enough, or not safe.
    pub fn provider(self) -> Result<Option<Oidc>, String> {
        if self == Self::default() {
            return Ok(None);
        }
        let needed = |value: Option<String>, name: &str, what: &str| {
            let value = value.filter(|value| !value.trim().is_empty());
            value.ok_or_else(|| format!("oidc: {name} ontbreekt: {what}"))
        };
        let issuer =
            needed(self.issuer, "issuer", "de identiteitsprovider, zoals zijn tokens hem noemen in iss")?;
        let audience = needed(self.audience, "audience", "wat tokens voor Wijkspoor noemen in aud")?;
        let address = secure(&issuer).map_err(|fout| format!("oidc: issuer {fout}"))?;
        if address.query().is_some() {
            return Err(format!("oidc: issuer {issuer} mag geen ? bevatten"));
        }
        let rollen = self.rollen.filter(|rollen| !rollen.is_empty()).ok_or(
            "oidc: rollen ontbreekt: noem welke waarde van de rolclaim welke rol geeft, bijvoorbeeld \
             \"wijkspoor-tlo\" = \"tlo\"",
        )?;
        let path = |value: Option<String>, usual: &str| ClaimPath::new(value.as_deref().unwrap_or(usual));
        let own_codes = || Scope::ALLE.into_iter().map(|scope| (scope.code().to_owned(), scope)).collect();
        let mapping = Mapping {
            rol: path(self.rol_claim, "roles"),
            gebied: path(self.gebied_claim, "gebied"),
            afdeling: path(self.afdeling_claim, "afdeling"),
            scope: path(self.scope_claim, "scope"),
            rollen,
            scopes: self.scopes.unwrap_or_else(own_codes),
        };
        Ok(Some(Oidc { issuer, address, audience, mapping }))
    }
}

impl Oidc {
    /// The provider, as its tokens name it.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }
}

/// `waarde=code,waarde=code`; the code follows the last `=`, for a value may be an address.
fn pairs<T>(
    variable: &str,
    look_up: impl Fn(&str) -> Option<String>,
    code: impl Fn(&str) -> Option<T>,
) -> Result<Option<BTreeMap<String, T>>, String> {
    let Some(text) = look_up(variable) else { return Ok(None) };
    let pair = |pair: &str| {
        let (value, name) = pair.rsplit_once('=')?;
        Some((value.trim().to_owned(), code(name.trim())?))
    };
    let pairs: Result<_, _> = (text.split(',').filter(|part| !part.trim().is_empty()))
        .map(|part| {
            pair(part).ok_or_else(|| {
                format!(
                    "{variable}: {:?} is niet te lezen; schrijf WAARDE=CODE, met komma's ertussen",
                    part.trim()
                )
            })
        })
        .collect();
    pairs.map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> Settings {
        toml::from_str(text).unwrap()
    }

    const WHOLE: &str = "issuer = 'https://op.example'\naudience = 'wij'\n[rollen]\n'groep-a' = 'tlo'\n";

    #[test]
    fn nothing_is_no_provider_and_half_of_it_is_refused() {
        assert!(Settings::default().provider().unwrap().is_none());
        assert_eq!(settings(WHOLE).provider().unwrap().unwrap().issuer(), "https://op.example");
        for (text, part) in [
            ("audience = 'wij'", "issuer ontbreekt"),
            ("issuer = 'https://op.example'", "audience ontbreekt"),
            ("issuer = 'https://op.example'\naudience = 'wij'", "rollen ontbreekt"),
            ("issuer = 'http://op.example'\naudience = 'wij'", "https://"),
            ("issuer = 'https://op.example/?a'\naudience = 'wij'", "?"),
        ] {
            let fout = settings(text).provider().unwrap_err();
            assert!(fout.contains(part), "{fout}");
        }
        assert!(toml::from_str::<Settings>("[rollen]\na = 'koning'").is_err());
    }

    #[test]
    fn the_environment_says_the_same_and_goes_first() {
        let variables = [
            ("WIJKSPOOR_OIDC_AUDIENCE", "ander"),
            ("WIJKSPOOR_OIDC_ROLLEN", "groep-b=afdeling, https://x.example/?a=b=management,"),
        ];
        let look_up =
            |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
        let both = Settings::from_environment(look_up).unwrap().or(settings(WHOLE));
        assert_eq!(
            (both.audience.as_deref(), both.issuer.as_deref()),
            (Some("ander"), Some("https://op.example"))
        );
        let rollen = both.rollen.unwrap();
        assert_eq!(rollen.get("https://x.example/?a=b"), Some(&Rol::Management));
        assert_eq!(rollen.len(), 2);
        let wrong = |_: &str| Some("groep-b=koning".to_owned());
        assert!(Settings::from_environment(wrong).unwrap_err().contains("WIJKSPOOR_OIDC_ROLLEN"));
    }
}
