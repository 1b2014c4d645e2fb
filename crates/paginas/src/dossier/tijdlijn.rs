//! The timeline of a dossier: what happened, in order, who did it and what was said.

use super::woorden::{inhoud, wat};
use crate::fout::Fout;
use crate::onderdelen::{Moment, leesbaar, moment};
use crate::wie::Wie;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// A step.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stap {
    /// The version of the initiative after it.
    pub volgnummer: i64,
    /// The kind of event.
    pub soort: String,
    /// When it happened.
    pub plaatsgevonden: Moment,
    /// In which role somebody did it.
    pub rol: String,
    /// What it says.
    pub gegevens: Map<String, Json>,
}

#[derive(Deserialize)]
struct Tijdlijn {
    stappen: Vec<Stap>,
    volgende: Option<String>,
}

/// So many pages of steps are shown at most; the API has them all.
const BLADZIJDEN: usize = 10;

/// The steps of an initiative, in the order in which they happened; and whether there are more.
pub async fn stappen(wie: &Wie, id: &str) -> Result<(Vec<Stap>, bool), Fout> {
    let mut stappen = Vec::new();
    let mut cursor: Option<String> = None;
    for _ in 0..BLADZIJDEN {
        let vraag = crate::onderdelen::query([("limiet", Some("200")), ("cursor", cursor.as_deref())]);
        let bladzijde: Tijdlijn = wie.lees(&format!("/v1/initiatieven/{id}/tijdlijn{vraag}")).await?;
        stappen.extend(bladzijde.stappen);
        match bladzijde.volgende {
            Some(volgende) => cursor = Some(volgende),
            None => return Ok((stappen, false)),
        }
    }
    Ok((stappen, true))
}

/// So many of the same in a row are folded to one.
const GELIJK: usize = 3;

/// The steps as a list, the last first.
pub fn lijst(stappen: &[Stap]) -> Markup {
    let mut nieuwste: Vec<&Stap> = stappen.iter().collect();
    nieuwste.reverse();
    let groepen = nieuwste.chunk_by(|a, b| a.soort == b.soort && a.rol == b.rol);
    html! {
        ol.tijdlijn reversed {
            @for groep in groepen {
                @match groep {
                    [eerste, .., laatste] if groep.len() > GELIJK => {
                        li {
                            details {
                                summary {
                                    strong { (groep.len()) " × " (wat(&eerste.soort)) } " "
                                    span.bij { "van " (moment(&laatste.plaatsgevonden)) " tot en met " (moment(&eerste.plaatsgevonden)) }
                                }
                                ol.tijdlijn { @for stap in groep { li { (een(stap)) } } }
                            }
                        }
                    },
                    _ => { @for stap in groep { li { (een(stap)) } } },
                }
            }
        }
    }
}

/// One step.
pub fn een(stap: &Stap) -> Markup {
    let (teksten, rest) = inhoud(&stap.gegevens);
    html! {
        p.wat { strong { (wat(&stap.soort)) } " " span.bij { (moment(&stap.plaatsgevonden)) " · " (door(&stap.rol)) } }
        @for tekst in &teksten { blockquote { (tekst) } }
        @if !rest.is_empty() {
            dl.kort { @for (naam, waarde) in &rest { div { dt { (naam) } dd { (waarde) } } } }
        }
    }
}

fn door(rol: &str) -> String {
    match wijkspoor_domain::Rol::van_code(rol) {
        Some(wijkspoor_domain::Rol::Systeem) => "door Wijkspoor".to_owned(),
        Some(rol) => crate::onderdelen::rolnaam(rol).to_owned(),
        None => leesbaar(rol),
    }
}
