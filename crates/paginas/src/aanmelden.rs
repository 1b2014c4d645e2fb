//! Signing in: a role of choice on one's own machine, or the identity provider of the municipality.

use crate::Aanmelding;
use crate::api::{Probleem, Verzoek};
use crate::fout::{Fout, mime, zin};
use crate::onderdelen::{Toon, bericht, in_adres, rolnaam};
use crate::opmaak::{Kop, document};
use crate::sessie::{DUUR, POGINGSDUUR, Sessie, toeval};
use crate::wie::{Kader, SESSIE, Wie, kader};
use actix_web::cookie::Cookie;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use wijkspoor_api::Refusal;
use wijkspoor_domain::Rol;
use wijkspoor_oidc::login::{Callback, Client, Transaction};

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.service(toon).service(kies).service(naar_provider).service(terug);
}

/// The name under which an attempt is kept.
const POGING: &str = "aanmelding";

/// An attempt to sign in at the provider.
#[derive(Serialize, Deserialize)]
struct Poging {
    transactie: Transaction,
    naar: Option<String>,
}

#[derive(Deserialize)]
struct Vraag {
    naar: Option<String>,
    /// Whether they were signed in until just now.
    verlopen: Option<String>,
    /// Whether they want to be somebody else than who the provider knows already.
    ander: Option<String>,
}

/// Only to a page of ours: an address of somebody else is no place to go to after signing in.
pub(crate) fn eigen(naar: Option<&str>) -> &str {
    // A browser leaves tabs and line ends out of an address: `/\t/ander.example` would be `//ander.example`.
    let eigen = |pad: &&str| {
        pad.starts_with('/') && !pad.starts_with("//") && !pad.contains(|c: char| c == '\\' || c.is_control())
    };
    naar.filter(eigen).unwrap_or("/")
}

pub(crate) fn verder(naar: &str, cookies: Vec<Cookie<'static>>) -> HttpResponse {
    let mut antwoord = HttpResponse::SeeOther();
    for cookie in cookies {
        antwoord.cookie(cookie);
    }
    antwoord.insert_header((header::LOCATION, naar)).finish()
}

#[get("/aanmelden")]
async fn toon(req: HttpRequest, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    let kader = kader(&req)?;
    let naar = eigen(vraag.naar.as_deref());
    let inhoud = match &kader.gedeeld.aanmelding {
        Aanmelding::Ontwikkel => keuze(&namen(&kader).await?, naar),
        Aanmelding::Provider(_) => html! {
            p.inleiding { "Meld u aan met het account van uw gemeente." }
            p { a.knop href={ "/aanmelden/provider?naar=" (in_adres(naar)) } { "Aanmelden" } }
        },
        Aanmelding::Geen => html! {
            p.inleiding { "Aanmelden met een browser is hier nog niet ingesteld." }
            p { "De beheerder kan dat doen met de instellingen onder " code { "[paginas]" } ", zie de documentatie over gebruik." }
        },
    };
    let inhoud = html! {
        @if vraag.verlopen.is_some() {
            (bericht(Toon::Neutraal, &html! { p { "Uw aanmelding is verlopen. Meld u opnieuw aan; daarna gaat u verder waar u was." } }))
        }
        (inhoud)
    };
    let kop = Kop { titel: "Aanmelden", ..Kop::default() };
    Ok(HttpResponse::Ok().content_type(mime()).body(document(&kader, &kop, inhoud).into_string()))
}

/// The names from which somebody without a password may choose.
#[derive(Deserialize)]
pub(crate) struct Namen {
    gebieden: Vec<Naam>,
    afdelingen: Vec<Naam>,
}

#[derive(Deserialize)]
struct Naam {
    naam: String,
}

pub(crate) async fn namen(kader: &Kader) -> Result<Namen, Fout> {
    let verzoek = Verzoek { pad: "/v1/inrichting", ..Verzoek::default() };
    Ok(kader.api.json(&verzoek).await?)
}

/// What each role is for, to choose from.
const ROLLEN: &[(Rol, &str)] = &[
    (Rol::Management, "Zie waar het stilligt en waarom, en beslis op een escalatie."),
    (Rol::Bestuur, "Beslis als het ambtelijk niet lukt."),
    (Rol::Initiatiefnemer, "Dien een initiatief in en volg wat ermee gebeurt."),
    (Rol::Auditor, "Kijk na wie wat wanneer besloot, en op welke grond."),
    (Rol::Beheerder, "Bekijk de werkstroom, de organisatie en de koppelingen."),
];

/// One click for each role.
pub(crate) fn keuze(namen: &Namen, naar: &str) -> Markup {
    let knop = |rol: Rol| html! { button.knop type="submit" name="rol" value=(rol.code()) { "Kijk mee als " (rolnaam(rol).to_lowercase()) } };
    let lijst = |rol: Rol, veld: &str, alle: Option<&str>, namen: &[Naam], uitleg: &str| {
        html! {
            form.kaart method="post" action="/aanmelden" {
                input type="hidden" name="naar" value=(naar);
                h2 { (rolnaam(rol)) }
                p { (uitleg) }
                div.veld {
                    label for={ "naam-" (rol.code()) } { (veld) }
                    // As long as the municipality has named none, any will do.
                    @if alle.is_none() && namen.is_empty() {
                        input id={ "naam-" (rol.code()) } name="naam" required;
                    } @else {
                        select id={ "naam-" (rol.code()) } name="naam" {
                            @if let Some(alle) = alle { option value="" { (alle) } }
                            @for naam in namen { option value=(naam.naam) { (naam.naam) } }
                        }
                    }
                }
                (knop(rol))
            }
        }
    };
    html! {
        p.inleiding { "Kies een rol om mee te kijken. Een wachtwoord is niet nodig: dit is een proefopstelling op uw eigen apparaat." }
        div.kaarten {
            (lijst(Rol::Tlo, "Gebied", Some("Alle gebieden"), &namen.gebieden, "Behandel initiatieven uit de wijk en zet opdrachten uit."))
            (lijst(Rol::Afdeling, "Afdeling", None, &namen.afdelingen, "Neem opdrachten aan, of zeg waarom het niet kan."))
            @for (rol, uitleg) in ROLLEN {
                form.kaart method="post" action="/aanmelden" {
                    input type="hidden" name="naar" value=(naar);
                    h2 { (rolnaam(*rol)) }
                    p { (uitleg) }
                    (knop(*rol))
                }
            }
        }
    }
}

#[derive(Deserialize)]
struct Keuze {
    rol: String,
    #[serde(default)]
    naam: String,
    naar: Option<String>,
}

#[post("/aanmelden")]
async fn kies(req: HttpRequest, keuze: web::Form<Keuze>) -> Result<HttpResponse, Fout> {
    let kader = kader(&req)?;
    if !matches!(kader.gedeeld.aanmelding, Aanmelding::Ontwikkel) {
        return Err(Probleem::geweigerd("Hier meldt u zich aan bij de identiteitsprovider.").into());
    }
    let naam = if keuze.naam.is_empty() { String::new() } else { format!(":{}", in_adres(&keuze.naam)) };
    let token = format!("ontwikkel:{}{naam}", keuze.rol);
    kader.api.wie(&token, None).await.map_err(|fout| geweigerd(&fout))?;
    let sessie = Sessie::nieuw(token, kader.api.app().clock().now());
    Ok(verder(eigen(keuze.naar.as_deref()), kader.gedeeld.koekjes.bewaar(SESSIE, &sessie, DUUR)))
}

pub(crate) fn geweigerd(fout: &Refusal) -> Probleem {
    match fout {
        Refusal::Unavailable { reason, .. } => Probleem {
            title: "Niet gereed".to_owned(),
            status: 503,
            detail: reason.clone(),
            ..Probleem::default()
        },
        Refusal::Missing(reden) | Refusal::Invalid(reden) | Refusal::NoRole(reden) => {
            Probleem::geweigerd(reden)
        }
    }
}

#[get("/aanmelden/provider")]
async fn naar_provider(req: HttpRequest, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    let kader = kader(&req)?;
    let Aanmelding::Provider(client) = &kader.gedeeld.aanmelding else {
        return Ok(verder("/aanmelden", Vec::new()));
    };
    let transactie = Transaction::new([toeval(), toeval(), toeval()]);
    let mut adres = client.address(&transactie).await.map_err(|fout| geweigerd(&fout))?;
    let Vraag { naar, ander, .. } = vraag.into_inner();
    if ander.is_some() {
        adres.query_pairs_mut().append_pair("prompt", "login");
    }
    let poging = Poging { transactie, naar };
    Ok(verder(adres.as_str(), kader.gedeeld.koekjes.bewaar(POGING, &poging, POGINGSDUUR)))
}

/// Where the provider sends the browser back to.
pub const TERUG: &str = "/aanmelden/terug";

#[get("/aanmelden/terug")]
async fn terug(req: HttpRequest, antwoord: web::Query<Callback>) -> Result<HttpResponse, Fout> {
    let kader = kader(&req)?;
    let koekjes = &kader.gedeeld.koekjes;
    let Aanmelding::Provider(client) = &kader.gedeeld.aanmelding else {
        return Ok(verder("/aanmelden", Vec::new()));
    };
    let Some(Poging { transactie, naar }) = koekjes.lees(&req, POGING) else {
        let detail = "Deze aanmelding duurde te lang, of was al gebruikt.";
        return Ok(mislukt(&kader, &req, &Probleem::geweigerd(detail), None));
    };
    match sessie(&kader, client, transactie, antwoord.into_inner()).await {
        Ok(sessie) => {
            // An attempt is used once.
            let mut cookies = koekjes.vergeet(POGING);
            cookies.extend(koekjes.bewaar(SESSIE, &sessie, DUUR));
            Ok(verder(eigen(naar.as_deref()), cookies))
        }
        Err(fout) => Ok(mislukt(&kader, &req, &geweigerd(&fout), naar.as_deref())),
    }
}

/// The session of who comes back from the provider.
async fn sessie(
    kader: &Kader,
    client: &Client,
    poging: Transaction,
    antwoord: Callback,
) -> Result<Sessie, Refusal> {
    let nu = kader.api.app().clock().now();
    let sessie = Sessie::van(client.finish(poging, antwoord, nu).await?, nu);
    let keuzes = kader.api.keuzes(&sessie.token).await?;
    Ok(match keuzes.as_slice() {
        [enige] => Sessie { rol: Some(crate::rol::keuze_van(enige)), ..sessie },
        _ => Sessie { meer: true, ..sessie },
    })
}

/// Signing in did not succeed: why, and how to go on. The attempt is used up.
fn mislukt(kader: &Kader, req: &HttpRequest, probleem: &Probleem, naar: Option<&str>) -> HttpResponse {
    let naar = in_adres(eigen(naar));
    let wie = Wie::van(req).ok();
    let inhoud = html! {
        p.inleiding { (zin(&probleem.detail)) }
        @if wie.is_some() {
            p { "U bent nog wel aangemeld van daarvoor, en kunt gewoon verder." }
            p { a.knop href="/" { "Naar het begin" } }
        } @else {
            p { "Er is niets veranderd. Probeer het nog een keer. Lukt het weer niet, vraag dan de beheerder van uw gemeente om hulp." }
            div.knoppen {
                a.knop href={ "/aanmelden/provider?naar=" (naar) } { "Opnieuw aanmelden" }
                a.knop.knop-stil href={ "/aanmelden/provider?ander=ja&naar=" (naar) } { "Met een ander account" }
            }
        }
    };
    let status = StatusCode::from_u16(probleem.status).unwrap_or(StatusCode::FORBIDDEN);
    let kop = Kop { titel: "Aanmelden is niet gelukt", wie: wie.as_ref(), ..Kop::default() };
    let mut antwoord = HttpResponse::build(status);
    for cookie in kader.gedeeld.koekjes.vergeet(POGING) {
        antwoord.cookie(cookie);
    }
    antwoord.content_type(mime()).body(document(kader, &kop, inhoud).into_string())
}

#[cfg(test)]
mod tests {
    use super::eigen;

    #[test]
    fn after_signing_in_one_stays_here() {
        assert_eq!(eigen(Some("/dossier/1?a=b")), "/dossier/1?a=b");
        for naar in [
            "https://ander.example",
            "//ander.example",
            "/\\ander.example",
            "/\t/ander.example",
            "\t//ander.example",
            "werkvoorraad",
            "",
        ] {
            assert_eq!(eigen(Some(naar)), "/", "{naar}");
        }
        assert_eq!(eigen(None), "/");
    }
}
