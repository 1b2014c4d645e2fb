//! Builders for the tests: an initiative that has lived through some commands, and commands that say only what
//! matters to a rule.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests, too")]

use cqrs_es::Aggregate;
use cqrs_es::test::{AggregateResultValidator, TestFramework};
use jiff::{Timestamp, ToSpan, civil::date};
use uuid::Uuid;
use wijkspoor_domain::initiatief::gebeurtenis::{Besluitsoort, Blokkadereden, Terugreden, Weigerreden};
use wijkspoor_domain::initiatief::handeling::*;
use wijkspoor_domain::initiatief::{Gebeurtenis, Opdrachtstatus, Toestand, Weigering, aan_zet};
use wijkspoor_domain::{Actor, Gevoelig, Initiatief, Moment, Naam, Opzet, Rol};

pub const GEBIED: &str = "Noordoost";

pub fn naam(tekst: &str) -> Naam {
    Naam::try_from(tekst).unwrap()
}

/// A stable id for a number.
pub fn id(nummer: u128) -> Uuid {
    Uuid::from_u128(0x0189_0000_0000_7000_8000_0000_0000_0000 + nummer)
}

pub fn nu() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

// Who acts.

pub fn als(rol: Rol) -> Actor {
    Actor { id: format!("{rol}-1"), rol, gebied: None, afdeling: None }
}

pub fn tlo() -> Actor {
    Actor { gebied: Some(naam(GEBIED)), ..als(Rol::Tlo) }
}

pub fn tlo_van(gebied: &str) -> Actor {
    Actor { gebied: Some(naam(gebied)), ..als(Rol::Tlo) }
}

pub fn afdeling(afdeling: &str) -> Actor {
    Actor { afdeling: Some(naam(afdeling)), ..als(Rol::Afdeling) }
}

pub fn indiener() -> Actor {
    als(Rol::Initiatiefnemer)
}

pub fn management() -> Actor {
    als(Rol::Management)
}

pub fn bestuur() -> Actor {
    als(Rol::Bestuur)
}

// What is asked.

pub fn commando(actor: Actor, handeling: Handeling) -> Commando {
    Commando { context: Context { actor, nu: nu(), plaatsgevonden: Moment::tijdstip(nu()) }, handeling }
}

pub fn indiening() -> Indiening {
    Indiening {
        werkstroom: None,
        titel: "Buurttuin".into(),
        omschrijving: "Een tuin voor de buurt".into(),
        gebied: naam(GEBIED),
        wijken: vec![naam("Klarendal"), naam("Sint Marten")],
        thema: naam("groen"),
        oorsprong: naam("bewoners"),
        categorie: None,
        initiatiefnemers: vec!["Mevrouw Jansen".into()],
        contact: None,
        kenmerk: None,
    }
}

pub fn opdracht(nummer: u128, afdeling: &str) -> NieuweOpdracht {
    NieuweOpdracht {
        id: id(nummer),
        afdeling: naam(afdeling),
        omschrijving: "Beoordeel het plan".into(),
        uiterlijk: None,
    }
}

pub fn besluit(nummer: u128, soort: Besluitsoort) -> NieuwBesluit {
    NieuwBesluit {
        id: id(nummer),
        soort,
        mandaat: naam("Afdelingshoofd"),
        motivering: "De buurt draagt het".into(),
        grondslag: None,
        hoedanigheid: None,
        portefeuille: None,
        alternatieven: None,
    }
}

/// A transition with nothing along; fields are added with struct update.
pub fn stap(overgang: &str) -> NieuweOvergang {
    NieuweOvergang { overgang: overgang.into(), ..NieuweOvergang::default() }
}

pub fn gemotiveerd(overgang: &str) -> NieuweOvergang {
    NieuweOvergang { motivering: ook("Omdat het zo is afgesproken"), ..stap(overgang) }
}

pub fn draag_over(opdrachten: Vec<NieuweOpdracht>) -> NieuweOvergang {
    NieuweOvergang { opdrachten, ..stap("draag_over") }
}

pub fn vraag_aanvulling() -> NieuweOvergang {
    let hersteltermijn = Some(date(2026, 3, 31));
    NieuweOvergang { vraag: ook("Een schets"), hersteltermijn, ..stap("vraag_aanvulling") }
}

pub fn escaleer(overgang: &str) -> NieuweOvergang {
    NieuweOvergang { geschilpunt: ook("Wie betaalt het onderhoud?"), ..stap(overgang) }
}

pub fn besluitend(overgang: &str, nummer: u128, soort: Besluitsoort) -> NieuweOvergang {
    NieuweOvergang { besluit: Some(besluit(nummer, soort)), ..gemotiveerd(overgang) }
}

pub fn realiseer() -> NieuweOvergang {
    NieuweOvergang { resultaat: ook("De tuin ligt er"), ..stap("realiseer") }
}

pub fn ook(tekst: &str) -> Option<Gevoelig> {
    Some(tekst.into())
}

// What is done with an order.

pub fn accepteer() -> Opdrachtactie {
    Opdrachtactie::Accepteer { behandelaar: ook("De heer De Vries"), toelichting: None }
}

pub fn weiger() -> Opdrachtactie {
    Opdrachtactie::Weiger {
        reden: Weigerreden::GeenCapaciteit,
        eigen_reden: None,
        toelichting: "Geen mensen".into(),
    }
}

pub fn geef_terug() -> Opdrachtactie {
    Opdrachtactie::GeefTerug {
        reden: Terugreden::Onvolledig,
        eigen_reden: None,
        toelichting: "De schets ontbreekt".into(),
    }
}

pub fn blokkeer() -> Opdrachtactie {
    Opdrachtactie::Blokkeer {
        reden: Blokkadereden::Budget,
        eigen_reden: None,
        toelichting: "Geen dekking".into(),
    }
}

pub fn deblokkeer() -> Opdrachtactie {
    Opdrachtactie::Deblokkeer { toelichting: None }
}

pub fn rond_af() -> Opdrachtactie {
    Opdrachtactie::RondAf { toelichting: ook("Advies gegeven") }
}

pub fn trek_in() -> Opdrachtactie {
    Opdrachtactie::TrekIn { toelichting: "Niet meer nodig".into() }
}

pub fn zet_opnieuw_uit() -> Opdrachtactie {
    Opdrachtactie::ZetOpnieuwUit { toelichting: ook("Nu met schets") }
}

/// An initiative with everything that happened to it.
#[derive(Clone)]
pub struct Zaak {
    pub gebeurtenissen: Vec<Gebeurtenis>,
    pub initiatief: Initiatief,
    pub opzet: Opzet,
}

impl Zaak {
    /// Not submitted yet.
    pub fn leeg() -> Self {
        let opzet = Opzet::standaard().unwrap();
        Self { gebeurtenissen: Vec::new(), initiatief: Initiatief::default(), opzet }
    }

    /// Submitted: in status `ingediend`.
    pub fn ingediend() -> Self {
        Self::leeg().na(indiener(), Handeling::DienIn(indiening()))
    }

    /// In status `in_behandeling_tlo`.
    pub fn bij_tlo() -> Self {
        Self::ingediend().stap(tlo(), stap("neem_in_behandeling"))
    }

    /// In status `in_behandeling_kernorganisatie`, with orders 1, 2, … to these departments.
    pub fn bij_kern(afdelingen: &[&str]) -> Self {
        let opdrachten = (1..).zip(afdelingen).map(|(nummer, afdeling)| opdracht(nummer, afdeling)).collect();
        Self::bij_tlo().stap(tlo(), draag_over(opdrachten))
    }

    /// In status `in_uitvoering`, without orders.
    pub fn in_uitvoering() -> Self {
        Self::bij_tlo().stap(tlo(), stap("start_uitvoering"))
    }

    /// In the end status `ingetrokken`.
    pub fn ingetrokken() -> Self {
        Self::ingediend().stap(indiener(), stap("trek_in"))
    }

    /// After one more command, which must be accepted.
    pub fn na(mut self, actor: Actor, handeling: Handeling) -> Self {
        let commando = commando(actor, handeling);
        let nieuw = self.initiatief.beslis(&commando, &self.opzet);
        let nieuw = nieuw.unwrap_or_else(|weigering| panic!("{:?}: {weigering}", commando.handeling));
        for gebeurtenis in nieuw {
            self.initiatief.apply(gebeurtenis.clone());
            self.gebeurtenissen.push(gebeurtenis);
        }
        self
    }

    /// After one more transition.
    pub fn stap(self, actor: Actor, overgang: NieuweOvergang) -> Self {
        self.na(actor, Handeling::VoerOvergangUit(overgang))
    }

    /// After an action on an order.
    pub fn opdracht(self, actor: Actor, nummer: u128, actie: Opdrachtactie) -> Self {
        self.na(actor, Handeling::Opdracht { opdracht: id(nummer), actie })
    }

    /// After an addition to the dossier.
    pub fn dossier(self, actor: Actor, handeling: Dossierhandeling) -> Self {
        self.na(actor, Handeling::Dossier(handeling))
    }

    pub fn toestand(&self) -> &Toestand {
        self.initiatief.toestand().unwrap()
    }

    pub fn status(&self) -> &str {
        &self.toestand().status
    }

    /// Where an order stands; `None` when it is settled.
    pub fn orderstatus(&self, nummer: u128) -> Option<Opdrachtstatus> {
        self.toestand().opdrachten.get(&id(nummer)).map(|o| o.status)
    }

    /// Who has the ball, as `partij`, `partij naam` or `partij naam #opdracht`.
    pub fn aan_zet(&self) -> Vec<String> {
        let werkstroom = self.opzet.werkstromen.zoek(&self.toestand().werkstroom).unwrap();
        let beurten = aan_zet(self.toestand(), werkstroom);
        (beurten.into_iter())
            .map(|beurt| {
                let mut woorden = vec![beurt.partij.soort().to_owned()];
                woorden.extend(beurt.partij.naam().map(ToString::to_string));
                woorden.extend(beurt.opdracht.map(|o| format!("#{}", o.as_u128() - id(0).as_u128())));
                woorden.join(" ")
            })
            .collect()
    }

    /// Gives a command through cqrs-es's own framework: given what happened, when this is asked …
    pub fn wanneer(&self, commando: Commando) -> AggregateResultValidator<Initiatief> {
        let gegeven = TestFramework::<Initiatief>::with(self.opzet.clone());
        match self.gebeurtenissen.as_slice() {
            [] => gegeven.given_no_previous_events().when(commando),
            gebeurtenissen => gegeven.given(gebeurtenissen.to_vec()).when(commando),
        }
    }

    /// … as this actor at the usual time.
    pub fn vraag(&self, actor: Actor, handeling: Handeling) -> AggregateResultValidator<Initiatief> {
        self.wanneer(commando(actor, handeling))
    }

    /// The refusal of a command that must be refused.
    pub fn weigering(&self, actor: Actor, handeling: Handeling) -> Weigering {
        self.vraag(actor, handeling).inspect_result().unwrap_err()
    }

    /// The refusal of a transition that must be refused.
    pub fn weigert_stap(&self, actor: Actor, overgang: NieuweOvergang) -> Weigering {
        self.weigering(actor, Handeling::VoerOvergangUit(overgang))
    }
}

/// A moment some minutes after now.
pub fn over_minuten(minuten: i64) -> Moment {
    Moment::tijdstip(nu().checked_add(minuten.minutes()).unwrap())
}
