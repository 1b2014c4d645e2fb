//! The kinds of fact of a budget.

use crate::Rol;
use crate::feit::soorten::{BRONNEN, TLO};
use crate::feit::{Feitsoort, Verband, Vorm, ook, veld};
use crate::inrichting::Lijst;

/// Those who decide on the size of a budget.
const VASTSTELLERS: &[Rol] = &[Rol::Bestuur, Rol::Management, Rol::Systeem];
/// Those who spend it.
const BESTEDERS: &[Rol] = &[Rol::Tlo, Rol::Afdeling, Rol::Systeem];

pub(super) const SOORTEN: &[Feitsoort] = &[
    Feitsoort {
        code: "budget_vastgesteld",
        versie: 1,
        uitleg: "Het budget van een gebied voor een jaar is vastgesteld.",
        rollen: VASTSTELLERS,
        velden: &[
            veld("gebied", Vorm::Uit(Lijst::Gebieden), "Het gebied."),
            veld("jaar", Vorm::Aantal, "Het jaar."),
            veld("bedrag", Vorm::Bedrag, "Hoeveel, in eurocenten."),
            veld("besluit", Vorm::Tekst, "Het besluit waar het op rust."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "post_vastgesteld",
        versie: 1,
        uitleg: "Hoeveel er voor een post is; opnieuw vastleggen is herverdelen.",
        rollen: VASTSTELLERS,
        velden: &[
            veld("post", Vorm::Uit(Lijst::Posten), "De post."),
            veld("bedrag", Vorm::Bedrag, "Hoeveel, in eurocenten."),
            veld("vrijheid", Vorm::Code(&["vrij", "meebeslissen", "stad"]), "Wie over de besteding gaat."),
            ook("toelichting", Vorm::Tekst, "Een toelichting."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "ondermandaat_verleend",
        versie: 1,
        uitleg: "Een afdeling mag een deel van een post besteden.",
        rollen: TLO,
        velden: &[
            veld("post", Vorm::Uit(Lijst::Posten), "De post."),
            veld("bij", Vorm::Uit(Lijst::Afdelingen), "De afdeling."),
            veld("bevoegdheid", Vorm::Naam, "De bevoegdheid waar het op rust."),
            veld("bedrag", Vorm::Bedrag, "Hoeveel, in eurocenten."),
            ook("toelichting", Vorm::Tekst, "Een toelichting."),
        ],
        verband: Verband::Opent,
    },
    Feitsoort {
        code: "ondermandaat_ingetrokken",
        versie: 1,
        uitleg: "Wat de afdeling nog over had gaat terug naar de post.",
        rollen: TLO,
        velden: &[veld("reden", Vorm::Tekst, "Waarom."), ook("per", Vorm::Datum, "Met ingang van.")],
        verband: Verband::Sluit(&["ondermandaat_verleend"]),
    },
    Feitsoort {
        code: "budget_verlaagd",
        versie: 1,
        uitleg: "Het budget is verlaagd.",
        rollen: VASTSTELLERS,
        velden: &[
            veld("bedrag", Vorm::Bedrag, "Met hoeveel, in eurocenten."),
            ook("post", Vorm::Uit(Lijst::Posten), "Van welke post; anders van wat niet is verdeeld."),
            veld("besluit", Vorm::Tekst, "Het besluit waar het op rust."),
            veld("afzender", Vorm::Naam, "Wie het besluit aan de wijk vertelt."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "budget_verhoogd",
        versie: 1,
        uitleg: "Er is geld bij gekomen.",
        rollen: VASTSTELLERS,
        velden: &[
            veld("bedrag", Vorm::Bedrag, "Hoeveel, in eurocenten."),
            ook("post", Vorm::Uit(Lijst::Posten), "Bij welke post; anders bij wat niet is verdeeld."),
            veld("bron", Vorm::Code(BRONNEN), "Waar het vandaan komt."),
            veld("verstrekker", Vorm::Naam, "Wie het geeft."),
            ook("toelichting", Vorm::Tekst, "Een voorwaarde."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "budget_gereserveerd",
        versie: 1,
        uitleg: "Geld opzij gezet voor een initiatief; voorlopig, tot het initiatief het weet.",
        rollen: BESTEDERS,
        velden: &[
            veld("initiatief", Vorm::Verwijzing, "Het initiatief."),
            veld("post", Vorm::Uit(Lijst::Posten), "Uit welke post."),
            ook("mandaat", Vorm::Verwijzing, "Uit welk ondermandaat."),
            veld("bedrag", Vorm::Bedrag, "Hoeveel, in eurocenten."),
        ],
        verband: Verband::Opent,
    },
    Feitsoort {
        code: "reservering_bevestigd",
        versie: 1,
        uitleg: "Het staat ook bij het initiatief.",
        rollen: BESTEDERS,
        velden: &[],
        verband: Verband::Vervolgt(&["budget_gereserveerd"]),
    },
    Feitsoort {
        code: "budget_besteed",
        versie: 1,
        uitleg: "Geld uitgegeven.",
        rollen: BESTEDERS,
        velden: &[
            veld("bedrag", Vorm::Bedrag, "Hoeveel, in eurocenten."),
            veld("omschrijving", Vorm::Tekst, "Waaraan."),
        ],
        verband: Verband::Vervolgt(&["budget_gereserveerd"]),
    },
    Feitsoort {
        code: "reservering_vrijgegeven",
        versie: 1,
        uitleg: "Wat er van de reservering over is gaat terug.",
        rollen: BESTEDERS,
        velden: &[veld("reden", Vorm::Tekst, "Waarom.")],
        verband: Verband::Sluit(&["budget_gereserveerd"]),
    },
];
