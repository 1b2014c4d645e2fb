//! Files of a municipality: a workflow or an inrichting, as TOML.
//!
//! What is refused is refused with the lines of its faults. What is taken is the same with a comment below it, is drawn, and decides
//! a submission.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wijkspoor_domain::initiatief::handeling::Indiening;
use wijkspoor_domain::initiatief::{Commando, Context, Handeling};
use wijkspoor_domain::werkstroom::Fout;
use wijkspoor_domain::{Actor, Gevoelig, Initiatief, Moment, Naam, Opzet, Rol, inrichting, werkstroom};
use wijkspoor_tekening as tekening;

fuzz_target!(|tekst: &str| {
    let eronder = format!("{tekst}\n# eronder\n");
    let mut opzet = Opzet::default();
    match werkstroom::lees(tekst) {
        Ok(gelezen) => {
            assert_eq!(werkstroom::lees(&eronder).as_ref(), Ok(&gelezen));
            tekening::mermaid(&gelezen);
            assert!(tekening::svg(&gelezen).starts_with("<svg"));
            opzet.werkstromen.voeg_toe(gelezen);
        }
        Err(fouten) => hebben_regels(&fouten, tekst),
    }
    match inrichting::lees(tekst) {
        Ok(gelezen) => {
            assert_eq!(inrichting::lees(&eronder).as_ref(), Ok(&gelezen));
            opzet.inrichting = gelezen;
        }
        Err(fouten) => hebben_regels(&fouten, tekst),
    }
    if let Some(werkstroom) = opzet.werkstromen.iter().next() {
        let code = werkstroom.code.clone();
        dien_in(&opzet, code);
    }
});

fn hebben_regels(fouten: &[Fout], tekst: &str) {
    let regels = tekst.split('\n').count();
    assert!(!fouten.is_empty());
    for fout in fouten {
        assert!((1..=regels).contains(&fout.regel), "regel {} van {regels}: {fout}", fout.regel);
        assert!(!fout.melding.is_empty());
    }
}

/// An initiative is submitted under it, or refused.
fn dien_in(opzet: &Opzet, code: String) {
    let naam = |tekst: &str| Naam::try_from(tekst).expect("a name");
    let nu = jiff::Timestamp::from_second(1_800_000_000).expect("a time");
    let indiening = Indiening {
        werkstroom: Some(code),
        titel: Gevoelig::new("titel".to_owned()),
        omschrijving: Gevoelig::new("omschrijving".to_owned()),
        gebied: naam("Noord"),
        wijken: vec![],
        thema: naam("groen"),
        oorsprong: naam("bewoners"),
        categorie: None,
        initiatiefnemers: vec![],
        contact: None,
        kenmerk: None,
    };
    let actor = Actor { id: "tlo".to_owned(), rol: Rol::Tlo, gebied: None, afdeling: None };
    let context = Context { actor, nu, plaatsgevonden: Moment::tijdstip(nu) };
    let mut initiatief = Initiatief::default();
    let commando = Commando { context, handeling: Handeling::DienIn(indiening) };
    if let Ok(gebeurtenissen) = initiatief.beslis(&commando, opzet) {
        gebeurtenissen.iter().for_each(|gebeurtenis| initiatief.pas_toe(gebeurtenis));
        assert!(initiatief.toestand().is_some());
    }
}
