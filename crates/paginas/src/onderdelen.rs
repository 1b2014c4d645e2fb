//! Small parts of which pages are made: dates, durations, parties, labels, links to the next page.

use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use wijkspoor_domain::moment::{datum_in_woorden, maand};
use wijkspoor_domain::{Actor, Rol};

/// When something happened, and how far that is known: as the API says it.
#[derive(Debug, Clone, Deserialize)]
pub struct Moment {
    /// The day.
    pub datum: String,
    /// `tijdstip`, `dag`, `maand`, `jaar` or `onbekend`.
    pub nauwkeurigheid: String,
}

/// A day (`2026-03-01`) as one says it.
pub fn dag(datum: &str) -> String {
    match datum.parse::<jiff::civil::Date>() {
        Ok(dag) => datum_in_woorden(dag),
        Err(_) => datum.to_owned(),
    }
}

impl Moment {
    /// In words, no more precise than it is known.
    pub fn tekst(&self) -> String {
        let dag_van = self.datum.parse::<jiff::civil::Date>();
        match (self.nauwkeurigheid.as_str(), dag_van) {
            ("onbekend", _) => "datum onbekend".to_owned(),
            ("jaar", Ok(dag)) => dag.year().to_string(),
            ("maand", Ok(dag)) => format!("{} {}", maand(dag).0, dag.year()),
            _ => dag(&self.datum),
        }
    }
}

/// A moment on a page.
pub fn moment(moment: &Moment) -> Markup {
    let deel = match moment.nauwkeurigheid.as_str() {
        "onbekend" => None,
        "jaar" => moment.datum.get(..4),
        "maand" => moment.datum.get(..7),
        _ => Some(moment.datum.as_str()),
    };
    html! {
        @match deel {
            Some(deel) => time datetime=(deel) { (moment.tekst()) },
            None => span.onbekend { (moment.tekst()) },
        }
    }
}

/// A day on a page.
pub fn datum(datum: &str) -> Markup {
    html! { time datetime=(datum) { (dag(datum)) } }
}

/// An instant on a page: the day and the time of day, by the clock on the wall here.
pub fn tijdstip(op: &str) -> Markup {
    let hier =
        op.parse::<jiff::Timestamp>().ok().and_then(|op| op.in_tz(wijkspoor_domain::moment::TIJDZONE).ok());
    html! {
        @match hier {
            Some(hier) => time datetime=(hier.strftime("%Y-%m-%dT%H:%M:%S%:z")) { (dag(&hier.date().to_string())) " om " (hier.strftime("%H:%M")) },
            None => (op),
        }
    }
}

/// A number with points between the thousands.
pub fn getal(getal: i64) -> String {
    let cijfers = getal.unsigned_abs().to_string();
    let mut tekst = String::new();
    for (i, cijfer) in cijfers.chars().enumerate() {
        if i > 0 && (cijfers.len() - i).is_multiple_of(3) {
            tekst.push('.');
        }
        tekst.push(cijfer);
    }
    if getal < 0 { format!("-{tekst}") } else { tekst }
}

/// `1 dag`, `12 dagen`.
pub fn aantal(n: i64, een: &str, meer: &str) -> String {
    format!("{} {}", getal(n), if n == 1 { een } else { meer })
}

/// An amount in eurocents, as one writes euros.
pub fn euro(centen: i64) -> String {
    let (heel, deel) = (centen / 100, (centen % 100).unsigned_abs());
    let min = if centen < 0 && heel == 0 { "-" } else { "" };
    format!("€ {min}{},{deel:02}", getal(heel))
}

/// How many days a day lies before another.
pub fn dagen_van_tot(van: &str, tot: &str) -> Option<i64> {
    let (van, tot) = (van.parse::<jiff::civil::Date>().ok()?, tot.parse::<jiff::civil::Date>().ok()?);
    van.until(tot).ok().map(|span| i64::from(span.get_days()))
}

/// How many days ago something happened; nothing when nobody knows when it did.
pub fn dagen_tussen(wanneer: &Moment, vandaag: &str) -> Option<i64> {
    let precies = matches!(wanneer.nauwkeurigheid.as_str(), "tijdstip" | "dag" | "maand" | "jaar");
    precies.then(|| dagen_van_tot(&wanneer.datum, vandaag)).flatten()
}

/// A party as people say it; a department or partner by its own name.
pub fn partij(soort: &str, naam: Option<&str>) -> String {
    let van_soort = match soort {
        "initiatiefnemer" => "Initiatiefnemer",
        "tlo" => "Team leefomgeving",
        "afdeling" => "Afdeling",
        "partner" => "Partner",
        "management" => "Ambtelijk management",
        "bestuur" => "Bestuur",
        anders => anders,
    };
    naam.unwrap_or(van_soort).to_owned()
}

/// A role as people say it.
pub fn rolnaam(rol: Rol) -> &'static str {
    match rol {
        Rol::Initiatiefnemer => "Initiatiefnemer",
        Rol::Tlo => "Team leefomgeving",
        Rol::Afdeling => "Afdeling",
        Rol::Management => "Ambtelijk management",
        Rol::Bestuur => "Bestuur",
        Rol::Auditor => "Controle en evaluatie",
        Rol::Beheerder => "Beheer",
        Rol::Systeem => "Systeem",
    }
}

/// The gebied or afdeling of somebody.
pub fn naam_van_actor(actor: &Actor) -> Option<&str> {
    actor.gebied.as_ref().or(actor.afdeling.as_ref()).map(wijkspoor_domain::Naam::as_str)
}

/// A code (`wacht_op_derde`, `eigenReden`) as words.
pub fn leesbaar(code: &str) -> String {
    let mut tekst = String::new();
    for letter in code.chars() {
        match letter {
            '_' | '.' | '/' => tekst.push(' '),
            hoofdletter if hoofdletter.is_uppercase() && !tekst.is_empty() => {
                tekst.push(' ');
                tekst.extend(hoofdletter.to_lowercase());
            }
            letter => tekst.push(letter),
        }
    }
    // Codes have no signs on their letters.
    let tekst = tekst.replace("beeindig", "beëindig").replace("coordin", "coördin");
    let mut letters = tekst.trim().chars();
    let eerste = letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{eerste}{}", letters.as_str())
}

const VRIJ: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A text within an address.
pub fn in_adres(tekst: &str) -> String {
    utf8_percent_encode(tekst, VRIJ).to_string()
}

/// A query of those names that have a value; with the `?`, or empty.
pub fn query<'a>(delen: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) -> String {
    let delen = delen.into_iter().filter_map(|(naam, waarde)| {
        let waarde = waarde.filter(|waarde| !waarde.is_empty())?;
        Some(format!("{naam}={}", in_adres(waarde)))
    });
    let delen: Vec<_> = delen.collect();
    if delen.is_empty() { String::new() } else { format!("?{}", delen.join("&")) }
}

/// How something stands: a word, and a colour that only supports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toon {
    /// Nothing special.
    Neutraal,
    /// Going on.
    Bezig,
    /// Done, or on time.
    Goed,
    /// Attention.
    Let,
    /// Too long, or refused.
    Fout,
}

/// A label.
pub fn merkje(toon: Toon, tekst: &str) -> Markup {
    let klasse = match toon {
        Toon::Neutraal => "merkje",
        Toon::Bezig => "merkje merkje-bezig",
        Toon::Goed => "merkje merkje-goed",
        Toon::Let => "merkje merkje-let",
        Toon::Fout => "merkje merkje-fout",
    };
    html! { span class=(klasse) { (tekst) } }
}

/// Nothing to show, said kindly.
pub fn leeg(tekst: &str) -> Markup {
    html! { p.leeg { (tekst) } }
}

/// Nothing to show yet: what will stand here, and where one can go on (address and text; the first is the main way).
pub fn nog_leeg(kop: &str, tekst: &str, verder: &[(&str, &str)]) -> Markup {
    html! {
        div.leeg {
            p.leeg-kop { (kop) }
            p { (tekst) }
            @if !verder.is_empty() {
                div.knoppen { @for (i, (pad, naam)) in verder.iter().enumerate() { a class=(if i == 0 { "knop" } else { "knop knop-stil" }) href=(pad) { (naam) } } }
            }
        }
    }
}

/// A message on top of a page.
pub fn bericht(toon: Toon, tekst: &Markup) -> Markup {
    let (klasse, rol) = match toon {
        Toon::Fout => ("bericht bericht-fout", "alert"),
        Toon::Let => ("bericht bericht-let", "status"),
        Toon::Goed => ("bericht bericht-goed", "status"),
        _ => ("bericht", "status"),
    };
    html! { div class=(klasse) role=(rol) { (tekst) } }
}

/// Where a list goes on.
pub fn bladeren(volgende: Option<&str>) -> Markup {
    html! {
        @if let Some(volgende) = volgende {
            nav.bladeren aria-label="Bladeren" { a.knop.knop-stil href=(volgende) rel="next" { "Volgende bladzijde" } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_no_more_precise_than_they_are_known() {
        let tekst = |nauwkeurigheid: &str| {
            Moment { datum: "2019-04-01".into(), nauwkeurigheid: nauwkeurigheid.into() }.tekst()
        };
        assert_eq!(tekst("dag"), "1 april 2019");
        assert_eq!(tekst("tijdstip"), "1 april 2019");
        assert_eq!(tekst("maand"), "april 2019");
        assert_eq!(tekst("jaar"), "2019");
        assert_eq!(tekst("onbekend"), "datum onbekend");
        assert_eq!(dag("morgen"), "morgen");
    }

    #[test]
    fn words_numbers_and_addresses() {
        assert_eq!(leesbaar("wacht_op_derde"), "Wacht op derde");
        assert_eq!(leesbaar("eigenReden"), "Eigen reden");
        assert_eq!(
            (getal(999), getal(1000), getal(-1_234_567)),
            ("999".into(), "1.000".into(), "-1.234.567".into())
        );
        assert_eq!(aantal(1, "dag", "dagen"), "1 dag");
        assert_eq!((euro(125_050), euro(-5)), ("€ 1.250,50".into(), "€ -0,05".into()));
        assert_eq!(dagen_van_tot("2026-02-27", "2026-03-01"), Some(2));
        assert_eq!(
            query([("a", Some("De Laar/Elden")), ("b", None), ("c", Some(""))]),
            "?a=De%20Laar%2FElden"
        );
        assert_eq!(query([("a", None)]), "");
    }
}
