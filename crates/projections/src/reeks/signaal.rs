//! Signals: what lives in the wijk, and what became of it.

use super::{Stap, kolom};
use crate::projection::Projection;
use crate::row::{Change, Kind, Table, Value};
use serde::{Deserialize, Serialize};
use wijkspoor_domain::reeks::{Reeksfeit, Signaal, Signaalsoort};
use wijkspoor_domain::{Opzet, Recorded};

/// The signals as they stand. `doel_id` is the initiative or the signal that it went over into.
pub static SIGNAAL: Table = Table {
    name: "signaal",
    key: 1,
    columns: &[
        kolom("signaal_id", Kind::Text, false),
        kolom("versie", Kind::Int, false),
        kolom("gebied", Kind::Text, false),
        kolom("wijken", Kind::Text, false),
        kolom("thema", Kind::Text, false),
        kolom("herkomst", Kind::Text, false),
        kolom("signaal", Kind::Text, false),
        kolom("status", Kind::Text, false),
        kolom("reden", Kind::Text, true),
        kolom("doel_id", Kind::Text, true),
        kolom("ontvangen_op", Kind::Int, false),
        kolom("ontvangen_nauwkeurigheid", Kind::Text, false),
        kolom("status_sinds_op", Kind::Int, false),
        kolom("status_sinds_nauwkeurigheid", Kind::Text, false),
    ],
    indexes: &[&["status", "ontvangen_op", "signaal_id"], &["gebied", "ontvangen_op", "signaal_id"]],
    partial_indexes: &[],
};

/// The projection of signals; a row says all that it must remember.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Signaalspoor {}

impl Projection for Signaalspoor {
    type Aggregate = Signaal;
    const TABLES: &'static [&'static Table] = &[&SIGNAAL];
    const VERSION: u32 = 1;

    fn fold(
        &mut self,
        before: &Signaal,
        after: &Signaal,
        event: &Recorded<Reeksfeit<Signaalsoort>>,
        _: &Opzet,
    ) -> Vec<Change> {
        let stap = Stap { event, na: after };
        if before.stand().is_none() {
            return vec![insert(&stap)];
        }
        let mut set = vec![("versie", Value::Int(event.sequence))];
        if before.stand().map(|s| &s.status) != after.stand().map(|s| &s.status) {
            let doel = match stap.veld("initiatief") {
                Value::Null => stap.veld("met"),
                doel => doel,
            };
            set.extend([
                ("status", stap.status()),
                ("reden", stap.veld("reden")),
                ("doel_id", doel),
                ("status_sinds_op", stap.op()),
                ("status_sinds_nauwkeurigheid", stap.nauwkeurigheid()),
            ]);
        }
        vec![stap.update(&SIGNAAL, set)]
    }
}

fn insert(stap: &Stap<Signaalsoort>) -> Change {
    let wijken = match stap.veld("wijken") {
        Value::Null => super::lijst(std::iter::empty()),
        wijken => wijken,
    };
    Change::Insert {
        table: &SIGNAAL,
        row: vec![
            stap.id(),
            Value::Int(stap.event.sequence),
            stap.gebied(),
            wijken,
            stap.veld("thema"),
            stap.veld("herkomst"),
            stap.veld("signaal"),
            stap.status(),
            Value::Null,
            Value::Null,
            stap.op(),
            stap.nauwkeurigheid(),
            stap.op(),
            stap.nauwkeurigheid(),
        ],
    }
}
