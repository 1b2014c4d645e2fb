//! What a projection says about the read models: tables as data, and changes to their rows. Free of SQL.

use serde_json::Value as Json;

/// A value in a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Absent.
    Null,
    /// A whole number; also booleans (0/1), and times in microseconds since 1970-01-01T00:00Z.
    Int(i64),
    /// Text in the clear: never personal data.
    Text(String),
    /// JSON in which every sensitive text is sealed before it is stored.
    Sealed(Json),
    /// Bytes, as they are.
    Bytes(Vec<u8>),
}

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`Value::Int`].
    Int,
    /// [`Value::Text`] or [`Value::Sealed`] (as JSON text).
    Text,
}

/// A column of a read model.
#[derive(Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// Whether it may be absent.
    pub nullable: bool,
}

/// A read model. The first `key` columns are its primary key; the first of them is the stream that its row is of.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, key first.
    pub columns: &'static [Column],
    /// How many columns form the key.
    pub key: usize,
    /// Further indexes, each a list of columns.
    pub indexes: &'static [&'static [&'static str]],
    /// Further indexes, each of only some of its rows: what is open is little beside what ever was.
    pub partial_indexes: &'static [PartialIndex],
}

/// An index of some rows.
#[derive(Debug)]
pub struct PartialIndex {
    /// Which rows.
    pub of: Rows,
    /// Its columns.
    pub columns: &'static [&'static str],
}

/// Some rows of a table.
#[derive(Debug, Clone, Copy)]
pub enum Rows {
    /// Those of which a column is absent.
    Without(&'static str),
    /// Those of which a column is there.
    With(&'static str),
}

/// What reports may read of a read model, under names that stay as they are: columns are added at the end, and never
/// renamed or removed. Nothing in it may be personal.
#[derive(Debug)]
pub struct View {
    /// Its name.
    pub name: &'static str,
    /// The read model.
    pub of: &'static Table,
    /// Its columns: the name, and what it shows.
    pub columns: &'static [(&'static str, Shown)],
}

/// How a view shows a column of its read model.
#[derive(Debug, Clone, Copy)]
pub enum Shown {
    /// As it is.
    Same(&'static str),
    /// A time in microseconds since 1970, as a point in time.
    Time(&'static str),
    /// A civil day since 1970-01-01, as a date.
    Day(&'static str),
}

/// One change to a read model.
#[derive(Debug, Clone)]
pub enum Change {
    /// Insert a whole row: values in the order of [`Table::columns`].
    Insert {
        /// The read model.
        table: &'static Table,
        /// All values.
        row: Vec<Value>,
    },
    /// Change some columns of one row, which exists.
    Update {
        /// The read model.
        table: &'static Table,
        /// The values of the key.
        key: Vec<Value>,
        /// The columns to change.
        set: Vec<(&'static str, Value)>,
    },
}
