//! Lays the rails in the channel: an arrow leaves its states upright, runs along its own rail, where its name
//! stands, and enters its target upright. Several states share the rail of the transition that they share.

use super::{
    indeling::{Draad, Strook},
    kaart::{BREED, KLEIN_PX, Kaart},
    tekst::{breedste, breek},
};

const REGEL: f64 = 14.0;
/// The widest line of a name on a rail.
const MAX_LABEL: f64 = 330.0;
/// The room under the lowest rail, for the arrow heads, and above the highest.
const ONDER: f64 = 26.0;
const BOVEN: f64 = 12.0;
/// Upright lines keep this distance, or one could be taken for the other.
const AFSTAND: f64 = 7.0;
/// Above this many, trying every pair takes longer than anyone would wait for a picture.
const MAX_TE_ORDENEN: usize = 40;

/// Where an arrow meets the edge of a state.
#[derive(Clone, Copy)]
pub(crate) struct Aansluiting {
    pub kaart: usize,
    pub x: f64,
    /// At the bottom of an escalation, rather than at the top of a state of the main flow.
    pub van_boven: bool,
}

/// A transition along its rail.
pub(crate) struct Rail<'a> {
    pub draad: &'a Draad<'a>,
    pub bronnen: Vec<Aansluiting>,
    pub doel: Aansluiting,
    pub regels: Vec<String>,
    /// The left of the name.
    pub label_x: f64,
    /// The height of the rail above the main flow.
    pub hoogte: f64,
    niveau: usize,
    van: f64,
    tot: f64,
}

impl Rail<'_> {
    fn aansluitingen(&self) -> impl Iterator<Item = &Aansluiting> {
        self.bronnen.iter().chain([&self.doel])
    }

    /// Where the rail and its name end.
    pub fn rechts(&self) -> f64 {
        self.tot
    }

    fn label_b(&self) -> f64 {
        breedste(&self.regels, KLEIN_PX, false)
    }
}

/// Lays a rail for each of the arrows; also gives the height of the channel.
pub(crate) fn leg<'a>(
    strook: &Strook<'_>,
    draden: Vec<&'a Draad<'a>>,
    kaarten: &[Kaart<'_>],
    links: f64,
) -> (Vec<Rail<'a>>, f64) {
    let poorten = poorten(strook, &draden, kaarten);
    let mut rails: Vec<Rail<'_>> = (draden.into_iter().enumerate())
        .filter_map(|(k, draad)| {
            let hier = |i: usize| poorten.iter().find(|(d, a)| *d == k && a.kaart == i).map(|(_, a)| *a);
            let bronnen: Vec<_> = draad.bronnen.iter().filter_map(|i| hier(*i)).collect();
            let doel = hier(draad.doel)?;
            let regels = breek(&draad.overgang.naam, KLEIN_PX, false, MAX_LABEL);
            let mut rail = Rail {
                draad,
                bronnen,
                doel,
                regels,
                label_x: 0.0,
                hoogte: 0.0,
                niveau: 0,
                van: 0.0,
                tot: 0.0,
            };
            let xs: Vec<f64> = rail.aansluitingen().map(|a| a.x).collect();
            let van = xs.iter().copied().fold(f64::INFINITY, f64::min);
            let tot = xs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            // A short rail still needs room for its name.
            let half = (tot - van).max(rail.label_b() + 24.0) / 2.0;
            rail.van = ((van + tot) / 2.0 - half).max(links);
            rail.tot = rail.van + 2.0 * half;
            Some(rail)
        })
        .collect();
    orden(&mut rails);
    let kanaal_h = stapel(&mut rails);
    benoem(&mut rails);
    (rails, kanaal_h)
}

/// Where each arrow meets each of its states: side by side, in the order of where they go.
fn poorten(strook: &Strook<'_>, draden: &[&Draad<'_>], kaarten: &[Kaart<'_>]) -> Vec<(usize, Aansluiting)> {
    let midden = |i: usize| kaarten.get(i).map_or(0.0, Kaart::midden);
    let mut bezet: Vec<(usize, Aansluiting)> = Vec::new();
    for (rij, van_boven) in [(&strook.hoofd, false), (&strook.escalatie, true)] {
        for i in rij {
            let mut hier: Vec<(f64, usize)> = (draden.iter().enumerate())
                .filter(|(_, d)| d.doel == *i || d.bronnen.contains(i))
                .map(|(k, d)| {
                    let anderen = d.bronnen.iter().chain([&d.doel]).filter(|a| *a != i);
                    let xs: Vec<f64> = anderen.map(|a| midden(*a)).collect();
                    (xs.iter().sum::<f64>() / xs.len().max(1) as f64, k)
                })
                .collect();
            hier.sort_by(|a, b| a.0.total_cmp(&b.0));
            let links = midden(*i) - BREED / 2.0 + 14.0;
            let stap = (BREED - 28.0) / hier.len().max(1) as f64;
            for (plek, (_, k)) in hier.iter().enumerate() {
                let x = (links + (plek as f64 + 0.5) * stap).round();
                let vrij = |x: &f64| bezet.iter().all(|(_, a)| (a.x - x).abs() >= AFSTAND);
                let uitwijk = (0..12).flat_map(|d| [f64::from(d), -f64::from(d)]).map(|d| x + d);
                let x = uitwijk.into_iter().find(vrij).unwrap_or(x);
                bezet.push((*k, Aansluiting { kaart: *i, x, van_boven }));
            }
        }
    }
    bezet
}

/// Orders the rails from top to bottom so that few lines cross: swaps pairs for as long as that helps.
fn orden(rails: &mut [Rail<'_>]) {
    rails.sort_by_key(|r| r.aansluitingen().all(|a| !a.van_boven));
    if rails.len() > MAX_TE_ORDENEN {
        return;
    }
    let mut beste = kruisingen(rails);
    let mut beter = true;
    while beter {
        beter = false;
        for a in 0..rails.len() {
            for b in a + 1..rails.len() {
                rails.swap(a, b);
                let nu = kruisingen(rails);
                if nu < beste {
                    (beste, beter) = (nu, true);
                } else {
                    rails.swap(a, b);
                }
            }
        }
    }
}

fn kruisingen(rails: &[Rail<'_>]) -> usize {
    let mut aantal = 0;
    for (hoog, boven) in rails.iter().enumerate() {
        for onder in rails.iter().skip(hoog + 1) {
            aantal += onder.aansluitingen().filter(|a| a.van_boven && snijdt(boven, a.x)).count();
            aantal += boven.aansluitingen().filter(|a| !a.van_boven && snijdt(onder, a.x)).count();
        }
    }
    aantal
}

fn snijdt(rail: &Rail<'_>, x: f64) -> bool {
    let links = rail.aansluitingen().any(|a| a.x < x);
    links && rail.aansluitingen().any(|a| a.x > x)
}

/// Lets the rails sink as far as they can, each clear of those under it; gives the height of them all.
fn stapel(rails: &mut [Rail<'_>]) -> f64 {
    let mut gelegd: Vec<(f64, f64, usize)> = Vec::new();
    let mut regels_per_niveau: Vec<usize> = Vec::new();
    for rail in rails.iter_mut().rev() {
        let raakt = gelegd.iter().filter(|(van, tot, _)| rail.van < tot + 16.0 && *van < rail.tot + 16.0);
        rail.niveau = raakt.map(|(_, _, niveau)| niveau + 1).max().unwrap_or(0);
        gelegd.push((rail.van, rail.tot, rail.niveau));
        regels_per_niveau.resize(regels_per_niveau.len().max(rail.niveau + 1), 0);
        if let Some(regels) = regels_per_niveau.get_mut(rail.niveau) {
            *regels = rail.regels.len().max(*regels);
        }
    }
    let mut hoogte = ONDER;
    let mut hoogten = Vec::new();
    for regels in regels_per_niveau {
        hoogten.push(hoogte);
        hoogte += regels as f64 * REGEL + 14.0;
    }
    for rail in rails.iter_mut() {
        rail.hoogte = hoogten.get(rail.niveau).copied().unwrap_or(ONDER);
    }
    if rails.is_empty() { ONDER } else { hoogte + BOVEN }
}

/// Puts the name of each rail above it, where the fewest lines pass through, near its middle.
fn benoem(rails: &mut [Rail<'_>]) {
    let staand: Vec<(f64, bool, usize)> =
        rails.iter().flat_map(|r| r.aansluitingen().map(|a| (a.x, a.van_boven, r.niveau))).collect();
    for rail in rails.iter_mut() {
        let b = rail.label_b();
        // A line from above passes this name on its way to this rail or a lower one, from below to a higher one.
        let hinder: Vec<f64> = (staand.iter())
            .filter(|(_, boven, niveau)| if *boven { *niveau <= rail.niveau } else { *niveau > rail.niveau })
            .map(|(x, ..)| *x)
            .collect();
        let (links, rechts) = (rail.van + 10.0, rail.tot - b - 10.0);
        let ideaal = (links + rechts) / 2.0;
        let stappen = ((rechts - links).max(0.0) / 4.0) as u32;
        let kosten = |x: f64| {
            let geraakt = hinder.iter().filter(|h| **h > x - 6.0 && **h < x + b + 6.0).count();
            geraakt as f64 * 10_000.0 + (x - ideaal).abs()
        };
        let keus = (0..=stappen).map(|s| links + f64::from(s) * 4.0).chain([ideaal]);
        rail.label_x = keus.min_by(|a, b| kosten(*a).total_cmp(&kosten(*b))).unwrap_or(ideaal);
    }
}
