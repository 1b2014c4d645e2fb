//! Wijkprogramma's: what they hold, where it came from, and what came of it.

use super::{Stap, kolom, lijst, tekst};
use crate::projection::Projection;
use crate::row::{Change, Kind, Table, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;
use wijkspoor_domain::feit::{Verband, Waarde};
use wijkspoor_domain::reeks::{Programmasoort, Reeksfeit, Wijkprogramma};
use wijkspoor_domain::{Opzet, Recorded};

/// The wijkprogramma's, with counts.
pub static WIJKPROGRAMMA: Table = Table {
    name: "wijkprogramma",
    key: 1,
    columns: &[
        kolom("programma_id", Kind::Text, false),
        kolom("versie", Kind::Int, false),
        kolom("gebied", Kind::Text, false),
        kolom("jaar", Kind::Int, false),
        kolom("status", Kind::Text, false),
        kolom("prioriteiten", Kind::Int, false),
        kolom("vastgesteld_op", Kind::Int, false),
        kolom("vastgesteld_nauwkeurigheid", Kind::Text, false),
    ],
    indexes: &[&["gebied", "jaar", "programma_id"], &["jaar", "programma_id"]],
    partial_indexes: &[],
};

/// Actions and moments at which residents are asked. `uitkomst` is the kind of fact that ended it.
pub static WIJKPROGRAMMA_DEEL: Table = Table {
    name: "wijkprogramma_deel",
    key: 2,
    columns: &[
        kolom("programma_id", Kind::Text, false),
        kolom("deel_id", Kind::Text, false),
        kolom("soort", Kind::Text, false),
        kolom("tekst", Kind::Text, false),
        kolom("herkomst", Kind::Text, true),
        kolom("uiterlijk", Kind::Text, true),
        kolom("initiatieven", Kind::Text, false),
        kolom("uitkomst", Kind::Text, true),
        kolom("begin_op", Kind::Int, false),
        kolom("begin_nauwkeurigheid", Kind::Text, false),
        kolom("eind_op", Kind::Int, true),
        kolom("eind_nauwkeurigheid", Kind::Text, true),
    ],
    indexes: &[],
    partial_indexes: &[],
};

/// What the projection must remember of one programme.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Programmaspoor {
    prioriteiten: i64,
    /// The initiatives of every action that is not finished.
    gekoppeld: BTreeMap<Uuid, Vec<Uuid>>,
}

impl Projection for Programmaspoor {
    type Aggregate = Wijkprogramma;
    const TABLES: &'static [&'static Table] = &[&WIJKPROGRAMMA, &WIJKPROGRAMMA_DEEL];
    const VERSION: u32 = 1;

    fn fold(
        &mut self,
        before: &Wijkprogramma,
        after: &Wijkprogramma,
        event: &Recorded<Reeksfeit<Programmasoort>>,
        _: &Opzet,
    ) -> Vec<Change> {
        let stap = Stap { event, na: after };
        if before.stand().is_none() {
            let row = vec![
                stap.id(),
                Value::Int(event.sequence),
                stap.gebied(),
                stap.veld("jaar"),
                stap.status(),
                Value::Int(0),
                stap.op(),
                stap.nauwkeurigheid(),
            ];
            return vec![Change::Insert { table: &WIJKPROGRAMMA, row }];
        }
        if stap.feit().soort.code == "prioriteit_vastgesteld" {
            self.prioriteiten += 1;
        }
        let set = vec![
            ("versie", Value::Int(event.sequence)),
            ("status", stap.status()),
            ("prioriteiten", Value::Int(self.prioriteiten)),
        ];
        let mut changes = vec![stap.update(&WIJKPROGRAMMA, set)];
        changes.extend(self.deel(&stap));
        changes
    }
}

impl Programmaspoor {
    /// What a fact changes about an action or a moment.
    fn deel(&mut self, stap: &Stap<Programmasoort>) -> Option<Change> {
        let feit = stap.feit();
        if let (Verband::Opent, Some(id)) = (feit.soort.verband, feit.id) {
            let wat = if feit.velden.contains_key("actie") { "actie" } else { "onderwerp" };
            let row = vec![
                stap.id(),
                Value::Text(id.to_string()),
                tekst(feit.soort.code),
                stap.veld(wat),
                stap.veld("herkomst"),
                stap.veld("uiterlijk"),
                lijst(std::iter::empty()),
                Value::Null,
                stap.op(),
                stap.nauwkeurigheid(),
                Value::Null,
                Value::Null,
            ];
            return Some(Change::Insert { table: &WIJKPROGRAMMA_DEEL, row });
        }
        let id = feit.betreft?;
        let set = match feit.velden.get("initiatief") {
            Some(Waarde::Verwijzing(initiatief)) => {
                let gekoppeld = self.gekoppeld.entry(id).or_default();
                if !gekoppeld.contains(initiatief) {
                    gekoppeld.push(*initiatief);
                }
                let ids: Vec<String> = gekoppeld.iter().map(ToString::to_string).collect();
                vec![("initiatieven", lijst(ids.iter().map(String::as_str)))]
            }
            _ => {
                self.gekoppeld.remove(&id);
                vec![
                    ("uitkomst", tekst(feit.soort.code)),
                    ("eind_op", stap.op()),
                    ("eind_nauwkeurigheid", stap.nauwkeurigheid()),
                ]
            }
        };
        let key = vec![stap.id(), Value::Text(id.to_string())];
        Some(Change::Update { table: &WIJKPROGRAMMA_DEEL, key, set })
    }
}
