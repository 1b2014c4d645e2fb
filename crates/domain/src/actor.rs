//! Who acts, and who has the ball.

use crate::{codes::codes, naam::Naam};
use serde::{Deserialize, Serialize};

codes! {
    /// The closed set of roles.
    Rol {
        /// The resident or group that submitted.
        Initiatiefnemer = "initiatiefnemer",
        /// A member of the neighbourhood team, for its own gebied.
        Tlo = "tlo",
        /// An adviser of a department, for its own orders.
        Afdeling = "afdeling",
        /// Civil management: decides on the first escalation.
        Management = "management",
        /// The college or council: decides on the second escalation.
        Bestuur = "bestuur",
        /// Reads everything, changes nothing.
        Auditor = "auditor",
        /// Runs the system; takes no part in the process.
        Beheerder = "beheerder",
        /// An integration or the system itself.
        Systeem = "systeem",
    }
}

/// The person or system that gives a command. `id` is a pseudonym (the subject of a token), never a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Pseudonymous id.
    pub id: String,
    /// The role in which it acts.
    pub rol: Rol,
    /// The gebied of a TLO member; `None` is every gebied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gebied: Option<Naam>,
    /// The department of an adviser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub afdeling: Option<Naam>,
}

/// A party that can have the ball ("aan zet").
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "soort", content = "naam")]
pub enum Partij {
    /// The resident or group.
    Initiatiefnemer,
    /// The neighbourhood team.
    Tlo,
    /// One department of the kernorganisatie.
    Afdeling(Naam),
    /// One city partner.
    Partner(Naam),
    /// Civil management (first escalation).
    Management,
    /// College or council (second escalation).
    Bestuur,
}

impl Partij {
    /// The kind of all departments.
    pub const AFDELING: &'static str = "afdeling";

    /// The kind of party, as in the read models.
    pub fn soort(&self) -> &'static str {
        match self {
            Self::Initiatiefnemer => "initiatiefnemer",
            Self::Tlo => "tlo",
            Self::Afdeling(_) => Self::AFDELING,
            Self::Partner(_) => "partner",
            Self::Management => "management",
            Self::Bestuur => "bestuur",
        }
    }

    /// The name of an afdeling or partner.
    pub fn naam(&self) -> Option<&Naam> {
        match self {
            Self::Afdeling(naam) | Self::Partner(naam) => Some(naam),
            _ => None,
        }
    }
}
