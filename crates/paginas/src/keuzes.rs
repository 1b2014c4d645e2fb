//! Lists of names from which one chooses: the gebieden, afdelingen and the like that the municipality has set up.

use crate::fout::Fout;
use crate::wie::Wie;
use maud::{Markup, html};
use serde::Deserialize;

/// The names that may be chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Inrichting")]
pub struct Lijsten {
    /// The areas.
    pub gebieden: Vec<String>,
    /// The neighbourhoods.
    pub wijken: Vec<String>,
    /// The departments.
    pub afdelingen: Vec<String>,
    /// The programmes of the city.
    pub programmas: Vec<String>,
    /// The portfolios.
    pub portefeuilles: Vec<String>,
    /// The kinds of money.
    pub posten: Vec<String>,
    /// The subjects.
    pub themas: Vec<String>,
    /// The reasons of the municipality's own.
    pub redenen: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Inrichting {
    gebieden: Vec<Gebied>,
    afdelingen: Vec<Naam>,
    programmas: Vec<Naam>,
    portefeuilles: Vec<Naam>,
    posten: Vec<Naam>,
    themas: Vec<Naam>,
    redenen: Vec<Naam>,
}

#[derive(Deserialize)]
struct Gebied {
    naam: String,
    #[serde(default)]
    wijken: Vec<String>,
}

#[derive(Deserialize)]
struct Naam {
    naam: String,
}

impl From<Inrichting> for Lijsten {
    fn from(inrichting: Inrichting) -> Self {
        let namen = |namen: Vec<Naam>| namen.into_iter().map(|n| n.naam).collect();
        Self {
            wijken: inrichting.gebieden.iter().flat_map(|g| g.wijken.clone()).collect(),
            gebieden: inrichting.gebieden.into_iter().map(|g| g.naam).collect(),
            afdelingen: namen(inrichting.afdelingen),
            programmas: namen(inrichting.programmas),
            portefeuilles: namen(inrichting.portefeuilles),
            posten: namen(inrichting.posten),
            themas: namen(inrichting.themas),
            redenen: namen(inrichting.redenen),
        }
    }
}

impl Lijsten {
    /// Those of today.
    pub async fn lees(wie: &Wie) -> Result<Self, Fout> {
        wie.lees("/v1/inrichting").await
    }

    /// The names that belong in a field; nothing when it takes any text.
    pub fn voor(&self, veld: &str) -> Option<&[String]> {
        let lijst = match veld {
            "gebied" | "gebieden" => &self.gebieden,
            "wijk" | "wijken" => &self.wijken,
            "afdeling" => &self.afdelingen,
            "programma" => &self.programmas,
            "portefeuille" => &self.portefeuilles,
            "post" => &self.posten,
            "thema" | "themas" => &self.themas,
            "eigenReden" => &self.redenen,
            _ => return None,
        };
        (!lijst.is_empty()).then_some(lijst)
    }
}

/// A choice from names in a filter; what was chosen before is there even when it is no longer in the list.
pub fn kies(veld: &str, titel: &str, alle: Option<&str>, namen: &[String], gekozen: Option<&str>) -> Markup {
    let gekozen = gekozen.filter(|g| !g.is_empty());
    let onbekend = gekozen.filter(|g| !namen.iter().any(|naam| naam == g));
    html! {
        @if !namen.is_empty() || onbekend.is_some() {
            div.veld {
                label for=(veld) { (titel) }
                select id=(veld) name=(veld) {
                    @if let Some(alle) = alle { option value="" { (alle) } }
                    @for naam in namen { option value=(naam) selected[gekozen == Some(naam)] { (naam) } }
                    @if let Some(naam) = onbekend { option value=(naam) selected { (naam) } }
                }
            }
        }
    }
}
