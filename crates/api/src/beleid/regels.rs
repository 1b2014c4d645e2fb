//! The table: every operation of the API, and how far each role reaches with it.

use super::Bereik::{
    Alles as ALLES, EigenGebied as GEBIED, EigenInitiatief as ZELF, EigenOpdrachten as OPDRACHT,
    Niets as NIETS,
};
use super::Doel::{Een, Instelling, Lijst, Nieuw, Openbaar};
use super::Objectsoort::{Budget, Initiatief, Signaal, Wijkprogramma};
use super::{Bereik, Regel};

/// Reading what is inside the municipality: its people, each where their work is.
const BINNEN: [Bereik; 8] = [NIETS, GEBIED, OPDRACHT, ALLES, ALLES, ALLES, NIETS, ALLES];
/// Recording it: the same people, without who only watches.
const BINNEN_SCHRIJVEN: [Bereik; 8] = [NIETS, GEBIED, OPDRACHT, ALLES, ALLES, NIETS, NIETS, ALLES];

// The columns: initiatiefnemer, tlo, afdeling, management, bestuur, auditor, beheerder, systeem.
/// All rules.
pub const REGELS: &[Regel] = &[
    Regel {
        wat: "Weten of het werkt, de documentatie, en de openbare cijfers",
        doel: Openbaar,
        bereik: [ALLES; 8],
        operaties: &["leesGezondheid", "leesGereedheid", "leesOpenapi", "leesOpenbareCijfers"],
    },
    Regel {
        wat: "Een initiatief volgen, en iets vragen, met zijn volglink in het pad",
        doel: Openbaar,
        bereik: [ALLES; 8],
        operaties: &["volgInitiatief", "stelVraag"],
    },
    Regel {
        wat: "Lezen hoe de gemeente het heeft ingericht",
        doel: Instelling,
        bereik: [ALLES; 8],
        operaties: &["leesWerkstromen", "leesWerkstroom", "leesFeitsoorten", "leesInrichting"],
    },
    Regel {
        wat: "Alle lopende initiatieven naar een andere werkstroom brengen",
        doel: Instelling,
        bereik: [NIETS, NIETS, NIETS, NIETS, NIETS, NIETS, ALLES, NIETS],
        operaties: &["wijzigWerkstroom"],
    },
    Regel {
        wat: "Een initiatief indienen",
        doel: Nieuw(Initiatief),
        bereik: [ALLES, GEBIED, ALLES, ALLES, ALLES, NIETS, NIETS, ALLES],
        operaties: &["dienInitiatiefIn"],
    },
    Regel {
        wat: "De publieke kant van een initiatief lezen",
        doel: Een(Initiatief),
        bereik: [ZELF, GEBIED, OPDRACHT, ALLES, ALLES, ALLES, NIETS, ALLES],
        operaties: &["leesPubliekeKant"],
    },
    Regel {
        wat: "De volglink van een initiatief zien",
        doel: Een(Initiatief),
        bereik: [ZELF, GEBIED, NIETS, ALLES, ALLES, NIETS, NIETS, NIETS],
        operaties: &["deelVolglink"],
    },
    Regel {
        wat: "Zien wat men zelf heeft ingediend",
        doel: Lijst(Initiatief),
        bereik: [ZELF, ZELF, ZELF, ZELF, ZELF, ZELF, NIETS, ZELF],
        operaties: &["leesEigenInitiatieven"],
    },
    Regel {
        wat: "Het dossier van een initiatief lezen",
        doel: Een(Initiatief),
        bereik: BINNEN,
        operaties: &[
            "leesInitiatief",
            "leesTijdlijn",
            "leesFeiten",
            "leesNotities",
            "leesTerugkoppelingen",
            "leesBesluiten",
            "leesOpdrachten",
            "leesToekenningen",
            "leesAfspraken",
            "leesVolledigheid",
            "leesTermijnen",
            "leesDoorlooptijd",
            "leesKoppelingen",
            "leesGelijkende",
            "leesStand",
            "leesVerschillen",
            "leesGezien",
            "leesGeschiedenis",
        ],
    },
    Regel {
        // Less than the dossier: no free text, no name of a person.
        wat: "Een initiatief lezen als zaak (ZGW)",
        doel: Een(Initiatief),
        bereik: BINNEN,
        operaties: &[
            "leesZgwZaak",
            "leesZgwAudittrail",
            "leesZgwAuditregel",
            "leesZgwStatus",
            "leesZgwResultaat",
            "leesZgwRol",
            "leesZgwBesluit",
        ],
    },
    Regel {
        wat: "Initiatieven lezen als zaken (ZGW)",
        doel: Lijst(Initiatief),
        bereik: BINNEN,
        operaties: &[
            "leesZgwZaken",
            "leesZgwStatussen",
            "leesZgwResultaten",
            "leesZgwRollen",
            "leesZgwBesluiten",
        ],
    },
    Regel {
        wat: "Initiatieven zoeken, en zien wie aan zet is en wat wacht of stilligt",
        doel: Lijst(Initiatief),
        bereik: BINNEN,
        operaties: &["zoekInitiatieven", "leesWerkvoorraad", "leesOpenstaand", "leesStagnatie"],
    },
    Regel {
        // Who looked where says something of who looks, too: for who checks, and nobody else.
        wat: "Nagaan wie wat inzag en wijzigde",
        doel: Lijst(Initiatief),
        bereik: [NIETS, NIETS, NIETS, NIETS, NIETS, ALLES, NIETS, NIETS],
        operaties: &["leesVerwerkingen"],
    },
    Regel {
        wat: "Nagaan wie wat wanneer besloot",
        doel: Lijst(Initiatief),
        bereik: BINNEN,
        operaties: &["leesBesluitgeschiedenis"],
    },
    Regel {
        wat: "Tellen hoeveel initiatieven elke status hebben",
        doel: Instelling,
        bereik: [NIETS, NIETS, NIETS, ALLES, ALLES, ALLES, ALLES, ALLES],
        operaties: &["leesStatusaantallen"],
    },
    Regel {
        wat: "Cijfers over wachten, en de episodes erachter",
        doel: Lijst(Initiatief),
        bereik: BINNEN,
        operaties: &["leesWachttijden", "leesOverleving", "leesVergelijking", "leesEpisodes"],
    },
    Regel {
        // What comes in and goes out is told of whole initiatives: no part of that is of one department.
        wat: "Cijfers over wat binnenkomt en eindigt",
        doel: Lijst(Initiatief),
        bereik: [NIETS, GEBIED, NIETS, ALLES, ALLES, ALLES, NIETS, ALLES],
        operaties: &["leesStromen"],
    },
    Regel {
        wat: "Meedoen aan een initiatief",
        doel: Een(Initiatief),
        bereik: [ZELF, GEBIED, OPDRACHT, ALLES, ALLES, NIETS, NIETS, ALLES],
        operaties: &[
            "voerOvergangUit",
            "legFeitVast",
            "voegNotitieToe",
            "wijzigKartrekker",
            "meldStagnatie",
            "hefStagnatieOp",
        ],
    },
    Regel {
        wat: "Een initiatief behandelen",
        doel: Een(Initiatief),
        bereik: BINNEN_SCHRIJVEN,
        operaties: &[
            "zetOpdrachtenUit",
            "handelMetOpdracht",
            "neemBesluit",
            "draaiBesluitTerug",
            "geefTerugkoppeling",
            "wijzigBehandelaar",
            "voegPartnerToe",
            "kenToe",
        ],
    },
    Regel {
        wat: "Een signaal vastleggen",
        doel: Nieuw(Signaal),
        bereik: [ALLES, GEBIED, ALLES, ALLES, ALLES, NIETS, NIETS, ALLES],
        operaties: &["legSignaalVast"],
    },
    Regel {
        // A signal has no orders yet, so there is nothing by which it could be of a department.
        wat: "Een signaal lezen",
        doel: Een(Signaal),
        bereik: [NIETS, GEBIED, NIETS, ALLES, ALLES, ALLES, NIETS, ALLES],
        operaties: &["leesSignaal"],
    },
    Regel {
        wat: "Signalen zoeken",
        doel: Lijst(Signaal),
        bereik: [NIETS, GEBIED, NIETS, ALLES, ALLES, ALLES, NIETS, ALLES],
        operaties: &["zoekSignalen"],
    },
    Regel {
        wat: "Een signaal behandelen",
        doel: Een(Signaal),
        bereik: [NIETS, GEBIED, NIETS, ALLES, ALLES, NIETS, NIETS, ALLES],
        operaties: &["legSignaalfeitVast"],
    },
    Regel {
        wat: "Een wijkprogramma vaststellen",
        doel: Nieuw(Wijkprogramma),
        bereik: [NIETS, GEBIED, ALLES, ALLES, ALLES, NIETS, NIETS, ALLES],
        operaties: &["stelWijkprogrammaVast"],
    },
    Regel {
        // Departments plan their work by the programmes of all areas; no dossier is in them.
        wat: "Een wijkprogramma lezen",
        doel: Een(Wijkprogramma),
        bereik: [NIETS, GEBIED, ALLES, ALLES, ALLES, ALLES, NIETS, ALLES],
        operaties: &["leesWijkprogramma"],
    },
    Regel {
        wat: "Wijkprogramma's zoeken",
        doel: Lijst(Wijkprogramma),
        bereik: [NIETS, GEBIED, ALLES, ALLES, ALLES, ALLES, NIETS, ALLES],
        operaties: &["zoekWijkprogrammas"],
    },
    Regel {
        wat: "Een wijkprogramma vullen",
        doel: Een(Wijkprogramma),
        bereik: [NIETS, GEBIED, ALLES, ALLES, ALLES, NIETS, NIETS, ALLES],
        operaties: &["legWijkprogrammafeitVast"],
    },
    Regel {
        // A budget is given to a gebied and its departments, not by them.
        wat: "Een budget vaststellen",
        doel: Nieuw(Budget),
        bereik: [NIETS, NIETS, NIETS, ALLES, ALLES, NIETS, NIETS, ALLES],
        operaties: &["stelBudgetVast"],
    },
    Regel { wat: "Een budget lezen", doel: Een(Budget), bereik: BINNEN, operaties: &["leesBudget"] },
    Regel { wat: "Budgetten zoeken", doel: Lijst(Budget), bereik: BINNEN, operaties: &["zoekBudgetten"] },
    Regel {
        wat: "Geld verdelen en besteden",
        doel: Een(Budget),
        bereik: BINNEN_SCHRIJVEN,
        operaties: &["legBudgetfeitVast"],
    },
    Regel {
        // What the feed tells is thin, and only of what the reader may see (`wijkspoor_berichten::mag_zien`).
        wat: "Ophalen of volgen wat er gebeurt",
        doel: Lijst(Initiatief),
        bereik: BINNEN,
        operaties: &["leesGebeurtenissen"],
    },
    Regel {
        wat: "Zien hoe actueel de leesmodellen zijn",
        doel: Instelling,
        bereik: [NIETS, NIETS, NIETS, NIETS, NIETS, ALLES, ALLES, NIETS],
        operaties: &["leesLeesmodellen"],
    },
    Regel {
        // A checkpoint is a number and a hash; whoever keeps it elsewhere is a witness.
        wat: "Checkpoints van het log lezen, en het bewijs dat het alleen is aangevuld",
        doel: Openbaar,
        bereik: [ALLES; 8],
        operaties: &["leesCheckpoint", "leesControlesleutels", "leesConsistentiebewijs"],
    },
    Regel {
        // A proof holds the row of the log itself.
        wat: "Bewijs ophalen dat een gebeurtenis in het log staat",
        doel: Instelling,
        bereik: [NIETS, NIETS, NIETS, ALLES, ALLES, ALLES, NIETS, NIETS],
        operaties: &["leesBewijs"],
    },
    Regel {
        // Who runs the system carries out what the municipality decided; he sees no dossier for it.
        wat: "Persoonsgegevens wissen",
        doel: Instelling,
        bereik: [NIETS, NIETS, NIETS, NIETS, NIETS, NIETS, ALLES, NIETS],
        operaties: &["wisPersoonsgegevens"],
    },
    Regel {
        wat: "Nagaan wat er is gewist, en door welk besluit",
        doel: Instelling,
        bereik: [NIETS, NIETS, NIETS, NIETS, NIETS, ALLES, ALLES, NIETS],
        operaties: &["leesWissingen"],
    },
    Regel {
        // Who carries it out sees the lists, but not which dossiers there are.
        wat: "Zien welke dossiers vernietigd moeten worden",
        doel: Instelling,
        bereik: [NIETS, NIETS, NIETS, ALLES, ALLES, ALLES, NIETS, NIETS],
        operaties: &["leesVernietigingskandidaten"],
    },
    Regel {
        wat: "Vernietigingslijsten en verklaringen van vernietiging lezen",
        doel: Instelling,
        bereik: [NIETS, NIETS, NIETS, ALLES, ALLES, ALLES, ALLES, NIETS],
        operaties: &["leesVernietigingslijsten", "leesVernietigingslijst", "leesVerklaring"],
    },
    Regel {
        // The domain sees to it that whoever proposes does not approve.
        wat: "Voorstellen om dossiers te vernietigen",
        doel: Instelling,
        bereik: [NIETS, NIETS, NIETS, ALLES, NIETS, NIETS, NIETS, NIETS],
        operaties: &["stelVernietigingVoor"],
    },
    Regel {
        wat: "Besluiten over een vernietigingslijst van een ander",
        doel: Instelling,
        bereik: [NIETS, NIETS, NIETS, ALLES, ALLES, NIETS, NIETS, NIETS],
        operaties: &["keurVernietigingGoed", "wijsVernietigingAf"],
    },
    Regel {
        wat: "Een goedgekeurde vernietigingslijst uitvoeren",
        doel: Instelling,
        bereik: [NIETS, NIETS, NIETS, ALLES, NIETS, NIETS, ALLES, NIETS],
        operaties: &["voerVernietigingUit"],
    },
    Regel {
        wat: "Abonnementen en afleveringen bekijken",
        doel: Instelling,
        bereik: [NIETS, NIETS, NIETS, NIETS, NIETS, ALLES, ALLES, NIETS],
        operaties: &["leesAbonnementen", "leesAbonnement", "leesAfleveringen"],
    },
    Regel {
        wat: "Abonnementen maken en beheren",
        doel: Instelling,
        bereik: [NIETS, NIETS, NIETS, NIETS, NIETS, NIETS, ALLES, NIETS],
        operaties: &["maakAbonnement", "wisselSleutel", "handelMetAbonnement"],
    },
];
