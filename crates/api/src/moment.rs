//! Moments in requests and answers.

use crate::problem::{ApiError, Soort};
use crate::schema;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wijkspoor_domain::{Moment, Nauwkeurigheid};

/// Wanneer iets gebeurde, en hoe precies dat bekend is.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Moment)]
pub struct MomentView {
    /// De datum in Nederland; onder de nauwkeurigheid zegt zij niets.
    #[schema(schema_with = schema::datum)]
    pub datum: String,
    /// Het tijdstip in UTC; onder de nauwkeurigheid zegt het niets.
    #[schema(schema_with = schema::tijdstip)]
    pub tijdstip: String,
    /// Hoe precies het bekend is.
    #[schema(schema_with = nauwkeurigheid)]
    pub nauwkeurigheid: String,
    /// In woorden, niet preciezer dan bekend: `2019`, `2019-04`, `2019-04-01`, `onbekend`.
    #[schema(max_length = 20)]
    pub tekst: String,
}

fn nauwkeurigheid() -> utoipa::openapi::ObjectBuilder {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(Nauwkeurigheid::ALLE.iter().map(|n| n.code())))
}

impl From<Moment> for MomentView {
    fn from(moment: Moment) -> Self {
        Self {
            datum: moment.dag().to_string(),
            tijdstip: moment.op.to_string(),
            nauwkeurigheid: moment.nauwkeurigheid.code().to_owned(),
            tekst: moment.in_woorden(),
        }
    }
}

/// Wanneer het gebeurde; zonder dit veld: nu.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Plaatsgevonden {
    /// Op een datum, die misschien alleen tot op de maand of het jaar bekend is.
    Datum(OpDatum),
    /// Op een tijdstip.
    Tijdstip(OpTijdstip),
}

/// Op een datum.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpDatum {
    /// De datum.
    #[schema(schema_with = schema::datum)]
    datum: Date,
    /// Hoe precies de datum bekend is: `dag` als het ontbreekt.
    #[serde(default = "dag")]
    #[schema(schema_with = nauwkeurigheid_van_datum)]
    nauwkeurigheid: Nauwkeurigheid,
}

/// Op een tijdstip.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpTijdstip {
    /// Het tijdstip, met tijdzone.
    #[schema(schema_with = schema::tijdstip)]
    tijdstip: String,
}

fn dag() -> Nauwkeurigheid {
    Nauwkeurigheid::Dag
}

fn nauwkeurigheid_van_datum() -> utoipa::openapi::ObjectBuilder {
    let codes = Nauwkeurigheid::ALLE.iter().filter(|n| **n != Nauwkeurigheid::Tijdstip).map(|n| n.code());
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .enum_values(Some(codes))
}

impl Plaatsgevonden {
    /// The moment that is meant.
    ///
    /// # Errors
    /// When it lies outside the years that can be recorded.
    pub fn moment(this: Option<&Self>, nu: Timestamp) -> Result<Moment, ApiError> {
        match this {
            None => Ok(Moment::tijdstip(nu)),
            Some(Self::Datum(op)) => Ok(Moment::datum(op.datum, op.nauwkeurigheid, 0)),
            Some(Self::Tijdstip(op)) => match op.tijdstip.parse() {
                Ok(op) => Ok(Moment::tijdstip(op)),
                // The schema holds it to a date and time; what is left are times at the end of time.
                Err(_) => Err(ApiError::new(Soort::RegelWeigert, "dit tijdstip is niet vast te leggen")),
            },
        }
    }
}
