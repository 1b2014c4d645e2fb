//! For who runs it: the workflow with how many initiatives are where, the organisation, the connections and their
//! deliveries, and how fresh everything is.

mod koppelingen;
mod leesmodellen;
mod nieuw;
mod werkstroom;

use crate::fout::Fout;
use crate::onderdelen::{datum, getal, tijdstip};
use crate::opmaak::Kop;
use crate::wie::Wie;
use actix_web::{HttpResponse, get, web};
use koppelingen::Abonnementen;
use leesmodellen::{Actualiteit, Leesmodellen};
use maud::{Markup, html};
use serde::Deserialize;
use werkstroom::{Statusaantallen, laatste_versies};

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config
        .service(overzicht)
        .configure(werkstroom::routes)
        .configure(nieuw::routes)
        .configure(koppelingen::routes);
}

#[derive(Deserialize)]
struct Gereedheid {
    database: String,
    actualiteit: Actualiteit,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inrichting {
    gemeente: Option<String>,
    versie: i64,
    op: String,
    #[serde(default)]
    omschrijving: Option<String>,
    gebieden: Vec<Gebied>,
    afdelingen: Vec<Afdeling>,
    beleid: Vec<Beleid>,
}

#[derive(Deserialize)]
struct Gebied {
    naam: String,
    tlo: Option<String>,
    #[serde(default)]
    wijken: Vec<String>,
}

#[derive(Deserialize)]
struct Afdeling {
    naam: String,
}

#[derive(Deserialize)]
struct Beleid {
    naam: String,
    waarde: Option<i64>,
    tekst: Option<String>,
    eenheid: Option<String>,
}

#[get("/beheer")]
async fn overzicht(wie: Wie) -> Result<HttpResponse, Fout> {
    let (gereed, aantallen, inrichting, abonnementen, modellen) = tokio::join!(
        wie.lees::<Gereedheid>("/v1/gereedheid"),
        wie.lees::<Statusaantallen>("/v1/statusaantallen"),
        wie.lees::<Inrichting>("/v1/inrichting"),
        wie.lees::<Abonnementen>("/v1/abonnementen"),
        wie.lees::<Leesmodellen>("/v1/leesmodellen"),
    );
    let (gereed, aantallen, inrichting) = (gereed?, aantallen?, inrichting?);
    // Management may count what is where; connections and read models are for who runs it and who audits it.
    let (abonnementen, modellen) = (abonnementen.ok(), modellen.ok());
    let opzet = wie.kader().api.app().opzet();
    let inhoud = html! {
        (versheid(&gereed, modellen.as_ref()))
        @for werkstroom in laatste_versies(opzet.werkstromen.iter()) { (werkstroom::deel(&wie, werkstroom, &aantallen)) }
        @if let Some(modellen) = &modellen { (leesmodellen::deel(modellen)) }
        (koppelingen::deel(&wie, abonnementen.as_ref()))
        (organisatie(&inrichting))
    };
    Ok(wie.pagina_met(&Kop { titel: "Beheer", breed: true, ..Kop::default() }, inhoud))
}

fn versheid(gereed: &Gereedheid, modellen: Option<&Leesmodellen>) -> Markup {
    let Actualiteit { positie, vastgelegd_op } = &gereed.actualiteit;
    html! {
        section.stand aria-label="Hoe actueel alles is" {
            div { p.stand-titel { "Database" } p.stand-groot { (gereed.database) } p.zacht { "antwoordt" } }
            div { p.stand-titel { "Gebeurtenissen in het log" } p.stand-groot { (getal(*positie)) } p.zacht { @if *positie == 0 { "Er is nog niets vastgelegd." } @else { "de laatste " (tijdstip(vastgelegd_op)) } } }
            @if let Some(modellen) = modellen { div { p.stand-titel { "Leesmodellen" } (modellen.samengevat()) } }
        }
    }
}

fn organisatie(inrichting: &Inrichting) -> Markup {
    let Some(gemeente) = &inrichting.gemeente else { return zonder_inrichting() };
    html! {
        section aria-labelledby="organisatie" {
            h2 #organisatie { "De organisatie van " (gemeente) }
            p.zacht { "Versie " (inrichting.versie) ", zoals zij geldt op " (datum(&inrichting.op)) "." @if let Some(tekst) = &inrichting.omschrijving { " " (tekst) } }
            div.twee {
                div {
                    h3 #gebieden { "Gebieden en hun teams" }
                    table.stapel aria-labelledby="gebieden" {
                        thead { tr { th scope="col" { "Gebied" } th scope="col" { "Team" } th scope="col" { "Wijken" } } }
                        tbody {
                            @for gebied in &inrichting.gebieden {
                                tr {
                                    th scope="row" { (gebied.naam) }
                                    td data-kop="Team" { (gebied.tlo.as_deref().unwrap_or("niet genoemd")) }
                                    td data-kop="Wijken" { (gebied.wijken.join(", ")) }
                                }
                            }
                        }
                    }
                }
                div {
                    h3 { "Afdelingen" }
                    ul { @for afdeling in &inrichting.afdelingen { li { (afdeling.naam) } } }
                }
            }
            @if !inrichting.beleid.is_empty() { (beleid(&inrichting.beleid)) }
        }
    }
}

fn zonder_inrichting() -> Markup {
    html! {
        section aria-labelledby="organisatie" {
            h2 #organisatie { "De organisatie" }
            div.leeg {
                p.leeg-kop { "Er is nog niets ingericht." }
                p { "Gebieden, afdelingen en thema's zijn nu vrij in te vullen. Met een inrichting kiest iedereen uit dezelfde namen." }
                p { "Een voorbeeld om mee te beginnen geeft " code { "wijkspoor inrichting voorbeeld" } ". Pas het aan, en start de server met " code { "--inrichting" } " en het bestand." }
            }
        }
    }
}

fn beleid(regels: &[Beleid]) -> Markup {
    html! {
        h3 #beleid { "Beleid dat geldt" }
        table.stapel aria-labelledby="beleid" {
            thead { tr { th scope="col" { "Regel" } th scope="col" { "Waarde" } } }
            tbody {
                @for regel in regels {
                    tr { th scope="row" { (regel.naam) } td data-kop="Waarde" { @if let Some(waarde) = regel.waarde { (getal(waarde)) } (regel.tekst.as_deref().unwrap_or_default()) @if let Some(eenheid) = regel.eenheid.as_deref().filter(|e| *e != "aantal") { " " (eenheid) } } }
                }
            }
        }
    }
}
