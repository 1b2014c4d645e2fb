//! The only way to the provider: no redirects, little time, small answers, and TLS except on this machine.

use reqwest::{Client, Response, Url, redirect::Policy};
use serde::de::DeserializeOwned;
use std::net::IpAddr;
use std::time::Duration;

/// How long an answer may take, connecting included.
const PATIENCE: Duration = Duration::from_secs(5);
/// The largest answer: far above any real one.
const MAX_ANSWER: usize = 512 * 1024;

/// A client for one provider.
pub(crate) struct Http(Client);

impl Http {
    /// A client, with the certificate authorities that the system trusts or that `SSL_CERT_FILE` names.
    pub(crate) fn new(issuer: &Url) -> Result<Self, String> {
        let mut client = Client::builder()
            .tls_backend_preconfigured(wijkspoor_store::client_tls()?)
            .redirect(Policy::none())
            .timeout(PATIENCE)
            // Questions are rare, and a kept connection belongs to the thread that opened it.
            .pool_max_idle_per_host(0)
            .user_agent(concat!("wijkspoor/", env!("CARGO_PKG_VERSION")));
        if is_loopback(issuer) {
            client = client.no_proxy();
        }
        client.build().map(Self).map_err(|fout| format!("TLS: {fout}"))
    }

    /// Reads JSON.
    pub(crate) async fn get<T: DeserializeOwned>(&self, url: &Url) -> Result<T, String> {
        let answer = self.0.get(url.clone()).send().await.map_err(|fout| cause(url, &fout))?;
        let (status, body) = body(url, answer).await?;
        if status != 200 {
            return Err(format!("{url} antwoordt met status {status}"));
        }
        serde_json::from_slice(&body).map_err(|fout| format!("{url} geeft geen bruikbare JSON: {fout}"))
    }

    /// Sends a form, and gives the status and the body. `basic` are a name and a password.
    pub(crate) async fn post(
        &self,
        url: &Url,
        form: &[(&str, &str)],
        basic: Option<(&str, &str)>,
    ) -> Result<(u16, Vec<u8>), String> {
        let mut request = self.0.post(url.clone()).form(form);
        if let Some((name, password)) = basic {
            request = request.basic_auth(name, Some(password));
        }
        body(url, request.send().await.map_err(|fout| cause(url, &fout))?).await
    }
}

async fn body(url: &Url, mut answer: Response) -> Result<(u16, Vec<u8>), String> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|fout| cause(url, &fout))? {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_ANSWER {
            return Err(format!("{url} geeft meer dan {MAX_ANSWER} bytes"));
        }
    }
    Ok((answer.status().as_u16(), body))
}

/// What went wrong, down to the deepest cause, without what was sent.
fn cause(url: &Url, fout: &reqwest::Error) -> String {
    let what = if fout.is_timeout() { "antwoordt niet op tijd" } else { "is niet bereikbaar" };
    let mut deepest: &dyn std::error::Error = fout;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    format!("{url} {what} ({deepest})")
}

/// An address to which secrets may be sent, or from which keys may be taken.
///
/// # Errors
/// Why it is none.
pub fn secure(text: &str) -> Result<Url, String> {
    let url: Url = text.parse().map_err(|fout| format!("{text:?} is geen adres: {fout}"))?;
    let private = !url.username().is_empty() || url.password().is_some();
    match url.scheme() {
        _ if private => {
            Err(format!("{} mag geen naam of wachtwoord bevatten", url.host_str().unwrap_or(text)))
        }
        _ if url.fragment().is_some() => Err(format!("{text} mag geen # bevatten")),
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        _ => Err(format!("{text} moet met https:// beginnen; http mag alleen op dit apparaat")),
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let ip: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    host == "localhost" || ip.is_some_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tls_except_on_this_machine() {
        for good in ["https://a.example/x", "http://127.0.0.1:1/", "http://[::1]:80", "http://localhost/a"] {
            assert!(secure(good).is_ok(), "{good}");
        }
        for bad in [
            "http://a.example",
            "http://127.0.0.1.a.example",
            "ftp://127.0.0.1",
            "file:///etc",
            "https://a:b@c.example",
            "https://c.example/#a",
            "c",
            "",
        ] {
            assert!(secure(bad).is_err(), "{bad}");
        }
    }
}
