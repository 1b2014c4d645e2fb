//! Signing out: here, and at the provider.

use crate::Aanmelding;
use crate::bezoek::Bezoek;
use crate::formulier::BEWIJS;
use crate::fout::{Fout, mime};
use crate::onderdelen::{Toon, bericht};
use crate::opmaak::{Kop, document};
use crate::sessie::Sessie;
use crate::wie::{Kader, SESSIE, kader};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::{Markup, html};
use serde::Deserialize;

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.service(afmelden).service(afgemeld);
}

/// Where the provider sends the browser back to when nobody is signed in there any more.
pub const AFGEMELD: &str = "/afgemeld";

/// The form with which one signs out: also who has no role, or not yet.
pub(crate) fn knop(sessie: &Sessie) -> Markup {
    html! {
        form method="post" action="/afmelden" {
            input type="hidden" name=(BEWIJS) value=(sessie.bewijs);
            button.als-link type="submit" { "Afmelden" }
        }
    }
}

#[derive(Deserialize)]
struct Bewijs {
    bewijs: Option<String>,
}

#[post("/afmelden")]
async fn afmelden(req: HttpRequest, vorm: web::Form<Bewijs>) -> Result<HttpResponse, Fout> {
    let kader = kader(&req)?;
    let sessie = Bezoek::van(&req).sessie;
    if let Some(sessie) = &sessie
        && vorm.bewijs.as_ref() != Some(&sessie.bewijs)
    {
        // A page from before another choice of role, or not ours: ask.
        let inhoud = html! {
            p.inleiding { "Deze pagina was al wat ouder. Wilt u zich afmelden?" }
            (knop(sessie))
        };
        return Ok(pagina(&kader, "Afmelden", inhoud));
    }
    let verder = match &sessie {
        Some(sessie) => bij_de_provider(&kader, sessie).await,
        None => None,
    };
    let mut antwoord = match verder {
        Some(adres) => {
            let inhoud = html! {
                p.inleiding { "U bent hier afgemeld. Nu meldt uw browser u ook af bij uw gemeente." }
                p { "Gebeurt er niets? " a href=(adres) { "Meld u dan zelf af bij uw gemeente" } "." }
            };
            let mut antwoord = pagina(&kader, "Afmelden", inhoud);
            // Not a redirect: after a form the browser would hold that to `form-action`, which knows only this host.
            if let Ok(adres) = format!("0; url={adres}").try_into() {
                antwoord.headers_mut().insert(REFRESH, adres);
            }
            antwoord
        }
        None => weg(&kader),
    };
    for cookie in kader.gedeeld.koekjes.vergeet(SESSIE) {
        if let Err(fout) = antwoord.add_cookie(&cookie) {
            tracing::error!(%fout, "een sessie is niet te vergeten");
        }
    }
    Ok(antwoord)
}

const REFRESH: actix_web::http::header::HeaderName =
    actix_web::http::header::HeaderName::from_static("refresh");

/// Ends at the provider what can be ended from here, and says where the browser goes for the rest.
async fn bij_de_provider(kader: &Kader, sessie: &Sessie) -> Option<String> {
    let Aanmelding::Provider(client) = &kader.gedeeld.aanmelding else { return None };
    if let Some(ververs) = &sessie.ververs {
        client.revoke(ververs).await;
    }
    let terug = format!("{}{AFGEMELD}", kader.gedeeld.adres.as_deref()?);
    let adres = client.end_address(sessie.id_token.as_deref(), &terug).await?;
    Some(adres.to_string())
}

#[get("/afgemeld")]
async fn afgemeld(req: HttpRequest) -> Result<HttpResponse, Fout> {
    Ok(weg(&*kader(&req)?))
}

fn weg(kader: &Kader) -> HttpResponse {
    let bij_provider = matches!(kader.gedeeld.aanmelding, Aanmelding::Provider(_));
    let inhoud = html! {
        (bericht(Toon::Goed, &html! { p { "U bent afgemeld." } }))
        @if bij_provider { p { "Werkt u op een apparaat van een ander? Sluit dan ook alle vensters van de browser." } }
        p { a.knop href="/aanmelden" { "Opnieuw aanmelden" } }
    };
    pagina(kader, "Afgemeld", inhoud)
}

/// A page for who is not, or not yet, somebody with a menu.
pub(crate) fn pagina(kader: &Kader, titel: &str, inhoud: Markup) -> HttpResponse {
    let kop = Kop { titel, zonder_menu: true, ..Kop::default() };
    HttpResponse::Ok().content_type(mime()).body(document(kader, &kop, inhoud).into_string())
}
