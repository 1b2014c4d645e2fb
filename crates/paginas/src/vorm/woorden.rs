//! The words of forms: what a field is called, what to fill in, what is wrong with it. What is not here is said with the
//! words of the schema itself.

use super::Soort;
use crate::fout::zin;
use crate::onderdelen::leesbaar;

/// A field: its name in the API, what it is called, what to fill in. The order is that of a form.
const VELDEN: &[(&str, &str, &str)] = &[
    (
        "titel",
        "Titel",
        "In een paar woorden waar het over gaat. Zet er geen namen van mensen in: iedereen die mag zoeken ziet de titel.",
    ),
    ("omschrijving", "Omschrijving", ""),
    ("soort", "Soort", ""),
    ("oorzaak", "Oorzaak", "Waardoor ligt het stil?"),
    ("reden", "Reden", ""),
    ("eigenReden", "Reden in eigen woorden", "Zoals uw gemeente die reden noemt."),
    ("betreft", "Waarop", "De vraag waarop dit het antwoord is."),
    ("antwoord", "Antwoord", ""),
    ("vraag", "Vraag", "Wat moet de ander u laten weten?"),
    ("bericht", "Bericht", "De initiatiefnemer leest precies wat u hier schrijft."),
    ("kanaal", "Hoe", "Langs welke weg u het liet weten."),
    ("tekst", "Tekst", ""),
    ("geschilpunt", "Geschilpunt", "Waarover bent u het niet eens geworden?"),
    ("motivering", "Waarom", "Leg uit waarom, zodat de initiatiefnemer het kan volgen."),
    ("toelichting", "Toelichting", ""),
    ("afdeling", "Afdeling", ""),
    ("hersteltermijn", "Antwoord uiterlijk op", "Tot deze dag staat de beslistermijn stil (Awb 4:5, 4:15)."),
    ("uiterlijk", "Uiterlijk op", "De dag waarop u antwoord verwacht."),
    ("besluit", "Besluit", ""),
    ("mandaat", "Mandaat", "Op grond van welke bevoegdheid u beslist."),
    ("grondslag", "Grondslag", "De wet, verordening of beleidsregel."),
    ("alternatieven", "Wat er verder is overwogen", ""),
    ("hoedanigheid", "Hoedanigheid", ""),
    ("resultaat", "Resultaat", "Wat is er bereikt?"),
    ("opdrachten", "Opdrachten", ""),
    ("gebied", "Gebied", ""),
    ("wijken", "Wijken", ""),
    ("thema", "Thema", ""),
    ("categorie", "Categorie", ""),
    ("oorsprong", "Van wie het komt", "Bijvoorbeeld bewoners, een ondernemer of de gemeente zelf."),
    ("initiatiefnemers", "Initiatiefnemers", "Wie het initiatief nemen; elk op een eigen regel."),
    ("contact", "Contact", "Hoe zij te bereiken zijn."),
    ("budgetId", "Budget", ""),
    ("post", "Post", ""),
    ("bedrag", "Bedrag in euro's", "Bijvoorbeeld 1.250,00."),
    ("behandelaar", "Behandelaar", ""),
    ("overdracht", "Hoe het is overgedragen", ""),
    ("kartrekker", "Kartrekker", "Laat leeg als niemand het meer trekt."),
    ("partner", "Partner", ""),
    ("bijdrage", "Bijdrage", "Wat de partner bijdraagt."),
    ("partij", "Wie", ""),
    ("wachtOp", "Wacht op", "Op wie of wat wordt gewacht."),
    ("tot", "Tot", "Als dat bekend is."),
    ("portefeuille", "Portefeuille", ""),
    ("naam", "Naam", ""),
    ("adres", "Adres", "Waar de berichten heen gaan. Het begint met https://."),
    ("soorten", "Waarover", "Kruist u niets aan, dan gaat het over alles wat er gebeurt."),
    ("gebieden", "In welke gebieden", "Kruist u niets aan, dan gaat het over alle gebieden."),
    (
        "bereik",
        "Wat dit systeem mag weten",
        "Laat leeg als het alles mag weten. Kies anders wie net zo veel mag weten.",
    ),
    ("rol", "Net zo veel als", "Bij een team hoort een gebied, bij een afdeling haar naam."),
    (
        "vanaf",
        "Vanaf welke plaats in het log",
        "Laat leeg voor wat vanaf nu gebeurt. Met 0 krijgt het systeem ook alles van vroeger.",
    ),
    (
        "samenUren",
        "Hoeveel uren de oude sleutel nog meedoet",
        "In die tijd kan de ontvanger de nieuwe in gebruik nemen. Is de oude uitgelekt? Vul dan 0 in.",
    ),
    ("kenmerk", "Kenmerk", "Een eigen nummer of naam, als u die hebt."),
    ("werkstroom", "Werkstroom", "Laat leeg voor de gewone werkstroom."),
    ("plaatsgevonden", "Wanneer het gebeurde", ""),
];

fn rij_van(naam: &str) -> Option<(usize, &'static (&'static str, &'static str, &'static str))> {
    VELDEN.iter().enumerate().find(|(_, (veld, _, _))| *veld == naam)
}

/// Where a field stands in a form.
pub(super) fn plaats(naam: &str) -> usize {
    // What is not named comes before when it happened, which is last.
    rij_van(naam).map_or(VELDEN.len() - 2, |(plaats, _)| plaats)
}

/// What a field is called.
pub(super) fn naam(naam: &str, soort: &Soort) -> String {
    match (rij_van(naam), soort) {
        (Some((_, (_, titel, _))), _) => (*titel).to_owned(),
        (None, Soort::Verwijzing) => leesbaar(naam.trim_end_matches("Id")),
        (None, _) => leesbaar(naam),
    }
}

/// What a field is called, by its place.
pub(super) fn naam_in_pad(pad: &str) -> String {
    let laatste = pad.rsplit('.').find(|deel| deel.parse::<usize>().is_err()).unwrap_or(pad);
    naam(laatste, &Soort::Regel)
}

/// What to fill in.
pub(super) fn uitleg(naam: &str) -> Option<&'static str> {
    rij_van(naam).map(|(_, (_, _, uitleg))| *uitleg).filter(|uitleg| !uitleg.is_empty())
}

/// One of several.
pub(super) fn rij(naam: &str) -> &'static str {
    match naam {
        "opdrachten" => "Opdracht",
        _ => "Regel",
    }
}

/// A code, as people say it.
pub fn code(code: &str) -> String {
    let woorden = match code {
        "klein_openbare_ruimte" => "Klein, in de openbare ruimte",
        "groot_ro" => "Groot, ruimtelijke ontwikkeling",
        "klein_sociaal" => "Klein, sociaal",
        "groot_sociaal_wettelijk" => "Groot, sociaal en wettelijk",
        "email" => "E-mail",
        "tlo" => "Een team leefomgeving",
        "prioriteit_programma" => "Een stadsprogramma gaat voor",
        "strijdig_met_beleid" => "Past niet in het beleid",
        "geen_taak" => "Geen taak van deze afdeling",
        "beleidskader" => "Beleidskader",
        code => return leesbaar(code),
    };
    woorden.to_owned()
}

/// What is wrong with a field.
pub(super) fn fout(code: &str, reden: &str) -> String {
    match code {
        "verplicht" | "vereiste-ontbreekt" | "leeg" => "Vul dit in.".to_owned(),
        "verkeerde-vorm" if reden.contains("datum") => "Vul een datum in.".to_owned(),
        "verkeerd-type" if reden.contains("getal") => "Vul een getal in.".to_owned(),
        "onbekende-waarde" => "Kies een van de mogelijkheden.".to_owned(),
        _ => zin(reden),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_faults_are_said_in_plain_words() {
        assert_eq!(naam_in_pad("opdrachten.0.afdeling"), "Afdeling");
        assert_eq!(naam_in_pad("besluit.motivering"), "Waarom");
        assert_eq!(naam("reserveringId", &Soort::Verwijzing), "Reservering");
        assert_eq!(fout("verplicht", "x"), "Vul dit in.");
        assert_eq!(fout("anders", "dit mag niet"), "Dit mag niet.");
        assert!(plaats("onbekendVeld") < plaats("plaatsgevonden"));
    }
}
