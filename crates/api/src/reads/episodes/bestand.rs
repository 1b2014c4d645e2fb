//! Episodes are kept in memory by following the read model: what changed since is read with every question, in one snapshot
//! with the end of the log, so an answer is exact and true for that position, whichever process wrote it.

use super::antwoorden::Antwoorden;
use super::keuze::Keuze;
use super::kolommen::{Kolommen, SELECT};
use super::stroom::{Stroomteller, Stroomvraag};
use super::teller::Teller;
use std::sync::Arc;
use tokio::sync::{OwnedRwLockReadGuard, RwLock};
use wijkspoor_domain::moment::van_dagnummer;
use wijkspoor_domain::termijn::{Kalender, Werkdagentabel};
use wijkspoor_projections::Spoor;
use wijkspoor_store::{DatabaseError, Head, Row, Statement, Store, Value};

/// Episodes that are read at a time.
const BLADZIJDE: usize = 20_000;

/// For these days it is looked up how many working days lie between them: from 1980 to 2060. Others are rare.
const WERKDAGEN: [i64; 2] = [3652, 32872];

/// All episodes, as far as they were followed.
#[derive(Debug)]
pub struct Bestand {
    stand: Arc<RwLock<Stand>>,
}

/// All episodes as they are at one position of the log.
#[derive(Debug)]
pub struct Stand {
    kolommen: Kolommen,
    tellers: Antwoorden<Teller>,
    stromen: Antwoorden<Stroomteller>,
    pub(super) werkdagen: Arc<Werkdagentabel>,
    /// Which edition of the read models this is; another one is read anew.
    editie: i64,
    /// After which row to go on: position, initiative, number.
    na: (i64, String, i64),
}

impl Stand {
    fn nieuw(werkdagen: Arc<Werkdagentabel>, editie: i64) -> Self {
        let kolommen = Kolommen::default();
        let (tellers, stromen) = Default::default();
        Self { kolommen, tellers, stromen, werkdagen, editie, na: Default::default() }
    }

    pub(super) fn kolommen(&self) -> &Kolommen {
        &self.kolommen
    }

    /// The counts that answer a question.
    pub(super) fn teller(&self, keuze: Keuze) -> Arc<Teller> {
        self.tellers.van(keuze, &self.kolommen, &self.werkdagen)
    }

    /// What began and ended per period.
    pub(super) fn stroomteller(&self, vraag: Stroomvraag) -> Arc<Stroomteller> {
        self.stromen.van(vraag, &self.kolommen, &self.werkdagen)
    }

    /// Reads all that there is, in the order in which the database has it side by side. What changes meanwhile comes after.
    async fn lees_alles(&mut self, store: &Store) -> Result<(), DatabaseError> {
        let head = store.head().await?.position;
        let (mut initiatief, mut nummer) = (String::new(), 0);
        loop {
            let sql = format!(
                "SELECT {SELECT} FROM episode WHERE (initiatief_id, nummer) > (?1, ?2) AND positie <= ?3 \
                 ORDER BY initiatief_id, nummer LIMIT {BLADZIJDE}"
            );
            let params = [Value::Text(initiatief), Value::Int(nummer), Value::Int(head)];
            let rijen = store.database().query(Statement::new(sql, params)).await?;
            rijen.iter().try_for_each(|row| self.volg(row))?;
            match rijen.last() {
                Some(laatste) => (initiatief, nummer) = (laatste.text(0)?.to_owned(), laatste.int(1)?),
                None => break,
            }
        }
        self.na = (head + 1, String::new(), 0);
        Ok(())
    }

    fn volg(&mut self, row: &Row) -> Result<(), DatabaseError> {
        let wijziging = self.kolommen.voeg_toe(row)?;
        self.tellers.volg(&wijziging, &self.kolommen, &self.werkdagen);
        self.stromen.volg(&wijziging, &self.kolommen, &self.werkdagen);
        Ok(())
    }
}

impl Bestand {
    /// None read yet; working days are those of this calendar.
    pub fn nieuw(kalender: &Kalender) -> Self {
        let [eerste, laatste] = WERKDAGEN.map(van_dagnummer);
        let werkdagen = Arc::new(kalender.tabel(eerste, laatste));
        Self { stand: Arc::new(RwLock::new(Stand::nieuw(werkdagen, 0))) }
    }

    /// Works out an answer from the episodes as they are now; gives the end of the log for which it is true.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn vraag<T: Send + 'static>(
        &self,
        store: &Store,
        antwoord: impl FnOnce(&Stand) -> T + Send + 'static,
    ) -> Result<(T, Head), DatabaseError> {
        let (stand, head) = self.bij(store).await?;
        // Counting a large municipality takes long enough to be in the way of who only wants to read a row.
        let geteld = tokio::task::spawn_blocking(move || antwoord(&stand)).await;
        geteld.map(|antwoord| (antwoord, head)).map_err(|fout| DatabaseError::Other(fout.to_string()))
    }

    /// Up to the end of the log.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bij(&self, store: &Store) -> Result<(OwnedRwLockReadGuard<Stand>, Head), DatabaseError> {
        let stand = self.stand.clone().read_owned().await;
        let nieuws = Nieuws::sinds(store, &stand).await?;
        if nieuws.is_leeg(&stand) {
            return Ok((stand, nieuws.head));
        }
        drop(stand);
        let mut stand = self.stand.clone().write_owned().await;
        loop {
            // Another question may have read it meanwhile.
            let nieuws = Nieuws::sinds(store, &stand).await?;
            if nieuws.editie != stand.editie {
                *stand = Stand::nieuw(stand.werkdagen.clone(), nieuws.editie);
                stand.lees_alles(store).await?;
                continue;
            }
            nieuws.rijen.iter().try_for_each(|row| stand.volg(row))?;
            match nieuws.rijen.last().filter(|_| nieuws.rijen.len() == BLADZIJDE) {
                Some(laatste) => stand.na = (laatste.int(18)?, laatste.text(0)?.to_owned(), laatste.int(1)?),
                None => {
                    stand.na = (nieuws.head.position + 1, String::new(), 0);
                    return Ok((stand.downgrade(), nieuws.head));
                }
            }
        }
    }
}

/// What changed since, and how things stand.
struct Nieuws {
    rijen: Vec<Row>,
    editie: i64,
    head: Head,
}

impl Nieuws {
    async fn sinds(store: &Store, stand: &Stand) -> Result<Self, DatabaseError> {
        let sql = format!(
            "SELECT {SELECT} FROM episode WHERE (positie, initiatief_id, nummer) > (?1, ?2, ?3) \
             ORDER BY positie, initiatief_id, nummer LIMIT {BLADZIJDE}"
        );
        let (positie, initiatief, nummer) = stand.na.clone();
        let episodes =
            Statement::new(sql, [Value::Int(positie), Value::Text(initiatief), Value::Int(nummer)]);
        let editie = Store::edition_statement::<Spoor>();
        let mut antwoorden =
            store.database().query_many(vec![episodes, editie, Head::statement()]).await?.into_iter();
        let mut antwoord = || antwoorden.next().unwrap_or_default();
        let (rijen, editie, head) = (antwoord(), antwoord(), antwoord());
        let editie = editie.first().map_or(Ok(0), |row| row.int(0))?;
        Ok(Self { rijen, editie, head: Head::read(&head)? })
    }

    fn is_leeg(&self, stand: &Stand) -> bool {
        self.rijen.is_empty() && self.editie == stand.editie
    }
}
