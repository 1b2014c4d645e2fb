//! The archive law, from the closing of dossiers to the declaration of their destruction: what is due, who proposes and who
//! approves, what is gone afterwards and what stays; and that what was broken off is finished.

use crate::kill::the_read_models_agree;
use serde_json::{Value as Json, json};
use std::sync::atomic::{AtomicBool, Ordering};
use zwarte_doos::{Client, Database, Server, program, run, unique, wait_until};

/// The municipality of the example, in which a withdrawn initiative is kept for a year.
pub const INRICHTING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/voorbeelden/archief.toml");

fn server(database: &Database) -> Server {
    let [flag, place] = database.flags();
    Server::with(database.folder(), &["serve", "--port", "0", &flag, &place, "--inrichting", INRICHTING])
}

/// An initiative that was withdrawn in January 2020, with a text of its own; gives its id.
pub fn ingetrokken(server: &Server, tekst: &str) -> String {
    let op = |dag: &str| json!({ "datum": dag });
    let nieuw = json!({ "titel": tekst, "omschrijving": format!("{tekst} voor de buurt"), "gebied": "Malburgen",
        "thema": "groen", "oorsprong": "bewoners", "initiatiefnemers": [format!("{tekst} van Fatima")],
        "plaatsgevonden": op("2020-01-02") });
    let id =
        server.role("initiatiefnemer").write("/v1/initiatieven", &nieuw)["id"].as_str().unwrap().to_owned();
    let uit = json!({ "overgang": "trek_in", "plaatsgevonden": op("2020-01-15") });
    server.role("tlo").write(&format!("/v1/initiatieven/{id}/overgangen"), &uit);
    id
}

pub fn voorstel(dossiers: &[&str]) -> Json {
    json!({ "motivering": "De bewaartermijn is over.", "dossiers": dossiers })
}

pub fn goedkeuring() -> Json {
    json!({ "mandaat": "Gemeentearchivaris", "motivering": "De termijnen zijn nagekeken." })
}

/// A list of these dossiers; gives its path.
pub fn voorgesteld(server: &Server, dossiers: &[&str]) -> String {
    let bewijs = server.role("management").write("/v1/vernietigingslijsten", &voorstel(dossiers));
    format!("/v1/vernietigingslijsten/{}", bewijs["id"].as_str().unwrap())
}

fn kandidaten(client: &Client, vraag: &str) -> Vec<Json> {
    let lijst = client.read(&format!("/v1/vernietigingskandidaten?{vraag}"));
    lijst["kandidaten"].as_array().unwrap().clone()
}

fn ids(kandidaten: &[Json]) -> Vec<&str> {
    kandidaten.iter().map(|k| k["id"].as_str().unwrap()).collect()
}

pub fn a_dossier_of_which_the_term_is_over_is_destroyed_by_two_persons(database: &Database) {
    let server = server(database);
    let (management, bestuur, beheerder) =
        (server.role("management"), server.role("bestuur"), server.role("beheerder"));
    let geheim = unique("geheim");
    let weg = ingetrokken(&server, &geheim);
    let heropend = ingetrokken(&server, "Speeltuin");
    let bezwaar = ingetrokken(&server, "Moestuin");
    let vers = server.role("initiatiefnemer").write(
        "/v1/initiatieven",
        &json!({ "titel": "Nieuw", "omschrijving": "Nu", "gebied": "Malburgen", "thema": "groen", "oorsprong": "bewoners" }),
    );
    let vers = vers["id"].as_str().unwrap();
    server
        .role("tlo")
        .write(&format!("/v1/initiatieven/{vers}/overgangen"), &json!({ "overgang": "trek_in" }));

    // What the law asks stands in the dossier, with how it follows.
    let bewaring = server.role("tlo").read(&format!("/v1/initiatieven/{weg}"))["bewaring"].clone();
    assert_eq!(
        [
            &bewaring["waardering"],
            &bewaring["brondatum"],
            &bewaring["archiefactiedatum"],
            &bewaring["categorie"]
        ],
        ["vernietigen", "2020-01-15", "2021-01-15", "11.3"]
    );
    assert!(bewaring["afleiding"].as_str().unwrap().contains("1 jaar bewaren"), "{bewaring}");

    // Due on a day: not what was closed today, and nothing before its date.
    let alle = kandidaten(&management, "");
    assert_eq!(alle.len(), 3, "{alle:?}");
    assert!(kandidaten(&management, "opDag=2021-01-14").is_empty());
    assert_eq!(kandidaten(&management, "opDag=2021-01-15").len(), 3);
    let later = kandidaten(&management, "opDag=2090-01-01");
    assert_eq!((later.len(), ids(&later)[3]), (4, vers), "what is closed last comes last");
    let eerste = management.read("/v1/vernietigingskandidaten?limiet=2");
    let cursor = eerste["volgende"].as_str().unwrap();
    let rest = kandidaten(&management, &format!("limiet=2&cursor={cursor}"));
    assert_eq!(ids(&rest), ids(&alle)[2..]);

    // What cannot be on a list is named, all of it together.
    let fout = management.post("/v1/vernietigingslijsten", &voorstel(&[&weg, vers])).expect(409);
    assert_eq!(
        (&fout["regel"], &fout["invalidParams"][0]["name"]),
        (&json!("niet-te-vernietigen"), &json!("/dossiers/1"))
    );
    let lijst = voorgesteld(&server, &[&weg, &heropend, &bezwaar]);
    let fout = management.post("/v1/vernietigingslijsten", &voorstel(&[&weg])).expect(409);
    assert!(
        fout["invalidParams"][0]["reason"].as_str().unwrap().contains("staat op vernietigingslijst"),
        "{fout}"
    );
    assert_eq!(kandidaten(&management, "")[0]["beletsels"][0]["soort"], "op_andere_lijst");

    let titels = |rol: &str| server.role(rol).read(&lijst)["dossiers"][0]["titel"].clone();
    assert_eq!((titels("bestuur"), titels("beheerder")), (json!(geheim), Json::Null));

    // Nobody approves what he proposed, and nothing is carried out that was not approved.
    let pad = |rest: &str| format!("{lijst}/{rest}");
    assert_eq!(management.post(&pad("goedkeuringen"), &goedkeuring()).expect(409)["regel"], "vier-ogen");
    assert_eq!(beheerder.post(&pad("uitvoeringen"), &json!({})).expect(409)["regel"], "lijst-status");
    assert_eq!(beheerder.get(&pad("verklaring")).expect(404)["regel"], "nog-niet");
    let mut goed = goedkeuring();
    goed["uitzonderingen"] = json!([{ "dossier": bezwaar, "reden": "Er loopt een bezwaar." }]);
    bestuur.write(&pad("goedkeuringen"), &goed);
    let over = json!({ "overgang": "heropen", "motivering": "De buurt komt terug." });
    server.role("tlo").write(&format!("/v1/initiatieven/{heropend}/overgangen"), &over);
    beheerder.write(&pad("uitvoeringen"), &json!({ "aanvulling": "Back-ups verlopen na vier weken." }));

    // The declaration: what, how many, on which ground, by whom and how; and what not, and why.
    let verklaring = server.role("auditor").read(&pad("verklaring"));
    assert_eq!(
        (&verklaring["aantal"], &verklaring["vernietigd"][0]["id"]),
        (&json!(1), &json!(weg)),
        "{verklaring}"
    );
    let niet: Vec<_> =
        verklaring["nietVernietigd"].as_array().unwrap().iter().map(|n| (&n["id"], &n["regel"])).collect();
    assert_eq!(niet, [(&json!(bezwaar), &json!("uitgezonderd")), (&json!(heropend), &json!("gewijzigd"))]);
    assert_eq!(verklaring["gronden"], json!([{ "categorie": "11.3", "bewaartermijn": "P1Y", "aantal": 1 }]));
    assert_ne!(verklaring["stappen"]["voorstel"]["door"], verklaring["stappen"]["goedkeuring"]["door"]);
    let pdf = server.role("auditor").send("GET", &pad("verklaring"), &[("Accept", "application/pdf")], &[]);
    assert!(pdf.status == 200 && pdf.body.starts_with("%PDF"), "{}", pdf.status);

    // It is gone, nothing can be added, and the register says on which ground.
    let dossier = server.role("tlo").read(&format!("/v1/initiatieven/{weg}"));
    assert_eq!(dossier["gewist"]["besluit"]["grond"], "bewaartermijn_verstreken");
    assert_eq!((&dossier["titel"], &dossier["bewaring"]), (&json!("[gewist]"), &Json::Null));
    assert_eq!(dossier["mogelijkeOvergangen"], json!([]));
    let notitie = json!({ "soort": "proef", "tekst": "Toch nog iets." });
    let fout = server.role("tlo").post(&format!("/v1/initiatieven/{weg}/notities"), &notitie).expect(409);
    assert_eq!(fout["regel"], "dossier-vernietigd");
    let over = kandidaten(&management, "");
    assert_eq!(
        (ids(&over), &over[0]["beletsels"]),
        (vec![bezwaar.as_str()], &json!([])),
        "it may be proposed again"
    );
    let lijsten = management.read("/v1/vernietigingslijsten?status=uitgevoerd");
    assert_eq!(
        (&lijsten["lijsten"][0]["aantal"], &lijsten["lijsten"][0]["vernietigd"]),
        (&json!(3), &json!(1))
    );
    the_read_models_agree(database);
    server.stop();
    is_nowhere(database, &geheim);
    let klopt = run(program(database.folder()).args(["controleer"]).args(database.flags()));
    assert!(klopt.stdout.contains("Het log klopt"), "{}{}", klopt.stdout, klopt.stderr);
}

/// No table holds a text any more, and no file of SQLite.
fn is_nowhere(database: &Database, tekst: &str) {
    if database.is_sqlite() {
        for bestand in std::fs::read_dir(database.folder()).unwrap().map(|bestand| bestand.unwrap().path()) {
            let inhoud = if bestand.is_file() { std::fs::read(&bestand).unwrap() } else { Vec::new() };
            let gevonden = inhoud.windows(tekst.len()).any(|deel| deel == tekst.as_bytes());
            assert!(!gevonden, "{}", bestand.display());
        }
        return;
    }
    for tabel in ["event", "dossier", "snapshot", "tijdlijn", "vernietigingslijst"] {
        assert!(!database.select(&format!("SELECT * FROM {tabel}")).unwrap().contains(tekst), "{tabel}");
    }
}

pub fn a_destruction_that_was_broken_off_is_finished(database: &Database) {
    let mut server = server(database);
    let dossiers: Vec<String> = (0..40).map(|n| ingetrokken(&server, &format!("Tuin {n}"))).collect();
    let lijst = voorgesteld(&server, &dossiers.iter().map(String::as_str).collect::<Vec<_>>());
    server.role("bestuur").write(&format!("{lijst}/goedkeuringen"), &goedkeuring());
    let pad = format!("{lijst}/uitvoeringen");
    let headers = [("Content-Type", "application/json"), ("Idempotency-Key", "vernietiging-die-stopt-0001")];
    let (beheerder, beantwoord) = (server.role("beheerder"), AtomicBool::new(false));
    let auditor = server.role("auditor");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let _ = beheerder.try_send("POST", &pad, &headers, b"{}");
            beantwoord.store(true, Ordering::SeqCst);
        });
        wait_until("some are destroyed", || {
            let gewist = auditor.read("/v1/wissingen?limiet=200")["wissingen"].as_array().unwrap().len();
            gewist >= 3 || beantwoord.load(Ordering::SeqCst)
        });
        server.kill();
    });
    let server = self::server(database);
    let over = kandidaten(&server.role("management"), "limiet=200").len();
    println!("killed with {over} of {} still to be destroyed", dossiers.len());
    let beheerder = server.role("beheerder");
    beheerder.try_send("POST", &pad, &headers, b"{}").unwrap().expect(201);
    let nogmaals = beheerder.try_send("POST", &pad, &headers, b"{}").unwrap();
    assert_eq!((nogmaals.status, nogmaals.header("Idempotent-Replayed")), (201, "true"));
    let verklaring = server.role("auditor").read(&format!("{lijst}/verklaring"));
    assert_eq!(
        (&verklaring["aantal"], &verklaring["nietVernietigd"]),
        (&json!(40), &json!([])),
        "{verklaring}"
    );
    assert!(kandidaten(&server.role("management"), "").is_empty());
    let register = server.role("auditor").read("/v1/wissingen?limiet=200");
    assert_eq!(register["wissingen"].as_array().unwrap().len(), 40, "each is erased once");
    the_read_models_agree(database);
}
