//! Expectations and agreements: what was promised, what was agreed, and what became of it.

use super::super::soort::{Feitsoort, Verband, Vorm, ook, veld};
use super::{DEELNEMERS, GEMEENTE, PARTICIPATIE, TLO};
use crate::initiatief::gebeurtenis::Categorie;
use crate::inrichting::Lijst;

pub(super) const SOORTEN: &[Feitsoort] = &[
    Feitsoort {
        code: "verwachting_vastgelegd",
        versie: 1,
        uitleg: "Vastgelegd wat de initiatiefnemer kan verwachten.",
        rollen: TLO,
        velden: &[
            veld("categorie", Vorm::Code(Categorie::CODES), "De categorie van het initiatief."),
            veld("participatieniveau", Vorm::Code(PARTICIPATIE), "De trede op de participatieladder."),
            veld("uiterlijk", Vorm::Datum, "Wanneer het naar verwachting klaar is."),
            veld("eisen", Vorm::Tekst, "Wat er van de initiatiefnemer wordt gevraagd."),
            veld("grenzen", Vorm::Tekst, "Wat er niet kan."),
        ],
        verband: Verband::Eenmalig,
    },
    Feitsoort {
        code: "verwachting_gewijzigd",
        versie: 1,
        uitleg: "Wat de initiatiefnemer kan verwachten is veranderd.",
        rollen: TLO,
        velden: &[
            ook("categorie", Vorm::Code(Categorie::CODES), "De categorie van het initiatief."),
            ook("participatieniveau", Vorm::Code(PARTICIPATIE), "De trede op de participatieladder."),
            ook("uiterlijk", Vorm::Datum, "Wanneer het naar verwachting klaar is."),
            ook("eisen", Vorm::Tekst, "Wat er van de initiatiefnemer wordt gevraagd."),
            ook("grenzen", Vorm::Tekst, "Wat er niet kan."),
            veld("reden", Vorm::Tekst, "Waarom het verandert."),
        ],
        verband: Verband::Na("verwachting_vastgelegd"),
    },
    Feitsoort {
        code: "doelen_vastgesteld",
        versie: 1,
        uitleg: "Afgesproken wat het initiatief moet bereiken.",
        rollen: DEELNEMERS,
        velden: &[veld("doelen", Vorm::Tekst, "De doelen.")],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "tijdpad_vastgesteld",
        versie: 1,
        uitleg: "Afgesproken wanneer wat gebeurt.",
        rollen: DEELNEMERS,
        velden: &[
            veld("tijdpad", Vorm::Tekst, "De stappen."),
            ook("gereedOp", Vorm::Datum, "Wanneer het klaar moet zijn."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "taakverdeling_vastgelegd",
        versie: 1,
        uitleg: "Afgesproken wie wat doet.",
        rollen: DEELNEMERS,
        velden: &[veld("taakverdeling", Vorm::Tekst, "Wie wat doet.")],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "termijn_afgesproken",
        versie: 1,
        uitleg: "Met een afdeling een termijn afgesproken.",
        rollen: GEMEENTE,
        velden: &[
            veld("afdeling", Vorm::Uit(Lijst::Afdelingen), "De afdeling."),
            veld("werkdagen", Vorm::Aantal, "Binnen hoeveel werkdagen."),
            ook("categorie", Vorm::Code(Categorie::CODES), "Voor welke categorie."),
            ook("toelichting", Vorm::Tekst, "Een toelichting."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "scope_uitgebreid",
        versie: 1,
        uitleg: "Het initiatief is groter geworden.",
        rollen: DEELNEMERS,
        velden: &[veld("uitbreiding", Vorm::Tekst, "Wat erbij kwam."), ook("reden", Vorm::Tekst, "Waarom.")],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "geborgd",
        versie: 1,
        uitleg: "Na de realisatie is er een beheerder.",
        rollen: GEMEENTE,
        velden: &[
            veld("beheerder", Vorm::Tekst, "Wie het beheert."),
            ook("tot", Vorm::Datum, "Tot wanneer dat is afgesproken."),
            ook("toelichting", Vorm::Tekst, "Een toelichting."),
        ],
        verband: Verband::Nazorg,
    },
    Feitsoort {
        code: "evaluatie_uitgevoerd",
        versie: 1,
        uitleg: "Teruggekeken op het initiatief.",
        rollen: DEELNEMERS,
        velden: &[veld("bevindingen", Vorm::Tekst, "Wat er is geleerd.")],
        verband: Verband::Nazorg,
    },
    Feitsoort {
        code: "effect_gemeten",
        versie: 1,
        uitleg: "Gemeten wat het initiatief heeft opgeleverd.",
        rollen: GEMEENTE,
        velden: &[
            veld("effect", Vorm::Tekst, "Wat er is gemeten."),
            veld("bron", Vorm::Naam, "Waar dat uit blijkt."),
        ],
        verband: Verband::Nazorg,
    },
];
