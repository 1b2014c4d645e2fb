//! What each kind of event says. The fields are the schema that is stored.

use super::redenen::{
    Besluitsoort, Blokkadereden, Categorie, Hoedanigheid, Kanaal, Terugreden, Tijdsignaal, Weigerreden,
};
use crate::werkstroom::WerkstroomRef;
use crate::{Gevoelig, Naam, Partij};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

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
    /// The portfolio that must decide on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portefeuille: Option<Naam>,
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

/// The initiative goes on under another definition, or another version of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WerkstroomGewijzigd {
    /// The definition to which it was pinned.
    pub van: WerkstroomRef,
    /// The definition to which it is pinned from now on.
    pub naar: WerkstroomRef,
    /// What its status was called.
    pub status_van: String,
    /// What its status is called from now on.
    pub status: String,
    /// Per status that was entered: the one that was left for it, as they are called from now on.
    pub herkomst: BTreeMap<String, String>,
    /// The mandate under which it was decided.
    pub mandaat: Naam,
    /// Why.
    pub motivering: Gevoelig,
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
    /// The municipality's own name for it.
    #[serde(rename = "eigenReden", default, skip_serializing_if = "Option::is_none")]
    pub eigen_reden: Option<Naam>,
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
    /// The municipality's own name for it.
    #[serde(rename = "eigenReden", default, skip_serializing_if = "Option::is_none")]
    pub eigen_reden: Option<Naam>,
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
    /// The municipality's own name for it.
    #[serde(rename = "eigenReden", default, skip_serializing_if = "Option::is_none")]
    pub eigen_reden: Option<Naam>,
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
    /// In what capacity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hoedanigheid: Option<Hoedanigheid>,
    /// The portfolio under which it falls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portefeuille: Option<Naam>,
    /// What else was considered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternatieven: Option<Gevoelig>,
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
    /// The municipality's own name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eigen_reden: Option<Naam>,
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

/// Something takes longer than it should, or is about to: the clock says so, once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TermijnGesignaleerd {
    /// What is the matter.
    pub signaal: Tijdsignaal,
    /// Who must act, where somebody in particular must.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partij: Option<Partij>,
    /// The order, or what was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bij: Option<Uuid>,
    /// The code of the term, when it is about one of the definition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub termijn: Option<String>,
    /// The last day on which it is, or would have been, in time.
    pub uiterlijk: Date,
    /// The escalation that the definition proposes: the code of a transition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voorstel: Option<String>,
}

/// The dossier is destroyed by the archive law: nothing can be added any more, and all texts are erased.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DossierVernietigd {
    /// The list by which it was approved.
    pub lijst: Uuid,
    /// What the municipality's list of appraisals is called.
    pub selectielijst: String,
    /// The number in it.
    pub categorie: String,
    /// How long it was kept: `P10Y`.
    pub bewaartermijn: String,
    /// From which day that ran.
    pub brondatum: Date,
    /// From which day it had to be destroyed.
    pub archiefactiedatum: Date,
}
