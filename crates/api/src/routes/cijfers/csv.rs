//! Figures and lists as a table for a spreadsheet: RFC 4180, UTF-8, with a heading.

use crate::problem::ApiError;
use crate::reads::cursor::Cursor;
use crate::routes::CSV;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, http::header};
use futures_util::{StreamExt, TryStreamExt, stream};
use std::future::{Future, ready};
use utoipa::ToSchema;

/// Een tabel: CSV naar RFC 4180, met een kopregel.
#[derive(ToSchema)]
#[schema(value_type = String, max_length = 2_000_000_000)]
#[expect(dead_code, reason = "stands for the text in the published document")]
pub struct CsvTabel(String);

/// A table of texts.
pub struct Tabel(csv::Writer<Vec<u8>>);

impl Tabel {
    /// With these columns.
    pub fn nieuw(koppen: impl IntoIterator<Item = String>) -> Self {
        let mut tabel = Self::zonder_kop();
        tabel.rij(koppen);
        tabel
    }

    /// What comes after another part.
    fn zonder_kop() -> Self {
        Self(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new()))
    }

    /// A row more.
    pub fn rij(&mut self, cellen: impl IntoIterator<Item = String>) {
        // Into memory, and each row as wide as the first: nothing can fail.
        let _ = self.0.write_record(cellen.into_iter().map(|cel| zonder_formule(&cel)));
    }

    /// As an answer that a browser keeps as a file of this name.
    pub fn antwoord(self, naam: &str) -> HttpResponse {
        bestand(naam).body(self.bytes())
    }

    fn bytes(self) -> Bytes {
        self.0.into_inner().unwrap_or_default().into()
    }
}

fn bestand(naam: &str) -> HttpResponseBuilder {
    let mut antwoord = HttpResponse::Ok();
    antwoord
        .content_type("text/csv; charset=utf-8; header=present")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{naam}.csv\"")));
    antwoord
}

/// How many rows of a long table are read at a time.
pub const PER_KEER: i64 = 500;

/// A whole list, however long, from a place on: it is read as fast as the client takes it, a page at a time, and never held as a
/// whole. When that goes wrong halfway the connection is broken off, so that nobody takes a part for all.
///
/// # Errors
/// When the first page cannot be read.
pub async fn stroom<const N: usize, L>(
    naam: &str,
    koppen: [&str; N],
    na: Option<Cursor>,
    lees: impl Fn(Option<Cursor>) -> L + 'static,
) -> Result<HttpResponse, ApiError>
where
    L: Future<Output = Result<(Vec<[String; N]>, Option<Cursor>), ApiError>> + 'static,
{
    let (rijen, volgende) = lees(na).await?;
    let mut begin = Tabel::nieuw(koppen.map(str::to_owned));
    rijen.into_iter().for_each(|rij| begin.rij(rij));
    let rest = stream::try_unfold((lees, volgende), |(lees, volgende)| async move {
        let Some(na) = volgende else { return Ok(None) };
        let (rijen, volgende) = lees(Some(na))
            .await
            .inspect_err(|fout| tracing::warn!(%fout, "een tabel is halverwege afgebroken"))?;
        let mut deel = Tabel::zonder_kop();
        rijen.into_iter().for_each(|rij| deel.rij(rij));
        Ok(Some((deel.bytes(), (lees, volgende))))
    });
    let begin = stream::once(ready(Ok::<_, ApiError>(begin.bytes())));
    Ok(bestand(naam).streaming(Box::pin(begin.chain(rest).map_err(actix_web::Error::from))))
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
