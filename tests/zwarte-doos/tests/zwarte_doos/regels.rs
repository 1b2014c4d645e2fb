//! The API Design Rules of the Dutch government, as far as they can be seen from outside; docs/api-regels.md says which test proves
//! which rule.

mod antwoorden;

use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// All rules of version 2.2.
const REGELS: [&str; 36] = [
    "naming-resources",
    "naming-collections",
    "interface-language",
    "no-trailing-slash",
    "path-segments-kebab-case",
    "query-keys-camel-case",
    "hide-implementation",
    "date-time/format",
    "date-time/timezone",
    "date-time/date-omit-time-portion",
    "http-methods",
    "http-safety",
    "http-response-code",
    "stateless",
    "nested-child",
    "resource-operations",
    "error-handling/problem-details",
    "error-handling/invalid-input",
    "error-handling/all-errors",
    "doc-openapi",
    "doc-openapi-contact",
    "doc-language",
    "publish-openapi",
    "deprecation-schedule",
    "transition-period",
    "uri-version",
    "changelog",
    "semver",
    "version-header",
    "transport/tls",
    "transport/no-sensitive-uris",
    "transport/security-headers",
    "transport/cors",
    "modules/geospatial",
    "modules/signing",
    "modules/encryption",
];

/// What there is once, or is no list of things; all else that a path names is in the plural.
const ENKELVOUD: [&str; 16] = [
    "checkpoint",
    "doorlooptijd",
    "gereedheid",
    "gezondheid",
    "inrichting",
    "openapi.json",
    "openstaand",
    "overleving",
    "publieke-kant",
    "stagnatie",
    "stand",
    "tijdlijn",
    "verklaring",
    "volglink",
    "volledigheid",
    "werkvoorraad",
];

fn wortel() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The sources with this name, below the crates and the tests.
fn bronnen(naam: &str) -> Vec<String> {
    let mut mappen = vec![wortel().join("crates"), wortel().join("tests")];
    let mut gevonden = Vec::new();
    while let Some(map) = mappen.pop() {
        for plek in fs::read_dir(map).unwrap().map(|plek| plek.unwrap().path()) {
            match plek.file_name().unwrap().to_str().unwrap() {
                "target" | "node_modules" => {}
                _ if plek.is_dir() => mappen.push(plek),
                bestand if bestand == naam => gevonden.push(fs::read_to_string(plek).unwrap()),
                _ => {}
            }
        }
    }
    gevonden
}

#[test]
fn every_rule_has_a_test_that_exists() {
    let bladzijde = fs::read_to_string(wortel().join("docs/api-regels.md")).unwrap();
    let stappen = fs::read_to_string(wortel().join("test")).unwrap();
    let rijen: Vec<Vec<&str>> = bladzijde
        .lines()
        .filter(|regel| regel.starts_with("| `"))
        .map(|regel| regel.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let genoemd: Vec<_> = rijen.iter().map(|rij| rij[0].trim_matches('`')).collect();
    assert_eq!(genoemd, REGELS, "all rules, once each");
    for rij in &rijen {
        let [regel, vraagt, hoe, test] = rij.as_slice() else {
            panic!("{rij:?} has another number of columns")
        };
        assert!(!vraagt.is_empty() && !hoe.is_empty(), "{regel}");
        let tests = test.split('`').skip(1).step_by(2).filter(|verwijzing| bestaat(verwijzing)).count();
        let genoemd: Vec<_> = test.split('"').skip(1).step_by(2).collect();
        for stap in &genoemd {
            assert!(stappen.contains(&format!("step '{stap}'")), "./test has no step {stap:?}");
        }
        assert!(tests + genoemd.len() > 0, "{regel} has no test");
    }
    // And what is named below the table.
    genoemde_tests(&bladzijde);
}

/// How many tests a page names, each of which exists.
fn genoemde_tests(bladzijde: &str) -> usize {
    bladzijde.split('`').skip(1).step_by(2).filter(|verwijzing| bestaat(verwijzing)).count()
}

/// Whether this names a test; then it must exist.
fn bestaat(verwijzing: &str) -> bool {
    let Some((bestand, test)) = verwijzing.split_once(".rs::") else { return false };
    let bronnen = bronnen(&format!("{bestand}.rs"));
    assert!(
        bronnen.iter().any(|bron| bron.contains(&format!("fn {test}("))),
        "{verwijzing} is named as a test, and does not exist"
    );
    true
}

/// The sections of ASVS 5.0.0 with requirements of level 1 or 2 (but WebRTC): how many requirements, and which of them are of level 3.
const ASVS: &str = "V1.1 2|V1.2 10 10|V1.3 12 12|V1.4 3|V1.5 3 3|V2.1 3|V2.2 3|V2.3 5 5|V2.4 2 2|V3.2 3 3|V3.3 5 5|V3.4 8 7 8\
    |V3.5 8 6 7 8|V3.7 5 3 4 5|V4.1 5 4 5|V4.2 5 2 3 4 5|V4.3 2|V4.4 4|V5.1 1|V5.2 6 4 5 6|V5.3 3 3|V5.4 3|V6.1 3|V6.2 12\
    |V6.3 8 5 6 7 8|V6.4 6 5 6|V6.5 8 6 7 8|V6.6 4 4|V6.8 4|V7.1 3|V7.2 4|V7.3 2|V7.4 5|V7.5 3 3|V7.6 2|V8.1 4 3 4|V8.2 4 4\
    |V8.3 3 2 3|V8.4 2 2|V9.1 3|V9.2 4|V10.1 2|V10.2 3 3|V10.3 5 5|V10.4 16 12 13 14 15 16|V10.5 5|V10.6 2|V10.7 3|V11.1 4 3 4\
    |V11.2 5 4 5|V11.3 5 4 5|V11.4 4|V11.5 2 2|V11.6 2 2|V12.1 5 4 5|V12.2 2|V12.3 5 5|V13.1 4 2 3 4|V13.2 6 6|V13.3 4 3 4\
    |V13.4 7 6 7|V14.1 2|V14.2 8 5 6 7 8|V14.3 3|V15.1 5 4 5|V15.2 5 4 5|V15.3 7|V16.1 1|V16.2 5|V16.3 4|V16.4 3|V16.5 4 4";

/// The requirements of levels 1 and 2.
fn asvs_eisen() -> BTreeSet<String> {
    let mut eisen = BTreeSet::new();
    for deel in ASVS.split('|') {
        let (naam, getallen) = deel.split_once(' ').unwrap();
        let mut getallen = getallen.split(' ').map(|getal| getal.parse::<u32>().unwrap());
        let aantal = getallen.next().unwrap();
        let hoger: Vec<u32> = getallen.collect();
        eisen.extend((1..=aantal).filter(|n| !hoger.contains(n)).map(|n| format!("{naam}.{n}")));
    }
    eisen
}

#[test]
fn every_requirement_of_asvs_is_answered_once() {
    let bladzijde = fs::read_to_string(wortel().join("docs/veiligheid.md")).unwrap();
    let mut genoemd = Vec::new();
    // The first cell: `V1.1.1, V1.1.3 – V1.1.5`.
    for cel in bladzijde.lines().filter_map(|regel| regel.strip_prefix("| V")?.split(" |").next()) {
        for deel in cel.split(", ") {
            let deel = deel.trim_start_matches('V');
            let (van, tot) = deel.split_once(" – V").unwrap_or((deel, deel));
            let ((paragraaf, van), (_, tot)) = (van.rsplit_once('.').unwrap(), tot.rsplit_once('.').unwrap());
            let nummers = van.parse::<u32>().unwrap()..=tot.parse().unwrap();
            genoemd.extend(nummers.map(|n| format!("V{paragraaf}.{n}")));
        }
    }
    let enige: BTreeSet<String> = genoemd.iter().cloned().collect();
    assert_eq!(enige.len(), genoemd.len(), "a requirement is answered twice");
    assert_eq!(enige, asvs_eisen());
}

#[test]
fn what_the_page_on_safety_names_exists() {
    let bladzijde = fs::read_to_string(wortel().join("docs/veiligheid.md")).unwrap();
    assert!(genoemde_tests(&bladzijde) > 90);
    let stappen = fs::read_to_string(wortel().join("test")).unwrap();
    for stap in bladzijde.split("stap \"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(stappen.contains(&format!("step '{stap}'")), "./test has no step {stap:?}");
    }
    for doel in bladzijde.split("fuzzdoel `").skip(1).filter_map(|rest| rest.split('`').next()) {
        assert!(wortel().join(format!("fuzz/targets/{doel}.rs")).is_file(), "there is no fuzz target {doel}");
    }
}

/// The document as it is served.
fn document() -> Json {
    wijkspoor_api::document()
}

/// Each operation: its path, its method, and what the document says of it.
fn operaties(document: &Json) -> Vec<(&str, &str, &Json)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(p, o)| o.as_object().unwrap().iter().map(move |(m, o)| (p.as_str(), m.as_str(), o)))
        .collect()
}

/// Where the shapes of another standard stand: a prefix, and no collection.
const ANDERMANS: &str = "/zgw";

/// The words of a path, without its parameters.
fn woorden(path: &str) -> Vec<&str> {
    path.trim_start_matches(ANDERMANS)
        .split('/')
        .filter(|deel| !deel.is_empty() && !deel.starts_with('{'))
        .collect()
}

#[test]
fn paths_are_made_of_words_in_kebab_case() {
    let kebab = |woord: &str| {
        let delen = woord.split('-').collect::<Vec<_>>();
        delen.iter().all(|deel| {
            !deel.is_empty() && deel.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
    };
    for (path, ..) in operaties(&document()) {
        for woord in woorden(path) {
            // The one file, which the rule publish-openapi names.
            assert!(kebab(woord) || woord == "openapi.json", "{path}");
            // Dutch nouns; a verb would say what is done, and an English word is no Dutch one.
            for anders in ["get", "list", "create", "update", "delete", "search", "users", "events", "status"]
            {
                assert_ne!(woord, anders, "{path}");
            }
        }
    }
}

#[test]
fn collections_are_plural() {
    let document = document();
    // What another standard calls things is not for us to say.
    for (path, ..) in operaties(&document).into_iter().filter(|(path, ..)| !path.starts_with(ANDERMANS)) {
        for woord in woorden(path) {
            let meervoud = woord.ends_with("en") || woord.ends_with('s') || woord == "gelijkende";
            assert_ne!(meervoud, ENKELVOUD.contains(&woord), "{path}: {woord}");
        }
    }
}

#[test]
fn parameters_and_fields_are_camel_case() {
    let camel = |naam: &str| {
        naam.starts_with(|c: char| c.is_ascii_lowercase()) && naam.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let document = document();
    for (path, _, operatie) in operaties(&document) {
        for parameter in operatie["parameters"].as_array().into_iter().flatten() {
            let naam = parameter["name"].as_str().unwrap();
            assert!(camel(naam) || parameter["in"] == "header", "{path}: {naam}");
        }
    }
    for (schema, inhoud) in document["components"]["schemas"].as_object().unwrap() {
        for veld in inhoud["properties"].as_object().into_iter().flatten() {
            assert!(camel(veld.0), "{schema}: {}", veld.0);
        }
    }
}

#[test]
fn what_belongs_to_an_object_stands_under_it() {
    let document = document();
    for (path, method, _) in operaties(&document) {
        let onder = if path.starts_with(ANDERMANS) { ANDERMANS } else { "" };
        let delen: Vec<_> = path.trim_start_matches(ANDERMANS).split('/').skip(1).collect();
        for (i, deel) in delen.iter().enumerate() {
            assert_eq!(deel.starts_with('{'), i % 2 == 1, "{path}: a name, an id, a name, an id");
        }
        // What is done to an object makes a thing below it.
        assert!(method == "get" || delen.len() % 2 == 1, "{method} {path}");
        if let [ouder, id, ..] = delen.as_slice() {
            let bekend = document["paths"].get(format!("{onder}/{ouder}/{id}")).is_some();
            assert!(bekend, "{path} stands under something that cannot be read");
        }
    }
}

#[test]
fn there_is_nothing_to_sign_encrypt_or_draw_on_a_map() {
    let mut document = document();
    // What is delivered is no request to this API.
    document.as_object_mut().unwrap().remove("webhooks");
    let tekst =
        document["paths"].to_string().to_lowercase() + &document["components"].to_string().to_lowercase();
    for woord in ["geojson", "accept-crs", "latitude", "breedtegraad", "jws", "jwe-", "payload-signature"] {
        assert!(!tekst.contains(woord), "{woord}: then a module of the rules applies");
    }
}

/// What is wrong with how a document announces what goes.
fn aankondigingen(document: &Json) -> Vec<String> {
    let mut fouten = Vec::new();
    for (path, method, operatie) in operaties(document) {
        if operatie["deprecated"] != true {
            continue;
        }
        for (status, antwoord) in operatie["responses"].as_object().unwrap() {
            for header in ["Deprecation", "Sunset", "Link"] {
                if antwoord["headers"].get(header).is_none() {
                    fouten.push(format!("{method} {path} {status} has no {header}"));
                }
            }
        }
    }
    fouten
}

#[test]
fn what_is_deprecated_says_so_in_its_answers() {
    let mut document = document();
    assert_eq!(aankondigingen(&document), Vec::<String>::new());
    document["paths"]["/stagnatie"]["get"]["deprecated"] = json!(true);
    assert!(aankondigingen(&document).contains(&"get /stagnatie 200 has no Sunset".to_owned()));
}
