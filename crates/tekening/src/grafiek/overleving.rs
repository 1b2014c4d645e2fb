//! The curve behind a median: which part still waits after so many days (Kaplan–Meier), with its margin.

use super::assen::{Schaal, ronde_tot};
use super::blad::{Grafiek, Letter, Plaats, leeg};
use crate::pen::{C, Pen};
use crate::tekst::getal;
use std::fmt::Write;

/// The curve.
#[derive(Debug, Clone, Default)]
pub struct Overleving {
    /// What it shows.
    pub titel: String,
    /// The same in words.
    pub uitleg: String,
    /// The steps down, by length.
    pub treden: Vec<Trede>,
    /// How long what still waits has waited, with how many.
    pub open: Vec<(i64, i64)>,
    /// Within how many days half end.
    pub mediaan: Option<i64>,
    /// The norm in days.
    pub norm: Option<i64>,
    /// Where the cases stand.
    pub adres: Option<String>,
}

/// A step down.
#[derive(Debug, Clone, Copy)]
pub struct Trede {
    /// After how many days.
    pub dagen: i64,
    /// Which part still waits then, from 0 to 1.
    pub deel: f64,
    /// Hardly less than this.
    pub laag: f64,
    /// Hardly more than this.
    pub hoog: f64,
}

const AS_B: f64 = 52.0;
const PLOT_Y: f64 = 34.0;
const PLOT_H: f64 = 270.0;
const RECHTS: f64 = super::BREED - 26.0;

/// Draws it.
pub fn teken(d: &Overleving) -> Grafiek {
    let langst = d.treden.iter().map(|t| t.dagen).chain(d.open.iter().map(|o| o.0)).max();
    let Some(langst) = langst else {
        return leeg(&d.titel, &d.uitleg, "Er is niets wat hierbij past.");
    };
    let tot = zichtbaar(d, langst);
    let x = Schaal::nieuw(0.0, tot, AS_B, RECHTS);
    let y = Schaal::nieuw(0.0, 1.0, PLOT_Y + PLOT_H, PLOT_Y);
    let mut pen = Pen::default();
    for procent in [0, 25, 50, 75, 100] {
        let hoogte = y.op(f64::from(procent) / 100.0);
        pen.streep(AS_B, hoogte, RECHTS, hoogte, if procent == 0 { "gf-as" } else { "gf-raster" });
        pen.schrijf(AS_B - 8.0, hoogte + 4.0, Plaats::Einde, Letter::KLEIN, &format!("{procent} %"));
    }
    let onder = PLOT_Y + PLOT_H;
    for waarde in ronde_tot(tot, 8.0) {
        let hier = x.op(waarde);
        pen.streep(hier, onder, hier, onder + 5.0, "gf-as");
        pen.schrijf(hier, onder + 20.0, Plaats::Midden, Letter::KLEIN, &getal(waarde as i64));
    }
    let as_naam = match langst as f64 > tot {
        true => format!("dagen na het begin; de staart loopt door tot {}", getal(langst)),
        false => "dagen na het begin".to_owned(),
    };
    pen.schrijf(RECHTS, onder + 38.0, Plaats::Einde, Letter::KLEIN, &as_naam);
    let einde = x.op((langst as f64).min(tot));
    let in_beeld: Vec<Trede> = d.treden.iter().filter(|t| t.dagen as f64 <= tot).copied().collect();
    let treden = op_pixel(&in_beeld, |t| x.op(t.dagen as f64));
    let pad = |hoogte: &dyn Fn(&Trede) -> f64| {
        let mut pad = format!("M{} {}", C(x.op(0.0)), C(y.op(1.0)));
        for t in &treden {
            // Writing to a String cannot fail.
            let _ = write!(pad, "H{}V{}", C(x.op(t.dagen as f64)), C(y.op(hoogte(t).clamp(0.0, 1.0))));
        }
        let _ = write!(pad, "H{}", C(einde));
        pad
    };
    // The margin: forward along its top, back along its bottom.
    let mut marge = pad(&|t| t.hoog);
    let mut laag = treden.last().map_or(1.0, |t| t.laag);
    let _ = write!(marge, "V{}", C(y.op(laag)));
    for (i, t) in treden.iter().enumerate().rev() {
        laag = i.checked_sub(1).and_then(|i| treden.get(i)).map_or(1.0, |t| t.laag);
        let _ = write!(marge, "H{}V{}", C(x.op(t.dagen as f64)), C(y.op(laag)));
    }
    pen.teken_merk(d.adres.as_deref(), &d.uitleg, |pen| {
        pen.zet(format_args!(r#"<path d="{marge}Z" class="gf-vorm gf-marge"/>"#));
        pen.zet(format_args!(r#"<path d="{}" class="gf-lijn"/>"#, pad(&|t| t.deel)));
    });
    // Where something still waits, a tick on the curve; one for each few pixels is enough.
    let mut strepen = String::new();
    let mut vorige = f64::MIN;
    let mut open = d.open.clone();
    open.sort_unstable();
    for (dagen, _) in open.iter().filter(|(dagen, aantal)| *aantal > 0 && *dagen as f64 <= tot) {
        let hier = x.op(*dagen as f64);
        if hier - vorige < 4.0 {
            continue;
        }
        vorige = hier;
        let deel = d.treden.iter().take_while(|t| t.dagen <= *dagen).last().map_or(1.0, |t| t.deel);
        let _ = write!(strepen, "M{} {}v9", C(hier), C(y.op(deel) - 4.5));
    }
    if !strepen.is_empty() {
        pen.zet(format_args!(r#"<path d="{strepen}" class="gf-streep" stroke-width="1.3"/>"#));
    }
    let naast = |hier: f64, tekst: &str, letter: Letter| match hier + 10.0 + letter.breedte(tekst) <= RECHTS {
        true => (hier + 10.0, Plaats::Begin),
        false => (hier - 10.0, Plaats::Einde),
    };
    if let Some(norm) = d.norm {
        let hier = x.op(norm as f64);
        pen.streep(hier, 20.0, hier, onder, "gf-norm");
        let tekst = format!("norm: {} dagen", getal(norm));
        let (tekst_x, plaats) = naast(hier - 10.0 - 6.0, &tekst, Letter::VET);
        pen.schrijf(tekst_x, 13.0, plaats, Letter::VET, &tekst);
    }
    if let Some(mediaan) = d.mediaan {
        let (hier, half) = (x.op(mediaan as f64), y.op(0.5));
        pen.streep(AS_B, half, hier, half, "gf-streep");
        pen.streep(hier, half, hier, onder, "gf-streep");
        pen.zet(format_args!(r#"<circle cx="{}" cy="{}" r="5.5" class="gf-punt"/>"#, C(hier), C(half)));
        let tekst = format!("de helft is klaar na {} dagen", getal(mediaan));
        let (tekst_x, plaats) = naast(hier, &tekst, Letter::VET);
        pen.schrijf(tekst_x, half - 16.0, plaats, Letter::VET, &tekst);
    }
    let mut links = AS_B;
    let mut uitleg = |pen: &mut Pen, teken: &str, tekst: &str| {
        pen.zet(format_args!(r#"<g transform="translate({} {})">{teken}</g>"#, C(links), C(onder + 52.0)));
        pen.schrijf(links + 30.0, onder + 63.0, Plaats::Begin, Letter::KLEIN, tekst);
        links += 30.0 + Letter::KLEIN.breedte(tekst) + 22.0;
    };
    uitleg(&mut pen, r#"<path d="M0 7h23" class="gf-lijn"/>"#, "deel dat nog wacht");
    uitleg(&mut pen, r#"<rect y="1" width="23" height="12" rx="2" class="gf-marge"/>"#, "marge (95 %)");
    uitleg(
        &mut pen,
        r#"<path d="M11 2v10" class="gf-streep" stroke-width="1.3"/>"#,
        "wacht nu nog, al zo lang",
    );
    Grafiek::nieuw(&d.titel, &d.uitleg, super::BREED, onder + 74.0, pen)
}

/// Up to where the curve is shown: twice as far as where nine of ten have ended, and so far that the norm and the median
/// stand well within; a long tail would press everything else against the axis.
fn zichtbaar(d: &Overleving, langst: i64) -> f64 {
    let negen_van_tien = d.treden.iter().find(|t| t.deel <= 0.1).map_or(langst, |t| t.dagen);
    let norm = d.norm.unwrap_or(0);
    let nodig = (2 * negen_van_tien).max(3 * norm).max(3 * d.mediaan.unwrap_or(0)).max(1);
    // A little that would be cut off is shown as well.
    if nodig * 5 >= langst * 4 { langst.max(norm).max(1) as f64 * 1.03 } else { nodig as f64 }
}

/// Of the steps that fall on the same pixel, the last.
fn op_pixel(treden: &[Trede], x: impl Fn(&Trede) -> f64) -> Vec<Trede> {
    let mut uit: Vec<Trede> = Vec::new();
    for t in treden {
        match uit.last_mut() {
            Some(vorige) if x(t) - x(vorige) < 1.0 => *vorige = Trede { dagen: vorige.dagen, ..*t },
            _ => uit.push(*t),
        }
    }
    uit
}
