//! Who had the ball when: half-open intervals that follow on each other.

use crate::common::*;
use crate::verhaal::{Verhaal, dag_van};
use jiff::civil::date;
use wijkspoor_domain::initiatief::gebeurtenis::{Besluitsoort, Kanaal};
use wijkspoor_domain::initiatief::handeling::{Dossierhandeling, Handeling, Werkstroomwijziging};
use wijkspoor_domain::werkstroom::{STANDAARD, Werkstromen, WerkstroomRef, lees};
use wijkspoor_domain::{Moment, Nauwkeurigheid, Rol};
use wijkspoor_projections::initiatief::tables::EPISODE;

#[test]
fn a_hand_over_gives_the_ball_to_every_department_at_once() {
    assert_eq!(
        Verhaal::bij_kern(&["Vastgoed", "Milieu"]).episodes(),
        [
            "tlo [0, 2) ingediend",
            "tlo [2, 5) in_behandeling_tlo",
            "afdeling Milieu #2 [5, …) in_behandeling_kernorganisatie",
            "afdeling Vastgoed #1 [5, …) in_behandeling_kernorganisatie",
        ]
    );
}

#[test]
fn an_order_that_comes_back_lies_with_the_tlo_until_it_goes_out_again() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed"]);
    verhaal.dag(8).opdracht(afdeling("Vastgoed"), 1, geef_terug());
    verhaal.dag(9).opdracht(tlo(), 1, zet_opnieuw_uit());
    verhaal.dag(13).opdracht(afdeling("Vastgoed"), 1, weiger());
    assert_eq!(
        verhaal.episodes()[2..],
        [
            "afdeling Vastgoed #1 [5, 8) in_behandeling_kernorganisatie",
            "tlo #1 [8, 9) in_behandeling_kernorganisatie",
            "afdeling Vastgoed #1 [9, 13) in_behandeling_kernorganisatie",
            "tlo #1 [13, …) in_behandeling_kernorganisatie",
        ]
    );
}

#[test]
fn accepting_blocking_and_talking_leave_the_ball_where_it_is() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed"]);
    let voor = verhaal.episodes();
    verhaal.dag(6).opdracht(afdeling("Vastgoed"), 1, accepteer());
    verhaal.dag(7).opdracht(afdeling("Vastgoed"), 1, blokkeer());
    verhaal.dag(8).opdracht(afdeling("Vastgoed"), 1, deblokkeer());
    let bericht =
        Dossierhandeling::GeefTerugkoppeling { kanaal: Kanaal::Brief, bericht: "Even wachten".into() };
    verhaal.dag(9).voeg_toe(tlo(), bericht);
    verhaal.doe(tlo(), Handeling::NeemBesluit(besluit(9, Besluitsoort::Overig))).unwrap();
    assert_eq!(verhaal.episodes(), voor);
}

#[test]
fn when_the_last_order_is_settled_the_ball_falls_back_to_the_tlo() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed", "Milieu"]);
    verhaal.dag(6).opdracht(tlo(), 2, trek_in());
    verhaal.dag(7).opdracht(afdeling("Vastgoed"), 1, accepteer());
    verhaal.dag(9).opdracht(afdeling("Vastgoed"), 1, rond_af());
    assert_eq!(
        verhaal.episodes()[2..],
        [
            "afdeling Milieu #2 [5, 6) in_behandeling_kernorganisatie",
            "afdeling Vastgoed #1 [5, 9) in_behandeling_kernorganisatie",
            "tlo [9, …) in_behandeling_kernorganisatie",
        ]
    );
}

#[test]
fn taking_back_with_open_orders_gives_the_ball_straight_to_the_tlo() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed", "Milieu"]);
    verhaal.dag(8).stap(tlo(), gemotiveerd("haal_terug"));
    assert_eq!(
        verhaal.episodes()[2..],
        [
            "afdeling Milieu #2 [5, 8) in_behandeling_kernorganisatie",
            "afdeling Vastgoed #1 [5, 8) in_behandeling_kernorganisatie",
            "tlo [8, …) in_behandeling_tlo",
        ]
    );
}

#[test]
fn an_end_with_open_orders_leaves_the_ball_with_nobody() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed", "Milieu"]);
    verhaal.dag(6).opdracht(afdeling("Milieu"), 2, geef_terug());
    verhaal.dag(8).stap(indiener(), stap("trek_in"));
    assert_eq!(
        verhaal.episodes()[2..],
        [
            "afdeling Milieu #2 [5, 6) in_behandeling_kernorganisatie",
            "afdeling Vastgoed #1 [5, 8) in_behandeling_kernorganisatie",
            "tlo #2 [6, 8) in_behandeling_kernorganisatie",
        ]
    );
    verhaal.dag(20).stap(tlo(), gemotiveerd("heropen"));
    assert_eq!(verhaal.episodes()[5..], ["tlo [20, …) in_behandeling_tlo"]);
}

#[test]
fn a_pause_takes_the_ball_from_the_departments_and_gives_it_back() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed"]);
    verhaal.dag(6).stap(tlo(), vraag_aanvulling());
    verhaal.dag(9).stap(indiener(), stap("ontvang_aanvulling"));
    verhaal.dag(12).stap(tlo(), gemotiveerd("houd_aan"));
    verhaal.dag(30).stap(tlo(), stap("hervat"));
    assert_eq!(
        verhaal.episodes()[2..],
        [
            "afdeling Vastgoed #1 [5, 6) in_behandeling_kernorganisatie",
            "initiatiefnemer [6, 9) wacht_op_initiatiefnemer",
            "afdeling Vastgoed #1 [9, 12) in_behandeling_kernorganisatie",
            "tlo [12, 30) aangehouden",
            "afdeling Vastgoed #1 [30, …) in_behandeling_kernorganisatie",
        ]
    );
}

#[test]
fn an_escalation_lies_with_management_and_then_with_bestuur() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed"]);
    verhaal.dag(7).stap(afdeling("Vastgoed"), escaleer("escaleer_ambtelijk"));
    verhaal.dag(17).stap(management(), escaleer("escaleer_bestuurlijk"));
    verhaal.dag(40).stap(bestuur(), besluitend("besluit_uitvoeren", 9, Besluitsoort::Escalatie));
    assert_eq!(
        verhaal.episodes()[2..],
        [
            "afdeling Vastgoed #1 [5, 7) in_behandeling_kernorganisatie",
            "management [7, 17) geescaleerd_ambtelijk",
            "bestuur [17, 40) geescaleerd_bestuurlijk",
            "afdeling Vastgoed #1 [40, …) in_uitvoering",
        ]
    );
}

#[test]
fn a_decision_that_gives_orders_along_leaves_no_trace_of_the_moment_between() {
    let mut verhaal = Verhaal::ingediend();
    verhaal.dag(1).stap(tlo(), stap("neem_in_behandeling"));
    verhaal.dag(2).stap(tlo(), escaleer("escaleer_ambtelijk"));
    let mut besluit = besluitend("besluit_naar_kernorganisatie", 9, Besluitsoort::Escalatie);
    besluit.opdrachten = vec![opdracht(1, "Vastgoed")];
    verhaal.dag(4).stap(management(), besluit);
    assert_eq!(
        verhaal.episodes()[2..],
        [
            "management [2, 4) geescaleerd_ambtelijk",
            "afdeling Vastgoed #1 [4, …) in_behandeling_kernorganisatie",
        ]
    );
}

#[test]
fn an_episode_knows_its_phase_and_gebied_and_how_precisely_its_ends_are_known() {
    let mut verhaal = Verhaal::ingediend();
    verhaal.moment = Moment::datum(date(2026, 4, 1), Nauwkeurigheid::Maand, 0);
    verhaal.stap(tlo(), stap("neem_in_behandeling"));
    let rijen = verhaal.beurten();
    let [eerste, tweede] = rijen.as_slice() else { panic!("{:?}", verhaal.episodes()) };
    for (rij, fase) in [(eerste, "ingediend"), (tweede, "tlo")] {
        assert_eq!((rij.tekst("fase"), rij.tekst("gebied")), (fase, GEBIED));
    }
    assert_eq!(
        (eerste.tekst("van_nauwkeurigheid"), eerste.tekst("tot_nauwkeurigheid")),
        ("tijdstip", "maand")
    );
    assert_eq!((tweede.tekst("van_nauwkeurigheid"), tweede.tekst("tot_nauwkeurigheid")), ("maand", "-"));
    assert_eq!(eerste.getal("tot_op"), tweede.getal("van_op"), "one ends where the next begins");
}

#[test]
fn what_one_department_tells_late_says_nothing_about_another() {
    let mut verhaal = Verhaal::bij_kern(&["Vastgoed", "Juridisch"]);
    verhaal.dag(6).opdracht(afdeling("Vastgoed"), 1, accepteer());
    verhaal.dag(9).opdracht(afdeling("Vastgoed"), 1, rond_af());
    verhaal.dag(7).opdracht(afdeling("Juridisch"), 2, accepteer());
    verhaal.dag(8).opdracht(afdeling("Juridisch"), 2, rond_af());
    assert_eq!(
        verhaal.episodes()[2..],
        [
            "afdeling Juridisch #2 [5, 8) in_behandeling_kernorganisatie",
            "afdeling Vastgoed #1 [5, 9) in_behandeling_kernorganisatie",
            "tlo [9, …) in_behandeling_kernorganisatie",
        ],
        "the TLO has the ball from the end of the last order, not of the one recorded last"
    );
    assert!(verhaal.rijen(&EPISODE).iter().all(|r| r.tekst("van_nauwkeurigheid") == "tijdstip"));
}

#[test]
fn partners_have_the_ball_where_the_definition_gives_it_to_them() {
    let bron = STANDAARD
        .replace("aan_zet = [\"management\"]", "aan_zet = [\"partners\"]\nterugval = \"management\"");
    let mut werkstromen = Werkstromen::default();
    werkstromen.voeg_toe(lees(&bron).unwrap());
    let mut verhaal = Verhaal::begin(werkstromen, indiening());
    verhaal.dag(1).stap(tlo(), stap("neem_in_behandeling"));
    verhaal.dag(2).stap(tlo(), escaleer("escaleer_ambtelijk"));
    for (dag, partner) in [(3, "Rijnstad"), (4, "Liander")] {
        let partner = Dossierhandeling::VoegPartnerToe { partner: naam(partner), bijdrage: None };
        verhaal.dag(dag).voeg_toe(tlo(), partner);
    }
    assert_eq!(
        verhaal.episodes()[2..],
        [
            "management [2, 3) geescaleerd_ambtelijk",
            "partner Rijnstad [3, …) geescaleerd_ambtelijk",
            "partner Liander [4, …) geescaleerd_ambtelijk",
        ]
    );
}

#[test]
fn a_wait_goes_on_when_its_status_is_only_called_otherwise() {
    let bron =
        STANDAARD.replace("versie = 2", "versie = 3").replace("\"in_behandeling_tlo\"", "\"in_gesprek\"");
    let versie_3 = lees(&bron).unwrap();
    let verplaats = |status: &str| {
        let mut verhaal = Verhaal::ingediend();
        verhaal.dag(2).stap(tlo(), stap("neem_in_behandeling"));
        verhaal.opzet.werkstromen.voeg_toe(versie_3.clone());
        let wijziging = Werkstroomwijziging {
            naar: WerkstroomRef { code: "wijkinitiatief".into(), versie: 3 },
            vertaling: [("in_behandeling_tlo".to_owned(), status.to_owned())].into(),
            mandaat: naam("Stedelijk manager"),
            motivering: "Nieuwe werkwijze".into(),
        };
        verhaal.dag(7).doe(als(Rol::Beheerder), Handeling::WijzigWerkstroom(wijziging)).unwrap();
        let dossier = verhaal.dossier();
        let sinds = dossier.getal("status_sinds_op");
        let stil = dossier.getal("activiteit_op");
        (verhaal.episodes(), (dag_van(sinds), dag_van(stil)), dossier.tekst("fase").to_owned())
    };
    let (episodes, sinds, fase) = verplaats("in_gesprek");
    assert_eq!(episodes, ["tlo [0, 2) ingediend", "tlo [2, …) in_gesprek"]);
    // What an administrator does breaks no silence.
    assert_eq!((sinds, fase.as_str()), ((2, 2), "tlo"));
    // In another phase it is another wait.
    let (episodes, sinds, fase) = verplaats("in_uitvoering");
    assert_eq!(
        episodes,
        ["tlo [0, 2) ingediend", "tlo [2, 7) in_behandeling_tlo", "tlo [7, …) in_uitvoering"]
    );
    assert_eq!((sinds, fase.as_str()), ((7, 2), "uitvoering"));
}
