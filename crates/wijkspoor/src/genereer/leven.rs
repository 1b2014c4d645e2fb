//! The life of one made-up initiative: what happens is put on an agenda, and done in order until today comes.
//!
//! Waits are log-normal, which is how waits in offices are spread: most are short, some very long. Their medians, and how
//! often orders come back, are blocked or escalated, follow what the cases tell (docs/architecture.md): weeks with the
//! TLO, months between departments, and a part that nobody takes up.

use super::kans::Kans;
use super::wensen::wens;
use crate::casussen::naam;
use jiff::Timestamp;
use std::collections::BTreeMap;
use uuid::Uuid;
use wijkspoor_domain::initiatief::gebeurtenis::{
    Besluitsoort, Blokkadereden, Categorie, Gebeurtenis, Kanaal,
};
use wijkspoor_domain::initiatief::handeling::{
    Dossierhandeling, Indiening, NieuwBesluit, NieuweOvergang, Opdrachtactie,
};
use wijkspoor_domain::initiatief::{Commando, Context, Handeling};
use wijkspoor_domain::inrichting::Lijst;
use wijkspoor_domain::moment::{dagnummer, van_dagnummer};
use wijkspoor_domain::werkstroom::STANDAARDCODE;
use wijkspoor_domain::{Actor, Gevoelig, Initiatief, Metadata, Moment, Naam, Opzet, Rol};

/// Where initiatives live: the municipality, and the years in which they begin.
pub struct Wereld {
    gebieden: Vec<(Naam, Vec<Naam>)>,
    themas: Vec<Naam>,
    pub(super) afdelingen: Vec<Naam>,
    begin: i64,
    nu: Timestamp,
}

impl Wereld {
    /// As the municipality has set itself up; what it has not is made up.
    pub fn van(opzet: &Opzet, nu: Timestamp, jaren: u32) -> Self {
        let inrichting = &opzet.inrichting;
        let namen = |lijst: Lijst, anders: &[&str]| -> Vec<Naam> {
            let bekend: Vec<Naam> =
                inrichting.namen(lijst).into_iter().map(|(naam, _)| naam.clone()).collect();
            if bekend.is_empty() {
                anders.iter().filter_map(|n| Naam::try_from(*n).ok()).collect()
            } else {
                bekend
            }
        };
        let wijken = |naam: &Naam| {
            (inrichting.gebieden.iter()).filter(|g| g.naam == *naam).flat_map(|g| g.wijken.clone()).collect()
        };
        let gebieden =
            namen(Lijst::Gebieden, &["Noord", "Oost", "Zuid", "West", "Midden", "Haven", "Polder", "Buiten"]);
        Self {
            gebieden: gebieden.into_iter().map(|naam| (naam.clone(), wijken(&naam))).collect(),
            themas: namen(Lijst::Themas, &["ontmoeten", "groen", "veiligheid", "jeugd", "zorg", "wonen"]),
            afdelingen: namen(
                Lijst::Afdelingen,
                &[
                    "Openbare ruimte",
                    "Vastgoed",
                    "Mobiliteit",
                    "Vergunningen",
                    "Welzijn",
                    "Veiligheid",
                    "Juridische zaken",
                ],
            ),
            begin: nu.as_second() - i64::from(jaren) * 31_557_600,
            nu,
        }
    }
}

/// What happens at a time.
pub(super) enum Actie {
    NeemInBehandeling,
    Bericht,
    Aanvulling,
    DraagOver,
    Antwoord(Uuid, Naam),
    Opnieuw(Uuid, Naam),
    Blokkeer(Uuid, Naam),
    Deblokkeer(Uuid, Naam),
    RondAf(Uuid, Naam),
    Start,
    Realiseer,
    Escaleer,
    Besluit,
}

/// An initiative that is being played.
pub struct Leven<'a> {
    pub(super) wereld: &'a Wereld,
    opzet: &'a Opzet,
    id: Uuid,
    pub(super) kans: Kans,
    initiatief: Initiatief,
    agenda: BTreeMap<(i64, u64), Actie>,
    klok: i64,
    gebied: Naam,
    gedaan: Vec<(Vec<Gebeurtenis>, Metadata)>,
    geteld: u64,
}

impl<'a> Leven<'a> {
    /// One that begins somewhere in the years of this world.
    pub fn nieuw(wereld: &'a Wereld, opzet: &'a Opzet, id: Uuid, zaad: u64) -> Self {
        let mut kans = Kans::nieuw(zaad);
        let klok = wereld.begin + kans.onder(wereld.nu.as_second() - wereld.begin);
        let gebied = wereld.gebieden.first().map(|(naam, _)| naam.clone());
        Self {
            gebied: gebied.unwrap_or_else(|| naam("Noord")),
            wereld,
            opzet,
            id,
            kans,
            initiatief: Initiatief::default(),
            agenda: BTreeMap::new(),
            klok,
            gedaan: Vec::new(),
            geteld: 0,
        }
    }

    /// All that happens to it until today.
    pub fn leef(mut self) -> Vec<(Vec<Gebeurtenis>, Metadata)> {
        self.dien_in();
        while let Some(((wanneer, _), actie)) = self.agenda.pop_first() {
            if wanneer >= self.wereld.nu.as_second() {
                break;
            }
            self.klok = wanneer;
            self.doe(actie);
        }
        self.gedaan
    }

    /// Puts something on the agenda, after a time of which this is the median in days.
    pub(super) fn na(&mut self, mediaan: f64, spreiding: f64, actie: Actie) {
        self.geteld += 1;
        let wanneer = self.klok + self.kans.duur(mediaan, spreiding) + 60;
        self.agenda.insert((wanneer, self.geteld), actie);
    }

    /// Gives a command; what the rules do not allow now does not happen.
    fn geef(&mut self, rol: Rol, afdeling: Option<&Naam>, handeling: Handeling) -> bool {
        let gebied = (rol == Rol::Tlo).then(|| self.gebied.clone());
        let actor = Actor { id: format!("gegenereerd-{rol}"), rol, gebied, afdeling: afdeling.cloned() };
        let op = Timestamp::from_second(self.klok).unwrap_or(self.wereld.nu);
        let plaatsgevonden = Moment::tijdstip(op);
        let context = Context { actor: actor.clone(), nu: self.wereld.nu, plaatsgevonden };
        let commando = Commando { context, handeling };
        let Ok(gebeurtenissen) = self.initiatief.beslis(&commando, self.opzet) else { return false };
        gebeurtenissen.iter().for_each(|g| self.initiatief.pas_toe(g));
        let (correlatie, oorzaak, idempotentiesleutel, herkomst) = (self.id, None, None, None);
        let metadata = Metadata { actor, correlatie, oorzaak, idempotentiesleutel, plaatsgevonden, herkomst };
        self.gedaan.push((gebeurtenissen, metadata));
        true
    }

    pub(super) fn overgang(&mut self, rol: Rol, overgang: NieuweOvergang) -> bool {
        self.geef(rol, None, Handeling::VoerOvergangUit(overgang))
    }

    pub(super) fn opdracht(
        &mut self,
        rol: Rol,
        opdracht: Uuid,
        afdeling: &Naam,
        actie: Opdrachtactie,
    ) -> bool {
        self.geef(
            rol,
            Some(afdeling).filter(|_| rol == Rol::Afdeling),
            Handeling::Opdracht { opdracht, actie },
        )
    }

    pub(super) fn nieuw_id(&mut self) -> Uuid {
        self.geteld += 1;
        Uuid::from_u128(self.id.as_u128().wrapping_add(u128::from(self.geteld)))
    }

    fn dien_in(&mut self) {
        let Some((gebied, wijken)) = self.kans.scheef(&self.wereld.gebieden) else { return };
        self.gebied = gebied.clone();
        let categorie = self.kans.kies(&[
            (0.2, None),
            (0.45, Some(Categorie::KleinOpenbareRuimte)),
            (0.2, Some(Categorie::KleinSociaal)),
            (0.1, Some(Categorie::GrootRo)),
            (0.05, Some(Categorie::GrootSociaalWettelijk)),
        ]);
        let oorsprong = self.kans.kies(&[(0.7, "bewoners"), (0.2, "bewonersplatform"), (0.1, "partner")]);
        let wijk = self.kans.scheef(wijken);
        let (titel, omschrijving) = wens(self.id, wijk.unwrap_or(gebied).as_str());
        let indiening = Indiening {
            werkstroom: Some(STANDAARDCODE.to_owned()),
            titel: Gevoelig::new(titel),
            omschrijving: Gevoelig::new(omschrijving),
            gebied: gebied.clone(),
            wijken: wijk.cloned().into_iter().collect(),
            thema: self.kans.scheef(&self.wereld.themas).cloned().unwrap_or_else(|| naam("groen")),
            oorsprong: naam(oorsprong.copied().unwrap_or("bewoners")),
            categorie: categorie.copied().flatten(),
            initiatiefnemers: vec![Gevoelig::new("Een bewoner")],
            contact: None,
            kenmerk: None,
        };
        self.geef(Rol::Initiatiefnemer, None, Handeling::DienIn(indiening));
        self.na(4.0, 0.8, Actie::Bericht);
        self.na(7.0, 0.9, Actie::NeemInBehandeling);
    }

    fn doe(&mut self, actie: Actie) {
        match actie {
            Actie::NeemInBehandeling => self.neem_in_behandeling(),
            Actie::Bericht => {
                let handeling = Dossierhandeling::GeefTerugkoppeling {
                    kanaal: Kanaal::Email,
                    bericht: Gevoelig::new("Wij zijn ermee bezig."),
                };
                if self.loopt() && self.geef(Rol::Tlo, None, Handeling::Dossier(handeling)) {
                    self.na(45.0, 0.9, Actie::Bericht);
                }
            }
            Actie::Aanvulling => {
                self.overgang(Rol::Initiatiefnemer, overgang("ontvang_aanvulling"));
            }
            Actie::DraagOver => self.draag_over(),
            Actie::Antwoord(id, afdeling) => self.antwoord(id, afdeling),
            Actie::Opnieuw(id, afdeling) => {
                let opnieuw = Opdrachtactie::ZetOpnieuwUit { toelichting: None };
                if self.opdracht(Rol::Tlo, id, &afdeling, opnieuw) {
                    self.wacht_op_antwoord(id, afdeling);
                }
            }
            Actie::Blokkeer(id, afdeling) => {
                let reden = self.kans.kies(&[
                    (0.3, Blokkadereden::Capaciteit),
                    (0.2, Blokkadereden::Budget),
                    (0.15, Blokkadereden::Vergunning),
                    (0.1, Blokkadereden::Beleidskader),
                    (0.1, Blokkadereden::Besluitvorming),
                    (0.1, Blokkadereden::WachtOpDerde),
                    (0.05, Blokkadereden::PrioriteitProgramma),
                ]);
                let reden = reden.copied().unwrap_or(Blokkadereden::Capaciteit);
                let toelichting = Gevoelig::new("Dit kan nu niet verder.");
                let blokkeer = Opdrachtactie::Blokkeer { reden, eigen_reden: None, toelichting };
                if self.opdracht(Rol::Afdeling, id, &afdeling, blokkeer) {
                    self.na(45.0, 1.0, Actie::Deblokkeer(id, afdeling));
                }
            }
            Actie::Deblokkeer(id, afdeling) => {
                let deblokkeer = Opdrachtactie::Deblokkeer { toelichting: None };
                if self.opdracht(Rol::Afdeling, id, &afdeling, deblokkeer) {
                    self.na(14.0, 0.8, Actie::RondAf(id, afdeling));
                }
            }
            Actie::RondAf(id, afdeling) => {
                self.opdracht(Rol::Afdeling, id, &afdeling, Opdrachtactie::RondAf { toelichting: None });
                if self.initiatief.toestand().is_some_and(|t| t.opdrachten.is_empty()) {
                    self.na(9.0, 0.8, Actie::Start);
                }
            }
            Actie::Start => {
                if self.overgang(Rol::Tlo, overgang("start_uitvoering")) {
                    self.na(70.0, 0.8, Actie::Realiseer);
                }
            }
            Actie::Realiseer => {
                let over = self.initiatief.toestand().map(|t| t.opdrachten.clone()).unwrap_or_default();
                for (id, opdracht) in over {
                    let toelichting = Gevoelig::new("Niet meer nodig.");
                    self.opdracht(Rol::Tlo, id, &opdracht.afdeling, Opdrachtactie::TrekIn { toelichting });
                }
                let resultaat = Some(Gevoelig::new("Het is er."));
                self.overgang(Rol::Tlo, NieuweOvergang { resultaat, ..overgang("realiseer") });
            }
            Actie::Escaleer => {
                let geschilpunt = Some(Gevoelig::new("De afdeling antwoordt niet."));
                let escaleer = NieuweOvergang { geschilpunt, ..overgang("escaleer_ambtelijk") };
                if self.overgang(Rol::Tlo, gemotiveerd(escaleer)) {
                    self.na(20.0, 0.8, Actie::Besluit);
                }
            }
            Actie::Besluit => self.besluit(),
        }
    }

    fn loopt(&self) -> bool {
        self.initiatief
            .toestand()
            .is_some_and(|t| !matches!(&*t.status, "gerealiseerd" | "afgewezen" | "ingetrokken"))
    }

    fn neem_in_behandeling(&mut self) {
        if !self.overgang(Rol::Tlo, overgang("neem_in_behandeling")) {
            return;
        }
        if self.kans.komt_uit(0.08) {
            self.klok += self.kans.duur(20.0, 0.7);
            if self.klok < self.wereld.nu.as_second() {
                let besluit = Some(self.nieuw_besluit(Besluitsoort::Afwijzing));
                self.overgang(Rol::Tlo, gemotiveerd(NieuweOvergang { besluit, ..overgang("wijs_af") }));
            }
            return;
        }
        if self.kans.komt_uit(0.12) {
            let termijn = van_dagnummer(dagnummer(self.dag()) + 28);
            let vraag = NieuweOvergang {
                vraag: Some(Gevoelig::new("Wilt u een schets sturen?")),
                hersteltermijn: Some(termijn),
                ..overgang("vraag_aanvulling")
            };
            self.overgang(Rol::Tlo, vraag);
            if self.kans.komt_uit(0.85) {
                self.na(12.0, 0.7, Actie::Aanvulling);
            }
            self.na(40.0, 0.6, Actie::DraagOver);
        } else if self.kans.komt_uit(0.2) {
            self.na(25.0, 0.8, Actie::Start);
        } else {
            self.na(16.0, 0.9, Actie::DraagOver);
        }
    }

    fn besluit(&mut self) {
        if self.kans.komt_uit(0.25)
            && self.overgang(Rol::Management, gemotiveerd(overgang("escaleer_bestuurlijk")))
        {
            self.na(35.0, 0.7, Actie::Besluit);
            return;
        }
        let bestuur = self.initiatief.toestand().is_some_and(|t| t.status == "geescaleerd_bestuurlijk");
        let rol = if bestuur { Rol::Bestuur } else { Rol::Management };
        let code = self.kans.kies(&[
            (0.55, "besluit_uitvoeren"),
            (0.3, "besluit_naar_tlo"),
            (0.15, "besluit_afwijzen"),
        ]);
        let code = code.copied().unwrap_or("besluit_uitvoeren");
        let besluit = Some(self.nieuw_besluit(Besluitsoort::Escalatie));
        self.overgang(rol, gemotiveerd(NieuweOvergang { besluit, ..overgang(code) }));
        match code {
            "besluit_uitvoeren" => self.na(80.0, 0.7, Actie::Realiseer),
            "besluit_naar_tlo" => self.na(14.0, 0.7, Actie::Start),
            _ => {}
        }
    }

    fn nieuw_besluit(&mut self, soort: Besluitsoort) -> NieuwBesluit {
        NieuwBesluit {
            id: self.nieuw_id(),
            soort,
            mandaat: naam("mandaatregeling"),
            motivering: Gevoelig::new("Alles afgewogen."),
            grondslag: None,
            hoedanigheid: None,
            portefeuille: None,
            alternatieven: None,
        }
    }

    fn dag(&self) -> jiff::civil::Date {
        Moment::tijdstip(Timestamp::from_second(self.klok).unwrap_or(self.wereld.nu)).dag()
    }
}

pub(super) fn overgang(code: &str) -> NieuweOvergang {
    NieuweOvergang { overgang: code.to_owned(), ..NieuweOvergang::default() }
}

fn gemotiveerd(overgang: NieuweOvergang) -> NieuweOvergang {
    NieuweOvergang { motivering: Some(Gevoelig::new("Anders komt het er niet.")), ..overgang }
}
