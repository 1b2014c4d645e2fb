//! The log from the command line: whether it was changed, and erasing personal data from it.

use crate::initiatief::{Initiatief, notitie};
use std::process::Command;
use zwarte_doos::{Database, Output, Server, program, run, wait_until};

fn log(database: &Database, args: &[&str]) -> Output {
    let mut command: Command = program(database.folder());
    run(command.arg("log").args(args).args(database.flags()))
}

/// Erases by a decision, with more flags.
fn wis(database: &Database, id: &str, meer: &[&str]) -> Output {
    let besluit = ["--grond", "bezwaar", "--aanleiding", "eigen_beweging", "--mandaat", "Privacy officer"];
    log(database, &[&["wis", id, "--motivering", "Proef"], &besluit[..], meer].concat())
}

/// The seal that a check printed.
fn zegel(uit: &Output) -> String {
    assert_eq!(uit.code, Some(0), "{}", uit.stderr);
    uit.stdout.lines().find_map(|regel| regel.strip_prefix("Zegel: ")).unwrap().to_owned()
}

pub fn personal_data_are_erased_for_ever_and_the_chain_stays_whole(database: &Database) {
    let server = Server::start(database);
    let (een, ander) = (Initiatief::nieuw(&server, "Speeltuin"), Initiatief::nieuw(&server, "Moestuin"));
    een.als("tlo").write(&een.pad("/notities"), &notitie("Mevrouw Jansen belde."));
    let eerder = zegel(&log(database, &["controleer"]));

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
    let register = server.role("auditor").read("/v1/wissingen");
    assert_eq!(register["wissingen"][0], dossier["gewist"], "{register}");

    let later = zegel(&log(database, &["controleer", "--zegel", &eerder]));
    assert_ne!(later, eerder, "the erasure itself is an event");
}

pub fn what_cannot_be_erased_or_checked_says_why(database: &Database) {
    drop(Server::start(database));
    let weg = wis(database, "01890a5d-ac96-774b-bcce-b302099a8059", &["--ja"]);
    assert!(weg.code == Some(1) && weg.stderr.contains("er is niets met id"), "{}", weg.stderr);
    for (args, deel) in [
        (&["wis", "speeltuin"][..], "een id ziet eruit als"),
        (&["controleer", "--zegel", "7:ab"], "POSITIE:HASH"),
        (&["controleer", "--zegel", &format!("9:{}", "ab".repeat(32))], "het log eindigt bij positie 0"),
    ] {
        let uit = log(database, args);
        assert!(uit.code != Some(0) && uit.stderr.contains(deel), "{args:?}: {}", uit.stderr);
    }
}

#[test]
fn what_was_changed_past_the_program_is_found() {
    let database = Database::postgres();
    let server = Server::start(&database);
    let initiatief = Initiatief::nieuw(&server, "Speeltuin");
    initiatief.als("tlo").write(&initiatief.pad("/notities"), &notitie("Akkoord."));
    let eerder = zegel(&log(&database, &["controleer"]));
    database.execute(
        "ALTER TABLE event DISABLE TRIGGER USER; UPDATE event SET precision = 'dag' WHERE position = 2",
    );
    let uit = log(&database, &["controleer", "--zegel", &eerder]);
    assert_eq!(uit.code, Some(1));
    assert!(uit.stderr.contains("gebroken bij positie 2"), "{}", uit.stderr);
}
