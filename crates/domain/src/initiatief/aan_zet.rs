//! Who has the ball. Everything about stalling is derived from this one function.

use super::toestand::Toestand;
use crate::werkstroom::{Aanzet, Werkstroom};
use crate::{Naam, Partij};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A party whose turn it is, and for a department (or for the TLO, when an order came back) on account of which order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Beurt {
    /// The party.
    pub partij: Partij,
    /// The order.
    pub opdracht: Option<Uuid>,
}

/// The parties whose turn it is: what the definition says of the status, with the departments taken from the orders.
/// Empty only in an end state.
pub fn aan_zet(toestand: &Toestand, werkstroom: &Werkstroom) -> BTreeSet<Beurt> {
    let Some(status) = werkstroom.status(&toestand.status) else { return BTreeSet::new() };
    let mut beurten: BTreeSet<Beurt> =
        status.aan_zet.iter().flat_map(|aanzet| partijen(*aanzet, toestand)).collect();
    if beurten.is_empty()
        && let Some(terugval) = status.terugval
    {
        beurten.extend(partijen(terugval, toestand));
    }
    beurten
}

fn partijen(aanzet: Aanzet, toestand: &Toestand) -> Vec<Beurt> {
    let vast = |partij| vec![Beurt { partij, opdracht: None }];
    match aanzet {
        Aanzet::Initiatiefnemer => vast(Partij::Initiatiefnemer),
        Aanzet::Tlo => vast(Partij::Tlo),
        Aanzet::Management => vast(Partij::Management),
        Aanzet::Bestuur => vast(Partij::Bestuur),
        Aanzet::Partners => {
            let beurt = |naam: &Naam| Beurt { partij: Partij::Partner(naam.clone()), opdracht: None };
            toestand.partners.iter().map(beurt).collect()
        }
        Aanzet::Afdelingen => (toestand.opdrachten.iter())
            .map(|(id, opdracht)| {
                // An order that came back lies with the TLO until it is re-issued or withdrawn.
                let partij = match opdracht.status.is_open() {
                    true => Partij::Afdeling(opdracht.afdeling.clone()),
                    false => Partij::Tlo,
                };
                Beurt { partij, opdracht: Some(*id) }
            })
            .collect(),
    }
}
