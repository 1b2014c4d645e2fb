//! Writes the sheet as SVG.

use super::{
    draden::{Bedrading, Direct},
    indeling::deel_in,
    kaart::{BREED, Kaart},
    kleur,
    pen::{C, KLEIN, KLEIN_ZACHT, PUNT, Pen, Richting},
    plaatsing::{self, Blad, MARGE, Rij, TEKST_REGEL, TITEL_REGEL},
    rails::{Aansluiting, Rail},
    stand::Standen,
    teken::{teken_kaart, teken_uitleg},
    tekst::xml,
    woorden::{beschrijving, voorwaarden},
};
use wijkspoor_domain::werkstroom::{Fase, Werkstroom};

/// Draws a definition as one SVG document that needs nothing beside it: no scripts, fonts or style sheets. It follows
/// the light or dark scheme of who looks, and tells all that it shows in its title and description too.
///
/// The same definition always gives the same text.
pub fn svg(w: &Werkstroom) -> String {
    teken(w, None)
}

/// Draws a definition with how many initiatives have each status, for a page that has [`stijl`] in its style sheet.
///
/// States with an address are links, so the whole is then a group: within an image nothing could be reached with a keyboard.
pub fn svg_met_standen(w: &Werkstroom, standen: &Standen) -> String {
    teken(w, Some(standen))
}

/// The style sheet of [`svg_met_standen`]. A page has it once; a drawing that stands alone holds its own.
pub fn stijl() -> String {
    kleur::stijl(Fase::ALLE) + kleur::SCHAKELS
}

fn teken(w: &Werkstroom, standen: Option<&Standen>) -> String {
    let indeling = deel_in(w);
    let blad = plaatsing::plaats(w, &indeling, standen);
    let mut pen = Pen::default();
    let (b, h) = (C(blad.b.ceil()), C(blad.h.ceil()));
    let id = format!("ws-{}-{}", xml(&w.code), w.versie);
    let schakels = standen.is_some_and(|standen| standen.values().any(|stand| stand.adres.is_some()));
    let soort = if schakels { "group" } else { "img" };
    pen.zet(format_args!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="ws" viewBox="0 0 {b} {h}" width="{b}" height="{h}" role="{soort}" aria-labelledby="{id}-titel {id}-tekst">"#
    ));
    pen.zet(format_args!(
        r#"<title id="{id}-titel">Werkstroom {}, versie {}</title>"#,
        xml(&w.naam),
        w.versie
    ));
    pen.zet(format_args!(r#"<desc id="{id}-tekst">{}</desc>"#, xml(&beschrijving(w, standen))));
    if standen.is_none() {
        let fasen: Vec<Fase> =
            Fase::ALLE.iter().copied().filter(|f| w.statussen.iter().any(|s| s.fase == *f)).collect();
        pen.zet(format_args!("<style>\n{}</style>", kleur::stijl(&fasen)));
    }
    pen.zet(format_args!(
        r#"<rect x="0.5" y="0.5" width="{}" height="{}" rx="14" class="ws-blad"/>"#,
        C(blad.b.ceil() - 1.0),
        C(blad.h.ceil() - 1.0)
    ));
    kop(&mut pen, w, &blad);
    for band in &blad.banden {
        pen.zet(format_args!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" rx="12" class="ws-band"/>"#,
            C(band.x),
            C(band.y),
            C(band.b),
            C(band.h)
        ));
        let stijl = r#"class="ws-zacht" font-size="13" font-weight="600""#;
        pen.tekst(band.x + 16.0, band.y + 23.0, stijl, band.titel);
    }
    for rij in &blad.rijen {
        rij.bedrading.rails.iter().for_each(|rail| teken_rail(&mut pen, &blad.kaarten, rij, rail));
        teken_goten(&mut pen, &blad.kaarten, &rij.bedrading);
    }
    blad.kaarten.iter().for_each(|kaart| teken_kaart(&mut pen, &blad.kaarten, kaart));
    // Names come last: no line may run over them.
    for rij in &blad.rijen {
        rij.bedrading.rails.iter().for_each(|rail| teken_railnaam(&mut pen, &blad.kaarten, rij, rail));
    }
    blad.legenda.regels.iter().for_each(|uitleg| teken_uitleg(&mut pen, uitleg));
    for (i, regel) in blad.termijnen.iter().enumerate() {
        pen.tekst(MARGE, blad.termijnen_y + i as f64 * TEKST_REGEL + 12.0, KLEIN_ZACHT, regel);
    }
    pen.zet(format_args!("</svg>"));
    pen.0
}

fn kop(pen: &mut Pen, w: &Werkstroom, blad: &Blad<'_>) {
    let mut y = MARGE + 20.0;
    let stijl = r#"font-size="24" font-weight="700""#;
    for regel in &blad.titel {
        pen.tekst(MARGE, y, stijl, regel);
        y += TITEL_REGEL;
    }
    let versie = format!("versie {}", w.versie);
    pen.tekst(blad.b - MARGE, MARGE + 20.0, r#"class="ws-zacht" font-size="13" text-anchor="end""#, &versie);
    for regel in &blad.omschrijving {
        pen.tekst(MARGE, y - 2.0, r#"class="ws-zacht" font-size="13""#, regel);
        y += TEKST_REGEL;
    }
}

pub(crate) fn fase(kaarten: &[Kaart<'_>], i: usize) -> Fase {
    kaarten.get(i).map_or(Fase::Ingediend, |k| k.knoop.status.fase)
}

/// The way from a state along the rail to the head of the arrow, with round corners.
fn railpad(kaarten: &[Kaart<'_>], van: Aansluiting, naar: Aansluiting, rail_y: f64) -> String {
    let rand =
        |a: Aansluiting| kaarten.get(a.kaart).map_or(0.0, |k| if a.van_boven { k.y + k.h } else { k.y });
    let (y1, y2) = (rand(van), rand(naar));
    let y2 = if naar.van_boven { y2 + PUNT - 1.0 } else { y2 - PUNT + 1.0 };
    let dx = naar.x - van.x;
    let r = (dx.abs() / 2.0).min(9.0);
    let (zx, v1, v2) = (r.copysign(dx), r.copysign(rail_y - y1), r.copysign(y2 - rail_y));
    format!(
        "M{x1} {}V{}Q{x1} {ry} {} {ry}H{}Q{x2} {ry} {x2} {}V{}",
        C(y1),
        C(rail_y - v1),
        C(van.x + zx),
        C(naar.x - zx),
        C(rail_y + v2),
        C(y2),
        x1 = C(van.x),
        x2 = C(naar.x),
        ry = C(rail_y),
    )
}

fn teken_rail(pen: &mut Pen, kaarten: &[Kaart<'_>], rij: &Rij<'_>, rail: &Rail<'_>) {
    let (fase, doel) = (fase(kaarten, rail.draad.doel), rail.doel);
    let paden: Vec<String> =
        rail.bronnen.iter().map(|van| railpad(kaarten, *van, doel, rij.hoofd_y - rail.hoogte)).collect();
    pen.groep(&voorwaarden(rail.draad.overgang));
    // A border in the colour of the page makes clear which line passes over which.
    for pad in &paden {
        pen.zet(format_args!(r#"<path d="{pad}" class="ws-onder" stroke-width="6"/>"#));
    }
    paden.iter().for_each(|pad| pen.lijn(pad, fase, false));
    let y = kaarten.get(doel.kaart).map_or(0.0, |k| if doel.van_boven { k.y + k.h } else { k.y });
    let richting = if doel.van_boven { Richting::Omhoog } else { Richting::Omlaag };
    pen.punt(doel.x, y, richting, &format!("k-{fase}"));
    pen.sluit();
}

fn teken_railnaam(pen: &mut Pen, kaarten: &[Kaart<'_>], rij: &Rij<'_>, rail: &Rail<'_>) {
    let fase = fase(kaarten, rail.draad.doel);
    let y = rij.hoofd_y - rail.hoogte - 6.0;
    let stijl = format!(r#"class="t-{fase} ws-halo" {KLEIN}"#);
    for (i, regel) in rail.regels.iter().rev().enumerate() {
        pen.tekst(rail.label_x, y - i as f64 * 14.0, &stijl, regel);
    }
}

fn teken_goten(pen: &mut Pen, kaarten: &[Kaart<'_>], bedrading: &Bedrading<'_>) {
    for (links, rechts, pijlen) in &bedrading.goten {
        let (Some(links), Some(rechts)) = (kaarten.get(*links), kaarten.get(*rechts)) else { continue };
        let (x1, x2) = (links.x + BREED, rechts.x);
        let totaal: f64 = pijlen.iter().map(Direct::hoogte).sum();
        let mut y = links.y + (links.h - totaal) / 2.0;
        for pijl in pijlen {
            let fase = fase(kaarten, pijl.draad.doel);
            pen.groep(&voorwaarden(pijl.draad.overgang));
            let stijl = format!(r#"class="t-{fase}" {KLEIN} text-anchor="middle""#);
            for regel in &pijl.regels {
                y += 14.0;
                pen.tekst((x1 + x2) / 2.0, y - 3.0, &stijl, regel);
            }
            y += 4.0;
            let heen = pijl.van + 1 == links.nummer;
            let (van, tot, zijde) = if heen { (x1, x2, -1.0) } else { (x2, x1, 1.0) };
            pen.lijn(&format!("M{} {}H{}", C(van), C(y), C(tot + zijde * (PUNT - 1.0))), fase, false);
            let richting = if heen { Richting::Rechts } else { Richting::Links };
            pen.punt(tot, y, richting, &format!("k-{fase}"));
            pen.sluit();
            y += 12.0;
        }
    }
}
