//! What the clock signals.

use crate::common::*;
use jiff::civil::{Date, date};
use wijkspoor_domain::Rol;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::initiatief::Weigering;
use wijkspoor_domain::initiatief::gebeurtenis::{Gebeurtenis as G, TermijnGesignaleerd, Tijdsignaal};
use wijkspoor_domain::initiatief::handeling::*;

/// The day before that on which the tests happen.
const GISTEREN: Date = date(2026, 3, 1);

fn signalering(signaal: Tijdsignaal, uiterlijk: Date) -> Signalering {
    Signalering { signaal, partij: None, bij: None, termijn: None, uiterlijk }
}

fn gesignaleerd(s: Signalering, voorstel: Option<&str>) -> G {
    let Signalering { signaal, partij, bij, termijn, uiterlijk } = s;
    let voorstel = voorstel.map(str::to_owned);
    G::TermijnGesignaleerd(TermijnGesignaleerd { signaal, partij, bij, termijn, uiterlijk, voorstel })
}

#[test]
fn an_escalation_is_proposed_where_the_definition_says_so_and_somebody_lets_it_lie() {
    for signaal in Tijdsignaal::ALLE {
        let dag = if *signaal == Tijdsignaal::TermijnNadert { date(2026, 3, 9) } else { GISTEREN };
        let s = signalering(*signaal, dag);
        let voorstel = signaal.vraagt_escalatie().then_some("escaleer_ambtelijk");
        Zaak::bij_kern(&["Groen"])
            .vraag(als(Rol::Systeem), Handeling::Signaleer(s.clone()))
            .then_expect_events(vec![gesignaleerd(s.clone(), voorstel)]);
        // The TLO is in its own hands: there it is only signalled.
        Zaak::bij_tlo()
            .vraag(als(Rol::Systeem), Handeling::Signaleer(s.clone()))
            .then_expect_events(vec![gesignaleerd(s, None)]);
    }
}

#[test]
fn only_the_system_is_a_clock() {
    for rol in Rol::ALLE {
        let s = signalering(Tijdsignaal::NormOverschreden, GISTEREN);
        let resultaat = Zaak::bij_tlo().vraag(als(*rol), Handeling::Signaleer(s)).inspect_result();
        assert_eq!(resultaat.is_ok(), *rol == Rol::Systeem, "{rol}: {resultaat:?}");
    }
}

#[test]
fn nothing_is_over_on_its_last_day_and_nothing_is_near_after_it() {
    let vandaag = date(2026, 3, 2);
    let weigering = |signaal, dag| {
        Zaak::bij_tlo().weigering(als(Rol::Systeem), Handeling::Signaleer(signalering(signaal, dag)))
    };
    for (signaal, dag) in [
        (Tijdsignaal::NormOverschreden, vandaag),
        (Tijdsignaal::TermijnVerstreken, vandaag),
        (Tijdsignaal::TermijnNadert, GISTEREN),
    ] {
        assert_eq!(weigering(signaal, dag), Weigering::SignaalPastNiet { uiterlijk: dag });
    }
    assert_eq!(
        weigering(Tijdsignaal::TermijnNadert, GISTEREN).to_string(),
        "dit signaal hoort niet bij vandaag: de laatste dag is 2026-03-01"
    );
}

#[test]
fn what_has_ended_is_not_signalled() {
    let s = signalering(Tijdsignaal::Radiostilte, GISTEREN);
    let weigering = Zaak::ingetrokken().weigering(als(Rol::Systeem), Handeling::Signaleer(s));
    assert_eq!(weigering.regel(), "initiatief-beeindigd");
}

#[test]
fn each_kind_of_wait_that_has_a_last_day_has_a_signal_of_its_own() {
    let na = |soort, aard| Tijdsignaal::van(soort, aard, true);
    assert_eq!(na(Episodesoort::Vraag, "goedkeuring_gevraagd"), Some(Tijdsignaal::VraagOnbeantwoord));
    assert_eq!(na(Episodesoort::Vraag, "afwijking_gemotiveerd"), Some(Tijdsignaal::VerantwoordingOntbreekt));
    for soort in Episodesoort::ALLE {
        let nadert = Tijdsignaal::van(*soort, "", false);
        assert_eq!(nadert.is_some(), *soort == Episodesoort::Termijn, "{soort}");
        assert!(nadert.is_none() || nadert != na(*soort, ""));
    }
}
