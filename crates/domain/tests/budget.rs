//! The budget: its rules, and that money neither comes nor goes by itself.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use cqrs_es::Aggregate;
use jiff::Timestamp;
use proptest::{collection::vec, prelude::*};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use wijkspoor_domain::feit::{Feit, Verband};
use wijkspoor_domain::initiatief::{Context, Weigering};
use wijkspoor_domain::reeks::{Budget, Budgetsoort, LegVast, Reeksfeit, Reekssoort};
use wijkspoor_domain::upcast::StoredEvent;
use wijkspoor_domain::{Actor, Moment, Naam, Opzet, Rol};

fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0189_0000_0000_7000_8000_0000_0000_0000 | n)
}

fn als(rol: Rol) -> Actor {
    let afdeling = (rol == Rol::Afdeling).then(|| Naam::try_from("Groen").unwrap());
    Actor { id: "proef".into(), rol, gebied: None, afdeling }
}

fn feit(soort: &str, velden: Json) -> Feit {
    Feit::lees(Budgetsoort::zoek(soort).unwrap(), velden.as_object().unwrap().clone()).unwrap()
}

/// Records a fact, or says why not.
fn doe(budget: &mut Budget, rol: Rol, feit: Feit) -> Result<(), Weigering> {
    let nu: Timestamp = "2026-03-02T12:00:00Z".parse().unwrap();
    let context = Context { actor: als(rol), nu, plaatsgevonden: Moment::tijdstip(nu) };
    let feit = budget.beslis(&LegVast { context, feit }, &Opzet::default())?;
    let event = Reeksfeit::<Budgetsoort>::van_inhoud(feit.soort.code, feit.inhoud()).unwrap();
    budget.apply(event);
    Ok(())
}

/// 1,000 euros, of which 600 for green.
fn groen() -> Budget {
    let mut budget = Budget::default();
    let begin = json!({ "gebied": "Malburgen", "jaar": 2026, "bedrag": 100_000, "besluit": "Raad" });
    doe(&mut budget, Rol::Bestuur, feit("budget_vastgesteld", begin)).unwrap();
    post(&mut budget, "groen", 60_000).unwrap();
    budget
}

fn post(budget: &mut Budget, post: &str, bedrag: i64) -> Result<(), Weigering> {
    let velden = json!({ "post": post, "bedrag": bedrag, "vrijheid": "vrij" });
    doe(budget, Rol::Bestuur, feit("post_vastgesteld", velden))
}

fn reserveer(budget: &mut Budget, n: u128, bedrag: i64, mandaat: Option<u128>) -> Result<(), Weigering> {
    let mut velden = json!({ "initiatief": id(900), "post": "groen", "bedrag": bedrag });
    if let Some(mandaat) = mandaat {
        velden["mandaat"] = json!(id(mandaat));
    }
    let rol = if mandaat.is_some() { Rol::Afdeling } else { Rol::Tlo };
    doe(budget, rol, Feit { id: Some(id(n)), ..feit("budget_gereserveerd", velden) })
}

fn bij(budget: &mut Budget, rol: Rol, n: u128, soort: &str, velden: Json) -> Result<(), Weigering> {
    doe(budget, rol, Feit { betreft: Some(id(n)), ..feit(soort, velden) })
}

fn mandaat(budget: &mut Budget, n: u128, bedrag: i64) -> Result<(), Weigering> {
    let velden = json!({ "post": "groen", "bij": "Groen", "bevoegdheid": "Snoeien", "bedrag": bedrag });
    doe(budget, Rol::Tlo, Feit { id: Some(id(n)), ..feit("ondermandaat_verleend", velden) })
}

#[test]
fn no_more_is_divided_than_there_is() {
    let mut budget = groen();
    let weigering = post(&mut budget, "spelen", 40_001).unwrap_err();
    assert_eq!(weigering.regel(), "te-weinig-vrij");
    assert_eq!(
        weigering.to_string(),
        "er is € 400,00 vrij in wat niet is verdeeld, dat is minder dan € 400,01"
    );
    post(&mut budget, "spelen", 40_000).unwrap();
    // Less for one is more for the other, as far as it is free.
    reserveer(&mut budget, 1, 50_000, None).unwrap();
    assert_eq!(post(&mut budget, "groen", 49_999).unwrap_err().regel(), "te-weinig-vrij");
    post(&mut budget, "groen", 50_000).unwrap();
    assert_eq!(budget.eigen().niet_verdeeld, 10_000);
}

#[test]
fn no_more_is_reserved_than_is_free() {
    let mut budget = groen();
    reserveer(&mut budget, 1, 40_000, None).unwrap();
    assert_eq!(reserveer(&mut budget, 2, 20_001, None).unwrap_err().regel(), "te-weinig-vrij");
    reserveer(&mut budget, 2, 20_000, None).unwrap();
    bij(&mut budget, Rol::Tlo, 1, "reservering_vrijgegeven", json!({ "reden": "Ingetrokken" })).unwrap();
    reserveer(&mut budget, 3, 40_000, None).unwrap();
    assert_eq!(reserveer(&mut budget, 4, 0, None).unwrap_err().regel(), "geen-bedrag");
}

#[test]
fn only_what_is_confirmed_is_spent_and_no_more_than_was_reserved() {
    let mut budget = groen();
    reserveer(&mut budget, 1, 30_000, None).unwrap();
    let besteed = |bedrag: i64| json!({ "bedrag": bedrag, "omschrijving": "Bomen" });
    let weigering = bij(&mut budget, Rol::Tlo, 1, "budget_besteed", besteed(10_000)).unwrap_err();
    assert_eq!(weigering.regel(), "eerst-nodig");
    bij(&mut budget, Rol::Tlo, 1, "reservering_bevestigd", json!({})).unwrap();
    bij(&mut budget, Rol::Tlo, 1, "budget_besteed", besteed(29_999)).unwrap();
    let weigering = bij(&mut budget, Rol::Tlo, 1, "budget_besteed", besteed(2)).unwrap_err();
    assert_eq!(weigering.regel(), "te-weinig-vrij");
    bij(&mut budget, Rol::Tlo, 1, "reservering_vrijgegeven", json!({ "reden": "Klaar" })).unwrap();
    assert_eq!(
        (budget.eigen().aanwezig(), budget.eigen().posten[&Naam::try_from("groen").unwrap()].vrij),
        (70_001, 30_001)
    );
}

#[test]
fn a_department_spends_out_of_its_own_mandate_until_that_is_withdrawn() {
    let mut budget = groen();
    assert_eq!(mandaat(&mut budget, 1, 60_001).unwrap_err().regel(), "te-weinig-vrij");
    mandaat(&mut budget, 1, 50_000).unwrap();
    assert_eq!(reserveer(&mut budget, 2, 10_001, None).unwrap_err().regel(), "te-weinig-vrij");
    reserveer(&mut budget, 2, 20_000, Some(1)).unwrap();
    assert_eq!(reserveer(&mut budget, 3, 1, Some(7)).unwrap_err().regel(), "niet-bevoegd");
    bij(&mut budget, Rol::Tlo, 1, "ondermandaat_ingetrokken", json!({ "reden": "Bezuiniging" })).unwrap();
    assert_eq!(reserveer(&mut budget, 3, 1, Some(1)).unwrap_err().regel(), "niet-in-budget");
    // What was reserved stays reserved; what comes back goes to the post.
    reserveer(&mut budget, 3, 40_000, None).unwrap();
    bij(&mut budget, Rol::Tlo, 2, "reservering_vrijgegeven", json!({ "reden": "Niet nodig" })).unwrap();
    reserveer(&mut budget, 4, 20_000, None).unwrap();
    assert!(budget.eigen().mandaten.is_empty(), "a withdrawn mandate of which nothing is left is forgotten");
}

#[test]
fn who_decides_on_the_size_does_not_spend_and_the_other_way_round() {
    let mut budget = groen();
    let lager = json!({ "bedrag": 1, "besluit": "Raad", "afzender": "Wethouder" });
    assert_eq!(
        doe(&mut budget, Rol::Tlo, feit("budget_verlaagd", lager.clone())).unwrap_err().regel(),
        "niet-bevoegd"
    );
    doe(&mut budget, Rol::Bestuur, feit("budget_verlaagd", lager)).unwrap();
    let velden = json!({ "initiatief": id(900), "post": "groen", "bedrag": 1 });
    let reservering = Feit { id: Some(id(1)), ..feit("budget_gereserveerd", velden) };
    assert_eq!(doe(&mut budget, Rol::Bestuur, reservering).unwrap_err().regel(), "niet-bevoegd");
    let meer = json!({ "bedrag": 10_000_000_000_000_i64, "bron": "fonds", "verstrekker": "Oranje Fonds" });
    assert_eq!(
        doe(&mut budget, Rol::Bestuur, feit("budget_verhoogd", meer)).unwrap_err().regel(),
        "te-groot"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(500), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn money_is_neither_made_nor_lost(stappen in vec((0..10_usize, 0..8_u128, 0..40_000_i64, 0..8_u128), 0..80)) {
        let mut budget = groen();
        let mut verwacht = 100_000;
        for (n, (soort, doel, bedrag, ander)) in stappen.into_iter().enumerate() {
            let soort = &Budgetsoort::SOORTEN[soort];
            let velden = json!({ "gebied": "Malburgen", "jaar": 2026, "bedrag": bedrag, "besluit": "Raad",
                "post": if doel % 2 == 0 { "groen" } else { "spelen" }, "vrijheid": "vrij", "bij": "Groen",
                "bevoegdheid": "Snoeien", "reden": "Daarom", "afzender": "Raad", "bron": "fonds",
                "verstrekker": "Fonds", "initiatief": id(900), "omschrijving": "Bomen", "mandaat": id(ander) });
            let mut velden = velden.as_object().unwrap().clone();
            velden.retain(|veld, _| soort.veld(veld).is_some() && (veld != "mandaat" || ander < 4));
            let mut feit = Feit::lees(soort, velden).unwrap();
            feit.id = (soort.verband == Verband::Opent).then(|| id(n as u128 % 8));
            feit.betreft = (!soort.bij().is_empty()).then(|| id(doel));
            let rol = soort.rollen[n % soort.rollen.len()];
            if doe(&mut budget, rol, feit).is_ok() {
                verwacht += match soort.code {
                    "budget_verhoogd" => bedrag,
                    "budget_verlaagd" | "budget_besteed" => -bedrag,
                    _ => 0,
                };
            }
            let kas = budget.eigen();
            prop_assert_eq!(kas.aanwezig(), verwacht, "after {}", soort.code);
            let alles = kas.posten.values().map(|p| p.vrij).chain(kas.mandaten.values().map(|m| m.vrij));
            let alles = alles.chain(kas.reserveringen.values().map(|r| r.over)).chain([kas.niet_verdeeld]);
            prop_assert!(alles.into_iter().all(|bedrag| bedrag >= 0), "{kas:?}");
            let json = serde_json::to_string(&budget).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Budget>(&json).unwrap(), &budget);
        }
    }
}
