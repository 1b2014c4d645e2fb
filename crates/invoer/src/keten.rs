//! The rows of one initiative, decided one after the other as if each had been asked when it happened.

use crate::eerder::{Eerder, Ingevoerd, bewaar, verschil};
use crate::groep::{Bestand, Groep};
use crate::handeling::vertaal;
use crate::kop::{DATUM, Kop, LABEL, STAP};
use crate::melding::{Ernst, Melding};
use crate::regel::Regel;
use crate::stap::{Eigen, Stap};
use crate::waarom::{los_van_toestand, waarom};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;
use wijkspoor_domain::feit::Waarde;
use wijkspoor_domain::initiatief::{Commando, Context, Gebeurtenis};
use wijkspoor_domain::{Actor, Gevoelig, Herkomst, Initiatief, Metadata, Moment, Naam, Opzet};

/// All that an import is decided with.
pub struct Invoer {
    pub(crate) kop: Kop,
    /// The ids of the initiatives in the file, by their keys.
    pub(crate) sleutels: HashMap<String, Uuid>,
    pub(crate) opzet: Arc<Opzet>,
    bron: String,
    nu: Timestamp,
    id: fn(&[&str]) -> Uuid,
}

/// What one row led to.
#[derive(Debug, Clone, PartialEq)]
pub struct Gezet {
    /// The events.
    pub gebeurtenissen: Vec<Gebeurtenis>,
    /// What is recorded beside them.
    pub metadata: Metadata,
}

/// What becomes of an initiative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Uitkomst {
    /// It is new.
    Nieuw,
    /// Steps were added to it.
    Uitgebreid,
    /// All of it was imported before.
    Ongewijzigd,
    /// It is refused, whole.
    Geweigerd,
}

/// The verdict on the rows of one initiative.
#[derive(Debug, Clone, PartialEq)]
pub struct Oordeel {
    /// What becomes of it.
    pub uitkomst: Uitkomst,
    /// The version on which the steps were decided.
    pub versie: i64,
    /// The steps that are new, in order; none when it is refused.
    pub stappen: Vec<Gezet>,
    /// What is to be said of its rows.
    pub meldingen: Vec<Melding>,
    /// How many of its rows were imported before.
    pub bekend: usize,
    /// The initiatives that it names, with the lines.
    pub noemt: Vec<(u32, Uuid)>,
}

impl Invoer {
    /// Of this file, from a source of this name. `id` makes ids that are the same every time.
    pub fn nieuw(
        bron: &str,
        bestand: Bestand,
        opzet: Arc<Opzet>,
        nu: Timestamp,
        id: fn(&[&str]) -> Uuid,
    ) -> (Self, Vec<Groep>, Vec<Melding>) {
        let Bestand { kop, groepen, zonder } = bestand;
        let mut invoer = Self { kop, sleutels: HashMap::new(), opzet, bron: bron.to_owned(), nu, id };
        invoer.sleutels =
            groepen.iter().map(|g| (g.sleutel.to_string(), invoer.initiatief(&g.sleutel))).collect();
        (invoer, groepen, zonder)
    }

    /// The id of the initiative with this key: the same every time.
    pub fn initiatief(&self, sleutel: &Naam) -> Uuid {
        (self.id)(&["invoer", &self.bron, sleutel.as_str()])
    }

    pub(crate) fn nu(&self) -> Timestamp {
        self.nu
    }

    /// Decides the rows of one initiative.
    pub fn beoordeel(&self, groep: &Groep, eerder: &Eerder) -> Oordeel {
        let mut keten = Keten::nieuw(self, &groep.sleutel, eerder);
        for (volgnr, rij) in (1..).zip(&groep.rijen) {
            match Regel::lees(rij, self) {
                Ok(regel) => keten.regel(volgnr, &regel),
                Err(fouten) => keten.meldingen.extend(fouten),
            }
        }
        if let (Eerder::Elders(id), Some(rij)) = (eerder, groep.rijen.first()) {
            let wat = format!(
                "er is al een initiatief met het kenmerk {} ({id}), dat niet uit deze bron komt",
                groep.sleutel
            );
            let wel = "haal de regels weg, of geef de bron op waarmee het is ingevoerd (--bron)";
            keten.meldingen.push(Melding::fout(rij.regel, crate::kop::INITIATIEF, wat, wel));
        }
        keten.oordeel(groep)
    }
}

/// What has become of an initiative so far.
pub(crate) struct Keten<'a> {
    pub(crate) invoer: &'a Invoer,
    pub(crate) sleutel: &'a Naam,
    pub(crate) initiatief: Initiatief,
    /// What rows are called, with the id of what they opened or decided.
    pub(crate) labels: HashMap<String, Uuid>,
    /// The lines on which ids came into being.
    pub(crate) regels: HashMap<Uuid, u32>,
    eerder: Option<&'a Ingevoerd>,
    vorige: Option<(u32, Moment)>,
    stappen: Vec<Gezet>,
    meldingen: Vec<Melding>,
    noemt: Vec<(u32, Uuid)>,
}

impl<'a> Keten<'a> {
    fn nieuw(invoer: &'a Invoer, sleutel: &'a Naam, eerder: &'a Eerder) -> Self {
        let eerder = if let Eerder::Ingevoerd(ingevoerd) = eerder { Some(&**ingevoerd) } else { None };
        Self {
            invoer,
            sleutel,
            initiatief: eerder.map(|e| e.initiatief.clone()).unwrap_or_default(),
            labels: HashMap::new(),
            regels: HashMap::new(),
            eerder,
            vorige: None,
            stappen: Vec::new(),
            meldingen: Vec::new(),
            noemt: Vec::new(),
        }
    }

    /// An id of something in this row: the same every time.
    pub(crate) fn id(&self, volgnr: u32, deel: &str) -> Uuid {
        (self.invoer.id)(&["invoer", &self.invoer.bron, self.sleutel.as_str(), &volgnr.to_string(), deel])
    }

    fn heeft_fout(&self) -> bool {
        self.meldingen.iter().any(|m| m.ernst == Ernst::Fout)
    }

    fn regel(&mut self, volgnr: u32, regel: &Regel) {
        self.noem(volgnr, regel);
        let bekend = self.eerder.and_then(|e| e.rijen.get(&volgnr));
        let moment = self.moment(volgnr, regel, bekend.is_some());
        match (bekend, moment) {
            (Some(rij), _) => self.meldingen.extend(verschil(regel, rij.as_deref())),
            (None, Some(moment)) => self.nieuw_regel(volgnr, regel, moment),
            (None, None) => {}
        }
        if let Some(moment) = moment {
            self.vorige = Some((regel.nummer, moment));
        }
    }

    /// When it happened; that it is no order of time is a fault where it moves something.
    fn moment(&mut self, volgnr: u32, regel: &Regel, bekend: bool) -> Option<Moment> {
        let Some(moment) = regel.wanneer.moment(volgnr, self.vorige.map(|(_, moment)| moment)) else {
            // Without a first row there is a fault already.
            if volgnr == 1 {
                let wel = "geef de eerste regel van een initiatief een datum; alleen het jaar is genoeg";
                self.meldingen.push(regel.fout(
                    DATUM,
                    "op de eerste regel kan de datum niet onbekend zijn",
                    wel,
                ));
            }
            return None;
        };
        if moment.is_bekend() && moment.dagen().0 > Moment::tijdstip(self.invoer.nu).dag() {
            let wat = format!("{} ligt in de toekomst", moment.in_woorden());
            self.meldingen.push(regel.fout(
                DATUM,
                wat,
                "alleen wat is gebeurd kan worden ingevoerd: verbeter de datum",
            ));
            return None;
        }
        if let Some((nummer, vorige)) = self.vorige
            && !bekend
            && regel.stap.beweegt()
            && moment.is_bekend()
            && vorige.is_bekend()
            && moment.dagen().1 < vorige.dagen().0
        {
            let wat = format!(
                "{} ligt voor {} in regel {nummer}, die erboven staat",
                moment.in_woorden(),
                vorige.in_woorden()
            );
            let wel =
                "zet de regels van een initiatief in de volgorde waarin het gebeurde, of verbeter de datum";
            self.meldingen.push(regel.fout(DATUM, wat, wel));
        }
        Some(moment)
    }

    /// Remembers what later rows may call this one.
    fn noem(&mut self, volgnr: u32, regel: &Regel) {
        let deel = match regel.stap {
            Stap::Feit(_) => "feit",
            _ => "besluit",
        };
        let id = self.id(volgnr, deel);
        self.regels.insert(id, regel.nummer);
        let Some(label) = &regel.label else { return };
        if let Some(eerder) = self.labels.insert(label.clone(), id) {
            let waar = self.regels.get(&eerder).copied().unwrap_or_default();
            let wel = "geef elke regel van een initiatief een eigen label";
            self.meldingen.push(regel.fout(
                LABEL,
                format!("het label {label:?} staat ook in regel {waar}"),
                wel,
            ));
        }
    }

    fn nieuw_regel(&mut self, volgnr: u32, regel: &Regel, moment: Moment) {
        if self.gewist() {
            let wat = "de persoonsgegevens van dit initiatief zijn gewist: er komt niets meer bij";
            self.meldingen.push(regel.fout("", wat, "haal de nieuwe regels van dit initiatief weg"));
            return;
        }
        let indiening = matches!(regel.stap, Stap::Eigen(Eigen::Indiening, _));
        if self.initiatief.toestand().is_none() && !indiening {
            // Said once, of the first row; what follows from it is not.
            if !self.heeft_fout() {
                let wat = "de eerste regel van een initiatief is de indiening";
                self.meldingen.push(regel.fout(STAP, wat, "zet er een regel met initiatief_ingediend boven"));
            }
            return;
        }
        if let Err(fouten) = self.zet(volgnr, regel, moment) {
            self.meldingen.extend(fouten);
        }
    }

    fn gewist(&self) -> bool {
        self.eerder.is_some_and(|e| e.rijen.values().any(Option::is_none))
    }

    fn zet(&mut self, volgnr: u32, regel: &Regel, moment: Moment) -> Result<(), Vec<Melding>> {
        // After a fault, what depends on how the initiative stands says nothing any more.
        let gevolg = self.heeft_fout();
        let (actor, handeling) = match vertaal(self, volgnr, regel) {
            Ok(gedaan) => gedaan,
            Err(fouten) => return if gevolg { Ok(()) } else { Err(fouten) },
        };
        let actor = Actor { id: format!("invoer:{}", self.invoer.bron), ..actor };
        let context = Context { actor: actor.clone(), nu: self.invoer.nu, plaatsgevonden: moment };
        let commando = Commando { context, handeling };
        let gebeurtenissen = match self.initiatief.beslis(&commando, &self.invoer.opzet) {
            Ok(gebeurtenissen) => gebeurtenissen,
            Err(weigering) if gevolg && !los_van_toestand(&weigering) => return Ok(()),
            Err(weigering) => return Err(waarom(self, regel, &weigering)),
        };
        gebeurtenissen.iter().for_each(|g| self.initiatief.pas_toe(g));
        self.noemt.extend(regel.velden.values().filter_map(|waarde| match waarde {
            Waarde::Verwijzing(id) => Some((regel.nummer, *id)),
            _ => None,
        }));
        let metadata = Metadata {
            herkomst: Some(Herkomst {
                casus: self.sleutel.to_string(),
                volgnr: Some(volgnr),
                soort: Some(regel.stap_tekst.clone()),
                partij: None,
                omschrijving: None,
                datum_in_bron: regel.datum_in_bron.clone(),
                rij: Some(Gevoelig::new(bewaar(&regel.woorden))),
                bronregel: Some(regel.nummer),
                feitelijk: true,
            }),
            ..Metadata::nieuw(actor, self.id(volgnr, "correlatie"), moment)
        };
        self.stappen.push(Gezet { gebeurtenissen, metadata });
        Ok(())
    }

    fn oordeel(mut self, groep: &Groep) -> Oordeel {
        let ingevoerd = self.eerder.map_or(0, |e| e.rijen.len());
        if let (true, Some(rij)) = (ingevoerd > groep.rijen.len(), groep.rijen.last()) {
            let wat = format!(
                "van dit initiatief zijn eerder {ingevoerd} regels ingevoerd; in dit bestand staan er {}",
                groep.rijen.len()
            );
            self.meldingen.push(Melding::let_op(
                rij.regel,
                wat,
                "wat is ingevoerd blijft; er verandert niets",
            ));
        }
        let uitkomst = match () {
            () if self.heeft_fout() => Uitkomst::Geweigerd,
            () if self.stappen.is_empty() => Uitkomst::Ongewijzigd,
            () if ingevoerd == 0 => Uitkomst::Nieuw,
            () => Uitkomst::Uitgebreid,
        };
        if uitkomst == Uitkomst::Geweigerd {
            self.stappen.clear();
        }
        self.meldingen.sort_by_key(|m| m.regel);
        Oordeel {
            uitkomst,
            versie: self.eerder.map_or(0, |e| e.versie),
            stappen: self.stappen,
            meldingen: self.meldingen,
            bekend: ingevoerd.min(groep.rijen.len()),
            noemt: self.noemt,
        }
    }
}
