//! Working a term out: the end, and every line of how it came to that. Sources: Awb 4:13 to 4:15, Algemene termijnenwet.

use super::kalender::{Kalender, dagen_tussen, plus_dagen};
use crate::moment::datum_in_woorden;
use crate::werkstroom::{Duur, Termijneenheid};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What a term is worked out from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Termijnvraag<'a> {
    /// The day from which it runs; the next day is the first that counts.
    pub begin: Date,
    /// How long.
    pub duur: Duur,
    /// Whether the law sets it, so that the Algemene termijnenwet holds.
    pub wettelijk: bool,
    /// Its legal basis or policy.
    pub grondslag: &'a str,
    /// When it was suspended, in any order; they may overlap.
    pub opschortingen: &'a [Opschorting],
    /// How it was put off.
    pub verdaging: Option<Verdaging>,
    /// The day as seen from which: a suspension that has not ended counts up to and with this day.
    pub op: Date,
}

/// Days that do not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opschorting {
    /// The first day that does not count.
    pub van: Date,
    /// The first day that counts again; absent when that is not known yet.
    pub tot: Option<Date>,
    /// The legal basis.
    pub grondslag: Cow<'static, str>,
}

/// A notice that the decision comes later, with the new date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdaging {
    /// When notice was given.
    pub op: Date,
    /// The date that was named.
    pub tot: Date,
}

/// How a term was worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Afleiding {
    /// The last day on which it is met.
    pub einde: Date,
    /// Whether it stands still on the day of the question.
    pub opgeschort: bool,
    /// The lines, in the order of the rules.
    pub regels: Vec<Regel>,
}

/// A line of the derivation: what was done, to what date it led, and by which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regel {
    /// In words.
    pub tekst: String,
    /// The end after this line.
    pub einde: Date,
    /// The rule.
    pub grondslag: String,
}

/// Where a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// It runs.
    Loopt,
    /// It stands still.
    Opgeschort,
    /// Its last day has passed.
    Verstreken,
    /// What it was for has happened, in time.
    Gehaald,
    /// What it was for has happened, too late.
    TeLaat,
}

impl Stand {
    /// The code in the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Loopt => "loopt",
            Self::Opgeschort => "opgeschort",
            Self::Verstreken => "verstreken",
            Self::Gehaald => "gehaald",
            Self::TeLaat => "te_laat",
        }
    }
}

impl Termijnvraag<'_> {
    /// Works it out.
    pub fn afleiden(&self, kalender: &Kalender) -> Afleiding {
        let mut a = Afleiding { einde: self.begin, opgeschort: false, regels: Vec::new() };
        let einde = na(self.begin, self.duur, kalender);
        a.regel(einde, format!("{} na {}", duur(self.duur), datum_in_woorden(self.begin)), self.grondslag);
        let vanaf = self.verdaag(&mut a);
        schort_op(&mut a, self.opschortingen, self.op, vanaf);
        if self.wettelijk && onder_de_atw(self.duur) {
            self.atw(&mut a, kalender);
        }
        a
    }

    /// Awb 4:14, paragraph 3: notice before the end makes the named date the end. Gives the day from which suspensions
    /// still count: those before the notice are taken into account in the date that it names.
    fn verdaag(&self, a: &mut Afleiding) -> Option<Date> {
        let verdaging = self.verdaging?;
        let (op, tot) = (datum_in_woorden(verdaging.op), datum_in_woorden(verdaging.tot));
        // Whether notice was in time is seen with the suspension before it.
        let mut tot_dan = Afleiding { regels: Vec::new(), ..a.clone() };
        let eerder: Vec<Opschorting> = (self.opschortingen.iter())
            .filter(|o| o.van < verdaging.op)
            .map(|o| Opschorting {
                tot: o.tot.map_or(Some(verdaging.op), |t| Some(t.min(verdaging.op))),
                ..o.clone()
            })
            .collect();
        schort_op(&mut tot_dan, &eerder, self.op, None);
        match () {
            () if verdaging.op > tot_dan.einde => {
                a.regel(
                    a.einde,
                    format!("bericht van uitstel op {op} kwam na afloop en verlengt niet"),
                    "Awb 4:14",
                );
                None
            }
            () if verdaging.tot <= a.einde => {
                a.regel(a.einde, format!("bericht van uitstel op {op} noemt geen latere datum"), "Awb 4:14");
                None
            }
            () => {
                a.regel(
                    verdaging.tot,
                    format!("bericht van uitstel op {op}: uiterlijk {tot}"),
                    "Awb 4:13 lid 2, 4:14 lid 3",
                );
                Some(verdaging.op)
            }
        }
    }

    fn atw(&self, a: &mut Afleiding, kalender: &Kalender) {
        if let Some(waarom) = kalender.waarom_vrij(a.einde).filter(|_| a.einde < Date::MAX) {
            let tekst = format!("{} is {waarom}", datum_in_woorden(a.einde));
            a.regel(kalender.werkdag_vanaf(a.einde), tekst, "Algemene termijnenwet artikel 1");
        }
        let minstens_drie = self.duur.eenheid == Termijneenheid::Weken || self.duur.aantal >= 3;
        let werkdagen = kalender.werkdagen(plus_dagen(self.begin, 1), plus_dagen(a.einde, 1));
        if minstens_drie && werkdagen < 2 {
            let einde = kalender.plus_werkdagen(self.begin, 2);
            a.regel(
                einde,
                "er moeten twee werkdagen in zitten".to_owned(),
                "Algemene termijnenwet artikel 2",
            );
        }
    }
}

/// Awb 4:15: days of suspension are added, none twice. A suspension after the end comes too late to move it.
fn schort_op(a: &mut Afleiding, opschortingen: &[Opschorting], op: Date, vanaf: Option<Date>) {
    let mut opschortingen: Vec<&Opschorting> = opschortingen.iter().collect();
    opschortingen.sort_by_key(|o| (o.van, o.tot.is_none(), o.tot));
    let mut geteld = vanaf.unwrap_or(Date::MIN);
    for o in opschortingen {
        let loopt_nog = o.tot.is_none_or(|tot| tot > op);
        a.opgeschort |= o.van <= op && loopt_nog;
        // Days after the day of the question have not been suspended yet.
        let tot = o.tot.unwrap_or(Date::MAX).min(plus_dagen(op, 1));
        let van = o.van.max(geteld);
        let dagen = dagen_tussen(van, tot);
        if dagen <= 0 {
            continue;
        }
        geteld = tot;
        if van > a.einde {
            let tekst = format!("opschorting vanaf {} kwam na afloop en telt niet", datum_in_woorden(o.van));
            a.regel(a.einde, tekst, &o.grondslag);
            continue;
        }
        let woord = if dagen == 1 { "dag" } else { "dagen" };
        let laatste = plus_dagen(tot, -1);
        let nog = if loopt_nog { ", en nog niet voorbij" } else { "" };
        let tekst = match dagen {
            1 => format!("+1 {woord} opschorting: {}{nog}", datum_in_woorden(van)),
            _ => {
                format!(
                    "+{dagen} {woord} opschorting: {} tot en met {}{nog}",
                    datum_in_woorden(van),
                    datum_in_woorden(laatste)
                )
            }
        };
        a.regel(plus_dagen(a.einde, dagen), tekst, &o.grondslag);
    }
}

impl Afleiding {
    fn regel(&mut self, einde: Date, tekst: String, grondslag: &str) {
        self.einde = einde;
        self.regels.push(Regel { tekst, einde, grondslag: grondslag.to_owned() });
    }
}

/// The last day of a norm: of the municipality's own, so without the rules of the law on the end of a term.
pub fn norm(begin: Date, duur: Duur, kalender: &Kalender) -> Date {
    na(begin, duur, kalender)
}

fn na(begin: Date, duur: Duur, kalender: &Kalender) -> Date {
    match duur.eenheid {
        Termijneenheid::Werkdagen => kalender.plus_werkdagen(begin, duur.aantal),
        Termijneenheid::Kalenderdagen => plus_dagen(begin, duur.aantal.into()),
        Termijneenheid::Weken => plus_dagen(begin, i64::from(duur.aantal) * 7),
    }
}

/// Atw article 4: not for terms of more than ninety days or twelve weeks.
fn onder_de_atw(duur: Duur) -> bool {
    match duur.eenheid {
        Termijneenheid::Weken => duur.aantal <= 12,
        Termijneenheid::Kalenderdagen | Termijneenheid::Werkdagen => duur.aantal <= 90,
    }
}

fn duur(duur: Duur) -> String {
    let woord = match (duur.eenheid, duur.aantal) {
        (Termijneenheid::Werkdagen, 1) => "werkdag",
        (Termijneenheid::Werkdagen, _) => "werkdagen",
        (Termijneenheid::Kalenderdagen, 1) => "dag",
        (Termijneenheid::Kalenderdagen, _) => "dagen",
        (Termijneenheid::Weken, 1) => "week",
        (Termijneenheid::Weken, _) => "weken",
    };
    format!("{} {woord}", duur.aantal)
}
