//! The published schema of facts, from the table of their kinds.

use crate::moment::Plaatsgevonden;
use crate::schema;
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, OneOfBuilder, Type};
use utoipa::openapi::{KnownFormat, ObjectBuilder, Ref, RefOr, Schema, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};
use wijkspoor_domain::feit::{Feitsoort, Veld, Verband, Vorm, soorten};

/// A fact to record; `soort` decides which other fields it takes.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct NieuwFeit(pub Map<String, Json>);

impl PartialSchema for NieuwFeit {
    fn schema() -> RefOr<Schema> {
        let mut one_of = OneOfBuilder::new()
            .description(Some("Wat er wordt vastgelegd; `soort` bepaalt welke andere velden er zijn."));
        for soort in soorten::INITIATIEF.iter().copied().flatten() {
            one_of = one_of.item(variant(soort));
        }
        one_of.into()
    }
}

impl ToSchema for NieuwFeit {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("NieuwFeit")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((Plaatsgevonden::name().into_owned(), Plaatsgevonden::schema()));
        Plaatsgevonden::schemas(schemas);
    }
}

fn variant(soort: &'static Feitsoort) -> ObjectBuilder {
    let tag = ObjectBuilder::new().schema_type(Type::String).enum_values(Some([soort.code]));
    let mut object = ObjectBuilder::new()
        .title(Some(soort.code))
        .description(Some(soort.uitleg))
        .property("soort", tag)
        .required("soort")
        .additional_properties(Some(AdditionalProperties::FreeForm(false)));
    for veld in soort.velden {
        object = object.property(veld.naam, inhoud(veld));
        if veld.verplicht {
            object = object.required(veld.naam);
        }
    }
    if !soort.bij().is_empty() {
        let uitleg = match soort.verband {
            Verband::SluitMisschien(_) => "Het id waarop dit het antwoord is, als het een antwoord is.",
            _ => "Het id waar dit bij hoort; het mag weg als er maar één openstaat.",
        };
        object = object.property("betreft", uuid().description(Some(uitleg)));
    }
    object.property("plaatsgevonden", Ref::from_schema_name(Plaatsgevonden::name()))
}

/// What a field may hold.
fn inhoud(veld: &Veld) -> RefOr<Schema> {
    let uitleg = Some(veld.uitleg);
    let getal = |grootste: i64| {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .minimum(Some(0))
            .maximum(Some(grootste))
    };
    match veld.vorm {
        Vorm::Tekst => schema::tekst().description(uitleg).into(),
        Vorm::Naam => schema::naam().description(uitleg).into(),
        Vorm::Namen => {
            ArrayBuilder::new().items(schema::naam()).max_items(Some(100)).description(uitleg).into()
        }
        Vorm::Code(codes) => ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(codes.iter().copied()))
            .description(uitleg)
            .into(),
        Vorm::Datum => schema::datum().description(uitleg).into(),
        Vorm::Bedrag => getal(wijkspoor_domain::feit::GROOTSTE).description(uitleg).into(),
        Vorm::Aantal => getal(10_000).description(uitleg).into(),
        Vorm::JaNee => ObjectBuilder::new().schema_type(Type::Boolean).description(uitleg).into(),
        Vorm::Verwijzing => uuid().description(uitleg).into(),
    }
}

fn uuid() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
}

/// The codes of the kinds.
pub fn soort() -> ObjectBuilder {
    let codes = soorten::INITIATIEF.iter().copied().flatten().map(|soort| soort.code);
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes))
}
