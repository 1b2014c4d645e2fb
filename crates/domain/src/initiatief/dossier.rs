//! What adds to the dossier without moving the initiative: feedback, people, notes, reported stalls.

use super::Geval;
use super::gebeurtenis::{
    BehandelaarGewijzigd, Gebeurtenis, KartrekkerGewijzigd, NotitieToegevoegd, PartnerToegevoegd,
    StagnatieGemeld, StagnatieOpgeheven, TerugkoppelingGegeven,
};
use super::handeling::Dossierhandeling;
use super::overgangen::bevoegd;
use super::weigering::Weigering;
use crate::{Gevoelig, Rol};

/// Everybody who takes part in the process.
const DEELNEMERS: &[Rol] =
    &[Rol::Initiatiefnemer, Rol::Tlo, Rol::Afdeling, Rol::Management, Rol::Bestuur, Rol::Systeem];
/// Those who speak to the applicant for the municipality.
const GEMEENTE: &[Rol] = &[Rol::Tlo, Rol::Afdeling, Rol::Management, Rol::Bestuur, Rol::Systeem];

impl Geval<'_> {
    pub(super) fn dossier(&self, handeling: &Dossierhandeling) -> Result<Vec<Gebeurtenis>, Weigering> {
        use Dossierhandeling as D;
        let (rollen, wat) = match handeling {
            D::GeefTerugkoppeling { .. } => (GEMEENTE, "een terugkoppeling geven"),
            D::WijzigBehandelaar { .. } => (&[Rol::Tlo, Rol::Systeem][..], "de behandelaar wijzigen"),
            D::WijzigKartrekker { .. } => {
                (&[Rol::Initiatiefnemer, Rol::Tlo, Rol::Systeem][..], "de kartrekker wijzigen")
            }
            D::VoegPartnerToe { .. } => (&[Rol::Tlo, Rol::Systeem][..], "een partner toevoegen"),
            D::Noteer { .. } => (DEELNEMERS, "een notitie toevoegen"),
            D::MeldStagnatie { .. } => (DEELNEMERS, "stagnatie melden"),
            D::HefStagnatieOp { .. } => (DEELNEMERS, "stagnatie opheffen"),
        };
        bevoegd(rollen, &self.context.actor, self.toestand, wat)?;
        // After the end one still speaks and notes, but nobody is moved any more.
        let nazorg = matches!(handeling, D::GeefTerugkoppeling { .. } | D::Noteer { .. });
        let status = &self.toestand.status;
        if !nazorg && self.werkstroom.is_einde(status) {
            return Err(Weigering::Beeindigd { status: status.clone(), mogelijk: self.mogelijk() });
        }
        self.gebeurtenis(handeling.clone()).map(|g| vec![g])
    }

    fn gebeurtenis(&self, handeling: Dossierhandeling) -> Result<Gebeurtenis, Weigering> {
        use Dossierhandeling as D;
        use Gebeurtenis as G;
        Ok(match handeling {
            D::GeefTerugkoppeling { kanaal, bericht } => {
                gevuld(&bericht, "bericht")?;
                G::TerugkoppelingGegeven(TerugkoppelingGegeven { kanaal, bericht })
            }
            D::WijzigBehandelaar { behandelaar, overdracht } => {
                gevuld(&behandelaar, "behandelaar")?;
                G::BehandelaarGewijzigd(BehandelaarGewijzigd { behandelaar, overdracht })
            }
            D::WijzigKartrekker { kartrekker, toelichting } => {
                if kartrekker.is_none() && !self.toestand.kartrekker {
                    return Err(Weigering::GeenKartrekker);
                }
                if let Some(kartrekker) = &kartrekker {
                    gevuld(kartrekker, "kartrekker")?;
                }
                G::KartrekkerGewijzigd(KartrekkerGewijzigd { kartrekker, toelichting })
            }
            D::VoegPartnerToe { partner, bijdrage } => {
                if self.toestand.partners.contains(&partner) {
                    return Err(Weigering::PartnerBekend(partner.to_string()));
                }
                G::PartnerToegevoegd(PartnerToegevoegd { partner, bijdrage })
            }
            D::Noteer { soort, tekst, partij } => {
                gevuld(&tekst, "tekst")?;
                G::NotitieToegevoegd(NotitieToegevoegd { soort, tekst, partij })
            }
            D::MeldStagnatie { oorzaak, eigen_reden, toelichting, wacht_op } => {
                let op = self.context.plaatsgevonden;
                self.opzet.inrichting.controleer_reden(oorzaak.code(), eigen_reden.as_ref(), op)?;
                gevuld(&toelichting, "toelichting")?;
                G::StagnatieGemeld(StagnatieGemeld { oorzaak, eigen_reden, toelichting, wacht_op })
            }
            D::HefStagnatieOp { toelichting } => {
                if self.toestand.stagnatie.is_none() {
                    return Err(Weigering::GeenStagnatie);
                }
                G::StagnatieOpgeheven(StagnatieOpgeheven { toelichting })
            }
        })
    }
}

fn gevuld(tekst: &Gevoelig, veld: &'static str) -> Result<(), Weigering> {
    if tekst.is_leeg() { Err(Weigering::Leeg(veld)) } else { Ok(()) }
}
