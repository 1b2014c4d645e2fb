//! A drawn chart, and what all charts write with: letters, links, shapes.

use super::stijl::STIJL;
use crate::pen::{C, Pen};
use crate::tekst::{breedte, breek, xml};
use std::fmt::Write;

/// A chart, drawn.
#[derive(Debug, Clone)]
pub struct Grafiek {
    titel: String,
    uitleg: String,
    b: f64,
    h: f64,
    inhoud: String,
}

const MARGE: f64 = 24.0;

impl Grafiek {
    pub(super) fn nieuw(titel: &str, uitleg: &str, b: f64, h: f64, pen: Pen) -> Self {
        Self { titel: titel.to_owned(), uitleg: uitleg.to_owned(), b, h, inhoud: pen.0 }
    }

    /// For a page that has [`STIJL`] in its style sheet and the title above it; `id` is unique within the page.
    ///
    /// Marks are links, so the whole is a group: within an image nothing could be reached with a keyboard.
    pub fn pagina(&self, id: &str) -> String {
        let id = xml(id);
        let soort = if self.inhoud.contains("<a ") { "group" } else { "img" };
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" class="gf" viewBox="0 0 {b} {h}" width="{b}" height="{h}" role="{soort}" aria-labelledby="{id}-t" aria-describedby="{id}-d"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>{}</svg>"#,
            xml(&self.titel),
            xml(&self.uitleg),
            self.inhoud,
            b = C(self.b.ceil()),
            h = C(self.h.ceil()),
        )
    }

    /// A file of its own: with its title, what it means, and below it where it comes from. `basis` is put before the
    /// addresses of the marks (`https://wijkspoor.example`), so that they also lead somewhere from a file.
    pub fn bestand(&self, onderschrift: &str, basis: &str) -> String {
        let b = self.b.max(420.0) + 2.0 * MARGE;
        let mut kop = Pen::default();
        let mut y = MARGE + 18.0;
        for regel in breek(&self.titel, 20.0, true, b - 2.0 * MARGE) {
            kop.schrijf(MARGE, y, Plaats::Begin, Letter { px: 20.0, vet: true, klasse: "" }, &regel);
            y += 25.0;
        }
        for regel in breek(&self.uitleg, 13.0, false, b - 2.0 * MARGE) {
            kop.schrijf(MARGE, y, Plaats::Begin, Letter { px: 13.0, vet: false, klasse: "gf-zacht" }, &regel);
            y += 18.0;
        }
        let boven = y + 4.0;
        let mut y = boven + self.h + 26.0;
        for regel in breek(onderschrift, 12.0, false, b - 2.0 * MARGE) {
            kop.schrijf(MARGE, y, Plaats::Begin, Letter::KLEIN, &regel);
            y += 16.0;
        }
        let h = y + MARGE - 12.0;
        let soort = if self.inhoud.contains("<a ") { "group" } else { "img" };
        let inhoud = self.inhoud.replace(r#"<a href="/"#, &format!(r#"<a href="{}/"#, xml(basis)));
        let mut uit = String::new();
        // Writing to a String cannot fail.
        let _ = write!(
            uit,
            r#"<svg xmlns="http://www.w3.org/2000/svg" class="gf" viewBox="0 0 {b} {h}" width="{b}" height="{h}" role="{soort}" aria-labelledby="t" aria-describedby="d"><title id="t">{}</title><desc id="d">{}</desc><style>{STIJL}</style><rect x="0.5" y="0.5" width="{}" height="{}" rx="12" class="gf-blad"/>{}<g transform="translate({MARGE} {})">{inhoud}</g></svg>"#,
            xml(&self.titel),
            xml(&self.uitleg),
            C(b.ceil() - 1.0),
            C(h.ceil() - 1.0),
            kop.0,
            C(boven),
            b = C(b.ceil()),
            h = C(h.ceil()),
        );
        uit
    }
}

/// On which side of a point a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plaats {
    /// It begins there.
    Begin,
    /// Its middle is there.
    Midden,
    /// It ends there.
    Einde,
}

/// How a text is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    pub px: f64,
    pub vet: bool,
    pub klasse: &'static str,
}

impl Letter {
    /// Names.
    pub const GEWOON: Self = Self { px: 13.0, vet: false, klasse: "" };
    /// What counts.
    pub const VET: Self = Self { px: 13.0, vet: true, klasse: "" };
    /// What explains.
    pub const KLEIN: Self = Self { px: 12.0, vet: false, klasse: "gf-zacht" };

    pub fn breedte(self, tekst: &str) -> f64 {
        breedte(tekst, self.px, self.vet)
    }

    /// In at most so many lines; what does not fit is cut off with an ellipsis (its mark tells the whole).
    pub fn regels(self, tekst: &str, ruimte: f64, hoogstens: usize) -> Vec<String> {
        let mut regels = breek(tekst, self.px, self.vet, ruimte);
        if regels.len() > hoogstens {
            regels.truncate(hoogstens);
            if let Some(laatste) = regels.last_mut() {
                while !laatste.is_empty() && self.breedte(&format!("{laatste}…")) > ruimte {
                    laatste.pop();
                }
                let past = self.breedte("…") <= ruimte;
                *laatste = if past { format!("{}…", laatste.trim_end()) } else { String::new() };
            }
        }
        regels
    }

    /// In one line.
    pub fn regel(self, tekst: &str, ruimte: f64) -> String {
        self.regels(tekst, ruimte, 1).concat()
    }
}

impl Pen {
    /// Writes a text on one line.
    pub(super) fn schrijf(&mut self, x: f64, y: f64, plaats: Plaats, letter: Letter, tekst: &str) {
        if tekst.is_empty() {
            return;
        }
        let mut stijl = format!(r#"font-size="{}""#, C(letter.px));
        if !letter.klasse.is_empty() {
            stijl.insert_str(0, &format!(r#"class="{}" "#, letter.klasse));
        }
        stijl.push_str(if letter.vet { r#" font-weight="600""# } else { "" });
        stijl.push_str(match plaats {
            Plaats::Begin => "",
            Plaats::Midden => r#" text-anchor="middle""#,
            Plaats::Einde => r#" text-anchor="end""#,
        });
        self.tekst(x, y, &stijl, tekst);
    }

    /// Lines around a middle height.
    pub(super) fn schrijf_regels(
        &mut self,
        x: f64,
        midden: f64,
        plaats: Plaats,
        letter: Letter,
        regels: &[String],
    ) {
        let stap = letter.px + 3.0;
        let mut y = midden - (regels.len() as f64 - 1.0) * stap / 2.0 + letter.px * 0.36;
        for regel in regels {
            self.schrijf(x, y, plaats, letter, regel);
            y += stap;
        }
    }

    /// A mark: a link to what is behind it, with a name for who does not see it; without an address only the name.
    pub(super) fn teken_merk(&mut self, adres: Option<&str>, naam: &str, tekenen: impl FnOnce(&mut Self)) {
        let naam = xml(naam);
        match adres {
            Some(adres) => self.zet(format_args!(r#"<a href="{}"><title>{naam}</title>"#, xml(adres))),
            None => self.zet(format_args!("<g><title>{naam}</title>")),
        }
        tekenen(self);
        self.zet(format_args!("</{}>", if adres.is_some() { "a" } else { "g" }));
    }

    pub(super) fn rechthoek(&mut self, x: f64, y: f64, b: f64, h: f64, straal: f64, klasse: &str) {
        self.zet(format_args!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" rx="{}" class="{klasse}"/>"#,
            C(x),
            C(y),
            C(b.max(0.0)),
            C(h.max(0.0)),
            C(straal.min(b / 2.0).max(0.0))
        ));
    }

    pub(super) fn streep(&mut self, x1: f64, y1: f64, x2: f64, y2: f64, klasse: &str) {
        self.zet(format_args!(r#"<path d="M{} {}L{} {}" class="{klasse}"/>"#, C(x1), C(y1), C(x2), C(y2)));
    }

    /// Slanting lines over a rectangle: what is known otherwise than the rest.
    pub(super) fn arceer(&mut self, x: f64, y: f64, b: f64, h: f64, klasse: &str) {
        const STAP: f64 = 7.0;
        let mut pad = String::new();
        let mut k = STAP;
        while k < b + h {
            // The line x + y = k, cut off at the edges.
            let (x1, y1) = (k.min(b), (k - b).max(0.0));
            let (x2, y2) = ((k - h).max(0.0), k.min(h));
            let _ = write!(pad, "M{} {}L{} {}", C(x + x1), C(y + y1), C(x + x2), C(y + y2));
            k += STAP;
        }
        if !pad.is_empty() {
            self.zet(format_args!(r#"<path d="{pad}" class="{klasse}"/>"#));
        }
    }
}

/// A chart of nothing: says so.
pub(super) fn leeg(titel: &str, uitleg: &str, waarom: &str) -> Grafiek {
    let mut pen = Pen::default();
    pen.rechthoek(0.5, 0.5, super::BREED - 1.0, 95.0, 10.0, "gf-leeg");
    pen.schrijf(
        super::BREED / 2.0,
        53.0,
        Plaats::Midden,
        Letter { px: 14.0, vet: false, klasse: "gf-zacht" },
        waarom,
    );
    Grafiek::nieuw(titel, uitleg, super::BREED, 96.0, pen)
}
