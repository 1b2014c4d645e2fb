//! The policy and the published document name the same operations, and the documentation shows the policy as it is.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::{fs, path::Path};
use wijkspoor_api::beleid::{self, Doel, Objectsoort, REGELS};

const UPDATE: &str =
    "UPDATE_AUTORISATIE=1 cargo nextest run --cargo-profile quick -p wijkspoor-api autorisatie";

/// The operations of the document, with whether they ask for a token, and their path.
fn operaties() -> Vec<(String, bool, String)> {
    let document = wijkspoor_api::document();
    let paths = document["paths"].as_object().unwrap().clone();
    let operaties = paths.iter().flat_map(|(path, operaties)| {
        operaties.as_object().unwrap().values().map(|operatie| {
            let id = operatie["operationId"].as_str().unwrap().to_owned();
            (id, operatie["security"] != serde_json::json!([]), path.clone())
        })
    });
    operaties.collect()
}

#[test]
fn every_operation_has_a_rule_and_every_rule_an_operation() {
    let document: BTreeSet<_> = operaties().into_iter().map(|(id, ..)| id).collect();
    let regels: BTreeSet<_> =
        REGELS.iter().flat_map(|regel| regel.operaties).map(|id| (*id).to_owned()).collect();
    assert_eq!(document, regels);
}

#[test]
fn what_an_operation_is_about_fits_its_path() {
    for (id, token, path) in operaties() {
        let doel = beleid::regel(&id).unwrap().doel;
        assert_eq!(token, doel != Doel::Openbaar, "{id}");
        // What the municipality has set up is nobody's own, also where it has an id.
        let eigen = path.contains("{id}") && doel != Doel::Instelling;
        assert_eq!(matches!(doel, Doel::Een(_)), eigen, "{id} {path}");
        if let Doel::Een(soort) | Doel::Nieuw(soort) = doel {
            let meervoud: &[_] = match soort {
                // In the shapes of ZGW it goes by another name.
                Objectsoort::Initiatief => &["/initiatieven", "/zgw/zaken"],
                Objectsoort::Signaal => &["/signalen"],
                Objectsoort::Wijkprogramma => &["/wijkprogrammas"],
                Objectsoort::Budget => &["/budgetten"],
            };
            assert!(meervoud.iter().any(|naam| path.starts_with(naam)), "{id} {path}");
        }
    }
}

#[test]
fn the_matrix_in_the_documentation_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/autorisatie.md");
    let made = beleid::overzicht();
    if std::env::var_os("UPDATE_AUTORISATIE").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert!(made == published, "docs/autorisatie.md is out of date; update it with: {UPDATE}");
}
