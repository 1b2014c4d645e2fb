//! The HTTP server: routes, headers, and an orderly end.

use crate::app::App;
use crate::caller::no_token_in_address;
use crate::document::VERSION;
use crate::herkomst;
use crate::problem::{ApiError, Soort};
use crate::request::MAX_BODY;
use crate::routes::{self, ALS_STROOM, ALS_TABEL, CSV, EVENT_STREAM};
use crate::routing::fallback;
use crate::tempo::begrens;
use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::http::{
    Method,
    header::{self, HeaderName, HeaderValue},
};
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::{HttpResponse, HttpServer, web};
use std::{io, net::TcpListener, time::Duration};
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// How long requests in progress may take when the server is asked to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(10);
/// The longest address: above anything that the document allows, in letters of twelve signs each (`%F0%9F%8C%B3`).
const MAX_ADDRESS: usize = 48 * 1024;
/// The most headers: above the largest tokens. What is beyond 128 kB the HTTP library refuses by itself, without a problem.
const MAX_HEADERS: usize = 32 * 1024;

/// A server on a listener that is bound already; it runs until its handle stops it.
///
/// # Errors
/// When the listener cannot be used.
pub fn server(app: web::Data<App>, listener: TcpListener) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        let ui = SwaggerUi::new("/documentatie/{_:.*}").config(Config::from("/v1/openapi.json"));
        actix_web::App::new()
            .app_data(app.clone())
            .app_data(web::PayloadConfig::new(MAX_BODY))
            .wrap(from_fn(begrens))
            .wrap(from_fn(headers))
            .wrap(Compress::default())
            .into_utoipa_app()
            .service(utoipa_actix_web::scope("/v1").configure(routes::routes))
            .into_app()
            .service(web::resource(WIJZIGINGEN).get(wijzigingen))
            .service(ui)
            .service(web::redirect("/documentatie", "/documentatie/"))
            .default_service(web::to(fallback))
    });
    Ok(server.listen(listener)?.disable_signals().shutdown_timeout(LAST_REQUESTS.as_secs()).run())
}

/// Where it stands what changed, per version (ADR: changelog).
const WIJZIGINGEN: &str = "/documentatie/wijzigingen.md";

async fn wijzigingen() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/markdown; charset=utf-8")
        .body(include_str!("../../../CHANGELOG.md"))
}

/// The headers of every answer (ADR: version-header, transport/security-headers), and the type that is asked for.
async fn headers(
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let api = !req.path().starts_with("/documentatie");
    let path = req.path().to_owned();
    // HEAD is GET without the body, which the connection leaves out by itself.
    if req.method() == Method::HEAD {
        req.head_mut().method = Method::GET;
    }
    let app = req.app_data::<web::Data<App>>().cloned().filter(|_| api);
    let herkomst = app.as_ref().and_then(|app| herkomst::toegelaten(app, &req));
    let vooraf = app.filter(|_| herkomst.is_some()).and_then(|app| herkomst::vooraf(&app, &req));
    let mut answer = match (vooraf, welcome(&req, api)) {
        (_, Err(refused)) => req.error_response(refused).map_into_right_body(),
        (Some(answer), Ok(())) => req.into_response(answer).map_into_right_body(),
        (None, Ok(())) => next.call(req).await?.map_into_left_body(),
    };
    tracing::debug!(path, status = answer.status().as_u16(), "verzoek");
    let headers = answer.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(HeaderName::from_static("api-version"), VERSION);
    set(header::CACHE_CONTROL, "no-store");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    // The documentation page is made of scripts and styles of its own; the API is never rendered.
    set(
        header::CONTENT_SECURITY_POLICY,
        match api {
            true => "default-src 'none'; frame-ancestors 'none'",
            false => {
                "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
            }
        },
    );
    if api {
        set(header::VARY, "Authorization, Wijkspoor-Rol, Accept, Accept-Encoding, Origin");
    }
    if let Some(herkomst) = herkomst {
        herkomst::zichtbaar(headers, herkomst);
    }
    Ok(answer)
}

/// What holds for every request, whatever it asks.
fn welcome(req: &ServiceRequest, api: bool) -> Result<(), ApiError> {
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
    match api && !accepts(req) {
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
    accept.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let media = parts.next().unwrap_or_default().to_ascii_lowercase();
        let refused = parts.any(|p| matches!(p, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        let known = wanted.contains(&media.as_str());
        (known || (tabel && media == CSV) || (stroom && media == EVENT_STREAM)) && !refused
    })
}
