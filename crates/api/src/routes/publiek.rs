//! The public side of an initiative: what whoever submitted it may follow. Nothing of the inside of the municipality is in
//! it: what is shown is named here, and the rest is not.

use super::overgangen::{MogelijkeOvergang, mogelijk};
use super::tijdlijn::{Bladeren, leesbaar};
use super::{Actualiteit, cursor, niet_gevonden};
use crate::app::App;
use crate::moment::MomentView;
use crate::problem::ApiError;
use crate::reads::dossiers::{self, Beurt, Dossier, Filter, Orde, orde_code};
use crate::reads::{GEWIST, tijdlijn};
use crate::request::{Caller, Parameters, Params, id};
use crate::schema;
use actix_web::{HttpResponse, get, web};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;
use wijkspoor_domain::feit;
use wijkspoor_domain::initiatief::Gebeurtenis;
use wijkspoor_domain::termijn::{self, VOLGT};
use wijkspoor_domain::upcast::StoredEvent;
use wijkspoor_domain::werkstroom::{Werkstroom, WerkstroomRef};
use wijkspoor_domain::{Gevoelig, Moment};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(eigen).service(lees);
}

/// The kinds of event that are public; a kind that is not here is not shown.
const PUBLIEK: &[&str] = &[
    "initiatief_ingediend",
    "in_behandeling_genomen",
    "aanvulling_gevraagd",
    "aanvulling_ontvangen",
    "overgedragen_aan_kernorganisatie",
    "teruggehaald_door_tlo",
    "ambtelijk_geescaleerd",
    "bestuurlijk_geescaleerd",
    "escalatie_besloten",
    "uitvoering_gestart",
    "initiatief_gerealiseerd",
    "initiatief_afgewezen",
    "initiatief_ingetrokken",
    "initiatief_aangehouden",
    "initiatief_hervat",
    "initiatief_heropend",
    "status_gewijzigd",
    "samengevoegd",
    "terugkoppeling_gegeven",
    "navraag_ontvangen",
    "navraag_beantwoord",
];

/// The kinds of fact that say what whoever submitted it may expect.
const VERWACHTING: [&str; 2] = ["verwachting_vastgelegd", "verwachting_gewijzigd"];

/// Waar een initiatief staat, voor wie het indiende.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PubliekeStand {
    /// Het id.
    #[schema(format = Uuid)]
    id: String,
    /// Hoe het heet.
    #[schema(max_length = 200)]
    titel: String,
    /// Waar het staat, in woorden.
    #[schema(max_length = 1000)]
    status: String,
    /// Sinds wanneer.
    sinds: MomentView,
    /// Wie nu iets moet doen, in woorden; leeg als het klaar is.
    #[schema(max_items = 20)]
    aan_zet: Vec<&'static str>,
    /// Wanneer het is ingediend.
    ingediend: MomentView,
}

fn stand(app: &App, d: &Dossier) -> PubliekeStand {
    let opzet = app.opzet();
    let mut aan_zet: Vec<_> = d.aan_zet.iter().map(in_woorden).collect();
    // Two departments are one municipality.
    aan_zet.sort_unstable();
    aan_zet.dedup();
    PubliekeStand {
        id: d.id.clone(),
        titel: d.titel.clone(),
        status: naam(werkstroom(&opzet.werkstromen, d), &d.status),
        sinds: d.status_sinds.into(),
        aan_zet,
        ingediend: d.ingediend.into(),
    }
}

fn werkstroom<'a>(
    werkstromen: &'a wijkspoor_domain::werkstroom::Werkstromen,
    d: &Dossier,
) -> Option<&'a Werkstroom> {
    let versie = u32::try_from(d.werkstroom.1).unwrap_or_default();
    werkstromen.zoek(&WerkstroomRef { code: d.werkstroom.0.clone(), versie })
}

fn naam(werkstroom: Option<&Werkstroom>, status: &str) -> String {
    werkstroom.and_then(|w| w.status(status)).map_or(status, |s| &s.naam).to_owned()
}

/// Who must do something, as one says it to a resident.
fn in_woorden(beurt: &Beurt) -> &'static str {
    match beurt.partij.as_str() {
        "initiatiefnemer" => "u",
        "tlo" => "het team leefomgeving van uw gebied",
        "partner" => "een organisatie waarmee de gemeente samenwerkt",
        "management" => "het management van de gemeente",
        "bestuur" => "het bestuur van de gemeente",
        _ => "een afdeling van de gemeente",
    }
}

/// De publieke kant van een initiatief, met wat u nu mag doen.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PubliekeKant {
    /// Wat ervan te zien is.
    #[serde(flatten)]
    inhoud: Inhoud,
    /// Wat u nu mag doen, en wat elke overgang vereist.
    #[schema(max_items = 500)]
    mogelijke_overgangen: Vec<MogelijkeOvergang>,
}

/// Wat de initiatiefnemer kan verwachten.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PubliekeVerwachting)]
struct Verwachting {
    /// Wanneer het naar verwachting klaar is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    uiterlijk: Option<String>,
    /// Wat van de initiatiefnemer wordt gevraagd.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    eisen: Option<String>,
    /// Wat niet kan.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    grenzen: Option<String>,
}

/// Wat wie het indiende van een initiatief mag zien.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PubliekeInhoud)]
pub(super) struct Inhoud {
    /// Waar het staat.
    #[serde(flatten)]
    stand: PubliekeStand,
    /// Wat er is bereikt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    resultaat: Option<String>,
    /// Wat de initiatiefnemer kan verwachten, als dat is vastgelegd.
    #[serde(skip_serializing_if = "Option::is_none")]
    verwachting: Option<Verwachting>,
    /// De laatste dag waarop de gemeente volgens de wet moet hebben besloten, zolang zij dat niet deed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    besluit_uiterlijk: Option<String>,
    /// Wat er is gebeurd, in de volgorde waarin het gebeurde.
    #[schema(max_items = 10000)]
    stappen: Vec<PubliekeStap>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Iets wat er is gebeurd.
#[derive(Debug, Serialize, ToSchema)]
struct PubliekeStap {
    /// Wanneer.
    wanneer: MomentView,
    /// Het soort gebeurtenis.
    #[schema(max_length = 100)]
    soort: &'static str,
    /// Waar het daarna stond, in woorden.
    #[schema(max_length = 1000)]
    status: String,
    /// Wat de gemeente u toen zei of vroeg.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20000)]
    bericht: Option<String>,
    /// Wanneer uw antwoord er moet zijn.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = schema::datum)]
    uiterlijk: Option<String>,
}

fn stap(stap: &tijdlijn::Stap, werkstroom: Option<&Werkstroom>) -> PubliekeStap {
    let tekst = |gevoelig: &Gevoelig| gevoelig.tekst().unwrap_or(GEWIST).to_owned();
    let event = &stap.feit.event;
    let (bericht, uiterlijk) = match event {
        Gebeurtenis::TerugkoppelingGegeven(t) => (Some(tekst(&t.bericht)), None),
        Gebeurtenis::AanvullingGevraagd(a) => (Some(tekst(&a.vraag)), a.hersteltermijn),
        Gebeurtenis::Feit(feit) => (feit.tekst("vraag").or_else(|| feit.tekst("antwoord")).map(tekst), None),
        _ => (None, None),
    };
    PubliekeStap {
        wanneer: stap.plaatsgevonden().into(),
        soort: event.soort(),
        status: naam(werkstroom, &stap.status),
        bericht,
        uiterlijk: uiterlijk.map(|dag| dag.to_string()),
    }
}

/// Lees de publieke kant van een initiatief
///
/// Voor wie het indiende: waar het staat, wie er iets moet doen, wat er gebeurde en wat de gemeente heeft laten weten. Wat er
/// binnen de gemeente omgaat, staat er niet in.
#[utoipa::path(operation_id = "leesPubliekeKant", tag = "Initiatieven",
    params(("id" = Uuid, Path, description = "Het initiatief")),
    responses((status = 200, description = "De publieke kant", body = PubliekeKant)))]
#[get("/initiatieven/{id}/publieke-kant")]
async fn lees(
    app: web::Data<App>,
    caller: Caller,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    Ok(HttpResponse::Ok().json(PubliekeKant {
        inhoud: inhoud(&app, id).await?,
        mogelijke_overgangen: mogelijk(&app, id, &caller.0).await?,
    }))
}

/// The public side of an initiative.
///
/// # Errors
/// When it is not there, or the database fails.
pub(super) async fn inhoud(app: &App, id: Uuid) -> Result<Inhoud, ApiError> {
    let (gevonden, _) = dossiers::een(app.store(), id).await?;
    let (dossier, inhoud, _) = gevonden.ok_or_else(|| niet_gevonden(id))?;
    let mut soorten: Vec<&str> = [PUBLIEK, VOLGT, &VERWACHTING].concat();
    soorten.sort_unstable();
    soorten.dedup();
    let (stappen, head) = tijdlijn::alles(app.store(), &id.to_string(), &soorten).await?;
    let opzet = app.opzet();
    let werkstroom = werkstroom(&opzet.werkstromen, &dossier);
    let publiek = stappen.iter().filter(|s| PUBLIEK.contains(&s.feit.event.soort()));
    Ok(Inhoud {
        stand: stand(app, &dossier),
        resultaat: inhoud.resultaat,
        verwachting: verwachting(&stappen),
        besluit_uiterlijk: besluit_uiterlijk(app, &stappen).map(|dag| dag.to_string()),
        stappen: publiek.map(|s| stap(s, werkstroom)).collect(),
        actualiteit: head.into(),
    })
}

/// What whoever submitted it was told to expect, as it holds now.
fn verwachting(stappen: &[tijdlijn::Stap]) -> Option<Verwachting> {
    let feiten = stappen.iter().filter_map(|stap| match &stap.feit.event {
        Gebeurtenis::Feit(feit) => Some((stap.plaatsgevonden(), feit)),
        _ => None,
    });
    let afspraak = feit::geldend(feiten).into_iter().find(|a| a.soort.code == "verwachting")?;
    let gegevens = leesbaar(afspraak.gegevens());
    let veld = |naam: &str| gegevens[naam].as_str().map(str::to_owned);
    Some(Verwachting { uiterlijk: veld("uiterlijk"), eisen: veld("eisen"), grenzen: veld("grenzen") })
}

/// By when the law wants a decision, as long as there is none.
fn besluit_uiterlijk(app: &App, stappen: &[tijdlijn::Stap]) -> Option<Date> {
    let (opzet, nu) = (app.opzet(), Moment::tijdstip(app.clock().now()));
    let gebeurd = stappen.iter().map(|stap| (stap.plaatsgevonden(), &stap.feit.event));
    let klokken = termijn::klokken(gebeurd, &opzet.werkstromen, opzet.inrichting.hervatting(nu));
    let mut open = klokken.into_iter().filter(|klok| klok.einde.is_none() && klok.termijn.code == BESLUIT);
    let (afleiding, _) = open.next()?.afleiding(nu.dag(), &opzet.inrichting.kalender)?;
    Some(afleiding.einde)
}

/// The term within which the law wants a decision.
const BESLUIT: &str = "besluit";

#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct LeesEigen(Bladeren);

impl Parameters for LeesEigen {
    const OPERATION: &'static str = "leesEigenInitiatieven";
}

/// Een deel van wat u hebt ingediend.
#[derive(Debug, Serialize, ToSchema)]
struct EigenInitiatieven {
    /// De initiatieven, het nieuwste eerst.
    #[schema(max_items = 200)]
    initiatieven: Vec<PubliekeStand>,
    /// De cursor van de volgende bladzijde, als die er is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    volgende: Option<String>,
    /// Hoe actueel dit antwoord is.
    actualiteit: Actualiteit,
}

/// Lees wat u zelf hebt ingediend
#[utoipa::path(operation_id = "leesEigenInitiatieven", tag = "Initiatieven", params(Bladeren),
    responses((status = 200, description = "Een bladzijde", body = EigenInitiatieven)))]
#[get("/eigen-initiatieven")]
async fn eigen(
    app: web::Data<App>,
    caller: Caller,
    vraag: Params<LeesEigen>,
) -> Result<HttpResponse, ApiError> {
    let Bladeren { limiet, cursor: plaats } = vraag.0.0;
    let (orde, aflopend) = (Orde::Ingediend, true);
    let na = cursor(plaats.as_deref(), orde_code(orde, aflopend))?;
    let (store, reikwijdte) = (app.store(), caller.reikwijdte());
    let pagina =
        dossiers::lijst(store, reikwijdte, &Filter::default(), orde, aflopend, na.as_ref(), limiet).await;
    let (lijst, volgende, head) = pagina?;
    caller.toont(lijst.iter().map(|d| d.id.as_str()));
    Ok(HttpResponse::Ok().json(EigenInitiatieven {
        initiatieven: lijst.iter().map(|d| stand(&app, d)).collect(),
        volgende: volgende.map(|c| c.encode()),
        actualiteit: head.into(),
    }))
}
