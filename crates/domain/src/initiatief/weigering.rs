//! Why a command is refused: which rule, and what is possible instead.

use super::toestand::Opdrachtstatus;
use crate::inrichting::Lijst;
use crate::vernietiging::Lijststatus;
use crate::werkstroom::{Vereiste, WerkstroomRef};
use crate::wissing::Wisfout;
use crate::{Actor, Moment, Rol};
use jiff::civil::Date;
use thiserror::Error;
use uuid::Uuid;

/// A refusal. Its text is for people, in Dutch; [`Weigering::regel`] is the stable code of the rule.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Weigering {
    /// Nothing was submitted under this id.
    #[error("dit bestaat niet")]
    BestaatNiet,
    /// Something was submitted under this id before.
    #[error("dit is al vastgelegd")]
    BestaatAl,
    /// The definition is not known.
    #[error("de werkstroom {0} is hier niet bekend")]
    OnbekendeWerkstroom(WerkstroomRef),
    /// No definition of this code.
    #[error("er is geen werkstroom {0:?}")]
    GeenWerkstroom(String),
    /// It would have happened in the future.
    #[error("{} ligt in de toekomst: iets wordt pas vastgelegd als het is gebeurd", .0.in_woorden())]
    InDeToekomst(Moment),
    /// A term that had passed already when it was set.
    #[error("{veld} {datum} ligt voor {}, toen dit gebeurde", .moment.in_woorden())]
    TermijnVoorbij {
        /// The field.
        veld: &'static str,
        /// What it says.
        datum: Date,
        /// When it was set.
        moment: Moment,
    },
    /// It follows that definition already.
    #[error("het initiatief volgt de werkstroom {0} al")]
    ZelfdeWerkstroom(WerkstroomRef),
    /// A definition has no such status.
    #[error("de werkstroom kent geen status {status:?}{}", wel(.mogelijk))]
    OnbekendeStatus {
        /// The field.
        veld: String,
        /// What it says.
        status: String,
        /// What could be said.
        mogelijk: Vec<String>,
    },
    /// It could not go on under the new definition.
    #[error("het initiatief ({status}) kan niet over: {waarom}")]
    Gestrand {
        /// Its present status.
        status: String,
        /// Why, and what would help.
        waarom: String,
    },
    /// The definition has no such transition.
    #[error("de werkstroom kent geen overgang {overgang:?}{}", hint(.mogelijk))]
    OnbekendeOvergang {
        /// What was asked.
        overgang: String,
        /// What can be done now.
        mogelijk: Vec<String>,
    },
    /// Not from this status.
    #[error("de overgang {overgang:?} kan niet vanuit de status {status:?}{}", hint(.mogelijk))]
    OvergangNietMogelijk {
        /// What was asked.
        overgang: String,
        /// The present status.
        status: String,
        /// What can be done now.
        mogelijk: Vec<String>,
    },
    /// This actor may not.
    #[error("{wat} mag alleen door: {}; u handelt als {rol}{}", codes(.rollen), binnen(.omdat))]
    NietBevoegd {
        /// What was asked.
        wat: String,
        /// Who may.
        rollen: Vec<Rol>,
        /// In which role it was asked.
        rol: Rol,
        /// A bound on the role, when that is what refuses.
        omdat: Option<&'static str>,
    },
    /// Something that must come along does not.
    #[error("bij {overgang:?} ontbreekt: {}", vereisten(.ontbreekt))]
    Ontbreekt {
        /// The transition.
        overgang: String,
        /// All that is missing.
        ontbreekt: Vec<Vereiste>,
    },
    /// Something came along that this transition does not use.
    #[error("{} hoort niet bij de overgang {overgang:?}; laat het weg of leg het apart vast", .velden.join(", "))]
    Overbodig {
        /// The transition.
        overgang: String,
        /// The fields.
        velden: Vec<&'static str>,
    },
    /// Orders are open.
    #[error("{} nog niet afgehandeld: eerst afronden of intrekken", opdrachten(.0.len()))]
    OpenOpdrachten(Vec<Uuid>),
    /// No order may be given in this status.
    #[error("in de status {status:?} kan geen opdracht worden uitgezet{}", hint(.mogelijk))]
    GeenOpdrachtenNu {
        /// The present status.
        status: String,
        /// What can be done now.
        mogelijk: Vec<String>,
    },
    /// None, or too many.
    #[error("zet minstens één opdracht uit, en niet meer dan {max} tegelijk openstaand")]
    AantalOpdrachten {
        /// The largest number of unsettled orders.
        max: usize,
    },
    /// A department has an unsettled order already.
    #[error("de afdeling {afdeling:?} heeft al een opdracht die niet is afgehandeld ({opdracht})")]
    AfdelingHeeftOpdracht {
        /// The department.
        afdeling: String,
        /// Its order.
        opdracht: Uuid,
    },
    /// No such order, or settled.
    #[error("opdracht {0} bestaat niet bij dit initiatief, of is al afgerond of ingetrokken")]
    OnbekendeOpdracht(Uuid),
    /// The order is not in a status for this.
    #[error("een opdracht die {} is kan niet worden {wat}; wel: {}", .status.code(), .mogelijk.join(", "))]
    OpdrachtStatus {
        /// What was asked, as a participle.
        wat: &'static str,
        /// Where the order stands.
        status: Opdrachtstatus,
        /// What can be done with it.
        mogelijk: Vec<&'static str>,
    },
    /// No such decision in force.
    #[error("besluit {0} bestaat niet bij dit initiatief, of is al teruggedraaid")]
    OnbekendBesluit(Uuid),
    /// An id was used before.
    #[error("het id {0} is al in gebruik")]
    IdInGebruik(Uuid),
    /// It has ended.
    #[error("het initiatief is {status}: daarna kan dit niet meer{}", hint(.mogelijk))]
    Beeindigd {
        /// The end state.
        status: String,
        /// What can be done now.
        mogelijk: Vec<String>,
    },
    /// A text is empty.
    #[error("{0} mag niet leeg zijn")]
    Leeg(&'static str),
    /// The partner is there already.
    #[error("partner {0:?} is al toegevoegd")]
    PartnerBekend(String),
    /// It does not stand still.
    #[error("er is geen stagnatie gemeld die kan worden opgeheven")]
    GeenStagnatie,
    /// What it answers is not open.
    #[error("{soort} hoort bij iets dat openstaat ({}); {}", .bij.join(" of "), wat_open(.betreft, .mogelijk))]
    NietOpen {
        /// The kind of fact.
        soort: &'static str,
        /// The kinds that open something for it.
        bij: &'static [&'static str],
        /// What was named.
        betreft: Option<Uuid>,
        /// What is open.
        mogelijk: Vec<Uuid>,
    },
    /// Too much is open.
    #[error("er staan al {max} vragen open; handel die eerst af")]
    TeVeelOpen {
        /// How many may be.
        max: usize,
    },
    /// There is not so much money there.
    #[error("er is {} vrij in {waar}, dat is minder dan {}", euro(*.vrij), euro(*.gevraagd))]
    TeWeinigVrij {
        /// Where: a post, a mandate, what is not divided, a reservation.
        waar: String,
        /// What is free there, in eurocents.
        vrij: i64,
        /// What was asked, in eurocents.
        gevraagd: i64,
    },
    /// A post, mandate or reservation that does not exist.
    #[error("{wat} bestaat niet in dit budget")]
    NietInBudget {
        /// What was named.
        wat: String,
    },
    /// More than any real budget.
    #[error("een budget kan niet groter zijn dan {}", euro(*.max))]
    TeGroot {
        /// The most that it can be, in eurocents.
        max: i64,
    },
    /// An amount of nothing.
    #[error("het bedrag moet meer dan nul zijn")]
    GeenBedrag,
    /// It is recorded once.
    #[error("{0} is al vastgelegd; een wijziging leg je vast met een eigen soort")]
    AlVastgelegd(&'static str),
    /// Something must come first.
    #[error("{soort} kan pas na {eerst}")]
    EerstNodig {
        /// The kind of fact.
        soort: &'static str,
        /// What comes first.
        eerst: &'static str,
    },
    /// A name that is not in its list, or was not then.
    #[error("{naam:?} staat niet in de lijst {lijst} van de inrichting{}", wel(.mogelijk))]
    OnbekendeNaam {
        /// The field.
        veld: String,
        /// The list.
        lijst: Lijst,
        /// What it says.
        naam: String,
        /// What could be said.
        mogelijk: Vec<String>,
    },
    /// Nobody carries it already.
    #[error("er is al geen kartrekker")]
    GeenKartrekker,
    /// The clock signals what is true on the day of the signal only.
    #[error("dit signaal hoort niet bij vandaag: de laatste dag is {uiterlijk}")]
    SignaalPastNiet {
        /// The last day on which it is in time.
        uiterlijk: Date,
    },
    /// The dossier was destroyed; nothing is added to it any more.
    #[error("het dossier is vernietigd door vernietigingslijst {lijst}: er kan niets meer bij")]
    Vernietigd {
        /// The list.
        lijst: Uuid,
    },
    /// The archive law does not let it go, or not yet.
    #[error("dit dossier wordt niet vernietigd: {0}")]
    NietTeVernietigen(String),
    /// Nothing, too much, or the same twice.
    #[error("een vernietigingslijst heeft 1 tot en met {max} dossiers, elk één keer")]
    AantalDossiers {
        /// The most.
        max: usize,
    },
    /// A dossier that is not on the list.
    #[error("dossier {0} staat niet op deze lijst")]
    NietOpLijst(Uuid),
    /// Nothing would be left.
    #[error("zo blijft er geen dossier over: wijs de lijst dan af")]
    AllesUitgezonderd,
    /// Who proposed cannot approve.
    #[error("wie de lijst voorstelde mag er niet over besluiten: dat moet een ander doen")]
    VierOgen,
    /// The list is not where this can be done.
    #[error("de vernietigingslijst is {}: nu kan zij niet worden {wat}", .status.code())]
    LijstStatus {
        /// What was asked, as a participle.
        wat: &'static str,
        /// Where it stands.
        status: Lijststatus,
    },
    /// A text that stays for ever does not fit.
    #[error("{0}")]
    Blijvend(Wisfout),
}

/// Whether an actor has one of the roles to which something is reserved.
pub(crate) fn heeft_rol(rollen: &[Rol], actor: &Actor, wat: &str) -> Result<(), Weigering> {
    match rollen.contains(&actor.rol) {
        true => Ok(()),
        false => Err(Weigering::niet_bevoegd(rollen, actor, wat, None)),
    }
}

impl Weigering {
    /// That something is reserved to other roles, or to this one elsewhere.
    pub(crate) fn niet_bevoegd(
        rollen: &[Rol],
        actor: &Actor,
        wat: &str,
        omdat: Option<&'static str>,
    ) -> Self {
        Self::NietBevoegd { wat: wat.to_owned(), rollen: rollen.to_vec(), rol: actor.rol, omdat }
    }

    /// The stable code of the rule that refuses.
    pub fn regel(&self) -> &'static str {
        match self {
            Self::BestaatNiet => "bestaat-niet",
            Self::BestaatAl => "bestaat-al",
            Self::OnbekendeWerkstroom(_) | Self::GeenWerkstroom(_) => "onbekende-werkstroom",
            Self::ZelfdeWerkstroom(_) => "zelfde-werkstroom",
            Self::OnbekendeStatus { .. } => "onbekende-status",
            Self::Gestrand { .. } => "gestrand",
            Self::InDeToekomst(_) => "in-de-toekomst",
            Self::TermijnVoorbij { .. } => "termijn-voorbij",
            Self::OnbekendeOvergang { .. } => "onbekende-overgang",
            Self::OvergangNietMogelijk { .. } => "overgang-niet-mogelijk",
            Self::NietBevoegd { .. } => "niet-bevoegd",
            Self::Ontbreekt { .. } => "vereiste-ontbreekt",
            Self::Overbodig { .. } => "overbodig-gegeven",
            Self::OpenOpdrachten(_) => "open-opdrachten",
            Self::GeenOpdrachtenNu { .. } => "geen-opdrachten-nu",
            Self::AantalOpdrachten { .. } => "aantal-opdrachten",
            Self::AfdelingHeeftOpdracht { .. } => "afdeling-heeft-opdracht",
            Self::OnbekendeOpdracht(_) => "onbekende-opdracht",
            Self::OpdrachtStatus { .. } => "opdracht-status",
            Self::OnbekendBesluit(_) => "onbekend-besluit",
            Self::IdInGebruik(_) => "id-in-gebruik",
            Self::Beeindigd { .. } => "initiatief-beeindigd",
            Self::Leeg(_) => "leeg",
            Self::PartnerBekend(_) => "partner-bekend",
            Self::GeenStagnatie => "geen-stagnatie",
            Self::TeWeinigVrij { .. } => "te-weinig-vrij",
            Self::NietInBudget { .. } => "niet-in-budget",
            Self::TeGroot { .. } => "te-groot",
            Self::GeenBedrag => "geen-bedrag",
            Self::NietOpen { .. } => "niet-open",
            Self::TeVeelOpen { .. } => "te-veel-open",
            Self::AlVastgelegd(_) => "al-vastgelegd",
            Self::EerstNodig { .. } => "eerst-nodig",
            Self::OnbekendeNaam { .. } => "onbekende-naam",
            Self::GeenKartrekker => "geen-kartrekker",
            Self::SignaalPastNiet { .. } => "signaal-past-niet",
            Self::Vernietigd { .. } => "dossier-vernietigd",
            Self::NietTeVernietigen(_) => "niet-te-vernietigen",
            Self::AantalDossiers { .. } => "aantal-dossiers",
            Self::NietOpLijst(_) => "niet-op-lijst",
            Self::AllesUitgezonderd => "alles-uitgezonderd",
            Self::VierOgen => "vier-ogen",
            Self::LijstStatus { .. } => "lijst-status",
            Self::Blijvend(Wisfout::Persoonlijk(_)) => "persoonsgegeven",
            Self::Blijvend(_) => "besluit-onvolledig",
        }
    }

    /// What is possible instead, as codes.
    pub fn mogelijk(&self) -> Vec<String> {
        match self {
            Self::OnbekendeOvergang { mogelijk, .. }
            | Self::OvergangNietMogelijk { mogelijk, .. }
            | Self::GeenOpdrachtenNu { mogelijk, .. }
            | Self::OnbekendeNaam { mogelijk, .. }
            | Self::OnbekendeStatus { mogelijk, .. }
            | Self::Beeindigd { mogelijk, .. } => mogelijk.clone(),
            Self::NietOpen { mogelijk, .. } => mogelijk.iter().map(ToString::to_string).collect(),
            Self::OpdrachtStatus { mogelijk, .. } => mogelijk.iter().map(|m| (*m).to_owned()).collect(),
            _ => Vec::new(),
        }
    }
}

/// More names than this are not read in a message; they are all in `mogelijk`.
const GENOEMD: usize = 30;

fn wel(mogelijk: &[String]) -> String {
    let meer = if mogelijk.len() > GENOEMD { ", …" } else { "" };
    let genoemd: Vec<&str> = mogelijk.iter().take(GENOEMD).map(String::as_str).collect();
    match genoemd.as_slice() {
        [] => "; er staat nu niets in dat hier past".to_owned(),
        _ => format!("; wel: {}{meer}", genoemd.join(", ")),
    }
}

fn opdrachten(aantal: usize) -> String {
    if aantal == 1 { "1 opdracht is".to_owned() } else { format!("{aantal} opdrachten zijn") }
}

fn hint(mogelijk: &[String]) -> String {
    match mogelijk {
        [] => "; er is nu geen overgang mogelijk".to_owned(),
        _ => format!("; wel mogelijk: {}", mogelijk.join(", ")),
    }
}

/// Eurocents as a person writes them: `€ 1.234,56`.
pub(crate) fn euro(centen: i64) -> String {
    let (heel, rest) = (centen.unsigned_abs() / 100, centen.unsigned_abs() % 100);
    let cijfers = heel.to_string();
    let groepen: Vec<&str> =
        cijfers.as_bytes().rchunks(3).rev().filter_map(|g| std::str::from_utf8(g).ok()).collect();
    format!("€ {}{},{rest:02}", if centen < 0 { "-" } else { "" }, groepen.join("."))
}

fn wat_open(betreft: &Option<Uuid>, mogelijk: &[Uuid]) -> String {
    match (betreft, mogelijk) {
        (_, []) => "er staat niets open".to_owned(),
        (None, _) => "noem in betreft het id waarop dit het antwoord is".to_owned(),
        (Some(id), _) => format!("{id} staat niet open"),
    }
}

fn binnen(omdat: &Option<&'static str>) -> String {
    omdat.map(|o| format!(" ({o})")).unwrap_or_default()
}

fn codes(rollen: &[Rol]) -> String {
    rollen.iter().map(|r| r.code()).collect::<Vec<_>>().join(", ")
}

fn vereisten(ontbreekt: &[Vereiste]) -> String {
    ontbreekt.iter().map(|v| v.code()).collect::<Vec<_>>().join(", ")
}
