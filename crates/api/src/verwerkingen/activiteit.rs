//! Which operations process personal data, and as what: for the register of processing activities (art. 30 AVG).

use crate::beleid::{self, Doel, Objectsoort};

/// The kinds of processing, as the register of the municipality tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Activiteit {
    /// Reading a dossier.
    Inzien,
    /// Looking for dossiers, and seeing what waits.
    Zoeken,
    /// Submitting, treating and deciding.
    Behandelen,
    /// Following one's own initiative.
    Volgen,
    /// Hearing and treating signals of before an initiative.
    Signaleren,
    /// Checking afterwards what was done and who looked.
    Verantwoorden,
}

impl Activiteit {
    /// All of them.
    pub const ALLE: [Self; 6] =
        [Self::Inzien, Self::Zoeken, Self::Behandelen, Self::Volgen, Self::Signaleren, Self::Verantwoorden];

    /// The code in settings and in the log.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Inzien => "inzien",
            Self::Zoeken => "zoeken",
            Self::Behandelen => "behandelen",
            Self::Volgen => "volgen",
            Self::Signaleren => "signaleren",
            Self::Verantwoorden => "verantwoorden",
        }
    }
}

/// About initiatives, but only as numbers, or so thin that nothing of a person is in it.
const NIET_PERSOONLIJK: [&str; 5] =
    ["leesWachttijden", "leesOverleving", "leesVergelijking", "leesStromen", "leesGebeurtenissen"];
/// With a link, without signing in.
const MET_VOLGLINK: [&str; 2] = ["volgInitiatief", "stelVraag"];
/// The public side, for who submitted.
const EIGEN: [&str; 2] = ["leesPubliekeKant", "leesEigenInitiatieven"];
/// Of what was done and who looked.
const ACHTERAF: [&str; 8] = [
    "leesBesluitgeschiedenis",
    "leesStand",
    "leesVerschillen",
    "leesGezien",
    "leesGeschiedenis",
    "leesVerwerkingen",
    "leesZgwAudittrail",
    "leesZgwAuditregel",
];

/// Which show titles of dossiers to who decides what is destroyed.
const ARCHIEF: [&str; 2] = ["leesVernietigingskandidaten", "leesVernietigingslijst"];

/// The kind of processing that an operation is; nothing when it touches no personal data.
pub fn activiteit(operatie: &str) -> Option<Activiteit> {
    if MET_VOLGLINK.contains(&operatie) || EIGEN.contains(&operatie) {
        return Some(Activiteit::Volgen);
    }
    if NIET_PERSOONLIJK.contains(&operatie) {
        return None;
    }
    if ACHTERAF.contains(&operatie) {
        return Some(Activiteit::Verantwoorden);
    }
    if ARCHIEF.contains(&operatie) {
        return Some(Activiteit::Zoeken);
    }
    let leest = operatie.starts_with("lees") || operatie.starts_with("zoek") || operatie.starts_with("deel");
    match beleid::regel(operatie)?.doel {
        Doel::Nieuw(Objectsoort::Signaal)
        | Doel::Een(Objectsoort::Signaal)
        | Doel::Lijst(Objectsoort::Signaal) => Some(Activiteit::Signaleren),
        Doel::Lijst(Objectsoort::Initiatief) => Some(Activiteit::Zoeken),
        Doel::Een(Objectsoort::Initiatief) if leest => Some(Activiteit::Inzien),
        Doel::Een(Objectsoort::Initiatief) | Doel::Nieuw(Objectsoort::Initiatief) => {
            Some(Activiteit::Behandelen)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::beleid::REGELS;

    #[test]
    fn whatever_is_about_an_initiative_is_processing() {
        for (operatie, verwacht) in [
            ("leesInitiatief", Some(Activiteit::Inzien)),
            ("deelVolglink", Some(Activiteit::Inzien)),
            ("neemBesluit", Some(Activiteit::Behandelen)),
            ("dienInitiatiefIn", Some(Activiteit::Behandelen)),
            ("zoekInitiatieven", Some(Activiteit::Zoeken)),
            ("leesEpisodes", Some(Activiteit::Zoeken)),
            ("volgInitiatief", Some(Activiteit::Volgen)),
            ("leesSignaal", Some(Activiteit::Signaleren)),
            ("leesVerwerkingen", Some(Activiteit::Verantwoorden)),
            ("leesVernietigingskandidaten", Some(Activiteit::Zoeken)),
            ("leesVerklaring", None),
            ("leesWachttijden", None),
            ("leesBudget", None),
            ("leesGezondheid", None),
        ] {
            assert_eq!(activiteit(operatie), verwacht, "{operatie}");
        }
    }

    #[test]
    fn every_name_is_of_an_operation() {
        let bekend: Vec<_> = REGELS.iter().flat_map(|regel| regel.operaties).collect();
        for operatie in
            NIET_PERSOONLIJK.iter().chain(&MET_VOLGLINK).chain(&EIGEN).chain(&ACHTERAF).chain(&ARCHIEF)
        {
            assert!(bekend.contains(&operatie), "{operatie}");
        }
    }
}
