//! Read models in memory: what a projection's changes come to, without a database. For tests of projections, and
//! for comparing.

use crate::coalesce::{Key, key, set_columns};
use std::collections::BTreeMap;
use wijkspoor_projections::{Change, Table, Value};

/// Rows by read model and key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model(BTreeMap<&'static str, BTreeMap<Vec<Key>, Vec<Value>>>);

impl Model {
    /// Carries out changes, as strictly as a database would.
    ///
    /// # Errors
    /// When a new row exists already, or a row or column to change does not exist.
    pub fn apply(&mut self, changes: impl IntoIterator<Item = Change>) -> Result<(), String> {
        changes.into_iter().try_for_each(|change| self.apply_one(change))
    }

    fn apply_one(&mut self, change: Change) -> Result<(), String> {
        match change {
            Change::Insert { table, row } => {
                if row.len() != table.columns.len() {
                    return Err(format!("{}: {} waarden in {row:?}", table.name, row.len()));
                }
                for (column, value) in table.columns.iter().zip(&row) {
                    if !column.nullable && *value == Value::Null {
                        return Err(format!("{}.{} mag niet leeg zijn", table.name, column.name));
                    }
                }
                let id = key(&row[..table.key]);
                match self.0.entry(table.name).or_default().insert(id, row) {
                    None => Ok(()),
                    Some(row) => Err(format!("{}: de rij bestaat al: {row:?}", table.name)),
                }
            }
            Change::Update { table, key: values, set } => {
                let row = self.0.get_mut(table.name).and_then(|rows| rows.get_mut(&key(&values)));
                let row = row.ok_or_else(|| format!("{}: de rij {values:?} bestaat niet", table.name))?;
                set_columns(table, row, set)
                    .map_err(|name| format!("{}: de kolom {name} bestaat niet", table.name))
            }
        }
    }

    /// The rows of a read model, by key.
    pub fn rows(&self, table: &Table) -> impl Iterator<Item = &[Value]> {
        self.0.get(table.name).into_iter().flat_map(|rows| rows.values().map(Vec::as_slice))
    }

    /// Takes all rows of a read model out.
    pub(crate) fn take(&mut self, table: &Table) -> Vec<Vec<Value>> {
        self.0.remove(table.name).unwrap_or_default().into_values().collect()
    }
}
