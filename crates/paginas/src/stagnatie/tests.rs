//! The sentences and pictures of made-up figures.

use super::Beeld;
use super::beelden::teken;
use super::betekenis::{betekenis, grondslag};
use super::cijfers::{Cijfers, Groep, Overleving, Wachttijden};
use super::monitor::Monitor;
use super::vraag::Vraag;
use super::zinnen::{Zin, hoofdzin, zinnen};
use jiff::civil::date;
use serde_json::{Value as Json, json};

fn cijfers(open: i64, over: i64, mediaan: Option<i64>, norm: i64) -> Json {
    json!({
        "gesloten": 40, "open": open, "weggelaten": 1, "langstOpen": 412, "openMetNorm": open, "overNorm": over,
        "normDagen": norm, "kalenderdagen": { "mediaan": { "dagen": mediaan }, "p90": {} },
        "normafstanden": [{ "totDagen": 1, "aantal": open - over }, { "vanafDagen": 1, "aantal": over }],
        "uitkomsten": [{ "uitkomst": "geaccepteerd", "aantal": 30 }, { "uitkomst": "teruggegeven", "reden": "onvolledig", "aantal": 10 }],
    })
}

fn groep(van: Json, cijfers: Json) -> Groep {
    serde_json::from_value(json!({ "van": van, "cijfers": cijfers, "episodes": "/v1/episodes?soort=beurt" }))
        .unwrap()
}

fn wachttijden(groepen: Vec<Groep>) -> Wachttijden {
    let totaal: Cijfers = serde_json::from_value(cijfers(20, 14, Some(63), 30)).unwrap();
    Wachttijden { totaal, groepen }
}

fn afdeling(naam: &str, cijfers: Json) -> Groep {
    groep(json!({ "partij": "afdeling", "naam": naam }), cijfers)
}

fn monitor() -> Monitor {
    let bewoner = groep(json!({ "partij": "initiatiefnemer" }), cijfers(90, 80, Some(14), 28));
    let cel = groep(
        json!({ "gebied": "Malburgen", "partij": "afdeling", "naam": "Vastgoed" }),
        cijfers(6, 5, Some(84), 14),
    );
    let blokkade = groep(
        json!({ "partij": "afdeling", "naam": "Vastgoed", "aard": "wacht_op_derde" }),
        cijfers(9, 0, None, 0),
    );
    Monitor {
        op: date(2026, 11, 25),
        vandaag: date(2026, 11, 25),
        beurten: wachttijden(vec![
            bewoner,
            afdeling("Groen", cijfers(30, 2, Some(9), 14)),
            afdeling("Vastgoed", cijfers(20, 14, Some(63), 30)),
        ]),
        overdrachten: wachttijden(vec![afdeling("Vastgoed", cijfers(20, 14, Some(63), 30))]),
        matrix: wachttijden(vec![cel]),
        blokkades: wachttijden(vec![blokkade]),
        stilte: wachttijden(Vec::new()),
        stilste: Vec::new(),
        stromen: None,
        overleving: Overleving::default(),
        vergelijkingen: Vec::new(),
        namen: Default::default(),
    }
}

fn koppen(m: &Monitor) -> Vec<String> {
    zinnen(m, false).into_iter().map(|z| z.kop).collect()
}

#[test]
fn it_says_where_most_stalls_and_why() {
    let m = monitor();
    let Zin { kop, tekst, adres } = hoofdzin(&m);
    assert_eq!(kop, "Het meest loopt vast bij Vastgoed.");
    assert_eq!(
        tekst,
        "14 van de 20 zaken die er nu liggen zijn over de norm. De oudste ligt er 412 dagen. Van alles wat daar ooit lag: de \
         helft is pas klaar na 63 dagen; de norm is 30."
    );
    assert_eq!(adres.as_deref(), Some("/stagnatie/zaken?soort=beurt&duurtNog=true"));
    assert_eq!(
        koppen(&m),
        [
            "14 van de 20 zaken met een norm zijn nu over die norm.",
            "De reden: wacht op derde.",
            "De traagste overdracht is van Malburgen naar Vastgoed."
        ]
    );
}

#[test]
fn many_departments_together_are_worse_than_one_team() {
    let team = groep(json!({ "partij": "tlo" }), cijfers(20, 9, Some(13), 65));
    let afdelingen =
        [("Groen", 8), ("Vastgoed", 7)].map(|(naam, over)| afdeling(naam, cijfers(9, over, Some(40), 30)));
    let beurten = Wachttijden {
        totaal: Cijfers { over_norm: 24, open_met_norm: 38, ..Cijfers::default() },
        groepen: [team].into_iter().chain(afdelingen).collect(),
    };
    let m = Monitor { beurten, ..monitor() };
    assert_eq!(hoofdzin(&m).kop, "Het meest loopt vast bij Groen.");
    let zin = zinnen(&m, true).swap_remove(0);
    assert_eq!(zin.kop, "24 van de 38 zaken met een norm zijn nu over die norm.");
    assert_eq!(zin.tekst, "Daarvan 15 bij afdelingen en 9 bij teams leefomgeving.");
}

#[test]
fn of_two_reasons_that_are_named_as_often_neither_is_the_most() {
    let [een, ander] = ["vergunning", "budget"].map(|aard| {
        groep(json!({ "partij": "afdeling", "naam": "Vastgoed", "aard": aard }), cijfers(1, 0, None, 30))
    });
    let m = Monitor { blokkades: wachttijden(vec![een, ander]), ..monitor() };
    assert!(
        koppen(&m).iter().all(|kop| !kop.contains("blokkeert") && !kop.contains("De reden")),
        "{:?}",
        koppen(&m)
    );
}

#[test]
fn of_a_past_day_nothing_is_said_of_now() {
    let m = Monitor { op: date(2025, 5, 17), ..monitor() };
    assert!(
        m.op < m.vandaag && hoofdzin(&m).tekst.contains("die er toen lagen waren over de norm"),
        "{:?}",
        hoofdzin(&m)
    );
}

#[test]
fn without_blocks_it_says_what_comes_back() {
    let m = Monitor { blokkades: Wachttijden::default(), ..monitor() };
    let zin = zinnen(&m, false).swap_remove(1);
    assert_eq!(zin.kop, "Wat er bij Vastgoed het vaakst aan schort: onvolledig.");
    assert_eq!(zin.tekst, "Van 60 opdrachten kwamen er 10 terug naar het team, 10 om die reden.");
}

#[test]
fn a_median_that_is_not_reached_is_not_made_up() {
    let m = Monitor { beurten: wachttijden(vec![afdeling("Groen", cijfers(1, 1, None, 14))]), ..monitor() };
    assert_eq!(
        hoofdzin(&m).tekst,
        "De enige zaak die er nu ligt, is over de norm. De oudste ligt er 412 dagen. Van alles wat daar ooit lag: meer dan de \
         helft duurt nog, het langste al 412 dagen; de norm is 14."
    );
}

#[test]
fn nothing_is_over_the_norm() {
    let m =
        Monitor { beurten: wachttijden(vec![afdeling("Groen", cijfers(3, 0, Some(2), 14))]), ..monitor() };
    assert_eq!(hoofdzin(&m).kop, "Er ligt nu niets over de norm.");
}

#[test]
fn every_picture_has_a_meaning_and_a_ground_also_of_nothing() {
    let leeg = Monitor {
        beurten: Wachttijden::default(),
        overdrachten: Wachttijden::default(),
        matrix: Wachttijden::default(),
        blokkades: Wachttijden::default(),
        ..monitor()
    };
    assert!(leeg.is_leeg() && !monitor().is_leeg());
    for m in [monitor(), leeg] {
        for beeld in Beeld::ALLE {
            assert!(betekenis(beeld, &m).ends_with('.') || beeld == Beeld::Vergelijking, "{beeld:?}");
            let svg = teken(beeld, &Vraag::default(), &m).pagina("x");
            assert!(svg.starts_with("<svg") && !svg.contains("NaN"), "{beeld:?}");
            assert!(beeld == Beeld::Loop || grondslag(beeld, &m).starts_with("Van "), "{beeld:?}");
        }
    }
}
