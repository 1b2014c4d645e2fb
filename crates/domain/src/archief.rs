//! What the archive law asks of a dossier that ended: how its result is appraised (waardering), how long it is kept
//! (bewaartermijn), and so from which day it must be destroyed (archiefactiedatum). Result types are part of the inrichting;
//! what follows from them is a pure function of the day on which the dossier was closed.

use crate::codes::codes;
use crate::inrichting::{Inrichting, Periode};
use crate::werkstroom::Fase;
use jiff::{Span, SpanFieldwise, civil::Date};
use std::fmt;
use std::str::FromStr;

codes! {
    /// What becomes of a dossier (MDTO: waardering).
    Waarderingsoort {
        /// It is kept for ever, and passed on to an archive.
        Bewaren = "bewaren",
        /// It is destroyed when its term is over.
        Vernietigen = "vernietigen",
    }
}

/// How a result is appraised. What is kept has no term, and what is destroyed has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waardering {
    /// It is kept for ever.
    Bewaren,
    /// It is destroyed, so long after it was closed.
    Vernietigen(Bewaartermijn),
}

impl Waardering {
    /// Without the term.
    pub const fn soort(self) -> Waarderingsoort {
        match self {
            Self::Bewaren => Waarderingsoort::Bewaren,
            Self::Vernietigen(_) => Waarderingsoort::Vernietigen,
        }
    }

    /// The term, where there is one.
    pub const fn termijn(self) -> Option<Bewaartermijn> {
        match self {
            Self::Bewaren => None,
            Self::Vernietigen(termijn) => Some(termijn),
        }
    }
}

/// How long a dossier is kept, in years, months, weeks or days: `P10Y`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bewaartermijn(SpanFieldwise);

/// More is no term of any selectielijst.
const MEESTE_JAREN: i16 = 120;

impl Bewaartermijn {
    /// The day so long after another.
    pub fn na(self, dag: Date) -> Option<Date> {
        dag.checked_add(self.0.0).ok()
    }

    /// The last day on which a dossier can have been closed to be due on `dag`.
    pub fn laatste_sluiting(self, dag: Date) -> Option<Date> {
        // Months differ in length, so going back is not the reverse of going on: a few days around it are tried.
        let rond = dag.checked_sub(self.0.0).ok()?;
        (-4..=4_i64)
            .rev()
            .map(|verschil| crate::termijn::plus_dagen(rond, verschil))
            .find(|sluiting| self.na(*sluiting).is_some_and(|datum| datum <= dag))
    }

    /// In words: `10 jaar`.
    pub fn in_woorden(self) -> String {
        let span = self.0.0;
        let maanden = if span.get_months() == 1 { "maand" } else { "maanden" };
        let weken = if span.get_weeks() == 1 { "week" } else { "weken" };
        let dagen = if span.get_days() == 1 { "dag" } else { "dagen" };
        let delen = [
            (i32::from(span.get_years()), "jaar"),
            (span.get_months(), maanden),
            (span.get_weeks(), weken),
            (span.get_days(), dagen),
        ];
        let delen: Vec<String> = delen
            .iter()
            .filter(|(aantal, _)| *aantal != 0)
            .map(|(aantal, wat)| format!("{aantal} {wat}"))
            .collect();
        delen.join(" en ")
    }
}

impl FromStr for Bewaartermijn {
    type Err = String;

    fn from_str(tekst: &str) -> Result<Self, String> {
        let fout = || {
            format!(
                "{tekst:?} is geen bewaartermijn; schrijf jaren, maanden, weken of dagen (hoogstens {MEESTE_JAREN} jaar), zoals P10Y of P6M"
            )
        };
        let span: Span = tekst.parse().map_err(|_| fout())?;
        let heel = tekst.starts_with('P') && !tekst.contains('T') && span.is_positive();
        let eind = Date::constant(2000, 1, 1).checked_add(span).map_err(|_| fout())?;
        match heel && eind <= Date::constant(2000 + MEESTE_JAREN, 1, 1) {
            true => Ok(Self(span.fieldwise())),
            false => Err(fout()),
        }
    }
}

impl fmt::Display for Bewaartermijn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.0)
    }
}

/// A type of result: how dossiers that end so are appraised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resultaattype {
    /// The end status, or the phase of it, that it is for.
    pub resultaat: String,
    /// What it is called.
    pub naam: String,
    /// How it is appraised.
    pub waardering: Waardering,
    /// The number of the process type and result in the selectielijst.
    pub categorie: String,
    /// Why so, where that needs to be said.
    pub toelichting: Option<String>,
    /// For dossiers that were closed in this period.
    pub periode: Periode,
}

/// What holds for a dossier that is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bewaring<'a> {
    /// Its type of result.
    pub resultaattype: &'a Resultaattype,
    /// The day from which the term runs: that on which it was closed (afleidingswijze `afgehandeld`).
    pub brondatum: Date,
    /// From which day it must be destroyed; absent when it is kept.
    pub archiefactiedatum: Option<Date>,
}

impl Bewaring<'_> {
    /// Whether it may be destroyed on a day.
    pub fn mag_weg(&self, dag: Date) -> bool {
        self.archiefactiedatum.is_some_and(|datum| datum <= dag)
    }

    /// How the date follows, for a person who checks it.
    pub fn afleiding(&self) -> String {
        let type_ = self.resultaattype;
        let sluiting = crate::moment::datum_in_woorden(self.brondatum);
        match (type_.waardering, self.archiefactiedatum) {
            (Waardering::Vernietigen(termijn), Some(datum)) => format!(
                "Gesloten op {sluiting} (afgehandeld); {} bewaren; te vernietigen vanaf {}.",
                termijn.in_woorden(),
                crate::moment::datum_in_woorden(datum)
            ),
            _ => format!("Gesloten op {sluiting} (afgehandeld); blijvend bewaren."),
        }
    }
}

impl Inrichting {
    /// The types of result of an end status, each for its period: its own where it has any, else those of its phase.
    pub fn resultaattypen_van<'a>(
        &'a self,
        status: &str,
        fase: Fase,
    ) -> impl Iterator<Item = &'a Resultaattype> {
        let eigen = self.resultaattypen.iter().any(|type_| type_.resultaat == status);
        let naam = if eigen { status.to_owned() } else { fase.code().to_owned() };
        self.resultaattypen.iter().filter(move |type_| type_.resultaat == naam)
    }

    /// What holds for a dossier that was closed in this status on a day; nothing when it goes on, or no type of result was set up.
    pub fn bewaring(&self, status: &str, fase: Fase, gesloten: Date) -> Option<Bewaring<'_>> {
        let mut types = self.resultaattypen_van(status, fase);
        let resultaattype = types.find(|type_| fase.is_einde() && type_.periode.geldt_op(gesloten))?;
        let archiefactiedatum = resultaattype.waardering.termijn().and_then(|termijn| termijn.na(gesloten));
        Some(Bewaring { resultaattype, brondatum: gesloten, archiefactiedatum })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn termijn(tekst: &str) -> Bewaartermijn {
        tekst.parse().unwrap()
    }

    #[test]
    fn a_term_is_calendar_time_and_says_itself_back() {
        assert_eq!(termijn("P10Y").na(date(2016, 2, 29)), Some(date(2026, 2, 28)));
        for goed in ["P10Y", "P6M", "P1Y6M", "P2W", "P1D", "P120Y"] {
            assert_eq!(termijn(goed).to_string(), goed);
        }
        assert_eq!(termijn("P1Y6M").in_woorden(), "1 jaar en 6 maanden");
        for fout in ["10 jaar", "P0Y", "-P1Y", "PT1H", "P1DT1H", "P121Y", "P", "", "P1500M"] {
            assert!(fout.parse::<Bewaartermijn>().is_err(), "{fout}");
        }
    }

    proptest! {
        #[test]
        fn what_was_closed_by_the_last_day_is_due_and_what_was_closed_later_is_not(
            jaren in 0..30_i64, maanden in 0..30_i64, dagen in 0..40_i64, dag in 0..60_000_i64,
        ) {
            prop_assume!(jaren + maanden + dagen > 0);
            let termijn = termijn(&format!("P{jaren}Y{maanden}M{dagen}D"));
            let dag = crate::moment::van_dagnummer(dag);
            let laatste = termijn.laatste_sluiting(dag).unwrap();
            prop_assert!(termijn.na(laatste).unwrap() <= dag);
            prop_assert!(termijn.na(laatste.tomorrow().unwrap()).unwrap() > dag);
        }
    }
}
