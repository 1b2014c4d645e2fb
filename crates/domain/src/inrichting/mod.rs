//! The organisation as data (inrichting): which gebieden, wijken, afdelingen, programmes, portfolios, posts, themes and
//! reasons a municipality has, and its policy, each with the dates between which it holds (docs/inrichting.md).
//!
//! It is written as TOML, read by [`lezen`]; an [`Inrichting`] that exists is valid. What it lists may be named, and
//! nothing else ([`namen`]); what it does not list at all is free, so that one can begin without.
//!
//! How to add a list: a code in [`Lijst`], its group in `lezen.rs`, and [`crate::feit::Vorm::Uit`] at the fields that
//! take names from it. A policy that the program itself uses: a constant like [`KLEINSTE_GROEP`].

mod archief;
mod beleid;
mod lezen;
mod namen;

pub use beleid::{ANTWOORD, Beleidsregel, Beleidswaarde, Eenheid, HERVATTING, KLEINSTE_GROEP, RADIOSTILTE};
pub use lezen::lees;

use crate::archief::Resultaattype;
use crate::codes::codes;
use crate::termijn::Kalender;
use crate::{Moment, Naam, werkstroom};
use jiff::civil::Date;
use serde::Serialize;

codes! {
    /// The lists of names.
    Lijst {
        /// Areas, each with a TLO.
        Gebieden = "gebieden",
        /// Neighbourhoods, each in an area.
        Wijken = "wijken",
        /// Departments of the kernorganisatie.
        Afdelingen = "afdelingen",
        /// City programmes.
        Programmas = "programmas",
        /// Portfolios of the college.
        Portefeuilles = "portefeuilles",
        /// Posts of the budgets.
        Posten = "posten",
        /// Themes of initiatives.
        Themas = "themas",
        /// The municipality's own reasons, each of which counts as one of the closed list.
        Redenen = "redenen",
    }
}

/// What a municipality has set up of its organisation. The default lists nothing: every name is free.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inrichting {
    /// The municipality.
    pub gemeente: String,
    /// Its version, from 1; 0 when there is none.
    pub versie: u32,
    /// What it is, or where it comes from.
    pub omschrijving: String,
    /// The code of the definition for initiatives that name none.
    pub werkstroom: Option<String>,
    /// The areas.
    pub gebieden: Vec<Gebied>,
    /// The names of the lists that hold nothing else.
    pub namen: Vec<Vermelding>,
    /// The municipality's own reasons.
    pub redenen: Vec<Reden>,
    /// Which days are working days.
    pub kalender: Kalender,
    /// Its policy.
    pub beleid: Vec<Beleidsregel>,
    /// What the list is called by which dossiers are appraised; empty when there are no types of result.
    pub selectielijst: String,
    /// How dossiers that ended are appraised.
    pub resultaattypen: Vec<Resultaattype>,
}

impl Inrichting {
    /// The code of the definition for initiatives that name none.
    pub fn werkstroom(&self) -> &str {
        self.werkstroom.as_deref().unwrap_or(werkstroom::STANDAARDCODE)
    }
}

/// From when until when something holds: the half-open interval [vanaf, tot).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Periode {
    /// The first day; absent when it always was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vanaf: Option<Date>,
    /// The first day after; absent when there is no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tot: Option<Date>,
}

impl Periode {
    /// Whether it holds on a day that this moment can be.
    pub fn geldt(&self, moment: Moment) -> bool {
        let (eerste, laatste) = moment.dagen();
        self.vanaf.is_none_or(|vanaf| vanaf <= laatste) && self.tot.is_none_or(|tot| eerste < tot)
    }

    /// Whether it holds on a day.
    pub fn geldt_op(&self, dag: Date) -> bool {
        self.vanaf.is_none_or(|vanaf| vanaf <= dag) && self.tot.is_none_or(|tot| dag < tot)
    }

    /// Whether two have a day in common.
    fn overlapt(&self, ander: &Self) -> bool {
        let voor = |begin: Option<Date>, einde: Option<Date>| match (begin, einde) {
            (Some(begin), Some(einde)) => begin < einde,
            _ => true,
        };
        voor(self.vanaf, ander.tot) && voor(ander.vanaf, self.tot)
    }
}

/// An area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gebied {
    /// Its name.
    pub naam: Naam,
    /// What its neighbourhood team is called.
    pub tlo: Option<Naam>,
    /// Its neighbourhoods.
    pub wijken: Vec<Naam>,
    /// When it holds.
    pub periode: Periode,
}

/// A name in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vermelding {
    /// The list.
    pub lijst: Lijst,
    /// The name.
    pub naam: Naam,
    /// When it holds.
    pub periode: Periode,
}

/// A reason of the municipality's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reden {
    /// Its name.
    pub naam: Naam,
    /// The reason of the closed lists as which it counts, so that figures mean the same everywhere.
    pub telt_als: &'static str,
    /// When it holds.
    pub periode: Periode,
}
