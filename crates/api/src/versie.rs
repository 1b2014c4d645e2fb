//! The version of an object on its way out and in: `ETag`, `If-None-Match` and `If-Match` (RFC 9110, section 13).

use crate::problem::{ApiError, Soort};
use actix_web::{HttpRequest, HttpResponse, http::header};
use serde::Serialize;

/// The operations that read one object with a version.
pub const LEZEN: [&str; 6] = [
    "leesInitiatief",
    "leesSignaal",
    "leesWijkprogramma",
    "leesBudget",
    "leesAbonnement",
    "leesVernietigingslijst",
];
/// Of these more changes than their version tells: how far it is, and what the titles on it became.
pub const ALTIJD_VERS: [&str; 2] = ["leesAbonnement", "leesVernietigingslijst"];

/// The tag of a version.
pub fn etag(versie: i64) -> String {
    format!("\"{versie}\"")
}

/// 304, when the client has this version already.
pub fn bekend(req: &HttpRequest, versie: i64) -> Option<HttpResponse> {
    let tag = etag(versie);
    let known = req.headers().get_all(header::IF_NONE_MATCH).filter_map(|value| value.to_str().ok());
    // A proxy that compresses makes a tag weak; here a weak comparison is what is asked for.
    let gelijk = |known: &str| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag;
    known
        .flat_map(|value| value.split(','))
        .any(|known| gelijk(known.trim()))
        .then(|| HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish())
}

/// 200, with the version.
pub fn met_versie(versie: i64, body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::ETAG, etag(versie))).json(body)
}

/// 412: it is not what the client saw.
pub fn gewijzigd(gezien: i64, nu: i64) -> ApiError {
    let detail = format!(
        "u zag versie {gezien}, maar nu is het versie {nu}: haal het opnieuw op en beoordeel wat er is veranderd"
    );
    let mut error = ApiError::new(Soort::Gewijzigd, detail);
    error.0.versie = Some(nu);
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn any_of_the_tags_that_a_client_knows_will_do() {
        let status = |known: &str| {
            let req = TestRequest::default().insert_header((header::IF_NONE_MATCH, known)).to_http_request();
            bekend(&req, 12).map(|answer| answer.status().as_u16())
        };
        for known in ["\"12\"", "W/\"12\"", "\"7\", \"12\"", "*"] {
            assert_eq!(status(known), Some(304), "{known}");
        }
        for known in ["\"1\"", "12", "\"12", "nonsense", ""] {
            assert_eq!(status(known), None, "{known}");
        }
        assert!(bekend(&TestRequest::default().to_http_request(), 12).is_none());
    }
}
