//! Workflow definitions: the default is what the design says, and each kind of fault is named with its line.

#![expect(clippy::expect_used, clippy::panic, reason = "helpers of tests are tests, too")]

use wijkspoor_domain::werkstroom::{Aanzet, Fase, STANDAARD, Werkstromen, WerkstroomRef, lees};

/// A small valid definition; the tests spoil one line of it.
const KLEIN: &str = r#"code = "klein"
versie = 1
naam = "Klein"
begin = "nieuw"

[[statussen]]
code = "nieuw"
naam = "Nieuw"
fase = "ingediend"
aan_zet = ["tlo"]
norm = { aantal = 10, eenheid = "werkdagen" }

[[statussen]]
code = "bezig"
naam = "Bezig"
fase = "kernorganisatie"
aan_zet = ["afdelingen"]
terugval = "tlo"

[[statussen]]
code = "rust"
naam = "Rust"
fase = "aangehouden"
aan_zet = ["tlo"]

[[statussen]]
code = "weg"
naam = "Weg"
fase = "ingetrokken"

[[overgangen]]
code = "begin"
naam = "Beginnen"
soort = "neem_in_behandeling"
van = ["nieuw"]
naar = "bezig"
rollen = ["tlo"]
vereist = ["motivering"]

[[overgangen]]
code = "houd_aan"
naam = "Aanhouden"
soort = "houd_aan"
van = ["nieuw", "bezig"]
naar = "rust"
rollen = ["tlo"]

[[overgangen]]
code = "hervat"
naam = "Hervatten"
soort = "hervat"
van = ["rust"]
naar = "@herkomst"
rollen = ["tlo"]

[[overgangen]]
code = "trek_in"
naam = "Intrekken"
soort = "trek_in"
van = ["nieuw", "bezig"]
naar = "weg"
rollen = ["initiatiefnemer"]

[[termijnen]]
code = "besluit"
naam = "Beslissen"
grondslag = "Awb 4:13"
duur = { aantal = 8, eenheid = "weken" }
vanaf = "nieuw"
tot = ["ingetrokken"]
"#;

/// The line of the `nummer`-th occurrence of a text, from 1.
fn regel(bron: &str, tekst: &str, nummer: usize) -> usize {
    let regels = bron.lines().enumerate().filter(|(_, r)| r.contains(tekst));
    regels
        .map(|(i, _)| i + 1)
        .nth(nummer - 1)
        .unwrap_or_else(|| panic!("{tekst:?} is not there {nummer} times"))
}

/// What is replaced (its n-th line) by what, and then the place and the words of the one fault on that line.
type Geval = ((&'static str, usize), &'static str, &'static str, &'static str);

fn bederf(bron: &str, (tekst, nummer): (&str, usize), door: &str) -> (String, usize) {
    let plek = regel(bron, tekst, nummer);
    let regels = bron.lines().enumerate();
    let nieuw: Vec<String> =
        regels.map(|(i, r)| if i + 1 == plek { r.replace(tekst, door) } else { r.to_owned() }).collect();
    (nieuw.join("\n"), plek)
}

fn controleer(gevallen: &[Geval]) {
    for (wat, door, plaats, melding) in gevallen {
        let (bron, plek) = bederf(KLEIN, *wat, door);
        let fouten = lees(&bron).expect_err(door);
        let raak =
            fouten.iter().any(|f| f.regel == plek && f.plaats == *plaats && f.melding.contains(melding));
        let lijst: Vec<String> = fouten.iter().map(ToString::to_string).collect();
        assert!(raak, "{door}: expected regel {plek}: {plaats}: {melding}\n{}", lijst.join("\n"));
    }
}

#[test]
fn the_default_is_valid_and_has_exactly_the_states_of_the_design() {
    let werkstroom = lees(STANDAARD).unwrap();
    let statussen: Vec<_> = werkstroom.statussen.iter().map(|s| (s.code.as_str(), s.fase)).collect();
    assert_eq!(
        statussen,
        [
            ("ingediend", Fase::Ingediend),
            ("in_behandeling_tlo", Fase::Tlo),
            ("in_behandeling_kernorganisatie", Fase::Kernorganisatie),
            ("wacht_op_initiatiefnemer", Fase::WachtOpIndiener),
            ("geescaleerd_ambtelijk", Fase::EscalatieAmbtelijk),
            ("geescaleerd_bestuurlijk", Fase::EscalatieBestuurlijk),
            ("in_uitvoering", Fase::Uitvoering),
            ("aangehouden", Fase::Aangehouden),
            ("gerealiseerd", Fase::Gerealiseerd),
            ("afgewezen", Fase::Afgewezen),
            ("ingetrokken", Fase::Ingetrokken),
        ]
    );
    assert_eq!((werkstroom.code.as_str(), werkstroom.begin.as_str()), ("wijkinitiatief", "ingediend"));
    // Only the wait for the applicant suspends the statutory clock (Awb 4:15).
    let opgeschort = werkstroom.statussen.iter().filter(|s| s.schort_op).map(|s| s.fase);
    assert_eq!(opgeschort.collect::<Vec<_>>(), [Fase::WachtOpIndiener]);
    for status in &werkstroom.statussen {
        assert_eq!(
            status.norm.is_none(),
            status.fase.is_einde(),
            "{}: a norm where somebody waits",
            status.code
        );
    }
    for code in ["in_behandeling_kernorganisatie", "in_uitvoering"] {
        let status = werkstroom.status(code).unwrap();
        assert_eq!(
            (status.aan_zet.as_slice(), status.terugval),
            (&[Aanzet::Afdelingen][..], Some(Aanzet::Tlo))
        );
    }
}

#[test]
fn the_register_holds_the_default() {
    let register = Werkstromen::standaard().unwrap();
    let sleutel = WerkstroomRef { code: "wijkinitiatief".into(), versie: 2 };
    assert_eq!(register.zoek(&sleutel), register.nieuwste("wijkinitiatief"));
    assert_eq!(register.iter().count(), 1);
    assert!(register.nieuwste("wijk").is_none());
}

#[test]
fn the_small_definition_is_valid() {
    assert!(lees(KLEIN).is_ok(), "{:?}", lees(KLEIN));
    let hervat = lees(KLEIN).unwrap();
    let hervat_overgang = hervat.overgang("hervat").unwrap();
    assert_eq!(hervat.doelen(hervat_overgang, "rust"), ["bezig", "nieuw"]);
}

#[test]
fn what_is_no_definition_is_refused_at_its_line() {
    let vorm = "indeling van het bestand";
    controleer(&[
        (("naam = \"Klein\"", 1), "naam = Klein", vorm, "geen geldige TOML"),
        (("naam = \"Klein\"", 1), "naam = 3", vorm, "verkeerd soort waarde"),
        (("versie = 1", 1), "versie = -1", vorm, ""),
    ]);
    let fout = |bron: &str| lees(bron).unwrap_err().remove(0);
    let onbekend = fout(&KLEIN.replace("naam = \"Klein\"", "naam = \"Klein\"\nkleur = \"rood\""));
    assert_eq!(
        (onbekend.regel, onbekend.melding.starts_with("onbekend veld: `kleur`")),
        (4, true),
        "{onbekend}"
    );
    let dubbel = fout(&KLEIN.replace("versie = 1", "versie = 1\nversie = 2"));
    assert_eq!((dubbel.regel, dubbel.melding.as_str()), (3, "sleutel staat er twee keer"), "{dubbel}");
    let zonder = fout(&KLEIN.replace("naam = \"Klein\"\n", ""));
    assert!(zonder.melding.starts_with("verplicht veld ontbreekt: `naam`"), "{zonder}");
    let leeg = fout("");
    assert_eq!(leeg.to_string(), "regel 1: indeling van het bestand: verplicht veld ontbreekt: `code`");
}

#[test]
fn a_code_is_small_letters_digits_and_underscores() {
    let lang = format!("code = \"{}\"", "a".repeat(61));
    for door in ["code = \"Klein\"", "code = \"1e\"", "code = \"\"", "code = \"a-b\"", "code = \"é\"", &lang]
    {
        let fout = lees(&bederf(KLEIN, ("code = \"klein\"", 1), door).0).unwrap_err().remove(0);
        assert_eq!((fout.regel, fout.plaats.as_str()), (1, "code"));
        assert!(fout.melding.contains("is geen code"), "{fout}");
    }
    controleer(&[
        (("code = \"weg\"", 1), "code = \"Weg\"", "statussen, code", "is geen code"),
        (("code = \"hervat\"", 1), "code = \"her vat\"", "overgangen, code", "is geen code"),
        (("code = \"besluit\"", 1), "code = \"_\"", "termijnen, code", "is geen code"),
    ]);
}

#[test]
fn numbers_have_bounds() {
    let norm = "statussen \"nieuw\", norm.aantal";
    controleer(&[
        (("versie = 1", 1), "versie = 0", "versie", "een versie is een getal vanaf 1"),
        (("aantal = 10", 1), "aantal = 0", norm, "moet van 1 tot en met 3650 zijn"),
        (("aantal = 10", 1), "aantal = 3651", norm, "moet van 1 tot en met 3650 zijn"),
        (
            ("aantal = 8", 1),
            "aantal = 0",
            "termijnen \"besluit\", duur.aantal",
            "moet van 1 tot en met 3650 zijn",
        ),
    ]);
}

#[test]
fn a_word_outside_its_closed_set_is_named_with_what_would_be_right() {
    controleer(&[
        (
            ("\"aangehouden\"", 1),
            "\"pauze\"",
            "statussen \"rust\", fase",
            "\"pauze\" is onbekend; mogelijk is: ingediend, tlo",
        ),
        (
            ("[\"tlo\"]", 1),
            "[\"raad\"]",
            "statussen \"nieuw\", aan_zet",
            "mogelijk is: initiatiefnemer, tlo, afdelingen",
        ),
        (
            ("terugval = \"tlo\"", 1),
            "terugval = \"raad\"",
            "statussen \"bezig\", terugval",
            "\"raad\" is onbekend",
        ),
        (
            ("werkdagen", 1),
            "uren",
            "statussen \"nieuw\", norm.eenheid",
            "mogelijk is: werkdagen, kalenderdagen, weken",
        ),
        (
            ("soort = \"hervat\"", 1),
            "soort = \"ga_door\"",
            "overgangen \"hervat\", soort",
            "\"ga_door\" is onbekend",
        ),
        (
            ("[\"initiatiefnemer\"]", 1),
            "[\"burger\"]",
            "overgangen \"trek_in\", rollen",
            "\"burger\" is onbekend",
        ),
        (("[\"motivering\"]", 1), "[\"geduld\"]", "overgangen \"begin\", vereist", "\"geduld\" is onbekend"),
        (("[\"ingetrokken\"]", 1), "[\"klaar\"]", "termijnen \"besluit\", tot", "\"klaar\" is onbekend"),
    ]);
}

#[test]
fn somebody_has_the_ball_in_every_state_but_an_end() {
    let einde = "in een eindstatus is niemand aan zet en loopt geen norm";
    let weg = "fase = \"ingetrokken\"";
    for extra in ["aan_zet = [\"tlo\"]", "terugval = \"tlo\"", "norm = { aantal = 1, eenheid = \"weken\" }"] {
        let bron = KLEIN.replace(weg, &format!("{weg}\n{extra}"));
        let fouten = lees(&bron).unwrap_err();
        let plek = regel(&bron, "code = \"weg\"", 1);
        let raak = fouten.iter().any(|f| f.regel == plek && f.melding.starts_with(einde));
        assert!(raak, "{extra}: {fouten:?}");
    }
    let zonder = KLEIN.replacen("aan_zet = [\"tlo\"]\n", "", 1);
    let fouten = lees(&zonder).unwrap_err();
    assert_eq!(
        fouten[0].to_string(),
        "regel 7: statussen \"nieuw\", aan_zet: er moet iemand aan zet zijn, behalve in een eindstatus"
    );
}

#[test]
fn a_state_of_departments_or_partners_names_who_has_the_ball_when_there_are_none() {
    for (wat, door) in [
        ("terugval = \"tlo\"", ""),
        ("terugval = \"tlo\"", "terugval = \"partners\""),
        ("aan_zet = [\"afdelingen\"]\nterugval = \"tlo\"", "aan_zet = [\"partners\", \"afdelingen\"]"),
    ] {
        let fouten = lees(&KLEIN.replace(wat, door)).unwrap_err();
        assert_eq!((fouten[0].regel, fouten[0].plaats.as_str()), (14, "statussen \"bezig\", terugval"));
        assert!(fouten[0].melding.starts_with("noem een vaste partij"));
    }
    let vast = "aan_zet = [\"afdelingen\", \"tlo\"]";
    assert!(lees(&KLEIN.replace("aan_zet = [\"afdelingen\"]\nterugval = \"tlo\"", vast)).is_ok());
}

#[test]
fn a_transition_names_who_and_from_where() {
    let fouten = lees(&KLEIN.replace("rollen = [\"initiatiefnemer\"]", "rollen = []")).unwrap_err();
    let plek = regel(KLEIN, "code = \"trek_in\"", 1);
    assert_eq!(
        fouten[0].to_string(),
        format!("regel {plek}: overgangen \"trek_in\", rollen: noem wie deze overgang mag uitvoeren")
    );
    let fouten = lees(&KLEIN.replace("van = [\"rust\"]", "van = []")).unwrap_err();
    assert!(fouten[0].to_string().ends_with("overgangen \"hervat\", van: noem vanuit welke status"));
    for rol in ["auditor", "beheerder"] {
        let fouten = lees(&KLEIN.replace("initiatiefnemer", rol)).unwrap_err();
        assert_eq!(fouten[0].regel, plek + 5);
        assert_eq!(fouten[0].melding, format!("de rol {rol} neemt geen deel aan het proces"));
    }
}

#[test]
fn codes_are_unique_and_every_state_that_is_named_exists() {
    let bestaat = "status \"elders\" bestaat niet; wel: bezig, nieuw, rust, weg";
    controleer(&[
        (("code = \"weg\"", 1), "code = \"rust\"", "statussen", "\"rust\" komt twee keer voor"),
        (("code = \"trek_in\"", 1), "code = \"begin\"", "overgangen", "\"begin\" komt twee keer voor"),
        (("begin = \"nieuw\"", 1), "begin = \"elders\"", "begin", bestaat),
        (("van = [\"rust\"]", 1), "van = [\"elders\"]", "overgangen \"hervat\", van", bestaat),
        (("naar = \"weg\"", 1), "naar = \"elders\"", "overgangen \"trek_in\", naar", bestaat),
        (("vanaf = \"nieuw\"", 1), "vanaf = \"elders\"", "termijnen \"besluit\", vanaf", bestaat),
        (("begin = \"nieuw\"", 1), "begin = \"weg\"", "begin", "kan niet in een eindstatus beginnen"),
    ]);
    let termijn = &KLEIN[KLEIN.find("[[termijnen]]").unwrap()..];
    let fouten = lees(&format!("{KLEIN}{termijn}")).unwrap_err();
    assert_eq!((fouten[0].plaats.as_str(), fouten[0].regel), ("termijnen", regel(KLEIN, "tot = ", 1) + 2));
}

#[test]
fn a_kind_of_transition_goes_only_where_its_name_is_true() {
    controleer(&[
        (
            ("van = [\"rust\"]", 1),
            "van = [\"bezig\"]",
            "overgangen \"hervat\", van",
            "soort hervat kan niet uit een status van fase kernorganisatie",
        ),
        (
            ("van = [\"nieuw\"]", 1),
            "van = [\"weg\"]",
            "overgangen \"begin\", van",
            "soort neem_in_behandeling kan niet uit een status van fase ingetrokken",
        ),
        (
            ("naar = \"rust\"", 1),
            "naar = \"weg\"",
            "overgangen \"houd_aan\", naar",
            "soort houd_aan kan niet naar een status van fase ingetrokken",
        ),
        (
            ("naar = \"@herkomst\"", 1),
            "naar = \"weg\"",
            "overgangen \"hervat\", naar",
            "soort hervat kan niet naar een status van fase ingetrokken",
        ),
        (
            ("van = [\"nieuw\"]", 1),
            "van = [\"nieuw\", \"bezig\"]",
            "overgangen \"begin\", van",
            "leidt naar een andere status",
        ),
    ]);
}

#[test]
fn back_to_the_origin_is_for_a_supplement_or_a_hold_with_an_origin() {
    let alleen = "@herkomst kan alleen bij ontvang_aanvulling en hervat";
    controleer(&[
        (("naar = \"weg\"", 1), "naar = \"@herkomst\"", "overgangen \"trek_in\", naar", alleen),
        (
            ("naar = \"weg\"", 1),
            "naar = \"@herkomst\"",
            "overgangen \"trek_in\", naar",
            "in \"nieuw\" is er geen status om naar terug te gaan",
        ),
    ]);
    let begin = KLEIN.replace("begin = \"nieuw\"", "begin = \"rust\"");
    let fouten = lees(&begin).unwrap_err();
    let plek = regel(KLEIN, "@herkomst", 1);
    assert!(fouten.iter().any(|f| f.regel == plek && f.melding.starts_with("in \"rust\" is er geen status")));
}

#[test]
fn a_requirement_that_its_event_would_lose_is_refused() {
    for (vereiste, overgang) in
        [("vraag", "begin"), ("hersteltermijn", "begin"), ("geschilpunt", "begin"), ("resultaat", "begin")]
    {
        let fouten = lees(&KLEIN.replace("[\"motivering\"]", &format!("[\"{vereiste}\"]"))).unwrap_err();
        let plek = regel(KLEIN, "vereist = ", 1);
        assert_eq!(
            fouten[0].to_string(),
            format!(
                "regel {plek}: overgangen \"{overgang}\", vereist: soort neem_in_behandeling legt geen {vereiste} vast"
            )
        );
    }
}

#[test]
fn an_order_cannot_be_required_where_no_department_would_have_it() {
    let naar_tlo = KLEIN.replace("[\"motivering\"]", "[\"opdracht\"]");
    assert!(lees(&naar_tlo).is_ok(), "departments work in bezig");
    let doof = naar_tlo.replace("aan_zet = [\"afdelingen\"]\nterugval = \"tlo\"", "aan_zet = [\"tlo\"]");
    let fouten = lees(&doof).unwrap_err();
    assert_eq!(
        (fouten[0].regel, fouten[0].plaats.as_str()),
        (regel(&doof, "naar = \"bezig\"", 1), "overgangen \"begin\", naar")
    );
    assert_eq!(fouten[0].melding, "vereist een opdracht, maar in \"bezig\" heeft geen afdeling die");
    // Also by way of @herkomst: from nieuw no order may be open.
    let herkomst = KLEIN.replace("naar = \"@herkomst\"", "vereist = [\"opdracht\"]\nnaar = \"@herkomst\"");
    assert_eq!(
        lees(&herkomst).unwrap_err()[0].melding,
        "vereist een opdracht, maar in \"nieuw\" heeft geen afdeling die"
    );
}

#[test]
fn every_state_can_be_reached() {
    let los = KLEIN.replacen("naar = \"bezig\"", "naar = \"bezig2\"", 1).replace(
        "[[overgangen]]\ncode = \"begin\"",
        "[[statussen]]\ncode = \"bezig2\"\nnaam = \"Bezig\"\nfase = \"tlo\"\naan_zet = [\"tlo\"]\n\n[[overgangen]]\ncode = \"begin\"",
    );
    let fouten = lees(&los).unwrap_err();
    // `bezig` is the origin of a hold, but nothing leads there in the first place.
    assert!(
        fouten
            .iter()
            .any(|f| f.to_string() == "regel 14: statussen \"bezig\": is vanuit \"nieuw\" niet te bereiken"),
        "{fouten:?}"
    );
}

#[test]
fn an_end_can_be_reached_from_every_state_whatever_the_origin() {
    // From bezig only a hold is left, from which one comes back to bezig: the end lies only behind nieuw.
    let gevangen =
        KLEIN.replace("van = [\"nieuw\", \"bezig\"]\nnaar = \"weg\"", "van = [\"nieuw\"]\nnaar = \"weg\"");
    let fouten: Vec<String> = lees(&gevangen).unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        fouten,
        [
            "regel 14: statussen \"bezig\": vanaf hier is geen eindstatus te bereiken",
            "regel 21: statussen \"rust\": vanaf hier is geen eindstatus te bereiken",
        ]
    );
}

#[test]
fn a_definition_has_a_bounded_size() {
    let leeg = "code = \"x\"\nversie = 1\nnaam = \"X\"\nbegin = \"a\"\nstatussen = []\novergangen = []\n";
    let fouten = lees(leeg).unwrap_err();
    assert_eq!(fouten[1].to_string(), "regel 5: statussen: er moeten 1 tot 100 statussen zijn");
    let status =
        "[[statussen]]\ncode = \"s\"\nnaam = \"S\"\nfase = \"tlo\"\naan_zet = [\"tlo\"]\n".repeat(101);
    let overgang = "[[overgangen]]\ncode = \"o\"\nnaam = \"O\"\nsoort = \"trek_in\"\nvan = []\nnaar = \"s\"\nrollen = []\n";
    let veel =
        format!("code = \"x\"\nversie = 1\nnaam = \"X\"\nbegin = \"s\"\n{status}{}", overgang.repeat(501));
    let fouten = lees(&veel).unwrap_err();
    for melding in ["er moeten 1 tot 100 statussen zijn", "er mogen hoogstens 500 overgangen zijn"] {
        assert!(fouten.iter().any(|f| f.melding == melding), "{melding}");
    }
}

#[test]
fn all_faults_of_a_file_come_together_in_the_order_of_its_lines() {
    let bron = KLEIN
        .replace("versie = 1", "versie = 0")
        .replace("fase = \"aangehouden\"", "fase = \"pauze\"")
        .replace("naar = \"weg\"", "naar = \"elders\"");
    let fouten = lees(&bron).unwrap_err();
    let plekken: Vec<_> = fouten.iter().map(|f| f.regel).collect();
    assert_eq!(plekken, [2, regel(&bron, "pauze", 1), regel(&bron, "elders", 1)]);
}
