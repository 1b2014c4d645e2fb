//! Money as an initiative sees it: asked, granted, refused, complete, spent, and work that began before it was there.

use super::super::soort::{Feitsoort, Verband, Vorm, ook, veld};
use super::{BRONNEN, DEELNEMERS, EIGEN_REDEN, GEMEENTE, REDEN};

pub(super) const SOORTEN: &[Feitsoort] = &[
    Feitsoort {
        code: "budget_aangevraagd",
        versie: 1,
        uitleg: "Geld aangevraagd.",
        rollen: DEELNEMERS,
        velden: &[
            veld("bron", Vorm::Code(BRONNEN), "Waar het geld vandaan moet komen."),
            ook("bedrag", Vorm::Bedrag, "Hoeveel, in eurocenten; leeg als dat nog niet bekend is."),
            ook("bij", Vorm::Naam, "Bij wie."),
            ook("toelichting", Vorm::Tekst, "Waarvoor."),
            ook("uiterlijk", Vorm::Datum, "Wanneer het antwoord er moet zijn."),
        ],
        verband: Verband::Opent,
    },
    Feitsoort {
        code: "budget_toegekend",
        versie: 1,
        uitleg: "Geld toegekend.",
        rollen: GEMEENTE,
        velden: &[
            veld("bron", Vorm::Code(BRONNEN), "Waar het geld vandaan komt."),
            veld("bedrag", Vorm::Bedrag, "Hoeveel, in eurocenten."),
            ook("verstrekker", Vorm::Naam, "Wie het geeft."),
            ook("reservering", Vorm::Verwijzing, "De reservering in het wijkbudget."),
            ook("toelichting", Vorm::Tekst, "Een voorwaarde."),
        ],
        verband: Verband::SluitMisschien(&["budget_aangevraagd"]),
    },
    Feitsoort {
        code: "budget_geweigerd",
        versie: 1,
        uitleg: "Het geld komt er niet.",
        rollen: GEMEENTE,
        velden: &[REDEN, EIGEN_REDEN, veld("toelichting", Vorm::Tekst, "De reden in woorden.")],
        verband: Verband::Sluit(&["budget_aangevraagd"]),
    },
    Feitsoort {
        code: "financiering_rond",
        versie: 1,
        uitleg: "Al het geld is er.",
        rollen: GEMEENTE,
        velden: &[
            ook("bedrag", Vorm::Bedrag, "Hoeveel in totaal, in eurocenten."),
            ook("toelichting", Vorm::Tekst, "Uit welke bronnen."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "gestart_voor_dekking",
        versie: 1,
        uitleg: "Het werk begon voordat het geld rond was.",
        rollen: GEMEENTE,
        velden: &[
            veld("risicodrager", Vorm::Naam, "Welke partij het risico draagt."),
            veld("toelichting", Vorm::Tekst, "Waarom niet is gewacht."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "pand_aangekocht",
        versie: 1,
        uitleg: "Een pand is aangekocht.",
        rollen: GEMEENTE,
        velden: &[
            veld("pand", Vorm::Tekst, "Welk pand."),
            ook("bedrag", Vorm::Bedrag, "Voor hoeveel, in eurocenten."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "kosten_geboekt",
        versie: 1,
        uitleg: "Kosten op het initiatief geboekt.",
        rollen: GEMEENTE,
        velden: &[
            veld("bedrag", Vorm::Bedrag, "Hoeveel, in eurocenten."),
            veld("bron", Vorm::Code(BRONNEN), "Waar het van is betaald."),
            veld("weg", Vorm::Code(&["wijk", "afdeling"]), "Of de wijk of een afdeling het uitgaf."),
            ook(
                "soortOrganisatie",
                Vorm::Code(&[
                    "stedelijke_partner",
                    "kleine_organisatie",
                    "bewonersgroep",
                    "bedrijf",
                    "gemeente",
                ]),
                "Wat voor organisatie het geld kreeg.",
            ),
            ook("omschrijving", Vorm::Tekst, "Waarvoor."),
        ],
        verband: Verband::Nazorg,
    },
];
