//! The wijkprogramma of a gebied in a year: priorities, actions with their origin, and moments at which residents are
//! asked.

use super::{Reeks, Reekssoort};
use crate::feit::soorten::{EIGEN_REDEN, GEMEENTE, REDEN, TLO};
use crate::feit::{Feitsoort, Verband, Vorm, ook, veld};
use crate::inrichting::Lijst;

/// The kinds of a wijkprogramma.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Programmasoort;

/// A wijkprogramma.
pub type Wijkprogramma = Reeks<Programmasoort>;

impl Reekssoort for Programmasoort {
    const TYPE: &'static str = "wijkprogramma";
    const NAAM: &'static str = "wijkprogramma";
    const SOORTEN: &'static [Feitsoort] = SOORTEN;
    const EINDEN: &'static [&'static str] = &["wijkprogramma_afgesloten"];
    type Eigen = ();
}

const SOORTEN: &[Feitsoort] = &[
    Feitsoort {
        code: "wijkprogramma_vastgesteld",
        versie: 1,
        uitleg: "Het wijkprogramma van een gebied voor een jaar is vastgesteld.",
        rollen: GEMEENTE,
        velden: &[
            veld("gebied", Vorm::Uit(Lijst::Gebieden), "Het gebied."),
            veld("jaar", Vorm::Aantal, "Het jaar."),
            ook("inleiding", Vorm::Tekst, "Waar het om gaat."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "prioriteit_vastgesteld",
        versie: 1,
        uitleg: "Een prioriteit van het gebied.",
        rollen: TLO,
        velden: &[
            veld("prioriteit", Vorm::Tekst, "Wat voorgaat."),
            ook("thema", Vorm::Uit(Lijst::Themas), "Het thema."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "actie_opgenomen",
        versie: 1,
        uitleg: "Een actie in het programma.",
        rollen: TLO,
        velden: &[
            veld("actie", Vorm::Tekst, "Wat er gaat gebeuren."),
            veld(
                "herkomst",
                Vorm::Code(&["bewoners", "tlo", "afdeling", "partner", "bestuur"]),
                "Van wie de actie komt.",
            ),
            ook("wijken", Vorm::NamenUit(Lijst::Wijken), "In welke wijken."),
            ook("uiterlijk", Vorm::Datum, "Wanneer zij klaar moet zijn."),
        ],
        verband: Verband::Opent,
    },
    Feitsoort {
        code: "initiatief_gekoppeld",
        versie: 1,
        uitleg: "Een initiatief hoort bij een actie.",
        rollen: TLO,
        velden: &[veld("initiatief", Vorm::Verwijzing, "Het id van het initiatief.")],
        verband: Verband::Vervolgt(&["actie_opgenomen"]),
    },
    Feitsoort {
        code: "actie_afgerond",
        versie: 1,
        uitleg: "De actie is klaar.",
        rollen: TLO,
        velden: &[ook("resultaat", Vorm::Tekst, "Wat er is bereikt.")],
        verband: Verband::Sluit(&["actie_opgenomen"]),
    },
    Feitsoort {
        code: "actie_vervallen",
        versie: 1,
        uitleg: "De actie gaat niet door.",
        rollen: TLO,
        velden: &[REDEN, EIGEN_REDEN, veld("toelichting", Vorm::Tekst, "De reden in woorden.")],
        verband: Verband::Sluit(&["actie_opgenomen"]),
    },
    Feitsoort {
        code: "inspraakmoment_gepland",
        versie: 1,
        uitleg: "Een moment waarop bewoners iets te zeggen krijgen.",
        rollen: GEMEENTE,
        velden: &[
            veld("onderwerp", Vorm::Tekst, "Waarover."),
            veld("uiterlijk", Vorm::Datum, "Op welke dag."),
        ],
        verband: Verband::Opent,
    },
    Feitsoort {
        code: "inspraakmoment_gehouden",
        versie: 1,
        uitleg: "Bewoners hebben hun zegje gedaan.",
        rollen: GEMEENTE,
        velden: &[
            veld("uitkomst", Vorm::Tekst, "Wat eruit kwam."),
            ook("deelnemers", Vorm::Aantal, "Hoeveel mensen er waren."),
        ],
        verband: Verband::Sluit(&["inspraakmoment_gepland"]),
    },
    Feitsoort {
        code: "inspraakmoment_vervallen",
        versie: 1,
        uitleg: "Het moment is niet doorgegaan.",
        rollen: GEMEENTE,
        velden: &[veld("toelichting", Vorm::Tekst, "Waarom niet.")],
        verband: Verband::Sluit(&["inspraakmoment_gepland"]),
    },
    Feitsoort {
        code: "wijkprogramma_afgesloten",
        versie: 1,
        uitleg: "Het jaar is voorbij.",
        rollen: TLO,
        velden: &[ook("terugblik", Vorm::Tekst, "Wat ervan is gekomen.")],
        verband: Verband::Los,
    },
];
