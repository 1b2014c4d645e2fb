//! Processing as another logbook reads it: spans of OpenTelemetry in the JSON of OTLP 1.x, with the attributes of LDV. Pure.

use super::{Verwerking, Verwerkingen};
use crate::document::VERSION;
use ring::hmac;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

/// Makes pseudonyms that cannot be led back without the secret, and are the same every time.
#[derive(Clone)]
pub struct Pseudoniemen(hmac::Key);

impl Pseudoniemen {
    /// With this secret.
    pub fn nieuw(geheim: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, geheim))
    }

    /// The pseudonym of something of a kind.
    pub fn van(&self, soort: &str, wie: &str) -> String {
        let over = [soort.as_bytes(), b":", wie.as_bytes()].concat();
        hex::encode(hmac::sign(&self.0, &over))
    }
}

/// What there is to know of a person is what there is of the initiative or signal of that person.
const SOORT: &str = "dossier";

/// A request to a collector with all of these: a span for each dossier that was processed, as LDV wants one line for each person.
pub fn verzoek(verwerkingen: &[Verwerking], ingesteld: &Verwerkingen, pseudoniemen: &Pseudoniemen) -> Json {
    let spans: Vec<Json> =
        verwerkingen.iter().flat_map(|verwerking| spans(verwerking, ingesteld, pseudoniemen)).collect();
    json!({ "resourceSpans": [{
        "resource": { "attributes": [tekst("service.name", "wijkspoor"), tekst("service.version", VERSION)] },
        "scopeSpans": [{ "scope": { "name": "wijkspoor", "version": VERSION }, "spans": spans }],
    }] })
}

fn spans(v: &Verwerking, ingesteld: &Verwerkingen, pseudoniemen: &Pseudoniemen) -> Vec<Json> {
    let span = |span_id: String, wie: Option<&String>| {
        let mut attributes = vec![
            tekst("dpl.core.processing_activity_id", &ingesteld.adres(&v.activiteit)),
            tekst("enduser.pseudo.id", &pseudoniemen.van("actor", &v.actor)),
            tekst("enduser.role", &v.rol),
        ];
        if let Some(id) = wie {
            attributes.push(tekst("dpl.core.data_subject_id", &pseudoniemen.van(SOORT, id)));
            attributes.push(tekst("dpl.core.data_subject_id_type", SOORT));
        }
        let mut span = json!({
            "traceId": v.trace_id,
            "spanId": span_id,
            "name": v.operatie,
            // A server that was asked.
            "kind": 2,
            "startTimeUnixNano": nano(v.begin),
            "endTimeUnixNano": nano(v.eind),
            "attributes": attributes,
            "status": { "code": if v.gelukt { 1 } else { 2 } },
        });
        if let Some(parent) = &v.parent_span_id {
            span["parentSpanId"] = json!(parent);
        }
        span
    };
    match v.objecten.as_slice() {
        [] => vec![span(v.span_id.clone(), None)],
        [een, meer @ ..] => {
            let eerste = span(v.span_id.clone(), Some(een));
            let verder = meer.iter().map(|id| span(afgeleid(&v.span_id, id), Some(id)));
            [eerste].into_iter().chain(verder).collect()
        }
    }
}

/// The span of another person in the same request: the same again when it is passed on again.
fn afgeleid(span_id: &str, object: &str) -> String {
    let hash = Sha256::digest(format!("{span_id}:{object}"));
    hex::encode(hash.get(..8).unwrap_or_default())
}

/// In milliseconds, as LDV says, written in nanoseconds.
fn nano(op: jiff::Timestamp) -> String {
    (i128::from(op.as_millisecond()) * 1_000_000).to_string()
}

fn tekst(key: &str, waarde: &str) -> Json {
    json!({ "key": key, "value": { "stringValue": waarde } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    #[test]
    fn a_request_about_two_people_is_two_spans_without_anything_that_leads_back() {
        let v = Verwerking {
            nummer: 1,
            trace_id: "4bf92f3577b34da6a3ce929d0e0e4736".to_owned(),
            span_id: "00f067aa0ba902b7".to_owned(),
            parent_span_id: Some("1111111111111111".to_owned()),
            operatie: "zoekInitiatieven".to_owned(),
            activiteit: "zoeken".to_owned(),
            gelukt: true,
            begin: Timestamp::from_microsecond(1_700_000_000_123_456).unwrap(),
            eind: Timestamp::from_microsecond(1_700_000_000_125_000).unwrap(),
            actor: "jansen".to_owned(),
            rol: "tlo".to_owned(),
            objecten: vec!["een".to_owned(), "twee".to_owned()],
        };
        let (ingesteld, sleutel) = (Verwerkingen::default(), Pseudoniemen::nieuw(&[1; 64]));
        let verzoek = verzoek(std::slice::from_ref(&v), &ingesteld, &sleutel);
        let spans = verzoek["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().unwrap();
        assert_eq!(spans.len(), 2);
        assert_eq!(spans[0]["spanId"], "00f067aa0ba902b7");
        assert_ne!(spans[1]["spanId"], spans[0]["spanId"]);
        assert_eq!(spans[0]["startTimeUnixNano"], "1700000000123000000");
        assert_eq!(spans[1]["parentSpanId"], "1111111111111111");
        let tekst = verzoek.to_string();
        assert!(!tekst.contains("jansen") && !tekst.contains("\"een\""), "{tekst}");
        assert!(tekst.contains(&sleutel.van(SOORT, "twee")));
        let zonder = Verwerking { objecten: Vec::new(), gelukt: false, ..v };
        let zonder = super::verzoek(&[zonder], &ingesteld, &sleutel);
        let span = &zonder["resourceSpans"][0]["scopeSpans"][0]["spans"][0];
        assert_eq!(span["status"]["code"], 2);
        assert!(!span.to_string().contains("data_subject"));
        assert_ne!(Pseudoniemen::nieuw(&[2; 64]).van(SOORT, "een"), sleutel.van(SOORT, "een"));
    }
}
