//! Orders: give them, act on them, list them.

use super::niet_gevonden;
use crate::app::App;
use crate::moment::{MomentView, Plaatsgevonden};
use crate::problem::ApiError;
use crate::reads::opdrachten;
use crate::request::{Body, Caller, WriteHeaders, id};
use crate::schema;
use crate::write::{Ontvangstbewijs, Write};
use actix_web::{HttpResponse, get, post, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_domain::initiatief::gebeurtenis::{Blokkadereden, Terugreden, Weigerreden};
use wijkspoor_domain::initiatief::handeling::Opdrachtactie as Actie;
use wijkspoor_domain::initiatief::{Handeling, handeling, mogelijke_acties};
use wijkspoor_domain::{Gevoelig, Naam};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(lijst).service(zet_uit).service(handel);
}

/// Een opdracht om uit te zetten.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "afdeling": "Openbare Ruimte", "omschrijving": "Beoordeel de twee plekken.", "uiterlijk": "2026-12-15" }))]
pub struct NieuweOpdracht {
    /// De afdeling.
    #[schema(schema_with = schema::naam)]
    afdeling: Naam,
    /// Wat er wordt gevraagd.
    #[schema(schema_with = schema::tekst)]
    omschrijving: String,
    /// Voor wanneer een antwoord wordt verwacht.
    #[schema(schema_with = schema::datum)]
    uiterlijk: Option<Date>,
}

impl NieuweOpdracht {
    /// With an id of its own.
    pub fn met_id(self, id: Uuid) -> handeling::NieuweOpdracht {
        let omschrijving = Gevoelig::new(self.omschrijving);
        handeling::NieuweOpdracht { id, afdeling: self.afdeling, omschrijving, uiterlijk: self.uiterlijk }
    }
}

/// Opdrachten die tegelijk worden uitgezet.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NieuweOpdrachten {
    /// De opdrachten; elke afdeling krijgt er een.
    #[schema(min_items = 1, max_items = 100)]
    opdrachten: Vec<NieuweOpdracht>,
    /// Wanneer het gebeurde; zonder opgave: nu.
    plaatsgevonden: Option<Plaatsgevonden>,
}

/// Zet opdrachten uit
///
/// Aan één of meer afdelingen tegelijk.
#[utoipa::path(operation_id = "zetOpdrachtenUit", tag = "Opdrachten", request_body = NieuweOpdrachten,
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 201, description = "Uitgezet", body = Ontvangstbewijs)))]
#[post("/initiatieven/{id}/opdrachten")]
async fn zet_uit(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<String>,
    body: Body<NieuweOpdrachten>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let Body { value: nieuw, fingerprint } = body;
    let opdrachten = nieuw.opdrachten.into_iter().map(|o| o.met_id(app.ids.next())).collect();
    let write = Write { app: &app, actor: caller.0, headers, fingerprint };
    let place = "/v1/initiatieven/{id}/opdrachten";
    write.execute(id, Handeling::ZetOpdrachtenUit(opdrachten), nieuw.plaatsgevonden.as_ref(), place).await
}

/// Wat er met een opdracht gebeurt; `actie` bepaalt welke andere velden er zijn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "actie", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({ "actie": "accepteer", "behandelaar": "Team Groen" }))]
enum NieuweOpdrachtactie {
    /// De afdeling neemt haar aan.
    Accepteer {
        /// Wie haar behandelt.
        #[schema(schema_with = schema::regel)]
        behandelaar: Option<String>,
        /// Een toelichting.
        #[schema(schema_with = schema::tekst)]
        toelichting: Option<String>,
        /// Wanneer het gebeurde; zonder opgave: nu.
        plaatsgevonden: Option<Plaatsgevonden>,
    },
    /// De afdeling weigert haar.
    Weiger {
        /// Waarom.
        #[schema(schema_with = schema::weigerreden)]
        reden: Weigerreden,
        /// De eigen reden van de gemeente, uit haar inrichting, die telt als deze reden.
        #[serde(rename = "eigenReden")]
        #[schema(schema_with = schema::naam)]
        eigen_reden: Option<Naam>,
        /// In woorden.
        #[schema(schema_with = schema::tekst)]
        toelichting: String,
        /// Wanneer het gebeurde; zonder opgave: nu.
        plaatsgevonden: Option<Plaatsgevonden>,
    },
    /// De afdeling geeft haar terug.
    GeefTerug {
        /// Waarom.
        #[schema(schema_with = schema::terugreden)]
        reden: Terugreden,
        /// De eigen reden van de gemeente, uit haar inrichting, die telt als deze reden.
        #[serde(rename = "eigenReden")]
        #[schema(schema_with = schema::naam)]
        eigen_reden: Option<Naam>,
        /// In woorden.
        #[schema(schema_with = schema::tekst)]
        toelichting: String,
        /// Wanneer het gebeurde; zonder opgave: nu.
        plaatsgevonden: Option<Plaatsgevonden>,
    },
    /// Zij kan niet verder.
    Blokkeer {
        /// Waarom.
        #[schema(schema_with = schema::blokkadereden)]
        reden: Blokkadereden,
        /// De eigen reden van de gemeente, uit haar inrichting, die telt als deze reden.
        #[serde(rename = "eigenReden")]
        #[schema(schema_with = schema::naam)]
        eigen_reden: Option<Naam>,
        /// In woorden.
        #[schema(schema_with = schema::tekst)]
        toelichting: String,
        /// Wanneer het gebeurde; zonder opgave: nu.
        plaatsgevonden: Option<Plaatsgevonden>,
    },
    /// Zij kan weer verder.
    Deblokkeer {
        /// Een toelichting.
        #[schema(schema_with = schema::tekst)]
        toelichting: Option<String>,
        /// Wanneer het gebeurde; zonder opgave: nu.
        plaatsgevonden: Option<Plaatsgevonden>,
    },
    /// Zij is klaar.
    RondAf {
        /// Wat er is bereikt.
        #[schema(schema_with = schema::tekst)]
        toelichting: Option<String>,
        /// Wanneer het gebeurde; zonder opgave: nu.
        plaatsgevonden: Option<Plaatsgevonden>,
    },
    /// Het TLO trekt haar in.
    TrekIn {
        /// Waarom.
        #[schema(schema_with = schema::tekst)]
        toelichting: String,
        /// Wanneer het gebeurde; zonder opgave: nu.
        plaatsgevonden: Option<Plaatsgevonden>,
    },
    /// Het TLO zet haar opnieuw uit.
    ZetOpnieuwUit {
        /// Wat er is aangevuld.
        #[schema(schema_with = schema::tekst)]
        toelichting: Option<String>,
        /// Wanneer het gebeurde; zonder opgave: nu.
        plaatsgevonden: Option<Plaatsgevonden>,
    },
}

impl NieuweOpdrachtactie {
    fn splits(self) -> (Actie, Option<Plaatsgevonden>) {
        match self {
            Self::Accepteer { behandelaar, toelichting, plaatsgevonden } => (
                Actie::Accepteer {
                    behandelaar: behandelaar.map(Gevoelig::new),
                    toelichting: toelichting.map(Gevoelig::new),
                },
                plaatsgevonden,
            ),
            Self::Weiger { reden, eigen_reden, toelichting, plaatsgevonden } => (
                Actie::Weiger { reden, eigen_reden, toelichting: Gevoelig::new(toelichting) },
                plaatsgevonden,
            ),
            Self::GeefTerug { reden, eigen_reden, toelichting, plaatsgevonden } => (
                Actie::GeefTerug { reden, eigen_reden, toelichting: Gevoelig::new(toelichting) },
                plaatsgevonden,
            ),
            Self::Blokkeer { reden, eigen_reden, toelichting, plaatsgevonden } => (
                Actie::Blokkeer { reden, eigen_reden, toelichting: Gevoelig::new(toelichting) },
                plaatsgevonden,
            ),
            Self::Deblokkeer { toelichting, plaatsgevonden } => {
                (Actie::Deblokkeer { toelichting: toelichting.map(Gevoelig::new) }, plaatsgevonden)
            }
            Self::RondAf { toelichting, plaatsgevonden } => {
                (Actie::RondAf { toelichting: toelichting.map(Gevoelig::new) }, plaatsgevonden)
            }
            Self::TrekIn { toelichting, plaatsgevonden } => {
                (Actie::TrekIn { toelichting: Gevoelig::new(toelichting) }, plaatsgevonden)
            }
            Self::ZetOpnieuwUit { toelichting, plaatsgevonden } => {
                (Actie::ZetOpnieuwUit { toelichting: toelichting.map(Gevoelig::new) }, plaatsgevonden)
            }
        }
    }
}

/// Handel met een opdracht
///
/// De afdeling accepteert, weigert, geeft terug, blokkeert, deblokkeert of rondt af; het TLO trekt in of zet opnieuw
/// uit. Wat nu kan, staat in `mogelijkeActies` van de opdracht.
#[utoipa::path(operation_id = "handelMetOpdracht", tag = "Opdrachten", request_body = NieuweOpdrachtactie,
    params(("id" = Uuid, Path, description = "Het initiatief"), ("opdrachtId" = Uuid, Path, description = "De opdracht")),
    responses((status = 201, description = "Vastgelegd", body = Ontvangstbewijs)))]
#[post("/initiatieven/{id}/opdrachten/{opdrachtId}/acties")]
async fn handel(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    path: web::Path<(String, String)>,
    body: Body<NieuweOpdrachtactie>,
) -> Result<HttpResponse, ApiError> {
    let (initiatief, opdracht) = (id("id", &path.0)?, id("opdrachtId", &path.1)?);
    let Body { value: nieuw, fingerprint } = body;
    let (actie, plaatsgevonden) = nieuw.splits();
    let handeling = Handeling::Opdracht { opdracht, actie };
    let write = Write { app: &app, actor: caller.0, headers, fingerprint };
    write.execute(initiatief, handeling, plaatsgevonden.as_ref(), "/v1/initiatieven/{id}/opdrachten").await
}

/// De opdrachten van een initiatief.
#[derive(Debug, Serialize, ToSchema)]
struct Opdrachten {
    /// De opdrachten, ook de afgehandelde.
    #[schema(max_items = 100000)]
    opdrachten: Vec<Opdracht>,
}

/// Een opdracht.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Opdracht {
    /// Het id.
    #[schema(format = Uuid)]
    id: String,
    /// De afdeling.
    #[schema(max_length = 200)]
    afdeling: String,
    /// Hoe het ervoor staat.
    #[schema(max_length = 60)]
    status: String,
    /// Sinds wanneer.
    status_sinds: MomentView,
    /// Hoe vaak zij is uitgezet.
    #[schema(minimum = 1)]
    ronde: i64,
    /// Wat er wordt gevraagd.
    #[schema(max_length = 20000)]
    omschrijving: String,
    /// Voor wanneer een antwoord wordt verwacht.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    uiterlijk: Option<String>,
    /// Wanneer zij (het laatst) is uitgezet.
    uitgezet: MomentView,
    /// Het eerste antwoord in deze ronde.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    antwoord: Option<String>,
    /// Wanneer dat kwam.
    #[serde(skip_serializing_if = "Option::is_none")]
    beantwoord: Option<MomentView>,
    /// Waarom zij is geweigerd, teruggegeven of geblokkeerd.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    reden: Option<String>,
    /// Hoe de gemeente die reden zelf noemt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    eigen_reden: Option<String>,
    /// De laatste toelichting.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    toelichting: Option<String>,
    /// Wie haar behandelt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    behandelaar: Option<String>,
    /// Wat u nu met deze opdracht mag doen.
    #[schema(max_items = 20)]
    mogelijke_acties: Vec<&'static str>,
}

impl From<opdrachten::Opdracht> for Opdracht {
    /// Without what one may do with it now.
    fn from(o: opdrachten::Opdracht) -> Self {
        let (antwoord, beantwoord) = o.antwoord.unzip();
        Self {
            mogelijke_acties: Vec::new(),
            id: o.id,
            afdeling: o.afdeling,
            status: o.status,
            status_sinds: o.status_sinds.into(),
            ronde: o.ronde,
            omschrijving: o.omschrijving,
            uiterlijk: o.uiterlijk,
            uitgezet: o.uitgezet.into(),
            antwoord,
            beantwoord: beantwoord.map(Into::into),
            reden: o.reden,
            eigen_reden: o.eigen_reden,
            toelichting: o.toelichting,
            behandelaar: o.behandelaar,
        }
    }
}

/// Lees de opdrachten van een initiatief
#[utoipa::path(operation_id = "leesOpdrachten", tag = "Opdrachten",
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 200, description = "De opdrachten", body = Opdrachten)))]
#[get("/initiatieven/{id}/opdrachten")]
async fn lijst(
    app: web::Data<App>,
    caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let loaded = app.journal().load(id).await?.ok_or_else(|| niet_gevonden(id))?;
    let opdrachten = opdrachten::van_initiatief(app.store(), &id.to_string()).await?;
    let acties = |opdracht: &str| {
        let toestand = loaded.aggregate.toestand()?;
        let lopend = toestand.opdrachten.get(&opdracht.parse().ok()?)?;
        Some(mogelijke_acties(lopend, &toestand.gebied, &caller.0))
    };
    let view = |o: opdrachten::Opdracht| {
        let mogelijke_acties = acties(&o.id).unwrap_or_default();
        Opdracht { mogelijke_acties, ..o.into() }
    };
    Ok(HttpResponse::Ok().json(Opdrachten { opdrachten: opdrachten.into_iter().map(view).collect() }))
}
