//! Logging in with a browser: the authorisation-code flow with PKCE (RFC 6749, RFC 7636, OpenID Connect Core 3.1).
//!
//! Three steps: [`Transaction::new`] makes what must be remembered of one attempt, [`Client::address`] where the browser
//! goes, [`Client::finish`] what comes of it when the browser is back. What follows (new tokens, logging out) is in `after`. Remembering (in a cookie that scripts cannot read,
//! for a few minutes, used once) is for whoever has the pages; nothing here keeps anything.

use crate::http::secure;
use crate::provider::{Provider, REST, unavailable};
use crate::token::{Claims, check, moment_of, short, texts};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use jiff::Timestamp;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use wijkspoor_api::Refusal;

/// This program, as the provider knows it.
pub struct Client {
    /// The provider.
    pub provider: Arc<Provider>,
    /// Its name there.
    pub id: String,
    /// Its secret, if it has one.
    pub secret: Option<String>,
    /// Where the browser comes back, exactly as it is registered.
    pub redirect_uri: String,
    /// What to ask for besides `openid`, with spaces between.
    pub scope: String,
    /// For which API the access token must be (RFC 8707), if the provider wants to hear that.
    pub resource: Option<String>,
}

/// What must be remembered of one attempt, and told to nobody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    /// Ties the answer to the browser that asked.
    state: String,
    /// Ties the id token to this attempt.
    nonce: String,
    /// Shows that who brings the code is who asked for it.
    verifier: String,
}

/// What a provider sends the browser back with.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
pub struct Callback {
    /// Proof that somebody logged in.
    pub code: Option<String>,
    /// As it was sent.
    pub state: Option<String>,
    /// Which provider this is (RFC 9207).
    pub iss: Option<String>,
    /// Why nobody did.
    pub error: Option<String>,
}

/// Somebody who logged in.
pub struct LoggedIn {
    /// What the id token says of them.
    pub claims: Claims,
    /// For the API.
    pub access_token: String,
    /// Until when the API takes it, when it says so.
    pub until: Option<Timestamp>,
    /// For a new access token, when the provider gave one.
    pub refresh_token: Option<String>,
    /// For logging out.
    pub id_token: String,
}

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
    token_type: String,
    id_token: String,
    refresh_token: Option<String>,
}

impl Transaction {
    /// A new attempt from this randomness.
    pub fn new(random: [[u8; 32]; 3]) -> Self {
        let [state, nonce, verifier] = random.map(|bytes| BASE64URL.encode(bytes));
        Self { state, nonce, verifier }
    }

    fn challenge(&self) -> String {
        BASE64URL.encode(Sha256::digest(&self.verifier))
    }
}

impl Client {
    /// Where the browser must go to log in.
    ///
    /// # Errors
    /// When the provider does not say, or does not answer.
    pub async fn address(&self, transaction: &Transaction) -> Result<Url, Refusal> {
        let known = self.provider.known_or_ask().await?;
        let mut url = endpoint(known.document.authorization_endpoint.as_deref(), "authorization_endpoint")?;
        let scope = format!("openid {}", self.scope);
        url.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("client_id", &self.id),
            ("redirect_uri", &self.redirect_uri),
            ("scope", scope.trim_end()),
            ("state", &transaction.state),
            ("nonce", &transaction.nonce),
            ("code_challenge", &transaction.challenge()),
            ("code_challenge_method", "S256"),
        ]);
        if let Some(resource) = &self.resource {
            url.query_pairs_mut().append_pair("resource", resource);
        }
        Ok(url)
    }

    /// Who logged in. The transaction is used up, whatever comes of it.
    ///
    /// # Errors
    /// When the answer is not to this attempt, nobody logged in, or the provider does not answer.
    pub async fn finish(
        &self,
        transaction: Transaction,
        callback: Callback,
        now: Timestamp,
    ) -> Result<LoggedIn, Refusal> {
        let invalid = |reason: &str| Refusal::Invalid(reason.to_owned());
        if callback.state.as_deref() != Some(&transaction.state) {
            return Err(invalid("dit antwoord hoort niet bij deze aanmelding; begin opnieuw"));
        }
        let known = self.provider.known_or_ask().await?;
        let must_say = known.document.authorization_response_iss_parameter_supported;
        match callback.iss.as_deref() {
            Some(iss) if iss == self.provider.issuer() => {}
            None if !must_say => {}
            _ => return Err(invalid("dit antwoord is van een andere identiteitsprovider; begin opnieuw")),
        }
        if let Some(error) = callback.error {
            return Err(Refusal::Invalid(format!("het aanmelden is niet gelukt ({})", short(&error))));
        }
        let code = callback
            .code
            .ok_or_else(|| invalid("het antwoord van de identiteitsprovider heeft geen code"))?;
        let endpoint = endpoint(known.document.token_endpoint.as_deref(), "token_endpoint")?;
        let tokens: Tokens = self
            .tokens(
                &endpoint,
                vec![
                    ("grant_type", "authorization_code"),
                    ("code", &code),
                    ("redirect_uri", &self.redirect_uri),
                    ("code_verifier", &transaction.verifier),
                ],
            )
            .await?;
        bearer(&tokens.token_type)?;
        let claims = self.provider.verify(&tokens.id_token).await?;
        self.check(&claims, &transaction.nonce, now).map_err(Refusal::Invalid)?;
        let Tokens { access_token, refresh_token, id_token, .. } = tokens;
        let until = self.until(&access_token).await;
        Ok(LoggedIn { claims, access_token, until, refresh_token, id_token })
    }

    /// Until when a token for the API holds. One that cannot be read now is refused when it is used.
    pub(crate) async fn until(&self, access_token: &str) -> Option<Timestamp> {
        moment_of(&self.provider.verify(access_token).await.ok()?, "exp")
    }

    /// Asks the provider for tokens.
    pub(crate) async fn tokens<T: DeserializeOwned>(
        &self,
        endpoint: &Url,
        mut form: Vec<(&str, &str)>,
    ) -> Result<T, Refusal> {
        if let Some(resource) = &self.resource {
            form.push(("resource", resource));
        }
        let (status, body) = self.send(endpoint, form).await?;
        if status != 200 {
            let error: Json = serde_json::from_slice(&body).unwrap_or_default();
            let error = short(error["error"].as_str().unwrap_or("zonder uitleg"));
            return Err(Refusal::Invalid(format!(
                "de identiteitsprovider geeft geen token ({status}, {error}); begin opnieuw"
            )));
        }
        serde_json::from_slice(&body)
            .map_err(|_| Refusal::Invalid("het antwoord van de identiteitsprovider is onvolledig".to_owned()))
    }

    /// Sends a form as this client, and gives the status and the body.
    pub(crate) async fn send(
        &self,
        endpoint: &Url,
        mut form: Vec<(&str, &str)>,
    ) -> Result<(u16, Vec<u8>), Refusal> {
        let basic = self.secret.as_deref().map(|secret| (encoded(&self.id), encoded(secret)));
        if basic.is_none() {
            form.push(("client_id", &self.id));
        }
        let basic = basic.as_ref().map(|(id, secret)| (id.as_str(), secret.as_str()));
        self.provider.http.post(endpoint, &form, basic).await.map_err(|fout| {
            tracing::warn!(%fout, "de identiteitsprovider antwoordt niet");
            unavailable("de identiteitsprovider antwoordt niet; begin zo opnieuw", REST)
        })
    }

    /// Holds an id token to what it must say (OpenID Connect Core, 3.1.3.7); its signature is checked.
    fn check(&self, claims: &Claims, nonce: &str, now: Timestamp) -> Result<(), String> {
        check(claims, self.provider.issuer(), &self.id, now)?;
        let text = |name: &str| claims.get(name).and_then(Json::as_str);
        let party = text("azp");
        if party.is_some_and(|azp| azp != self.id) || (party.is_none() && texts(claims.get("aud")).len() > 1)
        {
            return Err("dit id-token is aan een ander gegeven (azp)".to_owned());
        }
        if text("nonce") != Some(nonce) {
            return Err("dit id-token hoort niet bij deze aanmelding (nonce); begin opnieuw".to_owned());
        }
        match text("sub") {
            Some(sub) if !sub.is_empty() => Ok(()),
            _ => Err("dit id-token noemt niet van wie het is (sub)".to_owned()),
        }
    }
}

pub(crate) fn endpoint(address: Option<&str>, name: &str) -> Result<Url, Refusal> {
    let address = address.ok_or_else(|| format!("de identiteitsprovider noemt geen {name}"));
    address.and_then(secure).map_err(Refusal::Invalid)
}

/// Only a token that is enough by itself can be passed on.
pub(crate) fn bearer(token_type: &str) -> Result<(), Refusal> {
    match token_type.eq_ignore_ascii_case("bearer") {
        true => Ok(()),
        false => {
            let reason = format!("een token van het soort {} is hier niet te gebruiken", short(token_type));
            Err(Refusal::Invalid(reason))
        }
    }
}

/// As RFC 6749, section 2.3.1, wants the name and the secret before they are put together.
fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_challenge_is_that_of_rfc_7636() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned();
        let transaction = Transaction { state: String::new(), nonce: String::new(), verifier };
        assert_eq!(transaction.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn an_id_token_must_be_for_this_client_and_this_attempt() {
        let settings = crate::Settings {
            issuer: Some("https://op.example".to_owned()),
            audience: Some("api".to_owned()),
            rollen: Some([("t".to_owned(), wijkspoor_domain::Rol::Tlo)].into()),
            ..crate::Settings::default()
        };
        let provider = Arc::new(Provider::new(&settings.provider().unwrap().unwrap()).unwrap());
        let (id, secret, resource) = ("pagina".to_owned(), None, None);
        let client = Client {
            provider,
            id,
            secret,
            resource,
            redirect_uri: "https://wij.example/terug".into(),
            scope: String::new(),
        };
        let now = 1_800_000_000;
        let check = |name: &str, value: Json| {
            let claims = json!({ "iss": "https://op.example", "aud": "pagina", "sub": "jan", "exp": now + 60,
                "nonce": "n" });
            let mut claims = claims.as_object().unwrap().clone();
            claims.insert(name.to_owned(), value);
            client.check(&claims, "n", Timestamp::from_second(now).unwrap())
        };
        assert_eq!(check("azp", json!("pagina")), Ok(()));
        for (name, value, part) in [
            ("iss", json!("https://ander.example"), "ander.example"),
            ("aud", json!("api"), "voor api"),
            ("aud", json!(["pagina", "api"]), "azp"),
            ("azp", json!("ander"), "azp"),
            ("exp", json!(now - 60), "verlopen"),
            ("nonce", json!("m"), "nonce"),
            ("nonce", Json::Null, "nonce"),
            ("sub", json!(""), "sub"),
        ] {
            let fout = check(name, value).unwrap_err();
            assert!(fout.contains(part), "{name}: {fout}");
        }
    }

    #[test]
    fn what_is_remembered_is_long_and_never_the_same() {
        let Transaction { state, nonce, verifier } = Transaction::new([[0; 32], [1; 32], [2; 32]]);
        assert!([&state, &nonce, &verifier].iter().all(|text| text.len() == 43));
        assert!(state != nonce && nonce != verifier);
    }
}
