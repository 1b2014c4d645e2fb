//! The swim lanes of a dossier: who had the ball when, what was blocked, and how long the applicant heard nothing.

use super::tijdlijn::Stap;
use super::toestand::Dossier;
use crate::onderdelen::{aantal, dag, partij};
use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;
use std::collections::HashMap;
use wijkspoor_tekening::grafiek::banen::{Baan, Banen, Stuk, Stuksoort, teken};

/// Who had the ball when, from the API.
#[derive(Debug, Default, Deserialize)]
pub struct Doorlooptijd {
    keten: Vec<Schakel>,
    aandelen: Vec<Aandeel>,
    geschat: bool,
}

#[derive(Debug, Deserialize)]
struct Schakel {
    van: Date,
    tot: Date,
    partijen: Vec<Wie>,
    verdeeld: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Aandeel {
    #[serde(flatten)]
    wie: Wie,
    kalenderdagen: f64,
    procent: Option<f64>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Wie {
    partij: String,
    naam: Option<String>,
}

impl Wie {
    fn naam(&self) -> String {
        partij(&self.partij, self.naam.as_deref())
    }
}

/// The lanes as a drawing, with the same in words for who does not see it.
pub fn toon(dossier: &Dossier) -> Markup {
    let Ok(op) = dossier.vandaag.parse::<Date>() else { return html! {} };
    let doorlooptijd = &dossier.doorlooptijd;
    let mut banen: Vec<Baan> = doorlooptijd.aandelen.iter().map(|a| van_partij(a, dossier, op)).collect();
    let stiltes = stiltes(&dossier.stappen);
    if !stiltes.is_empty() {
        banen.push(Baan {
            naam: "Geen bericht".to_owned(),
            regel: "aan de initiatiefnemer".to_owned(),
            stukken: stiltes,
        });
    }
    let uitleg = doorlooptijd
        .aandelen
        .iter()
        .map(|a| format!("{}: {}", a.wie.naam(), deel(a)))
        .collect::<Vec<_>>()
        .join("; ");
    let banen = Banen { titel: "Wie aan zet was".to_owned(), uitleg, op, banen };
    html! {
        div.tabel.niet-breed tabindex="0" role="region" aria-label="Wie aan zet was, als tekening" { (PreEscaped(teken(&banen).pagina("banen"))) }
        @if doorlooptijd.geschat { p.zacht { "Een datum is niet precies bekend: alleen de volgorde klopt, de lengtes zijn ongeveer." } }
    }
}

fn deel(aandeel: &Aandeel) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "days and percentages are small")]
    let (dagen, procent) = (aandeel.kalenderdagen.round() as i64, aandeel.procent.map(|p| p.round() as i64));
    let dagen = aantal(dagen, "dag", "dagen");
    procent.map_or_else(|| dagen.clone(), |procent| format!("{dagen}, {procent} %"))
}

fn van_partij(aandeel: &Aandeel, dossier: &Dossier, op: Date) -> Baan {
    let naam = aandeel.wie.naam();
    let beurt = |schakel: &Schakel| Stuk {
        soort: if schakel.verdeeld { Stuksoort::Beurt } else { Stuksoort::Onzeker },
        van: schakel.van,
        tot: Some(schakel.tot).filter(|tot| *tot < op),
        uitleg: format!("{naam} van {} tot {}", dag(&schakel.van.to_string()), dag(&schakel.tot.to_string())),
        adres: None,
    };
    let keten = dossier.doorlooptijd.keten.iter().filter(|schakel| schakel.partijen.contains(&aandeel.wie));
    let mut stukken: Vec<Stuk> = keten.map(beurt).collect();
    if let Some(afdeling) = &aandeel.wie.naam {
        stukken.extend(blokkades(&dossier.stappen, afdeling));
    }
    Baan { naam, regel: deel(aandeel), stukken }
}

fn dag_van(stap: &Stap) -> Option<Date> {
    stap.plaatsgevonden.datum.parse().ok()
}

/// When a department could not go on with an order.
fn blokkades(stappen: &[Stap], afdeling: &str) -> Vec<Stuk> {
    let opdracht = |stap: &Stap| stap.gegevens.get("opdracht").and_then(|o| o.as_str()).map(str::to_owned);
    let van_wie: HashMap<String, &str> = (stappen.iter())
        .filter_map(|stap| Some((opdracht(stap)?, stap.gegevens.get("afdeling")?.as_str()?)))
        .collect();
    let mut open: HashMap<String, Date> = HashMap::new();
    let mut stukken = Vec::new();
    let stuk = |van: Date, tot: Option<Date>| Stuk {
        soort: Stuksoort::Blokkade,
        van,
        tot,
        uitleg: format!("geblokkeerd vanaf {}", dag(&van.to_string())),
        adres: None,
    };
    for stap in stappen {
        let (Some(opdracht), Some(dag)) = (opdracht(stap), dag_van(stap)) else { continue };
        if van_wie.get(&opdracht).copied() != Some(afdeling) {
            continue;
        }
        match stap.soort.as_str() {
            "opdracht_geblokkeerd" => {
                open.entry(opdracht).or_insert(dag);
            }
            soort if soort.starts_with("opdracht_") => {
                stukken.extend(open.remove(&opdracht).map(|van| stuk(van, Some(dag))));
            }
            _ => {}
        }
    }
    stukken.extend(open.into_values().map(|van| stuk(van, None)));
    stukken
}

/// When the applicant heard nothing: between messages, and since the last as long as it goes on.
fn stiltes(stappen: &[Stap]) -> Vec<Stuk> {
    const EINDE: [&str; 4] =
        ["initiatief_gerealiseerd", "initiatief_afgewezen", "initiatief_ingetrokken", "samengevoegd"];
    let mut sinds: Option<Date> = None;
    let mut stukken = Vec::new();
    for stap in stappen {
        let einde = EINDE.contains(&stap.soort.as_str());
        let hoort =
            ["initiatief_ingediend", "terugkoppeling_gegeven", "navraag_beantwoord", "initiatief_heropend"];
        if !einde && !hoort.contains(&stap.soort.as_str()) {
            continue;
        }
        let Some(nu) = dag_van(stap) else { continue };
        if let Some(van) = sinds.filter(|van| *van < nu) {
            stukken.push(stilte(van, Some(nu)));
        }
        sinds = (!einde).then_some(nu);
    }
    stukken.extend(sinds.map(|van| stilte(van, None)));
    stukken
}

fn stilte(van: Date, tot: Option<Date>) -> Stuk {
    let einde = tot.map_or_else(|| "nu".to_owned(), |tot| dag(&tot.to_string()));
    let uitleg = format!("geen bericht van {} tot {einde}", dag(&van.to_string()));
    Stuk { soort: Stuksoort::Stilte, van, tot, uitleg, adres: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value as Json, json};

    fn stap(soort: &str, dag: &str, gegevens: Json) -> Stap {
        let wanneer = json!({ "datum": dag, "nauwkeurigheid": "dag" });
        serde_json::from_value(json!({ "volgnummer": 1, "soort": soort, "plaatsgevonden": wanneer, "rol": "tlo", "gegevens": gegevens })).unwrap()
    }

    #[test]
    fn silence_lasts_from_word_to_word_and_ends_with_the_end() {
        let stappen = [
            stap("initiatief_ingediend", "2026-01-01", json!({})),
            stap("opdracht_uitgezet", "2026-01-03", json!({})),
            stap("terugkoppeling_gegeven", "2026-01-10", json!({})),
        ];
        let gevonden: Vec<_> =
            stiltes(&stappen).iter().map(|s| (s.van.to_string(), s.tot.map(|t| t.to_string()))).collect();
        assert_eq!(gevonden, [("2026-01-01".into(), Some("2026-01-10".into())), ("2026-01-10".into(), None)]);
        let einde = [&stappen[..], &[stap("initiatief_afgewezen", "2026-01-12", json!({}))]].concat();
        assert_eq!(stiltes(&einde).last().unwrap().tot.unwrap().to_string(), "2026-01-12");
    }

    #[test]
    fn a_block_is_of_the_department_that_has_the_order() {
        let stappen = [
            stap("opdracht_uitgezet", "2026-01-01", json!({ "opdracht": "a", "afdeling": "Groen" })),
            stap("opdracht_geblokkeerd", "2026-01-05", json!({ "opdracht": "a" })),
            stap("opdracht_gedeblokkeerd", "2026-01-09", json!({ "opdracht": "a" })),
        ];
        let [een] = blokkades(&stappen, "Groen").try_into().unwrap();
        assert_eq!(
            (een.van.to_string(), een.tot.unwrap().to_string()),
            ("2026-01-05".into(), "2026-01-09".into())
        );
        assert!(blokkades(&stappen, "Sport").is_empty());
        assert_eq!(blokkades(&stappen[..2], "Groen")[0].tot, None);
    }
}
