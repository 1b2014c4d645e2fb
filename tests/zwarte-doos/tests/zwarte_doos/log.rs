//! The log from the command line: whether it was changed, and erasing personal data from it.

use crate::initiatief::{Initiatief, notitie};
use std::process::Command;
use zwarte_doos::{Database, Output, Server, program, run, wait_until};

fn log(database: &Database, args: &[&str]) -> Output {
    let mut command: Command = program(database.folder());
    run(command.arg("log").args(args).args(database.flags()))
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

    let zonder_ja = log(database, &["wis", &een.id]);
    assert_eq!(zonder_ja.code, Some(1));
    assert!(zonder_ja.stderr.contains("--ja"), "{}", zonder_ja.stderr);
    assert_eq!(een.gezien_als("tlo")["initiatiefnemers"][0], "Buurtgroep Akkerstraat", "nothing was erased");

    let gewist = log(database, &["wis", &een.id, "--ja"]);
    assert_eq!(gewist.code, Some(0), "{}", gewist.stderr);
    // The running server hears of it.
    wait_until("the server forgets", || {
        let tijdlijn = een.als("tlo").read(&een.pad("/tijdlijn"));
        assert_eq!(tijdlijn["stappen"].as_array().unwrap().len(), 2, "what happened stays");
        let gezegd = een.gezien_als("tlo").to_string() + &tijdlijn.to_string();
        ["Akkerstraat", "banken", "Jansen"].iter().all(|woord| !gezegd.contains(woord))
    });
    assert_eq!(ander.gezien_als("tlo")["initiatiefnemers"][0], "Buurtgroep Akkerstraat", "only of that one");
    assert_eq!(log(database, &["wis", &een.id, "--ja"]).code, Some(0), "once more is harmless");

    let later = zegel(&log(database, &["controleer", "--zegel", &eerder]));
    assert_ne!(later, eerder, "the erasure itself is an event");
}

pub fn what_cannot_be_erased_or_checked_says_why(database: &Database) {
    drop(Server::start(database));
    for (args, deel) in [
        (&["wis", "01890a5d-ac96-774b-bcce-b302099a8059", "--ja"][..], "bestaat niet"),
        (&["wis", "speeltuin"], "een id ziet eruit als"),
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
