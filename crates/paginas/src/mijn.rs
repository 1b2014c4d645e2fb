//! What somebody submitted themselves.

use crate::dossier::{acties, klaar};
use crate::fout::Fout;
use crate::onderdelen::{Moment, Toon, bericht, bladeren, in_adres, moment, nog_leeg, query};
use crate::opmaak::Kop;
use crate::publiek::{self, Publiek};
use crate::wie::Wie;
use actix_web::{HttpResponse, get, web};
use maud::{Markup, html};
use serde::Deserialize;

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.service(lijst).service(een);
}

#[derive(Deserialize)]
struct Bladeren {
    cursor: Option<String>,
}

#[derive(Deserialize)]
struct Initiatieven {
    initiatieven: Vec<Kort>,
    volgende: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kort {
    id: String,
    titel: String,
    status: String,
    sinds: Moment,
    aan_zet: Vec<String>,
}

#[get("/mijn-initiatieven")]
async fn lijst(wie: Wie, vraag: web::Query<Bladeren>) -> Result<HttpResponse, Fout> {
    let vraag = query([("cursor", vraag.cursor.as_deref())]);
    let Initiatieven { initiatieven, volgende } = wie.lees(&format!("/v1/eigen-initiatieven{vraag}")).await?;
    let volgende =
        volgende.map(|cursor| format!("/mijn-initiatieven{}", query([("cursor", Some(cursor.as_str()))])));
    let inhoud = html! {
        @if initiatieven.is_empty() {
            (nog_leeg("U hebt nog niets ingediend.", "Hebt u een idee voor uw wijk? Dien het in. Daarna ziet u hier waar het is en wie aan zet is.", &[("/indienen", "Een initiatief indienen")]))
        } @else {
            ul.kaarten {
                @for i in &initiatieven {
                    li.kaart {
                        h2 { a href={ "/mijn-initiatieven/" (i.id) } { (i.titel) } }
                        p { (i.status) ", sinds " (moment(&i.sinds)) "." }
                        @if !i.aan_zet.is_empty() { p { "Aan zet: " strong { (i.aan_zet.join(" en ")) } "." } }
                    }
                }
            }
        }
        (bladeren(volgende.as_deref()))
        @if !initiatieven.is_empty() { p { a.knop href="/indienen" { "Een initiatief indienen" } } }
    };
    Ok(wie.pagina_met(&Kop { titel: "Mijn initiatieven", breed: true, ..Kop::default() }, inhoud))
}

#[derive(Deserialize)]
struct Vraag {
    klaar: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Eigen {
    #[serde(flatten)]
    publiek: Publiek,
    mogelijke_overgangen: Vec<acties::Overgang>,
}

#[get("/mijn-initiatieven/{id}")]
async fn een(wie: Wie, pad: web::Path<String>, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    let eigen: Eigen = wie.lees(&format!("/v1/initiatieven/{}/publieke-kant", in_adres(&pad))).await?;
    let inhoud = html! {
        @match vraag.klaar.as_deref() {
            Some("feit") => (bericht(Toon::Goed, &html! { p { strong { "Vastgelegd: uw vraag is verstuurd." } " Het team leefomgeving ziet haar bij uw initiatief. Het antwoord komt op deze pagina." } })),
            gedaan => (klaar(gedaan)),
        }
        (publiek::toon(&eigen.publiek, &wie.kader().vandaag()))
        (wat_u_kunt_doen(&eigen))
    };
    let kop = Kop {
        titel: &eigen.publiek.titel,
        kruimels: &[("/mijn-initiatieven", "Mijn initiatieven")],
        ..Kop::default()
    };
    Ok(wie.pagina_met(&kop, inhoud))
}

fn wat_u_kunt_doen(eigen: &Eigen) -> Markup {
    let id = &eigen.publiek.id;
    html! {
        section {
            h2 { "Wat u nu kunt doen" }
            div.knoppen {
                a.knop href={ "/initiatieven/" (id) "/doen/feit?welke=navraag_ontvangen" } { "Een vraag stellen" }
                @for stap in &eigen.mogelijke_overgangen {
                    a.knop.knop-stil href=(acties::adres(id, &acties::Doel::overgang(&stap.overgang))) { (stap.naam) }
                }
            }
        }
    }
}
