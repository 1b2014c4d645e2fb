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
    config.service(koppeling).service(beeindigen).service(handel);
}

#[derive(Deserialize)]
pub(super) struct Abonnementen {
    abonnementen: Vec<Abonnement>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Abonnement {
    id: String,
    soort: String,
    naam: String,
    adres: String,
    soorten: Vec<String>,
    gebieden: Vec<String>,
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

fn stand(a: &Abonnement) -> String {
    match a.status.as_str() {
        "aanmelden" => "Wordt gevraagd".to_owned(),
        code => leesbaar(code),
    }
}

/// The part of the page about administration; without a list for who may not see it.
pub(super) fn deel(wie: &Wie, lijst: Option<&Abonnementen>) -> Markup {
    html! {
        section aria-labelledby="koppelingen" {
            h2 #koppelingen { "Koppelingen" }
            @if wie.is(&[Rol::Beheerder]) { p { a.knop.knop-stil href="/beheer/koppelingen/nieuw" { "Een koppeling maken" } } }
            @match lijst {
                Some(lijst) => (tabel(&lijst.abonnementen)),
                None => p.zacht { "Koppelingen ziet u als beheerder." },
            }
        }
    }
}

fn tabel(lijst: &[Abonnement]) -> Markup {
    html! {
        @if lijst.is_empty() { (leeg("Er zijn nog geen koppelingen. Met een koppeling krijgt een ander systeem bericht van wat er gebeurt.")) }
        @else {
            table.stapel {
                caption { "Systemen die van gebeurtenissen horen" }
                thead { tr { th scope="col" { "Naam" } th scope="col" { "Stand" } th.getal scope="col" { "Achterstand" } th scope="col" { "Laatst gelukt" } } }
                tbody {
                    @for a in lijst {
                        tr {
                            th scope="row" { a href={ "/beheer/koppelingen/" (a.id) } { (a.naam) } " " span.bij { (a.adres) } }
                            td data-kop="Stand" {
                                (merkje(toon_van(a), &stand(a)))
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

/// What one may do with a connection as it stands: the code of the API, and what it says on the button.
fn acties(a: &Abonnement) -> &'static [(&'static str, &'static str)] {
    match a.status.as_str() {
        "beeindigd" => &[],
        "gepauzeerd" => &[("hervat", "Hervatten"), MISLUKTE],
        "storing" | "geweigerd" | "opgezegd" => &[("hervat", "Nu opnieuw proberen"), MISLUKTE],
        _ => &[("pauzeer", "Pauzeren"), MISLUKTE],
    }
}

const MISLUKTE: (&str, &str) = ("herhaal_mislukte", "Mislukte opnieuw bezorgen");

/// The hidden fields of a form about a connection.
fn begin(wie: &Wie) -> Markup {
    html! {
        (wie.bewijs())
        input type="hidden" name=(SLEUTEL) value=(nieuwe_sleutel());
    }
}

/// The buttons about the whole connection.
fn knoppen(wie: &Wie, a: &Abonnement) -> Markup {
    let pad = format!("/beheer/koppelingen/{}", in_adres(&a.id));
    html! {
        @if a.status != "beeindigd" {
            form.knoppen method="post" action=(pad) {
                (begin(wie))
                @for (code, tekst) in acties(a) { button.knop-stil type="submit" name="actie" value=(code) { (tekst) } }
                @if a.soort == "webhook" {
                    a.knop.knop-stil href={ (pad) "/sleutel" } { "Nieuwe sleutel" }
                    a.knop.knop-stil href={ (pad) "/beeindigen" } { "Beëindigen" }
                }
            }
        }
    }
}

/// The buttons about one delivery: once more, or past what holds up the rest.
fn per_aflevering(wie: &Wie, van: &Abonnement, a: &Aflevering) -> Markup {
    let acties: &[(&str, &str)] = match (van.status.as_str(), a.status.as_str()) {
        ("beeindigd", _) | (_, "wacht") => &[],
        (_, "mislukt" | "opgegeven") if van.pogingen > 0 => {
            &[("herhaal", "Opnieuw bezorgen"), ("sla_over", "Overslaan")]
        }
        _ => &[("herhaal", "Opnieuw bezorgen")],
    };
    html! {
        @if !acties.is_empty() {
            form.klein method="post" action={ "/beheer/koppelingen/" (in_adres(&van.id)) } {
                (begin(wie))
                input type="hidden" name="positie" value=(a.positie);
                @for (code, tekst) in acties {
                    button.als-link type="submit" name="actie" value=(code) { (tekst) span.alleen-voor-lezer { ": plaats " (getal(a.positie)) } }
                    " "
                }
            }
        }
    }
}

/// Of what the receiver is told.
fn keuze(a: &Abonnement) -> String {
    let soorten: Vec<_> =
        a.soorten.iter().map(|soort| crate::dossier::woorden::wat(soort).to_lowercase()).collect();
    let waarover = if soorten.is_empty() { "alles wat er gebeurt".to_owned() } else { soorten.join(", ") };
    let waar = if a.gebieden.is_empty() { "alle gebieden".to_owned() } else { a.gebieden.join(", ") };
    format!("Bericht over: {waarover}; in {waar}.")
}

#[get("/beheer/koppelingen/{id}")]
async fn koppeling(wie: Wie, id: web::Path<String>, vraag: web::Query<Vraag>) -> Result<HttpResponse, Fout> {
    let id = in_adres(&id);
    let pad = format!("/v1/abonnementen/{id}/afleveringen{}", query([("na", vraag.na.as_deref())]));
    let een = format!("/v1/abonnementen/{id}");
    let (abonnement, afleveringen) =
        tokio::join!(wie.lees::<Abonnement>(&een), wie.lees::<Afleveringen>(&pad));
    let (abonnement, afleveringen) = (abonnement?, afleveringen?);
    let volgende = afleveringen.volgende.map(|na| format!("/beheer/koppelingen/{id}?na={na}"));
    let beheert = wie.is(&[Rol::Beheerder]);
    let inhoud = html! {
        @if vraag.klaar.is_some() { (bericht(Toon::Goed, &html! { p { "Gedaan." } })) }
        p.inleiding { (abonnement.adres) }
        p {
            (merkje(toon_van(&abonnement), &stand(&abonnement))) " "
            (aantal(abonnement.achterstand, "gebeurtenis", "gebeurtenissen")) " achter" @if abonnement.pogingen > 0 { ", " (aantal(abonnement.pogingen, "poging", "pogingen")) " mislukt" } "."
        }
        @if let Some(fout) = &abonnement.laatste_fout { blockquote { (fout) } }
        p.zacht { (keuze(&abonnement)) }
        @if beheert { (knoppen(&wie, &abonnement)) }
        @if afleveringen.afleveringen.is_empty() { (leeg("Er is de laatste tijd niets bezorgd.")) }
        @else {
            table.stapel {
                caption { "Afleveringen; wat goed ging wordt na 30 dagen vergeten" }
                thead { tr { th scope="col" { "Gebeurtenis" } th scope="col" { "Stand" } th.getal scope="col" { "Pogingen" } th scope="col" { "Laatste poging" } @if beheert { th scope="col" { "Doen" } } } }
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
                            @if beheert { td data-kop="Doen" { (per_aflevering(&wie, &abonnement, a)) } }
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

/// Ending cannot be undone, so it is asked once more.
#[get("/beheer/koppelingen/{id}/beeindigen")]
async fn beeindigen(wie: Wie, id: web::Path<String>) -> Result<HttpResponse, Fout> {
    let pad = format!("/beheer/koppelingen/{}", in_adres(&id));
    let abonnement = wie.lees::<Abonnement>(&format!("/v1/abonnementen/{}", in_adres(&id))).await?;
    let inhoud = html! {
        p.inleiding { (abonnement.naam) " krijgt dan geen berichten meer, en het geheim is niets meer waard. Dit kunt u niet terugdraaien. Wilt u alleen even stoppen? Kies dan pauzeren." }
        form.knoppen method="post" action=(pad) {
            (begin(&wie))
            button type="submit" name="actie" value="beeindig" { "Voorgoed beëindigen" }
            a.knop.knop-stil href=(pad) { "Toch niet" }
        }
    };
    let kruimels = [("/beheer", "Beheer"), (pad.as_str(), abonnement.naam.as_str())];
    let kop = Kop { titel: "Een koppeling beëindigen", kruimels: &kruimels, ..Kop::default() };
    Ok(wie.pagina_met(&kop, inhoud))
}

#[post("/beheer/koppelingen/{id}")]
async fn handel(formulier: Formulier, id: web::Path<String>) -> Result<HttpResponse, Fout> {
    let Formulier { wie, velden } = formulier;
    let id = in_adres(&id);
    let mut actie = json!({ "actie": velden.get("actie") });
    if let Some(positie) = velden.get("positie").and_then(|positie| positie.parse::<i64>().ok()) {
        actie["positie"] = json!(positie);
    }
    let sleutel = velden.get(SLEUTEL).map_or_else(nieuwe_sleutel, str::to_owned);
    wie.schrijf::<Json>(&format!("/v1/abonnementen/{id}/acties"), &actie, &sleutel, None).await?;
    let naar = format!("/beheer/koppelingen/{id}?klaar={}", velden.get("actie").unwrap_or_default());
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, naar)).finish())
}
