//! The dossier of an initiative: where it is and who has the ball, what one may do, what happened.
//!
//! `toestand` reads it, `delen` shows its parts, `banen` who had the ball when, `tijdlijn` what happened, `doen` is acting on it: the forms come from the
//! published schemas.

pub mod acties;
mod banen;
mod delen;
mod doen;
pub mod tijdlijn;
mod toestand;
pub mod woorden;

use crate::fout::Fout;
use crate::onderdelen::{Toon, bericht, in_adres, leeg};
use crate::opmaak::Kop;
use crate::wie::Wie;
use actix_web::{HttpResponse, get, web};
use maud::{Markup, html};
use serde::Deserialize;
use toestand::Dossier;

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.service(toon).service(geschiedenis).configure(doen::routes);
}

#[derive(Deserialize)]
struct Vraag {
    /// What was just done.
    klaar: Option<String>,
}

/// What the reader hears after an action.
pub(crate) fn klaar(klaar: Option<&str>) -> Markup {
    html! {
        @if let Some(klaar) = klaar {
            @let wat = if klaar == "ingediend" { "Uw initiatief" } else { "Het" };
            (bericht(Toon::Goed, &html! { p { strong { "Vastgelegd." } " " (wat) " staat in het dossier." } }))
        }
    }
}

#[get("/initiatieven/{id}")]
async fn toon(wie: Wie, pad: web::Path<String>, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    let dossier = Dossier::lees(&wie, &pad).await?;
    let stand = &dossier.stand;
    let inhoud = html! {
        (klaar(vraag.klaar.as_deref()))
        (delen::kop(stand))
        @if let Some(gewist) = &stand.gewist { (delen::gewist(gewist)) }
        (delen::aan_zet(stand, &dossier.vandaag))
        section.deel aria-labelledby="verloop" { h2 #verloop { "Bij wie het lag" } (banen::toon(&dossier)) }
        div.twee {
            div {
                (deel("doen", "Wat u nu kunt doen", acties::knoppen(&wie, &dossier)))
                (deel("omschrijving", "Waar het om gaat", delen::omschrijving(stand)))
                @if !dossier.opdrachten.is_empty() { (deel("opdrachten", "Opdrachten", delen::opdrachten(&dossier))) }
                @if !dossier.openstaand.is_empty() { (deel("openstaand", "Wacht op antwoord", delen::openstaand(&wie, &dossier))) }
                (deel("besluiten", "Besluiten", delen::besluiten(&wie, &dossier)))
                (deel("tijdlijn", "Wat er is gebeurd", tijdlijn_deel(&wie, &dossier)))
            }
            aside aria-label="Afspraken, termijnen en geld" {
                (deel("termijnen", "Termijnen", delen::termijnen(&dossier)))
                (deel("afspraken", "Afspraken", delen::afspraken(&dossier)))
                (deel("geld", "Geld", delen::geld(&dossier)))
                @if !dossier.koppelingen.is_empty() { (deel("koppelingen", "Hoort bij", delen::koppelingen(&dossier))) }
                (deel("volledigheid", "Is het dossier compleet?", delen::volledigheid(&dossier)))
            }
        }
    };
    let kop = Kop {
        titel: &stand.titel,
        kruimels: &[("/initiatieven", "Initiatieven")],
        eigen_kop: true,
        breed: true,
        ..Kop::default()
    };
    Ok(wie.pagina_met(&kop, inhoud))
}

/// The whole history as a file: to read and keep, or with its proof.
#[get("/initiatieven/{id}/geschiedenis.{soort:pdf|json}")]
async fn geschiedenis(wie: Wie, pad: web::Path<(String, String)>) -> Result<HttpResponse, Fout> {
    let (id, soort) = pad.into_inner();
    wie.door(&format!("/v1/initiatieven/{}/geschiedenis", in_adres(&id)), &format!("application/{soort}"))
        .await
}

fn tijdlijn_deel(wie: &Wie, dossier: &Dossier) -> Markup {
    let bestand = |soort: &str| format!("/initiatieven/{}/geschiedenis.{soort}", dossier.stand.id);
    html! {
        @if dossier.stappen.is_empty() { (leeg("Er is nog niets gebeurd.")) } @else { (tijdlijn::lijst(&dossier.stappen)) }
        @if dossier.meer_stappen { p.zacht { "Er is nog meer; het staat in het bestand hieronder." } }
        @if acties::mag(wie, "leesGeschiedenis") {
            p.niet-op-papier {
                "De hele geschiedenis bewaren: " a href=(bestand("pdf")) { "als PDF" } ", of "
                a href=(bestand("json")) { "voor controle, met het bewijs als het log wordt ondertekend (JSON)" } "."
            }
        }
    }
}

fn deel(id: &str, titel: &str, inhoud: Markup) -> Markup {
    html! {
        section.deel aria-labelledby=(id) { h2 id=(id) { (titel) } (inhoud) }
    }
}
