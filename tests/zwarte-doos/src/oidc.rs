//! A real OpenID provider: npm oidc-provider, as a process of a test's own.

use crate::{DEADLINE, run};
use base64::{Engine, engine::general_purpose::STANDARD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Once;
use ureq::http::{Request, Response};
use ureq::{Agent, Body};

/// The secret of its clients.
const SECRET: &str = "geheim: +/=&% van de test";

/// A running provider; it ends with the test.
pub struct Provider {
    process: Child,
    /// Its address, which is also its name.
    pub issuer: String,
    back_door: String,
    agent: Agent,
}

/// Where its tools are, installed when they are not there yet. Without them the test fails: it did not run.
fn tools() -> PathBuf {
    static INSTALLED: Once = Once::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    INSTALLED.call_once(|| {
        let output = Command::new(root.join("tests/contract/tools")).arg("oidc").output();
        let output = output.unwrap_or_else(|e| panic!("tests/contract/tools: {e}"));
        assert!(
            output.status.success(),
            "the OpenID provider of the tests is not there, so identity is not tested; it needs node, npm and the npm \
             registry (`apt-get install nodejs npm`): {}",
            String::from_utf8_lossy(&output.stderr)
        );
    });
    root.join("target/gereedschap/oidc")
}

impl Provider {
    /// The secret of its clients.
    pub const SECRET: &str = SECRET;

    /// A provider on a free port, whose log goes into the folder.
    pub fn start(folder: &Path) -> Self {
        Self::start_on(folder, "0")
    }

    /// A provider on this port, with new keys.
    pub fn start_on(folder: &Path, port: &str) -> Self {
        Self::with(folder, &[port])
    }

    /// A provider that speaks TLS with a certificate of its own making, `cert.pem` in the folder.
    pub fn start_tls(folder: &Path) -> Self {
        let made = run(Command::new("openssl")
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"])
            .args(["-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=provider"])
            .args(["-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE"])
            .current_dir(folder));
        assert_eq!(made.code, Some(0), "{}", made.stderr);
        Self::with(folder, &["0", folder.to_str().unwrap()])
    }

    fn with(folder: &Path, args: &[&str]) -> Self {
        let log = File::create(folder.join(crate::unique("provider"))).unwrap();
        let mut process = Command::new("node")
            .arg("provider.mjs")
            .args(args)
            .current_dir(tools())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|e| panic!("there is no node (`apt-get install nodejs npm`): {e}"));
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut address = || lines.next().and_then(Result::ok).unwrap_or_default();
        let (issuer, back_door) = (address(), address());
        assert!(back_door.starts_with("http://127.0.0.1:"), "the provider did not start: {issuer}");
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_idle_connections(0)
            .timeout_global(Some(DEADLINE))
            .build();
        Self { process, issuer, back_door, agent: config.into() }
    }

    /// Its port.
    pub fn port(&self) -> &str {
        self.issuer.rsplit(':').next().unwrap()
    }

    /// Ends it.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    fn back_door(&self, path: &str, asked: &Json) -> String {
        let request =
            Request::post(format!("{}/_proef/{path}", self.back_door)).body(asked.to_string()).unwrap();
        let mut answer = self.agent.run(request).unwrap();
        let body = answer.body_mut().read_to_string().unwrap();
        assert_eq!(answer.status(), 200, "{body}");
        body
    }

    /// Lets it sign with a new key from now on, and forget the old one.
    pub fn rotate(&self, algorithm: &str) {
        self.back_door("roteer", &json!({ "alg": algorithm }));
    }

    /// A token with these claims, signed in one of the ways of tests/oidc/provider.mjs.
    pub fn sign(&self, claims: &Json, how: &str) -> String {
        self.back_door("teken", &json!({ "claims": claims, "how": how }))
    }

    /// What it answers when a client asks a token for itself.
    pub fn client_token(&self, scope: &str, resource: &str) -> String {
        let form = [("grant_type", "client_credentials"), ("scope", scope), ("resource", resource)];
        let form = form.map(|(name, value)| format!("{name}={}", encoded(value))).join("&");
        let basic = format!("{}:{}", encoded("zaaksysteem"), encoded(SECRET));
        let request = Request::post(format!("{}/token", self.issuer))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", format!("Basic {}", STANDARD.encode(basic)))
            .body(form)
            .unwrap();
        let mut answer = self.agent.run(request).unwrap();
        let body: Json = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
        body["access_token"].as_str().unwrap_or_else(|| panic!("no token: {body}")).to_owned()
    }

    /// Logs in as this person where a client sent the browser, and gives the address to which the browser comes back.
    pub fn log_in(&self, address: &str, person: &str) -> String {
        let mut cookies = BTreeMap::new();
        let (mut address, mut form) = (address.to_owned(), None);
        for _ in 0..12 {
            let mut answer = self.browse(&address, form.take(), &mut cookies);
            if let Some(location) = answer.headers().get("Location") {
                address = absolute(&self.issuer, location.to_str().unwrap());
                if !address.starts_with(&self.issuer) {
                    return address;
                }
                continue;
            }
            let page = answer.body_mut().read_to_string().unwrap();
            let part = |begin: &str| page.split(begin).nth(1).and_then(|rest| rest.split('"').next());
            let action = part("action=\"").unwrap_or_else(|| panic!("no form: {page}"));
            address = absolute(&self.issuer, action);
            form = Some(match part("name=\"prompt\" value=\"") {
                Some("login") => format!("prompt=login&login={person}&password=x"),
                _ => "prompt=consent".to_owned(),
            });
        }
        panic!("the provider keeps asking")
    }

    /// One step of a browser.
    fn browse(
        &self,
        address: &str,
        form: Option<String>,
        cookies: &mut BTreeMap<String, String>,
    ) -> Response<Body> {
        let jar: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder().uri(address).header("Cookie", jar.join("; "));
        let answer = match form {
            None => self.agent.run(request.body(()).unwrap()),
            Some(form) => {
                let kind = ("Content-Type", "application/x-www-form-urlencoded");
                self.agent.run(request.method("POST").header(kind.0, kind.1).body(form).unwrap())
            }
        };
        let answer = answer.unwrap_or_else(|e| panic!("{address}: {e}"));
        for cookie in answer.headers().get_all("Set-Cookie") {
            let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = cookie.split_once('=').unwrap();
            cookies.insert(name.to_owned(), value.to_owned());
        }
        answer
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn absolute(issuer: &str, address: &str) -> String {
    if address.starts_with('/') { format!("{issuer}{address}") } else { address.to_owned() }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
