//! Importing a spreadsheet: tried before, whole per initiative, once however often it is asked, also when it is killed
//! halfway and while a server runs on the same database.

use crate::kill::the_read_models_agree;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use zwarte_doos::{Database, Output, Server, program, random, run, wait_until};

/// The example of the documentation.
const VOORBEELD: &str = include_str!("../../../../docs/voorbeelden/initiatieven.csv");
const REGELS: usize = 37;

fn bestand(database: &Database, naam: &str, inhoud: impl AsRef<[u8]>) -> PathBuf {
    let pad = database.folder().join(naam);
    std::fs::write(&pad, inhoud).unwrap();
    pad
}

fn importeer(database: &Database, pad: &Path, vlaggen: &[&str]) -> Output {
    run(program(database.folder()).arg("importeer").arg(pad).args(vlaggen).args(database.flags()))
}

/// An import that must end with this code; gives what it says.
fn met_code(database: &Database, pad: &Path, vlaggen: &[&str], code: i32) -> String {
    let output = importeer(database, pad, vlaggen);
    assert_eq!(output.code, Some(code), "{}{}", output.stdout, output.stderr);
    output.stdout
}

/// How many initiatives and rows became this.
fn geteld(tekst: &str, uitkomst: &str) -> [usize; 2] {
    let regel = tekst.lines().find(|regel| regel.trim_start().starts_with(uitkomst)).unwrap();
    let getallen = regel.split_whitespace().filter_map(|woord| woord.replace(',', "").parse().ok());
    getallen.collect::<Vec<_>>().try_into().unwrap()
}

fn inrichting(database: &Database) -> String {
    let voorbeeld = run(program(database.folder()).args(["inrichting", "voorbeeld"]));
    bestand(database, "arnhem.toml", voorbeeld.stdout).display().to_string()
}

fn positie(server: &Server) -> u64 {
    server.role("auditor").read("/v1/gereedheid")["actualiteit"]["positie"].as_u64().unwrap()
}

pub fn a_dry_run_changes_nothing(database: &Database) {
    let (pad, inrichting) = (bestand(database, "in.csv", VOORBEELD), inrichting(database));
    for vlaggen in [&[][..], &["--proef"]] {
        let vlaggen = [vlaggen, &["--inrichting", &inrichting, "--verslag", "verslag.csv"]].concat();
        let tekst = met_code(database, &pad, &vlaggen, 0);
        assert_eq!(geteld(&tekst, "nieuw"), [4, REGELS]);
        assert!(tekst.contains("er is NIETS vastgelegd") && tekst.contains("--leg-vast"), "{tekst}");
    }
    let verslag = std::fs::read_to_string(database.folder().join("verslag.csv")).unwrap();
    assert_eq!(verslag.lines().count(), REGELS + 1);
    assert!(!database.folder().join("gegevens").exists(), "a dry run made a database");
    let server = Server::start(database);
    assert_eq!(positie(&server), 0);
    // Nor did it set the organisation up.
    assert!(!server.role("auditor").read("/v1/inrichting").to_string().contains("Arnhem"));
    // With a server beside it, too.
    met_code(database, &pad, &["--inrichting", &inrichting], 0);
    assert_eq!(positie(&server), 0);
    server.stop();
}

pub fn the_example_is_imported_once_beside_a_server(database: &Database) {
    let inrichting = inrichting(database);
    let [flag, place] = database.flags();
    let server = Server::with(
        database.folder(),
        &["serve", "--port", "0", &flag, &place, "--inrichting", &inrichting],
    );
    let pad = bestand(database, "in.csv", VOORBEELD);
    assert_eq!(geteld(&met_code(database, &pad, &["--leg-vast"], 0), "nieuw"), [4, REGELS]);
    let eerst = positie(&server);
    assert!(eerst > 37, "{eerst}");
    for vlaggen in [&["--leg-vast"][..], &[]] {
        assert_eq!(geteld(&met_code(database, &pad, vlaggen, 0), "al ingevoerd"), [4, REGELS]);
    }
    assert_eq!(positie(&server), eerst);

    // What the server says of it: happened then, recorded now, by whom, from where.
    let client = server.role("auditor");
    let gevonden = client.read("/v1/initiatieven?kenmerk=2023-014");
    let id = gevonden["initiatieven"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(gevonden["initiatieven"][0]["status"], "gerealiseerd");
    let tijdlijn = client.read(&format!("/v1/initiatieven/{id}/tijdlijn?limiet=100"));
    let stappen = tijdlijn["stappen"].as_array().unwrap();
    let ingediend = stappen.iter().find(|s| s["soort"] == "initiatief_ingediend").unwrap();
    assert_eq!(ingediend["plaatsgevonden"]["tekst"], "2023-03-11");
    assert_eq!(
        (&ingediend["rol"], &ingediend["actor"]),
        (&"initiatiefnemer".into(), &"invoer:invoer".into())
    );
    assert_eq!(
        (&ingediend["herkomst"]["casus"], &ingediend["herkomst"]["bronregel"]),
        (&"2023-014".into(), &2.into())
    );
    assert!(ingediend["vastgelegdOp"].as_str().unwrap() > "2025", "{ingediend}");
    let neem = stappen.iter().find(|s| s["soort"] == "in_behandeling_genomen").unwrap();
    assert_eq!(
        (&neem["plaatsgevonden"]["tekst"], &neem["herkomst"]["datumInBron"]),
        (&"2023-03".into(), &"maart 2023".into())
    );
    let koppelingen = client.read("/v1/initiatieven?kenmerk=2024-003");
    let andere = koppelingen["initiatieven"][0]["id"].as_str().unwrap();
    let koppelingen = client.read(&format!("/v1/initiatieven/{andere}/koppelingen")).to_string();
    assert!(koppelingen.contains("Repaircafé"), "{koppelingen}");

    // A longer file adds what is new, also to what somebody worked on meanwhile.
    let notitie = r#"{"soort":"notitie","tekst":"Gebeld."}"#;
    let headers = [("Content-Type", "application/json")];
    let beheer = server.role("tlo");
    assert_eq!(
        beheer
            .try_send("POST", &format!("/v1/initiatieven/{andere}/notities"), &headers, notitie.as_bytes())
            .unwrap()
            .status,
        201
    );
    let kolom = VOORBEELD.lines().next().unwrap().split(';').position(|kop| kop == "tekst").unwrap();
    let erbij = format!("2024-003;notitie_toegevoegd;2024-06-20{}Erbij.\n", ";".repeat(kolom - 2));
    let langer = bestand(database, "langer.csv", format!("{VOORBEELD}{erbij}"));
    let tekst = met_code(database, &langer, &["--leg-vast"], 0);
    assert_eq!((geteld(&tekst, "uitgebreid"), geteld(&tekst, "al ingevoerd")), ([1, 1], [3, REGELS - 9]));
    assert_eq!(positie(&server), eerst + 2);
    // A changed row is refused, and what is there stays.
    let anders = bestand(database, "anders.csv", VOORBEELD.replace("twintig bakken", "dertig bakken"));
    let tekst = met_code(database, &anders, &["--leg-vast", "--verslag", "v.csv"], 3);
    assert!(
        tekst.contains("regel 15, kolom resultaat (2023-014)") && tekst.contains("nieuwe regel"),
        "{tekst}"
    );
    // The same keys from another source are other initiatives, which would be there twice.
    let tekst = met_code(database, &pad, &["--leg-vast", "--bron", "ander"], 3);
    assert_eq!(geteld(&tekst, "geweigerd"), [4, REGELS]);
    assert!(tekst.contains("--bron"), "{tekst}");
    assert_eq!(positie(&server), eerst + 2);
    server.stop();
    the_read_models_agree(database);
    sealed(database);
}

/// On SQLite one can see that personal data do not stand there in the clear.
fn sealed(database: &Database) {
    let map = database.folder().join("gegevens");
    let Ok(bestanden) = std::fs::read_dir(map) else { return };
    for bestand in bestanden {
        let bytes = std::fs::read(bestand.unwrap().path()).unwrap();
        for tekst in ["Buurtgroep Akkerstraat", "samen groente verbouwen", "dertig bakken", "Oudercommissie"]
        {
            assert!(
                !bytes.windows(tekst.len()).any(|deel| deel == tekst.as_bytes()),
                "{tekst:?} is not sealed"
            );
        }
    }
}

pub fn a_workbook_says_the_same_as_a_csv(database: &Database) {
    let inrichting = inrichting(database);
    let csv = bestand(database, "in.csv", VOORBEELD);
    let mut boek = Workbook::new();
    let datum = Format::new().set_num_format("dd-mm-yyyy");
    let blad = boek.add_worksheet();
    let mut lezer =
        csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(VOORBEELD.as_bytes());
    for (rij, regel) in (0..).zip(lezer.records().map(Result::unwrap)) {
        for (kolom, cel) in (0..).zip(&regel) {
            let delen: Vec<u16> = cel.split('-').filter_map(|deel| deel.parse().ok()).collect();
            match delen.as_slice() {
                // Real dates, as a spreadsheet keeps them.
                [dag, maand, jaar] if kolom > 1 && *jaar >= 1900 => {
                    let dag = ExcelDateTime::from_ymd(
                        *jaar,
                        u8::try_from(*maand).unwrap(),
                        u8::try_from(*dag).unwrap(),
                    );
                    blad.write_with_format(rij, kolom, dag.unwrap(), &datum).unwrap();
                }
                [jaar] if kolom == 2 && *jaar >= 1900 => drop(blad.write(rij, kolom, *jaar).unwrap()),
                _ if cel.ends_with(",00") => drop(
                    blad.write(rij, kolom, cel.replace('.', "").replace(',', ".").parse::<f64>().unwrap())
                        .unwrap(),
                ),
                _ => drop(blad.write(rij, kolom, cel).unwrap()),
            }
        }
    }
    let xlsx = bestand(database, "in.xlsx", boek.save_to_buffer().unwrap());
    let begin = ["--leg-vast", "--inrichting", inrichting.as_str()];
    assert_eq!(geteld(&met_code(database, &xlsx, &begin, 0), "nieuw"), [4, REGELS]);
    assert_eq!(geteld(&met_code(database, &csv, &["--leg-vast"], 0), "al ingevoerd"), [4, REGELS]);
}

/// Many initiatives of three rows each.
fn veel(aantal: usize) -> String {
    let mut tekst =
        "initiatief,stap,datum,titel,omschrijving,gebied,thema,oorsprong,kanaal,bericht\n".to_owned();
    for n in 0..aantal {
        let _ =
            writeln!(tekst, "Z-{n},initiatief_ingediend,2024-01-01,Initiatief {n},Iets,Noord,groen,bewoners");
        let _ = writeln!(tekst, "Z-{n},neem_in_behandeling,2024-02-01");
        let _ = writeln!(tekst, "Z-{n},terugkoppeling_gegeven,maart 2024,,,,,,brief,We zijn bezig");
    }
    tekst
}

pub fn an_import_that_is_killed_goes_on(database: &Database) {
    const AANTAL: usize = 3000;
    let server = Server::start(database);
    let pad = bestand(database, "veel.csv", veel(AANTAL));
    let mut halverwege = 0;
    for _ in 0..3 {
        let begin = positie(&server);
        let mut command = program(database.folder());
        command.arg("importeer").arg(&pad).arg("--leg-vast").args(database.flags());
        let mut import = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let genoeg = begin + 1 + random(900);
        wait_until("the import is busy, or done", || {
            positie(&server) >= genoeg || import.try_wait().unwrap().is_some()
        });
        import.kill().unwrap();
        import.wait().unwrap();
        let nu = positie(&server);
        // Each initiative is there whole or not at all.
        assert_eq!(nu % 3, 0, "{nu}");
        halverwege += usize::from(nu > begin && nu < 3 * AANTAL as u64);
    }
    assert!(halverwege > 0, "no import was interrupted: this tried nothing");
    let er_waren = usize::try_from(positie(&server)).unwrap() / 3;
    let tekst = met_code(database, &pad, &["--leg-vast"], 0);
    assert_eq!(geteld(&tekst, "nieuw"), [AANTAL - er_waren, 3 * (AANTAL - er_waren)]);
    assert_eq!(geteld(&tekst, "al ingevoerd"), [er_waren, 3 * er_waren]);
    assert_eq!(positie(&server), 3 * AANTAL as u64);
    server.stop();
    the_read_models_agree(database);
}

pub fn of_two_imports_at_once_each_initiative_is_there_once(database: &Database) {
    const AANTAL: usize = 600;
    let server = Server::start(database);
    let pad = bestand(database, "veel.csv", veel(AANTAL));
    let nieuw = std::thread::scope(|scope| {
        let twee = [(); 2].map(|()| scope.spawn(|| met_code(database, &pad, &["--leg-vast"], 0)));
        twee.into_iter().map(|een| geteld(&een.join().unwrap(), "nieuw")[0]).sum::<usize>()
    });
    assert_eq!((nieuw, positie(&server)), (AANTAL, 3 * AANTAL as u64));
    server.stop();
}

pub fn what_is_refused_leaves_the_rest(database: &Database) {
    let kop = "initiatief;stap;datum;titel;omschrijving;gebied;thema;oorsprong;met\n";
    let goed = |sleutel: &str| format!("{sleutel};ingediend;2024-01-01;Titel;Iets;Noord;groen;bewoners\n");
    let fout = "Fout;draag_over;2024-02-01\n";
    let verwijst = "Verwijst;overlap_gemeld;2024-02-01;;;;;;Fout\n";
    let inhoud =
        [kop, &goed("Goed"), &goed("Fout"), fout, &goed("Verwijst"), verwijst, ";ingediend;2024\n"].concat();
    let pad = bestand(database, "deels.csv", inhoud);
    let tekst = met_code(database, &pad, &["--leg-vast", "--verslag", "verslag.csv"], 3);
    assert_eq!((geteld(&tekst, "nieuw"), geteld(&tekst, "geweigerd")), ([1, 1], [2, 5]));
    let verslag = std::fs::read_to_string(database.folder().join("verslag.csv")).unwrap();
    for regel in
        ["2;Goed;goed;", "3;Fout;vervalt;", "4;Fout;fout;stap;", "6;Verwijst;fout;;", "7;;fout;initiatief;"]
    {
        assert!(
            verslag.lines().any(|r| r.trim_start_matches('\u{feff}').starts_with(regel)),
            "{regel} niet in {verslag}"
        );
    }
    let server = Server::start(database);
    assert_eq!(server.role("auditor").all("/v1/initiatieven", "initiatieven").len(), 1);
    server.stop();
    // Nonsense is said in one line, and changes nothing.
    for (inhoud, deel) in [
        (&b""[..], "het bestand is leeg"),
        (b"\x00\x01\x02", "geen tekst in UTF-8"),
        (b"PK\x03\x04rommel", "niet te lezen als .xlsx"),
        (b"\xd0\xcf\x11\xe0", ".xls"),
        (b"a;b\n1;2\n", "de kolom initiatief ontbreekt"),
    ] {
        let output = importeer(database, &bestand(database, "onzin", inhoud), &["--leg-vast"]);
        assert_eq!((output.code, output.stderr.lines().count()), (Some(1), 1), "{}", output.stderr);
        assert!(output.stderr.contains(deel), "{}", output.stderr);
    }
    assert_eq!(importeer(database, &pad, &["--leg-vast", "--proef"]).code, Some(2));
    assert_eq!(importeer(database, &pad, &["--verslag", pad.to_str().unwrap()]).code, Some(1));
}
