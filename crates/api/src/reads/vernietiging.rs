//! What is due to be destroyed, what stands in its way, and the lists by which that is done.

use super::cursor::Cursor;
use super::{Where, timestamp, titel};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;
use wijkspoor_domain::Opzet;
use wijkspoor_domain::archief::{Bewaring, Resultaattype};
use wijkspoor_domain::moment::{dagnummer, van_dagnummer};
use wijkspoor_domain::vernietiging::Kandidaat;
use wijkspoor_domain::werkstroom::Fase;
use wijkspoor_store::{DatabaseError, Head, Row, Statement, Store, StoreError, Value, erasure, in_list};

/// A dossier that was closed, and was not destroyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gesloten {
    /// Its id.
    pub id: Uuid,
    /// Its version.
    pub versie: i64,
    /// The status in which it ended.
    pub status: String,
    /// The phase of that.
    pub fase: String,
    /// Its title.
    pub titel: String,
    /// Its area.
    pub gebied: String,
    /// The day on which it was closed.
    pub gesloten: Date,
}

const KOLOMMEN: &str = "d.initiatief_id, d.versie, d.status, d.fase, d.titel, d.gebied, d.gesloten_dag";

impl Gesloten {
    fn lees(row: &Row) -> Result<Self, DatabaseError> {
        Ok(Self {
            id: row.id(0)?,
            versie: row.int(1)?,
            status: row.text(2)?.to_owned(),
            fase: row.text(3)?.to_owned(),
            titel: titel(row, 4)?,
            gebied: row.text(5)?.to_owned(),
            gesloten: van_dagnummer(row.int(6)?),
        })
    }

    /// What the archive law asks of it.
    pub fn bewaring<'a>(&self, opzet: &'a Opzet) -> Option<Bewaring<'a>> {
        opzet.inrichting.bewaring(&self.status, Fase::van_code(&self.fase)?, self.gesloten)
    }

    /// As a list names it, when it may be destroyed on a day.
    pub fn kandidaat(&self, opzet: &Opzet, dag: Date) -> Option<Kandidaat> {
        let bewaring = self.bewaring(opzet).filter(|bewaring| bewaring.mag_weg(dag))?;
        Some(Kandidaat {
            dossier: self.id,
            versie: self.versie,
            resultaat: self.status.clone(),
            categorie: bewaring.resultaattype.categorie.clone(),
            bewaartermijn: bewaring.resultaattype.waardering.termijn()?.to_string(),
            brondatum: bewaring.brondatum,
            archiefactiedatum: bewaring.archiefactiedatum?,
        })
    }
}

/// What stands in the way of destroying a dossier, or belongs to know about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beletsel {
    /// Orders that are not settled.
    pub opdrachten: i64,
    /// The kinds of what waits for an answer.
    pub vragen: BTreeSet<String>,
    /// The open list on which it stands.
    pub lijst: Option<Uuid>,
    /// Whether its personal data were erased already; that is no obstacle, but the declaration is still to come.
    pub gewist: bool,
}

impl Beletsel {
    /// Whether nothing stands in the way.
    pub fn is_vrij(&self) -> bool {
        self.opdrachten == 0 && self.vragen.is_empty() && self.lijst.is_none()
    }
}

/// Which dossiers of one result are due on a day: those that were closed from the first day to the last.
struct Tak<'a> {
    fase: Fase,
    status: &'a str,
    eerste: i64,
    laatste: i64,
}

/// By result, so that each is a stretch of the index: what costs time is what is due, not what is kept.
fn takken(opzet: &Opzet, dag: Date) -> Vec<Tak<'_>> {
    let einden: BTreeSet<(&str, Fase)> = (opzet.werkstromen.iter())
        .flat_map(|werkstroom| &werkstroom.statussen)
        .filter(|status| status.fase.is_einde())
        .map(|status| (status.code.as_str(), status.fase))
        .collect();
    let tak = |(status, fase): (_, _), type_: &Resultaattype| {
        let laatste = type_.waardering.termijn()?.laatste_sluiting(dag)?;
        let einde = type_.periode.tot.map_or(i64::MAX, |tot| dagnummer(tot) - 1);
        let eerste = type_.periode.vanaf.map_or(i64::MIN, dagnummer);
        Some(Tak { fase, status, eerste, laatste: dagnummer(laatste).min(einde) })
    };
    let mut takken = Vec::new();
    for (status, fase) in einden {
        let types = opzet.inrichting.resultaattypen_van(status, fase);
        takken.extend(types.filter_map(|type_| tak((status, fase), type_)));
    }
    takken
}

/// What is due on a day, the longest closed first, with what stands in its way; and where the list goes on.
///
/// # Errors
/// When the database fails.
pub async fn kandidaten(
    store: &Store,
    opzet: &Opzet,
    dag: Date,
    na: Option<&Cursor>,
    limiet: i64,
) -> Result<(Vec<(Gesloten, Beletsel)>, Option<Cursor>, Head), StoreError> {
    let vraag = |tak: Tak<'_>| {
        let mut w = Where::default();
        w.and("d.fase = {}", Value::Text(tak.fase.code().to_owned()));
        w.and("d.status = {}", Value::Text(tak.status.to_owned()));
        w.and("d.gesloten_dag >= {}", Value::Int(tak.eerste));
        w.and("d.gesloten_dag <= {}", Value::Int(tak.laatste));
        if let Some(na) = na {
            let (dag, id) =
                (w.param(Value::Int(na.int.unwrap_or_default())), w.param(Value::Text(na.id.clone())));
            w.and_always(format!("(d.gesloten_dag, d.initiatief_id) > ({dag}, {id})"));
        }
        let sql = format!(
            "SELECT {KOLOMMEN} FROM dossier d {} ORDER BY d.gesloten_dag, d.initiatief_id LIMIT {}",
            w.sql(),
            limiet + 1
        );
        Statement::new(sql, w.params)
    };
    let mut vragen = vec![Head::statement()];
    vragen.extend(takken(opzet, dag).into_iter().map(vraag));
    let antwoorden = store.database().query_many(vragen).await?;
    let (head, rijen) = antwoorden.split_first().ok_or_else(super::geen_antwoord)?;
    let mut gevonden = rijen.iter().flatten().map(Gesloten::lees).collect::<Result<Vec<_>, _>>()?;
    gevonden.sort_by_key(|dossier| (dossier.gesloten, dossier.id));
    let limiet = usize::try_from(limiet).unwrap_or(usize::MAX);
    let meer = gevonden.len() > limiet;
    gevonden.truncate(limiet);
    let volgende = gevonden.last().filter(|_| meer).map(|laatste| Cursor {
        order: ORDE.to_owned(),
        int: Some(dagnummer(laatste.gesloten)),
        text: None,
        id: laatste.id.to_string(),
    });
    let mut beletsels = beletsels(store, &gevonden.iter().map(|d| d.id).collect::<Vec<_>>()).await?;
    let met = |dossier: Gesloten| {
        let beletsel = beletsels.remove(&dossier.id).unwrap_or_default();
        (dossier, beletsel)
    };
    Ok((gevonden.into_iter().map(met).collect(), volgende, Head::read(head)?))
}

/// The order of the list of what is due.
pub const ORDE: &str = "vernietigingskandidaten";

/// These dossiers, as far as they were closed and not destroyed, with what stands in their way.
///
/// # Errors
/// When the database fails.
pub async fn gesloten(
    store: &Store,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, (Gesloten, Beletsel)>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let (lijst, params) = in_list(ids.iter().map(|id| Value::Text(id.to_string())), 1);
    let sql = format!(
        "SELECT {KOLOMMEN} FROM dossier d WHERE d.initiatief_id IN {lijst} AND d.gesloten_dag IS NOT NULL"
    );
    let rijen = store.database().query(Statement::new(sql, params)).await?;
    let mut beletsels = beletsels(store, ids).await?;
    let met = |row: &Row| {
        let dossier = Gesloten::lees(row)?;
        let beletsel = beletsels.remove(&dossier.id).unwrap_or_default();
        Ok((dossier.id, (dossier, beletsel)))
    };
    rijen.iter().map(met).collect()
}

/// The next dossiers that were closed and not destroyed, by id; for who goes through all of them.
///
/// # Errors
/// When the database fails.
pub async fn gesloten_na(store: &Store, na: Uuid, limiet: usize) -> Result<Vec<Gesloten>, DatabaseError> {
    let sql = format!(
        "SELECT {KOLOMMEN} FROM dossier d WHERE d.initiatief_id > ?1 AND d.gesloten_dag IS NOT NULL \
         ORDER BY d.initiatief_id LIMIT ?2"
    );
    let params = [Value::Text(na.to_string()), Value::Int(i64::try_from(limiet).unwrap_or(i64::MAX))];
    store.database().query(Statement::new(sql, params)).await?.iter().map(Gesloten::lees).collect()
}

/// What stands in the way of each, where something does.
async fn beletsels(store: &Store, ids: &[Uuid]) -> Result<HashMap<Uuid, Beletsel>, DatabaseError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let (lijst, params) = in_list(ids.iter().map(|id| Value::Text(id.to_string())), 1);
    let van_wissing: HashMap<Uuid, Uuid> = ids.iter().map(|id| (erasure::stream(*id), *id)).collect();
    let (wissingen, wisparams) = in_list(van_wissing.keys().map(|id| Value::Text(id.to_string())), 1);
    let vraag = |sql: &str| Statement::new(sql.replace("{}", &lijst), params.clone());
    let vragen = vec![
        vraag(
            "SELECT initiatief_id, COUNT(*) FROM opdracht WHERE initiatief_id IN {} \
             AND status NOT IN ('afgerond', 'ingetrokken') GROUP BY initiatief_id",
        ),
        vraag(
            "SELECT DISTINCT initiatief_id, soort FROM openstaand WHERE initiatief_id IN {} AND antwoord IS NULL",
        ),
        vraag(
            "SELECT initiatief_id, lijst_id FROM vernietigingslijst_dossier WHERE initiatief_id IN {} \
             AND wacht IS NOT NULL",
        ),
        Statement::new(format!("SELECT id FROM stream WHERE id IN {wissingen}"), wisparams),
    ];
    let antwoorden = store.database().query_many(vragen).await?;
    let [opdrachten, vragen, lijsten, gewist] = antwoorden.as_slice() else {
        return Err(super::geen_antwoord());
    };
    let mut beletsels: HashMap<Uuid, Beletsel> = HashMap::new();
    for row in opdrachten {
        beletsels.entry(row.id(0)?).or_default().opdrachten = row.int(1)?;
    }
    for row in vragen {
        beletsels.entry(row.id(0)?).or_default().vragen.insert(row.text(1)?.to_owned());
    }
    for row in lijsten {
        beletsels.entry(row.id(0)?).or_default().lijst = Some(row.id(1)?);
    }
    for row in gewist {
        if let Some(dossier) = van_wissing.get(&row.id(0)?) {
            beletsels.entry(*dossier).or_default().gewist = true;
        }
    }
    Ok(beletsels)
}

/// The titles of initiatives, where they are there; for who must decide about them.
///
/// # Errors
/// When the database fails.
pub async fn titels(store: &Store, ids: &[Uuid]) -> Result<BTreeMap<Uuid, String>, DatabaseError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let (lijst, params) = in_list(ids.iter().map(|id| Value::Text(id.to_string())), 1);
    let sql = format!("SELECT initiatief_id, titel FROM dossier WHERE initiatief_id IN {lijst}");
    let rijen = store.database().query(Statement::new(sql, params)).await?;
    rijen.iter().map(|row| Ok((row.id(0)?, titel(row, 1)?))).collect()
}

/// A row of the lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lijstrij {
    /// Its id.
    pub id: Uuid,
    /// Its version.
    pub versie: i64,
    /// Where it stands.
    pub status: String,
    /// How many dossiers were proposed.
    pub aantal: i64,
    /// When.
    pub voorgesteld_op: Timestamp,
    /// By whom.
    pub voorgesteld_door: String,
    /// How many were destroyed.
    pub vernietigd: Option<i64>,
}

/// The order of the lists.
pub const LIJSTEN: &str = "vernietigingslijsten";

/// The lists, the last first.
///
/// # Errors
/// When the database fails.
pub async fn lijsten(
    store: &Store,
    status: Option<&str>,
    na: Option<&Cursor>,
    limiet: i64,
) -> Result<(Vec<Lijstrij>, Option<Cursor>, Head), DatabaseError> {
    let mut w = Where::default();
    w.and_text("status = {}", status);
    if let Some(na) = na {
        let (op, id) = (w.param(Value::Int(na.int.unwrap_or_default())), w.param(Value::Text(na.id.clone())));
        w.and_always(format!("(voorgesteld_op, lijst_id) < ({op}, {id})"));
    }
    let sql = format!(
        "SELECT lijst_id, versie, status, aantal, voorgesteld_op, voorgesteld_door, vernietigd FROM vernietigingslijst {} \
         ORDER BY voorgesteld_op DESC, lijst_id DESC LIMIT {}",
        w.sql(),
        limiet + 1
    );
    let antwoorden =
        store.database().query_many(vec![Statement::new(sql, w.params), Head::statement()]).await?;
    let [rijen, head] = antwoorden.as_slice() else { return Err(super::geen_antwoord()) };
    let rij = |row: &Row| {
        Ok(Lijstrij {
            id: row.id(0)?,
            versie: row.int(1)?,
            status: row.text(2)?.to_owned(),
            aantal: row.int(3)?,
            voorgesteld_op: timestamp(row.int(4)?),
            voorgesteld_door: row.text(5)?.to_owned(),
            vernietigd: row.opt_int(6)?,
        })
    };
    let plaats = |laatste: &Lijstrij| Cursor {
        order: LIJSTEN.to_owned(),
        int: Some(laatste.voorgesteld_op.as_microsecond()),
        text: None,
        id: laatste.id.to_string(),
    };
    let (lijsten, volgende) = super::bladzijde(rijen, limiet, rij, plaats)?;
    Ok((lijsten, volgende, Head::read(head)?))
}
