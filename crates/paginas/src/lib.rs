//! The pages of Wijkspoor: server-rendered HTML that works without a script.
//!
//! A page is a handler that takes [`wie::Wie`], asks the API with `wie.lees`, and answers with `wie.pagina_met`. A form is one
//! that takes [`formulier::Formulier`] and writes with `wie.schrijf`. Both reach nothing but the API, in this process
//! (`api`), so what a page shows and does is what the API allows. `opmaak` is what stands around a page, `onderdelen` the
//! small parts, `fout` what goes wrong, `sessie` what a browser keeps of who signed in, `bezoek` who makes a request, `statisch` style and script.
//!
//! How to add …
//! - a page: a module with a `routes`, called in [`paginas`]; its entry in the menu is a line of `MENU` in `opmaak`.
//! - a colour, a size: a token in `statisch/thema.css`, so that a municipality can have its own.

pub mod aanmelden;
pub mod afmelden;
mod api;
mod beheer;
mod besluiten;
mod bezoek;
mod dossier;
mod formulier;
mod fout;
mod indienen;
mod initiatieven;
mod instellingen;
mod keuzes;
mod mijn;
mod onderdelen;
mod opmaak;
mod publiek;
mod rol;
mod sessie;
mod stagnatie;
mod start;
mod statisch;
mod volgen;
mod vorm;
mod werkvoorraad;
mod wie;

pub use instellingen::{Aanmelding, Instellingen, Paginas};

use crate::api::{Api, Probleem};
use crate::bezoek::Bezoek;
use crate::fout::Fout;
use crate::wie::{Kader, Wie, kader};
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::{QueryPayloadError, UrlencodedError};
use actix_web::guard::{GuardContext, fn_guard};
use actix_web::http::{Method, header};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use wijkspoor_api::{Data, head_is_get, secure};

/// All pages, over the API of this state.
pub fn paginas(app: &Data<wijkspoor_api::App>, paginas: &Paginas, config: &mut ServiceConfig) {
    let kader = Kader { api: Api::new(app.clone()), gedeeld: paginas.0.clone() };
    let pagina = web::scope("")
        .app_data(web::Data::new(kader))
        .wrap(from_fn(omlijst))
        .configure(start::routes)
        .configure(aanmelden::routes)
        .configure(afmelden::routes)
        .configure(rol::routes)
        .configure(werkvoorraad::routes)
        .configure(stagnatie::routes)
        .configure(initiatieven::routes)
        .configure(indienen::routes)
        .configure(mijn::routes)
        .configure(volgen::routes)
        .configure(besluiten::routes)
        .configure(beheer::routes)
        .configure(dossier::routes)
        .route(&format!("{STATISCH}{{naam}}"), web::get().to(statisch))
        .service(web::resource("/{pad:.*}").guard(fn_guard(wil_html)).to(onbekend));
    config.service(pagina);
}

/// Where style and script are.
const STATISCH: &str = "/statisch/";

/// Scripts, styles and pictures from here alone, nothing inline; forms go nowhere else; nobody frames a page.
const BELEID: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'";

/// What holds for every page: writes come from our own pages, errors are pages too, and the headers.
async fn omlijst<B: MessageBody + 'static>(
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    head_is_get(&mut req);
    let kader = kader(req.request())?;
    let antwoord = match binnen(&req, &kader).await {
        Err(fout) => req.error_response(fout).map_into_right_body(),
        Ok(()) => next.call(req).await?.map_into_left_body(),
    };
    let fout = antwoord.response().error().and_then(fout_van);
    let pagina = fout.map(|fout| foutpagina(antwoord.request(), &kader, &fout));
    let mut antwoord = match pagina {
        Some(pagina) => antwoord.into_response(pagina).map_into_right_body(),
        None => antwoord,
    };
    Bezoek::van(antwoord.request()).bewaar(&kader, &mut antwoord);
    let headers = antwoord.headers_mut();
    if headers.contains_key("api-version") {
        // What the API answers (a table, a stream, that there is nothing here) goes on as it made it.
        return Ok(antwoord);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    }
    secure(headers, BELEID);
    // Our own pages may hear where a form came from; nobody else does.
    headers.insert(header::REFERRER_POLICY, header::HeaderValue::from_static("same-origin"));
    Ok(antwoord)
}

/// What is held to before a page is asked for. Style and script are for everybody, and do not count.
async fn binnen(req: &ServiceRequest, kader: &Kader) -> Result<(), Fout> {
    if req.path().starts_with(STATISCH) {
        return Ok(());
    }
    bezoek::ontvang(req.request(), kader).await?;
    match req.method() == Method::POST && !van_ons(req) {
        true => Err(Probleem::geweigerd("Dit formulier kwam niet van een pagina van Wijkspoor.").into()),
        false => Ok(()),
    }
}

/// What went wrong, where it is for us to say so: a page said it, or it could not read what it was sent.
fn fout_van(fout: &actix_web::Error) -> Option<Fout> {
    let onleesbaar =
        fout.as_error::<UrlencodedError>().is_some() || fout.as_error::<QueryPayloadError>().is_some();
    let gelezen = || onleesbaar.then(|| Fout::onleesbaar(fout.as_response_error().status_code()));
    fout.as_error::<Fout>().cloned().or_else(gelezen)
}

fn foutpagina(req: &HttpRequest, kader: &Kader, fout: &Fout) -> HttpResponse {
    let soort = req.headers().get(header::ACCEPT).and_then(|soort| soort.to_str().ok());
    if soort == Some("text/event-stream") {
        // The script of a page that is open: it cannot use another page, and stops asking.
        return HttpResponse::build(fout.status_code()).finish();
    }
    let pad = req.uri().path_and_query().map_or("/", |p| p.as_str());
    let verlopen = Bezoek::van(req).verlopen();
    let eerst = match fout {
        Fout::Aanmelden => Some(("/aanmelden", verlopen.then_some("ja"))),
        Fout::Rol => Some(("/rol", None)),
        _ => None,
    };
    if let (Some((eerst, verlopen)), &Method::GET) = (eerst, req.method()) {
        let naar = format!("{eerst}{}", onderdelen::query([("naar", Some(pad)), ("verlopen", verlopen)]));
        return HttpResponse::SeeOther().insert_header((header::LOCATION, naar)).finish();
    }
    let wie = Wie::van(req).ok();
    fout::pagina(kader, wie.as_ref(), pad, fout)
}

/// Whether a write comes from a page of ours, as far as a browser says it. The form itself shows it once more.
fn van_ons(req: &ServiceRequest) -> bool {
    let header = |naam: &str| req.headers().get(naam).map(|w| w.to_str().unwrap_or("onleesbaar"));
    match (header("sec-fetch-site"), header("origin")) {
        (Some(waar), _) => matches!(waar, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = req.connection_info().host().to_owned();
            origin.split_once("://").is_some_and(|(_, van)| van == host)
        }
        (None, None) => true,
    }
}

async fn statisch(req: HttpRequest) -> Result<HttpResponse, Fout> {
    let bestand = kader(&req)?.gedeeld.statisch.geef(req.path());
    bestand.ok_or_else(|| Probleem::niet_gevonden("Dit bestand is er niet (meer).").into())
}

/// Whether a browser asks. What is not here is a page for it; for a program it is a problem, of the API.
fn wil_html(ctx: &GuardContext<'_>) -> bool {
    let accept = ctx.head().headers().get(header::ACCEPT).and_then(|a| a.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

async fn onbekend() -> Result<HttpResponse, Fout> {
    Err(Probleem::niet_gevonden("Deze pagina bestaat niet.").into())
}
