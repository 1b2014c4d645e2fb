//! Writes SVG elements: numbers short, texts escaped, nothing else.

use crate::tekst::xml;
use std::fmt::{self, Write};
use wijkspoor_domain::werkstroom::Fase;

/// A coordinate, to a tenth of a pixel.
pub(crate) struct C(pub f64);

impl fmt::Display for C {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Adding zero turns -0 into 0.
        write!(f, "{}", (self.0 * 10.0).round() / 10.0 + 0.0)
    }
}

/// Which way an arrow points.
#[derive(Clone, Copy)]
pub(crate) enum Richting {
    Rechts,
    Links,
    Omhoog,
    Omlaag,
}

pub(crate) const KLEIN: &str = r#"font-size="12""#;
pub(crate) const KLEIN_ZACHT: &str = r#"class="ws-zacht" font-size="12""#;
pub(crate) const KLEIN_VET: &str = r#"font-size="12" font-weight="600""#;
/// The length of an arrow head: where its line must stop.
pub(crate) const PUNT: f64 = 9.0;

/// The drawing so far.
#[derive(Default)]
pub(crate) struct Pen(pub String);

impl Pen {
    /// Writes markup; text from a definition must have gone through [`xml`].
    pub fn zet(&mut self, args: fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = self.0.write_fmt(args);
        self.0.push('\n');
    }

    pub fn tekst(&mut self, x: f64, y: f64, stijl: &str, tekst: &str) {
        self.zet(format_args!(r#"<text x="{}" y="{}" {stijl}>{}</text>"#, C(x), C(y), xml(tekst)));
    }

    /// Opens a group that tells what it is when pointed at.
    pub fn groep(&mut self, uitleg: &str) {
        self.zet(format_args!("<g><title>{}</title>", xml(uitleg)));
    }

    pub fn sluit(&mut self) {
        self.zet(format_args!("</g>"));
    }

    /// The badge of a state: its number in the colour of its fase.
    pub fn nummer(&mut self, x: f64, y: f64, straal: f64, fase: Fase, nummer: usize) {
        let grootte = straal * if nummer > 99 { 0.95 } else { 1.25 };
        self.zet(format_args!(r#"<circle cx="{}" cy="{}" r="{}" class="k-{fase}"/>"#, C(x), C(y), C(straal)));
        let stijl = format!(r#"class="ws-nr" font-size="{}""#, C(grootte));
        self.tekst(x, y + grootte * 0.36, &stijl, &nummer.to_string());
    }

    /// An arrow head with its tip at this point.
    pub fn punt(&mut self, x: f64, y: f64, richting: Richting, klasse: &str) {
        let (dx, dy) = match richting {
            Richting::Rechts => (-PUNT, 0.0),
            Richting::Links => (PUNT, 0.0),
            Richting::Omhoog => (0.0, PUNT),
            Richting::Omlaag => (0.0, -PUNT),
        };
        // The base stands square to the direction, half as wide to each side as the head is long.
        let (zx, zy) = (dy / 2.0, dx / 2.0);
        self.zet(format_args!(
            r#"<path d="M{} {}L{} {}L{} {}Z" class="{klasse}"/>"#,
            C(x),
            C(y),
            C(x + dx + zx),
            C(y + dy + zy),
            C(x + dx - zx),
            C(y + dy - zy)
        ));
    }

    /// A line along the points of `pad`, in the colour of a fase.
    pub fn lijn(&mut self, pad: &str, fase: Fase, gestippeld: bool) {
        let streep = if gestippeld { r#" stroke-dasharray="5 4""# } else { "" };
        self.zet(format_args!(r#"<path d="{pad}" class="l-{fase}" fill="none" stroke-width="2"{streep}/>"#));
    }
}
