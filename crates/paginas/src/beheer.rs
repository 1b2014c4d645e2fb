//! For who runs it: the workflow with how many initiatives are where, the organisation, the connections and their
//! deliveries, and how fresh everything is.

use crate::api::Probleem;
use crate::formulier::{Formulier, SLEUTEL, nieuwe_sleutel};
use crate::fout::Fout;
use crate::onderdelen::{Toon, aantal, bericht, datum, getal, in_adres, leeg, leesbaar, merkje, query};
use crate::opmaak::Kop;
use crate::wie::Wie;
use actix_web::http::header;
use actix_web::{HttpResponse, get, post, web};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use wijkspoor_domain::Rol;
use wijkspoor_domain::werkstroom::Werkstroom;

pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config.service(overzicht).service(tekening).service(koppeling).service(handel);
}

#[derive(Deserialize)]
struct Statusaantallen {
    aantallen: Vec<Aantal>,
}

#[derive(Deserialize)]
struct Aantal {
    werkstroom: String,
    status: String,
    aantal: i64,
}

#[derive(Deserialize)]
struct Gereedheid {
    database: String,
    actualiteit: Actualiteit,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Actualiteit {
    positie: i64,
    vastgelegd_op: String,
}

#[derive(Deserialize)]
struct Abonnementen {
    abonnementen: Vec<Abonnement>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Abonnement {
    id: String,
    naam: String,
    adres: String,
    status: String,
    alarm: bool,
    achterstand: i64,
    laatst_gelukt: Option<String>,
    laatste_fout: Option<String>,
    pogingen: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inrichting {
    gemeente: String,
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
    let (gereed, aantallen, inrichting, abonnementen) = tokio::join!(
        wie.lees::<Gereedheid>("/v1/gereedheid"),
        wie.lees::<Statusaantallen>("/v1/statusaantallen"),
        wie.lees::<Inrichting>("/v1/inrichting"),
        wie.lees::<Abonnementen>("/v1/abonnementen"),
    );
    let (gereed, aantallen, inrichting) = (gereed?, aantallen?.aantallen, inrichting?);
    let opzet = wie.kader().api.app().opzet();
    let laatste = laatste_versies(opzet.werkstromen.iter());
    let inhoud = html! {
        (versheid(&gereed))
        @for werkstroom in laatste { (een_werkstroom(werkstroom, &aantallen)) }
        section aria-labelledby="koppelingen" {
            h2 #koppelingen { "Koppelingen" }
            @match abonnementen {
                Ok(lijst) => (koppelingen(&lijst.abonnementen)),
                Err(_) => p.zacht { "Koppelingen ziet u als beheerder." },
            }
        }
        (organisatie(&inrichting))
    };
    Ok(wie.pagina_met(&Kop { titel: "Beheer", breed: true, ..Kop::default() }, inhoud))
}

/// Of each workflow the version of today.
fn laatste_versies<'a>(werkstromen: impl Iterator<Item = &'a Werkstroom>) -> Vec<&'a Werkstroom> {
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

fn versheid(gereed: &Gereedheid) -> Markup {
    let dag = gereed.actualiteit.vastgelegd_op.get(..10).unwrap_or_default();
    html! {
        section.stand aria-label="Hoe actueel alles is" {
            div { p.stand-titel { "Database" } p.stand-groot { (gereed.database) } p.zacht { "antwoordt" } }
            div { p.stand-titel { "Gebeurtenissen in het log" } p.stand-groot { (getal(gereed.actualiteit.positie)) } p.zacht { "de laatste op " (datum(dag)) } }
            div { p.stand-titel { "Leesmodellen" } p.stand-groot { "Bijgewerkt" } p.zacht { "In dezelfde transactie als het log: zij lopen nooit achter." } }
        }
    }
}

fn een_werkstroom(werkstroom: &Werkstroom, aantallen: &[Aantal]) -> Markup {
    let tel = |status: &str| {
        let hier = aantallen.iter().filter(|a| a.werkstroom == werkstroom.code && a.status == status);
        hier.map(|a| a.aantal).sum::<i64>()
    };
    let id = format!("werkstroom-{}", werkstroom.code);
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { "Werkstroom: " (werkstroom.naam) " " span.zacht { "(versie " (werkstroom.versie) ")" } }
            div.tabel tabindex="0" role="region" aria-label="Tekening van de werkstroom" {
                img.tekening src={ "/beheer/werkstroom/" (werkstroom.code) ".svg" } alt={ "Tekening van de werkstroom " (werkstroom.naam) "; de tabel hieronder noemt dezelfde statussen." };
            }
            table.stapel {
                caption { "Hoeveel initiatieven nu in elke status zijn" }
                thead { tr { th scope="col" { "Status" } th scope="col" { "Fase" } th.getal scope="col" { "Nu" } } }
                tbody {
                    @for status in &werkstroom.statussen {
                        tr {
                            th scope="row" { (status.naam) }
                            td data-kop="Fase" { (leesbaar(status.fase.code())) }
                            td.getal data-kop="Nu" {
                                @match tel(&status.code) {
                                    0 => "0",
                                    n => a href={ "/initiatieven" (query([("status", Some(status.code.as_str()))])) } { (getal(n)) },
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[get("/beheer/werkstroom/{code}.svg")]
async fn tekening(wie: Wie, code: web::Path<String>) -> Result<HttpResponse, Fout> {
    let opzet = wie.kader().api.app().opzet();
    let laatste = laatste_versies(opzet.werkstromen.iter());
    let werkstroom = laatste.into_iter().find(|w| w.code == *code);
    let werkstroom = werkstroom.ok_or_else(|| Probleem::niet_gevonden("Deze werkstroom bestaat niet."))?;
    Ok(HttpResponse::Ok().content_type("image/svg+xml").body(wijkspoor_tekening::svg(werkstroom)))
}

fn organisatie(inrichting: &Inrichting) -> Markup {
    html! {
        section aria-labelledby="organisatie" {
            h2 #organisatie { "De organisatie van " (inrichting.gemeente) }
            p.zacht { "Versie " (inrichting.versie) ", zoals zij geldt op " (datum(&inrichting.op)) "." @if let Some(tekst) = &inrichting.omschrijving { " " (tekst) } }
            div.twee {
                div {
                    table.stapel {
                        caption { "Gebieden en hun teams" }
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
            table.stapel {
                caption { "Beleid dat geldt" }
                thead { tr { th scope="col" { "Regel" } th scope="col" { "Waarde" } } }
                tbody {
                    @for regel in &inrichting.beleid {
                        tr { th scope="row" { (regel.naam) } td data-kop="Waarde" { @if let Some(waarde) = regel.waarde { (getal(waarde)) } (regel.tekst.as_deref().unwrap_or_default()) " " (regel.eenheid.as_deref().unwrap_or_default()) } }
                    }
                }
            }
        }
    }
}

fn toon_van(a: &Abonnement) -> Toon {
    match (a.alarm, a.status.as_str()) {
        (true, _) => Toon::Fout,
        (false, "actief") => Toon::Goed,
        _ => Toon::Neutraal,
    }
}

fn koppelingen(lijst: &[Abonnement]) -> Markup {
    html! {
        @if lijst.is_empty() { (leeg("Er zijn geen koppelingen. Een nieuwe maakt u met de API; zie de documentatie over integratie.")) }
        @else {
            table.stapel {
                caption { "Systemen die van gebeurtenissen horen" }
                thead { tr { th scope="col" { "Naam" } th scope="col" { "Stand" } th.getal scope="col" { "Achterstand" } th scope="col" { "Laatst gelukt" } } }
                tbody {
                    @for a in lijst {
                        tr {
                            th scope="row" { a href={ "/beheer/koppelingen/" (a.id) } { (a.naam) } " " span.bij { (a.adres) } }
                            td data-kop="Stand" {
                                (merkje(toon_van(a), &leesbaar(&a.status)))
                                @if let Some(fout) = &a.laatste_fout { " " span.bij { (fout) } }
                            }
                            td.getal data-kop="Achterstand" { (getal(a.achterstand)) }
                            td data-kop="Laatst gelukt" { @match a.laatst_gelukt.as_deref().and_then(|op| op.get(..10)) { Some(dag) => (datum(dag)), None => "nog nooit" } }
                        }
                    }
                }
            }
        }
    }
}

#[derive(Deserialize)]
struct Afleveringen {
    afleveringen: Vec<Aflevering>,
    volgende: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Aflevering {
    positie: i64,
    soort: String,
    status: String,
    pogingen: i64,
    laatste_poging: String,
    antwoord: Option<i64>,
    fout: Option<String>,
}

#[derive(Deserialize)]
struct Vraag {
    na: Option<String>,
    klaar: Option<String>,
}

/// What one may do with a connection: the code of the API, and what it says on the button.
const ACTIES: [(&str, &str); 4] = [
    ("pauzeer", "Pauzeren"),
    ("hervat", "Hervatten"),
    ("herhaal_mislukte", "Mislukte opnieuw bezorgen"),
    ("beeindig", "Beëindigen"),
];

#[get("/beheer/koppelingen/{id}")]
async fn koppeling(wie: Wie, id: web::Path<String>, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    let id = in_adres(&id);
    let pad = format!("/v1/abonnementen/{id}/afleveringen{}", query([("na", vraag.na.as_deref())]));
    let een = format!("/v1/abonnementen/{id}");
    let (abonnement, afleveringen) =
        tokio::join!(wie.lees::<Abonnement>(&een), wie.lees::<Afleveringen>(&pad));
    let (abonnement, afleveringen) = (abonnement?, afleveringen?);
    let volgende = afleveringen.volgende.map(|na| format!("/beheer/koppelingen/{id}?na={na}"));
    let inhoud = html! {
        @if vraag.klaar.is_some() { (bericht(Toon::Goed, &html! { p { "Gedaan." } })) }
        p.inleiding { (abonnement.adres) }
        p {
            (merkje(toon_van(&abonnement), &leesbaar(&abonnement.status))) " "
            (aantal(abonnement.achterstand, "gebeurtenis", "gebeurtenissen")) " achter" @if abonnement.pogingen > 0 { ", " (aantal(abonnement.pogingen, "poging", "pogingen")) " mislukt" } "."
        }
        @if let Some(fout) = &abonnement.laatste_fout { blockquote { (fout) } }
        @if wie.is(&[Rol::Beheerder]) {
            form.knoppen method="post" action={ "/beheer/koppelingen/" (id) } {
                (wie.bewijs())
                input type="hidden" name=(SLEUTEL) value=(nieuwe_sleutel());
                @for (code, tekst) in ACTIES { button.knop-stil type="submit" name="actie" value=(code) { (tekst) } }
            }
        }
        @if afleveringen.afleveringen.is_empty() { (leeg("Er is de laatste tijd niets bezorgd.")) }
        @else {
            table.stapel {
                caption { "Afleveringen; wat goed ging wordt na 30 dagen vergeten" }
                thead { tr { th scope="col" { "Gebeurtenis" } th scope="col" { "Stand" } th.getal scope="col" { "Pogingen" } th scope="col" { "Laatste poging" } } }
                tbody {
                    @for a in &afleveringen.afleveringen {
                        tr {
                            th scope="row" { (crate::dossier::woorden::wat(&a.soort)) " " span.bij { "plaats " (getal(a.positie)) } }
                            td data-kop="Stand" {
                                (leesbaar(&a.status)) @if let Some(antwoord) = a.antwoord { " (" (antwoord) ")" }
                                @if let Some(fout) = &a.fout { " " span.bij { (fout) } }
                            }
                            td.getal data-kop="Pogingen" { (a.pogingen) }
                            td data-kop="Laatste poging" { (datum(a.laatste_poging.get(..10).unwrap_or_default())) }
                        }
                    }
                }
            }
        }
        (crate::onderdelen::bladeren(volgende.as_deref()))
    };
    let kop =
        Kop { titel: &abonnement.naam, kruimels: &[("/beheer", "Beheer")], breed: true, ..Kop::default() };
    Ok(wie.pagina_met(&kop, inhoud))
}

#[post("/beheer/koppelingen/{id}")]
async fn handel(formulier: Formulier, id: web::Path<String>) -> Result<HttpResponse, Fout> {
    let Formulier { wie, velden } = formulier;
    let id = in_adres(&id);
    let actie = json!({ "actie": velden.get("actie") });
    let sleutel = velden.get(SLEUTEL).map_or_else(nieuwe_sleutel, str::to_owned);
    wie.schrijf::<Json>(&format!("/v1/abonnementen/{id}/acties"), &actie, &sleutel, None).await?;
    let naar = format!("/beheer/koppelingen/{id}?klaar={}", velden.get("actie").unwrap_or_default());
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, naar)).finish())
}
