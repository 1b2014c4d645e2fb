//! Everywhere that a text could still stand.

use super::planten::Kiem;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use zwarte_doos::{Database, Server, run, unique};

/// What was searched, and where which planted fields were found.
#[derive(Default)]
pub struct Vondst {
    pub plekken: BTreeSet<String>,
    pub gevonden: BTreeMap<String, BTreeSet<String>>,
}

impl Vondst {
    /// Searches a place.
    pub fn zoek(&mut self, kiemen: &[Kiem], plek: &str, bytes: &[u8]) {
        self.plekken.insert(plek.to_owned());
        // All planted texts begin alike: most places are passed by at once.
        let Some(merk) = kiemen.first().and_then(|kiem| kiem.tekst.split('n').next()) else { return };
        let tekst = String::from_utf8_lossy(bytes).to_lowercase();
        if !tekst.contains(merk) {
            return;
        }
        let begint = format!("{merk}n");
        let nummers: BTreeSet<&str> =
            tekst.split(&begint).skip(1).filter_map(|rest| rest.split('n').next()).collect();
        for (nummer, kiem) in kiemen.iter().enumerate() {
            if nummers.contains(nummer.to_string().as_str()) {
                self.gevonden.entry(kiem.veld.clone()).or_default().insert(plek.to_owned());
            }
        }
    }
}

/// Every table, column by column, and on SQLite every byte of every file.
pub fn database(vondst: &mut Vondst, kiemen: &[Kiem], database: &Database) {
    if database.is_sqlite() {
        let map = database.folder().join("gegevens");
        for bestand in std::fs::read_dir(&map).unwrap() {
            let bestand = bestand.unwrap();
            let naam = bestand.file_name().into_string().unwrap();
            vondst.zoek(kiemen, &format!("bestand {naam}"), &std::fs::read(bestand.path()).unwrap());
        }
        let open = rusqlite::Connection::open(map.join("wijkspoor.db")).unwrap();
        let mut namen = open.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
        let namen: Vec<String> = namen.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        for naam in namen {
            let mut alles = open.prepare(&format!("SELECT * FROM \"{naam}\"")).unwrap();
            let kolommen = alles.column_count();
            let mut rijen = alles.query([]).unwrap();
            let mut tekst = String::new();
            while let Some(rij) = rijen.next().unwrap() {
                (0..kolommen).for_each(|i| {
                    tekst += &format!("{:?}\t", rij.get_ref(i).unwrap().as_str().unwrap_or_default())
                });
            }
            vondst.zoek(kiemen, &format!("tabel {naam}"), tekst.as_bytes());
        }
    } else {
        let namen =
            database.select("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").unwrap();
        for naam in namen.lines() {
            let alles = database.select(&format!("SELECT t::text FROM \"{naam}\" t")).unwrap();
            vondst.zoek(kiemen, &format!("tabel {naam}"), alles.as_bytes());
        }
    }
}

/// Every operation that reads, as every role, for every stream; also as a table where it can be had as one.
pub fn api(vondst: &mut Vondst, kiemen: &[Kiem], server: &Server, stromen: &[String]) {
    let document = server.client().read("/v1/openapi.json");
    let mut rollen: Vec<String> =
        ["initiatiefnemer", "tlo", "management", "bestuur", "auditor", "beheerder", "systeem"]
            .map(str::to_owned)
            .into();
    // The departments that were asked for something.
    let asked = kiemen.iter().filter(|kiem| kiem.veld == "NieuweOpdracht.afdeling").take(2);
    rollen.extend(asked.map(|kiem| format!("afdeling:{}", kiem.tekst)));
    for (pad, operaties) in document["paths"].as_object().unwrap() {
        if operaties.get("get").is_none() {
            continue;
        }
        let ids: Vec<&str> =
            if pad.contains('{') { stromen.iter().map(String::as_str).collect() } else { vec![""] };
        for (rol, id) in rollen.iter().flat_map(|rol| ids.iter().map(move |id| (rol, *id))) {
            let volg = |token: &str| pad.replace("{token}", token);
            let token = match pad.contains("{token}") {
                true => server.role("tlo").get(&format!("/v1/initiatieven/{id}/volglink")),
                false => server.client().get("/v1/gezondheid"),
            };
            let token = token.json()["token"].as_str().unwrap_or("x").to_owned();
            let mut pad = volg(&token)
                .replace("{id}", id)
                .replace("{volgnummer}", "1")
                .replace("{code}", "wijkinitiatief");
            for deel in ["{opdrachtId}", "{besluitId}"] {
                pad = pad.replace(deel, id);
            }
            let plek = operaties["get"]["operationId"].as_str().unwrap();
            let vragen = operaties["get"]["parameters"].as_array().into_iter().flatten();
            let veel = if vragen.clone().any(|p| p["name"] == "limiet") { "?limiet=200" } else { "" };
            for soort in ["application/json", "text/csv"] {
                let antwoord =
                    server.role(rol).send("GET", &format!("/v1{pad}{veel}"), &[("Accept", soort)], &[]);
                vondst.zoek(kiemen, &format!("api {plek}"), antwoord.body.as_bytes());
            }
        }
    }
}

/// The pages, as a browser of every role gets them.
pub fn paginas(vondst: &mut Vondst, kiemen: &[Kiem], server: &Server, stromen: &[String]) {
    for rol in ["initiatiefnemer", "tlo", "management", "bestuur", "auditor", "beheerder"] {
        let formulier = format!("rol={rol}&naam=&naar=%2F");
        let kop = [("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "same-origin")];
        let gekozen = server.paginas("POST", "/aanmelden", &kop, formulier.as_bytes());
        let koekje = gekozen.1.split(';').next().unwrap().to_owned();
        let mut paden: Vec<String> = [
            "/",
            "/initiatieven",
            "/werkvoorraad",
            "/werkvoorraad/levend",
            "/mijn-initiatieven",
            "/besluiten",
            "/besluiten.csv",
            "/stagnatie",
            "/stagnatie/rapport",
            "/stagnatie/zaken",
            "/stagnatie/zaken.csv",
            "/beheer",
            "/indienen",
        ]
        .map(str::to_owned)
        .into();
        for id in stromen {
            paden.extend([
                format!("/initiatieven/{id}"),
                format!("/initiatieven/{id}/volglink"),
                format!("/initiatieven/{id}/doen/notitie"),
                format!("/mijn-initiatieven/{id}"),
            ]);
        }
        for pad in paden {
            let (_, _, tekst) = server.paginas("GET", &pad, &[("Cookie", &koekje)], &[]);
            let naam = stromen.iter().fold(pad, |pad, id| pad.replace(id.as_str(), "{id}"));
            vondst.zoek(kiemen, &format!("pagina {naam}"), tekst.as_bytes());
        }
    }
}

/// Everything that the program writes on request.
pub fn opdrachten(
    vondst: &mut Vondst,
    kiemen: &[Kiem],
    programma: &dyn Fn(&Database) -> Command,
    database: &Database,
    stromen: &[String],
) {
    let doe = |args: &[&str]| run(programma(database).args(args).args(database.flags()));
    for uitgang in ["json", "sqlite", "xes"] {
        let pad = database.folder().join(format!("{}.{uitgang}", unique("export")));
        let output = doe(&["exporteer", "--eigen-ids", "--uit", pad.to_str().unwrap()]);
        assert_eq!(output.code, Some(0), "{}", output.stderr);
        vondst.zoek(kiemen, &format!("export {uitgang}"), &std::fs::read(&pad).unwrap());
    }
    let lijst = doe(&["lijst"]);
    vondst.zoek(kiemen, "wijkspoor lijst", (lijst.stdout + &lijst.stderr).as_bytes());
    for id in stromen {
        let toon = doe(&["toon", id]);
        vondst.zoek(kiemen, "wijkspoor toon", (toon.stdout + &toon.stderr).as_bytes());
    }
}

/// What stands beside the database: logs of the server.
pub fn logboeken(vondst: &mut Vondst, kiemen: &[Kiem], map: &Path) {
    for bestand in std::fs::read_dir(map).unwrap().map(Result::unwrap) {
        let naam = bestand.file_name().into_string().unwrap();
        if naam.starts_with("logboek") {
            vondst.zoek(kiemen, "logboek van de server", &std::fs::read(bestand.path()).unwrap());
        }
    }
}
