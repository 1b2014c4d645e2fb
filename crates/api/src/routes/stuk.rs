//! Answers that are a document: whether one is asked for, and how it is made.

use super::PDF;
use actix_web::{HttpRequest, http::header};
use jiff::{Timestamp, tz::TimeZone};
use wijkspoor_stuk::{Stuk, pdf};

/// Whether a document is asked for rather than JSON.
pub(super) fn als_pdf(req: &HttpRequest) -> bool {
    let accept = req.headers().get_all(header::ACCEPT).filter_map(|waarde| waarde.to_str().ok());
    let eerste = accept.flat_map(|waarde| waarde.split(',')).next().unwrap_or_default();
    eerste.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(PDF)
}

/// The document, which says when it was made.
///
/// # Errors
/// When it cannot be made: a mistake in the program.
pub(super) fn zet(stuk: &Stuk, nu: Timestamp) -> Result<Vec<u8>, String> {
    let op = TimeZone::UTC.to_datetime(nu);
    let jaar = u16::try_from(op.year()).unwrap_or_default();
    let klein = [op.month(), op.day(), op.hour(), op.minute(), op.second()];
    pdf(stuk, (jaar, klein.map(i8::unsigned_abs)))
}
