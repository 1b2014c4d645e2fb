//! Every case file ends where it says, and loses nothing.

use super::bestand::{Bestand, EIGEN, lees};
use super::plan::{Stap, plan};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::json;
use wijkspoor_domain::initiatief::Initiatief;
use wijkspoor_domain::werkstroom::Werkstromen;

fn werkstromen() -> Werkstromen {
    Werkstromen::standaard().unwrap()
}

fn statussen(werkstromen: &Werkstromen) -> Vec<String> {
    werkstromen.iter().flat_map(|w| &w.statussen).map(|s| s.code.clone()).collect()
}

fn lees_goed(tekst: &str) -> Bestand {
    let alle = statussen(&werkstromen());
    lees(tekst, &alle.iter().map(String::as_str).collect::<Vec<_>>()).unwrap()
}

/// The status in which a plan ends, decided anew from its commands.
fn eindstatus(stappen: &[Stap]) -> String {
    let (werkstromen, mut initiatief) = (werkstromen(), Initiatief::default());
    for stap in stappen {
        let gebeurtenissen = initiatief.beslis(&stap.commando, &werkstromen).unwrap();
        assert!(!gebeurtenissen.is_empty());
        gebeurtenissen.iter().for_each(|g| initiatief.pas_toe(g));
    }
    initiatief.toestand().unwrap().status.clone()
}

fn controleer(bestand: &Bestand) {
    for casus in &bestand.casussen {
        let stappen = plan(casus, bestand, &werkstromen(), Timestamp::UNIX_EPOCH).unwrap();
        let eind = eindstatus(&stappen);
        assert_eq!(casus.status_eind.as_ref().unwrap_or(&eind), &eind, "{}", casus.id);
        for regel in &casus.gebeurtenissen {
            let eigen: Vec<_> = stappen.iter().filter(|s| s.herkomst.volgnr == Some(regel.volgnr)).collect();
            assert!(!eigen.is_empty(), "{} {} is verdwenen", casus.id, regel.volgnr);
            for stap in eigen {
                let moment = stap.commando.context.plaatsgevonden;
                assert_eq!((moment.dag(), moment.nauwkeurigheid), (regel.datum, regel.nauwkeurigheid));
                assert_eq!(stap.herkomst.soort.as_deref(), Some(regel.soort.as_str()));
                let omschrijving = stap.herkomst.omschrijving.as_ref().and_then(|o| o.tekst());
                assert_eq!(omschrijving, regel.omschrijving.as_deref());
            }
        }
        let klok: Vec<_> = stappen.iter().map(|s| s.commando.context.nu).collect();
        assert!(klok.is_sorted(), "de klok van {} loopt terug", casus.id);
    }
}

#[test]
fn our_own_cases_end_where_they_say_and_lose_nothing() {
    let bestand = lees_goed(EIGEN);
    assert_eq!(bestand.casussen.len(), 5);
    assert_eq!(bestand.casussen.iter().map(|c| c.gebeurtenissen.len()).sum::<usize>(), 81);
    controleer(&bestand);
}

/// Kinds that mean something, and some that do not.
const SOORTEN: &[&str] = &[
    "ingediend",
    "in_behandeling_tlo",
    "overgedragen_aan_kernorganisatie",
    "in_behandeling_kernorganisatie",
    "aanvulling_gevraagd",
    "aanvulling_ontvangen",
    "geescaleerd_ambtelijk",
    "geescaleerd_bestuurlijk",
    "escalatie_besloten",
    "uitvoering_gestart",
    "gerealiseerd",
    "afgewezen",
    "ingetrokken",
    "aangehouden",
    "hervat",
    "heropend",
    "opdracht_uitgezet",
    "opdracht_geaccepteerd",
    "opdracht_geweigerd",
    "opdracht_teruggegeven",
    "opdracht_geblokkeerd",
    "opdracht_gedeblokkeerd",
    "opdracht_afgerond",
    "opdracht_ingetrokken",
    "opdracht_heruitgezet",
    "besluit_genomen",
    "besluit_herroepen",
    "budget_toegekend",
    "terugkoppeling_gegeven",
    "behandelaar_gewisseld",
    "kartrekker_aangewezen",
    "kartrekker_vertrokken",
    "partner_toegevoegd",
    "gestagneerd",
    "obstakel_opgelost",
    "bijeenkomst",
    "pand_aangekocht",
    "iets heel anders",
    "vergunning_verleend",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_file_ends_where_it_says_and_loses_nothing(
        regels in prop::collection::vec(
            (0..SOORTEN.len(), 0..40i64, 0..4usize, prop::option::of("[A-Za-z &|(,]{0,40}"), any::<bool>()), 0..30),
        eind in prop::option::of(0..11usize),
        afdelingen in prop::collection::vec("[A-C]", 0..4),
        omgekeerd in any::<bool>(),
    ) {
        let begin: jiff::civil::Date = "2018-01-01".parse().unwrap();
        let mut gebeurtenissen: Vec<_> = regels.iter().enumerate().map(|(i, (soort, dag, nauwkeurig, tekst, feit))| json!({
            "volgnr": i + 1, "datum": (begin + jiff::Span::new().days(*dag)).to_string(), "soort": SOORTEN[*soort],
            "nauwkeurigheid": (["dag", "maand", "jaar", "onbekend"][*nauwkeurig]), "omschrijving": tekst,
            "partij": tekst, "feitelijk": feit,
        })).collect();
        if omgekeerd {
            gebeurtenissen.reverse();
        }
        let alle = statussen(&werkstromen());
        let bestand = json!({ "casussen": [{
            "id": "x", "naam": "X", "gebied": "G", "gebeurtenissen": gebeurtenissen, "afdelingen": afdelingen,
            "status_eind": eind.map(|i| alle[i].clone()), "partners": ["P"], "bedragen": [{"euro": 5}],
        }]});
        controleer(&lees_goed(&bestand.to_string()));
    }
}
