//! What a kind of fact is.

use crate::Rol;
use crate::inrichting::Lijst;

/// A kind of fact.
#[derive(Debug)]
pub struct Feitsoort {
    /// The code in the log and the API, in the past tense.
    pub code: &'static str,
    /// The schema version; raise it when the fields change, and add an upcaster.
    pub versie: u32,
    /// What it says, in Dutch, for people.
    pub uitleg: &'static str,
    /// Who may record it.
    pub rollen: &'static [Rol],
    /// What it says.
    pub velden: &'static [Veld],
    /// How it hangs together with other kinds.
    pub verband: Verband,
}

/// How a kind hangs together with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verband {
    /// It stands on its own.
    Los,
    /// It opens something that waits for an answer, with an id of its own.
    Opent,
    /// It goes on with something that one of these kinds opened.
    Vervolgt(&'static [&'static str]),
    /// It ends something that one of these kinds opened.
    Sluit(&'static [&'static str]),
    /// It ends something that one of these kinds opened, or stands on its own.
    SluitMisschien(&'static [&'static str]),
    /// It is recorded once; what changes it later is a fact of another kind.
    Eenmalig,
    /// It comes after a fact of this kind.
    Na(&'static str),
    /// It ends what it is recorded at: the withdrawal comes with it.
    Beeindigt,
    /// It stands on its own, and may still be recorded after the end.
    Nazorg,
}

/// A field of a kind.
#[derive(Debug)]
pub struct Veld {
    /// The name in JSON.
    pub naam: &'static str,
    /// What stands in it.
    pub vorm: Vorm,
    /// Whether it must be there.
    pub verplicht: bool,
    /// What it is, in Dutch, for people.
    pub uitleg: &'static str,
}

/// What stands in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vorm {
    /// Free text, which may hold personal data.
    Tekst,
    /// The name of something that is no person.
    Naam,
    /// Such a name out of a list of the inrichting, where that list is set up.
    Uit(Lijst),
    /// Several such names out of a list.
    NamenUit(Lijst),
    /// A code of a closed list.
    Code(&'static [&'static str]),
    /// A civil date.
    Datum,
    /// Eurocents.
    Bedrag,
    /// A count.
    Aantal,
    /// Yes or no.
    JaNee,
    /// The id of an initiative or signal.
    Verwijzing,
}

/// A field that must be there.
pub(crate) const fn veld(naam: &'static str, vorm: Vorm, uitleg: &'static str) -> Veld {
    Veld { naam, vorm, verplicht: true, uitleg }
}

/// A field that may be left out.
pub(crate) const fn ook(naam: &'static str, vorm: Vorm, uitleg: &'static str) -> Veld {
    Veld { naam, vorm, verplicht: false, uitleg }
}

impl Feitsoort {
    /// The field of this name.
    pub fn veld(&self, naam: &str) -> Option<&Veld> {
        self.velden.iter().find(|v| v.naam == naam)
    }

    /// The kinds of what it goes on with or ends; empty when it needs none.
    pub fn bij(&self) -> &'static [&'static str] {
        match self.verband {
            Verband::Vervolgt(bij) | Verband::Sluit(bij) | Verband::SluitMisschien(bij) => bij,
            _ => &[],
        }
    }
}
