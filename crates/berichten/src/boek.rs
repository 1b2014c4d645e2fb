//! Subscriptions and deliveries in the database. They are how the program runs, not what happened to an initiative; so they
//! stand in tables of their own, and not in the log.

use crate::abonnement::{Abonnement, Abonnementsoort, Sleutels, Status};
use jiff::Timestamp;
use uuid::Uuid;
use wijkspoor_store::{Database, DatabaseError, Row, Statement, Value};

const KOLOMMEN: &str = "id, versie, verzoek, naam, adres, keuze, bereik, status, positie, pogingen, mislukt_sinds, volgende_op, \
     laatste_fout, gelukt_op, per_minuut, sleutel, sleutel_op, vorige_sleutel, vorige_tot, aangemaakt_op, aangemaakt_door, soort";

fn tekst(tekst: &str) -> Value {
    Value::Text(tekst.to_owned())
}

fn uuid(id: Uuid) -> Value {
    Value::Text(id.to_string())
}

fn tijd(op: Timestamp) -> Value {
    Value::Int(op.as_microsecond())
}

fn misschien<T>(waarde: Option<T>, maak: impl Fn(T) -> Value) -> Value {
    waarde.map_or(Value::Null, maak)
}

fn json(waarde: &impl serde::Serialize) -> Value {
    Value::Text(serde_json::to_string(waarde).unwrap_or_default())
}

fn kapot(kolom: &str) -> DatabaseError {
    DatabaseError::Other(format!("een abonnement heeft een onleesbare {kolom}"))
}

fn lees_id(tekst: &str) -> Result<Uuid, DatabaseError> {
    tekst.parse().map_err(|_| kapot("id"))
}

fn lees_tijd(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)
}

fn lees(row: &Row) -> Result<Abonnement, DatabaseError> {
    let op = |i| Ok::<_, DatabaseError>(row.opt_int(i)?.map(lees_tijd));
    let vorige = match (row.opt_text(17)?, op(18)?) {
        (Some(sleutel), Some(tot)) => Some((lees_id(sleutel)?, tot)),
        _ => None,
    };
    Ok(Abonnement {
        id: lees_id(row.text(0)?)?,
        soort: Abonnementsoort::van_code(row.text(21)?).ok_or_else(|| kapot("soort"))?,
        versie: row.int(1)?,
        verzoek: row.text(2)?.to_owned(),
        naam: row.text(3)?.to_owned(),
        adres: row.text(4)?.to_owned(),
        keuze: serde_json::from_str(row.text(5)?).map_err(|_| kapot("keuze"))?,
        bereik: serde_json::from_str(row.text(6)?).map_err(|_| kapot("bereik"))?,
        status: Status::van_code(row.text(7)?).ok_or_else(|| kapot("status"))?,
        positie: row.int(8)?,
        pogingen: u32::try_from(row.int(9)?).unwrap_or(u32::MAX),
        mislukt_sinds: op(10)?,
        volgende_op: op(11)?,
        laatste_fout: row.opt_text(12)?.map(str::to_owned),
        gelukt_op: op(13)?,
        per_minuut: row.opt_int(14)?,
        sleutels: Sleutels { nu: lees_id(row.text(15)?)?, sinds: lees_tijd(row.int(16)?), vorige },
        aangemaakt_op: lees_tijd(row.int(19)?),
        aangemaakt_door: row.text(20)?.to_owned(),
    })
}

/// All subscriptions, or the one with an id; the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn abonnementen(
    database: &dyn Database,
    id: Option<Uuid>,
) -> Result<Vec<Abonnement>, DatabaseError> {
    let (waar, params) = match id {
        Some(id) => ("WHERE id = ?1", vec![uuid(id)]),
        None => ("", Vec::new()),
    };
    let sql = format!("SELECT {KOLOMMEN} FROM abonnement {waar} ORDER BY aangemaakt_op, id");
    database.query(Statement::new(sql, params)).await?.iter().map(lees).collect()
}

/// Keeps a new subscription, with what keeps its key. Gives whether it is new.
///
/// # Errors
/// When the database fails.
pub async fn maak(
    database: &dyn Database,
    a: &Abonnement,
    sleutel: Option<Statement>,
) -> Result<bool, DatabaseError> {
    let params = vec![
        uuid(a.id),
        Value::Int(a.versie),
        tekst(&a.verzoek),
        tekst(&a.naam),
        tekst(&a.adres),
        json(&a.keuze),
        json(&a.bereik),
        tekst(a.status.code()),
        Value::Int(a.positie),
        uuid(a.sleutels.nu),
        tijd(a.sleutels.sinds),
        tijd(a.aangemaakt_op),
        tekst(&a.aangemaakt_door),
        tekst(a.soort.code()),
    ];
    let sql = "INSERT INTO abonnement (id, versie, verzoek, naam, adres, keuze, bereik, status, positie, pogingen, sleutel, \
               sleutel_op, aangemaakt_op, aangemaakt_door, soort) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, ?11, ?12, ?13, ?14) ON CONFLICT (id) DO NOTHING RETURNING id";
    let statements = sleutel.into_iter().chain([Statement::new(sql, params)]).collect();
    let rijen = database.record(statements).await?;
    Ok(rijen.last().is_some_and(|rijen| !rijen.is_empty()))
}

/// Has a subscription be about these events.
pub(crate) async fn kies(database: &dyn Database, a: &Abonnement) -> Result<(), DatabaseError> {
    let sql = "UPDATE abonnement SET keuze = ?1 WHERE id = ?2";
    database.record(vec![Statement::new(sql, [json(&a.keuze), uuid(a.id)])]).await.map(drop)
}

/// Records a decision about a subscription, with what goes along with it; `naar` is where it goes on, if that was decided too.
/// Gives whether it was still as it was when the decision was taken.
///
/// # Errors
/// When the database fails.
pub async fn besluit(
    database: &dyn Database,
    a: &Abonnement,
    naar: Option<i64>,
    ook: Vec<Statement>,
) -> Result<bool, DatabaseError> {
    let (vorige, tot) =
        a.sleutels.vorige.map_or((Value::Null, Value::Null), |(id, tot)| (uuid(id), tijd(tot)));
    let params = vec![
        tekst(a.status.code()),
        misschien(naar, Value::Int),
        Value::Int(a.pogingen.into()),
        misschien(a.mislukt_sinds, tijd),
        misschien(a.volgende_op, tijd),
        misschien(a.laatste_fout.as_deref(), tekst),
        misschien(a.per_minuut, Value::Int),
        uuid(a.sleutels.nu),
        tijd(a.sleutels.sinds),
        vorige,
        tot,
        uuid(a.id),
        Value::Int(a.versie),
    ];
    let sql = "UPDATE abonnement SET versie = versie + 1, status = ?1, positie = COALESCE(?2, positie), pogingen = ?3, \
               mislukt_sinds = ?4, volgende_op = ?5, laatste_fout = ?6, per_minuut = ?7, sleutel = ?8, sleutel_op = ?9, \
               vorige_sleutel = ?10, vorige_tot = ?11 WHERE id = ?12 AND versie = ?13 RETURNING id";
    let statements = [Statement::new(sql, params)].into_iter().chain(ook).collect();
    let rijen = database.record(statements).await?;
    Ok(rijen.first().is_some_and(|rijen| !rijen.is_empty()))
}

/// How a delivery is.
pub mod stand {
    /// It was taken.
    pub const AFGELEVERD: &str = "afgeleverd";
    /// It was not taken; of the first that was not, it is tried again.
    pub const MISLUKT: &str = "mislukt";
    /// It was tried for long enough.
    pub const OPGEGEVEN: &str = "opgegeven";
    /// An administrator passed it by.
    pub const OVERGESLAGEN: &str = "overgeslagen";
    /// It is delivered again in a moment, because an administrator wants it.
    pub const WACHT: &str = "wacht";
    /// All of them.
    pub const ALLE: [&str; 5] = [AFGELEVERD, MISLUKT, OPGEGEVEN, OVERGESLAGEN, WACHT];
}

/// What became of the delivery of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aflevering {
    /// Which event.
    pub positie: i64,
    /// Its kind.
    pub soort: String,
    /// How it is, of [`stand`].
    pub status: String,
    /// How often it was tried.
    pub pogingen: i64,
    /// When first.
    pub eerste_op: Timestamp,
    /// When last.
    pub laatste_op: Timestamp,
    /// The HTTP status of the last answer.
    pub antwoord: Option<i64>,
    /// What went wrong.
    pub fout: Option<String>,
    /// How long the last attempt took, in milliseconds.
    pub duur: Option<i64>,
}

/// Adds attempts to what is known of a delivery.
pub fn boek(abonnement: Uuid, a: &Aflevering) -> Statement {
    let params = vec![
        uuid(abonnement),
        Value::Int(a.positie),
        tekst(&a.soort),
        tekst(&a.status),
        Value::Int(a.pogingen),
        tijd(a.eerste_op),
        tijd(a.laatste_op),
        misschien(a.antwoord, Value::Int),
        misschien(a.fout.as_deref(), tekst),
        misschien(a.duur, Value::Int),
    ];
    let sql = "INSERT INTO aflevering (abonnement_id, positie, soort, status, pogingen, eerste_op, laatste_op, antwoord, fout, duur) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (abonnement_id, positie) DO UPDATE SET \
               status = excluded.status, pogingen = aflevering.pogingen + excluded.pogingen, laatste_op = excluded.laatste_op, \
               antwoord = excluded.antwoord, fout = excluded.fout, duur = excluded.duur";
    Statement::new(sql, params)
}

/// Has all that was passed by or failed before a position wait to be delivered again.
pub fn herhaal_mislukte(abonnement: Uuid, tot: i64) -> Statement {
    let sql = "UPDATE aflevering SET status = 'wacht' WHERE abonnement_id = ?1 AND positie <= ?2 \
               AND status IN ('mislukt', 'opgegeven', 'overgeslagen')";
    Statement::new(sql, [uuid(abonnement), Value::Int(tot)])
}

/// Records how far deliveries have come since they stood at `van`. Where it stands holds whatever was decided meanwhile, unless
/// that moved it. Gives whether the subscription is still as it was.
pub(crate) async fn voortgang(
    database: &dyn Database,
    a: &Abonnement,
    van: i64,
    afleveringen: &[Aflevering],
) -> Result<bool, DatabaseError> {
    let plaats =
        "UPDATE abonnement SET positie = ?1, gelukt_op = ?2 WHERE id = ?3 AND positie = ?4 RETURNING id";
    let params = [Value::Int(a.positie), misschien(a.gelukt_op, tijd), uuid(a.id), Value::Int(van)];
    let plaats = Statement::new(plaats, params);
    let params = vec![
        Value::Int(a.pogingen.into()),
        misschien(a.mislukt_sinds, tijd),
        misschien(a.volgende_op, tijd),
        misschien(a.laatste_fout.as_deref(), tekst),
        uuid(a.id),
        Value::Int(a.versie),
    ];
    let sql = "UPDATE abonnement SET pogingen = ?1, mislukt_sinds = ?2, volgende_op = ?3, laatste_fout = ?4 \
               WHERE id = ?5 AND versie = ?6 RETURNING id";
    let geboekt = afleveringen.iter().map(|aflevering| boek(a.id, aflevering));
    let statements = [plaats, Statement::new(sql, params)].into_iter().chain(geboekt).collect();
    let rijen = database.record(statements).await?;
    Ok(rijen.iter().take(2).all(|rijen| !rijen.is_empty()))
}

/// Deliveries of a subscription after a position, of one status or all, in order.
///
/// # Errors
/// When the database fails.
pub async fn afleveringen(
    database: &dyn Database,
    abonnement: Uuid,
    status: Option<&str>,
    na: i64,
    limiet: i64,
) -> Result<Vec<Aflevering>, DatabaseError> {
    let mut params = vec![uuid(abonnement), Value::Int(na), Value::Int(limiet)];
    let en = match status {
        Some(status) => {
            params.push(tekst(status));
            "AND status = ?4"
        }
        None => "",
    };
    let sql = format!(
        "SELECT positie, soort, status, pogingen, eerste_op, laatste_op, antwoord, fout, duur FROM aflevering \
         WHERE abonnement_id = ?1 AND positie > ?2 {en} ORDER BY positie LIMIT ?3"
    );
    let rijen = database.query(Statement::new(sql, params)).await?;
    let lees = |row: &Row| {
        Ok(Aflevering {
            positie: row.int(0)?,
            soort: row.text(1)?.to_owned(),
            status: row.text(2)?.to_owned(),
            pogingen: row.int(3)?,
            eerste_op: lees_tijd(row.int(4)?),
            laatste_op: lees_tijd(row.int(5)?),
            antwoord: row.opt_int(6)?,
            fout: row.opt_text(7)?.map(str::to_owned),
            duur: row.opt_int(8)?,
        })
    };
    rijen.iter().map(lees).collect()
}

/// The event that fails now: the first that was not taken after what was dealt with.
///
/// # Errors
/// When the database fails.
pub async fn hapert(database: &dyn Database, a: &Abonnement) -> Result<Option<Aflevering>, DatabaseError> {
    let volgende = afleveringen(database, a.id, None, a.positie, 1).await?.into_iter().next();
    Ok(volgende.filter(|aflevering| [stand::MISLUKT, stand::OPGEGEVEN].contains(&aflevering.status.as_str())))
}

/// Forgets deliveries that went well before a time: the log still knows the events.
pub(crate) async fn vergeet(database: &dyn Database, voor: Timestamp) -> Result<(), DatabaseError> {
    let sql = "DELETE FROM aflevering WHERE status = 'afgeleverd' AND laatste_op < ?1";
    database.record(vec![Statement::new(sql, [tijd(voor)])]).await.map(drop)
}
