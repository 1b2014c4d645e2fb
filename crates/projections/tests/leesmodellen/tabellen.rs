//! Read models in memory. What a database would refuse, this refuses too.

use std::collections::{BTreeMap, BTreeSet};
use wijkspoor_projections::{Change, Column, Kind, Projection, Spoor, Table, Value};

/// The rows of every read model, by key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tabellen(BTreeMap<&'static str, BTreeMap<String, Vec<Value>>>);

impl Tabellen {
    pub fn pas_toe(&mut self, change: &Change) {
        match change {
            Change::Insert { table, row } => {
                assert_eq!(row.len(), table.columns.len(), "{}: {row:?}", table.name);
                table.columns.iter().zip(row).for_each(|(kolom, waarde)| past(table, kolom, waarde));
                let sleutel = sleutel(&row[..table.key]);
                let eerder = self.van(table).insert(sleutel, row.clone());
                assert!(eerder.is_none(), "{}: a second row {row:?}", table.name);
            }
            Change::Update { table, key, set } => {
                assert_eq!(key.len(), table.key, "{}: the whole key", table.name);
                let rij = self.van(table).get_mut(&sleutel(key));
                let rij = rij.unwrap_or_else(|| panic!("{}: no row {key:?}", table.name));
                let mut gezet = BTreeSet::new();
                for (naam, waarde) in set {
                    let plek = plek(table, naam);
                    assert!(plek >= table.key, "{}.{naam}: a key stays what it is", table.name);
                    assert!(gezet.insert(plek), "{}.{naam}: once in an update", table.name);
                    past(table, &table.columns[plek], waarde);
                    rij[plek] = waarde.clone();
                }
                assert!(!gezet.is_empty(), "{}: an update changes something", table.name);
            }
        }
    }

    fn van(&mut self, table: &Table) -> &mut BTreeMap<String, Vec<Value>> {
        assert!(Spoor::TABLES.iter().any(|t| t.name == table.name), "{} is declared", table.name);
        self.0.entry(table.name).or_default()
    }

    /// All rows, by key.
    pub fn rijen(&self, table: &'static Table) -> Vec<Rij<'_>> {
        let rijen = self.0.get(table.name).into_iter().flat_map(BTreeMap::values);
        rijen.map(|waarden| Rij { table, waarden }).collect()
    }
}

fn plek(table: &Table, naam: &str) -> usize {
    let plek = table.columns.iter().position(|kolom| kolom.name == naam);
    plek.unwrap_or_else(|| panic!("{}.{naam}: no such column", table.name))
}

/// A key as text that sorts like the key.
fn sleutel(waarden: &[Value]) -> String {
    let delen = waarden.iter().map(|waarde| match waarde {
        Value::Int(getal) => format!("{getal:012}"),
        Value::Text(tekst) => tekst.clone(),
        anders => panic!("{anders:?} in a key"),
    });
    delen.collect::<Vec<_>>().join("|")
}

fn past(table: &Table, kolom: &Column, waarde: &Value) {
    let goed = match (waarde, kolom.kind) {
        (Value::Null, _) => kolom.nullable,
        (Value::Int(_), Kind::Int) => true,
        (Value::Text(_) | Value::Sealed(_), Kind::Text) => true,
        _ => false,
    };
    assert!(goed, "{}.{}: {waarde:?}", table.name, kolom.name);
}

/// One row.
#[derive(Clone, Copy)]
pub struct Rij<'a> {
    table: &'static Table,
    waarden: &'a [Value],
}

impl<'a> Rij<'a> {
    pub fn waarden(self) -> impl Iterator<Item = (&'static str, &'a Value)> {
        self.table.columns.iter().map(|kolom| kolom.name).zip(self.waarden)
    }

    pub fn get(self, naam: &str) -> &'a Value {
        &self.waarden[plek(self.table, naam)]
    }

    pub fn getal(self, naam: &str) -> i64 {
        self.opt_getal(naam).unwrap_or_else(|| panic!("{naam} is absent"))
    }

    pub fn opt_getal(self, naam: &str) -> Option<i64> {
        match self.get(naam) {
            Value::Int(getal) => Some(*getal),
            Value::Null => None,
            anders => panic!("{naam}: {anders:?}"),
        }
    }

    /// A text in the clear; `-` when it is absent.
    pub fn tekst(self, naam: &str) -> &'a str {
        match self.get(naam) {
            Value::Text(tekst) => tekst,
            Value::Null => "-",
            anders => panic!("{naam}: {anders:?}"),
        }
    }

    /// A text that will be sealed; `-` when it is absent.
    pub fn geheim(self, naam: &str) -> &'a str {
        match self.get(naam) {
            Value::Sealed(json) => json["$gevoelig"].as_str().unwrap(),
            Value::Null => "-",
            anders => panic!("{naam} is not sealed: {anders:?}"),
        }
    }
}

#[test]
fn every_read_model_is_well_formed() {
    let namen: BTreeSet<_> = Spoor::TABLES.iter().map(|t| t.name).collect();
    assert_eq!(namen.len(), Spoor::TABLES.len());
    for table in Spoor::TABLES {
        let kolommen: BTreeSet<_> = table.columns.iter().map(|k| k.name).collect();
        assert_eq!(kolommen.len(), table.columns.len(), "{}: each column once", table.name);
        assert!((1..=table.columns.len()).contains(&table.key), "{}", table.name);
        assert_eq!(
            table.columns[0].name, "initiatief_id",
            "{}: a rebuild compares stream by stream",
            table.name
        );
        let sleutel = &table.columns[..table.key];
        assert!(sleutel.iter().all(|kolom| !kolom.nullable), "{}: a key is never absent", table.name);
        for kolom in table.indexes.iter().copied().flatten() {
            assert!(kolommen.contains(kolom), "{}: index on {kolom}", table.name);
        }
        // A moment that may be imprecise says so.
        for kolom in table.columns {
            let Some(naam) = kolom.name.strip_suffix("_nauwkeurigheid") else { continue };
            let moment = &table.columns[plek(table, &format!("{naam}_op"))];
            assert_eq!((moment.kind, moment.nullable), (Kind::Int, kolom.nullable), "{}.{naam}", table.name);
        }
    }
}
