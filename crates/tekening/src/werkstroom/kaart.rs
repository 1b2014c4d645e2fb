//! The box of a state: what stands in it, above it and under it, and how much room that takes.

use super::{
    indeling::Knoop,
    kleur,
    stand::{STAND_H, Stand},
    tekst::{breedste, breedte, breek},
    woorden::kenmerken,
};
use wijkspoor_domain::werkstroom::Overgang;

/// The width of every box.
pub(crate) const BREED: f64 = 208.0;
/// The room between the edge of a box and what stands in it.
pub(crate) const RAND: f64 = 14.0;
/// Where the name starts, beside the number.
pub(crate) const NAAM_X: f64 = 44.0;
/// Where the text of a block starts, beside its line.
pub(crate) const BLOK_X: f64 = 30.0;
pub(crate) const NAAM_PX: f64 = 14.5;
pub(crate) const KLEIN_PX: f64 = 12.0;
pub(crate) const NAAM_REGEL: f64 = 19.0;
pub(crate) const REGEL: f64 = 16.0;
pub(crate) const PIL_REGEL: f64 = 15.0;
/// From one small number to the next.
pub(crate) const NUMMER_STAP: f64 = 19.0;

/// A step that is no arrow, as a button in the box; its place is relative to the box.
pub(crate) struct Pil<'a> {
    pub overgang: &'a Overgang,
    pub doel: usize,
    pub regels: Vec<String>,
    pub x: f64,
    pub y: f64,
    pub b: f64,
    pub h: f64,
}

/// A transition above or under a box, with the numbers of the states at its other end.
pub(crate) struct Blok<'a> {
    pub overgang: Option<&'a Overgang>,
    pub regels: Vec<String>,
    pub aanhef: &'static str,
    pub aanhef_b: f64,
    pub nummers: Vec<Vec<usize>>,
    pub h: f64,
}

/// A measured state.
pub(crate) struct Kaart<'a> {
    pub knoop: &'a Knoop<'a>,
    pub nummer: usize,
    /// The fase, where the name does not say it already.
    pub fase: Option<&'static str>,
    pub naam: Vec<String>,
    pub stand: Option<&'a Stand>,
    pub kenmerken: Vec<String>,
    pub kenmerken_y: f64,
    pub pillen: Vec<Pil<'a>>,
    pub inkomend: Vec<Blok<'a>>,
    /// What comes in stands under the box, where the arrows come in above.
    pub inkomend_onder: bool,
    pub terug: Vec<Blok<'a>>,
    pub x: f64,
    pub y: f64,
    pub h: f64,
}

impl<'a> Kaart<'a> {
    pub fn meet(knoop: &'a Knoop<'a>, index: usize, stand: Option<&'a Stand>) -> Self {
        let s = knoop.status;
        let fase = kleur::naam(s.fase);
        let fase = (fase.to_lowercase() != s.naam.to_lowercase()).then_some(fase);
        let naam = breek(&s.naam, NAAM_PX, true, BREED - NAAM_X - 8.0);
        let kenmerken: Vec<String> = (kenmerken(s).iter())
            .flat_map(|regel| breek(regel, KLEIN_PX, false, BREED - 2.0 * RAND))
            .collect();
        let kop = (fase.map_or(4.0, |_| REGEL) + naam.len() as f64 * NAAM_REGEL).max(26.0);
        let kenmerken_y = RAND + kop + 6.0 + stand.map_or(0.0, |_| STAND_H);
        let pillen_y = kenmerken_y + kenmerken.len() as f64 * REGEL + 8.0;
        let pillen = pillen(knoop, pillen_y);
        let onder = pillen.iter().map(|p| p.y + p.h).fold(pillen_y - 10.0, f64::max);
        let mut inkomend: Vec<Blok<'a>> =
            knoop.inkomend.iter().map(|(o, van)| Blok::meet(Some(o), &o.naam, "uit", van)).collect();
        if knoop.begin {
            inkomend.insert(0, Blok::meet(None, "Begin", "", &[]));
        }
        let terug =
            knoop.terug.iter().map(|(o, naar)| Blok::meet(Some(o), &o.naam, "terug naar", naar)).collect();
        let h = onder + RAND;
        Self {
            knoop,
            nummer: index + 1,
            fase,
            naam,
            stand,
            kenmerken,
            kenmerken_y,
            pillen,
            inkomend,
            inkomend_onder: false,
            terug,
            x: 0.0,
            y: 0.0,
            h,
        }
    }

    /// The room for what comes in, arrow included.
    pub fn inkomend_h(&self) -> f64 {
        blokken_h(&self.inkomend)
    }

    /// The room for what goes back, arrow included.
    pub fn terug_h(&self) -> f64 {
        blokken_h(&self.terug)
    }

    pub fn midden(&self) -> f64 {
        self.x + BREED / 2.0
    }
}

fn blokken_h(blokken: &[Blok<'_>]) -> f64 {
    let som: f64 = blokken.iter().map(|b| b.h).sum();
    if blokken.is_empty() { 0.0 } else { som + 14.0 }
}

/// Sets the buttons in lines, as words are set.
fn pillen<'a>(knoop: &Knoop<'a>, boven: f64) -> Vec<Pil<'a>> {
    let ruimte = BREED - 2.0 * RAND + 12.0;
    let (mut x, mut y, mut rij_h) = (0.0, boven, 0.0_f64);
    let mut pillen = Vec::new();
    for (overgang, doel) in &knoop.stappen {
        let regels = breek(&overgang.naam, KLEIN_PX, false, ruimte - 31.0);
        let b = breedste(&regels, KLEIN_PX, false) + 31.0;
        let h = regels.len() as f64 * PIL_REGEL + 7.0;
        if x > 0.0 && x + b > ruimte {
            y += rij_h + 5.0;
            (x, rij_h) = (0.0, 0.0);
        }
        pillen.push(Pil { overgang, doel: *doel, regels, x: RAND - 6.0 + x, y, b, h });
        x += b + 6.0;
        rij_h = rij_h.max(h);
    }
    pillen
}

impl<'a> Blok<'a> {
    fn meet(overgang: Option<&'a Overgang>, naam: &str, aanhef: &'static str, nummers: &[usize]) -> Self {
        let regels = breek(naam, KLEIN_PX, true, BREED - BLOK_X);
        let aanhef_b = breedte(aanhef, KLEIN_PX, false) + 6.0;
        let per_rij = (((BREED - BLOK_X - aanhef_b) / NUMMER_STAP).floor() as usize).max(1);
        let nummers: Vec<Vec<usize>> = nummers.chunks(per_rij).map(<[usize]>::to_vec).collect();
        let h = regels.len() as f64 * REGEL + nummers.len() as f64 * NUMMER_STAP + 8.0;
        Self { overgang, regels, aanhef, aanhef_b, nummers, h }
    }
}
