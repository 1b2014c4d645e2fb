//! The port of the API, filled by a provider.

use crate::mapping::Mapping;
use crate::provider::Provider;
use crate::settings::Oidc;
use crate::token::{Claims, check};
use async_trait::async_trait;
use std::sync::Arc;
use wijkspoor_api::{Credentials, Identities, Identity, Refusal};
use wijkspoor_domain::Actor;
use wijkspoor_store::Clock;

/// Identities by the access tokens of an OpenID Connect provider.
pub struct OidcIdentities {
    provider: Arc<Provider>,
    audience: String,
    mapping: Mapping,
    clock: Arc<dyn Clock>,
}

impl OidcIdentities {
    /// Identities of this provider, by the time of this clock.
    pub fn new(provider: Arc<Provider>, oidc: Oidc, clock: Arc<dyn Clock>) -> Self {
        Self { provider, audience: oidc.audience, mapping: oidc.mapping, clock }
    }

    async fn claims(&self, token: &str) -> Result<Claims, Refusal> {
        let claims = self.provider.verify(token).await?;
        let checked = check(&claims, self.provider.issuer(), &self.audience, self.clock.now());
        checked.map_err(Refusal::Invalid)?;
        Ok(claims)
    }
}

#[async_trait]
impl Identities for OidcIdentities {
    async fn choices(&self, token: &str) -> Result<Vec<Actor>, Refusal> {
        let claims = self.claims(token).await?;
        self.mapping.choices(&claims)
    }

    async fn identify(&self, credentials: Credentials<'_>) -> Result<Identity, Refusal> {
        let issuer = self.provider.issuer();
        let token = credentials.token.ok_or_else(|| {
            Refusal::Missing(format!("stuur een token van {issuer} in de header Authorization: Bearer TOKEN"))
        })?;
        let claims = self.claims(token).await?;
        self.mapping.identity(&claims, credentials.rol)
    }
}
