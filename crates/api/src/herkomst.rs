//! Pages of other sites that ask from a browser (CORS): those that the settings name, and nobody else.

use crate::app::App;
use actix_web::HttpResponse;
use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderValue};

/// What a page may send. A token goes in a header, so credentials of the browser itself are not wanted.
const STUREN: &str =
    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Wijkspoor-Rol";
/// What a page may read of an answer.
const LEZEN: &str = "API-Version, Deprecation, ETag, Idempotent-Replayed, Location, RateLimit, RateLimit-Policy, \
     Retry-After, Sunset, WWW-Authenticate";
/// For how many seconds a browser need not ask again: an hour.
const ONTHOUDEN: &str = "3600";

/// The origin of a request, when its pages may ask.
pub fn toegelaten(app: &App, req: &ServiceRequest) -> Option<HeaderValue> {
    let herkomst = req.headers().get(header::ORIGIN)?;
    app.herkomsten.iter().any(|bekend| bekend.as_bytes() == herkomst.as_bytes()).then(|| herkomst.clone())
}

/// The answer to a browser that asks beforehand whether it may; nothing when this is another request.
pub fn vooraf(app: &App, req: &ServiceRequest) -> Option<HttpResponse> {
    let vraagt =
        *req.method() == Method::OPTIONS && req.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let methods = app.allowed.methods(req.path()).filter(|_| vraagt)?;
    Some(
        HttpResponse::NoContent()
            .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, methods))
            .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, STUREN))
            .insert_header((header::ACCESS_CONTROL_MAX_AGE, ONTHOUDEN))
            .finish(),
    )
}

/// Lets a page read an answer.
pub fn zichtbaar(headers: &mut HeaderMap, herkomst: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, herkomst);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(LEZEN));
}
