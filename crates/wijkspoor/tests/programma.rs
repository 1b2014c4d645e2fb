//! The built program, as people use it: what it answers, what it refuses, and how it ends.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests, too")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const CASUS: &str = r#"{"casussen":[{"id":"proef-1","naam":"Proef","gebied":"Centrum","status_eind":"in_uitvoering",
    "gebeurtenissen":[{"volgnr":1,"datum":"2019-01-01","nauwkeurigheid":"jaar","soort":"ingediend","omschrijving":"Een bank."},
    {"volgnr":2,"datum":"2019-04-01","nauwkeurigheid":"maand","soort":"schouw_gehouden","omschrijving":"Gekeken."}]}]}"#;

fn wijkspoor(map: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wijkspoor"));
    for naam in ["DATA_DIR", "DATABASE", "CONFIG", "WERKSTROMEN", "HOST", "PORT", "LOG"] {
        command.env_remove(format!("WIJKSPOOR_{naam}"));
    }
    command.current_dir(map).env("TMPDIR", map).stdin(Stdio::null());
    command
}

fn voer_uit(map: &Path, args: &[&str]) -> Output {
    wijkspoor(map).args(args).output().unwrap()
}

/// The one line with which the program refuses.
fn weigering(uitvoer: &Output, code: i32) -> String {
    let fout = String::from_utf8(uitvoer.stderr.clone()).unwrap();
    assert_eq!(uitvoer.status.code(), Some(code), "{fout}");
    let regels: Vec<_> = fout.lines().collect();
    assert!(
        regels.len() == 1 && regels[0].starts_with("wijkspoor: ") && !fout.contains("panicked"),
        "{fout}"
    );
    fout
}

fn tekst(uitvoer: &Output) -> String {
    assert!(uitvoer.status.success(), "{}", String::from_utf8_lossy(&uitvoer.stderr));
    String::from_utf8(uitvoer.stdout.clone()).unwrap()
}

/// A running server; ended with the test.
struct Server {
    proces: Child,
    uitvoer: String,
    adres: String,
}

impl Server {
    /// Starts the program and reads what it prints until it says how to stop it.
    fn start(map: &Path, args: &[&str]) -> Self {
        let mut proces =
            wijkspoor(map).args(args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (mut uitvoer, mut regels) = (String::new(), BufReader::new(proces.stdout.take().unwrap()));
        while !uitvoer.contains("Ctrl-C") {
            assert!(regels.read_line(&mut uitvoer).unwrap() > 0, "gestopt na: {uitvoer}");
        }
        let adres = uitvoer.split("http://").nth(1).unwrap();
        let adres = adres.split(|c: char| c.is_whitespace() || c == '/').next().unwrap().to_owned();
        Self { proces, uitvoer, adres }
    }

    fn lees(&self, pad: &str) -> String {
        let mut verbinding = TcpStream::connect(&self.adres).unwrap();
        write!(verbinding, "GET {pad} HTTP/1.0\r\nHost: {}\r\n\r\n", self.adres).unwrap();
        let mut antwoord = String::new();
        verbinding.read_to_string(&mut antwoord).unwrap();
        antwoord
    }

    /// Asks it to stop, and waits until it did.
    fn stop(mut self) {
        let id = self.proces.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.proces.wait().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.proces.kill();
        let _ = self.proces.wait();
    }
}

#[test]
fn a_demo_serves_its_cases_and_goes_on_where_it_was() {
    let temp = tempfile::tempdir().unwrap();
    let map = temp.path();
    std::fs::write(map.join("c.json"), CASUS).unwrap();
    let args = ["demo", "--port", "0", "--data-dir", "demo", "--casussen", "c.json"];
    let server = Server::start(map, &args);
    assert!(server.uitvoer.contains("1 casus uit c.json nagespeeld"), "{}", server.uitvoer);
    let lijst = server.lees("/v1/initiatieven");
    assert!(lijst.contains("\"status\":\"in_uitvoering\"") && lijst.contains("proef-1"), "{lijst}");
    server.stop();

    // As if it had been broken off: everything is asked again, and nothing is doubled.
    let toon = tekst(&voer_uit(map, &["toon", "proef-1", "--data-dir", "demo"]));
    let merkteken = map.join("demo/wijkspoor-demo.json");
    let inhoud = std::fs::read_to_string(&merkteken).unwrap().replace("true", "false");
    std::fs::write(&merkteken, inhoud).unwrap();
    Server::start(map, &args).stop();
    assert_eq!(tekst(&voer_uit(map, &["toon", "proef-1", "--data-dir", "demo"])), toon);
    let server = Server::start(map, &args);
    assert!(server.uitvoer.contains("gaat daarmee verder"), "{}", server.uitvoer);
    server.stop();

    // Dates no more precise than they are known, and notes under their own kind.
    for deel in ["2019 ", "2019-04 ", "notitie: schouw_gehouden", "→ In uitvoering", "Kenmerk"] {
        assert!(toon.contains(deel), "{deel} niet in:\n{toon}");
    }
    let lijst = tekst(&voer_uit(map, &["lijst", "--data-dir", "demo", "--status", "in_uitvoering"]));
    assert!(lijst.contains("Proef") && lijst.lines().count() == 2, "{lijst}");
    let id = lijst.lines().nth(1).unwrap().split_whitespace().next().unwrap();
    for wie in [id, "proef", "PRÓEF"] {
        assert_eq!(tekst(&voer_uit(map, &["toon", wie, "--data-dir", "demo"])), toon, "{wie}");
    }
    assert!(tekst(&voer_uit(map, &["lijst", "--data-dir", "demo", "--gebied", "Zuid"])).contains("Geen"));
    let herbouw = tekst(&voer_uit(map, &["projecties", "herbouw", "--data-dir", "demo"]));
    assert!(herbouw.contains("gelijk aan het log") && !herbouw.contains("verschillen"), "{herbouw}");

    let fout = weigering(&voer_uit(map, &["lijst", "--data-dir", "demo", "--status", "klaar"]), 1);
    assert!(fout.contains("in_uitvoering"), "{fout}");
    assert!(
        weigering(&voer_uit(map, &["toon", "niets", "--data-dir", "demo"]), 1).contains("geen initiatief")
    );
    let andere = ["demo", "--port", "0", "--data-dir", "demo"];
    assert!(weigering(&voer_uit(map, &andere), 1).contains("andere casussen"));
}

#[test]
fn a_file_without_cases_is_served_too() {
    let temp = tempfile::tempdir().unwrap();
    std::fs::write(temp.path().join("leeg.json"), r#"{"casussen": []}"#).unwrap();
    let server = Server::start(temp.path(), &["demo", "--port", "0", "--casussen", "leeg.json"]);
    assert!(server.lees("/v1/initiatieven").contains("200 OK"));
    server.stop();
}

#[test]
fn what_cannot_be_is_refused_in_one_line() {
    let temp = tempfile::tempdir().unwrap();
    let map = temp.path();
    let bezet = TcpListener::bind("127.0.0.1:0").unwrap();
    let poort = bezet.local_addr().unwrap().port().to_string();
    std::fs::write(map.join("fout.json"), "{\n  \"casussen\": [}").unwrap();
    std::fs::write(
        map.join("half.json"),
        CASUS.replace("\"jaar\"", "\"week\"").replace("2019-04-01", "1 april"),
    )
    .unwrap();
    std::fs::write(map.join("c.toml"), "poort = 1").unwrap();
    std::fs::write(map.join("geen.db"), "dit is geen database, maar een tekst van meer dan zestien tekens")
        .unwrap();
    std::fs::create_dir(map.join("vol")).unwrap();
    std::fs::write(map.join("vol/brief.txt"), "hallo").unwrap();
    for (args, code, deel) in [
        (&["serve", "--prot", "1"][..], 2, "de vlag --prot bestaat niet"),
        (&["serve", "--port", &poort], 1, "al in gebruik"),
        (&["demo", "--port", &poort], 1, "al in gebruik"),
        (&["serve", "--host", "0.0.0.0"], 1, "geen identiteitsprovider"),
        (&["serve", "--host", "thuis"], 1, "geen IP-adres"),
        (&["serve", "--port", "0", "--config", "weg.toml"], 1, "weg.toml is niet te lezen: die bestaat niet"),
        (&["serve", "--port", "0", "--config", "c.toml"], 1, "c.toml, regel 1"),
        (&["serve", "--port", "0", "--database", "geen.db"], 1, "database"),
        (&["serve", "--port", "0", "--database", "postgres://x@127.0.0.1:1/x"], 1, "niet bereikbaar"),
        (&["serve", "--port", "0", "--werkstromen", "weg"], 1, "de map weg is niet te lezen"),
        (
            &["demo", "--port", "0", "--casussen", "weg.json"],
            1,
            "weg.json is niet te lezen: die bestaat niet",
        ),
        (&["demo", "--port", "0", "--casussen", "vol"], 1, "vol is niet te lezen: dat is een map"),
        (&["demo", "--port", "0", "--casussen", "fout.json"], 1, "regel 2"),
        (
            &["demo", "--port", "0", "--casussen", "half.json"],
            1,
            "casus proef-1, gebeurtenis 1: nauwkeurigheid \"week\"",
        ),
        (
            &["demo", "--port", "0", "--casussen", "half.json"],
            1,
            "casus proef-1, gebeurtenis 2: datum \"1 april\"",
        ),
        (&["demo", "--port", "0", "--data-dir", "vol"], 1, "vol is niet leeg"),
        (&["lijst"], 1, "er is geen database"),
        (&["toon", "x"], 1, "er is geen database"),
        (&["projecties", "herbouw"], 1, "er is geen database"),
        (&["werkstroom", "controleer", "weg.toml"], 1, "weg.toml is niet te lezen: die bestaat niet"),
        (&["werkstroom", "teken", "c.toml"], 1, "c.toml: regel 1"),
    ] {
        let uitvoer = voer_uit(map, args);
        assert!(!uitvoer.status.success(), "{args:?} ging goed");
        let fout = weigering(&uitvoer, code);
        assert!(fout.contains(deel), "{args:?}: {fout}");
    }
    assert!(!map.join("wijkspoor-data").exists(), "alleen kijken maakt niets aan");
}

#[test]
fn a_database_of_a_newer_program_is_refused() {
    let temp = tempfile::tempdir().unwrap();
    let map = temp.path();
    Server::start(map, &["serve", "--port", "0"]).stop();
    let database = rusqlite::Connection::open(map.join("wijkspoor-data/wijkspoor.db")).unwrap();
    database.execute("INSERT INTO schema_version (version, applied_at) VALUES (99, '')", ()).unwrap();
    drop(database);
    let fout = weigering(&voer_uit(map, &["serve", "--port", "0"]), 1);
    assert!(fout.contains("schemaversie 99") && fout.contains("nieuwere versie"), "{fout}");
}

#[test]
fn settings_come_from_flag_environment_and_file() {
    let temp = tempfile::tempdir().unwrap();
    let map = temp.path();
    std::fs::write(map.join("c.toml"), "port = 0\ndata-dir = 'uit-bestand'\nhost = '::1'\n").unwrap();
    let bezet = TcpListener::bind("127.0.0.1:0").unwrap();
    let poort = bezet.local_addr().unwrap().port().to_string();
    let uitvoer = wijkspoor(map)
        .args(["serve", "--config", "c.toml", "--host", "localhost"])
        .env("WIJKSPOOR_PORT", &poort)
        .output();
    assert!(weigering(&uitvoer.unwrap(), 1).contains(&format!("poort {poort}")));
    Server::start(map, &["serve", "--config", "c.toml", "--host", "127.0.0.1"]).stop();
    assert!(map.join("uit-bestand/wijkspoor.db").exists());
}

#[test]
fn a_workflow_is_checked_and_drawn() {
    let temp = tempfile::tempdir().unwrap();
    let map = temp.path();
    std::fs::write(map.join("w.toml"), wijkspoor_domain::werkstroom::STANDAARD).unwrap();
    assert!(tekst(&voer_uit(map, &["werkstroom", "controleer", "w.toml"])).contains("is in orde"));
    assert!(tekst(&voer_uit(map, &["werkstroom", "teken", "w.toml"])).starts_with("<svg"));
    assert!(
        tekst(&voer_uit(map, &["werkstroom", "teken", "w.toml", "--formaat", "mermaid"]))
            .contains("stateDiagram")
    );
    tekst(&voer_uit(map, &["werkstroom", "teken", "w.toml", "--uit", "w.mmd"]));
    assert!(std::fs::read_to_string(map.join("w.mmd")).unwrap().contains("stateDiagram"));
    let kapot = wijkspoor_domain::werkstroom::STANDAARD.replace("naar = \"gerealiseerd\"", "naar = \"weg\"");
    std::fs::write(map.join("w.toml"), kapot).unwrap();
    let uitvoer = voer_uit(map, &["werkstroom", "controleer", "w.toml"]);
    assert_eq!(uitvoer.status.code(), Some(1));
    assert!(String::from_utf8(uitvoer.stderr).unwrap().contains("w.toml: regel "));
    let openapi: serde_json::Value = serde_json::from_str(&tekst(&voer_uit(map, &["openapi"]))).unwrap();
    assert!(openapi["openapi"].as_str().unwrap().starts_with("3.1"));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let temp = tempfile::tempdir().unwrap();
    for args in [&["openapi"][..], &["--help"]] {
        let mut proces =
            wijkspoor(temp.path()).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(proces.stdout.take());
        let uitvoer = proces.wait_with_output().unwrap();
        assert!(uitvoer.status.success() && uitvoer.stderr.is_empty(), "{uitvoer:?}");
    }
}
