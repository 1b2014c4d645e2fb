//! The right to be forgotten: a text of its own in every free field of every write, erased, and then searched for everywhere; also
//! after an older backup was put back.

mod blijft;
mod planten;
mod verhaal;
mod zoeken;

use crate::abonnementen::abonneer;
use crate::autorisatie::kant::wissing;
use blijft::{BLIJFT, blijft};
use planten::{Kiem, vrije_velden};
use serde_json::json;
use std::collections::BTreeSet;
use std::process::Command;
use verhaal::Verhaal;
use zoeken::Vondst;
use zwarte_doos::ontvanger::{Ontvanger, Verzoek, status};
use zwarte_doos::{Database, Server, program, run, wait_until};

/// Fields that are no part of a dossier: who runs the system writes them about the system.
const NIET_VAN_EEN_DOSSIER: [(&str, &str); 19] = [
    ("NieuwAbonnement.naam", "how a system that listens is called"),
    ("NieuwAbonnement.adres", "where it listens"),
    ("NieuwAbonnement.gebieden", "which areas it hears of"),
    ("Abonnementbereik.afdeling", "what it may hear"),
    ("Abonnementbereik.gebied", "as above"),
    ("NieuweWissing.kenmerk", "the decision to erase outlives it; what looks personal is refused"),
    ("NieuweWissing.mandaat", "as above"),
    ("NieuweWissing.motivering", "as above"),
    (
        "NieuweVernietigingslijst.motivering",
        "the decision to destroy outlives it; what looks personal is refused",
    ),
    ("NieuweGoedkeuring.mandaat", "as above"),
    ("NieuweGoedkeuring.motivering", "as above"),
    ("NieuweUitzondering.reden", "as above"),
    ("NieuweAfwijzing.mandaat", "as above"),
    ("NieuweAfwijzing.motivering", "as above"),
    ("NieuweUitvoering.aanvulling", "as above"),
    // A name that must be one that was given before, and was planted there.
    ("NieuwBudgetfeit.budget_verhoogd.post", "names what NieuwBudgetfeit.post_vastgesteld.post gave"),
    ("NieuwBudgetfeit.budget_verlaagd.post", "as above"),
    ("NieuwBudgetfeit.ondermandaat_verleend.post", "as above"),
    ("NieuweToekenning.post", "as above"),
];

/// What comes along with a request, and is kept nowhere.
const KOPPEN: [&str; 4] = ["Idempotency-Key", "User-Agent", "X-Request-Id", "From"];

/// 64 bytes, in base64.
fn hoofdsleutel() -> String {
    format!("{}==", "QUJD".repeat(21) + "QQ")
}

/// The program with a master key, and a journal of erasures beside the database.
fn programma(database: &Database) -> Command {
    let mut command = program(database.folder());
    command
        .env("WIJKSPOOR_LOG", "debug")
        .env("WIJKSPOOR_HOOFDSLEUTEL", hoofdsleutel())
        .env("WIJKSPOOR_WISJOURNAAL", database.folder().join("wissingen.jsonl"))
        .env("WIJKSPOOR_BERICHTEN_TOEGESTAAN", "127.0.0.1")
        .env("WIJKSPOOR_BERICHTEN_ADRES", "https://wijkspoor.gemeente.example");
    command
}

fn server(database: &Database, meer: &[&str]) -> Server {
    let [flag, place] = database.flags();
    let mut command = programma(database);
    Server::of(database.folder(), command.args(["serve", "--port", "0", &flag, &place]).args(meer))
}

/// The next version of the workflow: the folder to which all that runs goes over.
fn volgende_versie(database: &Database) -> String {
    let map = database.folder().join("werkstromen");
    std::fs::create_dir(&map).unwrap();
    let nu = include_str!("../../../../crates/domain/src/werkstroom/wijkinitiatief.toml");
    std::fs::write(map.join("volgende.toml"), nu.replace("versie = 2", "versie = 3")).unwrap();
    map.display().to_string()
}

/// Every free field of the document was planted, and could be read where it should be.
fn alles_is_geplant(server: &Server, kiemen: &[Kiem], stromen: &[String]) {
    let geplant: BTreeSet<String> = kiemen.iter().map(|kiem| kiem.veld.clone()).collect();
    let elders: BTreeSet<String> = NIET_VAN_EEN_DOSSIER.iter().map(|(veld, _)| (*veld).to_owned()).collect();
    let vrij = vrije_velden(&server.client().read("/v1/openapi.json"));
    let vergeten: Vec<_> = vrij.difference(&geplant).filter(|veld| !elders.contains(*veld)).collect();
    assert!(vergeten.is_empty(), "say what to send with, or why it is no part of a dossier: {vergeten:#?}");
    let mut ervoor = Vondst::default();
    zoeken::api(&mut ervoor, kiemen, server, stromen);
    let onleesbaar: Vec<_> = geplant
        .iter()
        .filter(|veld| !ervoor.gevonden.contains_key(*veld) && !KOPPEN.contains(&veld.as_str()))
        .collect();
    assert!(onleesbaar.is_empty(), "planted, but nobody can read it: {onleesbaar:#?}");
    println!("planted {} texts in {} fields; all are read before", kiemen.len(), geplant.len());
}

/// Only what stays by decision is found.
fn alleen_wat_blijft(vondst: &Vondst, wanneer: &str) {
    let gevonden = |veld: &&String| !blijft(veld);
    let te_veel: Vec<_> = vondst.gevonden.iter().filter(|(veld, _)| gevonden(veld)).collect();
    assert!(te_veel.is_empty(), "{wanneer}: {te_veel:#?}");
    for (laatste, _) in BLIJFT {
        let gebruikt = vondst.gevonden.keys().any(|veld| veld.rsplit('.').next() == Some(laatste));
        assert!(gebruikt, "{laatste} does not stay: take it from the list");
    }
    println!(
        "{wanneer}: searched {} places; {} fields stay by decision",
        vondst.plekken.len(),
        vondst.gevonden.len()
    );
}

pub fn what_is_erased_is_nowhere(database: &Database) {
    let eerst = server(database, &[]);
    let ontvanger = Ontvanger::gewillig(|_| status(200));
    abonneer(&eerst, &ontvanger, json!({ "vanaf": 0 }));
    let mut verhaal = Verhaal::nieuw(&eerst);
    verhaal.leven();
    verhaal.feiten();
    verhaal.wijk();
    let Verhaal { planter, stromen, .. } = verhaal;
    eerst.stop();
    let map = volgende_versie(database);
    let werkstromen = ["--werkstromen", map.as_str()];
    let eerst = server(database, &werkstromen);
    let mut verhaal = Verhaal::verder(&eerst, planter);
    verhaal.naar_versie(2, 3);
    let kiemen = verhaal.planter.kiemen;
    alles_is_geplant(&eerst, &kiemen, &stromen);
    eerst.stop();
    let oud = database.backup();

    let daarna = server(database, &werkstromen);
    for id in &stromen {
        daarna.role("beheerder").post("/v1/wissingen", &wissing(id)).expect(200);
    }
    let mut erna = Vondst::default();
    zoeken::api(&mut erna, &kiemen, &daarna, &stromen);
    zoeken::paginas(&mut erna, &kiemen, &daarna, &stromen);
    zoeken::database(&mut erna, &kiemen, database);
    zoeken::opdrachten(&mut erna, &kiemen, &programma, database, &stromen);
    wait_until("they are told", || {
        let gewist = |v: &Verzoek| v.json()["type"] == "nl.wijkspoor.persoonsgegevens-gewist.v2";
        ontvanger.bezorgd().iter().filter(|v| gewist(v)).count() == stromen.len()
    });
    for verzoek in ontvanger.bezorgd() {
        erna.zoek(&kiemen, "webhook", verzoek.json().to_string().as_bytes());
    }
    daarna.stop();
    zoeken::logboeken(&mut erna, &kiemen, database.folder());
    alleen_wat_blijft(&erna, "after the erasure");

    let doe = |args: &[&str]| {
        let uit = run(programma(database).args(args).args(werkstromen).args(database.flags()));
        assert_eq!(uit.code, Some(0), "{}", uit.stderr);
        uit.stdout
    };
    doe(&["projecties", "herbouw"]);
    let mut herbouwd = Vondst::default();
    zoeken::database(&mut herbouwd, &kiemen, database);
    alleen_wat_blijft(&herbouwd, "rebuilt");
    assert!(doe(&["controleer"]).contains("Het log klopt"));

    database.restore(oud);
    let zonder = run(program(database.folder()).args(["lijst"]).args(database.flags()));
    assert!(zonder.code == Some(1) && zonder.stderr.contains("hoofdsleutel"), "{}", zonder.stderr);
    let journaal = database.folder().join("wissingen.jsonl");
    let elders = database.folder().join("elders.jsonl");
    std::fs::rename(&journaal, &elders).unwrap();
    let terug = server(database, &werkstromen);
    let mut ongewist = Vondst::default();
    zoeken::api(&mut ongewist, &kiemen, &terug, &stromen[..1]);
    assert!(
        ongewist.gevonden.keys().any(|veld| !blijft(veld)),
        "the backup brings it back: else this tries nothing"
    );
    terug.stop();
    let herhaald = doe(&["wissingen", "herhaal", elders.to_str().unwrap()]);
    assert!(herhaald.starts_with(&format!("Opnieuw gewist: {}.", stromen.len())), "{herhaald}");
    let weer = server(database, &werkstromen);
    let mut teruggezet = Vondst::default();
    zoeken::api(&mut teruggezet, &kiemen, &weer, &stromen);
    zoeken::paginas(&mut teruggezet, &kiemen, &weer, &stromen);
    zoeken::opdrachten(&mut teruggezet, &kiemen, &programma, database, &stromen);
    weer.stop();
    zoeken::database(&mut teruggezet, &kiemen, database);
    alleen_wat_blijft(&teruggezet, "after an older backup");
}
