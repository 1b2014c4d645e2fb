//! The deliveries of one subscription: one at a time, in the order of the log. What fails keeps back what comes after it. How
//! far it is, is recorded after the answer: what was taken but not recorded is delivered again after a crash, under the same
//! id.

use crate::abonnement::{Abonnement, Status};
use crate::boek::{Aflevering, afleveringen, besluit, stand, voortgang};
use crate::gebeurtenis::{Bericht, Envelop};
use crate::handtekening::onderteken;
use crate::koppeling::Koppeling;
use crate::post::{Aanmelding, Antwoord, Post};
use crate::ritme::{Ritme, Uitslag, Vervolg};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;
use wijkspoor_store::{DatabaseError, Key, RawEvent, Store, Subscription, stable_id};

/// So many deliveries are recorded together, or as many as there were in this time: so much is delivered again after a crash.
const SAMEN: usize = 64;
const BOEKTIJD: Duration = Duration::from_millis(200);
/// Deliveries that wait to be done again are read so many at a time.
const HERHALINGEN: i64 = 100;

/// What every subscription needs.
pub(crate) struct Gereedschap {
    pub(crate) store: Arc<Store>,
    pub(crate) envelop: Envelop,
    pub(crate) post: Post,
    pub(crate) ritme: Ritme,
    /// What is delivered in another way than by a webhook, by subscription.
    pub(crate) koppelingen: HashMap<Uuid, Arc<dyn Koppeling>>,
}

/// The work for one subscription, until somebody decides something about it.
pub(crate) struct Bezorging {
    met: Arc<Gereedschap>,
    abonnement: Abonnement,
    stop: watch::Receiver<bool>,
    /// What is not recorded yet.
    boek: BTreeMap<i64, Aflevering>,
    geboekt: Instant,
    geboekte_positie: i64,
    /// When the last one went out.
    verstuurd: Option<Instant>,
}

/// What ended the waiting for more.
enum Gebeurd {
    Gelezen(Vec<RawEvent>),
    Boektijd,
    Gestopt,
}

/// Why the work ends.
enum Einde {
    /// Somebody decided something, or the process stops.
    Gestopt,
    /// The database failed; it is begun anew.
    Database(DatabaseError),
}

impl From<DatabaseError> for Einde {
    fn from(fout: DatabaseError) -> Self {
        Self::Database(fout)
    }
}

impl Bezorging {
    pub(crate) fn nieuw(met: Arc<Gereedschap>, abonnement: Abonnement, stop: watch::Receiver<bool>) -> Self {
        Self {
            met,
            geboekte_positie: abonnement.positie,
            abonnement,
            stop,
            boek: BTreeMap::new(),
            geboekt: Instant::now(),
            verstuurd: None,
        }
    }

    pub(crate) async fn werk(mut self) {
        let gedaan = match self.abonnement.status {
            Status::Aanmelden => self.meld_aan().await,
            _ => self.bezorg().await,
        };
        if let Err(Einde::Database(fout)) = gedaan {
            tracing::warn!(abonnement = %self.abonnement.id, %fout, "bezorgen wordt opnieuw begonnen");
        }
    }

    fn nu(&self) -> Timestamp {
        self.met.store.clock().now()
    }

    async fn meld_aan(&mut self) -> Result<(), Einde> {
        self.wacht_op_beurt().await?;
        let nu = self.nu();
        match self.met.post.meld_aan(&self.abonnement.adres, nu).await {
            Aanmelding::Ja { per_minuut } => {
                self.abonnement.gelukt(nu);
                (self.abonnement.status, self.abonnement.per_minuut) = (Status::Actief, per_minuut);
                self.abonnement.laatste_fout = None;
            }
            Aanmelding::Nee(fout) => self.eindig(Status::Geweigerd, Some(fout)),
            Aanmelding::Later(antwoord) => match self.vervolg(&antwoord, 0) {
                Vervolg::Opnieuw(op) => {
                    self.abonnement.mislukt(nu, antwoord.fout, Some(op));
                    self.meld_alarm();
                }
                _ => self.eindig(Status::Geweigerd, antwoord.fout),
            },
        }
        self.besluit().await
    }

    async fn bezorg(&mut self) -> Result<(), Einde> {
        self.herhaal().await?;
        let mut log = self.met.store.subscribe(self.abonnement.positie);
        let mut rij = VecDeque::new();
        loop {
            let Some(bericht) = rij.pop_front() else {
                // All of what was read has been dealt with, also what is not for this receiver.
                self.abonnement.positie = log.position();
                rij = self.lees(&mut log).await?;
                continue;
            };
            self.wacht_op_beurt().await?;
            let antwoord = self.stuur(&bericht).await?;
            let nu = self.nu();
            match self.vervolg(&antwoord, bericht.positie) {
                Vervolg::Verder => {
                    self.schrijf(&bericht, stand::AFGELEVERD, &antwoord, nu);
                    self.abonnement.gelukt(nu);
                    self.abonnement.positie = bericht.positie;
                    self.boek_als_het_tijd_is().await?;
                }
                Vervolg::Opnieuw(op) => {
                    self.schrijf(&bericht, stand::MISLUKT, &antwoord, nu);
                    self.abonnement.mislukt(nu, antwoord.fout, Some(op));
                    self.meld_alarm();
                    // A short wait need not be remembered over a crash.
                    match op.duration_since(nu).unsigned_abs() > BOEKTIJD {
                        true => self.boek().await?,
                        false => self.boek_als_het_tijd_is().await?,
                    }
                    rij.push_front(bericht);
                }
                Vervolg::Opgeven => {
                    self.schrijf(&bericht, stand::OPGEGEVEN, &antwoord, nu);
                    self.boek().await?;
                    self.eindig(Status::Storing, antwoord.fout);
                    return self.besluit().await;
                }
                Vervolg::Stoppen => {
                    self.schrijf(&bericht, stand::MISLUKT, &antwoord, nu);
                    self.boek().await?;
                    self.eindig(Status::Opgezegd, antwoord.fout);
                    return self.besluit().await;
                }
            }
        }
    }

    /// What comes next in the log and is for this receiver; records what is done before it waits long.
    async fn lees(&mut self, log: &mut Subscription) -> Result<VecDeque<Bericht>, Einde> {
        let lezer = self.abonnement.lezer();
        loop {
            let boektijd = self.geboekt + BOEKTIJD;
            let open = !self.boek.is_empty() || self.abonnement.positie > self.geboekte_positie;
            let mut stop = self.stop.clone();
            let gebeurd = tokio::select! {
                raw = log.next() => Gebeurd::Gelezen(raw?),
                () = sleep_until(boektijd), if open => Gebeurd::Boektijd,
                _ = stop.wait_for(|stop| *stop) => Gebeurd::Gestopt,
            };
            match gebeurd {
                Gebeurd::Gelezen(raw) => {
                    return Ok(self.met.envelop.kies(&self.met.store, &lezer, &raw).await?.into());
                }
                Gebeurd::Boektijd => self.boek().await?,
                Gebeurd::Gestopt => return Err(self.laatste_boeking().await),
            }
        }
    }

    /// What an administrator wants to have delivered again: once each, in order, and whatever comes of it the rest goes on.
    async fn herhaal(&mut self) -> Result<(), Einde> {
        let (lezer, mut na) = (self.abonnement.lezer(), 0);
        loop {
            let database = self.met.store.database();
            let wachtend =
                afleveringen(database, self.abonnement.id, Some(stand::WACHT), na, HERHALINGEN).await?;
            let Some(laatste) = wachtend.last() else { return Ok(()) };
            na = laatste.positie;
            for aflevering in wachtend {
                let raw = self.met.store.read_all(aflevering.positie - 1, 1).await?;
                for bericht in self.met.envelop.kies(&self.met.store, &lezer, &raw).await? {
                    self.wacht_op_beurt().await?;
                    let antwoord = self.stuur(&bericht).await?;
                    let gelukt = antwoord.uitslag == Uitslag::Gelukt;
                    let status = if gelukt { stand::AFGELEVERD } else { stand::MISLUKT };
                    let nu = self.nu();
                    self.schrijf(&bericht, status, &antwoord, nu);
                }
            }
            self.boek().await?;
        }
    }

    async fn stuur(&mut self, bericht: &Bericht) -> Result<Antwoord, DatabaseError> {
        if let Some(koppeling) = self.met.koppelingen.get(&self.abonnement.id) {
            return koppeling.bezorg(&self.met.store, bericht).await;
        }
        let nu = self.nu();
        let gebeurtenis = &bericht.gebeurtenis;
        let inhoud = serde_json::to_string(gebeurtenis).map_err(|e| DatabaseError::Other(e.to_string()))?;
        let tijd = nu.as_second();
        let sleutels = self.sleutels(nu).await?;
        let sleutels = sleutels.iter().map(|sleutel| sleutel.bytes().as_slice());
        let headers = [
            ("webhook-id", gebeurtenis.id.clone()),
            ("webhook-timestamp", tijd.to_string()),
            ("webhook-signature", onderteken(sleutels, &gebeurtenis.id, tijd, &inhoud)),
        ];
        self.verstuurd = Some(Instant::now());
        Ok(self.met.post.bezorg(&self.abonnement.adres, &headers, inhoud, nu).await)
    }

    /// The keys that hold now, the newest first.
    async fn sleutels(&self, nu: Timestamp) -> Result<Vec<Key>, DatabaseError> {
        let sleutels = &self.abonnement.sleutels;
        let vorige = sleutels.vorige.filter(|(_, tot)| *tot > nu).map(|(sleutel, _)| sleutel);
        let ids: Vec<_> = [Some(sleutels.nu), vorige].into_iter().flatten().collect();
        let mut gevonden = self.met.store.vault().keys(&ids).await?;
        let geldig: Vec<_> = ids.iter().filter_map(|id| gevonden.remove(id).flatten()).collect();
        match geldig.is_empty() {
            true => Err(DatabaseError::Other("de sleutel van een abonnement is er niet".to_owned())),
            false => Ok(geldig),
        }
    }

    /// Waits until it may be tried again, and no more often than the receiver wants.
    async fn wacht_op_beurt(&mut self) -> Result<(), Einde> {
        let nu = self.nu();
        let opnieuw = self.abonnement.volgende_op.map(|op| op.duration_since(nu));
        let opnieuw =
            opnieuw.filter(|wacht| wacht.is_positive()).map_or(Duration::ZERO, |w| w.unsigned_abs());
        let tempo = self.abonnement.per_minuut.and_then(|n| u32::try_from(n).ok());
        let tempo = tempo.zip(self.verstuurd).map(|(n, op)| op + Duration::from_secs(60) / n);
        let tempo = tempo.map_or(Duration::ZERO, |op| op.saturating_duration_since(Instant::now()));
        let wacht = opnieuw.max(tempo);
        if *self.stop.borrow() {
            return Err(self.laatste_boeking().await);
        }
        if wacht.is_zero() {
            return Ok(());
        }
        if wacht > BOEKTIJD && !self.boek.is_empty() {
            self.boek().await?;
        }
        let mut stop = self.stop.clone();
        let gestopt = tokio::time::timeout(wacht, stop.wait_for(|stop| *stop)).await.is_ok();
        if gestopt { Err(self.laatste_boeking().await) } else { Ok(()) }
    }

    fn vervolg(&self, antwoord: &Antwoord, positie: i64) -> Vervolg {
        let pogingen = self.abonnement.pogingen;
        // As good as chance, and the same in every test.
        let toeval = [self.abonnement.id.to_string(), positie.to_string(), pogingen.to_string()];
        let toeval = stable_id(&toeval.each_ref().map(String::as_str)).as_u128() % 1000;
        let spreiding = u16::try_from(toeval).unwrap_or_default();
        self.met.ritme.vervolg(pogingen, antwoord.uitslag, self.nu(), spreiding)
    }

    fn schrijf(&mut self, bericht: &Bericht, status: &str, antwoord: &Antwoord, nu: Timestamp) {
        let eerder = self.boek.get(&bericht.positie);
        let aflevering = Aflevering {
            positie: bericht.positie,
            soort: bericht.gebeurtenis.data.soort.clone(),
            status: status.to_owned(),
            pogingen: eerder.map_or(0, |eerder| eerder.pogingen) + 1,
            eerste_op: eerder.map_or(nu, |eerder| eerder.eerste_op),
            laatste_op: nu,
            antwoord: antwoord.code.map(i64::from),
            fout: antwoord.fout.clone(),
            duur: i64::try_from(antwoord.duur.as_millis()).ok(),
        };
        self.boek.insert(bericht.positie, aflevering);
    }

    async fn boek_als_het_tijd_is(&mut self) -> Result<(), Einde> {
        match self.boek.len() >= SAMEN || self.geboekt.elapsed() > BOEKTIJD {
            true => self.boek().await,
            false => Ok(()),
        }
    }

    async fn boek(&mut self) -> Result<(), Einde> {
        let afleveringen: Vec<_> = std::mem::take(&mut self.boek).into_values().collect();
        let (database, van) = (self.met.store.database(), self.geboekte_positie);
        let zelfde = voortgang(database, &self.abonnement, van, &afleveringen).await?;
        (self.geboekt, self.geboekte_positie) = (Instant::now(), self.abonnement.positie);
        if zelfde { Ok(()) } else { Err(Einde::Gestopt) }
    }

    async fn laatste_boeking(&mut self) -> Einde {
        self.boek().await.err().unwrap_or(Einde::Gestopt)
    }

    fn eindig(&mut self, status: Status, fout: Option<String>) {
        self.abonnement.mislukt(self.nu(), fout, None);
        self.abonnement.status = status;
        let Abonnement { id, naam, laatste_fout, .. } = &self.abonnement;
        let fout = laatste_fout.as_deref().unwrap_or_default();
        tracing::error!(abonnement = %id, naam, status = status.code(), fout, "een abonnement staat stil");
    }

    fn meld_alarm(&self) {
        if self.abonnement.alarm_begint() {
            let Abonnement { id, naam, laatste_fout, .. } = &self.abonnement;
            let fout = laatste_fout.as_deref().unwrap_or_default();
            tracing::warn!(abonnement = %id, naam, fout, "een abonnement hapert");
        }
    }

    async fn besluit(&mut self) -> Result<(), Einde> {
        besluit(self.met.store.database(), &self.abonnement, None, Vec::new()).await?;
        Err(Einde::Gestopt)
    }
}
