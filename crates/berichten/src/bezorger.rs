//! The deliverer: under a lease, so that of all processes one does it; a task for each subscription that runs. A process that
//! dies leaves its lease, and another goes on from what the database says.

use crate::abonnement::{Abonnement, Abonnementsoort, Status};
use crate::bezorging::{Bezorging, Gereedschap};
use crate::boek::{abonnementen, besluit, kies, maak, vergeet};
use crate::instellingen::Berichten;
use crate::koppeling::Koppeling;
use crate::post::Post;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;
use wijkspoor_store::{DatabaseError, Lease, Store};

/// The lease.
const LEASE: &str = "bezorger";
/// How often to look whether nobody else delivers.
const WACHT: Duration = Duration::from_secs(2);
/// How often to look at what administrators decided.
const KIJK: Duration = Duration::from_millis(500);
/// How long a delivery that went well is remembered.
const ONTHOUD: SignedDuration = SignedDuration::from_hours(24 * 30);
/// How often to forget.
const VERGEET: SignedDuration = SignedDuration::from_hours(1);

/// A task, the version of the subscription of which it knows, and how to ask it to stop.
struct Taak {
    versie: i64,
    stop: watch::Sender<bool>,
    werk: JoinHandle<()>,
}

impl Gereedschap {
    /// Whether this process knows how to deliver to it.
    fn bezorgt(&self, a: &Abonnement) -> bool {
        a.soort == Abonnementsoort::Webhook || self.koppelingen.contains_key(&a.id)
    }

    /// Whether there must be a task for it.
    fn moet(&self, a: &Abonnement) -> bool {
        a.loopt() && self.bezorgt(a)
    }
}

/// Delivers until `sluit` says to stop, whenever this process has the lease.
///
/// # Errors
/// When no HTTP client can be made.
pub async fn bezorg(
    store: Arc<Store>,
    berichten: Berichten,
    koppelingen: Vec<Arc<dyn Koppeling>>,
    mut sluit: watch::Receiver<bool>,
) -> Result<(), String> {
    let Berichten { envelop, toegestaan, ritme, herkomst } = berichten;
    let post = Post::nieuw(toegestaan, &herkomst)?;
    let nu = store.clock().now();
    let koppelingen = koppelingen.into_iter().map(|k| (k.abonnement(nu).id, k)).collect();
    let gereedschap = Arc::new(Gereedschap { store, envelop, post, ritme, koppelingen });
    while !*sluit.borrow_and_update() {
        match gereedschap.store.database().lease(LEASE).await {
            Ok(Some(lease)) => houd_toezicht(&gereedschap, &lease, &mut sluit).await,
            Ok(None) => {}
            Err(fout) => tracing::warn!(%fout, "berichten worden nu niet bezorgd"),
        }
        wacht(WACHT, &mut sluit).await;
    }
    Ok(())
}

async fn wacht(duur: Duration, sluit: &mut watch::Receiver<bool>) {
    // Whoever could say so is gone: that is to stop as well.
    let _ = tokio::time::timeout(duur, sluit.wait_for(|sluit| *sluit)).await;
}

async fn houd_toezicht(gereedschap: &Arc<Gereedschap>, lease: &Lease, sluit: &mut watch::Receiver<bool>) {
    let mut taken: HashMap<Uuid, Taak> = HashMap::new();
    let mut vergeten = Timestamp::UNIX_EPOCH;
    if let Err(fout) = meld_koppelingen(gereedschap).await {
        tracing::warn!(%fout, "de koppelingen wachten nog");
        return;
    }
    while lease.is_held() && !*sluit.borrow_and_update() {
        if let Err(fout) = verdeel(gereedschap, &mut taken).await {
            tracing::warn!(%fout, "de abonnementen zijn nu niet te lezen");
        }
        let nu = gereedschap.store.clock().now();
        if nu.duration_since(vergeten) > VERGEET {
            vergeten = nu;
            let voor = nu.saturating_sub(ONTHOUD).unwrap_or(Timestamp::MIN);
            if let Err(fout) = vergeet(gereedschap.store.database(), voor).await {
                tracing::warn!(%fout, "oude afleveringen blijven nog staan");
            }
        }
        wacht(KIJK, sluit).await;
    }
    for taak in taken.values() {
        let _ = taak.stop.send(true);
    }
    for (_, taak) in taken {
        let _ = taak.werk.await;
    }
}

/// Sees to it that what is set up stands in the books, and that what no longer is waits there.
async fn meld_koppelingen(gereedschap: &Gereedschap) -> Result<(), DatabaseError> {
    let database = gereedschap.store.database();
    let nu = gereedschap.store.clock().now();
    for koppeling in gereedschap.koppelingen.values() {
        let nieuw = koppeling.abonnement(nu);
        if maak(database, &nieuw, None).await? {
            tracing::info!(naam = nieuw.naam, adres = nieuw.adres, "een nieuwe koppeling");
        }
        // Another version of the program may do something with more kinds of event.
        kies(database, &nieuw).await?;
    }
    for mut oud in abonnementen(database, None).await? {
        if oud.loopt() && !gereedschap.bezorgt(&oud) {
            oud.status = Status::Gepauzeerd;
            besluit(database, &oud, None, Vec::new()).await?;
            tracing::warn!(
                naam = oud.naam,
                adres = oud.adres,
                "deze koppeling staat niet meer in de instellingen, en wacht"
            );
        }
    }
    Ok(())
}

/// Sees to it that each subscription that runs has one task, that knows what was last decided about it.
async fn verdeel(
    gereedschap: &Arc<Gereedschap>,
    taken: &mut HashMap<Uuid, Taak>,
) -> Result<(), DatabaseError> {
    // First, so that what a task recorded as its last is read.
    taken.retain(|_, taak| !taak.werk.is_finished());
    let alle = abonnementen(gereedschap.store.database(), None).await?;
    for (id, taak) in taken.iter() {
        let zelfde = alle.iter().any(|a| a.id == *id && a.versie == taak.versie && gereedschap.moet(a));
        if !zelfde {
            let _ = taak.stop.send(true);
        }
    }
    for abonnement in alle.into_iter().filter(|a| gereedschap.moet(a)) {
        // One that must stop first has its turn the next time.
        taken.entry(abonnement.id).or_insert_with(|| {
            let (stop, gestopt) = watch::channel(false);
            let versie = abonnement.versie;
            let bezorging = Bezorging::nieuw(gereedschap.clone(), abonnement, gestopt);
            Taak { versie, stop, werk: tokio::spawn(bezorging.werk()) }
        });
    }
    Ok(())
}
