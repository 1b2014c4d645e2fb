//! The shortest way over the definition from one status to another.

use std::collections::{BTreeMap, VecDeque};
use wijkspoor_domain::initiatief::Toestand;
use wijkspoor_domain::werkstroom::{Doel, Overgang, Werkstroom};

/// The first transition of the shortest way to a status; `None` when it is there already, or cannot be reached. A way
/// through waiting, holding or escalation is only taken when there is no other.
pub fn eerste_stap<'a>(werkstroom: &'a Werkstroom, toestand: &Toestand, naar: &str) -> Option<&'a Overgang> {
    zoek(werkstroom, toestand, naar, false).or_else(|| zoek(werkstroom, toestand, naar, true))
}

fn zoek<'a>(w: &'a Werkstroom, toestand: &Toestand, naar: &str, bijzonder: bool) -> Option<&'a Overgang> {
    if toestand.status == naar {
        return None;
    }
    let mut gezien: BTreeMap<&str, &Overgang> = BTreeMap::new();
    let mut rij: VecDeque<&str> = VecDeque::from([w.status(&toestand.status)?.code.as_str()]);
    while let Some(hier) = rij.pop_front() {
        for overgang in w.overgangen_van(hier) {
            let doel = match &overgang.naar {
                Doel::Status(code) => code.as_str(),
                // Where it came from is known of the present status only.
                Doel::Herkomst if hier == toestand.status => match toestand.herkomst.get(hier) {
                    Some(herkomst) => w.status(herkomst)?.code.as_str(),
                    None => continue,
                },
                Doel::Herkomst => continue,
            };
            let fase = w.status(doel)?.fase;
            let tussen = doel != naar && (fase.is_einde() || (fase.is_bijzonder() && !bijzonder));
            if tussen || doel == toestand.status || gezien.contains_key(doel) {
                continue;
            }
            let eerste = gezien.get(hier).copied().unwrap_or(overgang);
            if doel == naar {
                return Some(eerste);
            }
            gezien.insert(doel, eerste);
            rij.push_back(doel);
        }
    }
    None
}
