//! The only way to a receiver: no redirects, no proxy, little time, small answers, and only to where may be connected.

use crate::adres::{Opzoeker, Toegestaan};
use crate::ritme::Uitslag;
use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, RequestBuilder, Response, header::HeaderMap, redirect::Policy};
pub use reqwest::{Method, Url};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long an answer may take, connecting included.
const GEDULD: Duration = Duration::from_secs(20);
/// What is read of an answer, so that the connection can be used again; a longer one is broken off.
const GELEZEN: usize = 64 * 1024;
/// How long a connection is kept.
const RUST: Duration = Duration::from_secs(30);
/// Of what went wrong, so much is kept.
const FOUT: usize = 500;
/// In which header this server says who it is.
const HERKOMST: &str = "webhook-request-origin";
/// It failed, and nobody says for how long.
const MISLUKT: Uitslag = Uitslag::Mislukt { wacht: None };

/// Of an answer that is read, so much at most: far above any real one.
const LEESBAAR: usize = 4 * 1024 * 1024;

/// A client for all receivers.
pub struct Post {
    client: Client,
    toegestaan: Toegestaan,
    /// By which name this server asks for leave to deliver.
    herkomst: String,
}

/// What an attempt came to.
#[derive(Debug)]
pub struct Antwoord {
    /// Whether it was taken.
    pub uitslag: Uitslag,
    /// The HTTP status, when there was an answer.
    pub code: Option<u16>,
    /// What went wrong, in Dutch and without what was sent.
    pub fout: Option<String>,
    /// How long it took.
    pub duur: Duration,
}

/// An answer that is read.
#[derive(Debug)]
pub struct Respons {
    /// The HTTP status.
    pub code: u16,
    /// How long the other side asks to be left alone.
    pub wacht: Option<SignedDuration>,
    /// What it says.
    pub inhoud: Vec<u8>,
}

/// What a receiver says when it is asked whether it wants to receive.
#[derive(Debug)]
pub(crate) enum Aanmelding {
    /// It does, at most so often in a minute.
    Ja { per_minuut: Option<i64> },
    /// It does not say so.
    Nee(String),
    /// It did not answer, or not now.
    Later(Antwoord),
}

impl Post {
    /// A client that connects to where may be delivered; `herkomst` is by which name it asks for leave.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn nieuw(toegestaan: Toegestaan, herkomst: &str) -> Result<Self, String> {
        let client = Client::builder()
            .tls_backend_preconfigured(wijkspoor_store::client_tls()?)
            .redirect(Policy::none())
            // A proxy would look names up itself, and connect to what it finds.
            .no_proxy()
            .dns_resolver(Arc::new(Opzoeker(toegestaan.clone())))
            .timeout(GEDULD)
            .pool_idle_timeout(RUST)
            .pool_max_idle_per_host(2)
            .user_agent(concat!("wijkspoor/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|fout| format!("TLS: {fout}"))?;
        Ok(Self { client, toegestaan, herkomst: herkomst.to_owned() })
    }

    /// Asks a receiver whether it wants to receive (CloudEvents, HTTP 1.1 Web Hooks for Event Delivery). A status alone is
    /// no consent: anything may answer 200 to anything.
    pub(crate) async fn meld_aan(&self, adres: &str, nu: Timestamp) -> Aanmelding {
        let met = |vraag: RequestBuilder| vraag.header(HERKOMST, &self.herkomst);
        let antwoord = match self.stuur(Method::OPTIONS, adres, met).await {
            Ok((antwoord, _)) => antwoord,
            Err(antwoord) => return Aanmelding::Later(antwoord),
        };
        let (code, headers) = (antwoord.status().as_u16(), antwoord.headers());
        let header = |naam: &str| headers.get(naam).and_then(|waarde| waarde.to_str().ok()).map(str::trim);
        let mag = header("webhook-allowed-origin");
        if mag.is_some_and(|mag| mag == "*" || mag.eq_ignore_ascii_case(&self.herkomst)) {
            let per_minuut = header("webhook-allowed-rate").and_then(|n| n.parse::<i64>().ok());
            return Aanmelding::Ja { per_minuut: per_minuut.filter(|n| *n > 0) };
        }
        if code == 429 || code >= 500 {
            let wacht = wacht(headers, nu);
            let fout = Some(format!("antwoordt met {code} op de vraag of er bezorgd mag worden"));
            let uitslag = Uitslag::Mislukt { wacht };
            return Aanmelding::Later(Antwoord { uitslag, code: Some(code), fout, duur: Duration::ZERO });
        }
        Aanmelding::Nee(format!(
            "antwoordt met {code}, zonder WebHook-Allowed-Origin: {} of *",
            self.herkomst
        ))
    }

    /// Delivers.
    pub(crate) async fn bezorg(
        &self,
        adres: &str,
        headers: &[(&'static str, String)],
        inhoud: String,
        nu: Timestamp,
    ) -> Antwoord {
        let begonnen = Instant::now();
        let met = |vraag: RequestBuilder| {
            let vraag =
                vraag.header("content-type", "application/cloudevents+json; charset=utf-8").body(inhoud);
            let vraag = vraag.header(HERKOMST, &self.herkomst);
            headers.iter().fold(vraag, |vraag, (naam, waarde)| vraag.header(*naam, waarde))
        };
        let mut antwoord = match self.stuur(Method::POST, adres, met).await {
            Ok((antwoord, _)) => antwoord,
            Err(antwoord) => return antwoord,
        };
        let code = antwoord.status().as_u16();
        let wacht = wacht(antwoord.headers(), nu);
        let duur = begonnen.elapsed();
        lees_leeg(&mut antwoord).await;
        let (uitslag, fout) = match code {
            200..=299 => (Uitslag::Gelukt, None),
            410 => (Uitslag::Opgezegd, Some("heeft opgezegd (410)".to_owned())),
            300..=399 => {
                (Uitslag::Mislukt { wacht }, Some(format!("stuurt door ({code}), en dat wordt niet gevolgd")))
            }
            _ => (Uitslag::Mislukt { wacht }, Some(format!("antwoordt met {code}"))),
        };
        Antwoord { uitslag, code: Some(code), fout, duur }
    }

    /// Asks something of an API, and reads the answer.
    ///
    /// # Errors
    /// When there was none.
    pub async fn vraag(
        &self,
        methode: Method,
        adres: &str,
        headers: &[(&'static str, String)],
        inhoud: Option<String>,
        nu: Timestamp,
    ) -> Result<Respons, Antwoord> {
        let met = |vraag: RequestBuilder| {
            let vraag = headers.iter().fold(vraag, |vraag, (naam, waarde)| vraag.header(*naam, waarde));
            match inhoud {
                Some(inhoud) => vraag.header("content-type", "application/json").body(inhoud),
                None => vraag,
            }
        };
        self.lees(methode, adres, met, nu).await
    }

    /// Sends a text, and reads the answer.
    ///
    /// # Errors
    /// When there was none.
    pub async fn stuur_tekst(&self, adres: &str, tekst: String, nu: Timestamp) -> Result<Respons, Antwoord> {
        let met =
            |vraag: RequestBuilder| vraag.header("content-type", "text/plain; charset=utf-8").body(tekst);
        self.lees(Method::POST, adres, met, nu).await
    }

    async fn lees(
        &self,
        methode: Method,
        adres: &str,
        met: impl FnOnce(RequestBuilder) -> RequestBuilder,
        nu: Timestamp,
    ) -> Result<Respons, Antwoord> {
        let (mut antwoord, duur) = self.stuur(methode, adres, met).await?;
        let mislukt = |fout: String| Antwoord { uitslag: MISLUKT, code: None, fout: Some(fout), duur };
        let (code, wacht) = (antwoord.status().as_u16(), wacht(antwoord.headers(), nu));
        let mut inhoud = Vec::new();
        while let Some(deel) = antwoord.chunk().await.map_err(|fout| mislukt(oorzaak(&fout)))? {
            inhoud.extend_from_slice(&deel);
            if inhoud.len() > LEESBAAR {
                return Err(mislukt(format!("antwoordt met meer dan {LEESBAAR} bytes")));
            }
        }
        Ok(Respons { code, wacht, inhoud })
    }

    async fn stuur(
        &self,
        methode: Method,
        adres: &str,
        met: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<(Response, Duration), Antwoord> {
        let begonnen = Instant::now();
        let mislukt = |fout: String| {
            let fout = fout.chars().take(FOUT).collect();
            Antwoord { uitslag: MISLUKT, code: None, fout: Some(fout), duur: begonnen.elapsed() }
        };
        // Every time anew: what an administrator allows may have changed since the address was filled in.
        let url = self.toegestaan.controleer(adres).map_err(|fout| mislukt(format!("het adres {fout}")))?;
        let vraag = self.client.request(methode, url);
        let antwoord = met(vraag).send().await.map_err(|fout| mislukt(oorzaak(&fout)))?;
        Ok((antwoord, begonnen.elapsed()))
    }
}

/// Reads what little there is; what it says does not matter.
async fn lees_leeg(antwoord: &mut Response) {
    let mut gelezen = 0;
    while let Ok(Some(deel)) = antwoord.chunk().await {
        gelezen += deel.len();
        if gelezen > GELEZEN {
            return;
        }
    }
}

/// `Retry-After`: seconds, or a date.
fn wacht(headers: &HeaderMap, nu: Timestamp) -> Option<SignedDuration> {
    let tekst = headers.get("retry-after")?.to_str().ok()?.trim();
    if let Ok(seconden) = tekst.parse::<u32>() {
        return Some(SignedDuration::from_secs(seconden.into()));
    }
    let op = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(tekst).ok()?;
    Some(op.duration_since(nu)).filter(SignedDuration::is_positive)
}

/// What went wrong, down to the deepest cause.
fn oorzaak(fout: &reqwest::Error) -> String {
    let wat = if fout.is_timeout() { "antwoordt niet op tijd" } else { "is niet bereikbaar" };
    let mut diepste: &dyn std::error::Error = fout;
    while let Some(bron) = diepste.source() {
        diepste = bron;
    }
    format!("{wat} ({diepste})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_says_when_in_seconds_or_by_a_date() {
        let nu = "2026-03-02T12:00:00Z".parse().unwrap();
        let na = |tekst: &str| {
            wacht(&[("retry-after".parse().unwrap(), tekst.parse().unwrap())].into_iter().collect(), nu)
        };
        assert_eq!(na("120"), Some(SignedDuration::from_secs(120)));
        assert_eq!(na("Mon, 02 Mar 2026 12:01:00 GMT"), Some(SignedDuration::from_secs(60)));
        assert_eq!(na("Mon, 02 Mar 2026 11:00:00 GMT"), None);
        assert_eq!((na("morgen"), na("-5")), (None, None));
    }
}
