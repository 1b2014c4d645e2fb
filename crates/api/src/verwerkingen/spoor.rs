//! Where a request belongs: W3C Trace Context, pure.

use uuid::Uuid;

/// The header.
pub const TRACEPARENT: &str = "traceparent";

/// The chain of processing of which a request is part, and by what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoor {
    /// The chain: 32 hexadecimal digits.
    pub trace_id: String,
    /// The processing elsewhere that asked.
    pub parent_span_id: Option<String>,
}

impl Spoor {
    /// Takes over what the header says; when it says nothing, or not in the form that it should have, a chain begins here.
    pub fn van(traceparent: Option<&str>, nieuw: Uuid) -> Self {
        traceparent
            .and_then(gelezen)
            .unwrap_or_else(|| Self { trace_id: nieuw.simple().to_string(), parent_span_id: None })
    }
}

fn gelezen(tekst: &str) -> Option<Spoor> {
    let delen: Vec<&str> = tekst.trim().split('-').collect();
    let [versie, trace, span, vlaggen, verder @ ..] = delen.as_slice() else { return None };
    // Version 00 has four parts; a later one may have more, of which the first four mean the same.
    let past = hex(versie, 2) && *versie != "ff" && (verder.is_empty() || *versie != "00") && hex(vlaggen, 2);
    let iets = |tekst: &str| tekst.bytes().any(|b| b != b'0');
    let geldig = past && hex(trace, 32) && iets(trace) && hex(span, 16) && iets(span);
    geldig.then(|| Spoor { trace_id: (*trace).to_owned(), parent_span_id: Some((*span).to_owned()) })
}

fn hex(tekst: &str, lengte: usize) -> bool {
    tekst.len() == lengte && tekst.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// The id of one processing: the part of a new id that differs from one to the next.
pub fn span_id(nieuw: Uuid) -> String {
    let hex = nieuw.simple().to_string();
    hex.get(16..).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_is_taken_over_when_it_is_one() {
        let nieuw = Uuid::from_u128(0xabc);
        let (trace, span) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
        let goed = Spoor { trace_id: trace.to_owned(), parent_span_id: Some(span.to_owned()) };
        for tekst in [format!("00-{trace}-{span}-01"), format!("cc-{trace}-{span}-01-what-comes-later")] {
            assert_eq!(Spoor::van(Some(&tekst), nieuw), goed, "{tekst}");
        }
        for onzin in [
            String::new(),
            format!("ff-{trace}-{span}-01"),
            format!("00-{trace}-{span}-01-meer"),
            format!("00-{}-{span}-01", trace.to_uppercase()),
            format!("00-{}-{span}-01", "0".repeat(32)),
            format!("00-{trace}-{}-01", "0".repeat(16)),
            format!("00-{trace}-{span}"),
        ] {
            let begin = Spoor::van(Some(&onzin), nieuw);
            assert_eq!(begin, Spoor { trace_id: format!("{:032x}", 0xabc), parent_span_id: None }, "{onzin}");
        }
        assert_eq!(span_id(nieuw), format!("{:016x}", 0xabc));
    }
}
