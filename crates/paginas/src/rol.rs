//! Somebody with several roles chooses in which they act, and changes it without signing in again.

use crate::aanmelden::{eigen, geweigerd, verder};
use crate::afmelden;
use crate::bezoek::Bezoek;
use crate::formulier::BEWIJS;
use crate::fout::Fout;
use crate::onderdelen::{Toon, bericht, in_adres, naam_van_actor, rolnaam};
use crate::sessie::{DUUR, Sessie, toeval};
use crate::wie::{Kader, SESSIE, kader};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::{Markup, html};
use serde::Deserialize;
use wijkspoor_api::Refusal;
use wijkspoor_api::identity::keuze;
use wijkspoor_domain::Actor;

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.service(toon).service(kies);
}

/// How a choice is kept in a session, and said to the API.
pub(crate) fn keuze_van(actor: &Actor) -> String {
    keuze(actor.rol, naam_van_actor(actor))
}

/// The session, and what its token allows now: whatever a browser sends, it chooses from this. Who has no role at all is
/// told why.
async fn sessie(req: &HttpRequest, kader: &Kader) -> Result<(Sessie, Result<Vec<Actor>, String>), Fout> {
    let sessie = Bezoek::van(req).sessie.ok_or(Fout::Aanmelden)?;
    match kader.api.keuzes(&sessie.token).await {
        Ok(keuzes) => Ok((sessie, Ok(keuzes))),
        Err(Refusal::NoRole(reden)) => Ok((sessie, Err(reden))),
        Err(Refusal::Missing(_) | Refusal::Invalid(_)) => Err(Fout::Aanmelden),
        Err(anders) => Err(geweigerd(&anders).into()),
    }
}

#[derive(Deserialize)]
struct Vraag {
    naar: Option<String>,
}

#[get("/rol")]
async fn toon(req: HttpRequest, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    let kader = kader(&req)?;
    let (sessie, keuzes) = sessie(&req, &kader).await?;
    let (titel, inhoud) = match &keuzes {
        Ok(keuzes) => ("Kies uw rol", te_kiezen(&sessie, keuzes, eigen(vraag.naar.as_deref()))),
        Err(reden) => ("U heeft hier geen rol", geen(reden)),
    };
    let inhoud = html! { (inhoud) p { "Bent u iemand anders?" } (afmelden::knop(&sessie)) };
    Ok(afmelden::pagina(&kader, titel, inhoud))
}

fn geen(reden: &str) -> Markup {
    html! {
        p.inleiding { "U bent aangemeld, maar uw account heeft geen rol in Wijkspoor. Vraag de beheerder van uw gemeente om er een." }
        p.zacht { "Voor de beheerder: " (reden) "." }
    }
}

fn te_kiezen(sessie: &Sessie, keuzes: &[Actor], naar: &str) -> Markup {
    let deze = sessie.rol.as_deref();
    let weg = deze.filter(|deze| !keuzes.iter().any(|actor| keuze_van(actor) == *deze));
    html! {
        @if weg.is_some() {
            (bericht(Toon::Neutraal, &html! { p { "De rol waarin u werkte, heeft u niet meer. Kies een andere." } }))
        }
        @if let [_] = keuzes {
            p.inleiding { "U heeft één rol." }
        } @else {
            p.inleiding { "U heeft meer dan één rol. Kies in welke u nu werkt; bovenaan elke pagina kunt u wisselen." }
        }
        div.kaarten {
            @for actor in keuzes {
                @let keuze = keuze_van(actor);
                @let naam = naam_van_actor(actor);
                form.kaart method="post" action="/rol" {
                    input type="hidden" name=(BEWIJS) value=(sessie.bewijs);
                    input type="hidden" name="naar" value=(naar);
                    input type="hidden" name="rol" value=(keuze);
                    h2 { (rolnaam(actor.rol)) @if let Some(naam) = naam { " " (naam) } }
                    @if deze == Some(&keuze) { p { "In deze rol werkt u nu." } }
                    button type="submit" { "Verder als " (rolnaam(actor.rol).to_lowercase()) @if let Some(naam) = naam { " " (naam) } }
                }
            }
        }
    }
}

#[derive(Deserialize)]
struct Keuze {
    bewijs: String,
    rol: String,
    naar: Option<String>,
}

#[post("/rol")]
async fn kies(req: HttpRequest, vorm: web::Form<Keuze>) -> Result<HttpResponse, Fout> {
    let kader = kader(&req)?;
    let (sessie, keuzes) = sessie(&req, &kader).await?;
    let keuzes = keuzes.unwrap_or_default();
    let kan = keuzes.iter().any(|actor| keuze_van(actor) == vorm.rol);
    if vorm.bewijs != sessie.bewijs || !kan {
        // A page from before another choice or with a role of before, or not ours: choose again on one that is.
        let opnieuw = format!("/rol?naar={}", in_adres(eigen(vorm.naar.as_deref())));
        return Ok(verder(&opnieuw, Vec::new()));
    }
    // A new proof: a form that is still open in another tab was filled in as somebody else, and is shown once more first.
    let gekozen = Sessie {
        rol: Some(vorm.rol.clone()),
        meer: keuzes.len() > 1,
        bewijs: hex::encode(toeval()),
        ..sessie
    };
    Ok(verder(eigen(vorm.naar.as_deref()), kader.gedeeld.koekjes.bewaar(SESSIE, &gekozen, DUUR)))
}
