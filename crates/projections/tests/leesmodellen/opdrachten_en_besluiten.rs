//! Orders with their rounds and first answers; decisions with their reversals.

use crate::common::*;
use crate::feit::voorbeeld;
use crate::tabellen::Rij;
use crate::verhaal::{Verhaal, dag_van};
use jiff::civil::date;
use wijkspoor_domain::feit::soorten;
use wijkspoor_domain::initiatief::gebeurtenis::Besluitsoort;
use wijkspoor_domain::initiatief::handeling::{Handeling, NieuwBesluit, NieuweOpdracht};
use wijkspoor_projections::Value;
use wijkspoor_projections::initiatief::tables::{BESLUIT, OPDRACHT, OPENSTAAND};

/// Where an order stands: status, round, given on, answer, answered on, and since when.
fn stand(verhaal: &Verhaal) -> String {
    let rijen = verhaal.rijen(&OPDRACHT);
    assert_eq!(rijen.len(), 1);
    let rij = rijen[0];
    let antwoord = match rij.opt_getal("antwoord_op") {
        Some(op) => {
            format!("{} on {} ({})", rij.tekst("antwoord"), dag_van(op), rij.tekst("antwoord_nauwkeurigheid"))
        }
        None => format!("{}{}", rij.tekst("antwoord"), rij.tekst("antwoord_nauwkeurigheid")),
    };
    format!(
        "{} since {}; round {} from {}; {antwoord}",
        rij.tekst("status"),
        dag_van(rij.getal("status_sinds_op")),
        rij.getal("ronde"),
        dag_van(rij.getal("uitgezet_op")),
    )
}

fn redenen<'a>(rij: Rij<'a>) -> (&'a str, &'a str, &'a str) {
    (rij.tekst("reden"), rij.geheim("toelichting"), rij.geheim("behandelaar"))
}

#[test]
fn an_order_is_given_with_what_is_asked_and_by_when() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed"]);
    let nieuw = NieuweOpdracht { uiterlijk: Some(date(2026, 5, 1)), ..opdracht(2, "Milieu") };
    verhaal.dag(6).doe(tlo(), Handeling::ZetOpdrachtenUit(vec![nieuw])).unwrap();
    let rijen = verhaal.rijen(&OPDRACHT);
    let velden: Vec<_> = rijen
        .iter()
        .map(|r| (r.tekst("afdeling"), r.tekst("gebied"), r.geheim("omschrijving"), r.tekst("uiterlijk")))
        .collect();
    assert_eq!(
        velden,
        [
            ("Vastgoed", GEBIED, "Beoordeel het plan", "-"),
            ("Milieu", GEBIED, "Beoordeel het plan", "2026-05-01"),
        ]
    );
}

#[test]
fn the_first_answer_of_a_round_counts() {
    let (mut verhaal, vastgoed) = (Verhaal::bij_kern(&["Vastgoed"]), afdeling("Vastgoed"));
    assert_eq!(stand(&verhaal), "uitgezet since 5; round 1 from 5; --");
    verhaal.dag(7).opdracht(vastgoed.clone(), 1, accepteer());
    assert_eq!(stand(&verhaal), "geaccepteerd since 7; round 1 from 5; geaccepteerd on 7 (tijdstip)");
    verhaal.dag(8).opdracht(vastgoed.clone(), 1, blokkeer());
    assert_eq!(stand(&verhaal), "geblokkeerd since 8; round 1 from 5; geaccepteerd on 7 (tijdstip)");
    verhaal.dag(9).opdracht(vastgoed.clone(), 1, geef_terug());
    assert_eq!(stand(&verhaal), "teruggegeven since 9; round 1 from 5; geaccepteerd on 7 (tijdstip)");
    verhaal.dag(11).opdracht(tlo(), 1, zet_opnieuw_uit());
    assert_eq!(stand(&verhaal), "uitgezet since 11; round 2 from 11; --");
    verhaal.dag(15).opdracht(vastgoed.clone(), 1, geef_terug());
    assert_eq!(stand(&verhaal), "teruggegeven since 15; round 2 from 11; teruggegeven on 15 (tijdstip)");
    verhaal.dag(16).opdracht(tlo(), 1, zet_opnieuw_uit());
    verhaal.dag(17).opdracht(vastgoed, 1, weiger());
    assert_eq!(stand(&verhaal), "geweigerd since 17; round 3 from 16; geweigerd on 17 (tijdstip)");
    verhaal.dag(18).opdracht(tlo(), 1, trek_in());
    assert_eq!(stand(&verhaal), "ingetrokken since 18; round 3 from 16; geweigerd on 17 (tijdstip)");
}

#[test]
fn a_withdrawal_is_no_answer() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed"]);
    verhaal.dag(9).stap(tlo(), gemotiveerd("haal_terug"));
    assert_eq!(stand(&verhaal), "ingetrokken since 9; round 1 from 5; --");
    assert_eq!(verhaal.rijen(&OPDRACHT)[0].geheim("toelichting"), "Vervallen bij: Terughalen naar TLO");
}

#[test]
fn a_contradiction_in_between_does_not_let_an_answer_come_before_its_question() {
    let mut verhaal = Verhaal::ingediend();
    verhaal.dag(2).stap(tlo(), stap("neem_in_behandeling"));
    for (dag, soort) in
        [(9, "afwijking_gemotiveerd"), (4, "afwijking_afgestemd"), (8, "afwijking_verantwoord")]
    {
        let feit = voorbeeld(soorten::zoek(soort).unwrap(), id(7));
        verhaal.dag(dag).doe(tlo(), Handeling::LegVast(feit)).unwrap();
    }
    let rij = verhaal.rijen(&OPENSTAAND)[0];
    let op = |kolom: &str| dag_van(rij.getal(&format!("{kolom}_op")));
    assert_eq!((op("sinds"), op("antwoord")), (9, 9));
    assert_eq!(rij.tekst("sinds_nauwkeurigheid"), "tijdstip");
    assert_eq!(rij.tekst("antwoord_nauwkeurigheid"), "onbekend", "no duration rests on it");
}

#[test]
fn the_reason_stands_as_long_as_it_holds() {
    let (mut verhaal, vastgoed) = (Verhaal::bij_kern(&["Vastgoed"]), afdeling("Vastgoed"));
    let zie = |verhaal: &Verhaal, verwacht: (&str, &str, &str)| {
        assert_eq!(redenen(verhaal.rijen(&OPDRACHT)[0]), verwacht);
    };
    verhaal.opdracht(vastgoed.clone(), 1, weiger());
    zie(&verhaal, ("geen_capaciteit", "Geen mensen", "-"));
    verhaal.opdracht(tlo(), 1, zet_opnieuw_uit());
    zie(&verhaal, ("-", "Nu met schets", "-"));
    verhaal.opdracht(vastgoed.clone(), 1, accepteer());
    zie(&verhaal, ("-", "-", "De heer De Vries"));
    verhaal.opdracht(vastgoed.clone(), 1, blokkeer());
    zie(&verhaal, ("budget", "Geen dekking", "De heer De Vries"));
    verhaal.opdracht(vastgoed.clone(), 1, deblokkeer());
    zie(&verhaal, ("-", "-", "De heer De Vries"));
    verhaal.opdracht(vastgoed, 1, rond_af());
    zie(&verhaal, ("-", "Advies gegeven", "De heer De Vries"));
}

#[test]
fn a_decision_and_its_reversal_stand_in_one_row() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed"]);
    let nieuw = NieuwBesluit { grondslag: ook("Awb 4:81"), ..besluit(9, Besluitsoort::Goedkeuring) };
    verhaal.dag(7).doe(afdeling("Vastgoed"), Handeling::NeemBesluit(nieuw)).unwrap();
    let rij = verhaal.rijen(&BESLUIT)[0];
    for (kolom, tekst) in [
        ("soort", "goedkeuring"),
        ("mandaat", "Afdelingshoofd"),
        ("status", "in_behandeling_kernorganisatie"),
        ("actor", "afdeling-1"),
        ("rol", "afdeling"),
        ("genomen_nauwkeurigheid", "tijdstip"),
    ] {
        assert_eq!(rij.tekst(kolom), tekst, "{kolom}");
    }
    assert_eq!((rij.geheim("motivering"), rij.geheim("grondslag")), ("De buurt draagt het", "Awb 4:81"));
    assert_eq!((dag_van(rij.getal("genomen_op")), rij.get("teruggedraaid_op")), (7, &Value::Null));

    verhaal.dag(20).stap(tlo(), stap("start_uitvoering"));
    let terug = Handeling::DraaiBesluitTerug { besluit: id(9), motivering: "De dekking verviel".into() };
    verhaal.dag(30).doe(bestuur(), terug).unwrap();
    let rijen = verhaal.rijen(&BESLUIT);
    let [rij] = rijen.as_slice() else { panic!("one row") };
    assert_eq!((dag_van(rij.getal("genomen_op")), dag_van(rij.getal("teruggedraaid_op"))), (7, 30));
    assert_eq!(
        (rij.tekst("status"), rij.tekst("teruggedraaid_status")),
        ("in_behandeling_kernorganisatie", "in_uitvoering")
    );
    assert_eq!(rij.geheim("teruggedraaid_motivering"), "De dekking verviel");
    assert_eq!(rij.tekst("rol"), "afdeling", "who took it, not who reversed it");
}

#[test]
fn a_decision_that_goes_with_a_step_was_taken_before_it() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed"]);
    verhaal.dag(8).stap(tlo(), besluitend("wijs_af", 9, Besluitsoort::Afwijzing));
    assert_eq!(verhaal.rijen(&BESLUIT)[0].tekst("status"), "in_behandeling_kernorganisatie");
}
