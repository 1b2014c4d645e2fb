//! Draws a state: its box, its buttons, and the references above and under it; and the signs of the key.

use super::{
    kaart::{BLOK_X, BREED, Blok, Kaart, NAAM_PX, NAAM_REGEL, NAAM_X, NUMMER_STAP, PIL_REGEL, RAND, REGEL},
    legenda::{TEKEN_B, Teken, Uitleg},
    pen::{C, KLEIN, KLEIN_VET, KLEIN_ZACHT, PUNT, Pen, Richting},
    plaatsing::BEGIN_B,
    stand::{self, STAND_H},
    svg::fase,
    woorden::voorwaarden,
};
use wijkspoor_domain::werkstroom::Fase;

/// Draws a state with all that belongs to it.
pub(crate) fn teken_kaart(pen: &mut Pen, kaarten: &[Kaart<'_>], k: &Kaart<'_>) {
    let eigen = k.knoop.status.fase;
    teken_inkomend(pen, kaarten, k);
    teken_terug(pen, kaarten, k);
    if k.knoop.begin && k.inkomend.iter().all(|blok| blok.overgang.is_some()) {
        let y = k.y + k.h / 2.0;
        let x = k.x - BEGIN_B + 9.0;
        pen.zet(format_args!(
            r#"<g><title>Begin</title><circle cx="{}" cy="{}" r="8" class="ws-vol"/>"#,
            C(x),
            C(y)
        ));
        pen.zet(format_args!(
            r#"<path d="M{} {}H{}" class="ws-lijn" stroke-width="2"/>"#,
            C(x),
            C(y),
            C(k.x - PUNT + 1.0)
        ));
        pen.punt(k.x, y, Richting::Rechts, "ws-vol");
        pen.sluit();
    }
    let sluit = stand::open(pen, k);
    vak(pen, k.x, k.y, k.h, eigen);
    let kop_y = k.y + RAND;
    pen.nummer(k.x + 24.0, kop_y + 13.0, 13.0, eigen, k.nummer);
    let mut y = kop_y + 4.0;
    if let Some(naam) = k.fase {
        pen.tekst(
            k.x + NAAM_X,
            kop_y + 8.0,
            &format!(r#"class="t-{eigen}" font-size="11" font-weight="600""#),
            naam,
        );
        y = kop_y + 12.0;
    }
    let stijl = format!(r#"font-size="{NAAM_PX}" font-weight="700""#);
    for regel in &k.naam {
        pen.tekst(k.x + NAAM_X, y + 14.0, &stijl, regel);
        y += NAAM_REGEL;
    }
    if let Some(stand) = k.stand {
        stand.teken(pen, k, k.y + k.kenmerken_y - STAND_H - 2.0);
    }
    for (i, regel) in k.kenmerken.iter().enumerate() {
        pen.tekst(k.x + RAND, k.y + k.kenmerken_y + i as f64 * REGEL + 12.0, KLEIN_ZACHT, regel);
    }
    pen.zet(format_args!("{sluit}"));
    for pil in &k.pillen {
        let doel = fase(kaarten, pil.doel);
        pen.groep(&voorwaarden(pil.overgang));
        pen.zet(format_args!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" rx="11" class="ws-knop l-{doel}"/>"#,
            C(k.x + pil.x),
            C(k.y + pil.y),
            C(pil.b),
            C(pil.h)
        ));
        pen.nummer(k.x + pil.x + 11.0, k.y + pil.y + 11.0, 8.0, doel, pil.doel + 1);
        for (i, regel) in pil.regels.iter().enumerate() {
            let y = k.y + pil.y + 15.0 + i as f64 * PIL_REGEL;
            pen.tekst(k.x + pil.x + 23.0, y, KLEIN, regel);
        }
        pen.sluit();
    }
}

/// The box itself: an end has a double border.
fn vak(pen: &mut Pen, x: f64, y: f64, h: f64, fase: Fase) {
    let mut rand = |d: f64, rx: f64, dik: f64| {
        pen.zet(format_args!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" rx="{rx}" class="v-{fase}" stroke-width="{dik}"/>"#,
            C(x + d),
            C(y + d),
            C(BREED - 2.0 * d),
            C(h - 2.0 * d)
        ));
    };
    rand(0.0, 11.0, 2.0);
    if fase.is_einde() {
        rand(4.0, 8.0, 1.2);
    }
}

/// What comes in: one arrow into the box, with beside it each transition and the states that it comes from.
fn teken_inkomend(pen: &mut Pen, kaarten: &[Kaart<'_>], k: &Kaart<'_>) {
    if k.inkomend.is_empty() {
        return;
    }
    let (eigen, x) = (k.knoop.status.fase, k.x + 16.0);
    let som: f64 = k.inkomend.iter().map(|b| b.h).sum();
    let (boven, staart, kop, richting) = if k.inkomend_onder {
        let rand = k.y + k.h;
        (rand + 14.0, rand + 14.0 + som - 8.0, rand, Richting::Omhoog)
    } else {
        (k.y - 14.0 - som, k.y - 14.0 - som, k.y, Richting::Omlaag)
    };
    let einde = kop + (staart - kop).signum() * (PUNT - 1.0);
    pen.lijn(&format!("M{} {}V{}", C(x), C(staart), C(einde)), eigen, false);
    pen.punt(x, kop, richting, &format!("k-{eigen}"));
    if k.inkomend.iter().any(|blok| blok.overgang.is_none()) {
        pen.zet(format_args!(r#"<circle cx="{}" cy="{}" r="6" class="ws-vol"/>"#, C(x), C(staart)));
    }
    teken_blokken(pen, kaarten, &k.inkomend, k.x, boven);
}

/// What goes back to where it came from: a broken arrow out of the box, to the states that this can be.
fn teken_terug(pen: &mut Pen, kaarten: &[Kaart<'_>], k: &Kaart<'_>) {
    if k.terug.is_empty() {
        return;
    }
    let (eigen, x, rand) = (k.knoop.status.fase, k.x + 16.0, k.y + k.h);
    let som: f64 = k.terug.iter().map(|b| b.h).sum();
    let punt = rand + 14.0 + som - 6.0;
    pen.lijn(&format!("M{} {}V{}", C(x), C(rand), C(punt - PUNT + 1.0)), eigen, true);
    pen.punt(x, punt, Richting::Omlaag, &format!("k-{eigen}"));
    teken_blokken(pen, kaarten, &k.terug, k.x, rand + 14.0);
}

fn teken_blokken(pen: &mut Pen, kaarten: &[Kaart<'_>], blokken: &[Blok<'_>], links: f64, boven: f64) {
    let x = links + BLOK_X;
    let mut y = boven;
    for blok in blokken {
        pen.groep(&blok.overgang.map_or_else(|| "Begin".to_owned(), voorwaarden));
        let mut regel_y = y;
        for regel in &blok.regels {
            pen.tekst(x, regel_y + 12.0, KLEIN_VET, regel);
            regel_y += REGEL;
        }
        for (i, nummers) in blok.nummers.iter().enumerate() {
            if i == 0 {
                pen.tekst(x, regel_y + 14.0, KLEIN_ZACHT, blok.aanhef);
            }
            for (plek, nummer) in nummers.iter().enumerate() {
                let nummer_x = x + blok.aanhef_b + 8.0 + plek as f64 * NUMMER_STAP;
                pen.nummer(nummer_x, regel_y + 10.0, 8.0, fase(kaarten, *nummer), nummer + 1);
            }
            regel_y += NUMMER_STAP;
        }
        pen.sluit();
        y += blok.h;
    }
}

/// Draws a line of the key.
pub(crate) fn teken_uitleg(pen: &mut Pen, u: &Uitleg) {
    let y = u.y + 10.0;
    match u.teken {
        Teken::Begin | Teken::Pijl | Teken::Terug => {
            let streep = if matches!(u.teken, Teken::Terug) { r#" stroke-dasharray="5 4""# } else { "" };
            pen.zet(format_args!(
                r#"<path d="M{} {}H{}" class="ws-lijn" stroke-width="2"{streep}/>"#,
                C(u.x),
                C(y),
                C(u.x + 26.0)
            ));
            pen.punt(u.x + 34.0, y, Richting::Rechts, "ws-vol");
            if matches!(u.teken, Teken::Begin) {
                pen.zet(format_args!(
                    r#"<circle cx="{}" cy="{}" r="7" class="ws-vol"/>"#,
                    C(u.x + 7.0),
                    C(y)
                ));
            }
        }
        Teken::Stap | Teken::Einde => {
            let mut rand = |d: f64, rx: f64| {
                pen.zet(format_args!(
                    r#"<rect x="{}" y="{}" width="{}" height="{}" rx="{rx}" class="ws-lijn" stroke-width="1.2"/>"#,
                    C(u.x + d),
                    C(y - 9.0 + d),
                    C(34.0 - 2.0 * d),
                    C(18.0 - 2.0 * d)
                ));
            };
            if matches!(u.teken, Teken::Einde) {
                rand(0.0, 5.0);
                rand(3.0, 3.0);
            } else {
                rand(0.0, 9.0);
                pen.zet(format_args!(
                    r#"<circle cx="{}" cy="{}" r="6" class="ws-vol"/>"#,
                    C(u.x + 9.0),
                    C(y)
                ));
            }
        }
    }
    pen.tekst(u.x + TEKEN_B, y + 4.0, KLEIN_ZACHT, u.tekst);
}
