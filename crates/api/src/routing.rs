//! Paths and methods that do not exist, told apart by the published document: 404, or 405 with `Allow`.

use crate::problem::{ApiError, Soort};
use crate::request::app;
use actix_web::{HttpRequest, HttpResponse, http::header};
use serde_json::{Map, Value as Json};

/// Which methods the document has on which path.
pub struct Allowed(Vec<(Vec<String>, String)>);

impl Allowed {
    /// Reads the document.
    pub fn new(document: &Json) -> Self {
        let paths = document["paths"].as_object().into_iter().flatten();
        Self(
            paths
                .map(|(path, operations)| {
                    let methods = operations.as_object().into_iter().flat_map(Map::keys);
                    let methods: Vec<_> = methods.map(|m| m.to_uppercase()).collect();
                    let methods = methods.join(", ").replace("GET", "GET, HEAD");
                    (path.split('/').map(str::to_owned).collect(), methods)
                })
                .collect(),
        )
    }

    fn on(&self, path: &str) -> Option<&str> {
        let segments: Vec<&str> = path.strip_prefix("/v1")?.split('/').collect();
        let fits = |template: &[String]| {
            template.len() == segments.len()
                && (template.iter().zip(&segments))
                    .all(|(t, s)| t == s || (t.starts_with('{') && !s.is_empty()))
        };
        self.0.iter().find(|(template, _)| fits(template)).map(|(_, methods)| methods.as_str())
    }
}

/// Whatever no route took.
///
/// # Errors
/// Always.
pub async fn fallback(req: HttpRequest) -> Result<HttpResponse, ApiError> {
    let path = req.path();
    if let Some(methods) = app(&req)?.allowed.on(path) {
        let detail = format!("{} kan hier niet; wel: {methods}", req.method());
        return Err(ApiError::new(Soort::MethodeNietToegestaan, detail).with_header(header::ALLOW, methods));
    }
    let hint = match path.len() > 1 && path.ends_with('/') {
        true => "; laat de schuine streep aan het eind weg",
        false => "; /v1/openapi.json beschrijft wat er is",
    };
    Err(ApiError::new(Soort::NietGevonden, format!("er is hier niets{hint}")))
}
