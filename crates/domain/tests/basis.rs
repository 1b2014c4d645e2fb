//! The base types: moments, names and sensitive texts.

use jiff::{Timestamp, civil::date};
use serde_json::json;
use wijkspoor_domain::{Gevoelig, Moment, Naam, NaamFout, Nauwkeurigheid as N};

#[test]
fn a_date_stays_the_same_day_in_amsterdam_whatever_its_rank() {
    for dag in
        [date(2026, 1, 31), date(2026, 7, 31), date(1998, 12, 31), date(2026, 3, 29), date(2026, 10, 25)]
    {
        for rang in [0, 1, 9 * 3600, 10 * 3600, u32::MAX] {
            assert_eq!(Moment::datum(dag, N::Dag, rang).dag(), dag, "rang {rang}");
        }
    }
    let [eerst, later] = [1, 2].map(|rang| Moment::datum(date(2026, 7, 1), N::Dag, rang).op);
    assert!(eerst < later, "the rank keeps the order within a day");
}

#[test]
fn a_boundary_never_lies_before_the_one_that_it_follows() {
    let op = |tekst: &str| tekst.parse::<Timestamp>().unwrap();
    let moment = |tekst, nauwkeurigheid| Moment { op: op(tekst), nauwkeurigheid };
    let vloer = moment("2026-04-14T09:30:00Z", N::Tijdstip);
    for (eerder, verwacht, waarom) in [
        (
            moment("2026-04-15T00:00:00Z", N::Dag),
            moment("2026-04-15T00:00:00Z", N::Dag),
            "later is as it was told",
        ),
        (moment("2026-04-14T09:00:00Z", N::Dag), moment("2026-04-14T09:30:00Z", N::Dag), "the same day"),
        (
            moment("2026-04-01T12:00:00Z", N::Maand),
            moment("2026-04-14T09:30:00Z", N::Maand),
            "the same month",
        ),
        (moment("2026-01-01T12:00:00Z", N::Jaar), moment("2026-04-14T09:30:00Z", N::Jaar), "the same year"),
        (
            moment("2026-04-13T12:00:00Z", N::Dag),
            moment("2026-04-14T09:30:00Z", N::Onbekend),
            "the day before",
        ),
        (
            moment("2026-03-01T12:00:00Z", N::Maand),
            moment("2026-04-14T09:30:00Z", N::Onbekend),
            "the month before",
        ),
        (
            moment("2026-04-14T09:29:59Z", N::Tijdstip),
            moment("2026-04-14T09:30:00Z", N::Onbekend),
            "a second before",
        ),
        (
            moment("2019-01-01T12:00:00Z", N::Onbekend),
            moment("2026-04-14T09:30:00Z", N::Onbekend),
            "not known",
        ),
    ] {
        assert_eq!(eerder.niet_voor(vloer), verwacht, "{waarom}");
    }
    let maand = moment("2026-04-20T12:00:00Z", N::Maand);
    let dag = moment("2026-04-10T12:00:00Z", N::Dag);
    assert_eq!(
        dag.niet_voor(maand),
        Moment { nauwkeurigheid: N::Maand, ..maand },
        "as precise as the coarser"
    );
    let geschat = moment("2026-04-20T12:00:00Z", N::Onbekend);
    assert_eq!(dag.niet_voor(geschat), dag, "an estimate holds nothing back");
    // The day begins in Arnhem, not in Greenwich.
    let nacht = moment("2026-04-13T22:30:00Z", N::Dag);
    assert_eq!(nacht.niet_voor(vloer).nauwkeurigheid, N::Dag);
}

#[test]
fn a_moment_is_told_no_more_precisely_than_it_is_known() {
    for (nauwkeurigheid, woorden) in [
        (N::Tijdstip, "2019-04-01"),
        (N::Dag, "2019-04-01"),
        (N::Maand, "2019-04"),
        (N::Jaar, "2019"),
        (N::Onbekend, "onbekend"),
    ] {
        let moment = Moment::datum(date(2019, 4, 1), nauwkeurigheid, 0);
        assert_eq!(moment.in_woorden(), woorden);
        assert_eq!(moment.is_bekend(), nauwkeurigheid != N::Onbekend);
    }
}

#[test]
fn the_last_hour_of_a_day_in_utc_is_the_next_day_in_amsterdam() {
    let dag = |tijd: &str| Moment::tijdstip(tijd.parse().unwrap()).dag();
    assert_eq!(dag("2026-01-31T22:59:59Z"), date(2026, 1, 31));
    assert_eq!(dag("2026-01-31T23:00:00Z"), date(2026, 2, 1));
    assert_eq!(dag("2026-07-31T22:00:00Z"), date(2026, 8, 1));
}

#[test]
fn a_name_is_trimmed_bounded_and_without_control_characters_also_when_it_is_read() {
    assert_eq!(Naam::try_from(" \tKlarendal\n").unwrap().as_str(), "Klarendal");
    assert_eq!(Naam::try_from(" \n"), Err(NaamFout::Leeg));
    assert_eq!(Naam::try_from("Klaren\ndal"), Err(NaamFout::Besturingsteken));
    assert!(Naam::try_from("é".repeat(200)).is_ok(), "characters count, not bytes");
    assert_eq!(Naam::try_from("é".repeat(201)), Err(NaamFout::TeLang(201)));
    assert_eq!(NaamFout::TeLang(201).to_string(), "een naam heeft hoogstens 200 tekens, dit zijn er 201");
    assert!(serde_json::from_value::<Naam>(json!("")).is_err());
    assert_eq!(
        serde_json::to_value(serde_json::from_value::<Naam>(json!(" a ")).unwrap()).unwrap(),
        json!("a")
    );
}

#[test]
fn a_sensitive_text_is_marked_in_json_and_never_shown_in_debug_output() {
    let tekst = Gevoelig::new("Mevrouw Jansen");
    assert_eq!(serde_json::to_value(&tekst).unwrap(), json!({"$gevoelig": "Mevrouw Jansen"}));
    assert!(!format!("{tekst:?}").contains("Jansen"));
    let gewist: Gevoelig = serde_json::from_value(json!({"$gevoelig": null})).unwrap();
    assert_eq!((gewist.tekst(), gewist.is_leeg()), (None, true));
    assert_eq!(format!("{gewist:?}"), "Gevoelig(gewist)");
    assert_eq!(serde_json::to_value(&gewist).unwrap(), json!({"$gevoelig": null}));
    for vreemd in [json!("tekst"), json!({"gevoelig": "x"}), json!({"$gevoelig": "x", "y": 1})] {
        assert!(serde_json::from_value::<Gevoelig>(vreemd.clone()).is_err(), "{vreemd}");
    }
}
