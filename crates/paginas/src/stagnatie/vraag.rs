//! What a view of the monitor is of. It is the query of the address, so that who has the address sees the same.

use super::Beeld;
use crate::onderdelen::query;
use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};
use serde::Deserialize;

/// Which view.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Vraag {
    /// Of one gebied.
    pub gebied: String,
    /// Of one department.
    pub afdeling: String,
    /// Of one theme.
    pub thema: String,
    /// Of what began on this day or later.
    pub vanaf: String,
    /// Of what began on this day or earlier.
    pub tot: String,
    /// As it was at the end of this day.
    pub peildatum: String,
}

/// What of the question a figure can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Turns, hand-overs, blocks: also of one department.
    Partij,
    /// Silence: of initiatives, whoever has the ball.
    Initiatief,
}

impl Vraag {
    fn delen(&self) -> [(&'static str, Option<&str>); 6] {
        [
            ("gebied", Some(&self.gebied)),
            ("afdeling", Some(&self.afdeling)),
            ("thema", Some(&self.thema)),
            ("vanaf", Some(&self.vanaf)),
            ("tot", Some(&self.tot)),
            ("peildatum", Some(&self.peildatum)),
        ]
    }

    /// The address of a page of the monitor with this question.
    pub fn adres(&self, pad: &str) -> String {
        format!("{pad}{}", query(self.delen()))
    }

    /// Whether anything is left out.
    pub fn is_gekozen(&self) -> bool {
        self.delen().iter().any(|(_, waarde)| waarde.is_some_and(|w| !w.is_empty()))
    }

    /// Whether the first day comes after the last.
    pub fn is_omgekeerd(&self) -> bool {
        !self.tot.is_empty() && self.vanaf > self.tot
    }

    /// The same, asked of the API; what comes after goes before what is asked.
    pub fn api(&self, pad: &str, over: Over, erbij: &[(&str, &str)]) -> String {
        let afdeling = match over {
            Over::Partij if !self.afdeling.is_empty() => [("partij", "afdeling"), ("naam", &self.afdeling)],
            _ => [("partij", ""), ("naam", "")],
        };
        let eigen = [
            ("gebied", self.gebied.as_str()),
            ("thema", &self.thema),
            ("begonnenVanaf", &self.vanaf),
            ("begonnenTotEnMet", &self.tot),
            ("peildatum", &self.peildatum),
        ];
        let alle =
            afdeling.into_iter().chain(eigen).filter(|(naam, _)| !erbij.iter().any(|(n, _)| n == naam));
        let alle = erbij.iter().copied().chain(alle).map(|(naam, waarde)| (naam, Some(waarde)));
        format!("/v1/{pad}{}", query(alle.collect::<Vec<_>>()))
    }

    /// Where the flow of the last year and month is asked.
    pub fn stromen(&self) -> String {
        let delen = [("gebied", &self.gebied), ("thema", &self.thema), ("totEnMet", &self.peildatum)];
        format!("/v1/stromen{}", query(delen.map(|(naam, waarde)| (naam, Some(waarde.as_str())))))
    }

    /// Where two years are compared: the last twelve whole months, and the twelve before.
    pub fn vergelijking(&self, soort: &str, vandaag: Date) -> String {
        let jaren = Jaren::tot(self.dag(vandaag));
        let [van, tot, met_van, met_tot] = jaren.0.map(|dag| dag.to_string());
        let over = if soort == "radiostilte" { Over::Initiatief } else { Over::Partij };
        let delen = [
            ("soort", soort),
            ("begonnenVanaf", &van),
            ("begonnenTotEnMet", &tot),
            ("metBegonnenVanaf", &met_van),
            ("metBegonnenTotEnMet", &met_tot),
        ];
        self.api("vergelijkingen", over, &delen)
    }

    /// The day that is asked, or this one.
    pub fn dag(&self, vandaag: Date) -> Date {
        self.peildatum.parse().unwrap_or(vandaag)
    }

    /// Where the table of a picture is asked.
    pub fn adres_van(&self, beeld: Beeld, vandaag: Date) -> String {
        let wachttijden = |over, delen: &[(&str, &str)]| self.api("wachttijden", over, delen);
        match beeld {
            Beeld::Stroom => wachttijden(Over::Partij, &[("soort", "overdracht"), ("per", "partij")]),
            Beeld::Matrix => {
                wachttijden(Over::Partij, &[("soort", "overdracht"), ("per", "gebied"), ("enPer", "partij")])
            }
            Beeld::Norm => wachttijden(Over::Partij, &[("per", "partij")]),
            Beeld::Stilte => {
                self.api("episodes", Over::Initiatief, &[("soort", "radiostilte"), ("duurtNog", "true")])
            }
            Beeld::Loop => self.stromen(),
            Beeld::Overleving => self.api("overleving", Over::Partij, &[("soort", "overdracht")]),
            Beeld::Vergelijking => {
                let [van, tot, ..] = Jaren::tot(self.dag(vandaag)).0.map(|dag| dag.to_string());
                let jaar = [("begonnenVanaf", van.as_str()), ("begonnenTotEnMet", &tot)];
                wachttijden(
                    Over::Partij,
                    &[&[("soort", "overdracht"), ("per", "partij")], jaar.as_slice()].concat(),
                )
            }
        }
    }
}

/// The first day that the API knows.
const EERSTE: Date = date(1, 1, 1);

/// The last twelve whole months and the twelve before: the first and last day of each.
pub struct Jaren(pub [Date; 4]);

impl Jaren {
    /// The months that were over on a day.
    pub fn tot(dag: Date) -> Self {
        let eerste = dag.first_of_month();
        let stap = |dag: Date, stap: Span| dag.checked_add(stap).unwrap_or(dag);
        let (een, twee) = (stap(eerste, -12.months()), stap(eerste, -24.months()));
        // Nobody asks for years before the first; whoever does has an answer all the same.
        Self([een, stap(eerste, -1.day()), twee, stap(een, -1.day())].map(|dag| dag.max(EERSTE)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_its_address() {
        let vraag =
            Vraag { gebied: "De Laar/Elden".into(), peildatum: "2026-03-01".into(), ..Vraag::default() };
        assert_eq!(vraag.adres("/stagnatie"), "/stagnatie?gebied=De%20Laar%2FElden&peildatum=2026-03-01");
        let terug: Vraag = serde_json::from_value(serde_json::json!({ "gebied": "De Laar/Elden" })).unwrap();
        assert_eq!(terug.gebied, vraag.gebied);
        let afdeling = Vraag { afdeling: "Groen".into(), ..Vraag::default() };
        assert_eq!(
            afdeling.api("wachttijden", Over::Partij, &[("per", "partij")]),
            "/v1/wachttijden?per=partij&partij=afdeling&naam=Groen"
        );
        assert_eq!(afdeling.api("episodes", Over::Initiatief, &[]), "/v1/episodes");
    }

    #[test]
    fn years_are_of_whole_months() {
        let [van, tot, met_van, met_tot] = Jaren::tot(date(2026, 3, 31)).0;
        assert_eq!((van, tot), (date(2025, 3, 1), date(2026, 2, 28)));
        assert_eq!((met_van, met_tot), (date(2024, 3, 1), date(2025, 2, 28)));
    }
}
