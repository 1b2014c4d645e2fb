//! The core stays pure, and dependencies point one way (docs/architecture.md).

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Which crates of the workspace each may depend on. A new crate is added here, after its place was chosen.
const RICHTING: &[(&str, &[&str])] = &[
    ("wijkspoor-domain", &[]),
    ("wijkspoor-projections", &["wijkspoor-domain"]),
    ("wijkspoor-bewijs", &[]),
    ("wijkspoor-store", &["wijkspoor-bewijs", "wijkspoor-domain", "wijkspoor-projections"]),
    ("wijkspoor-berichten", &["wijkspoor-domain", "wijkspoor-store"]),
    ("wijkspoor-zgw", &["wijkspoor-berichten", "wijkspoor-domain", "wijkspoor-store"]),
    (
        "wijkspoor-api",
        &[
            "wijkspoor-berichten",
            "wijkspoor-domain",
            "wijkspoor-projections",
            "wijkspoor-store",
            "wijkspoor-stuk",
            "wijkspoor-zgw",
        ],
    ),
    ("wijkspoor-stuk", &[]),
    ("wijkspoor-oidc", &["wijkspoor-api", "wijkspoor-domain", "wijkspoor-store"]),
    ("wijkspoor-tekening", &["wijkspoor-domain"]),
    ("wijkspoor-invoer", &["wijkspoor-domain"]),
    ("wijkspoor-paginas", &["wijkspoor-api", "wijkspoor-domain", "wijkspoor-oidc", "wijkspoor-tekening"]),
    (
        "wijkspoor",
        &[
            "wijkspoor-api",
            "wijkspoor-berichten",
            "wijkspoor-domain",
            "wijkspoor-invoer",
            "wijkspoor-oidc",
            "wijkspoor-paginas",
            "wijkspoor-projections",
            "wijkspoor-store",
            "wijkspoor-tekening",
            "wijkspoor-zgw",
        ],
    ),
    ("meet", &[]),
    ("zwarte-doos", &[]),
];

/// All that the pure crates may depend on: data, text and time as values; nothing that can reach outside.
const TOEGESTAAN: &[(&str, &[&str])] = &[
    ("wijkspoor-domain", &["cqrs-es", "jiff", "libm", "serde", "serde_json", "thiserror", "toml", "uuid"]),
    (
        "wijkspoor-projections",
        &["cqrs-es", "jiff", "serde", "serde_json", "unicode-normalization", "uuid", "wijkspoor-domain"],
    ),
];

/// What reaches outside, or is not the same on every run.
const VERBODEN: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::io",
    "std::os",
    "SystemTime",
    "Instant",
    "Timestamp::now",
    "Zoned::now",
    "now_v7",
    "new_v4",
    "getrandom",
    "thread_rng",
    "tokio",
    "println!",
    "print!",
    "dbg!",
    "unsafe",
];

fn wortel() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The dependencies of every crate of the workspace, those of its tests apart.
fn afhankelijkheden() -> BTreeMap<String, BTreeSet<String>> {
    let uitvoer = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--no-deps"])
        .current_dir(wortel())
        .output()
        .unwrap();
    assert!(uitvoer.status.success(), "{}", String::from_utf8_lossy(&uitvoer.stderr));
    let metadata: Json = serde_json::from_slice(&uitvoer.stdout).unwrap();
    let tekst = |json: &Json| json.as_str().unwrap().to_owned();
    (metadata["packages"].as_array().unwrap().iter())
        .map(|pakket| {
            let gewoon = pakket["dependencies"].as_array().unwrap().iter().filter(|d| d["kind"] != "dev");
            (tekst(&pakket["name"]), gewoon.map(|d| tekst(&d["name"])).collect())
        })
        .collect()
}

fn bronnen(map: &Path, gevonden: &mut Vec<PathBuf>) {
    for bestand in std::fs::read_dir(map).unwrap() {
        let pad = bestand.unwrap().path();
        match pad.is_dir() {
            true => bronnen(&pad, gevonden),
            false if pad.extension().is_some_and(|e| e == "rs") => gevonden.push(pad),
            false => {}
        }
    }
}

#[test]
fn crates_depend_in_one_direction() {
    let crates = afhankelijkheden();
    let bekend: BTreeMap<&str, BTreeSet<&str>> =
        RICHTING.iter().map(|(naam, mag)| (*naam, mag.iter().copied().collect())).collect();
    assert_eq!(
        crates.keys().map(String::as_str).collect::<Vec<_>>(),
        bekend.keys().copied().collect::<Vec<_>>(),
        "every crate of the workspace has its place in the table"
    );
    for (naam, hangt_af_van) in &crates {
        let intern: BTreeSet<&str> =
            hangt_af_van.iter().map(String::as_str).filter(|d| bekend.contains_key(d)).collect();
        let teveel: Vec<_> = intern.difference(&bekend[naam.as_str()]).collect();
        assert!(teveel.is_empty(), "{naam} may not depend on {teveel:?}");
    }
}

#[test]
fn the_pure_crates_depend_on_nothing_that_reaches_outside() {
    let crates = afhankelijkheden();
    for (naam, mag) in TOEGESTAAN {
        let teveel: Vec<_> = crates[*naam].iter().filter(|d| !mag.contains(&d.as_str())).collect();
        assert!(
            teveel.is_empty(),
            "{naam} may not depend on {teveel:?}: is it pure? Then add it to the table"
        );
    }
}

#[test]
fn the_pure_crates_use_no_clock_io_environment_or_thread() {
    let mut bestanden = Vec::new();
    for map in ["crates/domain/src", "crates/projections/src"] {
        bronnen(&wortel().join(map), &mut bestanden);
    }
    assert!(bestanden.len() > 25, "only {} files were found", bestanden.len());
    let mut fouten = Vec::new();
    for pad in bestanden {
        let tekst = std::fs::read_to_string(&pad).unwrap();
        for (nummer, regel) in tekst.lines().enumerate().filter(|(_, r)| !r.trim_start().starts_with("//")) {
            let verboden = VERBODEN.iter().filter(|v| bevat_woord(regel, v));
            fouten.extend(verboden.map(|v| format!("{}:{}: {v}", pad.display(), nummer + 1)));
        }
    }
    assert!(fouten.is_empty(), "{}", fouten.join("\n"));
}

/// Whether a word stands in a line, not as part of a longer one.
fn bevat_woord(regel: &str, woord: &str) -> bool {
    let deel = |c: char| c.is_alphanumeric() || c == '_';
    regel.match_indices(woord).any(|(plek, _)| {
        let voor = regel[..plek].chars().next_back();
        let na = regel[plek + woord.len()..].chars().next();
        !voor.is_some_and(deel) && (woord.ends_with('!') || !na.is_some_and(deel))
    })
}

#[test]
fn the_scan_sees_words_and_not_parts_of_words() {
    assert!(bevat_woord("use std::fs;", "std::fs") && bevat_woord("    dbg!(x)", "dbg!"));
    assert!(!bevat_woord("let instantie = 1;", "Instant") && !bevat_woord("eprintln!", "println!"));
}
