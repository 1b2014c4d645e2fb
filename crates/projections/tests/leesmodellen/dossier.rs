//! The dossier: the present state of an initiative, and its timeline.

use crate::common::*;
use crate::verhaal::{Verhaal, dag_op, dag_van};
use wijkspoor_domain::Rol;
use wijkspoor_domain::initiatief::gebeurtenis::{Blokkadereden, Categorie, Kanaal};
use wijkspoor_domain::initiatief::handeling::{Dossierhandeling as D, Indiening};
use wijkspoor_domain::upcast::StoredEvent;
use wijkspoor_domain::werkstroom::Werkstromen;
use wijkspoor_projections::initiatief::tables::*;
use wijkspoor_projections::{Spoor, Value};

fn stagnatie() -> D {
    D::MeldStagnatie {
        oorzaak: Blokkadereden::Budget,
        eigen_reden: None,
        toelichting: "Geen geld".into(),
        wacht_op: None,
    }
}

fn noteer() -> D {
    D::Noteer { soort: naam("notitie"), tekst: "Gebeld".into(), partij: None }
}

#[test]
fn a_submission_fills_the_dossier() {
    let vol = Indiening {
        titel: "Speeltuin DE ÉÉNHOORN".into(),
        wijken: vec![naam("Sint Marten"), naam("Klarendal"), naam("Sint Marten")],
        categorie: Some(Categorie::KleinSociaal),
        contact: ook("026-1234567"),
        kenmerk: Some(naam("Z-2026/1")),
        ..indiening()
    };
    let verhaal = Verhaal::begin(Werkstromen::standaard().unwrap(), vol);
    let rij = verhaal.dossier();
    for (kolom, tekst) in [
        ("initiatief_id", id(0).to_string().as_str()),
        ("werkstroom", "wijkinitiatief"),
        ("status", "ingediend"),
        ("fase", "ingediend"),
        ("titel", "Speeltuin DE ÉÉNHOORN"),
        ("titel_gevouwen", "speeltuin de eenhoorn"),
        ("gebied", "Noordoost"),
        ("wijken", r#"["Klarendal","Sint Marten"]"#),
        ("thema", "groen"),
        ("oorsprong", "bewoners"),
        ("categorie", "klein_sociaal"),
        ("kenmerk", "Z-2026/1"),
        ("partners", "[]"),
        ("zoektekst", "speeltuin de eenhoorn noordoost groen sint marten klarendal sint marten z-2026/1"),
        ("ingediend_nauwkeurigheid", "tijdstip"),
        ("terugkoppeling_nauwkeurigheid", "-"),
        ("stagnatie", "-"),
        ("indiener", indiener().id.as_str()),
    ] {
        assert_eq!(rij.tekst(kolom), tekst, "{kolom}");
    }
    assert_eq!(
        (rij.geheim("omschrijving"), rij.geheim("contact")),
        ("Een tuin voor de buurt", "026-1234567")
    );
    assert_eq!(
        *rij.get("initiatiefnemers"),
        Value::Sealed(serde_json::json!([{"$gevoelig": "Mevrouw Jansen"}]))
    );
    assert_eq!((rij.getal("versie"), rij.getal("werkstroom_versie"), rij.getal("pingpong")), (1, 2, 0));
    let nu = nu().as_microsecond();
    for kolom in ["ingediend_op", "status_sinds_op", "activiteit_op"] {
        assert_eq!(rij.getal(kolom), nu, "{kolom}");
    }
    assert_eq!(rij.getal("gewijzigd_op"), nu + 60_000_000, "when it was recorded, not when it happened");
    let wijken: Vec<_> = verhaal.rijen(&DOSSIER_WIJK).iter().map(|rij| rij.tekst("wijk")).collect();
    assert_eq!(wijken, ["Klarendal", "Sint Marten"]);
}

#[test]
fn only_a_step_moves_the_status_and_its_since() {
    let mut verhaal = Verhaal::ingediend();
    verhaal.dag(3).stap(tlo(), stap("neem_in_behandeling"));
    verhaal.dag(4).voeg_toe(tlo(), noteer());
    let rij = verhaal.dossier();
    assert_eq!((rij.tekst("status"), rij.tekst("fase")), ("in_behandeling_tlo", "tlo"));
    assert_eq!((dag_van(rij.getal("status_sinds_op")), dag_van(rij.getal("activiteit_op"))), (3, 4));
    assert_eq!(rij.getal("versie"), 3);
    assert_eq!(dag_van(rij.getal("ingediend_op")), 0);
}

#[test]
fn a_machine_signal_is_no_activity_but_changes_the_version() {
    let mut verhaal = Verhaal::ingediend();
    verhaal.dag(9).voeg_toe(als(Rol::Systeem), noteer());
    let rij = verhaal.dossier();
    assert_eq!((dag_van(rij.getal("activiteit_op")), rij.getal("versie")), (0, 2));
    assert_eq!(dag_van(rij.getal("gewijzigd_op")), 9);
}

#[test]
fn feedback_breaks_the_radio_silence_and_nothing_else_does() {
    let mut verhaal = Verhaal::ingediend();
    verhaal.dag(2).voeg_toe(tlo(), noteer());
    verhaal.dag(3).stap(tlo(), stap("neem_in_behandeling"));
    assert_eq!(verhaal.dossier().opt_getal("terugkoppeling_op"), None);
    let bericht = D::GeefTerugkoppeling { kanaal: Kanaal::Email, bericht: "Bedankt".into() };
    verhaal.dag(6).voeg_toe(tlo(), bericht);
    assert_eq!(dag_van(verhaal.dossier().getal("terugkoppeling_op")), 6);
    assert_eq!(verhaal.dossier().tekst("terugkoppeling_nauwkeurigheid"), "tijdstip");
}

#[test]
fn what_is_recorded_late_does_not_turn_back_the_clock() {
    let mut verhaal = Verhaal::ingediend();
    verhaal.dag(3).stap(tlo(), stap("neem_in_behandeling"));
    let bericht = || D::GeefTerugkoppeling { kanaal: Kanaal::Email, bericht: "Bedankt".into() };
    verhaal.dag(9).voeg_toe(tlo(), bericht());
    verhaal.dag(5).voeg_toe(tlo(), bericht());
    let rij = verhaal.dossier();
    assert_eq!((dag_van(rij.getal("activiteit_op")), dag_van(rij.getal("terugkoppeling_op"))), (9, 9));
    let verteld: Vec<_> =
        verhaal.rijen(&TIJDLIJN).iter().map(|r| dag_van(r.getal("plaatsgevonden_op"))).collect();
    assert_eq!(verteld, [0, 3, 9, 5], "the timeline says what was told");
}

#[test]
fn a_step_that_contradicts_the_one_before_it_has_no_known_date() {
    let mut verhaal = Verhaal::ingediend();
    verhaal.dag(6).stap(tlo(), stap("neem_in_behandeling"));
    verhaal.dag(2).stap(tlo(), draag_over(vec![opdracht(1, "Vastgoed")]));
    let rij = verhaal.dossier();
    assert_eq!(
        (dag_van(rij.getal("status_sinds_op")), rij.tekst("status_sinds_nauwkeurigheid")),
        (6, "onbekend")
    );
    assert_eq!(rij.tekst("status"), "in_behandeling_kernorganisatie");
}

#[test]
fn a_stall_stands_until_it_is_lifted_or_a_step_is_taken() {
    let mut verhaal = Verhaal::ingediend();
    verhaal.dag(3).voeg_toe(tlo(), stagnatie());
    let rij = verhaal.dossier();
    assert_eq!((rij.tekst("stagnatie"), rij.geheim("stagnatie_toelichting")), ("budget", "Geen geld"));
    assert_eq!((dag_van(rij.getal("stagnatie_op")), rij.tekst("stagnatie_nauwkeurigheid")), (3, "tijdstip"));

    verhaal.dag(4).voeg_toe(tlo(), D::HefStagnatieOp { toelichting: None });
    let weg = ["stagnatie", "stagnatie_toelichting", "stagnatie_op", "stagnatie_nauwkeurigheid"];
    assert!(weg.iter().all(|kolom| *verhaal.dossier().get(kolom) == Value::Null));

    verhaal.dag(5).voeg_toe(tlo(), stagnatie());
    verhaal.dag(6).stap(tlo(), stap("neem_in_behandeling"));
    assert!(weg.iter().all(|kolom| *verhaal.dossier().get(kolom) == Value::Null));
}

#[test]
fn people_partners_and_result_stand_in_the_dossier_persons_sealed() {
    let mut verhaal = Verhaal::ingediend();
    let iemand = D::WijzigKartrekker { kartrekker: ook("De heer Smit"), toelichting: None };
    verhaal.voeg_toe(indiener(), iemand);
    assert_eq!(verhaal.dossier().geheim("kartrekker"), "De heer Smit");
    verhaal.voeg_toe(indiener(), D::WijzigKartrekker { kartrekker: None, toelichting: None });
    assert_eq!(verhaal.dossier().geheim("kartrekker"), "-");
    for partner in ["Rijnstad", "Liander"] {
        verhaal.voeg_toe(tlo(), D::VoegPartnerToe { partner: naam(partner), bijdrage: None });
    }
    assert_eq!(verhaal.dossier().tekst("partners"), r#"["Liander","Rijnstad"]"#);
    verhaal.voeg_toe(tlo(), D::WijzigBehandelaar { behandelaar: "Mevrouw Yılmaz".into(), overdracht: None });
    assert_eq!(verhaal.dossier().geheim("behandelaar"), "Mevrouw Yılmaz");
    verhaal.stap(tlo(), stap("neem_in_behandeling"));
    verhaal.stap(tlo(), stap("start_uitvoering"));
    verhaal.stap(tlo(), realiseer());
    assert_eq!(verhaal.dossier().geheim("resultaat"), "De tuin ligt er");
}

#[test]
fn every_return_or_refusal_is_a_ping_pong() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed", "Milieu"]);
    verhaal.opdracht(afdeling("Vastgoed"), 1, geef_terug());
    verhaal.opdracht(tlo(), 1, zet_opnieuw_uit());
    verhaal.opdracht(afdeling("Vastgoed"), 1, geef_terug());
    verhaal.opdracht(afdeling("Milieu"), 2, weiger());
    verhaal.opdracht(tlo(), 2, trek_in());
    assert_eq!(verhaal.dossier().getal("pingpong"), 3);
}

#[test]
fn the_timeline_has_one_row_for_each_event_with_the_status_after_it() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed"]);
    verhaal.dag(8).stap(tlo(), gemotiveerd("haal_terug"));
    let rijen = verhaal.rijen(&TIJDLIJN);
    let regels: Vec<_> =
        rijen.iter().map(|r| (r.getal("volgnummer"), r.tekst("soort"), r.tekst("fase"))).collect();
    assert_eq!(
        regels,
        [
            (1, "initiatief_ingediend", "ingediend"),
            (2, "in_behandeling_genomen", "tlo"),
            (3, "opdracht_uitgezet", "tlo"),
            (4, "overgedragen_aan_kernorganisatie", "kernorganisatie"),
            (5, "teruggehaald_door_tlo", "tlo"),
            (6, "opdracht_ingetrokken", "tlo"),
        ]
    );
    for (rij, gebeurtenis) in rijen.iter().zip(&verhaal.gebeurtenissen) {
        assert_eq!(rij.tekst("soort"), gebeurtenis.soort());
        assert_eq!(rij.getal("positie"), 1000 + rij.getal("volgnummer"));
        assert_eq!(rij.getal("vastgelegd_op"), rij.getal("plaatsgevonden_op") + 60_000_000);
    }
    assert_eq!(rijen[3].getal("plaatsgevonden_op"), dag_op(5).as_microsecond());
}

#[test]
fn an_unknown_definition_costs_the_phase_but_never_the_row() {
    let mut verhaal = Verhaal::ingediend();
    let eerste = verhaal.gebeurtenissen.remove(0);
    verhaal.initiatief = Default::default();
    verhaal.spoor = Spoor::default();
    verhaal.tabellen = Default::default();
    verhaal.opzet.werkstromen = Werkstromen::default();
    verhaal.vouw(eerste, indiener());
    assert_eq!(
        (verhaal.dossier().tekst("status"), verhaal.dossier().tekst("fase")),
        ("ingediend", "onbekend")
    );
    assert!(verhaal.episodes().is_empty(), "whose turn it is stands in the definition");
}
