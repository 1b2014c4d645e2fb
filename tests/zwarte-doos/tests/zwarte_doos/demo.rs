//! The demo: every case of a file at its end, with its whole timeline, and the commands that it tells people to try.

use serde_json::Value as Json;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use zwarte_doos::{Server, program, random, run};

const EMBEDDED: &str = include_str!("../../../../crates/wijkspoor/src/casussen/casussen.json");
const ODD: &str = include_str!("vreemd.json");

#[test]
fn the_demo_shows_every_case_at_its_end_with_its_whole_timeline() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::with(folder.path(), &["demo", "--port", "0", "--data-dir", "demo"]);
    assert!(folder.path().join("demo").is_dir());
    shows_all_cases(&server, EMBEDDED);
    server.stop();
}

#[test]
fn another_case_file_of_the_same_form_is_shown_as_well() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("vreemd.json"), ODD).unwrap();
    let args = ["demo", "--port", "0", "--data-dir", "demo", "--casussen", "vreemd.json"];
    let server = Server::with(folder.path(), &args);
    shows_all_cases(&server, ODD);
    let eigen = server.client().read("/v1/initiatieven?kenmerk=7");
    assert_eq!(
        eigen["initiatieven"][0]["status"], "in_uitvoering",
        "the file says what its own kinds lead to"
    );
    server.stop();
}

fn shows_all_cases(server: &Server, file: &str) {
    let file: Json = serde_json::from_str(file).unwrap();
    let casussen = file["casussen"].as_array().unwrap();
    assert!(casussen.len() >= 5);
    assert_eq!(server.client().all("/v1/initiatieven", "initiatieven").len(), casussen.len());
    casussen.iter().for_each(|casus| shows(server, casus));
}

fn shows(server: &Server, casus: &Json) {
    let id = casus["id"].as_str().map_or_else(|| casus["id"].to_string(), str::to_owned);
    let gevonden = server
        .client()
        .all(&format!("/v1/initiatieven?kenmerk={}", id.replace('é', "%C3%A9")), "initiatieven");
    let [initiatief] = gevonden.as_slice() else { panic!("{id}: {gevonden:?}") };
    if let Some(eind) = casus["status_eind"].as_str() {
        assert_eq!(initiatief["status"], eind, "{id}");
    }
    let pad = format!("/v1/initiatieven/{}", initiatief["id"].as_str().unwrap());
    let stappen = server.client().all(&format!("{pad}/tijdlijn"), "stappen");
    assert_eq!(stappen.len() as u64, initiatief["versie"].as_u64().unwrap(), "{id}");

    let regels = casus["gebeurtenissen"].as_array().cloned().unwrap_or_default();
    let regels: Vec<_> = (1..).zip(&regels).map(|(n, r)| (r["volgnr"].as_u64().unwrap_or(n), r)).collect();
    for (volgnr, regel) in &regels {
        shows_entry(&id, &stappen, *volgnr, regel);
    }
    in_order(&id, &stappen, &regels);
    nothing_is_dropped(&id, casus, &[server.client().read(&pad), Json::from(stappen)]);
}

/// An entry, with its date no more and no less precise than it is known.
fn shows_entry(id: &str, stappen: &[Json], volgnr: u64, regel: &Json) {
    let ervan: Vec<_> = stappen.iter().filter(|s| s["herkomst"]["volgnr"] == volgnr).collect();
    assert!(!ervan.is_empty(), "{id}: entry {volgnr} is not there");
    for stap in ervan {
        let (herkomst, waar) = (&stap["herkomst"], format!("{id}, entry {volgnr}: {stap}"));
        for veld in ["soort", "partij", "omschrijving"] {
            let tekst = |j: &Json| j.as_str().unwrap_or_default().to_owned();
            assert_eq!(tekst(&herkomst[veld]), tekst(&regel[veld]), "{waar}");
        }
        assert_eq!(herkomst["casus"], id, "{waar}");
        assert_eq!(herkomst["datumInBron"], regel["datum_in_bron"], "{waar}");
        assert_eq!(herkomst["feitelijk"], regel["feitelijk"].as_bool().unwrap_or(true), "{waar}");
        assert_eq!(stap["nauwkeurigheid"], regel["nauwkeurigheid"], "{waar}");
        let Some(datum) = regel["datum"].as_str() else { continue };
        assert!(stap["datum"].as_str().unwrap().starts_with(datum), "{waar}");
        let bekend = match regel["nauwkeurigheid"].as_str().unwrap() {
            "jaar" => &datum[..4],
            "maand" => &datum[..7],
            "dag" => datum,
            _ => "onbekend",
        };
        assert_eq!(stap["plaatsgevonden"]["tekst"], bekend, "{waar}");
    }
}

/// By date, and on one date by number, whatever the order of the file.
fn in_order(id: &str, stappen: &[Json], regels: &[(u64, &Json)]) {
    let tijden: Vec<_> = stappen.iter().map(|s| s["plaatsgevonden"]["tijdstip"].as_str().unwrap()).collect();
    assert!(tijden.is_sorted(), "{id}: {tijden:?}");
    let mut verteld = Vec::new();
    for volgnr in stappen.iter().filter_map(|s| s["herkomst"]["volgnr"].as_u64()) {
        if !verteld.contains(&volgnr) {
            verteld.push(volgnr);
        }
    }
    let mut verwacht: Vec<_> = regels.iter().map(|(volgnr, _)| *volgnr).collect();
    verwacht.sort_unstable();
    let datum = |volgnr: u64| {
        let stap = stappen.iter().find(|s| s["herkomst"]["volgnr"] == volgnr).unwrap();
        stap["datum"].as_str().unwrap().to_owned()
    };
    verwacht.sort_by_key(|volgnr| datum(*volgnr));
    assert_eq!(verteld, verwacht, "{id}");
}

/// Every value of the case stands somewhere in what is shown of it.
fn nothing_is_dropped(id: &str, casus: &Json, getoond: &[Json]) {
    let (mut gevraagd, mut alles) = (Vec::new(), Vec::new());
    leaves(casus, &mut gevraagd);
    getoond.iter().for_each(|json| leaves(json, &mut alles));
    let alles = alles.join("\n");
    for waarde in gevraagd {
        assert!(alles.contains(waarde.trim()), "{id}: {waarde:?} is not shown");
    }
}

/// All texts and numbers.
fn leaves(json: &Json, into: &mut Vec<String>) {
    match json {
        Json::String(tekst) => into.push(tekst.clone()),
        Json::Number(getal) => into.push(getal.to_string()),
        Json::Array(lijst) => lijst.iter().for_each(|j| leaves(j, into)),
        Json::Object(map) => map.values().for_each(|j| leaves(j, into)),
        _ => {}
    }
}

#[test]
fn the_commands_that_the_demo_prints_work_as_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    // Tells curl to add the status and type to what it prints, so that the commands stay as they are.
    std::fs::write(folder.path().join(".curlrc"), "write-out = \"\\n%{http_code} %{content_type}\"\n")
        .unwrap();
    let server = Server::with(folder.path(), &["demo", "--port", "0", "--data-dir", "demo"]);
    let commands: Vec<_> = server.output.lines().map(str::trim).filter(|l| l.starts_with("curl ")).collect();
    assert!(commands.len() >= 6, "{}", server.output);
    let ask = |command: &str| {
        let output =
            run(Command::new("sh").args(["-c", command]).env("HOME", folder.path()).env_remove("CURL_HOME"));
        assert_eq!(output.code, Some(0), "{command}: {}", output.stderr);
        let (body, status) = output.stdout.rsplit_once('\n').unwrap();
        let (code, kind) = status.split_once(' ').unwrap();
        assert!(code.starts_with('2') && kind == "application/json", "{command}: {}", output.stdout);
        serde_json::from_str::<Json>(body).unwrap();
        body.to_owned()
    };
    for command in &commands {
        ask(command);
    }
    // The one that writes says that asking twice counts once.
    let write = commands.iter().find(|c| c.contains("POST")).unwrap();
    assert_eq!(ask(write), ask(write));
    let positie = server.client().read("/v1/gereedheid")["actualiteit"]["positie"].clone();
    ask(write);
    assert_eq!(server.client().read("/v1/gereedheid")["actualiteit"]["positie"], positie);
}

/// `kill -9` while the cases are being replayed, at some moment or other.
#[test]
fn a_demo_that_was_killed_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let args = |map| ["demo", "--port", "0", "--data-dir", map];
    let mut killed_halfway = 0;
    for _ in 0..4 {
        let mut process = program(folder.path())
            .args(args("demo"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        (0..random(20_000_000)).for_each(|n| {
            std::hint::black_box(n);
        });
        process.kill().unwrap();
        process.wait().unwrap();
        killed_halfway += usize::from(first.contains("naspelen") && lines.next().is_none());
    }
    println!("killed halfway: {killed_halfway} of 4");
    let server = Server::with(folder.path(), &args("demo"));
    shows_all_cases(&server, EMBEDDED);
    let undisturbed = Server::with(folder.path(), &args("ander"));
    let told = |server: &Server| {
        let all = server.client().all("/v1/initiatieven?sorteer=titel", "initiatieven");
        all.iter().map(|i| (i["id"].to_string(), i["versie"].to_string())).collect::<Vec<_>>()
    };
    assert_eq!(told(&server), told(&undisturbed), "nothing is doubled");
}
