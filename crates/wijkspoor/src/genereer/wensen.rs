//! What the made-up residents want: other words for each initiative, the same every time.

use uuid::Uuid;

/// What it is called, and what it is.
const WENSEN: [(&str, &str); 24] = [
    ("Moestuin", "Wij willen samen groente kweken op het veld dat nu leeg ligt."),
    ("Speeltuin", "De toestellen zijn oud. Wij willen er met de kinderen iets nieuws van maken."),
    ("Ontmoetingsplek voor jongeren", "Er is buiten geen plek waar jongeren terechtkunnen."),
    ("Buurtkamer", "Een plek voor koffie, een maaltijd en een praatje, elke dag open."),
    (
        "Veilige oversteek bij de school",
        "Auto's rijden hier te hard. Wij willen een drempel en een zebrapad.",
    ),
    ("Bankjes langs de singel", "Ouderen willen onderweg kunnen zitten."),
    ("Geveltuinen", "Wij willen tegels eruit en planten erin, de hele straat mee."),
    ("Schoner park", "Er ligt veel afval. Wij willen prikken, en meer bakken."),
    ("Buurtpreventie", "Wij willen samen op straat letten, met hulp van de gemeente."),
    ("Verlichting van het achterpad", "Het is er 's avonds donker. Mensen lopen om."),
    ("Muurschildering op het viaduct", "Een kunstenaar uit de wijk wil het met bewoners maken."),
    ("Taalcafé", "Elke week samen Nederlands oefenen in het wijkgebouw."),
    ("Deelauto's", "Minder auto's, meer plek voor groen."),
    ("Zonnepanelen op het wijkcentrum", "Het dak ligt goed. Wij zoeken geld en een vergunning."),
    ("Bijenlint", "Bloemen in de berm, van het plein tot de rivier."),
    ("Voetbalkooi", "De jongeren willen een plek om te voetballen zonder overlast."),
    ("Repaircafé", "Samen repareren wat kapot is, elke maand."),
    ("Hondenuitlaatveld", "Een veld met een hek, zodat de stoep schoon blijft."),
    ("Straatfeest", "Een dag per jaar de straat dicht, om elkaar te leren kennen."),
    ("Hulp bij post en formulieren", "Vrijwilligers helpen buren met brieven van instanties."),
    ("Natuurspeelplaats", "Spelen met water, zand en hout in plaats van op tegels."),
    ("Fietsenstalling", "Fietsen staan nu overal. Wij willen een overkapping."),
    ("Wijkmoestuin voor ouderen", "Hoge bakken, zodat iedereen mee kan doen."),
    ("Herinrichting van het plein", "Het plein is van steen. Wij hebben een plan met bomen."),
];

/// The title and description of an initiative in a place.
pub(super) fn wens(id: Uuid, plaats: &str) -> (String, &'static str) {
    let aantal = WENSEN.len() as u128;
    let keus = usize::try_from((id.as_u128() >> 32) % aantal).unwrap_or_default();
    let (wat, waarom) = WENSEN.get(keus).copied().unwrap_or_default();
    (format!("{wat} in {plaats}"), waarom)
}
