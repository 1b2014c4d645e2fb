//! Forms made from the published schemas: what the API takes is what a form asks.
//!
//! `schema` turns a schema into fields, `tonen` shows them with what was typed and what is wrong with it, `lezen` makes
//! what was typed into a request, `woorden` has the Dutch words for fields and faults.

mod lezen;
mod schema;
mod tonen;
pub mod woorden;

pub use tonen::{Context, MEER, samenvatting};

use crate::api::Probleem;
use std::collections::BTreeMap;

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vorm {
    /// Its fields, in the order in which they are shown.
    pub velden: Vec<Veld>,
    /// What is sent besides, and not asked: the kind of action.
    pub vast: Vec<(String, String)>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Veld {
    /// Its name, within the group in which it stands.
    pub naam: String,
    /// What one fills in.
    pub soort: Soort,
    /// Whether it must be filled in.
    pub verplicht: bool,
    /// What the schema says of it.
    pub uitleg: Option<String>,
}

/// What one fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Soort {
    /// A line.
    Regel,
    /// A text.
    Tekst,
    /// A whole number.
    Getal,
    /// An amount, in eurocents.
    Euro,
    /// A day.
    Datum,
    /// Yes or no.
    JaNee,
    /// One of these.
    Keuze(Vec<String>),
    /// Several names.
    Namen,
    /// The id of something.
    Verwijzing,
    /// When it happened, and how far that is known.
    Wanneer,
    /// Fields that belong together.
    Groep(Vec<Veld>),
    /// The same fields several times.
    Rijen(Vec<Veld>),
}

/// What is wrong, by the name of the field; what is about no field stands under no name.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Fouten(BTreeMap<String, String>);

impl Fouten {
    /// What the API says is wrong.
    pub fn van(probleem: &Probleem) -> Self {
        let mut fouten = BTreeMap::new();
        for param in &probleem.invalid_params {
            let naam = param.name.trim_start_matches('/').replace('/', ".");
            fouten.entry(naam).or_insert_with(|| woorden::fout(&param.code, &param.reason));
        }
        Self(fouten)
    }

    /// What is wrong with a field.
    pub fn bij(&self, naam: &str) -> Option<&str> {
        self.0.get(naam).map(String::as_str)
    }

    /// All that is wrong.
    pub fn alle(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(naam, fout)| (naam.as_str(), fout.as_str()))
    }
}

/// The id of a field on a page.
pub fn id(naam: &str) -> String {
    format!("veld-{}", naam.replace('.', "-"))
}

/// The name of a field within a group.
fn pad(groep: &str, naam: &str) -> String {
    if groep.is_empty() { naam.to_owned() } else { format!("{groep}.{naam}") }
}
