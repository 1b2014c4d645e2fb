//! The moments that the read models must remember. What is recorded may have happened before what was recorded
//! earlier: what is latest stays latest, and no interval ends before it begins.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;
use wijkspoor_domain::initiatief::{Gebeurtenis, Toestand};
use wijkspoor_domain::{Metadata, Moment, Rol};

/// The latest moments of one initiative.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Verloop {
    /// When the present status was entered.
    status: Option<Moment>,
    /// When something last happened to an unsettled order, or to what waits for an answer.
    lopend: BTreeMap<Uuid, Moment>,
    /// The last boundary of any status or order.
    pub(super) laatste: Option<Moment>,
    /// When a person last did something; machine signals do not break a silence.
    pub(super) activiteit: Option<Moment>,
    /// When the applicant last heard something.
    pub(super) terugkoppeling: Option<Moment>,
}

impl Verloop {
    /// Follows one event, and gives the boundary that it draws in time: not before the status or the order that it
    /// ends. Orders run beside each other: what happened to one says nothing about another. `beweegt` tells whether it is in
    /// another status than before.
    pub(super) fn volg(
        &mut self,
        gebeurtenis: &Gebeurtenis,
        metadata: &Metadata,
        na: &Toestand,
        beweegt: bool,
    ) -> Moment {
        let moment = metadata.plaatsgevonden;
        let begin = self.status.is_none();
        let beheer = matches!(gebeurtenis, Gebeurtenis::WerkstroomGewijzigd(_));
        if begin || (metadata.actor.rol != Rol::Systeem && !beheer) {
            self.activiteit = Some(laatste(self.activiteit, moment));
        }
        if matches!(gebeurtenis, Gebeurtenis::TerugkoppelingGegeven(_)) {
            self.terugkoppeling = Some(laatste(self.terugkoppeling, moment));
        }
        let stap = begin || beweegt;
        let vraag = match gebeurtenis {
            Gebeurtenis::Feit(feit) => feit.id.or(feit.betreft),
            _ => None,
        };
        let vloer = match gebeurtenis.opdracht() {
            _ if stap => self.laatste,
            Some(opdracht) => self.lopend.get(&opdracht).map(|o| hoogste(self.status, *o)).or(self.status),
            // A question is no part of a status, and may be older.
            None => vraag.map_or(self.status, |id| self.lopend.get(&id).copied()),
        };
        let grens = vloer.map_or(moment, |vloer| moment.niet_voor(vloer));
        if stap {
            self.status = Some(grens);
        }
        if let Some(id) = gebeurtenis.opdracht().or(vraag) {
            // An estimate in between does not make forgotten what is known.
            let eerder = self.lopend.get(&id).copied();
            self.lopend.insert(id, hoogste(eerder, grens));
        }
        if stap || gebeurtenis.opdracht().is_some() {
            self.laatste = Some(hoogste(self.laatste, grens));
        }
        self.lopend.retain(|id, _| na.opdrachten.contains_key(id) || na.feiten.open.contains_key(id));
        grens
    }
}

/// The later of the two; of equals the one that was recorded last.
fn laatste(eerder: Option<Moment>, nu: Moment) -> Moment {
    eerder.filter(|eerder| eerder.op > nu.op).unwrap_or(nu)
}

/// The later of two boundaries; one that is known goes before an estimate, which holds nothing back.
fn hoogste(eerder: Option<Moment>, nu: Moment) -> Moment {
    match eerder {
        Some(eerder) if eerder.is_bekend() && !nu.is_bekend() => eerder,
        Some(eerder) if nu.is_bekend() && !eerder.is_bekend() => nu,
        _ => laatste(eerder, nu),
    }
}
