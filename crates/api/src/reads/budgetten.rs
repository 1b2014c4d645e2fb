//! Budgets: the money as it stands, or stood.

use super::cursor::Cursor;
use super::objecten::binnen;
use super::{Where, bladzijde, moment, opt_moment};
use crate::beleid::{Objectsoort, Reikwijdte};
use wijkspoor_domain::Moment;
use wijkspoor_store::{DatabaseError, Head, Row, Statement, Store, Value};

/// Which of them, and as of when.
#[derive(Debug, Default, Clone)]
pub struct Filter {
    /// This one.
    pub id: Option<String>,
    /// Of this area.
    pub gebied: Option<String>,
    /// Of this year.
    pub jaar: Option<i64>,
    /// Only what happened before this instant, in microseconds; now when absent.
    pub voor: Option<i64>,
}

/// A budget.
#[derive(Debug, Clone)]
pub struct Budget {
    /// Its id.
    pub id: String,
    /// Its version.
    pub versie: i64,
    /// Its area.
    pub gebied: String,
    /// Its year.
    pub jaar: i64,
    /// How the money stands.
    pub standen: Standen,
    /// How many movements are left out because their date is not known.
    pub weggelaten: i64,
}

/// How the money of a budget stands, in eurocents.
#[derive(Debug, Clone, Default)]
pub struct Standen {
    /// What was ever there.
    pub totaal: i64,
    /// Not divided over posts.
    pub niet_verdeeld: i64,
    /// Free in posts.
    pub vrij: i64,
    /// Free in mandates.
    pub gemandateerd: i64,
    /// Reserved and not spent.
    pub gereserveerd: i64,
    /// Spent.
    pub besteed: i64,
}

/// A page of budgets, by area and year: sums of their movements, so that they can be told for any date.
///
/// # Errors
/// When the database fails.
pub async fn lijst(
    store: &Store,
    reikwijdte: &Reikwijdte,
    filter: &Filter,
    na: Option<&Cursor>,
    limiet: i64,
) -> Result<(Vec<Budget>, Option<Cursor>, Head), DatabaseError> {
    let mut w = Where::default();
    let telt = match filter.voor {
        None => "1 = 1".to_owned(),
        Some(voor) => {
            let voor = w.param(Value::Int(voor));
            format!("m.plaatsgevonden_op < {voor} AND m.nauwkeurigheid <> 'onbekend'")
        }
    };
    binnen(&mut w, reikwijdte, Objectsoort::Budget, "b.budget_id", "b.gebied");
    w.and_text("b.budget_id = {}", filter.id.as_deref());
    w.and_text("b.gebied = {}", filter.gebied.as_deref());
    if let Some(jaar) = filter.jaar {
        w.and("b.jaar = {}", Value::Int(jaar));
    }
    if let Some(cursor) = na {
        let gebied = w.param(Value::Text(cursor.text.clone().unwrap_or_default()));
        let jaar = w.param(Value::Int(cursor.int.unwrap_or_default()));
        let id = w.param(Value::Text(cursor.id.clone()));
        w.and_always(format!("(b.gebied, b.jaar, b.budget_id) > ({gebied}, {jaar}, {id})"));
    }
    let som = |kolom: &str| format!("CAST(SUM(CASE WHEN {telt} THEN m.{kolom} ELSE 0 END) AS BIGINT)");
    let sommen = ["totaal", "niet_verdeeld", "vrij", "gemandateerd", "gereserveerd", "besteed"].map(som);
    let weggelaten = match filter.voor {
        None => "CAST(0 AS BIGINT)",
        Some(_) => "COUNT(CASE WHEN m.nauwkeurigheid = 'onbekend' THEN 1 END)",
    };
    let columns = "b.budget_id, b.versie, b.gebied, b.jaar";
    let sql = format!(
        "SELECT {columns}, {}, {weggelaten} FROM budget b JOIN budget_mutatie m ON m.budget_id = b.budget_id {} \
         GROUP BY {columns} ORDER BY b.gebied, b.jaar, b.budget_id LIMIT {}",
        sommen.join(", "),
        w.sql(),
        limiet + 1
    );
    let answers = store.database().query_many(vec![Statement::new(sql, w.params), Head::statement()]).await?;
    let [rows, head] = answers.as_slice() else {
        return Err(super::geen_antwoord());
    };
    let (lijst, next) = bladzijde(rows, limiet, budget, |last| Cursor {
        order: "budgetten".to_owned(),
        int: Some(last.jaar),
        text: Some(last.gebied.clone()),
        id: last.id.clone(),
    })?;
    Ok((lijst, next, Head::read(head)?))
}

fn budget(row: &Row) -> Result<Budget, DatabaseError> {
    Ok(Budget {
        id: row.text(0)?.to_owned(),
        versie: row.int(1)?,
        gebied: row.text(2)?.to_owned(),
        jaar: row.int(3)?,
        standen: Standen {
            totaal: row.int(4)?,
            niet_verdeeld: row.int(5)?,
            vrij: row.int(6)?,
            gemandateerd: row.int(7)?,
            gereserveerd: row.int(8)?,
            besteed: row.int(9)?,
        },
        weggelaten: row.int(10)?,
    })
}

/// A post.
#[derive(Debug, Clone)]
pub struct Post {
    /// Its name.
    pub post: String,
    /// Who decides on it.
    pub vrijheid: String,
    /// What it holds in all.
    pub bedrag: i64,
    /// What of that is free.
    pub vrij: i64,
}

/// A mandate.
#[derive(Debug, Clone)]
pub struct Ondermandaat {
    /// Its id.
    pub id: String,
    /// The post.
    pub post: String,
    /// The department.
    pub afdeling: String,
    /// The power on which it rests.
    pub bevoegdheid: String,
    /// How much it was.
    pub bedrag: i64,
    /// What is left of it.
    pub vrij: i64,
    /// Since when.
    pub verleend: Moment,
    /// Until when.
    pub ingetrokken: Option<Moment>,
}

/// A reservation.
#[derive(Debug, Clone)]
pub struct Reservering {
    /// Its id.
    pub id: String,
    /// The budget.
    pub budget: String,
    /// The initiative.
    pub initiatief: String,
    /// The post.
    pub post: String,
    /// The mandate.
    pub mandaat: Option<String>,
    /// How much it was.
    pub bedrag: i64,
    /// What is left of it.
    pub over: i64,
    /// `voorlopig`, `bevestigd` or `vrijgegeven`.
    pub status: String,
    /// Since when.
    pub gereserveerd: Moment,
}

/// The posts and mandates of a budget.
///
/// # Errors
/// When the database fails.
pub async fn posten(store: &Store, id: &str) -> Result<(Vec<Post>, Vec<Ondermandaat>), DatabaseError> {
    let posten = "SELECT post, vrijheid, bedrag, vrij FROM budget_post WHERE budget_id = ?1 ORDER BY post";
    let mandaten = "SELECT mandaat_id, post, afdeling, bevoegdheid, bedrag, vrij, verleend_op, verleend_nauwkeurigheid, \
                    ingetrokken_op, ingetrokken_nauwkeurigheid FROM ondermandaat WHERE budget_id = ?1 \
                    ORDER BY verleend_op, mandaat_id";
    let params = [Value::Text(id.to_owned())];
    let vragen = [posten, mandaten].map(|sql| Statement::new(sql, params.clone()));
    let answers = store.database().query_many(vragen.into()).await?;
    let [posten, mandaten] = answers.as_slice() else {
        return Err(super::geen_antwoord());
    };
    let text = |row: &Row, i| row.text(i).map(str::to_owned);
    let post = |row: &Row| {
        Ok(Post { post: text(row, 0)?, vrijheid: text(row, 1)?, bedrag: row.int(2)?, vrij: row.int(3)? })
    };
    let mandaat = |row: &Row| {
        Ok(Ondermandaat {
            id: text(row, 0)?,
            post: text(row, 1)?,
            afdeling: text(row, 2)?,
            bevoegdheid: text(row, 3)?,
            bedrag: row.int(4)?,
            vrij: row.int(5)?,
            verleend: moment(row, 6)?,
            ingetrokken: opt_moment(row, 8)?,
        })
    };
    Ok((
        posten.iter().map(post).collect::<Result<_, _>>()?,
        mandaten.iter().map(mandaat).collect::<Result<_, _>>()?,
    ))
}

/// The reservations of a budget, or for an initiative, the newest first; no more than `limiet`.
///
/// # Errors
/// When the database fails.
pub async fn reserveringen(
    store: &Store,
    kolom: Bij,
    id: &str,
    limiet: i64,
) -> Result<Vec<Reservering>, DatabaseError> {
    let kolom = match kolom {
        Bij::Budget => "budget_id",
        Bij::Initiatief => "initiatief_id",
    };
    let sql = format!(
        "SELECT reservering_id, budget_id, initiatief_id, post, mandaat_id, bedrag, over, status, gereserveerd_op, \
         gereserveerd_nauwkeurigheid FROM reservering WHERE {kolom} = ?1 \
         ORDER BY gereserveerd_op DESC, reservering_id LIMIT {limiet}"
    );
    let rows = store.database().query(Statement::new(sql, [Value::Text(id.to_owned())])).await?;
    let lees = |row: &Row| {
        let text = |i| row.text(i).map(str::to_owned);
        Ok(Reservering {
            id: text(0)?,
            budget: text(1)?,
            initiatief: text(2)?,
            post: text(3)?,
            mandaat: row.opt_text(4)?.map(str::to_owned),
            bedrag: row.int(5)?,
            over: row.int(6)?,
            status: text(7)?,
            gereserveerd: moment(row, 8)?,
        })
    };
    rows.iter().map(lees).collect()
}

/// Of what reservations are asked.
#[derive(Debug, Clone, Copy)]
pub enum Bij {
    /// A budget.
    Budget,
    /// An initiative.
    Initiatief,
}
