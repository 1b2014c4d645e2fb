//! The first page: what this is, and for who is signed in, where they go on.

use crate::Aanmelding;
use crate::aanmelden::{keuze, namen};
use crate::fout::{Fout, mime};
use crate::opmaak::{Kop, document};
use crate::wie::{Wie, kader};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};
use maud::html;
use wijkspoor_domain::Rol;

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.service(start);
}

/// The page where a role begins.
fn begin(rol: Rol) -> &'static str {
    match rol {
        Rol::Initiatiefnemer => "/mijn-initiatieven",
        Rol::Tlo | Rol::Afdeling => "/werkvoorraad",
        Rol::Management | Rol::Bestuur => "/stagnatie",
        Rol::Auditor | Rol::Systeem => "/besluiten",
        Rol::Beheerder => "/beheer",
    }
}

#[get("/")]
async fn start(req: HttpRequest) -> Result<HttpResponse, Fout> {
    match Wie::van(&req) {
        Ok(wie) => {
            Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, begin(wie.actor.rol))).finish())
        }
        Err(Fout::Aanmelden) => welkom(&req).await,
        Err(fout) => Err(fout),
    }
}

async fn welkom(req: &HttpRequest) -> Result<HttpResponse, Fout> {
    let kader = kader(req)?;
    let aanmelden = match kader.gedeeld.aanmelding {
        Aanmelding::Ontwikkel => keuze(&namen(&kader).await?, "/"),
        _ => html! { p { a.knop href="/aanmelden" { "Aanmelden" } } },
    };
    let inhoud = html! {
        div.welkom {
            h1 { "Waar is het initiatief, en wie is aan zet?" }
            p.inleiding {
                "Wijkspoor volgt initiatieven uit de wijk door de gemeente. Elke stap wordt vastgelegd. Zo is altijd te zien \
                 waar een initiatief is, bij wie het ligt, sinds wanneer, en waarom het stilligt."
            }
        }
        (aanmelden)
    };
    let kop = Kop { titel: "Welkom", eigen_kop: true, breed: true, ..Kop::default() };
    Ok(HttpResponse::Ok().content_type(mime()).body(document(&kader, &kop, inhoud).into_string()))
}
