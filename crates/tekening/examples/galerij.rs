//! All charts with made-up figures, on one page, to be looked at: `cargo run -p wijkspoor-tekening --example galerij > galerij.html`.

use jiff::{ToSpan, civil::date};
use wijkspoor_tekening::grafiek::{
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

const GEBIEDEN: [&str; 8] = [
    "Binnenstad",
    "Malburgen",
    "Presikhaaf",
    "Klarendal",
    "Schuytgraaf",
    "De Laar/Elden",
    "Geitenkamp en Monnikenhuizen",
    "Velperweg e.o.",
];
const AFDELINGEN: [&str; 8] = [
    "Openbare Ruimte",
    "Stedenbouw & Landschap",
    "Vastgoed",
    "Klimaatadaptatie",
    "Mobiliteit en Parkeren",
    "Vergunningen, Toezicht en Handhaving",
    "Maatschappelijke Ontwikkeling",
    "Sport",
];

fn adres(wat: &str) -> Option<String> {
    Some(format!("/monitor/zaken?naam={wat}"))
}

fn ernst(dagen: i64) -> Ernst {
    Ernst::van(Some(dagen), Some(dagen * 2), Some(30))
}

/// A number that looks like chance, the same each time.
fn kans(a: usize, b: usize, tot: usize) -> i64 {
    i64::try_from((a * 7919 + b * 104_729 + a * b * 31 + 13) % tot).unwrap_or(0)
}

fn stroom_van(aantal: usize) -> Grafiek {
    let mut s = Overdrachtstroom {
        titel: "Van TLO naar afdeling".into(),
        uitleg:
            "Hoe dikker, hoe meer opdrachten; hoe donkerder, hoe langer zij op een eerste antwoord wachten."
                .into(),
        ..Default::default()
    };
    for a in 0..aantal {
        let naam = AFDELINGEN
            .get(a)
            .map_or_else(|| format!("Afdeling {a} met een lange naam erbij"), |n| (*n).to_owned());
        let dagen = [84, 47, 35, 26, 21, 14, 9, 6].get(a).copied().unwrap_or(kans(a, 3, 70));
        let mut som = 0;
        for (g, gebied) in GEBIEDEN.iter().enumerate() {
            let n = kans(a + 1, g + 2, 19);
            if n > 3 {
                som += n;
                s.overdrachten.push(Overdracht {
                    gebied: (*gebied).into(),
                    afdeling: naam.clone(),
                    aantal: n,
                    ernst: ernst(dagen + kans(g, a, 15) - 7),
                    uitleg: format!("{gebied} naar {naam}: {n} opdrachten"),
                    adres: adres(&naam),
                });
            }
        }
        let (terug, wacht) = (som / 5, som / 3);
        s.afdelingen.push(Afdeling {
            regel: format!("helft binnen {dagen} dagen, norm 30"),
            ernst: ernst(dagen),
            aangenomen: som - terug - wacht - 2,
            terug,
            ingetrokken: 2,
            wacht,
            adres: adres(&naam),
            naam,
        });
    }
    stroom::teken(&s)
}

fn matrix_van(rijen: usize) -> Grafiek {
    let cel = |r: usize, k: usize| {
        let n = kans(r + 1, k + 2, 19);
        let dagen = [84, 47, 35, 26, 21, 14, 9, 6].get(r).copied().unwrap_or(20) + kans(k, r, 21) - 8;
        (n > 3).then(|| Cel {
            groot: format!("{dagen} d"),
            klein: format!("{n} · {} open", n / 3),
            ernst: if n < 5 { Ernst::Onbekend } else { ernst(dagen) },
            uitleg: format!("{dagen} dagen"),
            adres: adres("x"),
        })
    };
    let rij = |r: usize| Rij {
        naam: AFDELINGEN.get(r).map_or_else(|| format!("Afdeling {r}"), |n| (*n).to_owned()),
        cellen: (0..GEBIEDEN.len()).map(|k| cel(r, k)).collect(),
    };
    matrix::teken(&Matrix {
        titel: "De overdrachtsmatrix".into(),
        uitleg: "Hoe lang een opdracht op een eerste antwoord wacht, per afdeling en gebied.".into(),
        hoek: "afdeling".into(),
        kolommen: GEBIEDEN.map(str::to_owned).to_vec(),
        rijen: (0..rijen).map(rij).collect(),
    })
}

fn banden_van() -> Grafiek {
    let band = |(naam, aantal, ernst, over): (&str, i64, Ernst, bool)| Band {
        naam: naam.into(),
        aantal,
        ernst,
        over,
        uitleg: format!("{aantal}: {naam}"),
        adres: adres("x"),
    };
    let banden = [
        ("nog meer dan 30 dagen", 41, Ernst::Binnen, false),
        ("nog 8 tot 30 dagen", 63, Ernst::Binnen, false),
        ("nog een week", 22, Ernst::Binnen, false),
        ("tot een week over", 17, Ernst::Deels, true),
        ("8 tot 30 dagen over", 28, Ernst::Over, true),
        ("31 tot 91 dagen over", 36, Ernst::Over, true),
        ("meer dan een kwartaal over", 12, Ernst::Ver, true),
    ];
    banden::teken(&Banden {
        titel: "Wat er ligt, tegen zijn norm".into(),
        uitleg: "93 van 219 zaken liggen langer dan hun norm.".into(),
        binnen: "126 nog binnen de norm".into(),
        erover: "93 over de norm".into(),
        banden: banden.into_iter().map(band).collect(),
    })
}

fn balken_van() -> Grafiek {
    let titels = [
        "Ontmoetingscentrum De Bakermat",
        "Speelplek aan de Van Lawick van Pabststraat en omgeving, tweede fase",
        "Groen in de straat",
        "Beek op de Paasberg",
        "JOP",
        "Fietsenstalling",
    ];
    let balk = |(i, titel): (usize, &&str)| {
        let dagen = [412, 230, 118, 61, 40, 12][i];
        Balk {
            naam: (*titel).into(),
            onder: GEBIEDEN[i].into(),
            waarde: dagen,
            label: format!("{dagen} dagen"),
            norm: Some(42),
            ernst: Ernst::van(Some(dagen), Some(dagen), Some(42)),
            uitleg: format!("{titel}: {dagen} dagen stil"),
            adres: adres("x"),
        }
    };
    balken::teken(&Balken {
        titel: "Wie hoort het langst niets".into(),
        uitleg: "Dagen sinds het laatste bericht.".into(),
        eenheid: "dagen".into(),
        balken: titels.iter().enumerate().map(balk).collect(),
    })
}

fn cumulatief_van() -> Grafiek {
    let (mut gedaan, mut uit) = (30, 4);
    let stand = |i: i64| {
        gedaan += 6 + i % 4;
        uit += 1 + i % 2;
        Stand {
            op: date(2025, 10, 31).checked_add(i.months()).unwrap_or(date(2025, 10, 31)),
            aantallen: vec![gedaan, uit, 42 + i * 2, 60 + i * 9],
        }
    };
    let lagen =
        ["Gerealiseerd", "Afgewezen of ingetrokken", "In uitvoering (geweest)", "Wacht nog op uitvoering"]
            .map(|naam| Laag { naam: naam.into(), adres: adres("x") });
    cumulatief::teken(&Cumulatief {
        titel: "Wat erin komt en eruit gaat".into(),
        uitleg: "Wordt een band dikker, dan hoopt het zich daar op.".into(),
        lagen: lagen.to_vec(),
        standen: (0..13).map(stand).collect(),
    })
}

fn overleving_van() -> Grafiek {
    let mut deel = 1.0;
    let treden = (1..120)
        .map(|i: i64| {
            deel *= 0.985 - 0.0001 * f64::from(i32::try_from(i).unwrap_or(0));
            Trede { dagen: i * 3, deel, laag: (deel - 0.07_f64).max(0.0), hoog: (deel + 0.06_f64).min(1.0) }
        })
        .collect();
    overleving::teken(&Overleving {
        titel: "Hoe lang een opdracht wacht op antwoord".into(),
        uitleg: "Na 30 dagen wacht nog 83 %.".into(),
        treden,
        open: (0..40).map(|i| (i * 9 + 5, 1 + i % 3)).collect(),
        mediaan: Some(108),
        norm: Some(30),
        adres: adres("x"),
    })
}

fn vergelijking_van() -> Grafiek {
    let waarde = |dagen: i64, n: i64| {
        Some(Waarde {
            waarde: dagen,
            van: Some(dagen * 4 / 5),
            tot: Some(dagen * 13 / 10),
            label: format!("{dagen} dagen ({n} zaken)"),
            uitleg: format!("{dagen}"),
            adres: adres("x"),
        })
    };
    let paren = [
        ("Eerste antwoord op een opdracht", [waarde(63, 214), waarde(38, 188)]),
        ("Radiostilte", [waarde(81, 402), waarde(76, 390)]),
        ("Escalatie, ambtelijk", [waarde(21, 12), None]),
    ];
    vergelijking::teken(&Vergelijking {
        titel: "2026 naast 2025".into(),
        uitleg: "De helft duurt korter dan dit.".into(),
        eenheid: "dagen".into(),
        namen: ["2025".into(), "2026".into()],
        paren: paren.into_iter().map(|(naam, waarden)| Paar { naam: naam.into(), waarden }).collect(),
    })
}

fn banen_van() -> Grafiek {
    let stuk = |soort, van, tot: Option<jiff::civil::Date>| Stuk {
        soort,
        van,
        tot,
        uitleg: "stuk".into(),
        adres: adres("x"),
    };
    use Stuksoort::{Beurt, Blokkade, Onzeker, Stilte, StilteOverNorm};
    let d = date;
    let banen = vec![
        Baan {
            naam: "TLO Presikhaaf".into(),
            regel: "118 dagen (31 %)".into(),
            stukken: vec![
                stuk(Beurt, d(2025, 9, 3), Some(d(2025, 11, 12))),
                stuk(Beurt, d(2026, 1, 20), Some(d(2026, 2, 28))),
            ],
        },
        Baan {
            naam: "Openbare Ruimte".into(),
            regel: "203 dagen (53 %)".into(),
            stukken: vec![
                stuk(Beurt, d(2025, 11, 12), Some(d(2026, 1, 20))),
                stuk(Beurt, d(2026, 2, 28), None),
                stuk(Blokkade, d(2026, 4, 2), Some(d(2026, 6, 18))),
            ],
        },
        Baan {
            naam: "Vergunningen, Toezicht en Handhaving".into(),
            regel: "60 dagen (16 %)".into(),
            stukken: vec![stuk(Onzeker, d(2026, 2, 28), Some(d(2026, 4, 29)))],
        },
        Baan {
            naam: "Bericht aan de bewoner".into(),
            regel: "langste stilte 171 dagen".into(),
            stukken: vec![
                stuk(Stilte, d(2025, 9, 3), Some(d(2025, 10, 1))),
                stuk(Stilte, d(2025, 10, 1), Some(d(2025, 11, 9))),
                stuk(StilteOverNorm, d(2025, 11, 9), Some(d(2026, 2, 3))),
                stuk(StilteOverNorm, d(2026, 2, 3), None),
            ],
        },
    ];
    banen::teken(&Banen {
        titel: "Wie aan zet was".into(),
        uitleg: "Van 3 september 2025 tot nu.".into(),
        op: d(2026, 7, 24),
        banen,
    })
}

fn main() {
    let alle = [
        stroom_van(8),
        stroom_van(1),
        matrix_van(8),
        banden_van(),
        balken_van(),
        cumulatief_van(),
        overleving_van(),
        vergelijking_van(),
        banen_van(),
        stroom_van(20),
        matrix_van(40),
        matrix::teken(&Matrix::default()),
    ];
    println!(
        "<!doctype html><meta charset=utf-8><title>Galerij</title><style>:root{{color-scheme:light dark}}body{{max-width:1008px;margin:24px auto;font-family:system-ui}}section{{margin:0 0 56px}}{STIJL}</style>"
    );
    for (i, grafiek) in alle.iter().enumerate() {
        println!("<section>{}</section>", grafiek.pagina(&format!("g{i}")));
    }
    if let Some(eerste) = alle.get(2) {
        println!(
            "<section><img alt='' src='data:image/svg+xml;base64,{}'></section>",
            base64(&eerste.bestand(
                "Peildatum 25 november 2026. Bron: Wijkspoor, 312 opdrachten, 4 weggelaten.",
                "https://wijkspoor.example"
            ))
        );
    }
}

/// Enough of it for a page to be looked at.
fn base64(tekst: &str) -> String {
    const TEKENS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut uit = String::new();
    for drie in tekst.as_bytes().chunks(3) {
        let getal = (0..3).fold(0_usize, |g, i| g << 8 | usize::from(drie.get(i).copied().unwrap_or(0)));
        for i in 0..4 {
            let teken = TEKENS.get(getal >> (18 - 6 * i) & 63).copied().unwrap_or(b'=');
            uit.push(if i <= drie.len() { char::from(teken) } else { '=' });
        }
    }
    uit
}
