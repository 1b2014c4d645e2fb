//! Erasing personal data from the log, from the command line.

use crate::initiatief::{Initiatief, notitie};
use serde_json::json;
use std::process::Command;
use zwarte_doos::{Database, Output, Server, program, run, wait_until};

fn log(database: &Database, args: &[&str]) -> Output {
    let mut command: Command = program(database.folder());
    run(command.arg("log").args(args).args(database.flags()))
}

/// The log, held against itself and its checkpoints.
fn klopt(database: &Database) {
    let uit = run(program(database.folder()).arg("controleer").args(database.flags()));
    assert_eq!(uit.code, Some(0), "{}{}", uit.stdout, uit.stderr);
}

/// Erases by a decision, with more flags.
fn wis(database: &Database, id: &str, meer: &[&str]) -> Output {
    let besluit = ["--grond", "bezwaar", "--aanleiding", "eigen_beweging", "--mandaat", "Privacy officer"];
    log(database, &[&["wis", id, "--motivering", "Proef"], &besluit[..], meer].concat())
}

pub fn personal_data_are_erased_for_ever_and_the_chain_stays_whole(database: &Database) {
    let server = Server::start(database);
    let (een, ander) = (Initiatief::nieuw(&server, "Speeltuin"), Initiatief::nieuw(&server, "Moestuin"));
    een.als("tlo").write(&een.pad("/notities"), &notitie("Mevrouw Jansen belde."));
    klopt(database);

    let zonder_ja = wis(database, &een.id, &[]);
    assert_eq!(zonder_ja.code, Some(1));
    assert!(zonder_ja.stderr.contains("--ja"), "{}", zonder_ja.stderr);
    assert_eq!(een.gezien_als("tlo")["initiatiefnemers"][0], "Buurtgroep Akkerstraat", "nothing was erased");

    let lopend = wis(database, &een.id, &["--ja"]);
    assert!(lopend.code == Some(1) && lopend.stderr.contains("--ook-lopend"), "{}", lopend.stderr);
    assert_eq!(een.gezien_als("tlo")["initiatiefnemers"][0], "Buurtgroep Akkerstraat", "nothing was erased");

    let gewist = wis(database, &een.id, &["--ja", "--ook-lopend"]);
    assert_eq!(gewist.code, Some(0), "{}", gewist.stderr);
    // The running server hears of it.
    wait_until("the server forgets", || {
        let tijdlijn = een.als("tlo").read(&een.pad("/tijdlijn"));
        assert_eq!(tijdlijn["stappen"].as_array().unwrap().len(), 2, "what happened stays");
        let gezegd = een.gezien_als("tlo").to_string() + &tijdlijn.to_string();
        ["Akkerstraat", "banken", "Jansen"].iter().all(|woord| !gezegd.contains(woord))
    });
    assert_eq!(ander.gezien_als("tlo")["initiatiefnemers"][0], "Buurtgroep Akkerstraat", "only of that one");
    assert_eq!(wis(database, &een.id, &["--ja"]).code, Some(0), "once more is harmless");
    let anders = wis(database, &een.id, &["--ja", "--kenmerk", "Z-2"]);
    assert!(anders.stderr.contains("al gewist"), "{}", anders.stderr);
    let dossier = een.gezien_als("tlo");
    assert_eq!(dossier["gewist"]["besluit"]["grond"], "bezwaar", "{dossier}");
    let half = json!({
        "id": ander.id, "aanleiding": "verzoek_betrokkene", "grond": "bezwaar", "mandaat": "Privacy officer",
        "motivering": "Proef", "ookLopend": true
    });
    let half = server.role("beheerder").post("/v1/wissingen", &half).expect(409);
    assert_eq!(
        (&half["regel"], &half["invalidParams"][0]["name"]),
        (&json!("besluit-onvolledig"), &json!("/verzoekOp"))
    );
    let register = server.role("auditor").read("/v1/wissingen");
    assert_eq!(register["wissingen"][0], dossier["gewist"], "{register}");

    klopt(database);
}

pub fn what_cannot_be_erased_says_why(database: &Database) {
    drop(Server::start(database));
    let weg = wis(database, "01890a5d-ac96-774b-bcce-b302099a8059", &["--ja"]);
    assert!(weg.code == Some(1) && weg.stderr.contains("er is niets met id"), "{}", weg.stderr);
    let geen_id = log(database, &["wis", "speeltuin"]);
    assert!(
        geen_id.code != Some(0) && geen_id.stderr.contains("een id ziet eruit als"),
        "{}",
        geen_id.stderr
    );
}
