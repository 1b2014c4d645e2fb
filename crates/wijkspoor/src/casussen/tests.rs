//! Every case file ends where it says, and loses nothing.

use super::bestand::{Bestand, EIGEN, lees};
use super::plan::{Stap, plan};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use wijkspoor_domain::initiatief::gebeurtenis::Gebeurtenis;
use wijkspoor_domain::initiatief::{Handeling, Initiatief, Toestand};
use wijkspoor_domain::upcast::StoredEvent;
use wijkspoor_domain::{Nauwkeurigheid, Opzet, Rol};

fn opzet() -> Opzet {
    Opzet::standaard().unwrap()
}

fn statussen(opzet: &Opzet) -> Vec<String> {
    opzet.werkstromen.iter().flat_map(|w| &w.statussen).map(|s| s.code.clone()).collect()
}

fn lees_goed(tekst: &str) -> Bestand {
    let alle = statussen(&opzet());
    lees(tekst, &alle.iter().map(String::as_str).collect::<Vec<_>>()).unwrap()
}

/// A file with one case, of these entries: kind, party, description.
fn een_casus(afdelingen: &[&str], status_eind: Option<&str>, regels: &[(&str, &str, &str)]) -> Bestand {
    let gebeurtenissen: Vec<_> = (1..)
        .zip(regels)
        .map(|(n, (soort, partij, tekst))| {
            json!({ "volgnr": n, "datum": format!("2020-01-{n:02}"), "nauwkeurigheid": "dag", "soort": soort,
                    "partij": partij, "omschrijving": tekst, "feitelijk": true })
        })
        .collect();
    let casus = json!({ "id": "x", "naam": "X", "gebied": "G", "gebeurtenissen": gebeurtenissen,
                        "afdelingen": afdelingen, "status_eind": status_eind });
    lees_goed(&json!({ "casussen": [casus] }).to_string())
}

/// A plan decided anew from its commands: the events of each step, and the state at the end.
fn speel(stappen: &[Stap]) -> (Vec<Vec<Gebeurtenis>>, Toestand) {
    let (opzet, mut initiatief) = (opzet(), Initiatief::default());
    let gebeurtenissen = stappen.iter().map(|stap| {
        let gebeurtenissen = initiatief.beslis(&stap.commando, &opzet).unwrap();
        assert!(!gebeurtenissen.is_empty());
        gebeurtenissen.iter().for_each(|g| initiatief.pas_toe(g));
        gebeurtenissen
    });
    let gebeurtenissen = gebeurtenissen.collect();
    (gebeurtenissen, initiatief.toestand().unwrap().clone())
}

fn plan_van(bestand: &Bestand) -> Vec<Stap> {
    plan(&bestand.casussen[0], bestand, &opzet(), Timestamp::UNIX_EPOCH).unwrap()
}

#[test]
fn arnhems_organisation_knows_every_name_in_its_cases() {
    let arnhem = wijkspoor_domain::inrichting::lees(crate::voorbeeld::INRICHTING).unwrap();
    let arnhem = Opzet { inrichting: arnhem, ..opzet() };
    let bestand = lees_goed(EIGEN);
    for casus in &bestand.casussen {
        let plan = |opzet| plan(casus, &bestand, opzet, Timestamp::UNIX_EPOCH).unwrap();
        let namen = |stappen: Vec<Stap>| {
            stappen.iter().map(|s| format!("{:?}", s.commando.handeling)).collect::<Vec<_>>()
        };
        assert_eq!(namen(plan(&arnhem)), namen(plan(&opzet())), "{}", casus.id);
    }
}

/// The kinds of event that the entries of a case became; `+` before what was derived.
fn soorten(bestand: &Bestand) -> Vec<String> {
    let stappen = plan_van(bestand);
    let (gebeurtenissen, _) = speel(&stappen);
    let namen =
        stappen.iter().zip(gebeurtenissen).filter(|(s, _)| s.herkomst.soort.as_deref() != Some("afdelingen"));
    let namen = namen.flat_map(|(stap, gebeurtenissen)| {
        let teken = if stap.herkomst.volgnr.is_some() { "" } else { "+" };
        gebeurtenissen.into_iter().map(move |g| format!("{teken}{}", g.soort()))
    });
    namen.collect()
}

fn controleer(bestand: &Bestand) {
    for casus in &bestand.casussen {
        let stappen = plan(casus, bestand, &opzet(), Timestamp::UNIX_EPOCH).unwrap();
        let (gebeurtenissen, toestand) = speel(&stappen);
        assert_eq!(casus.status_eind.as_ref().unwrap_or(&toestand.status), &toestand.status, "{}", casus.id);
        let mut vorige = None;
        for regel in &casus.gebeurtenissen {
            let eigen: Vec<_> = stappen.iter().filter(|s| s.herkomst.volgnr == Some(regel.volgnr)).collect();
            assert!(!eigen.is_empty(), "{} {} is verdwenen", casus.id, regel.volgnr);
            for stap in &eigen {
                let (moment, herkomst) = (stap.commando.context.plaatsgevonden, &stap.herkomst);
                assert_eq!((moment.dag(), moment.nauwkeurigheid), (regel.datum, regel.nauwkeurigheid));
                assert_eq!((&herkomst.casus, herkomst.soort.as_ref()), (&casus.id, Some(&regel.soort)));
                let tekst = |g: &Option<wijkspoor_domain::Gevoelig>| {
                    g.as_ref().and_then(|g| g.tekst().map(str::to_owned))
                };
                assert_eq!(
                    (tekst(&herkomst.omschrijving), tekst(&herkomst.partij)),
                    (regel.omschrijving.clone(), regel.partij.clone())
                );
                assert_eq!((herkomst.bronregel, herkomst.feitelijk), (regel.bronregel, regel.feitelijk));
                assert_eq!(herkomst.datum_in_bron, regel.datum_in_bron);
                assert_ne!(stap.commando.context.actor.rol, Rol::Systeem);
            }
            // Entries of one date keep the order of their numbers.
            let op = eigen[0].commando.context.plaatsgevonden.op;
            assert!(vorige.is_none_or(|(datum, eerder)| datum != regel.datum || eerder < op));
            vorige = Some((regel.datum, op));
        }
        for stap in stappen.iter().filter(|s| s.herkomst.volgnr.is_none()) {
            assert_eq!(stap.commando.context.plaatsgevonden.nauwkeurigheid, Nauwkeurigheid::Onbekend);
        }
        assert!(
            stappen.iter().map(|s| s.commando.context.nu).is_sorted(),
            "de klok van {} loopt terug",
            casus.id
        );
        assert!(!gebeurtenissen.is_empty());
    }
}

#[test]
fn our_own_cases_end_where_they_say_and_lose_nothing() {
    let bestand = lees_goed(EIGEN);
    assert_eq!(bestand.casussen.len(), 5);
    assert_eq!(bestand.casussen.iter().map(|c| c.gebeurtenissen.len()).sum::<usize>(), 81);
    controleer(&bestand);
    // No source speaks of an escalation, so none may be invented.
    for casus in &bestand.casussen {
        let stappen = plan(casus, &bestand, &opzet(), Timestamp::UNIX_EPOCH).unwrap();
        let (gebeurtenissen, _) = speel(&stappen);
        assert!(!gebeurtenissen.iter().flatten().any(|g| g.soort().contains("geescaleerd")), "{}", casus.id);
    }
}

#[test]
fn entries_become_events_of_their_own_kind() {
    let bestand = een_casus(
        &["Vastgoed", "Groen (advies)"],
        Some("gerealiseerd"),
        &[
            ("ingediend", "buurt", "Een tuin."),
            ("overgedragen_aan_kernorganisatie", "TLO", "Naar de kernorganisatie."),
            ("opdracht_uitgezet", "TLO", "Groen en Vastgoed werken het uit."),
            ("opdracht_geweigerd", "Vastgoed", "Er is geen geld."),
            ("opdracht_heruitgezet", "TLO", "Vastgoed krijgt het opnieuw."),
            ("opdracht_geblokkeerd", "groen", "De vergunning ontbreekt."),
            ("opdracht_gedeblokkeerd", "groen", "De vergunning is er."),
            ("besluit_genomen", "college", "Het mag."),
            ("besluit_herroepen", "college", "Het mag toch niet."),
            ("gestagneerd", "college", "Er is geen besluit."),
            ("hervat", "TLO", "Verder."),
            ("geescaleerd_ambtelijk", "TLO", "Wie beslist?"),
            ("geescaleerd_bestuurlijk", "TLO", "Nog steeds: wie?"),
            ("escalatie_besloten", "college", "Doorgaan."),
            ("uitvoering_gestart", "TLO", "Spitten."),
            ("gerealiseerd", "buurt", "De tuin is er."),
        ],
    );
    controleer(&bestand);
    let verwacht = [
        "initiatief_ingediend",
        "+in_behandeling_genomen",
        "opdracht_uitgezet", // to the back office at large
        "overgedragen_aan_kernorganisatie",
        "opdracht_uitgezet",
        "opdracht_uitgezet",
        "+opdracht_ingetrokken", // the one at large
        "opdracht_geweigerd",
        "opdracht_heruitgezet",
        "+opdracht_geaccepteerd", // what is blocked was accepted
        "opdracht_geblokkeerd",
        "opdracht_gedeblokkeerd",
        "besluit_genomen",
        "besluit_teruggedraaid",
        "stagnatie_gemeld",
        "stagnatie_opgeheven",
        "ambtelijk_geescaleerd",
        "bestuurlijk_geescaleerd",
        "besluit_genomen",
        "escalatie_besloten",
        "uitvoering_gestart",
        "+opdracht_geaccepteerd",
        "+opdracht_afgerond",
        "+opdracht_afgerond",
        "initiatief_gerealiseerd",
    ];
    let gekregen = soorten(&bestand);
    // The orders settled before the end come in the order of their ids.
    let (kop, staart) = gekregen.split_at(21);
    assert_eq!(kop, &verwacht[..21]);
    let gesorteerd = |s: &[String]| {
        let mut s = s.to_vec();
        s.sort();
        s
    };
    assert_eq!(
        gesorteerd(staart),
        gesorteerd(&verwacht[21..].iter().map(|s| (*s).to_owned()).collect::<Vec<_>>())
    );
    let besluit =
        plan_van(&bestand).into_iter().find(|s| matches!(s.commando.handeling, Handeling::NeemBesluit(_)));
    assert_eq!(besluit.unwrap().commando.context.actor.rol, Rol::Bestuur);
}

#[test]
fn what_cannot_be_becomes_a_note_and_no_detour_is_invented() {
    let bestand = een_casus(
        &[],
        None,
        &[
            ("opdracht_geaccepteerd", "Vastgoed", "Zonder opdracht."),
            ("ingediend", "buurt", "Een tuin."),
            ("hervat", "TLO", "Het stond niet stil."),
            ("besluit_herroepen", "college", "Welk besluit?"),
            ("uitvoering_gestart", "TLO", "Begonnen."),
            ("aanvulling_gevraagd", "TLO", "Tijdens de uitvoering kan dat niet."),
            ("ingediend", "buurt", "Nog eens."),
            ("kartrekker_vertrokken", "buurt", "Er was er geen."),
        ],
    );
    controleer(&bestand);
    let noteer = "notitie_toegevoegd";
    let verwacht =
        ["initiatief_ingediend", noteer, noteer, noteer, "+in_behandeling_genomen", "uitvoering_gestart"];
    assert_eq!(soorten(&bestand), [&verwacht[..], &[noteer; 3]].concat());
}

#[test]
fn when_nothing_leads_back_the_end_is_what_counts() {
    let regels = [("ingediend", "", ""), ("in_behandeling_tlo", "TLO", "x"), ("besluit_genomen", "TLO", "y")];
    let bestand = een_casus(&[], Some("ingediend"), &regels);
    controleer(&bestand);
    assert_eq!(soorten(&bestand), ["initiatief_ingediend", "notitie_toegevoegd", "besluit_genomen"]);
}

#[test]
fn facts_of_the_case_are_kept_with_whose_word_it_is() {
    let naam = "n".repeat(300);
    let casus = json!({ "id": "x", "naam": naam, "gebied": "G", "categorie": "iets nieuws", "partners": ["P", {"naam": "Q", "rol": "r"}],
        "bedragen": [{"euro": 5, "doel": null}, {"euro": 6}], "onzekerheden": ["a", "b"], "kleur": {"rood": true} });
    let bestand = lees_goed(&json!({ "casussen": [casus] }).to_string());
    let stappen = plan_van(&bestand);
    let (gebeurtenissen, toestand) = speel(&stappen);
    assert_eq!((toestand.status.as_str(), toestand.partners.len()), ("ingediend", 2));
    let notities: Vec<_> = (stappen.iter().zip(gebeurtenissen.iter().flatten()))
        .filter_map(|(stap, g)| match g {
            Gebeurtenis::NotitieToegevoegd(n) => {
                Some((n.soort.as_str(), n.tekst.tekst().unwrap(), stap.herkomst.feitelijk))
            }
            _ => None,
        })
        .collect();
    let verwacht = [
        ("bedragen", "doel: niet vermeld; euro: 5", true),
        ("bedragen", "euro: 6", true),
        ("categorie", "iets nieuws", true),
        ("kleur", "rood: true", true),
        ("naam", naam.as_str(), true),
        ("onzekerheden", "a\nb", false),
        ("partners", "P", true),
        ("partners", "naam: Q; rol: r", true),
    ];
    assert_eq!(notities, verwacht);
}

#[test]
fn a_case_may_be_huge() {
    let namen: Vec<String> = (0..150).map(|i| format!("afdeling{i:03}")).collect();
    let (tekst, namen) = (namen.join(" "), namen.iter().map(String::as_str).collect::<Vec<_>>());
    let regels = [
        ("ingediend", "", tekst.as_str()),
        ("opdracht_uitgezet", "TLO", tekst.as_str()),
        ("opdracht_uitgezet", "TLO", tekst.as_str()),
        ("in_behandeling_kernorganisatie", "", tekst.as_str()),
    ];
    controleer(&een_casus(&namen, Some("gerealiseerd"), &regels));
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
    "afwijking_gemotiveerd",
    "terugkoppeling_gegeven",
    "behandelaar_gewisseld",
    "kartrekker_aangewezen",
    "kartrekker_vertrokken",
    "partner_toegevoegd",
    "gestagneerd",
    "obstakel_opgelost",
    "bijeenkomst",
    "iets heel anders",
    "van_het_bestand",
    "\u{1b}[31m\u{0}",
    "   x",
];

fn tekst() -> impl Strategy<Value = Json> {
    prop_oneof![
        4 => "[A-Za-z &|(,]{0,40}".prop_map(Json::from),
        2 => "(A|B|C|wethouder|directie) [a-z ]{0,20}".prop_map(Json::from),
        1 => "\\PC{0,60}".prop_map(Json::from),
        1 => (1..8000usize).prop_map(|n| Json::from("é".repeat(n))),
        1 => Just(Json::Null),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_file_ends_where_it_says_and_loses_nothing(
        regels in prop::collection::vec((0..SOORTEN.len(), 0..40i64, 0..4usize, tekst(), tekst(), any::<bool>()), 0..40),
        eind in prop::option::of(0..11usize),
        naar in 0..11usize,
        afdelingen in prop::collection::vec("[A-C]( \\(x\\))?", 0..4),
        omgekeerd in any::<bool>(),
        namen in prop::array::uniform3(tekst()),
    ) {
        let begin: jiff::civil::Date = "2018-01-01".parse().unwrap();
        let regel = |(i, (soort, dag, nauwkeurig, partij, tekst, feit)): (usize, &(usize, i64, usize, Json, Json, bool))| json!({
            "volgnr": i + 1, "datum": (begin + jiff::Span::new().days(*dag)).to_string(), "soort": SOORTEN[*soort],
            "nauwkeurigheid": (["dag", "maand", "jaar", "onbekend"][*nauwkeurig]), "omschrijving": tekst,
            "partij": partij, "feitelijk": feit,
        });
        let mut gebeurtenissen: Vec<_> = regels.iter().enumerate().map(regel).collect();
        if omgekeerd {
            gebeurtenissen.reverse();
        }
        let alle = statussen(&opzet());
        let bestand = json!({
            "meta": { "statusovergang": { "van_het_bestand": alle[naar] } },
            "casussen": [{
                "id": "x", "naam": namen[0], "gebied": namen[1], "thema": namen[2], "gebeurtenissen": gebeurtenissen,
                "afdelingen": afdelingen, "status_eind": eind.map(|i| alle[i].clone()), "partners": ["P", namen[1]],
                "bedragen": [{"euro": 5}],
            }],
        });
        controleer(&lees_goed(&bestand.to_string()));
    }
}
