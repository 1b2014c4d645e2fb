//! A history that can be checked: checkpoints, proofs, witnesses; and that programs of others come to the same.

use crate::initiatief::{Initiatief, notitie};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use signed_note::{Note, StandardVerifier, VerifierList};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tlog_tiles::{Checkpoint, Hash, check_record, check_tree, record_hash};
use zwarte_doos::ontvanger::{Antwoord, Ontvanger, status};
use zwarte_doos::{Database, Output, Server, program, run, wait_until};

fn opdracht(database: &Database, args: &[&str]) -> Output {
    run(program(database.folder()).args(args))
}

fn controleer(database: &Database, args: &[&str]) -> Output {
    run(program(database.folder()).arg("controleer").args(args).args(database.flags()))
}

fn bestand(database: &Database, naam: &str, tekst: &str) -> PathBuf {
    let pad = database.folder().join(naam);
    std::fs::write(&pad, tekst).unwrap();
    pad
}

fn tekst(pad: &Path) -> &str {
    pad.to_str().unwrap()
}

/// The checkpoint of all that was recorded so far.
fn checkpoint(server: &Server) -> String {
    let client = server.client();
    let einde = client.read("/v1/gereedheid")["actualiteit"]["positie"].to_string();
    wait_until("the end of the log is signed", || {
        let answer = client.get("/v1/checkpoint");
        answer.status == 200 && answer.body.lines().nth(1) == Some(&einde)
    });
    client.get("/v1/checkpoint").body
}

/// An initiative with a decision, and where that stands in the log.
fn met_besluit(server: &Server) -> (Initiatief<'_>, i64) {
    let i = Initiatief::nieuw(server, "Speeltuin");
    i.overgang("tlo", "neem_in_behandeling", json!({}));
    let besluit = json!({ "besluit": { "soort": "toekenning", "mandaat": "Mandaat 12", "motivering": "Fatima vroeg het." } });
    i.als("management").write(&i.pad("/besluiten"), &besluit);
    let tijdlijn = i.als("auditor").read(&i.pad("/tijdlijn"));
    let stap = tijdlijn["stappen"].as_array().unwrap().iter().find(|stap| stap["soort"] == "besluit_genomen");
    let positie = stap.unwrap_or_else(|| panic!("{tijdlijn}"))["positie"].as_i64().unwrap();
    (i, positie)
}

fn sleutel(server: &Server) -> String {
    let sleutels = server.client().read("/v1/controlesleutels");
    assert_eq!(sleutels["sleutels"][0]["tekent"], true, "{sleutels}");
    sleutels["sleutels"][0]["sleutel"].as_str().unwrap().to_owned()
}

fn hex32(waarde: &Json) -> Hash {
    Hash(hex::decode(waarde.as_str().unwrap()).unwrap().try_into().unwrap())
}

/// What Cloudflare's implementation says of a checkpoint of ours.
fn gelezen(note: &str, sleutel: &str) -> Checkpoint {
    let note = Note::from_bytes(note.as_bytes()).unwrap();
    let known = VerifierList::new(vec![Box::new(StandardVerifier::new(sleutel).unwrap())]);
    let (geldig, _) = note.verify(&known).unwrap();
    assert_eq!(geldig.len(), 1);
    Checkpoint::from_bytes(note.text()).unwrap()
}

pub fn others_verify_our_checkpoints_and_proofs(database: &Database) {
    let server = Server::start(database);
    let (i, positie) = met_besluit(&server);
    let (eerst, sleutel) = (checkpoint(&server), sleutel(&server));
    let toen = gelezen(&eerst, &sleutel);
    assert_eq!((toen.origin(), toen.size() >= 3), ("toets.example/wijkspoor", true));

    let bewijs = server.role("auditor").read(&format!("/v1/bewijzen/{positie}"));
    let bij = gelezen(bewijs["checkpoint"].as_str().unwrap(), &sleutel);
    // The leaf by the description in docs/controle.md alone.
    let g = &bewijs["gebeurtenis"];
    let mut hasher = Sha256::new();
    hasher.update(hex32(&bewijs["vorigeHash"]).0);
    for veld in [
        "positie",
        "stroom",
        "volgnummer",
        "stroomsoort",
        "soort",
        "schemaversie",
        "inhoud",
        "metadata",
        "plaatsgevondenOp",
        "nauwkeurigheid",
        "vastgelegdOp",
    ] {
        let bytes = match &g[veld] {
            Json::String(tekst) => tekst.as_bytes().to_vec(),
            getal => getal.as_i64().unwrap().to_be_bytes().to_vec(),
        };
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    }
    let blad = record_hash(&hasher.finalize());
    let pad = |bewijs: &Json| bewijs["pad"].as_array().unwrap().iter().map(hex32).collect::<Vec<_>>();
    let plaats = u64::try_from(positie - 1).unwrap();
    check_record(&pad(&bewijs), bij.size(), *bij.hash(), plaats, blad).unwrap();
    check_record(&pad(&bewijs), bij.size(), *bij.hash(), plaats + 1, blad).unwrap_err();

    for n in 0..5 {
        i.als("tlo").write(&i.pad("/notities"), &notitie(&format!("Notitie {n}")));
        let nu = gelezen(&checkpoint(&server), &sleutel);
        let bewijs = server.client().read(&format!("/v1/consistentiebewijzen/{}", toen.size()));
        let bij = gelezen(bewijs["checkpoint"].as_str().unwrap(), &sleutel);
        assert!(bij.size() >= nu.size() && nu.size() > toen.size());
        check_tree(&pad(&bewijs), bij.size(), *bij.hash(), toen.size(), *toen.hash()).unwrap();
    }
}

pub fn a_decision_is_proven_without_a_database(database: &Database) {
    let server = Server::start(database);
    let (i, positie) = met_besluit(&server);
    let (bewaard, sleutel) = (checkpoint(&server), sleutel(&server));
    let bewijs = server.role("management").read(&format!("/v1/bewijzen/{positie}"));
    let alles = bewijs.to_string();
    assert!(!alles.contains("Fatima"), "sealed text stays sealed");
    let pad = bestand(database, "bewijs.json", &alles);
    let eerder = bestand(database, "eerder.txt", &bewaard);
    i.als("tlo").write(&i.pad("/notities"), &notitie("Later."));
    checkpoint(&server);
    let van: u64 = bewaard.lines().nth(1).unwrap().parse().unwrap();
    let consistentie = server.client().read(&format!("/v1/consistentiebewijzen/{van}"));
    let aangevuld = bestand(database, "aangevuld.json", &consistentie.to_string());
    server.role("tlo").get(&format!("/v1/bewijzen/{positie}")).refused(403, "beleid");
    server.role("auditor").get("/v1/bewijzen/1000000").expect(404);
    server.role("auditor").get("/v1/bewijzen/0").expect(400);
    server.role("auditor").get("/v1/consistentiebewijzen/nul").expect(400);
    server.client().get("/v1/consistentiebewijzen/1000000").expect(404);
    let id = i.id.clone();
    server.stop();

    let uit = opdracht(database, &["controleer-bewijs", tekst(&pad), "--sleutel", &sleutel]);
    assert_eq!(uit.code, Some(0), "{}{}", uit.stdout, uit.stderr);
    for deel in
        ["Het bewijs klopt", &id, "management", "(verzegeld", &format!("positie {positie}"), "Mandaat 12"]
    {
        assert!(uit.stdout.contains(deel), "{deel}: {}", uit.stdout);
    }
    let zonder = opdracht(database, &["controleer-bewijs", tekst(&pad)]);
    assert!(
        zonder.code == Some(0) && zonder.stdout.contains("LET OP: deze sleutel komt uit het bewijs zelf")
    );
    let uit = opdracht(database, &["controleer-bewijs", tekst(&aangevuld), "--checkpoint", tekst(&eerder)]);
    assert!(uit.code == Some(0) && uit.stdout.contains("alleen aangevuld"), "{}{}", uit.stdout, uit.stderr);

    // Of every character of the file one changed: it is no proof any more, or says the same.
    let sleutels = alles.find("\"sleutels\"").unwrap()..alles.rfind("\"soort\"").unwrap();
    let mut geweigerd = 0;
    for (plek, letter) in alles.char_indices().filter(|(plek, _)| plek % 23 == 0) {
        let ander = if letter == '7' { '8' } else { '7' };
        let vals = format!("{}{ander}{}", &alles[..plek], &alles[plek + letter.len_utf8()..]);
        let uit = opdracht(
            database,
            &["controleer-bewijs", tekst(&bestand(database, "vals.json", &vals)), "--sleutel", &sleutel],
        );
        assert!(sleutels.contains(&plek) || uit.code != Some(0), "{plek}: {vals}");
        geweigerd += u32::from(uit.code != Some(0));
    }
    assert!(geweigerd > 20, "{geweigerd}");
    for (inhoud, deel) in
        [("", "geen bewijs"), ("{}", "geen bewijs"), ("[1]", "geen bewijs"), ("onzin", "geen bewijs")]
    {
        let uit = opdracht(database, &["controleer-bewijs", tekst(&bestand(database, "onzin.json", inhoud))]);
        assert!(uit.code == Some(1) && uit.stderr.contains(deel), "{inhoud}: {}", uit.stderr);
    }
}

pub fn the_whole_log_is_held_against_what_was_kept_elsewhere(database: &Database) {
    let server = Server::start(database);
    let (i, _) = met_besluit(&server);
    let bewaard = bestand(database, "bewaard.txt", &checkpoint(&server));
    i.als("tlo").write(&i.pad("/notities"), &notitie("Later."));
    checkpoint(&server);
    let uit = controleer(database, &["--checkpoint", tekst(&bewaard)]);
    assert_eq!(uit.code, Some(0), "{}{}", uit.stdout, uit.stderr);
    for deel in
        ["Het log klopt", "geldige handtekening", "Checkpoints van buiten de database: 1, en alle kloppen"]
    {
        assert!(uit.stdout.contains(deel), "{deel}: {}", uit.stdout);
    }
    assert!(controleer(database, &[]).stdout.contains("Geef er een mee met --checkpoint"));
    // Of another log, though signed with the same key.
    let ander = std::fs::read_to_string(&bewaard).unwrap();
    let (kop, rest) = ander.split_once("\n\n").unwrap();
    let wortel = kop.lines().nth(2).unwrap();
    let vals = bestand(
        database,
        "vals.txt",
        &format!("{}\n\n{rest}", kop.replace(wortel, &wortel.replace(&wortel[..4], "AAAA"))),
    );
    let uit = controleer(database, &["--checkpoint", tekst(&vals)]);
    assert!(uit.code == Some(3) && uit.stdout.contains("HET LOG KLOPT NIET"), "{}{}", uit.stdout, uit.stderr);
    for (args, deel) in [
        (&["--checkpoint", "/bestaat/niet"][..], "niet te lezen"),
        (&["--sleutel", "onzin"], "naam+kenmerk+base64"),
        (&["--checkpoint", tekst(&bestand(database, "leeg.txt", "\n"))], "geen checkpoint"),
    ] {
        let uit = controleer(database, args);
        assert!(uit.code == Some(1) && uit.stderr.contains(deel), "{args:?}: {}", uit.stderr);
    }
}

pub fn a_checkpoint_is_witnessed_in_a_file_and_elsewhere(database: &Database) {
    // A witness that knows nothing of us, and says so once.
    let heeft: Arc<Mutex<u64>> = Arc::default();
    let getuige = Ontvanger::nieuw(move |verzoek| {
        let mut heeft = heeft.lock().unwrap();
        let oud: u64 = verzoek.inhoud.lines().next()?.strip_prefix("old ")?.parse().ok()?;
        if oud != *heeft {
            return Some(Antwoord { code: 409, inhoud: format!("{heeft}\n"), ..Antwoord::default() });
        }
        *heeft = verzoek.inhoud.split_once("\n\n")?.1.lines().nth(1)?.parse().ok()?;
        status(200)
    });
    let checkpoints = database.folder().join("checkpoints.txt");
    let [flag, place] = database.flags();
    let start = || {
        let mut command = program(database.folder());
        command
            .env("WIJKSPOOR_BERICHTEN_TOEGESTAAN", "127.0.0.1")
            .env("WIJKSPOOR_CONTROLE_GETUIGEN", getuige.adres())
            .env("WIJKSPOOR_CONTROLE_BESTAND", &checkpoints)
            .args(["serve", "--port", "0", &flag, &place]);
        Server::of(database.folder(), &mut command)
    };
    let server = start();
    let i = Initiatief::nieuw(&server, "Speeltuin");
    let eerste = checkpoint(&server);
    wait_until("the witness has it", || getuige.bezorgd().iter().any(|v| v.inhoud.ends_with(&eerste)));
    i.als("tlo").write(&i.pad("/notities"), &notitie("Later."));
    checkpoint(&server);
    let id = i.id.clone();
    server.stop();
    // After a restart the witness is asked what it has.
    let server = start();
    let i = Initiatief::bekend(&server, &id);
    i.als("tlo").write(&i.pad("/notities"), &notitie("Nog later."));
    let laatste = checkpoint(&server);
    wait_until("the witness has the last one", || {
        getuige.bezorgd().iter().any(|v| v.inhoud.ends_with(&laatste))
    });
    wait_until("the file has it", || std::fs::read_to_string(&checkpoints).unwrap().ends_with(&laatste));
    assert!(std::fs::read_to_string(&checkpoints).unwrap().contains(&eerste));
    assert!(
        getuige.bezorgd().iter().any(|v| v.inhoud.lines().nth(1).is_some_and(|regel| !regel.is_empty())),
        "with a proof"
    );
    server.stop();
    let uit = controleer(database, &["--checkpoint", tekst(&checkpoints)]);
    assert!(
        uit.code == Some(0) && uit.stdout.contains("en alle kloppen. Tot daar is niets veranderd"),
        "{}",
        uit.stdout
    );
}

#[test]
fn a_log_that_was_rewritten_is_not_signed_any_more() {
    let database = Database::postgres();
    let server = Server::start(&database);
    let i = Initiatief::nieuw(&server, "Speeltuin");
    let bewaard = bestand(&database, "bewaard.txt", &checkpoint(&server));
    database.execute(
        "ALTER TABLE event DISABLE TRIGGER USER; UPDATE event SET precision = 'dag', hash = decode(repeat('ab', 32), 'hex') WHERE position = 1; \
         DELETE FROM tree_node",
    );
    i.als("tlo").write(&i.pad("/notities"), &notitie("Later."));
    wait_until("it says so", || server.log().contains("er is geen checkpoint gemaakt"));
    let uit = controleer(&database, &["--checkpoint", tekst(&bewaard)]);
    assert_eq!(uit.code, Some(3), "{}", uit.stderr);
    assert!(uit.stdout.contains("positie 1: deze gebeurtenis past niet"), "{}", uit.stdout);
    assert!(uit.stdout.contains("het log is niet dat van het checkpoint"), "{}", uit.stdout);
}

#[test]
fn without_a_key_nothing_is_signed_and_that_is_said() {
    let database = Database::sqlite();
    let [flag, place] = database.flags();
    let mut command = program(database.folder());
    command.env_remove("WIJKSPOOR_CONTROLE_SLEUTELS").args(["serve", "--port", "0", &flag, &place]);
    let server = Server::of(database.folder(), &mut command);
    Initiatief::nieuw(&server, "Speeltuin");
    let antwoord = server.client().get("/v1/checkpoint");
    assert!(
        antwoord.status == 404 && antwoord.body.contains("er is geen sleutel ingesteld"),
        "{}",
        antwoord.body
    );
    assert_eq!(server.client().read("/v1/controlesleutels"), json!({ "sleutels": [] }));
    let uit = controleer(&database, &[]);
    assert!(uit.code == Some(0) && uit.stdout.contains("Het log klopt"), "{}{}", uit.stdout, uit.stderr);
    // A key is made once, and the public half can be shown.
    let maak = ["sleutel", "maak", "--naam", "arnhem.example/wijkspoor", "--uit", "nieuw.sleutel"];
    let gemaakt = opdracht(&database, &maak);
    assert_eq!(gemaakt.code, Some(0), "{}", gemaakt.stderr);
    let getoond = opdracht(&database, &["sleutel", "toon", "nieuw.sleutel"]);
    assert!(
        gemaakt.stdout.ends_with(&getoond.stdout) && getoond.stdout.starts_with("arnhem.example/wijkspoor+")
    );
    assert!(opdracht(&database, &maak).stderr.contains("bestaat al"));
    assert!(
        opdracht(&database, &["sleutel", "maak", "--naam", "een log", "--uit", "x"])
            .stderr
            .contains("spatie")
    );
}
