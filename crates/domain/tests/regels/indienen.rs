//! Submitting, and what holds for every command.

use crate::common::*;
use jiff::civil::date;
use wijkspoor_domain::Opzet;
use wijkspoor_domain::initiatief::Weigering;
use wijkspoor_domain::initiatief::gebeurtenis::{Besluitsoort, Categorie, Gebeurtenis, InitiatiefIngediend};
use wijkspoor_domain::initiatief::handeling::{Commando, Dossierhandeling, Handeling, Indiening};
use wijkspoor_domain::werkstroom::{STANDAARD, WerkstroomRef, lees};
use wijkspoor_domain::{Moment, Nauwkeurigheid, Rol};

#[test]
fn a_submission_records_everything_that_was_said_and_pins_the_definition() {
    let vol = Indiening {
        categorie: Some(Categorie::KleinSociaal),
        contact: ook("026-1234567"),
        kenmerk: Some(naam("Z-1")),
        ..indiening()
    };
    Zaak::leeg().vraag(indiener(), Handeling::DienIn(vol.clone())).then_expect_events(vec![
        Gebeurtenis::InitiatiefIngediend(InitiatiefIngediend {
            werkstroom: WerkstroomRef { code: "wijkinitiatief".into(), versie: 2 },
            status: "ingediend".into(),
            titel: vol.titel,
            omschrijving: vol.omschrijving,
            gebied: vol.gebied,
            wijken: vol.wijken,
            thema: vol.thema,
            oorsprong: vol.oorsprong,
            categorie: vol.categorie,
            initiatiefnemers: vol.initiatiefnemers,
            contact: vol.contact,
            kenmerk: vol.kenmerk,
        }),
    ]);
    assert_eq!(Zaak::ingediend().aan_zet(), ["tlo"]);
}

#[test]
fn everybody_in_the_process_may_submit_but_no_auditor_or_beheerder() {
    for rol in Rol::ALLE {
        let resultaat = Zaak::leeg().vraag(als(*rol), Handeling::DienIn(indiening())).inspect_result();
        let mag = !matches!(rol, Rol::Auditor | Rol::Beheerder);
        assert_eq!(resultaat.is_ok(), mag, "{rol}: {resultaat:?}");
    }
    let weigering = Zaak::leeg().weigering(als(Rol::Auditor), Handeling::DienIn(indiening()));
    assert_eq!(weigering.regel(), "niet-bevoegd");
    assert_eq!(
        weigering.to_string(),
        "een initiatief indienen mag alleen door: initiatiefnemer, tlo, afdeling, management, bestuur, systeem; \
         u handelt als auditor"
    );
}

#[test]
fn a_tlo_member_submits_for_its_own_gebied() {
    assert_eq!(
        Zaak::leeg().vraag(tlo(), Handeling::DienIn(indiening())).inspect_result().map(|g| g.len()),
        Ok(1)
    );
    let weigering = Zaak::leeg().weigering(tlo_van("Elderveld"), Handeling::DienIn(indiening()));
    assert_eq!(weigering.regel(), "niet-bevoegd");
    assert!(weigering.to_string().ends_with("(van een ander gebied)"), "{weigering}");
}

#[test]
fn the_newest_version_of_a_definition_is_taken_and_running_initiatives_keep_theirs() {
    let mut zaak = Zaak::bij_tlo();
    for versie in [3, 10, 9] {
        zaak.opzet
            .werkstromen
            .voeg_toe(lees(&STANDAARD.replace("versie = 2", &format!("versie = {versie}"))).unwrap());
    }
    let nieuw =
        Zaak { opzet: zaak.opzet.clone(), ..Zaak::leeg() }.na(indiener(), Handeling::DienIn(indiening()));
    assert_eq!(nieuw.toestand().werkstroom.versie, 10);
    assert_eq!(zaak.stap(tlo(), stap("start_uitvoering")).toestand().werkstroom.versie, 2);
}

#[test]
fn an_unknown_definition_is_refused() {
    let onbekend = Indiening { werkstroom: Some("subsidie".into()), ..indiening() };
    let weigering = Zaak::leeg().weigering(indiener(), Handeling::DienIn(onbekend));
    assert_eq!(
        (weigering.regel(), weigering.to_string()),
        ("onbekende-werkstroom", "er is geen werkstroom \"subsidie\"".to_owned())
    );
}

#[test]
fn an_initiative_whose_definition_is_gone_refuses_everything() {
    let zaak = Zaak { opzet: Opzet::default(), ..Zaak::bij_tlo() };
    let weigering = zaak.weigert_stap(tlo(), stap("start_uitvoering"));
    assert_eq!(weigering.regel(), "onbekende-werkstroom");
    assert_eq!(weigering.to_string(), "de werkstroom wijkinitiatief versie 2 is hier niet bekend");
}

#[test]
fn a_title_of_white_space_is_no_title() {
    for leeg in ["", " \n\t", "\u{a0}"] {
        let zonder = Indiening { titel: leeg.into(), ..indiening() };
        Zaak::leeg().vraag(indiener(), Handeling::DienIn(zonder)).then_expect_error(Weigering::Leeg("titel"));
    }
    assert_eq!(Weigering::Leeg("titel").regel(), "leeg");
    assert_eq!(Weigering::Leeg("titel").to_string(), "titel mag niet leeg zijn");
}

#[test]
fn what_was_submitted_cannot_be_submitted_again() {
    let weigering = Zaak::ingetrokken().weigering(indiener(), Handeling::DienIn(indiening()));
    assert_eq!((weigering.regel(), weigering), ("bestaat-al", Weigering::BestaatAl));
}

#[test]
fn nothing_can_be_done_with_what_was_never_submitted() {
    for handeling in [
        Handeling::VoerOvergangUit(stap("neem_in_behandeling")),
        Handeling::ZetOpdrachtenUit(vec![opdracht(1, "Vastgoed")]),
        Handeling::Opdracht { opdracht: id(1), actie: accepteer() },
        Handeling::NeemBesluit(besluit(1, Besluitsoort::Overig)),
        Handeling::DraaiBesluitTerug { besluit: id(1), motivering: "Vergissing".into() },
        Handeling::Dossier(Dossierhandeling::HefStagnatieOp { toelichting: None }),
    ] {
        let weigering = Zaak::leeg().weigering(tlo(), handeling);
        assert_eq!((weigering.regel(), weigering), ("bestaat-niet", Weigering::BestaatNiet));
    }
}

fn op(plaatsgevonden: Moment) -> Commando {
    let mut commando = commando(tlo(), Handeling::VoerOvergangUit(stap("neem_in_behandeling")));
    commando.context.plaatsgevonden = plaatsgevonden;
    commando
}

#[test]
fn something_may_have_happened_long_ago_but_not_in_the_future() {
    let zaak = Zaak::ingediend();
    let lang_geleden = Moment::datum(date(1998, 1, 1), Nauwkeurigheid::Jaar, 0);
    assert!(zaak.wanneer(op(lang_geleden)).inspect_result().is_ok());
    assert!(zaak.wanneer(op(over_minuten(5))).inspect_result().is_ok(), "clocks may differ by five minutes");
    let weigering = zaak.wanneer(op(over_minuten(6))).inspect_result().unwrap_err();
    assert_eq!(weigering.regel(), "in-de-toekomst");
    assert_eq!(
        weigering.to_string(),
        "2026-03-02 ligt in de toekomst: iets wordt pas vastgelegd als het is gebeurd"
    );
}

#[test]
fn a_date_may_be_today_at_any_hour_but_not_tomorrow() {
    let dag = |dag| Moment::datum(date(2026, 3, dag), Nauwkeurigheid::Dag, 3600);
    // Amsterdam is an hour ahead: the last one is the third of March already.
    for (nu, vandaag) in [("00:10", 2), ("09:00", 2), ("13:30", 2), ("22:59", 2), ("23:01", 3)] {
        let wanneer = |datum| {
            let mut commando = op(datum);
            commando.context.nu = format!("2026-03-02T{nu}:00Z").parse().unwrap();
            Zaak::ingediend().wanneer(commando).inspect_result()
        };
        assert!(wanneer(dag(vandaag)).is_ok(), "{nu}");
        assert_eq!(wanneer(dag(vandaag + 1)).unwrap_err().regel(), "in-de-toekomst", "{nu}");
    }
}
