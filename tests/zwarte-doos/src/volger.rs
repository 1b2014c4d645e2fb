//! A reader of an event stream, as a browser's `EventSource` reads it.

use crate::{DEADLINE, Server};
use serde_json::Value as Json;
use std::io::{BufRead, BufReader};
use ureq::{Agent, BodyReader};

/// A connection that is open, and where it is.
pub struct Volger {
    lines: BufReader<BodyReader<'static>>,
    /// The last id that was sent.
    pub laatste: String,
    /// How it was coded on the way.
    pub codering: String,
}

impl Volger {
    /// Follows in a role; `laatste` is what it would send as `Last-Event-ID`.
    pub fn open(server: &Server, rol: &str, laatste: Option<&str>) -> Self {
        let agent: Agent = Agent::config_builder().timeout_recv_body(Some(DEADLINE)).build().into();
        let mut vraag = agent
            .get(format!("http://{}/v1/gebeurtenissen", server.address))
            .header("Accept", "text/event-stream")
            .header("Authorization", format!("Bearer ontwikkel:{rol}"));
        if let Some(id) = laatste {
            vraag = vraag.header("Last-Event-ID", id);
        }
        let antwoord = vraag.call().unwrap();
        let kop = |naam: &str| antwoord.headers()[naam].to_str().unwrap().to_owned();
        assert_eq!(kop("content-type"), "text/event-stream");
        let codering = kop("content-encoding");
        let lines = BufReader::new(antwoord.into_body().into_reader());
        let mut volger = Self { lines, laatste: String::new(), codering };
        // It says at once that it is there, and from where.
        assert_eq!(volger.regel().as_deref(), Some("retry: 2000"));
        let id = volger.regel().unwrap();
        volger.laatste = id.strip_prefix("id: ").unwrap().to_owned();
        volger
    }

    fn regel(&mut self) -> Option<String> {
        let mut regel = String::new();
        match self.lines.read_line(&mut regel) {
            Ok(n) if n > 0 => Some(regel.trim_end_matches(['\r', '\n']).to_owned()),
            _ => None,
        }
    }

    /// The next event; nothing when the server closed the stream.
    pub fn volgende(&mut self) -> Option<Json> {
        let mut data = None;
        loop {
            let regel = self.regel()?;
            match regel.split_once(": ") {
                Some(("id", id)) => id.clone_into(&mut self.laatste),
                Some(("data", tekst)) => data = serde_json::from_str(tekst).ok(),
                _ if regel.is_empty() && data.is_some() => return data,
                _ => {}
            }
        }
    }
}
