//! What holds for every valid definition and every sequence of commands, valid or not.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests are tests, too"
)]

mod boek;
#[expect(dead_code, reason = "the builders serve the rules first")]
#[path = "../common/mod.rs"]
mod common;
mod definitie;
#[path = "../common/feit.rs"]
mod feit;
#[path = "../common/willekeur.rs"]
mod willekeur;

use boek::{Boek, controleer};
use common::*;
use definitie::{definitie, getallen, werkstroom};
use proptest::{collection::vec, prelude::*};
use wijkspoor_domain::initiatief::handeling::{Handeling, Indiening, Werkstroomwijziging};
use wijkspoor_domain::initiatief::{Gebeurtenis as G, aan_zet, mogelijke_overgangen};
use wijkspoor_domain::werkstroom::{
    Doel, Overgangsoort, STANDAARD, Werkstromen, Werkstroom, WerkstroomRef, lees,
};
use wijkspoor_domain::{Initiatief, Opzet, Rol};
use willekeur::{Keus, volledig, willekeurig};

/// The transitions that an actor is offered are exactly those that it can take with all that they require.
fn aanbod_klopt(zaak: &Zaak, werkstroom: &Werkstroom, keus: &mut Keus) {
    let lopend = zaak.toestand().opdrachten.values().next().map_or("Vastgoed", |o| o.afdeling.as_str());
    for rol in Rol::ALLE {
        let actor = if *rol == Rol::Afdeling { afdeling(lopend) } else { als(*rol) };
        let aanbod = mogelijke_overgangen(&zaak.initiatief, werkstroom, &actor);
        let vrij: Vec<_> = aanbod
            .iter()
            .filter(|m| m.belemmering.is_empty())
            .map(|m| (&m.overgang.code, &m.naar.code))
            .collect();
        let mut kan = Vec::new();
        for overgang in &werkstroom.overgangen {
            let handeling = Handeling::VoerOvergangUit(volledig(overgang, keus));
            let resultaat = zaak.initiatief.beslis(&commando(actor.clone(), handeling), &zaak.opzet);
            match resultaat {
                Ok(gebeurtenissen) => {
                    let stap = gebeurtenissen.iter().find_map(G::stap).expect("a transition records a step");
                    kan.push((&overgang.code, werkstroom.status(&stap.naar).map(|s| &s.code).unwrap()));
                }
                Err(weigering) => {
                    let belemmerd = aanbod.iter().any(|m| m.overgang == overgang);
                    let regel = if belemmerd { "open-opdrachten" } else { weigering.regel() };
                    assert_eq!(weigering.regel(), regel, "{weigering}");
                }
            }
        }
        assert_eq!(vrij, kan, "{rol} in {}", zaak.status());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_an_initiative_stays_within_its_definition(
        werkstroom in werkstroom(),
        getallen in getallen(900),
    ) {
        let mut werkstromen = Werkstromen::default();
        werkstromen.voeg_toe(werkstroom.clone());
        let indiening = Indiening { werkstroom: Some(werkstroom.code.clone()), ..indiening() };
        let mut zaak = Zaak { opzet: Opzet { werkstromen, ..Opzet::default() }, ..Zaak::leeg() }.na(indiener(), Handeling::DienIn(indiening));
        let (mut boek, mut keus) = (Boek::default(), Keus::uit(&getallen));
        boek.noteer(&zaak.gebeurtenissen[0]);
        controleer(&zaak, &boek, &werkstroom);
        while !keus.op() {
            let commando = willekeurig(&mut keus, &werkstroom, &zaak.initiatief);
            let Ok(nieuw) = zaak.initiatief.beslis(&commando, &zaak.opzet) else { continue };
            prop_assert!(!nieuw.is_empty(), "what is accepted is recorded: {:?}", commando);
            let vandaan = werkstroom.status(zaak.status()).unwrap().fase;
            for gebeurtenis in &nieuw {
                zaak.initiatief.pas_toe(gebeurtenis);
                boek.noteer(gebeurtenis);
                if let Some(stap) = gebeurtenis.stap() {
                    let soort = werkstroom.overgang(&stap.overgang).unwrap().soort;
                    prop_assert_eq!(vandaan.is_einde(), soort == Overgangsoort::Heropen, "an end is left by reopening");
                }
                let json = serde_json::to_string(gebeurtenis).unwrap();
                prop_assert_eq!(&serde_json::from_str::<G>(&json).unwrap(), gebeurtenis);
            }
            zaak.gebeurtenissen.extend(nieuw);
            controleer(&zaak, &boek, &werkstroom);
        }
        aanbod_klopt(&zaak, &werkstroom, &mut keus);
        let mut opnieuw = Initiatief::default();
        zaak.gebeurtenissen.iter().for_each(|g| opnieuw.pas_toe(g));
        prop_assert_eq!(opnieuw, zaak.initiatief);
    }

    #[test]
    fn a_valid_definition_leads_everywhere_and_always_to_an_end(definitie in definitie()) {
        prop_assert!(definitie.is_goed());
        let werkstroom = lees(&definitie.toml()).unwrap();
        prop_assert_eq!(werkstroom.statussen.len(), definitie.staten.len());
        let terug = werkstroom.overgangen.iter().filter(|o| o.naar == Doel::Herkomst).count();
        prop_assert_eq!(terug, definitie.pijlen.iter().filter(|p| p.naar.is_none()).count());
    }

    #[test]
    fn a_definition_with_transitions_missing_is_accepted_exactly_when_it_still_leads_everywhere(
        definitie in definitie(),
        weg in vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let mut definitie = definitie;
        for plek in weg {
            if !definitie.pijlen.is_empty() {
                let i = plek.index(definitie.pijlen.len());
                match definitie.pijlen[i].van.len() {
                    1 => drop(definitie.pijlen.remove(i)),
                    _ => drop(definitie.pijlen[i].van.pop()),
                }
            }
        }
        let toml = definitie.toml();
        // Without any transition even the list is missing.
        let gelezen = lees(&toml);
        prop_assert_eq!(gelezen.is_ok(), definitie.is_goed(), "{}\n{:?}", toml, gelezen.err());
    }

    #[test]
    fn reading_never_panics_and_names_lines_within_the_file(
        bron in prop_oneof![Just(STANDAARD.to_owned()), definitie().prop_map(|d| d.toml())],
        ingrepen in vec((0..7_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
    ) {
        let mut tekens: Vec<char> = bron.chars().collect();
        for (soort, hier, daar) in ingrepen {
            let n = tekens.len();
            if n == 0 { break }
            let (van, tot) = (hier.index(n).min(daar.index(n)), hier.index(n).max(daar.index(n)));
            match soort {
                0 => tekens.truncate(tot),
                1 => drop(tekens.drain(van..tot.min(van + 12))),
                2 => tekens.insert(van, ['"', '\n', '[', ']', '=', '#', 'é', '\0', '\u{2028}', '9'][tot % 10]),
                3 => tekens[van] = ['x', '"', '@', '\\', '\r'][tot % 5],
                4 => tekens.swap(van, tot),
                5 => { let stuk: Vec<char> = tekens[van..tot.min(van + 80)].to_vec(); tekens.splice(tot..tot, stuk); }
                _ => drop(tekens.splice(van..van, "\r\n".chars())),
            }
        }
        let tekst: String = tekens.into_iter().collect();
        if let Err(fouten) = lees(&tekst) {
            let regels = tekst.split('\n').count();
            prop_assert!(!fouten.is_empty());
            prop_assert!(fouten.is_sorted_by_key(|f| f.regel));
            for fout in fouten {
                prop_assert!((1..=regels).contains(&fout.regel), "{} of {}: {}", fout.regel, regels, fout);
                prop_assert!(!fout.plaats.is_empty() && !fout.melding.is_empty());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_initiative_that_is_moved_stays_within_its_new_definition(
        oud in werkstroom(),
        nieuw in werkstroom(),
        getallen in getallen(400),
    ) {
        let nieuw = Werkstroom { code: oud.code.clone(), versie: oud.versie + 1, ..nieuw };
        let mut opzet = Opzet::default();
        opzet.werkstromen.voeg_toe(oud.clone());
        let indiening = Indiening { werkstroom: Some(oud.code.clone()), ..indiening() };
        let mut zaak = Zaak { opzet, ..Zaak::leeg() }.na(indiener(), Handeling::DienIn(indiening));
        zaak.opzet.werkstromen.voeg_toe(nieuw.clone());
        let mut keus = Keus::uit(&getallen);
        let lopen = |zaak: &mut Zaak, keus: &mut Keus, werkstroom: &Werkstroom, stappen: usize| {
            for _ in 0..stappen {
                let commando = willekeurig(keus, werkstroom, &zaak.initiatief);
                for gebeurtenis in zaak.initiatief.beslis(&commando, &zaak.opzet).unwrap_or_default() {
                    zaak.initiatief.pas_toe(&gebeurtenis);
                }
            }
        };
        lopen(&mut zaak, &mut keus, &oud, 15);
        let codes = |w: &Werkstroom| w.statussen.iter().map(|s| s.code.clone()).collect::<Vec<_>>();
        let vertaling = codes(&oud).into_iter().map(|van| (van, keus.een(&codes(&nieuw)))).collect();
        let naar = WerkstroomRef { code: nieuw.code.clone(), versie: nieuw.versie };
        let wijziging = Werkstroomwijziging { naar, vertaling, mandaat: naam("Manager"), motivering: "Nieuw".into() };
        let commando = commando(als(Rol::Beheerder), Handeling::WijzigWerkstroom(wijziging));
        let Ok(gebeurtenissen) = zaak.initiatief.beslis(&commando, &zaak.opzet) else { return Ok(()) };
        gebeurtenissen.iter().for_each(|g| zaak.initiatief.pas_toe(g));
        for _ in 0..10 {
            let toestand = zaak.toestand();
            let status = nieuw.status(&toestand.status).expect("a status of the new definition");
            prop_assert_eq!(aan_zet(toestand, &nieuw).is_empty(), status.fase.is_einde());
            prop_assert!(toestand.opdrachten.is_empty() || status.kent_opdrachten());
            for overgang in nieuw.overgangen_van(&status.code).filter(|o| o.naar == Doel::Herkomst) {
                let terug = toestand.herkomst.get(&status.code).map(String::as_str);
                prop_assert!(terug.is_some_and(|t| nieuw.doelen(overgang, &status.code).contains(&t)));
            }
            lopen(&mut zaak, &mut keus, &nieuw, 2);
        }
    }
}
