//! Recording a fact at an initiative.

use super::Geval;
use super::gebeurtenis::Gebeurtenis;
use super::weigering::Weigering;
use crate::Naam;
use crate::feit::{Feit, Kring};

impl Geval<'_> {
    pub(super) fn leg_vast(&self, feit: &Feit) -> Result<Vec<Gebeurtenis>, Weigering> {
        let toestand = self.toestand;
        let betrokken = |afdeling: &Naam| toestand.opdrachten.values().any(|o| o.afdeling == *afdeling);
        let status = &toestand.status;
        let einde = self.werkstroom.is_einde(status).then(|| (status.clone(), self.mogelijk()));
        let kring = Kring { gebied: &toestand.gebied, betrokken: &betrokken, einde };
        Ok(vec![Gebeurtenis::Feit(toestand.feiten.beslis(feit, self.context, &kring)?)])
    }
}
