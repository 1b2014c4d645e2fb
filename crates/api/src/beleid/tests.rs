use super::*;
use std::collections::BTreeSet;
use wijkspoor_domain::Naam;

fn actor(rol: Rol) -> Actor {
    Actor { id: format!("{rol}-1"), rol, gebied: None, afdeling: None }
}

fn tlo(gebied: &str) -> Actor {
    Actor { gebied: Some(Naam::try_from(gebied).unwrap()), ..actor(Rol::Tlo) }
}

fn afdeling(naam: &str) -> Actor {
    Actor { afdeling: Some(Naam::try_from(naam).unwrap()), ..actor(Rol::Afdeling) }
}

/// In Malburgen, with an order for Groen, submitted by initiatiefnemer-1.
fn feiten() -> Feiten {
    Feiten {
        gebied: "Malburgen".to_owned(),
        afdelingen: BTreeSet::from(["Groen".to_owned()]),
        indiener: Some("initiatiefnemer-1".to_owned()),
    }
}

fn ziet(operatie: &str, actor: &Actor) -> Result<bool, Geweigerd> {
    toegang(operatie, actor).map(|reikwijdte| reikwijdte.omvat(&feiten()))
}

#[test]
fn an_operation_without_a_rule_is_for_nobody() {
    for rol in Rol::ALLE {
        let geweigerd = toegang("leesAlles", &actor(*rol)).unwrap_err();
        assert!(geweigerd.mogen.is_empty());
        assert!(!openbaar("leesAlles"));
    }
}

#[test]
fn no_operation_has_two_rules() {
    let operaties: Vec<_> = REGELS.iter().flat_map(|regel| regel.operaties).collect();
    let verschillend: BTreeSet<_> = operaties.iter().collect();
    assert_eq!(operaties.len(), verschillend.len());
}

#[test]
fn a_tlo_member_sees_its_own_gebied_only() {
    assert_eq!(ziet("leesInitiatief", &tlo("Malburgen")), Ok(true));
    assert_eq!(ziet("leesInitiatief", &tlo("Elderveld")), Ok(false));
    assert_eq!(ziet("leesInitiatief", &tlo("malburgen")), Ok(false), "names are names");
    assert_eq!(ziet("leesInitiatief", &actor(Rol::Tlo)), Ok(true), "of every gebied");
}

#[test]
fn a_department_sees_what_it_got_an_order_for() {
    assert_eq!(ziet("leesTijdlijn", &afdeling("Groen")), Ok(true));
    assert_eq!(ziet("leesTijdlijn", &afdeling("Sport")), Ok(false));
    assert!(ziet("leesTijdlijn", &actor(Rol::Afdeling)).is_err(), "of no department is nowhere");
    assert!(ziet("leesSignaal", &afdeling("Groen")).is_err());
    assert!(ziet("leesStromen", &afdeling("Groen")).is_err());
}

#[test]
fn who_submits_sees_the_public_side_of_that_and_nothing_else() {
    let indiener = actor(Rol::Initiatiefnemer);
    let ander = Actor { id: "initiatiefnemer-2".to_owned(), ..indiener.clone() };
    assert_eq!(ziet("leesPubliekeKant", &indiener), Ok(true));
    assert_eq!(ziet("leesPubliekeKant", &ander), Ok(false));
    for operatie in ["leesInitiatief", "leesTijdlijn", "leesNotities", "zoekInitiatieven", "leesWachttijden"]
    {
        assert!(ziet(operatie, &indiener).is_err(), "{operatie}");
    }
    let nergens = Feiten { indiener: None, ..feiten() };
    assert!(!toegang("leesPubliekeKant", &indiener).unwrap().omvat(&nergens));
}

#[test]
fn an_auditor_reads_all_and_writes_nothing() {
    // What is open to all asks for no role.
    let regels = REGELS.iter().filter(|regel| regel.doel != Doel::Openbaar);
    for operatie in regels.flat_map(|regel| regel.operaties).copied() {
        let leest = operatie.starts_with("lees") || operatie.starts_with("zoek");
        assert_eq!(toegang(operatie, &actor(Rol::Auditor)).is_ok(), leest, "{operatie}");
        let reikwijdte = toegang(operatie, &actor(Rol::Auditor));
        if leest && operatie != "leesEigenInitiatieven" {
            assert!(reikwijdte.is_ok_and(|r| r.is_alles()), "{operatie}");
        }
    }
}

#[test]
fn a_beheerder_sees_no_dossier() {
    for regel in REGELS.iter().filter(|r| !matches!(r.doel, Doel::Openbaar | Doel::Instelling)) {
        assert_eq!(regel.van(Rol::Beheerder), Bereik::Niets, "{}", regel.wat);
    }
    assert!(toegang("wijzigWerkstroom", &actor(Rol::Beheerder)).is_ok());
    assert!(toegang("wijzigWerkstroom", &actor(Rol::Management)).is_err());
}

#[test]
fn a_refusal_says_why_and_who_may() {
    let tekst = toegang("neemBesluit", &actor(Rol::Auditor)).unwrap_err().to_string();
    assert!(tekst.contains("leest alles en verandert niets") && tekst.contains("tlo, afdeling"), "{tekst}");
}
