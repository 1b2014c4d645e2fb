//! Read models as pure folds from events to row changes (design 4.4).

pub mod initiatief;
pub mod projection;
pub mod row;

pub use initiatief::Spoor;
pub use projection::Projection;
pub use row::{Change, Column, Kind, Table, Value};
