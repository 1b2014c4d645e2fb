//! People and help: who answers, guides, advises and joins; inquiries and shortage.

use super::super::soort::{Feitsoort, Verband, Vorm, ook, veld};
use super::{DEELNEMERS, EIGEN_REDEN, GEMEENTE, REDEN, TLO};
use crate::initiatief::gebeurtenis::Kanaal;

pub(super) const SOORTEN: &[Feitsoort] = &[
    Feitsoort {
        code: "ontvangst_bevestigd",
        versie: 1,
        uitleg: "De ontvangst is aan de initiatiefnemer bevestigd.",
        rollen: GEMEENTE,
        velden: &[veld("kanaal", Vorm::Code(Kanaal::CODES), "Hoe.")],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "niet_opgepakt",
        versie: 1,
        uitleg: "Het initiatief wordt nu niet opgepakt.",
        rollen: GEMEENTE,
        velden: &[REDEN, EIGEN_REDEN, veld("toelichting", Vorm::Tekst, "De reden in woorden.")],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "navraag_ontvangen",
        versie: 1,
        uitleg: "De initiatiefnemer vraagt hoe het ervoor staat.",
        rollen: DEELNEMERS,
        velden: &[
            veld("kanaal", Vorm::Code(Kanaal::CODES), "Hoe."),
            veld("vraag", Vorm::Tekst, "De vraag."),
            ook("bij", Vorm::Naam, "Bij wie de vraag binnenkwam."),
        ],
        verband: Verband::Opent,
    },
    Feitsoort {
        code: "navraag_beantwoord",
        versie: 1,
        uitleg: "De vraag van de initiatiefnemer is beantwoord.",
        rollen: GEMEENTE,
        velden: &[
            veld("kanaal", Vorm::Code(Kanaal::CODES), "Hoe."),
            veld("antwoord", Vorm::Tekst, "Het antwoord."),
        ],
        verband: Verband::Sluit(&["navraag_ontvangen"]),
    },
    Feitsoort {
        code: "volglink_vernieuwd",
        versie: 1,
        uitleg: "De initiatiefnemer krijgt een nieuwe volglink; de vorige doet het niet meer.",
        rollen: TLO,
        velden: &[ook("toelichting", Vorm::Tekst, "Waarom.")],
        verband: Verband::Los,
    },
    Feitsoort {
        code: "begeleiding_gestart",
        versie: 1,
        uitleg: "De initiatiefnemer krijgt begeleiding.",
        rollen: TLO,
        velden: &[
            veld("begeleider", Vorm::Tekst, "Wie begeleidt."),
            ook("uiterlijk", Vorm::Datum, "Tot wanneer dat de bedoeling is."),
            ook("toelichting", Vorm::Tekst, "Waarbij."),
        ],
        verband: Verband::Opent,
    },
    Feitsoort {
        code: "begeleiding_verlengd",
        versie: 1,
        uitleg: "De begeleiding duurt langer.",
        rollen: TLO,
        velden: &[veld("uiterlijk", Vorm::Datum, "Tot wanneer."), veld("reden", Vorm::Tekst, "Waarom.")],
        verband: Verband::Vervolgt(&["begeleiding_gestart"]),
    },
    Feitsoort {
        code: "begeleiding_beeindigd",
        versie: 1,
        uitleg: "De begeleiding is afgelopen.",
        rollen: TLO,
        velden: &[
            ook("overgedragenAan", Vorm::Tekst, "Wie het heeft overgenomen."),
            ook("toelichting", Vorm::Tekst, "Een toelichting."),
        ],
        verband: Verband::Sluit(&["begeleiding_gestart"]),
    },
    Feitsoort {
        code: "advies_gevraagd",
        versie: 1,
        uitleg: "Om advies gevraagd.",
        rollen: GEMEENTE,
        velden: &[
            veld("bij", Vorm::Naam, "Aan wie."),
            veld("vraag", Vorm::Tekst, "Waarover."),
            ook("uiterlijk", Vorm::Datum, "Wanneer het antwoord er moet zijn."),
        ],
        verband: Verband::Opent,
    },
    Feitsoort {
        code: "advies_gegeven",
        versie: 1,
        uitleg: "Het advies is gegeven.",
        rollen: GEMEENTE,
        velden: &[veld("advies", Vorm::Tekst, "Het advies.")],
        verband: Verband::Sluit(&["advies_gevraagd"]),
    },
    Feitsoort {
        code: "partner_gevraagd",
        versie: 1,
        uitleg: "Een partner gevraagd om mee te doen.",
        rollen: TLO,
        velden: &[
            veld("bij", Vorm::Naam, "Welke partner."),
            veld("vraag", Vorm::Tekst, "Wat er wordt gevraagd."),
            ook("uiterlijk", Vorm::Datum, "Wanneer het antwoord er moet zijn."),
        ],
        verband: Verband::Opent,
    },
    Feitsoort {
        code: "partner_ingestemd",
        versie: 1,
        uitleg: "De partner doet mee.",
        rollen: TLO,
        velden: &[ook("bijdrage", Vorm::Tekst, "Wat de partner doet.")],
        verband: Verband::Sluit(&["partner_gevraagd"]),
    },
    Feitsoort {
        code: "partner_geweigerd",
        versie: 1,
        uitleg: "De partner doet niet mee.",
        rollen: TLO,
        velden: &[REDEN, EIGEN_REDEN, veld("toelichting", Vorm::Tekst, "De reden in woorden.")],
        verband: Verband::Sluit(&["partner_gevraagd"]),
    },
    Feitsoort {
        code: "capaciteitstekort_gemeld",
        versie: 1,
        uitleg: "Er zijn te weinig mensen.",
        rollen: GEMEENTE,
        velden: &[
            veld("team", Vorm::Naam, "Welk team of welke afdeling."),
            veld("toelichting", Vorm::Tekst, "Waaraan het ontbreekt."),
        ],
        verband: Verband::Los,
    },
];
