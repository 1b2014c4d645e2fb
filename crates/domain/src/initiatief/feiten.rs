//! Recording a fact at an initiative: who may, when, and how it hangs together with what was recorded before.

use super::Geval;
use super::gebeurtenis::Gebeurtenis;
use super::weigering::Weigering;
use crate::Rol;
use crate::feit::{Feit, Feitsoort, MAX_OPEN, Verband};
use uuid::Uuid;

impl Geval<'_> {
    pub(super) fn leg_vast(&self, feit: &Feit) -> Result<Vec<Gebeurtenis>, Weigering> {
        self.mag_vastleggen(feit.soort)?;
        let stand = &self.toestand.feiten;
        if let Some(veld) = feit.leeg() {
            return Err(Weigering::Leeg(veld));
        }
        self.context.controleer_termijn("uiterlijk", feit.datum("uiterlijk"))?;
        let soort = feit.soort.code;
        let mut feit = feit.clone();
        match feit.soort.verband {
            Verband::Opent => match feit.id {
                Some(id) if stand.open.contains_key(&id) => return Err(Weigering::IdInGebruik(id)),
                Some(_) if stand.open.len() >= MAX_OPEN => {
                    return Err(Weigering::TeVeelOpen { max: MAX_OPEN });
                }
                Some(_) => {}
                None => return Err(Weigering::Leeg("id")),
            },
            Verband::Vervolgt(bij) | Verband::Sluit(bij) => {
                feit.betreft = Some(self.openstaand(soort, bij, feit.betreft)?);
            }
            Verband::SluitMisschien(bij) if feit.betreft.is_some() => {
                self.openstaand(soort, bij, feit.betreft)?;
            }
            Verband::Eenmalig if stand.vastgelegd.contains(soort) => {
                return Err(Weigering::AlVastgelegd(soort));
            }
            Verband::Na(eerst) if !stand.vastgelegd.contains(eerst) => {
                return Err(Weigering::EerstNodig { soort, eerst });
            }
            _ => {}
        }
        Ok(vec![Gebeurtenis::Feit(feit)])
    }

    fn mag_vastleggen(&self, soort: &Feitsoort) -> Result<(), Weigering> {
        let (actor, toestand) = (&self.context.actor, self.toestand);
        let weiger = |omdat| {
            let (wat, rollen, rol) =
                (format!("{:?} vastleggen", soort.code), soort.rollen.to_vec(), actor.rol);
            Err(Weigering::NietBevoegd { wat, rollen, rol, omdat })
        };
        if !soort.rollen.contains(&actor.rol) {
            return weiger(None);
        }
        if actor.rol == Rol::Tlo && actor.gebied.as_ref().is_some_and(|g| *g != toestand.gebied) {
            return weiger(Some("van een ander gebied"));
        }
        let eigen = |afdeling| actor.afdeling.as_ref() == Some(afdeling);
        let betrokken = toestand.opdrachten.values().any(|o| eigen(&o.afdeling))
            || toestand.feiten.open.values().filter_map(|o| o.bij.as_ref()).any(eigen);
        if actor.rol == Rol::Afdeling && !betrokken {
            return weiger(Some("zonder opdracht of vraag bij dit initiatief"));
        }
        // After the end one still looks back, and what was open may still be answered.
        let nazorg = matches!(soort.verband, Verband::Nazorg | Verband::Sluit(_));
        let status = &toestand.status;
        if !nazorg && self.werkstroom.is_einde(status) {
            return Err(Weigering::Beeindigd { status: status.clone(), mogelijk: self.mogelijk() });
        }
        Ok(())
    }

    /// What a fact goes on with: what it names, or the only thing that is open.
    fn openstaand(
        &self,
        soort: &'static str,
        bij: &'static [&'static str],
        betreft: Option<Uuid>,
    ) -> Result<Uuid, Weigering> {
        let stand = &self.toestand.feiten;
        let past = |id: &Uuid| stand.open.get(id).is_some_and(|o| bij.contains(&o.soort.as_str()));
        match betreft.or_else(|| stand.enige(bij)) {
            Some(id) if past(&id) => Ok(id),
            _ => {
                let mogelijk = stand.open.keys().filter(|id| past(id)).copied().collect();
                Err(Weigering::NietOpen { soort, bij, betreft, mogelijk })
            }
        }
    }
}
