//! What the figures say of a group of episodes.

use crate::reads::episodes::Groep;
use serde::Serialize;
use utoipa::ToSchema;
use wijkspoor_domain::statistiek::{Kwantiel, Wachttijd};

/// Wat er van een groep episodes te zeggen is.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Groepscijfers {
    /// Hoeveel er zijn geëindigd.
    #[schema(minimum = 0)]
    pub gesloten: i64,
    /// Hoeveel er nog duren.
    #[schema(minimum = 0)]
    pub open: i64,
    /// Welk deel nog duurt: hoe groter, hoe minder zeker de rest is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1)]
    pub aandeel_open: Option<f64>,
    /// Hoeveel er buiten de duren blijven omdat hun begin of einde niet bekend is; zij tellen niet mee in `gesloten` en `open`.
    #[schema(minimum = 0)]
    pub weggelaten: i64,
    /// De duur in kalenderdagen.
    pub kalenderdagen: Verdeling,
    /// De duur in werkdagen.
    pub werkdagen: Verdeling,
    /// Alle kalenderdagen samen, tot nu toe.
    #[schema(minimum = 0)]
    pub totaal_kalenderdagen: i64,
    /// Hoeveel kalenderdagen het duurt van wat het langst duurt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub langst_open: Option<i64>,
    /// Voor hoeveel van wat nog duurt een norm geldt.
    #[schema(minimum = 0)]
    pub open_met_norm: i64,
    /// Hoeveel daarvan over de norm zijn.
    #[schema(minimum = 0)]
    pub over_norm: i64,
    /// Hoe lang de norm gemiddeld is, in kalenderdagen, over alles waarvoor er een geldt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub norm_dagen: Option<i64>,
    /// Wat nog duurt en een norm heeft, naar hoeveel kalenderdagen het over de norm is; onder 0 zijn het dagen die nog over zijn.
    #[schema(max_items = 10)]
    pub normafstanden: Vec<Normafstand>,
    /// Wat nog duurt, naar hoe lang het al duurt.
    #[schema(max_items = 10)]
    pub leeftijden: Vec<Leeftijd>,
    /// Hoe de rest is geëindigd; het meest voorkomende eerst.
    #[schema(max_items = 1000)]
    pub uitkomsten: Vec<Uitkomst>,
}

/// Een verdeling, geschat naar Kaplan en Meier over wat is geëindigd en wat nog duurt.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Verdeling {
    /// Binnen hoeveel dagen de helft eindigt.
    pub mediaan: KwantielView,
    /// Binnen hoeveel dagen driekwart eindigt.
    pub p75: KwantielView,
    /// Binnen hoeveel dagen negen van de tien eindigen.
    pub p90: KwantielView,
    /// Binnen hoeveel dagen negentien van de twintig eindigen.
    pub p95: KwantielView,
}

/// Een kwantiel, met zijn 95 %-betrouwbaarheidsinterval.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Kwantiel)]
pub struct KwantielView {
    /// Of het is bereikt: zo niet, dan duurt er nog te veel om het te zeggen.
    pub bereikt: bool,
    /// Het aantal dagen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub dagen: Option<i64>,
    /// Het is waarschijnlijk niet minder dan dit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub van: Option<i64>,
    /// Het is waarschijnlijk niet meer dan dit; ontbreekt als dat nog niet te zeggen is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub tot: Option<i64>,
}

/// Hoeveel er al zo lang duren.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Leeftijd {
    /// Vanaf zoveel kalenderdagen.
    #[schema(minimum = 0)]
    pub vanaf_dagen: i64,
    /// Tot zoveel; ontbreekt bij de oudste.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub tot_dagen: Option<i64>,
    /// Hoeveel.
    #[schema(minimum = 0)]
    pub aantal: i64,
}

/// Hoeveel er zo ver van de norm zijn.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Normafstand {
    /// Vanaf zoveel kalenderdagen na de laatste dag van de norm; ontbreekt bij wat nog de meeste tijd heeft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vanaf_dagen: Option<i64>,
    /// Tot zoveel; ontbreekt bij wat het verst over de norm is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tot_dagen: Option<i64>,
    /// Hoeveel.
    #[schema(minimum = 0)]
    pub aantal: i64,
}

/// Hoe vaak het zo eindigde.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Uitkomst {
    /// De uitkomst.
    #[schema(max_length = 60)]
    pub uitkomst: String,
    /// De reden.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 60)]
    pub reden: String,
    /// Hoe vaak.
    #[schema(minimum = 0)]
    pub aantal: i64,
}

impl From<Kwantiel> for KwantielView {
    fn from(k: Kwantiel) -> Self {
        Self { bereikt: k.duur.is_some(), dagen: k.duur, van: k.van, tot: k.tot }
    }
}

impl From<Wachttijd> for Verdeling {
    fn from(w: Wachttijd) -> Self {
        Self { mediaan: w.mediaan.into(), p75: w.p75.into(), p90: w.p90.into(), p95: w.p95.into() }
    }
}

/// The bounds of the ages: a week, two weeks, a month, three months, half a year, a year.
const GRENZEN: [i64; 7] = [0, 7, 14, 30, 91, 182, 365];

/// Everything that is said of a group.
pub fn cijfers(groep: &Groep) -> Groepscijfers {
    let in_dagen = groep.kalender.wachttijd();
    let (gesloten, open) = (in_dagen.gesloten, in_dagen.open);
    let (open_met_norm, over_norm) = groep.met_norm();
    Groepscijfers {
        gesloten,
        open,
        aandeel_open: (gesloten + open > 0).then(|| deel(open, gesloten + open)),
        weggelaten: groep.onbekend,
        totaal_kalenderdagen: groep.kalender.samen(),
        langst_open: groep.kalender.langst_open(),
        open_met_norm,
        over_norm,
        norm_dagen: groep.normen.gemiddeld().map(|dagen| dagen.max(0)),
        normafstanden: normafstanden(groep),
        leeftijden: leeftijden(groep),
        kalenderdagen: in_dagen.into(),
        werkdagen: groep.werk.wachttijd().into(),
        uitkomsten: uitkomsten(groep),
    }
}

fn leeftijden(groep: &Groep) -> Vec<Leeftijd> {
    let tot = GRENZEN.iter().skip(1).copied().map(Some).chain([None]);
    let band = |(vanaf_dagen, tot_dagen): (i64, Option<i64>)| {
        let aantal = groep.kalender.open_tussen(vanaf_dagen, tot_dagen.unwrap_or(i64::MAX));
        Leeftijd { vanaf_dagen, tot_dagen, aantal }
    };
    GRENZEN.into_iter().zip(tot).map(band).collect()
}

/// The bounds of what is within a norm and what is over it: a month and a week left, the last day, and as the ages.
const NORMGRENZEN: [i64; 6] = [-30, -7, 1, 8, 31, 92];

fn normafstanden(groep: &Groep) -> Vec<Normafstand> {
    let van = [None].into_iter().chain(NORMGRENZEN.map(Some));
    let tot = NORMGRENZEN.into_iter().map(Some).chain([None]);
    let band = |(vanaf_dagen, tot_dagen): (Option<i64>, Option<i64>)| {
        let (van, tot) = (vanaf_dagen.unwrap_or(i64::MIN), tot_dagen.unwrap_or(i64::MAX));
        let aantal = groep.normafstanden.tussen(van, tot);
        Normafstand { vanaf_dagen, tot_dagen, aantal }
    };
    van.zip(tot).map(band).collect()
}

fn uitkomsten(groep: &Groep) -> Vec<Uitkomst> {
    let einden = groep.einden.iter().filter(|((uitkomst, _), _)| !uitkomst.is_empty());
    let uitkomst = |((uitkomst, reden), aantal): (&(String, String), &i64)| Uitkomst {
        uitkomst: uitkomst.clone(),
        reden: reden.clone(),
        aantal: *aantal,
    };
    let mut uitkomsten: Vec<_> = einden.map(uitkomst).collect();
    uitkomsten.sort_by_key(|u| std::cmp::Reverse(u.aantal));
    uitkomsten
}

/// A part of a whole.
#[expect(clippy::cast_precision_loss, reason = "counts of a municipality")]
pub fn deel(deel: i64, geheel: i64) -> f64 {
    deel as f64 / geheel as f64
}
