//! Policy: what a municipality decided, as a number or a definition, with the day from which it holds.

use super::Inrichting;
use crate::Moment;
use crate::codes::codes;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Under this number of initiatives a public figure says nothing, because it might be about one person.
pub const KLEINSTE_GROEP: &str = "kleinste_groep";
/// What holds for [`KLEINSTE_GROEP`] when the municipality decided nothing.
const STANDAARDGROEP: i64 = 5;

/// The policy that the program itself uses, and the unit that it must have.
pub(super) const BEKEND: &[(&str, Eenheid)] = &[(KLEINSTE_GROEP, Eenheid::Aantal)];

codes! {
    /// The unit of a policy.
    Eenheid {
        /// A number of things or people.
        Aantal = "aantal",
        /// Eurocents.
        Eurocent = "eurocent",
        /// Percents.
        Procent = "procent",
        /// Working days.
        Werkdagen = "werkdagen",
        /// Calendar days.
        Kalenderdagen = "kalenderdagen",
        /// Weeks.
        Weken = "weken",
    }
}

/// A policy from a day on, until the next one with the same code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beleidsregel {
    /// Its code, the same through all changes.
    pub code: String,
    /// Its name for people.
    pub naam: String,
    /// What was decided.
    pub waarde: Beleidswaarde,
    /// The decision or law on which it rests.
    pub grondslag: Option<String>,
    /// The first day; absent when it always was.
    pub vanaf: Option<Date>,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beleidswaarde {
    /// A number.
    Getal(i64, Eenheid),
    /// The meaning of a word, such as "vrij besteedbaar".
    Tekst(String),
}

impl Inrichting {
    /// The policy of this code that holds at a moment.
    pub fn beleid(&self, code: &str, moment: Moment) -> Option<&Beleidsregel> {
        self.geldend_beleid(moment).into_iter().find(|b| b.code == code)
    }

    /// All policy that holds at a moment, by code.
    pub fn geldend_beleid(&self, moment: Moment) -> Vec<&Beleidsregel> {
        let dag = moment.dagen().1;
        let mut geldend: BTreeMap<&str, &Beleidsregel> = BTreeMap::new();
        for regel in self.beleid.iter().filter(|b| b.vanaf.is_none_or(|vanaf| vanaf <= dag)) {
            let eerder = geldend.entry(&regel.code).or_insert(regel);
            if eerder.vanaf < regel.vanaf {
                *eerder = regel;
            }
        }
        geldend.into_values().collect()
    }

    /// The smallest number of initiatives of which a public figure may speak.
    pub fn kleinste_groep(&self, moment: Moment) -> i64 {
        match self.beleid(KLEINSTE_GROEP, moment).map(|b| &b.waarde) {
            Some(Beleidswaarde::Getal(getal, _)) => *getal,
            _ => STANDAARDGROEP,
        }
    }
}
