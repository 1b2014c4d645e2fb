//! What can have happened to an initiative. Each kind has a name in the past tense and a schema version; a stored
//! event is never changed: raise the version, add an upcaster, keep the old golden file.

mod inhoud;
mod redenen;

pub use inhoud::*;
pub use redenen::*;

use crate::feit::{Feit, Feitsoort, soorten};
use crate::upcast::{StoredEvent, Upcaster};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

/// Declares the enum, the kinds and their schema versions in one place.
macro_rules! gebeurtenissen {
    ($($(#[$doc:meta])* $variant:ident($inhoud:ty) = $soort:literal v $versie:literal),+ $(,)?) => {
        /// An event of an initiative.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "type", content = "gegevens")]
        pub enum Gebeurtenis {
            $($(#[$doc])* #[serde(rename = $soort)] $variant($inhoud)),+,
            /// A fact, of a kind that is described as data.
            Feit(Feit),
        }

        /// The kinds with a type of their own, with their present schema versions.
        const EIGEN: &[(&str, u32)] = &[$(($soort, $versie)),+];

        impl StoredEvent for Gebeurtenis {
            const UPCASTERS: &'static [Upcaster] = &[];

            fn soort(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $soort,)+
                    Self::Feit(feit) => feit.soort.code,
                }
            }

            fn huidige_versie(soort: &str) -> Option<u32> {
                Self::soorten().find(|(s, _)| *s == soort).map(|(_, versie)| versie)
            }

            fn inhoud(&self) -> serde_json::Result<Json> {
                match self {
                    $(Self::$variant(inhoud) => serde_json::to_value(inhoud),)+
                    Self::Feit(feit) => Ok(feit.inhoud()),
                }
            }

            fn van_inhoud(soort: &str, inhoud: Json) -> serde_json::Result<Self> {
                match soort {
                    $($soort => serde_json::from_value(inhoud).map(Self::$variant),)+
                    _ => feit(soort, inhoud),
                }
            }
        }
    };
}

gebeurtenissen! {
    /// Submitted.
    InitiatiefIngediend(InitiatiefIngediend) = "initiatief_ingediend" v 1,
    /// Taken into treatment.
    InBehandelingGenomen(Gestapt) = "in_behandeling_genomen" v 1,
    /// A supplement was asked.
    AanvullingGevraagd(AanvullingGevraagd) = "aanvulling_gevraagd" v 1,
    /// The supplement came in.
    AanvullingOntvangen(Gestapt) = "aanvulling_ontvangen" v 1,
    /// Handed over to the kernorganisatie.
    OvergedragenAanKernorganisatie(Gestapt) = "overgedragen_aan_kernorganisatie" v 1,
    /// Taken back by the TLO.
    TeruggehaaldDoorTlo(Gestapt) = "teruggehaald_door_tlo" v 1,
    /// Escalated to civil management.
    AmbtelijkGeescaleerd(Geescaleerd) = "ambtelijk_geescaleerd" v 1,
    /// Escalated to college or council.
    BestuurlijkGeescaleerd(Geescaleerd) = "bestuurlijk_geescaleerd" v 1,
    /// The escalation was decided.
    EscalatieBesloten(EscalatieBesloten) = "escalatie_besloten" v 1,
    /// Execution started.
    UitvoeringGestart(Gestapt) = "uitvoering_gestart" v 1,
    /// Realised.
    InitiatiefGerealiseerd(InitiatiefGerealiseerd) = "initiatief_gerealiseerd" v 1,
    /// Rejected.
    InitiatiefAfgewezen(Gestapt) = "initiatief_afgewezen" v 1,
    /// Withdrawn.
    InitiatiefIngetrokken(Gestapt) = "initiatief_ingetrokken" v 1,
    /// Put on hold.
    InitiatiefAangehouden(InitiatiefAangehouden) = "initiatief_aangehouden" v 1,
    /// Taken up again.
    InitiatiefHervat(Gestapt) = "initiatief_hervat" v 1,
    /// Reopened.
    InitiatiefHeropend(Gestapt) = "initiatief_heropend" v 1,
    /// A step of the municipality's own.
    StatusGewijzigd(Gestapt) = "status_gewijzigd" v 1,
    /// It goes on under another definition.
    WerkstroomGewijzigd(WerkstroomGewijzigd) = "werkstroom_gewijzigd" v 1,
    /// An order was given.
    OpdrachtUitgezet(OpdrachtUitgezet) = "opdracht_uitgezet" v 1,
    /// An order was accepted.
    OpdrachtGeaccepteerd(OpdrachtGeaccepteerd) = "opdracht_geaccepteerd" v 1,
    /// An order was refused.
    OpdrachtGeweigerd(OpdrachtGeweigerd) = "opdracht_geweigerd" v 1,
    /// An order was returned.
    OpdrachtTeruggegeven(OpdrachtTeruggegeven) = "opdracht_teruggegeven" v 1,
    /// An order was blocked.
    OpdrachtGeblokkeerd(OpdrachtGeblokkeerd) = "opdracht_geblokkeerd" v 1,
    /// An order was deblocked.
    OpdrachtGedeblokkeerd(OpdrachtGewijzigd) = "opdracht_gedeblokkeerd" v 1,
    /// An order was finished.
    OpdrachtAfgerond(OpdrachtGewijzigd) = "opdracht_afgerond" v 1,
    /// An order was withdrawn.
    OpdrachtIngetrokken(OpdrachtGewijzigd) = "opdracht_ingetrokken" v 1,
    /// An order that came back went out again.
    OpdrachtHeruitgezet(OpdrachtGewijzigd) = "opdracht_heruitgezet" v 1,
    /// A decision was taken.
    BesluitGenomen(BesluitGenomen) = "besluit_genomen" v 1,
    /// A decision was reversed.
    BesluitTeruggedraaid(BesluitTeruggedraaid) = "besluit_teruggedraaid" v 1,
    /// The applicant was told something.
    TerugkoppelingGegeven(TerugkoppelingGegeven) = "terugkoppeling_gegeven" v 1,
    /// Somebody else treats it.
    BehandelaarGewijzigd(BehandelaarGewijzigd) = "behandelaar_gewijzigd" v 1,
    /// Somebody else carries it.
    KartrekkerGewijzigd(KartrekkerGewijzigd) = "kartrekker_gewijzigd" v 1,
    /// A partner joined.
    PartnerToegevoegd(PartnerToegevoegd) = "partner_toegevoegd" v 1,
    /// A note.
    NotitieToegevoegd(NotitieToegevoegd) = "notitie_toegevoegd" v 1,
    /// It stands still.
    StagnatieGemeld(StagnatieGemeld) = "stagnatie_gemeld" v 1,
    /// The obstacle is gone.
    StagnatieOpgeheven(StagnatieOpgeheven) = "stagnatie_opgeheven" v 1,
    /// The clock signals that something takes too long.
    TermijnGesignaleerd(TermijnGesignaleerd) = "termijn_gesignaleerd" v 1,
    /// Its dossier is destroyed, because the term is over for which it was kept.
    DossierVernietigd(DossierVernietigd) = "dossier_vernietigd" v 1,
}

fn feitsoorten() -> impl Iterator<Item = &'static Feitsoort> {
    soorten::INITIATIEF.iter().copied().flatten()
}

fn feit(soort: &str, inhoud: Json) -> serde_json::Result<Gebeurtenis> {
    let fout = <serde_json::Error as serde::de::Error>::custom::<String>;
    let Some(soort) = feitsoorten().find(|s| s.code == soort) else {
        return Err(fout(format!("onbekende soort {soort:?}")));
    };
    let Json::Object(inhoud) = inhoud else { return Err(fout("geen object".to_owned())) };
    Feit::lees(soort, inhoud).map(Gebeurtenis::Feit).map_err(|e| fout(e.to_string()))
}

impl Gebeurtenis {
    /// Every kind of event with its present schema version.
    pub fn soorten() -> impl Iterator<Item = (&'static str, u32)> {
        EIGEN.iter().copied().chain(feitsoorten().map(|soort| (soort.code, soort.versie)))
    }

    /// The step of a transition event.
    pub fn stap(&self) -> Option<&Stap> {
        match self {
            Self::InBehandelingGenomen(g)
            | Self::AanvullingOntvangen(g)
            | Self::OvergedragenAanKernorganisatie(g)
            | Self::TeruggehaaldDoorTlo(g)
            | Self::UitvoeringGestart(g)
            | Self::InitiatiefAfgewezen(g)
            | Self::InitiatiefIngetrokken(g)
            | Self::InitiatiefHervat(g)
            | Self::InitiatiefHeropend(g)
            | Self::StatusGewijzigd(g) => Some(&g.stap),
            Self::AanvullingGevraagd(g) => Some(&g.stap),
            Self::AmbtelijkGeescaleerd(g) | Self::BestuurlijkGeescaleerd(g) => Some(&g.stap),
            Self::EscalatieBesloten(g) => Some(&g.stap),
            Self::InitiatiefGerealiseerd(g) => Some(&g.stap),
            Self::InitiatiefAangehouden(g) => Some(&g.stap),
            _ => None,
        }
    }

    /// The order that it is about.
    pub fn opdracht(&self) -> Option<Uuid> {
        match self {
            Self::OpdrachtUitgezet(o) => Some(o.opdracht),
            Self::OpdrachtGeaccepteerd(o) => Some(o.opdracht),
            Self::OpdrachtGeweigerd(o) => Some(o.opdracht),
            Self::OpdrachtTeruggegeven(o) => Some(o.opdracht),
            Self::OpdrachtGeblokkeerd(o) => Some(o.opdracht),
            Self::OpdrachtGedeblokkeerd(o)
            | Self::OpdrachtAfgerond(o)
            | Self::OpdrachtIngetrokken(o)
            | Self::OpdrachtHeruitgezet(o) => Some(o.opdracht),
            _ => None,
        }
    }
}

impl cqrs_es::DomainEvent for Gebeurtenis {
    fn event_type(&self) -> String {
        self.soort().to_owned()
    }

    fn event_version(&self) -> String {
        Self::huidige_versie(self.soort()).unwrap_or(1).to_string()
    }
}
