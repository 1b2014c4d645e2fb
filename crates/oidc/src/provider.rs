//! What is known of a provider: its addresses and its keys, fetched again while the program runs.
//!
//! The keys are fetched at start and every few minutes, and once more when a token names a key that is not there. A
//! provider that does not answer changes nothing about keys that are known.

use crate::http::{Http, secure};
use crate::keys::{KeySet, Published};
use crate::settings::Oidc;
use crate::token::{Claims, Unchecked};
use reqwest::Url;
use serde::Deserialize;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;
use wijkspoor_api::Refusal;

/// How long keys are used before they are fetched again; also how long a key that was withdrawn may still work.
const FRESH: Duration = Duration::from_secs(5 * 60);
/// How long to wait after the provider did not answer: twice as long every time, up to the last.
const WAIT: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(60)];
/// How often unknown keys may make us ask the provider: anybody can make one up.
pub(crate) const REST: Duration = Duration::from_secs(5);

/// A provider.
pub struct Provider {
    issuer: String,
    discovery: Url,
    pub(crate) http: Http,
    known: RwLock<Option<Arc<Known>>>,
    /// The last time that a request made us ask, or that it did not answer. One asks, the others wait for what it hears.
    asked: Mutex<Option<Asked>>,
}

struct Asked {
    at: Instant,
    answered: bool,
}

/// What it says of itself.
pub(crate) struct Known {
    pub(crate) document: Document,
    keys: KeySet,
}

/// The discovery document (OpenID Connect Discovery 1.0), as far as it is used.
#[derive(Debug, Deserialize)]
pub(crate) struct Document {
    issuer: String,
    jwks_uri: String,
    pub(crate) authorization_endpoint: Option<String>,
    pub(crate) token_endpoint: Option<String>,
    pub(crate) revocation_endpoint: Option<String>,
    pub(crate) end_session_endpoint: Option<String>,
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
}

impl Provider {
    /// A provider of which nothing is known yet; it is not asked anything.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(oidc: &Oidc) -> Result<Self, String> {
        let discovery = format!("{}/.well-known/openid-configuration", oidc.issuer.trim_end_matches('/'));
        Ok(Self {
            issuer: oidc.issuer.clone(),
            discovery: secure(&discovery)?,
            http: Http::new(&oidc.address)?,
            known: RwLock::new(None),
            asked: Mutex::new(None),
        })
    }

    /// The provider, as its tokens name it.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Fetches the keys again and again, as long as the program runs.
    pub async fn keep_current(&self) {
        let mut wait = WAIT[0];
        loop {
            // One at a time: an older answer must not take the place of a newer one.
            let mut asked = self.asked.lock().await;
            let outcome = self.fetch().await;
            // When it did not answer just now, a request need not wait for the same; when it did, one may ask anew.
            *asked = outcome.as_ref().err().map(|_| Asked { at: Instant::now(), answered: false });
            drop(asked);
            let pause = match outcome {
                Ok(()) => {
                    wait = WAIT[0];
                    FRESH
                }
                Err(fout) => {
                    tracing::warn!(issuer = self.issuer, %fout, "de identiteitsprovider geeft geen sleutels");
                    let pause = wait;
                    wait = (wait * 2).min(WAIT[1]);
                    pause
                }
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// Asks the provider for its addresses and keys.
    async fn fetch(&self) -> Result<(), String> {
        let document: Document = self.http.get(&self.discovery).await?;
        // Another issuer would let its own keys sign for this one (OpenID Connect Discovery 1.0, section 4.3).
        if document.issuer != self.issuer {
            return Err(format!("{} noemt zich {}, niet {}", self.discovery, document.issuer, self.issuer));
        }
        let published: Published = self.http.get(&secure(&document.jwks_uri)?).await?;
        let keys = KeySet::new(published);
        match keys.len() {
            0 => tracing::warn!(issuer = self.issuer, "de identiteitsprovider heeft geen bruikbare sleutels"),
            sleutels => tracing::debug!(issuer = self.issuer, sleutels, "sleutels opgehaald"),
        }
        *self.known.write().unwrap_or_else(PoisonError::into_inner) =
            Some(Arc::new(Known { document, keys }));
        Ok(())
    }

    fn known(&self) -> Option<Arc<Known>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the provider says of itself, asked for when it is not known yet.
    pub(crate) async fn known_or_ask(&self) -> Result<Arc<Known>, Refusal> {
        if let Some(known) = self.known() {
            return Ok(known);
        }
        let down = |rest| unavailable("de identiteitsprovider antwoordt niet; probeer het zo weer", rest);
        self.ask().await.map_err(down)?;
        self.known().ok_or_else(|| down(REST))
    }

    /// What a token says, when this provider signed it.
    pub(crate) async fn verify(&self, text: &str) -> Result<Claims, Refusal> {
        let token = Unchecked::read(text).map_err(Refusal::Invalid)?;
        let by = |known: &Known| token.verify(&known.keys).map_err(Refusal::Invalid);
        if let Some(known) = self.known()
            && let Some(claims) = by(&known)?
        {
            return Ok(claims);
        }
        // Its key is not known: perhaps it is newer than what is.
        let down = |rest| unavailable(KEY_UNKNOWN, rest);
        self.ask().await.map_err(down)?;
        let known = self.known().ok_or_else(|| down(REST))?;
        by(&known)?.ok_or_else(|| {
            Refusal::Invalid(format!(
                "dit token is ondertekend met een sleutel die {} niet bekendmaakt; vraag een nieuw token",
                self.issuer
            ))
        })
    }

    /// Asks the provider because of something unknown, unless it was asked just now. The error is how long to wait.
    async fn ask(&self) -> Result<(), Duration> {
        let mut asked = self.asked.lock().await;
        if let Some(Asked { at, answered }) = &*asked
            && let Some(rest) = REST.checked_sub(at.elapsed())
        {
            return if *answered { Ok(()) } else { Err(rest) };
        }
        let outcome = self.fetch().await;
        *asked = Some(Asked { at: Instant::now(), answered: outcome.is_ok() });
        outcome.map_err(|fout| {
            tracing::warn!(issuer = self.issuer, %fout, "een onbekende sleutel is niet na te vragen");
            REST
        })
    }
}

/// Nothing can be said without the provider.
pub(crate) fn unavailable(reason: &str, retry_after: Duration) -> Refusal {
    Refusal::Unavailable { reason: reason.to_owned(), retry_after }
}

const KEY_UNKNOWN: &str = "de identiteitsprovider antwoordt niet, en de sleutel van dit token is niet bekend: of het \
    token geldig is, is nu niet na te gaan. Probeer het zo weer";

#[cfg(test)]
mod tests;
