//! The list by which dossiers are destroyed (vernietigingslijst): one person proposes it, another approves it, and what was
//! done is declared (verklaring van vernietiging). All that it says stays for ever, so nothing in it may be personal.
//!
//! The dossiers themselves are other streams: what stands here of each was read by who asks, and each is held to the same rules
//! once more when it is destroyed (`initiatief::vernietigen`).

mod gebeurtenis;
mod opdracht;

pub use gebeurtenis::{
    Afgewezen, Goedgekeurd, Kandidaat, NietVernietigd, Uitgevoerd, Uitzondering, Vernietigingsgebeurtenis,
    Voorgesteld,
};
pub use opdracht::{Lijsthandeling, Lijstopdracht, MAX_DOSSIERS};

use crate::codes::codes;
use crate::initiatief::Weigering;
use crate::{Opzet, Rol};
use cqrs_es::{Aggregate, event_sink::EventSink};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The type of the streams of lists.
pub const REEKS: &str = "vernietigingslijst";

/// Who may propose a list.
pub const MAG_VOORSTELLEN: &[Rol] = &[Rol::Management];
/// Who may decide about one, but never about his own.
pub const MAG_BESLUITEN: &[Rol] = &[Rol::Management, Rol::Bestuur];
/// Who may carry one out.
pub const MAG_UITVOEREN: &[Rol] = &[Rol::Management, Rol::Beheerder];

codes! {
    /// Where a list stands.
    Lijststatus {
        /// It waits for a decision.
        Voorgesteld = "voorgesteld",
        /// Its dossiers are to be destroyed.
        Goedgekeurd = "goedgekeurd",
        /// Nothing is destroyed.
        Afgewezen = "afgewezen",
        /// It is done, and declared.
        Uitgevoerd = "uitgevoerd",
    }
}

impl Lijststatus {
    /// Whether its dossiers wait for it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Voorgesteld | Self::Goedgekeurd)
    }
}

/// A list; before it was proposed there is nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Vernietigingslijst(Option<Lijst>);

/// A list that was proposed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lijst {
    /// How it was proposed.
    pub voorstel: Voorgesteld,
    /// What became of it.
    pub stand: Stand,
}

/// What became of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// Nothing yet.
    Voorgesteld,
    /// It was approved.
    Goedgekeurd(Goedgekeurd),
    /// It was refused.
    Afgewezen(Afgewezen),
    /// It was approved and carried out.
    Uitgevoerd(Goedgekeurd, Uitgevoerd),
}

impl Lijst {
    /// What is to be destroyed: all that was proposed and not excepted.
    pub fn te_vernietigen(&self) -> impl Iterator<Item = &Kandidaat> {
        let uitgezonderd: BTreeSet<Uuid> = self.uitzonderingen().iter().map(|u| u.dossier).collect();
        self.voorstel.dossiers.iter().filter(move |k| !uitgezonderd.contains(&k.dossier))
    }

    /// Where it stands.
    pub const fn status(&self) -> Lijststatus {
        match self.stand {
            Stand::Voorgesteld => Lijststatus::Voorgesteld,
            Stand::Goedgekeurd(_) => Lijststatus::Goedgekeurd,
            Stand::Afgewezen(_) => Lijststatus::Afgewezen,
            Stand::Uitgevoerd(..) => Lijststatus::Uitgevoerd,
        }
    }

    /// How it was approved, while it waits to be carried out.
    pub const fn goedgekeurd(&self) -> Option<&Goedgekeurd> {
        match &self.stand {
            Stand::Goedgekeurd(goedkeuring) => Some(goedkeuring),
            _ => None,
        }
    }

    /// What was excepted, and why.
    pub fn uitzonderingen(&self) -> &[Uitzondering] {
        match &self.stand {
            Stand::Goedgekeurd(goedkeuring) | Stand::Uitgevoerd(goedkeuring, _) => {
                &goedkeuring.uitzonderingen
            }
            Stand::Voorgesteld | Stand::Afgewezen(_) => &[],
        }
    }

    /// What was destroyed.
    pub fn vernietigd(&self) -> impl Iterator<Item = &Kandidaat> {
        let vernietigd: BTreeSet<Uuid> = match &self.stand {
            Stand::Uitgevoerd(_, verklaring) => verklaring.vernietigd.iter().copied().collect(),
            _ => BTreeSet::new(),
        };
        self.voorstel.dossiers.iter().filter(move |k| vernietigd.contains(&k.dossier))
    }
}

impl Vernietigingslijst {
    /// The list; `None` before it was proposed.
    pub fn lijst(&self) -> Option<&Lijst> {
        self.0.as_ref()
    }

    fn pas_toe(&mut self, gebeurtenis: Vernietigingsgebeurtenis) {
        use Vernietigingsgebeurtenis as G;
        let Some(lijst) = &mut self.0 else {
            // A stream always begins with a proposal: `beslis` lets nothing else through.
            if let G::Voorgesteld(voorstel) = gebeurtenis {
                self.0 = Some(Lijst { voorstel, stand: Stand::Voorgesteld });
            }
            return;
        };
        match (&lijst.stand, gebeurtenis) {
            (_, G::Goedgekeurd(goedkeuring)) => lijst.stand = Stand::Goedgekeurd(goedkeuring),
            (_, G::Afgewezen(afwijzing)) => lijst.stand = Stand::Afgewezen(afwijzing),
            (Stand::Goedgekeurd(goedkeuring), G::Uitgevoerd(verklaring)) => {
                lijst.stand = Stand::Uitgevoerd(goedkeuring.clone(), verklaring);
            }
            // There is one proposal, and nothing is carried out that was not approved.
            (_, G::Voorgesteld(_) | G::Uitgevoerd(_)) => {}
        }
    }
}

impl Aggregate for Vernietigingslijst {
    const TYPE: &'static str = REEKS;
    type Command = Lijstopdracht;
    type Event = Vernietigingsgebeurtenis;
    type Error = Weigering;
    type Services = Opzet;

    async fn handle(
        &mut self,
        command: Lijstopdracht,
        _: &Opzet,
        sink: &EventSink<Self>,
    ) -> Result<(), Weigering> {
        let gebeurtenis = self.beslis(&command)?;
        sink.write(gebeurtenis, self).await;
        Ok(())
    }

    fn apply(&mut self, event: Vernietigingsgebeurtenis) {
        self.pas_toe(event);
    }
}
