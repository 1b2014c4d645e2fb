//! Initiatives as text for people at a terminal.

use crate::uitvoer::kort;
use jiff::Timestamp;
use wijkspoor_api::reads::dossiers::{Beurt, Dossier};
use wijkspoor_api::reads::stagnatie::dagen;
use wijkspoor_domain::werkstroom::{Werkstromen, WerkstroomRef};
use wijkspoor_domain::{Moment, Nauwkeurigheid};

/// A table of initiatives: where each is, who has the ball, and since when.
pub fn lijst(dossiers: &[Dossier], werkstromen: &Werkstromen, nu: Timestamp) -> String {
    let kop = ["ID", "TITEL", "STATUS", "AAN ZET", "SINDS", "STAGNATIE"].map(str::to_owned);
    let rijen = dossiers.iter().map(|d| {
        [
            kort_id(&d.id).to_owned(),
            kort(&d.titel, 34),
            status(d, werkstromen),
            kort(&aan_zet(&d.aan_zet), 40),
            sinds(aan_zet_sinds(d), nu),
            d.stagnatie.clone().unwrap_or_default(),
        ]
    });
    opmaak(&[vec![kop], rijen.collect()].concat())
}

/// The last digits of an id, which tell it from others; it begins with the time at which it was made.
pub fn kort_id(id: &str) -> &str {
    id.get(id.len().saturating_sub(8)..).unwrap_or(id)
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
            (None, "management") => "ambtelijk management".to_owned(),
            (None, partij) => partij.to_owned(),
        })
        .collect();
    namen.dedup();
    namen.join(", ")
}

/// Since when somebody has had the ball, or nobody any more.
fn aan_zet_sinds(dossier: &Dossier) -> Moment {
    let eerste = dossier.aan_zet.iter().map(|b| b.sinds).min_by_key(|m| m.op);
    eerste.unwrap_or(dossier.status_sinds)
}

/// Since when, and how long that is: no more precise than it is known.
pub fn sinds(moment: Moment, nu: Timestamp) -> String {
    let Some(dagen) = dagen(moment, nu) else { return moment.in_woorden() };
    let duur = match moment.nauwkeurigheid {
        Nauwkeurigheid::Jaar => format!("ongeveer {} jaar", (dagen + 182) / 365),
        Nauwkeurigheid::Maand => format!("ongeveer {} maanden", (dagen + 15) / 30),
        _ if dagen == 1 => "1 dag".to_owned(),
        _ => format!("{dagen} dagen"),
    };
    format!("{} ({duur})", moment.in_woorden())
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
