//! The port of the API, filled by a provider.

use crate::keys::{KeySet, Published};
use crate::provider::Provider;
use crate::settings::Oidc;
use crate::token::{Claims, Unchecked, check};
use async_trait::async_trait;
use jiff::Timestamp;
use std::sync::Arc;
use wijkspoor_api::{Credentials, Identities, Identity, Refusal};
use wijkspoor_domain::Actor;
use wijkspoor_store::Clock;

/// Identities by the access tokens of an OpenID Connect provider.
pub struct OidcIdentities {
    provider: Arc<Provider>,
    oidc: Oidc,
    clock: Arc<dyn Clock>,
}

impl OidcIdentities {
    /// Identities of this provider, by the time of this clock.
    pub fn new(provider: Arc<Provider>, oidc: Oidc, clock: Arc<dyn Clock>) -> Self {
        Self { provider, oidc, clock }
    }
}

impl Oidc {
    /// Who a token is of, by the keys that a provider published (a JSON Web Key Set): all that is decided about a token, without
    /// asking anybody.
    ///
    /// # Errors
    /// Why it is not accepted.
    pub fn identity(
        &self,
        token: &str,
        keys: &[u8],
        rol: Option<&str>,
        now: Timestamp,
    ) -> Result<Identity, Refusal> {
        let published: Published = serde_json::from_slice(keys)
            .map_err(|fout| Refusal::Invalid(format!("de sleutels zijn niet te lezen: {fout}")))?;
        let token = Unchecked::read(token).map_err(Refusal::Invalid)?;
        let claims = token.verify(&KeySet::new(published)).map_err(Refusal::Invalid)?;
        let claims =
            claims.ok_or_else(|| Refusal::Invalid("geen van de sleutels is die van dit token".to_owned()))?;
        self.accept(&claims, rol, now)
    }

    /// Who these claims are of, whose signature was checked.
    fn accept(&self, claims: &Claims, rol: Option<&str>, now: Timestamp) -> Result<Identity, Refusal> {
        self.holds(claims, now)?;
        self.mapping.identity(claims, rol)
    }

    /// Whether these claims are for us, and now.
    fn holds(&self, claims: &Claims, now: Timestamp) -> Result<(), Refusal> {
        check(claims, &self.issuer, &self.audience, now).map_err(Refusal::Invalid)
    }
}

#[async_trait]
impl Identities for OidcIdentities {
    async fn choices(&self, token: &str) -> Result<Vec<Actor>, Refusal> {
        let claims = self.provider.verify(token).await?;
        self.oidc.holds(&claims, self.clock.now())?;
        self.oidc.mapping.choices(&claims)
    }

    async fn identify(&self, credentials: Credentials<'_>) -> Result<Identity, Refusal> {
        let issuer = self.provider.issuer();
        let token = credentials.token.ok_or_else(|| {
            Refusal::Missing(format!("stuur een token van {issuer} in de header Authorization: Bearer TOKEN"))
        })?;
        let claims = self.provider.verify(token).await?;
        self.oidc.accept(&claims, credentials.rol, self.clock.now())
    }
}
