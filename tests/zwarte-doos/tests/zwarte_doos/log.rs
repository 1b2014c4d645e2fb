//! Erasing personal data from the log, from the command line.

use crate::initiatief::{Initiatief, notitie};
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

pub fn personal_data_are_erased_for_ever_and_the_chain_stays_whole(database: &Database) {
    let server = Server::start(database);
    let (een, ander) = (Initiatief::nieuw(&server, "Speeltuin"), Initiatief::nieuw(&server, "Moestuin"));
    een.als("tlo").write(&een.pad("/notities"), &notitie("Mevrouw Jansen belde."));
    klopt(database);

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

    klopt(database);
}

pub fn what_cannot_be_erased_says_why(database: &Database) {
    drop(Server::start(database));
    for (args, deel) in [
        (&["wis", "01890a5d-ac96-774b-bcce-b302099a8059", "--ja"][..], "bestaat niet"),
        (&["wis", "speeltuin"], "een id ziet eruit als"),
    ] {
        let uit = log(database, args);
        assert!(uit.code != Some(0) && uit.stderr.contains(deel), "{args:?}: {}", uit.stderr);
    }
}
