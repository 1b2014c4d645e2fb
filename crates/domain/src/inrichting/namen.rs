//! Whether a name may be used: where a list is set up, only what stands in it and held when it happened.

use super::{Inrichting, Lijst, Periode};
use crate::feit::{Feit, Vorm, Waarde};
use crate::initiatief::Weigering;
use crate::{Moment, Naam};

impl Inrichting {
    /// The names of a list, with when they hold.
    pub fn namen(&self, lijst: Lijst) -> Vec<(&Naam, Periode)> {
        match lijst {
            Lijst::Gebieden => self.gebieden.iter().map(|g| (&g.naam, g.periode)).collect(),
            Lijst::Wijken => {
                self.gebieden.iter().flat_map(|g| g.wijken.iter().map(|w| (w, g.periode))).collect()
            }
            Lijst::Redenen => self.redenen.iter().map(|r| (&r.naam, r.periode)).collect(),
            _ => (self.namen.iter()).filter(|v| v.lijst == lijst).map(|v| (&v.naam, v.periode)).collect(),
        }
    }

    /// Whether a name may be used in a field.
    ///
    /// # Errors
    /// When the list is set up and does not hold it then.
    pub fn controleer(&self, lijst: Lijst, veld: &str, naam: &Naam, op: Moment) -> Result<(), Weigering> {
        keur(lijst, &self.namen(lijst), veld, naam, op)
    }

    /// Whether neighbourhoods may be named with an area: those of that area, as far as any are known.
    ///
    /// # Errors
    /// The first that does not belong there then.
    pub fn controleer_wijken(&self, gebied: &Naam, wijken: &[Naam], op: Moment) -> Result<(), Weigering> {
        let daar = self.gebieden.iter().filter(|g| g.naam == *gebied);
        let bekend: Vec<_> = daar.flat_map(|g| g.wijken.iter().map(|w| (w, g.periode))).collect();
        let mut genummerd = wijken.iter().enumerate();
        genummerd.try_for_each(|(i, wijk)| keur(Lijst::Wijken, &bekend, &format!("wijken/{i}"), wijk, op))
    }

    /// Whether the names in a fact may be used.
    ///
    /// # Errors
    /// The first that may not.
    pub fn controleer_feit(&self, feit: &Feit, op: Moment) -> Result<(), Weigering> {
        for (veld, waarde) in &feit.velden {
            match (feit.soort.veld(veld).map(|v| v.vorm), waarde) {
                (Some(Vorm::Uit(Lijst::Redenen)), Waarde::Naam(eigen)) => {
                    let reden = feit.code("reden").unwrap_or_default();
                    self.controleer_reden(reden, Some(eigen), op)?;
                }
                (Some(Vorm::Uit(lijst)), Waarde::Naam(naam)) => self.controleer(lijst, veld, naam, op)?,
                (Some(Vorm::NamenUit(lijst)), Waarde::Namen(namen)) => {
                    let mut genummerd = namen.iter().enumerate();
                    genummerd.try_for_each(|(i, n)| self.controleer(lijst, &format!("{veld}/{i}"), n, op))?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether a reason of the municipality's own exists, and counts as the reason that is given with it.
    ///
    /// # Errors
    /// When it does not.
    pub fn controleer_reden(&self, reden: &str, eigen: Option<&Naam>, op: Moment) -> Result<(), Weigering> {
        let Some(eigen) = eigen else { return Ok(()) };
        if self.redenen.is_empty() {
            return Ok(());
        }
        let past = self.redenen.iter().filter(|r| r.telt_als == reden);
        let bekend: Vec<_> = past.map(|r| (&r.naam, r.periode)).collect();
        match bekend.iter().any(|(naam, periode)| *naam == eigen && periode.geldt(op)) {
            true => Ok(()),
            false => Err(onbekend(Lijst::Redenen, &bekend, "eigenReden", eigen, op)),
        }
    }
}

fn keur(
    lijst: Lijst,
    bekend: &[(&Naam, Periode)],
    veld: &str,
    naam: &Naam,
    op: Moment,
) -> Result<(), Weigering> {
    let past = |(vermeld, periode): &(&Naam, Periode)| *vermeld == naam && periode.geldt(op);
    match bekend.is_empty() || bekend.iter().any(past) {
        true => Ok(()),
        false => Err(onbekend(lijst, bekend, veld, naam, op)),
    }
}

fn onbekend(lijst: Lijst, bekend: &[(&Naam, Periode)], veld: &str, naam: &Naam, op: Moment) -> Weigering {
    let dan = bekend.iter().filter(|(_, periode)| periode.geldt(op));
    let mut mogelijk: Vec<String> = dan.map(|(naam, _)| naam.to_string()).collect();
    mogelijk.sort();
    mogelijk.dedup();
    Weigering::OnbekendeNaam { veld: veld.to_owned(), lijst, naam: naam.to_string(), mogelijk }
}
