//! An HTTP client that holds every answer to what holds for all of them.

use crate::DEADLINE;
use serde_json::Value as Json;
use ureq::http::{HeaderMap, Request};
use ureq::{Agent, Error};

/// Speaks to a server, with a token or without.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    base: String,
    token: Option<String>,
}

/// What a server answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Client {
    pub(crate) fn new(address: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .timeout_global(Some(DEADLINE))
            .build();
        Self { agent: config.into(), base: format!("http://{address}"), token: None }
    }

    /// The same, in a role.
    pub fn role(&self, role: &str) -> Self {
        self.bearer(&format!("ontwikkel:{role}"))
    }

    /// The same, with a token.
    pub fn bearer(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// A page, which is held to other rules than the API: its status, the cookie that it sets, and its text.
    pub fn page(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> (u16, String, String) {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = match body {
            [] => self.agent.run(request.body(()).unwrap()),
            body => self.agent.run(request.body(body).unwrap()),
        };
        let mut answer = answer.unwrap_or_else(|e| panic!("{method} {path}: {e}"));
        let cookie =
            answer.headers().get("Set-Cookie").map_or("", |value| value.to_str().unwrap()).to_owned();
        let text = answer.body_mut().read_to_string().unwrap_or_default();
        (answer.status().as_u16(), cookie, text)
    }

    /// Sends a request; an error when no answer came.
    ///
    /// # Errors
    /// When the connection was lost.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, Error> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = match body {
            [] => self.agent.run(request.body(())?)?,
            body => self.agent.run(request.body(body)?)?,
        };
        let status = response.status().as_u16();
        let bytes = response.body_mut().with_config().limit(100_000_000).read_to_vec()?;
        let body = String::from_utf8_lossy(&bytes).into_owned();
        let answer = Answer { status, headers: response.headers().clone(), body };
        answer.hold_to_the_rules(method, path);
        Ok(answer)
    }

    /// Sends a request.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.try_send(method, path, headers, body).unwrap_or_else(|e| panic!("{method} {path}: {e}"))
    }

    /// Reads.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], &[])
    }

    /// Reads what must be there.
    pub fn read(&self, path: &str) -> Json {
        self.get(path).expect(200)
    }

    /// Writes JSON.
    pub fn post(&self, path: &str, body: &Json) -> Answer {
        self.post_with(path, &[], body)
    }

    /// Writes JSON, with headers.
    pub fn post_with(&self, path: &str, headers: &[(&str, &str)], body: &Json) -> Answer {
        let headers = [&[("Content-Type", "application/json")], headers].concat();
        self.send("POST", path, &headers, body.to_string().as_bytes())
    }

    /// Writes JSON that must be accepted, and gives the receipt.
    pub fn write(&self, path: &str, body: &Json) -> Json {
        self.post(path, body).expect(201)
    }

    /// All items of a paged list, read in small pages.
    pub fn all(&self, path: &str, field: &str) -> Vec<Json> {
        let separator = if path.contains('?') { '&' } else { '?' };
        let (mut items, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.read(&format!("{path}{separator}limiet=7{cursor}"));
            items.extend(page[field].as_array().unwrap().iter().cloned());
            match page["volgende"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return items,
            }
        }
    }
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("no JSON ({e}): {}", self.body))
    }

    /// A header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body, when the status is this one.
    pub fn expect(&self, status: u16) -> Json {
        assert_eq!(self.status, status, "{}", self.body);
        self.json()
    }

    /// The problem, when it is refused with this status by this rule.
    pub fn refused(&self, status: u16, rule: &str) -> Json {
        let problem = self.expect(status);
        assert_eq!(problem["regel"], rule, "{problem}");
        problem
    }

    /// Every answer names the version; every error is a problem, and none is our own fault: what cannot be said now
    /// says when to ask again.
    fn hold_to_the_rules(&self, method: &str, path: &str) {
        let what = format!("{method} {path}: {} {}", self.status, self.body);
        assert_eq!(self.header("API-Version").split('.').count(), 3, "{what}");
        let later = self.status == 503 && self.header("Retry-After").parse::<u32>().is_ok_and(|s| s > 0);
        assert!(self.status < 500 || later, "{what}");
        if self.status >= 400 {
            assert_eq!(self.header("Content-Type"), "application/problem+json", "{what}");
            if method != "HEAD" {
                let problem = self.json();
                assert_eq!(problem["status"], self.status, "{what}");
                assert!(problem["type"].as_str().unwrap().starts_with("/problemen/"), "{what}");
                assert!(
                    ["title", "detail"].iter().all(|f| problem[f].as_str().is_some_and(|t| !t.is_empty()))
                );
            }
        }
    }
}
