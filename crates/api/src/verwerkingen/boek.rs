//! The logbook: written for all who wait at once, so that one wait for the disk serves many; read by whom, about what and when;
//! forgotten after its term.

use super::Verwerking;
use crate::reads::cursor::Cursor;
use crate::reads::{Where, bladzijde, timestamp};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use wijkspoor_store::{Database, DatabaseError, Row, Statement, Store, Value, in_list};

/// The most that are written in one transaction.
const SAMEN: usize = 256;
/// The most that wait; who comes later waits to wait.
const WACHTEN: usize = 1024;
/// How many rows go into one INSERT: few sizes, so that few statements are prepared.
const RIJEN: [usize; 4] = [64, 16, 4, 1];
/// How many are forgotten in one transaction.
const VERGEET: i64 = 500;

type Uitkomst = Result<(), DatabaseError>;

/// The way into the logbook.
pub struct Boek(mpsc::Sender<(Verwerking, oneshot::Sender<Uitkomst>)>);

impl Boek {
    /// Starts the task that writes. It ends when this is dropped and everything that waited has been written.
    pub fn nieuw(store: Arc<Store>) -> Self {
        let (sender, mut taken) = mpsc::channel(WACHTEN);
        tokio::spawn(async move {
            let mut wachten = Vec::with_capacity(SAMEN);
            while taken.recv_many(&mut wachten, SAMEN).await > 0 {
                let (verwerkingen, wie): (Vec<Verwerking>, Vec<oneshot::Sender<Uitkomst>>) =
                    wachten.drain(..).unzip();
                let uitkomst = store.database().record(schrijf(&verwerkingen)).await.map(drop);
                for wacht in wie {
                    // Nobody waits any more when a client has gone; it is written all the same.
                    let _ = wacht.send(uitkomst.clone());
                }
            }
        });
        Self(sender)
    }

    /// Writes, and waits until it stands there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn schrijf(&self, verwerking: Verwerking) -> Uitkomst {
        let gestopt = || DatabaseError::Other("het logboek is gesloten".to_owned());
        let (wie, uitkomst) = oneshot::channel();
        self.0.send((verwerking, wie)).await.map_err(|_| gestopt())?;
        uitkomst.await.map_err(|_| gestopt())?
    }
}

const KOLOMMEN: &str = "nummer, trace_id, span_id, parent_span_id, operatie, activiteit, gelukt, begin_op, eind_op, actor, \
     rol, objecten";

fn schrijf(verwerkingen: &[Verwerking]) -> Vec<Statement> {
    let aantal = i64::try_from(verwerkingen.len()).unwrap_or(i64::MAX);
    let neem = "UPDATE verwerking_stand SET nummer = nummer + ?1 WHERE id = 1";
    let mut statements = vec![Statement::new(neem, [Value::Int(aantal)])];
    // How far each is from the last number, which the first statement has taken.
    let terug = |i: usize| Value::Int(aantal - 1 - i64::try_from(i).unwrap_or_default());
    let rijen = verwerkingen.iter().enumerate().map(|(i, v)| rij(v, terug(i))).collect();
    statements.extend(invoegen("verwerking", KOLOMMEN, rijen));
    let objecten = verwerkingen.iter().enumerate().flat_map(|(i, v)| {
        let uniek: BTreeSet<&String> = v.objecten.iter().collect();
        uniek.into_iter().map(move |id| vec![terug(i), tekst(id)])
    });
    statements.extend(invoegen("verwerking_object", "nummer, object_id", objecten.collect()));
    statements
}

fn tekst(tekst: &str) -> Value {
    Value::Text(tekst.to_owned())
}

fn rij(v: &Verwerking, terug: Value) -> Vec<Value> {
    vec![
        terug,
        tekst(&v.trace_id),
        tekst(&v.span_id),
        v.parent_span_id.as_deref().map_or(Value::Null, tekst),
        tekst(&v.operatie),
        tekst(&v.activiteit),
        Value::Int(i64::from(v.gelukt)),
        Value::Int(v.begin.as_microsecond()),
        Value::Int(v.eind.as_microsecond()),
        tekst(&v.actor),
        tekst(&v.rol),
        Value::Text(serde_json::json!(v.objecten).to_string()),
    ]
}

/// Rows of which the first column is how far their number is from the last.
fn invoegen(tabel: &str, kolommen: &str, rijen: Vec<Vec<Value>>) -> Vec<Statement> {
    let breedte = kolommen.split(',').count();
    let mut statements = Vec::new();
    let mut over = rijen.len();
    let mut rijen = rijen.into_iter();
    while over > 0 {
        let samen = RIJEN.into_iter().find(|n| *n <= over).unwrap_or(1);
        let marks: Vec<String> = (0..samen)
            .map(|rij| {
                let eerste = rij * breedte + 1;
                let verder: String = (eerste + 1..eerste + breedte).map(|n| format!(", ?{n}")).collect();
                format!("((SELECT nummer FROM verwerking_stand WHERE id = 1) - ?{eerste}{verder})")
            })
            .collect();
        let sql = format!("INSERT INTO {tabel} ({kolommen}) VALUES {}", marks.join(", "));
        statements.push(Statement::new(sql, rijen.by_ref().take(samen).flatten().collect::<Vec<_>>()));
        over -= samen;
    }
    statements
}

/// Which processing.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of this initiative or signal.
    pub object: Option<String>,
    /// By whom.
    pub actor: Option<String>,
    /// In which role.
    pub rol: Option<String>,
    /// Of this kind.
    pub activiteit: Option<String>,
    /// Begun at this moment or later.
    pub vanaf: Option<Timestamp>,
    /// Begun before this moment.
    pub voor: Option<Timestamp>,
}

/// The order of the list, for its cursors.
pub const ORDE: &str = "-nummer";

/// A page of the logbook, the last first.
///
/// # Errors
/// When the database fails.
pub async fn lijst(
    store: &Store,
    filter: &Filter,
    na: Option<&Cursor>,
    limiet: i64,
) -> Result<(Vec<Verwerking>, Option<Cursor>), DatabaseError> {
    let mut w = Where::default();
    w.and_text("o.object_id = {}", filter.object.as_deref());
    w.and_text("v.actor = {}", filter.actor.as_deref());
    w.and_text("v.rol = {}", filter.rol.as_deref());
    w.and_text("v.activiteit = {}", filter.activiteit.as_deref());
    for (voorwaarde, op) in [("v.begin_op >= {}", filter.vanaf), ("v.begin_op < {}", filter.voor)] {
        if let Some(op) = op {
            w.and(voorwaarde, Value::Int(op.as_microsecond()));
        }
    }
    if let Some(cursor) = na {
        w.and("v.nummer < {}", Value::Int(cursor.int.unwrap_or_default()));
    }
    let (object, nummer) = match filter.object {
        Some(_) => ("verwerking_object o JOIN verwerking v ON v.nummer = o.nummer", "o.nummer"),
        None => ("verwerking v", "v.nummer"),
    };
    let kolommen = KOLOMMEN.replace("nummer, ", "v.nummer, ");
    let sql =
        format!("SELECT {kolommen} FROM {object} {} ORDER BY {nummer} DESC LIMIT {}", w.sql(), limiet + 1);
    let rows = store.database().query(Statement::new(sql, w.params)).await?;
    bladzijde(&rows, limiet, lees, |v| Cursor {
        order: ORDE.to_owned(),
        int: Some(v.nummer),
        text: None,
        id: v.nummer.to_string(),
    })
}

fn lees(row: &Row) -> Result<Verwerking, DatabaseError> {
    let text = |i| row.text(i).map(str::to_owned);
    Ok(Verwerking {
        nummer: row.int(0)?,
        trace_id: text(1)?,
        span_id: text(2)?,
        parent_span_id: row.opt_text(3)?.map(str::to_owned),
        operatie: text(4)?,
        activiteit: text(5)?,
        gelukt: row.int(6)? == 1,
        begin: timestamp(row.int(7)?),
        eind: timestamp(row.int(8)?),
        actor: text(9)?,
        rol: text(10)?,
        objecten: serde_json::from_str(row.text(11)?).unwrap_or_default(),
    })
}

/// What was not yet passed on, in the order in which it was recorded.
pub(super) async fn niet_uitgevoerd(
    database: &dyn Database,
    limiet: i64,
) -> Result<Vec<Verwerking>, DatabaseError> {
    let sql = format!(
        "SELECT {KOLOMMEN} FROM verwerking WHERE nummer > (SELECT uitgevoerd FROM verwerking_stand WHERE id = 1) \
         ORDER BY nummer LIMIT {limiet}"
    );
    database.query(Statement::new(sql, [])).await?.iter().map(lees).collect()
}

/// Remembers up to which number was passed on.
pub(super) async fn uitgevoerd(database: &dyn Database, nummer: i64) -> Result<(), DatabaseError> {
    let sql = "UPDATE verwerking_stand SET uitgevoerd = ?1 WHERE id = 1 AND uitgevoerd < ?1";
    database.record(vec![Statement::new(sql, [Value::Int(nummer)])]).await.map(drop)
}

/// Forgets what began before a moment, portion by portion; gives how many that were.
///
/// # Errors
/// When the database fails; what was forgotten stays so.
pub async fn vergeet(database: &dyn Database, voor: Timestamp) -> Result<u64, DatabaseError> {
    let mut vergeten = 0;
    loop {
        // In the order of the numbers, which is that of time but for what overlapped.
        let sql =
            format!("SELECT nummer, begin_op, objecten FROM verwerking ORDER BY nummer LIMIT {VERGEET}");
        let rows = database.query(Statement::new(sql, [])).await?;
        let (mut laatste, mut objecten) = (None, BTreeSet::new());
        for row in &rows {
            if row.int(1)? >= voor.as_microsecond() {
                break;
            }
            vergeten += 1;
            laatste = Some(row.int(0)?);
            objecten.extend(serde_json::from_str::<Vec<String>>(row.text(2)?).unwrap_or_default());
        }
        let Some(laatste) = laatste else { return Ok(vergeten) };
        let objecten: Vec<String> = objecten.into_iter().collect();
        let mut statements = Vec::new();
        for deel in objecten.chunks(500) {
            let (lijst, mut params) = in_list(deel.iter().map(|id| tekst(id)), 2);
            params.insert(0, Value::Int(laatste));
            let sql = format!("DELETE FROM verwerking_object WHERE nummer <= ?1 AND object_id IN {lijst}");
            statements.push(Statement::new(sql, params));
        }
        statements.push(Statement::new("DELETE FROM verwerking WHERE nummer <= ?1", [Value::Int(laatste)]));
        database.record(statements).await?;
    }
}
