//! What a rule comes to for one caller: the boundary within which objects are theirs to see.

use super::Bereik;
use std::collections::BTreeSet;
use wijkspoor_domain::{Actor, Naam, Rol};

/// How far a caller reaches. It is made from the table only, so whoever has one has asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reikwijdte(Grens);

/// The boundary itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Grens {
    /// There is none.
    Geen,
    /// Of this gebied.
    Gebied(Naam),
    /// For which this afdeling ever got an order, a question or a mandate, or that this actor submitted.
    Afdeling(Naam, String),
    /// Submitted by the actor with this id.
    Indiener(String),
}

/// What there is to know of an object, to say whose it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feiten {
    /// Its gebied.
    pub gebied: String,
    /// The departments that ever got an order, a question or a mandate for it.
    pub afdelingen: BTreeSet<String>,
    /// Who submitted it.
    pub indiener: Option<String>,
}

impl Reikwijdte {
    /// How far this caller reaches; `None` is nowhere.
    pub(super) fn van(bereik: Bereik, actor: &Actor) -> Option<Self> {
        let grens = match bereik {
            Bereik::Niets => return None,
            Bereik::Alles => Grens::Geen,
            Bereik::EigenGebied => match (actor.rol, &actor.gebied) {
                (_, Some(gebied)) => Grens::Gebied(gebied.clone()),
                // A TLO member without a gebied works for every gebied.
                (Rol::Tlo, None) => Grens::Geen,
                _ => return None,
            },
            Bereik::EigenOpdrachten => Grens::Afdeling(actor.afdeling.clone()?, actor.id.clone()),
            Bereik::EigenInitiatief => Grens::Indiener(actor.id.clone()),
        };
        Some(Self(grens))
    }

    /// For whoever works on the database itself: the command line, never a request.
    pub const fn van_het_apparaat() -> Self {
        Self(Grens::Geen)
    }

    /// Whether it holds everything: then nothing need be known of an object.
    pub fn is_alles(&self) -> bool {
        self.0 == Grens::Geen
    }

    /// Whether an object lies within it. `reads::objecten` says the same in SQL, for lists.
    pub fn omvat(&self, feiten: &Feiten) -> bool {
        match &self.0 {
            Grens::Geen => true,
            Grens::Gebied(gebied) => feiten.gebied == gebied.as_str(),
            Grens::Afdeling(afdeling, id) => {
                feiten.afdelingen.contains(afdeling.as_str()) || feiten.indiener.as_ref() == Some(id)
            }
            Grens::Indiener(id) => feiten.indiener.as_ref() == Some(id),
        }
    }

    /// The boundary, for questions to the read models.
    pub(crate) fn grens(&self) -> &Grens {
        &self.0
    }
}
