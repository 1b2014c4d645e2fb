//! Destroying the dossier of an initiative when its term is over: what the archive law asks, and what stands in the way.

use super::Geval;
use super::gebeurtenis::{DossierVernietigd, Gebeurtenis};
use super::handeling::Vernietiging;
use super::weigering::{Weigering, heeft_rol};
use crate::archief::Waardering;
use crate::moment::Moment;
use crate::vernietiging::MAG_UITVOEREN;

impl Geval<'_> {
    /// Never before its date, never what is kept, never what is still worked on.
    pub(super) fn vernietig(&self, v: &Vernietiging) -> Result<Vec<Gebeurtenis>, Weigering> {
        let (toestand, inrichting) = (self.toestand, &self.opzet.inrichting);
        heeft_rol(MAG_UITVOEREN, &self.context.actor, "een dossier vernietigen")?;
        let niet = |waarom: String| Err(Weigering::NietTeVernietigen(waarom));
        let Some(status) = self.werkstroom.status(&toestand.status).filter(|status| status.fase.is_einde())
        else {
            return niet(format!("het initiatief is niet gesloten, maar {}", toestand.status));
        };
        let Some(bewaring) = inrichting.bewaring(&status.code, status.fase, v.gesloten) else {
            return niet(format!("voor {} is geen resultaattype ingericht", status.code));
        };
        let (Waardering::Vernietigen(termijn), Some(archiefactiedatum)) =
            (bewaring.resultaattype.waardering, bewaring.archiefactiedatum)
        else {
            return niet(format!("{} wordt blijvend bewaard", status.code));
        };
        if !bewaring.mag_weg(Moment::tijdstip(self.context.nu).dag()) {
            return niet(format!("de bewaartermijn loopt nog: vernietigen mag vanaf {archiefactiedatum}"));
        }
        match (toestand.opdrachten.len(), toestand.feiten.open.len()) {
            (0, 0) => {}
            (opdrachten, vragen) => {
                return niet(format!(
                    "er loopt nog iets: {opdrachten} opdrachten niet afgehandeld, {vragen} vragen niet beantwoord"
                ));
            }
        }
        Ok(vec![Gebeurtenis::DossierVernietigd(DossierVernietigd {
            lijst: v.lijst,
            selectielijst: inrichting.selectielijst.clone(),
            categorie: bewaring.resultaattype.categorie.clone(),
            bewaartermijn: termijn.to_string(),
            brondatum: bewaring.brondatum,
            archiefactiedatum,
        })])
    }
}
