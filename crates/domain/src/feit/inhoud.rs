//! A fact, and how it is read from JSON: by its kind, field by field, so that nothing unknown comes in.

use super::soort::{Feitsoort, Verband, Vorm};
use crate::{Gevoelig, Naam};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use thiserror::Error;
use uuid::Uuid;

/// The largest amount, in eurocents, and the largest count: far above any real one.
pub const GROOTSTE: i64 = 10_000_000_000_000;

/// Something that happened, of a kind that is described as data.
#[derive(Debug, Clone)]
pub struct Feit {
    /// Its kind.
    pub soort: &'static Feitsoort,
    /// Its own id, when it opens something.
    pub id: Option<Uuid>,
    /// The id of what it goes on with or ends.
    pub betreft: Option<Uuid>,
    /// What it says, by field.
    pub velden: BTreeMap<&'static str, Waarde>,
}

impl PartialEq for Feit {
    fn eq(&self, ander: &Self) -> bool {
        (self.soort.code, self.id, self.betreft, &self.velden)
            == (ander.soort.code, ander.id, ander.betreft, &ander.velden)
    }
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Waarde {
    /// Free text.
    Tekst(Gevoelig),
    /// A name.
    Naam(Naam),
    /// Names.
    Namen(Vec<Naam>),
    /// A code of the field's list.
    Code(&'static str),
    /// A date.
    Datum(Date),
    /// Eurocents or a count.
    Getal(i64),
    /// Yes or no.
    JaNee(bool),
    /// An id.
    Verwijzing(Uuid),
}

/// Why something is no fact of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FeitFout {
    /// A field must be there.
    #[error("{0} ontbreekt")]
    Ontbreekt(&'static str),
    /// There is no such field.
    #[error("{0} hoort hier niet")]
    Onbekend(String),
    /// A field holds something else.
    #[error("{0} is geen {1}")]
    Vorm(&'static str, &'static str),
}

impl Feit {
    /// A fact without fields yet.
    pub fn nieuw(soort: &'static Feitsoort) -> Self {
        Self { soort, id: None, betreft: None, velden: BTreeMap::new() }
    }

    /// The fact of a kind that this JSON object describes. Free text may be plain, as a caller sends it, or marked as
    /// sensitive, as the log holds it.
    ///
    /// # Errors
    /// When a field is missing, unknown or of another form.
    pub fn lees(soort: &'static Feitsoort, inhoud: Map<String, Json>) -> Result<Self, FeitFout> {
        let mut feit = Self::nieuw(soort);
        for (naam, json) in inhoud {
            match naam.as_str() {
                "id" => feit.id = Some(uuid("id", &json)?),
                "betreft" => feit.betreft = Some(uuid("betreft", &json)?),
                _ => {
                    let veld = soort.veld(&naam).ok_or(FeitFout::Onbekend(naam))?;
                    let waarde =
                        waarde(veld.vorm, &json).ok_or(FeitFout::Vorm(veld.naam, veld.vorm.woord()))?;
                    feit.velden.insert(veld.naam, waarde);
                }
            }
        }
        let ontbreekt = soort.velden.iter().find(|v| v.verplicht && !feit.velden.contains_key(v.naam));
        match ontbreekt {
            Some(veld) => Err(FeitFout::Ontbreekt(veld.naam)),
            None if feit.id.is_some() && soort.verband != Verband::Opent => {
                Err(FeitFout::Onbekend("id".to_owned()))
            }
            None => Ok(feit),
        }
    }

    /// What it says, as it stands in the log.
    pub fn inhoud(&self) -> Json {
        let ids = [("id", self.id), ("betreft", self.betreft)];
        let ids = ids.into_iter().filter_map(|(naam, id)| Some((naam.to_owned(), json!(id?))));
        let velden = self.velden.iter().map(|(naam, waarde)| ((*naam).to_owned(), waarde.json()));
        Json::Object(ids.chain(velden).collect())
    }

    /// The name in a field.
    pub fn naam(&self, veld: &str) -> Option<&Naam> {
        match self.velden.get(veld)? {
            Waarde::Naam(naam) => Some(naam),
            _ => None,
        }
    }

    /// The text in a field.
    pub fn tekst(&self, veld: &str) -> Option<&Gevoelig> {
        match self.velden.get(veld)? {
            Waarde::Tekst(tekst) => Some(tekst),
            _ => None,
        }
    }

    /// The code in a field.
    pub fn code(&self, veld: &str) -> Option<&'static str> {
        match self.velden.get(veld)? {
            Waarde::Code(code) => Some(code),
            _ => None,
        }
    }

    /// The number in a field: eurocents, or a count.
    pub fn getal(&self, veld: &str) -> Option<i64> {
        match self.velden.get(veld)? {
            Waarde::Getal(getal) => Some(*getal),
            _ => None,
        }
    }

    /// The id in a field.
    pub fn verwijzing(&self, veld: &str) -> Option<Uuid> {
        match self.velden.get(veld)? {
            Waarde::Verwijzing(id) => Some(*id),
            _ => None,
        }
    }

    /// The date in a field.
    pub fn datum(&self, veld: &str) -> Option<Date> {
        match self.velden.get(veld)? {
            Waarde::Datum(datum) => Some(*datum),
            _ => None,
        }
    }

    /// The first of its texts that must be filled and is not.
    pub(crate) fn leeg(&self) -> Option<&'static str> {
        let leeg = |waarde: &Waarde| matches!(waarde, Waarde::Tekst(tekst) if tekst.is_leeg());
        self.velden.iter().find(|(_, waarde)| leeg(waarde)).map(|(naam, _)| *naam)
    }
}

impl Vorm {
    /// What it is called in a message.
    pub fn woord(self) -> &'static str {
        match self {
            Self::Tekst => "tekst",
            Self::Naam | Self::Uit(_) => "naam",
            Self::NamenUit(_) => "lijst van namen",
            Self::Code(_) => "code uit de lijst",
            Self::Datum => "datum (JJJJ-MM-DD)",
            Self::Bedrag => "bedrag in eurocenten",
            Self::Aantal => "aantal",
            Self::JaNee => "true of false",
            Self::Verwijzing => "UUID",
        }
    }
}

impl Waarde {
    pub(super) fn json(&self) -> Json {
        match self {
            Self::Tekst(tekst) => json!(tekst),
            Self::Naam(naam) => json!(naam),
            Self::Namen(namen) => json!(namen),
            Self::Code(code) => json!(code),
            Self::Datum(datum) => json!(datum),
            Self::Getal(getal) => json!(getal),
            Self::JaNee(ja) => json!(ja),
            Self::Verwijzing(id) => json!(id),
        }
    }
}

fn waarde(vorm: Vorm, json: &Json) -> Option<Waarde> {
    let naam = |json: &Json| Naam::try_from(json.as_str()?).ok();
    Some(match vorm {
        Vorm::Tekst => Waarde::Tekst(match json {
            Json::String(tekst) => Gevoelig::new(tekst),
            gemerkt => Gevoelig::deserialize(gemerkt).ok()?,
        }),
        Vorm::Naam | Vorm::Uit(_) => Waarde::Naam(naam(json)?),
        Vorm::NamenUit(_) => Waarde::Namen(json.as_array()?.iter().map(naam).collect::<Option<_>>()?),
        Vorm::Code(codes) => Waarde::Code(codes.iter().find(|code| Some(**code) == json.as_str())?),
        Vorm::Datum => Waarde::Datum(json.as_str()?.parse().ok()?),
        Vorm::Bedrag | Vorm::Aantal => {
            Waarde::Getal(json.as_i64().filter(|getal| (0..=GROOTSTE).contains(getal))?)
        }
        Vorm::JaNee => Waarde::JaNee(json.as_bool()?),
        Vorm::Verwijzing => Waarde::Verwijzing(json.as_str()?.parse().ok()?),
    })
}

fn uuid(veld: &'static str, json: &Json) -> Result<Uuid, FeitFout> {
    let id = json.as_str().and_then(|tekst| tekst.parse().ok());
    id.ok_or(FeitFout::Vorm(veld, Vorm::Verwijzing.woord()))
}

impl Serialize for Feit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json!({ "soort": self.soort.code, "inhoud": self.inhoud() }).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Feit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Vorm {
            soort: String,
            inhoud: Map<String, Json>,
        }
        let Vorm { soort, inhoud } = Vorm::deserialize(deserializer)?;
        let fout = <D::Error as serde::de::Error>::custom::<String>;
        let soort = super::soorten::zoek(&soort).ok_or_else(|| fout(format!("onbekende soort {soort:?}")))?;
        Self::lees(soort, inhoud).map_err(|e| fout(e.to_string()))
    }
}
