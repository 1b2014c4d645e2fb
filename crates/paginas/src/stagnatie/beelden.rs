//! The figures as pictures.

use super::Beeld;
use super::betekenis;
use super::cijfers::{Cijfers, Groep, Normafstand, zaken};
use super::monitor::Monitor;
use super::vraag::{Over, Vraag};
use crate::onderdelen::{aantal, getal};
use jiff::ToSpan;
use std::collections::BTreeMap;
use wijkspoor_tekening::grafiek::{
    Ernst, Grafiek,
    balken::{self, Balk, Balken},
    banden::{self, Band, Banden},
    cumulatief::{self, Cumulatief, Laag, Stand},
    matrix::{self, Cel, Matrix, Rij},
    overleving::{self, Overleving, Trede},
    stroom::{self, Afdeling, Overdracht, Overdrachtstroom},
    vergelijking::{self, Paar, Waarde},
};

/// More departments than this are put together in the flow: nobody could follow them.
const IN_STROOM: usize = 8;
/// More rows and columns than this do not fit in what one looks at; the CSV has all.
pub const IN_MATRIX: usize = 12;
const KOLOMMEN: usize = 10;

/// Draws a picture of a view.
pub fn teken(beeld: Beeld, vraag: &Vraag, m: &Monitor) -> Grafiek {
    let (titel, uitleg) = (beeld.titel().to_owned(), betekenis::betekenis(beeld, m));
    match beeld {
        Beeld::Stroom => stroom::teken(&Overdrachtstroom { titel, uitleg, ..stroom_van(m) }),
        Beeld::Matrix => matrix::teken(&Matrix { titel, uitleg, ..matrix_van(m) }),
        Beeld::Norm => banden::teken(&Banden { titel, uitleg, ..norm_van(vraag, m) }),
        Beeld::Stilte => balken::teken(&Balken { titel, uitleg, ..stilte_van(m) }),
        Beeld::Loop => cumulatief::teken(&Cumulatief { titel, uitleg, ..loop_van(vraag, m) }),
        Beeld::Overleving => overleving::teken(&Overleving { titel, uitleg, ..overleving_van(m) }),
        Beeld::Vergelijking => {
            vergelijking::teken(&vergelijking::Vergelijking { titel, uitleg, ..vergelijking_van(m) })
        }
    }
}

/// The worst first: by how far half is over the norm, then by how long.
pub fn ergste_eerst(groepen: &[Groep]) -> Vec<&Groep> {
    let mut groepen: Vec<&Groep> = groepen.iter().collect();
    groepen.sort_by_key(|g| std::cmp::Reverse((g.cijfers.ernst(), g.cijfers.helft(), g.cijfers.aantal())));
    groepen
}

/// What is told of how long it takes.
pub fn regel(c: &Cijfers) -> String {
    let norm = c.norm_dagen.map_or(String::new(), |norm| format!(", norm {norm}"));
    match (c.kalenderdagen.mediaan.dagen, c.helft()) {
        (Some(dagen), _) => format!("helft binnen {}{norm}", aantal(dagen, "dag", "dagen")),
        (None, Some(dagen)) => format!("helft langer dan {}{norm}", aantal(dagen, "dag", "dagen")),
        (None, None) => "nog niet te zeggen".to_owned(),
    }
}

/// What became of orders: taken on, back, withdrawn, waiting.
struct Lot {
    aangenomen: i64,
    terug: i64,
    ingetrokken: i64,
    wacht: i64,
}

fn lot(c: &Cijfers) -> Lot {
    let aangenomen = c.uitkomst(&["geaccepteerd"]);
    let terug = c.uitkomst(&["geweigerd", "teruggegeven"]);
    Lot { aangenomen, terug, ingetrokken: c.opdrachten() - c.open - aangenomen - terug, wacht: c.open }
}

fn stroom_van(m: &Monitor) -> Overdrachtstroom {
    let mut op_aantal: Vec<&Groep> = m.overdrachten.groepen.iter().collect();
    op_aantal.sort_by_key(|g| std::cmp::Reverse(g.cijfers.opdrachten()));
    let gekozen: Vec<&str> = op_aantal.iter().take(IN_STROOM).map(|g| g.deel("naam")).collect();
    let rest = op_aantal.len().saturating_sub(IN_STROOM);
    let overige = format!("{} andere afdelingen", getal(i64::try_from(rest).unwrap_or(i64::MAX)));
    let mut afdelingen: Vec<Afdeling> = ergste_eerst(&m.overdrachten.groepen)
        .into_iter()
        .filter(|g| gekozen.contains(&g.deel("naam")))
        .map(|g| {
            afdeling(g.partij(), regel(&g.cijfers), g.cijfers.ernst(), &lot(&g.cijfers), Some(g.zaken()))
        })
        .collect();
    if rest > 0 {
        let samen = op_aantal.iter().skip(IN_STROOM).map(|g| lot(&g.cijfers)).fold(
            Lot { aangenomen: 0, terug: 0, ingetrokken: 0, wacht: 0 },
            |a, b| Lot {
                aangenomen: a.aangenomen + b.aangenomen,
                terug: a.terug + b.terug,
                ingetrokken: a.ingetrokken + b.ingetrokken,
                wacht: a.wacht + b.wacht,
            },
        );
        afdelingen.push(afdeling(overige.clone(), "zie de tabel".to_owned(), Ernst::Onbekend, &samen, None));
    }
    let mut overdrachten: Vec<Overdracht> = Vec::new();
    let mut anders: BTreeMap<&str, i64> = BTreeMap::new();
    for g in &m.matrix.groepen {
        let (gebied, n) = (g.deel("gebied"), g.cijfers.opdrachten());
        if gekozen.contains(&g.deel("naam")) {
            overdrachten.push(Overdracht {
                gebied: gebied.to_owned(),
                afdeling: g.partij(),
                aantal: n,
                ernst: g.cijfers.ernst(),
                uitleg: format!(
                    "{gebied} naar {}: {}, {}",
                    g.partij(),
                    aantal(n, "opdracht", "opdrachten"),
                    regel(&g.cijfers)
                ),
                adres: Some(g.zaken()),
            });
        } else {
            *anders.entry(gebied).or_default() += n;
        }
    }
    overdrachten.extend(anders.into_iter().map(|(gebied, n)| Overdracht {
        gebied: gebied.to_owned(),
        afdeling: overige.clone(),
        aantal: n,
        ernst: Ernst::Onbekend,
        uitleg: format!("{gebied} naar andere afdelingen: {}", aantal(n, "opdracht", "opdrachten")),
        adres: None,
    }));
    Overdrachtstroom { afdelingen, overdrachten, ..Overdrachtstroom::default() }
}

fn afdeling(naam: String, regel: String, ernst: Ernst, lot: &Lot, adres: Option<String>) -> Afdeling {
    let Lot { aangenomen, terug, ingetrokken, wacht } = *lot;
    Afdeling { naam, regel, ernst, aangenomen, terug, ingetrokken, wacht, adres }
}

/// The columns of the matrix: the gebieden with the most orders, by name.
pub fn gebieden(m: &Monitor) -> Vec<String> {
    let mut aantallen: BTreeMap<&str, i64> = BTreeMap::new();
    for g in &m.matrix.groepen {
        *aantallen.entry(g.deel("gebied")).or_default() += g.cijfers.opdrachten();
    }
    let mut gebieden: Vec<(&str, i64)> = aantallen.into_iter().collect();
    gebieden.sort_by_key(|(_, aantal)| -aantal);
    gebieden.truncate(KOLOMMEN);
    gebieden.sort_unstable();
    gebieden.into_iter().map(|(naam, _)| naam.to_owned()).collect()
}

/// How many, in a cell; of very many only how many wait.
fn aantallen(c: &Cijfers) -> String {
    match c.opdrachten() {
        n if n < 1000 => format!("{n} · {} open", c.open),
        _ => format!("{} open", getal(c.open)),
    }
}

/// Half, in a cell: long times in years.
fn in_vak(c: &Cijfers) -> String {
    match c.helft() {
        Some(dagen) if dagen >= 1000 => {
            let teken = if c.kalenderdagen.mediaan.dagen.is_some() { "" } else { "> " };
            format!("{teken}{} jr", getal(dagen / 365))
        }
        _ => c.helft_kort(),
    }
}

/// The cell of a gebied and a department.
pub fn cel<'a>(m: &'a Monitor, gebied: &str, afdeling: &Groep) -> Option<&'a Groep> {
    m.matrix.groepen.iter().find(|g| {
        g.deel("gebied") == gebied
            && ["partij", "naam"].iter().all(|deel| g.deel(deel) == afdeling.deel(deel))
    })
}

fn matrix_van(m: &Monitor) -> Matrix {
    let kolommen = gebieden(m);
    let cel = |gebied: &String, afdeling: &Groep| {
        let g = cel(m, gebied, afdeling)?;
        let c = &g.cijfers;
        Some(Cel {
            groot: in_vak(c),
            klein: aantallen(c),
            ernst: c.ernst(),
            uitleg: format!(
                "{gebied} naar {}: {}; {}, {} open",
                g.partij(),
                regel(c),
                aantal(c.opdrachten(), "opdracht", "opdrachten"),
                getal(c.open)
            ),
            adres: Some(g.zaken()),
        })
    };
    let rij = |afdeling: &Groep| Rij {
        naam: afdeling.partij(),
        cellen: kolommen.iter().map(|gebied| cel(gebied, afdeling)).collect(),
    };
    let rijen = ergste_eerst(&m.overdrachten.groepen).into_iter().take(IN_MATRIX).map(rij).collect();
    Matrix { hoek: "Afdeling".to_owned(), kolommen, rijen, ..Matrix::default() }
}

/// What a band of distance to the norm is called.
pub fn band_naam(n: &Normafstand) -> String {
    match (n.vanaf_dagen, n.tot_dagen) {
        // One day less than the first that falls outside.
        (None, Some(tot)) => format!("nog meer dan {} dagen", -tot),
        (Some(van), Some(tot)) if tot <= 1 => format!("nog {} tot {} dagen", (1 - tot).max(0), -van),
        (Some(van), Some(tot)) => format!("{van} tot {} dagen over", tot - 1),
        (Some(van), None) => format!("{van} dagen of meer over",),
        (None, None) => "alles".to_owned(),
    }
}

fn norm_van(vraag: &Vraag, m: &Monitor) -> Banden {
    let c = &m.beurten.totaal;
    let band = |n: &Normafstand| {
        let over = n.vanaf_dagen.is_some_and(|van| van > 0);
        let ernst = match n.vanaf_dagen {
            Some(van) if van > 91 => Ernst::Ver,
            Some(van) if van > 7 => Ernst::Over,
            Some(van) if van > 0 => Ernst::Deels,
            _ => Ernst::Binnen,
        };
        let naam = band_naam(n);
        // So many days over the norm on this day is a last day so many days before it.
        let dag = |dagen: i64| m.op.checked_sub(dagen.days()).map_or(String::new(), |dag| dag.to_string());
        let (vanaf, tot) = (n.tot_dagen.map(|tot| dag(tot - 1)), n.vanaf_dagen.map(dag));
        let delen = [
            ("soort", "beurt"),
            ("duurtNog", "true"),
            ("normVanaf", vanaf.as_deref().unwrap_or_default()),
            // What has the most time left has a norm, too.
            ("normTotEnMet", tot.as_deref().unwrap_or("9999-12-31")),
        ];
        let adres = zaken(&vraag.api("episodes", Over::Partij, &delen));
        Band {
            uitleg: format!("{}: {naam}", aantal(n.aantal, "zaak", "zaken")),
            naam,
            aantal: n.aantal,
            ernst,
            over,
            adres: Some(adres),
        }
    };
    Banden {
        binnen: format!("{} nog binnen de norm", getal(c.open_met_norm - c.over_norm)),
        erover: format!("{} over de norm", getal(c.over_norm)),
        banden: c.normafstanden.iter().map(band).collect(),
        ..Banden::default()
    }
}

fn stilte_van(m: &Monitor) -> Balken {
    let balk = |e: &super::cijfers::Episode| {
        let dagen = e.kalenderdagen?;
        let norm = e.norm.and_then(|norm| norm_dagen(&e.van.datum, norm));
        Some(Balk {
            naam: e.titel.clone(),
            onder: e.gebied.clone(),
            waarde: dagen,
            label: aantal(dagen, "dag", "dagen"),
            norm,
            ernst: match (norm, e.over_norm) {
                (Some(norm), Some(true)) if dagen > 2 * norm => Ernst::Ver,
                (_, Some(true)) => Ernst::Over,
                (_, Some(false)) => Ernst::Binnen,
                _ => Ernst::Onbekend,
            },
            uitleg: format!("{} ({}): {} geen bericht", e.titel, e.gebied, aantal(dagen, "dag", "dagen")),
            adres: Some(format!("/initiatieven/{}", e.initiatief_id)),
        })
    };
    Balken {
        eenheid: "dagen".to_owned(),
        balken: m.stilste.iter().filter_map(balk).collect(),
        ..Balken::default()
    }
}

/// How many days a norm allows.
fn norm_dagen(van: &str, norm: jiff::civil::Date) -> Option<i64> {
    let van: jiff::civil::Date = van.get(..10)?.parse().ok()?;
    Some((norm - van).get_days().max(0).into())
}

fn loop_van(vraag: &Vraag, m: &Monitor) -> Cumulatief {
    let Some(s) = &m.stromen else { return Cumulatief::default() };
    let erin = |soort: &str, open: &str| {
        Some(zaken(&vraag.api("episodes", Over::Initiatief, &[("soort", soort), ("duurtNog", open)])))
    };
    let laag = |naam: &str, adres| Laag { naam: naam.to_owned(), adres };
    let lagen = vec![
        laag("Gerealiseerd", erin("looptijd", "false")),
        laag("Afgewezen of ingetrokken", erin("looptijd", "false")),
        laag("In uitvoering of daarna", erin("looptijd", "true")),
        laag("Nog niet in uitvoering", erin("aanloop", "true")),
    ];
    let mut standen = Vec::new();
    if let Some(eerste) = s.perioden.first() {
        let begin = eerste.van.checked_sub(1.day()).unwrap_or(eerste.van);
        standen.push(Stand {
            op: begin,
            aantallen: vec![0, 0, s.lopend_vooraf - s.wachtend_vooraf, s.wachtend_vooraf],
        });
    }
    let (mut klaar, mut anders) = (0, 0);
    for p in &s.perioden {
        let gerealiseerd = p.geeindigd.get("gerealiseerd").copied().unwrap_or(0);
        klaar += gerealiseerd;
        anders += p.geeindigd.values().sum::<i64>() - gerealiseerd;
        let op = p.tot_en_met.min(m.vandaag).max(p.van);
        standen.push(Stand { op, aantallen: vec![klaar, anders, p.lopend - p.wachtend, p.wachtend] });
    }
    Cumulatief { lagen, standen, ..Cumulatief::default() }
}

fn overleving_van(m: &Monitor) -> Overleving {
    let o = &m.overleving;
    let trede = |t: &super::cijfers::Trede| Trede {
        dagen: t.dagen,
        deel: t.deel,
        laag: t.laag,
        hoog: t.hoog.unwrap_or(t.deel),
    };
    Overleving {
        treden: o.treden.iter().map(trede).collect(),
        open: o.open.iter().map(|o| (o.dagen, o.aantal)).collect(),
        mediaan: o.mediaan.dagen,
        norm: o.norm_dagen,
        adres: Some(zaken(&o.episodes)),
        ..Overleving::default()
    }
}

/// The names of both years.
pub fn jaren(m: &Monitor) -> [String; 2] {
    let [van, tot, met_van, met_tot] = super::vraag::Jaren::tot(m.op).0;
    let maand = |dag: jiff::civil::Date| format!("{}-{}", dag.month(), dag.year());
    [
        format!("{} tot en met {}", maand(van), maand(tot)),
        format!("{} tot en met {}", maand(met_van), maand(met_tot)),
    ]
}

fn vergelijking_van(m: &Monitor) -> vergelijking::Vergelijking {
    let waarde = |c: &Cijfers| {
        let k = c.kalenderdagen.mediaan;
        let dagen = k.dagen?;
        let label =
            format!("{} ({})", aantal(dagen, "dag", "dagen"), aantal(c.aantal(), "geval", "gevallen"));
        Some(Waarde { waarde: dagen, van: k.van, tot: k.tot, uitleg: label.clone(), label, adres: None })
    };
    let paar = |(naam, v): &(&str, super::cijfers::Vergelijking)| Paar {
        naam: (*naam).to_owned(),
        waarden: [waarde(&v.een), waarde(&v.ander)],
    };
    vergelijking::Vergelijking {
        eenheid: "dagen".to_owned(),
        namen: jaren(m),
        paren: m.vergelijkingen.iter().map(paar).collect(),
        ..vergelijking::Vergelijking::default()
    }
}
