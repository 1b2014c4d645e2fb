//! Routes the arrows of one row: between neighbours straight through the gap, all others along rails in the channel
//! between the escalations and the main flow, one rail for each transition.

use super::{
    indeling::{Draad, Strook},
    kaart::{BREED, KLEIN_PX, Kaart},
    rails::{self, Rail},
    tekst::{breedste, breedte, breek},
};

/// The gap between neighbours without an arrow.
const KIER: f64 = 44.0;
const MAX_GOOT: f64 = 150.0;
const LABEL_REGEL: f64 = 14.0;

/// An arrow through the gap between two neighbours.
pub(crate) struct Direct<'a> {
    pub draad: &'a Draad<'a>,
    pub van: usize,
    pub regels: Vec<String>,
}

impl Direct<'_> {
    pub fn hoogte(&self) -> f64 {
        self.regels.len() as f64 * LABEL_REGEL + 16.0
    }
}

/// The arrows of a row, with everything but their heights.
pub(crate) struct Bedrading<'a> {
    /// By gap: the states left and right of it, and the arrows from top to bottom.
    pub goten: Vec<(usize, usize, Vec<Direct<'a>>)>,
    pub rails: Vec<Rail<'a>>,
    /// The room that the rails need.
    pub kanaal_h: f64,
    /// Where the row ends.
    pub rechts: f64,
}

/// Gives the states of a row their x, and the arrows their way.
pub(crate) fn bedraad<'a>(strook: &'a Strook<'a>, kaarten: &mut [Kaart<'_>], links: f64) -> Bedrading<'a> {
    let mut over: Vec<&Draad<'_>> = strook.draden.iter().collect();
    let mut goten = Vec::new();
    let breedten = [&strook.hoofd, &strook.escalatie].map(|rij| {
        let hoogte = rij.iter().filter_map(|i| kaarten.get(*i)).map(|k| k.h).fold(0.0, f64::max);
        let mut x = links;
        for (plek, i) in rij.iter().enumerate() {
            if let Some(kaart) = kaarten.get_mut(*i) {
                (kaart.x, kaart.h) = (x, hoogte);
            }
            x += BREED;
            if let Some(volgende) = rij.get(plek + 1) {
                let (breed, pijlen) = goot(*i, *volgende, hoogte, &mut over);
                goten.push((*i, *volgende, pijlen));
                x += breed;
            }
        }
        x - links
    });
    let [hoofd_b, escalatie_b] = breedten;
    let verwant: Vec<f64> = (strook.draden.iter())
        .filter(|d| d.bronnen.iter().chain([&d.doel]).any(|i| strook.escalatie.contains(i)))
        .flat_map(|d| d.bronnen.iter().chain([&d.doel]))
        .filter(|i| strook.hoofd.contains(i))
        .filter_map(|i| kaarten.get(*i).map(Kaart::midden))
        .collect();
    let zwaartepunt = verwant.iter().sum::<f64>() / verwant.len().max(1) as f64;
    let schuif = (zwaartepunt - escalatie_b / 2.0 - links).clamp(0.0, (hoofd_b - escalatie_b).max(0.0));
    for i in &strook.escalatie {
        if let Some(kaart) = kaarten.get_mut(*i) {
            kaart.x += schuif;
        }
    }
    let rechts = links + hoofd_b.max(escalatie_b);
    let (rails, kanaal_h) = rails::leg(strook, over, kaarten, links);
    Bedrading { goten, rails, kanaal_h, rechts }
}

/// Takes the arrows that fit in the gap between two neighbours, and says how wide the gap becomes.
fn goot<'a>(
    links: usize,
    rechts: usize,
    hoogte: f64,
    over: &mut Vec<&'a Draad<'a>>,
) -> (f64, Vec<Direct<'a>>) {
    let past = |d: &&Draad<'_>| {
        matches!((d.bronnen.as_slice(), d.doel), ([van], naar)
        if (*van, naar) == (links, rechts) || (*van, naar) == (rechts, links))
    };
    let (mut hier, elders): (Vec<&Draad<'_>>, Vec<_>) = over.drain(..).partition(past);
    *over = elders;
    hier.sort_by_key(|d| d.doel == links);
    let tekst_b = |d: &&Draad<'_>| {
        let woord = d.overgang.naam.split_whitespace().map(|w| breedte(w, KLEIN_PX, false));
        woord.fold(breedte(&d.overgang.naam, KLEIN_PX, false) / 2.6, f64::max)
    };
    let tekst_b = hier.iter().map(tekst_b).fold(KIER, f64::max).min(MAX_GOOT);
    let mut pijlen: Vec<Direct<'_>> = Vec::new();
    let mut vol = 0.0;
    for draad in hier {
        let regels = breek(&draad.overgang.naam, KLEIN_PX, false, tekst_b);
        let direct = Direct { draad, van: if draad.doel == links { rechts } else { links }, regels };
        if vol + direct.hoogte() <= hoogte - 8.0 {
            vol += direct.hoogte();
            pijlen.push(direct);
        } else {
            over.push(draad);
        }
    }
    let breed = pijlen.iter().map(|p| breedste(&p.regels, KLEIN_PX, false) + 28.0).fold(KIER, f64::max);
    (breed, pijlen)
}
