//! The lists: proposed, found and read.

use super::super::{Actualiteit, cursor, standaard_limiet};
use super::kandidaten::bezwaren;
use super::{geladen, lijst};
use crate::app::App;
use crate::beleid::toegang;
use crate::problem::{ApiError, InvalidParam, Soort};
use crate::reads::vernietiging::{self, LIJSTEN, Lijstrij};
use crate::request::{Body, Caller, Parameters, Params, WriteHeaders, id};
use crate::schema;
use crate::versie::met_versie;
use crate::write::{Ontvangstbewijs, Write};
use actix_web::{HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wijkspoor_domain::initiatief::Weigering;
use wijkspoor_domain::vernietiging::{
    Kandidaat, Lijst, Lijsthandeling, Lijstopdracht, Lijststatus, REEKS, Stand,
};
use wijkspoor_domain::{Moment, Opzet};
use wijkspoor_store::stable_id;

/// Dossiers om te vernietigen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NieuweVernietigingslijst)]
#[schema(example = json!({
    "motivering": "Alles waarvan de termijn dit jaar verstrijkt.", "dossiers": ["01890a5d-ac96-774b-bcce-b302099a8057"]
}))]
pub(super) struct Nieuw {
    /// Waarom, zonder persoonsgegevens: deze tekst wordt nooit gewist.
    #[schema(schema_with = schema::blijvend)]
    motivering: String,
    /// De initiatieven, elk één keer.
    #[schema(min_items = 1, max_items = 200)]
    dossiers: Vec<Uuid>,
}

/// Stel voor om dossiers te vernietigen
///
/// Alleen wat volgens de selectielijst vernietigd moet worden, en waar niets aan in de weg staat. Een ander moet de lijst goedkeuren.
#[utoipa::path(operation_id = "stelVernietigingVoor", tag = "Archief", request_body = Nieuw,
    responses((status = 201, description = "Voorgesteld", body = Ontvangstbewijs)))]
#[post("/vernietigingslijsten")]
pub(super) async fn stel_voor(
    app: web::Data<App>,
    caller: Caller,
    headers: WriteHeaders,
    body: Body<Nieuw>,
) -> Result<HttpResponse, ApiError> {
    let Nieuw { motivering, dossiers } = body.value;
    let opzet = app.opzet();
    // The same key is the same list: what was answered before is answered again, although its dossiers wait for it by now.
    let id = match &headers.idempotency_key {
        Some(sleutel) => stable_id(&[REEKS, &caller.0.id, sleutel]),
        None => app.ids.next(),
    };
    let kandidaten = match app.journals.vernietigingen.load(id).await? {
        Some(_) => Vec::new(),
        None => kandidaten(&app, &opzet, &dossiers).await?,
    };
    let selectielijst = opzet.inrichting.selectielijst.clone();
    let handeling = Lijsthandeling::StelVoor { motivering, selectielijst, dossiers: kandidaten };
    let command = |context| Lijstopdracht { context, handeling };
    let write = Write { app: &app, actor: caller.0, headers, fingerprint: body.fingerprint };
    let place = "/v1/vernietigingslijsten/{id}";
    write.execute_in(&app.journals.vernietigingen, id, command, None, place).await
}

/// What the list says of each dossier; all that cannot be on it is named together.
async fn kandidaten(app: &App, opzet: &Opzet, ids: &[Uuid]) -> Result<Vec<Kandidaat>, ApiError> {
    let vandaag = Moment::tijdstip(app.clock().now()).dag();
    let gesloten = vernietiging::gesloten(app.store(), ids).await?;
    let (mut kandidaten, mut fouten) = (Vec::new(), Vec::new());
    for (plaats, id) in ids.iter().enumerate() {
        let gevonden = gesloten.get(id);
        let kandidaat = gevonden.and_then(|(dossier, _)| dossier.kandidaat(opzet, vandaag));
        let waarom = match (gevonden, kandidaat) {
            (None, _) => vec!["er is geen gesloten dossier met dit id dat niet al is vernietigd".to_owned()],
            (Some((dossier, _)), None) => vec![match dossier.bewaring(opzet) {
                None => format!("voor de eindstatus {} is geen resultaattype ingericht", dossier.status),
                Some(bewaring) => bewaring.afleiding(),
            }],
            (Some((_, beletsel)), Some(kandidaat)) if beletsel.is_vrij() => {
                kandidaten.push(kandidaat);
                continue;
            }
            (Some((_, beletsel)), Some(_)) => bezwaren(beletsel),
        };
        let (name, code) = (format!("/dossiers/{plaats}"), "niet-te-vernietigen".to_owned());
        fouten.push(InvalidParam { name, code, reason: format!("{id}: {}", waarom.join("; ")) });
    }
    if fouten.is_empty() {
        return Ok(kandidaten);
    }
    let detail = format!("{} van de {} dossiers kunnen niet op de lijst", fouten.len(), ids.len());
    let mut fout = ApiError::new(Soort::RegelWeigert, detail);
    fout.0.regel = Some(Weigering::NietTeVernietigen(String::new()).regel().to_owned());
    fout.0.invalid_params = fouten;
    Err(fout)
}

/// Which lists.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Vraag {
    /// Alleen met deze status.
    #[param(schema_with = status)]
    status: Option<String>,
    /// Hoeveel per keer.
    #[serde(default = "standaard_limiet")]
    #[param(minimum = 1, maximum = 200)]
    limiet: i64,
    /// Waar de lijst verder gaat: `volgende` uit het vorige antwoord.
    #[param(max_length = 2000)]
    cursor: Option<String>,
}

impl Parameters for Vraag {
    const OPERATION: &'static str = "leesVernietigingslijsten";
}

fn status() -> utoipa::openapi::ObjectBuilder {
    schema::codes(Lijststatus::CODES)
}

/// Een deel van de vernietigingslijsten.
#[derive(Debug, Serialize, ToSchema)]
struct Vernietigingslijsten {
    /// De lijsten; de laatste eerst.
    #[schema(max_items = 200)]
    lijsten: Vec<Samenvatting>,
    /// De cursor van de volgende bladzijde, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Een vernietigingslijst in het kort.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = VernietigingslijstSamenvatting)]
struct Samenvatting {
    /// Het id.
    id: Uuid,
    /// De versie; de ETag van de lijst.
    #[schema(minimum = 1)]
    versie: i64,
    /// Hoe het ermee staat.
    #[schema(schema_with = status)]
    status: String,
    /// Hoeveel dossiers er zijn voorgesteld.
    #[schema(minimum = 1)]
    aantal: i64,
    /// Wanneer.
    #[schema(schema_with = schema::tijdstip)]
    voorgesteld_op: String,
    /// Door wie, als pseudoniem.
    #[schema(max_length = 1000)]
    voorgesteld_door: String,
    /// Hoeveel er zijn vernietigd, als de lijst is uitgevoerd.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    vernietigd: Option<i64>,
}

impl From<Lijstrij> for Samenvatting {
    fn from(rij: Lijstrij) -> Self {
        Self {
            id: rij.id,
            versie: rij.versie,
            status: rij.status,
            aantal: rij.aantal,
            voorgesteld_op: rij.voorgesteld_op.to_string(),
            voorgesteld_door: rij.voorgesteld_door,
            vernietigd: rij.vernietigd,
        }
    }
}

/// Zoek vernietigingslijsten
#[utoipa::path(operation_id = "leesVernietigingslijsten", tag = "Archief", params(Vraag),
    responses((status = 200, description = "Een bladzijde van de lijsten", body = Vernietigingslijsten)))]
#[get("/vernietigingslijsten")]
pub(super) async fn zoek(
    app: web::Data<App>,
    _caller: Caller,
    vraag: Params<Vraag>,
) -> Result<HttpResponse, ApiError> {
    let Params(vraag) = vraag;
    let na = cursor(vraag.cursor.as_deref(), LIJSTEN)?;
    let (lijsten, volgende, head) =
        vernietiging::lijsten(app.store(), vraag.status.as_deref(), na.as_ref(), vraag.limiet).await?;
    let lijsten = lijsten.into_iter().map(Into::into).collect();
    let volgende = volgende.map(|cursor| cursor.encode());
    Ok(HttpResponse::Ok().json(Vernietigingslijsten { lijsten, volgende, actualiteit: head.into() }))
}

/// Een vernietigingslijst.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Vernietigingslijst)]
struct LijstView {
    /// Het id.
    id: Uuid,
    /// De versie; gebruik haar in If-Match.
    #[schema(minimum = 1)]
    versie: i64,
    /// Hoe het ermee staat.
    #[schema(schema_with = status)]
    status: &'static str,
    /// Waarom er is voorgesteld te vernietigen.
    #[schema(max_length = 500)]
    motivering: String,
    /// Wie voorstelde, als pseudoniem; een ander moet besluiten.
    #[schema(max_length = 1000)]
    voorgesteld_door: String,
    /// De selectielijst waarop het voorstel rust.
    #[schema(max_length = 200)]
    selectielijst: String,
    /// De dossiers.
    #[schema(max_items = 200)]
    dossiers: Vec<DossierView>,
    /// Het besluit, als dat er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    besluit: Option<BesluitView>,
}

/// Een dossier op een vernietigingslijst.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Lijstdossier)]
struct DossierView {
    /// Het initiatief.
    id: Uuid,
    /// Hoe het heet, voor wie dossiers mag zien; `[gewist]` als het is vernietigd.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    titel: Option<String>,
    /// De versie bij het voorstel: is zij veranderd, dan wordt het dossier niet vernietigd.
    #[schema(minimum = 1)]
    versie: i64,
    /// De eindstatus.
    #[schema(max_length = 60)]
    resultaat: String,
    /// Het nummer in de selectielijst.
    #[schema(max_length = 200)]
    categorie: String,
    /// Hoe lang het is bewaard (ISO 8601).
    #[schema(max_length = 40)]
    bewaartermijn: String,
    /// De dag waarop het is gesloten.
    #[schema(schema_with = schema::datum)]
    brondatum: String,
    /// Vanaf welke dag het moet worden vernietigd.
    #[schema(schema_with = schema::datum)]
    archiefactiedatum: String,
    /// Waarom het niet wordt vernietigd, als het is uitgezonderd.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    uitgezonderd: Option<String>,
}

/// Het besluit over een vernietigingslijst.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Lijstbesluit)]
struct BesluitView {
    /// Of er vernietigd mag worden.
    goedgekeurd: bool,
    /// Wie besloot, als pseudoniem.
    #[schema(max_length = 1000)]
    door: String,
    /// De functie die dat mag.
    #[schema(max_length = 200)]
    mandaat: String,
    /// Waarom.
    #[schema(max_length = 500)]
    motivering: String,
}

fn besluit(stand: &Stand) -> Option<BesluitView> {
    let (goedgekeurd, door, mandaat, motivering) = match stand {
        Stand::Voorgesteld => return None,
        Stand::Goedgekeurd(g) | Stand::Uitgevoerd(g, _) => (true, &g.door, &g.mandaat, &g.motivering),
        Stand::Afgewezen(a) => (false, &a.door, &a.mandaat, &a.motivering),
    };
    let (door, mandaat, motivering) = (door.clone(), mandaat.to_string(), motivering.clone());
    Some(BesluitView { goedgekeurd, door, mandaat, motivering })
}

async fn dossiers(app: &App, lijst: &Lijst, ziet: bool) -> Result<Vec<DossierView>, ApiError> {
    let ids = lijst.voorstel.dossiers.iter().map(|k| k.dossier).filter(|_| ziet);
    let mut titels = vernietiging::titels(app.store(), &ids.collect::<Vec<_>>()).await?;
    let beeld = |k: &Kandidaat| DossierView {
        id: k.dossier,
        titel: titels.remove(&k.dossier),
        versie: k.versie,
        resultaat: k.resultaat.clone(),
        categorie: k.categorie.clone(),
        bewaartermijn: k.bewaartermijn.clone(),
        brondatum: k.brondatum.to_string(),
        archiefactiedatum: k.archiefactiedatum.to_string(),
        uitgezonderd: (lijst.uitzonderingen().iter().find(|u| u.dossier == k.dossier))
            .map(|uitzondering| uitzondering.reden.clone()),
    };
    Ok(lijst.voorstel.dossiers.iter().map(beeld).collect())
}

/// Lees een vernietigingslijst
///
/// Wat er is voorgesteld, op welke grond, en wat erover is besloten.
#[utoipa::path(operation_id = "leesVernietigingslijst", tag = "Archief",
    params(("id" = Uuid, Path, description = "De vernietigingslijst")),
    responses((status = 200, description = "De lijst", body = LijstView)))]
#[get("/vernietigingslijsten/{id}")]
pub(super) async fn lees(
    app: web::Data<App>,
    caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let geladen = geladen(&app, id).await?;
    let lijst = lijst(&geladen, id)?;
    // Who carries it out sees no dossiers.
    let ziet = toegang("leesInitiatief", &caller.0).is_ok();
    let dossiers = dossiers(&app, lijst, ziet).await?;
    let getoond = dossiers.iter().filter(|dossier| dossier.titel.is_some());
    let getoond: Vec<String> = getoond.map(|dossier| dossier.id.to_string()).collect();
    caller.toont(getoond.iter().map(String::as_str));
    let beeld = LijstView {
        id,
        versie: geladen.version,
        status: lijst.status().code(),
        motivering: lijst.voorstel.motivering.clone(),
        voorgesteld_door: lijst.voorstel.door.clone(),
        selectielijst: lijst.voorstel.selectielijst.clone(),
        dossiers,
        besluit: besluit(&lijst.stand),
    };
    Ok(met_versie(geladen.version, &beeld))
}
