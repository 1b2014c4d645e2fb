//! What the figures mean, for the report: the same as docs/cijfers.md says, in plain words.

/// A term and what it means.
pub const DEFINITIES: &[(&str, &str)] = &[
    (
        "Zaak",
        "Eén keer dat een partij aan zet is: voor één initiatief, in één status, en bij een afdeling voor één opdracht.",
    ),
    (
        "Opdracht",
        "Werk dat een team leefomgeving (TLO) aan een afdeling vraagt. De overdracht duurt van het uitzetten tot het eerste antwoord: aangenomen, geweigerd of teruggegeven.",
    ),
    (
        "De helft (mediaan)",
        "Zo veel dagen duurt het voordat de helft klaar is. Wat nog niet klaar is telt mee (schatting van Kaplan en Meier). Een gemiddelde over alleen wat klaar is zou verbergen wat stilligt.",
    ),
    (
        "Langer dan (>)",
        "Duurt nog meer dan de helft, dan is de mediaan niet te zeggen. Dan staat er hoe lang het langste wachten nu al duurt.",
    ),
    (
        "Norm",
        "Hoe lang het mag duren: voor een status staat dat in de werkstroom, voor een opdracht is het de afgesproken dag en anders het beleid van de gemeente. Waar normen verschillen staat hier het gemiddelde, in kalenderdagen.",
    ),
    ("Over de norm", "Wat nog duurt na de laatste dag die de norm toelaat."),
    (
        "Stilte",
        "De tijd dat een indiener geen bericht kreeg: sinds het vorige bericht, of sinds het indienen.",
    ),
    (
        "Weggelaten",
        "Waarvan het begin of het einde niet precies bekend is. Het telt in geen enkele duur mee.",
    ),
    ("Marge (95 %)", "Met wat er nu bekend is ligt het echte getal hier bijna zeker tussen."),
    ("Peildatum", "Zoals het was aan het eind van die dag, met wat nu bekend is."),
    ("Dagen", "Kalenderdagen, ook weekenden en feestdagen."),
];
