//! The list by which dossiers are destroyed: two persons, only what is due, and a declaration that accounts for all of it.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use crate::common::*;
use cqrs_es::Aggregate;
use cqrs_es::test::TestFramework;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use wijkspoor_domain::initiatief::{Context, Weigering};
use wijkspoor_domain::vernietiging::*;
use wijkspoor_domain::{Actor, Moment, Opzet, Rol};

fn kandidaat(nummer: u128, archiefactiedatum: Date) -> Kandidaat {
    Kandidaat {
        dossier: id(nummer),
        versie: 3,
        resultaat: "ingetrokken".into(),
        categorie: "11.3".into(),
        bewaartermijn: "P1Y".into(),
        brondatum: date(2020, 1, 1),
        archiefactiedatum,
    }
}

fn door(id: &str, rol: Rol, handeling: Lijsthandeling) -> Lijstopdracht {
    let actor = Actor { id: id.into(), ..als(rol) };
    Lijstopdracht { context: Context { actor, nu: nu(), plaatsgevonden: Moment::tijdstip(nu()) }, handeling }
}

fn stel_voor(dossiers: Vec<Kandidaat>) -> Lijsthandeling {
    Lijsthandeling::StelVoor { motivering: "De termijn is over.".into(), selectielijst: "S".into(), dossiers }
}

fn keur_goed(uitgezonderd: &[u128]) -> Lijsthandeling {
    let uitzondering =
        |nummer: &u128| Uitzondering { dossier: id(*nummer), reden: "Er loopt een bezwaar.".into() };
    Lijsthandeling::KeurGoed {
        mandaat: naam("Gemeentearchivaris"),
        motivering: "Nagekeken.".into(),
        uitzonderingen: uitgezonderd.iter().map(uitzondering).collect(),
    }
}

fn wijs_af() -> Lijsthandeling {
    Lijsthandeling::WijsAf {
        mandaat: naam("Gemeentearchivaris"),
        motivering: "Hoort bij een hotspot.".into(),
    }
}

fn verklaar(vernietigd: &[u128], niet: &[u128]) -> Lijsthandeling {
    let gewijzigd = |nummer: &u128| NietVernietigd {
        dossier: id(*nummer),
        regel: "gewijzigd".into(),
        reden: "Heropend.".into(),
    };
    Lijsthandeling::Verklaar {
        aanvulling: None,
        vernietigd: vernietigd.iter().map(|nummer| id(*nummer)).collect(),
        niet_vernietigd: niet.iter().map(gewijzigd).collect(),
    }
}

/// A list after these commands, which must be accepted.
fn na(opdrachten: &[Lijstopdracht]) -> Vernietigingslijst {
    opdrachten.iter().fold(Vernietigingslijst::default(), |mut lijst, opdracht| {
        lijst.apply(lijst.beslis(opdracht).unwrap());
        lijst
    })
}

fn voorgesteld() -> Vec<Lijstopdracht> {
    let dossiers = vec![kandidaat(1, date(2021, 1, 1)), kandidaat(2, date(2026, 3, 2))];
    vec![door("anna", Rol::Management, stel_voor(dossiers))]
}

fn goedgekeurd(uitgezonderd: &[u128]) -> Vec<Lijstopdracht> {
    [voorgesteld(), vec![door("bert", Rol::Bestuur, keur_goed(uitgezonderd))]].concat()
}

fn weigert(eerder: &[Lijstopdracht], opdracht: &Lijstopdracht) -> Weigering {
    na(eerder).beslis(opdracht).unwrap_err()
}

#[test]
fn one_proposes_another_approves_and_what_was_done_is_declared() {
    let lijst = na(&goedgekeurd(&[2]));
    let lijst = lijst.lijst().unwrap();
    assert_eq!(lijst.te_vernietigen().map(|k| k.dossier).collect::<Vec<_>>(), [id(1)]);
    let stappen = goedgekeurd(&[2]);
    let gegeven: Vec<_> = stappen
        .iter()
        .scan(Vernietigingslijst::default(), |lijst, opdracht| {
            let gebeurtenis = lijst.beslis(opdracht).unwrap();
            lijst.apply(gebeurtenis.clone());
            Some(gebeurtenis)
        })
        .collect();
    let uitgevoerd = TestFramework::<Vernietigingslijst>::with(Opzet::standaard().unwrap())
        .given(gegeven)
        .when(door("cees", Rol::Beheerder, verklaar(&[1], &[])))
        .inspect_result()
        .unwrap();
    let [Vernietigingsgebeurtenis::Uitgevoerd(verklaring)] = uitgevoerd.as_slice() else {
        panic!("{uitgevoerd:?}")
    };
    assert_eq!((verklaring.door.as_str(), verklaring.vernietigd.as_slice()), ("cees", [id(1)].as_slice()));
    let klaar = na(&[stappen, vec![door("cees", Rol::Beheerder, verklaar(&[1], &[]))]].concat());
    assert_eq!(klaar.lijst().unwrap().status(), Lijststatus::Uitgevoerd);
    assert_eq!(klaar.lijst().unwrap().vernietigd().count(), 1);
}

#[test]
fn who_proposed_does_not_decide_in_whatever_role() {
    for rol in [Rol::Management, Rol::Bestuur] {
        for handeling in [keur_goed(&[]), wijs_af()] {
            assert_eq!(weigert(&voorgesteld(), &door("anna", rol, handeling)), Weigering::VierOgen);
        }
    }
}

#[test]
fn only_what_is_due_is_on_a_list_each_once() {
    let morgen = stel_voor(vec![kandidaat(1, date(2026, 3, 3))]);
    assert_eq!(weigert(&[], &door("anna", Rol::Management, morgen)).regel(), "niet-te-vernietigen");
    let dubbel = stel_voor(vec![kandidaat(1, date(2021, 1, 1)), kandidaat(1, date(2021, 1, 1))]);
    let veel = stel_voor((0..201).map(|nummer| kandidaat(nummer, date(2021, 1, 1))).collect());
    for fout in [stel_voor(Vec::new()), dubbel, veel] {
        assert_eq!(weigert(&[], &door("anna", Rol::Management, fout)).regel(), "aantal-dossiers");
    }
}

#[test]
fn exceptions_and_declarations_are_about_what_is_on_the_list() {
    let bert = |handeling| door("bert", Rol::Bestuur, handeling);
    assert_eq!(weigert(&voorgesteld(), &bert(keur_goed(&[7]))), Weigering::NietOpLijst(id(7)));
    assert_eq!(weigert(&voorgesteld(), &bert(keur_goed(&[1, 1]))), Weigering::NietOpLijst(id(1)));
    assert_eq!(weigert(&voorgesteld(), &bert(keur_goed(&[1, 2]))), Weigering::AllesUitgezonderd);
    let cees = |handeling| door("cees", Rol::Beheerder, handeling);
    let eerder = goedgekeurd(&[]);
    assert_eq!(weigert(&eerder, &cees(verklaar(&[1], &[]))).regel(), "niet-te-vernietigen");
    assert_eq!(weigert(&eerder, &cees(verklaar(&[1, 2], &[2]))), Weigering::NietOpLijst(id(2)));
    assert!(na(&eerder).beslis(&cees(verklaar(&[1], &[2]))).is_ok());
}

#[test]
fn a_text_that_stays_for_ever_holds_nothing_personal() {
    let mail =
        Lijsthandeling::WijsAf { mandaat: naam("Archivaris"), motivering: "Vraag jan@example.nl".into() };
    assert_eq!(weigert(&voorgesteld(), &door("bert", Rol::Bestuur, mail)).regel(), "persoonsgegeven");
    let leeg = Lijsthandeling::WijsAf { mandaat: naam("Archivaris"), motivering: " ".into() };
    assert_eq!(weigert(&voorgesteld(), &door("bert", Rol::Bestuur, leeg)).regel(), "besluit-onvolledig");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_nothing_is_carried_out_that_one_alone_decided(
        stappen in proptest::collection::vec((0..3_usize, 0..8_usize, 0..6_usize, 0..4_u128), 1..12),
    ) {
        let mensen = ["anna", "bert", "cees"];
        let mut lijst = Vernietigingslijst::default();
        let (mut voorsteller, mut goedkeurder) = (None, None);
        for (mens, rol, wat, nummer) in stappen {
            let dossiers = vec![kandidaat(1, date(2021, 1, 1)), kandidaat(2, date(2026, 3, 1 + i8::try_from(nummer).unwrap()))];
            let handeling = match wat {
                0 => stel_voor(dossiers),
                1 => keur_goed(&[]),
                2 => keur_goed(&[nummer]),
                3 => wijs_af(),
                4 => verklaar(&[1, 2], &[]),
                _ => verklaar(&[1], &[2]),
            };
            let Ok(gebeurtenis) = lijst.beslis(&door(mensen[mens], Rol::ALLE[rol], handeling)) else { continue };
            match &gebeurtenis {
                Vernietigingsgebeurtenis::Voorgesteld(v) => {
                    prop_assert!(v.dossiers.iter().all(|k| k.archiefactiedatum <= date(2026, 3, 2)));
                    prop_assert_eq!(voorsteller.replace(mens), None);
                    prop_assert!(MAG_VOORSTELLEN.contains(&Rol::ALLE[rol]));
                }
                Vernietigingsgebeurtenis::Goedgekeurd(_) | Vernietigingsgebeurtenis::Afgewezen(_) => {
                    prop_assert!(voorsteller.is_some_and(|voorsteller| voorsteller != mens));
                    prop_assert!(MAG_BESLUITEN.contains(&Rol::ALLE[rol]));
                    goedkeurder = matches!(gebeurtenis, Vernietigingsgebeurtenis::Goedgekeurd(_)).then_some(mens);
                }
                Vernietigingsgebeurtenis::Uitgevoerd(_) => {
                    prop_assert!(goedkeurder.is_some() && MAG_UITVOEREN.contains(&Rol::ALLE[rol]));
                }
            }
            lijst.apply(gebeurtenis);
        }
    }
}
