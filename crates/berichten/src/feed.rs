//! Reading the log for somebody: what he may see and asked for, in order, whole, and up to where he has read.

use crate::gebeurtenis::{Bericht, Envelop};
use crate::zicht::{feiten, mag_zien, onderwerp};
use serde::{Deserialize, Serialize};
use wijkspoor_domain::Actor;
use wijkspoor_store::{DatabaseError, RawEvent, Store};

/// Events of the log that are looked at together.
const PORTIE: i64 = 500;
/// Portions that are looked at for one page: who may see little must not keep the database busy for long.
const PORTIES: usize = 10;

/// Which events somebody asks for; an empty list is all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Keuze {
    /// Of these kinds.
    pub soorten: Vec<String>,
    /// In these areas.
    pub gebieden: Vec<String>,
}

impl Keuze {
    fn bevat(&self, bericht: &Bericht) -> bool {
        let gegevens = &bericht.gebeurtenis.data;
        let gebied = gegevens.gebied.as_ref();
        (self.soorten.is_empty() || self.soorten.contains(&gegevens.soort))
            && (self.gebieden.is_empty() || gebied.is_some_and(|gebied| self.gebieden.contains(gebied)))
    }
}

/// Who reads, and what he asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Lezer {
    /// Who: what he may see follows from it.
    pub actor: Actor,
    /// What.
    pub keuze: Keuze,
}

/// A page of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bladzijde {
    /// The events, in the order of the log.
    pub berichten: Vec<Bericht>,
    /// Up to where was read: go on from here.
    pub tot: i64,
    /// Whether there is more now.
    pub meer: bool,
}

impl Envelop {
    /// Of these events, what a reader may see and asked for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kies(
        &self,
        store: &Store,
        lezer: &Lezer,
        raw: &[RawEvent],
    ) -> Result<Vec<Bericht>, DatabaseError> {
        let stromen = raw.iter().map(|raw| onderwerp(raw).0).collect();
        let feiten = feiten(store, &stromen).await?;
        let berichten = raw.iter().filter_map(|raw| {
            let feiten = feiten.get(&onderwerp(raw).0).cloned().unwrap_or_default();
            mag_zien(&lezer.actor, &feiten).then(|| self.maak(raw, &feiten))
        });
        Ok(berichten.filter(|bericht| lezer.keuze.bevat(bericht)).collect())
    }

    /// The next events after a position. A page may be empty while there is more: then others may see what was read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn bladzijde(
        &self,
        store: &Store,
        lezer: &Lezer,
        na: i64,
        limiet: usize,
    ) -> Result<Bladzijde, DatabaseError> {
        let mut bladzijde = Bladzijde { berichten: Vec::new(), tot: na, meer: true };
        for _ in 0..PORTIES {
            let raw = store.read_all(bladzijde.tot, PORTIE).await?;
            let Some(laatste) = raw.last() else {
                bladzijde.meer = false;
                break;
            };
            let mut gekozen = self.kies(store, lezer, &raw).await?;
            let plaats = limiet - bladzijde.berichten.len();
            if gekozen.len() >= plaats {
                gekozen.truncate(plaats);
                bladzijde.tot = gekozen.last().map_or(laatste.position, |bericht| bericht.positie);
                bladzijde.berichten.append(&mut gekozen);
                bladzijde.meer = store.head().await?.position > bladzijde.tot;
                break;
            }
            bladzijde.tot = laatste.position;
            bladzijde.berichten.append(&mut gekozen);
        }
        Ok(bladzijde)
    }
}
