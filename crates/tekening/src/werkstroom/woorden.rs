//! What a person reads of a definition, beside the names that it holds itself.

use super::stand::{GEEN, Standen};
use wijkspoor_domain::{
    Rol,
    werkstroom::{Aanzet, Doel, Duur, Overgang, Status, Termijn, Termijneenheid, Werkstroom},
};

/// "a", "a of b", "a, b of c".
fn opsomming(woorden: &[&str], voegwoord: &str) -> String {
    match woorden {
        [] => String::new(),
        [een] => (*een).to_owned(),
        [begin @ .., laatste] => format!("{} {voegwoord} {laatste}", begin.join(", ")),
    }
}

fn partij(a: Aanzet) -> &'static str {
    match a {
        Aanzet::Tlo => "TLO",
        anders => anders.code(),
    }
}

fn rol(r: Rol) -> &'static str {
    match r {
        Rol::Tlo => "TLO",
        anders => anders.code(),
    }
}

pub(crate) fn duur(d: Duur) -> String {
    let eenheid = match (d.eenheid, d.aantal) {
        (Termijneenheid::Werkdagen, 1) => "werkdag",
        (Termijneenheid::Kalenderdagen, 1) => "kalenderdag",
        (Termijneenheid::Weken, 1) => "week",
        (eenheid, _) => eenheid.code(),
    };
    format!("{} {eenheid}", d.aantal)
}

/// The lines under the name of a state: whose turn, the norm, the clock.
pub(crate) fn kenmerken(s: &Status) -> Vec<String> {
    if s.fase.is_einde() {
        return vec!["Eindstatus".to_owned()];
    }
    let partijen: Vec<_> = s.aan_zet.iter().map(|a| partij(*a)).collect();
    let mut aan_zet = format!("Aan zet: {}", opsomming(&partijen, "en"));
    if let Some(terugval) = s.terugval {
        aan_zet.push_str(&format!(", anders\u{a0}{}", partij(terugval)));
    }
    let mut regels = vec![aan_zet];
    regels.extend(s.norm.map(|norm| format!("Norm: {}", duur(norm))));
    if s.bij_overschrijding.is_some() {
        regels.push("Te lang: voorstel tot escalatie".to_owned());
    }
    if s.schort_op {
        regels.push("Wettelijke termijn staat stil".to_owned());
    }
    regels
}

/// Who may take a transition and what it takes.
pub(crate) fn voorwaarden(o: &Overgang) -> String {
    let rollen: Vec<_> = o.rollen.iter().map(|r| rol(*r)).collect();
    let mut tekst = format!("{}: door {}", o.naam, opsomming(&rollen, "of"));
    if !o.vereist.is_empty() {
        let vereist: Vec<_> = o.vereist.iter().map(|v| v.code().replace('_', " ")).collect();
        tekst.push_str(&format!("; vereist: {}", vereist.join(", ")));
    }
    tekst
}

pub(crate) fn termijn(w: &Werkstroom, t: &Termijn) -> String {
    let vanaf = w.status(&t.vanaf).map_or(t.vanaf.as_str(), |s| s.naam.as_str());
    format!("Termijn: {}: {} vanaf {}; grondslag: {}", t.naam, duur(t.duur), vanaf, t.grondslag)
}

/// The whole definition in words, for who cannot see the picture.
pub(crate) fn beschrijving(w: &Werkstroom, standen: Option<&Standen>) -> String {
    let naam = |code: &str| w.status(code).map_or_else(|| code.to_owned(), |s| s.naam.clone());
    let mut zinnen = vec![format!("{} Begint in {}.", w.omschrijving, naam(&w.begin))];
    for s in &w.statussen {
        let stappen: Vec<_> = (w.overgangen_van(&s.code))
            .map(|o| match &o.naar {
                Doel::Status(naar) => format!("{} naar {}", o.naam, naam(naar)),
                Doel::Herkomst => {
                    let doelen: Vec<_> = w.doelen(o, &s.code).into_iter().map(naam).collect();
                    let doelen: Vec<_> = doelen.iter().map(String::as_str).collect();
                    format!("{} terug naar {}", o.naam, opsomming(&doelen, "of"))
                }
            })
            .collect();
        let stappen = if stappen.is_empty() { "geen stappen".to_owned() } else { stappen.join("; ") };
        let mut eigenschappen = kenmerken(s).join("; ").to_lowercase();
        if let Some(standen) = standen {
            let stand = standen.get(&s.code).unwrap_or(&GEEN);
            eigenschappen.insert_str(0, &format!("{}; ", stand.in_woorden()));
        }
        zinnen.push(format!("{} ({eigenschappen}): {stappen}.", s.naam));
    }
    zinnen.join(" ")
}
