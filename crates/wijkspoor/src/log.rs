//! `wijkspoor log`: what is done to it.

use crate::cli::{Gegevens, Log};
use crate::instellingen::Instellingen;
use crate::open::{Database, journaal};
use crate::serve::omgeving;
use anyhow::Result;
use std::sync::Arc;
use wijkspoor_api::Journals;
use wijkspoor_store::SystemClock;

/// `wijkspoor log`.
pub async fn log(opdracht: &Log) -> Result<String> {
    let Log::Wis(wis) = opdracht;
    crate::wissen::wis(&open(&wis.gegevens).await?, wis).await
}

pub(crate) async fn open(gegevens: &Gegevens) -> Result<Journals> {
    let instellingen = Instellingen::lees(gegevens, (None, None), omgeving)?;
    Ok(journaal(&instellingen, Arc::new(SystemClock), Database::MoetBestaan).await?.0)
}
