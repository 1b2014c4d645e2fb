//! Who is asking: one port, behind which development identities or an OIDC provider stand.
//!
//! To add another source of identities: implement [`Identities`], and give it to [`crate::App`].

use async_trait::async_trait;
use serde::Deserialize;
use std::time::Duration;
use wijkspoor_domain::{Actor, Naam, Rol};

/// What a request brings along to say who asks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Credentials<'a> {
    /// The bearer token, if there is one.
    pub token: Option<&'a str>,
    /// In which of their roles they want to act: `ROL` or `ROL:NAAM`, as the header [`ROL_HEADER`] says it.
    pub rol: Option<&'a str>,
}

/// The header with which somebody with several roles chooses one.
pub const ROL_HEADER: &str = "Wijkspoor-Rol";

/// Who asks, and what their token is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The person or system.
    pub actor: Actor,
    /// What the token may be used for; `None` is everything that the role may do.
    pub scopes: Option<Vec<Scope>>,
}

impl Identity {
    /// Whether the token may be used for this.
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| scopes.contains(&scope))
    }
}

/// The closed set of what an integration may be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Ask questions.
    Lezen,
    /// Record.
    Schrijven,
}

impl Scope {
    /// All of them.
    pub const ALLE: [Self; 2] = [Self::Lezen, Self::Schrijven];

    /// The code in settings, tokens and messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lezen => "lezen",
            Self::Schrijven => "schrijven",
        }
    }

    /// The scope with this code.
    pub fn van_code(code: &str) -> Option<Self> {
        Self::ALLE.into_iter().find(|scope| scope.code() == code)
    }
}

/// Why nobody is let in, each with the reason in Dutch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no token, and one is needed.
    Missing(String),
    /// The token is not accepted.
    Invalid(String),
    /// The token is good, but its bearer has no role here, or not this one.
    NoRole(String),
    /// It cannot be seen now whether the token is good.
    Unavailable {
        /// Why.
        reason: String,
        /// When to try again.
        retry_after: Duration,
    },
}

/// Turns what a request brings into an identity.
#[async_trait]
pub trait Identities: Send + Sync {
    /// Who asks.
    ///
    /// # Errors
    /// When they are not let in.
    async fn identify(&self, credentials: Credentials<'_>) -> Result<Identity, Refusal>;

    /// Everything as which the bearer of this token may act, each as [`ROL_HEADER`] chooses it ([`keuze`]).
    ///
    /// # Errors
    /// When they are not let in.
    async fn choices(&self, token: &str) -> Result<Vec<Actor>, Refusal> {
        Ok(vec![self.identify(Credentials { token: Some(token), rol: None }).await?.actor])
    }
}

/// What [`ROL_HEADER`] says to choose this role, with the name of the gebied or afdeling: `ROL` or `ROL:NAAM`.
pub fn keuze(rol: Rol, naam: Option<&str>) -> String {
    let naam =
        naam.map(|naam| percent_encoding::utf8_percent_encode(naam, percent_encoding::NON_ALPHANUMERIC));
    naam.map_or_else(|| rol.code().to_owned(), |naam| format!("{}:{naam}", rol.code()))
}

/// A name of a gebied or afdeling in a token or header, percent-encoded.
///
/// # Errors
/// When it is no name.
pub fn naam(tekst: &str) -> Result<Naam, String> {
    let tekst = percent_encoding::percent_decode_str(tekst).decode_utf8();
    let tekst = tekst.map_err(|_| "de naam is geen geldige UTF-8".to_owned())?;
    Naam::try_from(tekst.as_ref()).map_err(|fout| fout.to_string())
}
