//! Swim lanes of one initiative: who had the ball when, what was blocked, and how long the resident heard nothing.

use super::assen::{Schaal, dagen, data, morgen};
use super::blad::{Grafiek, Letter, Plaats, leeg};
use crate::pen::Pen;
use jiff::civil::Date;

/// The lanes of one initiative.
///
/// Where it comes from in the API, for the page of a dossier:
///
/// - `GET /v1/initiatieven/{id}/doorlooptijd`: a lane for each party in `aandelen` (`regel`: its `kalenderdagen` and
///   `procent`), and in it a [`Stuksoort::Beurt`] for each of `keten` that names the party, from `van` to `tot`. Of what is
///   not `verdeeld` the piece is [`Stuksoort::Onzeker`]: one of those parties had the ball, nobody knows which.
/// - `GET /v1/initiatieven/{id}/tijdlijn`: from `opdracht_geblokkeerd` to `opdracht_gedeblokkeerd` a
///   [`Stuksoort::Blokkade`] in the lane of the department; between two `terugkoppeling_gegeven`, or from
///   `initiatief_ingediend`, a [`Stuksoort::Stilte`] in a lane of its own ("Bericht aan de bewoner").
///
/// Ends are the first day after, as in the API; of what lasts there is none.
#[derive(Debug, Clone)]
pub struct Banen {
    /// What it shows.
    pub titel: String,
    /// The same in words.
    pub uitleg: String,
    /// The day as of which it is: what lasts, lasts until here.
    pub op: Date,
    /// The lanes, from top to bottom.
    pub banen: Vec<Baan>,
}

/// A lane.
#[derive(Debug, Clone)]
pub struct Baan {
    /// Whose it is.
    pub naam: String,
    /// What stands under the name: how much of the whole.
    pub regel: String,
    /// What was when.
    pub stukken: Vec<Stuk>,
}

/// Something that lasted.
#[derive(Debug, Clone)]
pub struct Stuk {
    /// What it is.
    pub soort: Stuksoort,
    /// The first day.
    pub van: Date,
    /// The first day after it; none while it lasts.
    pub tot: Option<Date>,
    /// In words.
    pub uitleg: String,
    /// Where it leads: the step in the timeline.
    pub adres: Option<String>,
}

/// What lasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stuksoort {
    /// The party had the ball.
    Beurt,
    /// One of the parties that have such a piece here had the ball.
    Onzeker,
    /// A department could not go on.
    Blokkade,
    /// The resident heard nothing.
    Stilte,
    /// The same, for longer than the norm.
    StilteOverNorm,
}

impl Stuksoort {
    pub(super) const ALLE: [Self; 5] =
        [Self::Beurt, Self::Onzeker, Self::Blokkade, Self::Stilte, Self::StilteOverNorm];

    fn naam(self) -> &'static str {
        match self {
            Self::Beurt => "aan zet",
            Self::Onzeker => "misschien aan zet",
            Self::Blokkade => "geblokkeerd",
            Self::Stilte => "geen bericht aan de bewoner",
            Self::StilteOverNorm => "geen bericht, langer dan de norm",
        }
    }

    fn teken(self, pen: &mut Pen, x: f64, y: f64, b: f64, h: f64) {
        let klasse = match self {
            Self::Beurt => "gf-vorm gf-k-1",
            Self::Onzeker => "gf-vorm gf-kaart gf-stippel",
            Self::Blokkade => "gf-vorm gf-e-ver",
            Self::Stilte => "gf-vorm gf-e-onbekend",
            Self::StilteOverNorm => "gf-vorm gf-e-over",
        };
        match self {
            // Silence is thin: nothing happens. A block lies over the turn that it holds up.
            Self::Stilte => pen.rechthoek(x, y + h * 0.35, b, h * 0.3, 2.0, klasse),
            Self::StilteOverNorm => pen.rechthoek(x, y + h * 0.2, b, h * 0.6, 2.0, klasse),
            Self::Blokkade => {
                pen.rechthoek(x, y + h * 0.45, b, h * 0.55, 2.0, klasse);
                pen.arceer(x, y + h * 0.45, b, h * 0.55, "gf-op-ver-streep");
            }
            _ => pen.rechthoek(x, y, b, h, 4.0, klasse),
        }
    }
}

const NAAM_B: f64 = 236.0;
const BOVEN: f64 = 28.0;
const RIJ: f64 = 50.0;
const STUK_H: f64 = 26.0;
const RECHTS: f64 = super::BREED - 8.0;

/// Draws it.
pub fn teken(d: &Banen) -> Grafiek {
    let stukken = || d.banen.iter().flat_map(|b| &b.stukken);
    let begin = stukken().map(|s| s.van).min();
    let Some(begin) = begin else {
        return leeg(&d.titel, &d.uitleg, "Van dit initiatief is nog niets bekend.");
    };
    let einde =
        stukken().map(|s| s.tot.unwrap_or_else(|| morgen(d.op))).max().unwrap_or(begin).max(morgen(begin));
    let schaal = Schaal::nieuw(0.0, dagen(begin, einde), NAAM_B, RECHTS);
    let x = |dag: Date| schaal.op(dagen(begin, dag));
    let onder = BOVEN + d.banen.len() as f64 * RIJ;
    let mut pen = Pen::default();
    let mut vorige = f64::MIN;
    for (dag, naam) in data(begin, einde, 12) {
        let (midden, half) = (x(dag), Letter::KLEIN.breedte(&naam) / 2.0);
        pen.streep(midden, BOVEN - 6.0, midden, onder, "gf-raster");
        let past =
            midden - half > vorige + 8.0 && midden + half < super::BREED && midden - half > NAAM_B - 30.0;
        if past {
            vorige = midden + half;
            pen.schrijf(midden, BOVEN - 12.0, Plaats::Midden, Letter::KLEIN, &naam);
        }
    }
    for (i, baan) in d.banen.iter().enumerate() {
        let y = BOVEN + i as f64 * RIJ;
        pen.streep(0.0, y, RECHTS, y, "gf-raster");
        let naam = Letter::GEWOON.regel(&baan.naam, NAAM_B - 16.0);
        let midden = y + RIJ / 2.0;
        let omhoog = if baan.regel.is_empty() { 4.7 } else { -3.0 };
        pen.schrijf(0.0, midden + omhoog, Plaats::Begin, Letter::GEWOON, &naam);
        pen.schrijf(
            0.0,
            midden + 13.0,
            Plaats::Begin,
            Letter::KLEIN,
            &Letter::KLEIN.regel(&baan.regel, NAAM_B - 16.0),
        );
        // Blocks come last: they lie over the turn.
        let mut stukken: Vec<&Stuk> = baan.stukken.iter().collect();
        stukken.sort_by_key(|s| (s.soort == Stuksoort::Blokkade, s.van));
        for stuk in stukken {
            let van = x(stuk.van);
            let tot = x(stuk.tot.unwrap_or_else(|| morgen(d.op)).max(stuk.van));
            pen.teken_merk(stuk.adres.as_deref(), &stuk.uitleg, |pen| {
                stuk.soort.teken(pen, van, midden - STUK_H / 2.0, (tot - van).max(2.5), STUK_H);
            });
        }
    }
    pen.streep(0.0, onder, RECHTS, onder, "gf-raster");
    if stukken().any(|s| s.tot.is_none()) {
        let nu = x(morgen(d.op));
        pen.streep(nu, BOVEN - 6.0, nu, onder + 6.0, "gf-norm");
        pen.schrijf(nu, onder + 18.0, Plaats::Einde, Letter::KLEIN, &format!("stand op {}", datum(d.op)));
    }
    let mut links = 0.0;
    let mut hoogte = onder + 34.0;
    for soort in Stuksoort::ALLE.into_iter().filter(|soort| stukken().any(|s| s.soort == *soort)) {
        let b = 36.0 + Letter::KLEIN.breedte(soort.naam());
        if links + b > RECHTS {
            (links, hoogte) = (0.0, hoogte + 22.0);
        }
        soort.teken(&mut pen, links, hoogte, 28.0, 15.0);
        pen.schrijf(links + 36.0, hoogte + 12.0, Plaats::Begin, Letter::KLEIN, soort.naam());
        links += b + 24.0;
    }
    Grafiek::nieuw(&d.titel, &d.uitleg, super::BREED, hoogte + 22.0, pen)
}

fn datum(dag: Date) -> String {
    format!("{}-{}-{}", dag.day(), dag.month(), dag.year())
}
