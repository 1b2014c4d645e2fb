//! Turns a case into the commands that would have made it. Everything is decided and folded in memory, so that the
//! plan is known to be accepted before anything is recorded.

use super::bestand::{Bestand, Casus, Regel};
use super::soorten;
use super::speler::{Bron, Speler};
use jiff::Timestamp;
use uuid::Uuid;
use wijkspoor_domain::initiatief::{Commando, Weigering};
use wijkspoor_domain::werkstroom::{STANDAARDCODE, Werkstroom};
use wijkspoor_domain::{Herkomst, Moment, Nauwkeurigheid, Opzet};

/// A command of the plan.
#[derive(Debug, Clone)]
pub struct Stap {
    /// The initiative: the same id for the same case every time, so that addresses of a demo stay the same.
    pub initiatief: Uuid,
    /// What is recorded beside it: where it comes from.
    pub herkomst: Herkomst,
    /// The command, with the time at which it is given.
    pub commando: Commando,
}

/// The commands of a case, in order. When its entries lead away from the status in which it says it ends, and nothing
/// leads back (as to the first status), the steps are kept as notes: the end is what the file is sure of.
///
/// # Errors
/// When a command is refused: a case file that was read cannot cause that.
pub fn plan(casus: &Casus, bestand: &Bestand, opzet: &Opzet, nu: Timestamp) -> Result<Vec<Stap>, Weigering> {
    let (stappen, eind) = speel_na(casus, bestand, opzet, nu, true)?;
    if casus.status_eind.as_ref().is_none_or(|s| *s == eind) {
        return Ok(stappen);
    }
    Ok(speel_na(casus, bestand, opzet, nu, false)?.0)
}

fn speel_na(
    casus: &Casus,
    bestand: &Bestand,
    opzet: &Opzet,
    nu: Timestamp,
    beweegt: bool,
) -> Result<(Vec<Stap>, String), Weigering> {
    let werkstroom = opzet.werkstromen.nieuwste(STANDAARDCODE);
    let werkstroom = werkstroom.ok_or_else(|| Weigering::GeenWerkstroom(STANDAARDCODE.to_owned()))?;
    let regels: Vec<(Moment, &Regel)> =
        (0..).zip(&casus.gebeurtenissen).map(|(rang, regel)| (moment(regel, rang), regel)).collect();
    let begin = regels.iter().position(|(_, regel)| dient_in(regel, bestand, werkstroom));
    // What happened before the submission is recorded after it, on its own earlier date.
    let start = match regels.get(begin.unwrap_or(0)) {
        Some((moment, _)) => *moment,
        None => Moment { op: nu, nauwkeurigheid: Nauwkeurigheid::Onbekend },
    };
    let mut speler = Speler::new(casus, &bestand.statusovergang, opzet, werkstroom, start, beweegt);
    speler.dien_in(begin.map(|i| regels[i].1))?;
    for (i, (moment, regel)) in regels.iter().enumerate() {
        speler.ga_door_tot(*moment);
        if begin != Some(i) {
            soorten::verwerk(&mut speler, regel)?;
        }
        speler.overig(regel)?;
    }
    if let Some(eind) = &casus.status_eind {
        speler.ga_naar(eind, Bron::Afgeleid("Afgeleid uit status_eind van de casus."))?;
    }
    let eind = speler.toestand()?.status.clone();
    Ok((speler.stappen(), eind))
}

/// Whether an entry is the submission: by its kind, or by what the file itself says of that kind.
fn dient_in(regel: &Regel, bestand: &Bestand, werkstroom: &Werkstroom) -> bool {
    ["ingediend", "initiatief_ingediend"].contains(&regel.soort.as_str())
        || bestand.statusovergang.get(&regel.soort) == Some(&werkstroom.begin)
}

fn moment(regel: &Regel, rang: u32) -> Moment {
    Moment::datum(regel.datum, regel.nauwkeurigheid, rang)
}
