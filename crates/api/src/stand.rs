//! A dossier as it was: the read models of one initiative, folded in memory from the events that count at a moment. It is the fold
//! that fills the tables, so what it gives is what the API showed then; and it costs one read of the stream, whatever is asked.

use crate::beleid::Feiten;
use crate::reads::besluiten::{self, Besluit};
use crate::reads::dossiers::{self, Dossier, Inhoud};
use crate::reads::opdrachten::{self, Opdracht};
use crate::reads::tijdlijn::Stap;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de};
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::moment::einde_van;
use wijkspoor_domain::{Initiatief, Opzet, Recorded};
use wijkspoor_projections::initiatief::tables::{BESLUIT, DOSSIER, EPISODE, OPDRACHT, OPENSTAAND, TIJDLIJN};
use wijkspoor_projections::{Projection, Spoor, Table, Value};
use wijkspoor_store::{DatabaseError, Model, Row, Store};

/// An event of an initiative.
type Feit = Recorded<Gebeurtenis>;

/// The first moment that no longer counts: of a day, the beginning of the next; of a point in time, what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tot(pub Timestamp);

impl<'de> Deserialize<'de> for Tot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tekst = String::deserialize(deserializer)?;
        if tekst.len() <= 10
            && let Ok(dag) = tekst.parse::<Date>()
        {
            return Ok(Self(einde_van(dag)));
        }
        let op = match tekst.parse::<Timestamp>() {
            Ok(op) => op,
            // The last hours that a date and time can name lie after all that can be recorded.
            Err(_) if tekst.starts_with("9999-12-3") => Timestamp::MAX,
            Err(_) => return Err(de::Error::custom(format!("{tekst:?} is geen datum of tijdstip"))),
        };
        let na = Timestamp::from_microsecond(op.as_microsecond().saturating_add(1));
        Ok(Self(na.unwrap_or(Timestamp::MAX)))
    }
}

/// Which events count: those that fit all that is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Toen {
    /// Up to this version of the initiative.
    pub versie: Option<i64>,
    /// Up to this position in the log.
    pub positie: Option<i64>,
    /// Recorded before this moment.
    pub bekend: Option<Tot>,
    /// Happened before this moment.
    pub gebeurd: Option<Tot>,
}

impl Toen {
    /// Whether an event counts.
    pub fn telt(&self, feit: &Feit) -> bool {
        self.versie.is_none_or(|versie| feit.sequence <= versie)
            && self.positie.is_none_or(|positie| feit.position <= positie)
            && self.bekend.is_none_or(|tot| feit.recorded_at < tot.0)
            && self.gebeurd.is_none_or(|tot| feit.metadata.plaatsgevonden.op < tot.0)
    }
}

/// A dossier at a moment.
pub struct Stand {
    /// The initiative.
    pub dossier: Dossier,
    /// What it says.
    pub inhoud: Inhoud,
    /// Its decisions.
    pub besluiten: Vec<Besluit>,
    /// Its orders.
    pub opdrachten: Vec<Opdracht>,
    /// What had happened, in the order in which it did.
    pub stappen: Vec<Stap>,
    /// Whose it was then.
    pub feiten: Feiten,
    /// The last event that counts: its position, and when it was recorded.
    pub laatste: (i64, Timestamp),
}

impl Stand {
    /// The dossier of an initiative, of which these are all events, at a moment; nothing when it was not there yet.
    ///
    /// # Errors
    /// When a row of the fold cannot be read: a mistake in the program.
    pub async fn van(
        store: &Store,
        events: &[Feit],
        toen: &Toen,
        opzet: &Opzet,
    ) -> Result<Option<Self>, DatabaseError> {
        let tellen: Vec<&Feit> = events.iter().filter(|feit| toen.telt(feit)).collect();
        // What happened to something that had not begun by then has no effect; so, too, without the submission nothing has.
        let Some(laatste) = tellen.last().filter(|_| tellen.first().is_some_and(|feit| feit.sequence == 1))
        else {
            return Ok(None);
        };
        let model = vouw(&tellen, opzet);
        let rijen = |tabel: &'static Table, kolommen: &str| rijen(&model, tabel, kolommen);
        let kolommen = format!("{}, {}", dossiers::COLUMNS, dossiers::INHOUD);
        let dossier = rijen(&DOSSIER, &kolommen);
        let Some(dossier) = dossier.first() else { return Ok(None) };
        let open = |row: &Row| Ok::<_, DatabaseError>(row.opt_int(7)?.is_none() && row.text(8)? == "beurt");
        let mut beurten = Vec::new();
        for row in rijen(&EPISODE, &format!("{}, tot_op, soort", dossiers::BEURT)) {
            if open(&row)? {
                beurten.push(row);
            }
        }
        let (dossier, inhoud) = dossiers::met_inhoud(store, dossier, &beurten).await?;
        let mut besluit_rijen = rijen(&BESLUIT, besluiten::KOLOMMEN);
        besluit_rijen.sort_by_key(|row| row.int(6).unwrap_or_default());
        let mut opdracht_rijen = rijen(&OPDRACHT, opdrachten::KOLOMMEN);
        opdracht_rijen.sort_by_key(|row| row.int(6).unwrap_or_default());
        let tekst = |row: &Row, i| row.opt_text(i).map(|t| t.unwrap_or_default().to_owned());
        let indiener = rijen(&DOSSIER, "indiener");
        let afdelingen = opdracht_rijen.iter().map(|row| tekst(row, 1));
        let bij = rijen(&OPENSTAAND, "bij");
        let feiten = Feiten {
            gebied: dossier.gebied.clone(),
            afdelingen: afdelingen.chain(bij.iter().map(|row| tekst(row, 0))).collect::<Result<_, _>>()?,
            indiener: indiener.first().map(|row| tekst(row, 0)).transpose()?,
        };
        Ok(Some(Self {
            dossier,
            inhoud,
            besluiten: besluiten::lees(store, &besluit_rijen, besluiten::uit_log(events)).await?,
            opdrachten: opdrachten::lees(store, &opdracht_rijen).await?,
            stappen: stappen(&tellen, &rijen(&TIJDLIJN, "status, fase"))?,
            feiten,
            laatste: (laatste.position, laatste.recorded_at),
        }))
    }
}

fn vouw(tellen: &[&Feit], opzet: &Opzet) -> Model {
    let (mut spoor, mut na, mut model) = (Spoor::default(), Initiatief::default(), Model::default());
    for feit in tellen {
        let voor = na.clone();
        na.pas_toe(&feit.event);
        for change in spoor.fold(&voor, &na, feit, opzet) {
            // By the time when things happened something may have ended that had not begun: then there is nothing to change.
            let _ = model.apply([change]);
        }
    }
    model
}

/// The rows of a table as a question with these columns would give them.
fn rijen(model: &Model, tabel: &'static Table, kolommen: &str) -> Vec<Row> {
    let plaatsen: Vec<Option<usize>> = kolommen
        .split(',')
        .map(|kolom| {
            let kolom = kolom.trim().rsplit('.').next().unwrap_or_default();
            tabel.columns.iter().position(|bekend| bekend.name == kolom)
        })
        .collect();
    let waarde = |row: &[Value], plaats: &Option<usize>| match plaats.and_then(|i| row.get(i)) {
        // In memory nothing is sealed; this is how it is read when it is.
        Some(Value::Sealed(json)) => Value::Text(json.to_string()),
        Some(waarde) => waarde.clone(),
        None => Value::Null,
    };
    model.rows(tabel).map(|row| Row(plaatsen.iter().map(|plaats| waarde(row, plaats)).collect())).collect()
}

/// The steps in the order in which they happened; `rijen` says what each led to.
fn stappen(tellen: &[&Feit], rijen: &[Row]) -> Result<Vec<Stap>, DatabaseError> {
    let mut stappen = Vec::with_capacity(tellen.len());
    for (feit, row) in tellen.iter().zip(rijen) {
        let (status, fase) = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
        stappen.push(Stap { status, fase, feit: (*feit).clone() });
    }
    stappen.sort_by_key(|stap| (stap.plaatsgevonden().op, stap.feit.sequence));
    Ok(stappen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tot(tekst: &str) -> Result<Tot, serde_json::Error> {
        serde_json::from_value(serde_json::Value::String(tekst.to_owned()))
    }

    #[test]
    fn a_day_counts_whole_and_a_moment_itself() {
        let dag = tot("2026-03-02").unwrap().0;
        assert_eq!(dag.to_string(), "2026-03-02T23:00:00Z", "a day in the Netherlands");
        let op = tot("2026-03-02T09:30:00+01:00").unwrap().0;
        assert_eq!(op.to_string(), "2026-03-02T08:30:00.000001Z");
        assert_eq!(tot("9999-12-31T23:59:59Z").unwrap().0, Timestamp::MAX);
        assert!(tot("gisteren").is_err());
    }
}
