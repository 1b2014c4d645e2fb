//! The read models of streams that hold only facts: signals, wijkprogramma's and budgets.

pub mod budget;
mod programma;
mod signaal;

pub use budget::Budgetspoor;
pub use programma::{Programmaspoor, WIJKPROGRAMMA, WIJKPROGRAMMA_DEEL};
pub use signaal::{SIGNAAL, Signaalspoor};

use crate::row::{Change, Column, Kind, Table, Value};
use wijkspoor_domain::feit::{Feit, Waarde};
use wijkspoor_domain::reeks::{Reeks, Reeksfeit, Reekssoort};
use wijkspoor_domain::{Moment, Naam, Recorded};

const fn kolom(name: &'static str, kind: Kind, nullable: bool) -> Column {
    Column { name, kind, nullable }
}

/// One fact with the stream after it.
struct Stap<'a, S: Reekssoort> {
    event: &'a Recorded<Reeksfeit<S>>,
    na: &'a Reeks<S>,
}

impl<S: Reekssoort> Stap<'_, S> {
    fn feit(&self) -> &Feit {
        &self.event.event.feit
    }

    fn id(&self) -> Value {
        Value::Text(self.event.stream.to_string())
    }

    fn moment(&self) -> Moment {
        self.event.metadata.plaatsgevonden
    }

    fn op(&self) -> Value {
        Value::Int(self.moment().op.as_microsecond())
    }

    fn nauwkeurigheid(&self) -> Value {
        tekst(self.moment().nauwkeurigheid.code())
    }

    fn gebied(&self) -> Value {
        self.na.stand().map_or(Value::Null, |stand| tekst(stand.gebied.as_str()))
    }

    fn status(&self) -> Value {
        self.na.stand().map_or(Value::Null, |stand| tekst(&stand.status))
    }

    /// A field as it stands in a column.
    fn veld(&self, naam: &str) -> Value {
        match self.feit().velden.get(naam) {
            None => Value::Null,
            Some(Waarde::Tekst(gevoelig)) => {
                serde_json::to_value(gevoelig).map_or(Value::Null, Value::Sealed)
            }
            Some(Waarde::Naam(naam)) => tekst(naam.as_str()),
            Some(Waarde::Namen(namen)) => lijst(namen.iter().map(Naam::as_str)),
            Some(Waarde::Code(code)) => tekst(code),
            Some(Waarde::Datum(datum)) => Value::Text(datum.to_string()),
            Some(Waarde::Getal(getal)) => Value::Int(*getal),
            Some(Waarde::JaNee(ja)) => Value::Int(i64::from(*ja)),
            Some(Waarde::Verwijzing(id)) => Value::Text(id.to_string()),
        }
    }

    fn update(&self, table: &'static Table, set: Vec<(&'static str, Value)>) -> Change {
        Change::Update { table, key: vec![self.id()], set }
    }
}

fn tekst(tekst: &str) -> Value {
    Value::Text(tekst.to_owned())
}

/// A list of names as JSON text; an absent one is an empty one.
fn lijst<'a>(namen: impl Iterator<Item = &'a str>) -> Value {
    Value::Text(serde_json::json!(namen.collect::<Vec<_>>()).to_string())
}
