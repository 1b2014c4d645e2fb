//! A heat map: what stands in a row and a column, coloured by how bad it is.

use super::blad::{Grafiek, Letter, Plaats, leeg};
use super::ernst::{Ernst, legenda};
use crate::pen::Pen;

/// A heat map.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    /// What it shows.
    pub titel: String,
    /// The same in words.
    pub uitleg: String,
    /// What stands above the names of the rows.
    pub hoek: String,
    /// The names of the columns.
    pub kolommen: Vec<String>,
    /// The rows; the worst first.
    pub rijen: Vec<Rij>,
}

/// A row.
#[derive(Debug, Clone, Default)]
pub struct Rij {
    /// Its name.
    pub naam: String,
    /// A cell for each column; none where there is nothing.
    pub cellen: Vec<Option<Cel>>,
}

/// A cell.
#[derive(Debug, Clone)]
pub struct Cel {
    /// What counts: a number of days.
    pub groot: String,
    /// What it rests on: a number of cases.
    pub klein: String,
    /// How bad it is.
    pub ernst: Ernst,
    /// In words, for who points at it.
    pub uitleg: String,
    /// Where the cases stand.
    pub adres: Option<String>,
}

const NAAM_B: f64 = 210.0;
const CEL_H: f64 = 44.0;
const CEL_MIN: f64 = 82.0;
const CEL_MAX: f64 = 150.0;
const KOPREGELS: usize = 3;

/// Draws it.
pub fn teken(m: &Matrix) -> Grafiek {
    if m.rijen.is_empty() || m.kolommen.is_empty() {
        return leeg(&m.titel, &m.uitleg, "Er is niets wat hierbij past.");
    }
    let cel_b = ((super::BREED - NAAM_B) / m.kolommen.len() as f64).clamp(CEL_MIN, CEL_MAX);
    let b = (NAAM_B + cel_b * m.kolommen.len() as f64).max(super::BREED);
    let kop = Letter { vet: true, ..Letter::KLEIN };
    let koppen: Vec<Vec<String>> = m.kolommen.iter().map(|k| kop.regels(k, cel_b - 8.0, KOPREGELS)).collect();
    let kop_h = koppen.iter().map(Vec::len).max().unwrap_or(1) as f64 * 15.0 + 8.0;
    let mut pen = Pen::default();
    pen.schrijf(0.0, kop_h - 10.0, Plaats::Begin, kop, &kop.regel(&m.hoek, NAAM_B - 12.0));
    for (k, regels) in koppen.iter().enumerate() {
        let x = NAAM_B + (k as f64 + 0.5) * cel_b;
        // Names of columns end on the same line.
        let onder = kop_h - 10.0;
        for (i, regel) in regels.iter().rev().enumerate() {
            pen.schrijf(x, onder - i as f64 * 15.0, Plaats::Midden, kop, regel);
        }
    }
    for (r, rij) in m.rijen.iter().enumerate() {
        let y = kop_h + r as f64 * CEL_H;
        let naam = Letter::GEWOON.regels(&rij.naam, NAAM_B - 14.0, 2);
        pen.schrijf_regels(0.0, y + CEL_H / 2.0, Plaats::Begin, Letter::GEWOON, &naam);
        for (k, cel) in rij.cellen.iter().take(m.kolommen.len()).enumerate() {
            let x = NAAM_B + k as f64 * cel_b;
            match cel {
                None => pen.zet(format_args!(
                    r#"<circle cx="{}" cy="{}" r="1.5" class="gf-raster" stroke-width="2"/>"#,
                    crate::pen::C(x + cel_b / 2.0),
                    crate::pen::C(y + CEL_H / 2.0)
                )),
                Some(cel) => {
                    pen.teken_merk(cel.adres.as_deref(), &cel.uitleg, |pen| teken_cel(pen, cel, x, y, cel_b))
                }
            }
        }
    }
    let komt_voor: Vec<Ernst> =
        m.rijen.iter().flat_map(|r| r.cellen.iter().flatten()).map(|c| c.ernst).collect();
    let onder = kop_h + m.rijen.len() as f64 * CEL_H + 14.0;
    let h = onder + legenda(&mut pen, 0.0, onder, b, &komt_voor, Ernst::naam);
    Grafiek::nieuw(&m.titel, &m.uitleg, b, h, pen)
}

fn teken_cel(pen: &mut Pen, cel: &Cel, x: f64, y: f64, b: f64) {
    pen.rechthoek(x + 1.5, y + 1.5, b - 3.0, CEL_H - 3.0, 5.0, cel.ernst.klasse());
    let midden = x + b / 2.0;
    let tekens = cel.ernst.teken_breed();
    let groot = cel.ernst.letter(Letter { px: 14.0, ..Letter::VET });
    let tekst = groot.regel(&cel.groot, b - 14.0 - tekens);
    let breed = groot.breedte(&tekst);
    let links = midden - (breed + if tekens > 0.0 { tekens + 4.0 } else { 0.0 }) / 2.0;
    pen.schrijf(links, y + 19.5, Plaats::Begin, groot, &tekst);
    cel.ernst.teken(pen, links + breed + 4.0, y + 19.5, cel.ernst == Ernst::Ver);
    let klein = cel.ernst.letter(Letter { px: 11.5, vet: false, klasse: "" });
    pen.schrijf(midden, y + 35.0, Plaats::Midden, klein, &klein.regel(&cel.klein, b - 10.0));
}
