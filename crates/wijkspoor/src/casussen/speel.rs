//! Gives the commands of all cases to the journal, in the order of their dates, with a clock that follows them.

use super::plan::Stap;
use std::sync::Arc;
use wijkspoor_domain::Metadata;
use wijkspoor_domain::initiatief::Weigering;
use wijkspoor_projections::Spoor;
use wijkspoor_store::{ExecuteError, IdSource, Journal, ManualClock};

/// Plays the plans of all cases; within a case the order stays, between cases the dates decide.
///
/// # Errors
/// When the database fails.
pub async fn speel(
    journal: &Arc<Journal<Spoor>>,
    clock: &ManualClock,
    ids: &dyn IdSource,
    plannen: Vec<Vec<Stap>>,
    gedaan: impl Fn(u64),
) -> Result<u64, ExecuteError<Weigering>> {
    let mut stappen: Vec<Stap> = plannen.into_iter().flatten().collect();
    // Stable: the times of one case never go back, so its steps keep their order.
    stappen.sort_by_key(|stap| stap.commando.context.nu);
    let mut aantal = 0;
    for stap in stappen {
        let context = &stap.commando.context;
        clock.set(context.nu);
        let metadata = Metadata {
            actor: context.actor.clone(),
            correlatie: ids.next(),
            oorzaak: None,
            idempotentiesleutel: None,
            plaatsgevonden: context.plaatsgevonden,
            herkomst: Some(stap.herkomst),
        };
        journal.execute(stap.initiatief, None, stap.commando, metadata, None).await?;
        aantal += 1;
        gedaan(aantal);
    }
    Ok(aantal)
}
