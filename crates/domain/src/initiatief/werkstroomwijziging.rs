//! Moving a running initiative to another version of its definition: an explicit command, with the reasons recorded at
//! every initiative. What cannot go on over there is stranded and stays where it is.

use super::Geval;
use super::gebeurtenis::{Gebeurtenis, WerkstroomGewijzigd};
use super::handeling::Werkstroomwijziging;
use super::weigering::{Weigering, heeft_rol};
use crate::werkstroom::{Doel, Werkstroom, WerkstroomRef};
use crate::{Actor, Opzet, Rol};
use std::collections::{BTreeMap, BTreeSet};

impl Geval<'_> {
    pub(super) fn wijzig_werkstroom(
        &self,
        wijziging: &Werkstroomwijziging,
    ) -> Result<Vec<Gebeurtenis>, Weigering> {
        let toestand = self.toestand;
        let nieuw = wijziging.controleer(&toestand.werkstroom, &self.context.actor, self.opzet)?;
        let Werkstroomwijziging { naar, vertaling, mandaat, motivering } = wijziging;
        let van = toestand.status.clone();
        if self.werkstroom.is_einde(&van) {
            return Err(Weigering::Beeindigd { status: van, mogelijk: Vec::new() });
        }
        let vertaal = |status: &str| vertaling.get(status).map_or(status, String::as_str).to_owned();
        let status = vertaal(&van);
        let herkomst: BTreeMap<String, String> = (toestand.herkomst.iter())
            .map(|(status, herkomst)| (vertaal(status), vertaal(herkomst)))
            .filter(|(status, herkomst)| nieuw.status(status).and(nieuw.status(herkomst)).is_some())
            .collect();
        if let Some(waarom) = gestrand(nieuw, &status, &herkomst, toestand.opdrachten.len()) {
            return Err(Weigering::Gestrand { status: van, waarom });
        }
        Ok(vec![Gebeurtenis::WerkstroomGewijzigd(WerkstroomGewijzigd {
            van: toestand.werkstroom.clone(),
            naar: naar.clone(),
            status_van: van,
            status,
            herkomst,
            mandaat: mandaat.clone(),
            motivering: motivering.clone(),
        })])
    }
}

impl Werkstroomwijziging {
    /// Whether it can be asked at all, of initiatives that follow `van`; gives the definition to which it leads.
    ///
    /// # Errors
    /// When the actor may not, or something that it names does not exist.
    pub fn controleer<'a>(
        &self,
        van: &WerkstroomRef,
        actor: &Actor,
        opzet: &'a Opzet,
    ) -> Result<&'a Werkstroom, Weigering> {
        heeft_rol(&[Rol::Beheerder], actor, "een initiatief naar een andere werkstroom brengen")?;
        if self.naar == *van {
            return Err(Weigering::ZelfdeWerkstroom(van.clone()));
        }
        let zoek = |r: &WerkstroomRef| {
            opzet.werkstromen.zoek(r).ok_or_else(|| Weigering::OnbekendeWerkstroom(r.clone()))
        };
        let (oud, nieuw) = (zoek(van)?, zoek(&self.naar)?);
        if self.motivering.is_leeg() {
            return Err(Weigering::Leeg("motivering"));
        }
        let zijden = self.vertaling.iter().flat_map(|(van, naar)| [(van, van, oud), (van, naar, nieuw)]);
        for (sleutel, status, werkstroom) in zijden {
            if werkstroom.status(status).is_none() {
                let mogelijk = werkstroom.statussen.iter().map(|s| s.code.clone()).collect();
                let (veld, status) = (format!("vertaling/{sleutel}"), status.clone());
                return Err(Weigering::OnbekendeStatus { veld, status, mogelijk });
            }
        }
        Ok(nieuw)
    }
}

/// Why an initiative could not go on in a status of the new definition.
fn gestrand(
    nieuw: &Werkstroom,
    status: &str,
    herkomst: &BTreeMap<String, String>,
    opdrachten: usize,
) -> Option<String> {
    let Some(doel) = nieuw.status(status) else {
        return Some(format!("de nieuwe versie kent geen status {status:?}; noem er een in vertaling"));
    };
    if doel.fase.is_einde() {
        return Some(format!("{status:?} is daar een eindstatus"));
    }
    if opdrachten > 0 && !doel.kent_opdrachten() {
        return Some(format!("er lopen {opdrachten} opdrachten, en in {status:?} heeft geen afdeling die"));
    }
    // From where it goes back to, it may be able to go back again.
    let (mut hier, mut geweest) = (status, BTreeSet::new());
    while geweest.insert(hier) {
        let overgang = nieuw.overgangen_van(hier).find(|o| o.naar == Doel::Herkomst)?;
        let daar = herkomst.get(hier).map(String::as_str);
        let Some(daar) = daar.filter(|daar| nieuw.doelen(overgang, hier).contains(daar)) else {
            let code = &overgang.code;
            return Some(format!(
                "{code:?} gaat terug naar waar het vandaan kwam, en dat is daar geen status om naar terug te gaan"
            ));
        };
        hier = daar;
    }
    None
}
