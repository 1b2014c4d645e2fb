//! Interests weighed, approval, a place on an agenda, departing from policy, and in which role a wijkmanager acts.

use super::super::soort::{Feitsoort, Verband, Vorm, ook, veld};
use super::{BESLISSERS, EIGEN_REDEN, GEMEENTE, REDEN, STURING, TLO};
use crate::initiatief::gebeurtenis::Hoedanigheid;
use crate::inrichting::Lijst;

pub(super) const SOORTEN: &[Feitsoort] = &[
    Feitsoort {
        code: "belangenconflict_vastgesteld",
        versie: 1,
        uitleg: "Een doel van de wijk botst met een ander doel.",
        rollen: GEMEENTE,
        velden: &[
            veld("wijkdoel", Vorm::Tekst, "Wat de wijk wil."),
            veld("anderDoel", Vorm::Tekst, "Waar dat mee botst."),
            ook(
                "programma",
                Vorm::Uit(Lijst::Programmas),
                "Het programma of de opgave waar het andere doel bij hoort.",
            ),
        ],
        verband: Verband::Opent,
    },
    Feitsoort {
        code: "belangenafweging_vastgelegd",
        versie: 1,
        uitleg: "De belangen zijn tegen elkaar afgewogen.",
        rollen: BESLISSERS,
        velden: &[
            veld("wijkdoel", Vorm::Tekst, "Het doel van de wijk."),
            veld("anderDoel", Vorm::Tekst, "Het doel aan de andere kant."),
            veld("sturingWijkdoel", Vorm::Code(STURING), "Het sturingsprincipe achter het wijkdoel."),
            veld("sturingAnderDoel", Vorm::Code(STURING), "Het sturingsprincipe aan de andere kant."),
            veld(
                "uitkomst",
                Vorm::Code(&["wijkdoel_gaat_voor", "ander_doel_gaat_voor", "tussenoplossing", "uitgesteld"]),
                "Wat voorgaat.",
            ),
            veld("motivering", Vorm::Tekst, "Waarom."),
            veld("beslisser", Vorm::Naam, "De functie die besliste, geen naam van een mens."),
            veld("hoedanigheid", Vorm::Code(Hoedanigheid::CODES), "In welke hoedanigheid."),
            ook("portefeuille", Vorm::Uit(Lijst::Portefeuilles), "De portefeuille."),
        ],
        verband: Verband::SluitMisschien(&["belangenconflict_vastgesteld"]),
    },
    Feitsoort {
        code: "goedkeuring_gevraagd",
        versie: 1,
        uitleg: "Goedkeuring gevraagd aan een afdeling of bestuurder.",
        rollen: GEMEENTE,
        velden: &[
            veld("bij", Vorm::Naam, "Van wie de goedkeuring wordt gevraagd."),
            veld("vraag", Vorm::Tekst, "Wat er moet worden goedgekeurd."),
            ook("uiterlijk", Vorm::Datum, "Wanneer het antwoord er moet zijn."),
        ],
        verband: Verband::Opent,
    },
    Feitsoort {
        code: "goedkeuring_verleend",
        versie: 1,
        uitleg: "De goedkeuring is gegeven.",
        rollen: GEMEENTE,
        velden: &[ook("toelichting", Vorm::Tekst, "Een toelichting, of een voorwaarde.")],
        verband: Verband::Sluit(&["goedkeuring_gevraagd"]),
    },
    Feitsoort {
        code: "goedkeuring_geweigerd",
        versie: 1,
        uitleg: "De goedkeuring is geweigerd.",
        rollen: GEMEENTE,
        velden: &[
            REDEN,
            EIGEN_REDEN,
            veld("toelichting", Vorm::Tekst, "De reden in woorden."),
            ook("beleidskader", Vorm::Naam, "Het beleid waar het op stuit."),
        ],
        verband: Verband::Sluit(&["goedkeuring_gevraagd"]),
    },
    Feitsoort {
        code: "agendering_gevraagd",
        versie: 1,
        uitleg: "Gevraagd om een plaats op de agenda van een programma.",
        rollen: GEMEENTE,
        velden: &[
            veld("bij", Vorm::Uit(Lijst::Programmas), "Het programma."),
            veld("toelichting", Vorm::Tekst, "Waarom het daar hoort."),
            ook("uiterlijk", Vorm::Datum, "Wanneer het antwoord er moet zijn."),
        ],
        verband: Verband::Opent,
    },
    Feitsoort {
        code: "geagendeerd",
        versie: 1,
        uitleg: "Het staat op de agenda van het programma.",
        rollen: GEMEENTE,
        velden: &[
            ook("op", Vorm::Datum, "Wanneer het wordt besproken."),
            ook("toelichting", Vorm::Tekst, "Een toelichting."),
        ],
        verband: Verband::Sluit(&["agendering_gevraagd"]),
    },
    Feitsoort {
        code: "niet_geagendeerd",
        versie: 1,
        uitleg: "Het komt niet op de agenda van het programma.",
        rollen: GEMEENTE,
        velden: &[REDEN, EIGEN_REDEN, veld("toelichting", Vorm::Tekst, "De reden in woorden.")],
        verband: Verband::Sluit(&["agendering_gevraagd"]),
    },
    Feitsoort {
        code: "afwijking_gemotiveerd",
        versie: 1,
        uitleg: "Vooraf gemotiveerd waarom van een beleidskader wordt afgeweken.",
        rollen: BESLISSERS,
        velden: &[
            veld("beleidskader", Vorm::Naam, "Het beleidskader."),
            veld("motivering", Vorm::Tekst, "Waarom."),
            veld("uiterlijk", Vorm::Datum, "Wanneer achteraf verantwoording moet zijn afgelegd."),
        ],
        verband: Verband::Opent,
    },
    Feitsoort {
        code: "afwijking_afgestemd",
        versie: 1,
        uitleg: "De afwijking is afgestemd met de kernorganisatie.",
        rollen: BESLISSERS,
        velden: &[
            veld("met", Vorm::Uit(Lijst::Afdelingen), "Met welke afdeling."),
            veld(
                "uitkomst",
                Vorm::Code(&["akkoord", "akkoord_met_voorwaarden", "geen_akkoord"]),
                "Wat die ervan vindt.",
            ),
            ook("toelichting", Vorm::Tekst, "De voorwaarden of bezwaren."),
        ],
        verband: Verband::Vervolgt(&["afwijking_gemotiveerd"]),
    },
    Feitsoort {
        code: "afwijking_verantwoord",
        versie: 1,
        uitleg: "Achteraf verantwoording afgelegd over de afwijking.",
        rollen: BESLISSERS,
        velden: &[
            veld("verantwoording", Vorm::Tekst, "Hoe het is gegaan."),
            ook("aan", Vorm::Naam, "Aan wie."),
        ],
        verband: Verband::Sluit(&["afwijking_gemotiveerd"]),
    },
    Feitsoort {
        code: "rol_aangenomen",
        versie: 1,
        uitleg: "In welke rol de wijkmanager handelt.",
        rollen: TLO,
        velden: &[
            veld(
                "rol",
                Vorm::Code(&["adviseur", "verbinder", "beslisser", "opdrachtgever", "aanjager"]),
                "Een van de vijf rollen van de wijkmanager.",
            ),
            ook("opdrachtnemer", Vorm::Naam, "Aan wie opdracht wordt gegeven, bij de rol opdrachtgever."),
            ook("extern", Vorm::JaNee, "Of dat een partij buiten de gemeente is."),
            ook("binnenMandaat", Vorm::JaNee, "Of de opdracht binnen het mandaat valt."),
            ook("toelichting", Vorm::Tekst, "Een toelichting."),
        ],
        verband: Verband::Los,
    },
];
