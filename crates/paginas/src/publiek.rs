//! What whoever submitted an initiative sees of it, in plain words: where it is, who must do something, what was promised,
//! what happened. It shows the public side that the API has, and nothing else.

use crate::dossier::woorden::wat;
use crate::onderdelen::{Moment, datum, leeg, moment};
use maud::{Markup, html};
use serde::Deserialize;

/// The public side of an initiative.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Publiek {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub titel: String,
    status: String,
    sinds: Moment,
    aan_zet: Vec<String>,
    ingediend: Moment,
    resultaat: Option<String>,
    verwachting: Option<Verwachting>,
    besluit_uiterlijk: Option<String>,
    stappen: Vec<Stap>,
}

#[derive(Debug, Deserialize)]
struct Verwachting {
    uiterlijk: Option<String>,
    eisen: Option<String>,
    grenzen: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Stap {
    wanneer: Moment,
    soort: String,
    bericht: Option<String>,
    uiterlijk: Option<String>,
}

/// Where it is, what was promised, what happened.
pub fn toon(publiek: &Publiek, vandaag: &str) -> Markup {
    let voorbij = publiek.besluit_uiterlijk.as_deref().is_some_and(|dag| dag < vandaag);
    let nieuwste: Vec<&Stap> = publiek.stappen.iter().rev().collect();
    html! {
        section.stand aria-label="Hoe het ervoor staat" {
            div {
                p.stand-titel { "Waar is het nu?" }
                p.stand-groot { (publiek.status) }
                p.zacht { "sinds " (moment(&publiek.sinds)) }
            }
            div {
                p.stand-titel { "Wie moet er iets doen?" }
                @if publiek.aan_zet.is_empty() { p.stand-groot { "Niemand meer: het is afgerond" } }
                @for wie in &publiek.aan_zet { p.stand-groot { (hoofdletter(wie)) } }
            }
            div {
                p.stand-titel { "Wanneer hoort u meer?" }
                @match (&publiek.besluit_uiterlijk, publiek.aan_zet.is_empty()) {
                    (_, true) => p.stand-groot { "U hebt alles gehoord" },
                    (Some(dag), _) if voorbij => {
                        p.stand-groot { "Dat had al gemoeten" }
                        p.zacht { "Volgens de wet moest de gemeente uiterlijk op " (datum(dag)) " een besluit nemen. Vraag gerust waarom dat nog niet is gebeurd." }
                    },
                    (Some(dag), _) => {
                        p.stand-groot { "Uiterlijk op " (datum(dag)) }
                        p.zacht { "Dan moet de gemeente volgens de wet een besluit nemen." }
                    },
                    (None, _) => { p.stand-groot { "Dat is nog niet bekend" } p.zacht { "Vraag het gerust." } },
                }
            }
        }
        @if let Some(resultaat) = &publiek.resultaat { section { h2 { "Wat er is bereikt" } p.tekst { (resultaat) } } }
        @if let Some(v) = &publiek.verwachting {
            section {
                h2 { "Wat u kunt verwachten" }
                @if let Some(dag) = &v.uiterlijk { p { "Naar verwachting is het klaar op " strong { (datum(dag)) } "." } }
                @if let Some(eisen) = &v.eisen { h3 { "Wat van u wordt gevraagd" } p.tekst { (eisen) } }
                @if let Some(grenzen) = &v.grenzen { h3 { "Wat niet kan" } p.tekst { (grenzen) } }
            }
        }
        section {
            h2 { "Wat er is gebeurd" }
            @if publiek.stappen.is_empty() { (leeg("Er is nog niets gebeurd.")) }
            ol.tijdlijn {
                @for groep in nieuwste.chunk_by(|a, b| a.soort == b.soort && a.bericht == b.bericht) {
                    @match groep {
                        [eerste, .., laatste] if groep.len() > 2 => {
                            li {
                                p.wat {
                                    strong { (in_woorden(&eerste.soort)) } " "
                                    span.bij { (groep.len()) " keer hetzelfde, van " (moment(&laatste.wanneer)) " tot en met " (moment(&eerste.wanneer)) }
                                }
                                @if let Some(bericht) = &eerste.bericht { blockquote { (bericht) } }
                            }
                        },
                        _ => @for stap in groep { li { (een(stap)) } },
                    }
                }
            }
            p.zacht { "Ingediend: " (moment(&publiek.ingediend)) "." }
        }
    }
}

fn een(stap: &Stap) -> Markup {
    html! {
        p.wat { strong { (in_woorden(&stap.soort)) } " " span.bij { (moment(&stap.wanneer)) } }
        @if let Some(bericht) = &stap.bericht { blockquote { (bericht) } }
        @if let Some(dag) = &stap.uiterlijk { p { "Antwoord graag voor " strong { (datum(dag)) } "." } }
    }
}

/// What happened, as one says it to who submitted.
fn in_woorden(soort: &str) -> String {
    let tekst = match soort {
        "initiatief_ingediend" => "U diende uw initiatief in",
        "in_behandeling_genomen" => "Het team leefomgeving ging ermee aan de slag",
        "aanvulling_gevraagd" => "De gemeente vroeg u om meer informatie",
        "aanvulling_ontvangen" => "De gemeente ontving uw aanvulling",
        "overgedragen_aan_kernorganisatie" => "Een afdeling van de gemeente kijkt ernaar",
        "teruggehaald_door_tlo" => "Het team leefomgeving nam het weer over",
        "ambtelijk_geescaleerd" => "Het management van de gemeente gaat erover beslissen",
        "bestuurlijk_geescaleerd" => "Het bestuur van de gemeente gaat erover beslissen",
        "escalatie_besloten" => "Er is besloten hoe het verdergaat",
        "uitvoering_gestart" => "De uitvoering begon",
        "initiatief_gerealiseerd" => "Het is klaar",
        "initiatief_afgewezen" => "Het gaat niet door",
        "initiatief_ingetrokken" => "Het is ingetrokken",
        "initiatief_aangehouden" => "Het moet even wachten",
        "initiatief_hervat" => "Het gaat weer verder",
        "initiatief_heropend" => "Er wordt opnieuw naar gekeken",
        "terugkoppeling_gegeven" => "Bericht van de gemeente",
        "navraag_ontvangen" => "U stelde een vraag",
        "navraag_beantwoord" => "Antwoord van de gemeente",
        anders => return wat(anders),
    };
    tekst.to_owned()
}

fn hoofdletter(tekst: &str) -> String {
    let mut letters = tekst.chars();
    let eerste = letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{eerste}{}", letters.as_str())
}
