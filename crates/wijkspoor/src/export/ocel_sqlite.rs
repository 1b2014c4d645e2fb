//! OCEL 2.0 as a SQLite database: one table for each kind of object and of event, and who was in what.

use super::Schrijver;
use super::geval::{EIGENSCHAPPEN, Geval, OBJECTSOORTEN, Object, Voorval};
use anyhow::Result;
use rusqlite::{Connection, params_from_iter};
use std::path::Path;
use wijkspoor_domain::initiatief::Gebeurtenis;

/// From when an attribute that never changes has its value, by the standard.
const ALTIJD: &str = "1970-01-01 00:00:00";

pub(super) struct OcelSqlite {
    db: Connection,
}

impl OcelSqlite {
    pub(super) fn nieuw(pad: &Path) -> Result<Self> {
        let db = Connection::open(pad)?;
        // Nobody reads it before it is whole, and half of it is thrown away.
        db.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; \
             CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT); \
             CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT); \
             CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT); \
             CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT); \
             CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT, \
               PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier)) WITHOUT ROWID; \
             CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT, \
               PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier)) WITHOUT ROWID;",
        )?;
        let kolommen = |namen: &[&str]| namen.iter().map(|naam| format!(", {naam} TEXT")).collect::<String>();
        for (soort, namen) in OBJECTSOORTEN {
            db.execute("INSERT INTO object_map_type VALUES (?1, ?1)", [soort])?;
            let eigen = kolommen(namen);
            let sql = format!(
                "CREATE TABLE object_{soort} (ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT{eigen})"
            );
            db.execute(&sql, [])?;
        }
        for (soort, _) in Gebeurtenis::soorten() {
            db.execute("INSERT INTO event_map_type VALUES (?1, ?1)", [soort])?;
            let eigen = kolommen(&EIGENSCHAPPEN);
            db.execute(
                &format!("CREATE TABLE event_{soort} (ocel_id TEXT, ocel_time TIMESTAMP{eigen})"),
                [],
            )?;
        }
        Ok(Self { db })
    }

    fn voeg_in<'a>(&self, tabel: &str, waarden: impl IntoIterator<Item = Option<&'a str>>) -> Result<()> {
        let waarden: Vec<Option<&str>> = waarden.into_iter().collect();
        let plaatsen: Vec<String> = (1..=waarden.len()).map(|n| format!("?{n}")).collect();
        let sql = format!("INSERT INTO {tabel} VALUES ({})", plaatsen.join(", "));
        self.db.prepare_cached(&sql)?.execute(params_from_iter(waarden))?;
        Ok(())
    }

    fn object(&self, object: &Object) -> Result<()> {
        let id = Some(object.id.as_str());
        self.voeg_in("object", [id, Some(object.soort)])?;
        let waarden = object.waarden.iter().map(|waarde| Some(waarde.as_str()));
        self.voeg_in(
            &format!("object_{}", object.soort),
            [id, Some(ALTIJD), None].into_iter().chain(waarden),
        )?;
        (object.relaties.iter())
            .try_for_each(|r| self.voeg_in("object_object", [id, Some(&r.object), Some(r.als)]))
    }

    fn voorval(&self, voorval: &Voorval) -> Result<()> {
        let id = Some(voorval.id.as_str());
        self.voeg_in("event", [id, Some(voorval.soort)])?;
        let waarden = voorval.waarden.iter().map(|waarde| Some(waarde.as_str()));
        let tabel = format!("event_{}", voorval.soort);
        self.voeg_in(&tabel, [id, Some(voorval.tijd.as_str())].into_iter().chain(waarden))?;
        (voorval.relaties.iter())
            .try_for_each(|r| self.voeg_in("event_object", [id, Some(&r.object), Some(r.als)]))
    }
}

impl Schrijver for OcelSqlite {
    fn geval(&mut self, geval: &Geval, nieuw: &[Object]) -> Result<()> {
        geval.objecten.iter().chain(nieuw).try_for_each(|object| self.object(object))?;
        geval.voorvallen.iter().try_for_each(|voorval| self.voorval(voorval))
    }

    fn sluit(self: Box<Self>) -> Result<()> {
        Ok(self.db.execute_batch("COMMIT")?)
    }
}
