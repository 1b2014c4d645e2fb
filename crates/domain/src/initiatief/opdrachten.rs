//! Orders to departments and their whole life: given, accepted, refused, returned, blocked, deblocked, finished,
//! withdrawn, given again.

use super::Geval;
use super::gebeurtenis::{
    Gebeurtenis, OpdrachtGeaccepteerd, OpdrachtGeblokkeerd, OpdrachtGeweigerd, OpdrachtGewijzigd,
    OpdrachtTeruggegeven, OpdrachtUitgezet,
};
use super::handeling::{NieuweOpdracht, Opdrachtactie};
use super::overgangen::bevoegd;
use super::toestand::{Opdracht, Opdrachtstatus};
use super::weigering::Weigering;
use crate::inrichting::Lijst;
use crate::werkstroom::Status;
use crate::{Actor, Naam, Rol};
use std::collections::BTreeSet;
use uuid::Uuid;

/// More unsettled orders than this is a mistake of the sender, and would make the state grow without bound.
const MAX_OPDRACHTEN: usize = 100;

impl Opdrachtactie {
    /// The code in the API.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Accepteer { .. } => "accepteer",
            Self::Weiger { .. } => "weiger",
            Self::GeefTerug { .. } => "geef_terug",
            Self::Blokkeer { .. } => "blokkeer",
            Self::Deblokkeer { .. } => "deblokkeer",
            Self::RondAf { .. } => "rond_af",
            Self::TrekIn { .. } => "trek_in",
            Self::ZetOpnieuwUit { .. } => "zet_opnieuw_uit",
        }
    }

    fn werkwoord(&self) -> &'static str {
        match self {
            Self::Accepteer { .. } => "accepteren",
            Self::Weiger { .. } => "weigeren",
            Self::GeefTerug { .. } => "teruggeven",
            Self::Blokkeer { .. } => "blokkeren",
            Self::Deblokkeer { .. } => "deblokkeren",
            Self::RondAf { .. } => "afronden",
            Self::TrekIn { .. } => "intrekken",
            Self::ZetOpnieuwUit { .. } => "opnieuw uitzetten",
        }
    }

    /// The reason that it gives, and the municipality's own name for it.
    fn reden(&self) -> Option<(&'static str, Option<&Naam>)> {
        match self {
            Self::Weiger { reden, eigen_reden, .. } => Some((reden.code(), eigen_reden.as_ref())),
            Self::GeefTerug { reden, eigen_reden, .. } => Some((reden.code(), eigen_reden.as_ref())),
            Self::Blokkeer { reden, eigen_reden, .. } => Some((reden.code(), eigen_reden.as_ref())),
            _ => None,
        }
    }

    fn voltooid(&self) -> &'static str {
        match self {
            Self::Accepteer { .. } => "geaccepteerd",
            Self::Weiger { .. } => "geweigerd",
            Self::GeefTerug { .. } => "teruggegeven",
            Self::Blokkeer { .. } => "geblokkeerd",
            Self::Deblokkeer { .. } => "gedeblokkeerd",
            Self::RondAf { .. } => "afgerond",
            Self::TrekIn { .. } => "ingetrokken",
            Self::ZetOpnieuwUit { .. } => "opnieuw uitgezet",
        }
    }
}

/// Every action on an order: its code, who may take it, and where the order must stand.
const ACTIES: &[(&str, Rol, &[Opdrachtstatus])] = {
    use Opdrachtstatus::{Geaccepteerd, Geblokkeerd, Geweigerd, Teruggegeven, Uitgezet};
    &[
        ("accepteer", Rol::Afdeling, &[Uitgezet]),
        ("weiger", Rol::Afdeling, &[Uitgezet]),
        ("geef_terug", Rol::Afdeling, &[Uitgezet, Geaccepteerd, Geblokkeerd]),
        ("blokkeer", Rol::Afdeling, &[Geaccepteerd]),
        ("deblokkeer", Rol::Afdeling, &[Geblokkeerd]),
        ("rond_af", Rol::Afdeling, &[Geaccepteerd]),
        ("trek_in", Rol::Tlo, &[Uitgezet, Geaccepteerd, Geblokkeerd, Geweigerd, Teruggegeven]),
        ("zet_opnieuw_uit", Rol::Tlo, &[Geweigerd, Teruggegeven]),
    ]
};

/// The codes of what an actor may do with an order now.
pub fn mogelijke_acties(opdracht: &Opdracht, gebied: &Naam, actor: &Actor) -> Vec<&'static str> {
    (ACTIES.iter())
        .filter(|(_, rol, bij)| {
            bij.contains(&opdracht.status) && mag(*rol, &opdracht.afdeling, gebied, actor)
        })
        .map(|(code, ..)| *code)
        .collect()
}

/// An adviser acts on the orders of its own department, a TLO member on those of its own gebied.
fn mag(rol: Rol, afdeling: &Naam, gebied: &Naam, actor: &Actor) -> bool {
    actor.rol == rol
        && match rol {
            Rol::Afdeling => actor.afdeling.as_ref() == Some(afdeling),
            _ => actor.gebied.as_ref().is_none_or(|g| g == gebied),
        }
}

impl Geval<'_> {
    pub(super) fn zet_opdrachten_uit(
        &self,
        opdrachten: &[NieuweOpdracht],
    ) -> Result<Vec<Gebeurtenis>, Weigering> {
        bevoegd(&[Rol::Tlo], &self.context.actor, self.toestand, "een opdracht uitzetten")?;
        let status = self.toestand.status.clone();
        if self.werkstroom.is_einde(&status) {
            return Err(Weigering::Beeindigd { status, mogelijk: self.mogelijk() });
        }
        if !self.werkstroom.status(&status).is_some_and(Status::kent_opdrachten) {
            return Err(Weigering::GeenOpdrachtenNu { status, mogelijk: self.mogelijk() });
        }
        if opdrachten.is_empty() {
            return Err(Weigering::AantalOpdrachten { max: MAX_OPDRACHTEN });
        }
        self.opdrachten_uitgezet(opdrachten)
    }

    pub(super) fn opdrachten_uitgezet(
        &self,
        opdrachten: &[NieuweOpdracht],
    ) -> Result<Vec<Gebeurtenis>, Weigering> {
        let lopend = &self.toestand.opdrachten;
        if lopend.len() + opdrachten.len() > MAX_OPDRACHTEN {
            return Err(Weigering::AantalOpdrachten { max: MAX_OPDRACHTEN });
        }
        let (mut ids, mut afdelingen) = (BTreeSet::new(), BTreeSet::new());
        for (i, nieuw) in opdrachten.iter().enumerate() {
            if lopend.contains_key(&nieuw.id) || !ids.insert(nieuw.id) {
                return Err(Weigering::IdInGebruik(nieuw.id));
            }
            // One ball per department: a second order would hide how long the first has waited.
            let dubbel = (lopend.iter().find(|(_, o)| o.afdeling == nieuw.afdeling)).map(|(id, _)| *id);
            let dubbel = dubbel.or_else(|| (!afdelingen.insert(&nieuw.afdeling)).then_some(nieuw.id));
            if let Some(opdracht) = dubbel {
                let afdeling = nieuw.afdeling.to_string();
                return Err(Weigering::AfdelingHeeftOpdracht { afdeling, opdracht });
            }
            if nieuw.omschrijving.is_leeg() {
                return Err(Weigering::Leeg("omschrijving"));
            }
            self.context.controleer_termijn("uiterlijk", nieuw.uiterlijk)?;
            let (veld, op) = (format!("opdrachten/{i}/afdeling"), self.context.plaatsgevonden);
            self.opzet.inrichting.controleer(Lijst::Afdelingen, &veld, &nieuw.afdeling, op)?;
        }
        let uitgezet = opdrachten.iter().cloned().map(|nieuw| {
            Gebeurtenis::OpdrachtUitgezet(OpdrachtUitgezet {
                opdracht: nieuw.id,
                afdeling: nieuw.afdeling,
                omschrijving: nieuw.omschrijving,
                uiterlijk: nieuw.uiterlijk,
            })
        });
        Ok(uitgezet.collect())
    }

    pub(super) fn opdracht(&self, id: Uuid, actie: &Opdrachtactie) -> Result<Vec<Gebeurtenis>, Weigering> {
        let opdracht = self.toestand.opdrachten.get(&id).ok_or(Weigering::OnbekendeOpdracht(id))?;
        let actor = &self.context.actor;
        let regel = ACTIES.iter().find(|(code, ..)| *code == actie.code());
        let Some((_, rol, bij)) = regel else { return Err(Weigering::OnbekendeOpdracht(id)) };
        if !mag(*rol, &opdracht.afdeling, &self.toestand.gebied, actor) {
            return Err(Weigering::NietBevoegd {
                wat: format!("een opdracht aan {} {}", opdracht.afdeling, actie.werkwoord()),
                rollen: vec![*rol],
                rol: actor.rol,
                omdat: (actor.rol == *rol).then_some(match rol {
                    Rol::Afdeling => "van een andere afdeling",
                    _ => "van een ander gebied",
                }),
            });
        }
        if !bij.contains(&opdracht.status) {
            let mogelijk = (ACTIES.iter().filter(|(.., bij)| bij.contains(&opdracht.status)))
                .map(|(code, ..)| *code)
                .collect();
            return Err(Weigering::OpdrachtStatus {
                wat: actie.voltooid(),
                status: opdracht.status,
                mogelijk,
            });
        }
        if let Some((reden, eigen)) = actie.reden() {
            self.opzet.inrichting.controleer_reden(reden, eigen, self.context.plaatsgevonden)?;
        }
        Ok(vec![gebeurtenis(id, actie)?])
    }
}

fn gebeurtenis(opdracht: Uuid, actie: &Opdrachtactie) -> Result<Gebeurtenis, Weigering> {
    use Gebeurtenis as G;
    use Opdrachtactie as A;
    let gewijzigd = |toelichting| OpdrachtGewijzigd { opdracht, toelichting };
    if let A::Weiger { toelichting, .. }
    | A::GeefTerug { toelichting, .. }
    | A::Blokkeer { toelichting, .. }
    | A::TrekIn { toelichting } = actie
        && toelichting.is_leeg()
    {
        return Err(Weigering::Leeg("toelichting"));
    }
    Ok(match actie.clone() {
        A::Accepteer { behandelaar, toelichting } => {
            G::OpdrachtGeaccepteerd(OpdrachtGeaccepteerd { opdracht, behandelaar, toelichting })
        }
        A::Weiger { reden, eigen_reden, toelichting } => {
            G::OpdrachtGeweigerd(OpdrachtGeweigerd { opdracht, reden, eigen_reden, toelichting })
        }
        A::GeefTerug { reden, eigen_reden, toelichting } => {
            G::OpdrachtTeruggegeven(OpdrachtTeruggegeven { opdracht, reden, eigen_reden, toelichting })
        }
        A::Blokkeer { reden, eigen_reden, toelichting } => {
            G::OpdrachtGeblokkeerd(OpdrachtGeblokkeerd { opdracht, reden, eigen_reden, toelichting })
        }
        A::Deblokkeer { toelichting } => G::OpdrachtGedeblokkeerd(gewijzigd(toelichting)),
        A::RondAf { toelichting } => G::OpdrachtAfgerond(gewijzigd(toelichting)),
        A::TrekIn { toelichting } => G::OpdrachtIngetrokken(gewijzigd(Some(toelichting))),
        A::ZetOpnieuwUit { toelichting } => G::OpdrachtHeruitgezet(gewijzigd(toelichting)),
    })
}
