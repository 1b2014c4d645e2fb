//! A figure as a table for a spreadsheet: RFC 4180, UTF-8, with a heading.

use crate::routes::CSV;
use actix_web::{HttpRequest, HttpResponse, http::header};
use utoipa::ToSchema;

/// Een tabel: CSV naar RFC 4180, met een kopregel.
#[derive(ToSchema)]
#[schema(value_type = String, max_length = 100_000_000)]
#[expect(dead_code, reason = "stands for the text in the published document")]
pub struct CsvTabel(String);

/// A table of texts.
pub struct Tabel(csv::Writer<Vec<u8>>);

impl Tabel {
    /// With these columns.
    pub fn nieuw(koppen: impl IntoIterator<Item = String>) -> Self {
        let mut tabel =
            Self(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new()));
        tabel.rij(koppen);
        tabel
    }

    /// A row more.
    pub fn rij(&mut self, cellen: impl IntoIterator<Item = String>) {
        // Into memory, and each row as wide as the first: nothing can fail.
        let _ = self.0.write_record(cellen.into_iter().map(|cel| zonder_formule(&cel)));
    }

    /// As an answer that a browser keeps as a file of this name.
    pub fn antwoord(self, naam: &str) -> HttpResponse {
        HttpResponse::Ok()
            .content_type("text/csv; charset=utf-8; header=present")
            .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{naam}.csv\"")))
            .body(self.0.into_inner().unwrap_or_default())
    }
}

/// Whether a table is asked for rather than JSON.
pub fn gevraagd(req: &HttpRequest) -> bool {
    let accept = req.headers().get_all(header::ACCEPT).filter_map(|waarde| waarde.to_str().ok());
    let mut soorten = accept.flat_map(|waarde| waarde.split(','));
    let eerste = soorten.next().and_then(|soort| soort.split(';').next()).unwrap_or_default();
    eerste.trim().eq_ignore_ascii_case(CSV)
}

/// A spreadsheet takes what begins with one of these for a formula.
const FORMULE: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn zonder_formule(cel: &str) -> String {
    let getal = cel.parse::<f64>().is_ok();
    if !getal && cel.starts_with(FORMULE) { format!("'{cel}") } else { cel.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_becomes_a_formula() {
        assert_eq!(["=1+1", "-3", "é", "@x"].map(zonder_formule), ["'=1+1", "-3", "é", "'@x"]);
    }
}
