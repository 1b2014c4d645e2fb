//! What the figures say of a group of episodes.

use crate::reads::episodes::{Gesloten, Groep, Open};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use wijkspoor_domain::moment::van_dagnummer;
use wijkspoor_domain::statistiek::{Duurtelling, Kwantiel, Wachttijd, wachttijd};
use wijkspoor_domain::termijn::Kalender;

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

/// The counts of a group in calendar days and in working days, at the end of a day.
pub fn duurtellingen(groep: &Groep, op: i64, kalender: &Kalender) -> [Vec<Duurtelling>; 2] {
    let gesloten = groep.gesloten.iter().filter_map(|g| Some((g.duur?, g.aantal, 0)));
    let eerste = groep.open.iter().filter_map(|o| o.van).min().unwrap_or(op);
    let werkdagen = kalender.werkdagen_tot(van_dagnummer(eerste), van_dagnummer(op));
    let open = groep.open.iter().filter_map(|o| {
        let van = o.van?;
        // What was told ahead of its time has not begun to wait.
        let dagen = ((op - van).max(0), werkdagen.vanaf(van));
        Some((dagen, 0, o.aantal))
    });
    let (mut kalenderdagen, mut werkdagen) = (Vec::new(), Vec::new());
    for ((dagen, werk), gesloten, open) in gesloten.chain(open) {
        kalenderdagen.push(Duurtelling { duur: dagen, gesloten, open });
        werkdagen.push(Duurtelling { duur: werk, gesloten, open });
    }
    [kalenderdagen, werkdagen]
}

/// Everything that is said of a group, at the end of a day.
pub fn cijfers(groep: &Groep, op: i64, kalender: &Kalender) -> Groepscijfers {
    let [kalenderdagen, werkdagen] = duurtellingen(groep, op, kalender);
    let in_dagen = wachttijd(&kalenderdagen);
    let (gesloten, open) = (in_dagen.gesloten, in_dagen.open);
    let onbekend = groep.gesloten.iter().filter(|g| g.duur.is_none()).map(|g| g.aantal).sum::<i64>()
        + groep.open.iter().filter(|o| o.van.is_none()).map(|o| o.aantal).sum::<i64>();
    let norm = |over: &dyn Fn(i64) -> bool| {
        groep.open.iter().filter(|o| o.norm.is_some_and(over)).map(|o| o.aantal).sum()
    };
    let duurt = kalenderdagen.iter().filter(|t| t.open > 0);
    Groepscijfers {
        gesloten,
        open,
        aandeel_open: (gesloten + open > 0).then(|| deel(open, gesloten + open)),
        weggelaten: onbekend,
        totaal_kalenderdagen: kalenderdagen.iter().map(|t| t.duur * (t.gesloten + t.open)).sum(),
        langst_open: duurt.clone().map(|t| t.duur).max(),
        open_met_norm: norm(&|_| true),
        over_norm: norm(&|laatste| laatste < op),
        leeftijden: leeftijden(&groep.open, op),
        kalenderdagen: in_dagen.into(),
        werkdagen: wachttijd(&werkdagen).into(),
        uitkomsten: uitkomsten(&groep.gesloten),
    }
}

fn leeftijden(open: &[Open], op: i64) -> Vec<Leeftijd> {
    let tot = GRENZEN.iter().skip(1).copied().map(Some).chain([None]);
    let band = |(vanaf_dagen, tot_dagen): (i64, Option<i64>)| {
        let erin = |van: i64| {
            let dagen = (op - van).max(0);
            vanaf_dagen <= dagen && tot_dagen.is_none_or(|tot| dagen < tot)
        };
        let aantal = open.iter().filter(|o| o.van.is_some_and(erin)).map(|o| o.aantal).sum();
        Leeftijd { vanaf_dagen, tot_dagen, aantal }
    };
    GRENZEN.into_iter().zip(tot).map(band).collect()
}

fn uitkomsten(gesloten: &[Gesloten]) -> Vec<Uitkomst> {
    let mut per: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for g in gesloten.iter().filter(|g| !g.uitkomst.is_empty()) {
        *per.entry((&g.uitkomst, &g.reden)).or_default() += g.aantal;
    }
    let uitkomst = |((uitkomst, reden), aantal): ((&str, &str), i64)| Uitkomst {
        uitkomst: uitkomst.to_owned(),
        reden: reden.to_owned(),
        aantal,
    };
    let mut uitkomsten: Vec<_> = per.into_iter().map(uitkomst).collect();
    uitkomsten.sort_by_key(|u| std::cmp::Reverse(u.aantal));
    uitkomsten
}

/// A part of a whole.
#[expect(clippy::cast_precision_loss, reason = "counts of a municipality")]
pub fn deel(deel: i64, geheel: i64) -> f64 {
    deel as f64 / geheel as f64
}
