//! The key under the picture: only what occurs in it.

use super::{indeling::Indeling, kaart::KLEIN_PX, plaatsing::MARGE, tekst::breedte};

const RIJ: f64 = 26.0;
/// The room for a sign, before its text.
pub(crate) const TEKEN_B: f64 = 42.0;

/// A sign of the picture.
#[derive(Clone, Copy)]
pub(crate) enum Teken {
    Begin,
    Pijl,
    Stap,
    Terug,
    Einde,
}

/// A sign with its text, in its place.
pub(crate) struct Uitleg {
    pub teken: Teken,
    pub tekst: &'static str,
    pub x: f64,
    pub y: f64,
}

/// The key.
pub(crate) struct Legenda {
    pub regels: Vec<Uitleg>,
    pub onder: f64,
}

pub(crate) fn zet(indeling: &Indeling<'_>, boven: f64, blad_b: f64) -> Legenda {
    let knopen = &indeling.knopen;
    let alle = [
        (Teken::Begin, "begin", true),
        (
            Teken::Pijl,
            "stap, in de kleur van waar hij heen leidt",
            indeling.stroken.iter().any(|s| !s.draden.is_empty()),
        ),
        (Teken::Stap, "stap naar de status met dit nummer", knopen.iter().any(|k| !k.stappen.is_empty())),
        (
            Teken::Terug,
            "terug naar waar het initiatief vandaan kwam",
            knopen.iter().any(|k| !k.terug.is_empty()),
        ),
        (Teken::Einde, "eindstatus", true),
    ];
    let (mut x, mut y) = (MARGE, boven);
    let mut regels = Vec::new();
    for (teken, tekst, _) in alle.into_iter().filter(|(.., komt_voor)| *komt_voor) {
        let b = TEKEN_B + breedte(tekst, KLEIN_PX, false);
        if x > MARGE && x + b > blad_b - MARGE {
            (x, y) = (MARGE, y + RIJ);
        }
        regels.push(Uitleg { teken, tekst, x, y });
        x += b + 22.0;
    }
    Legenda { regels, onder: y + RIJ }
}
