//! What can be asked of an initiative.

use super::gebeurtenis::{
    Besluitsoort, Blokkadereden, Categorie, Hoedanigheid, Kanaal, Terugreden, Tijdsignaal, Weigerreden,
};
use super::weigering::Weigering;
use crate::feit::Feit;
use crate::werkstroom::WerkstroomRef;
use crate::{Actor, Gevoelig, Moment, Naam, Nauwkeurigheid, Partij};
use jiff::{SignedDuration, Timestamp, civil::Date};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A command: what is asked, by whom and when. The time and new ids come from outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Commando {
    /// By whom and when.
    pub context: Context,
    /// What.
    pub handeling: Handeling,
}

/// The circumstances of a command.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// Who gives it.
    pub actor: Actor,
    /// The present time.
    pub nu: Timestamp,
    /// When it happened.
    pub plaatsgevonden: Moment,
}

impl Context {
    /// How far the clocks of a sender and this server may differ.
    const SPELING: SignedDuration = SignedDuration::from_mins(5);

    /// A term lies in the future of what sets it.
    pub(crate) fn controleer_termijn(
        &self,
        veld: &'static str,
        datum: Option<Date>,
    ) -> Result<(), Weigering> {
        let moment = self.plaatsgevonden;
        match datum.filter(|datum| *datum < moment.dagen().0) {
            Some(datum) => Err(Weigering::TermijnVoorbij { veld, datum, moment }),
            None => Ok(()),
        }
    }

    pub(crate) fn controleer_moment(&self) -> Result<(), Weigering> {
        let in_de_toekomst = match self.plaatsgevonden.nauwkeurigheid {
            Nauwkeurigheid::Tijdstip => {
                self.plaatsgevonden.op > self.nu.saturating_add(Self::SPELING).unwrap_or(Timestamp::MAX)
            }
            // A date may be today, also when its digits below the day lie later.
            _ => self.plaatsgevonden.dag() > Moment::tijdstip(self.nu).dag(),
        };
        match in_de_toekomst {
            true => Err(Weigering::InDeToekomst(self.plaatsgevonden)),
            false => Ok(()),
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Handeling {
    /// Submit.
    DienIn(Indiening),
    /// Take a transition of the definition.
    VoerOvergangUit(NieuweOvergang),
    /// Give orders to one or more departments at once.
    ZetOpdrachtenUit(Vec<NieuweOpdracht>),
    /// Do something with an order.
    Opdracht {
        /// Which.
        opdracht: Uuid,
        /// What.
        actie: Opdrachtactie,
    },
    /// Take a decision.
    NeemBesluit(NieuwBesluit),
    /// Reverse a decision.
    DraaiBesluitTerug {
        /// Which.
        besluit: Uuid,
        /// Why.
        motivering: Gevoelig,
    },
    /// Add to the dossier without moving the initiative.
    Dossier(Dossierhandeling),
    /// Record a fact.
    LegVast(Feit),
    /// Signal that something takes too long.
    Signaleer(Signalering),
    /// Go on under another version of the definition.
    WijzigWerkstroom(Werkstroomwijziging),
    /// Destroy the dossier.
    Vernietig(Vernietiging),
}

/// Destruction by an approved list. An initiative does not remember when it was closed; who asks says so, of the version that he
/// read it from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vernietiging {
    /// The list.
    pub lijst: Uuid,
    /// The day on which the dossier was closed.
    pub gesloten: Date,
}

/// A submission.
#[derive(Debug, Clone, PartialEq)]
pub struct Indiening {
    /// The code of the definition, of which the newest version is taken; without, that of the inrichting.
    pub werkstroom: Option<String>,
    /// What it is called.
    pub titel: Gevoelig,
    /// What is wanted.
    pub omschrijving: Gevoelig,
    /// The area.
    pub gebied: Naam,
    /// The neighbourhoods.
    pub wijken: Vec<Naam>,
    /// The theme.
    pub thema: Naam,
    /// Who began it.
    pub oorsprong: Naam,
    /// The category, where it is known.
    pub categorie: Option<Categorie>,
    /// The residents or groups.
    pub initiatiefnemers: Vec<Gevoelig>,
    /// How to reach them.
    pub contact: Option<Gevoelig>,
    /// A reference of the sender's own.
    pub kenmerk: Option<Naam>,
}

/// A transition with what comes along.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NieuweOvergang {
    /// Its code.
    pub overgang: String,
    /// Why.
    pub motivering: Option<Gevoelig>,
    /// What the applicant must supply.
    pub vraag: Option<Gevoelig>,
    /// By when.
    pub hersteltermijn: Option<Date>,
    /// What the dispute is about.
    pub geschilpunt: Option<Gevoelig>,
    /// The portfolio that must decide on it.
    pub portefeuille: Option<Naam>,
    /// What was achieved.
    pub resultaat: Option<Gevoelig>,
    /// Until when it is on hold.
    pub tot: Option<Date>,
    /// The decision that goes with it.
    pub besluit: Option<NieuwBesluit>,
    /// The orders that go with it.
    pub opdrachten: Vec<NieuweOpdracht>,
}

/// An order to be given.
#[derive(Debug, Clone, PartialEq)]
pub struct NieuweOpdracht {
    /// Its id.
    pub id: Uuid,
    /// The department.
    pub afdeling: Naam,
    /// What is asked.
    pub omschrijving: Gevoelig,
    /// By when an answer is expected.
    pub uiterlijk: Option<Date>,
}

/// A move to another version of the definition, or to another definition.
#[derive(Debug, Clone, PartialEq)]
pub struct Werkstroomwijziging {
    /// Where to.
    pub naar: WerkstroomRef,
    /// What statuses are called over there, where that differs.
    pub vertaling: BTreeMap<String, String>,
    /// The mandate under which it was decided.
    pub mandaat: Naam,
    /// Why.
    pub motivering: Gevoelig,
}

/// What can be done with an order.
#[derive(Debug, Clone, PartialEq)]
pub enum Opdrachtactie {
    /// The department takes it.
    Accepteer {
        /// Who treats it.
        behandelaar: Option<Gevoelig>,
        /// A remark.
        toelichting: Option<Gevoelig>,
    },
    /// The department refuses it.
    Weiger {
        /// Why.
        reden: Weigerreden,
        /// The municipality's own name for it.
        eigen_reden: Option<Naam>,
        /// In words.
        toelichting: Gevoelig,
    },
    /// The department returns it.
    GeefTerug {
        /// Why.
        reden: Terugreden,
        /// The municipality's own name for it.
        eigen_reden: Option<Naam>,
        /// In words.
        toelichting: Gevoelig,
    },
    /// It cannot go on.
    Blokkeer {
        /// Why.
        reden: Blokkadereden,
        /// The municipality's own name for it.
        eigen_reden: Option<Naam>,
        /// In words.
        toelichting: Gevoelig,
    },
    /// It can go on.
    Deblokkeer {
        /// A remark.
        toelichting: Option<Gevoelig>,
    },
    /// It is done.
    RondAf {
        /// What was achieved.
        toelichting: Option<Gevoelig>,
    },
    /// The TLO withdraws it.
    TrekIn {
        /// Why.
        toelichting: Gevoelig,
    },
    /// The TLO gives an order that came back once more.
    ZetOpnieuwUit {
        /// What was added.
        toelichting: Option<Gevoelig>,
    },
}

/// A decision to be taken.
#[derive(Debug, Clone, PartialEq)]
pub struct NieuwBesluit {
    /// Its id.
    pub id: Uuid,
    /// What it is about.
    pub soort: Besluitsoort,
    /// The mandate.
    pub mandaat: Naam,
    /// Why.
    pub motivering: Gevoelig,
    /// What it is based on.
    pub grondslag: Option<Gevoelig>,
    /// In what capacity.
    pub hoedanigheid: Option<Hoedanigheid>,
    /// The portfolio under which it falls.
    pub portefeuille: Option<Naam>,
    /// What else was considered.
    pub alternatieven: Option<Gevoelig>,
}

/// What adds to the dossier without moving the initiative.
#[derive(Debug, Clone, PartialEq)]
pub enum Dossierhandeling {
    /// Tell the applicant something.
    GeefTerugkoppeling {
        /// How.
        kanaal: Kanaal,
        /// What.
        bericht: Gevoelig,
    },
    /// Let somebody else treat it.
    WijzigBehandelaar {
        /// Who.
        behandelaar: Gevoelig,
        /// The handover note.
        overdracht: Option<Gevoelig>,
    },
    /// Somebody else, or nobody, carries it.
    WijzigKartrekker {
        /// Who.
        kartrekker: Option<Gevoelig>,
        /// A remark.
        toelichting: Option<Gevoelig>,
    },
    /// Add a partner.
    VoegPartnerToe {
        /// The organisation.
        partner: Naam,
        /// What it does.
        bijdrage: Option<Gevoelig>,
    },
    /// Note something.
    Noteer {
        /// The kind of note.
        soort: Naam,
        /// What.
        tekst: Gevoelig,
        /// Whom it concerns.
        partij: Option<Gevoelig>,
    },
    /// Report that it stands still.
    MeldStagnatie {
        /// Why.
        oorzaak: Blokkadereden,
        /// The municipality's own name for it.
        eigen_reden: Option<Naam>,
        /// In words.
        toelichting: Gevoelig,
        /// For whom or what it waits.
        wacht_op: Option<Naam>,
    },
    /// Report that the obstacle is gone.
    HefStagnatieOp {
        /// How.
        toelichting: Option<Gevoelig>,
    },
}

/// What the clock found to take too long. What it rests on is worked out by the read model that keeps the norms.
#[derive(Debug, Clone, PartialEq)]
pub struct Signalering {
    /// What is the matter.
    pub signaal: Tijdsignaal,
    /// Who must act.
    pub partij: Option<Partij>,
    /// The order, or what was asked.
    pub bij: Option<Uuid>,
    /// The term.
    pub termijn: Option<String>,
    /// The last day on which it would be in time.
    pub uiterlijk: Date,
}
