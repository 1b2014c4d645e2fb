//! Moving a running initiative to another version of its definition.

#![expect(clippy::panic, reason = "helpers of tests are tests, too")]

use crate::common::*;
use wijkspoor_domain::initiatief::gebeurtenis::Gebeurtenis as G;
use wijkspoor_domain::initiatief::handeling::*;
use wijkspoor_domain::werkstroom::{STANDAARD, WerkstroomRef, lees};
use wijkspoor_domain::{Actor, Rol};

fn beheerder() -> Actor {
    als(Rol::Beheerder)
}

fn versie(versie: u32) -> WerkstroomRef {
    WerkstroomRef { code: "wijkinitiatief".into(), versie }
}

fn wijziging(vertaling: &[(&str, &str)]) -> Werkstroomwijziging {
    Werkstroomwijziging {
        naar: versie(3),
        vertaling: vertaling.iter().map(|(van, naar)| ((*van).to_owned(), (*naar).to_owned())).collect(),
        mandaat: naam("Stedelijk manager"),
        motivering: "De nieuwe werkwijze geldt voor iedereen".into(),
    }
}

fn naar(vertaling: &[(&str, &str)]) -> Handeling {
    Handeling::WijzigWerkstroom(wijziging(vertaling))
}

/// With a third version in which some codes are called otherwise.
fn met_versie_3(zaak: Zaak, anders: &[(&str, &str)]) -> Zaak {
    let tussen_quotes = |code: &str| format!("\"{code}\"");
    let bron = anders.iter().fold(STANDAARD.to_owned(), |bron, (van, naar)| {
        bron.replace(&tussen_quotes(van), &tussen_quotes(naar))
    });
    met_bron_3(zaak, &bron)
}

/// With a third version that says this.
fn met_bron_3(mut zaak: Zaak, bron: &str) -> Zaak {
    let bron = bron.replace("versie = 2", "versie = 3");
    zaak.opzet.werkstromen.voeg_toe(lees(&bron).unwrap_or_else(|f| panic!("{f:#?}")));
    zaak
}

const GESPREK: (&str, &str) = ("in_behandeling_tlo", "in_gesprek");

#[test]
fn a_running_initiative_goes_on_under_the_new_version_and_says_why() {
    let zaak = met_versie_3(Zaak::bij_tlo(), &[GESPREK]).na(beheerder(), naar(&[GESPREK]));
    assert_eq!((zaak.status(), zaak.toestand().werkstroom.versie), ("in_gesprek", 3));
    let Some(G::WerkstroomGewijzigd(w)) = zaak.gebeurtenissen.last() else { panic!("no move was recorded") };
    assert_eq!((w.status_van.as_str(), w.status.as_str()), GESPREK);
    assert_eq!((w.van.versie, w.naar.versie), (2, 3));
    // It goes on by the rules of the new version.
    let zaak = zaak.stap(tlo(), draag_over(vec![opdracht(1, "Groen")]));
    assert_eq!(zaak.aan_zet(), ["afdeling Groen #1"]);
}

#[test]
fn it_goes_back_to_where_it_came_from_under_its_new_name() {
    let wacht = Zaak::bij_tlo().stap(tlo(), vraag_aanvulling());
    let zaak = met_versie_3(wacht, &[GESPREK]).na(beheerder(), naar(&[GESPREK]));
    assert_eq!(zaak.status(), "wacht_op_initiatiefnemer");
    assert_eq!(zaak.stap(tlo(), stap("ontvang_aanvulling")).status(), "in_gesprek");
}

#[test]
fn what_cannot_go_on_over_there_is_stranded_and_says_what_would_help() {
    let strand = |zaak: Zaak, anders: &[(&str, &str)], vertaling: &[(&str, &str)]| {
        let weigering = met_versie_3(zaak, anders).weigering(beheerder(), naar(vertaling));
        assert_eq!(weigering.regel(), "gestrand", "{weigering}");
        weigering.to_string()
    };
    let zonder = strand(Zaak::bij_tlo(), &[GESPREK], &[]);
    assert!(zonder.contains("kent geen status \"in_behandeling_tlo\"; noem er een in vertaling"), "{zonder}");
    let einde = strand(Zaak::bij_tlo(), &[], &[("in_behandeling_tlo", "afgewezen")]);
    assert!(einde.contains("eindstatus"), "{einde}");
    let opdrachten =
        strand(Zaak::bij_kern(&["Groen"]), &[], &[("in_behandeling_kernorganisatie", "in_behandeling_tlo")]);
    assert!(opdrachten.contains("1 opdrachten"), "{opdrachten}");
    // It waits, and over there it could only go back to a status that does not exist.
    let wacht = Zaak::bij_tlo().stap(tlo(), vraag_aanvulling());
    let terug = strand(wacht, &[GESPREK], &[]);
    assert!(terug.contains("ontvang_aanvulling"), "{terug}");
}

#[test]
fn where_it_goes_back_to_it_must_be_able_to_go_back_again() {
    // Over there one may wait for the applicant from an adjournment, which itself goes back; but not to `ingediend`.
    let anders = [
        (
            "soort = \"vraag_aanvulling\"\nvan = [\"ingediend\"",
            "soort = \"vraag_aanvulling\"\nvan = [\"aangehouden\", \"ingediend\"",
        ),
        ("soort = \"houd_aan\"\nvan = [\"ingediend\", ", "soort = \"houd_aan\"\nvan = ["),
    ];
    let bron = anders.iter().fold(STANDAARD.to_owned(), |bron, (van, naar)| {
        assert!(bron.contains(van), "{van}");
        bron.replace(van, naar)
    });
    let zaak = met_bron_3(Zaak::bij_tlo().stap(tlo(), vraag_aanvulling()), &bron);
    let weigering = zaak.weigering(beheerder(), naar(&[("in_behandeling_tlo", "aangehouden")]));
    assert_eq!(weigering.regel(), "gestrand", "{weigering}");
    assert!(weigering.to_string().contains("hervat"), "{weigering}");
}

#[test]
fn it_is_asked_by_the_administrator_of_what_exists_and_runs() {
    let zaak = met_versie_3(Zaak::bij_tlo(), &[]);
    assert_eq!(zaak.weigering(tlo(), naar(&[])).regel(), "niet-bevoegd");
    let onbekend = zaak.weigering(beheerder(), naar(&[("bedacht", "in_uitvoering")]));
    assert_eq!(onbekend.regel(), "onbekende-status");
    assert!(onbekend.mogelijk().contains(&"in_behandeling_tlo".to_owned()));
    let leeg = Werkstroomwijziging { motivering: " ".into(), ..wijziging(&[]) };
    assert_eq!(zaak.weigering(beheerder(), Handeling::WijzigWerkstroom(leeg)).regel(), "leeg");
    let nergens = Werkstroomwijziging { naar: versie(9), ..wijziging(&[]) };
    assert_eq!(
        zaak.weigering(beheerder(), Handeling::WijzigWerkstroom(nergens)).regel(),
        "onbekende-werkstroom"
    );
    let over = zaak.na(beheerder(), naar(&[]));
    assert_eq!(over.weigering(beheerder(), naar(&[])).regel(), "zelfde-werkstroom");
    let klaar = met_versie_3(Zaak::ingetrokken(), &[]);
    assert_eq!(klaar.weigering(beheerder(), naar(&[])).regel(), "initiatief-beeindigd");
}
