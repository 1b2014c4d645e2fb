//! A receiver of webhooks, that does as it is told: takes, fails, says when to come back, sends elsewhere, keeps silent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A request that came.
#[derive(Debug, Clone)]
pub struct Verzoek {
    /// The method.
    pub methode: String,
    /// The path, with what is asked of it.
    pub pad: String,
    /// The headers, with names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub inhoud: String,
    /// When.
    pub op: Instant,
}

impl Verzoek {
    /// A header; empty when it is not there.
    pub fn header(&self, naam: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == naam).map_or("", |(_, waarde)| waarde)
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.inhoud).unwrap()
    }

    /// Where the event stands in the log.
    pub fn plaats(&self) -> i64 {
        self.json()["sequence"].as_str().unwrap().parse().unwrap()
    }
}

/// What a receiver answers.
#[derive(Debug, Clone, Default)]
pub struct Antwoord {
    /// The status.
    pub code: u16,
    /// Further headers, each with its end of line.
    pub headers: String,
    /// The body.
    pub inhoud: String,
}

/// What a receiver does with a request; nothing is to hang up without an answer.
pub type Doet = Box<dyn FnMut(&Verzoek) -> Option<Antwoord> + Send>;

/// A receiver on a port of this machine.
pub struct Ontvanger {
    /// Its host and port.
    pub plek: String,
    /// What came, in order.
    pub gekregen: Arc<Mutex<Vec<Verzoek>>>,
    stop: Arc<AtomicBool>,
    verbindingen: Arc<Mutex<Vec<TcpStream>>>,
    draad: Option<std::thread::JoinHandle<()>>,
}

impl Ontvanger {
    /// On any port.
    pub fn nieuw(doet: impl FnMut(&Verzoek) -> Option<Antwoord> + Send + 'static) -> Self {
        Self::op("127.0.0.1:0", Arc::default(), Box::new(doet))
    }

    /// One that wants to receive, and then does so.
    pub fn gewillig(mut doet: impl FnMut(&Verzoek) -> Option<Antwoord> + Send + 'static) -> Self {
        Self::nieuw(move |verzoek| if verzoek.methode == "OPTIONS" { wil() } else { doet(verzoek) })
    }

    /// On this port, with what came before.
    pub fn op(plek: &str, gekregen: Arc<Mutex<Vec<Verzoek>>>, doet: Doet) -> Self {
        let begonnen = Instant::now();
        let listener = loop {
            match TcpListener::bind(plek) {
                Ok(listener) => break listener,
                Err(e) => assert!(begonnen.elapsed() < Duration::from_secs(10), "{plek}: {e}"),
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        let plek = listener.local_addr().unwrap().to_string();
        let (stop, verbindingen) = (Arc::<AtomicBool>::default(), Arc::<Mutex<Vec<TcpStream>>>::default());
        let doet = Arc::new(Mutex::new(doet));
        let (gestopt, open, lijst) = (stop.clone(), verbindingen.clone(), gekregen.clone());
        let draad = std::thread::spawn(move || {
            for verbinding in listener.incoming().flatten() {
                if gestopt.load(Ordering::SeqCst) {
                    return;
                }
                let _ = verbinding.set_nodelay(true);
                open.lock().unwrap().extend(verbinding.try_clone());
                let (doet, lijst) = (doet.clone(), lijst.clone());
                std::thread::spawn(move || bedien(&verbinding, &doet, &lijst));
            }
        });
        Self { plek, gekregen, stop, verbindingen, draad: Some(draad) }
    }

    /// The address of a path.
    pub fn adres(&self) -> String {
        format!("http://{}/haak", self.plek)
    }

    /// The deliveries that came.
    pub fn bezorgd(&self) -> Vec<Verzoek> {
        self.gekregen.lock().unwrap().iter().filter(|verzoek| verzoek.methode == "POST").cloned().collect()
    }
}

/// The answer of who wants to receive.
pub fn wil() -> Option<Antwoord> {
    met_header(200, "WebHook-Allowed-Origin: *")
}

/// An answer with a header.
pub fn met_header(code: u16, header: &str) -> Option<Antwoord> {
    Some(Antwoord { code, headers: format!("{header}\r\n"), ..Antwoord::default() })
}

/// An answer that says something.
pub fn met_inhoud(code: u16, inhoud: &serde_json::Value) -> Option<Antwoord> {
    Some(Antwoord { code, inhoud: inhoud.to_string(), ..Antwoord::default() })
}

/// An answer without further headers.
pub fn status(code: u16) -> Option<Antwoord> {
    Some(Antwoord { code, ..Antwoord::default() })
}

fn bedien(verbinding: &TcpStream, doet: &Mutex<Doet>, gekregen: &Mutex<Vec<Verzoek>>) {
    let mut lezer = BufReader::new(verbinding);
    while let Some(verzoek) = lees(&mut lezer) {
        // Whoever answers in turn sees the requests in turn.
        let antwoord = {
            let mut doet = doet.lock().unwrap();
            gekregen.lock().unwrap().push(verzoek.clone());
            doet(&verzoek)
        };
        let Some(Antwoord { code, headers, inhoud }) = antwoord else {
            let _ = verbinding.shutdown(Shutdown::Both);
            return;
        };
        let lengte = inhoud.len();
        let tekst = format!("HTTP/1.1 {code} X\r\n{headers}Content-Length: {lengte}\r\n\r\n{inhoud}");
        if (&*verbinding).write_all(tekst.as_bytes()).is_err() {
            return;
        }
    }
}

fn lees(lezer: &mut BufReader<&TcpStream>) -> Option<Verzoek> {
    let mut regel = String::new();
    lezer.read_line(&mut regel).ok().filter(|n| *n > 0)?;
    let mut delen = regel.split(' ').map(str::to_owned);
    let (methode, pad) = (delen.next()?, delen.next()?);
    let mut headers = Vec::new();
    loop {
        let mut regel = String::new();
        lezer.read_line(&mut regel).ok().filter(|n| *n > 0)?;
        let Some((naam, waarde)) = regel.trim_end().split_once(": ") else { break };
        headers.push((naam.to_ascii_lowercase(), waarde.to_owned()));
    }
    let mut verzoek = Verzoek { methode, pad, headers, inhoud: String::new(), op: Instant::now() };
    let mut bytes = vec![0; verzoek.header("content-length").parse().unwrap_or(0)];
    lezer.read_exact(&mut bytes).ok()?;
    verzoek.inhoud = String::from_utf8(bytes).ok()?;
    Some(verzoek)
}

impl Drop for Ontvanger {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(&self.plek);
        for verbinding in self.verbindingen.lock().unwrap().drain(..) {
            let _ = verbinding.shutdown(Shutdown::Both);
        }
        if let Some(draad) = self.draad.take() {
            let _ = draad.join();
        }
    }
}
