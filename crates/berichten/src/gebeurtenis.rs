//! What others are told of an event: a CloudEvent by the NL GOV profile, thin. It says that something happened, to what and
//! where to read more, with the reader's own authorisation; never a name of a person, never free text. Attributes are
//! written to logs on their way, so nothing that stands in one may be personal.

use crate::zicht::{Feiten, onderwerp};
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa::openapi::{KnownFormat, ObjectBuilder, SchemaFormat, schema::Type};
use uuid::Uuid;
use wijkspoor_domain::Nauwkeurigheid;
use wijkspoor_domain::initiatief;
use wijkspoor_domain::reeks::{Budgetsoort, Programmasoort, Reekssoort, Signaalsoort};
use wijkspoor_domain::vernietiging::{self, Vernietigingsgebeurtenis};
use wijkspoor_store::{RawEvent, erasure};

/// Where each kind of stream is read.
const PADEN: &[(&str, &str)] = &[
    ("initiatief", "initiatieven"),
    (Signaalsoort::TYPE, "signalen"),
    (Programmasoort::TYPE, "wijkprogrammas"),
    (Budgetsoort::TYPE, "budgetten"),
    (vernietiging::REEKS, "vernietigingslijsten"),
];

/// The kinds of event that there are, by the codes of the log.
pub fn soorten() -> Vec<&'static str> {
    let mut soorten: Vec<_> = initiatief::Gebeurtenis::soorten().map(|(soort, _)| soort).collect();
    for reeks in [Signaalsoort::SOORTEN, Programmasoort::SOORTEN, Budgetsoort::SOORTEN] {
        soorten.extend(reeks.iter().map(|soort| soort.code));
    }
    soorten.extend(Vernietigingsgebeurtenis::soorten().map(|(soort, _)| soort));
    soorten.push(erasure::EVENT_TYPE);
    soorten
}

/// The type of an event for others: `nl.wijkspoor.initiatief-ingediend.v1`.
pub fn soortnaam(soort: &str, versie: i64) -> String {
    format!("nl.wijkspoor.{}.v{versie}", soort.replace('_', "-"))
}

/// Iets wat er gebeurde: een CloudEvent (versie 1.0) naar het NL GOV-profiel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Gebeurtenis {
    /// De versie van CloudEvents.
    #[schema(max_length = 10, example = "1.0")]
    pub specversion: &'static str,
    /// Het id, bij elke herhaling hetzelfde: wie het al kent, slaat het over.
    #[schema(max_length = 100)]
    pub id: String,
    /// De bron: deze gemeente, met dit systeem.
    #[schema(max_length = 300)]
    pub source: String,
    /// Het soort gebeurtenis, met de versie van wat zij zegt.
    #[schema(max_length = 200)]
    pub r#type: String,
    /// Waarover zij gaat: het initiatief, het signaal, het wijkprogramma of het budget.
    pub subject: Uuid,
    /// Wanneer zij is vastgelegd.
    #[schema(schema_with = tijdstip)]
    pub time: String,
    /// Het type van `data`.
    #[schema(max_length = 100)]
    pub datacontenttype: &'static str,
    /// Waar de rest te lezen is, met de rechten van wie leest.
    #[schema(format = "uri-reference", max_length = 2000)]
    pub dataref: String,
    /// De plaats in het log: oplopend, en met gaten voor wie niet alles ziet.
    #[schema(max_length = 20, pattern = "^[1-9][0-9]*$")]
    pub sequence: String,
    /// De vorm van `sequence`.
    #[schema(max_length = 20)]
    pub sequencetype: &'static str,
    /// In het kort wat er gebeurde.
    pub data: Gegevens,
}

/// In het kort wat er gebeurde; zonder namen van mensen en zonder vrije tekst.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Gebeurtenisgegevens)]
pub struct Gegevens {
    /// Wat voor iets het is.
    #[schema(schema_with = reeks)]
    pub reeks: String,
    /// Het soort gebeurtenis, zoals in de tijdlijn.
    #[schema(max_length = 100)]
    pub soort: String,
    /// Het volgnummer binnen het initiatief; ontbreekt bij wissen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub volgnummer: Option<i64>,
    /// Het gebied.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub gebied: Option<String>,
    /// De status erna, als die veranderde.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 60)]
    pub status: Option<String>,
    /// De opdracht, het besluit of de vraag waar zij over gaat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub betreft: Option<Uuid>,
    /// Wanneer het gebeurde; onder de nauwkeurigheid zegt het niets.
    #[schema(schema_with = tijdstip)]
    pub plaatsgevonden_op: String,
    /// Hoe precies dat bekend is.
    #[schema(schema_with = nauwkeurigheid)]
    pub nauwkeurigheid: String,
}

fn tekst() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn tijdstip() -> ObjectBuilder {
    tekst().format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))).max_length(Some(40))
}

fn reeks() -> ObjectBuilder {
    tekst().enum_values(Some(PADEN.iter().map(|(reeks, _)| *reeks)))
}

fn nauwkeurigheid() -> ObjectBuilder {
    tekst().enum_values(Some(Nauwkeurigheid::ALLE.iter().map(|n| n.code())))
}

/// An event that somebody may be told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bericht {
    /// Where it stands in the log.
    pub positie: i64,
    /// What is told.
    pub gebeurtenis: Gebeurtenis,
}

/// What all that is told has in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelop {
    bron: String,
    adres: String,
}

impl Envelop {
    /// `oin` is the number of the organisation in the Dutch register, `gemeente` its name; `adres` is where others reach
    /// this server, and without it references are relative.
    pub fn nieuw(oin: Option<&str>, gemeente: &str, adres: Option<&str>) -> Self {
        let naam: Vec<String> = gemeente
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|deel| !deel.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        let bron = match (oin, naam.as_slice()) {
            (Some(oin), _) => format!("urn:nld:oin:{oin}:systeem:wijkspoor"),
            (None, []) => "urn:nld:wijkspoor".to_owned(),
            (None, naam) => format!("urn:nld:gemeente-{}.wijkspoor", naam.join("-")),
        };
        Self { bron, adres: adres.unwrap_or_default().trim_end_matches('/').to_owned() }
    }

    /// Where others reach this server, when that is set.
    pub fn adres(&self) -> Option<&str> {
        Some(self.adres.as_str()).filter(|adres| !adres.is_empty())
    }

    /// What is told of an event.
    pub(crate) fn maak(&self, raw: &RawEvent, feiten: &Feiten) -> Bericht {
        let (id, reeks) = onderwerp(raw);
        let pad = PADEN.iter().find(|(naam, _)| *naam == reeks).map_or(reeks.as_str(), |(_, pad)| pad);
        let dataref = format!("{}/v1/{pad}/{id}", self.adres);
        let gewist = raw.stream_type == erasure::STREAM_TYPE;
        let inhoud: BTreeMap<String, Json> = serde_json::from_str(&raw.payload).unwrap_or_default();
        let betreft =
            ["opdracht", "besluit", "id"].iter().find_map(|veld| inhoud.get(*veld)?.as_str()?.parse().ok());
        let status = inhoud.get("stap").map_or_else(|| inhoud.get("status"), |stap| stap.get("naar"));
        let gegevens = Gegevens {
            reeks,
            soort: raw.event_type.clone(),
            volgnummer: (!gewist).then_some(raw.sequence),
            gebied: feiten.gebied.clone(),
            status: status.and_then(Json::as_str).map(str::to_owned),
            betreft,
            plaatsgevonden_op: raw.occurred_at.to_string(),
            nauwkeurigheid: raw.precision.clone(),
        };
        let gebeurtenis = Gebeurtenis {
            specversion: "1.0",
            id: format!("{}-{}", raw.stream, raw.sequence),
            source: self.bron.clone(),
            r#type: soortnaam(&raw.event_type, raw.schema_version),
            subject: id,
            time: raw.recorded_at.to_string(),
            datacontenttype: "application/json",
            dataref,
            sequence: raw.position.to_string(),
            sequencetype: "Integer",
            data: gegevens,
        };
        Bericht { positie: raw.position, gebeurtenis }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use serde_json::json;
    use std::collections::BTreeSet;

    fn raw(soort: &str, inhoud: &Json) -> RawEvent {
        RawEvent {
            position: 7,
            stream: Uuid::from_u128(5),
            sequence: 3,
            stream_type: "initiatief".into(),
            event_type: soort.into(),
            schema_version: 2,
            payload: inhoud.to_string(),
            metadata: r#"{"actor":{"id":"Fatima"}}"#.into(),
            occurred_at: Timestamp::UNIX_EPOCH,
            precision: "dag".into(),
            recorded_at: Timestamp::UNIX_EPOCH,
            hash: Vec::new(),
        }
    }

    #[test]
    fn it_says_what_happened_and_nothing_of_whom() {
        let inhoud = json!({
            "stap": {"overgang": "x", "van": "a", "naar": "in_uitvoering", "motivering": {"$verzegeld": "Fatima"}},
            "toelichting": "Fatima", "opdracht": Uuid::from_u128(9),
        });
        let feiten = Feiten { gebied: Some("Malburgen".into()), ..Feiten::default() };
        let envelop = Envelop::nieuw(None, "'s-Hertogenbosch", Some("https://wijk.example/"));
        let bericht = envelop.maak(&raw("uitvoering_gestart", &inhoud), &feiten);
        let json = serde_json::to_value(&bericht.gebeurtenis).unwrap();
        let id = Uuid::from_u128(5);
        assert_eq!(
            json,
            json!({
                "specversion": "1.0", "id": format!("{id}-3"), "source": "urn:nld:gemeente-s-hertogenbosch.wijkspoor",
                "type": "nl.wijkspoor.uitvoering-gestart.v2", "subject": id, "time": "1970-01-01T00:00:00Z",
                "datacontenttype": "application/json", "dataref": format!("https://wijk.example/v1/initiatieven/{id}"),
                "sequence": "7", "sequencetype": "Integer",
                "data": {
                    "reeks": "initiatief", "soort": "uitvoering_gestart", "volgnummer": 3, "gebied": "Malburgen",
                    "status": "in_uitvoering", "betreft": Uuid::from_u128(9),
                    "plaatsgevondenOp": "1970-01-01T00:00:00Z", "nauwkeurigheid": "dag",
                },
            })
        );
    }

    #[test]
    fn an_erasure_is_about_what_was_erased() {
        let mut gewist = raw(erasure::EVENT_TYPE, &json!({"stroom": Uuid::from_u128(8), "soort": "signaal"}));
        gewist.stream_type = erasure::STREAM_TYPE.into();
        let envelop = Envelop::nieuw(Some("00000001234567890000"), "Arnhem", None);
        let gebeurtenis = envelop.maak(&gewist, &Feiten::default()).gebeurtenis;
        assert_eq!(gebeurtenis.subject, Uuid::from_u128(8));
        assert_eq!(gebeurtenis.dataref, format!("/v1/signalen/{}", Uuid::from_u128(8)));
        assert_eq!(gebeurtenis.source, "urn:nld:oin:00000001234567890000:systeem:wijkspoor");
        assert_eq!(gebeurtenis.data.volgnummer, None);
    }

    #[test]
    fn types_keep_to_the_profile_and_do_not_meet() {
        let namen: BTreeSet<String> = soorten().into_iter().map(|soort| soortnaam(soort, 1)).collect();
        assert_eq!(namen.len(), soorten().len(), "two kinds of event with one name");
        let past = |naam: &String| {
            naam.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b))
        };
        assert!(namen.iter().all(past), "{namen:?}");
    }
}
