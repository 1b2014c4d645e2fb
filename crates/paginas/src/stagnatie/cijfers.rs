//! The figures of a view, as the API gives them.

use super::vraag::{Over, Vraag};
use crate::fout::Fout;
use crate::onderdelen::Moment;
use crate::wie::Wie;
use futures_util::future::try_join_all;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use tokio::try_join;
use wijkspoor_domain::Rol;
use wijkspoor_tekening::grafiek::Ernst;

/// All figures of a view.
#[derive(Debug)]
pub struct Monitor {
    /// The day as of which they are.
    pub op: Date,
    /// Today.
    pub vandaag: Date,
    /// Who has the ball.
    pub beurten: Wachttijden,
    /// Orders until their first answer: by department, and by gebied and department.
    pub overdrachten: Wachttijden,
    /// The same, by gebied and department.
    pub matrix: Wachttijden,
    /// What departments cannot go on with, by department and reason.
    pub blokkades: Wachttijden,
    /// Silence, by gebied.
    pub stilte: Wachttijden,
    /// What has been silent longest.
    pub stilste: Vec<Episode>,
    /// What came in and went out; not for who sees only orders.
    pub stromen: Option<Stromen>,
    /// The curve of the orders.
    pub overleving: Overleving,
    /// The last year beside the one before, by what.
    pub vergelijkingen: Vec<(&'static str, Vergelijking)>,
    /// The names to choose from.
    pub namen: Namen,
}

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

/// What is compared.
const VERGELEKEN: [(&str, &str); 3] = [
    ("overdracht", "Eerste antwoord op een opdracht"),
    ("blokkade", "Blokkade van een opdracht"),
    ("radiostilte", "Stilte tussen twee berichten"),
];

/// Of fewer than this nothing is judged.
const WEINIG: i64 = 3;

/// How many of what is silent longest are shown.
const STILSTE: &str = "10";

/// Today, by the clock of the server.
pub fn vandaag(wie: &Wie) -> Date {
    wijkspoor_domain::Moment::tijdstip(wie.kader().api.app().clock().now()).dag()
}

impl Monitor {
    /// Asks the API.
    pub async fn lees(wie: &Wie, vraag: &Vraag) -> Result<Self, Fout> {
        let vandaag = vandaag(wie);
        let wachttijden = |over, delen: &[(&str, &str)]| vraag.api("wachttijden", over, delen);
        let initiatief = Over::Initiatief;
        let stilste = [("soort", "radiostilte"), ("duurtNog", "true"), ("limiet", STILSTE)];
        let blokkades = [("soort", "blokkade"), ("per", "partij"), ("enPer", "aard")];
        let van_beeld = |beeld| vraag.adres_van(beeld, vandaag);
        let adressen = (
            van_beeld(super::Beeld::Norm),
            van_beeld(super::Beeld::Stroom),
            van_beeld(super::Beeld::Matrix),
            wachttijden(Over::Partij, &blokkades),
            wachttijden(initiatief, &[("soort", "radiostilte"), ("per", "gebied")]),
            vraag.api("episodes", initiatief, &stilste),
            van_beeld(super::Beeld::Overleving),
        );
        // What comes in and goes out is told of whole initiatives: a department has no part of that.
        let stromen = async {
            match wie.is(&[Rol::Afdeling]) {
                true => Ok(None),
                false => wie.lees(&vraag.stromen()).await.map(Some),
            }
        };
        let vergelijkingen = try_join_all(VERGELEKEN.map(|(soort, naam)| async move {
            Ok::<_, Fout>((naam, wie.lees(&vraag.vergelijking(soort, vandaag)).await?))
        }));
        // All at the same time: what must be counted for one need not wait for another.
        let (
            beurten,
            overdrachten,
            matrix,
            blokkades,
            stilte,
            stilste,
            overleving,
            stromen,
            vergelijkingen,
            namen,
        ) = try_join!(
            wie.lees(&adressen.0),
            wie.lees(&adressen.1),
            wie.lees(&adressen.2),
            wie.lees(&adressen.3),
            wie.lees(&adressen.4),
            wie.lees::<Episodes>(&adressen.5),
            wie.lees(&adressen.6),
            stromen,
            vergelijkingen,
            wie.lees("/v1/inrichting"),
        )?;
        Ok(Self {
            op: vraag.dag(vandaag).min(vandaag),
            vandaag,
            beurten,
            overdrachten,
            matrix,
            blokkades,
            stilte,
            stilste: stilste.episodes,
            stromen,
            overleving,
            vergelijkingen,
            namen,
        })
    }

    /// From how many gebieden there are orders.
    pub fn gebieden(&self) -> usize {
        self.matrix.groepen.iter().map(|g| g.deel("gebied")).collect::<std::collections::BTreeSet<_>>().len()
    }

    /// Whether there is nothing at all.
    pub fn is_leeg(&self) -> bool {
        let t = &self.beurten.totaal;
        t.aantal() + t.weggelaten + self.overdrachten.totaal.aantal() == 0
    }
}

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
