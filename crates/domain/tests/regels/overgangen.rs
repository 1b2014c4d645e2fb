//! Transitions: role, status, requirements, the event of each kind, and where each leads.

use crate::common::*;
use jiff::civil::date;
use wijkspoor_domain::initiatief::gebeurtenis::*;
use wijkspoor_domain::initiatief::handeling;
use wijkspoor_domain::initiatief::handeling::{Handeling, NieuweOvergang};
use wijkspoor_domain::initiatief::{Gebeurtenis as G, Weigering, mogelijke_overgangen};
use wijkspoor_domain::werkstroom::Vereiste;
use wijkspoor_domain::{Actor, Gevoelig, Rol};

const TLO: &str = "in_behandeling_tlo";
const KERN: &str = "in_behandeling_kernorganisatie";
const WACHT: &str = "wacht_op_initiatiefnemer";

fn gestapt(overgang: &str, van: &str, naar: &str, terug: bool, motivering: Option<Gevoelig>) -> Gestapt {
    Gestapt {
        stap: Stap { overgang: overgang.into(), van: van.into(), naar: naar.into(), terug, motivering },
    }
}

fn voer_uit(overgang: NieuweOvergang) -> Handeling {
    Handeling::VoerOvergangUit(overgang)
}

#[test]
fn each_plain_transition_records_the_event_of_its_kind() {
    let waarom = gemotiveerd("").motivering;
    for (zaak, overgang, gebeurtenis) in [
        (
            Zaak::ingediend(),
            stap("neem_in_behandeling"),
            G::InBehandelingGenomen(gestapt("neem_in_behandeling", "ingediend", TLO, false, None)),
        ),
        (
            Zaak::bij_tlo(),
            stap("start_uitvoering"),
            G::UitvoeringGestart(gestapt("start_uitvoering", TLO, "in_uitvoering", false, None)),
        ),
        (
            Zaak::bij_tlo(),
            gemotiveerd("trek_in"),
            G::InitiatiefIngetrokken(gestapt("trek_in", TLO, "ingetrokken", false, waarom.clone())),
        ),
        (
            Zaak::ingetrokken(),
            gemotiveerd("heropen"),
            G::InitiatiefHeropend(gestapt("heropen", "ingetrokken", TLO, false, waarom)),
        ),
    ] {
        zaak.vraag(tlo(), voer_uit(overgang)).then_expect_events(vec![gebeurtenis]);
    }
}

#[test]
fn a_supplement_goes_back_to_the_status_that_asked_for_it() {
    for (zaak, vandaan) in
        [(Zaak::ingediend(), "ingediend"), (Zaak::bij_tlo(), TLO), (Zaak::bij_kern(&["Vastgoed"]), KERN)]
    {
        let wacht = zaak.stap(tlo(), vraag_aanvulling());
        assert_eq!((wacht.status(), wacht.aan_zet()), (WACHT, vec!["initiatiefnemer".to_owned()]));
        wacht.vraag(indiener(), voer_uit(stap("ontvang_aanvulling"))).then_expect_events(vec![
            G::AanvullingOntvangen(gestapt("ontvang_aanvulling", WACHT, vandaan, true, None)),
        ]);
        assert_eq!(wacht.stap(tlo(), stap("ontvang_aanvulling")).status(), vandaan);
    }
}

#[test]
fn a_second_supplement_from_another_status_goes_back_there() {
    let zaak = (Zaak::ingediend().stap(tlo(), vraag_aanvulling()))
        .stap(indiener(), stap("ontvang_aanvulling"))
        .stap(tlo(), stap("neem_in_behandeling"))
        .stap(tlo(), vraag_aanvulling());
    assert_eq!(zaak.stap(indiener(), stap("ontvang_aanvulling")).status(), TLO);
}

#[test]
fn a_hold_resumes_where_it_came_from_and_orders_stand_through_it() {
    for (zaak, vandaan) in [
        (Zaak::ingediend(), "ingediend"),
        (Zaak::bij_tlo(), TLO),
        (Zaak::bij_kern(&["Vastgoed"]), KERN),
        (
            Zaak::in_uitvoering().na(tlo(), Handeling::ZetOpdrachtenUit(vec![opdracht(1, "Vastgoed")])),
            "in_uitvoering",
        ),
    ] {
        let (beurten, opdrachten) = (zaak.aan_zet(), zaak.toestand().opdrachten.clone());
        let zaak =
            zaak.stap(tlo(), NieuweOvergang { tot: Some(date(2026, 9, 1)), ..gemotiveerd("houd_aan") });
        assert_eq!((zaak.status(), zaak.aan_zet()), ("aangehouden", vec!["tlo".to_owned()]));
        let zaak = zaak.stap(tlo(), stap("hervat"));
        assert_eq!(zaak.status(), vandaan);
        assert_eq!((zaak.aan_zet(), &zaak.toestand().opdrachten), (beurten, &opdrachten));
    }
}

#[test]
fn the_default_definition_knows_no_hold_during_a_wait_or_an_escalation() {
    let wacht = Zaak::bij_tlo().stap(tlo(), vraag_aanvulling());
    let escalatie = Zaak::bij_tlo().stap(tlo(), escaleer("escaleer_ambtelijk"));
    for zaak in [wacht, escalatie] {
        let weigering = zaak.weigert_stap(tlo(), gemotiveerd("houd_aan"));
        assert_eq!(weigering.regel(), "overgang-niet-mogelijk");
    }
}

#[test]
fn a_hold_during_a_wait_goes_back_to_the_wait_and_then_to_its_own_origin() {
    let bron = wijkspoor_domain::werkstroom::STANDAARD.replace(
        r#"van = ["ingediend", "in_behandeling_tlo", "in_behandeling_kernorganisatie", "in_uitvoering"]"#,
        r#"van = ["ingediend", "in_behandeling_tlo", "in_uitvoering", "wacht_op_initiatiefnemer"]"#,
    );
    let mut zaak = Zaak::leeg();
    zaak.opzet.werkstromen.voeg_toe(wijkspoor_domain::werkstroom::lees(&bron).unwrap());
    let zaak = (zaak.na(indiener(), Handeling::DienIn(indiening())))
        .stap(tlo(), stap("neem_in_behandeling"))
        .stap(tlo(), vraag_aanvulling())
        .stap(tlo(), gemotiveerd("houd_aan"))
        .stap(tlo(), stap("hervat"));
    assert_eq!(zaak.status(), WACHT);
    assert_eq!(zaak.stap(indiener(), stap("ontvang_aanvulling")).status(), TLO);
}

#[test]
fn an_escalation_rises_from_management_to_bestuur_and_its_decision_says_where_it_goes() {
    let ambtelijk = Zaak::bij_kern(&["Vastgoed"]).stap(tlo(), escaleer("escaleer_ambtelijk"));
    assert_eq!(ambtelijk.aan_zet(), ["management"]);
    let bestuurlijk = ambtelijk.stap(management(), escaleer("escaleer_bestuurlijk"));
    assert_eq!(bestuurlijk.aan_zet(), ["bestuur"]);
    assert!(bestuurlijk.orderstatus(1).is_some(), "orders stand through an escalation");

    let besluit = besluitend("besluit_naar_kernorganisatie", 9, Besluitsoort::Escalatie);
    let gebeurtenissen = bestuurlijk.vraag(bestuur(), voer_uit(besluit)).inspect_result().unwrap();
    let [G::BesluitGenomen(genomen), G::EscalatieBesloten(besloten)] = gebeurtenissen.as_slice() else {
        panic!("the decision, then the step: {gebeurtenissen:?}")
    };
    assert_eq!((genomen.besluit, genomen.status.as_str()), (id(9), "geescaleerd_bestuurlijk"));
    assert_eq!((besloten.besluit, besloten.stap.naar.as_str(), besloten.stap.terug), (id(9), KERN, false));
}

#[test]
fn every_outcome_of_an_escalation_leads_where_it_says() {
    let escalatie = Zaak::bij_kern(&["Vastgoed"]).stap(afdeling("Vastgoed"), escaleer("escaleer_ambtelijk"));
    for (overgang, naar, beurten, open) in [
        ("besluit_naar_tlo", TLO, vec!["tlo"], 0),
        ("besluit_naar_kernorganisatie", KERN, vec!["afdeling Vastgoed #1"], 1),
        ("besluit_uitvoeren", "in_uitvoering", vec!["afdeling Vastgoed #1"], 1),
        ("besluit_afwijzen", "afgewezen", vec![], 0),
    ] {
        let na = escalatie.clone().stap(management(), besluitend(overgang, 9, Besluitsoort::Escalatie));
        assert_eq!((na.status(), na.aan_zet()), (naar, beurten.iter().map(|b| (*b).to_owned()).collect()));
        assert_eq!(na.toestand().opdrachten.len(), open, "{overgang}");
        assert!(na.toestand().besluiten.contains_key(&id(9)));
    }
}

#[test]
fn a_decision_on_an_escalation_can_give_the_orders_along() {
    let zaak = Zaak::bij_tlo().stap(tlo(), escaleer("escaleer_ambtelijk"));
    let zonder = besluitend("besluit_naar_kernorganisatie", 9, Besluitsoort::Escalatie);
    let weigering = zaak.weigert_stap(management(), zonder.clone());
    assert_eq!(weigering.to_string(), "bij \"besluit_naar_kernorganisatie\" ontbreekt: opdracht");
    let met = NieuweOvergang { opdrachten: vec![opdracht(1, "Vastgoed")], ..zonder };
    assert_eq!(zaak.stap(management(), met).aan_zet(), ["afdeling Vastgoed #1"]);
}

#[test]
fn open_orders_are_withdrawn_when_nobody_would_have_them_any_more() {
    let afwijzing = besluitend("wijs_af", 9, Besluitsoort::Afwijzing);
    for overgang in [gemotiveerd("haal_terug"), gemotiveerd("trek_in"), afwijzing] {
        let zaak = (Zaak::bij_kern(&["Vastgoed", "Milieu", "Sport"]))
            .opdracht(afdeling("Milieu"), 2, geef_terug())
            .opdracht(afdeling("Sport"), 3, accepteer())
            .opdracht(afdeling("Sport"), 3, rond_af());
        let code = overgang.overgang.clone();
        let gebeurtenissen = zaak.vraag(tlo(), voer_uit(overgang.clone())).inspect_result().unwrap();
        let plek = gebeurtenissen.iter().position(|g| g.stap().is_some()).unwrap();
        let ingetrokken: Vec<_> = (gebeurtenissen[plek + 1..].iter())
            .map(|g| match g {
                G::OpdrachtIngetrokken(o) => (o.opdracht, o.toelichting.as_ref().unwrap().tekst().unwrap()),
                anders => panic!("{anders:?}"),
            })
            .collect();
        let naam = &zaak.opzet.werkstromen.iter().next().unwrap().overgang(&code).unwrap().naam;
        let tekst = format!("Vervallen bij: {naam}");
        // The open one and the one that came back; the finished one is settled.
        assert_eq!(ingetrokken, [(id(1), tekst.as_str()), (id(2), tekst.as_str())]);
        assert!(zaak.stap(tlo(), overgang).toestand().opdrachten.is_empty());
    }
}

#[test]
fn orders_stand_when_execution_starts_because_departments_work_there_too() {
    let zaak = Zaak::bij_kern(&["Vastgoed"]).stap(tlo(), stap("start_uitvoering"));
    assert_eq!(zaak.aan_zet(), ["afdeling Vastgoed #1"]);
}

#[test]
fn an_initiative_is_realised_only_when_every_order_is_settled() {
    let zaak = Zaak::bij_kern(&["Vastgoed", "Milieu"])
        .opdracht(afdeling("Milieu"), 2, weiger())
        .stap(tlo(), stap("start_uitvoering"));
    let weigering = zaak.weigert_stap(tlo(), realiseer());
    assert_eq!(weigering, Weigering::OpenOpdrachten(vec![id(1), id(2)]));
    assert_eq!(weigering.regel(), "open-opdrachten");
    assert_eq!(weigering.to_string(), "2 opdrachten zijn nog niet afgehandeld: eerst afronden of intrekken");
    let klaar = zaak.opdracht(tlo(), 1, trek_in()).opdracht(tlo(), 2, trek_in());
    klaar.vraag(tlo(), voer_uit(realiseer())).then_expect_events(vec![G::InitiatiefGerealiseerd(
        InitiatiefGerealiseerd {
            stap: gestapt("realiseer", "in_uitvoering", "gerealiseerd", false, None).stap,
            resultaat: "De tuin ligt er".into(),
        },
    )]);
}

#[test]
fn an_ended_initiative_can_only_be_reopened() {
    let gerealiseerd = Zaak::in_uitvoering().stap(tlo(), realiseer());
    let afgewezen = Zaak::bij_tlo().stap(tlo(), besluitend("wijs_af", 9, Besluitsoort::Afwijzing));
    for zaak in [gerealiseerd, afgewezen, Zaak::ingetrokken()] {
        assert_eq!(zaak.aan_zet(), Vec::<String>::new());
        let werkstroom = zaak.opzet.werkstromen.iter().next().unwrap();
        let mogelijk: Vec<_> = (mogelijke_overgangen(&zaak.initiatief, werkstroom, &tlo()).iter())
            .map(|m| m.overgang.code.as_str())
            .collect();
        assert_eq!(mogelijk, ["heropen"]);
        let weigering = zaak.weigert_stap(tlo(), stap("start_uitvoering"));
        assert_eq!(weigering.mogelijk(), ["heropen"]);
        let ontbreekt = zaak.weigert_stap(tlo(), stap("heropen"));
        assert_eq!(ontbreekt.to_string(), "bij \"heropen\" ontbreekt: motivering");
        let heropend = zaak.stap(tlo(), gemotiveerd("heropen"));
        assert_eq!((heropend.status(), heropend.aan_zet()), (TLO, vec!["tlo".to_owned()]));
    }
}

#[test]
fn a_step_ends_a_reported_stall() {
    use wijkspoor_domain::initiatief::handeling::Dossierhandeling;
    let gemeld = Dossierhandeling::MeldStagnatie {
        oorzaak: Blokkadereden::Budget,
        eigen_reden: None,
        toelichting: "Geen geld".into(),
        wacht_op: None,
    };
    let zaak = Zaak::bij_tlo().dossier(tlo(), gemeld);
    assert_eq!(zaak.toestand().stagnatie, Some(Blokkadereden::Budget));
    assert_eq!(zaak.stap(tlo(), stap("start_uitvoering")).toestand().stagnatie, None);
}

#[test]
fn an_unknown_transition_is_refused_with_what_is_possible() {
    let weigering = Zaak::ingediend().weigert_stap(tlo(), stap("goedkeuren"));
    assert_eq!(weigering.regel(), "onbekende-overgang");
    assert_eq!(
        weigering.to_string(),
        "de werkstroom kent geen overgang \"goedkeuren\"; wel mogelijk: neem_in_behandeling, vraag_aanvulling, \
         houd_aan, wijs_af, trek_in"
    );
}

#[test]
fn a_transition_from_another_status_is_refused_with_what_is_possible() {
    let weigering = Zaak::ingediend().weigert_stap(tlo(), draag_over(vec![opdracht(1, "Vastgoed")]));
    assert_eq!(weigering.regel(), "overgang-niet-mogelijk");
    assert!(weigering.to_string().starts_with(
        "de overgang \"draag_over\" kan niet vanuit de status \"ingediend\"; wel mogelijk: neem_in_behandeling"
    ));
    assert_eq!(weigering.mogelijk()[0], "neem_in_behandeling");
}

#[test]
fn only_the_roles_of_a_transition_may_take_it() {
    let zaak = Zaak::bij_kern(&["Vastgoed"]);
    let mag =
        |actor: &Actor| zaak.vraag(actor.clone(), voer_uit(escaleer("escaleer_ambtelijk"))).inspect_result();
    for actor in [tlo(), als(Rol::Tlo), afdeling("Vastgoed")] {
        assert!(mag(&actor).is_ok(), "{actor:?}");
    }
    for rol in
        [Rol::Initiatiefnemer, Rol::Management, Rol::Bestuur, Rol::Auditor, Rol::Beheerder, Rol::Systeem]
    {
        assert_eq!(mag(&als(rol)).unwrap_err().regel(), "niet-bevoegd", "{rol}");
    }
    for (actor, reden) in [
        (tlo_van("Zuid"), "u handelt als tlo (van een ander gebied)"),
        (afdeling("Milieu"), "u handelt als afdeling (zonder opdracht bij dit initiatief)"),
        (als(Rol::Afdeling), "u handelt als afdeling (zonder opdracht bij dit initiatief)"),
        (
            management(),
            "de overgang \"escaleer_ambtelijk\" mag alleen door: tlo, afdeling; u handelt als management",
        ),
    ] {
        let tekst = mag(&actor).unwrap_err().to_string();
        assert!(tekst.ends_with(reden), "{tekst}");
    }
}

#[test]
fn an_escalation_is_decided_by_no_tlo() {
    let zaak = Zaak::bij_tlo().stap(tlo(), escaleer("escaleer_ambtelijk"));
    let weigering = zaak.weigert_stap(tlo(), besluitend("besluit_naar_tlo", 9, Besluitsoort::Escalatie));
    assert_eq!(weigering.regel(), "niet-bevoegd");
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    use Vereiste as V;
    for (zaak, overgang, ontbreekt) in [
        (Zaak::bij_tlo(), "vraag_aanvulling", vec![V::Hersteltermijn, V::Vraag]),
        (Zaak::bij_tlo(), "draag_over", vec![V::Opdracht]),
        (Zaak::bij_kern(&["Vastgoed"]), "haal_terug", vec![V::Motivering]),
        (Zaak::bij_tlo(), "escaleer_ambtelijk", vec![V::Geschilpunt]),
        (Zaak::bij_tlo(), "wijs_af", vec![V::Besluit, V::Motivering]),
        (Zaak::bij_tlo(), "houd_aan", vec![V::Motivering]),
        (Zaak::in_uitvoering(), "realiseer", vec![V::Resultaat]),
    ] {
        let weigering = zaak.weigert_stap(tlo(), stap(overgang));
        assert_eq!(weigering.regel(), "vereiste-ontbreekt");
        assert_eq!(weigering, Weigering::Ontbreekt { overgang: overgang.into(), ontbreekt });
    }
    let tekst = Zaak::bij_tlo().weigert_stap(tlo(), stap("wijs_af")).to_string();
    assert_eq!(tekst, "bij \"wijs_af\" ontbreekt: besluit, motivering");
}

#[test]
fn white_space_is_no_reason() {
    let leeg = NieuweOvergang { motivering: ook(" \n"), ..stap("haal_terug") };
    let weigering = Zaak::bij_kern(&["Vastgoed"]).weigert_stap(tlo(), leeg);
    assert_eq!(weigering.to_string(), "bij \"haal_terug\" ontbreekt: motivering");
}

#[test]
fn everything_that_does_not_belong_to_a_transition_is_named_at_once() {
    let teveel = NieuweOvergang {
        motivering: ook("Dit mag altijd"),
        vraag: ook("?"),
        hersteltermijn: Some(date(2026, 4, 1)),
        geschilpunt: ook("!"),
        resultaat: ook("="),
        tot: Some(date(2026, 4, 1)),
        besluit: Some(besluit(9, Besluitsoort::Overig)),
        opdrachten: vec![opdracht(1, "Vastgoed")],
        ..stap("start_uitvoering")
    };
    let weigering = Zaak::bij_tlo().weigert_stap(tlo(), teveel);
    assert_eq!(weigering.regel(), "overbodig-gegeven");
    assert_eq!(
        weigering.to_string(),
        "vraag, hersteltermijn, geschilpunt, resultaat, tot, besluit, opdrachten hoort niet bij de overgang \
         \"start_uitvoering\"; laat het weg of leg het apart vast"
    );
}

#[test]
fn a_refused_order_or_decision_refuses_the_whole_transition() {
    let dubbel = draag_over(vec![opdracht(1, "Vastgoed"), opdracht(2, "Vastgoed")]);
    assert_eq!(Zaak::bij_tlo().weigert_stap(tlo(), dubbel).regel(), "afdeling-heeft-opdracht");
    let mut leeg = besluitend("wijs_af", 9, Besluitsoort::Afwijzing);
    leeg.besluit.as_mut().unwrap().motivering = " ".into();
    let weigering = Zaak::bij_tlo().weigert_stap(tlo(), leeg);
    assert_eq!(weigering.to_string(), "motivering mag niet leeg zijn");
}

#[test]
fn a_term_does_not_end_before_it_begins() {
    // Everything here happens on 2 March 2026.
    let gisteren = Some(date(2026, 3, 1));
    for (overgang, veld) in [
        (NieuweOvergang { hersteltermijn: gisteren, ..vraag_aanvulling() }, "hersteltermijn"),
        (NieuweOvergang { tot: gisteren, motivering: ook("Wacht"), ..stap("houd_aan") }, "tot"),
        (
            draag_over(vec![handeling::NieuweOpdracht { uiterlijk: gisteren, ..opdracht(1, "Vastgoed") }]),
            "uiterlijk",
        ),
    ] {
        let weigering = Zaak::bij_tlo().weigert_stap(tlo(), overgang.clone());
        assert_eq!(weigering.regel(), "termijn-voorbij");
        assert_eq!(
            weigering.to_string(),
            format!("{veld} 2026-03-01 ligt voor 2026-03-02, toen dit gebeurde")
        );
    }
    let vandaag = NieuweOvergang { hersteltermijn: Some(date(2026, 3, 2)), ..vraag_aanvulling() };
    let _ = Zaak::bij_tlo().stap(tlo(), vandaag);
}

#[test]
fn what_stands_in_the_way_is_told_beforehand() {
    let zaak = Zaak::bij_kern(&["Vastgoed"]).stap(tlo(), stap("start_uitvoering"));
    let werkstroom = zaak.opzet.werkstromen.iter().next().unwrap();
    let mogelijk = mogelijke_overgangen(&zaak.initiatief, werkstroom, &tlo());
    let realiseer = mogelijk.iter().find(|m| m.overgang.code == "realiseer").unwrap();
    assert_eq!(realiseer.belemmering, [Vereiste::GeenOpenOpdrachten]);
    assert_eq!(realiseer.naar.code, "gerealiseerd");
}

#[test]
fn back_to_where_it_came_from_is_shown_as_the_status_itself() {
    let zaak = Zaak::bij_kern(&["Vastgoed"]).stap(tlo(), vraag_aanvulling());
    let werkstroom = zaak.opzet.werkstromen.iter().next().unwrap();
    let mogelijk: Vec<_> = (mogelijke_overgangen(&zaak.initiatief, werkstroom, &indiener()).into_iter())
        .map(|m| (m.overgang.code.as_str(), m.naar.code.as_str()))
        .collect();
    assert_eq!(mogelijk, [("ontvang_aanvulling", KERN), ("trek_in", "ingetrokken")]);
}
