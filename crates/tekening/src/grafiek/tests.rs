//! Holds every chart to the same, with random data: well-formed, complete, no text over another or off the sheet, nothing
//! that a strict page refuses.

use super::{
    Ernst, Grafiek, STIJL,
    balken::{self, Balk, Balken},
    banden::{self, Band, Banden},
    banen::{self, Baan, Banen, Stuk, Stuksoort},
    cumulatief::{self, Cumulatief, Laag, Stand},
    matrix::{self, Cel, Matrix, Rij},
    overleving::{self, Overleving, Trede},
    stroom::{self, Afdeling, Overdracht, Overdrachtstroom},
    vergelijking::{self, Paar, Vergelijking, Waarde},
};
use crate::tekst::breedte;
use jiff::{ToSpan, civil::date};
use proptest::{collection::vec, prelude::*};
use roxmltree::{Document, Node};

type Vlak = (f64, f64, f64, f64);

fn getal(n: Node<'_, '_>, naam: &str) -> f64 {
    n.attribute(naam).and_then(|w| w.parse().ok()).unwrap_or_default()
}

/// The room that each text takes.
fn teksten(doc: &Document<'_>) -> Vec<(Vlak, String)> {
    let tekst = |n: Node<'_, '_>| {
        let tekst = n.text().unwrap_or_default().to_owned();
        let (x, y, px) = (getal(n, "x"), getal(n, "y"), getal(n, "font-size"));
        let b = breedte(&tekst, px, n.attribute("font-weight").is_some());
        let links = match n.attribute("text-anchor") {
            Some("end") => x - b,
            Some(_) => x - b / 2.0,
            None => x,
        };
        ((links, y - px * 0.72, links + b, y + px * 0.2), tekst)
    };
    doc.descendants().filter(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "text"))).map(tekst).collect()
}

/// Checks a drawing, and gives how many marks it has that lead somewhere.
fn keur(g: &Grafiek) -> usize {
    let pagina = g.pagina("x");
    for vreemd in ["<style", "style=", "url(", "<script"] {
        assert!(!pagina.contains(vreemd), "{vreemd} in {pagina}");
    }
    let doc = Document::parse(&pagina).unwrap();
    for n in doc.descendants() {
        for plek in n.attributes().filter(|a| ["d", "x", "y", "width", "height"].contains(&a.name())) {
            assert!(!plek.value().contains("NaN") && !plek.value().contains("inf"), "{plek:?}");
        }
    }
    let (b, h) = (getal(doc.root_element(), "width"), getal(doc.root_element(), "height"));
    let teksten = teksten(&doc);
    for (i, (vlak, tekst)) in teksten.iter().enumerate() {
        let erin = vlak.0 > -1.0 && vlak.2 < b + 1.0 && vlak.1 > -1.0 && vlak.3 < h + 1.0;
        assert!(erin, "{tekst:?} {vlak:?} buiten {b}x{h}");
        for (ander, andere_tekst) in &teksten[i + 1..] {
            let raken =
                vlak.0 + 0.5 < ander.2 && ander.0 + 0.5 < vlak.2 && vlak.1 < ander.3 && ander.1 < vlak.3;
            assert!(!raken, "{tekst:?} {vlak:?} op {andere_tekst:?} {ander:?}");
        }
    }
    let adressen = doc.descendants().filter(|n| n.attribute("href").is_some());
    let met_naam: Vec<_> = adressen
        .filter(|n| n.first_element_child().is_some_and(|t| t.text().is_some_and(|t| !t.is_empty())))
        .collect();
    let soort = if met_naam.is_empty() { "img" } else { "group" };
    assert_eq!(doc.root_element().attribute("role"), Some(soort));
    let aantal = met_naam.len();
    let bestand = g.bestand("Bron: Wijkspoor", "https://wijkspoor.example");
    let doc = Document::parse(&bestand).unwrap();
    let adressen: Vec<_> = doc.descendants().filter_map(|n| n.attribute("href")).collect();
    assert!(adressen.len() == aantal && adressen.iter().all(|a| a.starts_with("https://wijkspoor.example/")));
    assert!(doc.descendants().any(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "style"))));
    aantal
}

fn ernst() -> impl Strategy<Value = Ernst> {
    (0..Ernst::ALLE.len()).prop_map(|i| Ernst::ALLE[i])
}

/// Names as they come: short, long, of many words, of one, with signs that XML knows.
fn naam() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z][a-z]{2,14}",
        "[A-Z][a-z]{3,10}( [a-zé&<\"']{2,12}){1,9}",
        "[A-Z][a-z]{30,60}",
        Just("Openbare Ruimte, Groen en Gebiedsbeheer Arnhem-Noord en -Zuid".to_owned()),
    ]
}

fn aantal() -> impl Strategy<Value = i64> {
    prop_oneof![Just(0), 1..30_i64, 1000..3_000_000_i64]
}

fn adres() -> Option<String> {
    Some("/monitor/zaken?soort=overdracht&naam=a%20b".to_owned())
}

fn instelling() -> ProptestConfig {
    ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(instelling())]

    #[test]
    fn stroom_is_in_orde(
        gebieden in prop_oneof![vec(naam(), 1..9), vec(naam(), 30..40)],
        afdelingen in prop_oneof![vec((naam(), naam(), ernst(), aantal(), aantal(), aantal()), 1..9), vec((naam(), naam(), ernst(), aantal(), aantal(), aantal()), 40)],
        keuze in vec(any::<bool>(), 64),
    ) {
        let mut s = Overdrachtstroom { titel: "Stroom".into(), uitleg: "Van en naar".into(), ..Default::default() };
        for (a, (naam, regel, ernst, aangenomen, terug, wacht)) in afdelingen.into_iter().enumerate() {
            let naam = format!("{a} {naam}");
            let mut over = aangenomen + terug + wacht;
            for (g, gebied) in gebieden.iter().enumerate() {
                let laatste = g + 1 == gebieden.len();
                let deel = if laatste { over } else { over / 2 };
                if deel > 0 && (laatste || keuze[(g + a) % keuze.len()]) {
                    over -= deel;
                    s.overdrachten.push(Overdracht { gebied: format!("{g} {gebied}"), afdeling: naam.clone(), aantal: deel, ernst, uitleg: "hier".into(), adres: adres() });
                }
            }
            s.afdelingen.push(Afdeling { naam, regel, ernst, aangenomen, terug, ingetrokken: 0, wacht, adres: adres() });
        }
        let g = stroom::teken(&s);
        let merken = if s.overdrachten.is_empty() { 0 } else { s.overdrachten.len() + s.afdelingen.len() };
        prop_assert_eq!(keur(&g), merken);
        if s.overdrachten.is_empty() { return Ok(()); }
        // As thick as they are many: the thicknesses of all flows from the TLO are together as high as all orders.
        let pagina = g.pagina("x");
        let doc = Document::parse(&pagina).unwrap();
        let dikte = |d: &str| {
            let getallen: Vec<f64> = d.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).filter_map(|w| w.parse().ok()).collect();
            getallen[9] - getallen[7]
        };
        let som: f64 = (doc.descendants())
            .filter(|n| n.attribute("href").is_some())
            .filter_map(|n| n.children().find(|k| k.attribute("d").is_some_and(|d| d.contains('C'))))
            .map(|n| dikte(n.attribute("d").unwrap()))
            .sum();
        prop_assert!((som - 400.0).abs() < 0.11 * s.overdrachten.len() as f64 + 0.1, "{som}");
    }

    #[test]
    fn matrix_is_in_orde(
        kolommen in prop_oneof![vec(naam(), 0..10), vec(naam(), 40)],
        rijen in prop_oneof![vec((naam(), vec(proptest::option::of((naam(), naam(), ernst())), 40)), 0..9), vec((naam(), vec(proptest::option::of((naam(), naam(), ernst())), 40)), 40)],
    ) {
        let cel = |(groot, klein, ernst)| Cel { groot, klein, ernst, uitleg: "cel".into(), adres: adres() };
        let n = kolommen.len();
        let rij = |(naam, cellen): (String, Vec<Option<_>>)| Rij { naam, cellen: cellen.into_iter().take(n).map(|c| c.map(cel)).collect() };
        let m = Matrix { titel: "Matrix".into(), uitleg: "Wie wacht op wie".into(), hoek: "afdeling".into(), kolommen, rijen: rijen.into_iter().map(rij).collect() };
        let cellen = m.rijen.iter().map(|r| r.cellen.iter().flatten().count()).sum::<usize>();
        prop_assert_eq!(keur(&matrix::teken(&m)), if n == 0 { 0 } else { cellen });
    }

    #[test]
    fn banden_zijn_in_orde(aantallen in vec((aantal(), naam(), ernst()), 0..10), grens in 0..10_usize) {
        let band = |(i, (aantal, naam, ernst)): (usize, _)| Band { naam, aantal, ernst, over: i >= grens, uitleg: "band".into(), adres: adres() };
        let d = Banden { titel: "Banden".into(), uitleg: "u".into(), binnen: "nog binnen de norm".into(), erover: "over de norm".into(), banden: aantallen.into_iter().enumerate().map(band).collect() };
        let merken = d.banden.iter().filter(|b| b.aantal > 0).count();
        prop_assert_eq!(keur(&banden::teken(&d)), merken);
    }

    #[test]
    fn balken_zijn_in_orde(balken in prop_oneof![vec((naam(), naam(), aantal(), naam(), proptest::option::of(aantal()), ernst()), 0..9), vec((naam(), naam(), aantal(), naam(), proptest::option::of(aantal()), ernst()), 40)], onder in any::<bool>()) {
        let balk = |(naam, tweede, waarde, label, norm, ernst)| Balk { naam, onder: if onder { tweede } else { String::new() }, waarde, label, norm, ernst, uitleg: "balk".into(), adres: adres() };
        let d = Balken { titel: "Stilte".into(), uitleg: "u".into(), eenheid: "dagen".into(), balken: balken.into_iter().map(balk).collect() };
        prop_assert_eq!(keur(&balken::teken(&d)), d.balken.len());
    }

    #[test]
    fn cumulatief_is_in_orde(lagen in vec(naam(), 0..7), standen in vec(vec(aantal(), 7), 0..60), stap in 1..40_i64) {
        let begin = date(2024, 1, 31);
        let stand = |(i, aantallen): (i64, Vec<i64>)| Stand { op: begin.checked_add((i * stap).days()).unwrap(), aantallen: aantallen.into_iter().take(lagen.len()).collect() };
        let d = Cumulatief {
            titel: "Cumulatief".into(),
            uitleg: "u".into(),
            standen: (0..).zip(standen).map(stand).collect(),
            lagen: lagen.into_iter().map(|naam| Laag { naam, adres: adres() }).collect(),
        };
        let iets = d.standen.iter().any(|s| s.aantallen.iter().any(|a| *a > 0));
        prop_assert_eq!(keur(&cumulatief::teken(&d)), if iets { d.lagen.len() } else { 0 });
    }

    #[test]
    fn overleving_is_in_orde(stappen in vec((0..9_i64, 0.5..1.0_f64), 0..400), open in vec((0..2000_i64, 0..5_i64), 0..200), mediaan in proptest::option::of(0..2000_i64), norm in proptest::option::of(0..800_i64)) {
        let (mut dagen, mut deel) = (0, 1.0);
        let mut treden = Vec::new();
        for (stap, factor) in stappen {
            (dagen, deel) = (dagen + stap + 1, deel * factor);
            treden.push(Trede { dagen, deel, laag: deel * 0.8, hoog: deel.sqrt() });
        }
        let mediaan = mediaan.filter(|m| *m <= dagen);
        let d = Overleving { titel: "Overleving".into(), uitleg: "u".into(), treden, open, mediaan, norm, adres: adres() };
        let iets = !d.treden.is_empty() || !d.open.is_empty();
        prop_assert_eq!(keur(&overleving::teken(&d)), usize::from(iets));
    }

    #[test]
    fn vergelijking_is_in_orde(paren in vec((naam(), vec(proptest::option::of((aantal(), aantal(), naam())), 2)), 0..20), namen in (naam(), naam())) {
        let waarde = |(waarde, erbij, label): (i64, i64, String)| Waarde { waarde, van: Some(waarde / 2), tot: Some(waarde + erbij), label, uitleg: "w".into(), adres: adres() };
        let paar = |(naam, waarden): (String, Vec<Option<_>>)| {
            let mut waarden = waarden.into_iter().map(|w| w.map(waarde));
            Paar { naam, waarden: [waarden.next().flatten(), waarden.next().flatten()] }
        };
        let d = Vergelijking { titel: "Vergelijking".into(), uitleg: "u".into(), eenheid: "dagen".into(), namen: [namen.0, namen.1], paren: paren.into_iter().map(paar).collect() };
        let merken = d.paren.iter().flat_map(|p| p.waarden.iter().flatten()).count();
        prop_assert_eq!(keur(&vergelijking::teken(&d)), merken);
    }

    #[test]
    fn banen_zijn_in_orde(banen in vec((naam(), naam(), vec((0..4000_i64, proptest::option::of(0..900_i64), 0..5_usize), 0..12)), 0..12)) {
        let begin = date(2015, 3, 9);
        let dag = |d: i64| begin.checked_add(d.days()).unwrap();
        let stuk = |(van, duur, soort): (i64, Option<i64>, usize)| Stuk { soort: Stuksoort::ALLE[soort], van: dag(van), tot: duur.map(|d| dag(van + d)), uitleg: "stuk".into(), adres: adres() };
        let baan = |(naam, regel, stukken): (String, String, Vec<_>)| Baan { naam, regel, stukken: stukken.into_iter().map(stuk).collect() };
        let d = Banen { titel: "Banen".into(), uitleg: "u".into(), op: dag(4000), banen: banen.into_iter().map(baan).collect() };
        let merken = d.banen.iter().map(|b| b.stukken.len()).sum::<usize>();
        prop_assert_eq!(keur(&banen::teken(&d)), merken);
    }
}

#[test]
fn ernst_van_een_wacht() {
    let ernst = |m, p| Ernst::van(m, p, Some(30));
    assert_eq!(
        [ernst(Some(10), Some(30)), ernst(Some(30), Some(31)), ernst(Some(31), None), ernst(Some(61), None)],
        [Ernst::Binnen, Ernst::Deels, Ernst::Over, Ernst::Ver]
    );
    assert_eq!([ernst(None, None), Ernst::van(Some(99), Some(99), None)], [Ernst::Onbekend; 2]);
    assert_eq!(ernst(Some(10), None), Ernst::Deels);
}

/// The luminance of `#rgb` or `#rrggbb`, as WCAG has it.
fn licht(kleur: &str) -> f64 {
    let cijfers: Vec<u32> = kleur.trim_start_matches('#').chars().filter_map(|c| c.to_digit(16)).collect();
    let kanaal = |i: usize| {
        let waarde =
            if cijfers.len() == 3 { cijfers[i] * 17 } else { cijfers[2 * i] * 16 + cijfers[2 * i + 1] };
        let deel = f64::from(waarde) / 255.0;
        if deel <= 0.04045 { deel / 12.92 } else { ((deel + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * kanaal(0) + 0.7152 * kanaal(1) + 0.0722 * kanaal(2)
}

#[test]
fn kleuren_zijn_te_onderscheiden() {
    let (gewoon, donker) = STIJL.split_once("@media (prefers-color-scheme:dark)").unwrap();
    for stijl in [gewoon, donker.split_once("}}").unwrap().0] {
        let kleur = |naam: &str| {
            let begin =
                stijl.find(&format!("--gf-{naam}:")).unwrap_or_else(|| panic!("{naam}")) + naam.len() + 6;
            licht(stijl[begin..].split([';', '}']).next().unwrap())
        };
        let contrast = |a: &str, b: &str| {
            let (a, b) = (kleur(a), kleur(b));
            (a.max(b) + 0.05) / (a.min(b) + 0.05)
        };
        let grond = ["grond", "v-onbekend", "v-binnen", "v-deels", "v-over"];
        grond
            .iter()
            .for_each(|g| assert!(contrast("tekst", g) >= 4.5, "tekst op {g}: {}", contrast("tekst", g)));
        assert!(contrast("op-ver", "v-ver") >= 4.5 && contrast("zacht", "grond") >= 4.5);
        let lijnen = [
            "as",
            "accent",
            "l-onbekend",
            "l-binnen",
            "l-deels",
            "l-over",
            "l-1",
            "l-2",
            "l-3",
            "l-4",
            "l-5",
            "l-6",
        ];
        lijnen.iter().for_each(|l| assert!(contrast(l, "grond") >= 3.0, "{l}: {}", contrast(l, "grond")));
        assert!(contrast("v-ver", "grond") >= 3.0);
        // The worst is furthest from the ground, also without colour.
        let ver = contrast("v-ver", "grond");
        ["v-binnen", "v-deels", "v-over"]
            .iter()
            .for_each(|v| assert!(ver > contrast(v, "grond") * 1.4, "{v}"));
    }
}
