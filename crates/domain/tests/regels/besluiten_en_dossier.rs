//! Decisions and their reversal, and what adds to the dossier without moving the initiative.

use crate::common::*;
use wijkspoor_domain::initiatief::gebeurtenis::*;
use wijkspoor_domain::initiatief::handeling::{Dossierhandeling as D, Handeling, NieuwBesluit};
use wijkspoor_domain::initiatief::{Gebeurtenis as G, Weigering};
use wijkspoor_domain::{Actor, Rol};

fn neem(nummer: u128) -> Handeling {
    Handeling::NeemBesluit(besluit(nummer, Besluitsoort::Toekenning))
}

fn draai_terug(nummer: u128) -> Handeling {
    Handeling::DraaiBesluitTerug { besluit: id(nummer), motivering: "De dekking verviel".into() }
}

#[test]
fn a_decision_carries_mandate_reasons_basis_and_where_it_was_taken() {
    let nieuw = NieuwBesluit {
        grondslag: ook("Awb 4:81"),
        hoedanigheid: Some(Hoedanigheid::Wethouder),
        portefeuille: Some(naam("Wijkzaken")),
        alternatieven: ook("Niets doen"),
        ..besluit(9, Besluitsoort::AfwijkingBeleidskader)
    };
    Zaak::bij_tlo().vraag(management(), Handeling::NeemBesluit(nieuw.clone())).then_expect_events(vec![
        G::BesluitGenomen(BesluitGenomen {
            besluit: nieuw.id,
            soort: nieuw.soort,
            mandaat: nieuw.mandaat,
            motivering: nieuw.motivering,
            grondslag: nieuw.grondslag,
            hoedanigheid: nieuw.hoedanigheid,
            portefeuille: nieuw.portefeuille,
            alternatieven: nieuw.alternatieven,
            status: "in_behandeling_tlo".into(),
        }),
    ]);
}

#[test]
fn decisions_are_taken_and_reversed_by_the_municipality_only() {
    let zaak = Zaak::bij_kern(&["Vastgoed"]).na(tlo(), neem(9));
    let mogen = [tlo(), afdeling("Vastgoed"), management(), bestuur()];
    for actor in mogen {
        assert!(zaak.vraag(actor.clone(), neem(8)).inspect_result().is_ok(), "{actor:?}");
        assert!(zaak.vraag(actor.clone(), draai_terug(9)).inspect_result().is_ok(), "{actor:?}");
    }
    let niet: [Actor; 6] = [
        indiener(),
        als(Rol::Systeem),
        als(Rol::Auditor),
        als(Rol::Beheerder),
        tlo_van("Zuid"),
        afdeling("Milieu"),
    ];
    for actor in niet {
        assert_eq!(zaak.weigering(actor.clone(), neem(8)).regel(), "niet-bevoegd", "{actor:?}");
        assert_eq!(zaak.weigering(actor.clone(), draai_terug(9)).regel(), "niet-bevoegd", "{actor:?}");
    }
}

#[test]
fn a_decision_and_a_reversal_have_reasons() {
    let leeg = NieuwBesluit { motivering: " ".into(), ..besluit(8, Besluitsoort::Overig) };
    let zaak = Zaak::bij_tlo().na(tlo(), neem(9));
    zaak.vraag(tlo(), Handeling::NeemBesluit(leeg)).then_expect_error(Weigering::Leeg("motivering"));
    zaak.vraag(tlo(), Handeling::DraaiBesluitTerug { besluit: id(9), motivering: "".into() })
        .then_expect_error(Weigering::Leeg("motivering"));
}

#[test]
fn an_id_is_used_for_one_decision() {
    let weigering = Zaak::bij_tlo().na(tlo(), neem(9)).weigering(tlo(), neem(9));
    assert_eq!(weigering.regel(), "id-in-gebruik");
    assert_eq!(weigering.to_string(), format!("het id {} is al in gebruik", id(9)));
}

#[test]
fn a_decision_is_reversed_once_in_any_status_and_says_in_which() {
    let zaak = Zaak::bij_tlo().na(tlo(), neem(9)).stap(indiener(), stap("trek_in"));
    zaak.vraag(tlo(), draai_terug(9)).then_expect_events(vec![G::BesluitTeruggedraaid(
        BesluitTeruggedraaid {
            besluit: id(9),
            motivering: "De dekking verviel".into(),
            status: "ingetrokken".into(),
        },
    )]);
    let weigering = zaak.na(tlo(), draai_terug(9)).weigering(tlo(), draai_terug(9));
    assert_eq!(weigering.regel(), "onbekend-besluit");
    assert_eq!(
        weigering.to_string(),
        format!("besluit {} bestaat niet bij dit initiatief, of is al teruggedraaid", id(9))
    );
}

fn handelingen() -> Vec<(D, G)> {
    vec![
        (
            D::GeefTerugkoppeling { kanaal: Kanaal::Telefoon, bericht: "We zijn bezig".into() },
            G::TerugkoppelingGegeven(TerugkoppelingGegeven {
                kanaal: Kanaal::Telefoon,
                bericht: "We zijn bezig".into(),
            }),
        ),
        (
            D::Noteer { soort: naam("notitie"), tekst: "Gebeld".into(), partij: ook("Mevrouw Jansen") },
            G::NotitieToegevoegd(NotitieToegevoegd {
                soort: naam("notitie"),
                tekst: "Gebeld".into(),
                partij: ook("Mevrouw Jansen"),
            }),
        ),
        (
            D::WijzigBehandelaar { behandelaar: "Mevrouw Yılmaz".into(), overdracht: ook("Zie verslag") },
            G::BehandelaarGewijzigd(BehandelaarGewijzigd {
                behandelaar: "Mevrouw Yılmaz".into(),
                overdracht: ook("Zie verslag"),
            }),
        ),
        (
            D::WijzigKartrekker { kartrekker: ook("De heer Smit"), toelichting: ook("Wil graag") },
            G::KartrekkerGewijzigd(KartrekkerGewijzigd {
                kartrekker: ook("De heer Smit"),
                toelichting: ook("Wil graag"),
            }),
        ),
        (
            D::VoegPartnerToe { partner: naam("Rijnstad"), bijdrage: ook("Begeleiding") },
            G::PartnerToegevoegd(PartnerToegevoegd {
                partner: naam("Rijnstad"),
                bijdrage: ook("Begeleiding"),
            }),
        ),
        (
            D::MeldStagnatie {
                oorzaak: Blokkadereden::WachtOpDerde,
                eigen_reden: None,
                toelichting: "Kabel".into(),
                wacht_op: Some(naam("Liander")),
            },
            G::StagnatieGemeld(StagnatieGemeld {
                oorzaak: Blokkadereden::WachtOpDerde,
                eigen_reden: None,
                toelichting: "Kabel".into(),
                wacht_op: Some(naam("Liander")),
            }),
        ),
        (
            D::HefStagnatieOp { toelichting: ook("Kabel ligt") },
            G::StagnatieOpgeheven(StagnatieOpgeheven { toelichting: ook("Kabel ligt") }),
        ),
    ]
}

/// With a reported stall, so that every addition is possible.
fn stilstaand() -> Zaak {
    let stil = D::MeldStagnatie {
        oorzaak: Blokkadereden::Budget,
        eigen_reden: None,
        toelichting: "Geld".into(),
        wacht_op: None,
    };
    Zaak::bij_kern(&["Vastgoed"]).dossier(tlo(), stil)
}

#[test]
fn each_addition_records_its_event_and_moves_nothing() {
    for (handeling, gebeurtenis) in handelingen() {
        let voor = stilstaand();
        voor.vraag(tlo(), Handeling::Dossier(handeling.clone())).then_expect_events(vec![gebeurtenis]);
        let na = voor.clone().dossier(tlo(), handeling);
        assert_eq!((na.status(), na.aan_zet()), (voor.status(), voor.aan_zet()));
    }
}

#[test]
fn each_addition_is_for_its_own_roles() {
    let codes = |rollen: &[Rol]| rollen.iter().map(|r| r.code()).collect::<Vec<_>>();
    let gemeente = [Rol::Tlo, Rol::Afdeling, Rol::Management, Rol::Bestuur, Rol::Systeem];
    let deelnemers =
        [Rol::Initiatiefnemer, Rol::Tlo, Rol::Afdeling, Rol::Management, Rol::Bestuur, Rol::Systeem];
    let verwacht: [&[Rol]; 7] = [
        &gemeente,
        &deelnemers,
        &[Rol::Tlo, Rol::Systeem],
        &[Rol::Initiatiefnemer, Rol::Tlo, Rol::Systeem],
        &[Rol::Tlo, Rol::Systeem],
        &deelnemers,
        &deelnemers,
    ];
    for ((handeling, _), rollen) in handelingen().into_iter().zip(verwacht) {
        let mogen: Vec<Rol> = (Rol::ALLE.iter().copied())
            .filter(|rol| {
                let actor = if *rol == Rol::Afdeling { afdeling("Vastgoed") } else { als(*rol) };
                match stilstaand().vraag(actor, Handeling::Dossier(handeling.clone())).inspect_result() {
                    Ok(_) => true,
                    Err(weigering) => weigering.regel() != "niet-bevoegd",
                }
            })
            .collect();
        assert_eq!(codes(&mogen), codes(rollen), "{handeling:?}");
    }
    let vreemd = stilstaand().weigering(afdeling("Milieu"), Handeling::Dossier(handelingen().remove(0).0));
    assert_eq!(
        vreemd.to_string(),
        "een terugkoppeling geven mag alleen door: tlo, afdeling, management, bestuur, systeem; u handelt als \
         afdeling (zonder opdracht bij dit initiatief)"
    );
}

#[test]
fn after_the_end_one_still_speaks_and_notes_but_changes_nothing_else() {
    for (nummer, (handeling, _)) in handelingen().into_iter().enumerate() {
        let resultaat = Zaak::ingetrokken().vraag(tlo(), Handeling::Dossier(handeling)).inspect_result();
        match nummer {
            0 | 1 => assert!(resultaat.is_ok()),
            _ => {
                let weigering = resultaat.unwrap_err();
                assert_eq!(
                    (weigering.regel(), weigering.mogelijk()),
                    ("initiatief-beeindigd", vec!["heropen".to_owned()])
                );
            }
        }
    }
}

#[test]
fn an_addition_says_something() {
    let kanaal = Kanaal::Email;
    let oorzaak = Blokkadereden::Anders;
    for (handeling, veld) in [
        (D::GeefTerugkoppeling { kanaal, bericht: " ".into() }, "bericht"),
        (D::WijzigBehandelaar { behandelaar: "".into(), overdracht: None }, "behandelaar"),
        (D::WijzigKartrekker { kartrekker: ook("  "), toelichting: None }, "kartrekker"),
        (D::Noteer { soort: naam("notitie"), tekst: "\n".into(), partij: None }, "tekst"),
        (
            D::MeldStagnatie { oorzaak, eigen_reden: None, toelichting: "".into(), wacht_op: None },
            "toelichting",
        ),
    ] {
        stilstaand().vraag(tlo(), Handeling::Dossier(handeling)).then_expect_error(Weigering::Leeg(veld));
    }
}

#[test]
fn a_partner_is_added_once() {
    let partner = || D::VoegPartnerToe { partner: naam(" Rijnstad "), bijdrage: None };
    let weigering = Zaak::bij_tlo().dossier(tlo(), partner()).weigering(tlo(), Handeling::Dossier(partner()));
    assert_eq!(
        (weigering.regel(), weigering.to_string()),
        ("partner-bekend", "partner \"Rijnstad\" is al toegevoegd".to_owned())
    );
}

#[test]
fn only_a_reported_stall_can_be_lifted_once() {
    let op = || Handeling::Dossier(D::HefStagnatieOp { toelichting: None });
    let zaak = stilstaand().na(tlo(), op());
    assert_eq!(zaak.toestand().stagnatie, None);
    let weigering = zaak.weigering(tlo(), op());
    assert_eq!(
        (weigering.regel(), weigering.to_string()),
        ("geen-stagnatie", "er is geen stagnatie gemeld die kan worden opgeheven".to_owned())
    );
}

#[test]
fn a_kartrekker_can_leave_only_when_there_is_one() {
    let weg = || D::WijzigKartrekker { kartrekker: None, toelichting: None };
    let iemand = D::WijzigKartrekker { kartrekker: ook("De heer Smit"), toelichting: None };
    let weigering = Zaak::bij_tlo().weigering(tlo(), Handeling::Dossier(weg()));
    assert_eq!(
        (weigering.regel(), weigering.to_string()),
        ("geen-kartrekker", "er is al geen kartrekker".to_owned())
    );
    let zaak = Zaak::bij_tlo().dossier(indiener(), iemand).dossier(indiener(), weg());
    assert!(!zaak.toestand().kartrekker);
}
