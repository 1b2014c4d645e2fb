//! Every request is checked against the published OpenAPI document itself, so that what the document says of a field
//! is what the server holds to, and all faults of a request come together.

use crate::problem::{ApiError, InvalidParam};
use jsonschema::{
    Draft, JsonType, Registry, ValidationError, Validator,
    error::{TypeKind, ValidationErrorKind as Kind},
};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// By which address schemas refer to the document.
const DOCUMENT: &str = "urn:wijkspoor:openapi";

/// The compiled schemas of one document.
pub struct Validators {
    bodies: BTreeMap<String, Validator>,
    queries: BTreeMap<String, Query>,
}

struct Query {
    validator: Validator,
    integers: Vec<String>,
    booleans: Vec<String>,
}

impl Validators {
    /// Compiles the schemas of request bodies (by schema name) and of query parameters (by operation id).
    ///
    /// # Errors
    /// When the document is no valid OpenAPI: a mistake in the program, found at start and by the tests.
    pub fn new(document: &Json) -> Result<Self, String> {
        let (mut bodies, mut queries) = (BTreeMap::new(), BTreeMap::new());
        let resource = Draft::Draft202012.create_resource_ref(document);
        let registry = Registry::new().draft(Draft::Draft202012).add(DOCUMENT, resource);
        let registry = registry.and_then(|registry| registry.prepare()).map_err(|error| error.to_string())?;
        let schemas = document.pointer("/components/schemas").and_then(Json::as_object);
        for name in schemas.into_iter().flat_map(Map::keys) {
            let reference = json!({"$ref": format!("#/components/schemas/{name}")});
            bodies.insert(name.clone(), compile(reference, &registry)?);
        }
        let paths = document["paths"].as_object().into_iter().flat_map(Map::values);
        for operation in paths.filter_map(Json::as_object).flat_map(Map::values) {
            if let Some(id) = operation["operationId"].as_str() {
                queries.insert(id.to_owned(), query(operation, &registry)?);
            }
        }
        Ok(Self { bodies, queries })
    }

    /// Checks a body against a schema of the document.
    ///
    /// # Errors
    /// All faults, with their place.
    pub fn body(&self, schema: &str, body: &Json) -> Result<(), ApiError> {
        let Some(validator) = self.bodies.get(schema) else {
            return Err(ApiError::internal(&format!("schema {schema} staat niet in het OpenAPI-document")));
        };
        faults(validator, body, "")
    }

    /// Checks the query parameters of an operation and gives them as JSON, numbers as numbers.
    ///
    /// # Errors
    /// All faults: unknown, double and invalid parameters.
    pub fn query(&self, operation: &str, pairs: Vec<(String, String)>) -> Result<Json, ApiError> {
        let Some(query) = self.queries.get(operation) else {
            return Err(ApiError::internal(&format!(
                "operatie {operation} staat niet in het OpenAPI-document"
            )));
        };
        let mut object = Map::new();
        for (name, text) in pairs {
            let value = match () {
                () if query.integers.contains(&name) => {
                    text.parse::<i64>().map_or(Json::String(text), Json::from)
                }
                () if query.booleans.contains(&name) => match text.as_str() {
                    "true" => Json::Bool(true),
                    "false" => Json::Bool(false),
                    _ => Json::String(text),
                },
                () => Json::String(text),
            };
            if object.insert(name.clone(), value).is_some() {
                return Err(ApiError::invalid_param(
                    &name,
                    "dubbel",
                    "deze parameter mag maar één keer voorkomen",
                ));
            }
        }
        let object = Json::Object(object);
        faults(&query.validator, &object, "query")?;
        Ok(object)
    }
}

/// Compiles a schema of the document. It refers to the document and does not hold it: a copy for each would take hundreds of
/// megabytes.
fn compile(mut schema: Json, registry: &Registry) -> Result<Validator, String> {
    refer_to_document(&mut schema);
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .with_registry(registry)
        .build(&schema)
        .map_err(|error| error.to_string())
}

/// Makes references within the document complete.
fn refer_to_document(schema: &mut Json) {
    match schema {
        Json::Object(object) => {
            for (key, value) in object {
                match value {
                    Json::String(place) if key == "$ref" => place.insert_str(0, DOCUMENT),
                    value => refer_to_document(value),
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(refer_to_document),
        _ => {}
    }
}

fn query(operation: &Json, registry: &Registry) -> Result<Query, String> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let (mut properties, mut required) = (Map::new(), Vec::new());
    let (mut integers, mut booleans) = (Vec::new(), Vec::new());
    for parameter in parameters.filter(|p| p["in"] == "query") {
        let Some(name) = parameter["name"].as_str() else { continue };
        let kind = parameter["schema"]["type"].to_string();
        if kind.contains("integer") {
            integers.push(name.to_owned());
        }
        if kind.contains("boolean") {
            booleans.push(name.to_owned());
        }
        if parameter["required"] == true {
            required.push(name.to_owned());
        }
        properties.insert(name.to_owned(), parameter["schema"].clone());
    }
    let schema = json!({
        "type": "object", "properties": properties, "required": required, "additionalProperties": false,
    });
    Ok(Query { validator: compile(schema, registry)?, integers, booleans })
}

fn faults(validator: &Validator, value: &Json, place: &str) -> Result<(), ApiError> {
    let mut faults = Vec::new();
    validator.iter_errors(value).take(1000).for_each(|error| explain(&error, &mut faults));
    if !place.is_empty() {
        // A parameter has a name, not a place in a body.
        faults.iter_mut().for_each(|fault| fault.name = fault.name.trim_start_matches('/').to_owned());
    }
    if faults.is_empty() { Ok(()) } else { Err(ApiError::invalid(faults)) }
}

/// One fault; of a choice between shapes, the faults of the shape that comes nearest.
fn explain(error: &ValidationError, faults: &mut Vec<InvalidParam>) {
    if let Kind::OneOfNotValid { context } | Kind::AnyOf { context } = error.kind() {
        // A wrong tag says that another shape is meant, so it weighs most; no value at all is seldom meant.
        let weight = |errors: &Vec<ValidationError>| {
            let other = |e: &ValidationError| match e.kind() {
                Kind::Enum { options } if options.as_array().is_some_and(|o| o.len() == 1) => 100,
                Kind::Constant { .. } => 100,
                Kind::Type { .. } => 50,
                _ => 1,
            };
            errors.iter().map(other).sum::<i32>()
        };
        if let Some(fault) = unknown_tag(context) {
            faults.push(fault);
            return;
        }
        if let Some(nearest) = context.iter().min_by_key(|errors| weight(errors)) {
            nearest.iter().for_each(|error| explain(error, faults));
            return;
        }
    }
    let path = error.instance_path().to_string();
    let (field, code, reason) = in_dutch(error.kind(), error);
    let name = match field {
        Some(field) => format!("{path}/{field}"),
        None if path.is_empty() => "/".to_owned(),
        None => path,
    };
    faults.push(InvalidParam { name, code: code.to_owned(), reason });
}

/// A tag that none of the shapes has: what it may be are the tags of all of them together.
fn unknown_tag(shapes: &[Vec<ValidationError>]) -> Option<InvalidParam> {
    let options = |errors: &Vec<ValidationError>, place: &str| {
        errors.iter().find_map(|e| match e.kind() {
            Kind::Enum { options } if e.instance_path().to_string() == place => options.as_array().cloned(),
            _ => None,
        })
    };
    shapes.first()?.iter().find_map(|error| {
        let name = error.instance_path().to_string();
        let all: Option<Vec<_>> = shapes.iter().map(|errors| options(errors, &name)).collect();
        let reason = format!("moet een van deze zijn: {}", Json::from(all?.concat()));
        Some(InvalidParam { name, code: "onbekende-waarde".to_owned(), reason })
    })
}

/// A fault in words: the field when the schema names another than where it stands, a code, and what would be right.
fn in_dutch(kind: &Kind, error: &ValidationError) -> (Option<String>, &'static str, String) {
    let here = |code, reason: String| (None, code, reason);
    match kind {
        Kind::Required { property } => {
            let field = property.as_str().unwrap_or_default().to_owned();
            (Some(field), "verplicht", "dit gegeven is verplicht".to_owned())
        }
        Kind::AdditionalProperties { unexpected } => {
            (unexpected.first().cloned(), "onbekend", format!("onbekend: {}", unexpected.join(", ")))
        }
        Kind::MinLength { limit } => here("te-kort", format!("moet minstens {limit} teken(s) hebben")),
        Kind::MaxLength { limit } => here("te-lang", format!("mag hoogstens {limit} tekens hebben")),
        Kind::MinItems { limit } => here("te-weinig", format!("moet minstens {limit} keer voorkomen")),
        Kind::MaxItems { limit } => here("te-veel", format!("mag hoogstens {limit} keer voorkomen")),
        Kind::Minimum { limit } => here("te-klein", format!("moet minstens {limit} zijn")),
        Kind::Maximum { limit } => here("te-groot", format!("mag hoogstens {limit} zijn")),
        Kind::Enum { options } => here("onbekende-waarde", format!("moet een van deze zijn: {options}")),
        Kind::Pattern { pattern } => here("verkeerde-vorm", format!("heeft niet de vorm {pattern}")),
        Kind::Format { format } => here("verkeerde-vorm", format!("is geen geldige {}", format_name(format))),
        Kind::Type { kind } => {
            here("verkeerd-type", format!("heeft het verkeerde type; verwacht: {}", type_names(kind)))
        }
        _ => here("ongeldig", format!("voldoet niet aan het schema ({error})")),
    }
}

fn type_names(kind: &TypeKind) -> String {
    let name = |t: JsonType| match t {
        JsonType::String => "tekst",
        JsonType::Integer => "een geheel getal",
        JsonType::Number => "een getal",
        JsonType::Boolean => "true of false",
        JsonType::Array => "een lijst",
        JsonType::Object => "een object",
        JsonType::Null => "null",
    };
    match kind {
        TypeKind::Single(one) => name(*one).to_owned(),
        TypeKind::Multiple(set) => set.iter().map(name).collect::<Vec<_>>().join(" of "),
    }
}

fn format_name(format: &str) -> &str {
    match format {
        "date" => "datum (JJJJ-MM-DD)",
        "date-time" => "datum en tijd met tijdzone (bijvoorbeeld 2026-03-02T09:30:00Z)",
        "uuid" => "UUID",
        anders => anders,
    }
}
