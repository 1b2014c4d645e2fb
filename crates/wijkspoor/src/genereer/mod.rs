//! A municipality of any size, made up: the same every time for the same seed. Its initiatives live by the rules of the
//! domain, so that they can be measured, shown and mined like real ones. Their events go into the log life by life; the read
//! models are made of them after.
//!
//! `leven` plays one initiative, `opdrachten` what departments do with its orders, `kans` draws its chances, `wensen`
//! is what they are about.

mod kans;
mod leven;
mod opdrachten;
mod wensen;

use crate::cli::Genereer;
use crate::instellingen::Instellingen;
use crate::open::{Database, journaal};
use crate::serve::omgeving;
use anyhow::Result;
use futures_util::{StreamExt, stream};
use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressStyle};
use jiff::Timestamp;
use leven::{Leven, Wereld};
use std::sync::Arc;
use wijkspoor_domain::moment::einde_van;
use wijkspoor_projections::Spoor;
use wijkspoor_store::{Journal, SystemClock, outdate, stable_id};

/// Initiatives that are played and written at once; the lane commits what waits together.
const TEGELIJK: usize = 512;

/// `wijkspoor genereer`.
pub async fn genereer(opdracht: &Genereer) -> Result<String> {
    let instellingen = Instellingen::lees(&opdracht.gegevens, (None, None), omgeving)?;
    let clock = Arc::new(SystemClock);
    let (journals, waar) = journaal(&instellingen, clock.clone(), Database::MagNieuw).await?;
    let journal = &journals.initiatieven;
    let nu = journal.store().clock().now();
    let tot = opdracht.tot.map_or(nu, |dag| einde_van(dag).min(nu));
    let balk = balk("initiatieven", opdracht.initiatieven);
    let gebeurtenissen = vul(journal, opdracht, tot, || balk.inc(1)).await?;
    let duur = balk.elapsed();
    balk.finish_and_clear();
    let leesmodellen = self::balk("leesmodellen", 0);
    lees_in(journal, |gedaan, totaal| {
        leesmodellen.set_length(totaal);
        leesmodellen.set_position(gedaan);
    })
    .await?;
    let duur_leesmodellen = leesmodellen.elapsed();
    leesmodellen.finish_and_clear();
    Ok(format!(
        "{} initiatieven met {} gebeurtenissen gemaakt in {} ({waar}), en de leesmodellen in {}\n",
        HumanCount(opdracht.initiatieven),
        HumanCount(gebeurtenissen),
        HumanDuration(duur),
        HumanDuration(duur_leesmodellen),
    ))
}

/// A bar on a terminal, and nothing elsewhere.
pub fn balk(wat: &'static str, lengte: u64) -> ProgressBar {
    let balk = ProgressBar::new(lengte).with_message(wat);
    if let Ok(stijl) = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len} {eta}") {
        balk.set_style(stijl);
    }
    balk
}

/// Writes the initiatives that are not there yet to the log; gives the number of events.
pub async fn vul(
    journal: &Arc<Journal<Spoor>>,
    opdracht: &Genereer,
    tot: Timestamp,
    gedaan: impl Fn(),
) -> Result<u64> {
    outdate::<Spoor>(journal.store()).await?;
    let opzet = journal.services();
    let wereld = Arc::new(Wereld::van(&opzet, tot, opdracht.jaren));
    let zaad = opdracht.zaad;
    let een = |nummer: u64| {
        let (journal, opzet, wereld) = (journal.clone(), opzet.clone(), wereld.clone());
        tokio::spawn(async move {
            let id = stable_id(&["gegenereerd", &zaad.to_string(), &nummer.to_string()]);
            let leven = Leven::nieuw(&wereld, &opzet, id, zaad ^ nummer.rotate_left(32)).leef();
            let nieuw = journal.backfill(id, &leven).await?;
            let aantal = leven.iter().map(|(gebeurtenissen, _)| gebeurtenissen.len() as u64).sum();
            anyhow::Ok(if nieuw { aantal } else { 0 })
        })
    };
    let mut gebeurtenissen = 0;
    let mut geschreven = stream::iter(0..opdracht.initiatieven).map(een).buffer_unordered(TEGELIJK);
    while let Some(aantal) = geschreven.next().await {
        gebeurtenissen += aantal??;
        gedaan();
    }
    Ok(gebeurtenissen)
}

/// Makes the read models of what stands in the log.
pub async fn lees_in(
    journal: &Arc<Journal<Spoor>>,
    voortgang: impl Fn(u64, u64) + Send + Sync,
) -> Result<Arc<Journal<Spoor>>> {
    Ok(Journal::open(journal.store().clone(), journal.services(), voortgang).await?.0)
}

#[cfg(test)]
mod tests;
