//! What moves a statutory term: putting the decision off, and suspension on another ground than a supplement.

use super::super::soort::{Feitsoort, Verband, Vorm, ook, veld};
use super::{GEMEENTE, TLO};

/// The grounds of Awb 4:15 beside a supplement, which the workflow itself asks for.
const GRONDEN: &[&str] =
    &["informatie_uit_het_buitenland", "instemming_aanvrager", "vertraging_door_aanvrager", "overmacht"];

pub(super) const SOORTEN: &[Feitsoort] = &[
    Feitsoort {
        code: "beslistermijn_verdaagd",
        versie: 1,
        uitleg: "De initiatiefnemer bericht dat het besluit later komt, met de nieuwe datum (Awb 4:14).",
        rollen: TLO,
        velden: &[
            veld("nieuweDatum", Vorm::Datum, "Wanneer het besluit er uiterlijk is."),
            veld("reden", Vorm::Tekst, "Waarom het later wordt."),
        ],
        verband: Verband::Eenmalig,
    },
    Feitsoort {
        code: "opschorting_gestart",
        versie: 1,
        uitleg: "De beslistermijn staat stil, om een andere reden dan een aanvulling (Awb 4:15).",
        rollen: GEMEENTE,
        velden: &[
            veld("grond", Vorm::Code(GRONDEN), "De grond in de wet."),
            veld("toelichting", Vorm::Tekst, "Waardoor, en wat de initiatiefnemer is verteld."),
            ook("uiterlijk", Vorm::Datum, "De laatste dag dat de termijn stilstaat, als die is afgesproken."),
        ],
        verband: Verband::Opent,
    },
    Feitsoort {
        code: "opschorting_beeindigd",
        versie: 1,
        uitleg: "De beslistermijn loopt weer.",
        rollen: GEMEENTE,
        velden: &[ook("toelichting", Vorm::Tekst, "Hoe, en wanneer het besluit er nu uiterlijk is.")],
        verband: Verband::Sluit(&["opschorting_gestart"]),
    },
];
