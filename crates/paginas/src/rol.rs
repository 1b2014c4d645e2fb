//! Somebody with several roles chooses in which they act, and changes it without signing in again.

use crate::aanmelden::{eigen, geweigerd, verder};
use crate::api::Probleem;
use crate::formulier::BEWIJS;
use crate::fout::{Fout, mime};
use crate::onderdelen::{naam_van_actor, rolnaam};
use crate::opmaak::{Kop, document};
use crate::sessie::{Sessie, toeval};
use crate::wie::{Kader, SESSIE, kader};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::html;
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

/// The session, and what its token allows now: whatever a browser sends, it chooses from this.
async fn sessie(req: &HttpRequest, kader: &Kader) -> Result<(Sessie, Vec<Actor>), Fout> {
    let sessie: Sessie = kader.gedeeld.koekjes.lees(req, SESSIE).ok_or(Fout::Aanmelden)?;
    match kader.api.keuzes(&sessie.token).await {
        Ok(keuzes) => Ok((sessie, keuzes)),
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
    let inhoud = html! {
        p.inleiding { "U heeft meer dan één rol. Kies in welke u nu werkt; bovenaan elke pagina kunt u wisselen." }
        div.kaarten {
            @for actor in &keuzes {
                @let deze = keuze_van(actor);
                form.kaart method="post" action="/rol" {
                    input type="hidden" name=(BEWIJS) value=(sessie.bewijs);
                    input type="hidden" name="naar" value=(eigen(vraag.naar.as_deref()));
                    input type="hidden" name="rol" value=(deze);
                    h2 { (rolnaam(actor.rol)) @if let Some(naam) = naam_van_actor(actor) { " " (naam) } }
                    @if sessie.rol.as_ref() == Some(&deze) { p { "In deze rol werkt u nu." } }
                    button type="submit" {
                        "Verder als " (rolnaam(actor.rol))
                        @if let Some(naam) = naam_van_actor(actor) { " " (naam) }
                    }
                }
            }
        }
    };
    let kop = Kop { titel: "Kies uw rol", zonder_menu: true, ..Kop::default() };
    Ok(HttpResponse::Ok().content_type(mime()).body(document(&kader, &kop, inhoud).into_string()))
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
    if vorm.bewijs != sessie.bewijs {
        // A page from before another choice, or not ours: choose again on one that is.
        return Ok(verder("/rol", Vec::new()));
    }
    if !keuzes.iter().any(|actor| keuze_van(actor) == vorm.rol) {
        return Err(Probleem::geweigerd("Deze rol heeft u niet. Kies een van uw eigen rollen.").into());
    }
    // A new proof: a form that is still open in another tab was filled in as somebody else, and is shown once more first.
    let gekozen = Sessie {
        rol: Some(vorm.rol.clone()),
        meer: keuzes.len() > 1,
        bewijs: hex::encode(toeval()),
        ..sessie
    };
    Ok(verder(eigen(vorm.naar.as_deref()), kader.gedeeld.koekjes.bewaar(SESSIE, &gekozen)))
}
