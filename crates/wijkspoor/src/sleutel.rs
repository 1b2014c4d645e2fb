//! `wijkspoor sleutel`: keys with which the log is signed, and the one that wraps the keys of dossiers.

use crate::cli::Sleutel;
use crate::controle::{lees_sleutel, maak_sleutel};
use anyhow::Result;
use wijkspoor_store::Master;

/// `wijkspoor sleutel`.
pub fn sleutel(opdracht: &Sleutel) -> Result<String> {
    Ok(match opdracht {
        Sleutel::Maak { naam, uit } => {
            let openbaar = maak_sleutel(uit, naam)?.verifier().to_string();
            format!(
                "De geheime sleutel staat in {}. Bewaar hem waar de beheerder van de database niet bij kan.\n\
                 Noem het bestand bij controle, sleutels. Maak deze openbare sleutel bekend:\n{openbaar}\n",
                uit.display()
            )
        }
        Sleutel::Hoofdsleutel => format!("{}\n", Master::make()?),
        Sleutel::Toon { bestand } => format!("{}\n", lees_sleutel(bestand)?.verifier()),
    })
}
