//! The HTTP server: routes, headers, and an orderly end.

use crate::app::App;
use crate::caller::no_token_in_address;
use crate::document::VERSION;
use crate::problem::{ApiError, Soort};
use crate::request::MAX_BODY;
use crate::routes::{self, ALS_STROOM, ALS_TABEL, CSV, EVENT_STREAM};
use crate::routing::fallback;
use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::http::{
    Method,
    header::{self, HeaderName, HeaderValue},
};
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::{HttpServer, web};
use std::{io, net::TcpListener, time::Duration};
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// How long requests in progress may take when the server is asked to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

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
            .wrap(from_fn(headers))
            .wrap(Compress::default())
            .into_utoipa_app()
            .service(utoipa_actix_web::scope("/v1").configure(routes::routes))
            .into_app()
            .service(ui)
            .service(web::redirect("/documentatie", "/documentatie/"))
            .default_service(web::to(fallback))
    });
    Ok(server.listen(listener)?.disable_signals().shutdown_timeout(LAST_REQUESTS.as_secs()).run())
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
    let answer = match welcome(&req, api) {
        Err(refused) => req.error_response(refused).map_into_right_body(),
        Ok(()) => next.call(req).await?.map_into_left_body(),
    };
    let mut answer = answer;
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
        set(header::VARY, "Authorization, Wijkspoor-Rol, Accept, Accept-Encoding");
    }
    Ok(answer)
}

/// What holds for every request, whatever it asks.
fn welcome(req: &ServiceRequest, api: bool) -> Result<(), ApiError> {
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
