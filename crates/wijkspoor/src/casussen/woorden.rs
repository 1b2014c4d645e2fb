//! What the words of an entry say: which departments it names, who decides, what holds things up.

use wijkspoor_domain::initiatief::gebeurtenis::{Blokkadereden, Terugreden, Weigerreden};
use wijkspoor_domain::{Naam, Rol};

/// The department of a handover that names none.
pub const NIET_GENOEMD: &str = "Kernorganisatie (afdeling niet genoemd)";

/// A name from any text: without control characters, not too long, not empty.
pub fn naam(tekst: &str) -> Naam {
    let schoon: String = tekst.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let kort: String = schoon.trim().chars().take(Naam::MAX).collect();
    Naam::try_from(kort.as_str()).unwrap_or_else(|_| naam("onbekend"))
}

/// The departments of a case that a text names, without regard to case or to a remark in parentheses.
pub fn genoemd(afdelingen: &[String], tekst: &str) -> Vec<Naam> {
    let tekst = tekst.to_lowercase();
    let kern = |afdeling: &str| {
        let naam = afdeling.split('(').next().unwrap_or_default().trim().to_lowercase();
        if naam.is_empty() { afdeling.to_lowercase() } else { naam }
    };
    let mut gevonden: Vec<Naam> =
        afdelingen.iter().filter(|a| tekst.contains(&kern(a))).map(|a| naam(a)).collect();
    gevonden.sort();
    gevonden.dedup();
    gevonden
}

/// Whether a text has a word; a pattern that ends in `*` is the beginning of one.
fn staat_er(patronen: &[&str], tekst: &str) -> bool {
    let tekst = tekst.to_lowercase();
    let woorden: Vec<&str> = tekst.split(|c: char| !c.is_alphanumeric()).collect();
    patronen.iter().any(|patroon| match patroon.strip_suffix('*') {
        Some(begin) => woorden.iter().any(|w| w.starts_with(begin)),
        None => woorden.contains(patroon),
    })
}

const BESTUUR: &[&str] = &[
    "raad",
    "gemeenteraad",
    "college",
    "wethouder*",
    "wijkwethouder*",
    "burgemeester*",
    "bestuur",
    "gemeentebestuur",
];
const MANAGEMENT: &[&str] = &[
    "management",
    "directie",
    "directeur*",
    "directieteam",
    "gemeentesecretaris",
    "afdelingshoofd*",
    "managementteam",
];

/// The role of a party that decides above the departments.
pub fn rol_van(partij: &str) -> Option<Rol> {
    match () {
        () if staat_er(BESTUUR, partij) => Some(Rol::Bestuur),
        () if staat_er(MANAGEMENT, partij) => Some(Rol::Management),
        () => None,
    }
}

/// Words that point to a cause.
const OORZAKEN: &[(Blokkadereden, &[&str])] = &[
    (Blokkadereden::Vergunning, &["vergunning*"]),
    (Blokkadereden::Budget, &["budget*", "geld", "financ*", "subsidie*", "bezuinig*"]),
    (
        Blokkadereden::Capaciteit,
        &["capaciteit*", "steun", "tijd", "tijdgebrek", "menskracht", "personeel*", "uren", "druk"],
    ),
    (Blokkadereden::PrioriteitProgramma, &["programma*", "prioriteit*"]),
    (Blokkadereden::Beleidskader, &["beleid*", "kader*", "regels"]),
    (Blokkadereden::Besluitvorming, &["beslui*", "besliss*", "raad*", "college", "stroperig*"]),
    (Blokkadereden::WachtOpDerde, &["partner*", "eigenaar*", "eigenaren", "derde*"]),
];

/// Why something stands still, as far as the words say.
pub fn oorzaak(tekst: &str) -> Blokkadereden {
    let gevonden = OORZAKEN.iter().find(|(_, patronen)| staat_er(patronen, tekst));
    gevonden.map_or(Blokkadereden::Anders, |(oorzaak, _)| *oorzaak)
}

/// Why an order was refused, as far as the words say.
pub fn weigerreden(tekst: &str) -> Weigerreden {
    match oorzaak(tekst) {
        Blokkadereden::Capaciteit => Weigerreden::GeenCapaciteit,
        Blokkadereden::Budget => Weigerreden::GeenBudget,
        Blokkadereden::Beleidskader => Weigerreden::StrijdigMetBeleid,
        _ => Weigerreden::Anders,
    }
}

/// Why an order was returned, as far as the words say.
pub fn terugreden(tekst: &str) -> Terugreden {
    let tekst = tekst.to_lowercase();
    match () {
        () if tekst.contains("afdeling") || tekst.contains("loket") => Terugreden::VerkeerdeAfdeling,
        () if tekst.contains("volledig") || tekst.contains("ontbre") => Terugreden::Onvolledig,
        () if tekst.contains("duidelijk") => Terugreden::Onduidelijk,
        () => Terugreden::Anders,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_found_by_whole_words() {
        assert_eq!(oorzaak("Besluiten gelden als stroperig"), Blokkadereden::Besluitvorming);
        assert_eq!(oorzaak("Er is geen geld."), Blokkadereden::Budget);
        assert_eq!(oorzaak("Het regent"), Blokkadereden::Anders);
    }

    #[test]
    fn who_decides_is_found_by_whole_words() {
        assert_eq!(rol_van("raad en wijkwethouder"), Some(Rol::Bestuur));
        assert_eq!(rol_van("Directie Ruimte"), Some(Rol::Management));
        assert_eq!(rol_van("strategisch bestuursadviseur"), None);
        assert_eq!(rol_van("wijkmanager"), None);
    }

    #[test]
    fn departments_are_found_without_their_remark() {
        let afdelingen = ["O&S (peiling)".to_owned(), "Vastgoed".to_owned(), "Communicatie".to_owned()];
        let namen = genoemd(&afdelingen, "o&s en VASTGOED werken samen");
        assert_eq!(namen.iter().map(Naam::as_str).collect::<Vec<_>>(), ["O&S (peiling)", "Vastgoed"]);
    }
}
