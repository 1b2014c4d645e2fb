//! What a dossier shows, read from the API in one go. The fields are those of the published schemas, which say what they are.

use super::banen::Doorlooptijd;
use super::tijdlijn::{Stap, stappen};
use crate::fout::Fout;
use crate::onderdelen::Moment;
use crate::wie::Wie;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// A dossier.
pub struct Dossier {
    /// Where it stands.
    pub stand: Stand,
    /// Its orders.
    pub opdrachten: Vec<Opdracht>,
    /// Its decisions.
    pub besluiten: Vec<Besluit>,
    /// What was agreed.
    pub afspraken: Vec<Afspraak>,
    /// Its terms.
    pub termijnen: Vec<Termijn>,
    /// Money for it.
    pub geld: Vec<Reservering>,
    /// What waits for an answer.
    pub openstaand: Vec<Openstaand>,
    /// Other initiatives.
    pub koppelingen: Vec<Koppeling>,
    /// What should be in it.
    pub volledigheid: Volledigheid,
    /// What happened.
    pub stappen: Vec<Stap>,
    /// Whether more happened than is shown.
    pub meer_stappen: bool,
    /// Who had the ball when.
    pub doorlooptijd: Doorlooptijd,
    /// Today, by the clock of the server.
    pub vandaag: String,
}

/// Where an initiative stands.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stand {
    pub id: String,
    pub titel: String,
    pub werkstroom: String,
    pub werkstroom_versie: u32,
    pub status: String,
    pub status_naam: String,
    pub status_sinds: Moment,
    pub aan_zet: Vec<AanZet>,
    pub gebied: String,
    #[serde(default)]
    pub wijken: Vec<String>,
    pub thema: String,
    pub categorie: Option<String>,
    pub kenmerk: Option<String>,
    #[serde(default)]
    pub partners: Vec<String>,
    pub ingediend: Moment,
    pub laatste_terugkoppeling: Option<Moment>,
    pub stagnatie: Option<String>,
    pub stagnatie_sinds: Option<Moment>,
    pub stagnatie_toelichting: Option<String>,
    pub pingpong: i64,
    pub omschrijving: String,
    pub initiatiefnemers: Vec<String>,
    pub contact: Option<String>,
    pub behandelaar: Option<String>,
    pub kartrekker: Option<String>,
    pub resultaat: Option<String>,
    pub gewist: Option<Gewist>,
    pub mogelijke_overgangen: Vec<Overgang>,
}

/// That its personal data were erased.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Gewist {
    pub gewist_op: String,
    pub besluit: Option<Wisbesluit>,
}

/// By which decision.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wisbesluit {
    pub grond_naam: String,
    pub mandaat: String,
    pub kenmerk: Option<String>,
}

/// A party that has the ball.
#[derive(Debug, Deserialize)]
pub struct AanZet {
    pub partij: String,
    pub naam: Option<String>,
    pub sinds: Moment,
    pub norm: Option<String>,
}

/// A transition that one may make.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Overgang {
    pub overgang: String,
    pub naam: String,
    pub naar_naam: String,
    pub vereist: Vec<String>,
    pub mee_te_geven: Vec<String>,
    pub belemmering: Vec<String>,
}

/// An order.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Opdracht {
    pub id: String,
    pub afdeling: String,
    pub status: String,
    pub status_sinds: Moment,
    pub ronde: i64,
    pub omschrijving: String,
    pub uitgezet: Moment,
    pub uiterlijk: Option<String>,
    pub reden: Option<String>,
    pub eigen_reden: Option<String>,
    pub toelichting: Option<String>,
    pub behandelaar: Option<String>,
    pub mogelijke_acties: Vec<String>,
}

/// A decision.
#[derive(Debug, Deserialize)]
pub struct Besluit {
    pub id: String,
    pub soort: String,
    pub mandaat: String,
    pub motivering: String,
    pub rol: String,
    pub genomen: Moment,
    pub grondslag: Option<String>,
    pub alternatieven: Option<String>,
    pub hoedanigheid: Option<String>,
    pub portefeuille: Option<String>,
    pub teruggedraaid: Option<Terugdraaiing>,
}

/// How a decision was reversed.
#[derive(Debug, Deserialize)]
pub struct Terugdraaiing {
    pub motivering: String,
    pub op: Moment,
}

/// What was agreed.
#[derive(Debug, Deserialize)]
pub struct Afspraak {
    pub naam: String,
    pub gegevens: Map<String, Json>,
    pub gemaakt: Moment,
    pub wijzigingen: i64,
}

/// A term.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Termijn {
    pub naam: String,
    pub grondslag: String,
    pub einde: Option<String>,
    pub stand: String,
    pub dagen_over: Option<i64>,
    pub afleiding: Vec<Regel>,
}

/// A line of the derivation of a term.
#[derive(Debug, Deserialize)]
pub struct Regel {
    pub tekst: String,
    pub einde: String,
}

/// Money that is kept for it.
#[derive(Debug, Deserialize)]
pub struct Reservering {
    pub post: String,
    pub bedrag: i64,
    pub over: i64,
    pub status: String,
    pub gereserveerd: Moment,
}

/// What waits for an answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Openstaand {
    pub id: String,
    pub soort: String,
    pub bij: Option<String>,
    pub uiterlijk: Option<String>,
    pub te_laat: bool,
    pub sinds: Moment,
}

/// Another initiative.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Koppeling {
    pub soort: String,
    pub initiatief_id: String,
    pub titel: String,
}

/// What should be in a dossier.
#[derive(Debug, Deserialize)]
pub struct Volledigheid {
    pub onderdelen: Vec<Onderdeel>,
    pub ontbreekt: i64,
}

/// A part that should be there, or may.
#[derive(Debug, Deserialize)]
pub struct Onderdeel {
    pub naam: String,
    pub vastgelegd: bool,
    pub nodig: bool,
}

#[derive(Deserialize)]
struct Opdrachten {
    opdrachten: Vec<Opdracht>,
}
#[derive(Deserialize)]
struct Besluiten {
    besluiten: Vec<Besluit>,
}
#[derive(Deserialize)]
struct Afspraken {
    afspraken: Vec<Afspraak>,
}
#[derive(Deserialize)]
struct Termijnen {
    termijnen: Vec<Termijn>,
    op: String,
}
#[derive(Deserialize)]
struct Toekenningen {
    toekenningen: Vec<Reservering>,
}
#[derive(Deserialize)]
struct OpenstaandeVragen {
    openstaand: Vec<Openstaand>,
}
#[derive(Deserialize)]
struct Koppelingen {
    koppelingen: Vec<Koppeling>,
}

/// What waits for an answer in an initiative.
pub async fn openstaand(wie: &Wie, id: &str) -> Result<Vec<Openstaand>, Fout> {
    let vragen: OpenstaandeVragen = wie.lees(&format!("/v1/openstaand?initiatief={id}&limiet=200")).await?;
    Ok(vragen.openstaand)
}

impl Dossier {
    /// The dossier with this id.
    ///
    /// # Errors
    /// What the API says is wrong.
    pub async fn lees(wie: &Wie, id: &str) -> Result<Self, Fout> {
        let id = &crate::onderdelen::in_adres(id);
        let pad = |deel: &str| format!("/v1/initiatieven/{id}{deel}");
        // Whether it is there, for this reader, is known first: the rest would only say so eight times more.
        let stand: Stand = wie.lees(&pad("")).await?;
        let paden = [
            pad("/opdrachten"),
            pad("/besluiten"),
            pad("/afspraken"),
            pad("/termijnen"),
            pad("/toekenningen"),
            pad("/koppelingen"),
            pad("/volledigheid"),
            pad("/doorlooptijd"),
        ];
        let [opdrachten, besluiten, afspraken, termijnen, geld, koppelingen, volledigheid, doorlooptijd] =
            &paden;
        let (
            opdrachten,
            besluiten,
            afspraken,
            termijnen,
            geld,
            koppelingen,
            volledigheid,
            doorlooptijd,
            open,
            stappen,
        ) = tokio::join!(
            wie.lees::<Opdrachten>(opdrachten),
            wie.lees::<Besluiten>(besluiten),
            wie.lees::<Afspraken>(afspraken),
            wie.lees::<Termijnen>(termijnen),
            wie.lees::<Toekenningen>(geld),
            wie.lees::<Koppelingen>(koppelingen),
            wie.lees::<Volledigheid>(volledigheid),
            wie.lees::<Doorlooptijd>(doorlooptijd),
            openstaand(wie, id),
            stappen(wie, id),
        );
        let (stappen, meer_stappen) = stappen?;
        let termijnen = termijnen?;
        Ok(Self {
            stand,
            opdrachten: opdrachten?.opdrachten,
            besluiten: besluiten?.besluiten,
            afspraken: afspraken?.afspraken,
            vandaag: termijnen.op,
            termijnen: termijnen.termijnen,
            geld: geld?.toekenningen,
            openstaand: open?,
            koppelingen: koppelingen?.koppelingen,
            volledigheid: volledigheid?,
            doorlooptijd: doorlooptijd?,
            stappen,
            meer_stappen,
        })
    }
}
