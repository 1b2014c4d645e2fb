//! The HTTP server: routes, headers, and an orderly end. The API can also be called without it, within the process.

use crate::app::App;
use crate::caller::{Vrager, no_token_in_address};
use crate::document::VERSION;
use crate::herkomst;
use crate::problem::{ApiError, Soort};
use crate::request::MAX_BODY;
use crate::routes::{self, ALS_STROOM, ALS_STUK, ALS_TABEL, ALS_TEKST, CSV, EVENT_STREAM, PDF, TEKST};
use crate::routing::fallback;
use crate::tempo::begrens;
use crate::verwerkingen::noteer;
use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::http::{
    Method,
    header::{self, HeaderMap, HeaderName, HeaderValue},
};
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::web::ServiceConfig;
use actix_web::{HttpMessage, HttpResponse, HttpServer, web};
use std::{io, net::TcpListener, time::Duration};
use utoipa_swagger_ui::{Config, SwaggerUi};

/// How long requests in progress may take when the server is asked to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(10);
/// The longest address: above anything that the document allows, in letters of twelve signs each (`%F0%9F%8C%B3`).
const MAX_ADDRESS: usize = 48 * 1024;
/// The most headers: above the largest tokens. What is beyond 128 kB the HTTP library refuses by itself, without a problem.
const MAX_HEADERS: usize = 32 * 1024;

/// A server of the API and what is served besides, on a listener that is bound already; it runs until its handle stops it.
///
/// # Errors
/// When the listener cannot be used.
pub fn server<F>(app: web::Data<App>, listener: TcpListener, besides: F) -> io::Result<Server>
where
    F: Fn(&mut ServiceConfig) + Clone + Send + 'static,
{
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(app.clone())
            .wrap(Compress::default())
            .configure(configure)
            .configure(besides.clone())
    });
    // An answer is a head and a body: without this the second waits 40 ms until the client has confirmed the first.
    let server = server.tcp_nodelay(true);
    Ok(server.listen(listener)?.disable_signals().shutdown_timeout(LAST_REQUESTS.as_secs()).run())
}

/// The API and its documentation, for any server or for a client in this process; [`App`] must be its data.
pub fn configure(config: &mut ServiceConfig) {
    let ui = SwaggerUi::new("/{_:.*}").config(Config::from("/v1/openapi.json"));
    let api = web::scope("/v1")
        .wrap(from_fn(noteer))
        .wrap(from_fn(begrens))
        .wrap(from_fn(headers))
        .configure(|config| routes::routes(&mut utoipa_actix_web::service_config::ServiceConfig::new(config)))
        .default_service(web::to(fallback));
    config
        .app_data(web::PayloadConfig::new(MAX_BODY))
        .service(api)
        .service(web::redirect("/documentatie", "/documentatie/"))
        .service(
            web::scope("/documentatie")
                .wrap(from_fn(documentation))
                .route("/wijzigingen.md", web::get().to(wijzigingen))
                .service(ui),
        )
        .default_service(web::route().to(fallback).wrap(from_fn(begrens)).wrap(from_fn(headers)));
}

/// What changed, per version (ADR: changelog).
async fn wijzigingen() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/markdown; charset=utf-8")
        .body(include_str!("../../../CHANGELOG.md"))
}

/// The headers of the API (ADR: version-header, transport/security-headers), and the type that is asked for. It is never
/// rendered.
async fn headers(
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    head_is_get(&mut req);
    let app = req.app_data::<web::Data<App>>().cloned();
    let herkomst = app.as_ref().and_then(|app| herkomst::toegelaten(app, &req));
    let vooraf = app.filter(|_| herkomst.is_some()).and_then(|app| herkomst::vooraf(&app, &req));
    let mut answer = match (vooraf, welcome(&req)) {
        (_, Err(refused)) => req.error_response(refused).map_into_right_body(),
        (Some(answer), Ok(())) => req.into_response(answer).map_into_right_body(),
        (None, Ok(())) => next.call(req).await?.map_into_left_body(),
    };
    meld(&answer);
    let headers = answer.headers_mut();
    headers.insert(HeaderName::from_static("api-version"), HeaderValue::from_static(VERSION));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    secure(headers, "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    let vary = HeaderValue::from_static("Authorization, Wijkspoor-Rol, Accept, Accept-Encoding, Origin");
    headers.insert(header::VARY, vary);
    if let Some(herkomst) = herkomst {
        herkomst::zichtbaar(headers, herkomst);
    }
    Ok(answer)
}

/// Says what was answered: what is refused to somebody to whoever runs the server, all else only to who wants to know it. The pattern
/// of the address, not the address: the token of a link has no place in a log.
fn meld<B>(answer: &ServiceResponse<B>) {
    let path = answer.request().match_pattern();
    let status = answer.status().as_u16();
    if ![401, 403, 429].contains(&status) {
        tracing::debug!(path, status, "verzoek");
        return;
    }
    let extensions = answer.request().extensions();
    let wie = extensions.get::<Vrager>().map(|Vrager(id)| id.as_str());
    let fout = answer.response().error().and_then(|fout| fout.as_error::<ApiError>());
    let reden = fout.map(|fout| fout.0.detail.as_str());
    tracing::info!(path, status, wie, reden, "een verzoek is geweigerd");
}

/// The headers of the documentation, a page that is made of scripts and styles of its own.
async fn documentation(
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    head_is_get(&mut req);
    let mut answer = next.call(req).await?;
    let headers = answer.headers_mut();
    headers.insert(HeaderName::from_static("api-version"), HeaderValue::from_static(VERSION));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    secure(
        headers,
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
    );
    Ok(answer)
}

/// HEAD is GET without the body, which the connection leaves out by itself.
pub fn head_is_get(req: &mut ServiceRequest) {
    if req.method() == Method::HEAD {
        req.head_mut().method = Method::GET;
    }
}

/// The headers that every answer has, of the API and of pages alike, with this policy on what may be loaded.
pub fn secure(headers: &mut HeaderMap, content_security_policy: &'static str) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, content_security_policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
        (header::CROSS_ORIGIN_OPENER_POLICY, "same-origin"),
        (header::CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// What holds for every request, whatever it asks.
fn welcome(req: &ServiceRequest) -> Result<(), ApiError> {
    if req.uri().path_and_query().is_some_and(|address| address.as_str().len() > MAX_ADDRESS) {
        let detail = format!("een adres mag hoogstens {MAX_ADDRESS} tekens zijn");
        return Err(ApiError::new(Soort::AdresTeLang, detail));
    }
    let headers = req.headers().iter().map(|(name, value)| name.as_str().len() + value.len());
    if headers.sum::<usize>() > MAX_HEADERS {
        let detail = format!("de headers mogen samen hoogstens {MAX_HEADERS} bytes zijn");
        return Err(ApiError::new(Soort::HeadersTeGroot, detail));
    }
    no_token_in_address(req.query_string())?;
    match !accepts(req) {
        true => {
            let detail = "het antwoord is application/json; vraag dat in Accept, of laat Accept weg";
            Err(ApiError::new(Soort::NietAanvaardbaar, detail))
        }
        false => Ok(()),
    }
}

fn accepts(req: &ServiceRequest) -> bool {
    let mut accept = req.headers().get_all(header::ACCEPT).peekable();
    if accept.peek().is_none() {
        return true;
    }
    let wanted = ["*/*", "application/*", "application/json", "application/problem+json"];
    let tabel = ALS_TABEL.contains(&req.path());
    let stroom = req.path() == ALS_STROOM;
    let tekst = req.path() == ALS_TEKST;
    let stuk = ALS_STUK.iter().any(|einde| req.path().ends_with(einde));
    accept.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let media = parts.next().unwrap_or_default().to_ascii_lowercase();
        let refused = parts.any(|p| matches!(p, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        let known = wanted.contains(&media.as_str());
        (known
            || (tabel && media == CSV)
            || (stuk && media == PDF)
            || (stroom && media == EVENT_STREAM)
            || (tekst && media == TEKST))
            && !refused
    })
}
