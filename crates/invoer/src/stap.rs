//! The steps that a row can say, and the columns that each takes. A kind of fact is a step as it is.

use crate::lijkt::{code, kaal};
use wijkspoor_domain::feit::{Feitsoort, Veld, Verband, Vorm, soorten};
use wijkspoor_domain::initiatief::gebeurtenis::{
    Besluitsoort, Blokkadereden, Categorie, Hoedanigheid, Kanaal, Terugreden, Weigerreden,
};
use wijkspoor_domain::inrichting::Lijst;

/// What a row says that happened.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stap {
    /// One of the steps that the domain has an event of its own for.
    Eigen(Eigen, &'static Stapsoort),
    /// A fact.
    Feit(&'static Feitsoort),
    /// A transition of the workflow, however it is named: which it is, is seen where the initiative stands.
    Overgang,
}

/// The steps with an event of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eigen {
    /// Submitted.
    Indiening,
    /// Orders given.
    Uitzetten,
    /// Something done with an order.
    Opdracht(Actie),
    /// A decision.
    Besluit,
    /// A decision reversed.
    Terugdraaien,
    /// The applicant told.
    Terugkoppeling,
    /// Somebody else treats it.
    Behandelaar,
    /// Somebody else carries it.
    Kartrekker,
    /// A partner joined.
    Partner,
    /// A note.
    Notitie,
    /// It stands still.
    Stagnatie,
    /// It does no longer.
    Hervatting,
}

/// What is done with an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actie {
    /// Accepted.
    Accepteer,
    /// Refused.
    Weiger,
    /// Returned.
    GeefTerug,
    /// Blocked.
    Blokkeer,
    /// Deblocked.
    Deblokkeer,
    /// Finished.
    RondAf,
    /// Withdrawn.
    TrekIn,
    /// Given once more.
    ZetOpnieuwUit,
}

/// A step with an event of its own.
#[derive(Debug)]
pub struct Stapsoort {
    /// What stands in the column `stap`: the kind of event, as in the timeline.
    pub code: &'static str,
    /// What it does.
    pub eigen: Eigen,
    /// What it says, in Dutch, for people.
    pub uitleg: &'static str,
    /// The columns that it takes beside those of every row.
    pub velden: &'static [Veld],
}

const fn veld(naam: &'static str, vorm: Vorm, uitleg: &'static str) -> Veld {
    Veld { naam, vorm, verplicht: true, uitleg }
}

const fn ook(naam: &'static str, vorm: Vorm, uitleg: &'static str) -> Veld {
    Veld { naam, vorm, verplicht: false, uitleg }
}

const AFDELING: Veld = veld("afdeling", Vorm::Uit(Lijst::Afdelingen), "De afdeling die de opdracht heeft.");
const EIGEN_REDEN: Veld = ook("eigenReden", Vorm::Uit(Lijst::Redenen), "De eigen reden van de gemeente.");
const TOELICHTING: Veld = ook("toelichting", Vorm::Tekst, "Een toelichting.");
const WAAROM: Veld = veld("toelichting", Vorm::Tekst, "De reden in woorden.");
const SOORT: &str = "Waar het besluit over gaat.";
const MANDAAT: &str = "Het mandaat waarin is besloten.";
const GRONDSLAG: Veld = ook("grondslag", Vorm::Tekst, "Waar het besluit op rust.");
const HOEDANIGHEID: Veld =
    ook("hoedanigheid", Vorm::Code(Hoedanigheid::CODES), "In welke hoedanigheid is besloten.");
const PORTEFEUILLE: Veld = ook("portefeuille", Vorm::Uit(Lijst::Portefeuilles), "De portefeuille.");
const ALTERNATIEVEN: Veld = ook("alternatieven", Vorm::Tekst, "Wat er nog meer is overwogen.");

/// The columns of a transition. Which of them it needs, its definition says.
pub(crate) const OVERGANG: &[Veld] = &[
    ook("motivering", Vorm::Tekst, "Waarom."),
    ook("vraag", Vorm::Tekst, "Wat de initiatiefnemer moet aanvullen."),
    ook("hersteltermijn", Vorm::Datum, "Tot wanneer dat kan."),
    ook("geschilpunt", Vorm::Tekst, "Waar de escalatie over gaat."),
    PORTEFEUILLE,
    ook("resultaat", Vorm::Tekst, "Wat er is bereikt."),
    ook("tot", Vorm::Datum, "Tot wanneer het wordt aangehouden."),
    ook("mandaat", Vorm::Naam, "Het mandaat van het besluit dat erbij hoort."),
    ook("besluitsoort", Vorm::Code(Besluitsoort::CODES), SOORT),
    GRONDSLAG,
    HOEDANIGHEID,
    ALTERNATIEVEN,
    ook("afdeling", Vorm::NamenUit(Lijst::Afdelingen), "De afdelingen die een opdracht krijgen."),
    ook("omschrijving", Vorm::Tekst, "Wat er van die afdelingen wordt gevraagd."),
    ook("uiterlijk", Vorm::Datum, "Wanneer hun antwoord er moet zijn."),
];

macro_rules! stappen {
    ($($code:literal $eigen:expr, $uitleg:literal, [$($veld:expr),* $(,)?];)+) => {
        /// Every step with an event of its own, in the order of the documentation.
        pub const STAPPEN: &[Stapsoort] = &[$(Stapsoort {
            code: $code,
            eigen: $eigen,
            uitleg: $uitleg,
            velden: const { &[$($veld),*] },
        }),+];
    };
}

stappen! {
    "initiatief_ingediend" Eigen::Indiening, "Het initiatief is ingediend. Altijd de eerste regel van een initiatief.", [
        veld("titel", Vorm::Tekst, "Hoe het heet; zonder namen van mensen."),
        veld("omschrijving", Vorm::Tekst, "Wat de indieners willen."),
        veld("gebied", Vorm::Uit(Lijst::Gebieden), "Het gebied."),
        ook("wijken", Vorm::NamenUit(Lijst::Wijken), "De wijken."),
        veld("thema", Vorm::Uit(Lijst::Themas), "Het thema."),
        veld("oorsprong", Vorm::Naam, "Van wie het komt, zoals bewoners, tlo of gemeente."),
        ook("categorie", Vorm::Code(Categorie::CODES), "De categorie."),
        ook("initiatiefnemers", Vorm::Tekst, "De bewoners of groepen."),
        ook("contact", Vorm::Tekst, "Hoe zij te bereiken zijn."),
        ook("werkstroom", Vorm::Naam, "De werkstroom, als het niet die van de inrichting is."),
    ];
    "opdracht_uitgezet" Eigen::Uitzetten, "Afdelingen krijgen een opdracht. Bij het overdragen zelf kan dat in dezelfde regel.", [
        veld("afdeling", Vorm::NamenUit(Lijst::Afdelingen), "De afdelingen."),
        veld("omschrijving", Vorm::Tekst, "Wat er wordt gevraagd."),
        ook("uiterlijk", Vorm::Datum, "Wanneer het antwoord er moet zijn."),
    ];
    "opdracht_geaccepteerd" Eigen::Opdracht(Actie::Accepteer), "De afdeling neemt de opdracht aan.", [
        AFDELING, ook("behandelaar", Vorm::Tekst, "Wie het doet."), TOELICHTING,
    ];
    "opdracht_geweigerd" Eigen::Opdracht(Actie::Weiger), "De afdeling weigert de opdracht.", [
        AFDELING, veld("reden", Vorm::Code(Weigerreden::CODES), "De reden."), EIGEN_REDEN, WAAROM,
    ];
    "opdracht_teruggegeven" Eigen::Opdracht(Actie::GeefTerug), "De afdeling geeft de opdracht terug.", [
        AFDELING, veld("reden", Vorm::Code(Terugreden::CODES), "De reden."), EIGEN_REDEN, WAAROM,
    ];
    "opdracht_geblokkeerd" Eigen::Opdracht(Actie::Blokkeer), "De opdracht kan niet verder.", [
        AFDELING, veld("reden", Vorm::Code(Blokkadereden::CODES), "De reden."), EIGEN_REDEN, WAAROM,
    ];
    "opdracht_gedeblokkeerd" Eigen::Opdracht(Actie::Deblokkeer), "De opdracht kan weer verder.", [AFDELING, TOELICHTING];
    "opdracht_afgerond" Eigen::Opdracht(Actie::RondAf), "De opdracht is klaar.", [AFDELING, TOELICHTING];
    "opdracht_ingetrokken" Eigen::Opdracht(Actie::TrekIn), "Het TLO trekt de opdracht in.", [AFDELING, WAAROM];
    "opdracht_heruitgezet" Eigen::Opdracht(Actie::ZetOpnieuwUit), "Het TLO zet een opdracht die terugkwam opnieuw uit.", [
        AFDELING, TOELICHTING,
    ];
    "besluit_genomen" Eigen::Besluit, "Er is een besluit genomen, los van een overgang.", [
        veld("besluitsoort", Vorm::Code(Besluitsoort::CODES), SOORT),
        veld("mandaat", Vorm::Naam, MANDAAT),
        veld("motivering", Vorm::Tekst, "Waarom."),
        GRONDSLAG, HOEDANIGHEID, PORTEFEUILLE, ALTERNATIEVEN,
    ];
    "besluit_teruggedraaid" Eigen::Terugdraaien, "Een besluit is teruggedraaid: dat van `betreft`, of het enige dat geldt.", [
        veld("motivering", Vorm::Tekst, "Waarom."),
    ];
    "terugkoppeling_gegeven" Eigen::Terugkoppeling, "De initiatiefnemer heeft iets gehoord.", [
        veld("kanaal", Vorm::Code(Kanaal::CODES), "Hoe; anders als dat niet bekend is."),
        veld("bericht", Vorm::Tekst, "Wat er is verteld."),
    ];
    "behandelaar_gewijzigd" Eigen::Behandelaar, "Iemand anders bij het TLO behandelt het.", [
        veld("behandelaar", Vorm::Tekst, "Wie."), ook("overdracht", Vorm::Tekst, "Wat er is overgedragen."),
    ];
    "kartrekker_gewijzigd" Eigen::Kartrekker, "Iemand anders trekt het initiatief; leeg als niemand dat meer doet.", [
        ook("kartrekker", Vorm::Tekst, "Wie."), TOELICHTING,
    ];
    "partner_toegevoegd" Eigen::Partner, "Een partner doet mee.", [
        veld("partner", Vorm::Naam, "De organisatie."), ook("bijdrage", Vorm::Tekst, "Wat zij doet."),
    ];
    "notitie_toegevoegd" Eigen::Notitie, "Iets om te bewaren dat geen stap is.", [
        ook("soort", Vorm::Naam, "Wat voor notitie."),
        veld("tekst", Vorm::Tekst, "De notitie."),
        ook("partij", Vorm::Tekst, "Over wie."),
    ];
    "stagnatie_gemeld" Eigen::Stagnatie, "Het staat stil.", [
        veld("oorzaak", Vorm::Code(Blokkadereden::CODES), "Waardoor."),
        EIGEN_REDEN,
        veld("toelichting", Vorm::Tekst, "Wat er aan de hand is."),
        ook("wachtOp", Vorm::Naam, "Op wie of wat het wacht."),
    ];
    "stagnatie_opgeheven" Eigen::Hervatting, "Het staat niet meer stil.", [TOELICHTING];
}

/// The kinds of fact that are recorded at an initiative.
pub(crate) fn feitsoorten() -> impl Iterator<Item = &'static Feitsoort> {
    soorten::INITIATIEF.iter().copied().flatten()
}

impl Stap {
    /// The step that a cell names, and its columns; `None` when it must be a transition, or nothing.
    pub(crate) fn zoek(tekst: &str) -> Option<Self> {
        let gezocht = match code(tekst).as_str() {
            "ingediend" => "initiatief_ingediend".to_owned(),
            anders => anders.to_owned(),
        };
        let eigen = STAPPEN.iter().find(|s| s.code == gezocht).map(|s| Self::Eigen(s.eigen, s));
        eigen.or_else(|| feitsoorten().find(|s| s.code == gezocht).map(Self::Feit))
    }

    /// The columns that it takes.
    pub(crate) fn velden(self) -> &'static [Veld] {
        match self {
            Self::Eigen(_, soort) => soort.velden,
            Self::Feit(soort) => soort.velden,
            Self::Overgang => OVERGANG,
        }
    }

    /// Whether it moves the initiative or an order: then it cannot have happened before what stands above it.
    pub(crate) fn beweegt(self) -> bool {
        matches!(self, Self::Overgang | Self::Eigen(Eigen::Uitzetten | Eigen::Opdracht(_), _))
    }

    /// Whether a later row can name it.
    pub(crate) fn kent_label(self) -> bool {
        match self {
            Self::Eigen(Eigen::Besluit, _) | Self::Overgang => true,
            Self::Eigen(..) => false,
            Self::Feit(soort) => soort.verband == Verband::Opent,
        }
    }

    /// Whether it can name an earlier row.
    pub(crate) fn kent_betreft(self) -> bool {
        match self {
            Self::Eigen(eigen, _) => eigen == Eigen::Terugdraaien,
            Self::Overgang => false,
            Self::Feit(soort) => !soort.bij().is_empty(),
        }
    }
}

/// The columns of every step together, each once.
pub(crate) fn alle_velden() -> Vec<&'static str> {
    let eigen = STAPPEN.iter().flat_map(|s| s.velden);
    let feiten = feitsoorten().flat_map(|s| s.velden);
    let mut namen: Vec<&'static str> = Vec::new();
    for veld in eigen.chain(OVERGANG).chain(feiten) {
        if !namen.iter().any(|naam| kaal(naam) == kaal(veld.naam)) {
            namen.push(veld.naam);
        }
    }
    namen
}
