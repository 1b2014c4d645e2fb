//! How the log is written: one event is one line, whatever its fields hold.
//!
//! Text that came from elsewhere (the answer of a provider, of a receiver, of a database) stands in quotes with what could begin a line,
//! steer a terminal or pass for another field written out. What other crates say below `info` is not taken, at any level that is
//! asked: it may hold a request, with the token in it.

use std::fmt::{self, Debug};
use std::io::{self, IsTerminal};
use tracing::field::{Field, Visit};
use tracing::{Level, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::{FormatFields, format::Writer};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

/// What is written when nothing is asked.
const GEWOON: &str = "info,actix_server=warn,actix_http=off";

/// Begins to write to standard error, at the level of `WIJKSPOOR_LOG`.
///
/// # Errors
/// When it was begun already.
pub fn begin() -> Result<(), TryInitError> {
    let niveau = EnvFilter::try_from_env("WIJKSPOOR_LOG").unwrap_or_else(|_| EnvFilter::new(GEWOON));
    let schrijver = tracing_subscriber::fmt()
        .with_env_filter(niveau)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .fmt_fields(Velden)
        .finish();
    schrijver.with(filter_fn(mag)).try_init()
}

/// Whether this may be in the log at all.
fn mag(van: &Metadata<'_>) -> bool {
    van.target().starts_with("wijkspoor") || *van.level() <= Level::INFO
}

/// Writes fields as `naam=waarde`, and the message as it is.
struct Velden;

impl<'w> FormatFields<'w> for Velden {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'w>, velden: R) -> fmt::Result {
        let mut regel = Regel { writer, leeg: true, uitkomst: Ok(()) };
        velden.record(&mut regel);
        regel.uitkomst
    }
}

struct Regel<'w> {
    writer: Writer<'w>,
    leeg: bool,
    uitkomst: fmt::Result,
}

impl Regel<'_> {
    fn schrijf(&mut self, veld: &Field, waarde: &str) {
        let tussen = if std::mem::take(&mut self.leeg) { "" } else { " " };
        self.uitkomst = self.uitkomst.and_then(|()| match veld.name() {
            "message" => write!(self.writer, "{tussen}{}", op_een_regel(waarde)),
            naam if is_woord(waarde) => write!(self.writer, "{tussen}{naam}={waarde}"),
            naam => write!(self.writer, "{tussen}{naam}={waarde:?}"),
        });
    }
}

impl Visit for Regel<'_> {
    fn record_str(&mut self, veld: &Field, waarde: &str) {
        self.schrijf(veld, waarde);
    }

    fn record_debug(&mut self, veld: &Field, waarde: &dyn Debug) {
        self.schrijf(veld, &format!("{waarde:?}"));
    }
}

/// Whether it needs no quotes: a number, an id, a code.
fn is_woord(waarde: &str) -> bool {
    !waarde.is_empty() && waarde.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:/{}".contains(&b))
}

/// A text with all that is no ordinary sign written out, as Rust does in quotes.
fn op_een_regel(tekst: &str) -> String {
    let mut regel = String::with_capacity(tekst.len());
    for teken in tekst.chars() {
        match teken {
            '"' | '\'' | '\\' => regel.push(teken),
            _ => regel.extend(teken.escape_debug()),
        }
    }
    regel
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};
    use tracing_subscriber::fmt::MakeWriter;

    #[derive(Clone, Default)]
    struct Geheugen(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Geheugen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Geheugen {
        type Writer = Self;

        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    fn geschreven(doe: impl FnOnce()) -> String {
        let geheugen = Geheugen::default();
        let schrijver = tracing_subscriber::fmt()
            .with_max_level(Level::TRACE)
            .without_time()
            .with_ansi(false)
            .with_writer(geheugen.clone())
            .fmt_fields(Velden)
            .finish()
            .with(filter_fn(mag));
        tracing::subscriber::with_default(schrijver, doe);
        let bytes = geheugen.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn an_event_is_one_line_whatever_its_fields_hold() {
        let kwaad = "weg\r\n2026-01-01T00:00:00Z  INFO wijkspoor: vals\u{1b}[2J\u{2028}\u{202e}\" status=200";
        let regels = geschreven(|| {
            tracing::warn!(fout = %kwaad, naam = kwaad, status = 500, lijst = ?[kwaad], "het ging mis: {kwaad}");
        });
        assert_eq!(regels.matches('\n').count(), 1, "{regels}");
        assert!(regels.ends_with('\n'));
        assert!(
            !regels.trim_end().contains(|c: char| c.is_control() || "\u{2028}\u{202e}".contains(c)),
            "{regels}"
        );
        // What stands in quotes is no field.
        assert_eq!(regels.matches(" status=500").count(), 1, "{regels}");
        assert_eq!(regels.matches(r#"\" status=200"#).count(), 3, "{regels}");
    }

    #[test]
    fn what_is_simple_is_written_simply() {
        let regel =
            geschreven(|| tracing::info!(path = "/v1/x/{id}", status = 200, leeg = "", "één verzoek"));
        assert!(regel.ends_with("één verzoek path=/v1/x/{id} status=200 leeg=\"\"\n"), "{regel}");
    }

    #[test]
    fn other_crates_say_only_what_is_meant_for_everybody() {
        let regels = geschreven(|| {
            tracing::debug!(target: "actix_http::h1", "Authorization: Bearer geheim");
            tracing::info!(target: "actix_server", "begonnen");
            tracing::trace!(target: "wijkspoor_api", "eigen");
        });
        assert!(
            !regels.contains("geheim") && regels.contains("begonnen") && regels.contains("eigen"),
            "{regels}"
        );
    }
}
