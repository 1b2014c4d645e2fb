//! Writes the definition for Mermaid, as a state diagram.

use super::kleur;
use wijkspoor_domain::werkstroom::{Doel, Fase, Werkstroom};

/// Draws a definition as a Mermaid `stateDiagram-v2`. A transition back to where the initiative came from is drawn to
/// every state that this can be.
///
/// The same definition always gives the same text.
pub fn mermaid(w: &Werkstroom) -> String {
    let mut regels = vec!["stateDiagram-v2".to_owned(), "    direction LR".to_owned()];
    for s in &w.statussen {
        regels.push(format!("    state \"{}\" as {}", tekst(&s.naam), id(&s.code)));
    }
    regels.push(format!("    [*] --> {}", id(&w.begin)));
    for o in &w.overgangen {
        let slot = if o.naar == Doel::Herkomst { " (terug naar herkomst)" } else { "" };
        for van in &o.van {
            for naar in w.doelen(o, van) {
                regels.push(format!("    {} --> {} : {}{slot}", id(van), id(naar), tekst(&o.naam)));
            }
        }
    }
    for s in w.statussen.iter().filter(|s| s.fase.is_einde()) {
        regels.push(format!("    {} --> [*]", id(&s.code)));
    }
    for fase in Fase::ALLE {
        let leden: Vec<_> = w.statussen.iter().filter(|s| s.fase == *fase).map(|s| id(&s.code)).collect();
        if !leden.is_empty() {
            let kleur::Tint { vlak, lijn } = kleur::licht(*fase);
            regels.push(format!("    classDef fase_{fase} fill:{vlak},stroke:{lijn},color:#1b2430"));
            regels.push(format!("    class {} fase_{fase}", leden.join(",")));
        }
    }
    regels.push(String::new());
    regels.join("\n")
}

/// A code that Mermaid takes for no word of its own, as `end` or `state`.
fn id(code: &str) -> String {
    format!("s_{code}")
}

/// A text on one line, with the signs that mean something to Mermaid or HTML as character references.
fn tekst(tekst: &str) -> String {
    let woorden: Vec<&str> = tekst.split_whitespace().collect();
    let mut uit = String::new();
    for c in woorden.join(" ").chars().filter(|c| !c.is_control()) {
        if c.is_alphanumeric() || " .,()-/!?+'".contains(c) {
            uit.push(c);
        } else {
            uit.push_str(&format!("#{};", u32::from(c)));
        }
    }
    uit
}
