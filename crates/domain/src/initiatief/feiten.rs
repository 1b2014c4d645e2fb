//! Recording a fact at an initiative.

use super::Geval;
use super::gebeurtenis::Gebeurtenis;
use super::handeling::NieuweOvergang;
use super::weigering::Weigering;
use crate::feit::{Feit, Kring, Verband};
use crate::werkstroom::Overgangsoort;
use crate::{Gevoelig, Naam};

impl Geval<'_> {
    pub(super) fn leg_vast(&self, feit: &Feit) -> Result<Vec<Gebeurtenis>, Weigering> {
        let toestand = self.toestand;
        let betrokken = |afdeling: &Naam| toestand.opdrachten.values().any(|o| o.afdeling == *afdeling);
        let status = &toestand.status;
        let einde = self.werkstroom.is_einde(status).then(|| (status.clone(), self.mogelijk()));
        let kring = Kring { gebied: &toestand.gebied, betrokken: &betrokken, einde };
        let feit = toestand.feiten.beslis(feit, self.context, &kring)?;
        self.opzet.inrichting.controleer_feit(&feit, self.context.plaatsgevonden)?;
        let slot = match feit.soort.verband {
            Verband::Beeindigt => self.trek_in(feit.tekst("toelichting"))?,
            _ => Vec::new(),
        };
        Ok([vec![Gebeurtenis::Feit(feit)], slot].concat())
    }

    /// The withdrawal that the definition has from here.
    fn trek_in(&self, motivering: Option<&Gevoelig>) -> Result<Vec<Gebeurtenis>, Weigering> {
        let status = &self.toestand.status;
        let mut vanaf_hier = self.werkstroom.overgangen_van(status);
        let trek_in = vanaf_hier.find(|o| o.soort == Overgangsoort::TrekIn).ok_or_else(|| {
            let (overgang, status) = (Overgangsoort::TrekIn.code().to_owned(), status.clone());
            Weigering::OvergangNietMogelijk { overgang, status, mogelijk: self.mogelijk() }
        })?;
        let (overgang, motivering) = (trek_in.code.clone(), motivering.cloned());
        self.overgang(&NieuweOvergang { overgang, motivering, ..NieuweOvergang::default() })
    }
}
