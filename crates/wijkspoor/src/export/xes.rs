//! XES (IEEE 1849-2016): one trace for each initiative.

use super::Schrijver;
use super::geval::{EIGENSCHAPPEN, Geval, OBJECTSOORTEN, Object, Voorval};
use anyhow::Result;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// The extensions whose keys are used: name, prefix, address.
const UITBREIDINGEN: [(&str, &str, &str); 4] = [
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
];

pub(super) struct Xes {
    uit: Writer<BufWriter<File>>,
}

impl Xes {
    pub(super) fn nieuw(pad: &Path) -> Result<Self> {
        let mut uit = Writer::new_with_indent(BufWriter::new(File::create(pad)?), b' ', 1);
        uit.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let log = BytesStart::new("log")
            .with_attributes([("xes.version", "1849-2016"), ("xmlns", "http://www.xes-standard.org/")]);
        uit.write_event(Event::Start(log))?;
        for (naam, voor, adres) in UITBREIDINGEN {
            let uitbreiding = [("name", naam), ("prefix", voor), ("uri", adres)];
            uit.create_element("extension").with_attributes(uitbreiding).write_empty()?;
        }
        let indeling = [("name", "Activity"), ("keys", "concept:name")];
        uit.create_element("classifier").with_attributes(indeling).write_empty()?;
        Ok(Self { uit })
    }

    fn waarde(&mut self, vorm: &str, naam: &str, waarde: &str) -> Result<()> {
        self.uit.create_element(vorm).with_attributes([("key", naam), ("value", waarde)]).write_empty()?;
        Ok(())
    }

    fn voorval(&mut self, voorval: &Voorval) -> Result<()> {
        self.uit.write_event(Event::Start(BytesStart::new("event")))?;
        self.waarde("string", "concept:name", voorval.soort)?;
        self.waarde("date", "time:timestamp", &voorval.tijd)?;
        self.waarde("string", "lifecycle:transition", "complete")?;
        for (naam, waarde) in EIGENSCHAPPEN.iter().zip(&voorval.waarden) {
            let naam = if *naam == "rol" { "org:role" } else { naam };
            self.waarde("string", naam, waarde)?;
        }
        if let Some(afdeling) = voorval.relaties.iter().find(|r| r.als == "afdeling") {
            self.waarde("string", "org:group", afdeling.object.trim_start_matches("afdeling "))?;
        }
        Ok(self.uit.write_event(Event::End(BytesEnd::new("event")))?)
    }
}

impl Schrijver for Xes {
    fn geval(&mut self, geval: &Geval, _nieuw: &[Object]) -> Result<()> {
        self.uit.write_event(Event::Start(BytesStart::new("trace")))?;
        if let (Some(initiatief), [(_, namen), ..]) = (geval.objecten.first(), OBJECTSOORTEN) {
            self.waarde("string", "concept:name", &initiatief.id)?;
            for (naam, waarde) in namen.iter().zip(&initiatief.waarden) {
                self.waarde("string", naam, waarde)?;
            }
        }
        geval.voorvallen.iter().try_for_each(|voorval| self.voorval(voorval))?;
        Ok(self.uit.write_event(Event::End(BytesEnd::new("trace")))?)
    }

    fn sluit(mut self: Box<Self>) -> Result<()> {
        self.uit.write_event(Event::End(BytesEnd::new("log")))?;
        Ok(self.uit.into_inner().flush()?)
    }
}
