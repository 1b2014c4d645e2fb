//! Gives everything its place on the sheet.

use super::{
    draden::{Bedrading, bedraad},
    indeling::{Indeling, Knoop},
    kaart::{BREED, KLEIN_PX, Kaart},
    legenda::{self, Legenda},
    stand::{GEEN, Standen},
    tekst::breek,
    woorden,
};
use wijkspoor_domain::werkstroom::Werkstroom;

pub(crate) const MARGE: f64 = 28.0;
pub(crate) const TITEL_PX: f64 = 24.0;
pub(crate) const TEKST_PX: f64 = 13.0;
pub(crate) const TEKST_REGEL: f64 = 19.0;
pub(crate) const TITEL_REGEL: f64 = 30.0;
/// The room for the mark of the start, left of the first state.
pub(crate) const BEGIN_B: f64 = 42.0;
const MIN_BREED: f64 = 720.0;
const BAND_KOP: f64 = 34.0;
const BAND_RAND: f64 = 20.0;
const TUSSEN: f64 = 28.0;

/// A coloured ground with a heading, under states that belong together.
pub(crate) struct Band {
    pub titel: &'static str,
    pub x: f64,
    pub y: f64,
    pub b: f64,
    pub h: f64,
}

/// The arrows of a row, with the height of its main flow.
pub(crate) struct Rij<'a> {
    pub bedrading: Bedrading<'a>,
    pub hoofd_y: f64,
}

/// The whole sheet.
pub(crate) struct Blad<'a> {
    pub b: f64,
    pub h: f64,
    pub titel: Vec<String>,
    pub omschrijving: Vec<String>,
    pub kaarten: Vec<Kaart<'a>>,
    pub rijen: Vec<Rij<'a>>,
    pub banden: Vec<Band>,
    pub legenda: Legenda,
    pub termijnen: Vec<String>,
    pub termijnen_y: f64,
}

pub(crate) fn plaats<'a>(
    w: &Werkstroom,
    indeling: &'a Indeling<'a>,
    standen: Option<&'a Standen>,
) -> Blad<'a> {
    let stand = |code: &str| standen.map(|standen| standen.get(code).unwrap_or(&GEEN));
    let meet = |(i, k): (usize, &'a Knoop<'a>)| Kaart::meet(k, i, stand(&k.status.code));
    let mut kaarten: Vec<Kaart<'_>> = indeling.knopen.iter().enumerate().map(meet).collect();
    // The first state of all has its mark beside it; a start elsewhere is told in words.
    let begin_voorop = kaarten.first().is_some_and(|k| k.knoop.begin);
    if begin_voorop && let Some(kaart) = kaarten.first_mut() {
        kaart.inkomend.retain(|blok| blok.overgang.is_some());
    }
    let links = MARGE + if begin_voorop { BEGIN_B } else { 0.0 };
    let bedradingen: Vec<Bedrading<'_>> =
        indeling.stroken.iter().map(|strook| bedraad(strook, &mut kaarten, links)).collect();
    let inhoud = bedradingen.iter().map(|b| b.rechts).fold(MIN_BREED - MARGE, f64::max);
    let rail_rechts = bedradingen.iter().flat_map(|b| &b.rails).map(|r| r.rechts());
    let b = rail_rechts.fold(inhoud, f64::max) + MARGE;

    let titel = breek(&w.naam, TITEL_PX, true, b - 2.0 * MARGE - 120.0);
    let omschrijving = breek(&w.omschrijving, TEKST_PX, false, (b - 2.0 * MARGE).min(900.0));
    let mut y = MARGE + (titel.len() as f64) * TITEL_REGEL + (omschrijving.len() as f64) * TEKST_REGEL + 20.0;
    let mut banden = Vec::new();
    let mut rijen = Vec::new();
    for (strook, bedrading) in indeling.stroken.iter().zip(bedradingen) {
        let hoofd_h = strook.hoofd.first().and_then(|i| kaarten.get(*i)).map_or(0.0, |k| k.h);
        if !strook.escalatie.is_empty() {
            let band_y = y;
            let boven = ruimte_boven(&kaarten, &strook.escalatie);
            y = zet_rij(&mut kaarten, &strook.escalatie, y + BAND_KOP, boven) + BAND_RAND;
            banden.push(Band { titel: "Escalatie", x: MARGE, y: band_y, b: b - 2.0 * MARGE, h: y - band_y });
        }
        if !(strook.escalatie.is_empty() && bedrading.rails.is_empty()) {
            y += bedrading.kanaal_h;
        }
        let hoofd_y = y;
        let mut onder = 0.0_f64;
        for i in &strook.hoofd {
            if let Some(kaart) = kaarten.get_mut(*i) {
                kaart.y = y;
                kaart.inkomend_onder = true;
                onder = onder.max(kaart.inkomend_h());
            }
        }
        y += hoofd_h + onder + TUSSEN;
        rijen.push(Rij { bedrading, hoofd_y });
    }
    let onderste = [("Wachten", &indeling.wachten), ("Andere einden", &indeling.einde)];
    y = zet_banden(&mut kaarten, &onderste, y, b, &mut banden);
    let legenda = legenda::zet(indeling, y, b);
    y = legenda.onder + 12.0;
    let termijnen: Vec<String> = (w.termijnen.iter())
        .flat_map(|t| breek(&woorden::termijn(w, t), KLEIN_PX, false, b - 2.0 * MARGE))
        .collect();
    let termijnen_y = y;
    let h = y + termijnen.len() as f64 * TEKST_REGEL + MARGE - 12.0;
    Blad { b, h, titel, omschrijving, kaarten, rijen, banden, legenda, termijnen, termijnen_y }
}

/// The room above states that stand side by side, for what comes in.
fn ruimte_boven<'i>(kaarten: &[Kaart<'_>], rij: impl IntoIterator<Item = &'i usize>) -> f64 {
    rij.into_iter().filter_map(|i| kaarten.get(*i)).map(Kaart::inkomend_h).fold(0.0, f64::max)
}

/// Sets states that stand side by side, with this room above them; gives their common bottom.
fn zet_rij(kaarten: &mut [Kaart<'_>], rij: &[usize], y: f64, boven: f64) -> f64 {
    let leden = || rij.iter();
    let hoogte = leden().filter_map(|i| kaarten.get(*i)).map(|k| k.h).fold(0.0, f64::max);
    for i in rij {
        if let Some(kaart) = kaarten.get_mut(*i) {
            (kaart.y, kaart.h) = (y + boven, hoogte);
        }
    }
    y + boven + hoogte
}

/// Sets the states outside the main flow: the bands beside each other where they fit, else under each other.
fn zet_banden(
    kaarten: &mut [Kaart<'_>],
    groepen: &[(&'static str, &Vec<usize>)],
    boven: f64,
    blad_b: f64,
    banden: &mut Vec<Band>,
) -> f64 {
    let gevuld: Vec<_> = groepen.iter().filter(|(_, leden)| !leden.is_empty()).collect();
    let totaal: usize = gevuld.iter().map(|(_, leden)| leden.len()).sum();
    let breed = blad_b - 2.0 * MARGE;
    let nodig = |n: usize| n as f64 * (BREED + TUSSEN) - TUSSEN + 2.0 * BAND_RAND;
    let kieren = gevuld.len().saturating_sub(1) as f64 * BAND_RAND;
    let samen = gevuld.iter().map(|(_, leden)| nodig(leden.len())).sum::<f64>() + kieren;
    let naast_elkaar = samen <= breed;
    let speling = if naast_elkaar { (breed - samen) / totaal.max(1) as f64 } else { 0.0 };
    let per_rij = (((breed - 2.0 * BAND_RAND + TUSSEN) / (BREED + TUSSEN)).floor() as usize).max(1);
    let (mut x, mut y, mut onderste) = (MARGE, boven, boven);
    let eerste = banden.len();
    for (titel, leden) in &gevuld {
        let band_b = if naast_elkaar { nodig(leden.len()) + speling * leden.len() as f64 } else { breed };
        let mut onder = y + BAND_KOP;
        for rij in leden.chunks(per_rij) {
            let kolommen = leden.len().min(per_rij);
            let kaart_ruimte = (band_b - kolommen as f64 * BREED) / (kolommen + 1) as f64;
            for (plek, i) in rij.iter().enumerate() {
                if let Some(kaart) = kaarten.get_mut(*i) {
                    kaart.x = x + kaart_ruimte + plek as f64 * (BREED + kaart_ruimte);
                }
            }
            let boven = if naast_elkaar {
                ruimte_boven(kaarten, gevuld.iter().flat_map(|(_, leden)| leden.iter()))
            } else {
                ruimte_boven(kaarten, rij)
            };
            onder = zet_rij(kaarten, rij, onder, boven);
            let terug = rij.iter().filter_map(|i| kaarten.get(*i)).map(Kaart::terug_h).fold(0.0, f64::max);
            onder += terug + BAND_RAND;
        }
        banden.push(Band { titel, x, y, b: band_b, h: onder - y });
        onderste = onderste.max(onder);
        if naast_elkaar {
            x += band_b + BAND_RAND;
        } else {
            y = onder + BAND_RAND;
        }
    }
    if naast_elkaar {
        banden.iter_mut().skip(eerste).for_each(|band| band.h = onderste - band.y);
    }
    onderste + TUSSEN
}
