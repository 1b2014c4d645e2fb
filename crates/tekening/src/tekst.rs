//! Text without a font at hand: how wide it may become, where to break it, and how to write it in XML; and numbers.

/// The width of a text in a wide sans-serif (DejaVu Sans), so that it fits in whatever `system-ui` is.
pub(crate) fn breedte(tekst: &str, grootte: f64, vet: bool) -> f64 {
    let em: f64 = tekst.chars().map(teken_breedte).sum();
    em * grootte * if vet { 1.1 } else { 1.0 }
}

fn teken_breedte(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'ï' | 'í' | 'ì' | '\'' | '|' => 0.30,
        ' ' | '\u{a0}' | '.' | ',' | ':' | ';' | 'I' | '·' => 0.34,
        'f' | 't' | 'r' | '(' | ')' | '-' | '/' | '"' | '!' => 0.41,
        'c' | 's' | 'z' => 0.55,
        'M' | 'W' | 'm' | '@' | '%' | '→' => 1.0,
        'w' | 'O' | 'Q' | 'G' | '+' | '=' | '<' | '>' => 0.84,
        'A'..='Z' => 0.74,
        // Scripts of which the signs are as wide as they are high.
        '\u{1100}'.. => 1.1,
        _ => 0.64,
    }
}

/// Breaks a text into lines that fit, within words only where a word alone is too long; at least one line.
pub(crate) fn breek(tekst: &str, grootte: f64, vet: bool, ruimte: f64) -> Vec<String> {
    let mut regels = vec![String::new()];
    for woord in tekst.split_ascii_whitespace() {
        let Some(regel) = regels.last_mut() else { break };
        let met = if regel.is_empty() { woord.to_owned() } else { format!("{regel} {woord}") };
        if breedte(&met, grootte, vet) <= ruimte {
            *regel = met;
            continue;
        }
        if !regel.is_empty() {
            regels.push(String::new());
        }
        for c in woord.chars() {
            let Some(regel) = regels.last_mut() else { break };
            if !regel.is_empty() && breedte(&format!("{regel}{c}"), grootte, vet) > ruimte {
                regels.push(c.to_string());
            } else {
                regel.push(c);
            }
        }
    }
    regels
}

/// The widest of some lines.
pub(crate) fn breedste(regels: &[String], grootte: f64, vet: bool) -> f64 {
    regels.iter().map(|r| breedte(r, grootte, vet)).fold(0.0, f64::max)
}

/// A text for XML: escaped, on one line, and without the signs that XML knows no way to write.
pub(crate) fn xml(tekst: &str) -> String {
    let mut uit = String::with_capacity(tekst.len());
    for c in tekst.chars() {
        match c {
            '&' => uit.push_str("&amp;"),
            '<' => uit.push_str("&lt;"),
            '>' => uit.push_str("&gt;"),
            '"' => uit.push_str("&quot;"),
            '\'' => uit.push_str("&#39;"),
            '\n' | '\r' | '\t' => uit.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => uit.push(c),
        }
    }
    uit
}

/// A whole number as the Dutch write it: with a point between thousands.
pub(crate) fn getal(waarde: i64) -> String {
    let cijfers = waarde.unsigned_abs().to_string();
    let mut uit = String::new();
    for (i, cijfer) in cijfers.chars().enumerate() {
        if i > 0 && (cijfers.len() - i).is_multiple_of(3) {
            uit.push('.');
        }
        uit.push(cijfer);
    }
    if waarde < 0 { format!("-{uit}") } else { uit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breekt_op_woorden_en_anders_erin() {
        assert_eq!(breek("In behandeling bij TLO", 10.0, false, 80.0), ["In behandeling", "bij TLO"]);
        let regels = breek(&"x".repeat(40), 10.0, false, 80.0);
        assert!(regels.len() > 1 && regels.iter().all(|r| breedte(r, 10.0, false) <= 80.0));
        assert_eq!(regels.concat(), "x".repeat(40));
        assert_eq!(breek("", 10.0, false, 80.0), [""]);
    }

    #[test]
    fn schrijft_elke_tekst_als_xml() {
        assert_eq!(xml("a<b> & \"c\"\u{0}\n'd'"), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
    }
}
