//! An initiative as a list shows it, and every other representation of it begins.

use crate::moment::MomentView;
use crate::reads::dossiers::{Dossier, Inhoud};
use crate::routes::AanZet;
use crate::routes::vernietiging::BewaringView;
use serde::Serialize;
use utoipa::ToSchema;
use wijkspoor_domain::Opzet;
use wijkspoor_domain::werkstroom::Fase;

/// Een initiatief in een lijst.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::routes) struct Samenvatting {
    /// Het id.
    #[schema(format = Uuid)]
    id: String,
    /// De versie; de ETag van het initiatief.
    #[schema(minimum = 1)]
    versie: i64,
    /// Hoe het heet.
    #[schema(max_length = 200)]
    titel: String,
    /// De werkstroom.
    #[schema(max_length = 60)]
    werkstroom: String,
    /// De versie van de werkstroom.
    #[schema(minimum = 1)]
    werkstroom_versie: i64,
    /// De code van de status.
    #[schema(max_length = 60)]
    status: String,
    /// De naam van de status.
    #[schema(max_length = 1000)]
    status_naam: String,
    /// Sinds wanneer het deze status heeft.
    status_sinds: MomentView,
    /// De fase.
    #[schema(max_length = 60)]
    fase: String,
    /// Wie aan zet is; leeg in een eindstatus.
    #[schema(max_items = 1000)]
    aan_zet: Vec<AanZet>,
    /// Het gebied.
    #[schema(max_length = 200)]
    gebied: String,
    /// De wijken.
    #[schema(max_items = 50)]
    wijken: Vec<String>,
    /// Het thema.
    #[schema(max_length = 200)]
    thema: String,
    /// Van wie het komt.
    #[schema(max_length = 200)]
    oorsprong: String,
    /// De categorie.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    categorie: Option<String>,
    /// Het kenmerk van de afzender.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    kenmerk: Option<String>,
    /// Stedelijke partners.
    #[schema(max_items = 1000)]
    partners: Vec<String>,
    /// Wanneer het is ingediend.
    ingediend: MomentView,
    /// Wanneer iemand er het laatst iets aan deed.
    laatste_activiteit: MomentView,
    /// Wanneer de initiatiefnemer het laatst iets hoorde.
    #[serde(skip_serializing_if = "Option::is_none")]
    laatste_terugkoppeling: Option<MomentView>,
    /// Waarom het stilstaat, als dat is gemeld.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    stagnatie: Option<String>,
    /// Sinds wanneer het stilstaat.
    #[serde(skip_serializing_if = "Option::is_none")]
    stagnatie_sinds: Option<MomentView>,
    /// Hoe vaak een opdracht terugkwam.
    #[schema(minimum = 0)]
    pingpong: i64,
    /// Wat de archiefwet van het gesloten dossier vraagt, als de gemeente dat heeft ingericht; ontbreekt zodra het is vernietigd.
    #[serde(skip_serializing_if = "Option::is_none")]
    bewaring: Option<BewaringView>,
}

/// Wat alleen het dossier zelf laat zien.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::routes) struct Dossierinhoud {
    /// Wat de indieners willen.
    #[schema(max_length = 20000)]
    omschrijving: String,
    /// De bewoners of groepen die indienden.
    #[schema(max_items = 50)]
    initiatiefnemers: Vec<String>,
    /// Hoe zij te bereiken zijn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    contact: Option<String>,
    /// Wie het behandelt bij het TLO.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    behandelaar: Option<String>,
    /// Wie het trekt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    kartrekker: Option<String>,
    /// Wat er is bereikt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    resultaat: Option<String>,
    /// Waarom het stilstaat, in woorden.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    stagnatie_toelichting: Option<String>,
}

impl From<Inhoud> for Dossierinhoud {
    fn from(inhoud: Inhoud) -> Self {
        Self {
            omschrijving: inhoud.omschrijving,
            initiatiefnemers: inhoud.initiatiefnemers,
            contact: inhoud.contact,
            behandelaar: inhoud.behandelaar,
            kartrekker: inhoud.kartrekker,
            resultaat: inhoud.resultaat,
            stagnatie_toelichting: inhoud.stagnatie,
        }
    }
}

pub(in crate::routes) fn samenvatting(opzet: &Opzet, d: Dossier) -> Samenvatting {
    let werkstromen = &opzet.werkstromen;
    let versie = u32::try_from(d.werkstroom.1).unwrap_or_default();
    let werkstroom = werkstromen
        .zoek(&wijkspoor_domain::werkstroom::WerkstroomRef { code: d.werkstroom.0.clone(), versie });
    let status_naam =
        werkstroom.and_then(|w| w.status(&d.status)).map_or(d.status.clone(), |s| s.naam.clone());
    let gesloten = d.gesloten.zip(Fase::van_code(&d.fase));
    let bewaring = gesloten.and_then(|(dag, fase)| opzet.inrichting.bewaring(&d.status, fase, dag));
    let bewaring = bewaring.map(|b| BewaringView::van(&b, &opzet.inrichting.selectielijst));
    Samenvatting {
        id: d.id,
        versie: d.versie,
        titel: d.titel,
        werkstroom: d.werkstroom.0,
        werkstroom_versie: d.werkstroom.1,
        status: d.status,
        status_naam,
        status_sinds: d.status_sinds.into(),
        fase: d.fase,
        aan_zet: d.aan_zet.into_iter().map(Into::into).collect(),
        gebied: d.gebied,
        wijken: d.wijken,
        thema: d.thema,
        oorsprong: d.oorsprong,
        categorie: d.categorie,
        kenmerk: d.kenmerk,
        partners: d.partners,
        ingediend: d.ingediend.into(),
        laatste_activiteit: d.activiteit.into(),
        laatste_terugkoppeling: d.terugkoppeling.map(Into::into),
        stagnatie: d.stagnatie,
        stagnatie_sinds: d.stagnatie_sinds.map(Into::into),
        pingpong: d.pingpong,
        bewaring,
    }
}
