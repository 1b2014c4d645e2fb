//! Turns a case into the commands that would have made it. Everything is decided and folded in memory, so that the
//! plan is known to be accepted before anything is recorded.

use super::bestand::{Bestand, Casus, Regel};
use super::route::eerste_stap;
use super::woorden::{NIET_GENOEMD, genoemd, naam};
use jiff::Timestamp;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use uuid::Uuid;
use wijkspoor_domain::initiatief::gebeurtenis::{Besluitsoort, Categorie};
use wijkspoor_domain::initiatief::handeling::{
    Dossierhandeling, Indiening, NieuwBesluit, NieuweOpdracht, NieuweOvergang, Opdrachtactie,
};
use wijkspoor_domain::initiatief::{Commando, Context, Handeling, Opdrachtstatus, Toestand, Weigering};
use wijkspoor_domain::werkstroom::{Overgang, Vereiste, Werkstromen, Werkstroom};
use wijkspoor_domain::{Actor, Gevoelig, Herkomst, Initiatief, Moment, Naam, Nauwkeurigheid, Rol};

/// The definition that cases follow.
pub const WERKSTROOM: &str = "wijkinitiatief";
const MAX_TITEL: usize = 200;

/// A command of the plan.
#[derive(Debug, Clone)]
pub struct Stap {
    /// The initiative.
    pub initiatief: Uuid,
    /// What is recorded beside it: where it comes from.
    pub herkomst: Herkomst,
    /// The command, with the time at which it is given.
    pub commando: Commando,
}

/// The commands of a case, in order. When its entries lead away from the status in which it says it ends, and nothing
/// leads back (as to the first status), they are kept as notes: the end is what the file is sure of.
///
/// # Errors
/// When a command is refused: a case file that was read cannot cause that.
pub fn plan(
    casus: &Casus,
    bestand: &Bestand,
    werkstromen: &Werkstromen,
    nu: Timestamp,
) -> Result<Vec<Stap>, Weigering> {
    let (stappen, eind) = speel_na(casus, bestand, werkstromen, nu, true)?;
    if casus.status_eind.as_ref().is_none_or(|s| *s == eind) {
        return Ok(stappen);
    }
    Ok(speel_na(casus, bestand, werkstromen, nu, false)?.0)
}

fn speel_na(
    casus: &Casus,
    bestand: &Bestand,
    werkstromen: &Werkstromen,
    nu: Timestamp,
    beweegt: bool,
) -> Result<(Vec<Stap>, String), Weigering> {
    let werkstroom = werkstromen.nieuwste(WERKSTROOM);
    let werkstroom = werkstroom.ok_or_else(|| Weigering::GeenWerkstroom(WERKSTROOM.to_owned()))?;
    let begin = casus.gebeurtenissen.iter().position(|r| r.soort == "ingediend");
    let regels: Vec<_> = casus.gebeurtenissen.iter().enumerate().map(|(i, r)| (rang(i), r)).collect();
    let start = match regels.get(begin.unwrap_or(0)) {
        Some((rang, regel)) => moment(regel, *rang),
        None => Moment { op: nu, nauwkeurigheid: Nauwkeurigheid::Onbekend },
    };
    let mut speler = Speler {
        casus,
        statusovergang: &bestand.statusovergang,
        werkstromen,
        werkstroom,
        initiatief: Initiatief::default(),
        id: uuid(&["initiatief", &casus.id]),
        klok: start.op,
        stappen: Vec::new(),
        laatste: start,
    };
    speler.dien_in(begin.map(|i| regels[i].1), start)?;
    for (i, (rang, regel)) in regels.iter().enumerate() {
        speler.laatste = moment(regel, *rang);
        speler.klok = speler.klok.max(speler.laatste.op);
        match begin {
            Some(begin) if begin == i => {}
            _ if beweegt => super::soorten::verwerk(&mut speler, regel)?,
            _ => speler.noteer_regel(regel)?,
        }
        speler.overig(&regel.overig, Some(regel))?;
    }
    if let Some(eind) = &casus.status_eind {
        speler.ga_naar(eind, None, "Afgeleid uit status_eind van de casus.")?;
    }
    let eind = speler.toestand()?.status.clone();
    Ok((speler.stappen, eind))
}

fn rang(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn moment(regel: &Regel, rang: u32) -> Moment {
    Moment::datum(regel.datum, regel.nauwkeurigheid, rang)
}

/// An id that is the same every time, so that addresses of a demo stay the same (RFC 9562, version 8).
fn uuid(delen: &[&str]) -> Uuid {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for deel in delen {
        hash.update((deel.len() as u64).to_be_bytes());
        hash.update(deel.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// A case being played in memory.
pub(super) struct Speler<'a> {
    pub(super) casus: &'a Casus,
    pub(super) statusovergang: &'a BTreeMap<String, String>,
    werkstromen: &'a Werkstromen,
    pub(super) werkstroom: &'a Werkstroom,
    initiatief: Initiatief,
    id: Uuid,
    klok: Timestamp,
    stappen: Vec<Stap>,
    laatste: Moment,
}

impl Speler<'_> {
    pub(super) fn toestand(&self) -> Result<&Toestand, Weigering> {
        self.initiatief.toestand().ok_or(Weigering::BestaatNiet)
    }

    /// Gives a command; `regel` is the entry that says so, or none for a step that is derived.
    pub(super) fn doe(
        &mut self,
        handeling: Handeling,
        actor: Actor,
        regel: Option<&Regel>,
        waarom: &str,
    ) -> Result<(), Weigering> {
        let herkomst = match regel {
            Some(regel) => self.herkomst(regel),
            None => self.afgeleid(waarom),
        };
        let op = self.laatste.op;
        let afgeleid = Moment { op, nauwkeurigheid: Nauwkeurigheid::Onbekend };
        let plaatsgevonden = if regel.is_some() { self.laatste } else { afgeleid };
        let commando = Commando { context: Context { actor, nu: self.klok, plaatsgevonden }, handeling };
        let gebeurtenissen = self.initiatief.beslis(&commando, self.werkstromen)?;
        gebeurtenissen.iter().for_each(|g| self.initiatief.pas_toe(g));
        self.stappen.push(Stap { initiatief: self.id, herkomst, commando });
        Ok(())
    }

    fn herkomst(&self, regel: &Regel) -> Herkomst {
        Herkomst {
            casus: self.casus.id.clone(),
            volgnr: Some(regel.volgnr),
            soort: Some(regel.soort.clone()),
            partij: regel.partij.as_deref().map(Gevoelig::new),
            omschrijving: regel.omschrijving.as_deref().map(Gevoelig::new),
            datum_in_bron: regel.datum_in_bron.clone(),
            bronregel: regel.bronregel,
            feitelijk: regel.feitelijk,
        }
    }

    fn afgeleid(&self, waarom: &str) -> Herkomst {
        Herkomst {
            casus: self.casus.id.clone(),
            volgnr: None,
            soort: None,
            partij: None,
            omschrijving: Some(Gevoelig::new(waarom)),
            datum_in_bron: None,
            bronregel: None,
            feitelijk: false,
        }
    }

    /// An id for an order or decision of this case.
    pub(super) fn nieuw_id(&self, deel: &str) -> Uuid {
        uuid(&["deel", &self.casus.id, &self.stappen.len().to_string(), deel])
    }

    pub(super) fn tlo(&self) -> Actor {
        let gebied = self.initiatief.toestand().map(|t| t.gebied.clone());
        Actor { id: "demo-tlo".to_owned(), rol: Rol::Tlo, gebied, afdeling: None }
    }

    pub(super) fn afdeling(afdeling: &Naam) -> Actor {
        let id = "demo-afdeling".to_owned();
        Actor { id, rol: Rol::Afdeling, gebied: None, afdeling: Some(afdeling.clone()) }
    }

    fn voor_rol(&self, rol: Rol) -> Actor {
        match rol {
            Rol::Tlo => self.tlo(),
            rol => Actor { id: format!("demo-{rol}"), rol, gebied: None, afdeling: None },
        }
    }

    /// Submits, and records what the case says of itself beside its timeline.
    fn dien_in(&mut self, regel: Option<&Regel>, start: Moment) -> Result<(), Weigering> {
        let casus = self.casus;
        self.laatste = start;
        let eerste = regel.or(casus.gebeurtenissen.first());
        let omschrijving = eerste.and_then(|r| r.omschrijving.as_deref()).unwrap_or(&casus.naam);
        let categorie = casus.categorie.as_deref().and_then(Categorie::van_code);
        let titel: String = casus.naam.chars().filter(|c| !c.is_control()).take(MAX_TITEL).collect();
        let titel = if titel.trim().is_empty() { "Zonder naam" } else { titel.trim() };
        let indiening = Indiening {
            werkstroom: WERKSTROOM.to_owned(),
            titel: Gevoelig::new(titel),
            omschrijving: Gevoelig::new(omschrijving),
            gebied: naam(&casus.gebied),
            wijken: casus.wijken.iter().map(|w| naam(w)).collect(),
            thema: naam(&casus.thema),
            oorsprong: naam(&casus.oorsprong),
            categorie,
            initiatiefnemers: casus.initiatiefnemers.iter().map(Gevoelig::new).collect(),
            contact: None,
            kenmerk: Some(naam(&casus.id)),
        };
        let actor = self.voor_rol(Rol::Initiatiefnemer);
        self.doe(Handeling::DienIn(indiening), actor, regel, "De bron noemt geen indiening.")?;
        for partner in &casus.partners {
            let partner = naam(partner);
            if !self.toestand()?.partners.contains(&partner) {
                let handeling = Dossierhandeling::VoegPartnerToe { partner, bijdrage: None };
                self.doe(Handeling::Dossier(handeling), self.tlo(), None, "Partner van de casus.")?;
            }
        }
        let mut overig = casus.overig.clone();
        if casus.naam.chars().count() > MAX_TITEL {
            overig.insert("naam".to_owned(), Json::String(casus.naam.clone()));
        }
        if let Some(onbekend) = casus.categorie.as_ref().filter(|_| categorie.is_none()) {
            overig.insert("categorie".to_owned(), Json::String(onbekend.clone()));
        }
        if !casus.afdelingen.is_empty() {
            overig.insert("afdelingen".to_owned(), Json::from(casus.afdelingen.clone()));
        }
        self.overig(&overig, None)
    }

    /// What the file says beside what has a place of its own, as notes that keep its name.
    fn overig(
        &mut self,
        overig: &serde_json::Map<String, Json>,
        regel: Option<&Regel>,
    ) -> Result<(), Weigering> {
        for (soort, waarde) in overig {
            let tekst = waarde.as_str().map_or_else(|| waarde.to_string(), str::to_owned);
            self.noteer(soort, &tekst, None, regel, "Gegeven van de casus.")?;
        }
        Ok(())
    }

    /// Notes an entry under its own kind.
    pub(super) fn noteer_regel(&mut self, regel: &Regel) -> Result<(), Weigering> {
        let tekst = regel.omschrijving.as_deref().unwrap_or(&regel.soort);
        self.noteer(&regel.soort, tekst, regel.partij.as_deref(), Some(regel), "")
    }

    fn noteer(
        &mut self,
        soort: &str,
        tekst: &str,
        partij: Option<&str>,
        regel: Option<&Regel>,
        waarom: &str,
    ) -> Result<(), Weigering> {
        let tekst = if tekst.trim().is_empty() { soort } else { tekst };
        let tekst = if tekst.trim().is_empty() { "-" } else { tekst };
        let (soort, tekst, partij) = (naam(soort), Gevoelig::new(tekst), partij.map(Gevoelig::new));
        let handeling = Handeling::Dossier(Dossierhandeling::Noteer { soort, tekst, partij });
        self.doe(handeling, self.tlo(), regel, waarom)
    }

    /// Brings the initiative to a status; only the last step is what the entry says, the others are derived. Gives
    /// whether anything happened.
    pub(super) fn ga_naar(
        &mut self,
        status: &str,
        regel: Option<&Regel>,
        waarom: &str,
    ) -> Result<bool, Weigering> {
        let mut gestapt = false;
        while let Some(overgang) = eerste_stap(self.werkstroom, self.toestand()?, status) {
            let laatste = match &overgang.naar {
                wijkspoor_domain::werkstroom::Doel::Status(naar) => naar == status,
                wijkspoor_domain::werkstroom::Doel::Herkomst => {
                    self.toestand()?.herkomst.get(&self.toestand()?.status).is_some_and(|h| h == status)
                }
            };
            let van = regel.filter(|_| laatste);
            self.neem(overgang, van, regel, waarom)?;
            gestapt = true;
        }
        Ok(gestapt)
    }

    /// Takes a transition, with what it requires taken from the entry.
    fn neem(
        &mut self,
        overgang: &Overgang,
        regel: Option<&Regel>,
        aanleiding: Option<&Regel>,
        waarom: &str,
    ) -> Result<(), Weigering> {
        let tussenstap = "Afgeleide tussenstap: de bron zegt niet hoe het hier kwam.";
        let waarom = if aanleiding.is_some() { tussenstap } else { waarom };
        let tekst =
            regel.and_then(|r| r.omschrijving.as_deref()).filter(|t| !t.trim().is_empty()).unwrap_or(waarom);
        let gevoelig = || Some(Gevoelig::new(tekst));
        let mut nieuw =
            NieuweOvergang { overgang: overgang.code.clone(), motivering: gevoelig(), ..Default::default() };
        for vereiste in &overgang.vereist {
            match vereiste {
                Vereiste::Motivering => {}
                Vereiste::Vraag => nieuw.vraag = gevoelig(),
                // The source names no term; the law wants one, so the day of the question stands for it.
                Vereiste::Hersteltermijn => nieuw.hersteltermijn = Some(self.laatste.dag()),
                Vereiste::Resultaat => nieuw.resultaat = gevoelig(),
                Vereiste::Geschilpunt => nieuw.geschilpunt = gevoelig(),
                Vereiste::Besluit => {
                    nieuw.besluit = Some(NieuwBesluit {
                        id: self.nieuw_id("besluit"),
                        soort: match self.toestand()?.status.starts_with("geescaleerd") {
                            true => Besluitsoort::Escalatie,
                            false => Besluitsoort::Afwijzing,
                        },
                        mandaat: naam("niet vermeld"),
                        motivering: Gevoelig::new(tekst),
                        grondslag: None,
                    });
                }
                Vereiste::Opdracht if self.toestand()?.opdrachten.is_empty() => {
                    let afdelingen = self.afdelingen_van(aanleiding.or(regel));
                    nieuw.opdrachten = self.opdrachten(afdelingen, tekst);
                }
                Vereiste::Opdracht => {}
                Vereiste::GeenOpenOpdrachten => self.rond_alles_af()?,
            }
        }
        let rol = overgang.rollen.iter().copied().find(|r| *r != Rol::Afdeling).unwrap_or(Rol::Tlo);
        let actor = self.voor_rol(rol);
        self.doe(Handeling::VoerOvergangUit(nieuw), actor, regel, waarom)
    }

    /// The departments that an entry names; without any: the back office at large.
    pub(super) fn afdelingen_van(&self, regel: Option<&Regel>) -> Vec<Naam> {
        let tekst = regel.map(tekst_van).unwrap_or_default();
        let gevonden = genoemd(&self.casus.afdelingen, &tekst);
        if gevonden.is_empty() { vec![naam(NIET_GENOEMD)] } else { gevonden }
    }

    pub(super) fn opdrachten(&self, afdelingen: Vec<Naam>, tekst: &str) -> Vec<NieuweOpdracht> {
        let nieuw = |afdeling: Naam| NieuweOpdracht {
            id: self.nieuw_id(afdeling.as_str()),
            afdeling,
            omschrijving: Gevoelig::new(tekst),
            uiterlijk: None,
        };
        afdelingen.into_iter().map(nieuw).collect()
    }

    /// The decision in force that was taken last.
    pub(super) fn laatste_besluit(&self) -> Option<Uuid> {
        let geldend = &self.initiatief.toestand()?.besluiten;
        let genomen = self.stappen.iter().rev().filter_map(|stap| match &stap.commando.handeling {
            Handeling::NeemBesluit(besluit) => Some(besluit.id),
            Handeling::VoerOvergangUit(overgang) => overgang.besluit.as_ref().map(|b| b.id),
            _ => None,
        });
        genomen.into_iter().find(|id| geldend.contains_key(id))
    }

    /// An action on an order that must come before what an entry says.
    pub(super) fn tussenactie(&mut self, id: Uuid, actie: Opdrachtactie) -> Result<(), Weigering> {
        let waarom = "Afgeleid: dit moet aan de volgende stap vooraf zijn gegaan.";
        let Some(afdeling) = self.toestand()?.opdrachten.get(&id).map(|o| o.afdeling.clone()) else {
            return Ok(());
        };
        let actor = match actie {
            Opdrachtactie::TrekIn { .. } | Opdrachtactie::ZetOpnieuwUit { .. } => self.tlo(),
            _ => Self::afdeling(&afdeling),
        };
        self.doe(Handeling::Opdracht { opdracht: id, actie }, actor, None, waarom)
    }

    fn rond_alles_af(&mut self) -> Result<(), Weigering> {
        let open: Vec<_> = self.toestand()?.opdrachten.iter().map(|(id, o)| (*id, o.status)).collect();
        for (id, status) in open {
            match status {
                Opdrachtstatus::Uitgezet => self.tussenactie(id, accepteer())?,
                Opdrachtstatus::Geblokkeerd => {
                    self.tussenactie(id, Opdrachtactie::Deblokkeer { toelichting: None })?
                }
                Opdrachtstatus::Geaccepteerd => {}
                Opdrachtstatus::Geweigerd | Opdrachtstatus::Teruggegeven => {
                    let toelichting =
                        Gevoelig::new("Afgeleid: het initiatief is zonder deze opdracht verder gegaan.");
                    self.tussenactie(id, Opdrachtactie::TrekIn { toelichting })?;
                    continue;
                }
            }
            self.tussenactie(id, Opdrachtactie::RondAf { toelichting: None })?;
        }
        Ok(())
    }
}

/// What an entry says, party included.
pub(super) fn tekst_van(regel: &Regel) -> String {
    let delen = [regel.partij.as_deref(), regel.omschrijving.as_deref()];
    delen.into_iter().flatten().collect::<Vec<_>>().join(" | ")
}

/// Accepting without a word.
pub(super) fn accepteer() -> Opdrachtactie {
    Opdrachtactie::Accepteer { behandelaar: None, toelichting: None }
}
