//! Orders: to several departments at once, and the whole life of each.

use crate::common::*;
use wijkspoor_domain::initiatief::gebeurtenis::*;
use wijkspoor_domain::initiatief::handeling::{Handeling, NieuweOpdracht, Opdrachtactie};
use wijkspoor_domain::initiatief::{Gebeurtenis as G, Opdrachtstatus as S, Weigering, mogelijke_acties};
use wijkspoor_domain::{Actor, Rol};

fn zet_uit(opdrachten: Vec<NieuweOpdracht>) -> Handeling {
    Handeling::ZetOpdrachtenUit(opdrachten)
}

fn doe(actie: Opdrachtactie) -> Handeling {
    Handeling::Opdracht { opdracht: id(1), actie }
}

fn uitgezet(nummer: u128, aan: &str) -> G {
    let NieuweOpdracht { id, afdeling, omschrijving, uiterlijk } = opdracht(nummer, aan);
    G::OpdrachtUitgezet(OpdrachtUitgezet { opdracht: id, afdeling, omschrijving, uiterlijk })
}

/// One order to Vastgoed that stands in this status.
fn met(status: S) -> Zaak {
    let (zaak, vastgoed) = (Zaak::bij_kern(&["Vastgoed"]), afdeling("Vastgoed"));
    let zaak = match status {
        S::Uitgezet => zaak,
        S::Geaccepteerd => zaak.opdracht(vastgoed, 1, accepteer()),
        S::Geblokkeerd => zaak.opdracht(vastgoed.clone(), 1, accepteer()).opdracht(vastgoed, 1, blokkeer()),
        S::Geweigerd => zaak.opdracht(vastgoed, 1, weiger()),
        S::Teruggegeven => zaak.opdracht(vastgoed, 1, geef_terug()),
    };
    assert_eq!(zaak.orderstatus(1), Some(status));
    zaak
}

const STATUSSEN: [S; 5] = [S::Uitgezet, S::Geaccepteerd, S::Geblokkeerd, S::Geweigerd, S::Teruggegeven];

fn acties() -> [Opdrachtactie; 8] {
    [accepteer(), weiger(), geef_terug(), blokkeer(), deblokkeer(), rond_af(), trek_in(), zet_opnieuw_uit()]
}

#[test]
fn a_hand_over_gives_every_order_before_the_step() {
    let opdrachten = vec![opdracht(1, "Vastgoed"), opdracht(2, "Milieu")];
    let stap = Stap {
        overgang: "draag_over".into(),
        van: "in_behandeling_tlo".into(),
        naar: "in_behandeling_kernorganisatie".into(),
        terug: false,
        motivering: None,
    };
    Zaak::bij_tlo().vraag(tlo(), Handeling::VoerOvergangUit(draag_over(opdrachten))).then_expect_events(
        vec![
            uitgezet(1, "Vastgoed"),
            uitgezet(2, "Milieu"),
            G::OvergedragenAanKernorganisatie(Gestapt { stap }),
        ],
    );
}

#[test]
fn several_departments_have_the_ball_at_once_each_for_its_own_order() {
    let zaak = Zaak::bij_kern(&["Vastgoed", "Milieu", "Sport"]);
    assert_eq!(zaak.aan_zet(), ["afdeling Milieu #2", "afdeling Sport #3", "afdeling Vastgoed #1"]);
    let zaak = zaak.opdracht(afdeling("Milieu"), 2, accepteer()).opdracht(afdeling("Sport"), 3, geef_terug());
    assert_eq!(zaak.aan_zet(), ["tlo #3", "afdeling Milieu #2", "afdeling Vastgoed #1"]);
    let zaak = zaak.opdracht(afdeling("Milieu"), 2, rond_af()).opdracht(tlo(), 3, zet_opnieuw_uit());
    assert_eq!(zaak.aan_zet(), ["afdeling Sport #3", "afdeling Vastgoed #1"]);
    let zaak = zaak.opdracht(tlo(), 3, trek_in()).opdracht(tlo(), 1, trek_in());
    assert_eq!(zaak.aan_zet(), ["tlo"], "without orders the ball falls back to the TLO");
}

#[test]
fn orders_can_be_added_where_departments_work_and_in_a_pause() {
    let wacht = Zaak::bij_kern(&["Vastgoed"]).stap(tlo(), vraag_aanvulling());
    let escalatie = Zaak::bij_tlo().stap(tlo(), escaleer("escaleer_ambtelijk"));
    for zaak in [Zaak::bij_kern(&["Vastgoed"]), Zaak::in_uitvoering(), wacht, escalatie] {
        zaak.vraag(tlo(), zet_uit(vec![opdracht(7, "Milieu"), opdracht(8, "Sport")]))
            .then_expect_events(vec![uitgezet(7, "Milieu"), uitgezet(8, "Sport")]);
    }
}

#[test]
fn no_order_can_be_given_where_nobody_would_take_it_up() {
    let weigering = Zaak::bij_tlo().weigering(tlo(), zet_uit(vec![opdracht(1, "Vastgoed")]));
    assert_eq!(weigering.regel(), "geen-opdrachten-nu");
    let tekst = weigering.to_string();
    assert!(
        tekst.starts_with(
            "in de status \"in_behandeling_tlo\" kan geen opdracht worden uitgezet; wel mogelijk: "
        ),
        "{tekst}"
    );
    assert!(weigering.mogelijk().contains(&"draag_over".to_owned()));
    let weigering = Zaak::ingetrokken().weigering(tlo(), zet_uit(vec![opdracht(1, "Vastgoed")]));
    assert_eq!(weigering.regel(), "initiatief-beeindigd");
    assert_eq!(
        weigering.to_string(),
        "het initiatief is ingetrokken: daarna kan dit niet meer; wel mogelijk: heropen"
    );
}

#[test]
fn only_the_tlo_of_the_gebied_gives_orders() {
    let zaak = Zaak::bij_kern(&["Vastgoed"]);
    for actor in
        [indiener(), afdeling("Vastgoed"), management(), bestuur(), als(Rol::Systeem), tlo_van("Zuid")]
    {
        let weigering = zaak.weigering(actor.clone(), zet_uit(vec![opdracht(2, "Milieu")]));
        assert_eq!(weigering.regel(), "niet-bevoegd", "{actor:?}");
    }
}

#[test]
fn there_is_at_least_one_order_and_at_most_a_hundred_are_unsettled() {
    let zaak = Zaak::bij_kern(&["Vastgoed"]);
    let weigering = zaak.weigering(tlo(), zet_uit(vec![]));
    assert_eq!(weigering.regel(), "aantal-opdrachten");
    assert_eq!(
        weigering.to_string(),
        "zet minstens één opdracht uit, en niet meer dan 100 tegelijk openstaand"
    );
    let vele = |aantal: u128| (2..2 + aantal).map(|n| opdracht(n, &format!("Afdeling {n}"))).collect();
    assert_eq!(zaak.weigering(tlo(), zet_uit(vele(100))), weigering);
    assert!(zaak.vraag(tlo(), zet_uit(vele(99))).inspect_result().is_ok());
}

#[test]
fn a_department_has_one_unsettled_order_also_when_it_came_back() {
    for zaak in STATUSSEN.map(met) {
        let weigering = zaak.weigering(tlo(), zet_uit(vec![opdracht(2, "Vastgoed")]));
        assert_eq!(weigering.regel(), "afdeling-heeft-opdracht");
        assert_eq!(
            weigering.to_string(),
            format!("de afdeling \"Vastgoed\" heeft al een opdracht die niet is afgehandeld ({})", id(1))
        );
    }
    let klaar = met(S::Geaccepteerd).opdracht(afdeling("Vastgoed"), 1, rond_af());
    assert!(klaar.vraag(tlo(), zet_uit(vec![opdracht(2, "Vastgoed")])).inspect_result().is_ok());
}

#[test]
fn an_id_is_used_for_one_order() {
    let zaak = Zaak::bij_kern(&["Vastgoed"]);
    for opdrachten in [vec![opdracht(1, "Milieu")], vec![opdracht(2, "Milieu"), opdracht(2, "Sport")]] {
        let weigering = zaak.weigering(tlo(), zet_uit(opdrachten));
        assert_eq!(weigering.regel(), "id-in-gebruik");
    }
}

#[test]
fn an_order_says_what_is_asked() {
    let leeg = NieuweOpdracht { omschrijving: "\t".into(), ..opdracht(2, "Milieu") };
    let weigering = Zaak::bij_kern(&["Vastgoed"]).weigering(tlo(), zet_uit(vec![leeg]));
    assert_eq!(weigering, Weigering::Leeg("omschrijving"));
}

#[test]
fn each_action_records_its_event_with_what_was_said() {
    let opdracht = id(1);
    let gewijzigd = |toelichting| OpdrachtGewijzigd { opdracht, toelichting };
    let vastgoed = afdeling("Vastgoed");
    for (status, actor, actie, gebeurtenis) in [
        (
            S::Uitgezet,
            &vastgoed,
            accepteer(),
            G::OpdrachtGeaccepteerd(OpdrachtGeaccepteerd {
                opdracht,
                behandelaar: ook("De heer De Vries"),
                toelichting: None,
            }),
        ),
        (
            S::Uitgezet,
            &vastgoed,
            weiger(),
            G::OpdrachtGeweigerd(OpdrachtGeweigerd {
                opdracht,
                reden: Weigerreden::GeenCapaciteit,
                eigen_reden: None,
                toelichting: "Geen mensen".into(),
            }),
        ),
        (
            S::Geaccepteerd,
            &vastgoed,
            geef_terug(),
            G::OpdrachtTeruggegeven(OpdrachtTeruggegeven {
                opdracht,
                reden: Terugreden::Onvolledig,
                eigen_reden: None,
                toelichting: "De schets ontbreekt".into(),
            }),
        ),
        (
            S::Geaccepteerd,
            &vastgoed,
            blokkeer(),
            G::OpdrachtGeblokkeerd(OpdrachtGeblokkeerd {
                opdracht,
                reden: Blokkadereden::Budget,
                eigen_reden: None,
                toelichting: "Geen dekking".into(),
            }),
        ),
        (S::Geblokkeerd, &vastgoed, deblokkeer(), G::OpdrachtGedeblokkeerd(gewijzigd(None))),
        (S::Geaccepteerd, &vastgoed, rond_af(), G::OpdrachtAfgerond(gewijzigd(ook("Advies gegeven")))),
        (S::Geweigerd, &tlo(), trek_in(), G::OpdrachtIngetrokken(gewijzigd(ook("Niet meer nodig")))),
        (S::Teruggegeven, &tlo(), zet_opnieuw_uit(), G::OpdrachtHeruitgezet(gewijzigd(ook("Nu met schets")))),
    ] {
        met(status).vraag(actor.clone(), doe(actie)).then_expect_events(vec![gebeurtenis]);
    }
}

#[test]
fn an_order_takes_exactly_the_actions_that_fit_where_it_stands() {
    for (status, past) in [
        (S::Uitgezet, vec!["accepteer", "weiger", "geef_terug", "trek_in"]),
        (S::Geaccepteerd, vec!["geef_terug", "blokkeer", "rond_af", "trek_in"]),
        (S::Geblokkeerd, vec!["geef_terug", "deblokkeer", "trek_in"]),
        (S::Geweigerd, vec!["trek_in", "zet_opnieuw_uit"]),
        (S::Teruggegeven, vec!["trek_in", "zet_opnieuw_uit"]),
    ] {
        let zaak = met(status);
        let opdracht = &zaak.toestand().opdrachten[&id(1)];
        let (vastgoed, tlo) = (afdeling("Vastgoed"), tlo());
        let aangeboden: Vec<_> = [&vastgoed, &tlo]
            .into_iter()
            .flat_map(|actor| mogelijke_acties(opdracht, &naam(GEBIED), actor))
            .collect();
        assert_eq!(aangeboden, past);
        for actie in acties() {
            let actor = if matches!(actie.code(), "trek_in" | "zet_opnieuw_uit") { &tlo } else { &vastgoed };
            let resultaat = zaak.vraag(actor.clone(), doe(actie.clone())).inspect_result();
            match past.contains(&actie.code()) {
                true => assert!(resultaat.is_ok(), "{} bij {status:?}", actie.code()),
                false => {
                    let weigering = resultaat.unwrap_err();
                    assert_eq!(weigering.regel(), "opdracht-status");
                    assert_eq!(weigering.mogelijk(), past, "{} bij {status:?}", actie.code());
                }
            }
        }
    }
    assert_eq!(
        met(S::Geweigerd).weigering(afdeling("Vastgoed"), doe(accepteer())).to_string(),
        "een opdracht die geweigerd is kan niet worden geaccepteerd; wel: trek_in, zet_opnieuw_uit"
    );
}

#[test]
fn a_department_answers_for_itself_and_the_tlo_for_its_gebied() {
    let zaak = met(S::Uitgezet);
    for (actor, actie, tekst) in [
        (
            afdeling("Milieu"),
            accepteer(),
            "een opdracht aan Vastgoed accepteren mag alleen door: afdeling; u handelt als afdeling (van een andere afdeling)",
        ),
        (als(Rol::Afdeling), accepteer(), "(van een andere afdeling)"),
        (tlo(), accepteer(), "mag alleen door: afdeling; u handelt als tlo"),
        (afdeling("Vastgoed"), trek_in(), "mag alleen door: tlo; u handelt als afdeling"),
        (tlo_van("Zuid"), trek_in(), "u handelt als tlo (van een ander gebied)"),
        (als(Rol::Beheerder), rond_af(), "u handelt als beheerder"),
    ] {
        let weigering = zaak.weigering(actor.clone(), doe(actie));
        assert_eq!(weigering.regel(), "niet-bevoegd");
        assert!(weigering.to_string().ends_with(tekst), "{weigering}");
        let opdracht = &zaak.toestand().opdrachten[&id(1)];
        if actor != tlo() && actor != afdeling("Vastgoed") {
            assert!(mogelijke_acties(opdracht, &naam(GEBIED), &actor).is_empty());
        }
    }
    let overal: Actor = als(Rol::Tlo);
    assert!(zaak.vraag(overal, doe(trek_in())).inspect_result().is_ok());
}

#[test]
fn what_goes_against_an_order_is_explained() {
    let weiger =
        Opdrachtactie::Weiger { reden: Weigerreden::Anders, eigen_reden: None, toelichting: " ".into() };
    let terug =
        Opdrachtactie::GeefTerug { reden: Terugreden::Anders, eigen_reden: None, toelichting: "".into() };
    let blok =
        Opdrachtactie::Blokkeer { reden: Blokkadereden::Anders, eigen_reden: None, toelichting: "\n".into() };
    let trek = Opdrachtactie::TrekIn { toelichting: "".into() };
    for (status, actor, actie) in [
        (S::Uitgezet, afdeling("Vastgoed"), weiger),
        (S::Uitgezet, afdeling("Vastgoed"), terug),
        (S::Geaccepteerd, afdeling("Vastgoed"), blok),
        (S::Uitgezet, tlo(), trek),
    ] {
        met(status).vraag(actor, doe(actie)).then_expect_error(Weigering::Leeg("toelichting"));
    }
}

#[test]
fn a_settled_order_is_gone() {
    let afgerond = met(S::Geaccepteerd).opdracht(afdeling("Vastgoed"), 1, rond_af());
    let ingetrokken = met(S::Uitgezet).opdracht(tlo(), 1, trek_in());
    for zaak in [afgerond, ingetrokken, Zaak::in_uitvoering()] {
        let weigering = zaak.weigering(afdeling("Vastgoed"), doe(accepteer()));
        assert_eq!(weigering.regel(), "onbekende-opdracht");
        assert_eq!(
            weigering.to_string(),
            format!("opdracht {} bestaat niet bij dit initiatief, of is al afgerond of ingetrokken", id(1))
        );
    }
}

#[test]
fn every_time_an_order_goes_out_again_is_a_round() {
    let mut zaak = Zaak::bij_kern(&["Vastgoed"]);
    for ronde in 2..=4 {
        zaak = zaak.opdracht(afdeling("Vastgoed"), 1, geef_terug());
        assert_eq!(zaak.aan_zet(), ["tlo #1"]);
        zaak = zaak.opdracht(tlo(), 1, zet_opnieuw_uit());
        assert_eq!(
            (zaak.orderstatus(1), zaak.toestand().opdrachten[&id(1)].ronde),
            (Some(S::Uitgezet), ronde)
        );
    }
}

#[test]
fn orders_live_on_during_a_pause() {
    let zaak = (met(S::Uitgezet).stap(tlo(), gemotiveerd("houd_aan")))
        .opdracht(afdeling("Vastgoed"), 1, accepteer())
        .opdracht(afdeling("Vastgoed"), 1, rond_af())
        .stap(tlo(), stap("hervat"));
    assert_eq!(zaak.aan_zet(), ["tlo"], "back with the departments, but none has an order any more");
}
