//! Initiatives: the list, and one of them.

use super::cursor::Cursor;
use super::objecten::binnen;
use super::wissingen::{self, Wissing};
use super::{GEWIST, Where, moment, namen, opt_moment, sealed, tekst, timestamp, titel};
use crate::beleid::{Objectsoort, Reikwijdte};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value as Json;
use std::collections::HashMap;
use uuid::Uuid;
use wijkspoor_domain::moment::van_dagnummer;
use wijkspoor_domain::{Gevoelig, Moment};
use wijkspoor_projections::vouw;
use wijkspoor_store::{DatabaseError, Head, Row, Statement, Store, StoreError, Value};

/// What to look for.
#[derive(Debug, Default, Clone)]
pub struct Filter {
    /// This status.
    pub status: Option<String>,
    /// This phase.
    pub fase: Option<String>,
    /// This area.
    pub gebied: Option<String>,
    /// In this neighbourhood.
    pub wijk: Option<String>,
    /// This theme.
    pub thema: Option<String>,
    /// This category.
    pub categorie: Option<String>,
    /// With this reference.
    pub kenmerk: Option<String>,
    /// This kind of party has the ball.
    pub partij: Option<String>,
    /// This department has the ball.
    pub afdeling: Option<String>,
    /// A stall was reported (or not).
    pub gestagneerd: Option<bool>,
    /// Every word occurs in title, area, neighbourhood, theme or reference.
    pub zoek: Option<String>,
}

/// In what order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orde {
    /// By submission.
    Ingediend,
    /// By last change.
    Gewijzigd,
    /// By title.
    Titel,
}

/// A row of the list.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// Its id.
    pub id: String,
    /// Its version.
    pub versie: i64,
    /// Code and version of its definition.
    pub werkstroom: (String, i64),
    /// Its status.
    pub status: String,
    /// Its phase.
    pub fase: String,
    /// Its title.
    pub titel: String,
    /// Its area.
    pub gebied: String,
    /// Its neighbourhoods.
    pub wijken: Vec<String>,
    /// Its theme.
    pub thema: String,
    /// Who began it.
    pub oorsprong: String,
    /// Its category.
    pub categorie: Option<String>,
    /// The sender's reference.
    pub kenmerk: Option<String>,
    /// Its partners.
    pub partners: Vec<String>,
    /// When it was submitted.
    pub ingediend: Moment,
    /// Since when it has this status.
    pub status_sinds: Moment,
    /// When a person last did something.
    pub activiteit: Moment,
    /// When the applicant was last told something.
    pub terugkoppeling: Option<Moment>,
    /// Why it stands still.
    pub stagnatie: Option<String>,
    /// Since when.
    pub stagnatie_sinds: Option<Moment>,
    /// How often an order came back.
    pub pingpong: i64,
    /// When it was last changed.
    pub gewijzigd: Timestamp,
    /// The day on which it was closed; absent while it goes on, and once it is destroyed.
    pub gesloten: Option<Date>,
    /// Who has the ball.
    pub aan_zet: Vec<Beurt>,
}

/// A party that has the ball.
#[derive(Debug, Clone)]
pub struct Beurt {
    /// The kind of party.
    pub partij: String,
    /// Its name, for a department or partner.
    pub naam: Option<String>,
    /// The order, for a department.
    pub opdracht: Option<String>,
    /// Since when.
    pub sinds: Moment,
    /// The last day that its norm allows.
    pub norm_dag: Option<i64>,
}

/// What only the dossier itself shows.
#[derive(Debug, Clone, Default)]
pub struct Inhoud {
    /// What is wanted.
    pub omschrijving: String,
    /// The residents or groups.
    pub initiatiefnemers: Vec<String>,
    /// How to reach them.
    pub contact: Option<String>,
    /// Who treats it.
    pub behandelaar: Option<String>,
    /// Who carries it.
    pub kartrekker: Option<String>,
    /// What was achieved.
    pub resultaat: Option<String>,
    /// Why it stands still, in words.
    pub stagnatie: Option<String>,
}

pub(crate) const COLUMNS: &str = "d.initiatief_id, d.versie, d.werkstroom, d.werkstroom_versie, d.status, d.fase, d.titel, \
     d.gebied, d.wijken, d.thema, d.oorsprong, d.categorie, d.kenmerk, d.partners, \
     d.ingediend_op, d.ingediend_nauwkeurigheid, d.status_sinds_op, d.status_sinds_nauwkeurigheid, \
     d.activiteit_op, d.activiteit_nauwkeurigheid, d.terugkoppeling_op, d.terugkoppeling_nauwkeurigheid, \
     d.stagnatie, d.stagnatie_op, d.stagnatie_nauwkeurigheid, d.pingpong, d.gewijzigd_op, d.titel_gevouwen, d.gesloten_dag";
pub(crate) const INHOUD: &str = "d.omschrijving, d.initiatiefnemers, d.contact, d.behandelaar, d.kartrekker, d.resultaat, \
     d.stagnatie_toelichting";

pub(crate) fn dossier(row: &Row) -> Result<Dossier, DatabaseError> {
    let text = |i| row.text(i).map(str::to_owned);
    let opt_text = |i| row.opt_text(i).map(|t| t.map(str::to_owned));
    Ok(Dossier {
        id: text(0)?,
        versie: row.int(1)?,
        werkstroom: (text(2)?, row.int(3)?),
        status: text(4)?,
        fase: text(5)?,
        titel: titel(row, 6)?,
        gebied: text(7)?,
        wijken: namen(row, 8)?,
        thema: text(9)?,
        oorsprong: text(10)?,
        categorie: opt_text(11)?,
        kenmerk: opt_text(12)?,
        partners: namen(row, 13)?,
        ingediend: moment(row, 14)?,
        status_sinds: moment(row, 16)?,
        activiteit: moment(row, 18)?,
        terugkoppeling: opt_moment(row, 20)?,
        stagnatie: opt_text(22)?,
        stagnatie_sinds: opt_moment(row, 23)?,
        pingpong: row.int(25)?,
        gewijzigd: timestamp(row.int(26)?),
        gesloten: row.opt_int(28)?.map(van_dagnummer),
        aan_zet: Vec::new(),
    })
}

/// A text in which LIKE sees no wildcards.
pub fn letterlijk(tekst: &str) -> String {
    tekst.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

fn conditions(reikwijdte: &Reikwijdte, filter: &Filter) -> Where {
    let mut w = Where::default();
    binnen(&mut w, reikwijdte, Objectsoort::Initiatief, "d.initiatief_id", "d.gebied");
    for (column, value) in [
        ("status", &filter.status),
        ("fase", &filter.fase),
        ("gebied", &filter.gebied),
        ("thema", &filter.thema),
        ("categorie", &filter.categorie),
        ("kenmerk", &filter.kenmerk),
    ] {
        w.and_text(&format!("d.{column} = {{}}"), value.as_deref());
    }
    w.and_text(
        "EXISTS (SELECT 1 FROM dossier_wijk w WHERE w.initiatief_id = d.initiatief_id AND w.wijk = {})",
        filter.wijk.as_deref(),
    );
    let open = "EXISTS (SELECT 1 FROM episode e WHERE e.initiatief_id = d.initiatief_id AND e.tot_op IS NULL AND e.soort = 'beurt' AND ";
    w.and_text(&format!("{open} e.partij = {{}})"), filter.partij.as_deref());
    w.and_text(
        &format!("{open} e.partij = 'afdeling' AND e.partij_naam = {{}})"),
        filter.afdeling.as_deref(),
    );
    match filter.gestagneerd {
        Some(true) => w.and_always("d.stagnatie IS NOT NULL"),
        Some(false) => w.and_always("d.stagnatie IS NULL"),
        None => {}
    }
    for word in filter.zoek.iter().flat_map(|z| z.split_whitespace()) {
        w.and("d.zoektekst LIKE {} ESCAPE '\\'", Value::Text(format!("%{}%", letterlijk(&vouw(word)))));
    }
    w
}

/// A page of the list, the cursor of the next page if there is one, and how fresh it is: three questions to one
/// snapshot, so that a status and who has the ball always belong together.
///
/// # Errors
/// When the database fails.
pub async fn lijst(
    store: &Store,
    reikwijdte: &Reikwijdte,
    filter: &Filter,
    orde: Orde,
    aflopend: bool,
    na: Option<&Cursor>,
    limiet: i64,
) -> Result<(Vec<Dossier>, Option<Cursor>, Head), DatabaseError> {
    let mut w = conditions(reikwijdte, filter);
    let column = match orde {
        Orde::Ingediend => "d.ingediend_op",
        Orde::Gewijzigd => "d.gewijzigd_op",
        Orde::Titel => "d.titel_gevouwen",
    };
    let (richting, verder) = if aflopend { ("DESC", "<") } else { ("ASC", ">") };
    if let Some(cursor) = na {
        let value = match orde {
            Orde::Titel => Value::Text(cursor.text.clone().unwrap_or_default()),
            _ => Value::Int(cursor.int.unwrap_or_default()),
        };
        let (value, id) = (w.param(value), w.param(Value::Text(cursor.id.clone())));
        w.and_always(format!("({column}, d.initiatief_id) {verder} ({value}, {id})"));
    }
    let page = format!(
        "FROM dossier d {} ORDER BY {column} {richting}, d.initiatief_id {richting} LIMIT {}",
        w.sql(),
        // One more than asked tells whether there is a next page, without counting.
        limiet + 1
    );
    let answers = store.database().query_many(vec![
        Statement::new(format!("SELECT {COLUMNS} {page}"), w.params.clone()),
        aan_zet(&format!("IN (SELECT d.initiatief_id {page})"), w.params),
        Head::statement(),
    ]);
    let answers = answers.await?;
    let [rows, beurten, head] = answers.as_slice() else {
        return Err(super::geen_antwoord());
    };
    let limit = usize::try_from(limiet).unwrap_or(usize::MAX);
    let mut dossiers = rows.iter().take(limit).map(dossier).collect::<Result<Vec<_>, _>>()?;
    verdeel(beurten, &mut dossiers)?;
    let last = rows.get(..limit).filter(|_| rows.len() > limit).and_then(<[Row]>::last);
    let next = last.map(|row| cursor(row, orde, aflopend)).transpose()?;
    Ok((dossiers, next, Head::read(head)?))
}

/// The place after a row. From the row itself: what is shown of it may differ.
fn cursor(row: &Row, orde: Orde, aflopend: bool) -> Result<Cursor, DatabaseError> {
    Ok(Cursor {
        order: orde_code(orde, aflopend).to_owned(),
        int: match orde {
            Orde::Ingediend => Some(row.int(14)?),
            Orde::Gewijzigd => Some(row.int(26)?),
            Orde::Titel => None,
        },
        text: if orde == Orde::Titel { Some(row.text(27)?.to_owned()) } else { None },
        id: row.text(0)?.to_owned(),
    })
}

/// The code of an order, as in the API.
pub fn orde_code(orde: Orde, aflopend: bool) -> &'static str {
    match (orde, aflopend) {
        (Orde::Ingediend, false) => "ingediend",
        (Orde::Ingediend, true) => "-ingediend",
        (Orde::Gewijzigd, false) => "gewijzigd",
        (Orde::Gewijzigd, true) => "-gewijzigd",
        (Orde::Titel, false) => "titel",
        (Orde::Titel, true) => "-titel",
    }
}

/// What tells who has the ball.
pub(crate) const BEURT: &str =
    "initiatief_id, partij, partij_naam, bij_id, van_op, van_nauwkeurigheid, norm_dag";

/// Asks who has the ball in some initiatives.
fn aan_zet(which: &str, params: Vec<Value>) -> Statement {
    let sql = format!(
        "SELECT {BEURT} FROM episode \
         WHERE tot_op IS NULL AND soort = 'beurt' AND initiatief_id {which} ORDER BY initiatief_id, nummer"
    );
    Statement::new(sql, params)
}

/// Gives each dossier who has its ball.
fn verdeel(rows: &[Row], dossiers: &mut [Dossier]) -> Result<(), DatabaseError> {
    let mut beurten: HashMap<String, Vec<Beurt>> = HashMap::new();
    for row in rows {
        let beurt = Beurt {
            partij: row.text(1)?.to_owned(),
            naam: Some(row.text(2)?.to_owned()).filter(|n| !n.is_empty()),
            opdracht: row.opt_text(3)?.map(str::to_owned),
            sinds: moment(row, 4)?,
            norm_dag: row.opt_int(6)?,
        };
        beurten.entry(row.text(0)?.to_owned()).or_default().push(beurt);
    }
    for dossier in dossiers {
        dossier.aan_zet = beurten.remove(&dossier.id).unwrap_or_default();
    }
    Ok(())
}

/// How many initiatives within reach have which status, by the code of their workflow.
///
/// # Errors
/// When the database fails.
pub async fn per_status(
    store: &Store,
    reikwijdte: &Reikwijdte,
) -> Result<(Vec<(String, String, i64)>, Head), DatabaseError> {
    let mut w = Where::default();
    binnen(&mut w, reikwijdte, Objectsoort::Initiatief, "d.initiatief_id", "d.gebied");
    let sql = format!(
        "SELECT d.werkstroom, d.status, COUNT(*) FROM dossier d {} GROUP BY d.werkstroom, d.status \
         ORDER BY d.werkstroom, d.status",
        w.sql()
    );
    let answers = store.database().query_many(vec![Statement::new(sql, w.params), Head::statement()]).await?;
    let [rows, head] = answers.as_slice() else {
        return Err(super::geen_antwoord());
    };
    let rij = |row: &Row| Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned(), row.int(2)?));
    Ok((rows.iter().map(rij).collect::<Result<_, DatabaseError>>()?, Head::read(head)?))
}

/// One initiative with what it says, and how fresh that is.
///
/// # Errors
/// When the database fails.
pub async fn een(
    store: &Store,
    id: Uuid,
) -> Result<(Option<(Dossier, Inhoud, Option<Wissing>)>, Head), StoreError> {
    let sql = format!("SELECT {COLUMNS}, {INHOUD} FROM dossier d WHERE d.initiatief_id = ?1");
    let params = vec![Value::Text(id.to_string())];
    let statements = vec![
        Statement::new(sql, params.clone()),
        aan_zet("= ?1", params),
        Head::statement(),
        wissingen::vraag(id),
    ];
    let mut answers = store.database().query_many(statements).await?;
    let [rows, beurten, head, gewist] = answers.as_mut_slice() else {
        return Err(super::geen_antwoord().into());
    };
    let head = Head::read(head)?;
    let Some(row) = rows.first() else { return Ok((None, head)) };
    let (dossier, inhoud) = met_inhoud(store, row, beurten).await?;
    let gewist = wissingen::antwoord(gewist)?;
    Ok((Some((dossier, inhoud, gewist)), head))
}

/// An initiative with what it says, from a row of [`COLUMNS`] and [`INHOUD`], and rows of [`BEURT`].
pub(crate) async fn met_inhoud(
    store: &Store,
    row: &Row,
    beurten: &[Row],
) -> Result<(Dossier, Inhoud), DatabaseError> {
    let mut dossiers = [dossier(row)?];
    verdeel(beurten, &mut dossiers)?;
    let first = 29;
    let sealed = (first..first + 7).map(|i| sealed(row, i)).collect::<Result<Vec<_>, _>>()?;
    let mut velden = store.unseal(sealed).await?.into_iter();
    let mut volgende = || velden.next().unwrap_or(Json::Null);
    let inhoud = Inhoud {
        omschrijving: tekst(volgende()).unwrap_or_default(),
        initiatiefnemers: lijst_van(volgende()),
        contact: tekst(volgende()),
        behandelaar: tekst(volgende()),
        kartrekker: tekst(volgende()),
        resultaat: tekst(volgende()),
        stagnatie: tekst(volgende()),
    };
    let [dossier] = dossiers;
    Ok((dossier, inhoud))
}

fn lijst_van(json: Json) -> Vec<String> {
    let lijst: Vec<Gevoelig> = serde_json::from_value(json).unwrap_or_default();
    lijst.iter().map(|g| g.tekst().unwrap_or(GEWIST).to_owned()).collect()
}
