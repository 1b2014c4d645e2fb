//! A municipality of any size, made up: the same every time for the same seed. Its initiatives live by the rules of the
//! domain and are written the ordinary way, so that they can be measured, shown and mined like real ones.
//!
//! `leven` plays one initiative, `opdrachten` what departments do with its orders, `kans` draws its chances.

mod kans;
mod leven;
mod opdrachten;

use crate::cli::Genereer;
use crate::instellingen::Instellingen;
use crate::open::{Database, journaal};
use crate::serve::omgeving;
use anyhow::Result;
use futures_util::{StreamExt, TryStreamExt, stream};
use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressStyle};
use jiff::Timestamp;
use leven::{Leven, Wereld};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;
use wijkspoor_domain::moment::einde_van;
use wijkspoor_domain::{Metadata, Opzet};
use wijkspoor_projections::Spoor;
use wijkspoor_store::{ExecuteError, Journal, SystemClock, stable_id};

/// Initiatives that are written at once; the lane commits what waits together.
const TEGELIJK: usize = 64;

/// `wijkspoor genereer`.
pub async fn genereer(opdracht: &Genereer) -> Result<String> {
    let instellingen = Instellingen::lees(&opdracht.gegevens, (None, None), omgeving)?;
    let clock = Arc::new(SystemClock);
    let (journals, waar) = journaal(&instellingen, clock, Database::MagNieuw).await?;
    let journal = &journals.initiatieven;
    let balk = ProgressBar::new(opdracht.initiatieven);
    if let Ok(stijl) = ProgressStyle::with_template("{wide_bar} {human_pos}/{human_len} {eta}") {
        balk.set_style(stijl);
    }
    let nu = journal.store().clock().now();
    let tot = opdracht.tot.map_or(nu, |dag| einde_van(dag).min(nu));
    let gebeurtenissen = vul(journal, opdracht, tot, || balk.inc(1)).await?;
    let duur = balk.elapsed();
    balk.finish_and_clear();
    Ok(format!(
        "{} initiatieven met {} gebeurtenissen gemaakt in {} ({waar})\n",
        HumanCount(opdracht.initiatieven),
        HumanCount(gebeurtenissen),
        HumanDuration(duur),
    ))
}

/// Writes the initiatives that are not there yet; gives the number of events.
pub async fn vul(
    journal: &Journal<Spoor>,
    opdracht: &Genereer,
    tot: Timestamp,
    gedaan: impl Fn(),
) -> Result<u64> {
    let opzet = journal.services();
    let wereld = Wereld::van(&opzet, tot, opdracht.jaren);
    let gebeurtenissen = AtomicU64::new(0);
    let (opzet, wereld, geteld, gedaan) = (&*opzet, &wereld, &gebeurtenissen, &gedaan);
    stream::iter(0..opdracht.initiatieven)
        .map(|nummer| async move {
            let aantal = een(journal, opzet, wereld, (opdracht.zaad, nummer)).await?;
            geteld.fetch_add(aantal, Ordering::Relaxed);
            gedaan();
            anyhow::Ok(())
        })
        .buffer_unordered(TEGELIJK)
        .try_collect::<()>()
        .await?;
    Ok(gebeurtenissen.into_inner())
}

/// Plays one initiative, and writes it unless it is there.
async fn een(
    journal: &Journal<Spoor>,
    opzet: &Opzet,
    wereld: &Wereld,
    (zaad, nummer): (u64, u64),
) -> Result<u64> {
    let id = stable_id(&["gegenereerd", &zaad.to_string(), &nummer.to_string()]);
    let mut gebeurtenissen = 0;
    for (plaats, commando) in
        Leven::nieuw(wereld, opzet, id, zaad ^ nummer.rotate_left(32)).leef().into_iter().enumerate()
    {
        let metadata = Metadata {
            actor: commando.context.actor.clone(),
            correlatie: Uuid::from_u64_pair(zaad, nummer),
            oorzaak: None,
            idempotentiesleutel: None,
            plaatsgevonden: commando.context.plaatsgevonden,
            herkomst: None,
        };
        match journal.execute(id, None, commando, metadata, None).await {
            Ok(vastgelegd) => gebeurtenissen += vastgelegd.events.len() as u64,
            // It was made before.
            Err(ExecuteError::Refused(_)) if plaats == 0 => break,
            Err(fout) => return Err(fout.into()),
        }
    }
    Ok(gebeurtenissen)
}

#[cfg(test)]
mod tests;
