//! Initiatives as text for people at a terminal.

use jiff::Timestamp;
use wijkspoor_api::reads::dossiers::{Beurt, Dossier};
use wijkspoor_api::reads::stagnatie::dagen;
use wijkspoor_domain::werkstroom::{Werkstromen, WerkstroomRef};

/// A table of initiatives: where each is, who has the ball, and since when.
pub fn lijst(dossiers: &[Dossier], werkstromen: &Werkstromen, nu: Timestamp) -> String {
    let kop = ["ID", "TITEL", "STATUS", "AAN ZET", "SINDS", "STAGNATIE"].map(str::to_owned);
    let rijen = dossiers.iter().map(|d| {
        [
            d.id.chars().take(8).collect(),
            kort(&d.titel, 34),
            status(d, werkstromen),
            kort(&aan_zet(&d.aan_zet), 40),
            sinds(d, nu),
            d.stagnatie.clone().unwrap_or_default(),
        ]
    });
    opmaak(&[vec![kop], rijen.collect()].concat())
}

/// The name of a status.
pub fn status(dossier: &Dossier, werkstromen: &Werkstromen) -> String {
    let versie = u32::try_from(dossier.werkstroom.1).unwrap_or_default();
    let r = WerkstroomRef { code: dossier.werkstroom.0.clone(), versie };
    let status = werkstromen.zoek(&r).and_then(|w| w.status(&dossier.status));
    status.map_or_else(|| dossier.status.clone(), |s| s.naam.clone())
}

/// Who has the ball, in words.
pub fn aan_zet(beurten: &[Beurt]) -> String {
    if beurten.is_empty() {
        return "niemand (afgesloten)".to_owned();
    }
    let mut namen: Vec<_> = (beurten.iter())
        .map(|b| match (b.naam.as_deref(), b.partij.as_str()) {
            (Some(naam), _) => naam.to_owned(),
            (None, "tlo") => "TLO".to_owned(),
            (None, partij) => partij.to_owned(),
        })
        .collect();
    namen.dedup();
    namen.join(", ")
}

fn sinds(dossier: &Dossier, nu: Timestamp) -> String {
    let eerste = dossier.aan_zet.iter().map(|b| b.sinds).min_by_key(|m| m.op);
    let Some(moment) = eerste else { return String::new() };
    match dagen(moment, nu) {
        Some(dagen) => format!("{} ({dagen} dagen)", moment.in_woorden()),
        None => "onbekend".to_owned(),
    }
}

/// A text of at most so many characters.
pub fn kort(tekst: &str, max: usize) -> String {
    match tekst.chars().count() > max {
        true => tekst.chars().take(max.saturating_sub(1)).chain(['…']).collect(),
        false => tekst.to_owned(),
    }
}

fn opmaak<const N: usize>(rijen: &[[String; N]]) -> String {
    let breedte: [usize; N] =
        std::array::from_fn(|i| rijen.iter().map(|r| r[i].chars().count()).max().unwrap_or_default());
    let regel = |rij: &[String; N]| {
        let velden = rij.iter().zip(breedte).map(|(veld, breedte)| format!("{veld:breedte$}"));
        velden.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rijen.iter().map(regel).collect::<Vec<_>>().join("\n") + "\n"
}
