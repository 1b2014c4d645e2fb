//! Lying bars: the longest first, each with its name before it and its norm as a line across it.

use super::assen::{Schaal, ronde_tot};
use super::blad::{Grafiek, Letter, Plaats, leeg};
use super::ernst::{Ernst, legenda};
use crate::pen::Pen;
use crate::tekst::getal;

/// Bars.
#[derive(Debug, Clone, Default)]
pub struct Balken {
    /// What it shows.
    pub titel: String,
    /// The same in words.
    pub uitleg: String,
    /// What the numbers count: `dagen`.
    pub eenheid: String,
    /// The bars, from top to bottom.
    pub balken: Vec<Balk>,
}

/// A bar.
#[derive(Debug, Clone)]
pub struct Balk {
    /// Its name.
    pub naam: String,
    /// A second line under the name; may be empty.
    pub onder: String,
    /// How long.
    pub waarde: i64,
    /// What stands after it.
    pub label: String,
    /// The norm, in the same unit.
    pub norm: Option<i64>,
    /// How bad it is.
    pub ernst: Ernst,
    /// In words.
    pub uitleg: String,
    /// Where it leads.
    pub adres: Option<String>,
}

const NAAM_B: f64 = 290.0;
const RIJ: f64 = 40.0;
const BALK_H: f64 = 20.0;

/// Draws it.
pub fn teken(d: &Balken) -> Grafiek {
    let meest = d.balken.iter().flat_map(|b| [b.waarde, b.norm.unwrap_or(0)]).max().unwrap_or(0);
    if d.balken.is_empty() {
        return leeg(&d.titel, &d.uitleg, "Er is niets wat hierbij past.");
    }
    let label_b = (d.balken.iter())
        .map(|b| Letter::VET.breedte(&b.label) + b.ernst.teken_breed() + 18.0)
        .fold(60.0, f64::max)
        .min(260.0);
    let plot_b = super::BREED - NAAM_B - label_b;
    let schaal = Schaal::nieuw(0.0, meest.max(1) as f64, NAAM_B, NAAM_B + plot_b);
    let onder = 4.0 + d.balken.len() as f64 * RIJ;
    let mut pen = Pen::default();
    for waarde in ronde_tot(meest.max(1) as f64, 5.0) {
        let x = schaal.op(waarde);
        pen.streep(x, 0.0, x, onder, if waarde == 0.0 { "gf-as" } else { "gf-raster" });
        pen.schrijf(x, onder + 16.0, Plaats::Midden, Letter::KLEIN, &getal(waarde as i64));
    }
    pen.schrijf(
        super::BREED,
        onder + 16.0,
        Plaats::Einde,
        Letter::KLEIN,
        &Letter::KLEIN.regel(&d.eenheid, label_b - 30.0),
    );
    for (i, balk) in d.balken.iter().enumerate() {
        let y = 4.0 + i as f64 * RIJ;
        let midden = y + RIJ / 2.0 - 2.0;
        pen.teken_merk(balk.adres.as_deref(), &balk.uitleg, |pen| {
            let ruimte = NAAM_B - 16.0;
            if balk.onder.is_empty() {
                let naam = Letter::GEWOON.regels(&balk.naam, ruimte, 2);
                pen.schrijf_regels(0.0, midden, Plaats::Begin, Letter::GEWOON, &naam);
            } else {
                pen.schrijf(
                    0.0,
                    midden - 3.0,
                    Plaats::Begin,
                    Letter::GEWOON,
                    &Letter::GEWOON.regel(&balk.naam, ruimte),
                );
                pen.schrijf(
                    0.0,
                    midden + 12.0,
                    Plaats::Begin,
                    Letter::KLEIN,
                    &Letter::KLEIN.regel(&balk.onder, ruimte),
                );
            }
            let einde = schaal.op(balk.waarde.max(0) as f64);
            pen.rechthoek(
                NAAM_B,
                midden - BALK_H / 2.0,
                (einde - NAAM_B).max(2.0),
                BALK_H,
                3.0,
                balk.ernst.klasse(),
            );
            let mut label_x = einde;
            if let Some(norm) = balk.norm {
                let x = schaal.op(norm as f64);
                pen.streep(
                    x,
                    midden - BALK_H / 2.0 - 5.0,
                    x,
                    midden + BALK_H / 2.0 + 5.0,
                    "gf-streep gf-dik",
                );
                // The line may not run through the number.
                if x > einde - 4.0 {
                    label_x = x;
                }
            }
            let tekst = Letter::VET.regel(&balk.label, label_b - balk.ernst.teken_breed() - 14.0);
            pen.schrijf(
                label_x + 9.0,
                midden + 4.7,
                Plaats::Begin,
                Letter { klasse: "gf-halo", ..Letter::VET },
                &tekst,
            );
            balk.ernst.teken(pen, label_x + 14.0 + Letter::VET.breedte(&tekst), midden + 4.7, false);
        });
    }
    let mut komt_voor: Vec<Ernst> = d.balken.iter().map(|b| b.ernst).collect();
    komt_voor.dedup();
    let mut h = onder + 26.0;
    let normen = d.balken.iter().any(|b| b.norm.is_some());
    if normen {
        pen.streep(4.0, h + 2.0, 4.0, h + 18.0, "gf-streep gf-dik");
        pen.schrijf(14.0, h + 14.0, Plaats::Begin, Letter::KLEIN, "de norm");
    }
    let links = if normen { 90.0 } else { 0.0 };
    h += legenda(&mut pen, links, h, super::BREED - links, &komt_voor, Ernst::naam_van_een).max(if normen {
        22.0
    } else {
        0.0
    });
    Grafiek::nieuw(&d.titel, &d.uitleg, super::BREED, h, pen)
}
