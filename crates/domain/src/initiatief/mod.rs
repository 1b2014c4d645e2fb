//! The initiative: the aggregate in which everything about one neighbourhood initiative is decided.
//!
//! `handeling` holds what can be asked, `gebeurtenis` what can have happened, `toestand` what follows from it;
//! the rules stand in `indienen`, `overgangen`, `opdrachten`, `besluiten`, `dossier`, `feiten`,
//! `signaleren`, `vernietigen` and `werkstroomwijziging`, one file for each
//! kind of action; `aan_zet` says who has the ball.
//!
//! To add an event: a variant and struct in `gebeurtenis.rs`, its effect in `toestand.rs`, its command and rule in
//! the file of its kind, and a golden file (tests/gouden). Nothing else needs to know it, unless a read model does.

mod aan_zet;
mod besluiten;
mod dossier;
mod feiten;
pub mod gebeurtenis;
pub mod handeling;
mod indienen;
mod opdrachten;
mod overgangen;
mod signaleren;
mod toestand;
mod vernietigen;
mod weigering;
mod werkstroomwijziging;

pub use aan_zet::{Beurt, aan_zet};
pub use gebeurtenis::Gebeurtenis;
pub use handeling::{Commando, Context, Handeling};
pub use opdrachten::mogelijke_acties;
pub use overgangen::{MogelijkeOvergang, mee_te_geven, mogelijke_overgangen};
pub use toestand::{Besluit, Opdracht, Opdrachtstatus, Toestand};
pub use weigering::Weigering;
pub(crate) use weigering::heeft_rol;

use crate::Opzet;
use cqrs_es::{Aggregate, event_sink::EventSink};
use serde::{Deserialize, Serialize};

/// An initiative; before its submission there is nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Initiatief(Option<Toestand>);

impl Initiatief {
    /// The present state; `None` before the submission.
    pub fn toestand(&self) -> Option<&Toestand> {
        self.0.as_ref()
    }

    /// Decides a command: the events that follow, or why not. Changes nothing.
    ///
    /// # Errors
    /// The rule that refuses it.
    pub fn beslis(&self, commando: &Commando, opzet: &Opzet) -> Result<Vec<Gebeurtenis>, Weigering> {
        let Commando { context, handeling } = commando;
        context.controleer_moment()?;
        let Some(toestand) = &self.0 else {
            return match handeling {
                Handeling::DienIn(indiening) => indienen::beslis(indiening, context, opzet),
                _ => Err(Weigering::BestaatNiet),
            };
        };
        if let Some(lijst) = toestand.vernietigd {
            return Err(Weigering::Vernietigd { lijst });
        }
        let werkstroom = (opzet.werkstromen.zoek(&toestand.werkstroom))
            .ok_or_else(|| Weigering::OnbekendeWerkstroom(toestand.werkstroom.clone()))?;
        let geval = Geval { toestand, werkstroom, opzet, context };
        match handeling {
            Handeling::DienIn(_) => Err(Weigering::BestaatAl),
            Handeling::VoerOvergangUit(overgang) => geval.overgang(overgang),
            Handeling::ZetOpdrachtenUit(opdrachten) => geval.zet_opdrachten_uit(opdrachten),
            Handeling::Opdracht { opdracht, actie } => geval.opdracht(*opdracht, actie),
            Handeling::NeemBesluit(besluit) => geval.neem_besluit(besluit),
            Handeling::DraaiBesluitTerug { besluit, motivering } => {
                geval.draai_besluit_terug(*besluit, motivering)
            }
            Handeling::Dossier(handeling) => geval.dossier(handeling),
            Handeling::LegVast(feit) => geval.leg_vast(feit),
            Handeling::Signaleer(signalering) => geval.signaleer(signalering),
            Handeling::WijzigWerkstroom(wijziging) => geval.wijzig_werkstroom(wijziging),
            Handeling::Vernietig(vernietiging) => geval.vernietig(vernietiging),
        }
    }

    /// Folds one event.
    pub fn pas_toe(&mut self, gebeurtenis: &Gebeurtenis) {
        match (&mut self.0, gebeurtenis) {
            (leeg @ None, Gebeurtenis::InitiatiefIngediend(ingediend)) => {
                *leeg = Some(Toestand::begin(ingediend));
            }
            (Some(toestand), gebeurtenis) => toestand.pas_toe(gebeurtenis),
            // A stream always begins with a submission: `beslis` lets nothing else through.
            (None, _) => {}
        }
    }
}

/// What every rule needs to see.
struct Geval<'a> {
    toestand: &'a Toestand,
    werkstroom: &'a crate::werkstroom::Werkstroom,
    opzet: &'a Opzet,
    context: &'a Context,
}

impl Aggregate for Initiatief {
    const TYPE: &'static str = "initiatief";
    type Command = Commando;
    type Event = Gebeurtenis;
    type Error = Weigering;
    type Services = Opzet;

    async fn handle(
        &mut self,
        command: Commando,
        services: &Opzet,
        sink: &EventSink<Self>,
    ) -> Result<(), Weigering> {
        for gebeurtenis in self.beslis(&command, services)? {
            sink.write(gebeurtenis, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: Gebeurtenis) {
        self.pas_toe(&event);
    }
}
