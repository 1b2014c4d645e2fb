//! What can have happened to an initiative. Each kind has a name in the past tense and a schema version; a stored
//! event is never changed: raise the version, add an upcaster, keep the old golden file.

use crate::codes::codes;
use crate::upcast::{StoredEvent, Upcaster};
use crate::werkstroom::WerkstroomRef;
use crate::{Gevoelig, Naam};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

codes! {
    /// The four project categories of the evaluation's third recommendation.
    Categorie {
        /// Small, in public space, quick.
        KleinOpenbareRuimte = "klein_openbare_ruimte",
        /// Large spatial development from city-wide programmes.
        GrootRo = "groot_ro",
        /// Small, social cohesion.
        KleinSociaal = "klein_sociaal",
        /// Large, tied to statutory social tasks.
        GrootSociaalWettelijk = "groot_sociaal_wettelijk",
    }
}

codes! {
    /// Why an order or an initiative stands still.
    Blokkadereden {
        /// No people or time.
        Capaciteit = "capaciteit",
        /// No money.
        Budget = "budget",
        /// A policy framework stands in the way.
        Beleidskader = "beleidskader",
        /// A permit.
        Vergunning = "vergunning",
        /// Another programme goes first.
        PrioriteitProgramma = "prioriteit_programma",
        /// A decision must be taken first.
        Besluitvorming = "besluitvorming",
        /// Somebody outside must act.
        WachtOpDerde = "wacht_op_derde",
        /// Something else: the explanation says what.
        Anders = "anders",
    }
}

codes! {
    /// Why a department refuses an order.
    Weigerreden {
        /// No people or time.
        GeenCapaciteit = "geen_capaciteit",
        /// No money.
        GeenBudget = "geen_budget",
        /// Against a policy framework.
        StrijdigMetBeleid = "strijdig_met_beleid",
        /// Not a task of this department.
        GeenTaak = "geen_taak",
        /// Outside the mandate of whoever gave it.
        BuitenMandaat = "buiten_mandaat",
        /// Something else: the explanation says what.
        Anders = "anders",
    }
}

codes! {
    /// Why a department returns an order.
    Terugreden {
        /// Information is missing.
        Onvolledig = "onvolledig",
        /// Belongs to another department.
        VerkeerdeAfdeling = "verkeerde_afdeling",
        /// Not clear what is asked.
        Onduidelijk = "onduidelijk",
        /// Another department or step must come first.
        AndereStapEerst = "andere_stap_eerst",
        /// Something else: the explanation says what.
        Anders = "anders",
    }
}

codes! {
    /// What a decision is about.
    Besluitsoort {
        /// Granted.
        Toekenning = "toekenning",
        /// Rejected.
        Afwijzing = "afwijzing",
        /// Approval by a department.
        Goedkeuring = "goedkeuring",
        /// On an escalation.
        Escalatie = "escalatie",
        /// Departing from a policy framework.
        AfwijkingBeleidskader = "afwijking_beleidskader",
        /// Anything else.
        Overig = "overig",
    }
}

codes! {
    /// How the applicant was told.
    Kanaal {
        /// In conversation.
        Gesprek = "gesprek",
        /// By telephone.
        Telefoon = "telefoon",
        /// By e-mail.
        Email = "email",
        /// By letter.
        Brief = "brief",
        /// At a meeting.
        Bijeenkomst = "bijeenkomst",
        /// In a portal.
        Portaal = "portaal",
        /// Another way, or not known.
        Anders = "anders",
    }
}

/// The initiative was submitted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InitiatiefIngediend {
    /// The definition to which it is pinned.
    pub werkstroom: WerkstroomRef,
    /// The status in which it starts.
    pub status: String,
    /// What it is called.
    pub titel: Gevoelig,
    /// What is wanted.
    pub omschrijving: Gevoelig,
    /// The area, whose TLO treats it.
    pub gebied: Naam,
    /// The neighbourhoods.
    pub wijken: Vec<Naam>,
    /// The theme.
    pub thema: Naam,
    /// Who began it: bewoners, gemeente, tlo, …
    pub oorsprong: Naam,
    /// The category, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub categorie: Option<Categorie>,
    /// The residents or groups.
    pub initiatiefnemers: Vec<Gevoelig>,
    /// How to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Gevoelig>,
    /// A reference of the sender's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kenmerk: Option<Naam>,
}

/// What every transition records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stap {
    /// The code of the transition.
    pub overgang: String,
    /// The status that was left.
    pub van: String,
    /// The status that was entered.
    pub naar: String,
    /// Whether it went back to where it came from.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub terug: bool,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motivering: Option<Gevoelig>,
}

/// A transition with nothing of its own beside the step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gestapt {
    /// The transition.
    pub stap: Stap,
}

/// The applicant was asked for a supplement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AanvullingGevraagd {
    /// The transition.
    pub stap: Stap,
    /// What must be supplied.
    pub vraag: Gevoelig,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hersteltermijn: Option<Date>,
}

/// The initiative was escalated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Geescaleerd {
    /// The transition.
    pub stap: Stap,
    /// What the dispute is about.
    pub geschilpunt: Gevoelig,
}

/// An escalation was decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EscalatieBesloten {
    /// The transition: where it leads is the outcome.
    pub stap: Stap,
    /// The decision, recorded just before.
    pub besluit: Uuid,
}

/// The initiative was realised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InitiatiefGerealiseerd {
    /// The transition.
    pub stap: Stap,
    /// What was achieved.
    pub resultaat: Gevoelig,
}

/// The initiative was put on hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InitiatiefAangehouden {
    /// The transition.
    pub stap: Stap,
    /// Until when, as far as is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tot: Option<Date>,
}

/// An order was given to a department.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpdrachtUitgezet {
    /// The order.
    pub opdracht: Uuid,
    /// The department.
    pub afdeling: Naam,
    /// What is asked.
    pub omschrijving: Gevoelig,
    /// By when an answer is expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uiterlijk: Option<Date>,
}

/// The department accepted the order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpdrachtGeaccepteerd {
    /// The order.
    pub opdracht: Uuid,
    /// Who treats it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behandelaar: Option<Gevoelig>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toelichting: Option<Gevoelig>,
}

/// The department refused the order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpdrachtGeweigerd {
    /// The order.
    pub opdracht: Uuid,
    /// Why.
    pub reden: Weigerreden,
    /// In words.
    pub toelichting: Gevoelig,
}

/// The department returned the order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpdrachtTeruggegeven {
    /// The order.
    pub opdracht: Uuid,
    /// Why.
    pub reden: Terugreden,
    /// In words.
    pub toelichting: Gevoelig,
}

/// The order is blocked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpdrachtGeblokkeerd {
    /// The order.
    pub opdracht: Uuid,
    /// Why.
    pub reden: Blokkadereden,
    /// In words.
    pub toelichting: Gevoelig,
}

/// Something happened to an order that needs no more than a remark: deblocked, finished, withdrawn, re-issued.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpdrachtGewijzigd {
    /// The order.
    pub opdracht: Uuid,
    /// A remark: what was achieved, why it was withdrawn, what was added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toelichting: Option<Gevoelig>,
}

/// A decision was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BesluitGenomen {
    /// The decision.
    pub besluit: Uuid,
    /// What it is about.
    pub soort: Besluitsoort,
    /// The mandate under which it was taken.
    pub mandaat: Naam,
    /// Why.
    pub motivering: Gevoelig,
    /// What it was based on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grondslag: Option<Gevoelig>,
    /// The phase in which it was taken.
    pub status: String,
}

/// A decision was reversed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BesluitTeruggedraaid {
    /// The decision.
    pub besluit: Uuid,
    /// Why.
    pub motivering: Gevoelig,
    /// The status in which it was reversed: late reversals are a figure of their own.
    pub status: String,
}

/// The applicant was told something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TerugkoppelingGegeven {
    /// How.
    pub kanaal: Kanaal,
    /// What.
    pub bericht: Gevoelig,
}

/// Somebody else treats the initiative at the TLO.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BehandelaarGewijzigd {
    /// Who.
    pub behandelaar: Gevoelig,
    /// The handover note; its absence is a figure (K35).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdracht: Option<Gevoelig>,
}

/// Somebody else, or nobody, carries the initiative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KartrekkerGewijzigd {
    /// Who; absent when the last one left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kartrekker: Option<Gevoelig>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toelichting: Option<Gevoelig>,
}

/// A partner joined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartnerToegevoegd {
    /// The organisation.
    pub partner: Naam,
    /// What it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bijdrage: Option<Gevoelig>,
}

/// Something was noted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NotitieToegevoegd {
    /// The kind of note: `notitie`, or the kind that a source gives it.
    pub soort: Naam,
    /// What.
    pub tekst: Gevoelig,
    /// Whom it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partij: Option<Gevoelig>,
}

/// The initiative stands still.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StagnatieGemeld {
    /// Why.
    pub oorzaak: Blokkadereden,
    /// In words.
    pub toelichting: Gevoelig,
    /// For whom or what it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wacht_op: Option<Naam>,
}

/// The obstacle is gone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StagnatieOpgeheven {
    /// How.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toelichting: Option<Gevoelig>,
}

/// Declares the enum, the kinds and their schema versions in one place.
macro_rules! gebeurtenissen {
    ($($(#[$doc:meta])* $variant:ident($inhoud:ty) = $soort:literal v $versie:literal),+ $(,)?) => {
        /// An event of an initiative.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "type", content = "gegevens")]
        pub enum Gebeurtenis { $($(#[$doc])* #[serde(rename = $soort)] $variant($inhoud)),+ }

        impl Gebeurtenis {
            /// Every kind of event with its present schema version.
            pub const SOORTEN: &'static [(&'static str, u32)] = &[$(($soort, $versie)),+];
        }

        impl StoredEvent for Gebeurtenis {
            const UPCASTERS: &'static [Upcaster] = &[];

            fn soort(&self) -> &'static str {
                match self { $(Self::$variant(_) => $soort),+ }
            }

            fn huidige_versie(soort: &str) -> Option<u32> {
                Self::SOORTEN.iter().find(|(s, _)| *s == soort).map(|(_, versie)| *versie)
            }

            fn inhoud(&self) -> serde_json::Result<Json> {
                match self { $(Self::$variant(inhoud) => serde_json::to_value(inhoud)),+ }
            }

            fn van_inhoud(soort: &str, inhoud: Json) -> serde_json::Result<Self> {
                match soort {
                    $($soort => serde_json::from_value(inhoud).map(Self::$variant),)+
                    _ => Err(serde::de::Error::custom(format!("onbekende soort {soort:?}"))),
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
}

impl Gebeurtenis {
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
}

impl cqrs_es::DomainEvent for Gebeurtenis {
    fn event_type(&self) -> String {
        self.soort().to_owned()
    }

    fn event_version(&self) -> String {
        Self::huidige_versie(self.soort()).unwrap_or(1).to_string()
    }
}
