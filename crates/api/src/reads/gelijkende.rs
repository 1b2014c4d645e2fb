//! Initiatives that look like another one: the same words in the title, the same theme.

use super::objecten::binnen;
use super::{Where, titel};
use crate::beleid::{Objectsoort, Reikwijdte};
use std::collections::BTreeSet;
use wijkspoor_projections::vouw;
use wijkspoor_store::{DatabaseError, Statement, Store, Value};

/// Shorter words say nothing.
const LETTERS: usize = 4;
/// Words that stand in half of all titles.
const ALGEMEEN: &[&str] =
    &["aan", "voor", "door", "naar", "onze", "nieuwe", "meer", "betere", "wijk", "buurt", "straat"];
/// More candidates than this are not compared.
const KANDIDATEN: usize = 500;

/// An initiative that looks like another one.
#[derive(Debug, Clone)]
pub struct Gelijkend {
    /// Its id.
    pub id: String,
    /// Its title.
    pub titel: String,
    /// Its area.
    pub gebied: String,
    /// Its theme.
    pub thema: String,
    /// Where it stands.
    pub status: String,
    /// The words that both titles have.
    pub woorden: Vec<String>,
}

/// The words of a title that tell what it is about; of compounds the beginning counts, so that `speeltuin` and
/// `speeltuinen` meet.
fn woorden(titel: &str) -> BTreeSet<String> {
    let gevouwen = vouw(titel);
    let woorden = gevouwen.split(|letter: char| !letter.is_alphanumeric());
    woorden.filter(|w| w.chars().count() >= LETTERS && !ALGEMEEN.contains(w)).map(str::to_owned).collect()
}

/// The words that two titles share: equal, or the one begins with the other.
fn gedeeld(een: &BTreeSet<String>, ander: &BTreeSet<String>) -> Vec<String> {
    let begint = |a: &str| ander.iter().any(|b| b.starts_with(a) || a.starts_with(b.as_str()));
    een.iter().filter(|woord| begint(woord)).cloned().collect()
}

/// The initiatives within a reach that look most like this one, in whatever area; `None` when it does not exist.
///
/// # Errors
/// When the database fails.
pub async fn gelijkende(
    store: &Store,
    reikwijdte: &Reikwijdte,
    id: &str,
    limiet: usize,
) -> Result<Option<Vec<Gelijkend>>, DatabaseError> {
    let zelf = "SELECT titel, thema FROM dossier WHERE initiatief_id = ?1";
    let rows = store.database().query(Statement::new(zelf, [Value::Text(id.to_owned())])).await?;
    let Some(zelf) = rows.first() else { return Ok(None) };
    let (eigen, thema) = (woorden(zelf.text(0)?), zelf.text(1)?);
    if eigen.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let mut w = Where::default();
    w.and("initiatief_id <> {}", Value::Text(id.to_owned()));
    binnen(&mut w, reikwijdte, Objectsoort::Initiatief, "initiatief_id", "gebied");
    let treffers: Vec<String> = (eigen.iter().take(20))
        .map(|woord| {
            let begin: String = woord.chars().take(LETTERS).collect();
            let deel = w.param(Value::Text(format!("%{}%", super::dossiers::letterlijk(&begin))));
            format!("titel_gevouwen LIKE {deel} ESCAPE '\\'")
        })
        .collect();
    w.and_always(format!("({})", treffers.join(" OR ")));
    let sql = format!(
        "SELECT initiatief_id, titel, gebied, thema, status FROM dossier {} \
         ORDER BY ingediend_op DESC, initiatief_id LIMIT {KANDIDATEN}",
        w.sql()
    );
    let rows = store.database().query(Statement::new(sql, w.params)).await?;
    let mut gevonden = Vec::new();
    for row in &rows {
        let naam = titel(row, 1)?;
        let gelijk = gedeeld(&eigen, &woorden(&naam));
        if !gelijk.is_empty() {
            let text = |i| row.text(i).map(str::to_owned);
            let (id, gebied, thema, status) = (text(0)?, text(2)?, text(3)?, text(4)?);
            gevonden.push(Gelijkend { id, titel: naam, gebied, thema, status, woorden: gelijk });
        }
    }
    // More words in common first, then the same theme.
    gevonden.sort_by_key(|g| (std::cmp::Reverse(g.woorden.len()), g.thema != thema));
    gevonden.truncate(limiet);
    Ok(Some(gevonden))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_meet_in_the_words_that_say_what_they_are_about() {
        let gelijk = |een: &str, ander: &str| gedeeld(&woorden(een), &woorden(ander));
        assert_eq!(gelijk("Speeltuin voor de wijk", "Nieuwe SPEELTUINEN in onze wijk"), ["speeltuin"]);
        assert_eq!(gelijk("Één bankje op het plein", "Bankje bij het pleintje"), ["bankje", "plein"]);
        assert!(gelijk("Betere buurt", "Nieuwe buurt").is_empty());
    }
}
