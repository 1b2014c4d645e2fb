//! Speaking to whoever started the program. A reader that went away (`| head`) is no error, and never a panic.

use std::io::{self, Write};

/// Writes to standard output.
pub fn zeg(tekst: &str) {
    schrijf(io::stdout().lock(), tekst);
}

/// Writes to standard error.
pub fn meld(tekst: &str) {
    schrijf(io::stderr().lock(), tekst);
}

fn schrijf(mut uit: impl Write, tekst: &str) {
    let _ = uit.write_all(tekst.as_bytes()).and_then(|()| uit.write_all(b"\n")).and_then(|()| uit.flush());
}

/// One line: an error with its causes, whatever they hold.
pub fn regel(tekst: &str) -> String {
    tekst.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text of others for a terminal: nothing that could move its cursor or colour it.
pub fn schoon(tekst: &str) -> String {
    tekst.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A text on one line, of at most so many characters.
pub fn kort(tekst: &str, max: usize) -> String {
    let tekst = schoon(tekst);
    match tekst.chars().count() > max {
        true => tekst.chars().take(max.saturating_sub(1)).chain(['…']).collect(),
        false => tekst,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_others_cannot_steer_a_terminal() {
        assert_eq!(kort("a\u{1b}[31mb\nc", 5), "a [3…");
        assert_eq!(regel("a\n  b\tc"), "a b c");
    }
}
