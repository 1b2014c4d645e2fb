//! After logging in: new tokens before the old ones end (RFC 6749, section 6), and logging out, here and at the provider
//! (OpenID Connect RP-Initiated Logout 1.0, RFC 7009).

use crate::login::{Client, bearer, endpoint};
use jiff::Timestamp;
use reqwest::Url;
use serde::Deserialize;
use wijkspoor_api::Refusal;

/// What takes the place of tokens that end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewed {
    /// For the API.
    pub access_token: String,
    /// Until when the API takes it, when it says so.
    pub until: Option<Timestamp>,
    /// For the next time, when the one that was used no longer serves.
    pub refresh_token: Option<String>,
}

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
    token_type: String,
    refresh_token: Option<String>,
}

impl Client {
    /// New tokens for who logged in before. An id token that comes along is not looked at: nothing is taken from it.
    ///
    /// # Errors
    /// When the provider no longer gives them, or does not answer.
    pub async fn renew(&self, refresh_token: &str) -> Result<Renewed, Refusal> {
        let known = self.provider.known_or_ask().await?;
        let endpoint = endpoint(known.document.token_endpoint.as_deref(), "token_endpoint")?;
        let form = vec![("grant_type", "refresh_token"), ("refresh_token", refresh_token)];
        let Tokens { access_token, token_type, refresh_token } = self.tokens(&endpoint, form).await?;
        bearer(&token_type)?;
        let until = self.until(&access_token).await;
        Ok(Renewed { access_token, until, refresh_token })
    }

    /// Tells the provider that nobody will use this token again. Where that does not succeed the token ends by itself.
    pub async fn revoke(&self, refresh_token: &str) {
        let Ok(known) = self.provider.known_or_ask().await else { return };
        let address = known.document.revocation_endpoint.as_deref();
        if let Ok(address) = endpoint(address, "revocation_endpoint") {
            let form = vec![("token", refresh_token), ("token_type_hint", "refresh_token")];
            // Whether it was known there or not, it is not used any more.
            drop(self.send(&address, form).await);
        }
    }

    /// Where the browser goes to log out at the provider, after which it comes back to `back`; nothing when the provider
    /// has no such page. The id token spares somebody the question whether they are sure.
    pub async fn end_address(&self, id_token: Option<&str>, back: &str) -> Option<Url> {
        let known = self.provider.known_or_ask().await.ok()?;
        let mut url =
            endpoint(known.document.end_session_endpoint.as_deref(), "end_session_endpoint").ok()?;
        let hint = id_token.map(|token| ("id_token_hint", token));
        url.query_pairs_mut()
            .extend_pairs([("client_id", self.id.as_str()), ("post_logout_redirect_uri", back)])
            .extend_pairs(hint);
        Some(url)
    }
}
