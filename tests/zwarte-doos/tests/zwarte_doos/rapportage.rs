//! The views for reports, and the role that may read them and nothing else.

use crate::initiatief::indiening;
use std::path::{Path, PathBuf};
use wijkspoor_projections::initiatief::views;
use zwarte_doos::{Database, Server, program, run};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// As the role for reports: runs SQL, and gives what came of it.
fn als_rapporteur(database: &Database, sql: &str) -> Result<String, String> {
    database.select(&format!("SET ROLE wijkspoor_rapportage; {sql}"))
}

#[test]
fn reports_read_the_views_and_nothing_else_also_after_a_rebuild() {
    let database = Database::postgres();
    let server = Server::start(&database);
    server.role("initiatiefnemer").write("/v1/initiatieven", &indiening("Speeltuin"));
    let script = std::fs::read_to_string(root().join("deploy/rapportage.sql")).unwrap();
    database.execute(&script);
    let [_, url] = database.flags();
    let voorbeeld = std::fs::read_to_string(root().join("docs/rapportage.md")).unwrap();
    let voorbeeld = voorbeeld.split("```sql").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    for keer in 0..2 {
        for view in views::ALL {
            let rijen = als_rapporteur(&database, &format!("SELECT * FROM {}", view.name)).unwrap();
            let verwacht = ["rapport_initiatief", "rapport_episode", "rapport_gebeurtenis", "rapport_wijk"];
            assert_eq!(!rijen.is_empty(), verwacht.contains(&view.name), "{} {rijen}", view.name);
            assert!(!rijen.contains("Speeltuin"), "{} has no titles: {rijen}", view.name);
            let tabel = als_rapporteur(&database, &format!("SELECT * FROM {}", view.of.name));
            assert!(tabel.unwrap_err().contains("42501"), "permission denied for {}", view.of.name);
        }
        for log in ["event", "data_key", "stream"] {
            assert!(als_rapporteur(&database, &format!("SELECT * FROM {log}")).is_err(), "{log}");
        }
        let dag = als_rapporteur(&database, "SELECT van_op::date - van_dag FROM rapport_episode").unwrap();
        assert!(dag.lines().all(|verschil| ["0", "-1"].contains(&verschil)), "a day, a time: {dag}");
        als_rapporteur(&database, voorbeeld).unwrap();
        if keer == 0 {
            // Something to rebuild for.
            database.execute("DELETE FROM tijdlijn");
            let mut herbouw = program(database.folder());
            let uit = run(herbouw.args(["projecties", "herbouw", "--database", &url]));
            assert_eq!(uit.code, Some(0), "{}", uit.stderr);
            assert!(uit.stdout.contains("1 verschillen met het log"), "{}", uit.stdout);
        }
    }
}

#[test]
fn the_guide_names_every_column() {
    let gids = std::fs::read_to_string(root().join("docs/rapportage.md")).unwrap();
    for view in views::ALL {
        let regel = gids.lines().find(|regel| regel.starts_with(&format!("| `{}` ", view.name))).unwrap();
        for (kolom, _) in view.columns {
            assert!(regel.contains(&format!("`{kolom}`")), "{}.{kolom}", view.name);
        }
    }
}
