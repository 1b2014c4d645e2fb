//! Decisions and their reversal.

use super::Geval;
use super::gebeurtenis::{BesluitGenomen, BesluitTeruggedraaid, Gebeurtenis};
use super::handeling::NieuwBesluit;
use super::overgangen::bevoegd;
use super::weigering::Weigering;
use crate::inrichting::Lijst;
use crate::{Gevoelig, Naam, Rol};
use uuid::Uuid;

const BESLISSERS: &[Rol] = &[Rol::Tlo, Rol::Afdeling, Rol::Management, Rol::Bestuur];

impl Geval<'_> {
    pub(super) fn neem_besluit(&self, besluit: &NieuwBesluit) -> Result<Vec<Gebeurtenis>, Weigering> {
        bevoegd(BESLISSERS, &self.context.actor, self.toestand, "een besluit nemen")?;
        Ok(vec![self.besluit_genomen(besluit)?])
    }

    /// The event of a decision, on its own or with a transition.
    pub(super) fn besluit_genomen(&self, besluit: &NieuwBesluit) -> Result<Gebeurtenis, Weigering> {
        if self.toestand.besluiten.contains_key(&besluit.id) {
            return Err(Weigering::IdInGebruik(besluit.id));
        }
        if besluit.motivering.is_leeg() {
            return Err(Weigering::Leeg("motivering"));
        }
        self.controleer_portefeuille("besluit/portefeuille", besluit.portefeuille.as_ref())?;
        Ok(Gebeurtenis::BesluitGenomen(BesluitGenomen {
            besluit: besluit.id,
            soort: besluit.soort,
            mandaat: besluit.mandaat.clone(),
            motivering: besluit.motivering.clone(),
            grondslag: besluit.grondslag.clone(),
            hoedanigheid: besluit.hoedanigheid,
            portefeuille: besluit.portefeuille.clone(),
            alternatieven: besluit.alternatieven.clone(),
            status: self.toestand.status.clone(),
        }))
    }

    pub(super) fn controleer_portefeuille(&self, veld: &str, naam: Option<&Naam>) -> Result<(), Weigering> {
        naam.map_or(Ok(()), |naam| {
            let op = self.context.plaatsgevonden;
            self.opzet.inrichting.controleer(Lijst::Portefeuilles, veld, naam, op)
        })
    }

    /// A decision may be reversed in any status: that it was late is what must be seen.
    pub(super) fn draai_besluit_terug(
        &self,
        besluit: Uuid,
        motivering: &Gevoelig,
    ) -> Result<Vec<Gebeurtenis>, Weigering> {
        if !self.toestand.besluiten.contains_key(&besluit) {
            return Err(Weigering::OnbekendBesluit(besluit));
        }
        bevoegd(BESLISSERS, &self.context.actor, self.toestand, "een besluit terugdraaien")?;
        if motivering.is_leeg() {
            return Err(Weigering::Leeg("motivering"));
        }
        Ok(vec![Gebeurtenis::BesluitTeruggedraaid(BesluitTeruggedraaid {
            besluit,
            motivering: motivering.clone(),
            status: self.toestand.status.clone(),
        })])
    }
}
