//! A signal: something that lives in the wijk, before anybody submits an initiative. Also from a sociaal wijkteam or a
//! partner, and without an applicant.

use super::{Reeks, Reekssoort};
use crate::feit::soorten::{DEELNEMERS, EIGEN_REDEN, REDEN, TLO};
use crate::feit::{Feitsoort, Verband, Vorm, ook, veld};
use crate::inrichting::Lijst;

/// The kinds of a signal.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Signaalsoort;

/// A signal.
pub type Signaal = Reeks<Signaalsoort>;

impl Reekssoort for Signaalsoort {
    const TYPE: &'static str = "signaal";
    const NAAM: &'static str = "signaal";
    const SOORTEN: &'static [Feitsoort] = SOORTEN;
    const EINDEN: &'static [&'static str] = &["signaal_omgezet", "signaal_gebundeld", "signaal_afgewezen"];
    type Eigen = ();
}

const SOORTEN: &[Feitsoort] = &[
    Feitsoort {
        code: "signaal_ontvangen",
        versie: 1,
        uitleg: "Een signaal uit de wijk.",
        rollen: DEELNEMERS,
        velden: &[
            veld("gebied", Vorm::Uit(Lijst::Gebieden), "Het gebied."),
            ook("wijken", Vorm::NamenUit(Lijst::Wijken), "De wijken."),
            veld("thema", Vorm::Uit(Lijst::Themas), "Het thema."),
            veld(
                "herkomst",
                Vorm::Code(&[
                    "bewoner",
                    "sociaal_wijkteam",
                    "partner",
                    "bewonersplatform",
                    "tlo",
                    "afdeling",
                    "overig",
                ]),
                "Van wie het komt.",
            ),
            veld("signaal", Vorm::Tekst, "Wat er speelt."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "signaal_onderbouwd",
        versie: 1,
        uitleg: "Onderzocht of het signaal breder leeft.",
        rollen: DEELNEMERS,
        velden: &[veld("onderbouwing", Vorm::Tekst, "Wat er is gevonden.")],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "signaal_gebundeld",
        versie: 1,
        uitleg: "Samengevoegd met een ander signaal, dat verdergaat.",
        rollen: TLO,
        velden: &[
            veld("met", Vorm::Verwijzing, "Het id van het signaal dat verdergaat."),
            ook("toelichting", Vorm::Tekst, "Waarom ze bij elkaar horen."),
        ],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "signaal_omgezet",
        versie: 1,
        uitleg: "Uit het signaal is een initiatief gekomen.",
        rollen: TLO,
        velden: &[veld("initiatief", Vorm::Verwijzing, "Het id van het initiatief.")],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "signaal_afgewezen",
        versie: 1,
        uitleg: "Er wordt niets met het signaal gedaan.",
        rollen: TLO,
        velden: &[REDEN, EIGEN_REDEN, veld("toelichting", Vorm::Tekst, "De reden in woorden.")],
        verband: Verband::Los,
    },
];
