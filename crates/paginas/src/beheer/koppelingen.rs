//! The connections: who hears of events, how far behind each is, what was delivered, and pausing or repeating it.

use crate::formulier::{Formulier, SLEUTEL, nieuwe_sleutel};
use crate::fout::Fout;
use crate::onderdelen::{
    Toon, aantal, bericht, bladeren, datum, getal, in_adres, leeg, leesbaar, merkje, query,
};
use crate::opmaak::Kop;
use crate::wie::Wie;
use actix_web::http::header;
use actix_web::{HttpResponse, get, post, web};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use wijkspoor_domain::Rol;

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.service(koppeling).service(handel);
}

#[derive(Deserialize)]
pub(super) struct Abonnementen {
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

fn toon_van(a: &Abonnement) -> Toon {
    match (a.alarm, a.status.as_str()) {
        (true, _) => Toon::Fout,
        (false, "actief") => Toon::Goed,
        _ => Toon::Neutraal,
    }
}

/// The part of the page about administration; without a list for who may not see it.
pub(super) fn deel(lijst: Option<&Abonnementen>) -> Markup {
    html! {
        section aria-labelledby="koppelingen" {
            h2 #koppelingen { "Koppelingen" }
            @match lijst {
                Some(lijst) => (tabel(&lijst.abonnementen)),
                None => p.zacht { "Koppelingen ziet u als beheerder." },
            }
        }
    }
}

fn tabel(lijst: &[Abonnement]) -> Markup {
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
        (bladeren(volgende.as_deref()))
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
