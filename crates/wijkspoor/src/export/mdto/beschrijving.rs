//! What MDTO says of a dossier and of a file, as XML. The order of the elements is that of the schema.

use anyhow::Result;
use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use wijkspoor_api::reads::{GEWIST, vernietiging::Gesloten};
use wijkspoor_domain::archief::Bewaring;
use wijkspoor_domain::initiatief::Gebeurtenis as G;
use wijkspoor_domain::initiatief::gebeurtenis::InitiatiefIngediend;
use wijkspoor_domain::inrichting::Inrichting;
use wijkspoor_domain::upcast::StoredEvent;
use wijkspoor_domain::{Gevoelig, Moment, Nauwkeurigheid, Recorded};

const NAAMRUIMTE: &str = "https://www.nationaalarchief.nl/mdto";
/// Where ids and words come from that are not of a list of MDTO.
const BRON: &str = "Wijkspoor";

/// A dossier that is kept.
pub struct Dossier<'a> {
    /// The dossier.
    pub gesloten: &'a Gesloten,
    /// How it is appraised.
    pub bewaring: &'a Bewaring<'a>,
    /// All that happened.
    pub events: &'a [Recorded<G>],
    /// The municipality.
    pub inrichting: &'a Inrichting,
}

/// A file of a dossier.
pub struct Bestand {
    /// Its name.
    pub naam: String,
    /// What it is called in PRONOM, and its number there.
    pub formaat: (&'static str, &'static str),
    /// What it holds.
    pub inhoud: Vec<u8>,
}

impl Dossier<'_> {
    /// The dossier as `informatieobject`.
    pub fn beschrijf(&self, bestanden: &[Bestand]) -> Result<Vec<u8>> {
        let mut xml = Xml::nieuw()?;
        let ingediend = self.events.iter().find_map(|event| match &event.event {
            G::InitiatiefIngediend(ingediend) => Some((ingediend, event.metadata.plaatsgevonden)),
            _ => None,
        });
        xml.groep("informatieobject", |xml| {
            xml.identificatie("identificatie", &self.gesloten.id.to_string())?;
            xml.tekst("naam", &self.gesloten.titel)?;
            xml.begrip("aggregatieniveau", "Dossier", None, "Begrippenlijst Aggregatieniveaus MDTO")?;
            xml.begrip("classificatie", "Wijkinitiatief", None, BRON)?;
            if let Some((ingediend, op)) = ingediend {
                xml.tekst("trefwoord", ingediend.thema.as_str())?;
                xml.tekst("omschrijving", leesbaar(&ingediend.omschrijving))?;
                self.dekking(xml, ingediend, op)?;
            }
            xml.tekst("taal", "nl")?;
            self.events.iter().try_for_each(|event| self.event(xml, event))?;
            xml.begrip("waardering", "Blijvend te bewaren", Some("B"), "Begrippenlijst Waarderingen MDTO")?;
            self.selectie(xml)?;
            for bestand in bestanden {
                xml.verwijzing("heeftRepresentatie", &bestand.naam, Some(&bestand.naam))?;
            }
            xml.verwijzing("archiefvormer", &format!("Gemeente {}", self.inrichting.gemeente), None)?;
            self.betrokkenen(xml, ingediend.map(|(ingediend, _)| ingediend))?;
            xml.groep("beperkingGebruik", |xml| {
                xml.begrip("beperkingGebruikType", "Persoonsgegevens", None, BRON)?;
                let waarom =
                    "Het dossier bevat persoonsgegevens; de archivaris beslist over de openbaarheid.";
                xml.tekst("beperkingGebruikNadereBeschrijving", waarom)
            })
        })?;
        xml.klaar()
    }

    fn dekking(&self, xml: &mut Xml, ingediend: &InitiatiefIngediend, op: Moment) -> Result<()> {
        if let Some(begin) = datum(op) {
            xml.groep("dekkingInTijd", |xml| {
                xml.begrip("dekkingInTijdType", "Looptijd", None, BRON)?;
                xml.tekst("dekkingInTijdBegindatum", &begin)?;
                xml.tekst("dekkingInTijdEinddatum", &self.bewaring.brondatum.to_string())
            })?;
        }
        let plaatsen = std::iter::once(&ingediend.gebied).chain(&ingediend.wijken);
        plaatsen.into_iter().try_for_each(|plaats| xml.verwijzing("dekkingInRuimte", plaats.as_str(), None))
    }

    fn event(&self, xml: &mut Xml, event: &Recorded<G>) -> Result<()> {
        xml.groep("event", |xml| {
            xml.begrip("eventType", &event.event.soort().replace('_', " "), Some(event.event.soort()), BRON)?;
            let moment = event.metadata.plaatsgevonden;
            let tijd = match moment.nauwkeurigheid {
                Nauwkeurigheid::Tijdstip => Some(moment.op.to_string()),
                _ => datum(moment),
            };
            tijd.iter().try_for_each(|tijd| xml.tekst("eventTijd", tijd))?;
            let actor = &event.metadata.actor;
            xml.verwijzing("eventVerantwoordelijkeActor", actor.rol.code(), Some(&actor.id))
        })
    }

    /// On which ground it is kept: for ever, so without a term.
    fn selectie(&self, xml: &mut Xml) -> Result<()> {
        let type_ = self.bewaring.resultaattype;
        xml.begrip("informatiecategorie", &type_.naam, Some(&type_.categorie), &self.inrichting.selectielijst)
    }

    fn betrokkenen(&self, xml: &mut Xml, ingediend: Option<&InitiatiefIngediend>) -> Result<()> {
        let namen = ingediend.map_or(&[] as &[Gevoelig], |ingediend| &ingediend.initiatiefnemers);
        let mut betrokken: Vec<(&str, String)> =
            namen.iter().map(|naam| ("Initiatiefnemer", leesbaar(naam).to_owned())).collect();
        let mut anderen: BTreeSet<(&str, String)> = BTreeSet::new();
        for event in self.events {
            let ander = match &event.event {
                G::OpdrachtUitgezet(o) => ("Behandelende afdeling", o.afdeling.to_string()),
                G::PartnerToegevoegd(p) => ("Partner", p.partner.to_string()),
                _ => continue,
            };
            anderen.insert(ander);
        }
        betrokken.extend(anderen);
        betrokken.iter().try_for_each(|(relatie, naam)| {
            xml.groep("betrokkene", |xml| {
                xml.begrip("betrokkeneTypeRelatie", relatie, None, BRON)?;
                xml.verwijzing("betrokkeneActor", naam, None)
            })
        })
    }
}

impl Bestand {
    /// The file as `bestand`.
    pub fn beschrijf(&self, van: &Dossier, nu: Timestamp) -> Result<Vec<u8>> {
        let mut xml = Xml::nieuw()?;
        xml.groep("bestand", |xml| {
            xml.identificatie("identificatie", &self.naam)?;
            xml.tekst("naam", &self.naam)?;
            xml.tekst("omvang", &self.inhoud.len().to_string())?;
            xml.begrip("bestandsformaat", self.formaat.0, Some(self.formaat.1), "PRONOM")?;
            xml.groep("checksum", |xml| {
                let lijst = "Begrippenlijst ChecksumAlgoritme MDTO";
                xml.begrip("checksumAlgoritme", "SHA-256", None, lijst)?;
                xml.tekst("checksumWaarde", &hex::encode(Sha256::digest(&self.inhoud)))?;
                xml.tekst("checksumDatum", &nu.to_string())
            })?;
            let (titel, id) = (&van.gesloten.titel, van.gesloten.id.to_string());
            xml.verwijzing("isRepresentatieVan", titel, Some(&id))
        })?;
        xml.klaar()
    }
}

/// A moment as a date, no more precise than it is known; none where it is not.
fn datum(moment: Moment) -> Option<String> {
    moment.is_bekend().then(|| moment.in_woorden())
}

fn leesbaar(tekst: &Gevoelig) -> &str {
    tekst.tekst().unwrap_or(GEWIST)
}

/// A document of MDTO on its way.
struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn nieuw() -> Result<Self> {
        let mut uit = Writer::new_with_indent(Vec::new(), b' ', 2);
        uit.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        uit.write_event(Event::Start(BytesStart::new("MDTO").with_attributes([("xmlns", NAAMRUIMTE)])))?;
        Ok(Self(uit))
    }

    fn klaar(mut self) -> Result<Vec<u8>> {
        self.0.write_event(Event::End(BytesEnd::new("MDTO")))?;
        let mut xml = self.0.into_inner();
        xml.push(b'\n');
        Ok(xml)
    }

    fn groep(&mut self, naam: &str, inhoud: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.0.write_event(Event::Start(BytesStart::new(naam)))?;
        inhoud(self)?;
        Ok(self.0.write_event(Event::End(BytesEnd::new(naam)))?)
    }

    fn tekst(&mut self, naam: &str, tekst: &str) -> Result<()> {
        // XML has no way to write these at all.
        let kan = |teken: &char| matches!(teken, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
        let tekst: String = tekst.chars().filter(kan).collect();
        self.0.create_element(naam).write_text_content(BytesText::new(&tekst))?;
        Ok(())
    }

    fn identificatie(&mut self, naam: &str, kenmerk: &str) -> Result<()> {
        self.groep(naam, |xml| {
            xml.tekst("identificatieKenmerk", kenmerk)?;
            xml.tekst("identificatieBron", BRON)
        })
    }

    fn verwijzing(&mut self, naam: &str, wat: &str, kenmerk: Option<&str>) -> Result<()> {
        self.groep(naam, |xml| {
            xml.tekst("verwijzingNaam", wat)?;
            kenmerk.map_or(Ok(()), |kenmerk| xml.identificatie("verwijzingIdentificatie", kenmerk))
        })
    }

    fn begrip(&mut self, naam: &str, label: &str, code: Option<&str>, lijst: &str) -> Result<()> {
        self.groep(naam, |xml| {
            xml.tekst("begripLabel", label)?;
            code.map_or(Ok(()), |code| xml.tekst("begripCode", code))?;
            xml.verwijzing("begripBegrippenlijst", lijst, None)
        })
    }
}
