//! What comes in: the body, the query and the headers of a write, each checked before a handler runs. Who asks is
//! in [`crate::caller`].

use crate::app::App;
use crate::problem::{ApiError, Soort};
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web};
use ring::hmac;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::{future::Future, pin::Pin, time::Duration};
use utoipa::ToSchema;
use uuid::Uuid;

pub use crate::caller::Caller;

/// The largest body: far above any real one.
pub const MAX_BODY: usize = 256 * 1024;

/// How long a body may take to come in: enough for a slow line, and a connection that says nothing is not kept.
const GEDULD: Duration = Duration::from_secs(30);

/// What came in time; nothing when it did not.
pub async fn op_tijd<T>(wat: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(GEDULD, wat).await.ok()
}

type Later<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

/// The shared state of the process.
///
/// # Errors
/// When the server was put together wrong.
pub fn app(req: &HttpRequest) -> Result<&web::Data<App>, ApiError> {
    req.app_data::<web::Data<App>>().ok_or_else(|| ApiError::internal(&"geen App in de server"))
}

/// A body that fits its published schema.
pub struct Body<T> {
    /// What it says.
    pub value: T,
    /// A fingerprint of the request, to tell a repeated request from another one with the same key.
    pub fingerprint: String,
}

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Body<T> {
    type Error = ApiError;
    type Future = Later<Self>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let req = req.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            is_json(&req)?;
            let bytes = op_tijd(web::Bytes::from_request(&req, &mut payload)).await.ok_or_else(|| {
                let reason = format!("de body was er niet binnen {} s", GEDULD.as_secs());
                ApiError::invalid_param("/", "onvolledig", reason)
            })?;
            let bytes = bytes.map_err(|error| match error.as_response_error().status_code().as_u16() {
                413 => {
                    ApiError::new(Soort::TeGroot, format!("een verzoek mag hoogstens {MAX_BODY} bytes zijn"))
                }
                _ => ApiError::invalid_param("/", "onvolledig", "de body kon niet worden gelezen"),
            })?;
            let mut json: Json = serde_json::from_slice(&bytes).map_err(|error| {
                let reason = format!("geen geldige JSON (regel {}, teken {})", error.line(), error.column());
                ApiError::invalid_param("/", "geen-json", reason)
            })?;
            whole_numbers(&mut json);
            app(&req)?.validators.body(&T::name(), &json)?;
            let fingerprint = fingerprint(&app(&req)?.verzoekmerk, &req, &json);
            let value = serde_json::from_value(json)
                .map_err(|error| ApiError::invalid_param("/", "ongeldig", error.to_string()))?;
            Ok(Self { value, fingerprint })
        })
    }
}

/// `12.0` is an integer in JSON Schema, but no `i64` to serde.
fn whole_numbers(json: &mut Json) {
    match json {
        Json::Number(number) => {
            // Beyond 2^53 a float says nothing of the last digits.
            let whole = number.as_f64().filter(|f| !number.is_i64() && f.fract() == 0.0 && f.abs() < 9e15);
            #[expect(clippy::cast_possible_truncation, reason = "whole and small, as was just seen")]
            if let Some(whole) = whole {
                *json = Json::from(whole as i64);
            }
        }
        Json::Array(list) => list.iter_mut().for_each(whole_numbers),
        Json::Object(map) => map.values_mut().for_each(whole_numbers),
        _ => {}
    }
}

/// The codings of a body that are undone on the way in.
const CODINGS: [&str; 2] = ["identity", "gzip"];

fn is_json(req: &HttpRequest) -> Result<(), ApiError> {
    let coding = req.headers().get(header::CONTENT_ENCODING).map(|v| v.to_str().unwrap_or_default().trim());
    if coding.is_some_and(|coding| !CODINGS.iter().any(|known| coding.eq_ignore_ascii_case(known))) {
        let detail = format!("Content-Encoding kan {} zijn, of wegblijven", CODINGS.join(" of "));
        return Err(ApiError::new(Soort::OnbekendMediatype, detail));
    }
    let kind = req.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    match essence.eq_ignore_ascii_case("application/json") {
        true => Ok(()),
        false => {
            Err(ApiError::new(Soort::OnbekendMediatype, "stuur JSON, met Content-Type: application/json"))
        }
    }
}

fn fingerprint(merk: &hmac::Key, req: &HttpRequest, json: &Json) -> String {
    let mut code = hmac::Context::with_key(merk);
    for part in [req.method().as_str(), req.path(), &json.to_string()] {
        code.update(&(part.len() as u64).to_be_bytes());
        code.update(part.as_bytes());
    }
    hex::encode(code.sign())
}

/// The query parameters of one operation.
pub trait Parameters: DeserializeOwned {
    /// The operation in the OpenAPI document.
    const OPERATION: &'static str;
}

/// Query parameters that fit their published schema.
pub struct Params<T>(pub T);

impl<T: Parameters> FromRequest for Params<T> {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(params(req).map(Self))
    }
}

fn params<T: Parameters>(req: &HttpRequest) -> Result<T, ApiError> {
    let unreadable = || ApiError::invalid_param("query", "onleesbaar", "de query is niet goed gecodeerd");
    if !is_encoded(req.query_string()) {
        return Err(unreadable());
    }
    let pairs = web::Query::<Vec<(String, String)>>::from_query(req.query_string());
    let pairs = pairs.map_err(|_| unreadable())?;
    let json = app(req)?.validators.query(T::OPERATION, pairs.into_inner())?;
    serde_json::from_value(json)
        .map_err(|error| ApiError::invalid_param("query", "ongeldig", error.to_string()))
}

/// Whether every `%` begins an octet and all is UTF-8: the parser would look for something else than was meant.
fn is_encoded(query: &str) -> bool {
    let octet =
        |rest: &str| rest.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    query.split('%').skip(1).all(octet) && percent_encoding::percent_decode_str(query).decode_utf8().is_ok()
}

/// An id from the path.
///
/// # Errors
/// When it is no UUID.
pub fn id(name: &str, text: &str) -> Result<Uuid, ApiError> {
    // Only the form that the document names; the parser would also take braces and an URN.
    match Uuid::try_parse(text) {
        Ok(id) if text.len() == 36 => Ok(id),
        _ => Err(ApiError::invalid_param(name, "verkeerde-vorm", format!("{text:?} is geen UUID"))),
    }
}

/// The headers of a write.
pub struct WriteHeaders {
    /// Makes a repeated request harmless.
    pub idempotency_key: Option<String>,
    /// The version that the caller saw.
    pub if_match: Option<i64>,
}

impl FromRequest for WriteHeaders {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(write_headers(req))
    }
}

/// The form of an `Idempotency-Key`.
pub const KEY_PATTERN: &str = "^[A-Za-z0-9_-]{8,128}$";

fn write_headers(req: &HttpRequest) -> Result<WriteHeaders, ApiError> {
    let header = |name: &str| -> Result<Option<String>, ApiError> {
        let mut values = req.headers().get_all(name);
        match (values.next(), values.next()) {
            (None, _) => Ok(None),
            (Some(value), None) => match value.to_str() {
                Ok(text) => Ok(Some(text.to_owned())),
                Err(_) => Err(ApiError::invalid_param(name, "onleesbaar", "de header is onleesbaar")),
            },
            _ => Err(ApiError::invalid_param(name, "dubbel", "de header mag maar één keer voorkomen")),
        }
    };
    let key = header("Idempotency-Key")?;
    let valid = |key: &str| {
        (8..=128).contains(&key.len())
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if key.as_deref().is_some_and(|key| !valid(key)) {
        let reason = "gebruik 8 tot 128 letters, cijfers, - of _; een UUID is een goede keuze";
        return Err(ApiError::invalid_param("Idempotency-Key", "verkeerde-vorm", reason));
    }
    let if_match = match header("If-Match")?.as_deref() {
        None | Some("*") => None,
        Some(tag) => Some(version(tag).ok_or_else(|| {
            let reason = "gebruik de ETag van het initiatief, bijvoorbeeld \"12\", of *";
            ApiError::invalid_param("If-Match", "verkeerde-vorm", reason)
        })?),
    };
    // A client may put anything in its key, also a name. Only a code of it is kept, in the log, too, where nothing is ever changed.
    let merk = &app(req)?.verzoekmerk;
    let idempotency_key = key.map(|key| hex::encode(hmac::sign(merk, key.as_bytes())));
    Ok(WriteHeaders { idempotency_key, if_match })
}

/// The version in an ETag. A proxy that compresses makes it weak; the version in it is exact all the same.
fn version(tag: &str) -> Option<i64> {
    let digits = tag.strip_prefix("W/").unwrap_or(tag).strip_prefix('"')?.strip_suffix('"')?;
    let short = (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if short { digits.parse().ok() } else { None }
}
