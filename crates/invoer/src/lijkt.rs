//! "Did you mean": names and codes that are like each other.

/// How much two must be alike, from 0 to 1, to be worth a question.
const GELIJKENIS: f64 = 0.8;

/// A name as it is compared: small letters and digits, and nothing else.
pub(crate) fn kaal(tekst: &str) -> String {
    tekst.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A code as people write it: `Geen capaciteit` is `geen_capaciteit`.
pub(crate) fn code(tekst: &str) -> String {
    let delen = tekst.split(|c: char| c.is_whitespace() || c == '-' || c == '_');
    delen.filter(|deel| !deel.is_empty()).collect::<Vec<_>>().join("_").to_lowercase()
}

/// The one that is most like what was given, if any is.
pub(crate) fn lijkt_op<'a>(gegeven: &str, bekend: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let gegeven = kaal(gegeven);
    let gelijkenis = |naam: &str| {
        let naam = kaal(naam);
        let binnen =
            naam.len() > 3 && gegeven.len() > 3 && (naam.contains(&gegeven) || gegeven.contains(&naam));
        strsim::jaro_winkler(&gegeven, &naam).max(if binnen { 0.9 } else { 0.0 })
    };
    let gewogen = bekend.into_iter().map(|naam| (gelijkenis(naam), naam));
    let beste = gewogen.filter(|(g, _)| *g >= GELIJKENIS).max_by(|(a, _), (b, _)| a.total_cmp(b));
    beste.map(|(_, naam)| naam)
}

/// What would be right: the one that is meant, and the others.
pub(crate) fn wel<'a>(gegeven: &str, bekend: &[&'a str]) -> String {
    /// More names than this nobody reads.
    const GENOEMD: usize = 30;
    let meer = if bekend.len() > GENOEMD { ", …" } else { "" };
    let genoemd = bekend.iter().take(GENOEMD).copied().collect::<Vec<&'a str>>().join(", ");
    match (lijkt_op(gegeven, bekend.iter().copied()), genoemd.as_str()) {
        (_, "") => "er past hier nu niets".to_owned(),
        (Some(bedoeld), _) => format!("bedoelt u {bedoeld}? Mogelijk is: {genoemd}{meer}"),
        (None, _) => format!("mogelijk is: {genoemd}{meer}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_is_found() {
        let afdelingen = ["Groen", "Vastgoed", "Openbare Ruimte"];
        for (gegeven, bedoeld) in [
            ("Groenvoorziening", Some("Groen")),
            ("openbare ruimte", Some("Openbare Ruimte")),
            ("Vastgoet", Some("Vastgoed")),
            ("Juridische Zaken", None),
        ] {
            assert_eq!(lijkt_op(gegeven, afdelingen), bedoeld, "{gegeven}");
        }
        assert_eq!(code("Geen  capaciteit"), "geen_capaciteit");
        assert!(wel("x", &[]).contains("niets"));
    }
}
