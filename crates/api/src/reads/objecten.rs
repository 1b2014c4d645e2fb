//! Whose an object is, and which objects lie within a reach: the first for one, the second as a condition of a list.

use super::Where;
use crate::beleid::{Feiten, Grens, Objectsoort, Reikwijdte};
use wijkspoor_store::{DatabaseError, Statement, Store, Value};

/// What there is to know of an object, to say whose it is; `None` when it is not there.
///
/// # Errors
/// When the database fails.
pub async fn feiten(store: &Store, soort: Objectsoort, id: &str) -> Result<Option<Feiten>, DatabaseError> {
    let (zelf, afdelingen) = match soort {
        Objectsoort::Initiatief => (
            "SELECT gebied, indiener FROM dossier WHERE initiatief_id = ?1",
            Some(
                "SELECT afdeling FROM opdracht WHERE initiatief_id = ?1 \
                 UNION SELECT bij FROM openstaand WHERE initiatief_id = ?1 AND bij IS NOT NULL",
            ),
        ),
        Objectsoort::Budget => (
            "SELECT gebied FROM budget WHERE budget_id = ?1",
            Some("SELECT DISTINCT afdeling FROM ondermandaat WHERE budget_id = ?1"),
        ),
        Objectsoort::Signaal => ("SELECT gebied FROM signaal WHERE signaal_id = ?1", None),
        Objectsoort::Wijkprogramma => ("SELECT gebied FROM wijkprogramma WHERE programma_id = ?1", None),
    };
    let statement = |sql: &'static str| Statement::new(sql, [Value::Text(id.to_owned())]);
    let statements = [Some(zelf), afdelingen].into_iter().flatten().map(statement).collect();
    let answers = store.database().query_many(statements).await?;
    let Some(row) = answers.first().and_then(|rows| rows.first()) else { return Ok(None) };
    let namen = answers.get(1).into_iter().flatten().map(|row| row.text(0).map(str::to_owned));
    Ok(Some(Feiten {
        gebied: row.text(0)?.to_owned(),
        indiener: match soort {
            Objectsoort::Initiatief => Some(row.text(1)?.to_owned()),
            _ => None,
        },
        afdelingen: namen.collect::<Result<_, _>>()?,
    }))
}

/// Only rows of objects within a reach; `id` and `gebied` are the columns that hold those of the object. The same as
/// [`Reikwijdte::omvat`], for many at once.
pub(crate) fn binnen(w: &mut Where, reikwijdte: &Reikwijdte, soort: Objectsoort, id: &str, gebied: &str) {
    match (reikwijdte.grens(), soort) {
        (Grens::Geen, _) => {}
        (Grens::Gebied(naam), _) => w.and_text(&format!("{gebied} = {{}}"), Some(naam.as_str())),
        (Grens::Afdeling(naam, actor), Objectsoort::Initiatief) => {
            let naam = w.param(Value::Text(naam.to_string()));
            let actor = w.param(Value::Text(actor.clone()));
            w.and_always(format!(
                "{id} IN (SELECT initiatief_id FROM opdracht WHERE afdeling = {naam} \
                 UNION SELECT initiatief_id FROM openstaand WHERE bij = {naam} \
                 UNION SELECT initiatief_id FROM dossier WHERE indiener = {actor})"
            ));
        }
        (Grens::Afdeling(naam, _), Objectsoort::Budget) => w.and_text(
            &format!("{id} IN (SELECT budget_id FROM ondermandaat WHERE afdeling = {{}})"),
            Some(naam.as_str()),
        ),
        (Grens::Indiener(actor), Objectsoort::Initiatief) => w.and_text(
            &format!("{id} IN (SELECT initiatief_id FROM dossier WHERE indiener = {{}})"),
            Some(actor),
        ),
        // Of these nobody has one in that way.
        (Grens::Afdeling(..), Objectsoort::Signaal | Objectsoort::Wijkprogramma)
        | (Grens::Indiener(_), Objectsoort::Signaal | Objectsoort::Wijkprogramma | Objectsoort::Budget) => {
            w.and_always("1 = 0");
        }
    }
}
