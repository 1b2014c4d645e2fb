//! The clock: says what takes too long, once, as an event by the system. Which day to wait for stands in the read model
//! (`wek_dag`), kept by the events themselves: nothing is forgotten while no process runs, and what several processes
//! find at once is recorded once, because the version that was read is the one that is written after.

use crate::app::Journals;
use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;
use wijkspoor_domain::episode::Episodesoort;
use wijkspoor_domain::initiatief::gebeurtenis::Tijdsignaal;
use wijkspoor_domain::initiatief::handeling::Signalering;
use wijkspoor_domain::initiatief::{Commando, Context, Handeling, Weigering};
use wijkspoor_domain::moment::{dagnummer, van_dagnummer};
use wijkspoor_domain::{Actor, Metadata, Moment, Partij, Rol};
use wijkspoor_store::{DatabaseError, ExecuteError, IdSource, Row, Statement, StoreError, Value};

/// How many to read at a time.
const BLADZIJDE: i64 = 1000;
/// How many initiatives to tell at a time: what is committed together costs the disk once.
const TEGELIJK: usize = 64;
/// By which id the clock is known in the log.
const ACTOR: &str = "wekker";

/// Something that is due.
#[derive(Debug)]
struct Bericht {
    initiatief: Uuid,
    /// The version of the initiative of which this holds.
    versie: i64,
    wek_dag: i64,
    nummer: i64,
    signalering: Option<Signalering>,
}

/// What a round of the clock did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Ronde {
    /// How many it signalled.
    pub gesignaleerd: usize,
    /// How many initiatives were changed by another meanwhile: they have their turn in the next round.
    pub volgende_ronde: usize,
    /// How many could not be signalled; the log of the program says why.
    pub mislukt: usize,
}

/// Signals all that is due on the day of `nu`. One process at a time does it.
///
/// # Errors
/// When the database fails; what is left is done the next time.
pub async fn ronde(journals: &Journals, nu: Timestamp, ids: &dyn IdSource) -> Result<Ronde, StoreError> {
    let mut ronde = Ronde::default();
    let database = journals.initiatieven.store().database();
    let Some(lease) = database.lease("wekker").await? else { return Ok(ronde) };
    let (moment, correlatie) = (Moment::tijdstip(nu), ids.next());
    let vandaag = dagnummer(moment.dag());
    let mut na = (i64::MIN, Uuid::nil(), 0);
    while lease.is_held() {
        let rows = database.query(Statement::new(SQL, vraag(vandaag, na))).await?;
        let berichten = rows.iter().map(|row| lees(row, vandaag)).collect::<Result<Vec<_>, _>>()?;
        let Some(laatste) = berichten.last() else { break };
        na = (laatste.wek_dag, laatste.initiatief, laatste.nummer);
        let metadata = metadata(moment, correlatie);
        let uitkomsten: Vec<Ronde> = stream::iter(per_initiatief(berichten))
            .map(|berichten| vertel(journals, nu, &metadata, berichten))
            .buffer_unordered(TEGELIJK)
            .collect()
            .await;
        for uitkomst in uitkomsten {
            ronde.gesignaleerd += uitkomst.gesignaleerd;
            ronde.volgende_ronde += uitkomst.volgende_ronde;
            ronde.mislukt += uitkomst.mislukt;
        }
    }
    Ok(ronde)
}

const SQL: &str = "SELECT e.initiatief_id, d.versie, e.wek_dag, e.nummer, e.soort, e.aard, e.partij, e.partij_naam, \
     e.bij_id, e.norm_dag FROM episode e JOIN dossier d ON d.initiatief_id = e.initiatief_id \
     WHERE e.wek_dag <= ?1 AND (e.wek_dag, e.initiatief_id, e.nummer) > (?2, ?3, ?4) \
     ORDER BY e.wek_dag, e.initiatief_id, e.nummer LIMIT ?5";

fn vraag(vandaag: i64, (wek_dag, initiatief, nummer): (i64, Uuid, i64)) -> [Value; 5] {
    let initiatief = Value::Text(initiatief.to_string());
    [Value::Int(vandaag), Value::Int(wek_dag), initiatief, Value::Int(nummer), Value::Int(BLADZIJDE)]
}

fn lees(row: &Row, vandaag: i64) -> Result<Bericht, DatabaseError> {
    let id = |tekst: &str| {
        tekst.parse::<Uuid>().map_err(|_| DatabaseError::Other(format!("{tekst} in episode is geen UUID")))
    };
    let (soort, norm_dag) = (Episodesoort::van_code(row.text(4)?), row.opt_int(9)?);
    let (partij, naam) = (row.text(6)?, row.text(7)?);
    let signaal = |uiterlijk| Tijdsignaal::van(soort?, row.text(5).ok()?, vandaag > uiterlijk);
    let signalering = match norm_dag.and_then(|dag| signaal(dag).zip(Some(dag))) {
        None => None,
        Some((signaal, uiterlijk)) => Some(Signalering {
            signaal,
            // A kind of party that has no name takes none.
            partij: serde_json::from_value(json!({ "soort": partij, "naam": naam }))
                .ok()
                .or_else(|| serde_json::from_value::<Partij>(json!({ "soort": partij })).ok()),
            bij: row.opt_text(8)?.map(id).transpose()?,
            termijn: (soort == Some(Episodesoort::Termijn)).then(|| naam.to_owned()),
            uiterlijk: van_dagnummer(uiterlijk),
        }),
    };
    let (initiatief, versie) = (id(row.text(0)?)?, row.int(1)?);
    Ok(Bericht { initiatief, versie, wek_dag: row.int(2)?, nummer: row.int(3)?, signalering })
}

/// What one initiative must hear together, in order: every event that it hears moves its version on.
fn per_initiatief(mut berichten: Vec<Bericht>) -> Vec<Vec<Bericht>> {
    berichten.sort_by_key(|b| (b.initiatief, b.wek_dag, b.nummer));
    let mut groepen: Vec<Vec<Bericht>> = Vec::new();
    for bericht in berichten {
        match groepen.last_mut().filter(|groep| groep.iter().all(|b| b.initiatief == bericht.initiatief)) {
            Some(groep) => groep.push(bericht),
            None => groepen.push(vec![bericht]),
        }
    }
    groepen
}

fn metadata(plaatsgevonden: Moment, correlatie: Uuid) -> Metadata {
    let actor = Actor { id: ACTOR.to_owned(), rol: Rol::Systeem, gebied: None, afdeling: None };
    Metadata::nieuw(actor, correlatie, plaatsgevonden)
}

async fn vertel(journals: &Journals, nu: Timestamp, metadata: &Metadata, berichten: Vec<Bericht>) -> Ronde {
    let mut ronde = Ronde::default();
    let mut versie = None;
    for bericht in berichten {
        let Some(signalering) = bericht.signalering else {
            tracing::warn!(initiatief = %bericht.initiatief, nummer = bericht.nummer, "een wekdag zonder signaal");
            ronde.mislukt += 1;
            continue;
        };
        let plaatsgevonden = metadata.plaatsgevonden;
        let context = Context { actor: metadata.actor.clone(), nu, plaatsgevonden };
        let commando = Commando { context, handeling: Handeling::Signaleer(signalering) };
        let verwacht = *versie.get_or_insert(bericht.versie);
        let journal = &journals.initiatieven;
        match journal.execute(bericht.initiatief, Some(verwacht), commando, metadata.clone(), None).await {
            Ok(committed) => {
                versie = Some(committed.version);
                ronde.gesignaleerd += 1;
            }
            Err(ExecuteError::Conflict { .. }) => {
                ronde.volgende_ronde += 1;
                break;
            }
            Err(fout) => {
                meld(bericht.initiatief, &fout);
                ronde.mislukt += 1;
                break;
            }
        }
    }
    ronde
}

fn meld(initiatief: Uuid, fout: &ExecuteError<Weigering>) {
    tracing::warn!(%initiatief, %fout, "een signaal van de wekker wacht nog");
}
