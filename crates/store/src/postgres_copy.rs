//! Rows in the form in which PostgreSQL takes in and gives out whole tables: without a value of its own for every field, they
//! are written fast, and held against what stands there byte by byte.

use crate::database::{DatabaseError, Kind, Look, Statement, Value};
use futures_util::{SinkExt, TryStreamExt};
use std::pin::pin;
use tokio_postgres::{Client, types::private::BytesMut};

/// How the form begins: its name, no flags, and no extension.
const BEGIN: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// How it ends.
const END: i16 = -1;
/// What is sent at a time.
const PART: usize = 64 * 1024;

/// Adds rows to a table.
pub(crate) async fn add(
    client: &Client,
    table: &str,
    columns: &[&'static str],
    rows: &[Vec<Value>],
) -> Result<(), Failed> {
    let mut bytes = encode(rows)?;
    let copy = format!("COPY {table} ({}) FROM STDIN BINARY", columns.join(", "));
    let mut sink = pin!(client.copy_in(&copy).await?);
    while !bytes.is_empty() {
        sink.send(bytes.split_to(PART.min(bytes.len())).freeze()).await?;
    }
    sink.finish().await?;
    Ok(())
}

/// Whether a question is answered with just these rows.
pub(crate) async fn same(client: &Client, question: &Statement, rows: &[Vec<Value>]) -> Result<bool, Failed> {
    let expected = encode(rows)?;
    let copy = format!("COPY ({}) TO STDOUT BINARY", written_out(question)?);
    let mut answer = pin!(client.copy_out(&copy).await?);
    let (mut rest, mut same) = (&expected[..], true);
    // Read to its end, whatever is in it: the connection is used again.
    while let Some(part) = answer.try_next().await? {
        let after = rest.strip_prefix(&part[..]).filter(|_| same);
        same = after.is_some();
        rest = after.unwrap_or_default();
    }
    Ok(same && rest.is_empty())
}

/// Looks at the rows of an answer as they pass by.
pub(crate) async fn scan(
    client: &Client,
    question: &Statement,
    kinds: &[Kind],
    mut look: Look,
) -> Result<(), Failed> {
    let copy = format!("COPY ({}) TO STDOUT BINARY", written_out(question)?);
    let mut answer = pin!(client.copy_out(&copy).await?);
    let mut head = BEGIN.len();
    let mut rest = BytesMut::new();
    while let Some(part) = answer.try_next().await? {
        // A part is a row, but nobody promises that.
        let whole = rest.is_empty();
        if !whole {
            rest.extend_from_slice(&part);
        }
        let mut bytes = if whole { &part[..] } else { &rest[..] };
        if head > 0 {
            let skipped = head.min(bytes.len());
            (head, bytes) = (head - skipped, &bytes[skipped..]);
        }
        let mut row = Vec::with_capacity(kinds.len());
        while head == 0
            && let Some(left) = take_row(bytes, kinds, &mut row)
        {
            look(&row);
            bytes = left;
        }
        let left = bytes.len();
        if whole {
            rest.extend_from_slice(&part[part.len() - left..]);
        } else {
            let used = rest.len() - left;
            drop(rest.split_to(used));
        }
    }
    if rest[..] == END.to_be_bytes() { Ok(()) } else { Err(wrong("het antwoord van COPY is niet af")) }
}

/// Reads a row, when all of it is there, and gives what comes after it.
fn take_row<'a>(bytes: &'a [u8], kinds: &[Kind], row: &mut Vec<Option<&'a [u8]>>) -> Option<&'a [u8]> {
    let (width, mut rest) = bytes.split_first_chunk()?;
    if usize::try_from(i16::from_be_bytes(*width)) != Ok(kinds.len()) {
        return None;
    }
    row.clear();
    for kind in kinds {
        let (length, after) = rest.split_first_chunk()?;
        rest = after;
        let Ok(length) = usize::try_from(i32::from_be_bytes(*length)) else {
            row.push(None);
            continue;
        };
        let (value, after) = rest.split_at_checked(length)?;
        rest = after;
        row.push((*kind != Kind::Int || length == 8).then_some(value));
    }
    Some(rest)
}

/// Why it did not come about.
pub(crate) enum Failed {
    Server(tokio_postgres::Error),
    Program(DatabaseError),
}

impl From<tokio_postgres::Error> for Failed {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Server(error)
    }
}

fn wrong(what: &str) -> Failed {
    Failed::Program(DatabaseError::Other(what.to_owned()))
}

fn encode(rows: &[Vec<Value>]) -> Result<BytesMut, Failed> {
    let long = |_| wrong("een rij past niet in COPY");
    let mut out = BytesMut::new();
    out.extend_from_slice(BEGIN);
    for row in rows {
        out.extend_from_slice(&i16::try_from(row.len()).map_err(long)?.to_be_bytes());
        for value in row {
            let mut field = |bytes: &[u8]| {
                out.extend_from_slice(&i32::try_from(bytes.len()).map_err(long)?.to_be_bytes());
                out.extend_from_slice(bytes);
                Ok::<_, Failed>(())
            };
            match value {
                Value::Int(int) => field(&int.to_be_bytes())?,
                Value::Text(text) => field(text.as_bytes())?,
                Value::Bytes(bytes) => field(bytes)?,
                Value::Null => out.extend_from_slice(&(-1_i32).to_be_bytes()),
                Value::Sealed(_) => return Err(wrong("een waarde is niet verzegeld")),
            }
        }
    }
    out.extend_from_slice(&END.to_be_bytes());
    Ok(out)
}

/// A question with its parameters in it, because COPY takes none.
fn written_out(question: &Statement) -> Result<String, Failed> {
    let mut out = String::with_capacity(question.sql.len());
    let mut parts = question.sql.split('?');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let (number, rest) = part.split_at(end);
        let number = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match number.and_then(|number| question.params.get(number)) {
            Some(Value::Int(int)) => out.push_str(&int.to_string()),
            Some(Value::Text(text)) if !text.contains(['\\', '\0']) => {
                out.push('\'');
                out.push_str(&text.replace('\'', "''"));
                out.push('\'');
            }
            _ => return Err(wrong("een parameter past niet in COPY")),
        }
        out.push_str(rest);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_written_out() {
        let params = [Value::Text("it's".to_owned()), Value::Int(-7), Value::Null];
        let written = |sql: &'static str| written_out(&Statement::new(sql, params.clone())).ok();
        assert_eq!(written("a = ?1 AND b > ?2"), Some("a = 'it''s' AND b > -7".to_owned()));
        assert_eq!(written("a IN (?2, ?2)"), Some("a IN (-7, -7)".to_owned()));
        assert_eq!(written("a = ?3"), None);
        assert_eq!(written("a = ?9"), None);
    }
}
