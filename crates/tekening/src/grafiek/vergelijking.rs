//! Two periods, areas or departments beside each other: bars in pairs, with the margin of each.

use super::assen::{Schaal, ronde_tot};
use super::blad::{Grafiek, Letter, Plaats, leeg};
use crate::pen::Pen;
use crate::tekst::getal;

/// Bars in pairs.
#[derive(Debug, Clone, Default)]
pub struct Vergelijking {
    /// What it shows.
    pub titel: String,
    /// The same in words.
    pub uitleg: String,
    /// What the numbers count: `dagen`.
    pub eenheid: String,
    /// The names of both: `2025`, `2026`.
    pub namen: [String; 2],
    /// The pairs, from top to bottom.
    pub paren: Vec<Paar>,
}

/// A pair.
#[derive(Debug, Clone)]
pub struct Paar {
    /// What of.
    pub naam: String,
    /// What it is of each; none where nothing can be said.
    pub waarden: [Option<Waarde>; 2],
}

/// A bar.
#[derive(Debug, Clone)]
pub struct Waarde {
    /// How long.
    pub waarde: i64,
    /// It is hardly less than this.
    pub van: Option<i64>,
    /// It is hardly more than this.
    pub tot: Option<i64>,
    /// What stands after it: the number, and of how many cases.
    pub label: String,
    /// In words.
    pub uitleg: String,
    /// Where it leads.
    pub adres: Option<String>,
}

const NAAM_B: f64 = 230.0;
const BALK: f64 = 22.0;
const RIJ: f64 = 64.0;

/// Draws it.
pub fn teken(d: &Vergelijking) -> Grafiek {
    let alle = || d.paren.iter().flat_map(|p| p.waarden.iter().flatten());
    let Some(meest) = alle().map(|w| w.waarde.max(w.tot.unwrap_or(0))).max() else {
        return leeg(&d.titel, &d.uitleg, "Er is te weinig om te vergelijken.");
    };
    let label_b = alle().map(|w| Letter::GEWOON.breedte(&w.label) + 18.0).fold(60.0, f64::max).min(240.0);
    let x = Schaal::nieuw(0.0, meest.max(1) as f64, NAAM_B, super::BREED - label_b);
    let mut pen = Pen::default();
    let mut links = NAAM_B;
    for (i, naam) in d.namen.iter().enumerate() {
        let naam = Letter::GEWOON.regel(naam, 250.0);
        pen.rechthoek(links, 1.0, 20.0, 13.0, 3.0, klasse(i));
        if i == 1 {
            pen.arceer(links, 1.0, 20.0, 13.0, "gf-streep");
        }
        pen.schrijf(links + 28.0, 12.5, Plaats::Begin, Letter::GEWOON, &naam);
        links += 28.0 + Letter::GEWOON.breedte(&naam) + 26.0;
    }
    let boven = 30.0;
    let onder = boven + d.paren.len() as f64 * RIJ;
    for waarde in ronde_tot(meest.max(1) as f64, 5.0) {
        let hier = x.op(waarde);
        pen.streep(hier, boven, hier, onder, if waarde == 0.0 { "gf-as" } else { "gf-raster" });
        pen.schrijf(hier, onder + 16.0, Plaats::Midden, Letter::KLEIN, &getal(waarde as i64));
    }
    pen.schrijf(
        super::BREED,
        onder + 16.0,
        Plaats::Einde,
        Letter::KLEIN,
        &Letter::KLEIN.regel(&d.eenheid, label_b - 30.0),
    );
    for (r, paar) in d.paren.iter().enumerate() {
        let y = boven + r as f64 * RIJ + 8.0;
        let naam = Letter::GEWOON.regels(&paar.naam, NAAM_B - 16.0, 3);
        pen.schrijf_regels(0.0, y + BALK, Plaats::Begin, Letter::GEWOON, &naam);
        for (i, waarde) in paar.waarden.iter().enumerate() {
            let y = y + i as f64 * (BALK + 2.0);
            let Some(w) = waarde else {
                pen.schrijf(NAAM_B + 9.0, y + 15.5, Plaats::Begin, Letter::KLEIN, "niets bekend");
                continue;
            };
            pen.teken_merk(w.adres.as_deref(), &w.uitleg, |pen| {
                let b = (x.op(w.waarde.max(0) as f64) - NAAM_B).max(2.0);
                pen.rechthoek(NAAM_B, y, b, BALK, 3.0, klasse(i));
                if i == 1 {
                    pen.arceer(NAAM_B, y, b, BALK, "gf-streep gf-licht");
                }
                let mut rechts = NAAM_B + b;
                if let (Some(van), Some(tot)) = (w.van, w.tot) {
                    let (van, tot, m) = (x.op(van as f64), x.op(tot as f64), y + BALK / 2.0);
                    pen.streep(van, m, tot, m, "gf-streep gf-dik");
                    pen.streep(van, m - 4.0, van, m + 4.0, "gf-streep gf-dik");
                    pen.streep(tot, m - 4.0, tot, m + 4.0, "gf-streep gf-dik");
                    rechts = rechts.max(tot);
                }
                let label = Letter::GEWOON.regel(&w.label, label_b - 14.0);
                pen.schrijf(
                    rechts + 9.0,
                    y + 15.8,
                    Plaats::Begin,
                    Letter { klasse: "gf-halo", ..Letter::GEWOON },
                    &label,
                );
            });
        }
    }
    Grafiek::nieuw(&d.titel, &d.uitleg, super::BREED, onder + 24.0, pen)
}

fn klasse(i: usize) -> &'static str {
    if i == 0 { "gf-vorm gf-k-1" } else { "gf-vorm gf-k-4" }
}
