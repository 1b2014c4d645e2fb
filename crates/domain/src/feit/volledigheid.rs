//! Which agreements should have been recorded by now, and are not. A missing record is no proof that nothing happened:
//! that is why it is shown beside every figure.

use super::inhoud::{Feit, Waarde};
use super::stand::Feitenstand;
use crate::werkstroom::Fase;

/// Something that belongs in every dossier.
#[derive(Debug)]
pub struct Onderdeel {
    /// The kinds of fact of which one is enough.
    pub soorten: &'static [&'static str],
    /// What it is, in Dutch, for people.
    pub naam: &'static str,
    /// From which of these phases on it should be there.
    pub vanaf: &'static [Fase],
}

const BEHANDELING: &[Fase] = &[Fase::Tlo, Fase::Kernorganisatie, Fase::Uitvoering, Fase::Gerealiseerd];
const KERNORGANISATIE: &[Fase] = &[Fase::Kernorganisatie];
const UITVOERING: &[Fase] = &[Fase::Uitvoering, Fase::Gerealiseerd];
const NA_AFLOOP: &[Fase] = &[Fase::Gerealiseerd];

/// What belongs in every dossier, in the order in which it is due.
pub const ONDERDELEN: &[Onderdeel] = &[
    Onderdeel { soorten: &["ontvangst_bevestigd"], naam: "Ontvangst bevestigd", vanaf: BEHANDELING },
    Onderdeel { soorten: &["verwachting_vastgelegd"], naam: "Verwachting vastgelegd", vanaf: BEHANDELING },
    Onderdeel { soorten: &["eigenaar_aangewezen"], naam: "Eigenaar aangewezen", vanaf: KERNORGANISATIE },
    Onderdeel {
        soorten: &["termijn_afgesproken"],
        naam: "Termijn afgesproken met de afdeling",
        vanaf: KERNORGANISATIE,
    },
    Onderdeel { soorten: &["doelen_vastgesteld"], naam: "Doelen vastgesteld", vanaf: UITVOERING },
    Onderdeel { soorten: &["tijdpad_vastgesteld"], naam: "Tijdpad vastgesteld", vanaf: UITVOERING },
    Onderdeel { soorten: &["taakverdeling_vastgelegd"], naam: "Taakverdeling vastgelegd", vanaf: UITVOERING },
    Onderdeel {
        soorten: &["financiering_rond", "gestart_voor_dekking"],
        naam: "Financiering rond, of vastgelegd wie het risico draagt",
        vanaf: UITVOERING,
    },
    Onderdeel { soorten: &["geborgd"], naam: "Beheer geborgd", vanaf: NA_AFLOOP },
    Onderdeel { soorten: &["evaluatie_uitgevoerd"], naam: "Evaluatie uitgevoerd", vanaf: NA_AFLOOP },
    Onderdeel { soorten: &["effect_gemeten"], naam: "Effect gemeten", vanaf: NA_AFLOOP },
];

impl Onderdeel {
    /// Whether it was recorded.
    pub fn is_vastgelegd(&self, stand: &Feitenstand) -> bool {
        self.soorten.iter().any(|soort| stand.vastgelegd.contains(*soort))
    }
}

/// What is wrong with a fact that may be recorded all the same: the evaluation found that a wijkmanager gives orders
/// only within the mandate, and never directly to an external party.
pub(super) fn waarschuwing(feit: &Feit) -> Option<&'static str> {
    let is = |veld: &str, waarde: Waarde| feit.velden.get(veld) == Some(&waarde);
    match () {
        () if !is("rol", Waarde::Code("opdrachtgever")) => None,
        () if is("extern", Waarde::JaNee(true)) => Some("opdracht_aan_externe_partij"),
        () if is("binnenMandaat", Waarde::JaNee(false)) => Some("opdracht_buiten_mandaat"),
        () => None,
    }
}
