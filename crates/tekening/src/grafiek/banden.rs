//! Columns in the order of time against a norm: what is still within it on the left, what is over it on the right.

use super::assen::{Schaal, as_breedte, ronde};
use super::blad::{Grafiek, Letter, Plaats, leeg};
use super::ernst::Ernst;
use crate::pen::Pen;
use crate::tekst::getal;

/// What lasts, by how far it is from its norm.
#[derive(Debug, Clone, Default)]
pub struct Banden {
    /// What it shows.
    pub titel: String,
    /// The same in words.
    pub uitleg: String,
    /// What stands over the columns within the norm.
    pub binnen: String,
    /// What stands over the columns past it.
    pub erover: String,
    /// The columns, from well within the norm to far over it.
    pub banden: Vec<Band>,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Band {
    /// Its name, under it.
    pub naam: String,
    /// How many.
    pub aantal: i64,
    /// How bad that is.
    pub ernst: Ernst,
    /// Whether it is over the norm.
    pub over: bool,
    /// In words.
    pub uitleg: String,
    /// Where they stand.
    pub adres: Option<String>,
}

const PLOT_Y: f64 = 46.0;
const PLOT_H: f64 = 220.0;
const NORM_B: f64 = 26.0;

/// Draws it.
pub fn teken(d: &Banden) -> Grafiek {
    let meest = d.banden.iter().map(|b| b.aantal).max().unwrap_or(0);
    if meest <= 0 {
        return leeg(&d.titel, &d.uitleg, "Er ligt niets waarvoor een norm geldt.");
    }
    let grens = d.banden.iter().filter(|b| !b.over).count();
    let lijnen = ronde(meest as f64, 4.0);
    let top = lijnen.last().copied().unwrap_or(1.0);
    let as_b = as_breedte(&lijnen);
    let stap = (super::BREED - as_b - NORM_B) / d.banden.len() as f64;
    let schaal = Schaal::nieuw(0.0, top, PLOT_Y + PLOT_H, PLOT_Y);
    let mut pen = Pen::default();
    for waarde in &lijnen {
        let y = schaal.op(*waarde);
        let klasse = if *waarde == 0.0 { "gf-as" } else { "gf-raster" };
        pen.streep(as_b, y, super::BREED, y, klasse);
        pen.schrijf(as_b - 8.0, y + 4.0, Plaats::Einde, Letter::KLEIN, &getal(*waarde as i64));
    }
    let mut onder: f64 = 0.0;
    for (i, band) in d.banden.iter().enumerate() {
        let x = as_b + i as f64 * stap + if i >= grens { NORM_B } else { 0.0 };
        let y = schaal.op(band.aantal as f64);
        let regels = Letter::KLEIN.regels(&band.naam, stap - 8.0, 3);
        onder = onder.max(regels.len() as f64 * 15.0);
        for (r, regel) in regels.iter().enumerate() {
            let y = PLOT_Y + PLOT_H + 18.0 + r as f64 * 15.0;
            pen.schrijf(x + stap / 2.0, y, Plaats::Midden, Letter::KLEIN, regel);
        }
        if band.aantal == 0 {
            continue;
        }
        pen.teken_merk(band.adres.as_deref(), &band.uitleg, |pen| {
            let b = (stap - 16.0).min(110.0);
            pen.rechthoek(x + (stap - b) / 2.0, y, b, PLOT_Y + PLOT_H - y, 3.0, band.ernst.klasse());
            let tekens = band.ernst.teken_breed();
            let tekst = getal(band.aantal);
            let breed = Letter::VET.breedte(&tekst);
            let links = x + stap / 2.0 - (breed + if tekens > 0.0 { tekens + 4.0 } else { 0.0 }) / 2.0;
            pen.schrijf(links, y - 6.0, Plaats::Begin, Letter { klasse: "gf-halo", ..Letter::VET }, &tekst);
            band.ernst.teken(pen, links + breed + 4.0, y - 6.0, false);
        });
    }
    let norm_x = as_b + grens as f64 * stap + NORM_B / 2.0;
    pen.streep(norm_x, 24.0, norm_x, PLOT_Y + PLOT_H, "gf-norm");
    let links = Letter::VET.regel(&format!("← {}", d.binnen), norm_x - 14.0);
    let rechts = Letter::VET.regel(&format!("{} →", d.erover), super::BREED - norm_x - 14.0);
    pen.schrijf(norm_x - 12.0, 15.0, Plaats::Einde, Letter::VET, &links);
    pen.schrijf(norm_x + 12.0, 15.0, Plaats::Begin, Letter::VET, &rechts);
    Grafiek::nieuw(&d.titel, &d.uitleg, super::BREED, PLOT_Y + PLOT_H + 12.0 + onder, pen)
}
