//! Gives the commands of all cases to the journal, in the order of their dates, with a clock that follows them.

use super::plan::Stap;
use std::sync::Arc;
use uuid::Uuid;
use wijkspoor_domain::Metadata;
use wijkspoor_domain::initiatief::Weigering;
use wijkspoor_projections::Spoor;
use wijkspoor_store::{ExecuteError, Journal, ManualClock, stable_id};

/// Plays the plans of all cases; within a case the order stays, between cases the dates decide. Every command has a
/// key of its own that is the same the next time: a replay that was broken off goes on where it was, and doubles nothing.
///
/// # Errors
/// When the database fails, or holds something else under the same ids.
pub async fn speel(
    journal: &Arc<Journal<Spoor>>,
    clock: &ManualClock,
    plannen: Vec<Vec<Stap>>,
    gedaan: impl Fn(u64),
) -> Result<(), ExecuteError<Weigering>> {
    let genummerd = plannen.into_iter().flat_map(|plan| (0u64..).zip(plan));
    let mut stappen: Vec<(u64, Stap)> = genummerd.collect();
    // Stable: the times of one case never go back, so its steps keep their order.
    stappen.sort_by_key(|(_, stap)| stap.commando.context.nu);
    for (aantal, (nummer, stap)) in (1..).zip(stappen) {
        let context = &stap.commando.context;
        clock.set(context.nu);
        let verzoek = verzoek(nummer, &stap);
        let metadata = Metadata {
            actor: context.actor.clone(),
            correlatie: correlatie(&stap),
            oorzaak: None,
            idempotentiesleutel: Some(verzoek.0.clone()),
            plaatsgevonden: context.plaatsgevonden,
            herkomst: Some(stap.herkomst),
        };
        journal.execute(stap.initiatief, None, stap.commando, metadata, Some(verzoek)).await?;
        gedaan(aantal);
    }
    Ok(())
}

/// Ties together what came from one entry, and all that came from none.
fn correlatie(stap: &Stap) -> Uuid {
    let volgnr = stap.herkomst.volgnr.map(|n| n.to_string()).unwrap_or_default();
    stable_id(&["correlatie", &stap.herkomst.casus, &volgnr])
}

/// The key of a command and the fingerprint of what it asks. The times are left out: a case without entries is
/// submitted at the time of the replay.
fn verzoek(nummer: u64, stap: &Stap) -> (String, String) {
    let sleutel = format!("casus-{}-{nummer}", stap.initiatief);
    let bron = serde_json::to_string(&stap.herkomst).unwrap_or_default();
    (sleutel, stable_id(&["verzoek", &bron, &format!("{:?}", stap.commando.handeling)]).to_string())
}
