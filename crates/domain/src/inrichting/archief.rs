//! Reads and checks the types of result: how dossiers that ended are appraised.

use super::Inrichting;
use super::lezen::Controle;
use crate::archief::{Bewaartermijn, Resultaattype, Waardering, Waarderingsoort};
use crate::definitie::Woord;
use crate::werkstroom::{Fase, Werkstromen};
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::{Spanned, value::Datetime};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuwResultaattype {
    resultaat: Woord,
    naam: String,
    waardering: Woord,
    bewaartermijn: Option<Woord>,
    categorie: Woord,
    toelichting: Option<String>,
    vanaf: Option<Spanned<Datetime>>,
    tot: Option<Spanned<Datetime>>,
}

impl Controle<'_> {
    /// What is destroyed has a term, what is kept has none; and each result has one type at a time.
    pub(super) fn resultaattype(&mut self, ruw: &RuwResultaattype) -> Option<Resultaattype> {
        let resultaat = self.fouten.code(&ruw.resultaat, "resultaattypen, resultaat");
        let plaats = format!("resultaattypen {resultaat:?}");
        let periode = self.periode(ruw.vanaf.as_ref(), ruw.tot.as_ref(), &plaats);
        let soort = self.fouten.kies(
            &ruw.waardering,
            &format!("{plaats}, waardering"),
            Waarderingsoort::ALLE,
            Waarderingsoort::code,
        );
        let termijn = match &ruw.bewaartermijn {
            None => None,
            Some(woord) => match woord.as_ref().parse::<Bewaartermijn>() {
                Ok(termijn) => Some(termijn),
                Err(melding) => {
                    self.fouten.meld(woord.span().start, format!("{plaats}, bewaartermijn"), melding);
                    return None;
                }
            },
        };
        let waardering = match (soort?, termijn) {
            (Waarderingsoort::Bewaren, None) => Waardering::Bewaren,
            (Waarderingsoort::Vernietigen, Some(termijn)) => Waardering::Vernietigen(termijn),
            (Waarderingsoort::Bewaren, Some(_)) => {
                let melding =
                    "wat blijvend wordt bewaard heeft geen bewaartermijn: laat haar weg, of kies vernietigen";
                self.fouten.meld(ruw.waardering.span().start, &plaats, melding);
                return None;
            }
            (Waarderingsoort::Vernietigen, None) => {
                let melding =
                    "bewaartermijn ontbreekt: na hoe lang wordt er vernietigd? Schrijf bijvoorbeeld P10Y";
                self.fouten.meld(ruw.waardering.span().start, &plaats, melding);
                return None;
            }
        };
        let categorie = self.naam(&ruw.categorie, &format!("{plaats}, categorie"))?.to_string();
        self.enige(&ruw.resultaat, "resultaattypen", periode)?;
        let (naam, toelichting) = (ruw.naam.clone(), ruw.toelichting.clone());
        Some(Resultaattype { resultaat, naam, waardering, categorie, toelichting, periode })
    }
}

impl Inrichting {
    /// What does not fit the definitions: a type of result for what is no end, and an end without one.
    pub fn archieffouten(&self, werkstromen: &Werkstromen) -> Vec<String> {
        let mut fouten = Vec::new();
        if self.resultaattypen.is_empty() {
            return fouten;
        }
        let einden: Vec<_> = werkstromen
            .iter()
            .flat_map(|w| w.statussen.iter().filter(|s| s.fase.is_einde()).map(move |s| (w, s)))
            .collect();
        for type_ in &self.resultaattypen {
            let fase = Fase::van_code(&type_.resultaat).is_some_and(Fase::is_einde);
            if !fase && !einden.iter().any(|(_, status)| status.code == type_.resultaat) {
                fouten.push(format!(
                    "resultaattypen {:?} is geen eindstatus van een werkstroom, en geen fase waarin iets eindigt (gerealiseerd, afgewezen, ingetrokken)",
                    type_.resultaat
                ));
            }
        }
        let heeft = |naam: &str| self.resultaattypen.iter().any(|type_| type_.resultaat == naam);
        // Every version of a definition has its ends: each is named once.
        let einden: BTreeSet<_> = einden.iter().map(|(w, s)| (&w.code, &s.code, s.fase.code())).collect();
        for (werkstroom, status, fase) in einden {
            if !heeft(status) && !heeft(fase) {
                fouten.push(format!(
                    "de eindstatus {status} van de werkstroom {werkstroom} heeft geen resultaattype: geef er een voor {status} of voor {fase}"
                ));
            }
        }
        fouten
    }
}
