//! `wijkspoor log controleer`: whether the log was tampered with.

use crate::cli::{Gegevens, Log};
use crate::instellingen::Instellingen;
use crate::open::{Database, journaal};
use crate::serve::omgeving;
use anyhow::{Result, anyhow, bail};
use indicatif::ProgressBar;
use std::str::FromStr;
use std::sync::Arc;
use wijkspoor_api::Journals;
use wijkspoor_store::chain::Chain;
use wijkspoor_store::{Store, SystemClock};

/// A place in the log with its hash, as [`controleer`] printed it and somebody kept it elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zegel {
    positie: i64,
    hash: Vec<u8>,
}

impl FromStr for Zegel {
    type Err = String;

    fn from_str(tekst: &str) -> Result<Self, String> {
        let delen = tekst.split_once(':').and_then(|(positie, hash)| {
            let positie = positie.parse().ok().filter(|positie| *positie > 0)?;
            let hash = hex::decode(hash).ok().filter(|hash| hash.len() == 32)?;
            Some(Self { positie, hash })
        });
        delen.ok_or_else(|| "een zegel is POSITIE:HASH, zoals log controleer het toont".to_owned())
    }
}

/// `wijkspoor log`.
pub async fn log(opdracht: &Log) -> Result<String> {
    match opdracht {
        Log::Controleer { zegel, gegevens } => {
            controleer(open(gegevens).await?.initiatieven.store(), zegel.as_ref()).await
        }
        Log::Wis(wis) => crate::wissen::wis(&open(&wis.gegevens).await?, wis).await,
    }
}

pub(crate) async fn open(gegevens: &Gegevens) -> Result<Journals> {
    let instellingen = Instellingen::lees(gegevens, (None, None), omgeving)?;
    Ok(journaal(&instellingen, Arc::new(SystemClock), Database::MoetBestaan).await?.0)
}

async fn controleer(store: &Store, zegel: Option<&Zegel>) -> Result<String> {
    let balk = ProgressBar::new(0);
    let gevolgd = store
        .verify(|gedaan, totaal| {
            balk.set_length(u64::try_from(totaal).unwrap_or(0));
            balk.set_position(u64::try_from(gedaan).unwrap_or(0));
        })
        .await?;
    balk.finish_and_clear();
    let Chain { position, hash } = gevolgd.chain;
    if let Some(positie) = gevolgd.broken {
        bail!(
            "de keten is gebroken bij positie {positie}: daar of ervoor is het log veranderd buiten Wijkspoor om; tot en met positie \
             {position} klopt het"
        );
    }
    if let Some(Zegel { positie, hash: bewaard }) = zegel {
        let gebeurtenis = store.read_all(positie - 1, 1).await?.into_iter().next();
        let gebeurtenis = gebeurtenis
            .ok_or_else(|| anyhow!("het log eindigt bij positie {position}, vóór het zegel {positie}"))?;
        if gebeurtenis.hash != *bewaard {
            bail!(
                "het log is niet meer dat van het zegel: op of voor positie {positie} is het in zijn geheel opnieuw gemaakt"
            );
        }
    }
    let bewijs = if zegel.is_some() { "; het zegel klopt ook" } else { "" };
    Ok(format!(
        "De keten klopt: {position} gebeurtenissen{bewijs}.\nZegel: {position}:{}\nBewaar het zegel buiten deze database; \
         log controleer --zegel bewijst er later mee dat hiervoor niets is veranderd.\n",
        hex::encode(hash)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_a_place_and_a_hash() {
        let hash = "ab".repeat(32);
        assert_eq!(format!("7:{hash}").parse(), Ok(Zegel { positie: 7, hash: vec![0xab; 32] }));
        for fout in ["", "7", &format!("0:{hash}"), &format!("x:{hash}"), "7:ab", &format!("7:{hash}00")] {
            assert!(fout.parse::<Zegel>().unwrap_err().contains("POSITIE:HASH"), "{fout}");
        }
    }
}
