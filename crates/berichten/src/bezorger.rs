//! The deliverer: under a lease, so that of all processes one does it; a task for each subscription that runs. A process that
//! dies leaves its lease, and another goes on from what the database says.

use crate::bezorging::{Bezorging, Gereedschap};
use crate::boek::{abonnementen, vergeet};
use crate::instellingen::Berichten;
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

/// Delivers until `sluit` says to stop, whenever this process has the lease.
///
/// # Errors
/// When no HTTP client can be made.
pub async fn bezorg(
    store: Arc<Store>,
    berichten: Berichten,
    mut sluit: watch::Receiver<bool>,
) -> Result<(), String> {
    let Berichten { envelop, toegestaan, ritme, herkomst } = berichten;
    let post = Post::nieuw(toegestaan, &herkomst)?;
    let gereedschap = Arc::new(Gereedschap { store, envelop, post, ritme });
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

/// Sees to it that each subscription that runs has one task, that knows what was last decided about it.
async fn verdeel(
    gereedschap: &Arc<Gereedschap>,
    taken: &mut HashMap<Uuid, Taak>,
) -> Result<(), DatabaseError> {
    // First, so that what a task recorded as its last is read.
    taken.retain(|_, taak| !taak.werk.is_finished());
    let alle = abonnementen(gereedschap.store.database(), None).await?;
    for (id, taak) in taken.iter() {
        let zelfde = alle.iter().any(|a| a.id == *id && a.versie == taak.versie && a.loopt());
        if !zelfde {
            let _ = taak.stop.send(true);
        }
    }
    for abonnement in alle.into_iter().filter(|a| a.loopt()) {
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
