//! Submitting an initiative.

use super::gebeurtenis::{Gebeurtenis, InitiatiefIngediend};
use super::handeling::{Context, Indiening};
use super::weigering::Weigering;
use crate::inrichting::Lijst;
use crate::werkstroom::WerkstroomRef;
use crate::{Opzet, Rol};

/// Anybody in the process may file, also a department (De Laar does) and an integration.
const INDIENERS: &[Rol] =
    &[Rol::Initiatiefnemer, Rol::Tlo, Rol::Afdeling, Rol::Management, Rol::Bestuur, Rol::Systeem];

fn weiger<T>(rol: Rol, omdat: Option<&'static str>) -> Result<T, Weigering> {
    let (wat, rollen) = ("een initiatief indienen".to_owned(), INDIENERS.to_vec());
    Err(Weigering::NietBevoegd { wat, rollen, rol, omdat })
}

pub(super) fn beslis(
    indiening: &Indiening,
    context: &Context,
    opzet: &Opzet,
) -> Result<Vec<Gebeurtenis>, Weigering> {
    let rol = context.actor.rol;
    if !INDIENERS.contains(&rol) {
        return weiger(rol, None);
    }
    // A TLO member files for its own gebied: in another it could not even see what it filed.
    if rol == Rol::Tlo && context.actor.gebied.as_ref().is_some_and(|gebied| *gebied != indiening.gebied) {
        return weiger(rol, Some("van een ander gebied"));
    }
    let code = indiening.werkstroom.as_deref().unwrap_or(opzet.inrichting.werkstroom());
    let werkstroom =
        (opzet.werkstromen.nieuwste(code)).ok_or_else(|| Weigering::GeenWerkstroom(code.to_owned()))?;
    if indiening.titel.is_leeg() {
        return Err(Weigering::Leeg("titel"));
    }
    let (inrichting, op) = (&opzet.inrichting, context.plaatsgevonden);
    inrichting.controleer(Lijst::Gebieden, "gebied", &indiening.gebied, op)?;
    inrichting.controleer_wijken(&indiening.gebied, &indiening.wijken, op)?;
    inrichting.controleer(Lijst::Themas, "thema", &indiening.thema, op)?;
    let i = indiening.clone();
    Ok(vec![Gebeurtenis::InitiatiefIngediend(InitiatiefIngediend {
        werkstroom: WerkstroomRef { code: werkstroom.code.clone(), versie: werkstroom.versie },
        status: werkstroom.begin.clone(),
        titel: i.titel,
        omschrijving: i.omschrijving,
        gebied: i.gebied,
        wijken: i.wijken,
        thema: i.thema,
        oorsprong: i.oorsprong,
        categorie: i.categorie,
        initiatiefnemers: i.initiatiefnemers,
        contact: i.contact,
        kenmerk: i.kenmerk,
    })])
}
