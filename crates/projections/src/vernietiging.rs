//! The read models of the lists by which dossiers are destroyed: the lists, and which dossiers wait for one.

use crate::projection::Projection;
use crate::row::{Change, Column, Kind, PartialIndex, Rows, Table, Value};
use serde::{Deserialize, Serialize};
use wijkspoor_domain::vernietiging::{Vernietigingsgebeurtenis, Vernietigingslijst};
use wijkspoor_domain::{Opzet, Recorded};

const fn kolom(name: &'static str, kind: Kind, nullable: bool) -> Column {
    Column { name, kind, nullable }
}

/// The lists as they stand; what is on them and why is read from the log.
pub static LIJST: Table = Table {
    name: "vernietigingslijst",
    key: 1,
    columns: &[
        kolom("lijst_id", Kind::Text, false),
        kolom("versie", Kind::Int, false),
        kolom("status", Kind::Text, false),
        kolom("aantal", Kind::Int, false),
        kolom("voorgesteld_op", Kind::Int, false),
        kolom("voorgesteld_door", Kind::Text, false),
        // How many were destroyed; absent until it was carried out.
        kolom("vernietigd", Kind::Int, true),
    ],
    indexes: &[&["voorgesteld_op", "lijst_id"], &["status", "voorgesteld_op", "lijst_id"]],
    partial_indexes: &[],
};

/// The dossiers of every list. `wacht` is there while the list is open.
pub static DOSSIER: Table = Table {
    name: "vernietigingslijst_dossier",
    key: 2,
    columns: &[
        kolom("lijst_id", Kind::Text, false),
        kolom("initiatief_id", Kind::Text, false),
        kolom("wacht", Kind::Int, true),
    ],
    indexes: &[],
    partial_indexes: &[PartialIndex { of: Rows::With("wacht"), columns: &["initiatief_id", "lijst_id"] }],
};

/// The projection of the lists; a row says all that it must remember.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Vernietigingsspoor {}

impl Projection for Vernietigingsspoor {
    type Aggregate = Vernietigingslijst;
    const TABLES: &'static [&'static Table] = &[&LIJST, &DOSSIER];
    const VERSION: u32 = 1;

    fn fold(
        &mut self,
        _: &Vernietigingslijst,
        after: &Vernietigingslijst,
        event: &Recorded<Vernietigingsgebeurtenis>,
        _: &Opzet,
    ) -> Vec<Change> {
        let Some(lijst) = after.lijst() else { return Vec::new() };
        let id = || Value::Text(event.stream.to_string());
        let dossiers = lijst.voorstel.dossiers.iter().map(|k| Value::Text(k.dossier.to_string()));
        let status = Value::Text(lijst.status().code().to_owned());
        if let Vernietigingsgebeurtenis::Voorgesteld(voorstel) = &event.event {
            let row = vec![
                id(),
                Value::Int(event.sequence),
                status,
                aantal(voorstel.dossiers.len()),
                Value::Int(event.metadata.plaatsgevonden.op.as_microsecond()),
                Value::Text(voorstel.door.clone()),
                Value::Null,
            ];
            let wacht = |dossier| Change::Insert { table: &DOSSIER, row: vec![id(), dossier, Value::Int(1)] };
            return [Change::Insert { table: &LIJST, row }].into_iter().chain(dossiers.map(wacht)).collect();
        }
        let mut set = vec![("versie", Value::Int(event.sequence)), ("status", status)];
        if let Vernietigingsgebeurtenis::Uitgevoerd(verklaring) = &event.event {
            set.push(("vernietigd", aantal(verklaring.vernietigd.len())));
        }
        let mut changes = vec![Change::Update { table: &LIJST, key: vec![id()], set }];
        // What was excepted waits no longer, and what is on a closed list neither.
        let wacht_niet: Vec<Value> = match lijst.status().is_open() {
            true => lijst.uitzonderingen().iter().map(|u| Value::Text(u.dossier.to_string())).collect(),
            false => dossiers.collect(),
        };
        changes.extend(wacht_niet.into_iter().map(|dossier| Change::Update {
            table: &DOSSIER,
            key: vec![id(), dossier],
            set: vec![("wacht", Value::Null)],
        }));
        changes
    }
}

fn aantal(aantal: usize) -> Value {
    Value::Int(i64::try_from(aantal).unwrap_or(i64::MAX))
}
