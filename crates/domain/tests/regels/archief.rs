//! Result types in the inrichting, what the archive law asks of a dossier that was closed, and its destruction.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use crate::common::*;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::json;
use wijkspoor_domain::archief::Waardering;
use wijkspoor_domain::feit::{Feit, soorten};
use wijkspoor_domain::initiatief::gebeurtenis::{DossierVernietigd, Gebeurtenis as G};
use wijkspoor_domain::initiatief::handeling::Vernietiging;
use wijkspoor_domain::initiatief::{Commando, Context, Handeling};
use wijkspoor_domain::inrichting::{Inrichting, lees};
use wijkspoor_domain::moment::{dagnummer, van_dagnummer};
use wijkspoor_domain::werkstroom::{Fase, Werkstromen};
use wijkspoor_domain::{Actor, Moment, Nauwkeurigheid, Rol};

const ARCHIEF: &str = r#"
gemeente = "Zandmeer"
versie = 1
selectielijst = "Selectielijst 2020"

[[resultaattypen]]
resultaat = "gerealiseerd"
naam = "Gerealiseerd"
waardering = "bewaren"
categorie = "11.1"

[[resultaattypen]]
resultaat = "ingetrokken"
naam = "Ingetrokken"
waardering = "vernietigen"
bewaartermijn = "P10Y"
categorie = "9.1"
tot = 2020-01-01

[[resultaattypen]]
resultaat = "ingetrokken"
naam = "Ingetrokken"
waardering = "vernietigen"
bewaartermijn = "P1Y"
categorie = "11.3"
vanaf = 2020-01-01

[[resultaattypen]]
resultaat = "afgewezen"
naam = "Afgewezen"
waardering = "vernietigen"
bewaartermijn = "P5Y"
categorie = "11.2"
"#;

fn archief() -> Inrichting {
    lees(ARCHIEF).unwrap()
}

fn fouten(tekst: &str) -> Vec<String> {
    lees(tekst).unwrap_err().iter().map(ToString::to_string).collect()
}

/// Withdrawn, in a municipality that has set up its archive.
fn ingetrokken() -> Zaak {
    let mut zaak = Zaak::ingetrokken();
    zaak.opzet.inrichting = archief();
    zaak
}

fn vernietig(gesloten: Date) -> Handeling {
    Handeling::Vernietig(Vernietiging { lijst: id(9), gesloten })
}

fn weigert(zaak: &Zaak, actor: Actor, gesloten: Date) -> String {
    zaak.weigering(actor, vernietig(gesloten)).to_string()
}

#[test]
fn a_result_is_appraised_by_the_type_that_held_when_it_was_closed() {
    let inrichting = archief();
    let bewaring = |status: &str, fase, gesloten| inrichting.bewaring(status, fase, gesloten);
    let oud = bewaring("ingetrokken", Fase::Ingetrokken, date(2019, 12, 31)).unwrap();
    assert_eq!(
        (oud.resultaattype.categorie.as_str(), oud.archiefactiedatum),
        ("9.1", Some(date(2029, 12, 31)))
    );
    let nieuw = bewaring("ingetrokken", Fase::Ingetrokken, date(2024, 2, 29)).unwrap();
    assert_eq!(nieuw.archiefactiedatum, Some(date(2025, 2, 28)));
    assert!(!nieuw.mag_weg(date(2025, 2, 27)) && nieuw.mag_weg(date(2025, 2, 28)));
    assert_eq!(
        nieuw.afleiding(),
        "Gesloten op 29 februari 2024 (afgehandeld); 1 jaar bewaren; te vernietigen vanaf 28 februari 2025."
    );
    let blijft = bewaring("gerealiseerd", Fase::Gerealiseerd, date(2000, 1, 1)).unwrap();
    assert_eq!((blijft.resultaattype.waardering, blijft.archiefactiedatum), (Waardering::Bewaren, None));
    // An end status of the municipality's own follows its phase, until it has a type itself.
    assert!(bewaring("buiten_wijk", Fase::Afgewezen, date(2024, 1, 1)).is_some());
    assert_eq!(bewaring("tlo", Fase::Tlo, date(2024, 1, 1)), None);
}

#[test]
fn what_does_not_go_together_is_named_with_what_would_be_right() {
    let met = |regels: &str| {
        let kop = "gemeente = \"X\"\nversie = 1\nselectielijst = \"S\"\n[[resultaattypen]]\nnaam = \"N\"\ncategorie = \"1\"\n";
        fouten(&format!("{kop}{regels}")).join("\n")
    };
    let kort = met("resultaat = \"afgewezen\"\nwaardering = \"vernietigen\"");
    assert!(kort.contains("regel 8") && kort.contains("bewaartermijn ontbreekt"), "{kort}");
    let teveel = met("resultaat = \"afgewezen\"\nwaardering = \"bewaren\"\nbewaartermijn = \"P5Y\"");
    assert!(teveel.contains("heeft geen bewaartermijn"), "{teveel}");
    let termijn = met("resultaat = \"afgewezen\"\nwaardering = \"vernietigen\"\nbewaartermijn = \"5 jaar\"");
    assert!(termijn.contains("zoals P10Y"), "{termijn}");
    let soort = met("resultaat = \"afgewezen\"\nwaardering = \"weggooien\"");
    assert!(soort.contains("mogelijk is: bewaren, vernietigen"), "{soort}");
    let dubbel = fouten(&ARCHIEF.replace("tot = 2020-01-01\n", "")).join("\n");
    assert!(dubbel.contains("twee keer"), "{dubbel}");
    let grond = fouten(&ARCHIEF.replace("selectielijst = \"Selectielijst 2020\"\n", "")).join("\n");
    assert!(grond.contains("welke lijst u volgt"), "{grond}");
}

#[test]
fn every_end_of_a_workflow_has_a_type_and_every_type_an_end() {
    let werkstromen = Werkstromen::standaard().unwrap();
    assert!(archief().archieffouten(&werkstromen).is_empty());
    assert!(Inrichting::default().archieffouten(&werkstromen).is_empty(), "one can begin without");
    let fout = lees(&ARCHIEF.replace("\"afgewezen\"", "\"afgekeurd\"")).unwrap().archieffouten(&werkstromen);
    assert!(fout[0].contains("\"afgekeurd\" is geen eindstatus"), "{fout:?}");
    assert!(fout[1].contains("de eindstatus afgewezen") && fout.len() == 2, "{fout:?}");
}

#[test]
fn a_dossier_of_which_the_term_is_over_is_destroyed_and_nothing_is_added_to_it() {
    let zaak = ingetrokken();
    zaak.vraag(management(), vernietig(date(2025, 3, 2))).then_expect_events(vec![G::DossierVernietigd(
        DossierVernietigd {
            lijst: id(9),
            selectielijst: "Selectielijst 2020".into(),
            categorie: "11.3".into(),
            bewaartermijn: "P1Y".into(),
            brondatum: date(2025, 3, 2),
            archiefactiedatum: date(2026, 3, 2),
        },
    )]);
    let weg = zaak.na(als(Rol::Beheerder), vernietig(date(2025, 3, 2)));
    assert_eq!(weg.weigert_stap(tlo(), gemotiveerd("heropen")).regel(), "dossier-vernietigd");
    assert_eq!(weg.weigering(management(), vernietig(date(2025, 3, 2))).regel(), "dossier-vernietigd");
    let werkstroom = weg.opzet.werkstromen.nieuwste("wijkinitiatief").unwrap();
    let aanbod = wijkspoor_domain::initiatief::mogelijke_overgangen(&weg.initiatief, werkstroom, &tlo());
    assert!(aanbod.is_empty(), "nothing is offered any more");
}

#[test]
fn what_may_not_go_says_why() {
    let dag = date(2025, 3, 2);
    assert!(weigert(&ingetrokken(), management(), date(2025, 3, 3)).contains("vanaf 2026-03-03"));
    assert!(weigert(&Zaak::ingetrokken(), management(), dag).contains("geen resultaattype"));
    assert_eq!(ingetrokken().weigering(tlo(), vernietig(dag)).regel(), "niet-bevoegd");
    let heropend = ingetrokken().stap(tlo(), gemotiveerd("heropen"));
    assert!(weigert(&heropend, management(), dag).contains("niet gesloten"));
    let mut gerealiseerd = Zaak::in_uitvoering().stap(tlo(), realiseer());
    gerealiseerd.opzet.inrichting = archief();
    assert!(weigert(&gerealiseerd, management(), dag).contains("blijvend bewaard"));
    let vraag = soorten::zoek("navraag_ontvangen").unwrap();
    let velden = json!({ "kanaal": "email", "vraag": "Hoe staat het ervoor?" });
    let vraag = Feit { id: Some(id(5)), ..Feit::lees(vraag, velden.as_object().unwrap().clone()).unwrap() };
    let mut open =
        Zaak::ingediend().na(indiener(), Handeling::LegVast(vraag)).stap(indiener(), stap("trek_in"));
    open.opzet.inrichting = archief();
    assert!(weigert(&open, management(), dag).contains("1 vragen niet beantwoord"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_ever_destroyed_before_its_date(gesloten in 10_000..30_000_i64, later in -800..8_000_i64, soort in 0..3_usize) {
        let zaak = match soort {
            0 => ingetrokken(),
            1 => {
                let mut zaak = Zaak::in_uitvoering().stap(tlo(), realiseer());
                zaak.opzet.inrichting = archief();
                zaak
            }
            _ => ingetrokken().stap(tlo(), gemotiveerd("heropen")),
        };
        let (gesloten, dag) = (van_dagnummer(gesloten), van_dagnummer(gesloten + later));
        let moment = Moment::datum(dag, Nauwkeurigheid::Dag, 0);
        let context = Context { actor: management(), nu: moment.op, plaatsgevonden: moment };
        let besluit = zaak.initiatief.beslis(&Commando { context, handeling: vernietig(gesloten) }, &zaak.opzet);
        let jaren = if gesloten < date(2020, 1, 1) { 10 } else { 1 };
        let vanaf = gesloten.checked_add(jiff::Span::new().years(jaren)).unwrap();
        prop_assert_eq!(besluit.is_ok(), soort == 0 && dagnummer(dag) >= dagnummer(vanaf));
    }
}
