//! Moments in requests and answers.

use crate::{problem::ApiError, schema};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wijkspoor_domain::{Moment, Nauwkeurigheid};

/// When something happened, with the precision with which that is known.
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

/// When it happened, in a request; without it: now.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = Plaatsgevonden)]
pub struct Plaatsgevonden {
    /// De datum, voor iets dat alleen op de dag, de maand of het jaar bekend is.
    #[schema(schema_with = schema::datum)]
    datum: Option<String>,
    /// Het tijdstip, met tijdzone. Geef óf een datum óf een tijdstip.
    #[schema(schema_with = schema::tijdstip)]
    tijdstip: Option<String>,
    /// Hoe precies de datum bekend is: `dag` als het ontbreekt.
    #[schema(schema_with = nauwkeurigheid)]
    nauwkeurigheid: Option<Nauwkeurigheid>,
}

impl Plaatsgevonden {
    /// The moment that is meant.
    ///
    /// # Errors
    /// When it is not clear which.
    pub fn moment(this: Option<&Self>, nu: Timestamp) -> Result<Moment, ApiError> {
        let wrong = |field: &str, reason: &str| {
            Err(ApiError::invalid_param(&format!("/plaatsgevonden{field}"), "ongeldig", reason))
        };
        let Some(this) = this else { return Ok(Moment::tijdstip(nu)) };
        match (&this.datum, &this.tijdstip, this.nauwkeurigheid) {
            (None, Some(text), None | Some(Nauwkeurigheid::Tijdstip)) => match text.parse::<Timestamp>() {
                Ok(op) => Ok(Moment::tijdstip(op)),
                Err(_) => wrong("/tijdstip", "is geen geldig tijdstip met tijdzone"),
            },
            (Some(text), None, nauwkeurigheid) if nauwkeurigheid != Some(Nauwkeurigheid::Tijdstip) => {
                match text.parse::<Date>() {
                    Ok(date) => Ok(Moment::datum(date, nauwkeurigheid.unwrap_or(Nauwkeurigheid::Dag), 0)),
                    Err(_) => wrong("/datum", "is geen geldige datum"),
                }
            }
            _ => wrong(
                "",
                "geef óf een datum (met nauwkeurigheid dag, maand, jaar of onbekend) óf een tijdstip",
            ),
        }
    }
}
