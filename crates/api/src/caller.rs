//! The caller of a request: who it is, whether the token may be used for what is asked, and whether the policy lets this
//! role do it, with the object in the path. This is the one place where all three are held to.

use crate::app::App;
use crate::beleid::{self, Doel, Objectsoort, Reikwijdte};
use crate::identity::{Credentials, Identity, ROL_HEADER, Refusal, Scope};
use crate::problem::{ApiError, Soort};
use crate::reads::objecten;
use crate::request::{app, id};
use crate::verwerkingen::{Begonnen, Getoond};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::Method, http::header, web};
use std::{future::Future, pin::Pin, time::Duration};
use uuid::Uuid;
use wijkspoor_domain::Actor;

/// Who is asking, and how far they reach with this operation. Every handler that is not open to all takes one: by then it
/// is known that they may do this with the object in the path. What lists objects must be given the reach.
pub struct Caller(pub Actor, Reikwijdte, Getoond);

impl Caller {
    /// How far they reach with the operation that they asked for.
    pub fn reikwijdte(&self) -> &Reikwijdte {
        &self.1
    }

    /// The answer shows these initiatives or signals, beside the one in the path: the logbook must say so.
    pub fn toont<'a>(&self, ids: impl IntoIterator<Item = &'a str>) {
        self.2.ook(ids);
    }

    /// The same for an answer that is sent in parts.
    pub fn getoond(&self) -> Getoond {
        self.2.clone()
    }
}

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { caller(&req).await })
    }
}

/// The pseudonym of who asks, for the log.
pub(crate) struct Vrager(pub(crate) String);

/// Who asks, by what the request brings along.
pub(crate) async fn aanmelding(req: &HttpRequest) -> Result<Identity, ApiError> {
    let credentials = Credentials { token: token(req)?, rol: one(req, ROL_HEADER)? };
    Ok(app(req)?.identities.identify(credentials).await?)
}

async fn caller(req: &HttpRequest) -> Result<Caller, ApiError> {
    let app = app(req)?;
    // It was established when the request was counted.
    let bekend = req.extensions_mut().remove::<Result<Identity, ApiError>>();
    let identity = match bekend {
        Some(bekend) => bekend?,
        None => aanmelding(req).await?,
    };
    // Whatever the method, it may be used for only one of the two: reading takes `lezen`, everything else `schrijven`.
    let scope = match *req.method() {
        Method::GET | Method::HEAD => Scope::Lezen,
        _ => Scope::Schrijven,
    };
    req.extensions_mut().insert(Vrager(identity.actor.id.clone()));
    if !identity.may(scope) {
        return Err(out_of_scope(&identity, scope));
    }
    let actor = identity.actor;
    // What the document does not name has no rule either.
    let operatie = app.allowed.operatie(req.method(), req.match_info().as_str()).unwrap_or("deze operatie");
    let reikwijdte = beleid::toegang(operatie, &actor)?;
    let mut van = None;
    if let Some(Doel::Een(soort)) = beleid::regel(operatie).map(|regel| regel.doel) {
        let id = id("id", req.match_info().get("id").unwrap_or_default())?;
        if !reikwijdte.is_alles() && !bereikt(app, &reikwijdte, soort, id).await? {
            tracing::info!(operatie, wie = actor.id, %id, "gevraagd naar wat er voor deze vrager niet is");
            return Err(ApiError::bestaat_niet(soort.naam(), id));
        }
        van = Some(id);
    }
    let getoond = Begonnen::meld(app, req, operatie, &actor, van);
    Ok(Caller(actor, reikwijdte, getoond))
}

/// Whether an object is there and lies within a reach. One that does not is not there, for who asks.
async fn bereikt(app: &App, reikwijdte: &Reikwijdte, soort: Objectsoort, id: Uuid) -> Result<bool, ApiError> {
    let feiten = objecten::feiten(app.store(), soort, &id.to_string()).await?;
    Ok(feiten.is_some_and(|feiten| reikwijdte.omvat(&feiten)))
}

/// Whether a caller may refer to an object in what they write: it must be one with which they may do this operation.
///
/// # Errors
/// When the database fails.
pub async fn mag_noemen(
    app: &App,
    actor: &Actor,
    operatie: &str,
    soort: Objectsoort,
    id: Uuid,
) -> Result<bool, ApiError> {
    match beleid::toegang(operatie, actor) {
        Err(_) => Ok(false),
        Ok(reikwijdte) if reikwijdte.is_alles() => Ok(true),
        Ok(reikwijdte) => bereikt(app, &reikwijdte, soort, id).await,
    }
}

/// A header that may be there once.
fn one<'a>(req: &'a HttpRequest, name: &str) -> Result<Option<&'a str>, ApiError> {
    let mut values = req.headers().get_all(name);
    let value = values.next();
    if values.next().is_some() {
        return Err(refuse(Refusal::Invalid(format!("de header {name} staat er meer dan één keer"))));
    }
    value
        .map(|value| value.to_str())
        .transpose()
        .map_err(|_| refuse(Refusal::Invalid(format!("de header {name} is onleesbaar"))))
}

fn token(req: &HttpRequest) -> Result<Option<&str>, ApiError> {
    let Some(text) = one(req, header::AUTHORIZATION.as_str())? else { return Ok(None) };
    let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(refuse(Refusal::Missing("gebruik Authorization: Bearer TOKEN".to_owned())));
    }
    Ok(Some(token.trim()))
}

impl From<beleid::Geweigerd> for ApiError {
    fn from(geweigerd: beleid::Geweigerd) -> Self {
        let mut error = Self::new(Soort::NietBevoegd, geweigerd.to_string());
        error.0.regel = Some(beleid::REGEL.to_owned());
        error.0.mogelijk = geweigerd.mogen.iter().map(|rol| rol.code().to_owned()).collect();
        error
    }
}

const REALM: &str = "Bearer realm=\"wijkspoor\"";

fn refuse(refusal: Refusal) -> ApiError {
    refusal.into()
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        let challenge = |error: &str| format!("{REALM}{error}");
        match refusal {
            Refusal::Missing(reason) => {
                Self::new(Soort::NietAangemeld, reason).with_header(header::WWW_AUTHENTICATE, REALM)
            }
            Refusal::Invalid(reason) => Self::new(Soort::NietAangemeld, reason)
                .with_header(header::WWW_AUTHENTICATE, challenge(", error=\"invalid_token\"")),
            Refusal::NoRole(reason) => Self::new(Soort::NietBevoegd, reason),
            Refusal::Unavailable { reason, retry_after } => Self::new(Soort::NietGereed, reason)
                .with_header(header::RETRY_AFTER, seconds(retry_after).to_string()),
        }
    }
}

/// Whole seconds, no fewer than it takes.
fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

fn out_of_scope(identity: &Identity, scope: Scope) -> ApiError {
    let held: Vec<_> = identity.scopes.iter().flatten().map(|scope| scope.code()).collect();
    let detail = format!(
        "dit token is er voor {}; hiervoor is de scope {} nodig",
        if held.is_empty() { "niets".to_owned() } else { held.join(" en ") },
        scope.code()
    );
    let challenge = format!("{REALM}, error=\"insufficient_scope\", scope=\"{}\"", scope.code());
    ApiError::new(Soort::NietBevoegd, detail).with_header(header::WWW_AUTHENTICATE, challenge)
}

/// Refuses a token in the address (ADR: transport/no-sensitive-uris): addresses end up in logs and histories.
///
/// # Errors
/// When there is one.
pub fn no_token_in_address(query: &str) -> Result<(), ApiError> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query);
    let found = pairs.is_ok_and(|pairs| pairs.iter().any(|(name, _)| name.eq_ignore_ascii_case(IN_ADDRESS)));
    if !found {
        return Ok(());
    }
    let reason = "een token hoort nooit in een adres, want adressen worden bewaard; gebruik de header \
        Authorization: Bearer TOKEN, en vraag een nieuw token: dit is niet meer geheim";
    let challenge = format!("{REALM}, error=\"invalid_request\"");
    Err(ApiError::invalid_param(IN_ADDRESS, "niet-in-het-adres", reason)
        .with_header(header::WWW_AUTHENTICATE, challenge))
}

/// The parameter in which RFC 6750 once allowed a token.
const IN_ADDRESS: &str = "access_token";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_in_an_address_is_seen_however_it_is_written() {
        for query in ["access_token=x", "a=b&access%5Ftoken=", "Access_Token=x&limiet=1"] {
            assert_eq!(no_token_in_address(query).unwrap_err().0.status, 400, "{query}");
        }
        for query in ["", "zoek=access_token", "limiet=1&access=token"] {
            assert!(no_token_in_address(query).is_ok(), "{query}");
        }
    }

    #[test]
    fn a_token_without_scopes_of_its_own_is_held_to_its_role_only() {
        let actor = Actor { id: "x".into(), rol: wijkspoor_domain::Rol::Tlo, gebied: None, afdeling: None };
        let mut identity = Identity { actor, scopes: None };
        assert!(identity.may(Scope::Lezen) && identity.may(Scope::Schrijven));
        identity.scopes = Some(vec![Scope::Lezen]);
        assert!(identity.may(Scope::Lezen) && !identity.may(Scope::Schrijven));
        identity.scopes = Some(Vec::new());
        assert!(!identity.may(Scope::Lezen));
    }
}
