//! What a drawing may tell beside the definition: how many initiatives have each status now, and where to see them.

use super::{
    kaart::{BREED, KLEIN_PX, Kaart, RAND},
    pen::{KLEIN_ZACHT, Pen},
    tekst::{breedte, getal, xml},
};
use std::collections::BTreeMap;

/// How things stand with a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// How many initiatives have it now.
    pub aantal: i64,
    /// Where they are shown, for who may see them.
    pub adres: Option<String>,
}

/// By code of the status; one that is not there has none.
pub type Standen = BTreeMap<String, Stand>;

/// None at all.
pub(crate) static GEEN: Stand = Stand { aantal: 0, adres: None };

/// The room that a count takes in a box.
pub(crate) const STAND_H: f64 = 30.0;
const GETAL_PX: f64 = 22.0;

impl Stand {
    fn woord(&self) -> &'static str {
        if self.aantal == 1 { "initiatief nu" } else { "initiatieven nu" }
    }

    /// `1.203 initiatieven nu`.
    pub(crate) fn in_woorden(&self) -> String {
        format!("{} {}", getal(self.aantal), self.woord())
    }

    /// The count under the name: the number first, as large as the eye looks for it.
    pub(crate) fn teken(&self, pen: &mut Pen, k: &Kaart<'_>, boven: f64) {
        let (x, y, aantal) = (k.x + RAND, boven + 22.0, getal(self.aantal));
        // What is empty does not ask for attention.
        let kleur =
            if self.aantal == 0 { "ws-zacht".to_owned() } else { format!("t-{}", k.knoop.status.fase) };
        let stijl = format!(r#"class="{kleur}" font-size="{GETAL_PX}" font-weight="700""#);
        pen.tekst(x, y, &stijl, &aantal);
        let naast = breedte(&aantal, GETAL_PX, true) + 6.0;
        let past = |woord: &&str| naast + breedte(woord, KLEIN_PX, false) <= BREED - 2.0 * RAND;
        if let Some(woord) = [self.woord(), "nu"].into_iter().find(past) {
            pen.tekst(x + naast, y, KLEIN_ZACHT, woord);
        }
    }
}

/// Opens the box of a state, and gives what closes it: with an address it is a link, which a keyboard can reach.
pub(crate) fn open(pen: &mut Pen, k: &Kaart<'_>) -> &'static str {
    let naam = &k.knoop.status.naam;
    let Some(stand) = k.stand else {
        pen.groep(naam);
        return "</g>";
    };
    let uitleg = format!("{naam}: {}", stand.in_woorden());
    let Some(adres) = &stand.adres else {
        pen.groep(&uitleg);
        return "</g>";
    };
    pen.zet(format_args!(r#"<a href="{}"><title>{}</title>"#, xml(adres), xml(&uitleg)));
    "</a>"
}
