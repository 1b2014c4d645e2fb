//! A cumulative flow diagram: how many have come so far, by where they are now. How thick a band is says how many are in it;
//! how long it is from left to right, how long they stay.

use super::assen::{Schaal, as_breedte, dagen, data, ronde};
use super::blad::{Grafiek, Letter, Plaats, leeg};
use crate::pen::{C, Pen};
use crate::tekst::getal;
use jiff::civil::Date;
use std::fmt::Write;

/// The bands over time.
#[derive(Debug, Clone, Default)]
pub struct Cumulatief {
    /// What it shows.
    pub titel: String,
    /// The same in words.
    pub uitleg: String,
    /// The bands, from the bottom (what is done) to the top (what just came).
    pub lagen: Vec<Laag>,
    /// How it stood, in the order of time.
    pub standen: Vec<Stand>,
}

/// A band.
#[derive(Debug, Clone)]
pub struct Laag {
    /// Its name.
    pub naam: String,
    /// Where what is in it stands.
    pub adres: Option<String>,
}

/// How it stood at the end of a day.
#[derive(Debug, Clone)]
pub struct Stand {
    /// The day.
    pub op: Date,
    /// How many in each band; in their order.
    pub aantallen: Vec<i64>,
}

const NAAM_B: f64 = 230.0;
const PLOT_Y: f64 = 12.0;
const PLOT_H: f64 = 320.0;

/// Draws it.
pub fn teken(d: &Cumulatief) -> Grafiek {
    let som = |stand: &Stand, tot: usize| -> f64 {
        stand.aantallen.iter().take(tot).map(|a| (*a).max(0) as f64).sum()
    };
    let n = d.lagen.len();
    let meest = d.standen.iter().map(|s| som(s, n)).fold(0.0, f64::max);
    let (Some(eerste), Some(laatste)) = (d.standen.first(), d.standen.last()) else {
        return leeg(&d.titel, &d.uitleg, "Er is nog niets om te laten zien.");
    };
    if meest <= 0.0 {
        return leeg(&d.titel, &d.uitleg, "In deze tijd was er geen initiatief.");
    }
    let rechts = super::BREED - NAAM_B;
    let lijnen = ronde(meest, 5.0);
    let as_b = as_breedte(&lijnen);
    let breed = dagen(eerste.op, laatste.op);
    let tijd = Schaal::nieuw(0.0, breed, as_b, rechts);
    let x = |dag: Date| tijd.op(dagen(eerste.op, dag));
    let top = lijnen.last().copied().unwrap_or(1.0);
    let y = Schaal::nieuw(0.0, top, PLOT_Y + PLOT_H, PLOT_Y);
    let mut pen = Pen::default();
    for waarde in &lijnen {
        pen.streep(as_b, y.op(*waarde), rechts, y.op(*waarde), "gf-raster");
        pen.schrijf(as_b - 8.0, y.op(*waarde) + 4.0, Plaats::Einde, Letter::KLEIN, &getal(*waarde as i64));
    }
    let mut namen = Vec::new();
    for (i, laag) in d.lagen.iter().enumerate() {
        let mut pad = String::new();
        for (k, stand) in d.standen.iter().enumerate() {
            let letter = if k == 0 { 'M' } else { 'L' };
            // Writing to a String cannot fail.
            let _ = write!(pad, "{letter}{} {}", C(x(stand.op)), C(y.op(som(stand, i + 1))));
        }
        for stand in d.standen.iter().rev() {
            let _ = write!(pad, "L{} {}", C(x(stand.op)), C(y.op(som(stand, i))));
        }
        let nu = laatste.aantallen.get(i).copied().unwrap_or(0);
        let begin = eerste.aantallen.get(i).copied().unwrap_or(0);
        let naam = format!("{}: {} aan het eind, {} aan het begin", laag.naam, getal(nu), getal(begin));
        pen.teken_merk(laag.adres.as_deref(), &naam, |pen| {
            pen.zet(format_args!(r#"<path d="{pad}Z" class="gf-vorm gf-k-{}"/>"#, kleur(i)));
        });
        let midden = (y.op(som(laatste, i)) + y.op(som(laatste, i + 1))) / 2.0;
        namen.push((midden, i, format!("{}: {}", laag.naam, getal(nu))));
    }
    pen.streep(as_b, PLOT_Y + PLOT_H, rechts, PLOT_Y + PLOT_H, "gf-as");
    let mut vorige = f64::MIN;
    for (dag, naam) in data(eerste.op, laatste.op, 12) {
        let (midden, half) = (x(dag), Letter::KLEIN.breedte(&naam) / 2.0);
        if midden - half < vorige + 8.0 {
            continue;
        }
        vorige = midden + half;
        pen.streep(midden, PLOT_Y + PLOT_H, midden, PLOT_Y + PLOT_H + 5.0, "gf-as");
        pen.schrijf(midden, PLOT_Y + PLOT_H + 20.0, Plaats::Midden, Letter::KLEIN, &naam);
    }
    // Names beside the bands, from the top down; where bands are thin they make room for each other.
    namen.reverse();
    const REGEL: f64 = 15.0;
    let blokken: Vec<Vec<String>> =
        namen.iter().map(|(.., naam)| Letter::KLEIN.regels(naam, NAAM_B - 44.0, 2)).collect();
    let hoogten: Vec<f64> = blokken.iter().map(|b| b.len() as f64 * REGEL + 6.0).collect();
    let middens =
        uiteen(&namen.iter().map(|(m, ..)| *m).collect::<Vec<_>>(), &hoogten, PLOT_Y, PLOT_Y + PLOT_H);
    let mut onder: f64 = PLOT_Y + PLOT_H + 26.0;
    for (((midden, i, _), blok), (plek, hoog)) in namen.iter().zip(&blokken).zip(middens.iter().zip(&hoogten))
    {
        pen.zet(format_args!(
            r#"<path d="M{} {}L{} {}" class="gf-as"/>"#,
            C(rechts + 2.0),
            C(*midden),
            C(rechts + 18.0),
            C(*plek)
        ));
        pen.rechthoek(rechts + 20.0, plek - 6.0, 12.0, 12.0, 2.0, &format!("gf-vorm gf-k-{}", kleur(*i)));
        pen.schrijf_regels(rechts + 38.0, *plek, Plaats::Begin, Letter { klasse: "", ..Letter::KLEIN }, blok);
        onder = onder.max(plek + hoog / 2.0);
    }
    Grafiek::nieuw(&d.titel, &d.uitleg, super::BREED, onder, pen)
}

/// What is done is grey, what waits stands out.
fn kleur(laag: usize) -> usize {
    [6, 2, 1, 4, 3, 5].get(laag % 6).copied().unwrap_or(6)
}

/// Middles that are as near as can be to where they are wanted, without overlap; in the same order.
fn uiteen(middens: &[f64], hoogten: &[f64], van: f64, tot: f64) -> Vec<f64> {
    let mut plekken: Vec<f64> = Vec::new();
    let mut onder = van;
    for (midden, h) in middens.iter().zip(hoogten) {
        let plek = midden.max(onder + h / 2.0);
        plekken.push(plek);
        onder = plek + h / 2.0;
    }
    // What was pushed out below goes up again, as far as there is room.
    let mut grens = tot.max(van + hoogten.iter().sum::<f64>());
    for (plek, h) in plekken.iter_mut().zip(hoogten).rev() {
        *plek = plek.min(grens - h / 2.0);
        grens = *plek - h / 2.0;
    }
    plekken
}
