//! The cases behind a mark or a number: the same question as it was, as a list.

use super::cijfers::{Episode, Episodes};
use crate::fout::Fout;
use crate::onderdelen::{Toon, aantal, bladeren, datum, leeg, leesbaar, merkje, moment, partij, query};
use crate::opmaak::Kop;
use crate::wie::Wie;
use actix_web::{HttpResponse, get, web};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The question as the API knows it; it says what it does not know.
type Vraag = web::Query<BTreeMap<String, String>>;

fn adres(pad: &str, vraag: &BTreeMap<String, String>, erbij: Option<(&str, &str)>) -> String {
    let delen = vraag.iter().map(|(naam, waarde)| (naam.as_str(), Some(waarde.as_str())));
    let delen = delen.filter(|(naam, _)| erbij.is_none_or(|(nieuw, _)| nieuw != *naam));
    format!("{pad}{}", query(delen.chain(erbij.map(|(naam, waarde)| (naam, Some(waarde))))))
}

#[get("/stagnatie/zaken.csv")]
pub async fn csv(wie: Wie, vraag: Vraag) -> Result<HttpResponse, Fout> {
    wie.door(&adres("/v1/episodes", &vraag, None), "text/csv").await
}

#[get("/stagnatie/zaken")]
pub async fn toon(wie: Wie, vraag: Vraag) -> Result<HttpResponse, Fout> {
    let lijst: Episodes = wie.lees(&adres("/v1/episodes", &vraag, None)).await?;
    let volgende =
        lijst.volgende.as_deref().map(|cursor| adres("/stagnatie/zaken", &vraag, Some(("cursor", cursor))));
    let mut eerste = vraag.clone();
    eerste.remove("cursor");
    let soort = vraag.get("soort").map_or("beurt", String::as_str);
    let inhoud = html! {
        p.inleiding { (wat(soort)) }
        (keuze(&vraag))
        @if lijst.episodes.is_empty() { (leeg("Hier hoort niets bij. Misschien kijkt u met een andere rol of een andere peildatum.")) }
        @else { (tabel(&lijst.episodes)) }
        (bladeren(volgende.as_deref()))
        @if !lijst.episodes.is_empty() {
            p.niet-op-papier { a href=(adres("/stagnatie/zaken.csv", &eerste, None)) { "Al deze zaken als tabel (CSV)" } }
        }
    };
    let kop = Kop {
        titel: "De zaken achter het cijfer",
        kruimels: &[("/stagnatie", "Stagnatie")],
        breed: true,
        ..Kop::default()
    };
    Ok(wie.pagina_met(&kop, inhoud))
}

/// What the cases are.
fn wat(soort: &str) -> &'static str {
    match soort {
        "beurt" => "Elke keer dat een partij aan zet was of is. Wat het eerst begon staat bovenaan.",
        "overdracht" => "Opdrachten, van het uitzetten tot het eerste antwoord. De oudste staan bovenaan.",
        "blokkade" => "Opdrachten waarmee een afdeling niet verder kon of kan. De oudste staan bovenaan.",
        "radiostilte" => "Perioden waarin een indiener geen bericht kreeg. De oudste staan bovenaan.",
        "aanloop" => {
            "Initiatieven, van het indienen tot zij voor het eerst in uitvoering kwamen. De oudste staan bovenaan."
        }
        "looptijd" => "Initiatieven, van het indienen tot het einde. De oudste staan bovenaan.",
        _ => "Wat achter dit cijfer zit. Het oudste staat bovenaan.",
    }
}

/// What was chosen, as labels.
fn keuze(vraag: &BTreeMap<String, String>) -> Markup {
    let naam = |deel: &str| match deel {
        "begonnenVanaf" => "Begonnen vanaf",
        "begonnenTotEnMet" => "Begonnen tot en met",
        "normVanaf" => "Norm vanaf",
        "normTotEnMet" => "Norm tot en met",
        "duurtNog" => "Duurt nog",
        "peildatum" => "Zoals het was op",
        "partij" if !vraag.contains_key("naam") => "Bij",
        "naam" => "Bij",
        "gebied" => "Gebied",
        "thema" => "Thema",
        "aard" => "Soort",
        "fase" => "Fase",
        "status" => "Status",
        _ => "",
    };
    let waarde = |deel: &str, waarde: &str| match (deel, waarde) {
        (_, "true") => "ja".to_owned(),
        (_, "false") => "nee".to_owned(),
        ("partij", code) => partij(code, None).to_lowercase(),
        ("aard" | "fase" | "status", code) => leesbaar(code).to_lowercase(),
        (_, waarde) => crate::onderdelen::dag(waarde),
    };
    let delen =
        || vraag.iter().filter(|(deel, w)| !naam(deel).is_empty() && !w.is_empty() && *w != "9999-12-31");
    html! {
        @if delen().next().is_some() {
            ul.keuzes { @for (deel, w) in delen() { li { (merkje(Toon::Neutraal, &format!("{}: {}", naam(deel), waarde(deel, w)))) } } }
        }
    }
}

fn tabel(episodes: &[Episode]) -> Markup {
    html! {
        table.stapel {
            caption.alleen-voor-lezer { "Zaken" }
            thead { tr { th scope="col" { "Initiatief" } th scope="col" { "Bij" } th scope="col" { "Van" } th scope="col" { "Tot" } th.getal scope="col" { "Duur" } th scope="col" { "Uiterlijk" } } }
            tbody {
                @for e in episodes {
                    tr {
                        th scope="row" { a href={ "/initiatieven/" (e.initiatief_id) } { (e.titel) } " " span.bij { (e.gebied) } }
                        td data-kop="Bij" {
                            @if e.partij.is_empty() { "–" } @else { (partij(&e.partij, Some(e.naam.as_str()).filter(|n| !n.is_empty()))) }
                            @if !e.aard.is_empty() { " " span.bij { (leesbaar(&e.aard).to_lowercase()) } }
                        }
                        td data-kop="Van" { (moment(&e.van)) }
                        td data-kop="Tot" {
                            @if let Some(tot) = &e.tot { (moment(tot)) @if !e.uitkomst.is_empty() { " " span.bij { (leesbaar(&e.uitkomst).to_lowercase()) @if !e.reden.is_empty() { ": " (leesbaar(&e.reden).to_lowercase()) } } } }
                            @else { span.heel { "duurt nog" } }
                        }
                        td.getal data-kop="Duur" { @if let Some(dagen) = e.kalenderdagen { (aantal(dagen, "dag", "dagen")) } @else { "onbekend" } }
                        td.heel data-kop="Uiterlijk" {
                            @if let Some(norm) = e.norm { (datum(&norm.to_string())) } @else { "–" }
                            @if e.over_norm == Some(true) { " " (merkje(Toon::Fout, "te laat")) }
                        }
                    }
                }
            }
        }
    }
}
