//! The shortest way over the definition from one status to another.

use std::collections::{BTreeMap, VecDeque};
use wijkspoor_domain::initiatief::Toestand;
use wijkspoor_domain::werkstroom::{Doel, Fase, Overgang, Werkstroom};

/// The first transition of a way, and the status to which it leads.
pub struct EersteStap<'a> {
    /// The transition.
    pub overgang: &'a Overgang,
    /// Where it leads from here.
    pub naar: &'a str,
}

/// The first step of the shortest way to a status, through no end state; `None` when it is there already, or cannot be
/// reached. A way through waiting, holding or escalation is a detour that nobody spoke of: it is taken only when
/// `omweg` allows it and there is no other.
pub fn eerste_stap<'a>(
    werkstroom: &'a Werkstroom,
    toestand: &Toestand,
    naar: &str,
    omweg: bool,
) -> Option<EersteStap<'a>> {
    let gewoon = zoek(werkstroom, toestand, naar, false);
    gewoon.or_else(|| omweg.then(|| zoek(werkstroom, toestand, naar, true)).flatten())
}

fn zoek<'a>(w: &'a Werkstroom, toestand: &Toestand, naar: &str, omweg: bool) -> Option<EersteStap<'a>> {
    if toestand.status == naar {
        return None;
    }
    // Who escalates to the college has escalated to the management first.
    let bestuurlijk = w.status(naar)?.fase == Fase::EscalatieBestuurlijk;
    let mut gezien: BTreeMap<&str, (&Overgang, &str)> = BTreeMap::new();
    let mut rij: VecDeque<&str> = VecDeque::from([w.status(&toestand.status)?.code.as_str()]);
    while let Some(hier) = rij.pop_front() {
        for overgang in w.overgangen_van(hier) {
            let doel = match &overgang.naar {
                Doel::Status(code) => w.status(code)?,
                // Where it came from is known of the present status only.
                Doel::Herkomst if hier == toestand.status => match toestand.herkomst.get(hier) {
                    Some(herkomst) => w.status(herkomst)?,
                    None => continue,
                },
                Doel::Herkomst => continue,
            };
            let code = doel.code.as_str();
            let eerste = gezien.get(hier).copied().unwrap_or((overgang, code));
            if code == naar {
                let (overgang, naar) = eerste;
                return Some(EersteStap { overgang, naar });
            }
            let hoort_erbij = bestuurlijk && doel.fase == Fase::EscalatieAmbtelijk;
            let begaanbaar = !doel.fase.is_einde() && (!doel.fase.is_bijzonder() || omweg || hoort_erbij);
            if begaanbaar && code != toestand.status && !gezien.contains_key(code) {
                gezien.insert(code, eerste);
                rij.push_back(code);
            }
        }
    }
    None
}
