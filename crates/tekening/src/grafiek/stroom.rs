//! The flow of orders: from the TLO of each gebied to the departments, and what became of them. Width is volume, colour is
//! how long they wait for an answer.

use super::blad::{Grafiek, Letter, Plaats, leeg};
use super::ernst::{Ernst, legenda};
use crate::pen::{C, Pen};
use crate::tekst::getal;

/// The orders of all.
#[derive(Debug, Clone, Default)]
pub struct Overdrachtstroom {
    /// What it shows.
    pub titel: String,
    /// The same in words.
    pub uitleg: String,
    /// The departments; the worst first.
    pub afdelingen: Vec<Afdeling>,
    /// From each gebied to each department.
    pub overdrachten: Vec<Overdracht>,
}

/// What became of the orders to a department.
#[derive(Debug, Clone)]
pub struct Afdeling {
    /// Its name.
    pub naam: String,
    /// In some words: how long it takes, against which norm.
    pub regel: String,
    /// How bad that is.
    pub ernst: Ernst,
    /// How many were taken on.
    pub aangenomen: i64,
    /// How many came back: refused or returned.
    pub terug: i64,
    /// How many were withdrawn, or ended with their initiative, before they were answered.
    pub ingetrokken: i64,
    /// How many wait for a first answer.
    pub wacht: i64,
    /// Where its orders stand.
    pub adres: Option<String>,
}

/// The orders from a gebied to a department.
#[derive(Debug, Clone)]
pub struct Overdracht {
    /// The gebied.
    pub gebied: String,
    /// The department; one of [`Overdrachtstroom::afdelingen`].
    pub afdeling: String,
    /// How many.
    pub aantal: i64,
    /// How bad it is.
    pub ernst: Ernst,
    /// In words, for who points at it.
    pub uitleg: String,
    /// Where they stand.
    pub adres: Option<String>,
}

const LINKS_B: f64 = 152.0;
const MIDDEN_X: f64 = 314.0;
const MIDDEN_B: f64 = 300.0;
const RECHTS_X: f64 = 776.0;
const RECHTS_B: f64 = 184.0;
const KOP: f64 = 30.0;
const KIER: f64 = 10.0;
/// From so many departments on each is told in one line.
const DICHT: usize = 12;
/// How high all flows together are, at most.
const HOOG: f64 = 400.0;

/// What becomes of an order.
#[derive(Clone, Copy)]
struct Einde {
    naam: &'static str,
    klasse: &'static str,
    /// How many of those of a department.
    van: fn(&Afdeling) -> i64,
}

const EINDEN: [Einde; 4] = [
    Einde { naam: "Aangenomen", klasse: "gf-k-6", van: |a| a.aangenomen },
    Einde { naam: "Terug naar het TLO", klasse: "gf-k-2", van: |a| a.terug },
    Einde { naam: "Ingetrokken", klasse: "gf-k-4", van: |a| a.ingetrokken },
    Einde { naam: "Wacht op antwoord", klasse: "gf-k-1", van: |a| a.wacht },
];

/// A box with what flows in or out of it.
struct Kaart {
    y: f64,
    h: f64,
    aantal: i64,
    /// How much of its height has been given to flows already.
    links: f64,
    rechts: f64,
}

/// Draws it.
pub fn teken(s: &Overdrachtstroom) -> Grafiek {
    let totaal: i64 = s.overdrachten.iter().map(|o| o.aantal).sum();
    if totaal <= 0 {
        return leeg(&s.titel, &s.uitleg, "Er zijn geen opdrachten uitgezet die hierbij passen.");
    }
    let mut gebieden: Vec<(&str, i64)> = Vec::new();
    for o in &s.overdrachten {
        match gebieden.iter_mut().find(|(naam, _)| *naam == o.gebied) {
            Some((_, aantal)) => *aantal += o.aantal,
            None => gebieden.push((&o.gebied, o.aantal)),
        }
    }
    gebieden.sort_by_key(|(_, aantal)| -aantal);
    let erin = |a: &Afdeling| -> i64 {
        s.overdrachten.iter().filter(|o| o.afdeling == a.naam).map(|o| o.aantal).sum()
    };
    let einden: Vec<(Einde, i64)> = EINDEN
        .into_iter()
        .map(|einde| (einde, s.afdelingen.iter().map(einde.van).sum::<i64>()))
        .filter(|(_, aantal)| *aantal > 0)
        .collect();
    let per = HOOG / totaal as f64;
    let dicht = s.afdelingen.len() > DICHT;
    let links: Vec<i64> = gebieden.iter().map(|(_, aantal)| *aantal).collect();
    let midden: Vec<i64> = s.afdelingen.iter().map(erin).collect();
    let rechts: Vec<i64> = einden.iter().map(|(_, aantal)| *aantal).collect();
    let hoogte = [(&links, 30.0), (&midden, if dicht { 24.0 } else { 46.0 }), (&rechts, 46.0)]
        .map(|(kolom, minstens)| {
            kolom.iter().map(|a| (*a as f64 * per).max(minstens) + KIER).sum::<f64>() - KIER
        })
        .into_iter()
        .fold(0.0, f64::max);
    let mut links = zet(&links, per, 30.0, hoogte);
    let mut midden = zet(&midden, per, if dicht { 24.0 } else { 46.0 }, hoogte);
    let mut rechts = zet(&rechts, per, 46.0, hoogte);

    let mut pen = Pen::default();
    let koppen = [(0.0, "Van het TLO van"), (MIDDEN_X, "naar de afdeling"), (RECHTS_X, "en wat ervan werd")];
    for (x, kop) in koppen {
        pen.schrijf(x, 14.0, Plaats::Begin, Letter { vet: true, ..Letter::KLEIN }, kop);
    }
    // Flows in the order of both ends, so that they cross as little as can be; the worst is drawn last, over the rest.
    let mut lopen: Vec<(Ernst, String)> = Vec::new();
    for (g, (gebied, _)) in gebieden.iter().enumerate() {
        for (a, afdeling) in s.afdelingen.iter().enumerate() {
            let zelfde = |o: &&Overdracht| o.gebied == *gebied && o.afdeling == afdeling.naam && o.aantal > 0;
            let (Some(o), Some(van), Some(naar)) =
                (s.overdrachten.iter().find(zelfde), links.get_mut(g), midden.get_mut(a))
            else {
                continue;
            };
            let dikte = o.aantal as f64 * per;
            let pad = band(LINKS_B, van.uit(dikte, per), MIDDEN_X, naar.erin(dikte, per), dikte);
            let mut los = Pen::default();
            los.teken_merk(o.adres.as_deref(), &o.uitleg, |pen| {
                pen.zet(format_args!(r#"<path d="{pad}" class="{} gf-stroom"/>"#, o.ernst.klasse()));
            });
            lopen.push((o.ernst, los.0));
        }
    }
    lopen.sort_by_key(|(ernst, _)| *ernst);
    lopen.iter().for_each(|(_, pad)| pen.zet(format_args!("{pad}")));
    for (afdeling, van) in s.afdelingen.iter().zip(&mut midden) {
        for ((einde, _), naar) in einden.iter().zip(&mut rechts) {
            let aantal = (einde.van)(afdeling);
            if aantal == 0 {
                continue;
            }
            let dikte = aantal as f64 * per;
            let (y1, y2) = (van.uit(dikte, per), naar.erin(dikte, per));
            let pad = band(MIDDEN_X + MIDDEN_B, y1, RECHTS_X, y2, dikte);
            let uitleg = format!("{}, {}: {}", afdeling.naam, einde.naam.to_lowercase(), getal(aantal));
            pen.teken_merk(None, &uitleg, |pen| {
                pen.zet(format_args!(r#"<path d="{pad}" class="gf-vorm {} gf-stroom"/>"#, einde.klasse));
            });
        }
    }
    for ((gebied, aantal), kaart) in gebieden.iter().zip(&links) {
        pen.rechthoek(0.5, kaart.y, LINKS_B, kaart.h, 6.0, "gf-kaart");
        let getal = getal(*aantal);
        let ruimte = LINKS_B - 28.0 - Letter::VET.breedte(&getal);
        let naam = Letter::GEWOON.regels(gebied, ruimte, if kaart.h >= 38.0 { 2 } else { 1 });
        pen.schrijf_regels(10.0, kaart.midden(), Plaats::Begin, Letter::GEWOON, &naam);
        pen.schrijf_regels(LINKS_B - 10.0, kaart.midden(), Plaats::Einde, Letter::VET, &[getal]);
    }
    for (afdeling, kaart) in s.afdelingen.iter().zip(&midden) {
        teken_afdeling(&mut pen, afdeling, kaart, dicht);
    }
    for ((einde, aantal), kaart) in einden.iter().zip(&rechts) {
        pen.rechthoek(RECHTS_X, kaart.y, RECHTS_B - 0.5, kaart.h, 6.0, "gf-kaart");
        pen.schrijf(RECHTS_X + 12.0, kaart.midden() - 4.0, Plaats::Begin, Letter::VET, einde.naam);
        let deel = (*aantal as f64 / totaal as f64 * 100.0).round();
        let regel = format!("{} van {} ({deel} %)", getal(*aantal), getal(totaal));
        pen.schrijf(
            RECHTS_X + 12.0,
            kaart.midden() + 13.0,
            Plaats::Begin,
            Letter::KLEIN,
            &Letter::KLEIN.regel(&regel, RECHTS_B - 22.0),
        );
    }
    let komt_voor: Vec<Ernst> =
        s.overdrachten.iter().map(|o| o.ernst).chain(s.afdelingen.iter().map(|a| a.ernst)).collect();
    let onder = KOP + hoogte + 18.0;
    let h = onder + legenda(&mut pen, 0.0, onder, super::BREED, &komt_voor, Ernst::naam);
    Grafiek::nieuw(&s.titel, &s.uitleg, super::BREED, h, pen)
}

fn teken_afdeling(pen: &mut Pen, a: &Afdeling, kaart: &Kaart, dicht: bool) {
    let naam = format!("{}: {} opdrachten, {}", a.naam, getal(kaart.aantal), a.regel);
    pen.teken_merk(a.adres.as_deref(), &naam, |pen| {
        pen.rechthoek(MIDDEN_X, kaart.y, MIDDEN_B, kaart.h, 6.0, "gf-vorm gf-kaart");
        pen.rechthoek(MIDDEN_X, kaart.y, 6.0, kaart.h, 2.0, a.ernst.klasse());
        let (x, einde) = (MIDDEN_X + 16.0, MIDDEN_X + MIDDEN_B - 12.0);
        let getal = getal(kaart.aantal);
        let ruimte = einde - x - 12.0 - Letter::VET.breedte(&getal);
        let naam_y = if dicht { kaart.midden() + 4.7 } else { kaart.midden() - 4.0 };
        let tekens = a.ernst.teken_breed();
        let naam = Letter::VET.regel(&a.naam, if dicht { ruimte - tekens - 6.0 } else { ruimte });
        pen.schrijf(x, naam_y, Plaats::Begin, Letter::VET, &naam);
        pen.schrijf(einde, naam_y, Plaats::Einde, Letter::VET, &getal);
        if dicht {
            a.ernst.teken(pen, einde - Letter::VET.breedte(&getal) - tekens - 6.0, naam_y, false);
        } else {
            let regel = Letter::KLEIN.regel(&a.regel, einde - x - tekens - 6.0);
            pen.schrijf(x, naam_y + 17.0, Plaats::Begin, Letter::KLEIN, &regel);
            a.ernst.teken(pen, einde - tekens, naam_y + 17.0, false);
        }
    });
}

/// Boxes under each other, spread over the height.
fn zet(aantallen: &[i64], per: f64, minstens: f64, hoogte: f64) -> Vec<Kaart> {
    let h = |aantal: i64| (aantal as f64 * per).max(minstens);
    let som: f64 = aantallen.iter().map(|a| h(*a)).sum();
    let tussen = aantallen.len().saturating_sub(1) as f64;
    let kier = if tussen > 0.0 { ((hoogte - som) / tussen).clamp(KIER, 44.0) } else { 0.0 };
    let mut y = KOP + (hoogte - som - kier * tussen) / 2.0;
    let mut kaarten = Vec::new();
    for aantal in aantallen {
        let h = h(*aantal);
        kaarten.push(Kaart { y, h, aantal: *aantal, links: 0.0, rechts: 0.0 });
        y += h + kier;
    }
    kaarten
}

impl Kaart {
    fn midden(&self) -> f64 {
        self.y + self.h / 2.0
    }

    /// Where the next flow leaves; all flows together stand in the middle of the box.
    fn uit(&mut self, dikte: f64, per: f64) -> f64 {
        let y = self.midden() - self.aantal as f64 * per / 2.0 + self.rechts;
        self.rechts += dikte;
        y
    }

    fn erin(&mut self, dikte: f64, per: f64) -> f64 {
        let y = self.midden() - self.aantal as f64 * per / 2.0 + self.links;
        self.links += dikte;
        y
    }
}

/// A flow from one side to another, as thick everywhere.
fn band(x1: f64, y1: f64, x2: f64, y2: f64, dikte: f64) -> String {
    let m = C((x1 + x2) / 2.0);
    let (a, b, c, d) = (C(y1), C(y2), C(y2 + dikte), C(y1 + dikte));
    let (x1, x2) = (C(x1), C(x2));
    format!("M{x1} {a}C{m} {a} {m} {b} {x2} {b}L{x2} {c}C{m} {c} {m} {d} {x1} {d}Z")
}
