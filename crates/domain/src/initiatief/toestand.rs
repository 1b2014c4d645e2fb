//! What follows from the events: only what decisions need. It holds no personal data and stays small, however long
//! the history: settled orders drop out.

use super::gebeurtenis::{Besluitsoort, Blokkadereden, Gebeurtenis, InitiatiefIngediend, Stap};
use crate::{Naam, feit::Feitenstand, werkstroom::WerkstroomRef};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The state of an initiative that exists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Toestand {
    /// The definition to which it is pinned.
    pub werkstroom: WerkstroomRef,
    /// The present status.
    pub status: String,
    /// Per status that was entered by an ordinary transition: the one that was left for it.
    pub herkomst: BTreeMap<String, String>,
    /// Its area.
    pub gebied: Naam,
    /// Orders that are not settled: open, or come back and not yet dealt with.
    pub opdrachten: BTreeMap<Uuid, Opdracht>,
    /// Decisions in force.
    pub besluiten: BTreeMap<Uuid, Besluit>,
    /// City partners.
    pub partners: BTreeSet<Naam>,
    /// Why it stands still, when that was reported.
    pub stagnatie: Option<Blokkadereden>,
    /// Whether somebody carries it.
    pub kartrekker: bool,
    /// What was recorded beside the steps.
    #[serde(default)]
    pub feiten: Feitenstand,
    /// The list by which the dossier was destroyed.
    #[serde(default)]
    pub vernietigd: Option<Uuid>,
}

/// An order that is not settled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opdracht {
    /// The department.
    pub afdeling: Naam,
    /// Where it stands.
    pub status: Opdrachtstatus,
    /// How often it went out.
    pub ronde: u32,
}

/// Where an unsettled order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opdrachtstatus {
    /// Given, not answered.
    Uitgezet,
    /// Accepted.
    Geaccepteerd,
    /// Accepted and blocked.
    Geblokkeerd,
    /// Refused: the TLO must re-issue or withdraw it.
    Geweigerd,
    /// Returned: the TLO must re-issue or withdraw it.
    Teruggegeven,
}

impl Opdrachtstatus {
    /// Whether the department has it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Uitgezet | Self::Geaccepteerd | Self::Geblokkeerd)
    }

    /// The code in JSON and the read models.
    pub fn code(self) -> &'static str {
        match self {
            Self::Uitgezet => "uitgezet",
            Self::Geaccepteerd => "geaccepteerd",
            Self::Geblokkeerd => "geblokkeerd",
            Self::Geweigerd => "geweigerd",
            Self::Teruggegeven => "teruggegeven",
        }
    }
}

/// A decision in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Besluit {
    /// What it is about.
    pub soort: Besluitsoort,
}

impl Toestand {
    pub(super) fn begin(ingediend: &InitiatiefIngediend) -> Self {
        Self {
            werkstroom: ingediend.werkstroom.clone(),
            status: ingediend.status.clone(),
            herkomst: BTreeMap::new(),
            gebied: ingediend.gebied.clone(),
            opdrachten: BTreeMap::new(),
            besluiten: BTreeMap::new(),
            partners: BTreeSet::new(),
            stagnatie: None,
            kartrekker: false,
            feiten: Feitenstand::default(),
            vernietigd: None,
        }
    }

    pub(super) fn pas_toe(&mut self, gebeurtenis: &Gebeurtenis) {
        use Gebeurtenis as G;
        if let Some(stap) = gebeurtenis.stap() {
            self.stap(stap);
        }
        match gebeurtenis {
            G::OpdrachtUitgezet(o) => {
                let (afdeling, status) = (o.afdeling.clone(), Opdrachtstatus::Uitgezet);
                self.opdrachten.insert(o.opdracht, Opdracht { afdeling, status, ronde: 1 });
            }
            G::OpdrachtGeaccepteerd(o) => self.opdracht(o.opdracht, Opdrachtstatus::Geaccepteerd),
            G::OpdrachtGeweigerd(o) => self.opdracht(o.opdracht, Opdrachtstatus::Geweigerd),
            G::OpdrachtTeruggegeven(o) => self.opdracht(o.opdracht, Opdrachtstatus::Teruggegeven),
            G::OpdrachtGeblokkeerd(o) => self.opdracht(o.opdracht, Opdrachtstatus::Geblokkeerd),
            G::OpdrachtGedeblokkeerd(o) => self.opdracht(o.opdracht, Opdrachtstatus::Geaccepteerd),
            G::OpdrachtHeruitgezet(o) => {
                self.opdracht(o.opdracht, Opdrachtstatus::Uitgezet);
                if let Some(opdracht) = self.opdrachten.get_mut(&o.opdracht) {
                    opdracht.ronde += 1;
                }
            }
            G::OpdrachtAfgerond(o) | G::OpdrachtIngetrokken(o) => {
                self.opdrachten.remove(&o.opdracht);
            }
            G::BesluitGenomen(b) => {
                self.besluiten.insert(b.besluit, Besluit { soort: b.soort });
            }
            G::BesluitTeruggedraaid(b) => {
                self.besluiten.remove(&b.besluit);
            }
            G::KartrekkerGewijzigd(k) => self.kartrekker = k.kartrekker.is_some(),
            G::PartnerToegevoegd(p) => {
                self.partners.insert(p.partner.clone());
            }
            G::StagnatieGemeld(s) => self.stagnatie = Some(s.oorzaak),
            G::StagnatieOpgeheven(_) => self.stagnatie = None,
            G::Feit(feit) => self.feiten.pas_toe(feit),
            G::WerkstroomGewijzigd(w) => {
                self.werkstroom.clone_from(&w.naar);
                self.status.clone_from(&w.status);
                self.herkomst.clone_from(&w.herkomst);
            }
            G::DossierVernietigd(v) => self.vernietigd = Some(v.lijst),
            _ => {}
        }
    }

    fn stap(&mut self, stap: &Stap) {
        if !stap.terug {
            self.herkomst.insert(stap.naar.clone(), stap.van.clone());
        }
        self.status.clone_from(&stap.naar);
        // A step is progress: what stood still does so no longer, until it is reported again.
        self.stagnatie = None;
    }

    fn opdracht(&mut self, id: Uuid, status: Opdrachtstatus) {
        if let Some(opdracht) = self.opdrachten.get_mut(&id) {
            opdracht.status = status;
        }
    }
}
