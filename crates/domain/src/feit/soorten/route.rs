//! The way through the organisation: who owns and coordinates it, where it was sent, what it overlaps with, permits.

use super::super::soort::{Feitsoort, Verband, Vorm, ook, veld};
use super::{EIGEN_REDEN, GEMEENTE, REDEN, TLO};
use crate::initiatief::gebeurtenis::Categorie;
use crate::inrichting::Lijst;

/// The permits that initiatives commonly need.
const VERGUNNINGEN: &[&str] =
    &["omgevingsvergunning", "evenementenvergunning", "kapvergunning", "exploitatievergunning", "anders"];

pub(super) const SOORTEN: &[Feitsoort] = &[
    Feitsoort {
        code: "coordinator_aangewezen",
        versie: 1,
        uitleg: "Iemand houdt het overzicht over de afdelingen.",
        rollen: GEMEENTE,
        velden: &[
            veld("coordinator", Vorm::Tekst, "Wie."),
            ook("afdeling", Vorm::Uit(Lijst::Afdelingen), "Van welke afdeling."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "thema_toegekend",
        versie: 1,
        uitleg: "De beleidsthema's waar het bij hoort; een lege lijst als het nergens bij past.",
        rollen: TLO,
        velden: &[veld("themas", Vorm::NamenUit(Lijst::Themas), "De thema's.")],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "categorie_toegekend",
        versie: 1,
        uitleg: "De categorie van het initiatief.",
        rollen: TLO,
        velden: &[
            veld("categorie", Vorm::Code(Categorie::CODES), "De categorie."),
            ook("reden", Vorm::Tekst, "Waarom deze."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "eigenaar_aangewezen",
        versie: 1,
        uitleg: "Een afdeling of team is eigenaar.",
        rollen: GEMEENTE,
        velden: &[veld("eigenaar", Vorm::Naam, "De afdeling of het team.")],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "doorverwezen",
        versie: 1,
        uitleg: "Naar een ander loket gestuurd.",
        rollen: GEMEENTE,
        velden: &[
            veld("van", Vorm::Naam, "Van wie."),
            veld("naar", Vorm::Naam, "Naar wie."),
            ook("reden", Vorm::Tekst, "Waarom."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "vergunning_aangevraagd",
        versie: 1,
        uitleg: "Een vergunning aangevraagd.",
        rollen: super::DEELNEMERS,
        velden: &[
            veld("vergunning", Vorm::Code(VERGUNNINGEN), "Welke vergunning."),
            ook("bij", Vorm::Naam, "Bij wie."),
            ook("toelichting", Vorm::Tekst, "Waarvoor."),
            ook("uiterlijk", Vorm::Datum, "Wanneer het antwoord er moet zijn."),
        ],
        verband: Verband::Opent,
    },
    Feitsoort {
        code: "vergunning_verleend",
        versie: 1,
        uitleg: "De vergunning is verleend.",
        rollen: GEMEENTE,
        velden: &[ook("toelichting", Vorm::Tekst, "De voorwaarden.")],
        verband: Verband::Sluit(&["vergunning_aangevraagd"]),
    },
    Feitsoort {
        code: "vergunning_geweigerd",
        versie: 1,
        uitleg: "De vergunning is geweigerd.",
        rollen: GEMEENTE,
        velden: &[REDEN, EIGEN_REDEN, veld("toelichting", Vorm::Tekst, "De reden in woorden.")],
        verband: Verband::Sluit(&["vergunning_aangevraagd"]),
    },
    Feitsoort {
        code: "overlap_gemeld",
        versie: 1,
        uitleg: "Een ander initiatief lijkt hierop.",
        rollen: GEMEENTE,
        velden: &[
            veld("met", Vorm::Verwijzing, "Het id van het andere initiatief."),
            ook("toelichting", Vorm::Tekst, "Waarin."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "samengevoegd",
        versie: 1,
        uitleg: "Dit initiatief gaat verder in een ander: het eindigt hier, en de indiener hoort er voortaan daar van.",
        rollen: TLO,
        velden: &[
            veld("met", Vorm::Verwijzing, "Het id van het initiatief dat verdergaat."),
            veld("toelichting", Vorm::Tekst, "Waarom, en wat de indiener is verteld."),
        ],
        verband: Verband::Beeindigt,
    },
];
