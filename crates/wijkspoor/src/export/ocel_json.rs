//! OCEL 2.0 as JSON (<https://www.ocel-standard.org>). Objects and events stand in two lists, so the second is kept aside
//! while the first is written.

use super::Schrijver;
use super::geval::{EIGENSCHAPPEN, Geval, OBJECTSOORTEN, Object, Relatie, Voorval};
use anyhow::Result;
use serde_json::{Value as Json, json};
use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::path::Path;
use wijkspoor_domain::initiatief::Gebeurtenis;

/// From when an attribute that never changes has its value, by the standard.
const ALTIJD: &str = "1970-01-01T00:00:00Z";

pub(super) struct OcelJson {
    bestand: BufWriter<File>,
    voorvallen: BufWriter<File>,
    eerste_object: bool,
    eerste_voorval: bool,
}

impl OcelJson {
    pub(super) fn nieuw(pad: &Path) -> Result<Self> {
        let soort = |naam: &str, eigenschappen: &[&str]| {
            let eigenschap = |naam: &&str| json!({ "name": naam, "type": "string" });
            json!({ "name": naam, "attributes": eigenschappen.iter().map(eigenschap).collect::<Vec<_>>() })
        };
        let objecten: Vec<Json> = OBJECTSOORTEN.iter().map(|(naam, e)| soort(naam, e)).collect();
        let voorvallen: Vec<Json> =
            Gebeurtenis::soorten().map(|(naam, _)| soort(naam, &EIGENSCHAPPEN)).collect();
        let mut bestand = BufWriter::new(File::create(pad)?);
        write!(
            bestand,
            "{{\"objectTypes\":{},\n\"eventTypes\":{},\n\"objects\":[",
            Json::from(objecten),
            Json::from(voorvallen)
        )?;
        let voorvallen = BufWriter::new(tempfile::tempfile()?);
        Ok(Self { bestand, voorvallen, eerste_object: true, eerste_voorval: true })
    }

    fn object(&mut self, object: &Object) -> Result<()> {
        let namen = OBJECTSOORTEN
            .iter()
            .find(|(soort, _)| *soort == object.soort)
            .map_or(&[][..], |(_, namen)| namen);
        let eigenschap =
            |(naam, waarde): (&&str, &String)| json!({ "name": naam, "time": ALTIJD, "value": waarde });
        let eigenschappen: Vec<Json> = namen.iter().zip(&object.waarden).map(eigenschap).collect();
        let json = json!({
            "id": object.id, "type": object.soort, "attributes": eigenschappen, "relationships": relaties(&object.relaties),
        });
        regel(&mut self.bestand, &mut self.eerste_object, &json)
    }

    fn voorval(&mut self, voorval: &Voorval) -> Result<()> {
        let eigenschap = |(naam, waarde): (&&str, &String)| json!({ "name": naam, "value": waarde });
        let eigenschappen: Vec<Json> = EIGENSCHAPPEN.iter().zip(&voorval.waarden).map(eigenschap).collect();
        let json = json!({
            "id": voorval.id, "type": voorval.soort, "time": voorval.tijd, "attributes": eigenschappen,
            "relationships": relaties(&voorval.relaties),
        });
        regel(&mut self.voorvallen, &mut self.eerste_voorval, &json)
    }
}

impl Schrijver for OcelJson {
    fn geval(&mut self, geval: &Geval, nieuw: &[Object]) -> Result<()> {
        geval.objecten.iter().chain(nieuw).try_for_each(|object| self.object(object))?;
        geval.voorvallen.iter().try_for_each(|voorval| self.voorval(voorval))
    }

    fn sluit(self: Box<Self>) -> Result<()> {
        let Self { mut bestand, voorvallen, .. } = *self;
        let mut voorvallen = voorvallen.into_inner()?;
        voorvallen.rewind()?;
        write!(bestand, "\n],\n\"events\":[")?;
        std::io::copy(&mut voorvallen, &mut bestand)?;
        writeln!(bestand, "\n]}}")?;
        Ok(bestand.flush()?)
    }
}

fn relaties(relaties: &[Relatie]) -> Vec<Json> {
    relaties.iter().map(|r| json!({ "objectId": r.object, "qualifier": r.als })).collect()
}

fn regel(uit: &mut impl Write, eerste: &mut bool, json: &Json) -> Result<()> {
    let komma = if std::mem::take(eerste) { "" } else { "," };
    Ok(write!(uit, "{komma}\n{json}")?)
}
