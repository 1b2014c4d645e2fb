//! The read models: up to where in the log each is true, with which version it was filled, and how far behind it is.

use crate::onderdelen::{Toon, getal, leesbaar, merkje, tijdstip};
use maud::{Markup, html};
use serde::Deserialize;

/// The end of the log, or a place in it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Actualiteit {
    pub(super) positie: i64,
    pub(super) vastgelegd_op: String,
}

#[derive(Deserialize)]
pub(super) struct Leesmodellen {
    leesmodellen: Vec<Leesmodel>,
    actualiteit: Actualiteit,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Leesmodel {
    naam: String,
    stand: String,
    versie: i64,
    versie_programma: i64,
    keren_gemaakt: i64,
    tabellen: Vec<String>,
    actualiteit: Option<Actualiteit>,
}

impl Leesmodellen {
    fn bijgewerkt(&self) -> bool {
        self.leesmodellen.iter().all(|model| self.achterstand(model) == Some(0))
    }

    fn achterstand(&self, model: &Leesmodel) -> Option<i64> {
        model.actualiteit.as_ref().map(|tot| self.actualiteit.positie - tot.positie)
    }

    /// In one word, for the top of the page.
    pub(super) fn samengevat(&self) -> Markup {
        html! {
            p.stand-groot { @if self.bijgewerkt() { "Bijgewerkt" } @else { "Niet bij" } }
            p.zacht { a href="#leesmodellen" { (self.leesmodellen.len()) " leesmodellen" } @if self.bijgewerkt() { ", geen loopt achter" } }
        }
    }
}

/// What a kind of stream is called.
fn naam(soort: &str) -> String {
    match soort {
        "initiatief" => "Initiatieven".to_owned(),
        "signaal" => "Signalen".to_owned(),
        "wijkprogramma" => "Wijkprogramma's".to_owned(),
        "budget" => "Budgetten".to_owned(),
        "vernietigingslijst" => "Vernietigingslijsten".to_owned(),
        anders => leesbaar(anders),
    }
}

fn stand(model: &Leesmodel) -> Markup {
    match model.stand.as_str() {
        "bijgewerkt" => merkje(Toon::Goed, "Bijgewerkt"),
        "nieuwer" => merkje(Toon::Let, "Gevuld door een nieuwere versie"),
        _ => merkje(Toon::Fout, "Wordt opnieuw gemaakt"),
    }
}

/// The part of the page about them.
pub(super) fn deel(modellen: &Leesmodellen) -> Markup {
    let einde = &modellen.actualiteit;
    html! {
        section aria-labelledby="leesmodellen" {
            h2 #leesmodellen { "Leesmodellen" }
            p.betekenis { "Wat u op de pagina's ziet, komt uit tabellen die uit het log zijn afgeleid. Een gebeurtenis en haar rijen worden in één keer vastgelegd, dus de tabellen horen nooit achter te lopen." }
            table.stapel {
                caption { "Het log loopt tot en met gebeurtenis " (getal(einde.positie)) @if einde.positie > 0 { ", vastgelegd " (tijdstip(&einde.vastgelegd_op)) } }
                thead { tr { th scope="col" { "Leesmodel" } th scope="col" { "Stand" } th.getal scope="col" { "Klopt tot en met" } th.getal scope="col" { "Loopt achter" } th.getal scope="col" { "Versie" } th scope="col" { "Tabellen" } } }
                tbody { @for model in &modellen.leesmodellen {
                    tr {
                        th scope="row" { (naam(&model.naam)) }
                        td data-kop="Stand" { (stand(model)) }
                        td.getal data-kop="Klopt tot en met" { @match &model.actualiteit { Some(tot) => { "gebeurtenis " (getal(tot.positie)) }, None => "niet bekend" } }
                        td.getal data-kop="Loopt achter" { @match modellen.achterstand(model) { Some(n) => (getal(n)), None => "niet bekend" } }
                        td.getal data-kop="Versie" {
                            (model.versie)
                            @if model.versie != model.versie_programma { " (dit programma: " (model.versie_programma) ")" }
                            span.bij { @if model.keren_gemaakt == 1 { "eenmaal gemaakt" } @else { (getal(model.keren_gemaakt)) " keer gemaakt" } }
                        }
                        td data-kop="Tabellen" { details { summary { (model.tabellen.len()) @if model.tabellen.len() == 1 { " tabel" } @else { " tabellen" } } (model.tabellen.join(", ")) } }
                    }
                } }
            }
        }
    }
}
