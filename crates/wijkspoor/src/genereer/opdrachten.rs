//! What departments do with the orders of a made-up initiative.

use super::leven::{Actie, Leven, overgang};
use uuid::Uuid;
use wijkspoor_domain::initiatief::gebeurtenis::{Terugreden, Weigerreden};
use wijkspoor_domain::initiatief::handeling::{NieuweOpdracht, NieuweOvergang, Opdrachtactie};
use wijkspoor_domain::{Gevoelig, Naam, Rol};

impl Leven<'_> {
    pub(super) fn draag_over(&mut self) {
        let aantal = self.kans.kies(&[(0.6, 1), (0.27, 2), (0.13, 3)]).copied().unwrap_or(1);
        let mut afdelingen: Vec<Naam> = Vec::new();
        for _ in 0..aantal {
            let afdeling = self.kans.scheef(&self.wereld.afdelingen).cloned();
            afdelingen.extend(afdeling.filter(|afdeling| !afdelingen.contains(afdeling)));
        }
        let opdrachten: Vec<NieuweOpdracht> = (afdelingen.into_iter())
            .map(|afdeling| NieuweOpdracht {
                id: self.nieuw_id(),
                afdeling,
                omschrijving: Gevoelig::new("Kan dit, en wat kost het?"),
                uiterlijk: None,
            })
            .collect();
        let gegeven: Vec<_> = opdrachten.iter().map(|o| (o.id, o.afdeling.clone())).collect();
        if !self.overgang(Rol::Tlo, NieuweOvergang { opdrachten, ..overgang("draag_over") }) {
            return;
        }
        for (id, afdeling) in gegeven {
            self.wacht_op_antwoord(id, afdeling);
        }
        if self.kans.komt_uit(0.07) {
            self.na(60.0, 0.5, Actie::Escaleer);
        }
    }

    /// Departments differ: the later in the list, the slower. Some orders are never answered.
    pub(super) fn wacht_op_antwoord(&mut self, id: Uuid, afdeling: Naam) {
        let plaats = self.wereld.afdelingen.iter().position(|a| *a == afdeling).unwrap_or(0);
        #[expect(clippy::cast_precision_loss, reason = "a place in a short list")]
        let mediaan = 6.0 + 2.5 * plaats as f64;
        if !self.kans.komt_uit(0.04) {
            self.na(mediaan, 1.0, Actie::Antwoord(id, afdeling));
        }
    }

    pub(super) fn antwoord(&mut self, id: Uuid, afdeling: Naam) {
        let toelichting = || Gevoelig::new("Zie de opdracht.");
        if self.kans.komt_uit(0.76) {
            let accepteer = Opdrachtactie::Accepteer { behandelaar: None, toelichting: None };
            if !self.opdracht(Rol::Afdeling, id, &afdeling, accepteer) {
                return;
            }
            match self.kans.komt_uit(0.25) {
                true => self.na(12.0, 0.8, Actie::Blokkeer(id, afdeling)),
                false => self.na(28.0, 0.9, Actie::RondAf(id, afdeling)),
            }
            return;
        }
        let actie = match self.kans.komt_uit(0.35) {
            true => {
                let reden = self.kans.kies(&[
                    (0.4, Weigerreden::GeenCapaciteit),
                    (0.3, Weigerreden::GeenTaak),
                    (0.3, Weigerreden::GeenBudget),
                ]);
                Opdrachtactie::Weiger {
                    reden: reden.copied().unwrap_or(Weigerreden::GeenTaak),
                    eigen_reden: None,
                    toelichting: toelichting(),
                }
            }
            false => {
                let reden =
                    self.kans.kies(&[(0.5, Terugreden::Onvolledig), (0.5, Terugreden::VerkeerdeAfdeling)]);
                Opdrachtactie::GeefTerug {
                    reden: reden.copied().unwrap_or(Terugreden::Onvolledig),
                    eigen_reden: None,
                    toelichting: toelichting(),
                }
            }
        };
        if self.opdracht(Rol::Afdeling, id, &afdeling, actie) {
            self.na(6.0, 0.9, Actie::Opnieuw(id, afdeling));
        }
    }
}
