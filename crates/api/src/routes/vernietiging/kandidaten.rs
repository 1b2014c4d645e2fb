//! What is due to be destroyed, and what stands in its way.

use super::super::{Actualiteit, cursor, standaard_limiet};
use super::BewaringView;
use crate::app::App;
use crate::problem::ApiError;
use crate::reads::vernietiging::{self, Beletsel, Gesloten, ORDE};
use crate::request::{Caller, Parameters, Params};
use crate::schema;
use actix_web::{HttpResponse, get, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wijkspoor_domain::{Moment, Opzet};

/// Of which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(super) struct Vraag {
    /// Wat er op deze dag vernietigd moet zijn; zonder opgave: vandaag. Een dag in de toekomst laat zien wat er aankomt.
    #[param(schema_with = schema::datum)]
    op_dag: Option<Date>,
    /// Hoeveel per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    limiet: i64,
    /// Waar de lijst verder gaat: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesVernietigingskandidaten";
}

/// Een deel van wat vernietigd moet worden.
#[derive(Debug, Serialize, ToSchema)]
struct Vernietigingskandidaten {
    /// De dossiers; wat het langst is gesloten eerst.
    #[schema(max_items = 200)]
    kandidaten: Vec<KandidaatView>,
    /// De cursor van de volgende bladzijde, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Een dossier waarvan de bewaartermijn over is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Vernietigingskandidaat)]
struct KandidaatView {
    /// Het initiatief.
    id: Uuid,
    /// De versie.
    #[schema(minimum = 1)]
    versie: i64,
    /// Hoe het heet.
    #[schema(max_length = 200)]
    titel: String,
    /// Het gebied.
    #[schema(max_length = 200)]
    gebied: String,
    /// De eindstatus.
    #[schema(max_length = 60)]
    status: String,
    /// Waarom het vernietigd moet worden.
    bewaring: BewaringView,
    /// Wat er nog aan in de weg staat; leeg als het op een vernietigingslijst kan.
    #[schema(max_items = 10)]
    beletsels: Vec<BeletselView>,
    /// Of de persoonsgegevens eerder al zijn gewist; de verklaring moet dan nog volgen.
    al_gewist: bool,
}

/// Wat er in de weg staat om te vernietigen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Beletsel)]
struct BeletselView {
    /// Het soort.
    #[schema(schema_with = soort)]
    soort: &'static str,
    /// Wat er is, en wat er moet gebeuren.
    #[schema(max_length = 2000)]
    uitleg: String,
}

const OPDRACHT: &str = "lopende_opdracht";
const VRAAG: &str = "openstaande_vraag";
const LIJST: &str = "op_andere_lijst";

fn soort() -> utoipa::openapi::ObjectBuilder {
    schema::codes(&[OPDRACHT, VRAAG, LIJST])
}

fn beletsels(beletsel: &Beletsel) -> Vec<BeletselView> {
    let mut beletsels = Vec::new();
    if beletsel.opdrachten > 0 {
        let uitleg =
            format!("{} opdrachten zijn niet afgehandeld: rond ze af of trek ze in", beletsel.opdrachten);
        beletsels.push(BeletselView { soort: OPDRACHT, uitleg });
    }
    if !beletsel.vragen.is_empty() {
        let soorten: Vec<&str> = beletsel.vragen.iter().map(String::as_str).collect();
        let uitleg = format!("er wacht nog iets op antwoord: {}", soorten.join(", "));
        beletsels.push(BeletselView { soort: VRAAG, uitleg });
    }
    if let Some(lijst) = beletsel.lijst {
        let uitleg = format!("staat op vernietigingslijst {lijst}");
        beletsels.push(BeletselView { soort: LIJST, uitleg });
    }
    beletsels
}

/// Why a dossier cannot be proposed.
pub(super) fn bezwaren(beletsel: &Beletsel) -> Vec<String> {
    beletsels(beletsel).into_iter().map(|beletsel| beletsel.uitleg).collect()
}

fn beeld((dossier, beletsel): (Gesloten, Beletsel), opzet: &Opzet) -> Option<KandidaatView> {
    let bewaring = BewaringView::van(&dossier.bewaring(opzet)?, &opzet.inrichting.selectielijst);
    Some(KandidaatView {
        id: dossier.id,
        versie: dossier.versie,
        titel: dossier.titel,
        gebied: dossier.gebied,
        status: dossier.status,
        bewaring,
        beletsels: beletsels(&beletsel),
        al_gewist: beletsel.gewist,
    })
}

/// Lees wat vernietigd moet worden
///
/// De gesloten dossiers waarvan de bewaartermijn op deze dag over is, met de grond in de selectielijst en met wat er nog aan in de weg
/// staat. Wat blijvend wordt bewaard, en wat al is vernietigd, staat er niet in.
#[utoipa::path(operation_id = "leesVernietigingskandidaten", tag = "Archief", params(Vraag),
    responses((status = 200, description = "Een bladzijde van de lijst", body = Vernietigingskandidaten)))]
#[get("/vernietigingskandidaten")]
pub(super) async fn lees(
    app: web::Data<App>,
    caller: Caller,
    vraag: Params<Vraag>,
) -> Result<HttpResponse, ApiError> {
    let Params(vraag) = vraag;
    let dag = vraag.op_dag.unwrap_or_else(|| Moment::tijdstip(app.clock().now()).dag());
    let na = cursor(vraag.cursor.as_deref(), ORDE)?;
    let opzet = app.opzet();
    let (gevonden, volgende, head) =
        vernietiging::kandidaten(app.store(), &opzet, dag, na.as_ref(), vraag.limiet).await?;
    let kandidaten: Vec<_> = gevonden.into_iter().filter_map(|dossier| beeld(dossier, &opzet)).collect();
    let getoond: Vec<String> = kandidaten.iter().map(|kandidaat| kandidaat.id.to_string()).collect();
    caller.toont(getoond.iter().map(String::as_str));
    let volgende = volgende.map(|cursor| cursor.encode());
    Ok(HttpResponse::Ok().json(Vernietigingskandidaten { kandidaten, volgende, actualiteit: head.into() }))
}
