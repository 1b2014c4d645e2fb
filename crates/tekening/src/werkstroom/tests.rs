//! Reads the drawings back: complete, well-formed, nothing on top of something else, and as checked in under docs/.

use super::{Stand, Standen, mermaid, stijl, svg, svg_met_standen};
use roxmltree::{Document, Node};
use std::{fmt::Write, fs, path::Path};
use wijkspoor_domain::werkstroom::{Doel, STANDAARD, Werkstroom, lees};

fn definitie(tekst: &str) -> Werkstroom {
    lees(tekst).unwrap_or_else(|fouten| panic!("{fouten:?}"))
}

/// A definition of `n` states in all fasen, each with steps to states nearby and far away.
fn gemaakt(n: usize) -> Werkstroom {
    let fasen = [
        ("ingediend", "verplaats"),
        ("tlo", "verplaats"),
        ("kernorganisatie", "verplaats"),
        ("uitvoering", "verplaats"),
        ("escalatie_ambtelijk", "escaleer_ambtelijk"),
        ("escalatie_bestuurlijk", "escaleer_bestuurlijk"),
        ("wacht_op_indiener", "vraag_aanvulling"),
        ("aangehouden", "houd_aan"),
    ];
    let mut toml = format!("code = \"groot\"\nversie = 1\nnaam = \"Groot {n}\"\nbegin = \"s0\"\n");
    let mut overgangen = String::new();
    for i in 0..n {
        let (fase, soort) = fasen[i * 5 % fasen.len()];
        let aan_zet = "aan_zet = [\"tlo\"]\nnorm = { aantal = 2, eenheid = \"weken\" }";
        writeln!(
            toml,
            "[[statussen]]\ncode = \"s{i}\"\nnaam = \"Status {i} van de reeks\"\nfase = \"{fase}\"\n{aan_zet}"
        )
        .unwrap();
        let van: Vec<_> = [1, 2, 7].iter().filter(|d| **d <= i).map(|d| format!("\"s{}\"", i - d)).collect();
        if !van.is_empty() {
            let kop = format!("[[overgangen]]\ncode = \"o{i}\"\nnaam = \"Ga naar stap nummer {i}\"");
            let rest = format!(
                "soort = \"{soort}\"\nvan = [{}]\nnaar = \"s{i}\"\nrollen = [\"tlo\"]",
                van.join(", ")
            );
            writeln!(overgangen, "{kop}\n{rest}").unwrap();
        }
    }
    let alle: Vec<_> = (0..n).map(|i| format!("\"s{i}\"")).collect();
    for (code, fase, soort) in [("ja", "gerealiseerd", "realiseer"), ("nee", "afgewezen", "wijs_af")] {
        writeln!(toml, "[[statussen]]\ncode = \"{code}\"\nnaam = \"Einde {code}\"\nfase = \"{fase}\"")
            .unwrap();
        let van = format!("van = [{}]\nnaar = \"{code}\"\nrollen = [\"tlo\"]", alle.join(", "));
        writeln!(
            overgangen,
            "[[overgangen]]\ncode = \"{code}\"\nnaam = \"Einde maken: {code}\"\nsoort = \"{soort}\"\n{van}"
        )
        .unwrap();
    }
    definitie(&(toml + &overgangen))
}

/// A definition of few states with many transitions among them.
fn druk(aantal: usize) -> Werkstroom {
    let mut toml = "code = \"druk\"\nversie = 1\nnaam = \"Druk\"\nbegin = \"s0\"\n".to_owned();
    for (i, fase) in
        ["ingediend", "tlo", "tlo", "kernorganisatie", "uitvoering", "gerealiseerd"].iter().enumerate()
    {
        let aan_zet = if i < 5 { "aan_zet = [\"tlo\"]" } else { "" };
        writeln!(toml, "[[statussen]]\ncode = \"s{i}\"\nnaam = \"Status {i}\"\nfase = \"{fase}\"\n{aan_zet}")
            .unwrap();
    }
    for k in 0..aantal {
        let (van, naar) = (k % 5, (k % 5 + 1 + k / 5 % 4) % 5);
        let (soort, naar) = if k < 5 { ("realiseer", 5) } else { ("verplaats", naar) };
        let kop = format!("[[overgangen]]\ncode = \"o{k}\"\nnaam = \"Overgang <{k}>\"\nsoort = \"{soort}\"");
        writeln!(toml, "{kop}\nvan = [\"s{van}\"]\nnaar = \"s{naar}\"\nrollen = [\"tlo\"]").unwrap();
    }
    definitie(&toml)
}

fn alle() -> Vec<Werkstroom> {
    let bestanden =
        [STANDAARD, include_str!("definities/klein.toml"), include_str!("definities/vreemd.toml")];
    bestanden
        .into_iter()
        .map(definitie)
        .chain([1, 5, 14, 30, 98].map(gemaakt))
        .chain([20, 46, 500].map(druk))
        .collect()
}

/// All that a picture says on its surface, without title and description.
fn zichtbaar(doc: &Document<'_>) -> String {
    let teksten = doc.descendants().filter(|n| n.has_tag_name("text"));
    teksten.filter_map(|n| n.text()).collect::<Vec<_>>().join(" ")
}

/// Without white space, as lines are broken where they must.
fn aaneen(tekst: &str) -> String {
    tekst.chars().filter(|c| !c.is_whitespace()).collect()
}

fn getal(n: Node<'_, '_>, naam: &str) -> f64 {
    n.attribute(naam).and_then(|v| v.parse().ok()).unwrap_or_else(|| panic!("{naam} van {n:?}"))
}

/// Left, top, right, bottom.
type Vlak = (f64, f64, f64, f64);

fn raken(a: Vlak, b: Vlak) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

fn vakken(doc: &Document<'_>) -> Vec<Vlak> {
    doc.descendants()
        .filter(|n| n.has_tag_name("rect") && n.attribute("class").is_some_and(|c| c.starts_with("v-")))
        .filter(|n| n.attribute("stroke-width") == Some("2"))
        .map(|n| {
            let (x, y) = (getal(n, "x"), getal(n, "y"));
            (x, y, x + getal(n, "width"), y + getal(n, "height"))
        })
        .collect()
}

/// The room that each text takes, at the width of an ordinary sans-serif.
fn teksten(doc: &Document<'_>) -> Vec<(Vlak, String)> {
    doc.descendants()
        .filter(|n| n.has_tag_name("text"))
        .map(|n| {
            let (x, y, px) = (getal(n, "x"), getal(n, "y"), getal(n, "font-size"));
            let tekst = n.text().unwrap_or_default().to_owned();
            let b = tekst.chars().count() as f64 * px * 0.52;
            let midden =
                n.attribute("text-anchor") == Some("middle") || n.attribute("class") == Some("ws-nr");
            let links = match n.attribute("text-anchor") {
                Some("end") => x - b,
                _ if midden => x - b / 2.0,
                _ => x,
            };
            ((links, y - px * 0.75, links + b, y + px * 0.2), tekst)
        })
        .collect()
}

#[test]
fn alles_staat_erop() {
    for w in alle() {
        let tekening = svg(&w);
        let doc = Document::parse(&tekening).unwrap();
        let leesbaar = aaneen(&zichtbaar(&doc));
        for naam in w.statussen.iter().map(|s| &s.naam).chain(w.overgangen.iter().map(|o| &o.naam)) {
            assert!(leesbaar.contains(&aaneen(naam)), "{naam} ontbreekt in {}", w.code);
        }
        assert_eq!(vakken(&doc).len(), w.statussen.len());
    }
}

/// Counts of all sizes; the first status has none.
fn standen(w: &Werkstroom, met_adres: bool) -> Standen {
    let adres = |code: &str| met_adres.then(|| format!("/initiatieven?status={code}"));
    (w.statussen.iter().enumerate().skip(1))
        .map(|(i, s)| (s.code.clone(), Stand { aantal: 37_i64.pow(i as u32 % 5), adres: adres(&s.code) }))
        .collect()
}

#[test]
fn de_aantallen_staan_op_de_statussen_en_leiden_erheen() {
    for w in alle() {
        let standen = standen(&w, true);
        let tekening = svg_met_standen(&w, &standen);
        let doc = Document::parse(&tekening).unwrap();
        assert_eq!(doc.root_element().attribute("role"), Some("group"), "{}", w.code);
        for s in &w.statussen {
            let stand = standen.get(&s.code);
            let aantal = stand.map_or_else(|| "0".to_owned(), |stand| crate::tekst::getal(stand.aantal));
            let titel = |n: &Node<'_, '_>| {
                let titel = n.children().find(|kind| kind.has_tag_name("title")).and_then(|t| t.text());
                titel.is_some_and(|t| {
                    t.starts_with(&format!("{}: {aantal} initiatie", s.naam.replace('\n', " ")))
                })
            };
            let vak = doc.descendants().find(titel).unwrap_or_else(|| panic!("{} in {}", s.naam, w.code));
            let erop: Vec<_> = vak.descendants().filter_map(|n| n.text().map(str::trim)).collect();
            assert!(erop.contains(&aantal.as_str()), "{aantal} op {}: {erop:?}", s.naam);
            assert_eq!(vak.attribute("href"), stand.and_then(|stand| stand.adres.as_deref()));
        }
    }
}

#[test]
fn zonder_adressen_is_het_een_beeld_en_de_stijl_staat_op_de_pagina() {
    let w = definitie(STANDAARD);
    let tekening = svg_met_standen(&w, &standen(&w, false));
    assert!(tekening.contains(r#"role="img""#) && !tekening.contains("href"));
    assert!(!tekening.contains("<style"), "a page refuses styles within");
    assert!(tekening.contains("Ingediend (0 initiatieven nu; aan zet"), "the counts are told, too");
    let doc = Document::parse(&tekening).unwrap();
    let stijl = stijl();
    let klassen = doc.descendants().filter_map(|n| n.attribute("class")).flat_map(str::split_whitespace);
    for klasse in klassen {
        assert!(stijl.contains(&format!(".{klasse}")), "{klasse}");
    }
}

/// Each step from each state is an arrow out of it or a button in it; both tell the transition that they are.
#[test]
fn elke_stap_uit_elke_status_is_te_vinden() {
    for w in alle() {
        let tekening = svg(&w);
        let doc = Document::parse(&tekening).unwrap();
        for o in &w.overgangen {
            let van: std::collections::BTreeSet<_> = o.van.iter().collect();
            let begin = format!("{}: door ", o.naam.replace('\n', " "));
            let groepen = doc.descendants().filter(|n| n.has_tag_name("g"));
            let mijn = groepen.filter(|g| {
                let titel = g.children().find(|n| n.has_tag_name("title"));
                titel.and_then(|t| t.text()).is_some_and(|t| t.starts_with(&begin))
            });
            let stappen: usize = mijn
                .map(|g| {
                    let van_klasse = |voor: &str| {
                        let met =
                            |n: &Node<'_, '_>| n.attribute("class").is_some_and(|c| c.starts_with(voor));
                        g.children().filter(met).count()
                    };
                    let namen = g.children().filter(|n| n.has_tag_name("text")).count();
                    let is_blok = van_klasse("l-") + van_klasse("ws-knop") == 0;
                    // A reference above or under a box only repeats its buttons, save for ways back.
                    match o.naar {
                        Doel::Herkomst if namen > 0 => 1,
                        _ if is_blok => 0,
                        _ => van_klasse("l-").max(van_klasse("ws-knop")),
                    }
                })
                .sum();
            assert_eq!(stappen, van.len(), "{} in {}", o.code, w.code);
        }
    }
}

#[test]
fn niets_overlapt() {
    for (w, tekening) in alle().into_iter().flat_map(|w| {
        let beide = [svg(&w), svg_met_standen(&w, &standen(&w, true))];
        beide.map(|tekening| (w.clone(), tekening))
    }) {
        let doc = Document::parse(&tekening).unwrap();
        let blad = doc.root_element();
        let (b, h) = (getal(blad, "width"), getal(blad, "height"));
        let (vakken, teksten) = (vakken(&doc), teksten(&doc));
        for (i, vak) in vakken.iter().enumerate() {
            assert!(vakken[i + 1..].iter().all(|ander| !raken(*vak, *ander)), "{vak:?} in {}", w.code);
        }
        for (i, (vlak, tekst)) in teksten.iter().enumerate() {
            assert!(vlak.0 > 0.0 && vlak.2 < b && vlak.1 > 0.0 && vlak.3 < h, "{tekst:?} buiten {}", w.code);
            for (ander, andere_tekst) in &teksten[i + 1..] {
                assert!(!raken(*vlak, *ander), "{tekst:?} op {andere_tekst:?} in {}", w.code);
            }
            // A text lies wholly in a box or wholly outside.
            let half = vakken.iter().any(|v| {
                raken(*vlak, *v) && !(v.0 <= vlak.0 && vlak.2 <= v.2 && v.1 <= vlak.1 && vlak.3 <= v.3)
            });
            assert!(!half, "{tekst:?} over een rand in {}", w.code);
        }
    }
}

#[test]
fn zelfde_definitie_zelfde_tekening() {
    for w in alle() {
        assert_eq!(svg(&w), svg(&w.clone()));
        assert_eq!(mermaid(&w), mermaid(&w.clone()));
    }
}

#[test]
fn staat_op_zichzelf() {
    let tekening = svg(&definitie(STANDAARD));
    for vreemd in ["<script", "href", "url(", "@import", "<image", "foreignObject", "NaN", "inf "] {
        assert!(!tekening.contains(vreemd), "{vreemd}");
    }
    let doc = Document::parse(&tekening).unwrap();
    let kop: Vec<_> = doc.root_element().children().filter(Node::is_element).take(2).collect();
    assert!(kop[0].has_tag_name((doc.root_element().tag_name().namespace().unwrap(), "title")));
    assert!(kop[1].text().unwrap().contains("Hervatten terug naar"));
}

#[test]
fn mermaid_noemt_elke_pijl() {
    let w = definitie(STANDAARD);
    let tekst = mermaid(&w);
    assert!(tekst.starts_with("stateDiagram-v2\n"));
    assert!(tekst.contains("state \"Geëscaleerd (ambtelijk)\" as s_geescaleerd_ambtelijk"));
    assert!(tekst.contains("[*] --> s_ingediend\n") && tekst.contains("s_gerealiseerd --> [*]\n"));
    assert!(tekst.contains("s_aangehouden --> s_in_uitvoering : Hervatten (terug naar herkomst)\n"));
    assert!(tekst.contains("Besluiten#58; terug naar TLO"), "een dubbele punt zou het label beëindigen");
    let stappen: usize =
        w.overgangen.iter().flat_map(|o| o.van.iter().map(|van| w.doelen(o, van).len())).sum();
    assert_eq!(tekst.matches(" : ").count(), stappen);
}

#[test]
fn docs_zijn_bij() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let w = definitie(STANDAARD);
    for (uitgang, nu) in [("svg", svg(&w)), ("mmd", mermaid(&w))] {
        let bestand = format!("docs/werkstroom-wijkinitiatief.{uitgang}");
        let daar =
            fs::read_to_string(docs.join(format!("werkstroom-wijkinitiatief.{uitgang}"))).unwrap_or_default();
        assert!(
            daar == nu,
            "{bestand} is niet bij; maak het opnieuw met:\n  wijkspoor werkstroom teken \
             crates/domain/src/werkstroom/wijkinitiatief.toml --uit {bestand}"
        );
    }
}
