//! Every kind of fact, a file for each subject.

mod afspraken;
mod belangen;
mod geld;
mod hulp;
mod route;
mod termijnen;

use super::{Feitsoort, Veld, Vorm, ook, veld};
use crate::Rol;
use crate::inrichting::Lijst;
use crate::reeks::{Budgetsoort, Programmasoort, Reekssoort, Signaalsoort};

/// The kinds that are recorded at an initiative.
pub const INITIATIEF: &[&[Feitsoort]] = &[
    afspraken::SOORTEN,
    belangen::SOORTEN,
    geld::SOORTEN,
    hulp::SOORTEN,
    route::SOORTEN,
    termijnen::SOORTEN,
];

/// Every kind, in the order of the documentation.
pub fn alle() -> impl Iterator<Item = &'static Feitsoort> {
    let initiatief = INITIATIEF.iter().copied().flatten();
    initiatief.chain(Signaalsoort::SOORTEN).chain(Programmasoort::SOORTEN).chain(Budgetsoort::SOORTEN)
}

/// The kind with this code.
pub fn zoek(code: &str) -> Option<&'static Feitsoort> {
    alle().find(|soort| soort.code == code)
}

/// Those who work for the neighbourhood team.
pub(crate) const TLO: &[Rol] = &[Rol::Tlo, Rol::Systeem];
/// Those who may ask or answer for the municipality.
pub(crate) const GEMEENTE: &[Rol] = &[Rol::Tlo, Rol::Afdeling, Rol::Management, Rol::Bestuur, Rol::Systeem];
/// Those who decide.
const BESLISSERS: &[Rol] = &[Rol::Tlo, Rol::Afdeling, Rol::Management, Rol::Bestuur];
/// Everybody who takes part.
pub(crate) const DEELNEMERS: &[Rol] =
    &[Rol::Initiatiefnemer, Rol::Tlo, Rol::Afdeling, Rol::Management, Rol::Bestuur, Rol::Systeem];

/// The four steering principles of the evaluation.
const STURING: &[&str] = &["wijk", "programma", "lijn", "project"];
/// The rungs of the participation ladder, from most to least influence.
const PARTICIPATIE: &[&str] =
    &["zelfbeheer", "meebeslissen", "coproduceren", "adviseren", "raadplegen", "informeren"];
/// Why something is refused, as a fact.
pub(crate) const WEIGERREDENEN: &[&str] = &[
    "geen_capaciteit",
    "geen_budget",
    "strijdig_met_beleid",
    "geen_taak",
    "buiten_mandaat",
    "onvoldoende_onderbouwd",
    "past_niet_in_programma",
    "anders",
];
/// Why it is refused.
pub(crate) const REDEN: Veld = veld("reden", Vorm::Code(WEIGERREDENEN), "De reden.");
/// The municipality's own name for it.
pub(crate) const EIGEN_REDEN: Veld =
    ook("eigenReden", Vorm::Uit(Lijst::Redenen), "De eigen reden van de gemeente, die telt als deze reden.");
/// Where money comes from.
pub(crate) const BRONNEN: &[&str] =
    &["wijkbudget", "programma", "subsidie", "fonds", "bijdrage_partner", "eigen_bijdrage", "overig"];
