//! Errors as `application/problem+json` (RFC 9457), from one list of stable types. To add one: a row in [`Soort`].

use actix_web::{HttpResponse, ResponseError, http::StatusCode, http::header};
use serde::Serialize;
use std::fmt;
use utoipa::ToSchema;
use wijkspoor_domain::initiatief::Weigering;
use wijkspoor_store::{DatabaseError, StoreError};

/// The media type of every error.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Wat er mis is, volgens RFC 9457.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Probleem)]
pub struct Problem {
    /// Stabiele aanduiding van het soort probleem.
    #[schema(format = "uri-reference", max_length = 200, example = "/problemen/ongeldige-invoer")]
    pub r#type: String,
    /// Korte titel, gelijk voor elk probleem van dit soort.
    #[schema(max_length = 200)]
    pub title: String,
    /// De HTTP-statuscode.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// Wat er precies aan de hand is en wat wel zou kunnen.
    #[schema(max_length = 10000)]
    pub detail: String,
    /// Alle ongeldige gegevens van het verzoek.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 1000)]
    pub invalid_params: Vec<InvalidParam>,
    /// De regel van de werkstroom of het domein die weigert.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub regel: Option<String>,
    /// Wat in plaats daarvan mogelijk is, als codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 1000)]
    pub mogelijk: Vec<String>,
    /// De huidige versie, bij een conflict.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub versie: Option<i64>,
}

/// Een ongeldig gegeven in het verzoek.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = OngeldigGegeven)]
pub struct InvalidParam {
    /// De plaats: een JSON-pointer in de body, of de naam van een parameter of header.
    #[schema(max_length = 1000)]
    pub name: String,
    /// Code van de fout.
    #[schema(max_length = 100)]
    pub code: String,
    /// Wat er mis is en wat wel goed zou zijn.
    #[schema(max_length = 10000)]
    pub reason: String,
}

/// The kinds of problem: the last part of `type`, the status and the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Soort {
    /// The request does not fit the published schema.
    OngeldigeInvoer,
    /// Who are you?
    NietAangemeld,
    /// You may not.
    NietBevoegd,
    /// It is not here.
    NietGevonden,
    /// Not with this method.
    MethodeNietToegestaan,
    /// No representation of that type.
    NietAanvaardbaar,
    /// A rule of the workflow refuses.
    RegelWeigert,
    /// The idempotency key was used for something else.
    SleutelHergebruikt,
    /// It changed meanwhile.
    Gewijzigd,
    /// Too much.
    TeGroot,
    /// The address is too long.
    AdresTeLang,
    /// Not JSON.
    OnbekendMediatype,
    /// Too often.
    TeVeel,
    /// The headers are too long.
    HeadersTeGroot,
    /// Something is wrong on our side.
    Storing,
    /// Not ready.
    NietGereed,
}

impl Soort {
    const fn row(self) -> (&'static str, StatusCode, &'static str) {
        match self {
            Self::OngeldigeInvoer => ("ongeldige-invoer", StatusCode::BAD_REQUEST, "Ongeldige invoer"),
            Self::NietAangemeld => ("niet-aangemeld", StatusCode::UNAUTHORIZED, "Niet aangemeld"),
            Self::NietBevoegd => ("niet-bevoegd", StatusCode::FORBIDDEN, "Niet bevoegd"),
            Self::NietGevonden => ("niet-gevonden", StatusCode::NOT_FOUND, "Niet gevonden"),
            Self::MethodeNietToegestaan => {
                ("methode-niet-toegestaan", StatusCode::METHOD_NOT_ALLOWED, "Methode niet toegestaan")
            }
            Self::NietAanvaardbaar => ("niet-aanvaardbaar", StatusCode::NOT_ACCEPTABLE, "Niet aanvaardbaar"),
            Self::RegelWeigert => ("regel-weigert", StatusCode::CONFLICT, "Een regel staat dit niet toe"),
            Self::SleutelHergebruikt => {
                ("sleutel-hergebruikt", StatusCode::CONFLICT, "Idempotentiesleutel al gebruikt")
            }
            Self::Gewijzigd => ("gewijzigd", StatusCode::PRECONDITION_FAILED, "Intussen gewijzigd"),
            Self::TeGroot => ("te-groot", StatusCode::PAYLOAD_TOO_LARGE, "Verzoek te groot"),
            Self::AdresTeLang => ("adres-te-lang", StatusCode::URI_TOO_LONG, "Adres te lang"),
            Self::OnbekendMediatype => {
                ("onbekend-mediatype", StatusCode::UNSUPPORTED_MEDIA_TYPE, "Mediatype niet ondersteund")
            }
            Self::TeVeel => ("te-veel-verzoeken", StatusCode::TOO_MANY_REQUESTS, "Te veel verzoeken"),
            Self::HeadersTeGroot => {
                ("headers-te-groot", StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "Headers te groot")
            }
            Self::Storing => ("storing", StatusCode::INTERNAL_SERVER_ERROR, "Storing"),
            Self::NietGereed => ("niet-gereed", StatusCode::SERVICE_UNAVAILABLE, "Niet gereed"),
        }
    }
}

/// An error on its way out.
#[derive(Debug)]
pub struct ApiError(pub Box<Problem>, pub Vec<(header::HeaderName, String)>);

impl ApiError {
    /// A problem of this kind.
    pub fn new(soort: Soort, detail: impl Into<String>) -> Self {
        let (naam, status, title) = soort.row();
        let problem = Problem {
            r#type: format!("/problemen/{naam}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            invalid_params: Vec::new(),
            regel: None,
            mogelijk: Vec::new(),
            versie: None,
        };
        Self(Box::new(problem), Vec::new())
    }

    /// All invalid parts of a request together.
    pub fn invalid(params: Vec<InvalidParam>) -> Self {
        let detail = match params.as_slice() {
            [een] => format!("{}: {}", een.name, een.reason),
            _ => format!("{} gegevens van het verzoek zijn ongeldig; zie invalidParams", params.len()),
        };
        let mut error = Self::new(Soort::OngeldigeInvoer, detail);
        error.0.invalid_params = params;
        error
    }

    /// It is not there, or not for who asks: the two must not be told apart.
    pub fn bestaat_niet(wat: &str, id: impl fmt::Display) -> Self {
        let mut error = Self::new(Soort::NietGevonden, format!("er is geen {wat} {id}"));
        error.0.regel = Some(Weigering::BestaatNiet.regel().to_owned());
        error
    }

    /// One invalid parameter.
    pub fn invalid_param(name: &str, code: &str, reason: impl Into<String>) -> Self {
        let (name, code, reason) = (name.to_owned(), code.to_owned(), reason.into());
        Self::invalid(vec![InvalidParam { name, code, reason }])
    }

    /// Something is wrong on our side; the cause goes to the log, not to the client.
    pub fn internal(cause: &dyn fmt::Display) -> Self {
        tracing::error!(%cause, "storing");
        Self::new(Soort::Storing, "Er ging iets mis aan onze kant. Probeer het later opnieuw.")
    }

    /// With a header.
    #[must_use]
    pub fn with_header(mut self, name: header::HeaderName, value: impl Into<String>) -> Self {
        self.1.push((name, value.into()));
        self
    }
}

/// How long a client should wait for a database that does not answer, in seconds.
const RETRY_AFTER: u8 = 5;

impl From<DatabaseError> for ApiError {
    fn from(error: DatabaseError) -> Self {
        let detail = match &error {
            DatabaseError::Unreachable { .. } => {
                "de database antwoordt niet. Van een schrijfactie is onbekend of zij is vastgelegd: herhaal haar met \
                 dezelfde Idempotency-Key, dan gebeurt zij één keer"
            }
            DatabaseError::Busy => "de database is nu te druk; er is niets vastgelegd",
            error => return Self::internal(error),
        };
        tracing::warn!(%error, "niet gereed");
        Self::new(Soort::NietGereed, detail).with_header(header::RETRY_AFTER, RETRY_AFTER.to_string())
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Database(error) => error.into(),
            error => Self::internal(&error),
        }
    }
}

impl From<Weigering> for ApiError {
    fn from(weigering: Weigering) -> Self {
        let soort = match &weigering {
            Weigering::BestaatNiet | Weigering::OnbekendeOpdracht(_) | Weigering::OnbekendBesluit(_) => {
                Soort::NietGevonden
            }
            Weigering::NietBevoegd { .. } => Soort::NietBevoegd,
            // The request fits the schema; a rule of the domain refuses it.
            _ => Soort::RegelWeigert,
        };
        let mut error = Self::new(soort, weigering.to_string());
        error.0.regel = Some(weigering.regel().to_owned());
        error.0.mogelijk = weigering.mogelijk();
        error.0.invalid_params = invalid_params(&weigering);
        error
    }
}

/// The fields at fault, where a refusal is about what was sent.
fn invalid_params(weigering: &Weigering) -> Vec<InvalidParam> {
    let param = |name: &str| InvalidParam {
        name: format!("/{name}"),
        code: weigering.regel().to_owned(),
        reason: weigering.to_string(),
    };
    match weigering {
        Weigering::Ontbreekt { ontbreekt, .. } => ontbreekt.iter().map(|v| param(veld(*v))).collect(),
        Weigering::Overbodig { velden, .. } => velden.iter().map(|v| param(v)).collect(),
        Weigering::InDeToekomst(_) => vec![param("plaatsgevonden")],
        Weigering::TermijnVoorbij { veld, .. } => vec![param(veld)],
        Weigering::GeenWerkstroom(_) => vec![param("werkstroom")],
        Weigering::Leeg(veld) => vec![param(veld)],
        Weigering::Blijvend(fout) => vec![param(fout.veld())],
        Weigering::OnbekendeNaam { veld, .. } | Weigering::OnbekendeStatus { veld, .. } => vec![param(veld)],
        _ => Vec::new(),
    }
}

fn veld(vereiste: wijkspoor_domain::werkstroom::Vereiste) -> &'static str {
    match vereiste {
        wijkspoor_domain::werkstroom::Vereiste::Opdracht => "opdrachten",
        anders => anders.code(),
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.title, self.0.detail)
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        for (name, value) in &self.1 {
            response.insert_header((name.clone(), value.as_str()));
        }
        let body = serde_json::to_string(&self.0).unwrap_or_default();
        response.content_type(PROBLEM_JSON).body(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_does_not_answer_is_asked_again_later() {
        let unreachable = DatabaseError::Unreachable { place: "db".into(), cause: "weg".into() };
        for error in [unreachable, DatabaseError::Busy] {
            let error = ApiError::from(StoreError::from(error));
            assert_eq!(error.0.status, 503);
            assert_eq!(error.1, [(header::RETRY_AFTER, "5".to_owned())]);
        }
        let other = ApiError::from(DatabaseError::Other("geheim".into()));
        assert_eq!((other.0.status, other.0.detail.contains("geheim")), (500, false));
    }
}
