//! Decisions, reversed ones included: those of an initiative, and those of all of them as they were known on any day.

use super::cursor::Cursor;
use super::objecten::binnen;
use super::{Where, bladzijde, moment, opt_moment, sealed, tekst, timestamp};
use crate::beleid::{Objectsoort, Reikwijdte};
use jiff::Timestamp;
use std::collections::{BTreeSet, HashMap};
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::{Actor, Moment, Recorded};
use wijkspoor_store::{DatabaseError, Head, RawEvent, Row, Statement, Store, StoreError, Value, in_list};

/// Where a decision stands in the log, and for whom its actor acted.
#[derive(Debug, Clone)]
pub struct Vastlegging {
    /// The number in the initiative.
    pub volgnummer: i64,
    /// The position in the log.
    pub positie: i64,
    /// Who took it, with the gebied or afdeling for which.
    pub actor: Actor,
}

/// What is in the log of decisions, by their id.
pub type Vastleggingen = HashMap<String, Vastlegging>;

/// A decision.
#[derive(Debug, Clone)]
pub struct Besluit {
    /// Its id.
    pub id: String,
    /// The initiative.
    pub initiatief: String,
    /// Where it stands in the log; nothing when the read models know of a decision that the log does not tell of.
    pub vastlegging: Option<Vastlegging>,
    /// What it is about.
    pub soort: String,
    /// The mandate.
    pub mandaat: String,
    /// The status in which it was taken.
    pub status: String,
    /// Who took it, as a pseudonym.
    pub actor: String,
    /// In which role.
    pub rol: String,
    /// When.
    pub genomen: Moment,
    /// Why.
    pub motivering: String,
    /// What it is based on.
    pub grondslag: Option<String>,
    /// What else was considered.
    pub alternatieven: Option<String>,
    /// In what capacity.
    pub hoedanigheid: Option<String>,
    /// The portfolio.
    pub portefeuille: Option<String>,
    /// When it was reversed, in which status, and why.
    pub teruggedraaid: Option<(Moment, String, String)>,
    /// When it was recorded.
    pub vastgelegd: Timestamp,
    /// When its reversal was.
    pub terug_vastgelegd: Option<Timestamp>,
}

/// A decision, with the initiative about which it is.
#[derive(Debug, Clone)]
pub struct InInitiatief {
    /// The initiative.
    pub initiatief: String,
    /// Its title.
    pub titel: String,
    /// Its gebied.
    pub gebied: String,
    /// The decision.
    pub besluit: Besluit,
}

/// Which decisions.
#[derive(Debug, Default, Clone)]
pub struct Filter {
    /// In this gebied.
    pub gebied: Option<String>,
    /// About this.
    pub soort: Option<String>,
    /// Taken at this moment or later.
    pub vanaf: Option<Timestamp>,
    /// Taken before this moment.
    pub voor: Option<Timestamp>,
    /// Only what had happened before this moment: a reversal that happened later had not been made yet.
    pub gebeurd: Option<Timestamp>,
    /// Only what had been recorded before this moment: a reversal that came later is not known yet.
    pub bekend: Option<Timestamp>,
    /// Only what was recorded, or of which the reversal was, at this moment or later.
    pub nieuw: Option<Timestamp>,
}

/// The order of the list, for its cursors.
pub const ORDE: &str = "-genomen";

pub(crate) const KOLOMMEN: &str = "b.besluit_id, b.soort, b.mandaat, b.status, b.actor, b.rol, b.genomen_op, b.genomen_nauwkeurigheid, \
     b.teruggedraaid_op, b.teruggedraaid_nauwkeurigheid, b.teruggedraaid_status, b.motivering, b.grondslag, \
     b.teruggedraaid_motivering, b.alternatieven, b.hoedanigheid, b.portefeuille, b.vastgelegd_op, b.terug_vastgelegd_op, \
     b.initiatief_id";

/// All decisions of an initiative, in the order in which they were taken.
///
/// # Errors
/// When the database fails.
pub async fn van_initiatief(store: &Store, id: &str) -> Result<Vec<Besluit>, StoreError> {
    let sql = format!(
        "SELECT {KOLOMMEN} FROM besluit b WHERE b.initiatief_id = ?1 ORDER BY b.genomen_op, b.besluit_id"
    );
    let rows = store.database().query(Statement::new(sql, [Value::Text(id.to_owned())])).await?;
    Ok(lees(store, &rows, vastleggingen(store, &rows).await?).await?)
}

/// Asks the log about the decisions of some rows: those of their initiatives that were recorded when they were.
async fn vastleggingen(store: &Store, rows: &[Row]) -> Result<Vastleggingen, StoreError> {
    if rows.is_empty() {
        return Ok(Vastleggingen::new());
    }
    let (mut ids, mut tijden) = (BTreeSet::new(), BTreeSet::new());
    for row in rows {
        ids.insert(row.text(19)?.to_owned());
        tijden.insert(row.int(17)?);
    }
    let (ids, mut params) = in_list(ids.into_iter().map(Value::Text), 1);
    let (tijden, erbij) = in_list(tijden.into_iter().map(Value::Int), params.len() + 1);
    params.extend(erbij);
    let sql = format!(
        "SELECT {} FROM tijdlijn t JOIN event e ON e.position = t.positie WHERE t.soort = 'besluit_genomen' \
         AND t.initiatief_id IN {ids} AND t.vastgelegd_op IN {tijden}",
        RawEvent::columns("e")
    );
    let mut rows = store.database().query(Statement::new(sql, params)).await?;
    let raw = rows.iter_mut().map(RawEvent::take).collect::<Result<Vec<_>, _>>()?;
    Ok(uit_log(&store.decode(raw).await?))
}

/// What events say of where decisions stand.
pub(crate) fn uit_log(events: &[Recorded<Gebeurtenis>]) -> Vastleggingen {
    let besluit = |event: &Recorded<Gebeurtenis>| match &event.event {
        Gebeurtenis::BesluitGenomen(b) => Some((
            b.besluit.to_string(),
            Vastlegging {
                volgnummer: event.sequence,
                positie: event.position,
                actor: event.metadata.actor.clone(),
            },
        )),
        _ => None,
    };
    events.iter().filter_map(besluit).collect()
}

/// A page of the decisions of all initiatives within reach, the last one first.
///
/// # Errors
/// When the database fails.
pub async fn lijst(
    store: &Store,
    reikwijdte: &Reikwijdte,
    filter: &Filter,
    na: Option<&Cursor>,
    limiet: i64,
) -> Result<(Vec<InInitiatief>, Option<Cursor>, Head), StoreError> {
    let mut w = Where::default();
    binnen(&mut w, reikwijdte, Objectsoort::Initiatief, "b.initiatief_id", "d.gebied");
    w.and_text("d.gebied = {}", filter.gebied.as_deref());
    w.and_text("b.soort = {}", filter.soort.as_deref());
    let micros = |op: Timestamp| Value::Int(op.as_microsecond());
    for (voorwaarde, op) in [
        ("b.genomen_op >= {}", filter.vanaf),
        ("b.genomen_op < {}", filter.voor),
        ("b.genomen_op < {}", filter.gebeurd),
        ("b.vastgelegd_op < {}", filter.bekend),
    ] {
        if let Some(op) = op {
            w.and(voorwaarde, micros(op));
        }
    }
    if let Some(nieuw) = filter.nieuw {
        let vanaf = w.param(micros(nieuw));
        // Without a day as of which it is, everything that was ever recorded is known.
        let tot = w.param(micros(filter.bekend.unwrap_or(Timestamp::MAX)));
        w.and_always(format!(
            "(b.vastgelegd_op >= {vanaf} OR (b.terug_vastgelegd_op >= {vanaf} AND b.terug_vastgelegd_op < {tot}))"
        ));
    }
    if let Some(cursor) = na {
        let op = w.param(Value::Int(cursor.int.unwrap_or_default()));
        let initiatief = w.param(Value::Text(cursor.text.clone().unwrap_or_default()));
        let id = w.param(Value::Text(cursor.id.clone()));
        w.and_always(format!("(b.genomen_op, b.initiatief_id, b.besluit_id) < ({op}, {initiatief}, {id})"));
    }
    let sql = format!(
        "SELECT {KOLOMMEN}, d.titel, d.gebied FROM besluit b JOIN dossier d ON d.initiatief_id = b.initiatief_id {} \
         ORDER BY b.genomen_op DESC, b.initiatief_id DESC, b.besluit_id DESC LIMIT {}",
        w.sql(),
        limiet + 1
    );
    let answers = store.database().query_many(vec![Statement::new(sql, w.params), Head::statement()]).await?;
    let [rows, head] = answers.as_slice() else {
        return Err(super::geen_antwoord().into());
    };
    let plaats = |row: &Row| -> Result<_, DatabaseError> {
        Ok((
            row.int(6)?,
            row.text(19)?.to_owned(),
            row.text(0)?.to_owned(),
            super::titel(row, 20)?,
            row.text(21)?.to_owned(),
        ))
    };
    let (bij, volgende) = bladzijde(rows, limiet, plaats, |(op, initiatief, id, ..)| Cursor {
        order: ORDE.to_owned(),
        int: Some(*op),
        text: Some(initiatief.clone()),
        id: id.clone(),
    })?;
    let rows = rows.get(..bij.len()).unwrap_or(rows);
    let besluiten = lees(store, rows, vastleggingen(store, rows).await?).await?;
    let als_bekend = |mut besluit: Besluit| {
        let onbekend =
            filter.bekend.is_some_and(|bekend| besluit.terug_vastgelegd.is_some_and(|op| op >= bekend));
        let later = filter
            .gebeurd
            .is_some_and(|tot| besluit.teruggedraaid.as_ref().is_some_and(|(op, ..)| op.op >= tot));
        if onbekend || later {
            (besluit.teruggedraaid, besluit.terug_vastgelegd) = (None, None);
        }
        besluit
    };
    let lijst = bij.into_iter().zip(besluiten).map(|((_, initiatief, _, titel, gebied), besluit)| {
        InInitiatief { initiatief, titel, gebied, besluit: als_bekend(besluit) }
    });
    Ok((lijst.collect(), volgende, Head::read(head)?))
}

/// Decisions, from rows of [`KOLOMMEN`].
pub(crate) async fn lees(
    store: &Store,
    rows: &[Row],
    mut vastleggingen: Vastleggingen,
) -> Result<Vec<Besluit>, DatabaseError> {
    let mut jsons = Vec::with_capacity(rows.len() * 4);
    for row in rows {
        jsons.extend([sealed(row, 11)?, sealed(row, 12)?, sealed(row, 13)?, sealed(row, 14)?]);
    }
    let mut jsons = store.unseal(jsons).await?.into_iter();
    let mut volgende = || tekst(jsons.next().unwrap_or_default());
    rows.iter()
        .map(|row| {
            let text = |i| row.text(i).map(str::to_owned);
            let (motivering, grondslag, terug, alternatieven) =
                (volgende(), volgende(), volgende(), volgende());
            let teruggedraaid = match (opt_moment(row, 8)?, row.opt_text(10)?) {
                (Some(op), Some(status)) => Some((op, status.to_owned(), terug.unwrap_or_default())),
                _ => None,
            };
            Ok(Besluit {
                id: text(0)?,
                initiatief: text(19)?,
                vastlegging: vastleggingen.remove(row.text(0)?),
                soort: text(1)?,
                mandaat: text(2)?,
                status: text(3)?,
                actor: text(4)?,
                rol: text(5)?,
                genomen: moment(row, 6)?,
                motivering: motivering.unwrap_or_default(),
                grondslag,
                alternatieven,
                hoedanigheid: row.opt_text(15)?.map(str::to_owned),
                portefeuille: row.opt_text(16)?.map(str::to_owned),
                teruggedraaid,
                vastgelegd: timestamp(row.int(17)?),
                terug_vastgelegd: row.opt_int(18)?.map(timestamp),
            })
        })
        .collect()
}
