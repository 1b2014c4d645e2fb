//! The published schema of facts, from the table of their kinds.

use crate::moment::Plaatsgevonden;
use crate::problem::ApiError;
use crate::schema;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::marker::PhantomData;
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, OneOfBuilder, Type};
use utoipa::openapi::{KnownFormat, ObjectBuilder, Ref, RefOr, Schema, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};
use wijkspoor_domain::feit::{Feit, Feitsoort, Veld, Verband, Vorm, soorten};
use wijkspoor_store::IdSource;

/// Which kinds a body may hold.
pub trait Feitlijst: 'static {
    /// The name of the schema.
    const NAAM: &'static str;
    /// The kinds; of one kind the body does not name it.
    fn soorten() -> Vec<&'static Feitsoort>;
}

/// A fact to record; `soort` decides which other fields it takes.
#[derive(Debug)]
pub struct Feitbody<L> {
    /// The fields.
    pub velden: Map<String, Json>,
    lijst: PhantomData<L>,
}

impl<'de, L> Deserialize<'de> for Feitbody<L> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { velden: Map::deserialize(deserializer)?, lijst: PhantomData })
    }
}

impl<L: Feitlijst> PartialSchema for Feitbody<L> {
    fn schema() -> RefOr<Schema> {
        match L::soorten().as_slice() {
            [een] => variant(een, false).into(),
            soorten => {
                let begin = OneOfBuilder::new().description(Some(
                    "Wat er wordt vastgelegd; `soort` bepaalt welke andere velden er zijn.",
                ));
                soorten.iter().fold(begin, |one_of, soort| one_of.item(variant(soort, true))).into()
            }
        }
    }
}

impl<L: Feitlijst> ToSchema for Feitbody<L> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(L::NAAM)
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((Plaatsgevonden::name().into_owned(), Plaatsgevonden::schema()));
        Plaatsgevonden::schemas(schemas);
    }
}

impl<L: Feitlijst> Feitbody<L> {
    /// The fact that it describes; it fits its schema already.
    ///
    /// # Errors
    /// When it does not after all: a mistake in the program.
    pub fn feit(self, ids: &dyn IdSource) -> Result<(Feit, Option<Plaatsgevonden>), ApiError> {
        let ongeldig = |reden: String| ApiError::invalid_param("/", "ongeldig", reden);
        let (mut velden, soorten) = (self.velden, L::soorten());
        let code = velden.remove("soort");
        let soort = match soorten.as_slice() {
            [een] => Some(*een),
            _ => soorten.iter().copied().find(|s| code.as_ref().is_some_and(|code| code == s.code)),
        };
        let soort = soort.ok_or_else(|| ongeldig("deze soort bestaat hier niet".to_owned()))?;
        let plaatsgevonden = velden.remove("plaatsgevonden").map(serde_json::from_value).transpose();
        let plaatsgevonden = plaatsgevonden.map_err(|error| ongeldig(error.to_string()))?;
        let mut feit = Feit::lees(soort, velden).map_err(|fout| ongeldig(fout.to_string()))?;
        feit.id = (soort.verband == Verband::Opent).then(|| ids.next());
        Ok((feit, plaatsgevonden))
    }
}

/// The kinds at an initiative.
#[derive(Debug)]
pub struct BijInitiatief;

impl Feitlijst for BijInitiatief {
    const NAAM: &'static str = "NieuwFeit";
    fn soorten() -> Vec<&'static Feitsoort> {
        soorten::INITIATIEF.iter().copied().flatten().collect()
    }
}

fn variant(soort: &Feitsoort, met_soort: bool) -> ObjectBuilder {
    let mut object = ObjectBuilder::new()
        .title(Some(soort.code))
        .description(Some(soort.uitleg))
        .additional_properties(Some(AdditionalProperties::FreeForm(false)));
    if met_soort {
        let tag = ObjectBuilder::new().schema_type(Type::String).enum_values(Some([soort.code]));
        object = object.property("soort", tag).required("soort");
    }
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
        Vorm::Naam | Vorm::Uit(_) => schema::naam().description(uitleg).into(),
        Vorm::NamenUit(_) => {
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
