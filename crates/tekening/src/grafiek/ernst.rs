//! How bad a wait is against its norm: a colour and a sign.

use super::blad::{Letter, Plaats};
use crate::pen::{C, Pen};
use crate::tekst::breedte;

/// How bad a wait is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ernst {
    /// There is no norm, or too little is known.
    Onbekend,
    /// Half and nine of ten are within the norm.
    Binnen,
    /// Half are within the norm, but not nine of ten.
    Deels,
    /// Half take longer than the norm.
    Over,
    /// Half take longer than twice the norm.
    Ver,
}

impl Ernst {
    /// All, the least first.
    pub const ALLE: [Self; 5] = [Self::Onbekend, Self::Binnen, Self::Deels, Self::Over, Self::Ver];

    /// Of the days within which half end (or that half certainly last), and nine of ten, against a norm in days.
    pub fn van(mediaan: Option<i64>, p90: Option<i64>, norm: Option<i64>) -> Self {
        match (mediaan, norm) {
            (Some(mediaan), Some(norm)) if mediaan > 2 * norm => Self::Ver,
            (Some(mediaan), Some(norm)) if mediaan > norm => Self::Over,
            (Some(_), Some(norm)) if p90.is_none_or(|p90| p90 > norm) => Self::Deels,
            (Some(_), Some(_)) => Self::Binnen,
            _ => Self::Onbekend,
        }
    }

    /// What it means of a group.
    pub fn naam(self) -> &'static str {
        match self {
            Self::Onbekend => "geen norm, of te weinig gevallen",
            Self::Binnen => "binnen de norm",
            Self::Deels => "een op de tien of meer over de norm",
            Self::Over => "de helft of meer over de norm",
            Self::Ver => "de helft over twee keer de norm",
        }
    }

    /// What it means of one.
    pub fn naam_van_een(self) -> &'static str {
        match self {
            Self::Onbekend => "zonder norm",
            Self::Binnen => "binnen de norm",
            Self::Deels => "bijna over de norm",
            Self::Over => "over de norm",
            Self::Ver => "over twee keer de norm",
        }
    }

    /// The class of a mark.
    pub(super) fn klasse(self) -> &'static str {
        match self {
            Self::Onbekend => "gf-vorm gf-e-onbekend",
            Self::Binnen => "gf-vorm gf-e-binnen",
            Self::Deels => "gf-vorm gf-e-deels",
            Self::Over => "gf-vorm gf-e-over",
            Self::Ver => "gf-vorm gf-e-ver",
        }
    }

    /// A text upon the colour.
    pub(super) fn letter(self, letter: Letter) -> Letter {
        if self == Self::Ver { Letter { klasse: "gf-op-ver", ..letter } } else { letter }
    }

    /// How wide its sign is.
    pub(super) fn teken_breed(self) -> f64 {
        match self {
            Self::Onbekend | Self::Binnen => 0.0,
            Self::Deels | Self::Over => 11.0,
            Self::Ver => 20.0,
        }
    }

    /// Its sign, with its left bottom here: a triangle that is open, full, or double.
    pub(super) fn teken(self, pen: &mut Pen, x: f64, y: f64, op_ver: bool) {
        let klasse = if op_ver { "gf-teken-ver" } else { "gf-punt" };
        let mut driehoek = |x: f64, soort: &str| {
            let (x, y) = (x + 0.5, y - 0.5);
            pen.zet(format_args!(r#"<path d="M{} {}l4.5 -8l4.5 8z" {soort}/>"#, C(x), C(y)));
        };
        let vol = format!(r#"class="{klasse}""#);
        match self {
            Self::Onbekend | Self::Binnen => {}
            Self::Deels => driehoek(x, r#"class="gf-streep" stroke-width="1.4""#),
            Self::Over => driehoek(x, &vol),
            Self::Ver => {
                driehoek(x, &vol);
                driehoek(x + 9.0, &vol);
            }
        }
    }
}

/// The key of the severities that occur; gives the height that it takes.
pub(super) fn legenda(
    pen: &mut Pen,
    links: f64,
    boven: f64,
    ruimte: f64,
    komt_voor: &[Ernst],
    naam: fn(Ernst) -> &'static str,
) -> f64 {
    const RIJ: f64 = 22.0;
    let (mut x, mut y) = (links, boven);
    for ernst in Ernst::ALLE.into_iter().filter(|ernst| komt_voor.contains(ernst)) {
        let b = 32.0 + ernst.teken_breed() + 4.0 + breedte(naam(ernst), Letter::KLEIN.px, false);
        if x > links && x + b > links + ruimte {
            (x, y) = (links, y + RIJ);
        }
        pen.zet(format_args!(
            r#"<rect x="{}" y="{}" width="22" height="13" rx="3" class="{}"/>"#,
            C(x),
            C(y + 3.0),
            ernst.klasse()
        ));
        ernst.teken(pen, x + 29.0, y + 14.0, false);
        let tekst_x = x + 29.0 + ernst.teken_breed() + if ernst.teken_breed() > 0.0 { 4.0 } else { 0.0 };
        pen.schrijf(tekst_x, y + 14.0, Plaats::Begin, Letter::KLEIN, naam(ernst));
        x += b + 20.0;
    }
    if komt_voor.is_empty() { 0.0 } else { y + RIJ - boven }
}
