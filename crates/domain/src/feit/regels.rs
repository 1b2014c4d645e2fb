//! The rules on recording a fact, the same for every stream: who may, and how it hangs together with what was
//! recorded before.

use super::inhoud::Feit;
use super::soort::{Feitsoort, Verband};
use super::stand::{Feitenstand, MAX_OPEN};
use crate::initiatief::{Context, Weigering, heeft_rol};
use crate::{Actor, Naam, Rol};
use uuid::Uuid;

/// What the rules must know of the stream around the facts.
pub(crate) struct Kring<'a> {
    /// Its area; a TLO member acts in its own only.
    pub gebied: &'a Naam,
    /// Whether this department has something to do here, beside what it was asked.
    pub betrokken: &'a dyn Fn(&Naam) -> bool,
    /// The end in which it is, if it is, and what can be done about that.
    pub einde: Option<(String, Vec<String>)>,
}

impl Feitenstand {
    /// The fact as it is recorded: with what it answers, where there is only one such thing.
    pub(crate) fn beslis(&self, feit: &Feit, context: &Context, kring: &Kring) -> Result<Feit, Weigering> {
        let soort = feit.soort;
        self.bevoegd(soort, &context.actor, kring)?;
        // After the end one still looks back, and what was open may still be answered.
        let nazorg = matches!(soort.verband, Verband::Nazorg | Verband::Sluit(_));
        if let Some((status, mogelijk)) = kring.einde.clone().filter(|_| !nazorg) {
            return Err(Weigering::Beeindigd { status, mogelijk });
        }
        if let Some(veld) = feit.leeg() {
            return Err(Weigering::Leeg(veld));
        }
        context.controleer_termijn("uiterlijk", feit.datum("uiterlijk"))?;
        self.verband(feit)
    }

    fn bevoegd(&self, soort: &Feitsoort, actor: &Actor, kring: &Kring) -> Result<(), Weigering> {
        let wat = format!("{:?} vastleggen", soort.code);
        heeft_rol(soort.rollen, actor, &wat)?;
        let weiger = |omdat| Err(Weigering::niet_bevoegd(soort.rollen, actor, &wat, Some(omdat)));
        if actor.rol == Rol::Tlo && actor.gebied.as_ref().is_some_and(|g| g != kring.gebied) {
            return weiger("van een ander gebied");
        }
        let gevraagd = |afdeling: &Naam| self.open.values().any(|o| o.bij.as_ref() == Some(afdeling));
        let betrokken = actor.afdeling.as_ref().is_some_and(|a| (kring.betrokken)(a) || gevraagd(a));
        if actor.rol == Rol::Afdeling && !betrokken {
            return weiger("zonder opdracht of vraag hier");
        }
        Ok(())
    }

    fn verband(&self, feit: &Feit) -> Result<Feit, Weigering> {
        let code = feit.soort.code;
        let mut feit = feit.clone();
        match feit.soort.verband {
            Verband::Opent => match feit.id {
                Some(id) if self.open.contains_key(&id) => return Err(Weigering::IdInGebruik(id)),
                Some(_) if self.open.len() >= MAX_OPEN => {
                    return Err(Weigering::TeVeelOpen { max: MAX_OPEN });
                }
                Some(_) => {}
                None => return Err(Weigering::Leeg("id")),
            },
            Verband::Vervolgt(bij) | Verband::Sluit(bij) => {
                feit.betreft = Some(self.openstaand(code, bij, feit.betreft)?);
            }
            Verband::SluitMisschien(bij) if feit.betreft.is_some() => {
                self.openstaand(code, bij, feit.betreft)?;
            }
            Verband::Eenmalig if self.vastgelegd.contains(code) => return Err(Weigering::AlVastgelegd(code)),
            Verband::Na(eerst) if !self.vastgelegd.contains(eerst) => {
                return Err(Weigering::EerstNodig { soort: code, eerst });
            }
            _ => {}
        }
        Ok(feit)
    }

    /// What a fact goes on with: what it names, or the only thing that is open.
    fn openstaand(
        &self,
        soort: &'static str,
        bij: &'static [&'static str],
        betreft: Option<Uuid>,
    ) -> Result<Uuid, Weigering> {
        let past = |id: &Uuid| self.open.get(id).is_some_and(|o| bij.contains(&o.soort.as_str()));
        match betreft.or_else(|| self.enige(bij)) {
            Some(id) if past(&id) => Ok(id),
            _ => {
                let mogelijk = self.open.keys().filter(|id| past(id)).copied().collect();
                Err(Weigering::NietOpen { soort, bij, betreft, mogelijk })
            }
        }
    }
}
