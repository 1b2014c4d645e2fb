//! Who may do what, with which objects: one table, and the pure functions that read it. What is not in it is refused.
//!
//! `regels` is the table, `reikwijdte` what a role comes to for one caller, `overzicht` the table as documentation.
//! The seams that hold to it stand elsewhere: the extractor [`Caller`](crate::caller::Caller) for every operation and for
//! the object in its path, the reads for lists (each takes a [`Reikwijdte`]), and `Filter::selectie` for figures.
//! Which role may take which step is no concern of this table: that is decided by the domain, after it.
//!
//! To add an operation: its id in a rule of `regels`; a test fails until it is there.

mod overzicht;
mod regels;
mod reikwijdte;

pub use overzicht::overzicht;
pub use regels::REGELS;
pub(crate) use reikwijdte::Grens;
pub use reikwijdte::{Feiten, Reikwijdte};

use std::fmt;
use wijkspoor_domain::{Actor, Rol};

/// How a refusal names itself (`regel` of the problem).
pub const REGEL: &str = "beleid";

/// The kinds of object that have an owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objectsoort {
    /// An initiative, with everything in its dossier.
    Initiatief,
    /// A signal.
    Signaal,
    /// A wijkprogramma.
    Wijkprogramma,
    /// A budget.
    Budget,
}

impl Objectsoort {
    /// What it is called, in Dutch.
    pub const fn naam(self) -> &'static str {
        match self {
            Self::Initiatief => "initiatief",
            Self::Signaal => "signaal",
            Self::Wijkprogramma => "wijkprogramma",
            Self::Budget => "budget",
        }
    }
}

/// What an operation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doel {
    /// Nothing that anybody owns, and open to everybody: no token is asked for.
    Openbaar,
    /// What the municipality has set up, which belongs to all who have a role.
    Instelling,
    /// An object that is not there yet.
    Nieuw(Objectsoort),
    /// All objects of a kind that a caller may see.
    Lijst(Objectsoort),
    /// The object in the path.
    Een(Objectsoort),
}

/// How far a role reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bereik {
    /// Every object.
    Alles,
    /// Those of its own gebied.
    EigenGebied,
    /// Those for which its afdeling ever got an order, a question or a mandate, or that it submitted itself.
    EigenOpdrachten,
    /// Those that it submitted itself.
    EigenInitiatief,
    /// None: the operation is not for this role.
    Niets,
}

/// One rule: operations that are alike, and how far each role reaches with them, in the order of [`Rol::ALLE`].
#[derive(Debug)]
pub struct Regel {
    /// What the operations do, as the documentation says it.
    pub wat: &'static str,
    /// What they are about.
    pub doel: Doel,
    /// How far each role reaches.
    pub bereik: [Bereik; 8],
    /// The ids of the operations in the OpenAPI document.
    pub operaties: &'static [&'static str],
}

impl Regel {
    /// How far a role reaches.
    pub fn van(&self, rol: Rol) -> Bereik {
        let plaats = Rol::ALLE.iter().position(|bekend| *bekend == rol);
        plaats.and_then(|plaats| self.bereik.get(plaats)).copied().unwrap_or(Bereik::Niets)
    }
}

/// The rule for an operation.
pub fn regel(operatie: &str) -> Option<&'static Regel> {
    REGELS.iter().find(|regel| regel.operaties.contains(&operatie))
}

/// Whether an operation asks for no token.
pub fn openbaar(operatie: &str) -> bool {
    regel(operatie).is_some_and(|regel| regel.doel == Doel::Openbaar)
}

/// How far this caller reaches with an operation.
///
/// # Errors
/// When the operation is not for their role, or nobody wrote a rule for it.
pub fn toegang(operatie: &str, actor: &Actor) -> Result<Reikwijdte, Geweigerd> {
    let regel = regel(operatie);
    let bereik = regel.map_or(Bereik::Niets, |regel| regel.van(actor.rol));
    Reikwijdte::van(bereik, actor).ok_or_else(|| Geweigerd {
        rol: actor.rol,
        mogen: (Rol::ALLE.iter().copied())
            .filter(|rol| regel.is_some_and(|regel| regel.van(*rol) != Bereik::Niets))
            .collect(),
    })
}

/// An operation is not for a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Geweigerd {
    /// The role.
    pub rol: Rol,
    /// The roles for which it is.
    pub mogen: Vec<Rol>,
}

impl fmt::Display for Geweigerd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let waarom = match self.rol {
            Rol::Initiatiefnemer => {
                "een initiatiefnemer ziet de publieke kant van wat hij zelf heeft ingediend; die staat op \
                 /v1/eigen-initiatieven"
            }
            Rol::Tlo => "een TLO gaat over het werk in zijn gebied; hierover beslissen anderen",
            Rol::Afdeling => {
                "een afdeling ziet alleen waarvoor zij zelf een opdracht of een vraag kreeg, en wat zij indiende"
            }
            Rol::Management | Rol::Bestuur => "dit is geen taak van management of bestuur",
            Rol::Auditor => "een auditor leest alles en verandert niets",
            Rol::Beheerder => "een beheerder beheert werkstromen en inrichting, en ziet geen dossiers",
            Rol::Systeem => "dit is niet voor een koppeling",
        };
        write!(f, "u handelt als {}: {waarom}", self.rol)?;
        if !self.mogen.is_empty() {
            let rollen: Vec<_> = self.mogen.iter().map(|rol| rol.code()).collect();
            write!(f, "; dit mogen wel: {}", rollen.join(", "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
