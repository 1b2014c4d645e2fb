//! Values to and from PostgreSQL.

use crate::database::{DatabaseError, Row, Value};
use std::error::Error;
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};

/// A parameter, in the type that the statement expects.
#[derive(Debug)]
pub(crate) struct Param<'a>(pub(crate) &'a Value);

impl ToSql for Param<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match (self.0, ty) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(int), &Type::INT4) => i32::try_from(*int)?.to_sql(ty, out),
            (Value::Int(int), &Type::INT2) => i16::try_from(*int)?.to_sql(ty, out),
            (Value::Int(int), &Type::BOOL) => (*int != 0).to_sql(ty, out),
            (Value::Int(int), &Type::INT8) => int.to_sql(ty, out),
            (Value::Text(text), _) if <&str as ToSql>::accepts(ty) => text.to_sql(ty, out),
            (Value::Bytes(bytes), &Type::BYTEA) => bytes.to_sql(ty, out),
            (Value::Sealed(_), _) => Err("unsealed value".into()),
            (_, other) => Err(format!("wrong kind of value for a parameter of type {other}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Reads a row of an answer.
pub(crate) fn read_row(row: &tokio_postgres::Row) -> Result<Row, DatabaseError> {
    let columns = row.columns().iter().enumerate();
    columns.map(|(i, column)| read(row, i, column.type_())).collect::<Result<_, _>>().map(Row)
}

fn read(row: &tokio_postgres::Row, i: usize, ty: &Type) -> Result<Value, DatabaseError> {
    let value = match *ty {
        Type::INT8 => row.try_get::<_, Option<i64>>(i).map(|v| v.map(Value::Int)),
        Type::INT4 => row.try_get::<_, Option<i32>>(i).map(|v| v.map(|v| Value::Int(v.into()))),
        Type::INT2 => row.try_get::<_, Option<i16>>(i).map(|v| v.map(|v| Value::Int(v.into()))),
        Type::BOOL => row.try_get::<_, Option<bool>>(i).map(|v| v.map(|v| Value::Int(v.into()))),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(i).map(|v| v.map(Value::Bytes)),
        Type::VOID => return Ok(Value::Null),
        ref text if <String as tokio_postgres::types::FromSql<'_>>::accepts(text) => {
            row.try_get::<_, Option<String>>(i).map(|v| v.map(Value::Text))
        }
        ref other => {
            return Err(DatabaseError::Other(format!("kolom {i} is {other}: gebruik CAST AS BIGINT")));
        }
    };
    value.map(|v| v.unwrap_or(Value::Null)).map_err(|e| DatabaseError::Other(e.to_string()))
}

/// `?1` becomes `$1`, except within quotes.
pub(crate) fn dollars(sql: &str) -> String {
    let mut quoted = false;
    let mut out = String::with_capacity(sql.len());
    for c in sql.chars() {
        quoted ^= c == '\'';
        out.push(if c == '?' && !quoted { '$' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::dollars;

    #[test]
    fn only_parameters_are_rewritten() {
        assert_eq!(dollars("a = ?1 AND b <> '?2''?' AND c = ?12"), "a = $1 AND b <> '?2''?' AND c = $12");
    }
}
