//! Policy: what a municipality decided, as a number or a definition, with the day from which it holds.

use super::Inrichting;
use crate::Moment;
use crate::codes::codes;
use crate::werkstroom::{Duur, Termijneenheid};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Under this number of initiatives a public figure says nothing, because it might be about one person.
pub const KLEINSTE_GROEP: &str = "kleinste_groep";
/// How many days after a `hersteltermijn` that lapsed the statutory clock goes on: the law leaves open whether the day on
/// which it lapses still belongs to the suspension (1) or not (0).
pub const HERVATTING: &str = "hervatting_na_hersteltermijn";
/// How many calendar days the applicant may hear nothing.
pub const RADIOSTILTE: &str = "norm_radiostilte";
/// How many working days a department has for its first answer to an order of which no day was agreed.
pub const ANTWOORD: &str = "norm_eerste_antwoord";
/// How many calendar days before the end of a term the clock warns.
pub const WAARSCHUWING: &str = "waarschuwing_termijn";
/// What holds for [`WAARSCHUWING`] when the municipality decided nothing.
const STANDAARDWAARSCHUWING: i64 = 14;
/// What holds for [`HERVATTING`] when the municipality decided nothing.
const STANDAARDHERVATTING: i64 = 1;
/// What holds for [`KLEINSTE_GROEP`] when the municipality decided nothing.
const STANDAARDGROEP: i64 = 5;

/// The policy that the program itself uses, and the unit that it must have.
pub(super) const BEKEND: &[(&str, Eenheid)] = &[
    (KLEINSTE_GROEP, Eenheid::Aantal),
    (HERVATTING, Eenheid::Kalenderdagen),
    (RADIOSTILTE, Eenheid::Kalenderdagen),
    (ANTWOORD, Eenheid::Werkdagen),
    (WAARSCHUWING, Eenheid::Kalenderdagen),
];

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

impl Beleidsregel {
    /// Whether it had begun to hold on a day.
    fn geldt(&self, dag: Date) -> bool {
        self.vanaf.is_none_or(|vanaf| vanaf <= dag)
    }
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
        let dag = moment.dagen().1;
        let geldig = self.beleid.iter().filter(|b| b.code == code && b.geldt(dag));
        geldig.reduce(|eerder, regel| if eerder.vanaf < regel.vanaf { regel } else { eerder })
    }

    /// All policy that holds at a moment, by code.
    pub fn geldend_beleid(&self, moment: Moment) -> Vec<&Beleidsregel> {
        let dag = moment.dagen().1;
        let mut geldend: BTreeMap<&str, &Beleidsregel> = BTreeMap::new();
        for regel in self.beleid.iter().filter(|b| b.geldt(dag)) {
            let eerder = geldend.entry(&regel.code).or_insert(regel);
            if eerder.vanaf < regel.vanaf {
                *eerder = regel;
            }
        }
        geldend.into_values().collect()
    }

    /// How many days after a `hersteltermijn` that lapsed the statutory clock goes on.
    pub fn hervatting(&self, moment: Moment) -> i64 {
        self.getal(HERVATTING, moment).unwrap_or(STANDAARDHERVATTING)
    }

    /// How many calendar days before the end of a term the clock warns.
    pub fn waarschuwing(&self, moment: Moment) -> i64 {
        self.getal(WAARSCHUWING, moment).unwrap_or(STANDAARDWAARSCHUWING)
    }

    /// Within which time something must be done, where the municipality decided that.
    pub fn norm(&self, code: &str, moment: Moment) -> Option<Duur> {
        let Beleidswaarde::Getal(getal, eenheid) = self.beleid(code, moment)?.waarde else { return None };
        let eenheid = match eenheid {
            Eenheid::Werkdagen => Termijneenheid::Werkdagen,
            Eenheid::Kalenderdagen => Termijneenheid::Kalenderdagen,
            Eenheid::Weken => Termijneenheid::Weken,
            _ => return None,
        };
        Some(Duur { aantal: u32::try_from(getal).ok()?, eenheid })
    }

    fn getal(&self, code: &str, moment: Moment) -> Option<i64> {
        match self.beleid(code, moment)?.waarde {
            Beleidswaarde::Getal(getal, _) => Some(getal),
            Beleidswaarde::Tekst(_) => None,
        }
    }

    /// The smallest number of initiatives of which a public figure may speak.
    pub fn kleinste_groep(&self, moment: Moment) -> i64 {
        self.getal(KLEINSTE_GROEP, moment).unwrap_or(STANDAARDGROEP)
    }
}
