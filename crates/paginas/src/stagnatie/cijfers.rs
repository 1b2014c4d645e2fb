//! Figures as the API gives them, and what is said of them.

use crate::onderdelen::Moment;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use wijkspoor_tekening::grafiek::Ernst;

/// Waiting times.
#[derive(Debug, Default, Deserialize)]
pub struct Wachttijden {
    pub totaal: Cijfers,
    pub groepen: Vec<Groep>,
}

/// A group.
#[derive(Debug, Deserialize)]
pub struct Groep {
    pub van: BTreeMap<String, String>,
    pub cijfers: Cijfers,
    pub episodes: String,
}

/// What is said of a group.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cijfers {
    pub gesloten: i64,
    pub open: i64,
    pub weggelaten: i64,
    pub kalenderdagen: Verdeling,
    pub langst_open: Option<i64>,
    pub open_met_norm: i64,
    pub over_norm: i64,
    pub norm_dagen: Option<i64>,
    pub normafstanden: Vec<Normafstand>,
    pub uitkomsten: Vec<Uitkomst>,
}

/// Quantiles.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Verdeling {
    pub mediaan: Kwantiel,
    pub p90: Kwantiel,
}

/// A quantile.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Kwantiel {
    pub dagen: Option<i64>,
    pub van: Option<i64>,
    pub tot: Option<i64>,
}

/// How many are so far from their norm.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Normafstand {
    pub vanaf_dagen: Option<i64>,
    pub tot_dagen: Option<i64>,
    pub aantal: i64,
}

/// How often it ended so.
#[derive(Debug, Clone, Deserialize)]
pub struct Uitkomst {
    pub uitkomst: String,
    #[serde(default)]
    pub reden: String,
    pub aantal: i64,
}

/// An episode.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Episode {
    pub initiatief_id: String,
    pub titel: String,
    pub gebied: String,
    #[serde(default)]
    pub partij: String,
    #[serde(default)]
    pub naam: String,
    #[serde(default)]
    pub aard: String,
    pub van: Moment,
    pub tot: Option<Moment>,
    pub kalenderdagen: Option<i64>,
    pub norm: Option<Date>,
    pub over_norm: Option<bool>,
    #[serde(default)]
    pub uitkomst: String,
    #[serde(default)]
    pub reden: String,
}

/// A page of episodes.
#[derive(Debug, Default, Deserialize)]
pub struct Episodes {
    pub episodes: Vec<Episode>,
    pub volgende: Option<String>,
}

/// What came in and went out.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stromen {
    pub lopend_vooraf: i64,
    pub wachtend_vooraf: i64,
    pub perioden: Vec<Periode>,
    pub weggelaten: i64,
}

/// A month.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Periode {
    pub van: Date,
    pub tot_en_met: Date,
    pub ingediend: i64,
    pub gestart: i64,
    pub geeindigd: BTreeMap<String, i64>,
    pub lopend: i64,
    pub wachtend: i64,
}

/// A survival curve.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Overleving {
    pub treden: Vec<Trede>,
    pub open: Vec<Open>,
    pub mediaan: Kwantiel,
    pub norm_dagen: Option<i64>,
    pub aantal_gesloten: i64,
    pub aantal_open: i64,
    pub weggelaten: i64,
    pub episodes: String,
}

/// A step of it.
#[derive(Debug, Deserialize)]
pub struct Trede {
    pub dagen: i64,
    pub deel: f64,
    pub laag: f64,
    pub hoog: Option<f64>,
}

/// How many have waited so long.
#[derive(Debug, Deserialize)]
pub struct Open {
    pub dagen: i64,
    pub aantal: i64,
}

/// Two years beside each other.
#[derive(Debug, Deserialize)]
pub struct Vergelijking {
    pub een: Cijfers,
    pub ander: Cijfers,
    pub zin: String,
}

/// Names to choose from.
#[derive(Debug, Default, Deserialize)]
pub struct Namen {
    pub gebieden: Vec<Naam>,
    pub afdelingen: Vec<Naam>,
    pub themas: Vec<Naam>,
}

/// A name.
#[derive(Debug, Deserialize)]
pub struct Naam {
    pub naam: String,
}

/// Of fewer than this nothing is judged.
const WEINIG: i64 = 3;

impl Groep {
    /// The party: a department by its name.
    pub fn partij(&self) -> String {
        let deel = |naam: &str| self.van.get(naam).map(String::as_str);
        crate::onderdelen::partij(deel("partij").unwrap_or_default(), deel("naam").filter(|n| !n.is_empty()))
    }

    /// One of the texts that name it.
    pub fn deel(&self, naam: &str) -> &str {
        self.van.get(naam).map_or("", String::as_str)
    }

    /// The page of the cases behind it.
    pub fn zaken(&self) -> String {
        zaken(&self.episodes)
    }
}

/// The page of the cases behind an address of episodes in the API.
pub fn zaken(episodes: &str) -> String {
    episodes.replacen("/v1/episodes", "/stagnatie/zaken", 1)
}

impl Cijfers {
    /// Of how many.
    pub fn aantal(&self) -> i64 {
        self.gesloten + self.open
    }

    /// The days of a quantile; of what is not reached, how long it has certainly lasted.
    fn minstens(&self, kwantiel: Kwantiel) -> Option<i64> {
        kwantiel.dagen.or(self.langst_open).filter(|_| self.aantal() > 0)
    }

    /// Within how many days half end, or how many half certainly last.
    pub fn helft(&self) -> Option<i64> {
        self.minstens(self.kalenderdagen.mediaan)
    }

    /// How bad it is. One or two cases say nothing of a group.
    pub fn ernst(&self) -> Ernst {
        if self.aantal() < WEINIG {
            return Ernst::Onbekend;
        }
        Ernst::van(self.helft(), self.minstens(self.kalenderdagen.p90), self.norm_dagen)
    }

    /// How often it ended in these ways.
    pub fn uitkomst(&self, welke: &[&str]) -> i64 {
        self.uitkomsten.iter().filter(|u| welke.contains(&u.uitkomst.as_str())).map(|u| u.aantal).sum()
    }

    /// How many orders there were: what was answered, on whatever day, and what is not.
    pub fn opdrachten(&self) -> i64 {
        self.uitkomsten.iter().map(|u| u.aantal).sum::<i64>() + self.open
    }

    /// Half, in few words: `63 d`, `> 63 d`.
    pub fn helft_kort(&self) -> String {
        match (self.kalenderdagen.mediaan.dagen, self.helft()) {
            (Some(dagen), _) => format!("{} d", crate::onderdelen::getal(dagen)),
            (None, Some(dagen)) => format!("> {} d", crate::onderdelen::getal(dagen)),
            (None, None) => "–".to_owned(),
        }
    }
}
