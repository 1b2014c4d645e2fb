//! Facts beside the steps: what is agreed now, and joining two initiatives.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use crate::common::*;
use serde_json::{Value as Json, json};
use wijkspoor_domain::Moment;
use wijkspoor_domain::feit::{Feit, geldend, soorten};
use wijkspoor_domain::initiatief::Gebeurtenis as G;
use wijkspoor_domain::initiatief::handeling::*;
use wijkspoor_domain::upcast::StoredEvent;

fn feit(soort: &str, velden: Json) -> Feit {
    Feit::lees(soorten::zoek(soort).unwrap(), velden.as_object().unwrap().clone()).unwrap()
}

fn verwachting() -> Feit {
    let velden = json!({ "categorie": "klein_sociaal", "participatieniveau": "adviseren", "uiterlijk": "2026-06-01",
        "eisen": "Een plan", "grenzen": "Geen gebouw" });
    feit("verwachting_vastgelegd", velden)
}

/// What is agreed after facts that happened some minutes after each other.
fn afspraken(feiten: &[Feit]) -> Vec<(&'static str, Json, usize)> {
    let op = |i: usize| over_minuten(i64::try_from(i).unwrap());
    let feiten: Vec<(Moment, &Feit)> = feiten.iter().enumerate().map(|(i, f)| (op(i), f)).collect();
    geldend(feiten).into_iter().map(|a| (a.soort.code, a.gegevens(), a.wijzigingen)).collect()
}

#[test]
fn a_change_of_the_expectation_leaves_the_rest_of_it_as_it_was() {
    let later =
        feit("verwachting_gewijzigd", json!({ "uiterlijk": "2026-09-01", "reden": "De vergunning duurt" }));
    let gevonden = afspraken(&[verwachting(), later]);
    let [("verwachting", gegevens, 1)] = gevonden.as_slice() else { panic!("{gevonden:?}") };
    assert_eq!(
        (gegevens["uiterlijk"].as_str(), gegevens["participatieniveau"].as_str()),
        (Some("2026-09-01"), Some("adviseren"))
    );
    assert_eq!(gegevens["reden"]["$gevoelig"], "De vergunning duurt");
}

#[test]
fn what_was_agreed_last_holds_and_each_department_has_its_own_term() {
    let termijn = |afdeling: &str, dagen: i64| {
        feit("termijn_afgesproken", json!({ "afdeling": afdeling, "werkdagen": dagen }))
    };
    let rond = feit("financiering_rond", json!({ "bedrag": 100, "toelichting": "Uit het wijkbudget" }));
    let voor_dekking =
        feit("gestart_voor_dekking", json!({ "risicodrager": "De gemeente", "toelichting": "Haast" }));
    let gevonden =
        afspraken(&[termijn("Groen", 10), termijn("Wegen", 20), termijn("Groen", 15), voor_dekking, rond]);
    let namen: Vec<_> =
        gevonden.iter().map(|(code, gegevens, n)| (*code, gegevens["werkdagen"].clone(), *n)).collect();
    assert_eq!(
        namen,
        [("termijn", json!(15), 1), ("termijn", json!(20), 0), ("financiering", Json::Null, 1)]
    );
    assert!(gevonden[2].1.get("risicodrager").is_none(), "the money came after all");
    assert!(afspraken(&[feit("ontvangst_bevestigd", json!({ "kanaal": "brief" }))]).is_empty());
}

#[test]
fn an_initiative_that_goes_on_in_another_ends_here_with_its_orders() {
    let samen =
        || Handeling::LegVast(feit("samengevoegd", json!({ "met": id(900), "toelichting": "Zelfde plein" })));
    let zaak = Zaak::bij_kern(&["Groen"]).na(tlo(), samen());
    assert_eq!(zaak.status(), "ingetrokken");
    assert!(zaak.aan_zet().is_empty());
    let soorten: Vec<&str> = zaak.gebeurtenissen.iter().rev().take(3).map(StoredEvent::soort).collect();
    assert_eq!(soorten, ["opdracht_ingetrokken", "initiatief_ingetrokken", "samengevoegd"]);
    let stap = zaak.gebeurtenissen.iter().find_map(|g| match g {
        G::InitiatiefIngetrokken(g) => Some(&g.stap),
        _ => None,
    });
    assert_eq!(stap.unwrap().motivering.as_ref().unwrap().tekst(), Some("Zelfde plein"));
    // Once ended it cannot end again; another area's team may not end it.
    assert_eq!(zaak.weigering(tlo(), samen()).regel(), "initiatief-beeindigd");
    assert_eq!(Zaak::bij_tlo().weigering(tlo_van("Elders"), samen()).regel(), "niet-bevoegd");
}
