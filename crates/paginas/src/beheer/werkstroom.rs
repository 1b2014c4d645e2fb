//! The workflow as a drawing with how many initiatives are where now, and the same as a table.

use crate::api::Probleem;
use crate::fout::Fout;
use crate::onderdelen::{getal, leesbaar, query};
use crate::wie::Wie;
use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;
use wijkspoor_api::beleid;
use wijkspoor_domain::werkstroom::Werkstroom;
use wijkspoor_tekening::{Stand, Standen};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.service(tekening);
}

#[derive(Deserialize)]
pub(super) struct Statusaantallen {
    aantallen: Vec<Aantal>,
}

#[derive(Deserialize)]
struct Aantal {
    werkstroom: String,
    status: String,
    aantal: i64,
}

/// Of each workflow the version of today.
pub(super) fn laatste_versies<'a>(werkstromen: impl Iterator<Item = &'a Werkstroom>) -> Vec<&'a Werkstroom> {
    let mut laatste: Vec<&Werkstroom> = Vec::new();
    for werkstroom in werkstromen {
        match laatste.iter_mut().find(|l| l.code == werkstroom.code) {
            Some(l) if l.versie < werkstroom.versie => *l = werkstroom,
            Some(_) => {}
            None => laatste.push(werkstroom),
        }
    }
    laatste
}

/// How many initiatives have each status, and where they are shown to who may see them.
fn standen(wie: &Wie, werkstroom: &Werkstroom, aantallen: &Statusaantallen) -> Standen {
    let mag = beleid::toegang("zoekInitiatieven", &wie.actor).is_ok();
    let mut standen = Standen::new();
    for a in aantallen.aantallen.iter().filter(|a| a.werkstroom == werkstroom.code) {
        let adres = mag.then(|| format!("/initiatieven{}", query([("status", Some(a.status.as_str()))])));
        standen.entry(a.status.clone()).or_insert(Stand { aantal: 0, adres }).aantal += a.aantal;
    }
    standen
}

/// The part of the page about one workflow.
pub(super) fn deel(wie: &Wie, werkstroom: &Werkstroom, aantallen: &Statusaantallen) -> Markup {
    let standen = standen(wie, werkstroom, aantallen);
    let id = format!("werkstroom-{}", werkstroom.code);
    let samen: i64 = standen.values().map(|stand| stand.aantal).sum();
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { "Werkstroom: " (werkstroom.naam) " " span.zacht { "(versie " (werkstroom.versie) ")" } }
            div.tabel.werkstroom tabindex="0" role="region" aria-label={ "Tekening van de werkstroom " (werkstroom.naam) } {
                (PreEscaped(wijkspoor_tekening::svg_met_standen(werkstroom, &standen)))
            }
            details.meer {
                summary { "Dezelfde aantallen als tabel" }
                table.stapel {
                    caption { "Hoeveel initiatieven nu in elke status zijn; samen " (getal(samen)) }
                    thead { tr { th scope="col" { "Status" } th scope="col" { "Fase" } th.getal scope="col" { "Nu" } } }
                    tbody { @for status in &werkstroom.statussen {
                        tr {
                            th scope="row" { (status.naam) }
                            td data-kop="Fase" { (leesbaar(status.fase.code())) }
                            td.getal data-kop="Nu" { (aantal(standen.get(&status.code))) }
                        }
                    } }
                }
            }
            p.niet-op-papier { a href={ "/beheer/werkstroom/" (werkstroom.code) ".svg" } { "De tekening zonder aantallen, als bestand (SVG)" } }
        }
    }
}

fn aantal(stand: Option<&Stand>) -> Markup {
    html! {
        @match stand {
            Some(Stand { aantal, adres: Some(adres) }) => a href=(adres) { (getal(*aantal)) },
            Some(Stand { aantal, adres: None }) => (getal(*aantal)),
            None => "0",
        }
    }
}

#[get("/beheer/werkstroom/{code}.svg")]
async fn tekening(wie: Wie, code: web::Path<String>) -> Result<HttpResponse, Fout> {
    let opzet = wie.kader().api.app().opzet();
    let laatste = laatste_versies(opzet.werkstromen.iter());
    let werkstroom = laatste.into_iter().find(|w| w.code == *code);
    let werkstroom = werkstroom.ok_or_else(|| Probleem::niet_gevonden("Deze werkstroom bestaat niet."))?;
    // Opened within our pages its style would be refused by the policy that holds for all of them.
    let naam = format!("attachment; filename=\"werkstroom-{}-{}.svg\"", werkstroom.code, werkstroom.versie);
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CONTENT_DISPOSITION, naam))
        .body(wijkspoor_tekening::svg(werkstroom)))
}
