//! Judging and recording, some hundreds of initiatives at a time.

use anyhow::{Result, anyhow};
use futures_util::stream::{self, StreamExt};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;
use wijkspoor_domain::Recorded;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_invoer::{Eerder, Groep, Ingevoerd, Invoer, Melding, Oordeel, Uitkomst};
use wijkspoor_projections::Spoor;
use wijkspoor_store::{ExecuteError, Journal, Statement, Value, in_list};

/// Initiatives of which is read at once what there is.
const PORTIE: usize = 256;
/// Portions that are worked on at once: the lane then always has a full batch waiting.
const TEGELIJK: usize = 4;
/// How often an initiative is judged anew because somebody else changed it meanwhile.
const POGINGEN: usize = 20;

/// A file that is being imported.
pub struct Werk {
    pub journal: Arc<Journal<Spoor>>,
    pub invoer: Invoer,
    pub groepen: Vec<Groep>,
}

impl Werk {
    /// The verdicts, in the order of the file; without their steps, of which there may be very many.
    pub async fn controleer(self: &Arc<Self>, gedaan: impl Fn(u64)) -> Result<Vec<Oordeel>> {
        let portie = |van: usize| {
            let zelf = self.clone();
            tokio::spawn(async move {
                let mut oordelen = zelf.oordelen(van).await?;
                oordelen.iter_mut().for_each(|o| o.stappen.clear());
                anyhow::Ok(oordelen)
            })
        };
        let mut porties = stream::iter(self.porties()).map(portie).buffered(TEGELIJK);
        let mut oordelen = Vec::with_capacity(self.groepen.len());
        while let Some(portie) = porties.next().await {
            let portie = portie??;
            gedaan(portie.len() as u64);
            oordelen.extend(portie);
        }
        self.weiger_verwijzingen(&mut oordelen);
        Ok(oordelen)
    }

    /// Records the initiatives that are in order. What turns out otherwise by then, gets another verdict.
    pub async fn leg_vast(self: &Arc<Self>, oordelen: &mut [Oordeel], gedaan: impl Fn(u64)) -> Result<()> {
        let mag: Arc<Vec<bool>> = Arc::new(oordelen.iter().map(|o| voegt_toe(o.uitkomst)).collect());
        let portie = |van: usize| {
            let (zelf, mag) = (self.clone(), mag.clone());
            tokio::spawn(async move { zelf.leg_portie_vast(van, &mag).await })
        };
        // Who has nothing to record need not be read again.
        let te_doen = |van: &usize| mag.iter().skip(*van).take(PORTIE).any(|mag| *mag);
        let porties: Vec<usize> = self.porties().filter(te_doen).collect();
        let mut porties = stream::iter(porties).map(portie).buffer_unordered(TEGELIJK);
        let mut vastgelegd = 0;
        while let Some(portie) = porties.next().await {
            let portie = portie?.map_err(|fout| {
                anyhow!(
                    "{fout:#}; {vastgelegd} initiatieven waren zeker vastgelegd. Geef dezelfde opdracht opnieuw: wat er al is \
                     wordt overgeslagen"
                )
            })?;
            for (plaats, oordeel) in portie {
                vastgelegd += usize::from(voegt_toe(oordeel.uitkomst));
                gedaan(1);
                if let Some(plek) = oordelen.get_mut(plaats) {
                    *plek = oordeel;
                }
            }
        }
        Ok(())
    }

    fn porties(&self) -> impl Iterator<Item = usize> + use<> {
        (0..self.groepen.len()).step_by(PORTIE)
    }

    fn portie(&self, van: usize) -> &[Groep] {
        let tot = (van + PORTIE).min(self.groepen.len());
        self.groepen.get(van..tot).unwrap_or_default()
    }

    async fn oordelen(&self, van: usize) -> Result<Vec<Oordeel>> {
        let groepen = self.portie(van);
        let eerder = self.eerder(groepen).await?;
        Ok(groepen.iter().zip(&eerder).map(|(groep, eerder)| self.invoer.beoordeel(groep, eerder)).collect())
    }

    async fn leg_portie_vast(self: &Arc<Self>, van: usize, mag: &[bool]) -> Result<Vec<(usize, Oordeel)>> {
        let oordelen = self.oordelen(van).await?;
        let bezig = (van..).zip(oordelen).filter(|(plaats, _)| mag.get(*plaats) == Some(&true)).map(
            |(plaats, oordeel)| {
                let zelf = self.clone();
                tokio::spawn(async move { anyhow::Ok((plaats, zelf.leg_een_vast(plaats, oordeel).await?)) })
            },
        );
        let bezig: Vec<_> = bezig.collect();
        let mut klaar = Vec::with_capacity(bezig.len());
        for een in bezig {
            klaar.push(een.await??);
        }
        Ok(klaar)
    }

    async fn leg_een_vast(&self, plaats: usize, mut oordeel: Oordeel) -> Result<Oordeel> {
        let Some(groep) = self.groepen.get(plaats) else { return Ok(oordeel) };
        let id = self.invoer.initiatief(&groep.sleutel);
        for _ in 0..POGINGEN {
            if !voegt_toe(oordeel.uitkomst) {
                return Ok(oordeel);
            }
            let stappen = std::mem::take(&mut oordeel.stappen);
            let stappen = stappen.into_iter().map(|stap| (stap.gebeurtenissen, stap.metadata)).collect();
            match self.journal.extend(id, oordeel.versie, stappen).await {
                Ok(_) => return Ok(oordeel),
                Err(ExecuteError::Conflict { .. }) => {}
                Err(fout) => return Err(anyhow!("{}: {fout}", groep.sleutel)),
            }
            let eerder = self.eerder(std::slice::from_ref(groep)).await?;
            oordeel = self.invoer.beoordeel(groep, eerder.first().unwrap_or(&Eerder::Niets));
        }
        Err(anyhow!("{} wordt telkens door iemand anders gewijzigd", groep.sleutel))
    }

    /// What there is of some initiatives, with a fixed number of questions.
    async fn eerder(&self, groepen: &[Groep]) -> Result<Vec<Eerder>> {
        let store = self.journal.store();
        let ids: Vec<Uuid> = groepen.iter().map(|g| self.invoer.initiatief(&g.sleutel)).collect();
        let (mut bekend, elders) = loop {
            let tot = store.head().await?.position;
            let events = store.read_streams(&ids, tot).await?;
            let events: Vec<Recorded<Gebeurtenis>> = store.decode(events).await?;
            let bekend: HashMap<Uuid, Ingevoerd> = (events.chunk_by(|a, b| a.stream == b.stream))
                .filter_map(|events| Some((events.first()?.stream, Ingevoerd::van(events))))
                .collect();
            let nieuw = groepen.iter().zip(&ids).filter(|(_, id)| !bekend.contains_key(*id));
            let elders = self.elders(nieuw.map(|(groep, _)| groep.sleutel.as_str())).await?;
            // Otherwise another import recorded one of these between the two questions.
            if !elders.values().any(|id| ids.contains(id)) {
                break (bekend, elders);
            }
        };
        let eerder = groepen.iter().zip(&ids).map(|(groep, id)| {
            match (bekend.remove(id), elders.get(groep.sleutel.as_str())) {
                (Some(ingevoerd), _) => Eerder::Ingevoerd(Box::new(ingevoerd)),
                (None, Some(ander)) => Eerder::Elders(*ander),
                (None, None) => Eerder::Niets,
            }
        });
        Ok(eerder.collect())
    }

    /// Initiatives that have one of these as their kenmerk.
    async fn elders(&self, sleutels: impl Iterator<Item = &str>) -> Result<BTreeMap<String, Uuid>> {
        let (lijst, params) = in_list(sleutels.map(|s| Value::Text(s.to_owned())), 1);
        if params.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sql = format!("SELECT kenmerk, initiatief_id FROM dossier WHERE kenmerk IN {lijst}");
        let rows = self.journal.store().database().query(Statement::new(sql, params)).await?;
        rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.text(1)?.parse()?))).collect()
    }

    /// Who names an initiative that will not be there, cannot be imported either.
    fn weiger_verwijzingen(&self, oordelen: &mut [Oordeel]) {
        let mut ontbreekt = HashSet::new();
        loop {
            let nieuw: Vec<Uuid> = (self.groepen.iter().zip(oordelen.iter()))
                .filter(|(_, o)| o.uitkomst == Uitkomst::Geweigerd && o.versie == 0)
                .map(|(groep, _)| self.invoer.initiatief(&groep.sleutel))
                .filter(|id| ontbreekt.insert(*id))
                .collect();
            if nieuw.is_empty() {
                return;
            }
            for oordeel in oordelen.iter_mut().filter(|o| voegt_toe(o.uitkomst)) {
                if let Some((regel, _)) = oordeel.noemt.iter().find(|(_, id)| ontbreekt.contains(id)) {
                    oordeel.meldingen.push(Melding::verwijst_nergens(*regel));
                    oordeel.uitkomst = Uitkomst::Geweigerd;
                }
            }
        }
    }
}

/// Whether there is something to record.
pub fn voegt_toe(uitkomst: Uitkomst) -> bool {
    matches!(uitkomst, Uitkomst::Nieuw | Uitkomst::Uitgebreid)
}
