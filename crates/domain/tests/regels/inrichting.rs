//! The organisation as data: how it is read, and what it lets pass.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use crate::common::*;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use wijkspoor_domain::initiatief::gebeurtenis::{Blokkadereden, Gebeurtenis as G};
use wijkspoor_domain::initiatief::handeling::*;
use wijkspoor_domain::inrichting::{Inrichting, KLEINSTE_GROEP, Lijst, lees};
use wijkspoor_domain::{Moment, Nauwkeurigheid, Opzet};

const ZANDMEER: &str = r#"
gemeente = "Zandmeer"
versie = 1

[[gebieden]]
naam = "Noordoost"
tlo = "Buurtteam Noordoost"
wijken = ["Klarendal", "Sint Marten"]

[[gebieden]]
naam = "Haven"
wijken = ["Kade"]
vanaf = 2020-01-01

[[afdelingen]]
namen = ["Groen", "Wegen"]

[[afdelingen]]
namen = ["Stadswerken"]
vanaf = 2015-01-01
tot = 2020-01-01

[[themas]]
namen = ["groen"]

[[redenen]]
naam = "Kabels in de grond"
telt_als = "vergunning"

[[beleid]]
code = "kleinste_groep"
naam = "Kleinste groep"
waarde = 3
eenheid = "aantal"

[[beleid]]
code = "kleinste_groep"
naam = "Kleinste groep"
waarde = 10
eenheid = "aantal"
vanaf = 2026-01-01
"#;

fn zandmeer() -> Inrichting {
    lees(ZANDMEER).unwrap()
}

fn in_zandmeer(zaak: Zaak) -> Zaak {
    Zaak { opzet: Opzet { inrichting: zandmeer(), ..zaak.opzet }, ..zaak }
}

fn op(datum: Date) -> Moment {
    Moment::datum(datum, Nauwkeurigheid::Dag, 0)
}

/// The faults of a text, as `line: message`.
fn fouten(tekst: &str) -> Vec<String> {
    lees(tekst).unwrap_err().iter().map(|f| format!("{}: {}", f.regel, f.melding)).collect()
}

#[test]
fn without_an_organisation_every_name_is_free() {
    let leeg = Inrichting::default();
    for lijst in [Lijst::Gebieden, Lijst::Afdelingen, Lijst::Posten] {
        leeg.controleer(lijst, "x", &naam("Wat dan ook"), op(date(2026, 1, 1))).unwrap();
    }
    leeg.controleer_wijken(&naam("X"), &[naam("Y")], op(date(2026, 1, 1))).unwrap();
}

#[test]
fn a_list_that_is_not_set_up_is_free_beside_one_that_is() {
    let zaak = in_zandmeer(Zaak::bij_tlo());
    // There are no posts in this organisation, but there are departments.
    zandmeer().controleer(Lijst::Posten, "post", &naam("groen"), op(date(2026, 1, 1))).unwrap();
    zaak.stap(tlo(), draag_over(vec![opdracht(1, "Groen")]));
}

#[test]
fn an_unknown_name_is_refused_with_what_could_be_said() {
    let weigering = in_zandmeer(Zaak::bij_tlo())
        .weigert_stap(tlo(), draag_over(vec![opdracht(1, "Groen"), opdracht(2, "Vastgoed")]));
    assert_eq!(weigering.regel(), "onbekende-naam");
    assert_eq!(weigering.mogelijk(), ["Groen", "Wegen"]);
    assert_eq!(
        weigering.to_string(),
        "\"Vastgoed\" staat niet in de lijst afdelingen van de inrichting; wel: Groen, Wegen"
    );
    let elders = Indiening { gebied: naam("Noord"), ..indiening() };
    let weigering = in_zandmeer(Zaak::leeg()).weigering(indiener(), Handeling::DienIn(elders));
    assert_eq!(weigering.mogelijk(), ["Haven", "Noordoost"]);
}

#[test]
fn a_wijk_belongs_to_its_gebied() {
    let elders = Indiening { wijken: vec![naam("Klarendal"), naam("Kade")], ..indiening() };
    let weigering = in_zandmeer(Zaak::leeg()).weigering(indiener(), Handeling::DienIn(elders));
    assert_eq!(weigering.mogelijk(), ["Klarendal", "Sint Marten"]);
    in_zandmeer(Zaak::leeg()).na(indiener(), Handeling::DienIn(indiening()));
}

#[test]
fn a_name_holds_on_the_days_between_its_dates() {
    let mag = |moment| zandmeer().controleer(Lijst::Afdelingen, "x", &naam("Stadswerken"), moment).is_ok();
    assert!(!mag(op(date(2014, 12, 31))));
    assert!(mag(op(date(2015, 1, 1))));
    assert!(mag(op(date(2019, 12, 31))));
    assert!(!mag(op(date(2020, 1, 1))));
    // Of a year, any day may have been it; of what is unknown, any at all.
    assert!(mag(Moment::datum(date(2015, 7, 1), Nauwkeurigheid::Jaar, 0)));
    assert!(!mag(Moment::datum(date(2020, 7, 1), Nauwkeurigheid::Jaar, 0)));
    assert!(mag(Moment::datum(date(2026, 7, 1), Nauwkeurigheid::Onbekend, 0)));
}

#[test]
fn an_own_reason_counts_as_the_one_that_it_is_set_up_for() {
    let zaak = in_zandmeer(Zaak::bij_kern(&["Groen"]).opdracht(afdeling("Groen"), 1, accepteer()));
    let blokkeer = |reden, eigen: &str| Opdrachtactie::Blokkeer {
        reden,
        eigen_reden: Some(naam(eigen)),
        toelichting: "Er ligt een kabel".into(),
    };
    let actie = |actie| Handeling::Opdracht { opdracht: id(1), actie };
    let goed = blokkeer(Blokkadereden::Vergunning, "Kabels in de grond");
    let zaak_goed = zaak.clone().na(afdeling("Groen"), actie(goed));
    let Some(G::OpdrachtGeblokkeerd(geblokkeerd)) = zaak_goed.gebeurtenissen.last() else { unreachable!() };
    assert_eq!(geblokkeerd.eigen_reden.as_ref().unwrap().as_str(), "Kabels in de grond");
    for verkeerd in [
        blokkeer(Blokkadereden::Budget, "Kabels in de grond"),
        blokkeer(Blokkadereden::Vergunning, "Geen zin"),
    ] {
        assert_eq!(zaak.weigering(afdeling("Groen"), actie(verkeerd)).regel(), "onbekende-naam");
    }
    // Where no reasons are set up, any may be named.
    let vrij = Zaak { opzet: Opzet::standaard().unwrap(), ..zaak };
    vrij.na(afdeling("Groen"), actie(blokkeer(Blokkadereden::Budget, "Geen zin")));
}

#[test]
fn policy_holds_from_its_day_until_the_next() {
    let groep = |datum| zandmeer().kleinste_groep(op(datum));
    assert_eq!((groep(date(2025, 12, 31)), groep(date(2026, 1, 1))), (3, 10));
    assert_eq!(Inrichting::default().kleinste_groep(op(date(2026, 1, 1))), 5);
    assert!(zandmeer().beleid("iets_anders", op(date(2026, 1, 1))).is_none());
    assert_eq!(
        zandmeer().beleid(KLEINSTE_GROEP, op(date(2026, 1, 1))).unwrap().vanaf,
        Some(date(2026, 1, 1))
    );
}

#[test]
fn all_faults_come_together_with_their_lines() {
    let tekst = "gemeente = \"X\"\nversie = 0\n[[afdelingen]]\nnamen = [\"A\", \"A\", \"\"]\n\
        [[afdelingen]]\nnamen = [\"B\"]\nvanaf = 2020-02-01\ntot = 2020-02-01\n\
        [[redenen]]\nnaam = \"R\"\ntelt_als = \"zomaar\"\n\
        [[beleid]]\ncode = \"kleinste_groep\"\nnaam = \"N\"\nwaarde = 5\neenheid = \"weken\"\n\
        [[beleid]]\ncode = \"Leeg\"\nnaam = \"N\"\n";
    let gevonden = fouten(tekst);
    assert_eq!(gevonden.len(), 8, "{gevonden:#?}");
    for (i, begin) in [
        "2: een versie is",
        "4: \"A\" staat er",
        "4: een naam mag niet leeg",
        "8: tot (2020-02-01) is de eerste dag erna",
        "11: \"zomaar\" is onbekend",
        "13: het programma rekent",
        "18: \"Leeg\" is geen code",
        "18: heeft een waarde",
    ]
    .iter()
    .enumerate()
    {
        assert!(gevonden[i].starts_with(begin), "{begin}: {gevonden:#?}");
    }
    assert!(fouten("gemeente = 3")[0].contains("verkeerd soort waarde"));
    assert!(fouten("gemeente = \"X\"\nversie = 1\nstraten = []")[0].starts_with("3: onbekend veld"));
    assert!(
        fouten("gemeente = \"X\"\nversie = 1\n[[afdelingen]]\nnamen = []\nvanaf = 08:00:00")[0]
            .starts_with("5:")
    );
}

#[test]
fn a_name_may_come_back_after_its_end() {
    let tekst = "gemeente = \"X\"\nversie = 1\n[[afdelingen]]\nnamen = [\"A\"]\ntot = 2020-01-01\n\
        [[afdelingen]]\nnamen = [\"A\"]\nvanaf = 2022-01-01\n";
    let inrichting = lees(tekst).unwrap();
    let mag = |jaar| inrichting.controleer(Lijst::Afdelingen, "x", &naam("A"), op(date(jaar, 6, 1))).is_ok();
    assert_eq!([2019, 2020, 2021, 2022].map(mag), [true, false, false, true]);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_faults(tekst in ".{0,200}") {
        prop_assert!(lees(&tekst).is_ok_and(|i| i.versie > 0) || !lees(&tekst).unwrap_err().is_empty());
    }
}
