//! What the clock signals, and what the definition proposes to do about it.

use super::Geval;
use super::gebeurtenis::{Gebeurtenis, TermijnGesignaleerd, Tijdsignaal};
use super::handeling::Signalering;
use super::overgangen::bevoegd;
use super::weigering::Weigering;
use crate::Rol;

impl Geval<'_> {
    pub(super) fn signaleer(&self, s: &Signalering) -> Result<Vec<Gebeurtenis>, Weigering> {
        bevoegd(&[Rol::Systeem], &self.context.actor, self.toestand, "een termijn signaleren")?;
        let status = &self.toestand.status;
        if self.werkstroom.is_einde(status) {
            return Err(Weigering::Beeindigd { status: status.clone(), mogelijk: self.mogelijk() });
        }
        let nadert = s.signaal == Tijdsignaal::TermijnNadert;
        if nadert == (self.context.plaatsgevonden.dag() > s.uiterlijk) {
            return Err(Weigering::SignaalPastNiet { uiterlijk: s.uiterlijk });
        }
        let voorstel = self.werkstroom.status(status).and_then(|s| s.bij_overschrijding.clone());
        Ok(vec![Gebeurtenis::TermijnGesignaleerd(TermijnGesignaleerd {
            signaal: s.signaal,
            partij: s.partij.clone(),
            bij: s.bij,
            termijn: s.termijn.clone(),
            uiterlijk: s.uiterlijk,
            voorstel: voorstel.filter(|_| s.signaal.vraagt_escalatie()),
        })])
    }
}
