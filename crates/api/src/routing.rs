//! What is asked for, by the published document: which operation, or that there is none: 404, or 405 with `Allow`.

use crate::problem::{ApiError, Soort};
use crate::request::app;
use actix_web::{HttpRequest, HttpResponse, http::Method, http::header};
use serde_json::{Map, Value as Json};

/// Which operations the document has on which path.
pub struct Allowed(Vec<Path>);

/// A path of the document.
struct Path {
    template: Vec<String>,
    /// The methods, as `Allow` names them.
    methods: String,
    /// The operations by method.
    operations: Vec<(Method, String)>,
}

impl Allowed {
    /// Reads the document.
    pub fn new(document: &Json) -> Self {
        let paths = document["paths"].as_object().into_iter().flatten();
        Self(
            paths
                .map(|(path, operations)| {
                    let names = operations.as_object().into_iter().flat_map(Map::keys);
                    let names: Vec<_> = names.map(|m| m.to_uppercase()).collect();
                    let methods = names.join(", ").replace("GET", "GET, HEAD");
                    let operations = operations.as_object().into_iter().flatten();
                    let operations = operations.filter_map(|(method, operation)| {
                        let method = method.to_uppercase().parse().ok()?;
                        Some((method, operation["operationId"].as_str()?.to_owned()))
                    });
                    let operations = operations.collect();
                    Path { template: path.split('/').map(str::to_owned).collect(), methods, operations }
                })
                .collect(),
        )
    }

    /// The id of the operation; HEAD asks for what GET does.
    pub fn operatie(&self, method: &Method, path: &str) -> Option<&str> {
        let method = if *method == Method::HEAD { &Method::GET } else { method };
        let mut operations = self.on(path)?.operations.iter();
        operations.find(|(known, _)| known == method).map(|(_, operation)| operation.as_str())
    }

    /// The methods on a path, as `Allow` names them.
    pub fn methods(&self, path: &str) -> Option<&str> {
        self.on(path).map(|path| path.methods.as_str())
    }

    fn on(&self, path: &str) -> Option<&Path> {
        let segments: Vec<&str> = path.strip_prefix("/v1")?.split('/').collect();
        let fits = |template: &[String]| {
            template.len() == segments.len()
                && (template.iter().zip(&segments))
                    .all(|(t, s)| t == s || (t.starts_with('{') && !s.is_empty()))
        };
        self.0.iter().find(|path| fits(&path.template))
    }
}

/// Whatever no route took.
///
/// # Errors
/// Always.
pub async fn fallback(req: HttpRequest) -> Result<HttpResponse, ApiError> {
    let path = req.path();
    if let Some(methods) = app(&req)?.allowed.methods(path) {
        let detail = format!("{} kan hier niet; wel: {methods}", req.method());
        return Err(ApiError::new(Soort::MethodeNietToegestaan, detail).with_header(header::ALLOW, methods));
    }
    let hint = match path.len() > 1 && path.ends_with('/') {
        true => "; laat de schuine streep aan het eind weg",
        false => "; /v1/openapi.json beschrijft wat er is",
    };
    Err(ApiError::new(Soort::NietGevonden, format!("er is hier niets{hint}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_of_one_operation() {
        let allowed = Allowed::new(&crate::document());
        for (i, een) in allowed.0.iter().enumerate() {
            for ander in allowed.0.iter().skip(i + 1) {
                let verschilt = een.template.len() != ander.template.len()
                    || (een.template.iter().zip(&ander.template))
                        .any(|(a, b)| a != b && !a.starts_with('{') && !b.starts_with('{'));
                assert!(verschilt, "{:?} and {:?} fit the same path", een.template, ander.template);
            }
        }
    }

    #[test]
    fn a_request_is_for_an_operation() {
        let allowed = Allowed::new(&crate::document());
        let operatie = |method: Method, path: &str| allowed.operatie(&method, path).map(str::to_owned);
        assert_eq!(operatie(Method::GET, "/v1/initiatieven").as_deref(), Some("zoekInitiatieven"));
        assert_eq!(operatie(Method::HEAD, "/v1/initiatieven/x").as_deref(), Some("leesInitiatief"));
        assert_eq!(operatie(Method::POST, "/v1/initiatieven").as_deref(), Some("dienInitiatiefIn"));
        assert_eq!(operatie(Method::DELETE, "/v1/initiatieven"), None);
        assert_eq!(operatie(Method::GET, "/v1/initiatieven/"), None);
    }
}
