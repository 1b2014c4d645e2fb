//! The decision to erase personal data (AVG, article 17): on what occasion, on what ground, by whom, why. It outlives what it
//! erases, and has no key that could be destroyed: so nothing in it may be personal, and [`Wisbesluit::nieuw`] refuses what
//! looks so.

use crate::{Naam, codes::codes};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

codes! {
    /// On what occasion personal data are erased.
    Wisaanleiding {
        /// The person whom they are about asked for it.
        VerzoekBetrokkene = "verzoek_betrokkene",
        /// Somebody asked for it who speaks for that person.
        VerzoekVertegenwoordiger = "verzoek_vertegenwoordiger",
        /// The supervisor or a judge orders it.
        Opgelegd = "opgelegd",
        /// The municipality decided so itself.
        EigenBeweging = "eigen_beweging",
    }
}

codes! {
    /// The ground on which they are erased.
    Wisgrond {
        /// No longer needed for what they were recorded for (AVG 17, 1, a).
        NietLangerNodig = "niet_langer_nodig",
        /// The person no longer consents, and nothing else allows it (AVG 17, 1, b).
        ToestemmingIngetrokken = "toestemming_ingetrokken",
        /// The person objects, and nothing outweighs that (AVG 17, 1, c).
        Bezwaar = "bezwaar",
        /// They should not have been recorded (AVG 17, 1, d).
        OnrechtmatigVerwerkt = "onrechtmatig_verwerkt",
        /// The law says that they must go (AVG 17, 1, e).
        WettelijkePlicht = "wettelijke_plicht",
        /// The term is over for which they are kept (AVG 5, 1, e; Archiefwet).
        BewaartermijnVerstreken = "bewaartermijn_verstreken",
        /// They were recorded by mistake.
        Vergissing = "vergissing",
    }
}

impl Wisaanleiding {
    /// In words.
    pub const fn naam(self) -> &'static str {
        match self {
            Self::VerzoekBetrokkene => "verzoek van de betrokkene",
            Self::VerzoekVertegenwoordiger => "verzoek namens de betrokkene",
            Self::Opgelegd => "opgelegd door toezichthouder of rechter",
            Self::EigenBeweging => "uit eigen beweging van de gemeente",
        }
    }

    /// Whether somebody asked, on a day.
    pub const fn is_verzoek(self) -> bool {
        matches!(self, Self::VerzoekBetrokkene | Self::VerzoekVertegenwoordiger)
    }
}

impl Wisgrond {
    /// In words.
    pub const fn naam(self) -> &'static str {
        match self {
            Self::NietLangerNodig => "niet langer nodig",
            Self::ToestemmingIngetrokken => "toestemming ingetrokken",
            Self::Bezwaar => "bezwaar",
            Self::OnrechtmatigVerwerkt => "onrechtmatig verwerkt",
            Self::WettelijkePlicht => "wettelijke plicht om te wissen",
            Self::BewaartermijnVerstreken => "bewaartermijn verstreken",
            Self::Vergissing => "bij vergissing vastgelegd",
        }
    }
}

/// The decision to erase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wisbesluit {
    /// The occasion.
    pub aanleiding: Wisaanleiding,
    /// The day on which it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verzoek_op: Option<Date>,
    /// The ground.
    pub grond: Wisgrond,
    /// Under what reference the request and the decision are kept elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kenmerk: Option<String>,
    /// The function that may decide so.
    pub mandaat: Naam,
    /// Why.
    pub motivering: String,
}

/// Why something is no decision to erase.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Wisfout {
    /// A request has a day, and nothing else has.
    #[error("{}", if *.0 { "noem bij een verzoek de dag waarop het kwam" } else { "er is alleen een dag bij een verzoek: laat haar weg, of noem een verzoek als aanleiding" })]
    Verzoekdag(bool),
    /// It was asked for on a day that is still to come.
    #[error("{0} is nog niet geweest")]
    Toekomst(Date),
    /// Nothing, or too much.
    #[error("{0} moet 1 tot en met {1} tekens hebben")]
    Lengte(&'static str, usize),
    /// It looks like personal data.
    #[error(
        "{0} mag geen persoonsgegevens bevatten: dit besluit blijft staan, leesbaar en voor altijd, ook als al het andere gewist is. \
         Laat namen, e-mailadressen en nummers weg; het verzoek zelf hoort in uw zaaksysteem, onder een kenmerk"
    )]
    Persoonlijk(&'static str),
}

impl Wisfout {
    /// The field at fault.
    pub const fn veld(&self) -> &'static str {
        match self {
            Self::Verzoekdag(_) | Self::Toekomst(_) => "verzoekOp",
            Self::Lengte(veld, _) | Self::Persoonlijk(veld) => veld,
        }
    }
}

/// The longest motivation: it is a reason, no report.
pub const MAX_MOTIVERING: usize = 500;
/// The longest reference.
pub const MAX_KENMERK: usize = 60;
/// So many digits in a row are a telephone number or a citizen service number; a year or a house number is shorter.
const NUMMER: usize = 6;

impl Wisbesluit {
    /// The decision, when it is whole and does not look as if it held personal data.
    ///
    /// # Errors
    /// When something is missing, or looks personal.
    pub fn gecontroleerd(self, vandaag: Date) -> Result<Self, Wisfout> {
        if self.aanleiding.is_verzoek() != self.verzoek_op.is_some() {
            return Err(Wisfout::Verzoekdag(self.aanleiding.is_verzoek()));
        }
        if let Some(dag) = self.verzoek_op.filter(|dag| *dag > vandaag) {
            return Err(Wisfout::Toekomst(dag));
        }
        let motivering = blijvende_tekst("motivering", &self.motivering)?;
        let kenmerk = self.kenmerk.map(|kenmerk| kenmerk.trim().to_owned());
        if let Some(kenmerk) = &kenmerk {
            lengte("kenmerk", kenmerk, MAX_KENMERK)?;
            // A reference has numbers, but no address.
            persoonlijk("kenmerk", kenmerk.contains('@'))?;
        }
        blijvende_naam("mandaat", &self.mandaat)?;
        Ok(Self { kenmerk, motivering, ..self })
    }
}

/// A text that stays for ever, of a decision: it is no longer than a reason, and does not look as if it held personal data.
///
/// # Errors
/// When it does not fit.
pub(crate) fn blijvende_tekst(veld: &'static str, tekst: &str) -> Result<String, Wisfout> {
    let tekst = tekst.trim();
    lengte(veld, tekst, MAX_MOTIVERING)?;
    persoonlijk(veld, tekst.contains('@') || heeft_nummer(tekst))?;
    Ok(tekst.to_owned())
}

/// The same for a name.
///
/// # Errors
/// When it looks personal.
pub(crate) fn blijvende_naam(veld: &'static str, naam: &Naam) -> Result<(), Wisfout> {
    persoonlijk(veld, naam.as_str().contains('@') || heeft_nummer(naam.as_str()))
}

fn lengte(veld: &'static str, tekst: &str, hoogstens: usize) -> Result<(), Wisfout> {
    let past = (1..=hoogstens).contains(&tekst.chars().count());
    if past { Ok(()) } else { Err(Wisfout::Lengte(veld, hoogstens)) }
}

fn persoonlijk(veld: &'static str, gevonden: bool) -> Result<(), Wisfout> {
    if gevonden { Err(Wisfout::Persoonlijk(veld)) } else { Ok(()) }
}

/// Whether so many digits follow each other, also with what people write between them.
fn heeft_nummer(tekst: &str) -> bool {
    let mut rij = 0;
    tekst.chars().any(|teken| {
        match teken {
            _ if teken.is_ascii_digit() => rij += 1,
            ' ' | '-' | '.' => {}
            _ => rij = 0,
        }
        rij >= NUMMER
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn besluit(motivering: &str) -> Wisbesluit {
        Wisbesluit {
            aanleiding: Wisaanleiding::VerzoekBetrokkene,
            verzoek_op: Some(date(2026, 3, 1)),
            grond: Wisgrond::ToestemmingIngetrokken,
            kenmerk: Some("Z-2026-0012345".to_owned()),
            mandaat: Naam::try_from("Privacy officer").unwrap(),
            motivering: motivering.to_owned(),
        }
    }

    #[test]
    fn what_looks_personal_is_refused_by_name_of_the_field() {
        let vandaag = date(2026, 3, 2);
        assert!(
            besluit(" De indiener wil niet langer meedoen (brief van maart 2026). ")
                .gecontroleerd(vandaag)
                .is_ok()
        );
        for motivering in ["Mail van j.jansen@example.nl", "BSN 123456782", "Bel 06 - 12 34 56 78"] {
            assert_eq!(besluit(motivering).gecontroleerd(vandaag), Err(Wisfout::Persoonlijk("motivering")));
        }
        assert_eq!(besluit(" ").gecontroleerd(vandaag).unwrap_err().veld(), "motivering");
        assert_eq!(besluit(&"x".repeat(501)).gecontroleerd(vandaag).unwrap_err().veld(), "motivering");
    }

    #[test]
    fn a_request_has_a_day_that_has_been() {
        let later = Wisbesluit { verzoek_op: Some(date(2026, 3, 3)), ..besluit("x") };
        assert_eq!(later.gecontroleerd(date(2026, 3, 2)), Err(Wisfout::Toekomst(date(2026, 3, 3))));
        let zonder = Wisbesluit { verzoek_op: None, ..besluit("x") };
        assert_eq!(zonder.clone().gecontroleerd(date(2026, 3, 2)), Err(Wisfout::Verzoekdag(true)));
        let zelf = Wisbesluit { aanleiding: Wisaanleiding::EigenBeweging, ..zonder };
        assert!(zelf.clone().gecontroleerd(date(2026, 3, 2)).is_ok());
        let met_dag = Wisbesluit { verzoek_op: Some(date(2026, 3, 1)), ..zelf };
        assert_eq!(met_dag.gecontroleerd(date(2026, 3, 2)), Err(Wisfout::Verzoekdag(false)));
    }
}
