//! The declaration (verklaring van vernietiging): what was destroyed, on which ground, by whom and how; as JSON for a machine, as
//! PDF for a person.

use super::super::PDF;
use super::super::stuk::{als_pdf, zet};
use super::{geladen, lijst};
use crate::app::App;
use crate::problem::{ApiError, Soort};
use crate::request::{Caller, id};
use crate::schema;
use actix_web::{HttpRequest, HttpResponse, get, web};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;
use wijkspoor_domain::Moment;
use wijkspoor_domain::moment::datum_in_woorden;
use wijkspoor_domain::vernietiging::{Kandidaat, Lijst, Stand};
use wijkspoor_stuk::{Blok, Stuk};

/// Een verklaring van vernietiging.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = VerklaringVanVernietiging)]
pub(super) struct Verklaring {
    /// De vernietigingslijst.
    lijst: Uuid,
    /// De gemeente.
    #[schema(max_length = 200)]
    gemeente: String,
    /// Wanneer de vernietiging is voltooid.
    #[schema(schema_with = schema::tijdstip)]
    vernietigd_op: String,
    /// Waar deze verklaring in het log staat; met het bewijs daarvan is na te gaan dat zij niet is veranderd.
    #[schema(minimum = 1)]
    positie: i64,
    /// De selectielijst waarop de vernietiging rust.
    #[schema(max_length = 200)]
    selectielijst: String,
    /// Hoe er is vernietigd.
    #[schema(max_length = 1000)]
    methode: String,
    /// Wat er buiten Wijkspoor met deze dossiers gebeurt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    aanvulling: Option<String>,
    /// Hoeveel dossiers er zijn vernietigd.
    #[schema(minimum = 0)]
    aantal: usize,
    /// Hoeveel daarvan op welke grond.
    #[schema(max_items = 200)]
    gronden: Vec<Grond>,
    /// De dossiers die zijn vernietigd.
    #[schema(max_items = 200)]
    vernietigd: Vec<Vernietigd>,
    /// De dossiers van de lijst die niet zijn vernietigd, met de reden.
    #[schema(max_items = 200)]
    niet_vernietigd: Vec<NietVernietigd>,
    /// Wie wat deed.
    stappen: Stappen,
}

/// Een grond om te vernietigen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Vernietigingsgrond)]
struct Grond {
    /// Het nummer in de selectielijst.
    #[schema(max_length = 200)]
    categorie: String,
    /// Hoe lang deze dossiers zijn bewaard (ISO 8601).
    #[schema(max_length = 40)]
    bewaartermijn: String,
    /// Hoeveel dossiers.
    #[schema(minimum = 1)]
    aantal: usize,
}

/// Een dossier dat is vernietigd.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VernietigdDossier)]
struct Vernietigd {
    /// Het initiatief.
    id: Uuid,
    /// De eindstatus.
    #[schema(max_length = 60)]
    resultaat: String,
    /// Het nummer in de selectielijst.
    #[schema(max_length = 200)]
    categorie: String,
    /// De dag waarop het was gesloten.
    #[schema(schema_with = schema::datum)]
    brondatum: String,
    /// Vanaf welke dag het vernietigd moest worden.
    #[schema(schema_with = schema::datum)]
    archiefactiedatum: String,
}

/// Een dossier dat niet is vernietigd.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NietVernietigdDossier)]
struct NietVernietigd {
    /// Het initiatief.
    id: Uuid,
    /// De code van de regel: `uitgezonderd`, `gewijzigd`, of die van een weigering.
    #[schema(max_length = 60)]
    regel: String,
    /// Waarom.
    #[schema(max_length = 2000)]
    reden: String,
}

/// Wie voorstelde, goedkeurde en uitvoerde.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Vernietigingsstappen)]
struct Stappen {
    /// Het voorstel.
    voorstel: Stap,
    /// De goedkeuring.
    goedkeuring: Stap,
    /// De uitvoering.
    uitvoering: Stap,
}

/// Een stap van de vernietiging.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Vernietigingsstap)]
struct Stap {
    /// Wanneer.
    #[schema(schema_with = schema::tijdstip)]
    op: String,
    /// Door wie, als pseudoniem.
    #[schema(max_length = 1000)]
    door: String,
    /// De functie die dat mag.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    mandaat: Option<String>,
    /// Waarom.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    motivering: Option<String>,
}

/// The declaration of a list that was carried out.
pub(super) async fn van(app: &App, id: Uuid, lijst: &Lijst) -> Result<Verklaring, ApiError> {
    let Stand::Uitgevoerd(goedkeuring, uitgevoerd) = &lijst.stand else {
        let detail = format!(
            "deze lijst is {}, en nog niet uitgevoerd: er is nog geen verklaring van vernietiging",
            lijst.status()
        );
        let mut fout = ApiError::new(Soort::NietGevonden, detail);
        fout.0.regel = Some("nog-niet".to_owned());
        return Err(fout);
    };
    // A list that was carried out has three events: proposed, approved, declared.
    let events = app.store().read_stream(id, 0, 3).await?;
    let op =
        |plaats: usize| events.get(plaats).map(|event| event.recorded_at.to_string()).unwrap_or_default();
    let mut gronden: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for k in lijst.vernietigd() {
        *gronden.entry((&k.categorie, &k.bewaartermijn)).or_default() += 1;
    }
    let grond = |((categorie, bewaartermijn), aantal): ((&str, &str), usize)| Grond {
        categorie: categorie.to_owned(),
        bewaartermijn: bewaartermijn.to_owned(),
        aantal,
    };
    let vernietigd = |k: &Kandidaat| Vernietigd {
        id: k.dossier,
        resultaat: k.resultaat.clone(),
        categorie: k.categorie.clone(),
        brondatum: k.brondatum.to_string(),
        archiefactiedatum: k.archiefactiedatum.to_string(),
    };
    let uitgezonderd = lijst.uitzonderingen().iter().map(|u| NietVernietigd {
        id: u.dossier,
        regel: "uitgezonderd".to_owned(),
        reden: u.reden.clone(),
    });
    let niet = uitgevoerd.niet_vernietigd.iter().map(|niet| NietVernietigd {
        id: niet.dossier,
        regel: niet.regel.clone(),
        reden: niet.reden.clone(),
    });
    let stap = |plaats, door: &str, mandaat: Option<&str>, motivering: Option<&str>| Stap {
        op: op(plaats),
        door: door.to_owned(),
        mandaat: mandaat.map(str::to_owned),
        motivering: motivering.map(str::to_owned),
    };
    let (voorstel, mandaat) = (&lijst.voorstel, Some(goedkeuring.mandaat.as_str()));
    Ok(Verklaring {
        lijst: id,
        gemeente: app.opzet().inrichting.gemeente.clone(),
        vernietigd_op: op(2),
        positie: events.last().map_or(1, |event| event.position),
        selectielijst: voorstel.selectielijst.clone(),
        methode: uitgevoerd.methode.clone(),
        aanvulling: uitgevoerd.aanvulling.clone(),
        aantal: uitgevoerd.vernietigd.len(),
        gronden: gronden.into_iter().map(grond).collect(),
        vernietigd: lijst.vernietigd().map(vernietigd).collect(),
        niet_vernietigd: uitgezonderd.chain(niet).collect(),
        stappen: Stappen {
            voorstel: stap(0, &voorstel.door, None, Some(&voorstel.motivering)),
            goedkeuring: stap(1, &goedkeuring.door, mandaat, Some(&goedkeuring.motivering)),
            uitvoering: stap(2, &uitgevoerd.door, None, None),
        },
    })
}

/// De verklaring als document: PDF/UA-1 en PDF/A-2a.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary, max_length = 100_000_000)]
#[expect(dead_code, reason = "stands for the bytes in the published document")]
struct VerklaringPdf(String);

/// Lees de verklaring van vernietiging
///
/// Wat er is vernietigd, hoeveel, op welke grond, door wie en hoe. Zij staat in het log en blijft. Als `application/pdf` is het een document
/// om te ondertekenen en te bewaren.
#[utoipa::path(operation_id = "leesVerklaring", tag = "Archief",
    params(("id" = Uuid, Path, description = "De vernietigingslijst")),
    responses((status = 200, description = "De verklaring", content((Verklaring = "application/json"), (VerklaringPdf = "application/pdf")))))]
#[get("/vernietigingslijsten/{id}/verklaring")]
pub(super) async fn lees(
    app: web::Data<App>,
    _caller: Caller,
    req: HttpRequest,
    path: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id("id", &path)?;
    let geladen = geladen(&app, id).await?;
    let verklaring = van(&app, id, lijst(&geladen, id)?).await?;
    if !als_pdf(&req) {
        return Ok(HttpResponse::Ok().json(verklaring));
    }
    let bytes = zet(&stuk(&verklaring), app.clock().now()).map_err(|error| ApiError::internal(&error))?;
    Ok(HttpResponse::Ok().content_type(PDF).body(bytes))
}

fn stuk(v: &Verklaring) -> Stuk {
    let kop = |tekst: &str| Blok::Kop(1, tekst.to_owned());
    let rij = |naam: &str, waarde: &str| (naam.to_owned(), waarde.to_owned());
    let titel = "Verklaring van vernietiging".to_owned();
    let mut blokken = vec![
        Blok::Alinea(format!(
            "De gemeente {} verklaart dat {} dossiers zijn vernietigd, omdat hun bewaartermijn was verstreken.",
            v.gemeente, v.aantal
        )),
        Blok::Gegevens(vec![
            rij("Vernietigingslijst", &v.lijst.to_string()),
            rij("Voltooid", &dag(&v.vernietigd_op)),
            rij("Selectielijst", &v.selectielijst),
            rij("Wijze van vernietiging", &v.methode),
            rij("Buiten Wijkspoor", v.aanvulling.as_deref().unwrap_or("niets vermeld")),
            rij("Positie in het log", &v.positie.to_string()),
        ]),
        kop("Wie wat deed"),
    ];
    for (naam, stap) in [
        ("Voorgesteld", &v.stappen.voorstel),
        ("Goedgekeurd", &v.stappen.goedkeuring),
        ("Uitgevoerd", &v.stappen.uitvoering),
    ] {
        let mut rijen = vec![rij("Wanneer", &dag(&stap.op)), rij("Door (pseudoniem)", &stap.door)];
        rijen.extend(stap.mandaat.as_ref().map(|mandaat| rij("Mandaat", mandaat)));
        rijen.extend(stap.motivering.as_ref().map(|motivering| rij("Motivering", motivering)));
        blokken.extend([Blok::Kop(2, naam.to_owned()), Blok::Gegevens(rijen)]);
    }
    blokken.push(kop("Op welke grond"));
    let grond = |g: &Grond| {
        (
            format!("Categorie {}", g.categorie),
            format!("{} dossiers, bewaartermijn {}", g.aantal, g.bewaartermijn),
        )
    };
    blokken.push(Blok::Gegevens(v.gronden.iter().map(grond).collect()));
    blokken.push(kop("Vernietigde dossiers"));
    let dossier = |d: &Vernietigd| {
        let over = format!(
            "{}, categorie {}, gesloten op {}, te vernietigen vanaf {}",
            d.resultaat, d.categorie, d.brondatum, d.archiefactiedatum
        );
        (d.id.to_string(), over)
    };
    blokken.push(Blok::Gegevens(v.vernietigd.iter().map(dossier).collect()));
    if !v.niet_vernietigd.is_empty() {
        blokken.push(kop("Niet vernietigd"));
        let niet = |d: &NietVernietigd| (d.id.to_string(), d.reden.clone());
        blokken.push(Blok::Gegevens(v.niet_vernietigd.iter().map(niet).collect()));
    }
    let onderwerp = "Welke dossiers zijn vernietigd, op welke grond, door wie en hoe".to_owned();
    let voet = format!("{titel} – vernietigingslijst {}", v.lijst);
    Stuk { titel, onderwerp, blokken, voet }
}

/// The day of a moment, as people write it.
fn dag(op: &str) -> String {
    let dag = op.parse::<Timestamp>().map(|op| Moment::tijdstip(op).dag());
    dag.map(|dag: Date| datum_in_woorden(dag)).unwrap_or_default()
}
