//! The heading: which column holds what.

use crate::blad::letters;
use crate::lijkt::{kaal, lijkt_op};
use crate::stap::alle_velden;
use crate::tabel::{Cel, Rij, Tabelfout, fout};

/// The columns of every row.
pub(crate) const INITIATIEF: &str = "initiatief";
pub(crate) const STAP: &str = "stap";
pub(crate) const DATUM: &str = "datum";
pub(crate) const NAUWKEURIGHEID: &str = "nauwkeurigheid";
pub(crate) const DOOR: &str = "door";
pub(crate) const LABEL: &str = "label";
pub(crate) const BETREFT: &str = "betreft";
/// The columns of every row, whatever its step.
pub(crate) const VASTE: [&str; 7] = [INITIATIEF, STAP, DATUM, NAUWKEURIGHEID, DOOR, LABEL, BETREFT];
/// A column that begins with this is somebody else's.
const OVERSLAAN: char = '#';

/// Which column is which; `None` is skipped.
#[derive(Debug)]
pub(crate) struct Kop(Vec<Option<&'static str>>);

impl Kop {
    /// Understands a heading.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub(crate) fn lees(koppen: &[String]) -> Result<Self, Tabelfout> {
        let mut fouten = Vec::new();
        let bekend: Vec<(&'static str, String)> =
            VASTE.into_iter().chain(alle_velden()).map(|naam| (naam, kaal(naam))).collect();
        let mut kolommen: Vec<Option<&'static str>> = Vec::with_capacity(koppen.len());
        for (nummer, kop) in (0..).zip(koppen) {
            let waar = || format!("kolom {} ({kop:?})", letters(nummer));
            if kop.is_empty() || kop.starts_with(OVERSLAAN) {
                kolommen.push(None);
                continue;
            }
            let gezocht = kaal(kop);
            let naam = bekend.iter().find(|(_, kaal)| *kaal == gezocht).map(|(naam, _)| *naam);
            match naam {
                None => {
                    let bedoeld = lijkt_op(kop, bekend.iter().map(|(naam, _)| *naam));
                    let bedoeld =
                        bedoeld.map(|naam| format!("bedoelt u {naam}? Anders: ")).unwrap_or_default();
                    fouten.push(format!(
                        "{} is onbekend; {bedoeld}zet er een {OVERSLAAN} voor om haar over te slaan",
                        waar()
                    ));
                }
                Some(naam) if kolommen.contains(&Some(naam)) => {
                    fouten.push(format!("{} staat er twee keer; haal er een weg", waar()));
                }
                Some(_) => {}
            }
            kolommen.push(naam);
        }
        for naam in [INITIATIEF, STAP, DATUM] {
            if !kolommen.contains(&Some(naam)) {
                fouten.push(format!("de kolom {naam} ontbreekt"));
            }
        }
        if fouten.is_empty() { Ok(Self(kolommen)) } else { fout(fouten.join("\n")) }
    }

    /// The cells of a row with the names of their columns.
    ///
    /// # Errors
    /// When it has a cell beside the columns: then something has shifted.
    pub(crate) fn cellen<'a>(&self, rij: &'a Rij) -> Result<Vec<(&'static str, &'a Cel)>, String> {
        let gevuld = rij.cellen.iter().enumerate().filter_map(|(i, cel)| Some((i, cel.as_ref()?)));
        let mut cellen = Vec::new();
        for (i, cel) in gevuld {
            match self.0.get(i) {
                Some(Some(naam)) => cellen.push((*naam, cel)),
                Some(None) => {}
                None => {
                    return Err(format!(
                        "deze regel heeft meer cellen dan er kolommen zijn ({}): staat er een scheidingsteken in een tekst? \
                         Zet die tekst dan tussen aanhalingstekens",
                        self.0.len()
                    ));
                }
            }
        }
        Ok(cellen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn koppen(koppen: &[&str]) -> Vec<String> {
        koppen.iter().map(|k| (*k).to_owned()).collect()
    }

    #[test]
    fn a_heading_is_found_however_it_is_written() {
        let kop =
            Kop::lees(&koppen(&["Initiatief", "STAP", "Datum", "eigen reden", "#intern", "", "wacht_op"]))
                .unwrap();
        let verwacht = [
            Some("initiatief"),
            Some("stap"),
            Some("datum"),
            Some("eigenReden"),
            None,
            None,
            Some("wachtOp"),
        ];
        assert_eq!(kop.0, verwacht);
    }

    #[test]
    fn all_that_is_wrong_with_a_heading_comes_together() {
        let fout = Kop::lees(&koppen(&["initiatief", "stap", "Stap", "afdelign"])).unwrap_err().0;
        for deel in
            ["kolom C (\"Stap\") staat er twee keer", "bedoelt u afdeling?", "de kolom datum ontbreekt"]
        {
            assert!(fout.contains(deel), "{deel} niet in {fout}");
        }
    }
}
