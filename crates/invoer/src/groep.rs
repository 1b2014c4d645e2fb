//! The rows of a file by initiative, in the order of the file.

use crate::kop::{INITIATIEF, Kop};
use crate::melding::Melding;
use crate::tabel::{Rij, Tabel, Tabelfout};
use crate::waarde::in_tekst;
use std::collections::HashMap;
use wijkspoor_domain::Naam;

/// The rows of one initiative.
#[derive(Debug)]
pub struct Groep {
    /// The key that the municipality gave it.
    pub sleutel: Naam,
    /// Its rows.
    pub rijen: Vec<Rij>,
}

/// A file by initiative.
#[derive(Debug)]
pub struct Bestand {
    pub(crate) kop: Kop,
    /// The initiatives, in the order in which they begin.
    pub groepen: Vec<Groep>,
    /// Rows that belong to none.
    pub zonder: Vec<Melding>,
}

/// Puts the rows of each initiative together.
///
/// # Errors
/// When the heading is not understood.
pub fn groepeer(tabel: Tabel) -> Result<Bestand, Tabelfout> {
    let kop = Kop::lees(&tabel.koppen)?;
    let (mut groepen, mut waar): (Vec<Groep>, HashMap<Naam, usize>) = Default::default();
    let mut zonder = Vec::new();
    for rij in tabel.rijen {
        let sleutel = kop.cellen(&rij).map(|cellen| {
            let cel = cellen.iter().find(|(naam, _)| *naam == INITIATIEF);
            cel.map(|(_, cel)| in_tekst(cel)).unwrap_or_default()
        });
        let wel = "noem in elke regel het eigen nummer of de eigen naam van het initiatief";
        let melding = match sleutel.map(|sleutel| Naam::try_from(sleutel.as_str())) {
            Ok(Ok(sleutel)) => {
                let nieuw = groepen.len();
                let plaats = *waar.entry(sleutel.clone()).or_insert(nieuw);
                if plaats == nieuw {
                    groepen.push(Groep { sleutel, rijen: Vec::new() });
                }
                if let Some(groep) = groepen.get_mut(plaats) {
                    groep.rijen.push(rij);
                }
                continue;
            }
            Ok(Err(wijkspoor_domain::NaamFout::Leeg)) => {
                Melding::fout(rij.regel, INITIATIEF, "initiatief ontbreekt", wel)
            }
            Ok(Err(wat)) => Melding::fout(rij.regel, INITIATIEF, wat.to_string(), wel),
            Err(wat) => Melding::fout(rij.regel, "", wat, ""),
        };
        zonder.push(melding);
    }
    Ok(Bestand { kop, groepen, zonder })
}
