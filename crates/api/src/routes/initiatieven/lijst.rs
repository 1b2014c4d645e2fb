//! The list of initiatives.

use super::samenvatting::{Samenvatting, samenvatting};
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::dossiers::{self, Filter, Orde, orde_code};
use crate::request::{Caller, Parameters, Params};
use crate::routes::{Actualiteit, cursor, partij, standaard_limiet};
use crate::schema;
use actix_web::{HttpResponse, get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What to look for in the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct Zoekvraag {
    /// Alleen met deze status.
    #[param(schema_with = schema::code)]
    status: Option<String>,
    /// Alleen in deze fase.
    #[param(schema_with = schema::fase)]
    fase: Option<String>,
    /// Alleen in dit gebied.
    #[param(schema_with = schema::naam)]
    gebied: Option<String>,
    /// Alleen in deze wijk.
    #[param(schema_with = schema::naam)]
    wijk: Option<String>,
    /// Alleen met dit thema.
    #[param(schema_with = schema::naam)]
    thema: Option<String>,
    /// Alleen in deze categorie.
    #[param(schema_with = schema::categorie)]
    categorie: Option<String>,
    /// Alleen met dit kenmerk.
    #[param(schema_with = schema::naam)]
    kenmerk: Option<String>,
    /// Alleen waar dit soort partij aan zet is.
    #[param(schema_with = partij)]
    partij: Option<String>,
    /// Alleen waar deze afdeling aan zet is.
    #[param(schema_with = schema::naam)]
    afdeling: Option<String>,
    /// Alleen waar stagnatie is gemeld (of juist niet).
    gestagneerd: Option<bool>,
    /// Woorden die alle voorkomen in titel, gebied, wijk, thema of kenmerk.
    #[param(schema_with = schema::regel)]
    zoek: Option<String>,
    /// De volgorde; met een min ervoor aflopend.
    #[serde(default = "nieuwste_eerst")]
    #[param(schema_with = orde)]
    sorteer: String,
    /// Hoeveel per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    limiet: i64,
    /// Waar de lijst verder gaat: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl Parameters for Zoekvraag {
    const OPERATION: &'static str = "zoekInitiatieven";
}

const ORDEN: [Orde; 3] = [Orde::Ingediend, Orde::Gewijzigd, Orde::Titel];

fn orden() -> impl Iterator<Item = (Orde, bool)> {
    ORDEN.into_iter().flat_map(|orde| [(orde, false), (orde, true)])
}

fn orde() -> utoipa::openapi::ObjectBuilder {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(orden().map(|(orde, aflopend)| orde_code(orde, aflopend))))
}

fn nieuwste_eerst() -> String {
    orde_code(Orde::Gewijzigd, true).to_owned()
}

/// Een deel van de lijst.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Initiatieven {
    /// De initiatieven.
    #[schema(max_items = 200)]
    initiatieven: Vec<Samenvatting>,
    /// De cursor van de volgende bladzijde, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Zoek initiatieven
///
/// Filter, zoek, sorteer en blader. Een cursor wijst een plaats in de volgorde aan, geen bladzijdenummer: er valt niets
/// tussenuit en niets komt dubbel, behalve wat onder het bladeren zelf van plaats verandert, zoals bij `gewijzigd`.
#[utoipa::path(operation_id = "zoekInitiatieven", tag = "Initiatieven", params(Zoekvraag),
    responses((status = 200, description = "Een bladzijde van de lijst", body = Initiatieven)))]
#[get("/initiatieven")]
pub(super) async fn lijst(
    app: web::Data<App>,
    caller: Caller,
    vraag: Params<Zoekvraag>,
) -> Result<HttpResponse, ApiError> {
    let Params(vraag) = vraag;
    let (orde, aflopend) = (orden().find(|(orde, aflopend)| orde_code(*orde, *aflopend) == vraag.sorteer))
        .unwrap_or((Orde::Gewijzigd, true));
    let na = cursor(vraag.cursor.as_deref(), &vraag.sorteer)?;
    let filter = Filter {
        status: vraag.status,
        fase: vraag.fase,
        gebied: vraag.gebied,
        wijk: vraag.wijk,
        thema: vraag.thema,
        categorie: vraag.categorie,
        kenmerk: vraag.kenmerk,
        partij: vraag.partij,
        afdeling: vraag.afdeling,
        gestagneerd: vraag.gestagneerd,
        zoek: vraag.zoek,
    };
    let (store, reikwijdte) = (app.store(), caller.reikwijdte());
    let pagina = dossiers::lijst(store, reikwijdte, &filter, orde, aflopend, na.as_ref(), vraag.limiet).await;
    let (lijst, volgende, head) = pagina?;
    caller.toont(lijst.iter().map(|d| d.id.as_str()));
    let opzet = app.opzet();
    Ok(HttpResponse::Ok().json(Initiatieven {
        initiatieven: lijst.into_iter().map(|d| samenvatting(&opzet, d)).collect(),
        volgende: volgende.map(|c| c.encode()),
        actualiteit: head.into(),
    }))
}
